// Stores of the projections over random chains, for the tests that hold one against another.

#pragma once

#include "projections/all.h"
#include "projections/store/store.h"
#include "tests/support/chain.h"
#include "tests/support/memory_event_log.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace aduan {

inline StoreOptions chain_options(std::uint32_t partitions = 3) {
  StoreOptions options;
  options.ledger = RecordChain::kLedger;
  options.partitions = partitions;
  options.projections = all_projections();
  options.block_cache_bytes = std::size_t{4} << 20;
  options.write_buffer_bytes = std::size_t{4} << 20;
  return options;
}

inline std::unique_ptr<ProjectionStore> opened(const std::filesystem::path& folder,
                                               const StoreOptions& options = chain_options()) {
  auto store = ProjectionStore::open(folder, options);
  EXPECT_TRUE(store) << store.error().message;
  return store ? std::move(store.value()) : nullptr;
}

/// Every row of every family but `meta`.
inline std::map<std::string, Rows> rows_in(const ProjectionStore& store) {
  std::map<std::string, Rows> all;
  std::vector<std::string> families{"cases.1", "case_history.2", "commands.1", "directory.1"};
  for (const Projection& projection : all_projections()) families.push_back(projection.family());
  const Reader reader = store.reader();
  for (const std::string& family : families) {
    const auto scanned = reader.scan(family, {}, {}, [&](auto key, auto value) {
      all[family].push_back({std::string(key), std::string(value)});
      return true;
    });
    EXPECT_TRUE(scanned) << scanned.error().message;
  }
  return all;
}

inline void append_all(EventLog& log, std::span<const Record> records) {
  const auto appended = log.append(records);
  ASSERT_TRUE(appended) << appended.error().message;
}

}  // namespace aduan
