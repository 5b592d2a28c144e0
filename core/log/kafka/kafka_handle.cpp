#include "core/log/kafka/kafka_handle.h"

#include <algorithm>
#include <array>
#include <utility>

namespace aduan {
namespace {

constexpr std::chrono::milliseconds kConnectStep{200};

using ConfPointer = KafkaOwned<rd_kafka_conf_t, rd_kafka_conf_destroy>;

/// What the caller can do about a code; the first row that matches, else the last.
struct Advice {
  rd_kafka_resp_err_t code;
  ErrorKind kind;
  std::string_view text;
};
constexpr std::array<Advice, 19> kAdvice{{
    {RD_KAFKA_RESP_ERR__AUTHENTICATION, ErrorKind::unavailable,
     "the broker refuses user or password: correct sasl.username, sasl.password and "
     "sasl.mechanism (ADUAN_KAFKA_CONF, ADUAN_KAFKA_SASL_...)"},
    {RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, ErrorKind::unavailable,
     "the broker refuses user or password: correct sasl.username, sasl.password and "
     "sasl.mechanism (ADUAN_KAFKA_CONF, ADUAN_KAFKA_SASL_...)"},
    {RD_KAFKA_RESP_ERR__SSL, ErrorKind::unavailable,
     "TLS with the broker fails: correct security.protocol, ssl.ca.location and the certificate "
     "(ADUAN_KAFKA_CONF, ADUAN_KAFKA_SSL_...)"},
    {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, ErrorKind::unavailable,
     "the brokers' ACLs refuse this user the topic: have it granted, or use another user"},
    {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, ErrorKind::unavailable,
     "the brokers' ACLs refuse this user the group: have it granted, or use another user"},
    {RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, ErrorKind::unavailable,
     "the brokers' ACLs refuse this user the cluster: have it granted, or use another user"},
    {RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, ErrorKind::unavailable,
     "the brokers' ACLs refuse this user the transactional id: have it granted, or use another "
     "user"},
    {RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, ErrorKind::not_found,
     "there is no such topic or partition, or this user may not see it: `aduan init` makes them"},
    {RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, ErrorKind::not_found,
     "there is no such topic, or this user may not see it: `aduan init` makes them"},
    {RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, ErrorKind::not_found,
     "there is no such partition: `aduan init` makes them"},
    {RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, ErrorKind::not_found,
     "the topic holds no such place: it was deleted, or not yet written"},
    {RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE, ErrorKind::not_found,
     "the topic holds no such place: it was deleted, or not yet written"},
    {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, ErrorKind::invalid,
     "the record is larger than the topic takes; nothing was sent"},
    {RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, ErrorKind::conflict,
     "the group has given these partitions to another member: drop what is under way"},
    {RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, ErrorKind::conflict,
     "the group has given these partitions to another member: drop what is under way"},
    {RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, ErrorKind::conflict,
     "the group is giving its partitions out anew: drop what is under way"},
    {RD_KAFKA_RESP_ERR__FENCED, ErrorKind::conflict,
     "another process has taken over this transactional id: drop what is under way"},
    {RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS, ErrorKind::conflict, "it exists already"},
    {RD_KAFKA_RESP_ERR_UNKNOWN, ErrorKind::unavailable,
     "see that the brokers run and are reached, then try again"},
}};

const Advice& advice_for(rd_kafka_resp_err_t code) {
  const auto found = std::find_if(kAdvice.begin(), kAdvice.end(),
                                  [&](const Advice& each) { return each.code == code; });
  return found == kAdvice.end() ? kAdvice.back() : *found;
}

/// What no waiting mends.
bool is_refusal(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR__AUTHENTICATION ||
         code == RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED || code == RD_KAFKA_RESP_ERR__SSL;
}

Result<void> set(rd_kafka_conf_t* conf, const KafkaSetting& setting) {
  std::array<char, 512> why{};
  if (rd_kafka_conf_set(conf, setting.name.c_str(), setting.value.c_str(), why.data(),
                        why.size()) == RD_KAFKA_CONF_OK) {
    return success();
  }
  // librdkafka's own text shows the value.
  return Error{ErrorKind::invalid, "Kafka's client does not take the value of the setting `" +
                                       setting.name +
                                       "`, or knows no such setting; correct ADUAN_KAFKA_CONF. "
                                       "Nothing was sent"};
}

}  // namespace

Error kafka_error(rd_kafka_resp_err_t code, std::string_view what, std::string_view detail) {
  const Advice& advice = advice_for(code);
  std::string message = std::string(what) + ": ";
  message += detail.empty() ? std::string_view(rd_kafka_err2str(code)) : detail;
  message += "; " + std::string(advice.text);
  return Error{advice.kind, std::move(message)};
}

Result<std::unique_ptr<KafkaHandle>> KafkaHandle::make(rd_kafka_type_t type,
                                                       const KafkaConnection& connection,
                                                       std::span<const KafkaSetting> own,
                                                       KafkaListener& listener) {
  ConfPointer conf(rd_kafka_conf_new());
  std::vector<KafkaSetting> settings{{"client.id", "aduan"},
                                     {"reconnect.backoff.max.ms", "1000"},
                                     {"topic.metadata.refresh.interval.ms", "60000"},
                                     {"socket.timeout.ms", "20000"},
                                     // A broker that comes back is looked for, not slept on.
                                     {"reconnect.backoff.ms", "50"}};
  settings.insert(settings.end(), connection.settings.begin(), connection.settings.end());
  settings.push_back({"bootstrap.servers", connection.address.bootstrap});
  settings.insert(settings.end(), own.begin(), own.end());
  for (const KafkaSetting& setting : settings) {
    if (auto done = set(conf.get(), setting); !done) return done.error();
  }
  auto made = std::unique_ptr<KafkaHandle>(new KafkaHandle(listener));
  rd_kafka_conf_set_opaque(conf.get(), made.get());
  rd_kafka_conf_set_error_cb(conf.get(), on_error);
  // What it logs comes by on_error as well, where it matters.
  rd_kafka_conf_set_log_cb(conf.get(), nullptr);
  if (type == RD_KAFKA_PRODUCER) {
    rd_kafka_conf_set_dr_msg_cb(conf.get(), on_delivery);
  } else {
    rd_kafka_conf_set_rebalance_cb(conf.get(), on_rebalance);
  }
  std::array<char, 512> why{};
  made->handle_ = rd_kafka_new(type, conf.get(), why.data(), why.size());
  if (made->handle_ == nullptr) {
    return Error{ErrorKind::invalid, "Kafka's client cannot start: " + std::string(why.data()) +
                                         "; correct ADUAN_KAFKA_CONF. Nothing was sent"};
  }
  conf.release();  // the client's from here on
  return made;
}

KafkaHandle::~KafkaHandle() {
  if (handle_ != nullptr) rd_kafka_destroy(handle_);
}

Result<void> KafkaHandle::connect(const KafkaConnection& connection) {
  const auto deadline = std::chrono::steady_clock::now() + connection.connect_patience;
  rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
  do {
    const rd_kafka_metadata_t* metadata = nullptr;
    code = rd_kafka_metadata(handle_, 0, nullptr, &metadata, timeout_ms(kConnectStep));
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
      rd_kafka_metadata_destroy(metadata);
      all_is_well();
      return success();
    }
    rd_kafka_poll(handle_, 0);  // on_error
    const std::lock_guard lock(mutex_);
    if (is_refusal(last_code_)) break;
  } while (std::chrono::steady_clock::now() < deadline);
  return error_of(code, "no broker of " + connection.address.bootstrap + " answers");
}

