// What a process of `serve` holds open of a ledger on Kafka, and the roles that it runs on it. Of
// the state folder: worker/, router/ and public/ are those roles' own; projections/ and keys/ are
// this machine's, shared with the commands beside it (cli/ledger_on_kafka.h).

#pragma once

#include "cli/ledger_on_kafka.h"
#include "consumers/role.h"
#include "core/base/clock.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

enum class ServedRole : std::uint8_t {
  worker,
  projector,
  router,
  public_,
  watcher,
  steward,
  keeper
};

/// `worker,projector,…`, each at most once; `all`.
/// Errors: invalid (an unknown name; names those that there are).
Result<std::vector<ServedRole>> parse_served_roles(std::string_view text);

class ServedNode {
 public:
  /// Opens what the roles need, and makes them; runs none yet. Watcher, steward and keeper read the
  /// projections of this process: a projector is made with them. `time` outlives it.
  /// Errors: as open_kafka_ledger; unavailable also where another process owns what they need.
  static Result<std::unique_ptr<ServedNode>> open(const KafkaPlace& place,
                                                  std::span<const ServedRole> roles,
                                                  const TimeSource& time);
  ServedNode(const ServedNode&) = delete;
  ServedNode& operator=(const ServedNode&) = delete;
  /// Requires: none of the roles runs.
  ~ServedNode();

  const std::vector<std::shared_ptr<ConsumerRole>>& roles() const { return roles_; }
  const std::string& node() const { return node_; }
  const std::string& ledger() const;

 private:
  struct Parts;

  ServedNode();
  Result<void> open_parts(std::span<const ServedRole> roles);
  Result<void> open_keys();
  Result<void> open_store();
  std::shared_ptr<ConsumerRole> make(ServedRole role) const;

  std::unique_ptr<Parts> parts_;
  std::string node_;
  std::vector<std::shared_ptr<ConsumerRole>> roles_;
};

}  // namespace aduan
