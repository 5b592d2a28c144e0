#include "core/ledger/kafka/kafka_ledger.h"

#include "core/base/encoding.h"
#include "core/base/random.h"
#include "core/ledger/directory_fold.h"
#include "core/ledger/kafka/command_wire.h"
#include "core/ledger/kafka/result_wire.h"
#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/kafka/kafka_producer.h"
#include "core/log/kafka/kafka_topics.h"
#include "core/log/partition.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>

namespace aduan {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kPollRecordsMax = 4'096;
/// How often the listener looks for commands that could not be delivered.
constexpr std::chrono::milliseconds kPollWait{50};

/// A thread in `submit`.
struct Waiting {
  std::vector<Answer> answers;
  std::size_t missing = 0;
  Steady::time_point heard;  ///< when the last answer came
};

/// Where the answer to a sending belongs.
struct Sending {
  Waiting* waiting = nullptr;
  std::size_t index = 0;
};

Error no_answer(const std::optional<Error>& trouble) {
  Error error{ErrorKind::unavailable,
              "no answer came in time, so the command may have acted or may act later; send it "
              "again with the same id, which never acts twice. See that a ledger worker runs",
              /*outcome_unknown=*/true};
  if (trouble) error.message += " (" + trouble->message + ")";
  return error;
}

Error unreadable_answer() {
  return Error{ErrorKind::unavailable,
               "the answer to a command cannot be read; the command may have acted: send it again "
               "with the same id, to a version that can",
               /*outcome_unknown=*/true};
}

void stamp(AnyCommand& command, Instant now) {
  std::visit(
      [&](auto& sealed) {
        if (!sealed.time) sealed.time = now;
      },
      command);
}

bool is_directorys(const AnyCommand& command) {
  return std::holds_alternative<SealedDirectoryCommand>(command);
}

}  // namespace

struct KafkaLedger::State {
  State(const KafkaConnection& given, const TimeSource& clock, const KafkaLedgerOptions& chosen,
        std::uint32_t count)
      : connection(given), time(clock), options(chosen), partitions(count), fold(count) {
    SystemRandom random;
    random.fill(instance);
  }

  const KafkaConnection connection;
  const TimeSource& time;
  const KafkaLedgerOptions options;
  const std::uint32_t partitions;
  std::array<std::uint8_t, 8> instance{};  ///< the first bytes of every sending's token

  std::mutex sending;
  std::unique_ptr<KafkaProducer> producer;  ///< under `sending`

  mutable std::mutex mutex;
  std::condition_variable changed;
  std::unordered_map<std::uint64_t, Sending> under_way;  ///< under mutex
  std::uint64_t sendings = 0;                            ///< under mutex
  std::shared_ptr<const Directory> directory;            ///< under mutex
  std::uint64_t next_directory = 0;                      ///< under mutex: offset
  std::optional<Error> trouble;                          ///< under mutex; of the listener
  bool is_closed = false;                                ///< under mutex

  // The listener's alone, once it runs.
  std::unique_ptr<KafkaConsumer> consumer;
  DirectoryFold fold;
  json::Document scratch;
  std::thread listener;

  TopicPartition directory_place() const { return {connection.address.named(kDirectoryTopic), 0}; }

  // Listening -------------------------------------------------------------------------------------

  /// Reads results from here on, and the directory from its beginning to its present end.
  Result<void> begin_listening() {
    auto opened = KafkaConsumer::open(connection, {});
    if (!opened) return opened.error();
    consumer = std::move(opened.value());
    std::vector<KafkaStart> starts;
    for (std::uint32_t i = 0; i < partitions; ++i) {
      TopicPartition place{connection.address.named(kResultsTopic), i};
      const auto end = consumer->end_of(place);
      if (!end) return end.error();
      starts.push_back({std::move(place), end.value()});
    }
    const auto end = consumer->end_of(directory_place());
    if (!end) return end.error();
    starts.push_back({directory_place(), 0});
    if (const auto assigned = consumer->assign(starts); !assigned) return assigned.error();
    directory = fold.directory();
    const auto deadline = Steady::now() + connection.patience;
    while (next_directory < end.value()) {
      if (const auto listened = listen(); !listened) return listened.error();
      if (Steady::now() > deadline) {
        if (const auto why = consumer->trouble()) return *why;
        return Error{ErrorKind::unavailable,
                     "the directory cannot be read; see that the brokers "
                     "run, then try again"};
      }
    }
    return success();
  }

