// A CSV of the shape of Boston's: a row a case, made while it is read, so that an import of any
// length needs no file and no memory. 3.7 events a case: 85 cases of 100 are answered and closed.

#pragma once

#include "cli/import/byte_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace aduan {

/// The number of the row's case: what stands behind `boston311:` in its reference.
inline std::string boston_case_number(std::uint64_t row) {
  return std::to_string(101'000'000'000 + row);
}

class BostonRows final : public ByteSource {
 public:
  static constexpr double kEventsACase = 3.7;
  static constexpr std::uint64_t kAgencies = 20;
  static constexpr std::uint64_t kCategories = 160;

  explicit BostonRows(std::uint64_t rows) : rows_(rows) {
    text_ =
        "CASE_ENQUIRY_ID,OPEN_DT,TARGET_DT,CLOSED_DT,CASE_STATUS,CLOSURE_REASON,CASE_TITLE,"
        "TYPE,Department,Location,Source\n";
  }

  Result<std::size_t> read(std::span<char> out) override {
    while (text_.size() < out.size() && next_ < rows_) append_row();
    const std::size_t size = std::min(out.size(), text_.size());
    std::copy_n(text_.begin(), size, out.begin());
    text_.erase(0, size);
    consumed_ += size;
    return size;
  }
  std::uint64_t bytes_consumed() const override { return consumed_; }
  std::uint64_t bytes_total() const override { return consumed_ + text_.size(); }

 private:
  void append_row() {
    const std::uint64_t row = next_++;
    const std::uint64_t draw = mix(row);
    const std::uint64_t minute = row % 400'000;  // of a year; the time of day is the minute's
    const std::uint64_t day = minute / 1'440 % 28 + 1;
    const std::uint64_t month = minute / 40'320 % 9 + 1;
    const std::uint64_t hour = minute / 60 % 24;
    const auto time = [&](std::uint64_t after_months) {
      return fmt::format("2015-{:02}-{:02} {:02}:{:02}:00", month + after_months, day, hour,
                         minute % 60);
    };
    const bool is_closed = draw % 100 < 85;
    // The lower numbers more often, as a city's public works have most of its cases.
    const std::uint64_t agency = std::min(draw / 100 % kAgencies, draw / 2'000 % kAgencies);
    const std::uint64_t category = draw / 40'000 % kCategories;
    fmt::format_to(std::back_inserter(text_),
                   "{},{},{},{},{},{},Pothole repair no {:03},Request type {},Department {},"
                   "\"{:05} Commonwealth Avenue, Boston MA 02215\",Citizens Connect App\n",
                   boston_case_number(row), time(0), time(1), is_closed ? time(2) : "",
                   is_closed ? "Closed" : "Open",
                   is_closed ? "Case Closed. Case Resolved. Work order was done by crew 0042." : "",
                   category, category, agency, draw % 100'000);
  }

  /// SplitMix64's: neighbouring rows have nothing in common.
  static std::uint64_t mix(std::uint64_t value) {
    value = (value + 1) * 0x9e3779b97f4a7c15;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
  }

  std::uint64_t rows_;
  std::uint64_t next_ = 0;
  std::uint64_t consumed_ = 0;
  std::string text_;
};

}  // namespace aduan
