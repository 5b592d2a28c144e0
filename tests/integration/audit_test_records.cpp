// What the auditor finds in the records themselves: chains, payloads, times, command ids, versions
// of the directory; and what it cannot judge.

#include "core/ledger/audit/rule_replay.h"
#include "tests/support/forged_log.h"
#include "tests/support/scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace aduan {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr auto kLag = std::chrono::duration_cast<minutes>(kDirectoryLagMax);

class AuditOfRecords : public testing::Test {
 protected:
  ForgedLog log_;
};

// What stands behind a lost record hangs in the air.
TEST_F(AuditOfRecords, FindsAnErasedLinkByWhatFollowsIt) {
  ForgedLog copy;
  for (ForgedLog* const each : {&log_, &copy}) each->honest(kReporter, submit());
  log_.honest(kVerifier, verify()).honest(kVerifier, forward(kWorks));
  // The verification is taken out: only what followed it stays.
  copy.raw(log_.value_of(3));
  expect_findings(copy, {{"", "void"}});
  expect_findings(log_, {});
}

TEST_F(AuditOfRecords, FindsAChangedRecordAndAllThatFollowedIt) {
  ForgedLog copy;
  for (ForgedLog* const each : {&log_, &copy}) each->honest(kReporter, submit());
  log_.honest(kVerifier, verify()).honest(kVerifier, forward(kWorks));
  std::string changed = log_.value_of(2);
  changed.replace(changed.find("\"oversight\":false"), 17, "\"oversight\":true");
  copy.raw(changed).raw(log_.value_of(3));
  // The changed one extends the chain and is what a verifier may do; the next does not fit it.
  expect_findings(copy, {{"", "void"}});
}

TEST_F(AuditOfRecords, FindsAReplacedPayload) {
  log_.honest(kReporter, submit());
  log_.seal_next("other texts", "the texts").honest(kVerifier, verify());
  log_.seal_next("", "the texts").honest(kVerifier, forward(kWorks));
  log_.seal_next("the texts", "the texts").honest(officer_of(kWorks), Start{kWorks});
  expect_findings(log_, {{"verified", "wrong_payload", 2}, {"forwarded", "wrong_payload", 3}});
}

TEST_F(AuditOfRecords, FindsTextsThatWereNeverThere) {
  Submit with_text = submit();
  with_text.text.commit = Hash{};
  log_.honest(kReporter, with_text);
  log_.about(1).seal_next("the texts", "the texts").honest(kReporter, with_text);
  expect_findings(log_, {{"submitted", "payloadhash", 1}});
}

TEST_F(AuditOfRecords, FindsACommandThatActedTwice) {
  CommandId used{};
  log_.honest(kReporter, submit()).honest(kVerifier, verify()).honest(kVerifier, forward(kWorks));
  const auto as_before = [&](Attributes& attributes) { attributes.command_id = used; };
  log_.forged(officer_of(kWorks), WorkStarted{kWorks, {}}, as_before);
  log_.forged(officer_of(kWorks), WorkStarted{kWorks, {}}, as_before);
  // Of another case it is another command.
  log_.about(1).honest(kReporter, submit()).honest(kVerifier, verify());
  log_.forged(kVerifier, Verified{ComplaintKind::complaint, {kRoads, {}}, false, {}, {}},
              as_before);
  expect_findings(log_, {{"work_started", "command_id_twice", 5}});
}

TEST_F(AuditOfRecords, FindsRecordsOutOfTheOrderOfTime) {
  log_.honest(kReporter, submit()).later(hours{5}).honest(kVerifier, verify());
  log_.forged(kVerifier, Verified{ComplaintKind::complaint, {kRoads, {}}, false, {}, {}},
              [](Attributes& attributes) {
                attributes.time -= hours{2};
                attributes.recorded -= minutes{1};
              });
  log_.forged(kVerifier, Verified{ComplaintKind::complaint, {kRoads, {}}, false, {}, {}},
              [](Attributes& attributes) { attributes.time += minutes{1}; });
  expect_findings(log_, {{"verified", "recordedtime", 3}, {"verified", "time", 4}});
}

// Its time is its source's.
TEST_F(AuditOfRecords, BelievesAnImporterWhatTimeItWas) {
  log_.later(hours{-48}).honest(kImporter, submit());
  log_.forged(kImporter, Noted{{}, {}, {}, {}},
              [](Attributes& attributes) { attributes.time += hours{48}; });
  expect_findings(log_, {});
}

