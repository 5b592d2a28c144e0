// What completion offers: every command, every option, the codes of every list.

#include "cli/bash_completion.h"
#include "cli/option_values.h"
#include "cli/settings.h"
#include "schemas/codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace aduan {
namespace {

using ::testing::HasSubstr;

TEST(OptionValues, AreKnownWhereAnOptionTakesACodeOfAList) {
  // These codes are whoever's own: no list has them.
  const std::set<std::string_view> open = {"region", "unit", "officer"};
  for (const Subcommand* const each : subcommands()) {
    for (const Option& option : each->options) {
      if (option.value_name != "CODE" || open.contains(option.name)) continue;
      EXPECT_EQ(values_of(each->name, option).source, ValueSource::list)
          << each->name << " --" << option.name;
    }
  }
}

TEST(OptionValues, OfAnAgencyOrACategoryAreAskedOfTheLedger) {
  const auto source = [](std::string_view command, std::string_view name) {
    for (const Subcommand* const each : subcommands()) {
      if (each->name != command) continue;
      for (const Option& option : each->options) {
        if (option.name == name) return values_of(command, option).source;
      }
    }
    ADD_FAILURE() << command << " has no " << name;
    return ValueSource::free;
  };
  EXPECT_EQ(source("forward", "to"), ValueSource::agency);
  EXPECT_EQ(source("rule", "to"), ValueSource::agency);
  EXPECT_EQ(source("return", "suggested"), ValueSource::agency);
  EXPECT_EQ(source("queue", "agency"), ValueSource::agency);
  EXPECT_EQ(source("agency dissolve", "id"), ValueSource::agency);
  EXPECT_EQ(source("verify", "category"), ValueSource::category);
  EXPECT_EQ(source("escalate", "to"), ValueSource::list);
  EXPECT_EQ(source("reveal", "to"), ValueSource::free);
  EXPECT_EQ(source("submit", "text"), ValueSource::free);
  EXPECT_EQ(source("import", "file"), ValueSource::file);
}

TEST(BashCompletion, HasEveryCommandAndOption) {
  const std::string script = bash_completion();
  for (const Subcommand* const each : subcommands()) {
    EXPECT_THAT(script, HasSubstr("    '" + std::string(each->name) + "') options='"));
    for (const Option& option : each->options) {
      const bool is_named = option.form == Option::Form::value || option.form == Option::Form::flag;
      if (is_named) {
        EXPECT_THAT(script, HasSubstr("--" + std::string(option.name)));
      }
    }
  }
  for (const Option& option : global_options()) {
    if (option.name == kAsOfOption.name) continue;  // of the commands that declare it
    EXPECT_THAT(script, HasSubstr(" --" + std::string(option.name)));
  }
  for (const std::string_view reason : Names<ArchiveReason>::values) {
    EXPECT_THAT(script, HasSubstr(std::string(reason)));
  }
}

}  // namespace
}  // namespace aduan
