// Cases that come to nothing: archive.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

TEST(Archive, EndsACaseAtTheDeskAndOpensTheWindowOfAppeal) {
  for (const Step& step : {did(kVerifier, verify()), did(kVerifier, Pend{})}) {
    Scenario().given(submitted(), step).when(kVerifier, archive()).becomes(Status::archived);
  }
  Scenario()
      .given(submitted())
      .when(kVerifier, archive())
      .becomes(Status::archived)
      .stops({{Clock::verify}})
      .starts({{Clock::appeal_window}})
      .due({Clock::appeal_window}, "2015-03-04T17:00:00.000Z");
}

TEST(Archive, OfAPendedCaseThatExpiredIsTheWatchers) {
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}), on("2015-02-16T17:00:00.000Z"))
      .when(kWatcher, archive(ArchiveReason::not_supplemented))
      .becomes(Status::archived)
      .stops({{Clock::pend}})
      .starts({{Clock::appeal_window}});
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}), on("2015-02-16T16:59:59.999Z"))
      .when(kWatcher, archive(ArchiveReason::not_supplemented))
      .then_rejected(too_early);
  Scenario()
      .given(submitted(), later(days{90}))
      .when(kWatcher, archive(ArchiveReason::not_supplemented))
      .then_rejected(too_early);
  Scenario().given(submitted()).when(kWatcher, archive()).then_rejected(not_authorised);
}

TEST(Archive, IsNobodyElses) {
  for (const Actor& actor : {kReporter, kOverseer, officer_of(kWorks), kSteward}) {
    Scenario().given(submitted()).when(actor, archive()).then_rejected(not_authorised);
  }
}

TEST(Archive, IsNotForAVerifierWhoseAgencyHadTheCase) {
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks))
      .when(kWorksVerifier, archive())
      .then_rejected(conflict_of_interest);
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks))
      .when(kHealthVerifier, archive())
      .becomes(Status::archived)
      .stops({{Clock::reroute}});
}

TEST(Archive, NeedsAnOpenCaseAtTheDesk) {
  Scenario().given(closed(kWorks)).when(kVerifier, archive()).then_rejected(case_finished);
  Scenario().given(archived()).when(kVerifier, archive()).then_rejected(case_finished);
  Scenario()
      .given(submitted(), verified(), forwarded(kWorks))
      .when(kVerifier, archive())
      .then_rejected(has_a_lead)
      .for_all_of({has_a_lead, not_submitted});
}

TEST(Archive, KnowsItsReasons) {
  ArchiveCase command;
  command.reason = Code<ArchiveReason>::from_text("boring");
  Scenario().given(submitted()).when(kVerifier, command).then_rejected(unknown_code);
}

TEST(Archive, AsNotSupplementedIsTheDesksToSayAtAnyTime) {
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}))
      .when(kVerifier, archive(ArchiveReason::not_supplemented))
      .becomes(Status::archived)
      .stops({{Clock::pend}});
}

TEST(Archive, TellsTheFirstRuleBrokenAndKnowsAll) {
  ArchiveCase command;
  command.reason = Code<ArchiveReason>::from_text("boring");
  Scenario()
      .given(closed(kWorks))
      .when(kReporter, command)
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, case_finished, has_a_lead, unknown_code});
  Scenario()
      .given(submitted(), verified(), forwarded(kWorks))
      .when(kWatcher, archive(ArchiveReason::not_supplemented))
      .then_rejected(has_a_lead)
      .for_all_of({has_a_lead, not_submitted, too_early});
  Scenario()
      .given(submitted(), verified(), forwarded(kWorks))
      .when(kOverseer, archive(ArchiveReason::appeal_dismissed))
      .then_rejected(not_under_appeal)
      .for_all_of({not_under_appeal});
}

}  // namespace
}  // namespace aduan
