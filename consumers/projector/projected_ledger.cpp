#include "consumers/projector/projected_ledger.h"

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

namespace aduan {
namespace {

constexpr std::chrono::milliseconds kPatience{10'000};

}  // namespace

std::vector<Answer> ProjectedLedger::submit(std::vector<AnyCommand> commands, Until until) {
  std::vector<Answer> answers = ledger_.submit(std::move(commands), until);
  if (until == Until::durable) return answers;
  std::map<std::uint32_t, std::uint64_t> last;
  for (const Answer& answer : answers) {
    const auto* const receipt = std::get_if<Receipt>(&answer);
    if (receipt == nullptr) continue;
    std::uint64_t& offset = last[receipt->position.stream];
    offset = std::max(offset, receipt->position.offset);
  }
  for (const auto& [stream, offset] : last) {
    if (!projector_.wait_for({stream, offset}, kPatience)) break;
  }
  return answers;
}

}  // namespace aduan
