// Who sees what: every reader × published × anonymous × confidential × escalated, field by field of
// a real case, against the table of RULES §6 as it is written there.

#include "cli/case_view.h"
#include "tests/support/ledger.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_directory.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aduan {
namespace {

/// A reader's three columns of the table. The former agency's are those after its release.
struct TableRow {
  std::string_view reader;
  std::string_view published;
  std::string_view before;
  std::string_view confidential;
};
constexpr TableRow kTable[] = {
    {"public", "HGTON", "", ""},
    {"reporter", "HGTONX", "HGTONX", "HGTONX"},
    {"agency, active", "HGTOIN", "", "HGTOIN"},
    {"agency, former", "HGTON", "", "H"},
    {"verifier", "HGTOIN", "HGTOIN", "HGTOIN"},
    {"overseer", "HGTOI", "HGTOI", "HGOI"},
    {"auditor", "HGTOI", "HGOI", "HOI"},
    {"custodian", "HGTOI", "HGOI", "HOI"},
    {"operator", "H", "H", "H"},
};

struct Reading {
  std::string_view row;
  Actor actor;
};
const Reading kReaders[] = {
    {"public", kCitizen},
    {"public", kAnalyst},
    {"public", officer_of(kWorks)},  // it never had the case
    {"reporter", kReporter},
    {"agency, active", officer_of(kBali)},
    {"agency, former", officer_of(kHealth)},
    {"verifier", kVerifier},
    {"verifier", kHealthVerifier},
    {"overseer", kOverseer},
    {"auditor", kAuditor},
    {"custodian", kCustodian},
    {"operator", kOperator},
};

struct Flags {
  bool published = false;
  bool anonymous = false;
  bool confidential = false;
  bool escalated = false;
};

/// The letter of each text, as RULES §2 and §6 say.
const std::map<std::pair<std::string, std::string>, char> kLetters = {
    {{"submitted", "title"}, 'T'},         {{"submitted", "text"}, 'T'},
    {{"submitted", "location"}, 'T'},      {{"submitted", "attachments"}, 'T'},
    {{"submitted", "name"}, 'N'},          {{"submitted", "contact"}, 'X'},
    {{"submitted", "id_number"}, 'X'},     {{"submitted", "reference"}, 'X'},
    {{"submitted", "category"}, 'G'},      {{"submitted", "region"}, 'G'},
    {{"submitted", "incident_date"}, 'G'}, {{"verified", "category"}, 'G'},
    {{"verified", "note"}, 'I'},           {{"supplemented", "text"}, 'T'},
    {{"forwarded", "note"}, 'I'},          {{"returned", "note"}, 'I'},
    {{"ruled", "reasons"}, 'O'},           {{"responded", "text"}, 'O'},
    {{"reporter_replied", "text"}, 'T'},   {{"escalated", "note"}, 'I'},
    {{"deadline_extended", "note"}, 'I'},  {{"noted", "text"}, 'I'},
};

/// What the table says that a reader sees of an event; `before_release`: it came while the former
/// agency had the case, or earlier.
std::string expected(const Reading& reader, const Flags& flags, bool before_release) {
  std::string seen;
  for (const TableRow& row : kTable) {
    if (row.reader != reader.row) continue;
    seen = flags.confidential ? row.confidential : flags.published ? row.published : row.before;
    if (row.reader == "agency, former" && before_release) seen = "HGTOIN";
    if (row.reader == "overseer" && flags.confidential && flags.escalated) seen = "HGTOI";
  }
  // Before publication no agency has or had it: it is anybody.
  if (!flags.published && reader.actor.role == Role::agency) seen = "";
  if (flags.anonymous && reader.row != "reporter") std::erase(seen, 'N');
  return seen;
}

class Access : public testing::Test {
 protected:
  /// Sends it; a failure when it is refused.
  void send(const Actor& actor, CaseCommand body, std::vector<FieldText> texts = {}) {
    Draft draft{std::move(body), std::move(texts), flags_.confidential};
    const std::string key = "k/" + std::to_string(next_key_++);
    const Answer answer = ledger_->ledger().submit(
        AnyCommand(sealed_command(*ledger_, id_, key, actor, std::move(draft))));
    const auto* const rejection = std::get_if<Rejection>(&answer);
    ASSERT_TRUE(std::holds_alternative<Receipt>(answer))
        << (rejection != nullptr ? name_of_code(rejection->code) : "an error");
    ++sequence_;
  }

  static FieldText official(std::string field) {
    return {field, KeyKind::official, "the " + field};
  }
  static FieldText words(std::string field) { return {field, KeyKind::content, "the " + field}; }
  static FieldText identity(std::string field) {
    return {field, KeyKind::identity, "the " + field};
  }

