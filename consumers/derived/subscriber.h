// Who reads a derived topic: an agency its own, everybody the public one.

#pragma once

#include "core/base/result.h"
#include "core/complaint/complaint.h"
#include "schemas/ids.h"

#include <span>
#include <string>
#include <vector>

namespace aduan {

struct Subscriber {
  Actor reader;        ///< who sees what is RULES §6's to say: `agency:<id>`, `citizen`
  std::string topic;   ///< full name
  std::string source;  ///< of its CloudEvents: `/aduan/<ledger>/agency/<id>`
  /// True: a case's records stand in the partition of its number. False: the topic has one.
  bool is_partitioned = false;
};

/// Threads: one at a time.
class Subscribers {
 public:
  virtual ~Subscribers() = default;

  /// Appends everybody who is told of a case that stands so. The pointers live as long as this.
  virtual void find(const Complaint& complaint, std::vector<const Subscriber*>& out) = 0;

  /// Before their first records go there: makes the topics that are missing.
  /// Errors: unavailable, invalid.
  virtual Result<void> prepare(std::span<const Subscriber* const> subscribers) = 0;
};

}  // namespace aduan
