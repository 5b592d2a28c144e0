// What an option's value may be, where that is a short closed list or an id that the ledger knows:
// what shell completion offers.

#pragma once

#include "cli/subcommand.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace aduan {

/// Where an option's values come from.
enum class ValueSource : std::uint8_t {
  free,      ///< anybody's text, a number, a day
  list,      ///< one of `words`
  agency,    ///< the ids of `aduan agency list`
  category,  ///< the ids of `aduan category list`
  file,
};

struct OptionValues {
  ValueSource source = ValueSource::free;
  std::span<const std::string_view> words;  ///< of a list
};

/// The values of an option or positional of a command. `command`: its name; empty: a global option.
OptionValues values_of(std::string_view command, const Option& option);

}  // namespace aduan
