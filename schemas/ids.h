// The names of things: cases, agencies, categories, commands, whoever acts.

#pragma once

#include "core/base/bytes.h"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aduan {

/// A complaint's id: 10 upper-case Crockford base32 characters (50 bits). Stored, hashed and used
/// as Kafka key as it is; shown to people as a tracking number.
class CaseId {
 public:
  CaseId() { characters_.fill('0'); }

  /// The strict form: exactly 10 characters of the alphabet, upper case.
  static std::optional<CaseId> from_text(std::string_view text);
  /// The first 50 bits of `bytes`. Requires: 7 bytes at least.
  static CaseId from_bits(std::string_view bytes);

  std::string_view text() const { return {characters_.data(), characters_.size()}; }
  auto operator<=>(const CaseId&) const = default;

 private:
  std::array<char, 10> characters_;
};

/// `7K3M9-QX24B-1`: the id in two groups and a check character. The check is the sum of the
/// characters times the powers α^10 … α^1 in GF(32) (α = 2, polynomial x^5 + x^2 + 1): it finds
/// every single wrong character and every exchange of two, and stays inside the alphabet, so that
/// it can be sent by SMS.
std::string tracking_number(const CaseId& id);

/// What a person types: a tracking number or a bare id, in any case, with or without hyphens,
/// spaces and a leading `#`; O is read as 0, I and L as 1. Nothing when the check character does
/// not agree.
std::optional<CaseId> parse_tracking_number(std::string_view text);

/// A strong name: two tags never mix.
template <class Tag>
struct Name {
  std::string value;

  Name() = default;
  explicit Name(std::string text) : value(std::move(text)) {}
  std::string_view text() const { return value; }
  bool empty() const { return value.empty(); }
  auto operator<=>(const Name&) const = default;
};

using AgencyId = Name<struct AgencyTag>;      ///< `kl-kemenkes`, `kab-3204`, `boston311-pwdx-1f…`
using CategoryId = Name<struct CategoryTag>;  ///< `2014-kesehatan`
using RegionCode = Name<struct RegionTag>;    ///< Kemendagri code with its dot: `35.78`
using PolicyVersion =
    Name<struct PolicyTag>;             ///< `sp4n-2015.1`; `source` for a source's own due date
using DateText = Name<struct DateTag>;  ///< `2014-12-19`: a day without zone, as somebody said it
using UnitCode = Name<struct UnitTag>;  ///< a unit inside an agency
using OfficerCode = Name<struct OfficerTag>;        ///< an officer; a code, never a name
using RecipientCode = Name<struct RecipientTag>;    ///< who was shown an identity
using SourceStatus = Name<struct SourceStatusTag>;  ///< a status as an import map lists it

/// The national desk's reserved id. Target of no command.
inline constexpr std::string_view kDesk = "desk";
const AgencyId& desk();

/// An id of an agency or category: 1 to 64 of `a-z 0-9 . -`, not beginning with `-` or `.`.
bool is_well_formed_id(std::string_view text);
std::optional<AgencyId> parse_agency_id(std::string_view text);
std::optional<CategoryId> parse_category_id(std::string_view text);

/// The blind id of a command: unique within its subject. Source: DESIGN §3 `commandid`.
using CommandId = Bytes16;

/// The subject of the directory's records.
inline constexpr std::string_view kDirectorySubject = "directory";

/// Who somebody is to a case. The names are those of RULES §3 and §4.
enum class Role : std::uint8_t {
  reporter,
  citizen,
  verifier,
  agency,
  overseer,
  custodian,
  operator_,
  watcher,
  steward,
  importer,
  auditor,
  analyst,
};

/// Who acts: `<role>:<id>`, a reporter `reporter` alone. Ids are codes, never names of people:
/// `agency:kl-kemenkes/o-4711`, `verifier:desk/v-1`, `importer:boston311`.
struct Actor {
  Role role = Role::reporter;
  std::string id;  ///< empty for a reporter; an unnamed citizen's too

  /// The part of the id before `/`: the agency of an officer or a verifier.
  AgencyId agency() const;
  std::string text() const;
  auto operator<=>(const Actor&) const = default;
};

/// Nothing for an unknown role, an id with other characters than `A-Z a-z 0-9 . _ - /`, one longer
/// than 100, or one that the role must have and lacks (all but reporter and citizen).
std::optional<Actor> parse_actor(std::string_view text);

}  // namespace aduan
