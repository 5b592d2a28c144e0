// The ground floor: numbers as bytes, bytes as text, hashes against the vectors of their RFCs,
// seeded randomness.

#include "core/base/bytes.h"
#include "core/base/check.h"
#include "core/base/clock.h"
#include "core/base/encoding.h"
#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/base/result.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace aduan {
namespace {

using namespace std::string_literals;

std::string hex(const Hash& hash) { return to_hex(as_view(hash)); }
std::string repeated(char byte, std::size_t count) { return std::string(count, byte); }

// --- Bytes

TEST(Bytes, NumbersAreBigEndian) {
  std::string out;
  append_u16(out, 0x0102);
  append_u32(out, 0x03040506);
  append_u64(out, 0x0708090a0b0c0d0e);
  EXPECT_EQ(to_hex(out), "0102030405060708090a0b0c0d0e");
}

TEST(Bytes, SortAsNumbersDo) {
  std::string small;
  std::string large;
  append_u64(small, 255);
  append_u64(large, 256);
  EXPECT_LT(small, large);
}

TEST(Bytes, TakeReadsBackWhatAppendWrote) {
  std::string out = "\xff";
  append_u16(out, std::numeric_limits<std::uint16_t>::max());
  append_u32(out, 0x80000001);
  append_u64(out, 0xfffffffffffffffe);
  std::string_view in = out;
  EXPECT_EQ(take_u8(in), 0xff);
  EXPECT_EQ(take_u16(in), 0xffff);
  EXPECT_EQ(take_u32(in), 0x80000001u);
  EXPECT_EQ(take_u64(in), 0xfffffffffffffffeu);
  EXPECT_TRUE(in.empty());
}

TEST(Bytes, TakeLeavesTooShortInputAlone) {
  const std::string seven = "1234567";
  std::string_view in = seven;
  EXPECT_FALSE(take_u64(in));
  EXPECT_FALSE(take_bytes(in, 8));
  EXPECT_EQ(in, seven);
  in = "123";
  EXPECT_FALSE(take_u32(in));
  in = "1";
  EXPECT_FALSE(take_u16(in));
  in = "";
  EXPECT_FALSE(take_u8(in));
}

TEST(Bytes, TakeBytesMayTakeAllOrNone) {
  std::string_view in = "abc";
  EXPECT_EQ(take_bytes(in, 0), "");
  EXPECT_EQ(take_bytes(in, 3), "abc");
  EXPECT_EQ(take_bytes(in, 0), "");
}

TEST(Bytes, AnArrayHasExactlyItsLength) {
  EXPECT_FALSE(as_array<4>("abc"));
  EXPECT_FALSE(as_array<4>("abcde"));
  const auto four = as_array<4>("abc\xff");
  ASSERT_TRUE(four);
  EXPECT_EQ(as_view(*four), "abc\xff");
}

// --- Check, result, clock

TEST(Check, EndsTheProcessWithItsExpression) {
  const int two = 2;
  CHECK(two == 2);
  EXPECT_DEATH(CHECK(two == 3), "CHECK\\(two == 3\\) failed at .*base_test.cpp");
}

TEST(Result, HoldsAValueOrAnError) {
  const Result<int> value = 3;
  const Result<int> error = Error{.kind = ErrorKind::corrupt, .message = "bad"};
  ASSERT_TRUE(value);
  EXPECT_EQ(value.value(), 3);
  ASSERT_FALSE(error);
  EXPECT_EQ(error.error().kind, ErrorKind::corrupt);
  EXPECT_FALSE(error.error().outcome_unknown);
  const Result<void> nothing = success();
  EXPECT_TRUE(nothing);
}

TEST(Result, EachKindHasItsName) {
  EXPECT_EQ(name_of(ErrorKind::invalid), "invalid");
  EXPECT_EQ(name_of(ErrorKind::conflict), "conflict");
  EXPECT_EQ(name_of(ErrorKind::not_found), "not_found");
  EXPECT_EQ(name_of(ErrorKind::unavailable), "unavailable");
  EXPECT_EQ(name_of(ErrorKind::corrupt), "corrupt");
}

// --- Encoding

TEST(Hex, IsLowerCaseAndReadsEitherCase) {
  EXPECT_EQ(to_hex("\x00\x7f\xff"s), "007fff");
  EXPECT_EQ(from_hex("007FfF"), "\x00\x7f\xff"s);
  EXPECT_EQ(from_hex(""), "");
}

TEST(Hex, RefusesOddLengthAndOtherCharacters) {
  for (const auto* text : {"0", "0g", "g0", " 0", "0x", "0/", "0:", "@0", "0`"}) {
    EXPECT_FALSE(from_hex(text)) << text;
  }
}

struct TextPair {
  std::string_view bytes;
  std::string_view text;
};

// RFC 4648 §10.
constexpr TextPair kBase64Vectors[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

TEST(Base64, AgreesWithTheVectorsOfRfc4648) {
  for (const auto& [bytes, text] : kBase64Vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Base64, UsesTheStandardAlphabet) {
  EXPECT_EQ(to_base64("\xfb\xff\xbf"), "+/+/");
  EXPECT_EQ(from_base64("+/+/"), "\xfb\xff\xbf");
  EXPECT_FALSE(from_base64("-_-_"));
}

TEST(Base64, AppendKeepsWhatWasThere) {
  std::string out = "x=";
  append_base64(out, "f");
  EXPECT_EQ(out, "x=Zg==");
}

TEST(Base64, ReadsBackEveryByteAtEveryLength) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes) << i;
    bytes.push_back(static_cast<char>(255 - i));
  }
}

