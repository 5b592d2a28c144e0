// A case that the ministry of public works leads: for the scenarios of what an agency does with it.

#pragma once

#include "tests/support/scenario.h"

namespace aduan {

inline const Actor kWorksOfficer = officer_of(kWorks);
inline const Actor kHealthOfficer = officer_of(kHealth);

inline bool works_leads(const Complaint& c) {
  const Handling* const lead = lead_of(c);
  return lead != nullptr && lead->agency == kWorks;
}

inline bool works_is_done(const Complaint& c) { return active_handling(c, kWorks) == nullptr; }

inline HandlingState state_of(const Complaint& c, const AgencyId& agency) {
  for (const Handling& handling : c.handlings) {
    if (handling.agency == agency) return handling.state;
  }
  return HandlingState::new_;
}

inline Step led_by(const AgencyId& lead) {
  return [=](Scenario& scenario) { scenario.given(submitted(), verified(), forwarded(lead)); };
}

}  // namespace aduan
