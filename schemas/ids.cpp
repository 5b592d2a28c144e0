#include "schemas/ids.h"

#include "core/base/check.h"
#include "core/base/encoding.h"

#include <algorithm>
#include <utility>

namespace aduan {
namespace {

constexpr std::size_t kCaseCharacters = 10;
constexpr std::size_t kActorIdMax = 100;
constexpr std::size_t kIdMax = 64;

constexpr std::array<std::pair<Role, std::string_view>, 12> kRoleNames = {{
    {Role::reporter, "reporter"},
    {Role::citizen, "citizen"},
    {Role::verifier, "verifier"},
    {Role::agency, "agency"},
    {Role::overseer, "overseer"},
    {Role::custodian, "custodian"},
    {Role::operator_, "operator"},
    {Role::watcher, "watcher"},
    {Role::steward, "steward"},
    {Role::importer, "importer"},
    {Role::auditor, "auditor"},
    {Role::analyst, "analyst"},
}};

/// Times α = 2 in GF(32) with x^5 + x^2 + 1.
unsigned times_alpha(unsigned value) {
  value <<= 1;
  return (value & 0x20) != 0 ? value ^ 0x25 : value;
}

char check_character(std::string_view id) {
  unsigned sum = 0;
  for (const char c : id) sum = times_alpha(sum) ^ *crockford_value(c);
  return kCrockford[times_alpha(sum)];
}

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_actor_character(char c) {
  return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-' ||
         c == '/';
}

}  // namespace

std::optional<CaseId> CaseId::from_text(std::string_view text) {
  if (text.size() != kCaseCharacters) return std::nullopt;
  CaseId id;
  for (std::size_t i = 0; i < kCaseCharacters; ++i) {
    const auto value = crockford_value(text[i]);
    if (!value || kCrockford[*value] != text[i]) return std::nullopt;
    id.characters_[i] = text[i];
  }
  return id;
}

CaseId CaseId::from_bits(std::string_view bytes) {
  const auto id = from_text(to_crockford(bytes, kCaseCharacters));
  CHECK(id.has_value());
  return *id;
}

std::string tracking_number(const CaseId& id) {
  const std::string_view text = id.text();
  std::string result;
  result.append(text.substr(0, 5)).append("-").append(text.substr(5)).append("-");
  result += check_character(text);
  return result;
}

std::optional<CaseId> parse_tracking_number(std::string_view text) {
  std::string characters;
  for (const char c : text) {
    if (c == '-' || c == ' ' || (c == '#' && characters.empty())) continue;
    const auto value = crockford_value(c);
    if (!value || characters.size() > kCaseCharacters) return std::nullopt;
    characters += kCrockford[*value];
  }
  const auto id = CaseId::from_text(std::string_view(characters).substr(0, kCaseCharacters));
  if (!id || characters.size() == kCaseCharacters) return id;
  return characters.back() == check_character(id->text()) ? id : std::nullopt;
}

const AgencyId& desk() {
  static const AgencyId id{std::string(kDesk)};
  return id;
}

bool is_well_formed_id(std::string_view text) {
  if (text.empty() || text.size() > kIdMax || !is_lower_or_digit(text.front())) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_lower_or_digit(c) || c == '.' || c == '-'; });
}

std::optional<AgencyId> parse_agency_id(std::string_view text) {
  if (!is_well_formed_id(text)) return std::nullopt;
  return AgencyId{std::string(text)};
}

std::optional<CategoryId> parse_category_id(std::string_view text) {
  if (!is_well_formed_id(text)) return std::nullopt;
  return CategoryId{std::string(text)};
}

AgencyId Actor::agency() const { return AgencyId{id.substr(0, id.find('/'))}; }

std::string Actor::text() const {
  std::string result;
  for (const auto& [each, name] : kRoleNames) {
    if (each == role) result = name;
  }
  if (!id.empty()) result.append(":").append(id);
  return result;
}

std::optional<Actor> parse_actor(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view role_name = text.substr(0, colon);
  const std::string_view id = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  const auto* const role = std::find_if(kRoleNames.begin(), kRoleNames.end(),
                                        [&](const auto& each) { return each.second == role_name; });
  if (role == kRoleNames.end() || id.size() > kActorIdMax) return std::nullopt;
  if (!std::all_of(id.begin(), id.end(), is_actor_character)) return std::nullopt;
  if (role->first == Role::reporter && colon != std::string_view::npos) return std::nullopt;
  const bool id_required = role->first != Role::reporter && role->first != Role::citizen;
  if (id.empty() && (id_required || colon != std::string_view::npos)) return std::nullopt;
  return Actor{role->first, std::string(id)};
}

}  // namespace aduan
