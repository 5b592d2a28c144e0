#include "cli/import/steps.h"

#include <array>

namespace aduan {

namespace {

constexpr auto kStepNames =
    std::to_array<std::string_view>({"submitted", "verified", "forwarded", "returned", "noted",
                                     "responded", "closed", "reopened", "rated"});
static_assert(kStepNames.size() == kStepKinds);

constexpr auto kAnomalyNames = std::to_array<std::string_view>(
    {"before_submission", "before_previous", "closing_time_ignored", "no_agency"});

}  // namespace

std::string_view name_of(StepKind kind) { return kStepNames[static_cast<std::size_t>(kind)]; }

std::optional<StepKind> parse_step_kind(std::string_view name) {
  for (std::size_t i = 0; i < kStepNames.size(); ++i) {
    if (kStepNames[i] == name) return static_cast<StepKind>(i);
  }
  return std::nullopt;
}

std::string_view name_of(Anomaly anomaly) {
  return kAnomalyNames[static_cast<std::size_t>(anomaly)];
}

std::string command_key(std::string_view source, const CaseSteps& steps, StepKind kind) {
  std::string key(source);
  key += ':';
  key += steps.id;
  if (kind == StepKind::submitted) return key;
  key += '#';
  if (steps.ordinal > 0) key += std::to_string(steps.ordinal) + "/";
  key += name_of(kind);
  return key;
}

}  // namespace aduan
