#include "consumers/role.h"

#include <algorithm>
#include <condition_variable>
#include <utility>

namespace aduan {
namespace {

/// A role that ran so long was well again: its next pause is short.
constexpr std::chrono::minutes kWellAgain{1};

bool is_passing(const Error& error) {
  return error.kind == ErrorKind::unavailable || error.kind == ErrorKind::conflict;
}

}  // namespace

std::uint64_t RoleProgress::lag() const {
  std::uint64_t sum = 0;
  for (const StreamProgress& stream : streams) sum += stream.lag();
  return sum;
}

void ProgressBoard::set_streams(std::vector<StreamProgress> streams) {
  const std::lock_guard lock(mutex_);
  progress_.streams = std::move(streams);
}

void ProgressBoard::set_next(std::uint32_t partition, std::uint64_t next) {
  const std::lock_guard lock(mutex_);
  if (progress_.streams.empty()) return;
  const std::string& topic = progress_.streams.front().topic;
  for (StreamProgress& stream : progress_.streams) {
    if (stream.partition != partition || stream.topic != topic) continue;
    stream.next = next;
    stream.end = std::max(stream.end, next);
  }
}

void ProgressBoard::set_trouble(std::optional<std::string> trouble) {
  const std::lock_guard lock(mutex_);
  progress_.trouble = std::move(trouble);
}

void ProgressBoard::add_records(std::uint64_t records) {
  const std::lock_guard lock(mutex_);
  progress_.records += records;
}

void ProgressBoard::add(std::string_view name, std::uint64_t value) {
  const std::lock_guard lock(mutex_);
  for (RoleCount& count : progress_.counts) {
    if (count.name != name) continue;
    count.value += value;
    return;
  }
  progress_.counts.push_back({name, value});
}

RoleProgress ProgressBoard::read() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

bool wait_for_stop(const std::stop_token& stop, std::chrono::milliseconds pause) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  changed.wait_for(lock, stop, pause, [] { return false; });
  return stop.stop_requested();
}

RoleThread::RoleThread(std::shared_ptr<ConsumerRole> role, RoleEvents events)
    : role_(std::move(role)),
      events_(std::move(events)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void RoleThread::run(const std::stop_token& stop) {
  using SteadyClock = std::chrono::steady_clock;
  std::chrono::milliseconds pause = kRestartPauseMin;
  if (events_.started) events_.started(*role_);
  while (!stop.stop_requested()) {
    const auto began = SteadyClock::now();
    const auto ran = role_->run(stop);
    if (ran || stop.stop_requested()) break;
    if (!is_passing(ran.error())) {
      if (events_.failed) events_.failed(*role_, ran.error());
      return;
    }
    if (SteadyClock::now() - began > kWellAgain) pause = kRestartPauseMin;
    if (events_.will_restart) events_.will_restart(*role_, ran.error(), pause);
    if (wait_for_stop(stop, pause)) break;
    pause = std::min(2 * pause, kRestartPauseMax);
  }
  if (events_.stopped) events_.stopped(*role_);
}

}  // namespace aduan
