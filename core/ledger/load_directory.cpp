#include "core/ledger/load_directory.h"

#include "core/ledger/fold.h"

#include <utility>

namespace aduan {
namespace {

Error undecodable(const Record& record, const Error& why) {
  return Error{ErrorKind::corrupt,
               "the directory's record at offset " + std::to_string(record.position.offset) +
                   " does not decode: " + why.message +
                   ". Nothing is decided without the directory; a newer version "
                   "may read it"};
}

}  // namespace

Result<LoadedDirectory> load_directory(const EventLog& log) {
  auto directory = std::make_shared<Directory>();
  LoadedDirectory loaded{directory, {}};
  std::optional<RecordFold> fold;
  std::optional<Error> failure;
  const auto visit = [&](const Record& record) {
    if (!fold) {
      // The name that the first record says is the ledger's; a stray one before it names none.
      const auto name = record.value ? ledger_name_in(*record.value) : std::nullopt;
      if (!name) return true;
      fold.emplace(*name, log.partitions());
    }
    const auto envelope = fold->read(record);
    if (!envelope || !fold->extends(loaded.head, *envelope)) return true;
    auto event = fold->apply_directory(loaded.head, *envelope, record);
    if (!event) {
      failure = undecodable(record, event.error());
      return false;
    }
    evolve(*directory, event.value().first.sequence, event.value().second);
    return true;
  };
  if (const auto scanned = log.scan(log.partitions(), 0, visit); !scanned) return scanned.error();
  if (failure) return *failure;
  if (directory->is_created() && directory->partitions != log.partitions()) {
    return Error{ErrorKind::corrupt,
                 "the ledger was created with " + std::to_string(directory->partitions) +
                     " partitions and its log has " + std::to_string(log.partitions()) +
                     ". Nothing was changed; open the log that belongs to the ledger"};
  }
  return loaded;
}

}  // namespace aduan
