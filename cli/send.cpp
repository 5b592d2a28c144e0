#include "cli/send.h"

#include "cli/case_view.h"
#include "cli/directory_command.h"
#include "cli/json_object.h"
#include "cli/nearest.h"
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

/// A citizen supports a case once: the key is made of both, so that a second support is the first
/// one sent again. Source: RULES §3.
std::string key_of(const Arguments& arguments, const CaseId& id, const Actor& actor,
                   const CaseCommand& body) {
  if (!std::holds_alternative<Support>(body)) return key_of(arguments, "id");
  return "support/" + std::string(id.text()) + "/" + actor.id;
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

/// `command`: its short type; empty for a submission, whose receipt has the secret code.
ExitCode show_receipt(Output& output, const OpenLedger& ledger, const CaseId& id,
                      const Receipt& receipt, std::string_view command) {
  const Words& words = output.words();
  const bool is_new = command.empty();
  JsonObject json;
  json.text("case", id.text())
      .text("tracking", tracking_number(id))
      .number("sequence", receipt.sequence)
      .text("leaf", to_hex(as_view(receipt.leaf)))
      .number("stream", receipt.position.stream)
      .number("offset", receipt.position.offset)
      .flag("repeated", receipt.repeated);
  std::string text = say(words, is_new ? Phrase::received : Phrase::done, tracking_number(id),
                         receipt.sequence, command_word(words, command));
  if (receipt.repeated) text = say(words, Phrase::known_already, text);
  if (is_new) {
    const std::string code = ledger.secret().reporter_code(id);
    json.text("reporter_code", code);
    text += "\n" + say(words, Phrase::reporter_code, code);
  }
  return output.show(text, json.done());
}

ExitCode show_answer(Output& output, const OpenLedger& ledger, const CaseId& id,
                     const Answer& answer, std::string_view command) {
  if (const auto* const rejection = std::get_if<Rejection>(&answer)) {
    return output.refuse(*rejection);
  }
  if (const auto* const error = std::get_if<Error>(&answer)) return output.fail(*error);
  return show_receipt(output, ledger, id, std::get<Receipt>(answer), command);
}

/// What the command and whoever acts name, in case one of them is mistyped.
void note_targets(const CaseCommand& command, const Actor& actor, Sent& sent) {
  if (actor.role == Role::agency) sent.agencies.push_back(actor.agency());
  std::visit(
      [&](const auto& body) {
        if constexpr (requires { AgencyId(body.to); }) sent.agencies.push_back(body.to);
        if constexpr (requires { sent.agencies.push_back(*body.suggested); }) {
          if (body.suggested) sent.agencies.push_back(*body.suggested);
        }
        if constexpr (requires { body.category.open; }) sent.category = body.category.open;
      },
      command);
}

/// The agency or category that a mistyped one was meant to be; empty where none is near, or where
/// the rejection is not about one.
std::string meant_instead(const Sent& sent, RejectionCode code) {
  const auto directory = sent.ledger->directory();
  if (code == RejectionCode::unknown_category && sent.category) {
    std::vector<std::string_view> ids;
    for (const auto& [id, category] : directory->categories) ids.push_back(id.text());
    return std::string(nearest(sent.category->text(), ids));
  }
  if (code != RejectionCode::not_connected && code != RejectionCode::not_your_case) return {};
  for (const AgencyId& agency : sent.agencies) {
    if (directory->find_agency(agency) != nullptr || agency == desk()) continue;
    const std::string_view near = nearest_agency(*directory, agency.text());
    if (!near.empty()) return std::string(near);
  }
  return {};
}

Error bad_value(std::string_view option, std::string_view form) {
  return Error{ErrorKind::invalid,
               "--" + std::string(option) + " takes " + std::string(form) + "; nothing was sent"};
}

}  // namespace

Result<Sent> send_case_command(const Arguments& arguments, Wiring& wiring, Output& output,
                               DraftMaker make) {
  const auto id = parse_case(arguments.text("case"));
  if (!id) return id.error();
  auto draft = make(arguments, wiring.actor());
  if (!draft) return draft.error();
  std::optional<std::uint64_t> expected;
  if (arguments.has("expect")) {
    const auto number = read_number(arguments, "expect");
    if (!number) return number.error();
    expected = number.value();
  }
  const auto opened = wiring.open_up_to_date(output);
  if (!opened) return opened.error();
  OpenLedger& ledger = *opened.value();

  // Before a key is made for it: a mistyped number must leave nothing behind.
  const auto state = ledger.store().read_case(id.value());
  if (!state) return state.error();
  if (!state.value().exists()) {
    return Error{ErrorKind::not_found, say(english(), Phrase::no_case_to_act_on)};
  }
  draft.value().confidential = state.value().complaint.confidential;
  Sent sent{&ledger, id.value(), Answer(), std::string(short_type(type_of(draft.value().body))),
            {},      {}};
  note_targets(draft.value().body, wiring.actor(), sent);
  const std::string key = key_of(arguments, id.value(), wiring.actor(), draft.value().body);
  auto command = seal(ledger, id.value(), key, wiring.actor(), std::move(draft.value()));
  if (!command) return command.error();
  command.value().expected_sequence = expected;
  sent.answer = ledger.ledger().submit(AnyCommand(std::move(command.value())));
  return sent;
}

ExitCode show_sent(const Sent& sent, Output& output) {
  if (const auto* const rejection = std::get_if<Rejection>(&sent.answer)) {
    return output.refuse(*rejection, meant_instead(sent, rejection->code));
  }
  return show_answer(output, *sent.ledger, sent.id, sent.answer, sent.command);
}

ExitCode send_about_case(const Arguments& arguments, Wiring& wiring, Output& output,
                         DraftMaker make) {
  const auto sent = send_case_command(arguments, wiring, output, make);
  if (!sent) return output.fail(sent.error());
  return show_sent(sent.value(), output);
}

ExitCode send_submission(const Arguments& arguments, Wiring& wiring, Output& output,
                         DraftMaker make) {
  const auto draft = make(arguments, wiring.actor());
  if (!draft) return output.fail(draft.error());
  const auto opened = wiring.open_up_to_date(output);
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
    return show_answer(output, ledger, id, answer, "");
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
