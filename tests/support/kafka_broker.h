// A real Kafka for a test program: scripts/kafka in a folder of the test's own, on free loopback
// ports. It ends with this object; should the program die, by itself.
//
//   KafkaBroker& broker = shared_kafka();          // started once a program, without passwords
//   KafkaConnection connection = broker.connection(fresh_prefix());

#pragma once

#include "core/log/kafka/kafka_connection.h"
#include "tests/support/temp_folder.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

class KafkaBroker {
 public:
  /// `options` go to `scripts/kafka start`: `--brokers 3`, `--sasl`, … Ends the program, with what
  /// the script said, when it does not start.
  explicit KafkaBroker(const std::vector<std::string>& options = {});
  KafkaBroker(const KafkaBroker&) = delete;
  KafkaBroker& operator=(const KafkaBroker&) = delete;
  ~KafkaBroker();

  /// HOST:PORT,…
  const std::string& bootstrap() const { return bootstrap_; }

  /// A way in, as this user where users are asked for: `admin`, or one of `--user NAME`.
  KafkaConnection connection(std::string_view prefix, std::string_view user = "admin") const;

  /// kill -9 of a broker; returns when it is dead.
  void kill(int node = 1);
  /// Starts it again, on its old ports with what it holds; returns when it serves.
  void restart(int node = 1);

  /// The broker's files: DIR/n<N>/data.
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  std::string call(const std::vector<std::string>& words) const;

  TempFolder folder_;
  std::string bootstrap_;
};

/// One that all tests of a program share, each under a prefix of its own.
KafkaBroker& shared_kafka();

/// A prefix that no test of this program has had.
std::string fresh_prefix();

}  // namespace aduan
