// What a citizen reads of a case. The whole pictures stand in tests/golden/cli.

#include "cli/render/timeline.h"

#include "cli/terminal_text.h"
#include "core/base/hash.h"
#include "tests/support/golden_file.h"
#include "tests/support/samples.h"
#include "tests/support/test_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace aduan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Instant at(std::string_view text) { return *parse_instant_forgiving(text); }

const Instant kFirstDue = at("2014-12-30T17:00:00Z");  // Tue 30 Dec 2014 in Jakarta
const Instant kLastDue = at("2015-03-05T17:00:00Z");   // Thu 5 Mar 2015

ReadText shown(std::string field, std::string text) {
  return {.field = std::move(field), .opened = OpenedText{std::move(text), {}}};
}
ReadText hidden(std::string field, Hidden why) {
  return {.field = std::move(field), .opened = std::nullopt, .hidden = why};
}

/// A case's view, event by event, as view_case would fold it.
class ViewOf {
 public:
  ViewOf() { view_.id = *CaseId::from_text("7K3M9QX24B"); }

  ViewOf& add(std::string_view time, const Actor& actor, Event event,
              std::vector<ReadText> texts = {}) {
    EventView& each = next();
    each.type = short_type(type_of(event));
    each.texts = std::move(texts);
    Attributes attributes;
    attributes.subject = view_.id.text();
    attributes.sequence = each.sequence;
    attributes.time = at(time);
    attributes.actor = actor;
    evolve(view_.state.complaint, attributes, event);
    each.recorded = RecordedEvent{{}, each.leaf, attributes, std::move(event)};
    for (const Handling& handling : view_.state.complaint.handlings) keep(handling);
    return *this;
  }

  ViewOf& add_unreadable(std::string type) {
    next().type = std::move(type);
    view_.state.parked = true;
    return *this;
  }

  CaseView as_of(std::string_view time) const {
    CaseView view = view_;
    view.as_of = at(time);
    return view;
  }

 private:
  EventView& next() {
    EventView& each = view_.events.emplace_back();
    each.sequence = view_.events.size();
    each.leaf = sha256("leaf " + std::to_string(each.sequence));
    view_.state.head.sequence = each.sequence;
    view_.state.head.leaf = each.leaf;
    return each;
  }

  void keep(const Handling& handling) {
    for (HandlingView& known : view_.handlings) {
      if (known.handling.agency != handling.agency) continue;
      if (known.handling.began != handling.began) continue;
      known.handling = handling;
      return;
    }
    view_.handlings.push_back({handling, std::nullopt});
  }

  CaseView view_;
};

std::string drawn(const CaseView& view, std::size_t width = 80, bool colours = false) {
  return timeline(view, test_directory(), {width, colours});
}
std::string drawn_in_indonesian(const CaseView& view, std::size_t width = 80) {
  return timeline(view, test_directory(), {width, false, Language::indonesian});
}

Consequences clocks(std::vector<ClockStart> starts) {
  return {.clocks = std::move(starts), .policy = PolicyVersion{"sp4n-2015.1"}, .breaches = {}};
}

Submitted submitted_event() {
  Submitted event;
  event.channel = Channel::web;
  event.category.open = kRoads;
  event.consequences = clocks({{Clock::verify, std::nullopt, at("2014-12-23T17:00:00Z")}});
  return event;
}

Verified verified_event() {
  Verified event;
  event.category.open = kRoads;
  return event;
}

Forwarded forwarded_event(const AgencyId& to) {
  Forwarded event;
  event.to = to;
  event.consequences = clocks({{Clock::follow_up, to, kFirstDue}, {Clock::resolve, to, kLastDue}});
  return event;
}

Responded interim_event(const AgencyId& agency) {
  Responded event;
  event.agency = agency;
  return event;
}

Responded final_event(const AgencyId& agency) {
  Responded event;
  event.agency = agency;
  event.final_ = true;
  event.outcome = Outcome::fulfilled;
  event.consequences =
      clocks({{Clock::reporter_silence, std::nullopt, at("2015-01-20T17:00:00Z")}});
  return event;
}

/// Submitted and verified, then with `agency`.
ViewOf given_to(const AgencyId& agency) {
  ViewOf view;
  view.add("2014-12-19T03:04:00Z", kReporter, submitted_event(),
           {shown("title", "Jalan rusak di depan pasar"),
            shown("text", "Jalan di depan Pasar Baru rusak sejak bulan lalu.\nBanyak yang jatuh."),
            shown("name", "Siti")});
  view.add("2014-12-19T05:14:00Z", kVerifier, verified_event());
  view.add("2014-12-19T05:20:00Z", kVerifier, forwarded_event(agency));
  return view;
}

