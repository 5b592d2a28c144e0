// Every number that a simulated nation is drawn from, and where it comes from.
//
// Shares are in thousandths. "measured" names a published file and, in brackets, its figure in
// data/expected.json or a count of that file (all described in data/README.md): copied here as
// constants, nothing is read when the program runs. "policy" is domain/policy.md, "domain" the
// README beside it. "ours" has no source: a guess that makes every rule happen now and then.

#pragma once

#include "schemas/codes.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace aduan::simulation {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// A share of the draws that stay below a delay; between two, a straight line.
struct Quantile {
  std::uint32_t thousandths;
  seconds delay;
};

// Arrivals
// ------------------------------------------------------------------------------------------

/// ISSUE: a simulated year has 200,000 cases.
inline constexpr std::uint64_t kCasesADay = 550;
inline constexpr std::uint32_t kDaysMin = 30;

/// By local hour. Measured: boston311/2015 (OPEN_DT; "calls peak from 08 to 16 h").
inline constexpr std::array<std::uint32_t, 24> kHourWeights = {
    6, 5, 4, 3, 4, 5, 12, 42, 80, 100, 104, 95, 81, 78, 87, 80, 55, 39, 34, 26, 21, 18, 13, 7};

/// Monday to Sunday. Measured: boston311/2015 (OPEN_DT). A holiday counts as a Sunday.
inline constexpr std::array<std::uint32_t, 7> kWeekdayWeights = {167, 199, 184, 175, 160, 62, 53};

