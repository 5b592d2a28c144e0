#include "tests/support/forged_log.h"

#include "core/base/check.h"
#include "core/base/hash.h"
#include "core/log/partition.h"
#include "schemas/envelope.h"
#include "schemas/instant.h"
#include "tests/support/chain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace aduan {
namespace {

constexpr std::uint32_t kPartitions = 4;

std::string text_of(const AuditFinding& finding) {
  return std::string(name_of(finding.kind)) + " " + finding.subject + "/" +
         std::to_string(finding.sequence) + " " + finding.event + " " + finding.rule +
         finding.field + ": " + finding.reason;
}

Found found_of(const AuditFinding& finding) {
  if (finding.kind != AuditFinding::Kind::rule_broken) {
    return {finding.event, std::string(name_of(finding.kind)), finding.sequence};
  }
  return {finding.event, finding.rule.empty() ? finding.field : finding.rule, finding.sequence};
}

}  // namespace

ForgedLog::ForgedLog()
    : log_(kPartitions), id_(chain_case(0)), now_(*parse_instant("2015-02-02T02:00:00.000Z")) {
  const auto connect = [this](const AgencyId& id, std::string_view region) {
    Connected agency;
    agency.id = id;
    agency.name = id.value;
    agency.kind = region.empty() ? AgencyKind::ministry : AgencyKind::province;
    agency.zone = zone_of_region(region);
    honest(Connect{agency});
  };
  honest(CreateLedger{{std::string(kLedger), kPartitions, false}});
  honest(Adopt{PolicyAdopted{sp4n_policy()}});
  connect(kHealth, "");
  connect(kWorks, "");
  connect(kSocial, "");
  connect(kBali, "51");
  honest(Define{CategoryDefined{kRoads, std::nullopt, "Jalan", std::nullopt}});
}

ForgedLog& ForgedLog::about(std::uint64_t n) {
  id_ = chain_case(n);
  return *this;
}

ForgedLog& ForgedLog::later(std::chrono::minutes time) {
  now_ += time;
  return *this;
}

ForgedLog& ForgedLog::on(std::string_view instant) {
  now_ = *parse_instant(instant);
  return *this;
}

Decision ForgedLog::decide_on(const Actor& actor, const CaseCommand& command,
                              const std::vector<std::string>& anomalies) {
  const DecisionContext context{.directory = directory_,
                                .actor = actor,
                                .time = now_,
                                .case_id = id_.text(),
                                .sequence = state().head.sequence,
                                .anomalies = &anomalies};
  return decide(state().complaint, command, context);
}

bool ForgedLog::attempt(const Actor& actor, const CaseCommand& command,
                        const std::vector<std::string>& anomalies) {
  const Decision decision = decide_on(actor, command, anomalies);
  const auto* const event = std::get_if<Event>(&decision);
  if (event == nullptr) return false;
  forged(actor, *event);
  return true;
}

Event ForgedLog::decided(const Actor& actor, const CaseCommand& command) {
  const Decision decision = decide_on(actor, command, {});
  if (const auto* const rejection = std::get_if<Rejection>(&decision)) {
    ADD_FAILURE() << "refused: " << name_of_code(rejection->code);
    return Opaque{};
  }
  return std::get<Event>(decision);
}

ForgedLog& ForgedLog::honest(const Actor& actor, const CaseCommand& command,
                             const std::vector<std::string>& anomalies) {
  EXPECT_TRUE(attempt(actor, command, anomalies)) << "refused: " << type_of(command);
  return *this;
}

ForgedLog& ForgedLog::honest(const DirectoryCommand& command, const Actor& actor) {
  const DecisionContext context{.directory = directory_,
                                .actor = actor,
                                .time = now_,
                                .case_id = kDirectorySubject,
                                .sequence = directory_head_.sequence};
  const DirectoryDecision decision = decide(command, context);
  if (const auto* const rejection = std::get_if<Rejection>(&decision)) {
    ADD_FAILURE() << "refused: " << name_of_code(rejection->code);
    return *this;
  }
  return forged(std::get<DirectoryEvent>(decision), actor);
}

