// Both languages say everything: no word, sentence, reason or rejection is missing in either.

#include "cli/case_view.h"
#include "cli/render/duration_text.h"
#include "cli/render/local_time.h"
#include "cli/render/words.h"
#include "schemas/command.h"
#include "schemas/event.h"
#include "schemas/instant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace aduan {
namespace {

using ::testing::ElementsAre;

/// What `pattern` matches in the text, each once.
std::set<std::string> found(std::string_view text, const std::regex& pattern) {
  const std::string whole(text);
  std::set<std::string> matches;
  for (std::sregex_iterator at(whole.begin(), whole.end(), pattern), end; at != end; ++at) {
    matches.insert(at->str());
  }
  return matches;
}

class InEachLanguage : public ::testing::TestWithParam<Language> {
 protected:
  const Words& words() const { return words_in(GetParam()); }

  template <class E>
  void expect_words() const {
    for (std::size_t i = 0; i < Names<E>::values.size(); ++i) {
      EXPECT_FALSE(word_of(words(), static_cast<E>(i)).empty()) << Names<E>::values[i];
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Words, InEachLanguage,
                         ::testing::Values(Language::english, Language::indonesian),
                         [](const auto& each) { return std::string(name_of_code(each.param)); });

TEST_P(InEachLanguage, EveryCodeHasAWord) {
  expect_words<Status>();
  expect_words<HandlingRole>();
  expect_words<Clock>();
  expect_words<Channel>();
  expect_words<ComplaintKind>();
  expect_words<ArchiveReason>();
  expect_words<ReturnReason>();
  expect_words<Outcome>();
  expect_words<ClosingBasis>();
  expect_words<ReopeningReason>();
  expect_words<EscalationTarget>();
  expect_words<EscalationReason>();
  expect_words<ExtensionReason>();
  expect_words<VisibilityReason>();
  expect_words<RedactionReason>();
  expect_words<LegalBasis>();
  expect_words<ErasureScope>();
  expect_words<RejectionCode>();
  for (const std::string_view status : words().short_statuses) EXPECT_FALSE(status.empty());
}

TEST_P(InEachLanguage, ACodeThatIsNotKnownStandsAsItIs) {
  EXPECT_EQ(word_of(words(), Code<ArchiveReason>::from_text("lost")), "lost");
  EXPECT_EQ(short_word_of(words(), Code<Status>::from_text("weighed")), "weighed");
  EXPECT_EQ(field_word(words(), "weight"), "weight");
  EXPECT_EQ(command_word(words(), "weigh"), "weigh");
}

/// A sample is as good as any: a command's type depends on its alternative alone.
template <std::size_t... i>
std::vector<std::string_view> command_types(std::index_sequence<i...>) {
  return {short_type(type_of(CaseCommand(std::in_place_index<i>)))...};
}

TEST_P(InEachLanguage, EveryCommandHasAWord) {
  const auto types = command_types(std::make_index_sequence<std::variant_size_v<CaseCommand>>());
  std::set<std::string_view> named;
  for (const auto& [type, word] : words().commands) {
    EXPECT_FALSE(word.empty()) << type;
    named.insert(type);
  }
  EXPECT_EQ(named, std::set<std::string_view>(types.begin(), types.end()));
}

TEST_P(InEachLanguage, EveryFieldHasAWord) {
  for (std::size_t i = 0; i < words().fields.size(); ++i) {
    EXPECT_EQ(words().fields[i].first, english().fields[i].first);
    EXPECT_FALSE(words().fields[i].second.empty());
  }
}

TEST_P(InEachLanguage, EverySentenceTakesItsPlaces) {
  const std::regex place(R"(\{\d+)");
  for (std::size_t i = 0; i < kPhrases; ++i) {
    const std::string_view sentence = words().phrases[i].second;
    EXPECT_FALSE(sentence.empty()) << i;
    EXPECT_EQ(found(sentence, place), found(english().phrases[i].second, place)) << sentence;
    EXPECT_NO_THROW(say(words(), static_cast<Phrase>(i), 1, 2, 3, 4)) << sentence;
  }
}

TEST_P(InEachLanguage, EveryRejectionSaysWhatToDo) {
  const std::regex command("`[^`]+`");
  for (std::size_t i = 0; i < Names<RejectionCode>::values.size(); ++i) {
    const auto code = static_cast<RejectionCode>(i);
    const std::string_view explanation = explanation_of(words(), code);
    EXPECT_TRUE(explanation.ends_with('.')) << name_of_code(code);
    EXPECT_EQ(found(explanation, command), found(explanation_of(code), command));
  }
}

TEST_P(InEachLanguage, MonthsInColumnsAreOfOneWidth) {
  for (const std::string_view month : words().short_months) EXPECT_EQ(month.size(), 3U) << month;
  for (const std::string_view month : words().months) EXPECT_GE(month.size(), 3U);
  EXPECT_EQ(std::set(words().weekdays.begin(), words().weekdays.end()).size(), 7U);
}

/// A sentence that nobody translated would stand here.
TEST(Indonesian, SharesOnlyTheseSentencesWithEnglish) {
  std::vector<std::string_view> shared;
  for (std::size_t i = 0; i < kPhrases; ++i) {
    if (indonesian().phrases[i].second == english().phrases[i].second) {
      shared.push_back(english().phrases[i].second);
    }
  }
  EXPECT_THAT(shared, ElementsAre("{0}: {1}", "Anonim", "STATUS"));
  for (std::size_t i = 0; i < Names<RejectionCode>::values.size(); ++i) {
    const auto code = static_cast<RejectionCode>(i);
    EXPECT_NE(explanation_of(indonesian(), code), explanation_of(code));
    EXPECT_NE(word_of(indonesian(), code), word_of(english(), code));
  }
}

TEST(Indonesian, TellsOfAMistakeWhatItSaysInEnglishOfIt) {
  EXPECT_EQ(translated(indonesian(), no_such_case().message),
            say(indonesian(), Phrase::no_such_case));
  EXPECT_EQ(translated(english(), no_such_case().message), no_such_case().message);
  EXPECT_EQ(translated(indonesian(), parse_case("7K3M9").error().message),
            say(indonesian(), Phrase::no_tracking_number));
  EXPECT_EQ(translated(indonesian(), "the disk is full"), "the disk is full");
}

TEST(Indonesian, WritesDatesAndTimesAsIndonesiansDo) {
  const Instant instant = *parse_instant_forgiving("2014-12-19T01:00:00Z");
  EXPECT_EQ(local_time(instant, Zone::WIB, indonesian()), "Jumat, 19 Desember 2014 08.00 WIB");
  EXPECT_EQ(local_time(instant, Zone::WIT, indonesian()), "Jumat, 19 Desember 2014 10.00 WIT");
  EXPECT_EQ(local_minute(instant, Zone::WIB, indonesian()), "19 Des 2014 08.00");
  const Instant due = *parse_instant_forgiving("2015-08-05T17:00:00Z");
  EXPECT_EQ(due_text(due, Zone::WIB, indonesian()), "Rabu, 5 Agustus 2015");
  EXPECT_EQ(due_text(due, Zone::WITA, indonesian()), "Kamis, 6 Agustus 2015 01.00");
  EXPECT_EQ(short_due_text(due, Zone::WIB, indonesian()), "05 Agu 2015");
  EXPECT_EQ(short_due_text(due, Zone::WITA, indonesian()), "06 Agu 2015 01.00");
}

TEST(Indonesian, WritesDurationsInWordsAndShortInColumns) {
  EXPECT_EQ(duration_text(std::chrono::hours{76}, indonesian()), "3 hari 4 jam");
  EXPECT_EQ(short_duration_text(std::chrono::hours{76}, indonesian()), "3 hr 4 j");
  EXPECT_EQ(short_duration_text(std::chrono::minutes{3}, indonesian()), "3 mnt");
  EXPECT_EQ(short_duration_text(std::chrono::hours{76}, english()), "3 d 4 h");
}

}  // namespace
}  // namespace aduan
