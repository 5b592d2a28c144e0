#include "cli/case_view.h"

#include "cli/json_object.h"
#include "core/base/encoding.h"
#include "schemas/instant.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace aduan {
namespace {

Error no_such_case() {
  return Error{ErrorKind::not_found,
               "there is no such case for this reader at that time. Check the tracking number, "
               "--as and --as-of"};
}

/// The case's fold over the events that count, with what the views need of every step.
class ViewFold {
 public:
  void add(const HistoryEntry& entry) {
    state_.head = entry.after.head;
    state_.parked = entry.after.parked;
    if (!entry.recorded) return;
    const RecordedEvent& recorded = *entry.recorded;
    evolve(state_.complaint, recorded.attributes, recorded.event);
    for (const Handling& handling : state_.complaint.handlings) keep(handling);
    if (const auto* const redacted = std::get_if<TextRedacted>(&recorded.event)) {
      redacted_.push_back({redacted->sequence, redacted->field});
    }
    if (const auto* const escalated = std::get_if<Escalated>(&recorded.event)) {
      escalated_to_overseer_ |= escalated->to == EscalationTarget::overseer;
    }
  }

  const CaseState& state() const { return state_; }
  const std::vector<RedactedField>& redacted() const { return redacted_; }

  CaseVisibility visibility() const {
    return {state_.complaint.published, state_.complaint.anonymous, state_.complaint.confidential,
            escalated_to_overseer_};
  }

  std::vector<HandlingView> handlings() const {
    std::vector<HandlingView> views;
    for (const Handling& handling : handlings_) {
      HandlingView& view = views.emplace_back(HandlingView{handling, std::nullopt});
      if (handling.is_active()) view.due = earliest_due(state_.complaint, handling.agency);
    }
    return views;
  }

 private:
  void keep(const Handling& handling) {
    for (Handling& known : handlings_) {
      if (known.agency == handling.agency && known.began == handling.began) {
        known = handling;
        return;
      }
    }
    handlings_.push_back(handling);
  }

  CaseState state_;
  std::vector<Handling> handlings_;
  std::vector<RedactedField> redacted_;
  bool escalated_to_overseer_ = false;
};

/// How the reading agency stands to each event: all of them while it has the case, those up to its
/// release when it had it.
class ReaderCustody {
 public:
  explicit ReaderCustody(const Actor& reader) : reader_(reader) {}

  void add(const Complaint& after, std::uint64_t sequence) {
    if (reader_.role != Role::agency) return;
    const bool active = active_handling(after, reader_.agency()) != nullptr;
    if (active || was_active_) last_seen_ = sequence;
    was_active_ = active;
  }

  Custody at(std::uint64_t sequence) const {
    if (was_active_ || sequence <= last_seen_) return Custody::active;
    return last_seen_ > 0 ? Custody::former : Custody::none;
  }
  Custody now() const { return at(std::numeric_limits<std::uint64_t>::max()); }

 private:
  const Actor& reader_;
  bool was_active_ = false;
  std::uint64_t last_seen_ = 0;
};

/// A name that is kept from the reader stands there as the site prints it.
constexpr std::string_view kAnonymous = "Anonim";

std::string texts_json(const std::vector<ReadText>& texts) {
  JsonObject object;
  for (const ReadText& text : texts) {
    std::optional<std::string> shown;
    if (text.opened) shown = text.opened->text;
    if (text.is_anonymous_name) shown = kAnonymous;
    object.text_or_null(text.field, shown);
  }
  return object.done();
}

std::optional<std::string> written(const std::optional<Instant>& instant) {
  return instant ? std::optional(format_instant(*instant)) : std::nullopt;
}

std::string handling_json(const HandlingView& view) {
  const Handling& handling = view.handling;
  return JsonObject()
      .text("id", handling.agency.value)
      .text("role", name_of_code(handling.role))
      .text("state", name_of_code(handling.state))
      .text_or_null("due", written(view.due))
      .text("since", format_instant(handling.since))
      .text_or_null("until", written(handling.until))
      .done();
}

std::string event_json(const EventView& event) {
  return JsonObject()
      .number("sequence", event.sequence)
      .text("leaf", to_hex(as_view(event.leaf)))
      .json("event", event.record)
      .json("texts", texts_json(event.texts))
      .done();
}

}  // namespace

