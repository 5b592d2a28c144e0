// A ledger beside a projector of the same process: after an answer it waits until the projector has
// passed it, so that a role that sends a command and looks again sees what it did.

#pragma once

#include "consumers/projector/projector.h"
#include "core/ledger/ledger.h"

#include <chrono>
#include <memory>
#include <vector>

namespace aduan {

/// Threads: as Ledger.
class ProjectedLedger final : public Ledger {
 public:
  /// Both must outlive it.
  ProjectedLedger(Ledger& ledger, const Projector& projector)
      : ledger_(ledger), projector_(projector) {}

  using Ledger::submit;
  /// A receipt stays a receipt also where the projector does not come that far in time.
  std::vector<Answer> submit(std::vector<AnyCommand> commands, Until until) override;
  void settle() override { ledger_.settle(); }
  std::shared_ptr<const Directory> directory() const override { return ledger_.directory(); }

 private:
  Ledger& ledger_;
  const Projector& projector_;
};

}  // namespace aduan
