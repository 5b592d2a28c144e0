// The words of a closed vocabulary, for messages.

#pragma once

#include "schemas/codes.h"

#include <string>

namespace aduan {

/// `WIB, WITA, WIT, UTC`.
template <class E>
std::string code_words() {
  std::string words;
  for (const std::string_view name : Names<E>::values) {
    if (!words.empty()) words += ", ";
    words += name;
  }
  return words;
}

}  // namespace aduan
