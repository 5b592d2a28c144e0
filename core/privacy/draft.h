// A command before it is sealed: its body, and the texts that its sealed fields will commit to.
// What leaves this room holds no plaintext.

#pragma once

#include "core/privacy/seal.h"
#include "schemas/command.h"

#include <vector>

namespace aduan {

struct Draft {
  CaseCommand body;
  std::vector<FieldText> texts;  ///< by field name, any order; empty ones count as not written

  /// The case is confidential (or the submission makes it so): category, region and date of the
  /// incident are sealed too.
  bool confidential = false;
};

/// The texts in the order of the body's fields; values that a confidential case seals are moved out
/// of the body among them.
/// Errors: invalid (a text for a field that the body does not have, or of another kind; names it).
Result<std::vector<FieldText>> take_texts(Draft& draft);

/// Seals the texts that `take_texts` gave into the command's body, nonce and payload.
/// Requires: `sealer` has the keys that they need (CaseSealer::take_keys); there is one at least.
/// Errors: those of CaseSealer::seal.
Result<void> seal_texts(const std::vector<FieldText>& texts, const CaseSealer& sealer,
                        const Bytes16& nonce, SealedCommand& command);

}  // namespace aduan