Closed closed_event(ClosingBasis basis) {
  Closed event;
  event.basis = basis;
  return event;
}

void expect_golden_timeline(const std::string& name, const std::string& text) {
  expect_golden("tests/golden/cli/timeline_" + name + ".txt", text + "\n");
}

// --- Whole pictures

TEST(Timeline, OfACaseThatWasAnsweredLateAndClosed) {
  ViewOf view = given_to(kHealth);
  Returned returned;
  returned.by = kHealth;
  returned.reason = ReturnReason::not_our_authority;
  returned.suggested = kWorks;
  returned.consequences = clocks({{Clock::reroute, std::nullopt, at("2014-12-24T17:00:00Z")}});
  view.add("2014-12-22T02:00:00Z", officer_of(kHealth), returned,
           {shown("note", "Bukan wewenang kami: ini jalan nasional.")});
  view.add("2014-12-22T09:30:00Z", kVerifier, forwarded_event(kWorks));
  view.add("2014-12-29T01:00:00Z", officer_of(kWorks), WorkStarted{kWorks, {}});
  DeadlineMissed missed;
  missed.clock = Clock::follow_up;
  missed.agency = kWorks;
  missed.started = 5;
  missed.due = kFirstDue;
  view.add("2014-12-30T17:00:30Z", kWatcher, missed);
  Escalated escalated;
  escalated.to = EscalationTarget::agency_leader;
  escalated.reason = EscalationReason::deadline;
  view.add("2014-12-30T17:01:00Z", kWatcher, escalated);
  Responded interim = interim_event(kWorks);
  interim.promised_by = DateText{"2015-01-09"};
  view.add("2015-01-02T04:00:00Z", officer_of(kWorks), interim,
           {shown("text", "Tim kami akan menambal jalan itu.")});
  view.add("2015-01-09T08:00:00Z", officer_of(kWorks), final_event(kWorks),
           {shown("text", "Jalan sudah ditambal."),
            shown("attachments", R"([{"blob":"a","name":"x"},{"blob":"b","name":"y"}])")});
  view.add("2015-01-10T03:00:00Z", kReporter, ReporterReplied{}, {shown("text", "Terima kasih.")});
  Closed closed = closed_event(ClosingBasis::by_ruling);
  closed.consequences = clocks({{Clock::reopen_window, std::nullopt, at("2015-02-09T17:00:00Z")},
                                {Clock::rate_window, std::nullopt, at("2015-02-09T17:00:00Z")}});
  view.add("2015-01-12T03:00:00Z", kVerifier, closed);
  Rated rated;
  rated.stars = 4;
  view.add("2015-01-13T03:00:00Z", kReporter, rated, {shown("comment", "Agak lama.")});

  const CaseView whole = view.as_of("2015-01-31T00:00:00Z");
  expect_golden_timeline("answered_late", drawn(whole));
  expect_golden_timeline("answered_late_narrow", drawn(whole, 40));
  expect_golden_timeline("answered_late_colours", drawn(whole, 80, true));
  expect_golden_timeline("answered_late_indonesian", drawn_in_indonesian(whole));
  expect_golden_timeline("answered_late_indonesian_narrow", drawn_in_indonesian(whole, 40));
}

TEST(Timeline, OfAnOverdueCaseAcrossZones) {
  ViewOf view = given_to(kPapua);
  Forwarded support = forwarded_event(kBali);
  support.role = HandlingRole::support;
  view.add("2014-12-20T05:20:00Z", kVerifier, support);
  Responded interim = interim_event(kBali);
  interim.promised_by = DateText{"2015-01-05"};
  view.add("2014-12-24T05:20:00Z", officer_of(kBali), interim);
  const CaseView whole = view.as_of("2015-01-06T03:00:00Z");
  expect_golden_timeline("overdue", drawn(whole));
  expect_golden_timeline("overdue_indonesian", drawn_in_indonesian(whole));
}

