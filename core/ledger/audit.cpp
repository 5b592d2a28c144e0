#include "core/ledger/audit.h"

#include "core/complaint/rejection.h"
#include "core/ledger/audit/directory_history.h"
#include "core/ledger/audit/stream_audit.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace aduan {
namespace {

constexpr std::uint64_t kProgressEvery = 4096;

/// What the streams' walks come to, told in the order of the streams whoever ends first.
class Gathering {
 public:
  Gathering(std::uint32_t streams, const AuditReport& report, const AuditProgress& progress)
      : ended_(streams), report_(report), progress_(progress) {}

  void walked(std::uint64_t records) {
    const std::lock_guard lock(mutex_);
    walked_ += records;
    if (progress_) progress_(walked_);
  }

  void end(std::uint32_t stream, const StreamAudit& audit) {
    const std::lock_guard lock(mutex_);
    const AuditCounts& counts = audit.counts();
    counts_.records += counts.records;
    counts_.valid += counts.valid;
    counts_.chains += counts.chains;
    counts_.findings += counts.findings;
    counts_.not_checkable += counts.not_checkable;
    merges_.add(audit.merges());
    ended_[stream] = audit.findings();
    for (; next_ < ended_.size() && ended_[next_]; ++next_) {
      for (const AuditFinding& finding : *ended_[next_]) report_(finding);
      ended_[next_]->clear();
    }
  }

  void fail(Error error) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(error);
  }
  bool has_failed() {
    const std::lock_guard lock(mutex_);
    return failure_.has_value();
  }

  /// When all streams have ended.
  Result<AuditCounts> finish() {
    if (failure_) return *failure_;
    for (const MergeLedger::Claim& claim : merges_.unfounded()) {
      AuditFinding finding;
      finding.kind = AuditFinding::Kind::rule_broken;
      finding.position = claim.position;
      finding.subject = claim.target.text();
      finding.reason = "no merge of the case " + std::string(claim.source.text()) +
                       " into this one is in the log";
      finding.sequence = claim.sequence;
      finding.event = short_type(Absorbed::kType);
      finding.rule = name_of_code(RejectionCode::not_merged);
      ++counts_.findings;
      report_(finding);
    }
    return counts_;
  }

 private:
  std::mutex mutex_;
  std::uint64_t walked_ = 0;
  AuditCounts counts_;
  MergeLedger merges_;
  std::vector<std::optional<std::vector<AuditFinding>>> ended_;
  std::size_t next_ = 0;
  std::optional<Error> failure_;
  const AuditReport& report_;
  const AuditProgress& progress_;
};

Result<AuditCounts> verify(const EventLog& log, std::string_view ledger,
                           const DirectoryHistory* history, const AuditReport& report,
                           const AuditProgress& progress, unsigned threads) {
  const std::uint32_t streams = log.partitions() + 1;
  Gathering gathering(streams, report, progress);
  std::atomic<std::uint32_t> next{0};
  const auto work = [&] {
    for (std::uint32_t stream = next++; stream < streams; stream = next++) {
      StreamAudit audit(ledger, log.partitions(), history);
      const auto scanned = log.scan(stream, 0, [&](const Record& record) {
        audit.add(record);
        if (audit.counts().records % kProgressEvery != 0) return true;
        gathering.walked(kProgressEvery);
        return !gathering.has_failed();
      });
      if (!scanned) gathering.fail(scanned.error());
      if (gathering.has_failed()) return;
      gathering.end(stream, audit);
    }
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads && i < streams; ++i) others.emplace_back(work);
  work();
  for (std::thread& thread : others) thread.join();
  return gathering.finish();
}

}  // namespace

std::string_view name_of(AuditFinding::Kind kind) {
  switch (kind) {
    case AuditFinding::Kind::void_record:
      return "void";
    case AuditFinding::Kind::undecodable:
      return "undecodable";
    case AuditFinding::Kind::wrong_payload:
      return "wrong_payload";
    case AuditFinding::Kind::rule_broken:
      return "rule_broken";
    case AuditFinding::Kind::not_checkable:
      return "not_checkable";
  }
  return "";
}

Result<std::string> find_ledger_name(const EventLog& log) {
  std::optional<std::string> name;
  const auto scanned = log.scan(log.partitions(), 0, [&](const Record& record) {
    if (record.value) name = ledger_name_in(*record.value);
    return !name;
  });
  if (!scanned) return scanned.error();
  if (name) return *name;
  return Error{ErrorKind::corrupt,
               "no record of the log's directory names a ledger; nothing was checked. Look "
               "whether this is the whole log, or run `aduan init` again where it ended early"};
}

Result<AuditCounts> verify_log(const EventLog& log, std::string_view ledger,
                               const AuditReport& report, const AuditProgress& progress) {
  return verify(log, ledger, nullptr, report, progress, 1);
}

Result<AuditCounts> verify_rules(const EventLog& log, std::string_view ledger,
                                 const AuditReport& report, const AuditProgress& progress,
                                 unsigned threads) {
  const auto history = DirectoryHistory::read(log, ledger);
  if (!history) return history.error();
  return verify(log, ledger, &history.value(), report, progress, threads);
}

}  // namespace aduan
