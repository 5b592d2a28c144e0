#include "cli/directory_command.h"

#include "cli/json_object.h"
#include "cli/nearest.h"
#include "core/base/encoding.h"

#include <algorithm>
#include <utility>

namespace aduan {
namespace {

std::string receipt_json(const Receipt& receipt) {
  return JsonObject()
      .text("subject", kDirectorySubject)
      .number("sequence", receipt.sequence)
      .number("stream", receipt.position.stream)
      .number("offset", receipt.position.offset)
      .text("leaf", to_hex(as_view(receipt.leaf)))
      .flag("repeated", receipt.repeated)
      .done();
}

ExitCode show_failure(const Answer& answer, Output& output) {
  if (const auto* const rejection = std::get_if<Rejection>(&answer))
    return output.refuse(*rejection);
  return output.fail(std::get<Error>(answer));
}

}  // namespace

AnyCommand directory_command(const OpenLedger& ledger, const Actor& actor, std::string_view key,
                             DirectoryCommand body) {
  SealedDirectoryCommand command;
  command.subject = kDirectorySubject;
  command.command_id = ledger.secret().command_id(key);
  command.actor = actor;
  command.body = std::move(body);
  return command;
}

ExitCode send_to_directory(OpenLedger& ledger, const Wiring& wiring, std::string_view key,
                           DirectoryCommand body, std::string_view done, Output& output) {
  const Answer answer =
      ledger.ledger().submit(directory_command(ledger, wiring.actor(), key, std::move(body)));
  if (const auto* const rejection = std::get_if<Rejection>(&answer))
    return output.refuse(*rejection);
  if (const auto* const error = std::get_if<Error>(&answer)) return output.fail(*error);
  const Receipt& receipt = std::get<Receipt>(answer);
  const std::string again =
      receipt.repeated ? " This was on record already; nothing was added." : "";
  return output.show(std::string(done) + again, receipt_json(receipt));
}

BatchOutcome send_batch(OpenLedger& ledger, const std::vector<std::string>& ids,
                        std::vector<AnyCommand> commands) {
  BatchOutcome outcome;
  if (commands.empty()) return outcome;
  std::vector<Answer> answers = ledger.ledger().submit(std::move(commands));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (const auto* const receipt = std::get_if<Receipt>(&answers[i])) {
      (receipt->repeated ? outcome.already : outcome.done).push_back(ids[i]);
    } else {
      outcome.failed.emplace_back(ids[i], std::move(answers[i]));
    }
  }
  return outcome;
}

ExitCode show_failures(const BatchOutcome& outcome, Output& output) {
  const bool is_batch = outcome.failed.size() + outcome.done.size() + outcome.already.size() > 1;
  ExitCode first = ExitCode::done;
  for (const auto& [id, answer] : outcome.failed) {
    // A program finds the ids that failed by those that are not done; a person is told.
    if (is_batch && output.format() == Format::table) output.say(id + ":");
    const ExitCode code = show_failure(answer, output);
    if (first == ExitCode::done) first = code;
  }
  return first;
}

std::string_view nearest_agency(const Directory& directory, std::string_view id) {
  std::vector<std::string_view> candidates;
  for (const auto& [each, agency] : directory.agencies) {
    if (!agency.dissolved) candidates.push_back(each.text());
  }
  return nearest(id, candidates);
}

Error no_such_agency(const Directory& directory, std::string_view id) {
  const std::string_view near = nearest_agency(directory, id);
  const std::string hint =
      near.empty() ? std::string() : "; did you mean '" + std::string(near) + "'?";
  return Error{ErrorKind::not_found, "there is no agency '" + std::string(id) + "'" +
                                         (hint.empty() ? "." : hint) +
                                         " Nothing was changed; `aduan agency list` shows all"};
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view part = text.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

}  // namespace aduan
