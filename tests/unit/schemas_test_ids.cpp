// Ids and actors: strict in records, forgiving for people.

#include "core/base/encoding.h"
#include "schemas/ids.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace aduan {
namespace {

using namespace std::string_literals;

CaseId case_id(std::string_view text) { return *CaseId::from_text(text); }

// --- Case ids

TEST(CaseId, IsTenUpperCaseCharactersOfTheAlphabet) {
  EXPECT_TRUE(CaseId::from_text("7K3M9QX24B"));
  EXPECT_EQ(CaseId::from_text("7K3M9QX24B")->text(), "7K3M9QX24B");
  EXPECT_TRUE(CaseId::from_text("0000000000"));
  EXPECT_TRUE(CaseId::from_text("ZZZZZZZZZZ"));
}

TEST(CaseId, RefusesEveryOtherForm) {
  for (const auto& text : {""s, "7K3M9QX24"s, "7K3M9QX24BB"s, "7k3m9qx24b"s, "7K3M9-QX24B"s,
                           "7K3M9QX24O"s, "7K3M9QX24I"s, "7K3M9QX24L"s, "7K3M9QX24U"s,
                           " 7K3M9QX24"s, "7K3M9QX24\0"s, "7K3M9QX24\xc3"s}) {
    EXPECT_FALSE(CaseId::from_text(text)) << text;
  }
}

TEST(CaseId, EveryCharacterOfTheAlphabetStandsForItself) {
  for (int c = 0; c < 256; ++c) {
    const std::string text(10, static_cast<char>(c));
    const bool is_in_alphabet = kCrockford.find(static_cast<char>(c)) != std::string_view::npos;
    EXPECT_EQ(CaseId::from_text(text).has_value(), is_in_alphabet) << c;
  }
}

TEST(CaseId, TakesTheFirstFiftyBits) {
  EXPECT_EQ(CaseId::from_bits("\xff\xff\xff\xff\xff\xff\xc0"s).text(), "ZZZZZZZZZZ");
  EXPECT_EQ(CaseId::from_bits("\xff\xff\xff\xff\xff\xff\xff"s).text(), "ZZZZZZZZZZ");
  EXPECT_EQ(CaseId::from_bits("\x00\x44\x32\x14\xc7\x42\x40 more"s).text(), "0123456789");
}

TEST(CaseId, NeedsSevenBytes) { EXPECT_DEATH(CaseId::from_bits("123456"), "CHECK"); }

TEST(CaseId, SortsAsItsText) { EXPECT_LT(case_id("0000000009"), case_id("000000000A")); }

// --- Tracking numbers

TEST(TrackingNumber, HasTwoGroupsAndACheckCharacter) {
  // Computed apart from this code: sum of value(i) · 2^(10−i) in GF(32), x^5 + x^2 + 1.
  EXPECT_EQ(tracking_number(case_id("7K3M9QX24B")), "7K3M9-QX24B-1");
  EXPECT_EQ(tracking_number(case_id("0000000000")), "00000-00000-0");
  EXPECT_EQ(tracking_number(case_id("0000000001")), "00000-00001-2");
}

TEST(TrackingNumber, ReadsBack) {
  for (const auto* id : {"7K3M9QX24B", "0000000000", "ZZZZZZZZZZ", "0123456789"}) {
    EXPECT_EQ(parse_tracking_number(tracking_number(case_id(id))), case_id(id)) << id;
  }
}

TEST(TrackingNumber, FindsEveryWrongCharacter) {
  for (const auto* id : {"7K3M9QX24B", "0000000000", "ABCDEFGHJK"}) {
    const std::string right = tracking_number(case_id(id));
    for (std::size_t i = 0; i < right.size(); ++i) {
      if (right[i] == '-') continue;
      for (const char c : kCrockford) {
        std::string wrong = right;
        wrong[i] = c;
        EXPECT_EQ(parse_tracking_number(wrong).has_value(), wrong == right) << wrong;
      }
    }
  }
}

TEST(TrackingNumber, FindsEveryExchangeOfTwo) {
  const std::string right = tracking_number(case_id("7K3M9QX24B"));
  for (std::size_t i = 0; i < right.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (right[i] == '-' || right[j] == '-') continue;
      std::string wrong = right;
      std::swap(wrong[i], wrong[j]);
      EXPECT_EQ(parse_tracking_number(wrong).has_value(), wrong == right) << wrong;
    }
  }
}

