// An event as a plain sentence.

#pragma once

#include "cli/render/phrasing.h"
#include "cli/render/remark.h"
#include "core/complaint/complaint.h"

#include <optional>
#include <string>
#include <vector>

namespace aduan {

/// What a sentence about an event depends on.
struct SentenceContext {
  const Phrasing& phrasing;
  const Attributes& attributes;
  const Complaint& before;         ///< the case before the event
  std::optional<AgencyId> holder;  ///< whose custody tells it: need not be named again
};

/// `Returned: not our authority; suggests Kementerian Kesehatan`.
Remark event_sentence(const SentenceContext& context, const Event& event);

/// What else the event says in the open: topic, region, wishes.
std::vector<Remark> event_facts(const SentenceContext& context, const Event& event);

/// The rules that an importer's source broke; nothing where it kept them.
std::optional<Remark> breaches_remark(const Phrasing& phrasing,
                                      const std::vector<std::string>& breaches);

/// `anonymous, confidential`, or `open to all`.
std::string flags_text(const Phrasing& phrasing, bool anonymous, bool confidential);

}  // namespace aduan
