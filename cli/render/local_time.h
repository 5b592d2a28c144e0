// Instants as people at a place read them.

#pragma once

#include "cli/render/words.h"
#include "core/base/clock.h"
#include "schemas/codes.h"

#include <string>

namespace aduan {

/// `19 Dec 2014 10:04`, always the same width within a language.
std::string local_minute(Instant instant, const Code<Zone>& zone, const Words& words);
/// `Fri 19 Dec 2014 10:04 WIB`, `Jumat, 19 Desember 2014 10.04 WIB`.
std::string local_time(Instant instant, const Code<Zone>& zone, const Words& words);
/// The last moment on time: of a due that is a local midnight the day before it, `Tue 30 Dec 2014`;
/// of any other `Tue 30 Dec 2014 14:30`.
std::string due_text(Instant due, const Code<Zone>& zone, const Words& words);
/// The same in a column: `30 Dec 2014`, `30 Dec 2014 14:30`.
std::string short_due_text(Instant due, const Code<Zone>& zone, const Words& words);
/// `WIB`; of a zone that this version does not know WIB too, by which it is counted.
std::string_view zone_name(const Code<Zone>& zone);

}  // namespace aduan
