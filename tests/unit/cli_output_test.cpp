// What a person, a pipe and a program get to see.

#include "cli/json_object.h"
#include "cli/output.h"
#include "cli/terminal_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

namespace aduan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Table agencies() {
  return {.columns = {{"ID"}, {"NAME"}, {"OPEN", true}},
          .rows = {{"kl-1", "Kementerian Kesehatan Republik", "7"}, {"kl-22", "Kota", "1234"}},
          .json_rows = {R"({"id":"kl-1"})", R"({"id":"kl-22"})"},
          .when_empty = "No agency."};
}

class OutputTo : public ::testing::Test {
 protected:
  OutputTo() {
    unsetenv("NO_COLOR");
    setenv("TERM", "xterm", 1);
  }
  Output output(Format format) { return {out_, messages_, format, false, false, 80}; }
  Output terminal(std::size_t width) { return {out_, messages_, Format::table, true, true, width}; }

  std::ostringstream out_;
  std::ostringstream messages_;
};

TEST_F(OutputTo, APipeIsAlignedAndWhole) {
  EXPECT_EQ(output(Format::table).show(agencies()), ExitCode::done);
  EXPECT_EQ(out_.str(),
            "ID     NAME                            OPEN\n"
            "kl-1   Kementerian Kesehatan Republik     7\n"
            "kl-22  Kota                            1234\n");
}

TEST_F(OutputTo, ATerminalShortensTheWidestTextToFit) {
  setenv("NO_COLOR", "1", 1);
  terminal(30).show(agencies());
  EXPECT_EQ(out_.str(),
            "ID     NAME               OPEN\n"
            "kl-1   Kementerian Kese…     7\n"
            "kl-22  Kota               1234\n");
}

TEST_F(OutputTo, ATerminalThatIsWideEnoughShortensNothing) {
  setenv("NO_COLOR", "1", 1);
  terminal(43).show(agencies());
  EXPECT_THAT(out_.str(), Not(HasSubstr("…")));
  out_.str("");
  terminal(42).show(agencies());
  EXPECT_THAT(out_.str(), HasSubstr("Republ…"));
}

TEST_F(OutputTo, ATerminalTooNarrowKeepsAReadableWidth) {
  setenv("NO_COLOR", "1", 1);
  terminal(1).show(agencies());
  EXPECT_THAT(out_.str(), HasSubstr("kl-1   Kemente…     7\n"));
}

TEST_F(OutputTo, ATerminalTooNarrowShortensTitlesOfNumbersAndNoNumber) {
  setenv("NO_COLOR", "1", 1);
  const Table wide{.columns = {{"ID"}, {"RESPONDED", true}, {"TO CLOSE", true}},
                   .rows = {{"kl-1", "7", "123456"}}};
  terminal(25).show(wide);
  EXPECT_EQ(out_.str(),
            "ID    RESPONDED  TO CLOSE\n"
            "kl-1          7    123456\n");
  out_.str("");
  terminal(20).show(wide);
  EXPECT_EQ(out_.str(),
            "ID    RESPO…  TO CL…\n"
            "kl-1       7  123456\n");
  out_.str("");
  terminal(10).show(wide);
  EXPECT_EQ(out_.str(),
            "ID    RES…  TO CL…\n"
            "kl-1     7  123456\n");
}

TEST_F(OutputTo, ATerminalTooNarrowShortensNoId) {
  setenv("NO_COLOR", "1", 1);
  const Table queue{.columns = {{"CASE", false, true}, {"NAME"}, {"RETURNS", true}},
                    .rows = {{"7K3M9-QX24B-1", "Kementerian Kesehatan Republik", "3"}}};
  terminal(41).show(queue);
  EXPECT_EQ(out_.str(),
            "CASE           NAME                  RET…\n"
            "7K3M9-QX24B-1  Kementerian Kesehat…     3\n");
  out_.str("");
  terminal(10).show(queue);
  EXPECT_EQ(out_.str(),
            "CASE           NAME      RET…\n"
            "7K3M9-QX24B-1  Kemente…     3\n");
}

