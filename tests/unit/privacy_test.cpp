// Sealing to the byte: the vectors were computed apart from this code (Python's hmac, hashlib and
// cryptography) from PROOF §6.

#include "core/base/encoding.h"
#include "core/privacy/aead.h"
#include "core/privacy/erasure.h"
#include "core/privacy/ledger_secret.h"
#include "core/privacy/payload.h"
#include "core/privacy/rocks/key_rows.h"
#include "core/privacy/seal.h"
#include "core/privacy/text_object.h"
#include "tests/support/memory_key_store.h"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace aduan {
namespace {

using namespace std::string_literals;

const CaseId kCase = *CaseId::from_text("7K3M9QX24B");
const CaseId kAnotherCase = *CaseId::from_text("7K3M9QX24C");

template <std::size_t N>
std::array<std::uint8_t, N> counting_from(std::uint8_t first) {
  std::array<std::uint8_t, N> bytes;
  for (std::uint8_t& byte : bytes) byte = first++;
  return bytes;
}

const Bytes16 kNonce = counting_from<16>(0x00);
const CaseKey kContent{counting_from<16>(0x10), counting_from<32>(0x20)};
const CaseKey kOfficial{counting_from<16>(0x40), counting_from<32>(0x50)};
const CaseKey kIdentity{counting_from<16>(0x80), counting_from<32>(0x90)};

CaseSealer sealer_of(const CaseId& case_id) {
  CaseSealer sealer(case_id);
  sealer.set_key(KeyKind::content, kContent);
  sealer.set_key(KeyKind::official, kOfficial);
  sealer.set_key(KeyKind::identity, kIdentity);
  return sealer;
}

/// All three keys, as a store has them.
Result<std::optional<CaseKey>> find_any(KeyKind kind, const Bytes16& id) {
  for (const auto& [of, key] :
       {std::pair{KeyKind::content, kContent}, std::pair{KeyKind::official, kOfficial},
        std::pair{KeyKind::identity, kIdentity}}) {
    if (of == kind && key.id == id) return std::optional(key);
  }
  return std::optional<CaseKey>();
}

const std::vector<FieldText> kTexts = {
    {"title", KeyKind::content, "Jalan berlubang"},
    {"text", KeyKind::content, "Di depan \"SDN 1\" \\ sejak\nMaret \u2014 100%"},
    {"contact", KeyKind::identity, "+62 812 0000 0000"},
};

constexpr std::string_view kPayloadHex =
    "0101101112131415161718191a1b1c1d1e1f000000641ab36a6cbcb848cb1a48f2e19f2d2e2a99ead158"
    "b79b85fb824a87b35ecca9b2a23620600d5169d2884fafd91087682fb69216474705c549d1dc3085fb71"
    "3f46a3036c83cdf2523f72b4fed6c1f8e0e831320fe7c04e98116146b139e14c62af7f5c407003808182"
    "838485868788898a8b8c8d8e8f0000002f50100126dc99d6b743de1f652396aa96aaf0fbc918269e0c50"
    "86f351820c200f40eec4fb4fe42429fa045d5361e158";

constexpr std::string_view kCommitsHex[] = {
    "f84cb0946fe93656e0b297cbd33721523424ef35cbcd8a2509a14126693891a4",
    "50797c5975f89a022fa94745fd907b9f232285e7b8f804b58f5dbfa898bd3925",
    "0b0999b155e4cf3f20b515d28b048f29ca4d78b1a114e68bc996af176cadc588",
};

constexpr std::string_view kSaltsHex[] = {
    "41c3aba5600a6ca1b4f10d167680139218ec7f3106cd093d35a97ac3b49ffebf",
    "3faf232841e7930a442e26ce623ce7812fa8ab5dc0b67f91e80153fb583f847e",
    "7dd30f6a5ec752423cf5cfc48565660506bb9f1b237bf360d9bbeb5a3d74cf5c",
};

SealedFields seal_vector() { return sealer_of(kCase).seal(kNonce, kTexts).value(); }

OpenedPayload open_with(std::string_view payload, const CaseId& case_id, const Bytes16& nonce,
                        const KeyFinder& find_key) {
  return OpenedPayload::open(payload, case_id, nonce, find_key).value();
}

using Outcome = std::variant<OpenedText, Unreadable>;

/// How the texts of the vector come out of `opened`, in their order.
std::vector<Outcome> outcomes(const OpenedPayload& opened) {
  const SealedFields sealed = seal_vector();
  std::vector<Outcome> all;
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    all.push_back(opened.text_of(kTexts[i].kind, kTexts[i].field, sealed.commits[i]));
  }
  return all;
}

