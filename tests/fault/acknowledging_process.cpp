// acknowledging_process FOLDER RUN THREADS: sends commands to the ledger in the folder, on many
// threads, and says of each, after its receipt: `<key> <stream> <offset> <leaf>`, one write a line.
// It is made to be killed; left alone it ends after a while.

#include "core/base/encoding.h"
#include "tests/fault/acknowledged_commands.h"

#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace aduan {
namespace {

constexpr std::uint64_t kCasesMax = 2'000;  // of a thread

/// A pipe takes a line of this length whole or not at all, so a kill leaves no half line.
void say(const std::string& line) {
  if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    std::_Exit(3);
  }
}

void send_and_acknowledge(OpenLedger& ledger, const std::string& run) {
  for (std::uint64_t number = 0; number < kCasesMax; ++number) {
    for (std::size_t step = 0; step < kSteps.size(); ++step) {
      const std::string key = key_of(run, number, step);
      const Answer answer = ledger.ledger().submit(command_of(ledger, key));
      const auto* const receipt = std::get_if<Receipt>(&answer);
      if (receipt == nullptr || receipt->repeated) std::_Exit(4);
      say(key + " " + std::to_string(receipt->position.stream) + " " +
          std::to_string(receipt->position.offset) + " " + to_hex(as_view(receipt->leaf)) + "\n");
    }
  }
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() != 3) {
    std::cerr << "acknowledging_process FOLDER RUN THREADS\n";
    return 2;
  }
  const TestTime time;
  const auto opened = open_ledger_folder(arguments[0], LedgerAccess::read_write, time);
  if (!opened) {
    std::cerr << opened.error().message << "\n";
    return 1;
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < std::stoi(arguments[2]); ++i) {
    threads.emplace_back(send_and_acknowledge, std::ref(*opened.value()),
                         arguments[1] + ".t" + std::to_string(i));
  }
  for (std::thread& thread : threads) thread.join();
  return 0;
}

}  // namespace
}  // namespace aduan

int main(int count, char** words) {
  return aduan::run(std::vector<std::string>(words + 1, words + count));
}
