#include "core/privacy/reading.h"

#include "core/privacy/erasure.h"
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

bool is_redacted(const Withheld& withheld, std::uint64_t sequence, std::string_view field) {
  const auto& redacted = withheld.redacted;
  return std::any_of(redacted.begin(), redacted.end(), [&](const RedactedField& each) {
    return each.sequence == sequence && each.field == field;
  });
}

bool is_erased(const Withheld& withheld, std::uint64_t sequence, KeyKind kind) {
  const auto& erased = withheld.erased;
  return std::any_of(erased.begin(), erased.end(), [&](const ErasedTexts& each) {
    return each.kind == kind && sequence <= each.sequence;
  });
}

/// Takes what a confidential case would seal out of an event.
struct Closer {
  void operator()(std::string_view, KeyKind, const SealedText&) const {}
  template <class T>
  void operator()(std::string_view, Disclosed<T>& value) const {
    value.open.reset();
  }
};

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

void Withheld::add(std::uint64_t sequence, const Event& event) {
  if (const auto* const text = std::get_if<TextRedacted>(&event)) {
    redacted.push_back({text->sequence, text->field});
  }
  if (const auto* const data = std::get_if<PersonalDataErased>(&event)) {
    for (const KeyKind kind : kinds_of(data->scope)) erased.push_back({sequence, kind});
  }
}

void close_values(Event& event) { for_each_sealed(event, Closer{}); }

Result<std::vector<ReadText>> read_texts(const CaseId& id, const Attributes& attributes,
                                         Event event, std::string_view payload, const Actor& actor,
                                         Sight sight, bool anonymous, const Withheld& withheld,
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
    if (actor.role != Role::custodian && is_redacted(withheld, attributes.sequence, field.field)) {
      read.hidden = Hidden::redacted;
      continue;
    }
    const KeyKind kind = imported ? KeyKind::content : field.kind;
    if (is_erased(withheld, attributes.sequence, kind)) {
      read.hidden = Hidden::erased;
      continue;
    }
    if (!opened && attributes.seal_nonce) {
      auto parts = OpenedPayload::open(
          payload, id, *attributes.seal_nonce,
          [&](KeyKind each, const Bytes16& key) { return keys.find_key(id, each, key); });
      if (!parts) return parts.error();
      opened = std::move(parts.value());
    }
    if (!opened) {
      read.hidden = Hidden::damaged;
      continue;
    }
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