  /// Takes what has come. Errors: those of the consumer; corrupt (the directory).
  Result<void> listen() {
    std::optional<Error> failed;
    const auto take = [&](const KafkaRecord& record) {
      if (record.at.in.topic == directory_place().topic) {
        if (!failed) failed = take_directory(record);
      } else {
        take_result(record);
      }
    };
    const auto polled = consumer->poll_each(kPollRecordsMax, kPollWait, take);
    if (!polled) return polled.error();
    if (failed) return *failed;
    return success();
  }

  std::optional<Error> take_directory(const KafkaRecord& each) {
    Record record;
    record.position = {partitions, each.at.offset};
    record.key = each.key;
    record.value = each.value;
    record.headers = each.headers;
    record.timestamp = each.timestamp;
    const auto applied = fold.apply(record);
    if (!applied) return applied.error();
    const std::lock_guard lock(mutex);
    directory = fold.directory();
    next_directory = each.at.offset + 1;
    changed.notify_all();
    return std::nullopt;
  }

  void take_result(const KafkaRecord& record) {
    auto token = record.header(kSendingHeader);
    if (!token || !token->starts_with(as_view(instance))) return;
    token->remove_prefix(instance.size());
    const auto number = take_u64(*token);
    if (!number || !record.value) return;
    auto answer = decode_answer(*record.value, scratch);
    answered(*number, answer ? std::move(*answer) : Answer(unreadable_answer()));
  }

  void answered(std::uint64_t number, Answer answer) {
    const std::lock_guard lock(mutex);
    const auto found = under_way.find(number);
    if (found == under_way.end()) return;  // given up, or answered before
    Waiting& waiting = *found->second.waiting;
    waiting.answers[found->second.index] = std::move(answer);
    waiting.heard = Steady::now();
    under_way.erase(found);
    if (--waiting.missing == 0) changed.notify_all();
  }

  void take_failures() {
    std::vector<KafkaDelivery> failures;
    {
      const std::lock_guard lock(sending);
      if (producer != nullptr) failures = producer->deliveries(std::chrono::milliseconds(0));
    }
    for (KafkaDelivery& each : failures) {
      if (!each.at) answered(each.tag, each.at.error());
    }
  }

  void listen_until_closed() {
    for (;;) {
      const auto listened = listen();
      take_failures();
      std::unique_lock lock(mutex);
      trouble.reset();
      if (!listened) trouble = listened.error();
      // What fails at once fails again: not as fast as it can.
      if (trouble) changed.wait_for(lock, kPollWait, [&] { return is_closed; });
      if (!trouble) trouble = consumer->trouble();
      if (is_closed) return;
    }
  }

  // Sending ---------------------------------------------------------------------------------------

  Result<void> open_producer() {
    if (producer != nullptr && !producer->is_broken()) return success();
    producer.reset();
    KafkaProducerSettings settings;
    settings.tells_each_delivery = false;
    auto opened = KafkaProducer::open(connection, settings);
    if (!opened) return opened.error();
    producer = std::move(opened.value());
    return success();
  }

  KafkaDraft draft_of(AnyCommand& command, std::string value, std::uint64_t number) const {
    KafkaDraft draft;
    const std::string_view subject = subject_of(command);
    draft.to = {connection.address.named(kCommandsTopic), partition_of(subject, partitions)};
    draft.key.emplace(subject);
    draft.value = std::move(value);
    std::string token(as_view(instance));
    append_u64(token, number);
    draft.headers.push_back({std::string(kSendingHeader), std::move(token)});
    std::visit(
        [&](auto& sealed) {
          if (sealed.payload.empty()) return;
          draft.headers.push_back({std::string(kSealedHeader), std::move(sealed.payload)});
        },
        command);
    return draft;
  }

