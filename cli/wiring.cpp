#include "cli/wiring.h"

#include "cli/folder_parts.h"
#include "cli/progress.h"
#include "consumers/system_roles.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/rocks/rocks_event_log.h"

#include <utility>

namespace aduan {
namespace {

/// 2014-12-19T00:00+07:00, the first day of the reference policy.
constexpr Instant kTestLedgerBegins{std::chrono::milliseconds(1'418'922'000'000)};

}  // namespace

Result<KafkaPlace> LedgerPlace::kafka() const {
  auto address = parse_kafka_address(location);
  if (!address) return address.error();
  auto connection = connection_from_environment(address.value(), environment);
  if (!connection) return connection.error();
  const std::filesystem::path folder =
      state ? std::filesystem::path(*state) : default_state_folder(address.value(), environment);
  return KafkaPlace{std::move(connection.value()), folder};
}

Wiring::Wiring(LedgerPlace place, Actor actor, std::optional<Instant> as_of, const TimeSource& time,
               std::optional<Instant> now)
    : place_(std::move(place)), actor_(std::move(actor)), as_of_(as_of), time_(time), now_(now) {
  time_.move_to(now);
}

Result<OpenLedger*> Wiring::open_for_reading(Freshness freshness) {
  return open(LedgerAccess::read_only, freshness);
}

Result<OpenLedger*> Wiring::open_for_writing() {
  return open(LedgerAccess::read_write, Freshness::caught_up);
}

Result<std::unique_ptr<OpenLedger>> Wiring::open_own(const TimeSource& time) const {
  return open_at(LedgerAccess::read_write, Freshness::caught_up, time);
}

Result<std::unique_ptr<OpenLedger>> Wiring::open_at(LedgerAccess access, Freshness freshness,
                                                    const TimeSource& time) const {
  if (place_.is_kafka()) {
    const auto kafka = place_.kafka();
    if (!kafka) return kafka.error();
    return open_kafka_ledger(kafka.value(), access, freshness, time);
  }
  if (const auto folder = expect_folder(); !folder) return folder.error();
  return open_ledger_folder(place_.location, access, time);
}

Result<OpenLedger*> Wiring::open(LedgerAccess access, Freshness freshness) {
  if (ledger_) return ledger_.get();
  auto opened = open_at(access, freshness, time_);
  if (!opened) return opened.error();
  const auto checked = check_clock(opened.value()->directory()->seeded);
  if (!checked) return checked.error();
  ledger_ = std::move(opened.value());
  return ledger_.get();
}

Result<OpenLedger*> Wiring::create(const NewLedger& ledger) {
  if (const auto folder = expect_folder(); !folder) return folder.error();
  const auto checked = check_clock(ledger.seed.has_value());
  if (!checked) return checked.error();
  // A test ledger has the same bytes whenever it is made.
  if (ledger.seed && !now_) time_.move_to(kTestLedgerBegins);
  auto created = create_ledger_folder(place_.location, ledger, time_);
  if (!created) return created.error();
  ledger_ = std::move(created.value());
  return ledger_.get();
}

Result<FoundedLedger> Wiring::found(NewLedger& ledger, std::optional<std::uint32_t> partitions) {
  const auto kafka = place_.kafka();
  if (!kafka) return kafka.error();
  const auto checked = check_clock(ledger.seed.has_value());
  if (!checked) return checked.error();
  if (ledger.seed && !now_) time_.move_to(kTestLedgerBegins);
  return found_kafka_ledger(kafka.value(), ledger, partitions, time_);
}

Result<RebuiltProjections> Wiring::rebuild_projections(const Progress& progress) {
  if (place_.is_kafka()) {
    const auto kafka = place_.kafka();
    if (!kafka) return kafka.error();
    return rebuild_kafka_ledger(kafka.value(), progress);
  }
  if (const auto folder = expect_folder(); !folder) return folder.error();
  return rebuild_ledger_folder(place_.location, progress);
}

Result<std::unique_ptr<EventLog>> Wiring::open_log() const {
  if (place_.is_kafka()) {
    const auto kafka = place_.kafka();
    if (!kafka) return kafka.error();
    auto log = KafkaEventLog::open(kafka.value().connection);
    if (!log) return log.error();
    return std::unique_ptr<EventLog>(std::move(log.value()));
  }
  if (const auto folder = expect_folder(); !folder) return folder.error();
  auto log = RocksEventLog::open(log_folder(place_.location), RocksEventLog::Access::read_only);
  if (!log) return log.error();
  return std::unique_ptr<EventLog>(std::move(log.value()));
}

Result<void> Wiring::expect_folder() const {
  if (place_.location.find("://") == std::string::npos) return success();
  return Error{ErrorKind::invalid,
               "a ledger is in a folder or at kafka://HOST:PORT[/PREFIX], not '" + place_.location +
                   "'; nothing was changed"};
}

Result<OpenLedger*> Wiring::open_up_to_date(Output& output) {
  const auto opened = open_for_writing();
  if (!opened || place_.is_kafka()) return opened;
  const auto ran = run_due(output);
  if (!ran) return ran.error();
  return opened.value();
}

Result<DueReport> Wiring::run_due(Output& output, std::optional<Instant> until) {
  OpenLedger& ledger = *ledger_;
  if (!ledger.owns_store()) return needs_own_store(ledger.folder());
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
                   place_.location + "' is none. Nothing was changed; leave it out"};
}

}  // namespace aduan