  void make_case(const Flags& flags) {
    flags_ = flags;
    sequence_ = 0;
    id_ = ledger_->secret().case_id("case " + std::to_string(next_key_), 0);
    Submit submit;
    submit.channel = Channel::web;
    submit.kind = ComplaintKind::complaint;
    submit.category.open = kRoads;
    submit.region.open = RegionCode("51.71");
    submit.incident_date.open = DateText("2015-01-31");
    submit.anonymous = flags.anonymous;
    submit.confidential = flags.confidential;
    send(kReporter, submit,
         {words("title"), words("text"), words("location"), words("attachments"), identity("name"),
          identity("contact"), identity("id_number"), identity("reference")});
    send(kReporter, Supplement{}, {words("text")});
    Verify verify;
    verify.kind = ComplaintKind::complaint;
    verify.category.open = kRoads;
    send(kVerifier, verify, {official("note")});
    released_ = 0;
    if (flags.published) give_to_two_agencies();
    if (flags.escalated) {
      send(kVerifier, Escalate{EscalationTarget::overseer, EscalationReason::deadline, {}, {}},
           {official("note")});
    }
  }

  /// kHealth has it, gives it back, and kBali has it.
  void give_to_two_agencies() {
    Forward forward;
    forward.to = kHealth;
    send(kVerifier, forward, {official("note")});
    comments();
    Note note;
    note.agency = kHealth;
    send(officer_of(kHealth), note, {official("text")});
    Return back;
    back.by = kHealth;
    back.reason = ReturnReason::not_our_authority;
    send(officer_of(kHealth), back, {official("note")});
    released_ = sequence_;
    forward.to = kBali;
    send(kVerifier, forward, {official("note")});
    comments();
    Respond respond;
    respond.agency = kBali;
    respond.final_ = true;
    send(officer_of(kBali), respond, {official("text")});
    send(kReporter, Reply{}, {words("text")});
    Rule rule;
    rule.to = kBali;
    send(kVerifier, rule, {official("reasons")});
  }

  void comments() {
    Comment comment;
    comment.audience = Audience::public_;
    send(kVerifier, comment, {official("text")});
    comment.audience = Audience::internal;
    send(kVerifier, comment, {official("text")});
  }

  Result<CaseView> view_for(const Actor& actor) {
    return view_case(*ledger_, id_, actor, std::nullopt, time_.now());
  }

  static char letter_of_text(const EventView& event, const std::string& field) {
    if (event.type == "commented") {
      const bool is_public =
          std::get<Commented>(event.recorded->event).audience == Audience::public_;
      return is_public ? 'O' : 'I';
    }
    const auto found = kLetters.find({event.type, field});
    EXPECT_NE(found, kLetters.end()) << event.type << " " << field;
    return found == kLetters.end() ? '?' : found->second;
  }

  /// The letters that the reader was shown something of, and a failure for each wrong text.
  void expect_as_the_table_says(const Reading& reader) {
    SCOPED_TRACE(
        std::string(reader.row) + " " + reader.actor.text() +
        (flags_.published ? " published" : " before") + (flags_.anonymous ? " anonymous" : "") +
        (flags_.confidential ? " confidential" : "") + (flags_.escalated ? " escalated" : ""));
    const auto view = view_for(reader.actor);
    const bool is_there = !expected(reader, flags_, false).empty();
    ASSERT_EQ(static_cast<bool>(view), is_there);
    if (!view) {
      EXPECT_EQ(view.error().kind, ErrorKind::not_found);
      return;
    }
    ASSERT_EQ(view.value().events.size(), sequence_);
    for (const EventView& event : view.value().events) {
      const std::string seen = expected(reader, flags_, event.sequence <= released_);
      for (const ReadText& text : event.texts) {
        const char letter = letter_of_text(event, text.field);
        const bool shown = seen.find(letter) != std::string::npos;
        EXPECT_EQ(text.opened.has_value(), shown)
            << event.sequence << " " << event.type << " " << text.field << " is " << letter;
        letters_.insert(letter);
        if (!shown) {
          EXPECT_EQ(text.hidden, Hidden::not_allowed);
          EXPECT_EQ(text.is_anonymous_name, letter == 'N' && flags_.anonymous);
        }
      }
      expect_open_values(event, seen.find('G') != std::string::npos);
    }
    const bool sees_reference = expected(reader, flags_, true).find('X') != std::string::npos;
    EXPECT_EQ(view.value().reference.has_value(), sees_reference);
  }

  /// A case that is not confidential has its category in the open; readers without G get none.
  void expect_open_values(const EventView& event, bool sees) const {
    const bool is_open = !flags_.confidential && sees;
    if (const auto* const made = std::get_if<Submitted>(&event.recorded->event)) {
      EXPECT_EQ(made->category.open.has_value(), is_open);
      EXPECT_EQ(made->region.open.has_value(), is_open);
      EXPECT_EQ(made->incident_date.open.has_value(), is_open);
    }
    if (const auto* const made = std::get_if<Verified>(&event.recorded->event)) {
      EXPECT_EQ(made->category.open.has_value(), is_open);
    }
  }

  /// What hides the text of an event from the reader; nothing: it is shown.
  std::optional<Hidden> hides(const Actor& reader, std::uint64_t sequence, std::string_view field) {
    const auto view = view_for(reader);
    if (!view) return Hidden::not_allowed;
    for (const ReadText& text : view.value().events.at(sequence - 1).texts) {
      if (text.field == field) return text.opened ? std::nullopt : std::optional(text.hidden);
    }
    ADD_FAILURE() << "no such text: " << field;
    return std::nullopt;
  }

