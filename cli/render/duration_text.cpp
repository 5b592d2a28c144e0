#include "cli/render/duration_text.h"

#include <iterator>

namespace aduan {
namespace {

using std::chrono::seconds;

/// A unit, and whether the next smaller one is worth saying beside it.
struct Unit {
  seconds length;
  Phrase phrase;
  Phrase short_phrase;
  bool has_second;
};
constexpr Unit kUnits[] = {{seconds{86'400}, Phrase::days, Phrase::short_days, true},
                           {seconds{3'600}, Phrase::hours, Phrase::short_hours, true},
                           {seconds{60}, Phrase::minutes, Phrase::short_minutes, false},
                           {seconds{1}, Phrase::seconds, Phrase::short_seconds, false}};

std::string text_of(std::chrono::milliseconds duration, Phrase Unit::*phrase, const Words& words) {
  const auto whole = std::chrono::duration_cast<seconds>(std::chrono::abs(duration));
  for (const Unit* unit = std::begin(kUnits); unit != std::end(kUnits); ++unit) {
    if (whole < unit->length) continue;
    const std::string first = say(words, unit->*phrase, whole / unit->length);
    if (!unit->has_second) return first;
    const Unit& next = *(unit + 1);
    const auto rest = whole % unit->length / next.length;
    return rest == 0 ? first : first + " " + say(words, next.*phrase, rest);
  }
  return say(words, (*std::rbegin(kUnits)).*phrase, 0);
}

}  // namespace

std::string duration_text(std::chrono::milliseconds duration, const Words& words) {
  return text_of(duration, &Unit::phrase, words);
}

std::string short_duration_text(std::chrono::milliseconds duration, const Words& words) {
  return text_of(duration, &Unit::short_phrase, words);
}

}  // namespace aduan
