#include "core/privacy/draft.h"

#include "core/base/check.h"
#include "core/privacy/sealed_fields.h"

#include <algorithm>
#include <utility>

namespace aduan {
namespace {

/// The one field whose kind depends on who sends it: an import's reference is content.
constexpr std::string_view kReference = "reference";
/// Not a field of its own: the kind that a whistleblower's report must not show.
constexpr std::string_view kTrueKind = "kind";

/// Moves the texts of a draft out, in the order of the fields that want them.
struct Taker {
  Draft& draft;
  std::vector<FieldText>& taken;

  void operator()(std::string_view name, KeyKind kind, SealedText&) const {
    const auto found =
        std::find_if(draft.texts.begin(), draft.texts.end(), [&](const FieldText& text) {
          return text.field == name && (text.kind == kind || name == kReference);
        });
    if (found == draft.texts.end()) return;
    taken.push_back(std::move(*found));
    draft.texts.erase(found);
  }
  template <class T>
  void operator()(std::string_view name, Disclosed<T>& value) const {
    if (!draft.confidential || !value.open) return;
    taken.push_back({std::string(name), KeyKind::content, value.open->value});
    value.open.reset();
  }
};

/// Sets the commitments of the fields.
struct Putter {
  const std::vector<FieldText>& texts;
  const std::vector<Hash>& commits;

  void put(std::string_view name, SealedText& field) const {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (texts[i].field == name) field.commit = commits[i];
    }
  }
  void operator()(std::string_view name, KeyKind, SealedText& field) const { put(name, field); }
  template <class T>
  void operator()(std::string_view name, Disclosed<T>& value) const {
    put(name, value.sealed);
  }
};

}  // namespace

Result<std::vector<FieldText>> take_texts(Draft& draft) {
  std::erase_if(draft.texts, [](const FieldText& text) { return text.text.empty(); });
  std::vector<FieldText> taken;
  if (const Submit* const submit = std::get_if<Submit>(&draft.body)) {
    if (submit->kind == ComplaintKind::whistleblowing) draft.confidential = true;
  }
  for_each_sealed(draft.body, Taker{draft, taken});
  if (!draft.texts.empty()) {
    return Error{ErrorKind::invalid, "the command has no text field '" + draft.texts.front().field +
                                         "'; nothing was sent"};
  }
  if (const Submit* const submit = std::get_if<Submit>(&draft.body)) {
    if (submit->kind == ComplaintKind::whistleblowing) {
      taken.push_back({std::string(kTrueKind), KeyKind::content, "whistleblowing"});
    }
  }
  return taken;
}

Result<void> seal_texts(const std::vector<FieldText>& texts, const CaseSealer& sealer,
                        const Bytes16& nonce, SealedCommand& command) {
  auto sealed = sealer.seal(nonce, texts);
  if (!sealed) return sealed.error();
  CHECK(texts.size() == sealed.value().commits.size());
  for_each_sealed(command.body, Putter{texts, sealed.value().commits});
  command.seal_nonce = nonce;
  command.payload = std::move(sealed.value().payload);
  return success();
}

}  // namespace aduan
