#include "core/privacy/seal.h"

#include "core/base/check.h"
#include "core/privacy/aead.h"
#include "core/privacy/payload.h"
#include "core/privacy/text_object.h"
#include "schemas/json/document.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace aduan {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kAeadInfo = "aduan/aead/v1";
constexpr std::string_view kCommitInfo = "aduan/commit/v1";
constexpr std::array kKinds = {KeyKind::content, KeyKind::official, KeyKind::identity};

std::size_t index_of(KeyKind kind) {
  const auto index = static_cast<std::size_t>(kind) - 1;
  CHECK(index < kKinds.size());
  return index;
}

Hash aead_key(const Hkdf& derive, const Bytes16& nonce) {
  return derive.expand({kAeadInfo, as_view(nonce)});
}

Hash salt_of(const Hkdf& derive, const Bytes16& nonce, std::string_view field) {
  return derive.expand({kCommitInfo, as_view(nonce), field});
}

Hash commit_to(std::string_view field, const Hash& salt, std::string_view text) {
  return sha256({kCommitInfo, "\0"sv, field, "\0"sv, as_view(salt), text});
}

/// What a part is bound to: moved to another case or kind, it does not open.
std::string associated_bytes(const CaseId& case_id, KeyKind kind) {
  std::string bytes(case_id.text());
  bytes.push_back(static_cast<char>(kind));
  return bytes;
}

/// The plaintext of one kind's part; empty when no text is of that kind.
std::string object_of(std::span<const FieldText> texts, KeyKind kind) {
  std::string object;
  for (const FieldText& text : texts) {
    if (text.kind != kind) continue;
    if (object.empty()) object += '{';
    append_text_field(object, text.field, text.text, object.size() == 1);
  }
  if (!object.empty()) object += '}';
  return object;
}

Error too_large() {
  return Error{.kind = ErrorKind::invalid,
               .message = "The texts of one event take more than " +
                          std::to_string(kPayloadBytesMax) +
                          " bytes when sealed. Nothing was written. Shorten them, or send them as "
                          "several events."};
}

Error not_utf8(std::string_view field) {
  return Error{.kind = ErrorKind::invalid,
               .message = "The text of `" + std::string(field) +
                          "` is not valid UTF-8. Nothing was written. Send it as UTF-8."};
}

}  // namespace

Result<void> CaseSealer::take_keys(KeyStore& store, std::span<const FieldText> texts,
                                   KeyDurability when) {
  for (const FieldText& text : texts) {
    if (keys_[index_of(text.kind)]) continue;
    const auto key = store.current_key(case_id_, text.kind, when);
    if (!key) return key.error();
    set_key(text.kind, key.value());
  }
  return success();
}

void CaseSealer::set_key(KeyKind kind, const CaseKey& key) {
  keys_[index_of(kind)] = Key{key.id, Hkdf(as_view(key.key))};
}

const CaseSealer::Key& CaseSealer::key_of(KeyKind kind) const {
  const auto& key = keys_[index_of(kind)];
  CHECK(key.has_value());
  return *key;
}

Result<SealedFields> CaseSealer::seal(const Bytes16& nonce,
                                      std::span<const FieldText> texts) const {
  SealedFields sealed;
  if (texts.empty()) return sealed;
  sealed.commits.reserve(texts.size());
  for (const FieldText& text : texts) {
    if (text.text.size() > kPayloadBytesMax) return too_large();
    if (!json::is_valid_utf8(text.text)) return not_utf8(text.field);
    const Hash salt = salt_of(key_of(text.kind).derive, nonce, text.field);
    sealed.commits.push_back(commit_to(text.field, salt, text.text));
  }
  begin_payload(sealed.payload);
  for (const KeyKind kind : kKinds) {
    const std::string object = object_of(texts, kind);
    if (object.empty()) continue;
    if (object.size() > kPayloadBytesMax - kTagBytes) return too_large();
    const Key& key = key_of(kind);
    append_part_header(sealed.payload, kind, key.id, object.size() + kTagBytes);
    append_encrypted(sealed.payload, aead_key(key.derive, nonce), associated_bytes(case_id_, kind),
                     object);
  }
  if (sealed.payload.size() > kPayloadBytesMax) return too_large();
  return sealed;
}

Result<OpenedPayload> OpenedPayload::open(std::string_view payload, const CaseId& case_id,
                                          const Bytes16& nonce, const KeyFinder& find_key) {
  OpenedPayload opened;
  const auto sealed_parts = parse_payload(payload);
  if (!sealed_parts) return opened;
  for (const SealedPart& sealed : *sealed_parts) {
    Part& part = opened.parts_.emplace_back();
    part.kind = sealed.kind;
    part.unreadable = Unreadable::damaged;
    const auto key = find_key(sealed.kind, sealed.key_id);
    if (!key && key.error().kind == ErrorKind::corrupt) continue;
    if (!key) return key.error();
    if (!key.value()) {
      part.unreadable = Unreadable::erased;
      continue;
    }
    const Hkdf derive(as_view(key.value()->key));
    const auto object =
        decrypt(aead_key(derive, nonce), associated_bytes(case_id, sealed.kind), sealed.ciphertext);
    if (!object) continue;
    auto fields = parse_text_object(*object);
    if (!fields) continue;
    part.unreadable.reset();
    for (auto& [name, text] : *fields) {
      const Hash salt = salt_of(derive, nonce, name);
      part.fields.push_back({std::move(name), {std::move(text), salt}});
    }
  }
  return opened;
}

std::variant<OpenedText, Unreadable> OpenedPayload::text_of(KeyKind kind, std::string_view field,
                                                            const Hash& commit) const {
  const auto part = std::find_if(parts_.begin(), parts_.end(),
                                 [kind](const Part& each) { return each.kind == kind; });
  if (part == parts_.end()) return Unreadable::damaged;
  if (part->unreadable) return *part->unreadable;
  const auto found = std::find_if(part->fields.begin(), part->fields.end(),
                                  [field](const Field& each) { return each.name == field; });
  if (found == part->fields.end()) return Unreadable::damaged;
  const auto& [text, salt] = found->opened;
  if (!verify_commitment(field, salt, text, commit)) return Unreadable::damaged;
  return found->opened;
}

bool verify_commitment(std::string_view field, const Hash& salt, std::string_view text,
                       const Hash& commit) {
  return commit_to(field, salt, text) == commit;
}

}  // namespace aduan
