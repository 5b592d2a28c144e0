#include "schemas/json/document_state.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace aduan::json {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

/// Above so many keys, duplicates are looked for by sorting: a hostile object has thousands.
constexpr std::size_t kPairwiseKeysMax = 32;

/// Most keys of one length differ in their first byte, which costs no call.
bool is_same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || a.front() == b.front()) && a == b;
}

bool has_duplicates(std::span<std::string_view> keys) {
  if (keys.size() <= kPairwiseKeysMax) {
    for (std::size_t i = 1; i < keys.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (is_same(keys[i], keys[j])) return true;
      }
    }
    return false;
  }
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

/// Looks at every value. The keys of nested objects share one buffer, each behind its outer's.
class Walker {
 public:
  explicit Walker(std::vector<std::string_view>& keys) : keys_(keys) { keys_.clear(); }

  /// `depth`: the object's own level.
  std::string_view objection_to(simdjson::dom::object object, int depth) {
    if (depth > kDepthMax) return kTooDeep;
    const std::size_t first = keys_.size();
    for (const auto field : object) {
      keys_.push_back(field.key);
      if (const auto objection = objection_to(field.value, depth); !objection.empty()) {
        return objection;
      }
    }
    const bool is_doubled = has_duplicates(std::span(keys_).subspan(first));
    keys_.resize(first);
    return is_doubled ? "data has a duplicate key" : "";
  }

 private:
  static constexpr std::string_view kTooDeep = "data is nested deeper than 16";
  static constexpr std::string_view kNumber = "data has a number that is no integer within 2^53";

  std::string_view objection_to(simdjson::dom::array array, int depth) {
    if (depth > kDepthMax) return kTooDeep;
    for (const element value : array) {
      if (const auto objection = objection_to(value, depth); !objection.empty()) return objection;
    }
    return "";
  }

  /// `depth`: the level of the container that `value` stands in.
  std::string_view objection_to(element value, int depth) {
    switch (value.type()) {
      case element_type::OBJECT:
        return objection_to(simdjson::dom::object(value), depth + 1);
      case element_type::ARRAY:
        return objection_to(simdjson::dom::array(value), depth + 1);
      case element_type::INT64: {
        const std::int64_t number = value;
        return number < -kIntegerMax || number > kIntegerMax ? kNumber : "";
      }
      case element_type::UINT64:
      case element_type::DOUBLE:
        return kNumber;
      default:
        return "";
    }
  }

  std::vector<std::string_view>& keys_;
};

}  // namespace

Document::Document() : state_(std::make_unique<State>()) {}
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

bool Document::parse(std::string_view text) {
  const auto object_to = [&](std::string_view clause) {
    state_->objection = clause;
    return clause.empty();
  };
  if (text.empty() || text.front() != '{' || text.back() != '}') {
    return object_to("data is not an object");
  }
  if (state_->parser.parse(text.data(), text.size()).get(state_->root) != simdjson::SUCCESS) {
    return object_to("data is not valid JSON");
  }
  return object_to(Walker(state_->keys).objection_to(state_->root, 1));
}

std::string_view Document::objection() const { return state_->objection; }

bool is_valid_utf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

}  // namespace aduan::json
