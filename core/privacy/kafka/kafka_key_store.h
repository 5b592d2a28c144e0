// The key store of a ledger on Kafka: the compacted topic `aduan.keys`, and this node's copy of it
// in a folder (core/privacy/rocks/key_copy.h).
//
//   Key        CASE/KIND/KEYID: case id, `content`, `official` or `identity`, 32 hexadecimals.
//   Value      the wrapped key, as it stands in a row of rocks_key_store.h. None: it is destroyed.
//   Partition  of the case id, as its events: all keys of a case stand in one.
//   Beside     `aduan/keys/v1` and `aduan/erased/v1` in partition 0, as the rows of those names.
//
// A record that does not unwrap under our master key is passed over: nobody who can write the topic
// can take a key's place. (He can destroy keys: give that right to gateways and key keeper alone.)
//
// A key that is made here is acknowledged by the topic before it is used, and is in the copy when
// the topic gives it back. Two nodes that make a key of one case at once both keep theirs: each is
// found by its id. What is asked for and not here waits until the copy has what the topic has now.

#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/log/kafka/kafka_connection.h"
#include "core/privacy/case_keys.h"
#include "core/privacy/master_key.h"
#include "core/privacy/rocks/key_database.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aduan {

/// `CASE/KIND/KEYID`.
std::string format_key_name(const CaseId& case_id, const KeyName& key);
struct NamedKey {
  CaseId case_id;
  KeyName key;

  bool operator==(const NamedKey&) const = default;
};
/// Nothing for other text.
std::optional<NamedKey> parse_key_name(std::string_view text);

struct KafkaKeySettings {
  std::filesystem::path folder;  ///< of the copy
  std::uint32_t partitions = 0;  ///< of the topic
  /// Beside: another process owns the folder and follows the topic; what is newer is kept in
  /// memory.
  enum class Copy : std::uint8_t { owned, beside } copy = Copy::owned;
  /// A copy that was up to date within this is asked without a look at the topic. It bounds how
  /// long a node may seal under a key that is being erased.
  std::chrono::milliseconds fresh_for{1'000};
};

class KafkaKeyStore final : public KeyStore {
 public:
  /// Writes the first record of a new ledger's topic, which finds a wrong master key; one that is
  /// there already must be of this key. Durable on return.
  /// Errors: invalid (the topic is another master key's), unavailable.
  static Result<void> found(const KafkaConnection& connection, std::uint32_t partitions,
                            const MasterKey& master);

  /// Opens the copy; a new one reads the topic through.
  /// Errors: invalid (another master key than the topic's), corrupt (the copy is of another topic:
  /// says what to do; the topic was not founded), unavailable (brokers; another process owns the
  /// folder).
  /// Requires: `random` and `time` outlive the store.
  static Result<std::unique_ptr<KafkaKeyStore>> open(const KafkaConnection& connection,
                                                     const KafkaKeySettings& settings,
                                                     const MasterKey& master, RandomSource& random,
                                                     const TimeSource& time);

  KafkaKeyStore(const KafkaKeyStore&) = delete;
  KafkaKeyStore& operator=(const KafkaKeyStore&) = delete;
  ~KafkaKeyStore() override;

  Result<CaseKey> current_key(const CaseId& case_id, KeyKind kind, KeyDurability when) override;
  Result<std::optional<CaseKey>> find_key(const CaseId& case_id, KeyKind kind,
                                          const Bytes16& key_id) override;
  Result<void> flush() override;
  Result<void> erase(const CaseId& case_id, std::span<const KeyKind> kinds) override;
  Result<std::vector<Bytes16>> key_ids(const CaseId& case_id, KeyKind kind) override;
  Result<void> erase_keys(const CaseId& case_id, std::span<const KeyName> keys) override;
  Result<std::vector<std::uint64_t>> erased_through() override;
  Result<void> set_erased_through(std::span<const std::uint64_t> offsets) override;

  /// Takes in all that the topic has now. Errors: corrupt, unavailable.
  Result<void> catch_up();
  /// Takes in what comes within `wait`; for the one that keeps a node's copy up to date.
  /// Errors: as catch_up.
  Result<void> follow(std::chrono::milliseconds wait);

  /// Every row of the copy, caught up, as rocks_key_store.h stores it. Errors: as catch_up.
  Result<void> each_wrapped(const std::function<bool(std::string_view, std::string_view)>& use);
  /// Sends rows of another store under the same master key; durable on return.
  /// Errors: unavailable.
  Result<void> put_wrapped(std::span<const KeyRowChange> rows);

 private:
  struct State;
  explicit KafkaKeyStore(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace aduan
