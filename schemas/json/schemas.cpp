#include "schemas/json/schemas.h"

#include "schemas/command.h"
#include "schemas/envelope.h"
#include "schemas/json/document.h"
#include "schemas/json/schema_writer.h"
#include "schemas/json/writer.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace aduan::json {
namespace {

constexpr std::pair<std::string_view, std::string_view> kDescriptions[] = {
    {"addressed_to", "the reporter's wish; moves nothing"},
    {"agency", "an agency's id; where absent: the desk, or (a window) the reporter"},
    {"attachments", "commits to a JSON list of {blob, name, media_type, bytes}"},
    {"breaches", "codes of the rules that an importer's source broke, in rule order"},
    {"case", "the merged case"},
    {"clocks", "due dates, fixed in this record and never recomputed"},
    {"due", "the first instant after the deadline"},
    {"final", "the agency says that it is done"},
    {"from", "absent: the national desk"},
    {"holder", "importers only: leads from the start"},
    {"officer", "a code, never a name"},
    {"partitions", "fixed for ever"},
    {"promised_by", "the day by which the agency promises the rest"},
    {"said_at", "when a person says that it was filed; no rule reads it"},
    {"seeded", "a test ledger: its secrets are derived from a seed"},
    {"stars", "1 to 5"},
    {"started", "sequence of the event that started the clock"},
    {"suggested", "whose it is, in the agency's view"},
};

/// The attributes around `data`. What the verdict does not look at is text of any form here too.
struct AttributeSchema {
  std::string_view name;
  std::string_view pattern;  ///< empty: any text
  bool is_required;
};
constexpr AttributeSchema kAttributes[] = {
    {"id", "^([0-9A-HJKMNP-TV-Z]{10}|directory)/[0-9]{10}$", true},
    {"source", "^/aduan/.", true},
    {"subject", "^([0-9A-HJKMNP-TV-Z]{10}|directory)$", true},
    {"time", kInstantPattern, true},
    {"recordedtime", kInstantPattern, true},
    {"sequence", "^(?!0{10})[0-9]{10}$", true},
    {"prevhash", kBase64Of32Pattern, false},
    {"directorysequence", "^[0-9]{10}$", false},
    {"sealnonce", kBase64Of16Pattern, false},
    {"payloadhash", kBase64Of32Pattern, false},
    {"commandid", kBase64Of16Pattern, true},
    {"actor", "^(reporter|citizen|[a-z]+:[A-Za-z0-9._/-]{1,100})$", true},
};

std::string constant_schema(std::string_view text) {
  return std::string(R"({"const":")").append(text).append("\"}");
}

/// Indents compact JSON: an object's member or a list's element a line, short lists on one.
class Indenter {
 public:
  explicit Indenter(std::string_view compact) : in_(compact) {}

  std::string text() {
    value(0);
    return out_ + "\n";
  }

 private:
  static constexpr std::size_t kShortList = 80;

  void value(std::size_t depth) {
    const char c = in_[at_];
    if (c != '{' && c != '[') return scalar();
    const char close = c == '{' ? '}' : ']';
    const std::size_t end = c == '[' ? in_.find(']', at_) : std::string_view::npos;
    const bool is_short = end != std::string_view::npos && end - at_ < kShortList &&
                          in_.substr(at_, end - at_).find('{') == std::string_view::npos;
    const bool is_empty = in_[at_ + 1] == close;
    take();
    while (in_[at_] != close) {
      if (!is_short) line(depth + 1);
      if (c == '{') key();
      value(depth + 1);
      if (in_[at_] == ',') {
        take();
        if (is_short) out_ += ' ';
      }
    }
    if (!is_short && !is_empty) line(depth);
    take();
  }

  void take() { out_ += in_[at_++]; }
  void line(std::size_t depth) { out_.append("\n").append(2 * depth, ' '); }
  void key() {
    scalar();
    take();
    out_ += ' ';
  }
  void scalar() {
    bool in_text = false;
    for (; in_text || std::string_view(",:]}").find(in_[at_]) == std::string_view::npos; take()) {
      if (in_text && in_[at_] == '\\')
        take();
      else if (in_[at_] == '"')
        in_text = !in_text;
    }
  }

  std::string_view in_;
  std::size_t at_ = 0;
  std::string out_;
};

SchemaFile schema_file(std::string_view type, std::string_view members) {
  std::string compact = R"({"$schema":"https://json-schema.org/draft/2020-12/schema",)";
  compact.append(R"("$id":"urn:aduan:schema:)").append(type).append(R"(","title":")").append(type);
  compact.append("\",").append(members).append("}");
  return {std::string(type).append(".schema.json"), Indenter(compact).text()};
}

/// The members of an object's schema, without its braces.
std::string members_of(std::string schema) { return schema.substr(1, schema.size() - 2); }

template <class Body>
SchemaFile event_schema() {
  std::string required = R"("specversion","type")";
  std::string properties =
      R"("specversion":{"const":"1.0"},"type":)" + constant_schema(Body::kType);
  for (const auto& [name, pattern, is_required] : kAttributes) {
    properties.append(",\"").append(name).append("\":").append(text_schema(pattern));
    if (is_required) required.append(",\"").append(name).append("\"");
  }
  properties.append(",\"data\":").append(body_schema<Body>());
  return schema_file(
      Body::kType, R"("type":"object","required":[)" + required + R"(,"data"],"properties":{)" +
                       properties + R"(},"additionalProperties":{"type":"string","minLength":1})");
}

template <class Body>
SchemaFile command_schema() {
  return schema_file(Body::kType, members_of(body_schema<Body>()));
}

template <class Body>
void add_event(std::vector<SchemaFile>& files) {
  if constexpr (!std::is_same_v<Body, Opaque>) files.push_back(event_schema<Body>());
}

template <class... Bodies>
void add_events(std::vector<SchemaFile>& files, std::type_identity<std::variant<Bodies...>>) {
  (add_event<Bodies>(files), ...);
}

template <class... Bodies>
void add_commands(std::vector<SchemaFile>& files, std::type_identity<std::variant<Bodies...>>) {
  (files.push_back(command_schema<Bodies>()), ...);
}

}  // namespace

std::string_view description_of(std::string_view field) {
  for (const auto& [name, description] : kDescriptions) {
    if (name == field) return description;
  }
  return "";
}

std::string text_schema(std::string_view pattern) {
  std::string schema = R"({"type":"string")";
  if (!pattern.empty()) {
    schema += R"(,"pattern":)";
    append_string(schema, pattern);
  }
  return schema + "}";
}

std::string list_schema(const std::string_view* names, std::size_t count, bool is_open) {
  std::string members = R"({"enum":[)";
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) members += ',';
    append_string(members, names[i]);
  }
  members += "]}";
  return is_open ? R"({"anyOf":[)" + members + R"(,{"type":"string"}]})" : members;
}

std::string whole_number_schema(std::uint64_t max) {
  max = std::min<std::uint64_t>(max, kIntegerMax);
  return R"({"type":"integer","minimum":0,"maximum":)" + std::to_string(max) + "}";
}

std::string commitment_schema() {
  return R"({"type":"object","required":["commit"],"properties":{"commit":)" +
         text_schema(kBase64Of32Pattern) + "}}";
}

std::vector<SchemaFile> schema_files() {
  std::vector<SchemaFile> files;
  add_events(files, std::type_identity<Event>{});
  add_events(files, std::type_identity<DirectoryEvent>{});
  add_commands(files, std::type_identity<CaseCommand>{});
  add_commands(files, std::type_identity<DirectoryCommand>{});
  return files;
}

}  // namespace aduan::json