  void send(AnyCommand& command, Waiting& waiting, std::size_t index) {
    auto value = encode_command(command);
    std::uint64_t number = 0;
    {
      const std::lock_guard lock(mutex);
      number = sendings++;
      under_way.emplace(number, Sending{&waiting, index});
    }
    if (!value) return answered(number, value.error());
    const KafkaDraft draft = draft_of(command, std::move(value.value()), number);
    const std::lock_guard lock(sending);
    const auto opened = open_producer();
    if (!opened) return answered(number, opened.error());
    const auto sent = producer->send(draft, number);
    if (!sent) answered(number, sent.error());
  }

  /// Waits until all is answered, or nothing has been for too long.
  void await(Waiting& waiting) {
    std::unique_lock lock(mutex);
    while (waiting.missing > 0) {
      const auto deadline = waiting.heard + options.answer_patience;
      if (changed.wait_until(lock, deadline) != std::cv_status::timeout) continue;
      if (waiting.missing == 0 || Steady::now() < waiting.heard + options.answer_patience) continue;
      const Error error = no_answer(trouble);
      std::erase_if(under_way, [&](const auto& each) {
        if (each.second.waiting != &waiting) return false;
        waiting.answers[each.second.index] = error;
        return true;
      });
      waiting.missing = 0;
    }
    await_directory(waiting, lock);
  }

  /// What the answers say of the directory is to be seen in it.
  void await_directory(const Waiting& waiting, std::unique_lock<std::mutex>& lock) {
    std::uint64_t next = 0;
    for (const Answer& answer : waiting.answers) {
      const auto* const receipt = std::get_if<Receipt>(&answer);
      if (receipt == nullptr || receipt->position.stream != partitions) continue;
      next = std::max(next, receipt->position.offset + 1);
    }
    changed.wait_for(lock, options.answer_patience, [&] { return next_directory >= next; });
  }

  void submit(std::span<AnyCommand> commands, std::vector<Answer>& answers) {
    Waiting waiting;
    waiting.answers.resize(commands.size());
    waiting.missing = commands.size();
    waiting.heard = Steady::now();
    const Instant now = time.now();
    for (std::size_t i = 0; i < commands.size(); ++i) {
      stamp(commands[i], now);
      send(commands[i], waiting, i);
    }
    await(waiting);
    for (Answer& answer : waiting.answers) answers.push_back(std::move(answer));
  }
};

KafkaLedger::KafkaLedger(std::unique_ptr<State> state) : state_(std::move(state)) {}

KafkaLedger::~KafkaLedger() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->is_closed = true;
  }
  state_->changed.notify_all();
  if (state_->listener.joinable()) state_->listener.join();
}

Result<std::unique_ptr<KafkaLedger>> KafkaLedger::open(const KafkaConnection& connection,
                                                       const TimeSource& time,
                                                       const KafkaLedgerOptions& options) {
  std::uint32_t partitions = 0;
  {
    const auto admin = KafkaAdmin::open(connection);
    if (!admin) return admin.error();
    const auto found = event_partitions(*admin.value(), connection.address);
    if (!found) return found.error();
    partitions = found.value();
  }
  auto state = std::make_unique<State>(connection, time, options, partitions);
  if (const auto begun = state->begin_listening(); !begun) return begun.error();
  State& running = *state;
  state->listener = std::thread([&running] { running.listen_until_closed(); });
  return std::unique_ptr<KafkaLedger>(new KafkaLedger(std::move(state)));
}

std::vector<Answer> KafkaLedger::submit(std::vector<AnyCommand> commands, Until) {
  std::vector<Answer> answers;
  answers.reserve(commands.size());
  auto next = commands.begin();
  while (next != commands.end()) {
    // A case's command may need what the directory's before it make.
    const bool is_directorys_turn = is_directorys(*next);
    const auto end = std::find_if(next, commands.end(), [&](const AnyCommand& each) {
      return is_directorys(each) != is_directorys_turn;
    });
    state_->submit(std::span(next, end), answers);
    next = end;
  }
  return answers;
}

std::shared_ptr<const Directory> KafkaLedger::directory() const {
  const std::lock_guard lock(state_->mutex);
  return state_->directory;
}

}  // namespace aduan
