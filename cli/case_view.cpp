#include "cli/case_view.h"

#include "cli/render/words.h"
#include "consumers/derived/case_sight.h"
#include "core/base/encoding.h"
#include "schemas/instant.h"

#include <utility>

namespace aduan {
namespace {

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
  }

  const CaseState& state() const { return state_; }

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
};

/// A name that is kept from the reader stands there as the site prints it.
constexpr std::string_view kAnonymous = "Anonim";

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

/// Why texts are gone that the reader might have seen: redacted, erased or damaged.
std::optional<std::string> absences_json(const std::vector<ReadText>& texts) {
  JsonObject object;
  bool is_empty = true;
  for (const ReadText& text : texts) {
    if (text.opened || text.hidden == Hidden::not_allowed) continue;
    object.text(text.field, name_of(text.hidden));
    is_empty = false;
  }
  if (is_empty) return std::nullopt;
  return object.done();
}

std::string event_json(const EventView& event) {
  JsonObject object;
  object.number("sequence", event.sequence)
      .text("leaf", to_hex(as_view(event.leaf)))
      .json("event", event.record);
  add_texts(object, event.texts);
  return object.done();
}

}  // namespace

Error no_such_case() { return Error{ErrorKind::not_found, say(english(), Phrase::no_such_case)}; }

Result<CaseView> view_case(OpenLedger& ledger, const CaseId& id, const Actor& reader,
                           const std::optional<Instant>& as_of, Instant now) {
  RecordFold fold = ledger.make_fold();
  auto history = read_history(ledger.store().reader(), ledger.log(), fold, id);
  if (!history) return history.error();
  const bool exists =
      !history.value().empty() && (!as_of || is_known_as_of(history.value().front(), *as_of));
  if (!exists) return no_such_case();

  ViewFold view_fold;
  CaseSight sight(reader);
  std::vector<HistoryEntry*> counted;
  for (HistoryEntry& entry : history.value()) {
    const Event* const event = entry.recorded ? &entry.recorded->event : nullptr;
    if (as_of && !is_known_as_of(entry, *as_of)) {
      sight.add_later(entry.envelope.sequence, event, entry.after.complaint);
      continue;
    }
    counted.push_back(&entry);
    view_fold.add(entry);
    sight.add(entry.envelope.sequence, event, view_fold.state().complaint);
  }
  if (sight.now().is_blind()) return no_such_case();

  CaseView view;
  view.id = id;
  view.sight = sight.now();
  view.as_of = as_of.value_or(now);
  view.state = view_fold.state();
  view.handlings = view_fold.handlings();
  for (HistoryEntry* const entry : counted) {
    EventView& event = view.events.emplace_back();
    event.position = entry->record.position;
    event.sequence = entry->envelope.sequence;
    event.leaf = leaf_hash(*entry->record.value);
    event.type = short_type(entry->envelope.type);
    if (entry->recorded) {
      auto texts = read_texts(id, entry->recorded->attributes, entry->recorded->event,
                              entry->record.sealed(), reader, sight.at(event.sequence),
                              sight.anonymous(), sight.withheld(), ledger.keys());
      if (!texts) return texts.error();
      event.texts = std::move(texts.value());
    }
    for (const ReadText& text : event.texts) {
      if (text.field == "reference" && text.opened) view.reference = text.opened->text;
    }
    event.recorded = std::move(entry->recorded);
    if (event.recorded && !sight.at(event.sequence).has(Seen::G)) {
      close_values(event.recorded->event);
    }
    event.record = std::move(*entry->record.value);
  }
  return view;
}

Result<bool> is_listed(OpenLedger& ledger, const CaseId& id, const Actor& actor,
                       const std::optional<Instant>& as_of) {
  // A list proves no reporter: the secret code is a case's. For it they are anybody.
  const Actor reader = actor.role == Role::reporter ? Actor{Role::citizen, ""} : actor;
  // Most readers are kept from no case.
  const CaseVisibility hidden_most{false, true, true, false};
  if (!sight_of(reader, hidden_most, Custody::none).is_blind()) return true;
  if (!as_of) {
    const auto state = ledger.store().read_case(id);
    if (!state) return state.error();
    const Complaint& now = state.value().complaint;
    Custody custody = Custody::none;
    if (reader.role == Role::agency && has_handled(now, reader.agency())) {
      const bool active = active_handling(now, reader.agency()) != nullptr;
      custody = active ? Custody::active : Custody::former;
    }
    const CaseVisibility visibility{now.published, now.anonymous, now.confidential, false};
    return !sight_of(reader, visibility, custody).is_blind();
  }
  RecordFold fold = ledger.make_fold();
  const auto history = read_history(ledger.store().reader(), ledger.log(), fold, id);
  if (!history) return history.error();
  CaseSight sight(reader);
  Complaint then;
  for (const HistoryEntry& entry : history.value()) {
    const Event* const event = entry.recorded ? &entry.recorded->event : nullptr;
    if (!is_known_as_of(entry, *as_of)) {
      sight.add_later(entry.envelope.sequence, event, entry.after.complaint);
      continue;
    }
    if (event != nullptr) evolve(then, entry.recorded->attributes, *event);
    sight.add(entry.envelope.sequence, event, then);
  }
  return !sight.now().is_blind();
}

void add_texts(JsonObject& object, const std::vector<ReadText>& texts) {
  JsonObject fields;
  for (const ReadText& text : texts) {
    std::optional<std::string> shown;
    if (text.opened) shown = text.opened->text;
    if (text.is_anonymous_name) shown = kAnonymous;
    fields.text_or_null(text.field, shown);
  }
  object.json("texts", fields.done());
  if (const auto absences = absences_json(texts)) object.json("absent", *absences);
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
  return no_such_case();
}

Result<CaseId> find_case(OpenLedger& ledger, const std::optional<std::string>& text,
                         const std::optional<std::string>& reference) {
  if (reference) return find_by_reference(ledger, *reference);
  return parse_case(text.value_or(""));
}

Result<CaseId> parse_case(std::string_view text) {
  const auto id = parse_tracking_number(text);
  if (!id) {
    return Error{ErrorKind::invalid, say(english(), Phrase::no_tracking_number)};
  }
  return *id;
}

}  // namespace aduan
