#include "core/ledger/kafka/command_wire.h"

#include "core/base/encoding.h"
#include "schemas/attribute_scanner.h"
#include "schemas/decoders.h"
#include "schemas/instant.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>
#include <variant>
#include <vector>

namespace aduan {
namespace {

/// Due dates are counted from a command's time: they must have room before the year 10000.
constexpr Instant kTimeEnd{std::chrono::sys_days(std::chrono::year(9000) / 1 / 1)};
constexpr std::size_t kAnomaliesMax = 64;

Error refuse(std::string_view why) {
  return Error{ErrorKind::invalid, "no command: " + std::string(why) + "; nothing was written"};
}

bool is_attribute(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return kEndsAttribute[static_cast<unsigned char>(c)];
  });
}

bool is_subject(std::string_view text) {
  return text == kDirectorySubject || CaseId::from_text(text).has_value();
}

template <class Body>
Result<std::string> encode(const Sealed<Body>& command) {
  if (!is_subject(command.subject)) return refuse("its subject is neither a case nor `directory`");
  if (command.payload.size() > kCommandPayloadBytesMax) return refuse("its texts are too long");
  std::string out;
  out.reserve(512);
  const auto name = [&](std::string_view text) { out.append(",\"").append(text).append("\":\""); };
  out.append("{\"type\":\"").append(type_of(command.body)).append("\"");
  name("subject");
  out.append(command.subject).append("\"");
  name("commandid");
  append_base64(out, as_view(command.command_id));
  out += '"';
  name("actor");
  out.append(command.actor.text()).append("\"");
  if (command.time) {
    if (!is_writable(*command.time) || *command.time >= kTimeEnd) {
      return refuse("its time is out of range");
    }
    name("time");
    out.append(format_instant(*command.time)).append("\"");
  }
  if (command.expected_sequence) {
    name("expectedsequence");
    out.append(std::to_string(*command.expected_sequence)).append("\"");
  }
  if (!command.anomalies.empty()) {
    if (command.anomalies.size() > kAnomaliesMax) return refuse("it has too many anomalies");
    out.append(",\"anomalies\":");
    char separator = '[';
    for (const std::string& anomaly : command.anomalies) {
      if (!is_attribute(anomaly)) return refuse("an anomaly is no code");
      out.append(1, std::exchange(separator, ',')).append("\"").append(anomaly).append("\"");
    }
    out += ']';
  }
  if (command.seal_nonce) {
    name("sealnonce");
    append_base64(out, as_view(*command.seal_nonce));
    out += '"';
  }
  out.append(",\"data\":");
  append_body(out, command.body);
  out += '}';
  if (out.size() > kCommandBytesMax) return refuse("it is longer than 65,535 bytes");
  if (!json::is_valid_utf8(out)) return refuse("a name or code is not valid UTF-8");
  return out;
}

bool take_anomalies(AttributeScanner& scanner, std::vector<std::string>& anomalies) {
  if (!scanner.take_name("anomalies")) return true;
  std::string_view separator = "[";
  while (scanner.take(std::exchange(separator, ","))) {
    const std::string_view anomaly = scanner.take_text();
    if (anomaly.empty() || anomalies.size() == kAnomaliesMax) return false;
    anomalies.emplace_back(anomaly);
  }
  return !anomalies.empty() && scanner.take("],");
}

std::optional<std::uint64_t> parse_whole(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Moves what stands around a body to the command that has it.
template <class Body>
AnyCommand with_body(Sealed<std::monostate>&& head, Body&& body) {
  Sealed<std::decay_t<Body>> command;
  command.subject = std::move(head.subject);
  command.command_id = head.command_id;
  command.actor = std::move(head.actor);
  command.time = head.time;
  command.expected_sequence = head.expected_sequence;
  command.anomalies = std::move(head.anomalies);
  command.seal_nonce = head.seal_nonce;
  command.payload = std::move(head.payload);
  command.body = std::forward<Body>(body);
  return command;
}

/// The optional attributes between the actor and the body.
Result<void> take_optional(AttributeScanner& scanner, Sealed<std::monostate>& command) {
  if (const auto text = scanner.take_attribute("time"); !text.empty()) {
    command.time = parse_instant(text);
    if (!command.time || *command.time >= kTimeEnd) return refuse("its time is none");
  }
  if (const auto text = scanner.take_attribute("expectedsequence"); !text.empty()) {
    command.expected_sequence = parse_whole(text);
    if (!command.expected_sequence) return refuse("its expectedsequence is no number");
  }
  if (!take_anomalies(scanner, command.anomalies)) return refuse("its anomalies are no codes");
  if (const auto text = scanner.take_attribute("sealnonce"); !text.empty()) {
    if (!decode_base64(text, command.seal_nonce.emplace())) return refuse("its sealnonce is none");
  }
  return success();
}

}  // namespace

Result<std::string> encode_command(const AnyCommand& command) {
  return std::visit([](const auto& sealed) { return encode(sealed); }, command);
}

Result<AnyCommand> CommandReader::read(std::string_view value, std::string_view payload) {
  constexpr std::string_view kForm = "not the attributes of a command in their order";
  command_id_.reset();
  if (value.size() > kCommandBytesMax) return refuse("longer than 65,535 bytes");
  if (!json::is_valid_utf8(value)) return refuse("not valid UTF-8");
  AttributeScanner scanner(value);
  if (!scanner.take("{")) return refuse(kForm);
  const std::string_view type = scanner.take_attribute("type");
  const std::string_view subject = scanner.take_attribute("subject");
  const std::string_view id = scanner.take_attribute("commandid");
  const std::string_view actor = scanner.take_attribute("actor");
  if (type.empty() || subject.empty() || id.empty() || actor.empty()) return refuse(kForm);

  Sealed<std::monostate> head;
  if (!decode_base64(id, head.command_id)) return refuse("its commandid is no id");
  command_id_ = head.command_id;
  if (!is_subject(subject)) return refuse("its subject is neither a case nor `directory`");
  head.subject = subject;
  const auto parsed_actor = parse_actor(actor);
  if (!parsed_actor) return refuse("its actor is none");
  head.actor = *parsed_actor;
  if (const auto taken = take_optional(scanner, head); !taken) return taken.error();
  if (payload.size() > kCommandPayloadBytesMax) return refuse("its sealed texts are too long");
  head.payload = payload;
  if (!scanner.take_name("data") || !scanner.rest().ends_with('}')) return refuse(kForm);
  if (!document_.parse(scanner.rest().substr(0, scanner.rest().size() - 1))) {
    return refuse(document_.objection());
  }
  if (subject == kDirectorySubject) {
    auto body = decode_directory_command(type, document_);
    if (!body) return refuse(body.error().message);
    return with_body(std::move(head), std::move(body.value()));
  }
  auto body = decode_command(type, document_);
  if (!body) return refuse(body.error().message);
  return with_body(std::move(head), std::move(body.value()));
}

std::string_view subject_of(const AnyCommand& command) {
  return std::visit([](const auto& sealed) { return std::string_view(sealed.subject); }, command);
}

const CommandId& id_of(const AnyCommand& command) {
  return std::visit([](const auto& sealed) -> const CommandId& { return sealed.command_id; },
                    command);
}

}  // namespace aduan
