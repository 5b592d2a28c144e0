// Processes killed at any moment: what was acknowledged is there, once, and the ledger is sound.

#include "core/base/encoding.h"
#include "core/privacy/seal.h"
#include "tests/fault/acknowledged_commands.h"
#include "tests/fault/child_process.h"
#include "tests/support/prng.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

namespace aduan {
namespace {

namespace fs = std::filesystem;

constexpr int kThreads = 4;
constexpr std::uint64_t kLinesMax = 240;

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

int rounds() { return variable("ADUAN_LONG") == "1" ? 100 : 8; }

/// $ADUAN_SEED repeats a run.
std::uint64_t seed() {
  const std::string given = variable("ADUAN_SEED");
  const std::uint64_t seed = given.empty() ? std::random_device{}() : std::stoull(given);
  std::cout << "ADUAN_SEED=" << seed << "\n";
  return seed;
}

/// What the killed process said of a command.
struct Acknowledged {
  std::string key;
  Position position;
  Hash leaf{};
};

std::optional<Acknowledged> parse_line(const std::string& line) {
  std::istringstream words(line);
  Acknowledged said;
  std::string leaf;
  if (!(words >> said.key >> said.position.stream >> said.position.offset >> leaf)) return {};
  const auto bytes = from_hex(leaf);
  const auto hash = bytes ? as_array<32>(*bytes) : std::nullopt;
  if (!hash) return std::nullopt;
  said.leaf = *hash;
  return said;
}

class KilledProcess : public testing::Test {
 protected:
  /// Runs it until it has said so many lines, kills it, and gives all that it said.
  std::vector<Acknowledged> run_and_kill(int round, std::uint64_t lines) {
    ChildProcess child({variable("ADUAN_ACKNOWLEDGING_PROCESS"), ledger_.string(),
                        "r" + std::to_string(round), std::to_string(kThreads)});
    std::vector<Acknowledged> all;
    EXPECT_TRUE(child.is_started()) << "$ADUAN_ACKNOWLEDGING_PROCESS names no program";
    if (!child.is_started()) return all;
    const auto take = [&] {
      const auto line = child.read_line();
      if (!line) return false;
      const auto said = parse_line(*line);
      EXPECT_TRUE(said) << *line;
      if (said) all.push_back(*said);
      return said.has_value();
    };
    while (all.size() < lines && take()) {
    }
    EXPECT_EQ(all.size(), lines) << "it ended before it was killed";
    child.kill();
    while (take()) {  // said between the last line read and the kill: acknowledged as well
    }
    EXPECT_FALSE(child.wait()) << "it ended before it was killed";
    EXPECT_EQ(child.unread(), "") << "half a line";
    return all;
  }

  void expect_there(OpenLedger& ledger, const Acknowledged& said, const CommandCounts& counts) {
    const std::string subject(case_of(ledger, said.key).text());
    const CommandId command = ledger.secret().command_id(said.key);
    const auto sequence = ledger.store().find_command(subject, command);
    ASSERT_TRUE(sequence && sequence.value()) << said.key << " is lost";
    const auto place = ledger.store().locate(subject, *sequence.value());
    ASSERT_TRUE(place) << place.error().message;
    EXPECT_EQ(place.value().first, said.position) << said.key;
    EXPECT_EQ(place.value().second, said.leaf) << said.key;
    const auto record = ledger.log().read(said.position);
    ASSERT_TRUE(record) << record.error().message;
    EXPECT_EQ(leaf_hash(*record.value().value), said.leaf) << said.key;
    const auto count = counts.find({subject, to_base64(as_view(command))});
    ASSERT_NE(count, counts.end()) << said.key;
    EXPECT_EQ(count->second, 1U) << said.key;
    if (said.key.ends_with(kSteps[0])) expect_title_opens(ledger, said.key, record.value());
  }

  /// Its key was on the disk before the record that needs it.
  void expect_title_opens(OpenLedger& ledger, const std::string& key, const Record& record) {
    const CaseId id = case_of(ledger, key);
    EnvelopeReader reader(ledger.name());
    const auto envelope = reader.read(*record.value);
    ASSERT_TRUE(envelope);
    const auto attributes = reader.decode_attributes(*envelope);
    const auto event = reader.decode_event(*envelope);
    ASSERT_TRUE(attributes && event);
    const auto opened = OpenedPayload::open(record.sealed(), id, *attributes.value().seal_nonce,
                                            [&](KeyKind kind, const Bytes16& key_id) {
                                              return ledger.keys().find_key(id, kind, key_id);
                                            });
    ASSERT_TRUE(opened) << opened.error().message;
    const auto text = opened.value().text_of(KeyKind::content, "title",
                                             *std::get<Submitted>(event.value()).title.commit);
    ASSERT_TRUE(std::holds_alternative<OpenedText>(text)) << key << ": the title does not open";
    EXPECT_EQ(std::get<OpenedText>(text).text, title_of(key));
  }

