// One body to and from JSON. Instantiated once a type, in body_*.cpp: cereal's templates are
// costly.

#pragma once

#include "core/base/result.h"
#include "schemas/json/document.h"

#include <string>

namespace aduan::json {

/// Appends the object of `body`: an event's or command's `data`.
template <class T>
void write_body(std::string& out, const T& body);

/// The body in a parsed document.
/// Errors: corrupt (names the field that is missing or has another form).
template <class T>
Result<T> read_body(const Document& document);

}  // namespace aduan::json