ForgedLog& ForgedLog::forged(const Actor& actor, const Event& event, const Touch& touch) {
  CaseState& current = state();
  Attributes attributes = attributes_of(id_.text(), current.head, actor);
  attributes.directory_sequence = directory_.sequence;
  if (pretended_) {
    attributes.seal_nonce = Bytes16{};
    attributes.payload_hash = sha256(*pretended_);
  }
  if (touch) touch(attributes);
  auto encoded = encode_record(kLedger, attributes, event);
  CHECK(encoded);
  std::string value = std::move(encoded.value());
  if (rewrite_) std::exchange(rewrite_, {})(value);
  evolve(current.complaint, attributes, event);
  current.head = {attributes.sequence, leaf_hash(value), attributes.recorded};
  values_[{id_, attributes.sequence}] = value;
  append(id_.text(), std::move(value), std::exchange(payload_, {}));
  pretended_.reset();
  return *this;
}

ForgedLog& ForgedLog::forged(const DirectoryEvent& event, const Actor& actor, const Touch& touch) {
  Attributes attributes = attributes_of(kDirectorySubject, directory_head_, actor);
  if (touch) touch(attributes);
  auto value = encode_record(kLedger, attributes, event);
  CHECK(value);
  evolve(directory_, attributes.sequence, event);
  directory_head_ = {attributes.sequence, leaf_hash(value.value()), attributes.recorded};
  append(kDirectorySubject, std::move(value.value()), {});
  return *this;
}

ForgedLog& ForgedLog::rewrite_next(std::function<void(std::string&)> rewrite) {
  rewrite_ = std::move(rewrite);
  return *this;
}

ForgedLog& ForgedLog::seal_next(std::string payload, std::string pretended) {
  payload_ = std::move(payload);
  pretended_ = std::move(pretended);
  return *this;
}

ForgedLog& ForgedLog::raw(std::optional<std::string> value) {
  Record record;
  record.position.stream = stream_of(id_.text(), kPartitions);
  record.value = std::move(value);
  EXPECT_TRUE(log_.append(std::vector{record}));
  return *this;
}

Attributes ForgedLog::attributes_of(std::string_view subject, const ChainHead& head,
                                    const Actor& actor) {
  Attributes attributes;
  attributes.subject = subject;
  attributes.sequence = head.sequence + 1;
  attributes.time = now_;
  attributes.recorded = std::max(now_, head.recorded);
  if (head.sequence > 0) attributes.prevhash = head.leaf;
  attributes.command_id = *as_array<16>(as_view(sha256(std::to_string(++commands_))).substr(0, 16));
  attributes.actor = actor;
  return attributes;
}

void ForgedLog::append(std::string_view subject, std::string value, std::string payload) {
  const std::vector records{make_record(stream_of(subject, kPartitions), subject, std::move(value),
                                        std::move(payload), now_)};
  EXPECT_TRUE(log_.append(records));
}

std::vector<AuditFinding> audit(const EventLog& log, std::string_view ledger) {
  std::vector<AuditFinding> findings;
  const auto counts = verify_rules(log, ledger, [&](const AuditFinding& finding) {
    if (finding.kind != AuditFinding::Kind::not_checkable) findings.push_back(finding);
  });
  EXPECT_TRUE(counts) << counts.error().message;
  if (!counts) return {};
  EXPECT_EQ(counts.value().findings, findings.size());
  return findings;
}

void expect_findings(ForgedLog& log, std::vector<Found> wanted) {
  std::vector<AuditFinding> findings = audit(log.log());
  for (const AuditFinding& finding : findings) {
    Found found = found_of(finding);
    const auto is_it = [&](const Found& each) {
      return each.event == found.event && each.what == found.what &&
             (each.sequence == 0 || each.sequence == found.sequence);
    };
    const auto place = std::find_if(wanted.begin(), wanted.end(), is_it);
    if (place == wanted.end()) {
      ADD_FAILURE() << "found beside what was wanted: " << text_of(finding);
    } else {
      wanted.erase(place);
    }
    EXPECT_FALSE(finding.reason.empty());
  }
  for (const Found& each : wanted) {
    ADD_FAILURE() << "not found: " << each.event << " " << each.what << " " << each.sequence;
  }
}

}  // namespace aduan
