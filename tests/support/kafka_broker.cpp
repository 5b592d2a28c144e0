#include "tests/support/kafka_broker.h"

#include "core/base/check.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace aduan {
namespace {

std::string script() {
  const char* const source = std::getenv("ADUAN_SOURCE_DIR");
  return std::string(source == nullptr ? "." : source) + "/scripts/kafka";
}

/// For the shell; none of our words holds a quote.
std::string quoted(const std::string& word) { return "'" + word + "'"; }

}  // namespace

KafkaBroker::KafkaBroker(const std::vector<std::string>& options) {
  std::vector<std::string> words{"start", "--while", std::to_string(::getpid())};
  words.insert(words.end(), options.begin(), options.end());
  bootstrap_ = call(words);
}

KafkaBroker::~KafkaBroker() { call({"stop"}); }

KafkaConnection KafkaBroker::connection(std::string_view prefix, std::string_view user) const {
  KafkaConnection connection;
  connection.address = {bootstrap_, std::string(prefix)};
  std::ifstream file(folder_.path() / "clients" / (std::string(user) + ".conf"));
  std::ostringstream text;
  text << file.rdbuf();
  auto settings = parse_kafka_settings(text.str());
  CHECK(file && settings);
  connection.settings = std::move(settings.value());
  return connection;
}

void KafkaBroker::kill(int node) { call({"kill", "--node", std::to_string(node)}); }

void KafkaBroker::restart(int node) { call({"restart", "--node", std::to_string(node)}); }

std::string KafkaBroker::call(const std::vector<std::string>& words) const {
  std::string command = quoted(script());
  for (const std::string& word : words) command += " " + quoted(word);
  command += " --dir " + quoted(folder_.path().string());
  std::FILE* const output = ::popen(command.c_str(), "r");
  CHECK(output != nullptr);
  std::string text;
  std::array<char, 256> part{};
  while (std::fgets(part.data(), part.size(), output) != nullptr) text += part.data();
  const bool is_done = ::pclose(output) == 0;  // the script has told stderr why
  CHECK(is_done);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

KafkaBroker& shared_kafka() {
  // Looks for what there is to compact at once, so that a test need not wait long for it.
  static KafkaBroker broker({"--set", "log.cleaner.backoff.ms=100"});
  return broker;
}

std::string fresh_prefix() {
  static std::atomic<int> count{0};
  return "test-" + std::to_string(++count);
}

}  // namespace aduan
