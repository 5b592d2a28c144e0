// Who sees what: the one check before any plaintext is opened. Source: RULES §6, table and all.
//
//   H status, agencies, times, types, codes · G category, region, incident date · T the reporter's
//   words, attachments, location · O official texts · I internal ones · N name · X contact, id
//   number, reference

#pragma once

#include "schemas/ids.h"

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace aduan {

/// A set of the letters above.
enum class Seen : std::uint8_t { H = 1, G = 2, T = 4, O = 8, I = 16, N = 32, X = 64 };

class Sight {
 public:
  constexpr Sight() = default;
  constexpr Sight(std::initializer_list<Seen> letters) {
    for (const Seen letter : letters) bits_ |= static_cast<std::uint8_t>(letter);
  }
  constexpr bool has(Seen letter) const { return (bits_ & static_cast<std::uint8_t>(letter)) != 0; }
  /// Nothing at all: for this reader the case is not there.
  constexpr bool is_blind() const { return bits_ == 0; }
  constexpr Sight without(Seen letter) const {
    Sight result = *this;
    result.bits_ &= static_cast<std::uint8_t>(~static_cast<unsigned>(letter));
    return result;
  }
  constexpr bool operator==(const Sight&) const = default;

 private:
  std::uint8_t bits_ = 0;
};

/// What the check looks at in a case.
struct CaseVisibility {
  bool published = false;
  bool anonymous = false;
  bool confidential = false;
  bool escalated_to_overseer = false;
};

/// How a reading agency stands to the text: it has the case, or had it when the text was written,
/// or neither.
enum class Custody : std::uint8_t { none, active, former };

/// What an actor sees of a text of a case. `custody`: of the actor's agency, at that text.
/// A former agency sees what came up to its release as an active one does: say `active` for those.
Sight sight_of(const Actor& actor, const CaseVisibility& visibility, Custody custody);

/// The letter of a text, by its event's type and its field.
/// `public_comment`: a comment whose audience is everybody.
Seen letter_of(std::string_view type, std::string_view field, bool public_comment);

}  // namespace aduan
