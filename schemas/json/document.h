// A parsed JSON object of outside bytes. simdjson's door: its types stay behind this one.

#pragma once

#include <memory>
#include <string_view>

namespace aduan::json {

/// The most nesting, the object's own braces being the first level.
inline constexpr int kDepthMax = 16;
/// Numbers are whole and within ± this: what every JSON reader there is keeps exactly.
inline constexpr long long kIntegerMax = 9'007'199'254'740'992;  // 2^53

/// Parses whole (simdjson's DOM: its on-demand parser lets `tru` pass in fields that it skips).
/// Keeps its buffers between calls. Threads: one at a time.
class Document {
 public:
  Document();
  ~Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;

  /// Whether `text` is one JSON object, without blanks around it, in valid UTF-8, at most kDepthMax
  /// deep, with no duplicate keys and no number but integers within ±kIntegerMax.
  bool parse(std::string_view text);

  /// The clause that the last `parse` found broken, for people.
  std::string_view objection() const;

  struct State;
  const State& state() const { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

/// Whether `text` is valid UTF-8.
bool is_valid_utf8(std::string_view text);

}  // namespace aduan::json