TEST_F(OutputTo, ARefusalSaysWhatAMistypedIdWasMeantToBe) {
  output(Format::table).refuse(Rejection{RejectionCode::not_connected}, "kl-kemenkes");
  EXPECT_THAT(messages_.str(), HasSubstr("Did you mean 'kl-kemenkes'?\n"));
  messages_.str("");
  output(Format::json).refuse(Rejection{RejectionCode::not_connected}, "kl-kemenkes");
  EXPECT_THAT(messages_.str(), HasSubstr(R"("did_you_mean":"kl-kemenkes","exit":1)"));
  messages_.str("");
  output(Format::json).refuse(Rejection{RejectionCode::not_connected});
  EXPECT_THAT(messages_.str(), Not(HasSubstr("did_you_mean")));
}

TEST_F(OutputTo, OnlyATerminalWithoutNoColorHasColours) {
  EXPECT_TRUE(terminal(80).has_colours());
  EXPECT_FALSE(output(Format::table).has_colours());
  setenv("NO_COLOR", "", 1);
  EXPECT_TRUE(terminal(80).has_colours());
  setenv("NO_COLOR", "0", 1);
  EXPECT_FALSE(terminal(80).has_colours());
  unsetenv("NO_COLOR");
  setenv("TERM", "dumb", 1);
  EXPECT_FALSE(terminal(80).has_colours());
}

TEST_F(OutputTo, AProgramIsAJsonListOrAnObjectALine) {
  output(Format::json).show(agencies());
  EXPECT_EQ(out_.str(), "[{\"id\":\"kl-1\"},\n{\"id\":\"kl-22\"}]\n");
  out_.str("");
  output(Format::jsonl).show(agencies());
  EXPECT_EQ(out_.str(), "{\"id\":\"kl-1\"}\n{\"id\":\"kl-22\"}\n");
}

TEST_F(OutputTo, AnEmptyListSaysSoToPeopleAlone) {
  const Table empty{.columns = {{"ID"}}, .when_empty = "No agency."};
  output(Format::table).show(empty);
  EXPECT_EQ(out_.str(), "No agency.\n");
  out_.str("");
  output(Format::json).show(empty);
  EXPECT_EQ(out_.str(), "[]\n");
  out_.str("");
  output(Format::jsonl).show(empty);
  EXPECT_EQ(out_.str(), "");
}

TEST_F(OutputTo, OneThingIsTextOrJson) {
  output(Format::table).show("Done.", "{}");
  output(Format::json).show("Done.", "{}");
  output(Format::jsonl).show("Done.\n", "{\"a\":1}");
  EXPECT_EQ(out_.str(), "Done.\n{}\n{\"a\":1}\n");
}

TEST_F(OutputTo, AFailureIsAMessageAndACodeByKind) {
  Output to = output(Format::table);
  EXPECT_EQ(to.fail({ErrorKind::invalid, "a"}), ExitCode::usage);
  EXPECT_EQ(to.fail({ErrorKind::not_found, "b"}), ExitCode::not_found);
  EXPECT_EQ(to.fail({ErrorKind::conflict, "c"}), ExitCode::conflict);
  EXPECT_EQ(to.fail({ErrorKind::unavailable, "d"}), ExitCode::unavailable);
  EXPECT_EQ(to.fail({ErrorKind::corrupt, "e"}), ExitCode::corrupt);
  EXPECT_EQ(to.fail_usage("f"), ExitCode::usage);
  EXPECT_EQ(messages_.str(), "aduan: a\naduan: b\naduan: c\naduan: d\naduan: e\naduan: f\n");
  EXPECT_EQ(out_.str(), "");
}

