#include "core/ledger/directory_fold.h"

#include <string>
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

Error other_partitions(std::uint32_t created, std::uint32_t found) {
  return Error{ErrorKind::corrupt,
               "the ledger was created with " + std::to_string(created) +
                   " partitions and its log has " + std::to_string(found) +
                   ". Nothing was changed; open the log that belongs to the ledger"};
}

}  // namespace

DirectoryFold::DirectoryFold(std::uint32_t partitions)
    : partitions_(partitions), directory_(std::make_shared<Directory>()) {}

Result<void> DirectoryFold::apply(const Record& record) {
  if (!fold_) {
    // The name that the first record says is the ledger's; a stray one before it names none.
    const auto name = record.value ? ledger_name_in(*record.value) : std::nullopt;
    if (!name) return success();
    fold_.emplace(*name, partitions_);
  }
  const auto envelope = fold_->read(record);
  if (!envelope || !fold_->extends(head_, *envelope)) return success();
  const auto event = fold_->apply_directory(head_, *envelope, record);
  if (!event) return undecodable(record, event.error());
  if (!first_leaf_) first_leaf_ = head_.leaf;
  if (is_given_) directory_ = std::make_shared<Directory>(*directory_);
  is_given_ = false;
  evolve(*directory_, event.value().first.sequence, event.value().second);
  if (directory_->is_created() && directory_->partitions != partitions_) {
    return other_partitions(directory_->partitions, partitions_);
  }
  return success();
}

std::shared_ptr<const Directory> DirectoryFold::directory() {
  is_given_ = true;
  return directory_;
}

}  // namespace aduan
