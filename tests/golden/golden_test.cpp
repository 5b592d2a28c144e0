// The stored form of every event and command, pinned byte for byte:
// schemas/golden/<type>[.form].json holds a record's exact value, or a command's `data`. A failure
// here means that ledgers written before would read differently: make a new version of the type
// instead.

#include "schemas/decoders.h"
#include "schemas/envelope.h"
#include "tests/support/body_walks.h"
#include "tests/support/golden_file.h"
#include "tests/support/samples.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace aduan {
namespace {

std::string golden_path(const std::string& name) { return "schemas/golden/" + name + ".json"; }

template <class AnyEvent>
std::string record_of(const RecordSample<AnyEvent>& sample) {
  auto bytes = encode_record(kSampleLedger, sample.attributes, sample.event);
  EXPECT_TRUE(bytes) << sample.name;
  return bytes ? bytes.value() : std::string();
}

template <class Command>
std::string body_of(const CommandSample<Command>& sample) {
  std::string body;
  append_body(body, sample.command);
  return body;
}

TEST(GoldenRecord, EveryEventIsStoredAsEver) {
  for (const auto& sample : all_sample_events()) {
    expect_golden(golden_path(sample.name), record_of(sample));
  }
}

TEST(GoldenRecord, EveryDirectoryEventIsStoredAsEver) {
  for (const auto& sample : all_sample_directory_events()) {
    expect_golden(golden_path(sample.name), record_of(sample));
  }
}

TEST(GoldenCommand, EveryCommandIsSentAsEver) {
  for (const auto& sample : all_sample_commands()) {
    expect_golden(golden_path(sample.name), body_of(sample));
  }
  for (const auto& sample : all_sample_directory_commands()) {
    expect_golden(golden_path(sample.name), body_of(sample));
  }
}

template <class AnyEvent, class Decode>
void expect_reads_back(const RecordSample<AnyEvent>& sample, const Decode& decode) {
  const std::string bytes = read_source_file(golden_path(sample.name));
  EnvelopeReader reader(kSampleLedger);
  const auto envelope = reader.read(bytes);
  ASSERT_TRUE(envelope) << sample.name << ": " << reader.objection();
  EXPECT_EQ(envelope->type, type_of(sample.event));
  const auto attributes = reader.decode_attributes(*envelope);
  ASSERT_TRUE(attributes) << sample.name << ": " << attributes.error().message;
  EXPECT_EQ(attributes.value(), sample.attributes) << sample.name;
  const auto event = decode(reader, *envelope);
  ASSERT_TRUE(event) << sample.name << ": " << event.error().message;
  EXPECT_EQ(event.value(), sample.event) << sample.name;
}

TEST(GoldenRecord, EveryFileIsCanonicalAndReadsBack) {
  for (const auto& sample : all_sample_events()) {
    expect_reads_back(sample, [](const EnvelopeReader& reader, const Envelope& envelope) {
      return reader.decode_event(envelope);
    });
  }
  for (const auto& sample : all_sample_directory_events()) {
    expect_reads_back(sample, [](const EnvelopeReader& reader, const Envelope& envelope) {
      return reader.decode_directory_event(envelope);
    });
  }
}

template <class Sample>
void add_names(std::set<std::string>& names, const std::vector<Sample>& samples) {
  for (const Sample& sample : samples) {
    EXPECT_TRUE(names.insert(sample.name + ".json").second) << sample.name << " is there twice";
  }
}

TEST(GoldenFiles, AreThoseOfTheSamplesAndNoOthers) {
  std::set<std::string> expected;
  add_names(expected, all_sample_events());
  add_names(expected, all_sample_directory_events());
  add_names(expected, all_sample_commands());
  add_names(expected, all_sample_directory_commands());
  std::set<std::string> found;
  for (const auto& file : std::filesystem::directory_iterator(source_folder() / "schemas/golden")) {
    found.insert(file.path().filename().string());
  }
  EXPECT_EQ(found, expected);
}

/// What a full sample leaves out at its top level.
template <class Variant>
std::vector<std::string> absent_fields(Variant any) {
  Census census;
  std::visit(
      [&](auto& body) {
        if constexpr (requires { serialize(census, body); }) serialize(census, body);
      },
      any);
  return census.absent;
}

TEST(Samples, AFullOneLeavesNothingOut) {
  for (const auto& sample : all_sample_events()) {
    if (sample.name.ends_with(".minimal")) continue;
    EXPECT_EQ(absent_fields(sample.event), std::vector<std::string>{}) << sample.name;
  }
  for (const auto& sample : all_sample_commands()) {
    if (sample.name.ends_with(".minimal")) continue;
    EXPECT_EQ(absent_fields(sample.command), std::vector<std::string>{}) << sample.name;
  }
  for (const auto& sample : all_sample_directory_events()) {
    if (sample.name.ends_with(".minimal")) continue;
    EXPECT_EQ(absent_fields(sample.event), std::vector<std::string>{}) << sample.name;
  }
}

}  // namespace
}  // namespace aduan