Result<CaseView> view_case(OpenLedger& ledger, const CaseId& id, const Actor& reader,
                           const std::optional<Instant>& as_of, Instant now) {
  RecordFold fold = ledger.make_fold();
  auto history = read_history(ledger.store().reader(), ledger.log(), fold, id);
  if (!history) return history.error();
  const bool exists =
      !history.value().empty() && (!as_of || is_known_as_of(history.value().front(), *as_of));
  if (!exists) return no_such_case();

  ViewFold view_fold;
  ReaderCustody custody(reader);
  std::vector<HistoryEntry*> counted;
  for (HistoryEntry& entry : history.value()) {
    if (as_of && !is_known_as_of(entry, *as_of)) continue;
    counted.push_back(&entry);
    view_fold.add(entry);
    custody.add(view_fold.state().complaint, entry.envelope.sequence);
  }
  const CaseVisibility visibility = view_fold.visibility();
  if (sight_of(reader, visibility, custody.now()).is_blind()) return no_such_case();

  CaseView view;
  view.id = id;
  view.as_of = as_of.value_or(now);
  view.state = view_fold.state();
  view.handlings = view_fold.handlings();
  for (HistoryEntry* const entry : counted) {
    EventView& event = view.events.emplace_back();
    event.sequence = entry->envelope.sequence;
    event.leaf = leaf_hash(*entry->record.value);
    event.type = short_type(entry->envelope.type);
    if (entry->recorded) {
      const Sight sight = sight_of(reader, visibility, custody.at(event.sequence));
      auto texts = read_texts(id, entry->recorded->attributes, entry->recorded->event,
                              entry->record.sealed(), reader, sight, visibility.anonymous,
                              view_fold.redacted(), ledger.keys());
      if (!texts) return texts.error();
      event.texts = std::move(texts.value());
    }
    for (const ReadText& text : event.texts) {
      if (text.field == "reference" && text.opened) view.reference = text.opened->text;
    }
    event.recorded = std::move(entry->recorded);
    event.record = std::move(*entry->record.value);
  }
  return view;
}

std::string case_json(const CaseView& view) {
  const Complaint& complaint = view.state.complaint;
  std::vector<std::string> agencies;
  for (const HandlingView& handling : view.handlings) agencies.push_back(handling_json(handling));
  std::vector<std::string> events;
  for (const EventView& event : view.events) events.push_back(event_json(event));
  return JsonObject()
      .text("case", view.id.text())
      .text("tracking", tracking_number(view.id))
      .text("status", name_of_code(complaint.status))
      .flag("anonymous", complaint.anonymous)
      .flag("confidential", complaint.confidential)
      .text_or_null("due", written(earliest_due(complaint)))
      .number("sequence", view.state.head.sequence)
      .text("head", to_hex(as_view(view.state.head.leaf)))
      .text_or_null("external_ref", view.reference)
      .json("agencies", json_list(agencies))
      .json("events", json_list(events))
      .done();
}

Result<CaseId> find_by_reference(OpenLedger& ledger, std::string_view reference) {
  constexpr unsigned kAttemptsMax = 256;
  const CommandId command = ledger.secret().command_id(reference);
  for (unsigned attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const CaseId id = ledger.secret().case_id(reference, static_cast<std::uint8_t>(attempt));
    const auto sequence = ledger.store().find_command(id.text(), command);
    if (!sequence) return sequence.error();
    if (sequence.value()) return id;
    const auto state = ledger.store().read_case(id);
    if (!state) return state.error();
    if (!state.value().exists()) break;
  }
  return Error{ErrorKind::not_found,
               "no case was submitted under that reference. It is written <source>:<id>, as "
               "`bpic2013:1-364285768`"};
}

Result<CaseId> parse_case(std::string_view text) {
  const auto id = parse_tracking_number(text);
  if (!id) {
    return Error{ErrorKind::invalid,
                 "that is no tracking number: it has two groups of five letters or digits and a "
                 "check character, as 7K3M9-QX24B-1, and one of these was mistyped"};
  }
  return *id;
}

}  // namespace aduan
