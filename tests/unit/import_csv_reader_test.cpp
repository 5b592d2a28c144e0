// The CSV reader and the byte source below it, on files as they are in the wild.

#include "cli/import/csv_reader.h"
#include "cli/import/utf8.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>
#include <string_view>
#include <vector>

namespace aduan {
namespace {

// A row as `line:field|field`, a reject as `line!reason`.
struct ReadFile {
  std::vector<std::string> columns;
  std::vector<std::string> rows;
  std::vector<std::string> rejects;
  std::uint64_t blank_lines = 0;
  std::string error;
};

ReadFile read_all(std::string_view text, char delimiter = ',') {
  ReadFile result;
  auto opened = CsvReader::open(byte_source_of(text), delimiter);
  if (!opened) {
    result.error = opened.error().message;
    return result;
  }
  CsvReader& reader = *opened.value();
  for (std::size_t i = 0; i < reader.columns().size(); ++i) {
    result.columns.push_back(reader.columns().name(i));
  }
  while (true) {
    const Result<RowOutcome> outcome = reader.next();
    if (!outcome) {
      result.error = outcome.error().message;
      break;
    }
    if (outcome.value() == RowOutcome::end) break;
    if (outcome.value() == RowOutcome::reject) {
      result.rejects.push_back(std::to_string(reader.reject().line) + "!" + reader.reject().reason);
      continue;
    }
    std::string row = std::to_string(reader.row().line) + ":";
    for (std::size_t i = 0; i < reader.row().fields.size(); ++i) {
      if (i > 0) row += '|';
      row += reader.row().fields[i];
    }
    result.rows.push_back(row);
  }
  result.blank_lines = reader.blank_lines();
  return result;
}

using Lines = std::vector<std::string>;

std::string gzip(std::string_view text) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

constexpr std::string_view kBehindQuote = "a quoted field goes on behind its closing quote";
constexpr std::string_view kEndsInQuote = "the file ends inside a quoted field";

TEST(CsvReader, GivesRowsWithTheLineTheyBeginOn) {
  const ReadFile file = read_all("id,text\n1,a\n2,\"b\nc\"\n3,d\n");
  EXPECT_EQ(file.columns, (Lines{"id", "text"}));
  EXPECT_EQ(file.rows, (Lines{"2:1|a", "3:2|b\nc", "5:3|d"}));
  EXPECT_TRUE(file.rejects.empty());
  EXPECT_EQ(file.error, "");
}

TEST(CsvReader, ReadsQuotedDelimitersDoubledQuotesAndEmptyFields) {
  EXPECT_EQ(read_all("a,b,c\n\"1,2\",\"say \"\"hi\"\"\",\n\"\",,\"\"\"\"\n").rows,
            (Lines{"2:1,2|say \"hi\"|", "3:||\""}));
}

TEST(CsvReader, TakesEveryLineEndAndCountsEachOnce) {
  EXPECT_EQ(read_all("a,b\r\n1,x\r\n2,\"y\r\nz\"\r\n3,w").rows,
            (Lines{"2:1|x", "3:2|y\r\nz", "5:3|w"}));
  EXPECT_EQ(read_all("a,b\r1,x\r2,\"y\rz\"\r3,w\r").rows, (Lines{"2:1|x", "3:2|y\rz", "5:3|w"}));
  EXPECT_EQ(read_all("a,b\n1,x\r\n2,y\r3,z\n").rows, (Lines{"2:1|x", "3:2|y", "4:3|z"}));
}

TEST(CsvReader, SkipsAByteOrderMarkAlsoBeforeAQuote) {
  EXPECT_EQ(read_all("\xef\xbb\xbf"
                     "a,b\n1,2\n")
                .columns,
            (Lines{"a", "b"}));
  EXPECT_EQ(read_all("\xef\xbb\xbf\"a\",b\n1,2\n").columns, (Lines{"a", "b"}));
}

TEST(CsvReader, CountsBlankLinesAndSkipsThem) {
  const ReadFile file = read_all("\n \t\na,b\n\n1,2\r\n\r\n   \n3,4\n\n");
  EXPECT_EQ(file.rows, (Lines{"5:1|2", "8:3|4"}));
  EXPECT_EQ(file.blank_lines, 6U);
  EXPECT_TRUE(file.rejects.empty());
}

TEST(CsvReader, KeepsAQuoteInsideAnUnquotedField) {
  const ReadFile file = read_all("a,b\n5\" pipe,it's 6\"\n2,x\n");
  EXPECT_EQ(file.rows, (Lines{"2:5\" pipe|it's 6\"", "3:2|x"}));
  EXPECT_TRUE(file.rejects.empty());
}

TEST(CsvReader, RejectsTextBehindAClosingQuoteAndIsInStepAtTheNextRow) {
  const ReadFile file = read_all("a,b\n1,\"x\" y\n2,\"he said \"no\" again\"\n3,z\n");
  EXPECT_EQ(file.rejects,
            (Lines{"2!" + std::string(kBehindQuote), "3!" + std::string(kBehindQuote)}));
  EXPECT_EQ(file.rows, (Lines{"4:3|z"}));
}

TEST(CsvReader, ARunawayQuoteSwallowsNoRow) {
  const ReadFile file = read_all("a,b\n1,\"never closed\n2,x\n3,\"y\"\n4,z\n");
  EXPECT_EQ(file.rejects, (Lines{"2!" + std::string(kBehindQuote)}));
  EXPECT_EQ(file.rows, (Lines{"3:2|x", "4:3|y", "5:4|z"}));
}

TEST(CsvReader, ARunawayQuoteThatNothingClosesSwallowsNoRow) {
  const ReadFile file = read_all("a,b\n1,\"never closed\n2,x\n3,y\n");
  EXPECT_EQ(file.rejects, (Lines{"2!" + std::string(kEndsInQuote)}));
  EXPECT_EQ(file.rows, (Lines{"3:2|x", "4:3|y"}));
}

TEST(CsvReader, AQuoteThatClosesInAnotherRowIsFoundByTheNumberOfFields) {
  const ReadFile file = read_all("a,b,c,d\n1,\"open,x,w\n2,\", z\",w,v\n3,v,w,u\n");
  EXPECT_EQ(file.rejects, (Lines{"2!the row has 5 fields, the header 4"}));
  EXPECT_EQ(file.rows, (Lines{"3:2|, z|w|v", "4:3|v|w|u"}));
}

TEST(CsvReader, AFileCutOffInsideAQuotedTextIsOneReject) {
  const ReadFile file = read_all("a,b,c\n1,x,y\n2,\"a long text\nof lines\n\nand then, it");
  EXPECT_EQ(file.rejects, (Lines{"3!" + std::string(kEndsInQuote)}));
  EXPECT_EQ(file.rows, (Lines{"2:1|x|y"}));
}

TEST(CsvReader, ADamagedTextOfManyLinesIsOneReject) {
  const ReadFile file = read_all("a,b,c\n1,\"first\nsecond\nsays \"no\nfourth\",y\n2,x,y\n3,z,w\n");
  EXPECT_EQ(file.rejects.front(), "2!" + std::string(kBehindQuote));
  EXPECT_EQ(file.rows, (Lines{"6:2|x|y", "7:3|z|w"}));
}

TEST(CsvReader, BoundsARunawayQuoteByLinesAndByBytes) {
  std::string many_lines = "a,b\n1,\"open\n";
  for (std::size_t i = 0; i < 2 * kRecordLinesMax; ++i) many_lines += "2,x\n";
  ReadFile file = read_all(many_lines);
  EXPECT_EQ(file.rejects.size(), 1U);
  EXPECT_EQ(file.rows.size(), 2 * kRecordLinesMax);

  std::string many_bytes = "a,b\n1,\"open\n";
  const std::string row = "2," + std::string(2000, 'x') + "\n";
  for (std::size_t i = 0; i < 2 * kRowBytesMax / row.size(); ++i) many_bytes += row;
  file = read_all(many_bytes);
  EXPECT_EQ(file.rejects.size(), 1U);
  EXPECT_EQ(file.rows.size(), 2 * kRowBytesMax / row.size());
}

TEST(CsvReader, KeepsAQuotedTextBelowTheLimits) {
  const std::string text(kRowBytesMax - 1000, 'x');
  EXPECT_EQ(read_all("a,b\n1,\"" + text + "\"\n").rows, (Lines{"2:1|" + text}));
  std::string lines;
  for (std::size_t i = 0; i < kRecordLinesMax; ++i) lines += "l\n";
  EXPECT_EQ(read_all("a,b\n1,\"" + lines + "\"\n2,y\n").rows.size(), 2U);
  EXPECT_EQ(read_all("a,b\n1,\"" + lines + "\n\"\n2,y\n").rows, (Lines{"5004:2|y"}));
}

TEST(CsvReader, RejectsALineWithoutEndAndGoesOn) {
  const ReadFile file = read_all("a,b\n" + std::string(3 * kRowBytesMax, 'x') + "\n2,y\n");
  ASSERT_EQ(file.rejects.size(), 1U);
  EXPECT_EQ(file.rejects[0], "2!the line is longer than 1048576 bytes");
  EXPECT_EQ(file.rows, (Lines{"3:2|y"}));
}

TEST(CsvReader, RejectsTooFewAndTooManyFields) {
  const ReadFile file = read_all("a,b,c\n1,2\n1,2,3\n1,2,3,4\n5\n");
  EXPECT_EQ(file.rejects,
            (Lines{"2!the row has 2 fields, the header 3", "4!the row has 4 fields, the header 3",
                   "5!the row has 1 fields, the header 3"}));
  EXPECT_EQ(file.rows, (Lines{"3:1|2|3"}));
}

TEST(CsvReader, RejectsBytesThatAreNotText) {
  const std::string nul("3,a\0b\n", 6);
  const ReadFile file = read_all("a,b\n1,\xff\n2,caf\xc3\xa9\n" + nul + "4,\xe9t\xe9\n5,x\n");
  EXPECT_EQ(file.rejects, (Lines{"2!the row is not UTF-8 text", "4!the row is not UTF-8 text",
                                 "5!the row is not UTF-8 text"}));
  EXPECT_EQ(file.rows, (Lines{"3:2|caf\xc3\xa9", "6:5|x"}));
}

TEST(CsvReader, ReadsAnotherDelimiter) {
  EXPECT_EQ(read_all("a;b\n1;x,y\n", ';').rows, (Lines{"2:1|x,y"}));
  EXPECT_EQ(read_all("a\tb\n\tx\n1\t\n", '\t').rows, (Lines{"2:|x", "3:1|"}));
}

TEST(CsvReader, RefusesAFileWithoutAHeader) {
  EXPECT_NE(read_all("").error.find("empty"), std::string::npos);
  EXPECT_NE(read_all("\n\n").error.find("empty"), std::string::npos);
  EXPECT_NE(read_all("a,\"b\n1,2\n").error.find("line 1"), std::string::npos);
  EXPECT_NE(read_all(std::string("\xff\xfe"
                                 "a\0,\0",
                                 6))
                .error.find("UTF-16"),
            std::string::npos);
}

TEST(CsvReader, AHeaderWithoutRowsIsAFileWithoutRows) {
  EXPECT_TRUE(read_all("a,b").rows.empty());
  EXPECT_EQ(read_all("a,b").error, "");
}

TEST(CsvReader, ReadsTheSameWhateverTheSizeOfTheFile) {
  // Long enough that rows of every length lie across the ends of the buffer's chunks.
  std::string text = "a,b,c\n";
  Lines expected;
  std::uint64_t line = 2;
  for (int i = 0; i < 20000; ++i) {
    const std::string plain(static_cast<std::size_t>(i % 97), 'p');
    text += std::to_string(i) + "," + plain + ",\"q\"\"" + plain + "\r\nx\"\r\n";
    expected.push_back(std::to_string(line) + ":" + std::to_string(i) + "|" + plain + "|q\"" +
                       plain + "\r\nx");
    line += 2;
  }
  EXPECT_EQ(read_all(text).rows, expected);
  EXPECT_EQ(read_all(gzip(text)).rows, expected);
}

TEST(ByteSource, UnpacksGzipOfSeveralMembers) {
  EXPECT_EQ(read_all(gzip("a,b\n1,x\n") + gzip("2,y\n")).rows, (Lines{"2:1|x", "3:2|y"}));
}

TEST(ByteSource, ACutOffGzipGivesItsRowsThenAnError) {
  std::string text = "a,b\n";
  for (int i = 0; i < 50000; ++i)
    text += std::to_string(i * 7919) + ",x" + std::to_string(i) + "\n";
  std::string packed = gzip(text);
  packed.resize(packed.size() / 2);
  const ReadFile file = read_all(packed);
  EXPECT_GT(file.rows.size(), 10000U);
  EXPECT_LT(file.rows.size(), 50000U);
  EXPECT_LE(file.rejects.size(), 1U);
  EXPECT_NE(file.error.find("cut off (byte " + std::to_string(packed.size()) + " of"),
            std::string::npos)
      << file.error;
}

TEST(ByteSource, ADamagedGzipGivesAnErrorWithThePlace) {
  std::string text = "a,b\n";
  for (int i = 0; i < 50000; ++i) text += std::to_string(i * 7919) + ",x\n";
  std::string packed = gzip(text);
  for (std::size_t i = 0; i < 64; ++i) packed[packed.size() / 2 + i] ^= '\x5a';
  const ReadFile file = read_all(packed);
  EXPECT_NE(file.error.find("damaged (byte "), std::string::npos) << file.error;
  EXPECT_GT(file.rows.size(), 0U);
}

TEST(ByteSource, AFileThatIsNotThereIsNotFound) {
  const auto opened = open_byte_source("/nonexistent/file.csv");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::not_found);
}

TEST(Utf8, AcceptsEveryLengthAndRefusesWhatRfc3629Forbids) {
  EXPECT_TRUE(is_text("plain text, longer than one word"));
  EXPECT_TRUE(is_text("a\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 and more ASCII behind"));
  EXPECT_FALSE(is_text("\xc0\xaf"));
  EXPECT_FALSE(is_text("\xe0\x80\xaf"));
  EXPECT_FALSE(is_text("\xed\xa0\x80"));
  EXPECT_FALSE(is_text("\xf4\x90\x80\x80"));
  EXPECT_FALSE(is_text("\xe2\x82"));
  EXPECT_FALSE(is_text("\x80"));
  EXPECT_FALSE(is_text(std::string_view("12345678\0", 9)));
  EXPECT_FALSE(is_text(std::string_view("1234\0 678", 9)));
}

}  // namespace
}  // namespace aduan
