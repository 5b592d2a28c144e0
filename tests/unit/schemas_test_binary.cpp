// The stored form of projections' values: identity, and no trust in what is read.

#include "core/base/encoding.h"
#include "schemas/binary.h"
#include "schemas/events/consequences.h"
#include "schemas/policy.h"
#include "tests/support/random_body.h"
#include "tests/support/samples.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace aduan {

/// One field of every form that a value may have.
struct Row {
  bool flag = false;
  std::uint8_t small = 0;
  std::uint32_t number = 0;
  std::uint64_t large = 0;
  CaseId case_id;
  Instant due;
  AgencyId agency;
  std::string name;
  Clock clock = Clock::verify;
  Code<Channel> channel;
  Hash hash{};
  std::optional<Instant> since;
  std::vector<ClockStart> clocks;
  std::vector<std::string> texts;
  ClockLength length;

  bool operator==(const Row&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Row& row) {
  archive(named("flag", row.flag), named("small", row.small), named("number", row.number),
          named("large", row.large), named("case_id", row.case_id), named("due", row.due),
          named("agency", row.agency), named("name", row.name), named("clock", row.clock),
          named("channel", row.channel), named("hash", row.hash), named("since", row.since),
          named("clocks", row.clocks), named("texts", row.texts), named("length", row.length));
}

namespace {

using namespace std::string_literals;

/// A little-endian u64, as sizes are stored.
std::string size_bytes(std::uint64_t size) {
  std::string bytes;
  for (int i = 0; i < 8; ++i, size >>= 8) bytes += static_cast<char>(size & 0xff);
  return bytes;
}

TEST(Binary, ReadsBackWhateverItWrites) {
  Prng prng(3);
  for (int i = 0; i < 500; ++i) {
    const Row row = RandomBody(prng).body<Row>();
    const auto read = decode_binary<Row>(encode_binary(row));
    ASSERT_TRUE(read);
    ASSERT_EQ(read.value(), row);
  }
  EXPECT_EQ(decode_binary<Policy>(encode_binary(sample_policy())).value(), sample_policy());
}

TEST(Binary, IsPinned) {
  const ClockStart start{.clock = Clock::follow_up,
                         .agency = AgencyId{"kl"},
                         .due = Instant{std::chrono::milliseconds{258}}};
  EXPECT_EQ(to_hex(encode_binary(start)),
            "01"                // little-endian
            "03"                // follow_up
            "01"                // an agency is there
            "0200000000000000"  // of two bytes
            "6b6c"
            "0201000000000000");
  const ClockStart desk{.clock = Clock::verify, .agency = std::nullopt, .due = Instant{}};
  EXPECT_EQ(to_hex(encode_binary(desk)), "0100000000000000000000");
}

TEST(Binary, SignsAndLimitsOfNumbersStay) {
  for (const std::uint64_t number : {std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max()}) {
    EXPECT_EQ(decode_binary<std::uint64_t>(encode_binary(number)).value(), number);
  }
  const Instant before{std::chrono::milliseconds{-1}};
  EXPECT_EQ(decode_binary<Instant>(encode_binary(before)).value(), before);
}

TEST(Binary, RefusesEveryTruncationAndEveryExcess) {
  Prng prng(4);
  for (int i = 0; i < 20; ++i) {
    const std::string bytes = encode_binary(RandomBody(prng).body<Row>());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const auto read = decode_binary<Row>(std::string_view(bytes).substr(0, size));
      ASSERT_FALSE(read) << size << " of " << bytes.size();
      ASSERT_EQ(read.error().kind, ErrorKind::corrupt);
    }
    EXPECT_FALSE(decode_binary<Row>(bytes + '\0'));
  }
}

TEST(Binary, RefusesAnotherByteOrder) {
  EXPECT_TRUE(decode_binary<std::uint8_t>("\x01\x07"));
  EXPECT_FALSE(decode_binary<std::uint8_t>("\x00\x07"s));
  EXPECT_FALSE(decode_binary<std::uint8_t>("\x02\x07"));
  EXPECT_FALSE(decode_binary<std::uint8_t>(""));
}

TEST(Binary, RefusesNumbersOutOfTheirLists) {
  EXPECT_EQ(decode_binary<Clock>("\x01\x0b").value(), Clock::rate_window);
  EXPECT_FALSE(decode_binary<Clock>("\x01\x0c"));
  EXPECT_FALSE(decode_binary<Clock>("\x01\xff"));
  EXPECT_TRUE(decode_binary<bool>("\x01\x01"));
  EXPECT_FALSE(decode_binary<bool>("\x01\x02"));
  EXPECT_FALSE(decode_binary<std::optional<bool>>("\x01\x02\x01"));
  EXPECT_FALSE(
      decode_binary<CaseId>("\x01"
                            "7k3m9qx24b"));
}

TEST(Binary, BelievesNoSize) {
  const std::string text = "\x01" + size_bytes(3) + "abc";
  EXPECT_EQ(decode_binary<std::string>(text).value(), "abc");
  for (const std::uint64_t size :
       {std::uint64_t{4}, std::uint64_t{1} << 32, std::uint64_t{0x1fffffffffffffff},
        std::numeric_limits<std::uint64_t>::max()}) {
    EXPECT_FALSE(decode_binary<std::string>("\x01" + size_bytes(size) + "abc")) << size;
    EXPECT_FALSE(decode_binary<AgencyId>("\x01" + size_bytes(size) + "abc")) << size;
    EXPECT_FALSE(decode_binary<Code<Channel>>("\x01" + size_bytes(size) + "abc")) << size;
    EXPECT_FALSE(decode_binary<std::vector<std::uint8_t>>("\x01" + size_bytes(size) + "abc"))
        << size;
    EXPECT_FALSE(decode_binary<std::vector<std::string>>("\x01" + size_bytes(size) + "abc"))
        << size;
  }
}

TEST(Binary, ADamagedByteNeverCrashes) {
  Prng prng(7);
  int refused = 0;
  for (int i = 0; i < 50; ++i) {
    const std::string bytes = encode_binary(RandomBody(prng).body<Row>());
    for (std::size_t place = 0; place < bytes.size(); ++place) {
      std::string damaged = bytes;
      damaged[place] = static_cast<char>(prng.next());
      refused += !decode_binary<Row>(damaged);
    }
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace aduan
