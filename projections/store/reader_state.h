// What a Reader holds, for the store that makes one.

#pragma once

#include "projections/store/database.h"
#include "projections/store/reader.h"

#include <memory>

namespace aduan {

struct Reader::State {
  explicit State(std::shared_ptr<const Database> opened)
      : database(std::move(opened)), snapshot(database->rocks().GetSnapshot()) {}
  ~State() { database->rocks().ReleaseSnapshot(snapshot); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::shared_ptr<const Database> database;
  const rocksdb::Snapshot* snapshot;
};

}  // namespace aduan
