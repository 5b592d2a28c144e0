// The words of a command line: options, positionals, settings, suggestions.

#include "cli/arguments.h"
#include "cli/nearest.h"
#include "cli/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace aduan {
namespace {

using Form = Option::Form;
using Words = std::vector<std::string>;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr Option kOptions[] = {
    {"case", Form::positional, "CASE", "the case", true},
    {"file", Form::positional_list, "FILE", "files"},
    {"note", Form::value, "TEXT", "a note"},
    {"as-of", Form::value, "INSTANT", "when"},
    {"final", Form::flag, "", "the last word"},
};

Arguments parsed(const Words& words) {
  const auto arguments = parse_arguments(kOptions, words);
  EXPECT_TRUE(arguments) << arguments.error().message;
  return arguments.value();
}

std::string objection(const Words& words) {
  const auto arguments = parse_arguments(kOptions, words);
  EXPECT_FALSE(arguments);
  if (arguments) return {};
  EXPECT_EQ(arguments.error().kind, ErrorKind::invalid);
  return arguments.error().message;
}

TEST(Arguments, TakeValuesInBothForms) {
  EXPECT_EQ(parsed({"C1", "--note", "a b"}).text("note"), "a b");
  EXPECT_EQ(parsed({"C1", "--note=a=b"}).text("note"), "a=b");
  EXPECT_EQ(parsed({"--note", "x", "C1"}).text("case"), "C1");
}

TEST(Arguments, TellWhatWasNotGiven) {
  const Arguments arguments = parsed({"C1"});
  EXPECT_FALSE(arguments.has("note"));
  EXPECT_EQ(arguments.text("note"), "");
  EXPECT_EQ(arguments.find("note"), std::nullopt);
  EXPECT_FALSE(arguments.flag("final"));
  EXPECT_TRUE(parsed({"C1", "--final"}).flag("final"));
}

TEST(Arguments, FillPositionalsInOrderAndTheListWithTheRest) {
  const Arguments arguments = parsed({"C1", "a.csv", "--final", "b.csv"});
  EXPECT_EQ(arguments.text("case"), "C1");
  EXPECT_THAT(arguments.list("file"), ElementsAre("a.csv", "b.csv"));
}

TEST(Arguments, TakeAValueThatBeginsWithADashOnlyBehindEquals) {
  EXPECT_EQ(parsed({"C1", "--note=-5 degrees"}).text("note"), "-5 degrees");
  EXPECT_EQ(parsed({"C1", "--note=--final"}).text("note"), "--final");
  EXPECT_THAT(objection({"C1", "--note", "--final"}), HasSubstr("--note=-"));
}

TEST(Arguments, TakeALoneDashAsAWord) { EXPECT_EQ(parsed({"C1", "-"}).list("file"), Words{"-"}); }

TEST(Arguments, EndOptionsAtTwoDashes) {
  const Arguments arguments = parsed({"--final", "--", "--note", "-x", "--"});
  EXPECT_EQ(arguments.text("case"), "--note");
  EXPECT_THAT(arguments.list("file"), ElementsAre("-x", "--"));
  EXPECT_FALSE(arguments.has("note"));
}

TEST(Arguments, RefuseAnUnknownOptionAndNameTheNearest) {
  EXPECT_THAT(objection({"C1", "--nite", "x"}), HasSubstr("did you mean '--note'?"));
  EXPECT_THAT(objection({"C1", "--as_of=2014"}), HasSubstr("did you mean '--as-of'?"));
  EXPECT_THAT(objection({"C1", "--zebra"}), Not(HasSubstr("did you mean")));
  EXPECT_THAT(objection({"C1", "-n"}), HasSubstr("'-n'"));
}

TEST(Arguments, NeverGuessAShortenedOption) {
  EXPECT_THAT(objection({"C1", "--fin"}), HasSubstr("there is no option '--fin'"));
}

TEST(Arguments, NeverRepeatAValueInAnObjection) {
  EXPECT_THAT(objection({"C1", "--nite=Budi Santoso"}), Not(HasSubstr("Budi")));
  EXPECT_THAT(objection({"C1", "--note", "Budi", "--note", "Santoso"}), Not(HasSubstr("Budi")));
}

TEST(Arguments, RefuseWhatIsMissingRepeatedOrTooMuch) {
  EXPECT_EQ(objection({}), "CASE is missing");
  EXPECT_THAT(objection({"C1", "--note"}), HasSubstr("'--note' needs a value"));
  EXPECT_EQ(objection({"C1", "--note", "a", "--note=b"}), "'--note' is given twice");
  EXPECT_EQ(objection({"C1", "--final", "--final"}), "'--final' is given twice");
  EXPECT_EQ(objection({"C1", "--final=yes"}), "'--final' takes no value");
  const auto one = parse_arguments(std::span(kOptions).first(1), Words{"C1", "Budi"});
  ASSERT_FALSE(one);
  EXPECT_THAT(one.error().message, HasSubstr("one word more"));
  EXPECT_THAT(one.error().message, Not(HasSubstr("Budi")));
}

TEST(Arguments, RefuseBytesThatAreNoText) {
  EXPECT_THAT(objection({"C1", "--note=caf\xe9"}),
              HasSubstr("word 2 of the command is not valid UTF-8"));
  EXPECT_EQ(parsed({"C1", "--note=café"}).text("note"), "café");
}

TEST(Arguments, TakeNoEmptyTextForOneThatMustBeThere) {
  EXPECT_THAT(objection({""}), HasSubstr("CASE is empty"));
  EXPECT_EQ(parsed({"C1", "--note", ""}).text("note"), "");
}

TEST(Arguments, AreDescribedInLinesThatFit) {
  constexpr Option kMany[] = {{"a-long-option", Option::Form::value, "A-VERY-LONG-VALUE", "", true},
                              {"another-long-option", Option::Form::value, "ITS-VALUE", ""},
                              {"last", Option::Form::flag, "", ""}};
  EXPECT_EQ(usage_line("note", kMany),
            "aduan note --a-long-option A-VERY-LONG-VALUE\n"
            "    [--another-long-option ITS-VALUE] [--last]");
}

TEST(Arguments, AreDescribedForPeople) {
  EXPECT_EQ(usage_line("note", kOptions),
            "aduan note CASE [FILE…] [--note TEXT] [--as-of INSTANT] [--final]");
  EXPECT_EQ(describe_options(std::span(kOptions).first(2)),
            "  CASE     the case\n"
            "  FILE…    files\n");
}

TEST(Configuration, ReadsKeysAndValues) {
  constexpr std::string_view kKeys[] = {"ledger", "as"};
  const auto values =
      parse_configuration("# mine\n\n  ledger = /srv/a#b \r\nas=verifier:desk/v-1 # who\n", kKeys);
  ASSERT_TRUE(values);
  const std::map<std::string, std::string> expected = {{"ledger", "/srv/a#b"},
                                                       {"as", "verifier:desk/v-1"}};
  EXPECT_EQ(values.value(), expected);
}

TEST(Configuration, NamesTheLineThatIsWrong) {
  constexpr std::string_view kKeys[] = {"ledger", "as"};
  const auto objection_to = [&](std::string_view text) {
    const auto values = parse_configuration(text, kKeys);
    EXPECT_FALSE(values) << text;
    return values ? std::string() : values.error().message;
  };
  EXPECT_THAT(objection_to("as = reporter\nledgre = x\n"),
              HasSubstr("line 2: there is no key 'ledgre'; did you mean 'ledger'?"));
  EXPECT_THAT(objection_to("ledger"), HasSubstr("line 1: expected"));
  EXPECT_THAT(objection_to("ledger ="), HasSubstr("has no value"));
  EXPECT_THAT(objection_to("as = a\nas = b"), HasSubstr("line 2: 'as' is given twice"));
  EXPECT_THAT(objection_to("as = \xff"), HasSubstr("not valid UTF-8"));
}

TEST(CommandLine, TakesTheGlobalOptionsOutWhereverTheyStand) {
  const CommandLine line = split_command_line(
      Words{"--ledger", "x", "show", "C1", "--format=json", "-h", "--note", "n"});
  EXPECT_THAT(line.globals, ElementsAre("--ledger", "x", "--format=json", "--help"));
  EXPECT_THAT(line.rest, ElementsAre("show", "C1", "--note", "n"));
}

TEST(CommandLine, LeavesWhatStandsBehindTwoDashes) {
  const CommandLine line = split_command_line(Words{"note", "--", "--ledger", "-h"});
  EXPECT_THAT(line.globals, IsEmpty());
  EXPECT_THAT(line.rest, ElementsAre("note", "--", "--ledger", "-h"));
}

class SettingsOf : public ::testing::Test {
 protected:
  SettingsOf() {
    const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string("aduan_settings_") + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~SettingsOf() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name) << text;
  }
  Result<Settings> resolve(const Words& words) const {
    const auto globals = parse_arguments(global_options(), words);
    EXPECT_TRUE(globals);
    return resolve_settings(
        globals.value(),
        [&](std::string_view name) -> std::optional<std::string> {
          const auto found = environment_.find(name);
          return found == environment_.end() ? std::nullopt : std::optional(found->second);
        },
        folder_.string());
  }

