// A ledger worker to be killed and frozen:
//
//   ledger_worker_process BOOTSTRAP PREFIX FOLDER
//
// Says a line whenever its counts change, `partitions P beaten B fenced F`. When it gets to the
// step of a batch that FOLDER/freeze-at names, it removes that file, says `frozen` and stops
// itself.

#include "tests/support/kafka_ledger_world.h"

#include <array>
#include <condition_variable>
#include <csignal>
#include <fstream>
#include <iostream>
#include <mutex>

namespace aduan {
namespace {

std::mutex saying;

void say(const std::string& line) {
  const std::lock_guard lock(saying);
  std::cout << line << std::endl;
}

std::string_view name_of(LedgerWorkerStep step) {
  constexpr std::array<std::string_view, 6> kNames{"decided",   "appending", "appended",
                                                   "read_back", "answering", "committing"};
  return kNames[static_cast<std::size_t>(step)];
}

void freeze_at(LedgerWorkerStep step, const std::filesystem::path& folder) {
  const std::filesystem::path order = folder / "freeze-at";
  std::string wanted;
  if (!(std::ifstream(order) >> wanted) || wanted != name_of(step)) return;
  std::filesystem::remove(order);
  say("frozen");
  std::raise(SIGSTOP);
}

std::string line_of(const LedgerWorkerStatus& status) {
  std::size_t live = 0;
  for (const LedgerWorkerPartition& each : status.partitions) live += each.is_restoring ? 0 : 1;
  return "partitions " + std::to_string(live) + " beaten " + std::to_string(status.beaten) +
         " fenced " + std::to_string(status.fenced);
}

void say_changes(const LedgerWorker& worker, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any nobody;
  std::unique_lock lock(mutex);
  std::string last;
  while (!stop.stop_requested()) {
    std::string line = line_of(worker.status());
    if (line != last) say(line);
    last = std::move(line);
    nobody.wait_for(lock, stop, std::chrono::milliseconds(10), [] { return false; });
  }
}

int run(const std::vector<std::string>& words) {
  KafkaConnection connection;
  connection.address = {words.at(1), words.at(2)};
  const std::filesystem::path folder = words.at(3);
  LedgerWorkerOptions options;
  options.folder = folder;
  options.session_timeout = kQuickSession;
  options.on_step = [&](LedgerWorkerStep step) { freeze_at(step, folder); };
  const SystemTime time;
  auto worker = std::make_shared<LedgerWorker>(connection, time, options);
  const std::jthread teller([&](const std::stop_token& stop) { say_changes(*worker, stop); });
  for (;;) {
    // As `serve` does: what a fence or a broker ended begins again.
    const auto ended = worker->run(std::stop_token());
    std::cerr << "worker: " << (ended ? "ended" : ended.error().message) << std::endl;
    const bool is_passing = !ended && (ended.error().kind == ErrorKind::unavailable ||
                                       ended.error().kind == ErrorKind::conflict);
    if (!is_passing) return 1;
  }
}

}  // namespace
}  // namespace aduan

int main(int count, char** words) { return aduan::run({words, words + count}); }