Result<std::uint64_t> KafkaHandle::find_offset(const TopicPartition& partition, std::int64_t which,
                                               std::chrono::milliseconds patience) const {
  const KafkaPartitionList list = partition_list(std::span(&partition, 1));
  list->elems[0].offset = which;  // as a time: the first and the last are numbers below zero
  auto code = rd_kafka_offsets_for_times(handle_, list.get(), timeout_ms(patience));
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) code = list->elems[0].err;
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR && list->elems[0].offset < 0) {
    code = RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION;
  }
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    return static_cast<std::uint64_t>(list->elems[0].offset);
  }
  rd_kafka_poll(handle_, 0);  // on_error
  return error_of(code, "topic " + partition.topic + ", partition " +
                            std::to_string(partition.partition) + " does not say where it ends");
}

Error KafkaHandle::error_of(rd_kafka_resp_err_t code, std::string_view what) const {
  const bool is_silence =
      code == RD_KAFKA_RESP_ERR__TIMED_OUT || code == RD_KAFKA_RESP_ERR__TRANSPORT ||
      code == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT || code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN;
  const std::lock_guard lock(mutex_);
  // A time-out does not say why; the connections do.
  if (is_silence && last_code_ != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return kafka_error(last_code_, what, last_reason_);
  }
  return kafka_error(code, what);
}

