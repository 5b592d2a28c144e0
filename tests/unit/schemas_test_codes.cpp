// The closed vocabularies and what a reader makes of a word that it does not know.

#include "schemas/codes.h"
#include "schemas/event.h"
#include "schemas/policy.h"

#include <gtest/gtest.h>

#include <set>

namespace aduan {
namespace {

template <class E>
class EveryList : public testing::Test {};
using Lists = testing::Types<Status, HandlingRole, HandlingState, Clock, Audience, Cause, Channel,
                             ComplaintKind, ArchiveReason, ReturnReason, Outcome, ClosingBasis,
                             ReopeningReason, EscalationTarget, EscalationReason, ExtensionReason,
                             VisibilityReason, RedactionReason, LegalBasis, ErasureScope,
                             AgencyKind, Zone, DayUnit>;
TYPED_TEST_SUITE(EveryList, Lists);

TYPED_TEST(EveryList, NamesReadBackAndDiffer) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < Names<TypeParam>::values.size(); ++i) {
    const auto code = static_cast<TypeParam>(i);
    const std::string_view name = name_of_code(code);
    EXPECT_FALSE(name.empty()) << i;
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(parse_code<TypeParam>(name), code);
  }
  EXPECT_FALSE(parse_code<TypeParam>(""));
  EXPECT_FALSE(parse_code<TypeParam>("unheard_of"));
}

// A list's last enumerator has the last name: neither has one more than the other.
TEST(Codes, ListsAndNamesHaveTheSameLength) {
  EXPECT_EQ(name_of_code(Status::merged), Names<Status>::values.back());
  EXPECT_EQ(name_of_code(HandlingRole::support), Names<HandlingRole>::values.back());
  EXPECT_EQ(name_of_code(HandlingState::released), Names<HandlingState>::values.back());
  EXPECT_EQ(name_of_code(Clock::rate_window), Names<Clock>::values.back());
  EXPECT_EQ(name_of_code(Audience::internal), Names<Audience>::values.back());
  EXPECT_EQ(name_of_code(Cause::succession), Names<Cause>::values.back());
  EXPECT_EQ(name_of_code(Channel::other), "other");
  EXPECT_EQ(name_of_code(ComplaintKind::whistleblowing), "whistleblowing");
  EXPECT_EQ(name_of_code(ArchiveReason::other), "other");
  EXPECT_EQ(name_of_code(ReturnReason::other), "other");
  EXPECT_EQ(name_of_code(Outcome::referred), "referred");
  EXPECT_EQ(name_of_code(ClosingBasis::source), "source");
  EXPECT_EQ(name_of_code(ReopeningReason::other), "other");
  EXPECT_EQ(name_of_code(EscalationTarget::overseer), "overseer");
  EXPECT_EQ(name_of_code(EscalationReason::appeal), "appeal");
  EXPECT_EQ(name_of_code(ExtensionReason::other), "other");
  EXPECT_EQ(name_of_code(VisibilityReason::other), "other");
  EXPECT_EQ(name_of_code(RedactionReason::other), "other");
  EXPECT_EQ(name_of_code(LegalBasis::other), "other");
  EXPECT_EQ(name_of_code(ErasureScope::official), "official");
  EXPECT_EQ(name_of_code(AgencyKind::other), "other");
  EXPECT_EQ(name_of_code(Zone::UTC), "UTC");
}

TEST(Code, KeepsAWordThatItDoesNotKnow) {
  const auto code = Code<Channel>::from_text("telepathy");
  EXPECT_FALSE(code.known());
  EXPECT_EQ(code.text(), "telepathy");
  EXPECT_FALSE(code == Channel::sms);
  EXPECT_FALSE(code == Code<Channel>::from_text("telegram"));
  EXPECT_EQ(code, Code<Channel>::from_text("telepathy"));
}

TEST(Code, KeepsEvenAnEmptyWord) {
  const auto code = Code<Channel>::from_text("");
  EXPECT_FALSE(code.known());
  EXPECT_EQ(code.text(), "");
  EXPECT_FALSE(code == Channel::sms);
}

TEST(Code, AKnownWordIsItsMember) {
  const auto code = Code<Channel>::from_text("walk_in");
  EXPECT_EQ(code.known(), Channel::walk_in);
  EXPECT_TRUE(code == Channel::walk_in);
  EXPECT_EQ(code, Code<Channel>(Channel::walk_in));
  EXPECT_EQ(code.text(), "walk_in");
}

TEST(Code, StatusAndClockKnowWhatTheyAre) {
  EXPECT_TRUE(is_open(Status::submitted));
  EXPECT_TRUE(is_open(Status::reopened));
  for (const Status status : {Status::closed, Status::archived, Status::merged}) {
    EXPECT_FALSE(is_open(status));
  }
  for (const Clock clock : {Clock::verify, Clock::reroute, Clock::follow_up, Clock::resolve,
                            Clock::answer, Clock::appeal}) {
    EXPECT_TRUE(is_duty(clock));
  }
  for (const Clock clock : {Clock::pend, Clock::return_agency, Clock::reporter_silence,
                            Clock::appeal_window, Clock::reopen_window, Clock::rate_window}) {
    EXPECT_FALSE(is_duty(clock));
  }
}

TEST(EventType, ItsShortNameIsWithoutFamilyAndVersion) {
  EXPECT_EQ(short_type("aduan.complaint.work_started.v1"), "work_started");
  EXPECT_EQ(short_type("aduan.directory.connected.v12"), "connected");
  EXPECT_EQ(short_type(type_of(Event(Forwarded{}))), "forwarded");
}

TEST(EventType, AStrangeNameIsItsOwnShortName) {
  for (const auto* type : {"", ".", "x", ".v1", "x.v1"}) EXPECT_EQ(short_type(type), type);
  EXPECT_EQ(short_type("a..v1"), "");
}

TEST(Consequences, AllButAnOpaqueEventHaveThem) {
  Event event = Rated{};
  ASSERT_NE(consequences_of(event), nullptr);
  consequences_of(event)->breaches = {"no_agency"};
  EXPECT_EQ(std::get<Rated>(event).consequences.breaches.size(), 1u);
  event = Opaque{"x"};
  EXPECT_EQ(consequences_of(event), nullptr);
}

}  // namespace
}  // namespace aduan