TEST_F(AuditOfRecords, FindsAVersionOfTheDirectoryThatCannotBe) {
  const auto decided_by = [](std::optional<std::uint64_t> version) {
    return [version](Attributes& attributes) { attributes.directory_sequence = version; };
  };
  const Verified again{ComplaintKind::complaint, {kRoads, {}}, false, {}, {}};
  const std::uint64_t last = log_.directory().sequence;
  log_.honest(kReporter, submit()).honest(kVerifier, verify());
  log_.forged(kVerifier, again, decided_by(last + 1));
  log_.forged(kVerifier, again, decided_by(std::nullopt));
  log_.forged(kVerifier, again, decided_by(last));
  log_.forged(kVerifier, again, decided_by(last - 1));
  // The category is not defined yet in that version.
  expect_findings(log_, {{"verified", "directorysequence", 3},
                         {"verified", "directorysequence", 4},
                         {"verified", "directorysequence", 6},
                         {"verified", "unknown_category", 6}});
}

// A version that is long out of date would let a forger choose his policy.
TEST_F(AuditOfRecords, FindsAStaleVersionOfTheDirectoryOnBothSidesOfTheLimit) {
  const std::uint64_t before = log_.directory().sequence;
  const auto stale = [&](Attributes& attributes) { attributes.directory_sequence = before; };
  log_.honest(Dissolve{Dissolved{kSocial, {kWorks}, kWorks}});
  log_.later(kLag).touched(kReporter, submit(), stale);
  log_.later(minutes{1}).touched(kVerifier, verify(), stale);
  expect_findings(log_, {{"verified", "directorysequence", 2}});
}

TEST_F(AuditOfRecords, FindsACaseThatBeginsWithoutASubmissionAndASecondSubmission) {
  log_.forged(kVerifier, Verified{});
  log_.about(1).honest(kReporter, submit());
  Submitted again;
  again.channel = Channel::web;
  log_.forged(kReporter, again);
  expect_findings(log_, {{"verified", "first_event", 1}, {"submitted", "case_id_taken", 2}});
}

TEST_F(AuditOfRecords, FindsDataThatTheLedgerDoesNotWrite) {
  log_.honest(kReporter, submit());
  log_.rewrite_next([](std::string& value) {
    value.replace(value.find("\"oversight\":false"), 17, "\"oversight\":false,\"bribe\":5");
  });
  log_.honest(kVerifier, verify());
  expect_findings(log_, {{"verified", "data", 2}});
}

// Further attributes are allowed to whoever writes them.
TEST_F(AuditOfRecords, ForgivesFurtherAttributes) {
  log_.honest(kReporter, submit());
  log_.rewrite_next([](std::string& value) {
    value.insert(value.find("\"data\":"), "\"traceparent\":\"00-1\",");
  });
  log_.honest(kVerifier, verify()).honest(kVerifier, forward(kWorks));
  expect_findings(log_, {});
}

TEST_F(AuditOfRecords, TellsOfAnUnknownTypeAndFindsNoBreachInIt) {
  log_.honest(kReporter, submit());
  log_.forged(kVerifier, Opaque{"aduan.complaint.sung.v1"});
  log_.honest(kVerifier, verify());
  std::vector<AuditFinding> told;
  const auto counts = verify_rules(log_.log(), ForgedLog::kLedger,
                                   [&](const AuditFinding& finding) { told.push_back(finding); });
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts.value().findings, 0U);
  EXPECT_EQ(counts.value().not_checkable, 1U);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].kind, AuditFinding::Kind::not_checkable);
  EXPECT_EQ(told[0].event, "sung");
  EXPECT_EQ(told[0].sequence, 2U);
}

TEST_F(AuditOfRecords, FindsTheSameWithAnyNumberOfThreads) {
  for (std::uint64_t n = 0; n < 40; ++n) {
    log_.about(n).honest(kReporter, submit()).forged(kReporter, Rated{5, {}, {}});
  }
  std::vector<std::vector<Position>> places;
  for (const unsigned threads : {1U, 3U, 40U}) {
    places.emplace_back();
    const auto counts = verify_rules(
        log_.log(), ForgedLog::kLedger,
        [&](const AuditFinding& finding) { places.back().push_back(finding.position); }, {},
        threads);
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts.value().findings, 40U);
    EXPECT_TRUE(std::is_sorted(places.back().begin(), places.back().end()));
  }
  EXPECT_EQ(places[0], places[1]);
  EXPECT_EQ(places[0], places[2]);
}

TEST_F(AuditOfRecords, WithoutRulesFindsTheChainsAlone) {
  log_.honest(kReporter, submit()).forged(kReporter, Rated{5, {}, {}}).raw("not an envelope");
  const auto counts = verify_log(log_.log(), ForgedLog::kLedger, [](const AuditFinding& finding) {
    EXPECT_EQ(finding.kind, AuditFinding::Kind::void_record);
  });
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts.value().findings, 1U);
}

}  // namespace
}  // namespace aduan
