#include "core/log/kafka/kafka_connection.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <sstream>
#include <utility>

namespace aduan {
namespace {

constexpr std::string_view kScheme = "kafka://";
constexpr std::size_t kPrefixBytesMax = 40;

/// Correctness rests on these; a file may not turn them.
constexpr std::array<std::string_view, 15> kOurSettings{
    "acks",
    "auto.offset.reset",
    "bootstrap.servers",
    "check.crcs",
    "enable.auto.commit",
    "enable.auto.offset.store",
    "enable.idempotence",
    "enable.partition.eof",
    "group.id",
    "isolation.level",
    "message.timeout.ms",
    "metadata.broker.list",
    "partition.assignment.strategy",
    "request.required.acks",
    "transactional.id",
};

struct EnvironmentSetting {
  std::string_view variable;
  std::string_view name;
};
constexpr std::array<EnvironmentSetting, 8> kEnvironmentSettings{{
    {"ADUAN_KAFKA_SECURITY_PROTOCOL", "security.protocol"},
    {"ADUAN_KAFKA_SASL_MECHANISM", "sasl.mechanism"},
    {"ADUAN_KAFKA_SASL_USERNAME", "sasl.username"},
    {"ADUAN_KAFKA_SASL_PASSWORD", "sasl.password"},
    {"ADUAN_KAFKA_SSL_CA_LOCATION", "ssl.ca.location"},
    {"ADUAN_KAFKA_SSL_CERTIFICATE_LOCATION", "ssl.certificate.location"},
    {"ADUAN_KAFKA_SSL_KEY_LOCATION", "ssl.key.location"},
    {"ADUAN_KAFKA_SSL_KEY_PASSWORD", "ssl.key.password"},
}};

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
}

Error bad_address(std::string_view text, std::string_view why) {
  return Error{ErrorKind::invalid, "`" + std::string(text) + "` " + std::string(why) +
                                       "; give kafka://HOST:PORT[,HOST:PORT...][/PREFIX]"};
}

bool is_broker(std::string_view broker) {
  const std::size_t colon = broker.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view port = broker.substr(colon + 1);
  if (port.empty() || port.size() > 5) return false;
  int number = 0;
  for (const char digit : port) {
    if (digit < '0' || digit > '9') return false;
    number = number * 10 + (digit - '0');
  }
  const std::string_view host = broker.substr(0, colon);
  return number >= 1 && number <= 65'535 && host.find_first_of(" /@") == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

std::string KafkaAddress::named(std::string_view name) const {
  return prefix.empty() ? std::string(name) : prefix + "." + std::string(name);
}

bool is_kafka_address(std::string_view text) { return text.starts_with(kScheme); }

Result<KafkaAddress> parse_kafka_address(std::string_view text) {
  if (!is_kafka_address(text)) return bad_address(text, "is no address of Kafka");
  std::string_view rest = text.substr(kScheme.size());
  KafkaAddress address;
  if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
    address.prefix = rest.substr(slash + 1);
    rest = rest.substr(0, slash);
    if (address.prefix.empty() || address.prefix.size() > kPrefixBytesMax ||
        !std::all_of(address.prefix.begin(), address.prefix.end(), is_name_character)) {
      return bad_address(text, "has a prefix that is not 1 to 40 letters, digits and `-`");
    }
  }
  address.bootstrap = rest;
  for (bool is_last = false; !is_last;) {
    const std::size_t comma = rest.find(',');
    is_last = comma == std::string_view::npos;
    if (!is_broker(rest.substr(0, comma))) {
      return bad_address(text, "has a broker that is not HOST:PORT");
    }
    if (!is_last) rest = rest.substr(comma + 1);
  }
  return address;
}

std::string format_kafka_address(const KafkaAddress& address) {
  std::string text = std::string(kScheme) + address.bootstrap;
  if (!address.prefix.empty()) text += "/" + address.prefix;
  return text;
}

Result<std::vector<KafkaSetting>> parse_kafka_settings(std::string_view text) {
  std::vector<KafkaSetting> settings;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.empty() || line.front() == '#') continue;
    const std::size_t equals = line.find('=');
    // The line is not shown: what lacks its `=` may be a password.
    if (equals == std::string_view::npos || equals == 0) {
      return Error{ErrorKind::invalid, "line " + std::to_string(number) +
                                           " of the settings for Kafka is not `name=value`; "
                                           "nothing was sent"};
    }
    const std::string_view name = trimmed(line.substr(0, equals));
    if (std::find(kOurSettings.begin(), kOurSettings.end(), name) != kOurSettings.end()) {
      return Error{ErrorKind::invalid, "line " + std::to_string(number) +
                                           " of the settings for Kafka sets `" + std::string(name) +
                                           "`, which the ledger itself decides; take it out"};
    }
    settings.push_back({std::string(name), std::string(trimmed(line.substr(equals + 1)))});
  }
  return settings;
}

Result<KafkaConnection> connection_from_environment(
    KafkaAddress address,
    const std::function<std::optional<std::string>(std::string_view)>& environment) {
  KafkaConnection connection;
  connection.address = std::move(address);
  if (const auto path = environment("ADUAN_KAFKA_CONF")) {
    const std::ifstream file(*path, std::ios::binary);
    std::ostringstream text;
    if (file) text << file.rdbuf();
    if (!file || !text) {
      return Error{ErrorKind::not_found, "there is no file `" + *path +
                                             "` to read, which ADUAN_KAFKA_CONF names; nothing "
                                             "was sent"};
    }
    auto settings = parse_kafka_settings(text.str());
    if (!settings) return settings.error();
    connection.settings = std::move(settings.value());
  }
  for (const auto& [variable, name] : kEnvironmentSettings) {
    if (auto value = environment(variable)) {
      connection.settings.push_back({std::string(name), std::move(*value)});
    }
  }
  return connection;
}

}  // namespace aduan
