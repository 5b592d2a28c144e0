#include "schemas/envelope.h"

#include "core/base/check.h"
#include "core/base/encoding.h"
#include "schemas/attribute_scanner.h"
#include "schemas/decoders.h"
#include "schemas/instant.h"
#include "schemas/json/body.h"
#include "schemas/json/document.h"
#include "schemas/json/writer.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace aduan {
namespace {

/// The table's attributes, in its order. A further one may have none of these names.
constexpr std::array<std::string_view, 15> kAttributeNames = {
    "specversion", "id",           "source",    "type",     "subject",
    "time",        "recordedtime", "sequence",  "prevhash", "directorysequence",
    "sealnonce",   "payloadhash",  "commandid", "actor",    "data"};

/// Ten digits with zeros.
std::optional<std::uint64_t> parse_sequence(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

void append_sequence(std::string& out, std::uint64_t sequence) {
  char digits[10];
  for (int i = 9; i >= 0; --i, sequence /= 10) digits[i] = static_cast<char>('0' + sequence % 10);
  CHECK(sequence == 0);
  out.append(digits, sizeof digits);
}

/// Attributes of ours that no grammar names, each once, up to `data`.
bool take_further(AttributeScanner& scanner) {
  std::vector<std::string_view> names;
  while (!scanner.rest().starts_with("\"data\":")) {
    const std::string_view name = scanner.take_text();
    if (name.empty() || !scanner.take(":") || scanner.take_text().empty() || !scanner.take(",")) {
      return false;
    }
    const bool in_table =
        std::find(kAttributeNames.begin(), kAttributeNames.end(), name) != kAttributeNames.end();
    if (in_table) return false;
    names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) == names.end();
}

Error bad_attribute(std::string_view name) {
  return Error{ErrorKind::corrupt,
               "the attribute '" + std::string(name) + "' has another form than it must"};
}

template <class AnyEvent>
Result<std::string> encode(std::string_view ledger, const Attributes& attributes,
                           const AnyEvent& event) {
  std::string out;
  out.reserve(1024);
  const auto text = [&](std::string_view name, std::string_view value) {
    out.append(",\"").append(name).append("\":\"").append(value).append("\"");
  };
  const auto base64 = [&](std::string_view name, std::string_view bytes) {
    out.append(",\"").append(name).append("\":\"");
    append_base64(out, bytes);
    out += '"';
  };
  out.append("{\"specversion\":\"1.0\",\"id\":\"").append(attributes.subject).append("/");
  append_sequence(out, attributes.sequence);
  out.append("\",\"source\":\"/aduan/").append(ledger).append("\"");
  text("type", type_of(event));
  text("subject", attributes.subject);
  text("time", format_instant(attributes.time));
  text("recordedtime", format_instant(attributes.recorded));
  out.append(",\"sequence\":\"");
  append_sequence(out, attributes.sequence);
  out += '"';
  if (attributes.prevhash) base64("prevhash", as_view(*attributes.prevhash));
  if (attributes.directory_sequence) {
    out.append(",\"directorysequence\":\"");
    append_sequence(out, *attributes.directory_sequence);
    out += '"';
  }
  if (attributes.seal_nonce) base64("sealnonce", as_view(*attributes.seal_nonce));
  if (attributes.payload_hash) base64("payloadhash", as_view(*attributes.payload_hash));
  base64("commandid", as_view(attributes.command_id));
  text("actor", attributes.actor.text());
  out.append(",\"data\":");
  append_body(out, event);
  out += '}';
  if (out.size() > kRecordBytesMax) {
    return Error{ErrorKind::invalid,
                 "the record would be longer than 65,535 bytes; nothing was "
                 "written: say it in fewer words"};
  }
  return out;
}

}  // namespace

struct EnvelopeReader::State {
  std::string source;
  std::string_view objection;
  json::Document document;
};

EnvelopeReader::EnvelopeReader(std::string_view ledger) : state_(std::make_unique<State>()) {
  state_->source.append("/aduan/").append(ledger);
}
EnvelopeReader::~EnvelopeReader() = default;
EnvelopeReader::EnvelopeReader(EnvelopeReader&&) noexcept = default;
EnvelopeReader& EnvelopeReader::operator=(EnvelopeReader&&) noexcept = default;

std::string_view EnvelopeReader::objection() const { return state_->objection; }

std::optional<Envelope> EnvelopeReader::read(std::string_view bytes) {
  const auto object_to = [&](std::string_view clause) {
    state_->objection = clause;
    return std::nullopt;
  };
  state_->objection = {};
  if (bytes.size() > kRecordBytesMax) return object_to("longer than 65,535 bytes");
  if (!json::is_valid_utf8(bytes)) return object_to("not valid UTF-8");

  constexpr std::string_view kForm = "not the attributes of the envelope in their order";
  AttributeScanner scanner(bytes);
  Envelope envelope;
  if (!scanner.take("{") || scanner.take_attribute("specversion") != "1.0") return object_to(kForm);
  const std::string_view id = scanner.take_attribute("id");
  if (id.empty()) return object_to(kForm);
  const std::string_view source = scanner.take_attribute("source");
  if (source.empty()) return object_to(kForm);
  if (source != state_->source) return object_to("the source is another ledger");

  const std::pair<std::string_view, std::string_view*> always_first[] = {
      {"type", &envelope.type},
      {"subject", &envelope.subject},
      {"time", &envelope.time},
      {"recordedtime", &envelope.recordedtime}};
  for (const auto& [name, value] : always_first) {
    *value = scanner.take_attribute(name);
    if (value->empty()) return object_to(kForm);
  }
  const std::string_view sequence_text = scanner.take_attribute("sequence");
  const auto sequence = parse_sequence(sequence_text);
  if (!sequence || *sequence == 0) return object_to("the sequence is not ten digits from 1");
  envelope.sequence = *sequence;

  envelope.prevhash = scanner.take_attribute("prevhash");
  if (const auto text = scanner.take_attribute("directorysequence"); !text.empty()) {
    envelope.directory_sequence = parse_sequence(text);
    if (!envelope.directory_sequence) return object_to("the directorysequence is not ten digits");
  }
  envelope.sealnonce = scanner.take_attribute("sealnonce");
  envelope.payloadhash = scanner.take_attribute("payloadhash");
  envelope.commandid = scanner.take_attribute("commandid");
  if (envelope.commandid.empty()) return object_to(kForm);
  envelope.actor = scanner.take_attribute("actor");
  if (envelope.actor.empty()) return object_to(kForm);
  if (!take_further(scanner)) return object_to(kForm);

  if (!CaseId::from_text(envelope.subject) && envelope.subject != kDirectorySubject) {
    return object_to("the subject is neither a case nor the directory");
  }
  if (id.size() != envelope.subject.size() + 11 || !id.starts_with(envelope.subject) ||
      id[envelope.subject.size()] != '/' || !id.ends_with(sequence_text)) {
    return object_to("the id does not agree with subject and sequence");
  }
  if (!scanner.take("\"data\":") || !scanner.rest().ends_with('}')) return object_to(kForm);
  envelope.data = scanner.rest().substr(0, scanner.rest().size() - 1);
  if (!state_->document.parse(envelope.data)) return object_to(state_->document.objection());
  return envelope;
}

Result<Attributes> EnvelopeReader::decode_attributes(const Envelope& envelope) const {
  Attributes attributes;
  attributes.subject = envelope.subject;
  attributes.sequence = envelope.sequence;
  attributes.directory_sequence = envelope.directory_sequence;
  const auto time = parse_instant(envelope.time);
  if (!time) return bad_attribute("time");
  attributes.time = *time;
  const auto recorded = parse_instant(envelope.recordedtime);
  if (!recorded) return bad_attribute("recordedtime");
  attributes.recorded = *recorded;
  if (!envelope.prevhash.empty() &&
      !decode_base64(envelope.prevhash, attributes.prevhash.emplace())) {
    return bad_attribute("prevhash");
  }
  if (!envelope.sealnonce.empty() &&
      !decode_base64(envelope.sealnonce, attributes.seal_nonce.emplace())) {
    return bad_attribute("sealnonce");
  }
  if (!envelope.payloadhash.empty() &&
      !decode_base64(envelope.payloadhash, attributes.payload_hash.emplace())) {
    return bad_attribute("payloadhash");
  }
  if (!decode_base64(envelope.commandid, attributes.command_id)) return bad_attribute("commandid");
  auto actor = parse_actor(envelope.actor);
  if (!actor) return bad_attribute("actor");
  attributes.actor = std::move(*actor);
  return attributes;
}

Result<Event> EnvelopeReader::decode_event(const Envelope& envelope) const {
  return decode_body<Event>(envelope.type, state_->document, upcasters());
}

Result<DirectoryEvent> EnvelopeReader::decode_directory_event(const Envelope& envelope) const {
  return decode_body<DirectoryEvent>(envelope.type, state_->document, directory_upcasters());
}

std::optional<std::string> ledger_name_in(std::string_view bytes) {
  constexpr std::string_view kSourcePrefix = "/aduan/";
  AttributeScanner scanner(bytes);
  if (!scanner.take("{") || scanner.take_attribute("specversion") != "1.0") return std::nullopt;
  if (scanner.take_attribute("id").empty()) return std::nullopt;
  const std::string_view source = scanner.take_attribute("source");
  if (!source.starts_with(kSourcePrefix) || source == kSourcePrefix) return std::nullopt;
  return std::string(source.substr(kSourcePrefix.size()));
}

Result<std::string> encode_record(std::string_view ledger, const Attributes& attributes,
                                  const Event& event) {
  return encode(ledger, attributes, event);
}

Result<std::string> encode_record(std::string_view ledger, const Attributes& attributes,
                                  const DirectoryEvent& event) {
  return encode(ledger, attributes, event);
}

}  // namespace aduan
