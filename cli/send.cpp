#include "cli/send.h"

#include "cli/case_view.h"
#include "cli/json_object.h"
#include "core/base/encoding.h"
#include "core/base/random.h"
#include "schemas/instant.h"

#include <charconv>
#include <system_error>
#include <utility>

namespace aduan {
namespace {

constexpr unsigned kAttemptsMax = 256;

/// A key that nobody used: the person did not name one, so nobody will send it again.
std::string fresh_key() {
  SystemRandom random;
  Bytes16 bytes;
  random.fill(bytes);
  return "cli/" + to_hex(as_view(bytes));
}

std::string key_of(const Arguments& arguments, std::string_view option) {
  return arguments.find(option).value_or(fresh_key());
}

/// Seals under the case's keys; these are durable before the command goes on.
Result<SealedCommand> seal(OpenLedger& ledger, const CaseId& id, const std::string& key,
                           const Actor& actor, Draft draft) {
  SealedCommand command;
  command.subject = id.text();
  command.command_id = ledger.secret().command_id(key);
  command.actor = actor;
  auto texts = take_texts(draft);
  if (!texts) return texts.error();
  command.body = std::move(draft.body);
  if (texts.value().empty()) return command;
  CaseSealer sealer(id);
  const auto taken = sealer.take_keys(ledger.keys(), texts.value(), KeyDurability::now);
  if (!taken) return taken.error();
  const Bytes16 nonce = ledger.nonce_for(command.subject, command.command_id);
  if (const auto sealed = seal_texts(texts.value(), sealer, nonce, command); !sealed) {
    return sealed.error();
  }
  return command;
}

ExitCode show_receipt(Output& output, const OpenLedger& ledger, const CaseId& id,
                      const Receipt& receipt, std::string_view what, bool with_code) {
  JsonObject json;
  json.text("case", id.text())
      .text("tracking", tracking_number(id))
      .number("sequence", receipt.sequence)
      .text("leaf", to_hex(as_view(receipt.leaf)))
      .number("stream", receipt.position.stream)
      .number("offset", receipt.position.offset)
      .flag("repeated", receipt.repeated);
  std::string text = std::string(what) + ": case " + tracking_number(id) + ", event " +
                     std::to_string(receipt.sequence);
  if (receipt.repeated) text += " (known already, nothing was added)";
  if (with_code) {
    const std::string code = ledger.secret().reporter_code(id);
    json.text("reporter_code", code);
    text += "\nThe reporter's secret code: " + code;
  }
  return output.show(text, json.done());
}

ExitCode show_answer(Output& output, const OpenLedger& ledger, const CaseId& id,
                     const Answer& answer, std::string_view what, bool with_code) {
  if (const auto* const rejection = std::get_if<Rejection>(&answer)) {
    return output.refuse(*rejection);
  }
  if (const auto* const error = std::get_if<Error>(&answer)) return output.fail(*error);
  return show_receipt(output, ledger, id, std::get<Receipt>(answer), what, with_code);
}

/// `aduan.command.change_visibility.v1` → `Done: change_visibility`.
std::string done(const CaseCommand& command) {
  return "Done (" + std::string(short_type(type_of(command))) + ")";
}

Error bad_value(std::string_view option, std::string_view form) {
  return Error{ErrorKind::invalid,
               "--" + std::string(option) + " takes " + std::string(form) + "; nothing was sent"};
}

}  // namespace

ExitCode send_about_case(const Arguments& arguments, Wiring& wiring, Output& output,
                         DraftMaker make) {
  const auto id = parse_case(arguments.text("case"));
  if (!id) return output.fail(id.error());
  auto draft = make(arguments, wiring.actor());
  if (!draft) return output.fail(draft.error());
  std::optional<std::uint64_t> expected;
  if (arguments.has("expect")) {
    const auto number = read_number(arguments, "expect");
    if (!number) return output.fail(number.error());
    expected = number.value();
  }
  const auto opened = wiring.open_for_writing();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();

  // Before a key is made for it: a mistyped number must leave nothing behind.
  const auto state = ledger.store().read_case(id.value());
  if (!state) return output.fail(state.error());
  if (!state.value().exists()) {
    return output.fail(
        Error{ErrorKind::not_found, "there is no case " + tracking_number(id.value()) +
                                        "; nothing was written. Check the tracking number"});
  }
  draft.value().confidential = state.value().complaint.confidential;
  const std::string what = done(draft.value().body);
  auto command =
      seal(ledger, id.value(), key_of(arguments, "id"), wiring.actor(), std::move(draft.value()));
  if (!command) return output.fail(command.error());
  command.value().expected_sequence = expected;
  const Answer answer = ledger.ledger().submit(AnyCommand(std::move(command.value())));
  return show_answer(output, ledger, id.value(), answer, what, false);
}

ExitCode send_submission(const Arguments& arguments, Wiring& wiring, Output& output,
                         DraftMaker make) {
  const auto draft = make(arguments, wiring.actor());
  if (!draft) return output.fail(draft.error());
  const auto opened = wiring.open_for_writing();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const std::string key = key_of(arguments, "reference");
  for (unsigned attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const CaseId id = ledger.secret().case_id(key, static_cast<std::uint8_t>(attempt));
    auto command = seal(ledger, id, key, wiring.actor(), draft.value());
    if (!command) return output.fail(command.error());
    const Answer answer = ledger.ledger().submit(AnyCommand(std::move(command.value())));
    if (const auto* const rejection = std::get_if<Rejection>(&answer);
        rejection != nullptr && rejection->code == RejectionCode::case_id_taken) {
      continue;
    }
    return show_answer(output, ledger, id, answer, "Received", true);
  }
  return output.refuse(Rejection{RejectionCode::case_id_taken});
}

Result<AgencyId> read_agency(const Arguments& arguments, std::string_view option) {
  const auto agency = parse_agency_id(arguments.text(option));
  if (!agency) return bad_value(option, "an agency's id, as `aduan agency list` shows them");
  return *agency;
}

Result<std::uint64_t> read_number(const Arguments& arguments, std::string_view option) {
  constexpr std::uint64_t kMax = std::uint64_t{1} << 53;
  const std::string& text = arguments.text(option);
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number > kMax) {
    return bad_value(option, "a whole number");
  }
  return number;
}

Result<Instant> read_instant(const Arguments& arguments, std::string_view option) {
  const auto instant = parse_instant_forgiving(arguments.text(option));
  if (!instant) return bad_value(option, "an instant, as 2014-12-19T08:00:00+07:00 or 2014-12-19");
  return *instant;
}

Result<DateText> read_day(const Arguments& arguments, std::string_view option) {
  const auto day = parse_day(arguments.text(option));
  if (!day) return bad_value(option, "a day, as 2014-12-19");
  return DateText{format_day(*day)};
}

}  // namespace aduan