TEST(TrackingNumber, ForgivesHowPeopleType) {
  const CaseId id = case_id("7K3M9QX24B");
  for (const auto* text : {"7K3M9-QX24B-1", "7k3m9-qx24b-1", "7K3M9QX24B1", "7K3M9QX24B",
                           "#7k3m9 qx24b 1", " 7K3M9 - QX24B - 1 ", "# 7K3M9QX24B"}) {
    EXPECT_EQ(parse_tracking_number(text), id) << text;
  }
  EXPECT_EQ(parse_tracking_number("oOiIlL0011"), case_id("0011110011"));
}

TEST(TrackingNumber, RefusesWhatIsNone) {
  for (const auto* text : {"", "#", "-", "7K3M9QX24", "7K3M9-QX24B-11", "7K3M9-QX24B-5",
                           "7K3M9-QX24U", "7K3M9#QX24B", "7K3M9_QX24B", "7K3M9QX24\xc3\x89"}) {
    EXPECT_FALSE(parse_tracking_number(text)) << text;
  }
}

// --- Agencies and categories

TEST(AgencyId, IsOneTo64OfItsCharacters) {
  for (const auto& text :
       {"a"s, "0"s, "kl-kemenkes"s, "kab-3204"s, "x.y-z"s, "a-"s, std::string(64, 'a')}) {
    ASSERT_TRUE(parse_agency_id(text)) << text;
    EXPECT_EQ(parse_agency_id(text)->text(), text);
    EXPECT_TRUE(parse_category_id(text)) << text;
  }
}

TEST(AgencyId, RefusesEveryOtherForm) {
  for (const auto& text : {""s, std::string(65, 'a'), "-a"s, ".a"s, "A"s, "a_b"s, "a/b"s, "a b"s,
                           "a:"s, "\xc3\xa9"s, "a\0"s}) {
    EXPECT_FALSE(parse_agency_id(text)) << text;
    EXPECT_FALSE(parse_category_id(text)) << text;
  }
}

TEST(AgencyId, TheDeskIsOne) { EXPECT_EQ(parse_agency_id(kDesk), desk()); }

// --- Actors

TEST(Actor, EveryRoleReadsBack) {
  for (const auto* text :
       {"reporter", "citizen", "citizen:c-7", "verifier:desk/v-1", "agency:kl-kemenkes/o-4711",
        "overseer:o-1", "custodian:k-1", "operator:op", "watcher:w-1", "steward:s-1",
        "importer:boston311", "auditor:a", "analyst:X_9.z"}) {
    const auto actor = parse_actor(text);
    ASSERT_TRUE(actor) << text;
    EXPECT_EQ(actor->text(), text);
  }
}

TEST(Actor, KnowsTheAgencyOfAnOfficer) {
  EXPECT_EQ(parse_actor("agency:kl-kemenkes/o-4711")->agency(), AgencyId{"kl-kemenkes"});
  EXPECT_EQ(parse_actor("verifier:desk/v-1")->agency(), desk());
  EXPECT_EQ(parse_actor("importer:boston311")->agency(), AgencyId{"boston311"});
  EXPECT_TRUE(parse_actor("reporter")->agency().empty());
}

TEST(Actor, AnIdHasAtMostAHundredCharacters) {
  EXPECT_TRUE(parse_actor("importer:" + std::string(100, 'x')));
  EXPECT_FALSE(parse_actor("importer:" + std::string(101, 'x')));
}

TEST(Actor, RefusesEveryOtherForm) {
  for (const auto& text :
       {""s, ":"s, "reporter:"s, "reporter:r-1"s, "citizen:"s, "agency"s, "agency:"s, "verifier"s,
        "nobody:x"s, "Reporter"s, " reporter"s, "agency:a b"s, "agency:a:b"s, "agency:\xc3\xa9"s,
        "agency:a\""s, "agency:a\0"s}) {
    EXPECT_FALSE(parse_actor(text)) << text;
  }
}

}  // namespace
}  // namespace aduan
