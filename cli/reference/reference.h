// Who and what LAPOR!/SP4N knows: agencies, their changes, topics, and the first deadline policy.
// Facts, sources and doubts: README.md in this folder.

#pragma once

#include "schemas/codes.h"
#include "schemas/ids.h"
#include "schemas/policy.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace aduan {

struct ReferenceAgency {
  AgencyId id;
  AgencyKind kind = AgencyKind::ministry;
  std::string name;  ///< Indonesian
  std::string name_en;
  std::string short_name;
  std::optional<AgencyId> parent;  ///< a kabupaten's or kota's province; a company's ministry
  std::optional<RegionCode> region;
  Zone zone = Zone::WIB;
  bool first_wave = false;  ///< one of the 130 that LAPOR! had on 2014-12-19
  bool autonomous = true;   ///< false: its complaints are queued at its parent
};

struct ReferenceChange {
  std::string date;  ///< `2021-09-01`, or a year alone
  AgencyId agency;
  std::string change;  ///< renamed, replaced, merged, split, dissolved
  std::string successor_name;
  std::string basis;
};

struct ReferenceCategory {
  CategoryId id;
  std::optional<CategoryId> parent;
  std::string name;  ///< Indonesian
  std::string name_en;
  std::optional<AgencyId> default_agency;
  std::string valid_from;  ///< `2018`, `2020-03`
  std::string valid_to;    ///< empty: still
};

// Each is read once, when first asked for. A file that does not parse is our own bug.
// Threads: any.

/// In the order of the file; a parent may come later.
std::span<const ReferenceAgency> reference_agencies();
/// Null for an unknown id.
const ReferenceAgency* find_reference_agency(std::string_view id);
/// By date.
std::span<const ReferenceChange> reference_changes();
/// Parents before their subtopics.
std::span<const ReferenceCategory> reference_categories();
const ReferenceCategory* find_reference_category(std::string_view id);

/// `sp4n-2015.1`, every free day in it.
Policy reference_policy();

}  // namespace aduan
