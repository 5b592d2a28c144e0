#include "projections/store/step_summary.h"

#include "core/base/bytes.h"
#include "core/base/check.h"

#include <bit>
#include <limits>

namespace aduan {
namespace {

constexpr std::uint8_t kActive = 1;
constexpr std::uint8_t kBegins = 2;
constexpr std::size_t kHoldingBytesMin = 11;
/// A due date that there is not.
constexpr std::uint64_t kNone = std::numeric_limits<std::uint64_t>::max();

void append_instant(std::string& out, const std::optional<Instant>& instant) {
  append_u64(
      out, instant ? std::bit_cast<std::uint64_t>(std::int64_t{instant->time_since_epoch().count()})
                   : kNone);
}

void append_text(std::string& out, std::string_view text) {
  // No record is longer, so no text of one is.
  CHECK(text.size() <= std::numeric_limits<std::uint16_t>::max());
  append_u16(out, static_cast<std::uint16_t>(text.size()));
  out.append(text);
}

/// Reads on from what is left; after the first thing that is not there, all is zero.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t u8() { return kept(take_u8(rest_)); }
  std::uint16_t u16() { return kept(take_u16(rest_)); }
  std::uint32_t u32() { return kept(take_u32(rest_)); }
  std::string_view text() { return kept(take_bytes(rest_, u16())); }

  std::optional<Instant> instant() {
    const std::uint64_t value = kept(take_u64(rest_));
    if (value == kNone) return std::nullopt;
    return Instant(std::chrono::milliseconds(std::bit_cast<std::int64_t>(value)));
  }

  std::size_t left() const { return rest_.size(); }
  bool is_read_whole() const { return !failed_ && rest_.empty(); }

 private:
  template <class T>
  T kept(const std::optional<T>& read) {
    failed_ = failed_ || !read;
    return read.value_or(T{});
  }

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace

void summarise(const RecordedEvent& recorded, const Complaint& after, StepSummary& summary) {
  const Handling* const lead = lead_of(after);
  summary.time = recorded.attributes.time;
  summary.type = short_type(type_of(recorded.event));
  summary.by = {};
  if (const auto* const responded = std::get_if<Responded>(&recorded.event)) {
    summary.by = responded->agency.value;
  } else if (const auto* const returned = std::get_if<Returned>(&recorded.event)) {
    summary.by = returned->by.value;
  }
  summary.status = after.status;
  summary.handovers = after.handovers;
  summary.reopenings = after.reopenings;
  summary.due = earliest_due(after);
  summary.desk_due = earliest_due(after, desk());
  summary.lead = lead != nullptr ? std::string_view(lead->agency.value) : std::string_view();
  summary.last_lead =
      after.last_lead ? std::string_view(after.last_lead->value) : std::string_view();
  summary.holdings.clear();
  for (const Handling& handling : after.handlings) {
    const bool begins = handling.began == recorded.attributes.sequence;
    if (!handling.is_active() && !begins) continue;
    summary.holdings.push_back({handling.agency.value, earliest_due(after, handling.agency),
                                handling.is_active(), begins});
  }
}

void append_step_summary(std::string& out, const StepSummary& summary) {
  append_instant(out, summary.time);
  append_text(out, summary.type);
  append_text(out, summary.by);
  out.push_back(static_cast<char>(summary.status));
  append_u32(out, summary.handovers);
  append_u32(out, summary.reopenings);
  append_instant(out, summary.due);
  append_instant(out, summary.desk_due);
  append_text(out, summary.lead);
  append_text(out, summary.last_lead);
  append_u32(out, static_cast<std::uint32_t>(summary.holdings.size()));
  for (const HoldingSummary& holding : summary.holdings) {
    append_text(out, holding.agency);
    append_instant(out, holding.due);
    out.push_back(
        static_cast<char>((holding.is_active ? kActive : 0) | (holding.begins ? kBegins : 0)));
  }
}

bool read_step_summary(std::string_view bytes, StepSummary& summary) {
  Cursor cursor(bytes);
  summary.time = cursor.instant().value_or(Instant());
  summary.type = cursor.text();
  summary.by = cursor.text();
  const std::uint8_t status = cursor.u8();
  summary.handovers = cursor.u32();
  summary.reopenings = cursor.u32();
  summary.due = cursor.instant();
  summary.desk_due = cursor.instant();
  summary.lead = cursor.text();
  summary.last_lead = cursor.text();
  const std::uint32_t holdings = cursor.u32();
  if (holdings > cursor.left() / kHoldingBytesMin) return false;
  summary.holdings.resize(holdings);
  for (HoldingSummary& holding : summary.holdings) {
    holding.agency = cursor.text();
    holding.due = cursor.instant();
    const std::uint8_t flags = cursor.u8();
    holding.is_active = (flags & kActive) != 0;
    holding.begins = (flags & kBegins) != 0;
  }
  if (!cursor.is_read_whole() || status > static_cast<std::uint8_t>(Status::merged)) return false;
  summary.status = static_cast<Status>(status);
  return true;
}

}  // namespace aduan
