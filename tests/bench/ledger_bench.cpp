// The whole ledger in one process, against its limits:
//
//   ledger_bench                   all, at the sizes that the limits name
//   ledger_bench import [EVENTS]   a CSV, a row a case, by the importer; 2,000,000 events
//   ledger_bench read [CASES [DIR]]  `show`, a queue's first page, `stats --as-of`; 100,000 cases.
//                                  In DIR the ledger stays: a second run reads it without an import
//   ledger_bench command           one durable command at a time, beside the disk's own append
//   ledger_bench decide            decide, seal, encode and hash without storage, on one core
//   ledger_bench threads           durable commands of 64 threads against those of one
//
// Each figure is a line: what, the figure, its limit, their ratio.

#include "cli/case_view.h"
#include "cli/import/names.h"
#include "cli/import/translate_file.h"
#include "cli/ledger_folder.h"
#include "cli/ledger_importer.h"
#include "cli/maps/shipped_maps.h"
#include "core/base/check.h"
#include "core/privacy/draft.h"
#include "projections/agency_queue.h"
#include "projections/figures.h"
#include "schemas/envelope.h"
#include "schemas/instant.h"
#include "tests/bench/boston_rows.h"
#include "tests/support/temp_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

namespace aduan {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kImportRateMin = 30'000;  // events/s
constexpr double kMemoryMaxMib = 1'024;
constexpr double kShowP99MaxUs = 200;
constexpr double kQueuePageMaxUs = 1'000;
constexpr double kCommandRatioMax = 3;
constexpr double kStatsMaxMs = 5'000;
constexpr double kDecideRateMin = 100'000;  // commands/s
constexpr double kThreadRatioMin = 10;

constexpr std::uint64_t kImportEvents = 2'000'000;
constexpr std::uint64_t kReadCases = 100'000;
constexpr std::uint64_t kReadCasesMany = 1'000'000;
constexpr std::size_t kPageRows = 100;

double micros_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

template <class T>
T value_or_stop(Result<T> result) {
  if (result) return std::move(result.value());
  fmt::print(stderr, "ledger_bench: {}\n", result.error().message);
  std::exit(1);
}

void stop_unless(const Result<void>& result) {
  if (result) return;
  fmt::print(stderr, "ledger_bench: {}\n", result.error().message);
  std::exit(1);
}

double percentile(std::vector<double> figures, double share) {
  CHECK(!figures.empty());
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(figures.size() - 1));
  std::nth_element(figures.begin(), figures.begin() + place, figures.end());
  return figures[static_cast<std::size_t>(place)];
}

void print_figure(std::string_view what, double figure, std::string_view unit) {
  fmt::print("{:<46} {:>10.1f} {}\n", what, figure, unit);
  std::fflush(stdout);
}

enum class Limit { at_least, at_most };

void print_limited(std::string_view what, double figure, std::string_view unit, Limit kind,
                   double limit) {
  const bool holds = kind == Limit::at_least ? figure >= limit : figure <= limit;
  fmt::print("{:<46} {:>10.1f} {:<9} limit {} {:.0f}, ratio {:.2f}: {}\n", what, figure, unit,
             kind == Limit::at_least ? ">=" : "<=", limit, figure / limit,
             holds ? "holds" : "MISSED");
  std::fflush(stdout);
}

/// The most that the process has had resident, in MiB.
double peak_memory_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word != "VmHWM:") continue;
    double kib = 0;
    status >> kib;
    return kib / 1'024;
  }
  return 0;
}

// A ledger and what it takes in
// --------------------------------------------------------------------

std::unique_ptr<OpenLedger> make_ledger(const std::filesystem::path& folder,
                                        const TimeSource& time) {
  const NewLedger wanted{"bench", 16, std::nullopt};
  auto ledger = value_or_stop(create_ledger_folder(folder, wanted, time));
  SealedDirectoryCommand create;
  create.subject = kDirectorySubject;
  create.command_id = ledger->secret().command_id("ledger/created");
  create.actor = {Role::operator_, "local"};
  create.body = CreateLedger{LedgerCreated{wanted.name, wanted.partitions, false}};
  CHECK(std::holds_alternative<Receipt>(ledger->ledger().submit(AnyCommand(std::move(create)))));
  return ledger;
}

