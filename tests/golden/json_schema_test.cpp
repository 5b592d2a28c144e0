// The shipped JSON Schemas are those that the code's own `serialize` prints.

#include "schemas/json/document.h"
#include "schemas/json/schemas.h"
#include "tests/support/golden_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

namespace aduan {
namespace {

TEST(JsonSchema, EveryShippedFileIsWhatTheCodePrints) {
  for (const auto& [name, text] : json::schema_files()) {
    expect_golden("schemas/json-schema/" + name, text);
  }
}

TEST(JsonSchema, NoOtherFileIsShipped) {
  std::set<std::string> expected;
  for (const auto& file : json::schema_files()) {
    EXPECT_TRUE(expected.insert(file.name).second) << file.name;
  }
  std::set<std::string> found;
  for (const auto& file :
       std::filesystem::directory_iterator(source_folder() / "schemas/json-schema")) {
    found.insert(file.path().filename().string());
  }
  EXPECT_EQ(found, expected);
}

TEST(JsonSchema, EveryFileIsJson) {
  json::Document document;
  for (auto [name, text] : json::schema_files()) {
    ASSERT_EQ(text.back(), '\n');
    text.pop_back();
    EXPECT_TRUE(document.parse(text)) << name << ": " << document.objection();
  }
}

}  // namespace
}  // namespace aduan