  std::filesystem::path folder_;
  std::map<std::string, std::string, std::less<>> environment_;
};

TEST_F(SettingsOf, NothingAreTheDefaults) {
  const auto settings = resolve({});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings.value().ledger, "./aduan-ledger");
  EXPECT_EQ(settings.value().as, std::nullopt);
  EXPECT_EQ(settings.value().format, Format::table);
}

TEST_F(SettingsOf, AFileGiveWayToTheEnvironmentAndThatToFlags) {
  write("aduan.conf", "ledger = from-file\nas = reporter\nformat = jsonl\n");
  EXPECT_EQ(resolve({}).value().ledger, (folder_ / "from-file").string());
  EXPECT_EQ(resolve({}).value().format, Format::jsonl);
  environment_["ADUAN_LEDGER"] = "from-environment";
  environment_["ADUAN_FORMAT"] = "json";
  EXPECT_EQ(resolve({}).value().ledger, "from-environment");
  EXPECT_EQ(resolve({}).value().format, Format::json);
  EXPECT_EQ(resolve({}).value().as, "reporter");
  const auto flags = resolve({"--ledger", "from-flag", "--format=table", "--as", "operator:o"});
  EXPECT_EQ(flags.value().ledger, "from-flag");
  EXPECT_EQ(flags.value().format, Format::table);
  EXPECT_EQ(flags.value().as, "operator:o");
}