TEST(Timeline, OfAPingPongKeepsALinePerStep) {
  Submitted submitted;
  submitted.channel = Channel::other;
  submitted.holder = kHealth;
  ViewOf view;
  view.add("2012-04-01T00:00:00Z", kImporter, submitted, {shown("reference", "bpic2013:1-36")});
  const AgencyId agencies[] = {kHealth, kWorks, kSocial};
  for (unsigned i = 0; i < 29; ++i) {
    const auto day = [&](std::string_view time) {
      return "2012-04-" + std::string(i < 8 ? "0" : "") + std::to_string(i + 2) + std::string(time);
    };
    Noted noted;
    noted.agency = agencies[i % 3];
    noted.status = SourceStatus{"Accepted/In Progress"};
    view.add(day("T01:00:00Z"), kImporter, noted);
    noted.status = SourceStatus{"Queued"};
    noted.consequences.breaches = {"before_previous"};
    view.add(day("T02:00:00Z"), kImporter, noted);
    Forwarded forwarded;
    forwarded.to = agencies[(i + 1) % 3];
    forwarded.from = agencies[i % 3];
    forwarded.consequences.breaches = {"has_a_lead"};
    view.add(day("T03:00:00Z"), kImporter, forwarded);
  }
  view.add("2012-05-01T00:00:00Z", kImporter, closed_event(ClosingBasis::source));
  expect_golden_timeline("ping_pong", drawn(view.as_of("2012-06-01T00:00:00Z")));
}

TEST(Timeline, OfTextsThatTheReaderMayNotSee) {
  ViewOf view;
  Submitted submitted = submitted_event();
  submitted.anonymous = true;
  ReadText name = hidden("name", Hidden::not_allowed);
  name.is_anonymous_name = true;
  view.add("2014-12-19T03:04:00Z", kReporter, submitted,
           {hidden("title", Hidden::redacted), hidden("text", Hidden::erased),
            hidden("location", Hidden::damaged), name, hidden("contact", Hidden::not_allowed),
            hidden("id_number", Hidden::not_allowed)});
  view.add("2014-12-19T05:14:00Z", kVerifier, Opaque{"aduan.complaint.weighed.v1"});
  view.add_unreadable("forwarded");
  const CaseView whole = view.as_of("2014-12-20T00:00:00Z");
  expect_golden_timeline("hidden_texts", drawn(whole));
  expect_golden_timeline("hidden_texts_indonesian", drawn_in_indonesian(whole));
}

// --- Promises

std::string answered_at(std::string_view time) {
  return drawn(given_to(kHealth)
                   .add(time, officer_of(kHealth), interim_event(kHealth))
                   .as_of("2015-01-10T00:00:00Z"));
}

TEST(Timeline, TellsAFirstAnswerOneMomentBeforeTheDueAsInTime) {
  const std::string text = answered_at("2014-12-30T16:59:59.999Z");
  EXPECT_THAT(text, HasSubstr("first answer in time, 0 s early"));
  EXPECT_THAT(text, HasSubstr("Due dates: 2 kept, 0 missed"));
}

TEST(Timeline, TellsAFirstAnswerAtTheDueAsLate) {
  const std::string text = answered_at("2014-12-30T17:00:00Z");
  EXPECT_THAT(text, HasSubstr("first answer 0 s late"));
  EXPECT_THAT(text, HasSubstr("Due dates: 1 kept, 1 missed"));
}

TEST(Timeline, TellsWhatIsOwedAsOfTheViewsInstant) {
  const ViewOf view = given_to(kHealth);
  EXPECT_THAT(drawn(view.as_of("2014-12-30T16:00:00Z")),
              HasSubstr("Next     first answer due by Tue 30 Dec 2014, 1 h left"));
  EXPECT_THAT(drawn(view.as_of("2014-12-30T17:00:00Z")),
              HasSubstr("Next     first answer due by Tue 30 Dec 2014, overdue by 0 s"));
}

TEST(Timeline, DoesNotBlameAnAgencyThatGaveTheCaseBackInTime) {
  Returned returned;
  returned.by = kHealth;
  const std::string text = drawn(given_to(kHealth)
                                     .add("2014-12-22T02:00:00Z", officer_of(kHealth), returned)
                                     .as_of("2015-06-01T00:00:00Z"));
  EXPECT_THAT(text, HasSubstr("Due dates: 1 kept, 0 missed"));
  EXPECT_THAT(text, HasSubstr("Next     nothing is due by a date"));
}

TEST(Timeline, CountsADutyThatEndedOverdueAsMissed) {
  const std::string text =
      drawn(given_to(kHealth)
                .add("2015-01-01T17:00:00Z", kReporter, closed_event(ClosingBasis::withdrawn))
                .as_of("2015-06-01T00:00:00Z"));
  EXPECT_THAT(text, HasSubstr("first answer not done, 2 d overdue"));
  EXPECT_THAT(text, Not(HasSubstr("final answer not done")));
  EXPECT_THAT(text, HasSubstr("Due dates: 1 kept, 1 missed"));
}

