#include "core/ledger/audit.h"

#include "core/base/encoding.h"
#include "core/base/hash.h"
#include "core/ledger/fold.h"

#include <string>
#include <unordered_map>
#include <utility>

namespace aduan {
namespace {

/// One stream's walk. A subject belongs to one stream, so its chains are whole here.
class StreamAudit {
 public:
  StreamAudit(std::string_view ledger, std::uint32_t partitions, AuditCounts& counts,
              const std::function<void(const AuditFinding&)>& report)
      : fold_(ledger, partitions), counts_(counts), report_(report) {}

  void add(const Record& record) {
    ++counts_.records;
    const auto envelope = fold_.read(record);
    if (!envelope) return find(AuditFinding::Kind::void_record, record, "", fold_.objection());
    const std::string subject(envelope->subject);
    CaseState& state = chains_[subject];
    if (!fold_.extends(state.head, *envelope)) {
      return find(AuditFinding::Kind::void_record, record, subject, fold_.objection());
    }
    if (!state.exists()) ++counts_.chains;
    ++counts_.valid;
    check_body(state, *envelope, record);
    check_payload(*envelope, record);
  }

 private:
  void check_body(CaseState& state, const Envelope& envelope, const Record& record) {
    if (envelope.subject == kDirectorySubject) {
      const auto event = fold_.apply_directory(state.head, envelope, record);
      if (!event) {
        find(AuditFinding::Kind::undecodable, record, envelope.subject, event.error().message);
      }
      return;
    }
    const bool parked_before = state.parked;
    fold_.apply(state, envelope, record);
    if (state.parked && !parked_before) {
      find(AuditFinding::Kind::undecodable, record, envelope.subject, fold_.why_parked());
    }
    state.complaint = {};  // the chains alone are kept
  }

  void check_payload(const Envelope& envelope, const Record& record) {
    const std::string_view sealed = record.sealed();
    if (envelope.payloadhash.empty()) {
      if (!sealed.empty()) {
        find(AuditFinding::Kind::wrong_payload, record, envelope.subject,
             "sealed texts that the record does not know of");
      }
      return;
    }
    if (to_base64(as_view(sha256(sealed))) == envelope.payloadhash) return;
    find(AuditFinding::Kind::wrong_payload, record, envelope.subject,
         sealed.empty() ? "the sealed texts are missing" : "other sealed texts than it commits to");
  }

  void find(AuditFinding::Kind kind, const Record& record, std::string_view subject,
            std::string_view reason) {
    ++counts_.findings;
    report_({kind, record.position, std::string(subject), std::string(reason)});
  }

  RecordFold fold_;
  AuditCounts& counts_;
  const std::function<void(const AuditFinding&)>& report_;
  std::unordered_map<std::string, CaseState> chains_;
};

}  // namespace

std::string_view name_of(AuditFinding::Kind kind) {
  switch (kind) {
    case AuditFinding::Kind::void_record:
      return "void";
    case AuditFinding::Kind::undecodable:
      return "undecodable";
    case AuditFinding::Kind::wrong_payload:
      return "wrong_payload";
  }
  return "";
}

Result<AuditCounts> verify_log(const EventLog& log, std::string_view ledger,
                               const std::function<void(const AuditFinding&)>& report,
                               const std::function<void(std::uint64_t)>& progress) {
  AuditCounts counts;
  for (std::uint32_t stream = 0; stream <= log.partitions(); ++stream) {
    StreamAudit audit(ledger, log.partitions(), counts, report);
    const auto scanned = log.scan(stream, 0, [&](const Record& record) {
      audit.add(record);
      if (progress && counts.records % 4096 == 0) progress(counts.records);
      return true;
    });
    if (!scanned) return scanned.error();
  }
  return counts;
}

}  // namespace aduan