const std::vector<Outcome> kAllDamaged(3, Unreadable::damaged);

// --- Seal

TEST(Seal, PayloadIsPinnedToTheByte) { EXPECT_EQ(to_hex(seal_vector().payload), kPayloadHex); }

TEST(Seal, CommitmentsArePinnedInTheOrderOfTheTexts) {
  const SealedFields sealed = seal_vector();
  ASSERT_EQ(sealed.commits.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(to_hex(as_view(sealed.commits[i])), kCommitsHex[i]);
  }
}

TEST(Seal, PutsKindsInAscendingOrderWhateverTheTextsHave) {
  const std::vector<FieldText> texts = {{"name", KeyKind::identity, "a"},
                                        {"note", KeyKind::official, "b"},
                                        {"text", KeyKind::content, "c"}};
  const SealedFields sealed = sealer_of(kCase).seal(kNonce, texts).value();
  const auto parts = parse_payload(sealed.payload);
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 3u);
  EXPECT_EQ((*parts)[0].kind, KeyKind::content);
  EXPECT_EQ((*parts)[1].kind, KeyKind::official);
  EXPECT_EQ((*parts)[2].kind, KeyKind::identity);
  EXPECT_EQ((*parts)[1].key_id, kOfficial.id);
}

TEST(Seal, OfNothingIsNothing) {
  const SealedFields sealed = CaseSealer(kCase).seal(kNonce, {}).value();
  EXPECT_TRUE(sealed.payload.empty());
  EXPECT_TRUE(sealed.commits.empty());
}

TEST(Seal, KeepsAnEmptyText) {
  const std::vector<FieldText> texts = {{"note", KeyKind::official, ""}};
  const SealedFields sealed = sealer_of(kCase).seal(kNonce, texts).value();
  const auto opened = open_with(sealed.payload, kCase, kNonce, find_any)
                          .text_of(KeyKind::official, "note", sealed.commits[0]);
  ASSERT_TRUE(std::holds_alternative<OpenedText>(opened));
  EXPECT_EQ(std::get<OpenedText>(opened).text, "");
}

TEST(Seal, EqualTextsOfTwoEventsOrFieldsCannotBeLinked) {
  const std::vector<FieldText> texts = {{"name", KeyKind::identity, "+62 812"},
                                        {"contact", KeyKind::identity, "+62 812"}};
  const SealedFields first = sealer_of(kCase).seal(kNonce, texts).value();
  const SealedFields second = sealer_of(kCase).seal(counting_from<16>(1), texts).value();
  EXPECT_NE(first.commits[0], first.commits[1]);
  EXPECT_NE(first.commits[0], second.commits[0]);
  EXPECT_NE(first.payload, second.payload);
}

/// A text that makes the payload exactly `payload_bytes` long.
std::vector<FieldText> text_filling(std::size_t payload_bytes) {
  const std::size_t frame = 1 + 1 + 16 + 4 + kTagBytes + std::string_view(R"({"text":""})").size();
  return {{"text", KeyKind::content, std::string(payload_bytes - frame, 'a')}};
}

TEST(Seal, TakesAPayloadOfTheLimitAndNoByteMore) {
  const auto sealed = sealer_of(kCase).seal(kNonce, text_filling(kPayloadBytesMax));
  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed.value().payload.size(), kPayloadBytesMax);
  EXPECT_TRUE(parse_payload(sealed.value().payload));
  for (const std::size_t size : {kPayloadBytesMax + 1, kPayloadBytesMax + 100}) {
    const auto too_large = sealer_of(kCase).seal(kNonce, text_filling(size));
    ASSERT_FALSE(too_large);
    EXPECT_EQ(too_large.error().kind, ErrorKind::invalid);
  }
}

