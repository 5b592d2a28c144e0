#include "core/privacy/reading.h"

#include "core/privacy/sealed_fields.h"

#include <algorithm>

namespace aduan {
namespace {

/// A sealed field of an event, as the record commits to it.
struct Committed {
  std::string field;
  KeyKind kind;
  Hash commit;
};

/// Collects the fields that hold a commitment.
struct Collector {
  std::vector<Committed>& fields;

  void operator()(std::string_view name, KeyKind kind, const SealedText& text) const {
    if (text.commit) fields.push_back({std::string(name), kind, *text.commit});
  }
  template <class T>
  void operator()(std::string_view name, const Disclosed<T>& value) const {
    if (!value.sealed.commit) return;
    fields.push_back({std::string(name), KeyKind::content, *value.sealed.commit});
  }
};

bool is_redacted(const std::vector<RedactedField>& redacted, std::uint64_t sequence,
                 std::string_view field) {
  return std::any_of(redacted.begin(), redacted.end(), [&](const RedactedField& each) {
    return each.sequence == sequence && each.field == field;
  });
}

/// An import's reference is content, shown to whoever sees the words.
bool is_imported_reference(const Attributes& attributes, std::string_view field) {
  return attributes.actor.role == Role::importer && field == "reference";
}

}  // namespace

std::string_view name_of(Hidden hidden) {
  switch (hidden) {
    case Hidden::not_allowed:
      return "not_allowed";
    case Hidden::redacted:
      return "redacted";
    case Hidden::erased:
      return "erased";
    case Hidden::damaged:
      return "damaged";
  }
  return "";
}

Result<std::vector<ReadText>> read_texts(const CaseId& id, const Attributes& attributes,
                                         Event event, std::string_view payload, const Actor& actor,
                                         Sight sight, bool anonymous,
                                         const std::vector<RedactedField>& redacted,
                                         KeyStore& keys) {
  std::vector<Committed> fields;
  for_each_sealed(event, Collector{fields});
  const auto* const comment = std::get_if<Commented>(&event);
  const bool is_public = comment != nullptr && comment->audience == Audience::public_;
  const std::string_view type = short_type(type_of(event));

  std::optional<OpenedPayload> opened;
  std::vector<ReadText> result;
  for (const Committed& field : fields) {
    ReadText& read = result.emplace_back();
    read.field = field.field;
    const bool imported = is_imported_reference(attributes, field.field);
    const Seen letter = imported ? Seen::T : letter_of(type, field.field, is_public);
    if (!sight.has(letter)) {
      read.is_anonymous_name = letter == Seen::N && anonymous;
      continue;
    }
    if (actor.role != Role::custodian && is_redacted(redacted, attributes.sequence, field.field)) {
      read.hidden = Hidden::redacted;
      continue;
    }
    if (!opened && attributes.seal_nonce) {
      auto parts = OpenedPayload::open(
          payload, id, *attributes.seal_nonce,
          [&](KeyKind kind, const Bytes16& key) { return keys.find_key(id, kind, key); });
      if (!parts) return parts.error();
      opened = std::move(parts.value());
    }
    if (!opened) {
      read.hidden = Hidden::damaged;
      continue;
    }
    const KeyKind kind = imported ? KeyKind::content : field.kind;
    auto text = opened->text_of(kind, field.field, field.commit);
    if (auto* const open = std::get_if<OpenedText>(&text)) {
      read.opened = std::move(*open);
    } else {
      const bool erased = std::get<Unreadable>(text) == Unreadable::erased;
      read.hidden = erased ? Hidden::erased : Hidden::damaged;
    }
  }
  return result;
}

}  // namespace aduan