  TempFolder folder_;
  TestTime time_;
  std::unique_ptr<OpenLedger> ledger_ = make_ledger(folder_.path() / "ledger", time_);
  CaseId id_;
  Flags flags_;
  std::uint64_t sequence_ = 0;
  std::uint64_t released_ = 0;  ///< the last event that kHealth saw as its own
  int next_key_ = 0;
  std::set<char> letters_;  ///< of the texts that were looked at
};

TEST_F(Access, IsAsTheTableSays) {
  ASSERT_NE(ledger_, nullptr);
  for (int bits = 0; bits < 16; ++bits) {
    make_case({(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0});
    ASSERT_FALSE(HasFatalFailure());
    for (const Reading& reader : kReaders) expect_as_the_table_says(reader);
  }
  EXPECT_EQ(letters_, (std::set<char>{'G', 'I', 'N', 'O', 'T', 'X'}));
}

TEST_F(Access, ARedactedTextIsTheCustodiansAlone) {
  make_case({.published = true});
  send(kVerifier, Redact{1, "text", RedactionReason::third_party});
  send(kCustodian, Redact{1, "name", RedactionReason::personal_data});
  for (const Reading& reader : kReaders) {
    SCOPED_TRACE(reader.actor.text());
    const bool may_see_words = expected(reader, flags_, true).find('T') != std::string::npos;
    const bool is_custodian = reader.actor.role == Role::custodian;
    const auto hidden = may_see_words ? Hidden::redacted : Hidden::not_allowed;
    EXPECT_EQ(hides(reader.actor, 1, "text"), is_custodian ? std::nullopt : std::optional(hidden));
    // Another text of the event, and the same field of another one, stay.
    EXPECT_EQ(hides(reader.actor, 1, "title").has_value(), !may_see_words);
    EXPECT_NE(hides(reader.actor, 1, "name"), std::nullopt);
  }
}

TEST_F(Access, AnErasedTextIsNobodys) {
  make_case({.published = true});
  send(kCustodian, Erase{{ErasureScope::content}, LegalBasis::reporter_request});
  const auto expect_erased = [&] {
    for (const Reading& reader : kReaders) {
      SCOPED_TRACE(reader.actor.text());
      const std::string seen = expected(reader, flags_, true);
      const bool may_see_words = seen.find('T') != std::string::npos;
      EXPECT_EQ(hides(reader.actor, 1, "text"),
                may_see_words ? Hidden::erased : Hidden::not_allowed);
      EXPECT_EQ(hides(reader.actor, 1, "name").has_value(), seen.find('N') == std::string::npos);
    }
  };
  expect_erased();  // from the event on, before a key is destroyed
  ASSERT_TRUE(ledger_->finish_erasures());
  expect_erased();
}

TEST_F(Access, WhatIsHiddenNowIsHiddenAsOfEarlier) {
  make_case({.published = true});
  const Instant then = time_.now();
  time_.move(std::chrono::hours(1));
  send(kReporter, ChangeVisibility{true, false, VisibilityReason::reporter_request});
  send(kVerifier, Redact{1, "text", RedactionReason::third_party});
  const auto as_citizen = [&] { return view_case(*ledger_, id_, kCitizen, then, time_.now()); };
  ASSERT_TRUE(as_citizen());
  for (const ReadText& text : as_citizen().value().events[0].texts) {
    if (text.field == "name") {
      EXPECT_TRUE(text.is_anonymous_name);
    }
    if (text.field == "text") {
      EXPECT_EQ(text.hidden, Hidden::redacted);
    }
  }
  send(kReporter, ChangeVisibility{true, true, VisibilityReason::reporter_request});
  EXPECT_FALSE(as_citizen());
}

TEST_F(Access, AListNamesACaseToWhoeverShowWouldFindItFor) {
  for (int bits = 0; bits < 8; ++bits) {
    make_case({(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, false});
    for (const Reading& reader : kReaders) {
      SCOPED_TRACE(reader.actor.text());
      const bool proves_nothing = reader.actor.role == Role::reporter;
      const bool found = static_cast<bool>(view_for(proves_nothing ? kCitizen : reader.actor));
      const auto now = is_listed(*ledger_, id_, reader.actor, std::nullopt);
      ASSERT_TRUE(now);
      EXPECT_EQ(now.value(), found);
      EXPECT_EQ(is_listed(*ledger_, id_, reader.actor, time_.now()).value(), found);
    }
  }
}

TEST_F(Access, ForWhomTheCaseIsNotThereItIsAsIfItNeverWas) {
  make_case({});
  const auto hidden = view_for(kCitizen);
  id_ = ledger_->secret().case_id("never submitted", 0);
  const auto absent = view_for(kCitizen);
  ASSERT_FALSE(hidden);
  ASSERT_FALSE(absent);
  EXPECT_EQ(hidden.error().kind, absent.error().kind);
  EXPECT_EQ(hidden.error().message, absent.error().message);
}

}  // namespace
}  // namespace aduan
