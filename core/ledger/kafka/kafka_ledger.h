// The ledger on Kafka as a gateway or the command line sees it: sends commands to `aduan.commands`
// and awaits their answers on `aduan.results`. Who decides is a ledger worker, somewhere.
//
// Each sending bears a token of its own, which its result gives back, so that the answer to an
// earlier sending of the same command is never taken for this one's.
//
// A command's `time` is when this door took it, unless it states one: two workers that decide on
// the same command, one of them too late, then come to the same answer.

#pragma once

#include "core/base/clock.h"
#include "core/ledger/ledger.h"
#include "core/log/kafka/kafka_connection.h"

#include <chrono>
#include <memory>

namespace aduan {

struct KafkaLedgerOptions {
  /// How long `submit` waits for the next answer before it gives up on those that are missing.
  std::chrono::milliseconds answer_patience{30'000};
};

class KafkaLedger final : public Ledger {
 public:
  /// Reads the directory to its end. `time` must outlive the ledger.
  /// Errors: not_found (no ledger's topics there), unavailable (no broker answers, or it refuses
  /// us), corrupt (a record of the directory does not decode).
  static Result<std::unique_ptr<KafkaLedger>> open(const KafkaConnection& connection,
                                                   const TimeSource& time,
                                                   const KafkaLedgerOptions& options = {});
  KafkaLedger(const KafkaLedger&) = delete;
  KafkaLedger& operator=(const KafkaLedger&) = delete;
  /// Requires: nobody waits for an answer.
  ~KafkaLedger() override;

  using Ledger::submit;
  /// Commands of one subject are decided in order, and no command of a case before the directory's
  /// commands that stand in front of it; those of different cases in any order. `until` makes no
  /// difference: who wants to read what a receipt says waits until his projection has passed its
  /// position.
  /// Answers that are Errors: those of every ledger; unavailable with outcome_unknown when no
  /// answer came in time: the command may have acted, or act later; sent again with the same id it
  /// acts once.
  std::vector<Answer> submit(std::vector<AnyCommand> commands, Until until) override;

  /// Nothing to wait for: the projections are other processes'.
  void settle() override {}

  /// Followed all the time; what a command of ours changed in it is in it when its answer is given.
  std::shared_ptr<const Directory> directory() const override;

 private:
  struct State;
  explicit KafkaLedger(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace aduan