/// Imports rows that are cases; `on_events` is told now and then how many events are durable and
/// projected, and once more at the end.
template <class OnEvents>
void import_rows(OpenLedger& ledger, std::uint64_t rows, const OnEvents& on_events) {
  const ImportMap map = value_or_stop(read_map("boston311"));
  ImportNames names(map.source);
  LedgerImporter importer(ledger, map, [](const RefusedRow& row) {
    return Result<void>(Error{ErrorKind::invalid, "a row was refused: " + row.reason});
  });
  TranslateListener listener;
  listener.on_reject = [](const Reject& reject) {
    return Result<void>(Error{ErrorKind::invalid, "a row was rejected: " + reject.reason});
  };
  listener.on_progress = [&](const TranslateCounts&) {
    on_events(importer.counts().added_total());
  };
  TranslateCounts counts;
  stop_unless(
      translate_bytes(std::make_unique<BostonRows>(rows), map, names, importer, listener, counts));
  stop_unless(importer.finish());
  on_events(importer.counts().added_total());
}

void import_quietly(OpenLedger& ledger, std::uint64_t rows) {
  import_rows(ledger, rows, [](std::uint64_t) {});
}

CaseId case_of(OpenLedger& ledger, std::uint64_t row) {
  return value_or_stop(find_by_reference(ledger, "boston311:" + boston_case_number(row)));
}

// import
// -------------------------------------------------------------------------------------------

void measure_import(std::uint64_t events) {
  const TempFolder folder;
  const SystemTime time;
  const auto ledger = make_ledger(folder.path() / "ledger", time);
  const auto rows =
      static_cast<std::uint64_t>(static_cast<double>(events) / BostonRows::kEventsACase);
  std::vector<std::uint64_t> marks = {100'000, 500'000, 1'000'000, 2'000'000};
  auto mark = marks.begin();
  std::uint64_t imported = 0;
  const auto begin = Clock::now();
  import_rows(*ledger, rows, [&](std::uint64_t now) {
    imported = now;
    if (mark == marks.end() || now < *mark) return;
    ++mark;
    const double rate = static_cast<double>(now) / micros_since(begin) * 1e6;
    print_figure(fmt::format("import: rate up to {} events", now), rate, "events/s");
    print_figure(fmt::format("import: peak memory up to {} events", now), peak_memory_mib(), "MiB");
  });
  const double rate = static_cast<double>(imported) / micros_since(begin) * 1e6;
  print_limited(fmt::format("import: all {} events", imported), rate, "events/s", Limit::at_least,
                kImportRateMin);
  print_limited("import: peak memory", peak_memory_mib(), "MiB", Limit::at_most, kMemoryMaxMib);
}

// read
// ---------------------------------------------------------------------------------------------

std::vector<double> measure_shows(OpenLedger& ledger, const std::vector<CaseId>& cases) {
  const Actor reader{Role::auditor, "local"};
  const Instant now = SystemTime().now();
  std::vector<double> durations;
  for (const CaseId& id : cases) {
    const auto begin = Clock::now();
    const CaseView view = value_or_stop(view_case(ledger, id, reader, std::nullopt, now));
    const std::string json = case_json(view);
    durations.push_back(micros_since(begin));
    CHECK(!json.empty());
  }
  return durations;
}

std::size_t queue_length(OpenLedger& ledger, const AgencyId& agency) {
  const Reader reader = ledger.store().reader();
  std::size_t rows = 0;
  Page page{kPageRowsMax, ""};
  do {
    const auto part = value_or_stop(read_agency_queue(reader, agency, page));
    rows += part.items.size();
    page.after = part.next;
  } while (!page.after.empty());
  return rows;
}

void measure_queue(OpenLedger& ledger) {
  AgencyId longest;
  std::size_t length = 0;
  for (const auto& [id, agency] : ledger.directory()->agencies) {
    const std::size_t rows = queue_length(ledger, id);
    if (rows > length) longest = id;
    length = std::max(length, rows);
  }
  CHECK(length >= kPageRows);
  std::vector<double> durations;
  for (int i = 0; i < 2'000; ++i) {
    const auto begin = Clock::now();
    const Reader reader = ledger.store().reader();
    const auto page = value_or_stop(read_agency_queue(reader, longest, Page{kPageRows, ""}));
    durations.push_back(micros_since(begin));
    CHECK(page.items.size() == kPageRows);
  }
  print_figure("queue: rows of the longest", static_cast<double>(length), "rows");
  print_figure("queue: first page, median", percentile(durations, 0.5), "us");
  print_limited("queue: first page, p99", percentile(durations, 0.99), "us", Limit::at_most,
                kQueuePageMaxUs);
}

void measure_stats(OpenLedger& ledger) {
  const Instant middle = *parse_instant_forgiving("2015-07-01");
  const auto begin = Clock::now();
  const LedgerFigures figures =
      value_or_stop(figures_as_of(ledger.store().reader(), ledger.log(), ledger.name(), middle,
                                  std::thread::hardware_concurrency()));
  const double taken = micros_since(begin) / 1e3;
  print_figure("stats: cases as of the instant", static_cast<double>(figures.total.cases), "cases");
  print_limited("stats: as of an instant", taken, "ms", Limit::at_most, kStatsMaxMs);
}

