// A long-running role: one consumer of the ledger's topics, run by a thread of its own until it is
// told to stop. It says where it stands as values; who shows them is somebody else's business.
//
// A role that ends with `unavailable` or `conflict` is run again after a pause that grows to
// kRestartPauseMax: brokers and disks come back. Any other error is for people, and ends it.

#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace aduan {

/// Where a role stands in one partition.
struct StreamProgress {
  std::string topic;
  std::uint32_t partition = 0;
  std::uint64_t next = 0;  ///< the offset that it takes next
  std::uint64_t end = 0;   ///< the partition's, when the role last looked

  std::uint64_t lag() const { return end > next ? end - next : 0; }
};

/// A number that a role counts since it was started: `sent`, `tombstones`.
struct RoleCount {
  std::string_view name;
  std::uint64_t value = 0;
};

struct RoleProgress {
  std::vector<StreamProgress> streams;
  std::uint64_t records = 0;  ///< taken since it was started
  std::vector<RoleCount> counts;
  std::optional<std::string> trouble;  ///< why it stands still, while it does

  std::uint64_t lag() const;
};

/// Threads: `run` one at a time; the rest from any, meanwhile too.
class ConsumerRole {
 public:
  virtual ~ConsumerRole() = default;

  /// `projector`, as `serve --roles` has it.
  virtual std::string_view name() const = 0;

  /// Works until `stop` asks it to end; then everything that it acknowledged is whole. May be
  /// called again after it ended, also with an error.
  /// Errors: unavailable (brokers, disk), conflict (its work was given to another), corrupt and
  /// invalid (nothing that waiting mends).
  virtual Result<void> run(const std::stop_token& stop) = 0;

  virtual RoleProgress progress() const = 0;
};

/// What a role knows of itself, for those who ask from other threads.
class ProgressBoard {
 public:
  void set_streams(std::vector<StreamProgress> streams);
  void set_next(std::uint32_t partition, std::uint64_t next);  ///< of the first topic
  void set_trouble(std::optional<std::string> trouble);
  void add_records(std::uint64_t records);
  void add(std::string_view name, std::uint64_t value);
  RoleProgress read() const;

 private:
  mutable std::mutex mutex_;
  RoleProgress progress_;  ///< under mutex_
};

/// Waits so long, or until `stop` asks; true when it did.
bool wait_for_stop(const std::stop_token& stop, std::chrono::milliseconds pause);

inline constexpr std::chrono::milliseconds kRestartPauseMin{500};
inline constexpr std::chrono::milliseconds kRestartPauseMax{30'000};

/// What happens to a role, for a journal.
struct RoleEvents {
  std::function<void(const ConsumerRole&)> started;
  std::function<void(const ConsumerRole&, const Error&, std::chrono::milliseconds)> will_restart;
  std::function<void(const ConsumerRole&)> stopped;
  /// It ended by itself and will not be run again. Called by its thread.
  std::function<void(const ConsumerRole&, const Error&)> failed;
};

/// Runs a role in a thread until `stop` or the end of this object.
class RoleThread {
 public:
  RoleThread(std::shared_ptr<ConsumerRole> role, RoleEvents events);
  RoleThread(const RoleThread&) = delete;
  RoleThread& operator=(const RoleThread&) = delete;
  /// Asks it to stop and waits until it has.
  ~RoleThread() = default;

  void ask_to_stop() { thread_.request_stop(); }
  const ConsumerRole& role() const { return *role_; }

 private:
  void run(const std::stop_token& stop);

  std::shared_ptr<ConsumerRole> role_;
  RoleEvents events_;
  std::jthread thread_;
};

}  // namespace aduan
