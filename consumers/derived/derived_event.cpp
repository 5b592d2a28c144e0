#include "consumers/derived/derived_event.h"

#include "core/base/encoding.h"
#include "core/privacy/sealed_fields.h"
#include "schemas/instant.h"
#include "schemas/json/body.h"
#include "schemas/json/writer.h"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace aduan {
namespace {

constexpr std::string_view kAnonymous = "Anonim";
constexpr std::string_view kTooLarge = "too_large";

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out.append(",\"").append(name).append("\":");
  json::append_string(out, text);
}

void append_member_or_null(std::string& out, std::string_view name,
                           const std::optional<std::string>& text) {
  if (text) return append_member(out, name, *text);
  out.append(",\"").append(name).append("\":null");
}

/// The record's own bytes, unless something in them is not for this reader.
void append_body(std::string& out, const DerivedStep& step, Sight sight) {
  Event event = step.recorded.event;
  if (std::holds_alternative<Opaque>(event)) {
    out += "{}";  // a later version's: who may see it is not known here
    return;
  }
  if (sight.has(Seen::G)) {
    out += step.envelope.data;
    return;
  }
  close_values(event);
  std::visit(
      [&](const auto& body) {
        using Body = std::decay_t<decltype(body)>;
        if constexpr (!std::is_same_v<Body, Opaque>) json::write_body(out, body);
      },
      event);
}

void append_texts(std::string& out, const std::vector<ReadText>& texts, bool are_too_large) {
  out += ",\"texts\":{";
  std::string absent;
  bool is_first = true;
  for (const ReadText& text : texts) {
    if (!is_first) out += ',';
    is_first = false;
    json::append_string(out, text.field);
    out += ':';
    if (text.opened && !are_too_large) {
      json::append_string(out, text.opened->text);
    } else if (text.is_anonymous_name) {
      json::append_string(out, kAnonymous);
    } else {
      out += "null";
    }
    const bool is_hidden = !text.opened && text.hidden == Hidden::not_allowed;
    if (is_hidden || (text.opened && !are_too_large)) continue;
    absent += absent.empty() ? "" : ",";
    json::append_string(absent, text.field);
    absent += ':';
    json::append_string(absent, text.opened ? kTooLarge : name_of(text.hidden));
  }
  out += '}';
  if (!absent.empty()) out.append(",\"absent\":{").append(absent).append("}");
}

std::optional<std::string> role_of(const DerivedStep& step, const Actor& reader) {
  if (reader.role != Role::agency) return std::nullopt;
  const Handling* const handling = active_handling(step.after, reader.agency());
  if (handling == nullptr) return std::nullopt;
  return std::string(name_of_code(handling->role));
}

std::optional<std::string> due_of(const DerivedStep& step, const Actor& reader) {
  const auto due = reader.role == Role::agency ? earliest_due(step.after, reader.agency())
                                               : earliest_due(step.after);
  if (!due) return std::nullopt;
  return format_instant(*due);
}

std::string written(const DerivedStep& step, const Subscriber& subscriber, Sight sight,
                    const std::vector<ReadText>& texts, bool are_too_large) {
  const Attributes& attributes = step.recorded.attributes;
  const std::string id = event_id(step.id, attributes.sequence);
  std::string out = R"({"specversion":"1.0")";
  append_member(out, "id", id);
  append_member(out, "source", subscriber.source);
  append_member(out, "type", step.envelope.type);
  append_member(out, "subject", step.id.text());
  append_member(out, "time", step.envelope.time);
  append_member(out, "recordedtime", step.envelope.recordedtime);
  append_member(out, "sequence", std::string_view(id).substr(step.id.text().size() + 1));
  append_member(out, "actor", step.envelope.actor);
  append_member(out, "leaf", to_base64(as_view(step.recorded.leaf)));
  out += R"(,"data":{"tracking":)";
  json::append_string(out, tracking_number(step.id));
  append_member(out, "status", name_of_code(step.after.status));
  append_member_or_null(out, "role", role_of(step, subscriber.reader));
  append_member_or_null(out, "due", due_of(step, subscriber.reader));
  out += ",\"body\":";
  append_body(out, step, sight);
  append_texts(out, texts, are_too_large);
  out += "}}";
  return out;
}

/// Marks each field of an event, as `seen_of` says.
struct Marker {
  std::string& marks;
  std::string_view type;
  const Attributes& attributes;
  const DerivedSight& seen;
  bool is_public_comment;

  void operator()(std::string_view name, KeyKind kind, const SealedText& text) const {
    if (text.commit) mark(name, kind);
  }
  template <class T>
  void operator()(std::string_view name, const Disclosed<T>& value) const {
    if (value.open) marks += seen.sight.has(Seen::G) ? 'v' : '-';
    if (value.sealed.commit) mark(name, KeyKind::content);
  }

 private:
  void mark(std::string_view name, KeyKind kind) const {
    const bool is_import = attributes.actor.role == Role::importer && name == "reference";
    const Seen letter = is_import ? Seen::T : letter_of(type, name, is_public_comment);
    marks += mark_of(name, is_import ? KeyKind::content : kind, letter);
  }
  char mark_of(std::string_view name, KeyKind kind, Seen letter) const {
    if (!seen.sight.has(letter)) return letter == Seen::N && seen.anonymous ? 'a' : '-';
    const auto& redacted = seen.withheld.redacted;
    const bool is_redacted =
        std::any_of(redacted.begin(), redacted.end(), [&](const RedactedField& each) {
          return each.sequence == attributes.sequence && each.field == name;
        });
    if (is_redacted) return 'r';
    const auto& erased = seen.withheld.erased;
    const bool is_erased = std::any_of(erased.begin(), erased.end(), [&](const ErasedTexts& each) {
      return each.kind == kind && attributes.sequence <= each.sequence;
    });
    return is_erased ? 'e' : 'v';
  }
};

}  // namespace

std::string event_id(const CaseId& id, std::uint64_t sequence) {
  constexpr std::size_t kDigits = 10;
  const std::string digits = std::to_string(sequence);
  std::string text(id.text());
  text += '/';
  text.append(kDigits - std::min(kDigits, digits.size()), '0').append(digits);
  return text;
}

Result<std::string> derived_event(const DerivedStep& step, const Subscriber& subscriber,
                                  const DerivedSight& seen, KeyStore& keys) {
  const auto texts = read_texts(step.id, step.recorded.attributes, step.recorded.event, step.sealed,
                                subscriber.reader, seen.sight, seen.anonymous, seen.withheld, keys);
  if (!texts) return texts.error();
  std::string value = written(step, subscriber, seen.sight, texts.value(), false);
  if (value.size() > kDerivedBytesMax) {
    value = written(step, subscriber, seen.sight, texts.value(), true);
  }
  return value;
}

std::string seen_of(const RecordedEvent& recorded, const DerivedSight& seen) {
  if (seen.sight.is_blind()) return {};
  std::string marks = "H";
  const auto* const comment = std::get_if<Commented>(&recorded.event);
  Event event = recorded.event;
  for_each_sealed(event, Marker{marks, short_type(type_of(event)), recorded.attributes, seen,
                                comment != nullptr && comment->audience == Audience::public_});
  return marks;
}

bool shows_less(std::string_view before, std::string_view now) {
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] == 'v' && (i >= now.size() || now[i] != 'v')) return true;
  }
  return now.size() < before.size();
}

}  // namespace aduan