struct ChannelWeight {
  Channel channel;
  std::uint32_t weight;
};
/// Measured: boston311/2015 [channels]: the one number that everybody calls (62,285) stands for SMS
/// 1708, the citizens' app (18,838) and the workers' (12,783) for the phones' apps, self service
/// (12,305) for web and mail, what employees write down (14,675) for letters, calls and walk-ins.
/// How each group falls apart: ours.
inline constexpr std::array<ChannelWeight, 13> kChannelWeights = {{
    {Channel::sms, 62'285},
    {Channel::android, 18'838},
    {Channel::mobile, 8'783},
    {Channel::blackberry, 4'000},
    {Channel::web, 9'105},
    {Channel::email, 2'000},
    {Channel::facebook, 1'000},
    {Channel::messenger, 200},
    {Channel::letter, 5'675},
    {Channel::phone, 6'000},
    {Channel::walk_in, 3'000},
    {Channel::twitter, 61},
    {Channel::other, 198},
}};

inline constexpr std::uint32_t kAspirations = 120;         ///< policy §3: Bojonegoro, April 2016
inline constexpr std::uint32_t kInformationRequests = 50;  ///< ours
inline constexpr std::uint32_t kWhistleblowing = 8;        ///< ours
inline constexpr std::uint32_t kAnonymous = 100;           ///< ours
inline constexpr std::uint32_t kConfidential = 50;         ///< ours
inline constexpr std::uint32_t kNamed = 600;               ///< ours: gives a name
inline constexpr std::uint32_t kDated = 300;               ///< ours: says when it happened
inline constexpr std::uint32_t kAddressed = 100;           ///< ours: wishes for an agency

/// The same report under a new reference. Ours; the publishers' own numbers have no duplicate ids.
inline constexpr std::uint32_t kDuplicates = 40;
inline constexpr std::uint32_t kDuplicateSeenOtherwise = 120;  ///< ours: with another visibility
/// The same command id again. Ours; domain/channels.md: gateways redeliver until they are answered.
inline constexpr std::uint32_t kRetries = 25;

/// Topics of 2014 to 2017 and of 2018 on. Domain: "share in July 2025 of 3,278: other topics 23 %,
/// public works 17 %, employment 8 %, social 6 %, education 6 %, order 6 %"; the rest: ours.
struct TopicWeight {
  std::string_view category;
  std::uint32_t weight;
};
inline constexpr std::array<TopicWeight, 15> kTopicsOf2014 = {{
    {"2014-lainnya", 230},
    {"2014-infrastruktur", 170},
    {"2014-perekonomian", 80},
    {"2014-kesra", 60},
    {"2014-pendidikan", 60},
    {"2014-polhukam", 60},
    {"2014-kesehatan", 80},
    {"2014-kemiskinan", 60},
    {"2014-birokrasi", 80},
    {"2014-energi", 40},
    {"2014-lingkungan", 40},
    {"2014-pangan", 20},
    {"2014-investasi", 8},
    {"2014-kebudayaan", 6},
    {"2014-daerah-tertinggal", 6},
}};
inline constexpr std::array<TopicWeight, 15> kTopicsOf2018 = {{
    {"lainnya", 230},
    {"pu", 170},
    {"ketenagakerjaan", 80},
    {"sosial", 60},
    {"pendidikan", 60},
    {"ketertiban", 60},
    {"kesehatan", 70},
    {"kependudukan", 60},
    {"perhubungan", 50},
    {"energi", 40},
    {"lingkungan", 40},
    {"ekonomi", 40},
    {"hukum", 20},
    {"tik", 10},
    {"pertanian", 10},
}};

/// People by province, in thousandths of the country. From memory of the census of 2010: ours.
struct ProvinceWeight {
  std::string_view code;
  std::uint32_t weight;
};
inline constexpr std::array<ProvinceWeight, 34> kProvinceWeights = {{
    {"11", 19},  {"12", 55}, {"13", 20}, {"14", 23}, {"15", 13},  {"16", 31},  {"17", 7},
    {"18", 32},  {"19", 5},  {"21", 7},  {"31", 40}, {"32", 181}, {"33", 136}, {"34", 15},
    {"35", 158}, {"36", 45}, {"51", 16}, {"52", 19}, {"53", 20},  {"61", 18},  {"62", 9},
    {"63", 15},  {"64", 13}, {"65", 2},  {"71", 10}, {"72", 11},  {"73", 34},  {"74", 9},
    {"75", 4},   {"76", 5},  {"81", 6},  {"82", 4},  {"91", 3},   {"94", 12},
}};

/// Whose a case is, where its topic may be a district's: that district, where it has joined. Ours.
inline constexpr std::uint32_t kRegional = 600;
/// A state company, where the topic names none. Ours.
inline constexpr std::uint32_t kCompany = 60;

// The nation
// ---------------------------------------------------------------------------------------

/// Districts and provinces join in so many waves, evenly over the run but not closer than a month.
/// Ours; domain: 5 in 2014, 303 in May 2018.
inline constexpr std::uint32_t kWaves = 12;
inline constexpr days kWaveGapMin{30};
inline constexpr days kFirstWaveAfter{15};

inline constexpr std::uint32_t kVerifiers = 12;  ///< ours
inline constexpr std::uint32_t kOfficers = 40;   ///< ours, an agency

/// Somebody is on duty also when the office is closed. Ours.
inline constexpr std::uint32_t kOnDuty = 30;
inline constexpr hours kOfficeOpens{8};
inline constexpr hours kOfficeCloses{16};

// The desk
// -----------------------------------------------------------------------------------------

/// From arrival to the verifier's first look; policy §2 allows three working days. Ours.
inline constexpr std::array<Quantile, 6> kFirstLook = {{{0, minutes(10)},
                                                        {300, hours(1)},
                                                        {600, hours(6)},
                                                        {850, hours(24)},
                                                        {960, hours(60)},
                                                        {1'000, hours(170)}}};
inline constexpr std::uint32_t kArchived = 60;   ///< ours
inline constexpr std::uint32_t kPended = 70;     ///< ours; measured, of another kind: servicenow498
                                                 ///< [Awaiting User Info: 7,240 of 70,986 rows]
inline constexpr std::uint32_t kOversight = 50;  ///< ours
inline constexpr std::uint32_t kCorrected = 15;  ///< ours: verified anew
inline constexpr std::uint32_t kMergeSeen = 900;    ///< ours: a duplicate is recognised
inline constexpr std::uint32_t kSupported = 50;     ///< ours: a second agency is asked
inline constexpr std::uint32_t kExtended = 20;      ///< ours: of answers that take more than a week
inline constexpr std::uint32_t kDeskComments = 12;  ///< ours
inline constexpr std::uint32_t kInternalComments = 25;  ///< ours
inline constexpr std::uint32_t kEscalated = 5;          ///< ours: by hand
inline constexpr std::uint32_t kRuledInstead = 500;     ///< ours: a silent agency loses the case

/// Of cases that are given to an agency, those that it gives back. Measured: bpic2013
/// [cases_with_bounce 487 of 3,087].
inline constexpr std::uint32_t kFirstReturn = 158;
/// Of cases that came back, those that come back again. Measured: bpic2013 [bounces 1,045 in 487
/// cases: 2.15 a case, so 1 - 1/2.15].
inline constexpr std::uint32_t kNextReturn = 534;

/// From a return to the next forwarding; policy §2 allows three working days. Ours.
inline constexpr std::array<Quantile, 4> kReroute = {
    {{0, minutes(20)}, {500, hours(5)}, {900, hours(40)}, {1'000, hours(150)}}};

inline constexpr std::uint32_t kSupplements = 600;     ///< ours: of those that are asked
inline constexpr std::uint32_t kAppeals = 80;          ///< ours: of the archived
inline constexpr std::uint32_t kAppealsGranted = 400;  ///< ours
inline constexpr std::array<Quantile, 4> kAppealTaken = {
    {{0, hours(4)}, {500, days(4)}, {900, days(12)}, {1'000, days(30)}}};  ///< ours

// The agencies
// -------------------------------------------------------------------------------------

/// From the forwarding to the final answer. Measured: boston311/2015 (CLOSED_DT - OPEN_DT of the
/// closed, negatives left out) [median_seconds_to_close 242,876].
inline constexpr std::array<Quantile, 9> kAnswer = {{{0, seconds(600)},
                                                     {100, seconds(3'600)},
                                                     {250, seconds(11'347)},
                                                     {500, seconds(242'876)},
                                                     {750, seconds(1'092'075)},
                                                     {900, seconds(3'352'620)},
                                                     {950, seconds(6'068'618)},
                                                     {990, seconds(14'468'412)},
                                                     {1'000, seconds(17'000'000)}}};
/// A second answer, after a reply. Measured: nyc311/2026-08 (quantiles of closing), ten times as
/// long: ours.
inline constexpr std::array<Quantile, 4> kNextAnswer = {{{0, seconds(15'140)},
                                                         {500, seconds(41'390)},
                                                         {900, seconds(242'120)},
                                                         {1'000, seconds(942'420)}}};
/// From the forwarding to a return; policy §2 allows three working days. Ours.
inline constexpr std::array<Quantile, 4> kReturnTaken = {
    {{0, minutes(30)}, {500, hours(8)}, {900, hours(30)}, {1'000, hours(90)}}};
/// Never answered. Measured: cfpb [Untimely response 18 of 2,827].
inline constexpr std::uint32_t kSilentAgencies = 6;

inline constexpr std::uint32_t kAssigned = 600;  ///< ours
inline constexpr std::uint32_t kStarted = 700;   ///< ours
inline constexpr std::uint32_t kInterim = 450;  ///< ours: of the answers that take more than a week
/// A note of progress, then perhaps another. Measured, of busier desks: servicenow498 [noted
/// 38,447 in 12,438 cases, most of them machine-made]; ours: a fifth of that.
inline constexpr std::uint32_t kNoted = 380;

struct OutcomeWeight {
  Outcome outcome;
  std::uint32_t weight;
};
/// Measured: cfpb [Closed with explanation 2,554, monetary relief 142, non-monetary relief 113]:
/// relief is `fulfilled` and `partly` here, and likelier, since an office repairs. Ours.
inline constexpr std::array<OutcomeWeight, 5> kOutcomes = {{{Outcome::explained, 450},
                                                            {Outcome::fulfilled, 350},
                                                            {Outcome::partly, 120},
                                                            {Outcome::refused, 50},
                                                            {Outcome::referred, 30}}};

// The reporter after an answer
// ---------------------------------------------------------------------

inline constexpr std::uint32_t kConfirms = 180;      ///< ours; the rest stays silent
inline constexpr std::uint32_t kReplies = 170;       ///< ours
inline constexpr std::uint32_t kClosedByDesk = 250;  ///< ours: of the second replies
/// Measured: bpic2013 [cases_by_reopen_count: 213 of 3,087]. Of the closings.
inline constexpr std::uint32_t kReopens = 69;
inline constexpr std::uint32_t kAsksAgain = 12;     ///< ours: a reply to a closed case
inline constexpr std::uint32_t kDeskReopens = 600;  ///< ours: of those
inline constexpr std::uint32_t kRates = 250;        ///< ours: the files hold no rating
inline constexpr std::array<std::uint32_t, 5> kStarWeights = {180, 90, 160, 270, 300};  ///< ours

inline constexpr std::uint32_t kWithdraws = 10;  ///< ours
inline constexpr std::uint32_t kAddsMore = 25;   ///< ours: supplements unasked
inline constexpr std::uint32_t kTightens = 10;   ///< ours
inline constexpr std::uint32_t kSupports = 250;  ///< ours: one more citizen, and again
inline constexpr std::uint32_t kComments = 60;   ///< ours: one more citizen, and again
inline constexpr std::uint32_t kRedacted = 6;    ///< ours
inline constexpr std::uint32_t kRevealed = 3;    ///< ours
inline constexpr std::uint32_t kErased = 3;      ///< ours; of finished cases

// What somebody tries although the rules forbid it. All ours.
// ----------------------------------------------------------

inline constexpr std::uint32_t kTriesUnverified = 6;      ///< forward before verify
inline constexpr std::uint32_t kTriesUnconnected = 6;     ///< forward to who has not joined
inline constexpr std::uint32_t kTriesToClose = 12;        ///< an agency its own work
inline constexpr std::uint32_t kTriesAgainstRuling = 60;  ///< return what was ruled
inline constexpr std::uint32_t kTriesFourth = 200;        ///< forward after the third return
inline constexpr std::uint32_t kTriesTwice = 30;          ///< rate, reopen a second time
inline constexpr std::uint32_t kTriesToLoosen = 5;        ///< visibility after publication
inline constexpr std::uint32_t kTriesOwnAppeal = 60;      ///< judge the appeal against oneself

}  // namespace aduan::simulation
