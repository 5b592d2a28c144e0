// What a Document holds; for the reader archive alone.

#pragma once

#include "schemas/json/document.h"

#include <simdjson.h>

#include <string_view>
#include <vector>

namespace aduan::json {

struct Document::State {
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  std::string_view objection;
  std::vector<std::string_view> keys;  ///< of the objects that are being walked, outermost first
};

}  // namespace aduan::json