  /// Sends all that was acknowledged once more, many at a time.
  void expect_repeats(OpenLedger& ledger, const std::vector<Acknowledged>& all) {
    const std::uint64_t before = count_records(ledger.log());
    std::vector<AnyCommand> commands;
    for (const Acknowledged& said : all) commands.push_back(command_of(ledger, said.key));
    const std::vector<Answer> answers = ledger.ledger().submit(std::move(commands));
    ASSERT_EQ(answers.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto* const receipt = std::get_if<Receipt>(&answers[i]);
      ASSERT_NE(receipt, nullptr) << all[i].key;
      EXPECT_TRUE(receipt->repeated) << all[i].key;
      EXPECT_EQ(receipt->position, all[i].position) << all[i].key;
      EXPECT_EQ(receipt->leaf, all[i].leaf) << all[i].key;
    }
    EXPECT_EQ(count_records(ledger.log()), before) << "a retry appended something";
  }

  /// What was under way when the kill came may be there or not: sent again, it is there once.
  void finish_what_was_under_way(OpenLedger& ledger, int round,
                                 const std::vector<Acknowledged>& all) {
    for (int thread = 0; thread < kThreads; ++thread) {
      const std::string run = "r" + std::to_string(round) + ".t" + std::to_string(thread);
      std::uint64_t said = 0;
      for (const Acknowledged& each : all) said += each.key.starts_with(run + "/") ? 1 : 0;
      const std::string next = key_of(run, said / kSteps.size(), said % kSteps.size());
      const Answer first = ledger.ledger().submit(command_of(ledger, next));
      const Answer second = ledger.ledger().submit(command_of(ledger, next));
      ASSERT_TRUE(std::holds_alternative<Receipt>(first)) << next;
      ASSERT_TRUE(std::holds_alternative<Receipt>(second)) << next;
      under_way_kept_ += std::get<Receipt>(first).repeated ? 1 : 0;
      EXPECT_TRUE(std::get<Receipt>(second).repeated) << next;
      EXPECT_EQ(std::get<Receipt>(first).leaf, std::get<Receipt>(second).leaf) << next;
    }
  }