void measure_reading(std::uint64_t rows, const std::filesystem::path& folder) {
  constexpr std::size_t kShown = 5'000;
  const SystemTime time;
  if (!std::filesystem::exists(folder)) import_quietly(*make_ledger(folder, time), rows);
  // As `show` opens it: nothing in the process's caches yet, the files in the machine's.
  const auto ledger = value_or_stop(open_ledger_folder(folder, LedgerAccess::read_only, time));
  std::vector<CaseId> cases;
  std::mt19937_64 random(1);
  for (std::size_t i = 0; i < kShown; ++i) {
    // By its secret alone, so that finding it warms nothing.
    cases.push_back(
        ledger->secret().case_id("boston311:" + boston_case_number(random() % rows), 0));
  }
  print_figure("read: cases", static_cast<double>(rows), "cases");
  for (const std::string_view state : {"first time", "again"}) {
    const auto durations = measure_shows(*ledger, cases);
    print_figure(fmt::format("show: {}, median", state), percentile(durations, 0.5), "us");
    print_limited(fmt::format("show: {}, p99", state), percentile(durations, 0.99), "us",
                  Limit::at_most, kShowP99MaxUs);
  }
  measure_queue(*ledger);
  measure_stats(*ledger);
}

// command
// ------------------------------------------------------------------------------------------

