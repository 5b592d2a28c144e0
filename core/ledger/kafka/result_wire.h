// The answer to a command as it stands in `aduan.results`. Form: docs/formats/kafka.md.

#pragma once

#include "core/ledger/answer.h"
#include "schemas/json/document.h"

#include <optional>
#include <string>
#include <string_view>

namespace aduan {

/// The record's value.
std::string encode_answer(const Answer& answer);

/// Reads outside bytes; `scratch` keeps its buffers. Nothing when they are no answer. A rejection
/// whose code this version does not know is an Error of the kind `invalid` that names it.
std::optional<Answer> decode_answer(std::string_view value, json::Document& scratch);

}  // namespace aduan
