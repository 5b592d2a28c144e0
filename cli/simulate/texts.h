// What people write: templates of our own, in Indonesian. No real person, address or case in them.

#pragma once

#include "cli/simulate/chance.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace aduan::simulation {

/// The words of one report; the same numbers give the same words.
struct ReportWords {
  std::string title;
  std::string text;
  std::string location;
};
/// `topic`: a category's id. `place`: a district's name.
ReportWords report_words(std::string_view topic, std::string_view place, Chance chance);

/// Who writes: a made-up name, `Warga Contoh …`; a telephone number that nobody has.
std::string reporter_name(Chance& chance);
std::string reporter_contact(Chance& chance);

/// One of the sentences for an occasion.
enum class Occasion : std::uint8_t {
  question,    ///< the desk asks for what is missing
  supplement,  ///< the reporter's answer
  archive,     ///< why there will be no work
  appeal,
  dismissal,
  forward,    ///< to the agency
  give_back,  ///< not ours
  ruling,
  progress,  ///< an agency's note
  interim,   ///< we are at it
  answer,    ///< final
  reply,     ///< not satisfied
  reopening,
  rating,
  public_comment,
  desk_comment,
  internal_comment,
  withdrawal,
  merge,
  escalation,
};
std::string sentence(Occasion occasion, Chance& chance);

}  // namespace aduan::simulation
