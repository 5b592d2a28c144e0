#include "projections/merges.h"

#include "core/base/bytes.h"

#include <string>
#include <variant>

namespace aduan {
namespace {

constexpr std::string_view kFamily = "merges.1";
constexpr std::string_view kOpen = "open";
constexpr std::size_t kCaseIdBytes = 10;
constexpr std::size_t kKeyBytes = kCaseIdBytes + 8;

void add(const CaseId& source, std::uint64_t sequence, std::int64_t amount, Addends& out) {
  std::string key(source.text());
  append_u64(key, sequence);
  out.push_back({std::move(key), amount});
  out.push_back({std::string(kOpen), amount});
}

bool failed(const Step& step) {
  const auto* const reopened = std::get_if<Reopened>(&step.recorded.event);
  return reopened != nullptr && reopened->reason == ReopeningReason::merge_failed &&
         step.before.complaint.status == Status::merged;
}

void count(const Step& step, Addends& out) {
  const std::uint64_t sequence = step.recorded.attributes.sequence;
  if (step.after.complaint.merged_at == sequence) add(step.id, sequence, 1, out);
  if (failed(step)) add(step.id, step.before.complaint.merged_at, -1, out);
  if (const auto* const absorbed = std::get_if<Absorbed>(&step.recorded.event)) {
    add(absorbed->case_, absorbed->sequence, -1, out);
  }
}

}  // namespace

const Projection kMerges{.name = "merges", .version = 1, .addends = count};

Result<std::vector<OpenMerge>> read_open_merges(const Reader& reader) {
  std::vector<OpenMerge> merges;
  const auto open = reader.sum(kFamily, kOpen);
  if (!open) return open.error();
  if (open.value() == 0) return merges;
  bool is_damaged = false;
  const auto scanned =
      reader.scan(kFamily, {}, {}, [&](std::string_view key, std::string_view value) {
        const auto sum = decode_sum(value);
        const auto source = CaseId::from_text(key.substr(0, kCaseIdBytes));
        is_damaged = !sum;
        if (is_damaged) return false;
        if (!source || key.size() != kKeyBytes || *sum <= 0) return true;
        std::string_view rest = key.substr(kCaseIdBytes);
        merges.push_back({*source, *take_u64(rest)});
        return true;
      });
  if (!scanned) return scanned.error();
  if (!is_damaged) return merges;
  return Error{ErrorKind::corrupt, "a row of the merges does not decode; rebuild the projections"};
}

}  // namespace aduan
