#include "cli/nearest.h"

#include <algorithm>
#include <vector>

namespace aduan {
namespace {

constexpr std::size_t kWordBytesMax = 64;  // nobody mistypes more than that; bounds the table
constexpr std::size_t kContainedMin = 3;   // a shorter word is in everything

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::size_t typing_distance(std::string_view one, std::string_view other) {
  // Three rows of the table of optimal string alignment.
  std::vector<std::size_t> before(other.size() + 1);
  std::vector<std::size_t> above(other.size() + 1);
  std::vector<std::size_t> row(other.size() + 1);
  for (std::size_t j = 0; j <= other.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= one.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const char a = lower(one[i - 1]);
      const char b = lower(other[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a == b ? 0U : 1U)});
      if (i > 1 && j > 1 && a == lower(other[j - 2]) && lower(one[i - 2]) == b) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[other.size()];
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.empty() || word.size() > kWordBytesMax) return {};
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > 2 * kWordBytesMax) continue;
    const std::size_t distance = typing_distance(word, candidate);
    if (distance >= best_distance || distance >= candidate.size()) continue;
    best = candidate;
    best_distance = distance;
  }
  if (!best.empty() || word.size() < kContainedMin) return best;
  for (const std::string_view candidate : candidates) {
    if (candidate.find(word) == std::string_view::npos) continue;
    if (best.empty() || candidate.size() < best.size()) best = candidate;
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  const std::string_view near = nearest(word, candidates);
  if (near.empty()) return {};
  return "; did you mean '" + std::string(near) + "'?";
}

}  // namespace aduan
