#include "cli/import/field_reader.h"

#include <algorithm>
#include <cstring>

namespace aduan {

FieldReader::FieldReader(const FieldSpec& spec, const Columns& columns) : spec_(&spec) {
  for (const ColumnNames& names : spec.parts) {
    if (const auto column = columns.find(names)) columns_.push_back(*column);
  }
}

std::string_view FieldReader::part(const SourceRow& row, std::size_t index) const {
  const std::size_t column = columns_[index];
  if (column >= row.fields.size()) return {};
  const std::string_view text = trimmed(row.fields[column]);
  const auto& nulls = spec_->null_words;
  return std::find(nulls.begin(), nulls.end(), text) == nulls.end() ? text : std::string_view();
}

std::string_view FieldReader::read(const SourceRow& row) const {
  if (columns_.empty()) return {};
  if (columns_.size() == 1) return part(row, 0);
  joined_.clear();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string_view text = part(row, i);
    if (text.empty()) continue;
    if (!joined_.empty()) joined_ += spec_->separator;
    joined_ += text;
  }
  return joined_;
}

std::vector<std::string> missing_columns(const FieldSpec& spec, const Columns& columns) {
  std::vector<std::string> missing;
  if (spec.optional) return missing;
  for (const ColumnNames& names : spec.parts) {
    if (!columns.find(names)) missing.push_back(names.front());
  }
  return missing;
}

TimesReader::TimesReader(const std::vector<TimeSpec>& specs, const Columns& columns)
    : specs_(&specs), values_(specs.size()) {
  for (const TimeSpec& spec : specs) fields_.emplace_back(spec.field, columns);
}

std::optional<std::string> TimesReader::read(const SourceRow& row) {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    values_[i].reset();
    const std::string_view text = fields_[i].read(row);
    if (text.empty()) continue;
    values_[i] = (*specs_)[i].formats.parse(text);
    if (!values_[i]) {
      return (*specs_)[i].field.parts.front().front() + " is not a time in a format of the map";
    }
  }
  return std::nullopt;
}

std::optional<Instant> TimesReader::first(const TimeChoice& choice) const {
  for (const std::size_t index : choice) {
    if (values_[index]) return values_[index];
  }
  return std::nullopt;
}

ConditionsReader::ConditionsReader(const Conditions& conditions, const Columns& columns)
    : conditions_(&conditions) {
  for (const Condition& condition : conditions) fields_.emplace_back(condition.field, columns);
}

bool ConditionsReader::hold(const SourceRow& row, const TimesReader& times) const {
  using Test = Condition::Test;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const Condition& condition = (*conditions_)[i];
    if (condition.time) {
      const bool present = times.at(*condition.time).has_value();
      if (present != (condition.test == Test::present)) return false;
      continue;
    }
    const std::string_view text = fields_[i].read(row);
    if (text.empty()) {
      if (condition.test != Test::absent) return false;
      continue;
    }
    const auto& words = condition.words;
    const bool listed = std::find(words.begin(), words.end(), text) != words.end();
    const bool begins = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return text.starts_with(word);
    });
    const bool holds =
        (condition.test == Test::in && listed) || (condition.test == Test::not_in && !listed) ||
        (condition.test == Test::prefix && begins) || condition.test == Test::present;
    if (!holds) return false;
  }
  return true;
}

namespace {

// The finaliser of splitmix64.
std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

}  // namespace

std::uint64_t row_fingerprint(const SourceRow& row) {
  std::uint64_t state = 0x9e3779b97f4a7c15ULL;
  for (std::size_t column = 0; column < row.fields.size(); ++column) {
    const std::string_view field = row.fields[column];
    if (field.empty()) continue;  // a column that came later is as an empty field
    state = mixed(state ^ (column << 32) ^ field.size());
    std::size_t at = 0;
    for (; at + 8 <= field.size(); at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, field.data() + at, 8);
      state = mixed(state ^ word) + 0x9e3779b97f4a7c15ULL;
    }
    std::uint64_t tail = 0;
    std::memcpy(&tail, field.data() + at, field.size() - at);
    state = mixed(state ^ tail) + 0x9e3779b97f4a7c15ULL;
  }
  return state;
}

}  // namespace aduan
