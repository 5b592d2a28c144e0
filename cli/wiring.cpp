#include "cli/wiring.h"

#include "cli/folder_parts.h"
#include "cli/progress.h"
#include "consumers/system_roles.h"
#include "core/log/rocks/rocks_event_log.h"

#include <utility>

namespace aduan {
namespace {

/// 2014-12-19T00:00+07:00, the first day of the reference policy.
constexpr Instant kTestLedgerBegins{std::chrono::milliseconds(1'418'922'000'000)};

}  // namespace

Wiring::Wiring(std::string location, Actor actor, std::optional<Instant> as_of,
               const TimeSource& time, std::optional<Instant> now)
    : location_(std::move(location)),
      actor_(std::move(actor)),
      as_of_(as_of),
      time_(time),
      now_(now) {
  time_.move_to(now);
}

Result<OpenLedger*> Wiring::open_for_reading() { return open(OpenLedger::Access::read_only); }

Result<OpenLedger*> Wiring::open_for_writing() { return open(OpenLedger::Access::read_write); }

Result<OpenLedger*> Wiring::open(OpenLedger::Access access) {
  if (ledger_) return ledger_.get();
  if (const auto folder = expect_folder(); !folder) return folder.error();
  auto opened = OpenLedger::open(location_, access, time_);
  if (!opened) return opened.error();
  const auto checked = check_clock(opened.value()->directory()->seeded);
  if (!checked) return checked.error();
  ledger_ = std::move(opened.value());
  return ledger_.get();
}

Result<OpenLedger*> Wiring::create(const NewLedger& ledger) {
  const auto checked = check_clock(ledger.seed.has_value());
  if (!checked) return checked.error();
  // A test ledger has the same bytes whenever it is made.
  if (ledger.seed && !now_) time_.move_to(kTestLedgerBegins);
  auto created = OpenLedger::create(location_, ledger, time_);
  if (!created) return created.error();
  ledger_ = std::move(created.value());
  return ledger_.get();
}

Result<RebuiltProjections> Wiring::rebuild_projections(const Progress& progress) {
  if (const auto folder = expect_folder(); !folder) return folder.error();
  return OpenLedger::rebuild_projections(location_, progress);
}

Result<std::unique_ptr<EventLog>> Wiring::open_log() const {
  if (const auto folder = expect_folder(); !folder) return folder.error();
  auto log = RocksEventLog::open(log_folder(location_), RocksEventLog::Access::read_only);
  if (!log) return log.error();
  return std::unique_ptr<EventLog>(std::move(log.value()));
}

Result<void> Wiring::expect_folder() const {
  if (location_.find("://") == std::string::npos) return success();
  return Error{ErrorKind::invalid, "this version opens ledgers in folders alone, not '" +
                                       location_ + "'; nothing was changed"};
}

Result<OpenLedger*> Wiring::open_up_to_date(Output& output) {
  const auto opened = open_for_writing();
  if (!opened) return opened.error();
  const auto ran = run_due(output);
  if (!ran) return ran.error();
  return opened.value();
}

Result<DueReport> Wiring::run_due(Output& output, std::optional<Instant> until) {
  OpenLedger& ledger = *ledger_;
  SystemKeys keys{
      .command_id = [&](std::string_view key) { return ledger.secret().command_id(key); }};
  if (actor_.role == Role::watcher || actor_.role == Role::steward) keys.id = actor_.id;
  SystemRoles roles(ledger.ledger(), ledger.store(), std::move(keys));
  ProgressLine line(output, "due", "commands");
  const auto progress = [&](const DueWork& done) { line.update(done.total(), 0); };
  const Instant end = until.value_or(time_.now());
  const bool is_test = ledger.directory()->seeded;
  const auto work = is_test ? roles.play(
                                  end, [&](Instant instant) { time_.move_to(instant); }, progress)
                            : roles.run_due(end, progress);
  line.finish();
  time_.move_to(now_);
  if (!work) return work.error();
  const auto next = roles.next_due();
  if (!next) return next.error();
  return DueReport{work.value(), next.value()};
}

Result<void> Wiring::check_clock(bool is_test_ledger) const {
  if (!now_ || is_test_ledger) return success();
  return Error{ErrorKind::invalid,
               "--now (or ADUAN_NOW) sets the clock of test ledgers alone, made by `aduan init "
               "--seed`; '" +
                   location_ + "' is none. Nothing was changed; leave it out"};
}

}  // namespace aduan
