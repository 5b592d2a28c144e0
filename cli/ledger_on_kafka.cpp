#include "cli/ledger_on_kafka.h"

#include "cli/folder_parts.h"
#include "cli/followed_ledger.h"
#include "cli/ledger_folder.h"
#include "cli/ledger_secrets.h"
#include "core/ledger/embedded_ledger.h"
#include "core/ledger/kafka/kafka_ledger.h"
#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/kafka/kafka_topics.h"
#include "core/privacy/kafka/kafka_key_store.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace aduan {
namespace {

namespace fs = std::filesystem;

Error no_secrets(const KafkaPlace& place) {
  const std::string folder = secret_folder(place.state).string();
  return Error{ErrorKind::not_found,
               "this machine has no secrets of the ledger at " +
                   format_kafka_address(place.connection.address) + " ('" + folder +
                   "' is not there). Nothing was changed: copy that folder from the machine where "
                   "`aduan init` made it, or name its --state"};
}

Error unfinished(const KafkaPlace& place) {
  return Error{ErrorKind::not_found, "the ledger at " +
                                         format_kafka_address(place.connection.address) +
                                         " was not made to its end: its directory is empty. Run "
                                         "`aduan init` again; it goes on where it was"};
}

Error half_moved(const KafkaPlace& place) {
  return Error{ErrorKind::invalid,
               "the topics at " + format_kafka_address(place.connection.address) +
                   " hold records of cases and no directory: an `aduan migrate` was cut short, or "
                   "the directory was lost. Nothing was made: run the migration again, or bring "
                   "the topic back from its backup"};
}

/// Both are opened first by whoever owns the state folder.
bool is_owned_by_another(const Error& error) { return error.kind == ErrorKind::unavailable; }

Result<void> open_log(const KafkaPlace& place, LedgerParts& parts) {
  auto log = KafkaEventLog::open(place.connection);
  if (!log) return log.error();
  parts.log = std::move(log.value());
  auto loaded = load_directory(*parts.log);
  if (!loaded) return loaded.error();
  parts.loaded = std::move(loaded.value());
  parts.name = parts.loaded.directory->ledger;
  return success();
}

Result<void> open_keys(const KafkaPlace& place, LedgerParts& parts) {
  // The brokers', not a test ledger's: it tells whether tombstones may have been missed.
  static const SystemTime time;
  const auto secrets = read_secrets(place.state);
  if (!secrets) return secrets.error();
  parts.secret.emplace(secrets.value().secret);
  parts.seed = secrets.value().seed;
  auto random = random_of(parts.seed, *parts.log);
  if (!random) return random.error();
  parts.random = std::move(random.value());
  KafkaKeySettings settings;
  settings.folder = key_folder(place.state);
  settings.partitions = parts.log->partitions();
  auto keys =
      KafkaKeyStore::open(place.connection, settings, secrets.value().master, *parts.random, time);
  if (!keys && is_owned_by_another(keys.error())) {
    settings.copy = KafkaKeySettings::Copy::beside;
    auto beside = KafkaKeyStore::open(place.connection, settings, secrets.value().master,
                                      *parts.random, time);
    if (!beside) return keys.error();  // the folder is no other's: the first one says why
    keys = std::move(beside);
  }
  if (!keys) return keys.error();
  parts.keys = std::move(keys.value());
  return success();
}

/// The store, and how it is opened again where it is another's.
Result<StoreOpener> open_store(const KafkaPlace& place, LedgerParts& parts) {
  StoreOptions options = store_options(parts.name, parts.log->partitions());
  const fs::path folder = store_folder(place.state);
  auto store = ProjectionStore::open(folder, options);
  if (store) {
    parts.store = std::move(store.value());
    return StoreOpener();
  }
  if (!is_owned_by_another(store.error())) return store.error();
  options.read_only = true;
  const StoreOpener beside = [folder, options] { return ProjectionStore::open(folder, options); };
  auto opened = beside();
  if (!opened) return store.error();
  parts.store = std::move(opened.value());
  parts.is_store_anothers = true;
  return beside;
}

Result<void> catch_up(LedgerParts& parts, const StoreOpener& reopen, Freshness freshness) {
  if (reopen && freshness == Freshness::as_it_is) return success();
  const auto ends = ends_of(*parts.log);
  if (!ends) return ends.error();
  if (!reopen) return parts.store->catch_up(*parts.log);
  return bring_to(parts.store, *parts.log, reopen, ends.value());
}

Result<std::uint32_t> ensure_all_topics(const KafkaPlace& place,
                                        std::optional<std::uint32_t> partitions,
                                        std::uint32_t by_default) {
  const auto admin = KafkaAdmin::open(place.connection);
  if (!admin) return admin.error();
  std::uint32_t wanted = partitions.value_or(by_default);
  if (!partitions) {
    const auto found = event_partitions(*admin.value(), place.connection.address);
    if (found) wanted = found.value();
    if (!found && found.error().kind != ErrorKind::not_found) return found.error();
  }
  const auto ensured = ensure_topics(*admin.value(), place.connection.address, wanted);
  if (!ensured) return ensured.error();
  return wanted;
}

/// The secrets of a ledger that is being made: new ones, or those of an init that was cut short.
Result<LedgerSecrets> ensure_secrets(const KafkaPlace& place,
                                     const std::optional<std::string>& seed) {
  if (!has_secrets(place.state)) return make_secrets(place.state, seed);
  auto secrets = read_secrets(place.state);
  if (!secrets) return secrets.error();
  const auto wanted = seed ? std::optional(sha256(*seed)) : std::nullopt;
  if (secrets.value().seed == wanted) return secrets;
  return Error{ErrorKind::invalid,
               "the secrets in '" + secret_folder(place.state).string() +
                   "' were made with another --seed, or without one; no ledger was made: give the "
                   "same, or another --state"};
}

bool is_finished(const Directory& directory) {
  return directory.is_created() && !directory.policies.empty();
}

}  // namespace

