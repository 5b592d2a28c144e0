#include "cli/commands/case_privacy.h"

#include "cli/case_view.h"
#include "cli/directory_command.h"
#include "cli/json_object.h"
#include "cli/render/event_texts.h"
#include "cli/send.h"
#include "cli/terminal_text.h"
#include "consumers/derived/case_sight.h"
#include "projections/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr std::string_view kBases =
    "reporter_consent, reporter_request, court_order, law_enforcement, ombudsman, "
    "retention_ended or other";

// reveal ----------------------------------------------------------------------------------------

constexpr auto kRevealOptions = with_case_options({
    {"to", Form::value, "RECIPIENT", "a code of who is shown it, as kejaksaan-jkt-4711", true},
    {"legal-basis", Form::value, "CODE", kBases, true},
});

Result<Draft> reveal_draft(const Arguments& arguments, const Actor&) {
  const auto basis = read_code<LegalBasis>(arguments, "legal-basis");
  if (!basis) return basis.error();
  return Draft{Reveal{RecipientCode(arguments.text("to")), basis.value()}, {}, false};
}

/// Who the reporter is and how to reach them, as far as it was ever said.
constexpr std::array<std::string_view, 4> kIdentity = {"name", "contact", "id_number", "reference"};

/// The texts of the identity in a case's submission. Requires: the opening is on record.
Result<std::vector<ReadText>> read_identity(OpenLedger& ledger, const CaseId& id,
                                            const Actor& custodian) {
  RecordFold fold = ledger.make_fold();
  const auto history = read_history(ledger.store().reader(), ledger.log(), fold, id);
  if (!history) return history.error();
  CaseSight sight(custodian);
  for (const HistoryEntry& entry : history.value()) {
    const Event* const event = entry.recorded ? &entry.recorded->event : nullptr;
    sight.add(entry.envelope.sequence, event, entry.after.complaint);
  }
  std::vector<ReadText> identity;
  for (const HistoryEntry& entry : history.value()) {
    if (!entry.recorded || !std::holds_alternative<Submitted>(entry.recorded->event)) continue;
    // An import's reference is shown with the words, so T is looked for too and cut out below.
    auto texts = read_texts(id, entry.recorded->attributes, entry.recorded->event,
                            entry.record.sealed(), custodian, Sight{Seen::N, Seen::X, Seen::T},
                            false, sight.withheld(), ledger.keys());
    if (!texts) return texts.error();
    for (ReadText& text : texts.value()) {
      const bool is_identity =
          std::find(kIdentity.begin(), kIdentity.end(), text.field) != kIdentity.end();
      if (is_identity) identity.push_back(std::move(text));
    }
  }
  return identity;
}

ExitCode show_identity(const Sent& sent, const std::vector<ReadText>& identity, Output& output) {
  JsonObject fields;
  JsonObject reasons;
  const Words& words = output.words();
  std::string text =
      say(words, Phrase::revealed, tracking_number(sent.id), sent.receipt()->sequence);
  for (const std::string_view field : kIdentity) {
    const auto found = std::find_if(identity.begin(), identity.end(),
                                    [&](const ReadText& each) { return each.field == field; });
    std::optional<std::string> shown;
    text += fmt::format("\n{:<17}", field_word(words, field));
    if (found == identity.end()) {
      reasons.text(field, "never_given");
      text += "(" + say(words, Phrase::never_given) + ")";
    } else if (found->opened) {
      shown = found->opened->text;
      text += printable(*shown);
    } else {
      reasons.text(field, name_of(found->hidden));
      text += "(" + absence_of(*found, words) + ")";
    }
    fields.text_or_null(field, shown);
  }
  return output.show(text, JsonObject()
                               .text("case", sent.id.text())
                               .text("tracking", tracking_number(sent.id))
                               .number("sequence", sent.receipt()->sequence)
                               .json("identity", fields.done())
                               .json("absent", reasons.done())
                               .done());
}

ExitCode run_reveal(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto sent = send_case_command(arguments, wiring, output, reveal_draft);
  if (!sent) return output.fail(sent.error());
  if (sent.value().receipt() == nullptr) return show_sent(sent.value(), output);
  if (sent.value().receipt()->repeated) {
    // One event, one opening: else a key that was used once would open for ever, for anybody.
    return output.fail(
        Error{ErrorKind::conflict,
              "that opening is on record already, as event " +
                  std::to_string(sent.value().receipt()->sequence) +
                  "; nothing was shown or written. Each opening is an event of its own: send it "
                  "again under another --id, or without one"});
  }
  const auto identity = read_identity(*sent.value().ledger, sent.value().id, wiring.actor());
  if (!identity) return output.fail(identity.error());
  return show_identity(sent.value(), identity.value(), output);
}

// erase -----------------------------------------------------------------------------------------

constexpr auto kEraseOptions = with_case_options({
    {"scope", Form::value, "LIST", "what is destroyed for ever: identity, content, official", true},
    {"legal-basis", Form::value, "CODE", kBases, true},
});

Result<Draft> erase_draft(const Arguments& arguments, const Actor&) {
  Erase erase;
  for (const std::string& word : split_list(arguments.text("scope"))) {
    const auto scope = parse_code<ErasureScope>(word);
    if (!scope) {
      return Error{ErrorKind::invalid,
                   "--scope takes one or more of identity, content and official, as "
                   "identity,content; nothing was sent"};
    }
    const bool is_new = std::find(erase.scope.begin(), erase.scope.end(),
                                  Code<ErasureScope>(*scope)) == erase.scope.end();
    if (is_new) erase.scope.emplace_back(*scope);
  }
  const auto basis = read_code<LegalBasis>(arguments, "legal-basis");
  if (!basis) return basis.error();
  erase.legal_basis = basis.value();
  return Draft{std::move(erase), {}, false};
}

ExitCode run_erase(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto sent = send_case_command(arguments, wiring, output, erase_draft);
  if (!sent) return output.fail(sent.error());
  if (sent.value().receipt() == nullptr) return show_sent(sent.value(), output);
  const auto finished = sent.value().ledger->finish_erasures();
  if (!finished) {
    Error error = finished.error();
    error.message +=
        " The erasure is on record, so nobody is shown the texts any more; their keys are "
        "destroyed as soon as the ledger is opened without this error";
    return output.fail(error);
  }
  return show_sent(sent.value(), output);
}

}  // namespace

const Subcommand kReveal = {
    .name = "reveal",
    .summary = "open who the reporter is, once it is on record that you did",
    .options = kRevealOptions,
    .example =
        "aduan reveal 7K3M9-QX24B-1 --as custodian:c-1 --to kejaksaan-jkt-4711 --legal-basis "
        "court_order",
    .default_actor = "",
    .run = run_reveal,
};

const Subcommand kErase = {
    .name = "erase",
    .summary = "destroy the keys of a case's texts: nobody reads them again, the history stays",
    .options = kEraseOptions,
    .example =
        "aduan erase 7K3M9-QX24B-1 --as custodian:c-1 --scope identity,content --legal-basis "
        "reporter_request",
    .default_actor = "",
    .run = run_erase,
};

}  // namespace aduan
