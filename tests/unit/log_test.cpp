// Partitions as Kafka computes them, records and their rows.

#include "core/log/partition.h"
#include "core/log/record.h"
#include "core/log/rocks/record_rows.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace aduan {
namespace {

// Source: org.apache.kafka.common.utils.UtilsTest.testMurmur2.
TEST(Murmur2, AgreesWithKafkasOwnVectors) {
  const std::pair<std::string_view, std::int32_t> vectors[] = {
      {"21", -973932308},
      {"foobar", -790332482},
      {"a-little-bit-long-string", -985981536},
      {"a-little-bit-longer-string", -1486304829},
      {"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971},
      {"abc", 479470107},
  };
  for (const auto& [text, expected] : vectors) {
    EXPECT_EQ(static_cast<std::int32_t>(murmur2(text)), expected) << text;
  }
}

TEST(Partition, ClearsTheSignBeforeTheModulo) {
  EXPECT_EQ(partition_of("21", 16), (static_cast<std::uint32_t>(-973932308) & 0x7fffffff) % 16);
  EXPECT_EQ(partition_of("abc", 16), 479470107u % 16);
  EXPECT_EQ(partition_of("abc", 1), 0u);
}

TEST(Partition, TheDirectoryIsAStreamOfItsOwn) {
  EXPECT_EQ(stream_of("directory", 16), 16u);
  EXPECT_EQ(stream_of("7K3M9QX24B", 16), partition_of("7K3M9QX24B", 16));
}

TEST(Record, CarriesTheSealedPayloadWhereThereIsOne) {
  const Record sealed = make_record(3, "7K3M9QX24B", "v", "secret", Instant());
  EXPECT_EQ(sealed.sealed(), "secret");
  EXPECT_EQ(sealed.key, "7K3M9QX24B");
  EXPECT_EQ(sealed.position.stream, 3u);
  const Record open = make_record(3, "7K3M9QX24B", "v", "", Instant());
  EXPECT_EQ(open.sealed(), "");
  EXPECT_EQ(open.headers.size(), 1u);
}

TEST(RecordRow, KeysSortByStreamThenOffset) {
  EXPECT_LT(record_key({0, 255}), record_key({0, 256}));
  EXPECT_LT(record_key({0, UINT64_MAX}), record_key({1, 0}));
  EXPECT_EQ(parse_record_key(record_key({7, 9})), (Position{7, 9}));
  EXPECT_EQ(parse_record_key("format"), std::nullopt);
}

TEST(RecordRow, EveryCutIsCorrupt) {
  Record record = make_record(0, "7K3M9QX24B", "", "sealed", Instant());
  record.value.reset();
  std::string value;
  append_record_value(value, record);
  ASSERT_EQ(decode_record_value({}, value).value(), record);
  for (std::size_t size = 0; size < value.size(); ++size) {
    const auto cut = decode_record_value({}, std::string_view(value).substr(0, size));
    ASSERT_FALSE(cut) << size;
    EXPECT_EQ(cut.error().kind, ErrorKind::corrupt);
  }
  EXPECT_FALSE(decode_record_value({}, value + "x"));
}

TEST(RecordRow, TrustsNoSize) {
  // Flags 0, timestamp, then a header count of 2^62.
  const std::string value = std::string(9, '\0') + "\xff\xff\xff\xff\xff\xff\xff\xff\x3f";
  EXPECT_FALSE(decode_record_value({}, value));
}

TEST(RecordRow, TheStandardHeaderCostsNoByte) {
  Record record = make_record(0, "7K3M9QX24B", "v", {}, Instant());
  std::string value;
  append_record_value(value, record);
  // Flags, timestamp, key with its length, number of headers, value.
  EXPECT_EQ(value.size(), 1u + 8 + 11 + 1 + 1);
}

}  // namespace
}  // namespace aduan