TEST(Base64, RefusesEveryMalformedForm) {
  const std::vector<std::string> malformed = {
      "Z",      "Zg",    "Zg=",      "Zm8",    "Zm9",       // padding missing
      "Zh==",   "Zm9=",  "Zv==",     "Zm+=",                // unused bits set
      "=",      "==",    "====",     "Z===",   "Zg==Zg==",  // padding alone, too much, inside
      "Z=g=",   "=Zm8",  "Zg=g",     "Zg==\n", "Zm9v\n",    // padding before text, line ends
      " Zm9",   "Zm 9",  "Zm9-",     "Zm9_",   "Zm\x80v",   // other characters
      "Zm\0v"s, "Zm9v=", "Zm9v====",
  };
  for (const std::string& text : malformed) EXPECT_FALSE(from_base64(text)) << text;
}

TEST(Base64, IntoABufferAgreesWithTheOther) {
  std::string bytes;
  for (int i = 0; i < 100; ++i) {
    const std::string text = to_base64(bytes);
    std::vector<std::uint8_t> buffer(bytes.size());
    ASSERT_TRUE(decode_base64(text, buffer)) << i;
    EXPECT_EQ(std::string(buffer.begin(), buffer.end()), bytes);
    for (std::size_t place = 0; place < text.size(); ++place) {
      for (const char c : {'=', 'A', 'B', 'Q', '/', '-', '\0', '\xff'}) {
        std::string changed = text;
        changed[place] = c;
        const auto expected = from_base64(changed);
        const bool is_same_size = expected && expected->size() == bytes.size();
        EXPECT_EQ(decode_base64(changed, buffer), is_same_size) << changed;
      }
    }
    bytes.push_back(static_cast<char>(255 - i));
  }
}

TEST(Base64, IntoABufferRefusesAnotherLength) {
  std::vector<std::uint8_t> three(3);
  EXPECT_TRUE(decode_base64("Zm9v", three));
  for (const auto* text : {"", "Zm9", "Zm8=", "Zg==", "Zm9vYg=="}) {
    EXPECT_FALSE(decode_base64(text, three)) << text;
  }
}

