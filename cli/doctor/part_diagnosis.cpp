#include "cli/doctor/part_diagnosis.h"

#include "cli/folder_parts.h"
#include "core/base/random.h"
#include "core/ledger/load_directory.h"
#include "core/log/rocks/rocks_event_log.h"
#include "core/privacy/master_key.h"
#include "core/privacy/rocks/rocks_key_store.h"
#include "projections/all.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace aduan {
namespace {

namespace fs = std::filesystem;

/// What a broken part means and what is safe to do.
struct Part {
  std::string_view place;
  std::string_view meaning;
  std::string_view advice;
};

constexpr Part kLog = {
    "log", "The log is the truth: nothing can be read or written without it.",
    "Restore the folder `log` from its backup and change nothing in it by hand. If the backup is "
    "older than what was lost, the projections are ahead of it: `aduan doctor` then says how to "
    "rebuild them. Leave `keys` and `secret` as they are."};
constexpr Part kDirectory = {
    "log", "Agencies, policies and categories cannot be read, so nothing is decided.",
    "If the record was written by a newer version of aduan, install that version. Otherwise "
    "restore the folder `log` from its backup."};
constexpr Part kSecret = {
    "secret/ledger",
    "No reference leads to its case, no retry is known, no reporter's code is right: the ledger "
    "does not open. Histories, keys and projections are unharmed.",
    "Restore `secret/ledger` from its backup. Do not run `init` here: another secret is of no use "
    "to this log."};
constexpr Part kMaster = {
    "secret/master",
    "No text can be sealed or opened: the ledger does not open. Records, chains and projections "
    "are unharmed.",
    "Restore `secret/master` from its backup; no other master key opens the folder `keys`."};
constexpr Part kKeys = {
    "keys",
    "The case keys are not to be had: no text can be sealed or opened, and the ledger does not "
    "open. Records, chains and projections are unharmed.",
    "Restore the folder `keys` from its backup. Texts whose keys are in no backup stay closed for "
    "ever; their commitments still prove what they were."};
constexpr Part kProjections = {
    "projections",
    "Nothing is lost: the projections are derived from the log. Until they are built anew nothing "
    "is shown or decided.",
    "Run `aduan rebuild`: it builds them anew from the log."};
constexpr Part kAhead = {
    "projections",
    "The projections know records that the log does not have: it lost its end, or was restored "
    "from a backup. What they show beyond the log is no longer true.",
    "First look whether a newer backup of the folder `log` exists and restore that. Where none "
    "does: run `aduan rebuild`. Acknowledged records are missing then: tell the auditor."};
constexpr Part kBehind = {
    "projections",
    "A process ended before it had applied all records of the log, or another one is writing right "
    "now. Nothing is lost.",
    "Nothing: whoever opens the ledger next for writing catches up."};

constexpr std::string_view kMissingAdvice = "Nothing need be restored: run `aduan rebuild`.";
constexpr std::string_view kExposedAdvice =
    "Make it private (chmod 600), and think about who "
    "may have copied it.";
constexpr std::string_view kBusyAdvice =
    "Stop the other process, or wait for it; where there is none, check the disk and who owns the "
    "files.";

std::string_view kind_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::not_found:
      return "missing";
    case ErrorKind::unavailable:
      return "busy";
    case ErrorKind::invalid:
    case ErrorKind::conflict:
    case ErrorKind::corrupt:
      return "damaged";
  }
  return "damaged";
}

Diagnosis diagnosis_of(const Part& part, std::string_view kind, std::string reason, ExitCode exit) {
  return {.kind = std::string(kind),
          .place = std::string(part.place),
          .subject = {},
          .since = std::nullopt,
          .reason = std::move(reason),
          .meaning = std::string(part.meaning),
          .advice = std::string(part.advice),
          .exit = exit};
}

Diagnosis diagnosis_of(const Part& part, const Error& error) {
  Diagnosis diagnosis = diagnosis_of(part, kind_of(error), error.message, exit_code_of(error.kind));
  if (error.kind == ErrorKind::unavailable) diagnosis.advice = kBusyAdvice;
  return diagnosis;
}

/// Nothing where the projections stand where their log ends.
std::optional<Diagnosis> compare_positions(const EventLog& log,
                                           const std::vector<std::uint64_t>& applied) {
  std::uint64_t missing = 0;
  for (std::uint32_t stream = 0; stream < applied.size(); ++stream) {
    const auto end = log.end(stream);
    if (!end) return diagnosis_of(kLog, end.error());
    if (applied[stream] > end.value()) {
      return diagnosis_of(kAhead, "ahead",
                          "they have " + std::to_string(applied[stream] - end.value()) +
                              " records of stream " + std::to_string(stream) +
                              " that the log has not",
                          ExitCode::corrupt);
    }
    missing += end.value() - applied[stream];
  }
  if (missing == 0) return std::nullopt;
  return diagnosis_of(kBehind, "behind", std::to_string(missing) + " records are not applied yet",
                      ExitCode::done);
}