fs::path default_state_folder(const KafkaAddress& address, const Environment& environment) {
  std::string name = address.bootstrap;
  if (!address.prefix.empty()) name += "_" + address.prefix;
  for (char& c : name) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-';
    if (!is_plain) c = '_';
  }
  if (const auto state = environment("XDG_STATE_HOME")) return fs::path(*state) / "aduan" / name;
  const auto home = environment("HOME");
  return fs::path(home.value_or(".")) / ".local" / "state" / "aduan" / name;
}

Result<std::unique_ptr<OpenLedger>> open_kafka_ledger(const KafkaPlace& place, LedgerAccess access,
                                                      Freshness freshness, const TimeSource& time) {
  auto parts = std::make_unique<LedgerParts>();
  parts->folder = place.state;
  if (const auto log = open_log(place, *parts); !log) return log.error();
  if (!parts->loaded.directory->is_created()) return unfinished(place);
  if (!has_secrets(place.state)) return no_secrets(place);
  if (const auto keys = open_keys(place, *parts); !keys) return keys.error();
  const auto reopen = open_store(place, *parts);
  if (!reopen) return reopen.error();
  if (const auto done = catch_up(*parts, reopen.value(), freshness); !done) return done.error();
  if (access == LedgerAccess::read_write) {
    auto ledger = KafkaLedger::open(place.connection, time);
    if (!ledger) return ledger.error();
    parts->ledger = std::make_unique<FollowedLedger>(std::move(ledger.value()), *parts->log,
                                                     parts->store, reopen.value());
  }
  return std::make_unique<OpenLedger>(std::move(parts));
}

Result<FoundedLedger> found_kafka_ledger(const KafkaPlace& place, NewLedger& ledger,
                                         std::optional<std::uint32_t> partitions,
                                         const TimeSource& time) {
  const auto ensured = ensure_all_topics(place, partitions, ledger.partitions);
  if (!ensured) return ensured.error();
  ledger.partitions = ensured.value();
  auto parts = std::make_unique<LedgerParts>();
  parts->folder = place.state;
  if (const auto log = open_log(place, *parts); !log) return log.error();
  if (!parts->loaded.directory->is_created()) {
    const auto ends = ends_of(*parts->log);
    if (!ends) return ends.error();
    const bool is_empty = std::all_of(ends.value().begin(), ends.value().end() - 1,
                                      [](std::uint64_t end) { return end == 0; });
    if (!is_empty) return half_moved(place);
  }
  FoundedLedger founded;
  founded.folder = place.state;
  founded.directory = parts->loaded.directory;
  if (founded.directory->is_created() && !has_secrets(place.state)) return no_secrets(place);
  const auto secrets = founded.directory->is_created() ? read_secrets(place.state)
                                                       : ensure_secrets(place, ledger.seed);
  if (!secrets) return secrets.error();
  const auto keyed =
      KafkaKeyStore::found(place.connection, ledger.partitions, secrets.value().master);
  if (!keyed) return keyed.error();
  if (is_finished(*founded.directory)) return founded;
  if (!founded.directory->is_created()) parts->name = ledger.name;
  if (const auto keys = open_keys(place, *parts); !keys) return keys.error();
  const auto reopen = open_store(place, *parts);
  if (!reopen) return reopen.error();
  if (const auto done = catch_up(*parts, {}, Freshness::caught_up); !done) return done.error();
  parts->ledger = std::make_unique<EmbeddedLedger>(*parts->log, *parts->store, time,
                                                   parts->loaded.directory, parts->loaded.head);
  founded.made = std::make_unique<OpenLedger>(std::move(parts));
  return founded;
}

Result<RebuiltProjections> rebuild_kafka_ledger(const KafkaPlace& place, const Progress& progress) {
  LedgerParts parts;
  if (const auto log = open_log(place, parts); !log) return log.error();
  if (!parts.loaded.directory->is_created()) return unfinished(place);
  {
    const StoreOptions options = store_options(parts.name, parts.log->partitions());
    const auto store = ProjectionStore::open(store_folder(place.state), options);
    if (!store && is_owned_by_another(store.error())) return store.error();
  }
  return rebuild_projections(*parts.log, store_folder(place.state), progress);
}

}  // namespace aduan