TEST(Crockford, TakesFiveBitsACharacterFromTheFront) {
  EXPECT_EQ(to_crockford("", 0), "");
  EXPECT_EQ(to_crockford("\xff\xff\xff\xff\xff\xff\xff", 10), "ZZZZZZZZZZ");
  // 00000 00001 00010 00011 00100 00101 00110 00111
  EXPECT_EQ(to_crockford("\x00\x44\x32\x14\xc7"s, 8), "01234567");
  EXPECT_EQ(to_crockford("\x00\x44\x32\x14\xc7"s, 3), "012");
}

TEST(Crockford, WritesEveryValueOfItsAlphabet) {
  for (std::size_t value = 0; value < 32; ++value) {
    const std::string byte(1, static_cast<char>(value << 3));
    EXPECT_EQ(to_crockford(byte, 1), kCrockford.substr(value, 1));
    EXPECT_EQ(crockford_value(kCrockford[value]), value);
  }
}

TEST(Crockford, NeedsTheBitsItWrites) { EXPECT_DEATH(to_crockford("\x01", 2), "CHECK"); }

TEST(Crockford, ForgivesCaseAndLookAlikes) {
  EXPECT_EQ(crockford_value('z'), 31);
  EXPECT_EQ(crockford_value('a'), 10);
  for (const char c : {'O', 'o', '0'}) EXPECT_EQ(crockford_value(c), 0) << c;
  for (const char c : {'I', 'i', 'L', 'l', '1'}) EXPECT_EQ(crockford_value(c), 1) << c;
}

TEST(Crockford, KnowsNoOtherCharacter) {
  for (const char c : {'U', 'u', '-', ' ', '/', ':', '@', '[', '`', '{', '\0', '\x80', '\xff'}) {
    EXPECT_FALSE(crockford_value(c)) << c;
  }
}

// --- Hashes

TEST(Sha256, AgreesWithFips180) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, OfPartsIsThatOfTheWhole) {
  EXPECT_EQ(sha256({"a", "", "bc"}), sha256("abc"));
  EXPECT_EQ(sha256({}), sha256(""));
}

