// Drafts to sealed commands, at the pace of a stream of them: the sealers of the cases that were
// touched last are kept, since deriving from a case's key costs more than sealing a field.

#pragma once

#include "core/privacy/draft.h"
#include "core/privacy/seal.h"
#include "schemas/command.h"
#include "schemas/ids.h"

#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>

namespace aduan {

/// Threads: one at a time.
class Sealers {
 public:
  /// `keys` must outlive it; it makes keys that are durable after its next `flush`.
  explicit Sealers(KeyStore& keys) : keys_(keys) {}

  /// Makes `draft` the body of the command, whose subject is the case.
  /// Errors: those of take_texts, the key store and CaseSealer::seal.
  Result<void> seal(const CaseId& id, Draft draft, const Bytes16& nonce, SealedCommand& command);

  /// Forgets the case's keys: they are erased.
  void drop(const CaseId& id);

 private:
  using Kept = std::list<std::pair<CaseId, CaseSealer>>;

  CaseSealer& sealer_of(const CaseId& id);

  KeyStore& keys_;
  Kept kept_;  // most recently used first
  std::unordered_map<std::string, Kept::iterator> places_;
};

}  // namespace aduan