  TempFolder folder_;
  fs::path ledger_ = folder_.path() / "ledger";
  TestTime time_;
  std::uint64_t under_way_kept_ = 0;
};

TEST_F(KilledProcess, LosesNothingThatItAcknowledgedAndRepeatsNothing) {
  Prng prng(seed());
  ASSERT_NE(make_ledger(ledger_, time_), nullptr);
  std::vector<Acknowledged> all;
  for (int round = 0; round < rounds() && !HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const auto said = run_and_kill(round, 1 + prng.below(kLinesMax));
    all.insert(all.end(), said.begin(), said.end());

    const auto ledger = open_ledger(ledger_, time_);
    ASSERT_NE(ledger, nullptr);
    const CommandCounts counts = count_commands(ledger->log(), ledger->name());
    expect_each_command_once(counts);
    for (const Acknowledged& each : all) expect_there(*ledger, each, counts);
    expect_ledger_sound(*ledger);
    expect_repeats(*ledger, said);
    finish_what_was_under_way(*ledger, round, said);
    expect_ledger_sound(*ledger);
  }
  std::cout << all.size() << " commands acknowledged in " << rounds() << " lives; "
            << under_way_kept_ << " more were written and not yet said\n";
}

// The import --------------------------------------------------------------------------------------

constexpr std::size_t kRows = 3'000;

constexpr std::string_view kMap = R"(source = "killed"
shape = "case"
zone = "UTC"
agency_kind = "department"
id = ["ID"]

[times.opened]
columns = ["OPENED"]
formats = ["iso"]

[times.closed]
columns = ["CLOSED"]
formats = ["iso"]
optional = true

[submitted]
time = ["opened"]
kind = "complaint"
category = { columns = ["TYPE"], optional = true }
title = { columns = ["TITLE"], optional = true }

[[event]]
type = "forwarded"
time = ["opened"]
to = { columns = ["DEPARTMENT"] }

[[event]]
type = "responded"
when = [{ columns = ["REASON"], optional = true, present = true }]
time = ["closed", "opened"]
text = { columns = ["REASON"], optional = true }

[[event]]
type = "closed"
when = [{ columns = ["STATUS"], in = ["Closed"] }]
time = ["closed"]
)";

std::string two_digits(std::uint64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

/// A file of many cases; a third of them still open.
void write_rows(const fs::path& path, Prng& prng) {
  std::ofstream rows(path);
  rows << "ID,OPENED,CLOSED,TYPE,TITLE,DEPARTMENT,STATUS,REASON\n";
  for (std::size_t row = 0; row < kRows; ++row) {
    const std::string day =
        "2015-03-" + two_digits(1 + prng.below(28)) + "T" + two_digits(prng.below(24)) + ":00:00Z";
    const bool closed = !prng.one_in(3);
    rows << "case-" << row << ',' << day << ',' << (closed ? "2015-05-01T10:00:00Z" : "")
         << ",type " << prng.below(20) << ",title " << row << ",department " << prng.below(9) << ','
         << (closed ? "Closed" : "Open") << ',' << (closed ? "done" : "") << '\n';
  }
}

std::uint64_t bytes_in(const fs::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code code;  // a file may go while it is looked at
  for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    std::error_code gone;
    const auto size = fs::file_size(at->path(), gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

class KilledImport : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(map_) << kMap;
    write_rows(rows_, prng_);
    ChildProcess init({program_, "--ledger", empty_.string(), "init"});
    ASSERT_TRUE(init.is_started()) << "$ADUAN_BINARY names no program";
    ASSERT_EQ(init.wait(), 0);
  }

  std::vector<std::string> import_words(const fs::path& ledger) const {
    return {program_, "--ledger",    ledger.string(), "import",
            "--map",  map_.string(), rows_.string()};
  }

  /// A ledger that has nothing but its secrets in common with the others: the same rows, the same
  /// keys.
  fs::path fresh_ledger(const std::string& name) {
    const fs::path ledger = folder_.path() / name;
    fs::copy(empty_, ledger, fs::copy_options::recursive);
    return ledger;
  }

  void import_to_the_end(const fs::path& ledger) {
    ChildProcess import(import_words(ledger));
    ASSERT_EQ(import.wait(), 0) << import.unread();
  }

  /// False when it came to its end before.
  static bool kill_when_log_grew(ChildProcess& import, const fs::path& ledger,
                                 std::uint64_t bytes) {
    const std::uint64_t before = bytes_in(ledger / "log");
    while (!import.has_ended_within_a_moment()) {
      if (bytes_in(ledger / "log") < before + bytes) continue;
      import.kill();
      return !import.wait();
    }
    return false;
  }

  CommandCounts commands_of(const fs::path& ledger, StoreStatus& status) {
    const auto opened = open_ledger(ledger, time_);
    if (opened == nullptr) return {};
    expect_ledger_sound(*opened);
    status = opened->store().status();
    return count_commands(opened->log(), opened->name());
  }

  TempFolder folder_;
  std::string program_ = variable("ADUAN_BINARY");
  fs::path empty_ = folder_.path() / "empty";
  fs::path map_ = folder_.path() / "killed.toml";
  fs::path rows_ = folder_.path() / "rows.csv";
  TestTime time_;
  Prng prng_{seed()};
};

TEST_F(KilledImport, RunAgainGivesWhatOneUninterruptedRunGives) {
  const fs::path whole = fresh_ledger("whole");
  const std::uint64_t bytes_before = bytes_in(whole / "log");
  import_to_the_end(whole);
  const std::uint64_t growth = bytes_in(whole / "log") - bytes_before;
  StoreStatus expected;
  const CommandCounts expected_commands = commands_of(whole, expected);
  ASSERT_EQ(expected.cases, kRows);
  ASSERT_GT(expected.events, 3 * kRows);

  int kills = 0;
  for (int round = 0; round < rounds() && !HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const fs::path ledger = fresh_ledger("killed-" + std::to_string(round));
    for (int life = 0; life < 2; ++life) {
      ChildProcess import(import_words(ledger));
      if (kill_when_log_grew(import, ledger, prng_.below(growth))) ++kills;
    }
    import_to_the_end(ledger);
    StoreStatus status;
    EXPECT_TRUE(commands_of(ledger, status) == expected_commands) << "other events than those";
    EXPECT_EQ(status.cases, expected.cases);
    EXPECT_EQ(status.events, expected.events);
    EXPECT_EQ(status.directory_events, expected.directory_events);
    fs::remove_all(ledger);
  }
  EXPECT_GE(kills, rounds() / 2) << "the import was hardly ever killed: the test proves nothing";
  std::cout << "killed " << kills << " times\n";
}

}  // namespace
}  // namespace aduan
