// A small directory for tests of the rules: agencies of all three zones, one policy, one category;
// and whoever acts in them.

#pragma once

#include "core/complaint/directory.h"
#include "schemas/policy.h"

#include <string_view>

namespace aduan {

inline const AgencyId kHealth{"kl-kemenkes"};    ///< a ministry, WIB
inline const AgencyId kWorks{"kl-pupr"};         ///< a ministry, WIB
inline const AgencyId kSocial{"kl-kemensos"};    ///< a ministry, WIB
inline const AgencyId kBali{"prov-51"};          ///< a province, WITA
inline const AgencyId kPapua{"prov-91"};         ///< a province, WIT
inline const AgencyId kUnheardOf{"kl-nowhere"};  ///< not connected
inline const CategoryId kRoads{"2014-jalan"};    ///< defined

inline const Actor kReporter{Role::reporter, ""};
inline const Actor kCitizen{Role::citizen, "c-7"};
inline const Actor kVerifier{Role::verifier, "desk/v-1"};
inline const Actor kOtherVerifier{Role::verifier, "desk/v-2"};
inline const Actor kHealthVerifier{Role::verifier, "kl-kemenkes/v-9"};
inline const Actor kWorksVerifier{Role::verifier, "kl-pupr/v-9"};
inline const Actor kOverseer{Role::overseer, "ombudsman"};
inline const Actor kCustodian{Role::custodian, "k-1"};
inline const Actor kOperator{Role::operator_, "op-1"};
inline const Actor kWatcher{Role::watcher, "w-1"};
inline const Actor kSteward{Role::steward, "s-1"};
inline const Actor kImporter{Role::importer, "boston311"};
inline const Actor kAuditor{Role::auditor, "a-1"};
inline const Actor kAnalyst{Role::analyst, "n-1"};

/// An officer of `agency`.
Actor officer_of(const AgencyId& agency);

/// `sp4n-2015.1` as domain/policy.md gives it, with every holiday of tests/support/holidays.h.
Policy sp4n_policy();

/// The ledger `test`, the policy, the agencies above but kUnheardOf, the category.
Directory test_directory();

}  // namespace aduan