TEST_F(SettingsOf, TheLanguageIsThatOfTheFlagTheEnvironmentTheFileTheLocale) {
  EXPECT_EQ(resolve({}).value().language, Language::english);
  environment_["LANG"] = "id_ID.UTF-8";
  EXPECT_EQ(resolve({}).value().language, Language::indonesian);
  write("aduan.conf", "lang = en\n");
  EXPECT_EQ(resolve({}).value().language, Language::english);
  environment_["ADUAN_LANG"] = "id";
  EXPECT_EQ(resolve({}).value().language, Language::indonesian);
  EXPECT_EQ(resolve({"--lang", "en"}).value().language, Language::english);
  EXPECT_EQ(resolve({"--lang=id"}).value().language, Language::indonesian);
}

TEST_F(SettingsOf, TheLocaleIsThatOfTheFirstVariableThatIsSet) {
  for (const std::string_view locale : {"id", "id_ID", "id_ID.UTF-8", "id.UTF-8", "id@latin"}) {
    environment_["LANG"] = locale;
    EXPECT_EQ(resolve({}).value().language, Language::indonesian) << locale;
  }
  for (const std::string_view locale : {"C", "en_US.UTF-8", "ido_XX", "de_DE", "_id"}) {
    environment_["LANG"] = locale;
    EXPECT_EQ(resolve({}).value().language, Language::english) << locale;
  }
  environment_["LC_MESSAGES"] = "id_ID";
  EXPECT_EQ(resolve({}).value().language, Language::indonesian);
  environment_["LC_ALL"] = "C.UTF-8";
  EXPECT_EQ(resolve({}).value().language, Language::english);
}

TEST_F(SettingsOf, AnUnknownLanguageIsRefusedWhereSomebodyNamedIt) {
  for (const std::string_view language : {"ms", "ID", "id_ID", "indonesian"}) {
    const auto settings = resolve({"--lang", std::string(language)});
    ASSERT_FALSE(settings) << language;
    EXPECT_THAT(settings.error().message, HasSubstr("en or id"));
  }
}

TEST_F(SettingsOf, ANamedFileReplaceTheOneHere) {
  write("aduan.conf", "format = json\n");
  write("other.conf", "ledger = /srv/ledger\n");
  environment_["ADUAN_CONF"] = (folder_ / "other.conf").string();
  EXPECT_EQ(resolve({}).value().ledger, "/srv/ledger");
  EXPECT_EQ(resolve({}).value().format, Format::table);
  environment_["ADUAN_CONF"] = (folder_ / "absent.conf").string();
  const auto absent = resolve({});
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().kind, ErrorKind::not_found);
}

TEST_F(SettingsOf, AnUnknownFormOrADamagedFileAreRefused) {
  EXPECT_FALSE(resolve({"--format", "xml"}));
  EXPECT_FALSE(resolve({"--format", "JSON"}));
  write("aduan.conf", "forma = json\n");
  const auto damaged = resolve({});
  ASSERT_FALSE(damaged);
  EXPECT_THAT(damaged.error().message, HasSubstr("aduan.conf, line 1"));
}

TEST(Nearest, CountsOneExchangeAsOneMistake) {
  EXPECT_EQ(typing_distance("forwrad", "forward"), 1U);
  EXPECT_EQ(typing_distance("show", "show"), 0U);
  EXPECT_EQ(typing_distance("", "abc"), 3U);
  EXPECT_EQ(typing_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(typing_distance("KL-Kemenkes", "kl-kemenkes"), 0U);
}

TEST(Nearest, IsEmptyWhereNothingIsNear) {
  constexpr std::string_view kIds[] = {"kl-kemenkes", "kl-kemenkeu", "kab-3204", "pemda-31"};
  EXPECT_EQ(nearest("kl-kemnkes", kIds), "kl-kemenkes");
  EXPECT_EQ(nearest("kemenkeu", kIds), "kl-kemenkeu");
  EXPECT_EQ(nearest("3204", kIds), "kab-3204");
  EXPECT_EQ(nearest("zzzzzzzz", kIds), "");
  EXPECT_EQ(nearest("", kIds), "");
  EXPECT_EQ(nearest(std::string(100'000, 'k'), kIds), "");
}

}  // namespace
}  // namespace aduan
