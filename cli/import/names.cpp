#include "cli/import/names.h"

#include "cli/import/row.h"
#include "core/base/encoding.h"
#include "core/base/hash.h"

namespace aduan {

namespace {

constexpr std::size_t kSlugMax = 24;
constexpr std::size_t kHashBytes = 4;

std::string slug_of(std::string_view name) {
  std::string slug;
  for (const char c : lower_case(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      slug += c;
    } else if (slug.empty() || slug.back() != '-') {
      slug += '-';
    }
    if (slug.size() > kSlugMax) break;
  }
  if (slug.size() > kSlugMax) slug.resize(kSlugMax);
  const std::size_t first = slug.find_first_not_of('-');
  if (first == std::string::npos) return "x";
  return slug.substr(first, slug.find_last_not_of('-') - first + 1);
}

}  // namespace

std::string imported_id(std::string_view source, std::string_view name) {
  const std::string_view bare = trimmed(name);
  const Hash hash = sha256({source, std::string_view("\0", 1), bare});
  return std::string(source) + "-" + slug_of(bare) + "-" +
         to_hex(as_view(hash).substr(0, kHashBytes));
}

const ImportedName& NameTable::of(std::string_view name) {
  const std::string_view bare = trimmed(name);
  const auto found = by_name_.find(bare);
  if (found != by_name_.end()) return *found->second;
  const ImportedName& entry =
      entries_.emplace_back(ImportedName{.id = imported_id(source_, bare),
                                         .name = std::string(bare),
                                         .index = static_cast<std::uint32_t>(entries_.size())});
  by_name_.emplace(entry.name, &entry);
  return entry;
}

}  // namespace aduan
