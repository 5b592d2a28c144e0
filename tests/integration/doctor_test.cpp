// What the doctor says of hostile bytes in the log and of a damaged folder: each in words, none
// with a crash, and the exit code that a script can rely on.

#include "cli/program.h"
#include "core/base/hash.h"
#include "core/ledger/fold.h"
#include "core/log/partition.h"
#include "core/log/rocks/rocks_event_log.h"
#include "schemas/instant.h"
#include "tests/support/ledger.h"
#include "tests/support/samples.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <filesystem>
#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace aduan {
namespace {

namespace fs = std::filesystem;

class Doctor : public testing::Test {
 protected:
  Doctor() : ledger_(folder_.path() / "ledger") {
    EXPECT_EQ(run({"init"}), ExitCode::done);
    EXPECT_EQ(run({"submit", "--as", "reporter", "--text", "Jalan berlubang", "--reference", "1"}),
              ExitCode::done);
    EXPECT_EQ(run({"submit", "--as", "reporter", "--text", "Lampu mati", "--reference", "2"}),
              ExitCode::done);
    read_cases();
  }

  ExitCode run(std::vector<std::string> words) {
    words.insert(words.begin(), {"--ledger", ledger_.string()});
    std::ostringstream out;
    std::ostringstream messages;
    const Surroundings around{.out = out,
                              .messages = messages,
                              .environment = [](std::string_view) { return std::nullopt; },
                              .folder = folder_.path().string(),
                              .time = time_};
    const ExitCode code = run_program(words, around);
    out_ = out.str();
    messages_ = messages.str();
    return code;
  }

  /// The one diagnosis there is, as JSON has it.
  simdjson::dom::element only_diagnosis(ExitCode wanted) {
    EXPECT_EQ(run({"doctor", "--format", "json"}), wanted) << messages_;
    EXPECT_EQ(parser_.parse(out_).get(parsed_), simdjson::SUCCESS) << out_;
    simdjson::dom::array list;
    EXPECT_EQ(parsed_.get(list), simdjson::SUCCESS) << out_;
    EXPECT_EQ(list.size(), 1U) << out_;
    return list.size() == 0 ? parsed_ : list.at(0).value();
  }

  void expect_text(simdjson::dom::element diagnosis, std::string_view field,
                   std::string_view part) {
    std::string_view text;
    EXPECT_EQ(diagnosis[field].get(text), simdjson::SUCCESS) << field << " in " << out_;
    EXPECT_NE(text.find(part), std::string_view::npos) << field << ": " << text;
  }

  /// A void record: explained, and nothing to be done.
  void expect_void(std::string_view meaning) {
    const auto diagnosis = only_diagnosis(ExitCode::done);
    expect_text(diagnosis, "kind", "void");
    expect_text(diagnosis, "meaning", meaning);
    expect_text(diagnosis, "meaning", "no case is moved by it");
    expect_text(diagnosis, "since", "2015-02-02T00:00:00.000Z");
    EXPECT_EQ(run({"doctor"}), ExitCode::done);
    EXPECT_NE(out_.find(meaning), std::string::npos) << out_;
    EXPECT_EQ(run({"audit", "verify"}), ExitCode::corrupt);
  }

  /// Gives where it stands, as the doctor names it.
  std::string append(std::uint32_t stream, std::optional<std::string> value) {
    auto log = RocksEventLog::open(ledger_ / "log");
    EXPECT_TRUE(log) << log.error().message;
    Record record;
    record.position.stream = stream;
    record.value = std::move(value);
    record.timestamp = time_.now();
    const auto positions = log.value()->append(std::vector{record});
    EXPECT_TRUE(positions);
    return "void  " + std::to_string(stream) + "/" +
           std::to_string(positions.value().front().offset);
  }

  struct Filed {
    Record record;
    Attributes attributes;
    Event event;
  };

  /// The next record of a case, with another body's bytes.
  std::string next_of(const Filed& filed, const Event& event) const {
    Attributes attributes = filed.attributes;
    ++attributes.sequence;
    attributes.command_id.front() ^= 1;
    attributes.prevhash = leaf_hash(*filed.record.value);
    attributes.payload_hash.reset();
    attributes.seal_nonce.reset();
    return encode_record("local", attributes, event).value();
  }

  void read_cases() {
    const auto log = RocksEventLog::open(ledger_ / "log");
    ASSERT_TRUE(log);
    partitions_ = log.value()->partitions();
    RecordFold fold("local", partitions_);
    for (std::uint32_t stream = 0; stream < partitions_; ++stream) {
      ASSERT_TRUE(log.value()->scan(stream, 0, [&](const Record& record) {
        CaseState state;
        const auto envelope = fold.read(record);
        if (!envelope) return true;
        auto recorded = fold.apply(state, *envelope, record);
        if (!recorded) return true;
        cases_.push_back({record, recorded->attributes, std::move(recorded->event)});
        return true;
      }));
    }
    ASSERT_EQ(cases_.size(), 2U);
  }