TEST(Timeline, HoldsAnAgencyToTheDayThatItNamed) {
  Responded interim = interim_event(kHealth);
  interim.promised_by = DateText{"2015-01-05"};
  ViewOf view = given_to(kHealth);
  view.add("2014-12-24T05:20:00Z", officer_of(kHealth), interim);
  EXPECT_THAT(drawn(view.as_of("2015-01-05T16:59:00Z")), HasSubstr("1 min left"));
  EXPECT_THAT(drawn(view.as_of("2015-01-05T17:00:00Z")), HasSubstr("0 s overdue"));
  view.add("2015-01-07T17:00:00Z", officer_of(kHealth), final_event(kHealth));
  EXPECT_THAT(drawn(view.as_of("2015-02-01T00:00:00Z")),
              HasSubstr("promised by Mon 5 Jan 2015, 2 d late"));
}

// --- Who had it and for how long

TEST(Timeline, DoesNotCountTheTimeThatACaseWasClosed) {
  ViewOf view = given_to(kHealth);
  view.add("2014-12-20T05:20:00Z", kReporter, closed_event(ClosingBasis::withdrawn));
  EXPECT_THAT(drawn(view.as_of("2015-06-01T00:00:00Z")),
              HasSubstr("● Kementerian Kesehatan · 1 d\n"));
  Reopened reopened;
  view.add("2014-12-30T05:20:00Z", kReporter, reopened);
  EXPECT_THAT(drawn(view.as_of("2015-01-01T05:20:00Z")),
              HasSubstr("● Kementerian Kesehatan · 3 d so far\n"));
}

TEST(Timeline, LetsNoTimePassWhereTheSourceGoesBack) {
  Submitted submitted;
  submitted.holder = kHealth;
  ViewOf view;
  view.add("2014-12-20T00:00:00Z", kImporter, submitted);
  view.add("2014-12-10T00:00:00Z", kImporter, Noted{});
  view.add("2014-12-21T00:00:00Z", kImporter, closed_event(ClosingBasis::source));
  EXPECT_THAT(drawn(view.as_of("2015-01-01T00:00:00Z")), HasSubstr("open for 1 d\n"));
}

TEST(Timeline, FoldsNotesOfOneHolderAndNoOthers) {
  ViewOf view = given_to(kHealth);
  Noted noted;
  noted.agency = kHealth;
  view.add("2014-12-20T01:00:00Z", officer_of(kHealth), noted);
  view.add("2014-12-20T02:00:00Z", officer_of(kHealth), noted);
  noted.agency = kWorks;
  view.add("2014-12-20T03:00:00Z", officer_of(kWorks), noted);
  const std::string text = drawn(view.as_of("2014-12-21T00:00:00Z"));
  EXPECT_THAT(text, HasSubstr("├ 20 Dec 2014 08:00  2 notes, last 20 Dec 2014 09:00\n"));
  EXPECT_THAT(text, HasSubstr("├ 20 Dec 2014 10:00  Kementerian Pekerjaan Umum"));
}

// --- The terminal

TEST(Timeline, NeverLetsATextDriveTheTerminal) {
  ViewOf view;
  view.add("2014-12-19T03:04:00Z", kReporter, submitted_event(),
           {shown("title", "a\x1b]0;x\x07"), shown("text",
                                                   "b\x1b[2J\xC2\x9b"
                                                   "31m")});
  view.add("2014-12-19T05:14:00Z", kVerifier, Opaque{"\x1b[2J"});
  EXPECT_THAT(drawn(view.as_of("2014-12-20T00:00:00Z")), Not(HasSubstr("\x1b")));
}

TEST(Timeline, CutsAVeryLongTextAndSaysSo) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "baris\n";
  ViewOf view;
  view.add("2014-12-19T03:04:00Z", kReporter, submitted_event(), {shown("text", text)});
  const std::string shown_text = drawn(view.as_of("2014-12-20T00:00:00Z"));
  EXPECT_THAT(shown_text, HasSubstr("… 29 more lines; --format json has them all"));
}

/// Every type, full and minimal, on a case that has a lead.
TEST(Timeline, ShowsEveryEventWithinTheWidth) {
  for (const auto& sample : all_sample_events()) {
    for (const std::size_t width : {std::size_t{40}, std::size_t{63}, std::size_t{64}}) {
      ViewOf view = given_to(kHealth);
      view.add("2014-12-20T05:20:00Z", sample.attributes.actor, sample.event);
      const CaseView whole = view.as_of("2015-01-31T00:00:00Z");
      const std::string text = drawn(whole, width);
      const std::string translated = drawn_in_indonesian(whole, width);
      EXPECT_THAT(text, HasSubstr("4 events")) << sample.name;
      EXPECT_THAT(translated, HasSubstr("4 peristiwa")) << sample.name;
      std::istringstream lines(text + "\n" + translated);
      for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(columns_of(line), width) << sample.name << ": " << line;
      }
    }
  }
}

}  // namespace
}  // namespace aduan
