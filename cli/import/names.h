// Agencies and categories that an importer defines: their ids, and each name once.
// Source: RULES §5.

#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace aduan {

/// `<source>-<slug>-<8 hex of SHA-256(source ‖ 00 ‖ trimmed name)>`. The same in any order of rows.
/// The slug is ASCII letters in lower case and digits, each run of other bytes one `-`, cut to 24,
/// then trimmed of `-`; `x` where nothing is left.
std::string imported_id(std::string_view source, std::string_view name);

/// An agency or a category of a source.
struct ImportedName {
  std::string id;
  std::string name;         ///< as the source spells it, trimmed
  std::uint32_t index = 0;  ///< the table's n-th, from 0, in the order of first use
};

/// Gives each name of a source one entry, which stays where it is as long as the table lives.
class NameTable {
 public:
  explicit NameTable(std::string source) : source_(std::move(source)) {}

  const ImportedName& of(std::string_view name);
  const ImportedName& at(std::uint32_t index) const { return entries_[index]; }
  std::size_t size() const { return entries_.size(); }

 private:
  std::string source_;
  std::deque<ImportedName> entries_;
  std::unordered_map<std::string_view, const ImportedName*> by_name_;  // keys are the entries' own
};

}  // namespace aduan