/// Nothing where the rows add up.
std::optional<Diagnosis> compare_digests(const Reader& reader) {
  const auto status = reader.status();
  if (!status) return diagnosis_of(kProjections, status.error());
  const auto computed = reader.computed_digest();
  if (!computed) return diagnosis_of(kProjections, computed.error());
  if (status.value().digest == computed.value()) return std::nullopt;
  return diagnosis_of(kProjections, "damaged",
                      "their rows do not add up to the digest that was kept with them",
                      ExitCode::corrupt);
}

class PartsWalk {
 public:
  explicit PartsWalk(const fs::path& folder) : folder_(folder) {}

  std::vector<Diagnosis> run() {
    look_at_log();
    look_at_secrets();
    look_at_projections();
    return std::move(found_);
  }

 private:
  void look_at_log() {
    auto log = RocksEventLog::open(log_folder(folder_), RocksEventLog::Access::read_only);
    if (!log) return object(kLog, log.error());
    log_ = std::move(log.value());
    auto loaded = load_directory(*log_);
    if (!loaded) return object(kDirectory, loaded.error());
    if (!loaded.value().directory->is_created()) {
      Diagnosis diagnosis =
          diagnosis_of(kLog, "damaged", "the ledger was not created to its end", ExitCode::corrupt);
      diagnosis.meaning = "There is no case in it yet, and none can be filed.";
      diagnosis.advice = "Remove the folder and run `aduan init` again.";
      found_.push_back(std::move(diagnosis));
      return;
    }
    name_ = loaded.value().directory->ledger;
  }

  void look_at_secrets() {
    const auto secret = read_secret_file(secret_file(folder_), kLedgerSecret);
    if (!secret) object_to_secret(kSecret, secret.error());
    const auto master = read_master_key(master_file(folder_));
    if (!master) object_to_secret(kMaster, master.error());
    if (!master) {
      std::error_code code;
      if (fs::exists(key_folder(folder_), code)) return;  // what is in it only its key can tell
      return object(kKeys, {ErrorKind::not_found, "There is no folder `keys`."});
    }
    SystemRandom random;
    const auto keys = RocksKeyStore::open(key_folder(folder_), RocksKeyStore::Access::read_only,
                                          master.value(), random);
    if (!keys) object(kKeys, keys.error());
  }

  void look_at_projections() {
    if (log_ == nullptr || name_.empty()) return;  // nothing to hold them against
    StoreOptions options;
    options.ledger = name_;
    options.partitions = log_->partitions();
    options.projections = all_projections();
    options.read_only = true;
    const auto store = ProjectionStore::open(store_folder(folder_), options);
    if (!store) return object(kProjections, store.error(), kMissingAdvice);
    // A log that was opened before the projections may lack what was written in between.
    auto log = RocksEventLog::open(log_folder(folder_), RocksEventLog::Access::read_only);
    if (!log) return object(kLog, log.error());
    log_ = std::move(log.value());
    auto found = diagnose_projections(*log_, *store.value());
    std::move(found.begin(), found.end(), std::back_inserter(found_));
  }

  void object(const Part& part, const Error& error, std::string_view when_missing = {}) {
    found_.push_back(diagnosis_of(part, error));
    const bool is_missing = error.kind == ErrorKind::not_found;
    if (is_missing && !when_missing.empty()) found_.back().advice = when_missing;
  }

  void object_to_secret(const Part& part, const Error& error) {
    object(part, error);
    if (error.kind != ErrorKind::invalid) return;
    found_.back().kind = "exposed";
    found_.back().advice = kExposedAdvice;
  }

  const fs::path& folder_;
  std::unique_ptr<EventLog> log_;
  std::string name_;
  std::vector<Diagnosis> found_;
};

}  // namespace

bool is_ledger_folder(const fs::path& folder) {
  std::error_code code;
  const fs::path parts[] = {log_folder(folder), secret_folder(folder), key_folder(folder)};
  return std::any_of(std::begin(parts), std::end(parts),
                     [&](const fs::path& part) { return fs::exists(part, code); });
}

std::vector<Diagnosis> diagnose_parts(const fs::path& folder) { return PartsWalk(folder).run(); }

std::vector<Diagnosis> diagnose_projections(const EventLog& log, const ProjectionStore& store) {
  std::vector<Diagnosis> found;
  if (auto position = compare_positions(log, store.status().positions)) {
    found.push_back(std::move(*position));
  }
  if (auto digest = compare_digests(store.reader())) found.push_back(std::move(*digest));
  return found;
}

}  // namespace aduan
