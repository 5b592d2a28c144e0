// librdkafka's client behind producer, consumer and administrator: settings, errors, callbacks.
// For the files of this folder alone.

#pragma once

#include "core/base/result.h"
#include "core/log/kafka/kafka_connection.h"
#include "core/log/kafka/kafka_record.h"

#include <librdkafka/rdkafka.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// Ends one of librdkafka's objects by its own function.
template <auto kDestroy>
struct KafkaEnd {
  template <class T>
  void operator()(T* object) const {
    kDestroy(object);
  }
};
template <class T, auto kDestroy>
using KafkaOwned = std::unique_ptr<T, KafkaEnd<kDestroy>>;

using KafkaErrorPointer = KafkaOwned<rd_kafka_error_t, rd_kafka_error_destroy>;
using KafkaPartitionList =
    KafkaOwned<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>;
using KafkaEventPointer = KafkaOwned<rd_kafka_event_t, rd_kafka_event_destroy>;
using KafkaQueuePointer = KafkaOwned<rd_kafka_queue_t, rd_kafka_queue_destroy>;

/// What librdkafka tells while it is polled. Called by the polling thread, inside the poll.
class KafkaListener {
 public:
  virtual ~KafkaListener() = default;
  virtual void delivered(const rd_kafka_message_t&) {}
  virtual void rebalanced(rd_kafka_resp_err_t, rd_kafka_topic_partition_list_t*) {}
};

/// The error of a code: what was tried, what librdkafka says, what to do. `what` names no value.
Error kafka_error(rd_kafka_resp_err_t code, std::string_view what, std::string_view detail = {});

/// The handle, and why it has no answer when it has none.
class KafkaHandle {
 public:
  /// Makes the client; connects to nobody yet. `own` wins over the connection's settings. The
  /// listener outlives the handle.
  /// Errors: invalid (a setting that librdkafka does not take: names it, not its value).
  static Result<std::unique_ptr<KafkaHandle>> make(rd_kafka_type_t type,
                                                   const KafkaConnection& connection,
                                                   std::span<const KafkaSetting> own,
                                                   KafkaListener& listener);
  KafkaHandle(const KafkaHandle&) = delete;
  KafkaHandle& operator=(const KafkaHandle&) = delete;
  ~KafkaHandle();

  rd_kafka_t* get() const { return handle_; }

  /// Waits until a broker has answered. Errors: unavailable (nobody does, or we are refused).
  Result<void> connect(const KafkaConnection& connection);

  /// Where a partition begins or ends: `which` is RD_KAFKA_OFFSET_BEGINNING or _END. Not
  /// rd_kafka_query_watermark_offsets, which (2.0.2) waits for a dead broker without end.
  Result<std::uint64_t> find_offset(const TopicPartition& partition, std::int64_t which,
                                    std::chrono::milliseconds patience) const;

  /// The error of a call that failed: a refused password or certificate says so whatever the code.
  Error error_of(rd_kafka_resp_err_t code, std::string_view what) const;

  /// What the brokers' connections last complained of since `all_is_well`.
  std::optional<Error> trouble() const;
  /// Whether that was a refusal, which no waiting mends: password, certificate.
  bool is_refused() const;
  void all_is_well();

 private:
  explicit KafkaHandle(KafkaListener& listener) : listener_(listener) {}

  static void on_error(rd_kafka_t*, int code, const char* reason, void* opaque);
  static void on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque);
  static void on_rebalance(rd_kafka_t*, rd_kafka_resp_err_t code,
                           rd_kafka_topic_partition_list_t* partitions, void* opaque);

  rd_kafka_t* handle_ = nullptr;
  KafkaListener& listener_;
  mutable std::mutex mutex_;
  rd_kafka_resp_err_t last_code_ = RD_KAFKA_RESP_ERR_NO_ERROR;  ///< under mutex_
  std::string last_reason_;                                     ///< under mutex_
};

/// Headers as librdkafka holds them; a name is cut at its first null byte, as its interface has it.
std::vector<RecordHeader> headers_of(const rd_kafka_message_t& message);
/// The record of a message that is no error, written over `record`, whose buffers are used again.
void read_message(const rd_kafka_message_t& message, KafkaRecord& record);

/// librdkafka's list of these places; the offsets are −1001 (none) where only partitions are named.
KafkaPartitionList partition_list(std::span<const TopicPartition> partitions);
KafkaPartitionList offset_list(std::span<const TopicOffset> offsets);

/// A call's time-out as librdkafka takes it.
int timeout_ms(std::chrono::milliseconds wait);

}  // namespace aduan