std::optional<Error> KafkaHandle::trouble() const {
  const std::lock_guard lock(mutex_);
  if (last_code_ == RD_KAFKA_RESP_ERR_NO_ERROR) return std::nullopt;
  return kafka_error(last_code_, "the brokers", last_reason_);
}

bool KafkaHandle::is_refused() const {
  const std::lock_guard lock(mutex_);
  return is_refusal(last_code_);
}

void KafkaHandle::all_is_well() {
  const std::lock_guard lock(mutex_);
  last_code_ = RD_KAFKA_RESP_ERR_NO_ERROR;
  last_reason_.clear();
}

void KafkaHandle::on_error(rd_kafka_t*, int code, const char* reason, void* opaque) {
  auto& self = *static_cast<KafkaHandle*>(opaque);
  const auto error = static_cast<rd_kafka_resp_err_t>(code);
  const std::lock_guard lock(self.mutex_);
  // That all are down says less than why one of them is.
  const bool says_less =
      error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN || error == RD_KAFKA_RESP_ERR__TRANSPORT;
  if (says_less && is_refusal(self.last_code_)) return;
  if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && !self.last_reason_.empty()) return;
  self.last_code_ = error;
  self.last_reason_ = reason == nullptr ? rd_kafka_err2str(error) : reason;
}

void KafkaHandle::on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  static_cast<KafkaHandle*>(opaque)->listener_.delivered(*message);
}

void KafkaHandle::on_rebalance(rd_kafka_t*, rd_kafka_resp_err_t code,
                               rd_kafka_topic_partition_list_t* partitions, void* opaque) {
  static_cast<KafkaHandle*>(opaque)->listener_.rebalanced(code, partitions);
}

std::vector<RecordHeader> headers_of(const rd_kafka_message_t& message) {
  std::vector<RecordHeader> result;
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return result;
  result.reserve(rd_kafka_header_cnt(headers));
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i) {
    RecordHeader& header = result.emplace_back(RecordHeader{name, std::nullopt});
    if (value != nullptr) header.value.emplace(static_cast<const char*>(value), size);
  }
  return result;
}

void read_message(const rd_kafka_message_t& message, KafkaRecord& record) {
  const auto read_bytes = [](const void* bytes, std::size_t size,
                             std::optional<std::string>& into) {
    if (bytes == nullptr) {
      into.reset();
    } else if (into) {
      into->assign(static_cast<const char*>(bytes), size);
    } else {
      into.emplace(static_cast<const char*>(bytes), size);
    }
  };
  record.at.in.topic = message.rkt == nullptr ? "" : rd_kafka_topic_name(message.rkt);
  record.at.in.partition = static_cast<std::uint32_t>(message.partition);
  record.at.offset = static_cast<std::uint64_t>(message.offset);
  read_bytes(message.key, message.key_len, record.key);
  read_bytes(message.payload, message.len, record.value);
  record.headers = headers_of(message);
  record.timestamp =
      Instant(std::chrono::milliseconds(rd_kafka_message_timestamp(&message, nullptr)));
}

KafkaPartitionList partition_list(std::span<const TopicPartition> partitions) {
  KafkaPartitionList list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
  for (const TopicPartition& each : partitions) {
    rd_kafka_topic_partition_list_add(list.get(), each.topic.c_str(),
                                      static_cast<std::int32_t>(each.partition));
  }
  return list;
}

KafkaPartitionList offset_list(std::span<const TopicOffset> offsets) {
  KafkaPartitionList list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const TopicOffset& each : offsets) {
    rd_kafka_topic_partition_list_add(list.get(), each.in.topic.c_str(),
                                      static_cast<std::int32_t>(each.in.partition))
        ->offset = static_cast<std::int64_t>(each.offset);
  }
  return list;
}

int timeout_ms(std::chrono::milliseconds wait) {
  return static_cast<int>(std::clamp<std::chrono::milliseconds::rep>(wait.count(), 0, 3'600'000));
}

}  // namespace aduan
