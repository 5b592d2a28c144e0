// Where a ledger on Kafka is, and how to get in.
//
//   kafka://HOST:PORT[,HOST:PORT…][/PREFIX]
//
// PREFIX lets several ledgers share a cluster: each topic, group and transactional id is then named
// `PREFIX.aduan…`. It is 1 to 40 letters, digits and `-`.
//
// Users, passwords and certificates are no part of the address, since addresses end in logs. They
// are librdkafka's settings (`sasl.username`, `ssl.ca.location`, …): lines `name=value` of the file
// that ADUAN_KAFKA_CONF names, and over it ADUAN_KAFKA_SASL_USERNAME, ADUAN_KAFKA_SASL_PASSWORD …

#pragma once

#include "core/base/result.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

struct KafkaAddress {
  std::string bootstrap;  ///< HOST:PORT[,HOST:PORT…]
  std::string prefix;     ///< empty: none

  /// A topic's, group's or transactional id's name with the prefix: `aduan.events`,
  /// `PREFIX.aduan.events`.
  std::string named(std::string_view name) const;

  bool operator==(const KafkaAddress&) const = default;
};

/// Whether the text means a ledger on Kafka rather than a folder.
bool is_kafka_address(std::string_view text);

/// Errors: invalid (says what is wrong with it).
Result<KafkaAddress> parse_kafka_address(std::string_view text);

/// What parse_kafka_address takes.
std::string format_kafka_address(const KafkaAddress& address);

/// One of librdkafka's settings. The value may be a password: it never stands in a message.
struct KafkaSetting {
  std::string name;
  std::string value;

  bool operator==(const KafkaSetting&) const = default;
};

/// All that a producer, a consumer or an administrator needs to get in.
struct KafkaConnection {
  KafkaAddress address;
  std::vector<KafkaSetting> settings;  ///< a later one wins
  /// How long opening waits for a first answer.
  std::chrono::milliseconds connect_patience{5'000};
  /// How long a call waits for brokers that are away before it gives up, at least.
  std::chrono::milliseconds patience{30'000};
};

/// Lines `name=value`; blank lines and those that begin with `#` are skipped.
/// Errors: invalid (a line without `=`, or a setting that the ledger itself decides, such as
/// `acks`: names the line).
Result<std::vector<KafkaSetting>> parse_kafka_settings(std::string_view text);

/// The connection to `address` with what the environment says; `environment` gives a variable's
/// value, or nothing.
/// Errors: not_found (the file that ADUAN_KAFKA_CONF names), invalid (as parse_kafka_settings).
Result<KafkaConnection> connection_from_environment(
    KafkaAddress address,
    const std::function<std::optional<std::string>(std::string_view)>& environment);

}  // namespace aduan
