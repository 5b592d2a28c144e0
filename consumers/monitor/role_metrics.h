// The roles of a process as Prometheus sees them, under http://HOST:PORT/metrics. The one door to
// prometheus-cpp.
//
//   aduan_role_up{role}                           1 while it runs and has no trouble
//   aduan_role_position{role,topic,partition}     the offset that it takes next
//   aduan_role_end{role,topic,partition}          the partition's, when it last looked
//   aduan_role_lag{role,topic,partition}          the difference
//   aduan_role_records_total{role}                taken since the start
//   aduan_role_counted_total{role,what}           what the role counts of its own
//
// Numbers and the names of roles and topics, nothing of a case. It asks nobody for a password: give
// it a loopback address, or one that Prometheus alone can reach.

#pragma once

#include "consumers/role.h"
#include "core/base/result.h"

#include <memory>
#include <string>
#include <vector>

namespace aduan {

class RoleMetrics {
 public:
  /// Answers from now on. `address`: HOST:PORT; port 0 takes a free one.
  /// Errors: invalid (no such address, or the port is taken).
  static Result<std::unique_ptr<RoleMetrics>> open(
      const std::string& address, std::vector<std::shared_ptr<const ConsumerRole>> roles);

  RoleMetrics(const RoleMetrics&) = delete;
  RoleMetrics& operator=(const RoleMetrics&) = delete;
  ~RoleMetrics();

  int port() const;

 private:
  struct State;
  explicit RoleMetrics(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace aduan