  void break_part(std::string_view part) { fs::remove_all(ledger_ / part); }

  TempFolder folder_;
  fs::path ledger_;
  TestTime time_;
  std::string out_;
  std::string messages_;
  simdjson::dom::parser parser_;
  simdjson::dom::element parsed_;
  std::uint32_t partitions_ = 0;
  std::vector<Filed> cases_;
};

TEST_F(Doctor, FindsNothingWrongWithAHealthyLedger) {
  EXPECT_EQ(run({"doctor"}), ExitCode::done);
  EXPECT_NE(out_.find("Nothing is wrong"), std::string::npos) << out_;
  EXPECT_EQ(run({"doctor", "--format", "json"}), ExitCode::done);
  EXPECT_EQ(out_, "[]\n");
}

TEST_F(Doctor, SaysWhereThereIsNoLedger) {
  fs::remove_all(ledger_);
  EXPECT_EQ(run({"doctor"}), ExitCode::not_found);
  EXPECT_NE(messages_.find("aduan init"), std::string::npos);
}

TEST_F(Doctor, DescribesItsJson) {
  EXPECT_EQ(run({"help", "doctor"}), ExitCode::done);
  EXPECT_NE(out_.find("{kind, place, subject, since, reason, meaning, advice}"), std::string::npos);
}

// --- Hostile bytes

TEST_F(Doctor, ExplainsARecordWithoutAValue) {
  append(3, std::nullopt);
  expect_void("without a value");
}

TEST_F(Doctor, ExplainsAnEmptyValueAndZeros) {
  const std::string empty = append(3, std::string());
  const std::string zeros = append(3, std::string(70'000, '\0'));
  EXPECT_EQ(run({"doctor"}), ExitCode::done);
  EXPECT_NE(out_.find(empty), std::string::npos) << out_;
  EXPECT_NE(out_.find(zeros), std::string::npos) << out_;
}

TEST_F(Doctor, ExplainsARecordThatWasCut) {
  const std::string& whole = *cases_[0].record.value;
  append(cases_[0].record.position.stream, whole.substr(0, whole.size() / 2));
  expect_void("Not a record that aduan writes");
}

TEST_F(Doctor, ExplainsBrokenUtf8) {
  std::string broken = *cases_[0].record.value;
  broken[broken.size() - 4] = '\xc3';
  append(cases_[0].record.position.stream, broken);
  expect_void("Not a record that aduan writes");
}

TEST_F(Doctor, ExplainsACopyOfAnOldRecord) {
  append(cases_[0].record.position.stream, cases_[0].record.value);
  expect_void("A copy of event 1 of the case, which stands at");
  expect_text(only_diagnosis(ExitCode::done), "subject", cases_[0].attributes.subject);
}

TEST_F(Doctor, ExplainsAnotherCasesRecordInAWrongStream) {
  append((cases_[0].record.position.stream + 1) % partitions_, cases_[0].record.value);
  expect_void("stands in another stream than its case");
}

TEST_F(Doctor, ExplainsARewrittenEvent) {
  Attributes attributes = cases_[0].attributes;
  attributes.actor = Actor{Role::verifier, "desk/v-1"};
  append(cases_[0].record.position.stream,
         encode_record("local", attributes, cases_[0].event).value());
  expect_void("Another event 1 of the case than the one that stands at");
}

TEST_F(Doctor, ExplainsWhatStandsBehindAGap) {
  Attributes attributes = cases_[0].attributes;
  attributes.sequence = 7;
  attributes.prevhash = Hash{};
  append(cases_[0].record.position.stream,
         encode_record("local", attributes, Event(Supported{})).value());
  expect_void("the log lacks what came before it");
}

TEST_F(Doctor, ExplainsARecordOfAnotherLedger) {
  append(cases_[0].record.position.stream,
         encode_record("elsewhere", cases_[0].attributes, cases_[0].event).value());
  expect_void("A record of another ledger");
}

TEST_F(Doctor, ExplainsAParkedCaseAndEndsAsCorrupt) {
  std::string value = next_of(cases_[0], Merged{});
  value.replace(value.find("\"data\":"), std::string::npos, "\"data\":{\"into\":5}}");
  append(cases_[0].record.position.stream, value);
  const auto diagnosis = only_diagnosis(ExitCode::corrupt);
  expect_text(diagnosis, "kind", "parked");
  expect_text(diagnosis, "subject", cases_[0].attributes.subject);
  expect_text(diagnosis, "since", "2015-02-02T00:00:00.000Z");
  expect_text(diagnosis, "reason", "into");
  expect_text(diagnosis, "meaning", "event 2 (aduan.complaint.merged.v1)");
  expect_text(diagnosis, "meaning", "after event 1");
  expect_text(diagnosis, "advice", "newer version");
}

TEST_F(Doctor, LeavesAnUnknownTypeInPeace) {
  append(cases_[0].record.position.stream, next_of(cases_[0], Opaque{"aduan.complaint.sung.v1"}));
  EXPECT_EQ(run({"doctor"}), ExitCode::done);
  EXPECT_NE(out_.find("Nothing is wrong"), std::string::npos) << out_;
  EXPECT_EQ(run({"audit", "verify"}), ExitCode::done);
  EXPECT_NE(out_.find("not_checkable"), std::string::npos) << out_;
}

// --- A damaged folder

// The auditor needs the log alone.
TEST_F(Doctor, IsNotNeededForAnAudit) {
  for (const std::string_view part : {"secret", "keys", "projections"}) break_part(part);
  EXPECT_EQ(run({"audit", "verify"}), ExitCode::done) << messages_;
  EXPECT_NE(out_.find("Sound"), std::string::npos);
  break_part("log");
  EXPECT_EQ(run({"audit", "verify"}), ExitCode::not_found);
}

TEST_F(Doctor, ExplainsEachMissingPart) {
  const struct {
    std::string_view part;
    std::string_view place;
    std::string_view advice;
  } kCases[] = {{"log", "log", "Restore the folder `log`"},
                {"keys", "keys", "Restore the folder `keys`"},
                {"secret/ledger", "secret/ledger", "Restore `secret/ledger`"},
                {"secret/master", "secret/master", "Restore `secret/master`"},
                {"projections", "projections", "run `aduan rebuild`"}};
  for (const auto& each : kCases) {
    SCOPED_TRACE(each.part);
    const fs::path aside = folder_.path() / "aside";
    fs::rename(ledger_ / each.part, aside);
    const auto diagnosis = only_diagnosis(ExitCode::not_found);
    expect_text(diagnosis, "kind", "missing");
    expect_text(diagnosis, "place", each.place);
    expect_text(diagnosis, "advice", each.advice);
    fs::rename(aside, ledger_ / each.part);
  }
  EXPECT_EQ(run({"doctor"}), ExitCode::done) << out_;
}

TEST_F(Doctor, NamesEveryMissingPartAtOnce) {
  break_part("secret");
  break_part("projections");
  EXPECT_EQ(run({"doctor"}), ExitCode::not_found);
  for (const std::string_view part : {"secret/ledger", "secret/master", "projections"}) {
    EXPECT_NE(out_.find("missing  " + std::string(part)), std::string::npos) << out_;
  }
}

TEST_F(Doctor, ExplainsASecretThatOthersMayRead) {
  fs::permissions(ledger_ / "secret/master", fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(run({"doctor"}), ExitCode::usage);
  EXPECT_NE(out_.find("exposed  secret/master"), std::string::npos) << out_;
  EXPECT_NE(out_.find("chmod 600"), std::string::npos);
}

// The advice that the doctor gives is tried, too.
TEST_F(Doctor, ExplainsProjectionsThatAreAheadOfTheirLog) {
  const fs::path old_log = folder_.path() / "old-log";
  fs::copy(ledger_ / "log", old_log, fs::copy_options::recursive);
  ASSERT_EQ(run({"submit", "--as", "reporter", "--text", "Banjir", "--reference", "3"}),
            ExitCode::done);
  break_part("log");
  fs::rename(old_log, ledger_ / "log");
  const auto diagnosis = only_diagnosis(ExitCode::corrupt);
  expect_text(diagnosis, "kind", "ahead");
  expect_text(diagnosis, "advice", "run `aduan rebuild`");

  EXPECT_EQ(run({"rebuild"}), ExitCode::done) << messages_;
  EXPECT_EQ(run({"doctor"}), ExitCode::done) << out_;
}

TEST_F(Doctor, ExplainsALogThatDoesNotOpen) {
  for (const auto& file : fs::directory_iterator(ledger_ / "log")) {
    const std::string name = file.path().filename().string();
    if (name.starts_with("MANIFEST")) fs::resize_file(file.path(), 3);
  }
  EXPECT_NE(run({"doctor"}), ExitCode::done);
  EXPECT_NE(out_.find("  log"), std::string::npos) << out_;
  EXPECT_NE(out_.find("The log is the truth"), std::string::npos) << out_;
}

}  // namespace
}  // namespace aduan
