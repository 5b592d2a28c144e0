// Who and when, as the sentences of a case name them.

#pragma once

#include "cli/render/words.h"
#include "core/base/clock.h"
#include "core/complaint/directory.h"
#include "schemas/ids.h"

#include <chrono>
#include <optional>
#include <string>

namespace aduan {

/// What every sentence of a case is made with. Cheap to copy; refers to the words and the
/// directory.
class Phrasing {
 public:
  /// `desk_zone`: the zone of what the desk does.
  Phrasing(const Words& words, const Directory& directory, const Code<Zone>& desk_zone)
      : words_(words), directory_(directory), desk_zone_(desk_zone) {}

  const Words& words() const { return words_; }

  template <class... Parts>
  std::string operator()(Phrase phrase, const Parts&... parts) const {
    return say(words_, phrase, parts...);
  }

  /// Its name in the directory, else its id.
  std::string name_of(const AgencyId& agency) const;
  /// Absent: the national desk.
  std::string holder(const std::optional<AgencyId>& agency) const;
  std::string name_of(const CategoryId& category) const;
  /// `the desk`, `a verifier of …`; empty for an importer, which tells what others did.
  std::string name_of(const Actor& actor) const;

  Code<Zone> zone_of(const std::optional<AgencyId>& agency) const;
  std::string duration(std::chrono::milliseconds time) const;
  /// The due date of an agency, or of the desk, in its zone.
  std::string due(const std::optional<AgencyId>& agency, Instant due) const;

 private:
  const Words& words_;
  const Directory& directory_;
  Code<Zone> desk_zone_;
};

/// The first letter in upper (lower) case, where it is an ASCII one.
std::string capitalised(std::string text);
std::string uncapitalised(std::string text);

}  // namespace aduan
