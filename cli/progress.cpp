#include "cli/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace aduan {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kSilence{1'000};  // what is over by then needs no bar
constexpr milliseconds kBarInterval{200};
constexpr seconds kLineInterval{10};
constexpr int kBarColumns = 24;

std::string time_left(std::uint64_t done, std::uint64_t total, double elapsed_seconds) {
  if (done == 0 || total <= done) return "";
  const double left =
      elapsed_seconds * static_cast<double>(total - done) / static_cast<double>(done);
  const auto whole = static_cast<std::int64_t>(left + 0.5);
  return fmt::format(", {}:{:02} left", whole / 60, whole % 60);
}

}  // namespace

ProgressLine::ProgressLine(Output& output, std::string what, std::string unit)
    : output_(output), what_(std::move(what)), unit_(std::move(unit)) {}

void ProgressLine::update(std::uint64_t done, std::uint64_t total, std::string_view detail) {
  const auto now = Steady::now();
  const bool bar = output_.shows_progress();
  const auto interval = bar ? Steady::duration(kBarInterval) : Steady::duration(kLineInterval);
  if (now - began_ < kSilence || now - written_ < interval) return;
  written_ = now;
  const double elapsed = std::chrono::duration<double>(now - began_).count();
  const std::string figures =
      fmt::format("{} {}, {:.0f}/s{}", done, unit_, static_cast<double>(done) / elapsed,
                  time_left(done, total, elapsed));
  if (!bar) {
    output_.messages() << what_ << ": " << figures << detail << '\n';
    return;
  }
  const double share =
      total == 0 ? 0.0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const int filled = static_cast<int>(share * kBarColumns);
  output_.messages() << fmt::format("\r\x1b[K{} [{:#<{}}{:.<{}}] {:3.0f}%  {}{}", what_, "", filled,
                                    "", kBarColumns - filled, share * 100, figures, detail)
                     << std::flush;
  has_bar_ = true;
}

void ProgressLine::finish() {
  if (has_bar_) output_.messages() << "\r\x1b[K" << std::flush;
  has_bar_ = false;
}

}  // namespace aduan