TEST_F(OutputTo, AnUnknownOutcomeIsSaid) {
  output(Format::table).fail({ErrorKind::unavailable, "the disk is full", true});
  EXPECT_THAT(messages_.str(), HasSubstr("the outcome is unknown"));
  messages_.str("");
  output(Format::json).fail({ErrorKind::unavailable, "the disk is \"full\"", true});
  EXPECT_EQ(messages_.str(),
            "{\"error\":\"unavailable\",\"message\":\"the disk is \\\"full\\\"\","
            "\"outcome_unknown\":true,\"exit\":5}\n");
}

TEST_F(OutputTo, ARefusalIsACodeAndWhatToDo) {
  EXPECT_EQ(output(Format::table).refuse({RejectionCode::bad_stars}), ExitCode::rejected);
  const std::string told(explanation_of(RejectionCode::bad_stars));
  EXPECT_THAT(told, StartsWith("A rating has 1 to 5 stars."));
  EXPECT_EQ(messages_.str(), "aduan: rejected (bad_stars). " + told + "\n");
  messages_.str("");
  EXPECT_EQ(output(Format::json).refuse({RejectionCode::bad_stars}), ExitCode::rejected);
  EXPECT_EQ(messages_.str(), R"({"rejected":"bad_stars","message":")" + told + "\",\"exit\":1}\n");
}

TEST_F(OutputTo, ARefusalIsInTheReadersLanguageAndItsCodeInNone) {
  Output people{out_, messages_, Format::table, false, false, 80, Language::indonesian};
  people.refuse({RejectionCode::not_connected}, "kl-kemenkes");
  EXPECT_EQ(messages_.str(),
            "aduan: ditolak (not_connected). " +
                std::string(explanation_of(indonesian(), RejectionCode::not_connected)) +
                " Maksud Anda 'kl-kemenkes'?\n");
  messages_.str("");
  Output program{out_, messages_, Format::json, false, false, 80, Language::indonesian};
  program.refuse({RejectionCode::bad_stars});
  EXPECT_THAT(messages_.str(), HasSubstr(explanation_of(RejectionCode::bad_stars)));
}

TEST_F(OutputTo, NothingAStrangerWroteMovesTheCursor) {
  Table table{.columns = {{"NAME"}}, .rows = {{"a\x1b[2Jb\nc\td\x7f\xc2\x9b"}}};
  output(Format::table).show(table);
  EXPECT_EQ(out_.str(), "NAME\na [2Jb c d\n");
}

TEST(TerminalText, CountsCodePoints) {
  EXPECT_EQ(columns_of(""), 0U);
  EXPECT_EQ(columns_of("café…"), 5U);
}

TEST(TerminalText, ShortensAtACodePoint) {
  EXPECT_EQ(shortened("éééé", 4), "éééé");
  EXPECT_EQ(shortened("ééééé", 4), "ééé…");
  EXPECT_EQ(shortened("ab cd", 4), "ab…");
  EXPECT_EQ(shortened("abc", 1), "…");
  EXPECT_EQ(shortened("abc", 0), "");
}

TEST(TerminalText, KeepsLettersAndTakesControlsAway) {
  EXPECT_EQ(printable("é ü…"), "é ü…");
  EXPECT_EQ(printable(std::string("\0\r\n", 3)), "   ");
  EXPECT_EQ(printable("\xc2\x80|\xc2\x9f|\xc2\xa0"), " | |\xc2\xa0");
}

TEST(JsonObject, WritesFieldsInOrder) {
  EXPECT_EQ(JsonObject().done(), "{}");
  const std::vector<std::string> texts = {"a", "b\"\n"};
  EXPECT_EQ(JsonObject()
                .text("t", "x\\y")
                .text_or_null("none", std::optional<std::string>())
                .number("n", 18'446'744'073'709'551'615U)
                .flag("f", false)
                .json("l", json_texts(texts))
                .done(),
            R"({"t":"x\\y","none":null,"n":18446744073709551615,"f":false,"l":["a","b\"\u000a"]})");
}

}  // namespace
}  // namespace aduan