TEST(Sha256, RunsInManyThreads) {
  std::vector<std::thread> threads;
  std::vector<Hash> hashes(4);
  for (Hash& hash : hashes) {
    threads.emplace_back([&hash] {
      for (int i = 0; i < 1000; ++i) hash = sha256({as_view(hash), "next"});
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Hash& hash : hashes) EXPECT_EQ(hash, hashes.front());
}

// The leaves "" and 00 and their node: the first roots of the Certificate Transparency vectors.
TEST(MerkleHash, AgreesWithRfc6962) {
  EXPECT_EQ(hex(leaf_hash("")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(hex(leaf_hash("\x00"s)),
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
  EXPECT_EQ(hex(node_hash(leaf_hash(""), leaf_hash("\x00"s))),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
}

struct HmacVector {
  std::string key;
  std::string message;
  std::string_view mac;
};

// RFC 4231 §4.2 to §4.8 (§4.6, a truncated one, left out).
const HmacVector kHmacVectors[] = {
    {repeated('\x0b', 20), "Hi There",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {"Jefe", "what do ya want for nothing?",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {repeated('\xaa', 20), repeated('\xdd', 50),
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
    {"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17"
     "\x18\x19",
     repeated('\xcd', 50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
    {repeated('\xaa', 131), "Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {repeated('\xaa', 131),
     "This is a test using a larger than block-size key and a larger than block-size data. The key "
     "needs to be hashed before being used by the HMAC algorithm.",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

TEST(Hmac, AgreesWithRfc4231) {
  for (const auto& [key, message, mac] : kHmacVectors) {
    EXPECT_EQ(hex(Hmac(key)({message})), mac);
  }
}

TEST(Hmac, ServesManyMessagesInParts) {
  const Hmac hmac("Jefe");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(hex(hmac({"what do ya want ", "", "for nothing?"})), kHmacVectors[1].mac);
    EXPECT_NE(hmac({"another"}), hmac({}));
  }
}

TEST(Hmac, AKeyOfABlockIsTakenAsItIsAndALongerOneHashed) {
  const std::string block = repeated('k', 64);
  const std::string longer = repeated('k', 65);
  EXPECT_EQ(Hmac(longer)({"m"}), Hmac(as_view(sha256(longer)))({"m"}));
  EXPECT_NE(Hmac(block)({"m"}), Hmac(as_view(sha256(block)))({"m"}));
}

TEST(Hmac, CopiesAreIndependent) {
  Hmac first("Jefe");
  const Hmac copy = first;
  first = Hmac("another");
  EXPECT_EQ(hex(copy({kHmacVectors[1].message})), kHmacVectors[1].mac);
  EXPECT_NE(hex(first({kHmacVectors[1].message})), kHmacVectors[1].mac);
  first = copy;
  EXPECT_EQ(hex(first({kHmacVectors[1].message})), kHmacVectors[1].mac);
}

// RFC 5869 A.3: no salt, no info, of its 42 bytes the first block.
TEST(Hkdf, AgreesWithRfc5869) {
  EXPECT_EQ(hex(Hkdf(repeated('\x0b', 22)).expand({})),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

TEST(Hkdf, InfoOfPartsIsThatOfTheWhole) {
  const Hkdf hkdf("key");
  EXPECT_EQ(hkdf.expand({"aduan", "/aead"}), hkdf.expand({"aduan/aead"}));
  EXPECT_NE(hkdf.expand({"aduan/aead"}), hkdf.expand({"aduan/commit"}));
}

// --- Random

Hash hash_from(RandomSource& source) {
  Hash bytes{};
  source.fill(bytes);
  return bytes;
}

TEST(SystemRandom, NeverRepeatsItself) {
  SystemRandom random;
  EXPECT_NE(hash_from(random), hash_from(random));
}

TEST(SeededRandom, GivesTheSameBytesForTheSameSeed) {
  SeededRandom random("seed");
  std::array<std::uint8_t, 40> bytes{};
  random.fill(bytes);
  // Pinned: HMAC-SHA-256("seed", "aduan/random/v1" 00 counter), computed apart from this code.
  EXPECT_EQ(to_hex(as_view(bytes)),
            "41f39f4967e5aff4f1ddedf44af50dc5f0008f02c88ba98d961570f62f9d3bc3f80e1d427186a23d");
  SeededRandom again("seed");
  EXPECT_EQ(hash_from(again), as_array<32>(as_view(bytes).substr(0, 32)));
}

TEST(SeededRandom, StartsABlockWithEachFill) {
  SeededRandom whole("seed");
  SeededRandom parts("seed");
  Bytes16 half{};
  parts.fill(half);
  const Hash first = hash_from(whole);
  EXPECT_EQ(as_view(half), as_view(first).substr(0, 16));
  EXPECT_EQ(hash_from(parts), hash_from(whole));
}

TEST(SeededRandom, SeedsDifferAndANumberIsItsText) {
  SeededRandom number(42);
  SeededRandom text("42");
  SeededRandom other("43");
  const Hash first = hash_from(number);
  EXPECT_EQ(first, hash_from(text));
  EXPECT_NE(first, hash_from(other));
}

TEST(SeededRandom, GivesEachBlockOnceWhateverThreadAsks) {
  SeededRandom shared("seed");
  std::vector<std::vector<Hash>> taken(4);
  std::vector<std::thread> threads;
  for (auto& mine : taken) {
    threads.emplace_back([&mine, &shared] {
      for (int i = 0; i < 100; ++i) mine.push_back(hash_from(shared));
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<Hash> all;
  for (const auto& mine : taken) all.insert(all.end(), mine.begin(), mine.end());
  SeededRandom alone("seed");
  std::vector<Hash> expected;
  for (std::size_t i = 0; i < all.size(); ++i) expected.push_back(hash_from(alone));
  std::sort(all.begin(), all.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(all, expected);
}

}  // namespace
}  // namespace aduan
