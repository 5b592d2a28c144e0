// The outcome of what may fail because the world does not allow it: a value, or an Error.
//
// A rule that says no is not an Error but a Rejection (core/complaint); a bug of ours is a CHECK.
//
//   Result<Record> record = log.read_at(position);
//   if (!record) return record.error();
//   use(record.value());

#pragma once

#include <boost/outcome/basic_result.hpp>
#include <boost/outcome/policy/terminate.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace aduan {

/// Why something failed, by what the caller does about it.
enum class ErrorKind : std::uint8_t {
  invalid,      ///< wrong in any state: the caller does not retry
  conflict,     ///< the case has moved on: read and decide again
  not_found,    ///< not there, at this position
  unavailable,  ///< disk, broker, time-out: retry, with the same command id
  corrupt,      ///< stored bytes contradict themselves: quarantine, alarm
};

/// The kind's name as messages and JSON spell it.
std::string_view name_of(ErrorKind kind);

/// What happened, what was not changed, what to do. Never holds personal data.
struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string message;
  /// After a write that failed half-way: it may or may not have happened. A retry with the same
  /// command id is safe.
  bool outcome_unknown = false;
};

/// A value or an Error. Asking for the one that is not there terminates.
template <class T>
using Result =
    BOOST_OUTCOME_V2_NAMESPACE::basic_result<T, Error,
                                             BOOST_OUTCOME_V2_NAMESPACE::policy::terminate>;

/// The success of a function that has nothing to return.
inline BOOST_OUTCOME_V2_NAMESPACE::success_type<void> success() {
  return BOOST_OUTCOME_V2_NAMESPACE::success();
}

}  // namespace aduan