/// A file to which bytes are appended, each time durably.
class AppendedFile {
 public:
  explicit AppendedFile(const std::filesystem::path& path)
      : file_(::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600)) {
    CHECK(file_ >= 0);
  }
  AppendedFile(const AppendedFile&) = delete;
  AppendedFile& operator=(const AppendedFile&) = delete;
  ~AppendedFile() { ::close(file_); }

  void append(std::string_view bytes) const {
    CHECK(::write(file_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    CHECK(::fdatasync(file_) == 0);
  }

 private:
  int file_;
};

/// A note of 60 bytes on the case, sealed under keys that `sealer` has.
SealedCommand sealed_note(OpenLedger& ledger, const CaseId& id, std::uint64_t number,
                          CaseSealer& sealer) {
  SealedCommand command;
  command.subject = id.text();
  command.command_id = ledger.secret().command_id(fmt::format("note/{}/{}", id.text(), number));
  command.actor = {Role::importer, "boston311"};
  command.time = SystemTime().now();
  Draft draft;
  draft.body = Note();
  draft.texts.push_back(
      {"text", KeyKind::official, "The crew came by at noon; the hole is filled, the lane open."});
  const auto texts = value_or_stop(take_texts(draft));
  command.body = std::move(draft.body);
  stop_unless(sealer.take_keys(ledger.keys(), texts, KeyDurability::now));
  stop_unless(
      seal_texts(texts, sealer, ledger.nonce_for(command.subject, command.command_id), command));
  return command;
}

/// Sends one. Gives the position of its record.
Position note(OpenLedger& ledger, const CaseId& id, std::uint64_t number) {
  CaseSealer sealer(id);
  const Answer answer = ledger.ledger().submit(AnyCommand(sealed_note(ledger, id, number, sealer)));
  const auto* const receipt = std::get_if<Receipt>(&answer);
  CHECK(receipt != nullptr && !receipt->repeated);
  return receipt->position;
}

std::string stored_bytes(OpenLedger& ledger, Position position) {
  const Record record = value_or_stop(ledger.log().read(position));
  return record.value.value_or("") + std::string(record.sealed());
}

void measure_command() {
  constexpr std::uint64_t kCases = 1'000;
  const TempFolder folder;
  const SystemTime time;
  const auto ledger = make_ledger(folder.path() / "ledger", time);
  import_quietly(*ledger, kCases);
  const AppendedFile file(folder.path() / "ledger" / "appended");
  std::vector<double> commands;
  std::vector<double> appends;
  for (std::uint64_t row = 0; row < kCases; ++row) {
    const CaseId id = case_of(*ledger, row);
    note(*ledger, id, 1);  // makes the key, where no answer did
    // In turn, so that whatever else the machine does meets both alike.
    auto begin = Clock::now();
    const Position position = note(*ledger, id, 2);
    commands.push_back(micros_since(begin));
    const std::string bytes = stored_bytes(*ledger, position);
    begin = Clock::now();
    file.append(bytes);
    appends.push_back(micros_since(begin));
  }
  const double command = percentile(commands, 0.5);
  const double append = percentile(appends, 0.5);
  print_figure("command: median", command, "us");
  print_figure("command: append + fdatasync of its bytes, median", append, "us");
  print_limited("command: ratio of the medians", command / append, "times", Limit::at_most,
                kCommandRatioMax);
}

// decide
// -------------------------------------------------------------------------------------------

void measure_deciding() {
  constexpr std::uint64_t kCommands = 200'000;
  const TempFolder folder;
  const SystemTime time;
  const auto ledger = make_ledger(folder.path() / "ledger", time);
  import_quietly(*ledger, 1);
  const CaseId id = case_of(*ledger, 0);
  const CaseState state = value_or_stop(ledger->store().read_case(id));
  const auto directory = ledger->directory();
  CaseSealer sealer(id);
  std::size_t bytes = 0;
  const auto begin = Clock::now();
  for (std::uint64_t i = 0; i < kCommands; ++i) {
    const SealedCommand command = sealed_note(*ledger, id, i, sealer);
    const DecisionContext context{.directory = *directory,
                                  .actor = command.actor,
                                  .time = *command.time,
                                  .case_id = command.subject,
                                  .sequence = state.head.sequence};
    const Decision decision = decide(state.complaint, command.body, context);
    Attributes attributes;
    attributes.subject = command.subject;
    attributes.sequence = state.head.sequence + 1;
    attributes.time = attributes.recorded = context.time;
    attributes.prevhash = state.head.leaf;
    attributes.directory_sequence = directory->sequence;
    attributes.seal_nonce = command.seal_nonce;
    attributes.payload_hash = sha256(command.payload);
    attributes.command_id = command.command_id;
    attributes.actor = command.actor;
    const std::string record =
        value_or_stop(encode_record("bench", attributes, std::get<Event>(decision)));
    bytes += record.size() + leaf_hash(record).size();
  }
  const double rate = static_cast<double>(kCommands) / micros_since(begin) * 1e6;
  CHECK(bytes > 0);
  print_limited("decide + seal + encode + hash, one core", rate, "commands/s", Limit::at_least,
                kDecideRateMin);
}

// threads
// -------------------------------------------------------------------------------------------

/// Each thread sends notes on a case of its own, sealed before, one at a time, and waits for each.
double durable_rate(OpenLedger& ledger, unsigned threads, std::uint64_t notes, std::uint64_t from) {
  std::vector<std::vector<AnyCommand>> sealed(threads);
  for (unsigned i = 0; i < threads; ++i) {
    const CaseId id = case_of(ledger, i);
    CaseSealer sealer(id);
    for (std::uint64_t number = 0; number < notes; ++number) {
      sealed[i].emplace_back(sealed_note(ledger, id, from + number, sealer));
    }
  }
  const auto begin = Clock::now();
  std::vector<std::thread> senders;
  for (std::vector<AnyCommand>& own : sealed) {
    senders.emplace_back([&] {
      for (AnyCommand& command : own) {
        const Answer answer = ledger.ledger().submit(std::move(command));
        CHECK(std::holds_alternative<Receipt>(answer));
      }
    });
  }
  for (std::thread& sender : senders) sender.join();
  return static_cast<double>(threads * notes) / micros_since(begin) * 1e6;
}

void measure_threads() {
  constexpr unsigned kThreads = 64;
  const TempFolder folder;
  const SystemTime time;
  const auto ledger = make_ledger(folder.path() / "ledger", time);
  import_quietly(*ledger, kThreads);
  durable_rate(*ledger, kThreads, 1, 0);  // makes the keys
  const double one = durable_rate(*ledger, 1, 2'000, 1'000);
  const double many = durable_rate(*ledger, kThreads, 500, 10'000);
  print_figure("threads: one, durable commands one at a time", one, "commands/s");
  print_figure("threads: 64", many, "commands/s");
  print_limited("threads: ratio", many / one, "times", Limit::at_least, kThreadRatioMin);
}

int run(const std::vector<std::string>& arguments) {
  const TempFolder temporary;
  if (arguments.empty()) {
    measure_import(kImportEvents);
    measure_reading(kReadCasesMany, temporary.path() / "ledger");
    measure_command();
    measure_deciding();
    measure_threads();
    return 0;
  }
  const std::string& what = arguments[0];
  const std::uint64_t size = arguments.size() > 1 ? std::stoull(arguments[1]) : 0;
  if (what == "import") {
    measure_import(size > 0 ? size : kImportEvents);
  } else if (what == "read") {
    measure_reading(size > 0 ? size : kReadCases, arguments.size() > 2
                                                      ? std::filesystem::path(arguments[2])
                                                      : temporary.path() / "ledger");
  } else if (what == "command") {
    measure_command();
  } else if (what == "decide") {
    measure_deciding();
  } else if (what == "threads") {
    measure_threads();
  } else {
    fmt::print(stderr,
               "ledger_bench: import [EVENTS], read [CASES [DIR]], command, decide or threads\n");
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace aduan

int main(int argc, char** argv) {
  return aduan::run(std::vector<std::string>(argv + 1, argv + argc));
}
