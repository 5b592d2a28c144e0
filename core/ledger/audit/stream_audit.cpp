#include "core/ledger/audit/stream_audit.h"

#include "core/base/encoding.h"
#include "core/base/hash.h"

#include <utility>

namespace aduan {
namespace {

AuditFinding finding_of(AuditFinding::Kind kind, const Record& record, const Envelope* envelope,
                        std::string_view reason) {
  AuditFinding finding;
  finding.kind = kind;
  finding.position = record.position;
  finding.reason = reason;
  if (envelope == nullptr) return finding;
  finding.subject = envelope->subject;
  if (kind == AuditFinding::Kind::void_record) return finding;
  finding.sequence = envelope->sequence;
  finding.event = short_type(envelope->type);
  return finding;
}

}  // namespace

StreamAudit::StreamAudit(std::string_view ledger, std::uint32_t partitions,
                         const DirectoryHistory* history)
    : fold_(ledger, partitions) {
  if (history != nullptr) rules_.emplace(*history);
}

void StreamAudit::add(const Record& record) {
  ++counts_.records;
  const auto envelope = fold_.read(record);
  if (!envelope) {
    return find(AuditFinding::Kind::void_record, record, nullptr, fold_.objection());
  }
  Chain& chain = chains_[std::string(envelope->subject)];
  if (!fold_.extends(chain.state.head, *envelope)) {
    return find(AuditFinding::Kind::void_record, record, &*envelope, fold_.objection());
  }
  if (!chain.state.exists()) {
    chain.replayed.number = static_cast<std::uint32_t>(counts_.chains);
    ++counts_.chains;
  }
  ++counts_.valid;
  if (envelope->subject == kDirectorySubject) {
    check_directory(chain, *envelope, record);
  } else {
    check_case(chain, *envelope, record);
  }
  check_payload(*envelope, record);
}

void StreamAudit::check_case(Chain& chain, const Envelope& envelope, const Record& record) {
  const CaseState before = rules_ ? chain.state : CaseState{};
  const bool parked_before = chain.state.parked;
  const auto recorded = fold_.apply(chain.state, envelope, record);
  if (chain.state.parked && !parked_before) {
    find(AuditFinding::Kind::undecodable, record, &envelope, fold_.why_parked());
    if (rules_) rules_->note_unreadable(envelope.subject);
  }
  if (!rules_) {
    chain.state.complaint = {};  // the chains alone are kept
    return;
  }
  if (!recorded) {
    ++counts_.not_checkable;
    return;
  }
  if (std::holds_alternative<Opaque>(recorded->event)) {
    note_not_checkable(envelope, record, "its type is one of a later version");
  } else if (!rules_->is_checkable(recorded->attributes)) {
    ++counts_.not_checkable;
  }
  take(envelope, record, rules_->judge(chain.replayed, before, *recorded, envelope));
}

void StreamAudit::check_directory(Chain& chain, const Envelope& envelope, const Record& record) {
  const ChainHead before = chain.state.head;
  const auto event = fold_.apply_directory(chain.state.head, envelope, record);
  if (!event) {
    return find(AuditFinding::Kind::undecodable, record, &envelope, event.error().message);
  }
  if (!rules_) return;
  const auto& [attributes, body] = event.value();
  if (std::holds_alternative<Opaque>(body)) {
    note_not_checkable(envelope, record, "its type is one of a later version");
  }
  take(envelope, record, rules_->judge(chain.replayed, before, attributes, body, envelope));
}

void StreamAudit::check_payload(const Envelope& envelope, const Record& record) {
  const std::string_view sealed = record.sealed();
  if (envelope.payloadhash.empty()) {
    if (!sealed.empty()) {
      find(AuditFinding::Kind::wrong_payload, record, &envelope,
           "sealed texts that the record does not know of");
    }
    return;
  }
  if (to_base64(as_view(sha256(sealed))) == envelope.payloadhash) return;
  find(AuditFinding::Kind::wrong_payload, record, &envelope,
       sealed.empty() ? "the sealed texts are missing" : "other sealed texts than it commits to");
}

void StreamAudit::take(const Envelope& envelope, const Record& record,
                       std::vector<BrokenRule> broken) {
  for (BrokenRule& each : broken) {
    find(AuditFinding::Kind::rule_broken, record, &envelope, each.reason);
    findings_.back().rule = std::move(each.rule);
    findings_.back().field = std::move(each.field);
  }
}

void StreamAudit::note_not_checkable(const Envelope& envelope, const Record& record,
                                     std::string_view reason) {
  ++counts_.not_checkable;
  findings_.push_back(finding_of(AuditFinding::Kind::not_checkable, record, &envelope, reason));
}

void StreamAudit::find(AuditFinding::Kind kind, const Record& record, const Envelope* envelope,
                       std::string_view reason) {
  ++counts_.findings;
  findings_.push_back(finding_of(kind, record, envelope, reason));
}

}  // namespace aduan