TEST(Seal, RefusesWhatEscapesMakeTooLargeAndTwoPartsThatAreSoTogether) {
  const std::vector<FieldText> escaped = {{"text", KeyKind::content, std::string(50'000, '\x01')}};
  EXPECT_FALSE(sealer_of(kCase).seal(kNonce, escaped));
  const std::vector<FieldText> two = {{"text", KeyKind::content, std::string(131'072, 'a')},
                                      {"note", KeyKind::official, std::string(131'072, 'a')}};
  EXPECT_FALSE(sealer_of(kCase).seal(kNonce, two));
}

TEST(Seal, RefusesATextThatIsNoUtf8WithoutShowingIt) {
  const std::vector<FieldText> texts = {{"title", KeyKind::content, "rahasia \xff"}};
  const auto sealed = sealer_of(kCase).seal(kNonce, texts);
  ASSERT_FALSE(sealed);
  EXPECT_EQ(sealed.error().kind, ErrorKind::invalid);
  EXPECT_NE(sealed.error().message.find("title"), std::string::npos);
  EXPECT_EQ(sealed.error().message.find("rahasia"), std::string::npos);
}

TEST(Seal, WithoutAKeyIsABugOfOurs) {
  EXPECT_DEATH(static_cast<void>(CaseSealer(kCase).seal(kNonce, kTexts)), "CHECK");
}

TEST(Seal, TakesFromTheStoreOnlyTheKeysThatTheTextsNeed) {
  SeededRandom random("privacy_test");
  MemoryKeyStore store(random);
  CaseSealer sealer(kCase);
  ASSERT_TRUE(sealer.take_keys(store, kTexts, KeyDurability::at_flush));
  EXPECT_EQ(store.unflushed(), 2u);  // content and identity
  ASSERT_TRUE(sealer.take_keys(store, kTexts, KeyDurability::at_flush));
  EXPECT_EQ(store.unflushed(), 2u);
  const SealedFields sealed = sealer.seal(kNonce, kTexts).value();
  const auto opened = open_with(
      sealed.payload, kCase, kNonce,
      [&](KeyKind kind, const Bytes16& key_id) { return store.find_key(kCase, kind, key_id); });
  EXPECT_TRUE(std::holds_alternative<OpenedText>(
      opened.text_of(KeyKind::identity, "contact", sealed.commits[2])));
}

// --- Open

TEST(Open, GivesEachTextWithItsSalt) {
  const auto all = outcomes(open_with(seal_vector().payload, kCase, kNonce, find_any));
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    ASSERT_TRUE(std::holds_alternative<OpenedText>(all[i])) << kTexts[i].field;
    EXPECT_EQ(std::get<OpenedText>(all[i]).text, kTexts[i].text);
    EXPECT_EQ(to_hex(as_view(std::get<OpenedText>(all[i]).salt)), kSaltsHex[i]);
  }
}

TEST(Open, OfAnErasedKeySaysSoAndLeavesTheOtherKinds) {
  const auto all = outcomes(
      open_with(seal_vector().payload, kCase, kNonce, [](KeyKind kind, const Bytes16& key_id) {
        if (kind == KeyKind::content) return Result<std::optional<CaseKey>>(std::nullopt);
        return find_any(kind, key_id);
      }));
  EXPECT_EQ(all[0], Outcome(Unreadable::erased));
  EXPECT_EQ(all[1], Outcome(Unreadable::erased));
  EXPECT_TRUE(std::holds_alternative<OpenedText>(all[2]));
}

TEST(Open, FailsWithAnotherCaseNonceOrKey) {
  const std::string payload = seal_vector().payload;
  EXPECT_EQ(outcomes(open_with(payload, kAnotherCase, kNonce, find_any)), kAllDamaged);
  EXPECT_EQ(outcomes(open_with(payload, kCase, counting_from<16>(1), find_any)), kAllDamaged);
  const auto another_key = [](KeyKind, const Bytes16& key_id) {
    return Result<std::optional<CaseKey>>(CaseKey{key_id, counting_from<32>(0xd0)});
  };
  EXPECT_EQ(outcomes(open_with(payload, kCase, kNonce, another_key)), kAllDamaged);
}

// The key is the right one: only the associated kind differs.
TEST(Open, FailsWhenAPartIsGivenOutAsAnotherKind) {
  std::string payload = seal_vector().payload;
  payload[1] = 2;
  const auto opened = open_with(payload, kCase, kNonce, [](KeyKind kind, const Bytes16& key_id) {
    if (kind == KeyKind::official) return Result<std::optional<CaseKey>>(kContent);
    return find_any(kind, key_id);
  });
  const SealedFields sealed = seal_vector();
  EXPECT_EQ(opened.text_of(KeyKind::official, "title", sealed.commits[0]),
            Outcome(Unreadable::damaged));
  EXPECT_EQ(opened.text_of(KeyKind::content, "title", sealed.commits[0]),
            Outcome(Unreadable::damaged));
}

TEST(Open, OfATextThatTheRecordDoesNotCommitToIsDamaged) {
  const SealedFields sealed = seal_vector();
  const auto opened = open_with(sealed.payload, kCase, kNonce, find_any);
  EXPECT_EQ(opened.text_of(KeyKind::content, "title", sealed.commits[1]),
            Outcome(Unreadable::damaged));
  EXPECT_EQ(opened.text_of(KeyKind::content, "location", sealed.commits[0]),
            Outcome(Unreadable::damaged));
  EXPECT_EQ(opened.text_of(KeyKind::identity, "title", sealed.commits[0]),
            Outcome(Unreadable::damaged));
}

TEST(Open, OfAnyTruncatedPayloadIsDamaged) {
  const std::string payload = seal_vector().payload;
  const std::size_t first_part = 1 + 1 + 16 + 4 + 0x64;
  for (std::size_t size = 0; size < payload.size(); ++size) {
    const auto all =
        outcomes(open_with(std::string_view(payload).substr(0, size), kCase, kNonce, find_any));
    if (size == first_part) {
      // A payload of its own, with the first kind alone.
      EXPECT_TRUE(std::holds_alternative<OpenedText>(all[0]));
      EXPECT_EQ(all[2], Outcome(Unreadable::damaged));
    } else {
      EXPECT_EQ(all, kAllDamaged) << size;
    }
  }
}

TEST(Open, OfAPayloadWithAnyBitFlippedShowsNoChangedText) {
  const std::string payload = seal_vector().payload;
  const auto whole = outcomes(open_with(payload, kCase, kNonce, find_any));
  for (std::size_t bit = 0; bit < payload.size() * 8; ++bit) {
    std::string flipped = payload;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    const auto all = outcomes(open_with(flipped, kCase, kNonce, find_any));
    EXPECT_NE(all, whole) << bit;
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_TRUE(all[i] == whole[i] || std::holds_alternative<Unreadable>(all[i])) << bit;
    }
  }
}

TEST(Open, OfAnExtendedPayloadIsDamaged) {
  const std::string payload = seal_vector().payload;
  EXPECT_EQ(outcomes(open_with(payload + '\0', kCase, kNonce, find_any)), kAllDamaged);
  EXPECT_EQ(outcomes(open_with(payload + payload, kCase, kNonce, find_any)), kAllDamaged);
}

TEST(Open, PassesAStoreThatIsAwayOnAndADamagedKeyRowNot) {
  const std::string payload = seal_vector().payload;
  const auto failing = [](ErrorKind kind) {
    return [kind](KeyKind, const Bytes16&) -> Result<std::optional<CaseKey>> {
      return Error{.kind = kind, .message = "as the test wants"};
    };
  };
  const auto away = OpenedPayload::open(payload, kCase, kNonce, failing(ErrorKind::unavailable));
  ASSERT_FALSE(away);
  EXPECT_EQ(away.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(outcomes(open_with(payload, kCase, kNonce, failing(ErrorKind::corrupt))), kAllDamaged);
}

/// A payload of one content part that was sealed with the right key around `plaintext`.
std::string payload_around(std::string_view plaintext) {
  std::string payload;
  begin_payload(payload);
  append_part_header(payload, KeyKind::content, kContent.id, plaintext.size() + kTagBytes);
  const Hash key = Hkdf(as_view(kContent.key)).expand({"aduan/aead/v1", as_view(kNonce)});
  append_encrypted(payload, key, std::string(kCase.text()) + '\x01', plaintext);
  return payload;
}

TEST(Open, OfAPartThatHoldsNoObjectIsDamaged) {
  const Hash salt =
      Hkdf(as_view(kContent.key)).expand({"aduan/commit/v1", as_view(kNonce), "title"});
  const Hash commit = sha256({"aduan/commit/v1\0title\0"s, as_view(salt), "a"});
  const auto title_of = [&](std::string_view plaintext) {
    return open_with(payload_around(plaintext), kCase, kNonce, find_any)
        .text_of(KeyKind::content, "title", commit);
  };
  EXPECT_TRUE(std::holds_alternative<OpenedText>(title_of(R"({"title":"a"})")));
  EXPECT_EQ(title_of(R"({"title": "a"})"), Outcome(Unreadable::damaged));
  EXPECT_EQ(title_of(""), Outcome(Unreadable::damaged));
}

// --- Commitment

TEST(Commitment, AgreesWithTextSaltAndFieldAlone) {
  const Hash salt = *as_array<32>(*from_hex(kSaltsHex[0]));
  const Hash commit = *as_array<32>(*from_hex(kCommitsHex[0]));
  EXPECT_TRUE(verify_commitment("title", salt, "Jalan berlubang", commit));
  EXPECT_FALSE(verify_commitment("text", salt, "Jalan berlubang", commit));
  EXPECT_FALSE(verify_commitment("title", commit, "Jalan berlubang", commit));
  EXPECT_FALSE(verify_commitment("title", salt, "Jalan berlubang ", commit));
  EXPECT_FALSE(verify_commitment("title", salt, "Jalan berlubang", salt));
}

// --- The frame

std::string part(char kind, std::size_t bytes) {
  std::string out(1, kind);
  out.append(16, 'k');
  append_u32(out, static_cast<std::uint32_t>(bytes));
  return out.append(bytes, 'c');
}

std::string framed(const std::string& parts) { return std::string(1, '\x01').append(parts); }

TEST(Payload, HasAscendingKindsFromOneToThree) {
  EXPECT_TRUE(parse_payload(framed(part(1, 16) + part(3, 20))));
  EXPECT_FALSE(parse_payload(framed(part(3, 16) + part(1, 16))));
  EXPECT_FALSE(parse_payload(framed(part(2, 16) + part(2, 16))));
  EXPECT_FALSE(parse_payload(framed(part(0, 16))));
  EXPECT_FALSE(parse_payload(framed(part(4, 16))));
}

TEST(Payload, HasItsVersionAndAPart) {
  EXPECT_FALSE(parse_payload(""));
  EXPECT_FALSE(parse_payload("\x01"));
  EXPECT_FALSE(parse_payload("\x02"s + part(1, 16)));
  EXPECT_FALSE(parse_payload("\0"s + part(1, 16)));
}

TEST(Payload, HasPartsWithATagAtLeast) {
  EXPECT_TRUE(parse_payload(framed(part(1, kTagBytes))));
  EXPECT_FALSE(parse_payload(framed(part(1, kTagBytes - 1))));
}

TEST(Payload, OfTheLimitIsReadAndNoByteMore) {
  const std::size_t most = kPayloadBytesMax - 22;
  EXPECT_TRUE(parse_payload(framed(part(1, most))));
  EXPECT_FALSE(parse_payload(framed(part(1, most + 1))));
}

TEST(Payload, WithALengthBeyondItsEndIsNone) {
  std::string payload = framed(part(1, 16));
  payload[18] = '\xff';
  EXPECT_FALSE(parse_payload(payload));
}

// --- Texts as an object

TEST(TextObject, WritesWhatItReads) {
  const TextFields fields = {{"a", "\x01\x1f\n\"\\/\x7f"}, {"b", ""}, {"c", "\u00e9\U0001f600"}};
  std::string object = "{";
  for (const auto& [name, text] : fields) {
    append_text_field(object, name, text, object.size() == 1);
  }
  object += '}';
  EXPECT_EQ(object,
            "{\"a\":\"\\u0001\\u001f\\u000a\\\"\\\\/\x7f\",\"b\":\"\",\"c\":\"\u00e9\U0001f600\"}");
  EXPECT_EQ(parse_text_object(object), fields);
}

TEST(TextObject, RefusesEveryOtherSpelling) {
  const std::vector<std::string> others = {
      "",
      "{",
      "}",
      "{}",
      "[]",
      "null",
      "\"a\"",
      R"({"a"})",
      R"({"a":})",
      R"({"a":1})",
      R"({"a":null})",
      R"({"a":{"b":"c"}})",
      R"({"a":["b"]})",
      R"({"a":"b",})",
      R"({,"a":"b"})",
      R"({"a":"b"}x)",
      R"({"a":"b"}{})",
      R"({"a":"b")",
      R"({"a":"b)",
      R"({"a":"b\)",
      R"({"a":"b\"})",
      R"({a:"b"})",
      R"({'a':'b'})",
      R"({"a":"b""c":"d"})",
      R"( {"a":"b"})",
      R"({"a":"b"} )",
      R"({ "a":"b"})",
      R"({"a" :"b"})",
      R"({"a": "b"})",
      R"({"a":"\n"})",
      R"({"a":"\/"})",
      R"({"a":"\u0041"})",
      R"({"a":"\u000A"})",
      R"({"a":"\u00e9"})",
      R"({"a":"\u0000)",
      R"({"a":"\u00)",
      R"({"a":"\u0"})",
      R"({"a":"\ud83d\ude00"})",
      R"({"a":"\x"})",
      R"({"a":"b","a":"c"})",
      R"({"a":"b","c":"d","a":"b"})",
      "{\"a\":\"\n\"}",
      "{\"a\":\"\xff\"}",
      "{\"a\":\"\xed\xa0\x80\"}",
      "{\"a\":\"\0\"}"s,
  };
  for (const std::string& object : others) EXPECT_FALSE(parse_text_object(object)) << object;
}

TEST(TextObject, CutAnywhereIsNone) {
  const std::string object = "{\"a\":\"\\u0001\u00e9\",\"b\":\"\\\"\"}";
  ASSERT_TRUE(parse_text_object(object));
  for (std::size_t size = 0; size < object.size(); ++size) {
    EXPECT_FALSE(parse_text_object(std::string_view(object).substr(0, size))) << size;
  }
}

// --- Wrapped keys

const MasterKey kMaster{counting_from<32>(0xc0)};

TEST(KeyWrapping, IsPinnedToTheByte) {
  const std::string row = key_row(kCase, KeyKind::content, kContent.id);
  EXPECT_EQ(to_hex(row), to_hex("7K3M9QX24B") + "01" + "101112131415161718191a1b1c1d1e1f");
  EXPECT_EQ(
      to_hex(KeyWrapping(kMaster).wrap(row, kContent.key)),
      "01435e99e9288993761bd8839dacd52800f11229d4486a56e4221b217ab9563fa6c348616713f13bc0de1da34"
      "027441828");
}

TEST(KeyWrapping, OpensInItsOwnRowUnderItsOwnMasterKeyAlone) {
  const KeyWrapping wrapping(kMaster);
  const std::string row = key_row(kCase, KeyKind::content, kContent.id);
  const std::string value = wrapping.wrap(row, kContent.key);
  EXPECT_EQ(wrapping.unwrap(row, value), kContent.key);
  EXPECT_FALSE(wrapping.unwrap(key_row(kAnotherCase, KeyKind::content, kContent.id), value));
  EXPECT_FALSE(wrapping.unwrap(key_row(kCase, KeyKind::official, kContent.id), value));
  EXPECT_FALSE(wrapping.unwrap(key_row(kCase, KeyKind::content, kOfficial.id), value));
  EXPECT_FALSE(KeyWrapping(MasterKey{counting_from<32>(0xc1)}).unwrap(row, value));
}

TEST(KeyWrapping, RefusesDamagedValues) {
  const KeyWrapping wrapping(kMaster);
  const std::string value = wrapping.wrap("row", kContent.key);
  for (std::size_t size = 0; size < value.size(); ++size) {
    EXPECT_FALSE(wrapping.unwrap("row", std::string_view(value).substr(0, size))) << size;
  }
  EXPECT_FALSE(wrapping.unwrap("row", value + '\0'));
  for (std::size_t i = 0; i < value.size(); ++i) {
    std::string flipped = value;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    EXPECT_FALSE(wrapping.unwrap("row", flipped)) << i;
  }
}

// --- The reporter's code

TEST(ReporterCode, IsPinned) {
  const LedgerSecret secret(counting_from<32>(0x00));
  EXPECT_EQ(secret.reporter_code(kCase), "C06DFWR0");
}

TEST(ReporterCode, IsThatCaseAndLedgersAlone) {
  const LedgerSecret secret(counting_from<32>(0x00));
  EXPECT_TRUE(secret.is_reporter_code(kCase, "C06DFWR0"));
  EXPECT_FALSE(secret.is_reporter_code(kAnotherCase, "C06DFWR0"));
  EXPECT_FALSE(LedgerSecret(counting_from<32>(0x01)).is_reporter_code(kCase, "C06DFWR0"));
}

TEST(ReporterCode, ForgivesWhatTheTrackingNumberForgives) {
  const LedgerSecret secret(counting_from<32>(0x00));
  EXPECT_TRUE(secret.is_reporter_code(kCase, "co6d-fwro"));
  EXPECT_TRUE(secret.is_reporter_code(kCase, " c06 dfwr0 "));
}

TEST(ReporterCode, WithAnyCharacterWrongMissingOrTooManyIsWrong) {
  const LedgerSecret secret(counting_from<32>(0x00));
  const std::string code = secret.reporter_code(kCase);
  for (std::size_t i = 0; i < code.size(); ++i) {
    std::string wrong = code;
    wrong[i] = wrong[i] == 'Z' ? 'Y' : 'Z';
    EXPECT_FALSE(secret.is_reporter_code(kCase, wrong)) << wrong;
    EXPECT_FALSE(secret.is_reporter_code(kCase, code.substr(0, i))) << i;
  }
  EXPECT_FALSE(secret.is_reporter_code(kCase, code + "0"));
}

// --- Destroying an erasure's keys

/// A key of the case, another one each time, as other ways than `current_key` may bring it.
struct KeysOfACase {
  CaseKey make() {
    const auto made = store.current_key(kCase, KeyKind::content, KeyDurability::now);
    EXPECT_TRUE(made);
    return made.value();
  }
  /// A record sealed under the case's current key.
  std::string sealed(const CaseKey& key) {
    std::string payload;
    begin_payload(payload);
    append_part_header(payload, KeyKind::content, key.id, kTagBytes);
    return payload.append(kTagBytes, '\0');
  }
  bool has(const CaseKey& key) {
    return store.find_key(kCase, KeyKind::content, key.id).value().has_value();
  }
  Result<void> destroy(std::uint64_t sequence, const std::vector<SealedRecord>& records) {
    const std::array kinds = {KeyKind::content};
    return destroy_keys(kCase, sequence, kinds, records, store);
  }

  SeededRandom random{"keys of a case"};
  MemoryKeyStore store{random};
};

TEST(DestroyKeys, TakesTheKeyOfARecordUpToTheErasureAndLeavesThatOfALaterOne) {
  for (const std::uint64_t written : {4U, 5U, 6U}) {
    KeysOfACase keys;
    const CaseKey key = keys.make();
    const std::string payload = keys.sealed(key);
    ASSERT_TRUE(keys.destroy(5, {{written, payload}}));
    EXPECT_EQ(keys.has(key), written > 5) << written;
  }
}

TEST(DestroyKeys, TakesAKeyThatAnEarlierRecordSharesWithALaterOne) {
  KeysOfACase keys;
  const CaseKey key = keys.make();
  const std::string payload = keys.sealed(key);
  ASSERT_TRUE(keys.destroy(5, {{7, payload}, {1, payload}}));
  EXPECT_FALSE(keys.has(key));
}

TEST(DestroyKeys, TakesAKeyThatNoRecordNames) {
  KeysOfACase keys;
  const CaseKey key = keys.make();
  ASSERT_TRUE(keys.destroy(5, {{7, "no payload"}}));
  EXPECT_FALSE(keys.has(key));
}

TEST(DestroyKeys, LeavesTheOtherKinds) {
  KeysOfACase keys;
  const auto identity = keys.store.current_key(kCase, KeyKind::identity, KeyDurability::now);
  ASSERT_TRUE(identity);
  ASSERT_TRUE(keys.destroy(5, {}));
  EXPECT_TRUE(keys.store.find_key(kCase, KeyKind::identity, identity.value().id).value());
}

}  // namespace
}  // namespace aduan
