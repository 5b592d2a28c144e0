#include "consumers/ledger_worker/worker_run.h"

#include "core/base/check.h"
#include "core/base/encoding.h"
#include "core/base/random.h"
#include "core/ledger/kafka/dead_letter.h"
#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_topics.h"
#include "core/log/partition.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace aduan {
namespace {

constexpr std::chrono::milliseconds kIdleWait{100};
constexpr std::chrono::milliseconds kNoWait{0};
constexpr std::chrono::milliseconds kReadBackWait{50};
constexpr std::chrono::milliseconds kEndsEvery{1'000};

/// The name that a folder's worker keeps over restarts, made the first time.
/// Errors: unavailable (the disk).
Result<std::string> worker_id(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "worker-id";
  std::string id;
  if (std::ifstream(path) >> id) return id;
  SystemRandom random;
  std::array<std::uint8_t, 8> bytes{};
  random.fill(bytes);
  id = to_hex(as_view(bytes));
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (!(std::ofstream(path) << id << "\n").flush()) {
    return Error{ErrorKind::unavailable,
                 "the ledger worker's folder " + folder.string() + " cannot be written"};
  }
  return id;
}

bool is_refusal(const Answer& answer) { return !std::holds_alternative<Receipt>(answer); }

bool has_refusal(const ProcessedBatch& batch) {
  return std::any_of(batch.answers.begin(), batch.answers.end(), is_refusal);
}

/// Our own disk: no answer to anybody.
std::optional<Error> failure_of(const ProcessedBatch& batch) {
  for (const Answer& answer : batch.answers) {
    const auto* const error = std::get_if<Error>(&answer);
    if (error != nullptr && error->kind == ErrorKind::unavailable) return *error;
  }
  return std::nullopt;
}

/// The directory's, and those of the cases whose commands are refused.
std::set<std::uint32_t> streams_of_refused(std::span<const AnyCommand> commands,
                                           const ProcessedBatch& batch, std::uint32_t partitions) {
  std::set<std::uint32_t> streams{partitions};
  if (!batch.directory->is_created()) return streams;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (is_refusal(batch.answers[i])) {
      streams.insert(stream_of(subject_of(commands[i]), partitions));
    }
  }
  return streams;
}

/// Whether what was read is the batch's records as they were made, and nothing else.
bool is_alone(const ProcessedBatch& batch, std::span<const Record> read) {
  if (read.size() != batch.records.size()) return false;
  const auto by_position = [](const Record* a, const Record* b) {
    return a->position < b->position;
  };
  std::vector<const Record*> made;
  std::vector<const Record*> found;
  for (const Record& each : batch.records) made.push_back(&each);
  for (const Record& each : read) found.push_back(&each);
  std::sort(made.begin(), made.end(), by_position);
  std::sort(found.begin(), found.end(), by_position);
  return std::equal(made.begin(), made.end(), found.begin(), [](const Record* a, const Record* b) {
    return a->position == b->position && a->value == b->value;
  });
}

Error not_created() {
  return Error{ErrorKind::not_found,
               "the ledger is not created yet; nothing was written: `aduan init` makes it"};
}

}  // namespace

WorkerRun::WorkerRun(const KafkaConnection& connection, const TimeSource& time,
                     const LedgerWorkerOptions& options, WorkerBoard& board)
    : connection_(connection), time_(time), options_(options), board_(board) {}

// Joining -----------------------------------------------------------------------------------------

Result<void> WorkerRun::run(const std::stop_token& stop) {
  if (auto begun = begin(); !begun) return begun.error();
  while (!stop.stop_requested()) {
    if (auto stepped = step(); !stepped) return stepped.error();
  }
  return success();
}

Result<void> WorkerRun::begin() {
  auto log = KafkaEventLog::open(connection_);
  if (!log) return log.error();
  log_ = std::move(log.value());
  partitions_ = log_->partitions();
  auto tail = EventTail::open(connection_, partitions_);
  if (!tail) return tail.error();
  tail_ = std::move(tail.value());
  const auto id = worker_id(options_.folder);
  if (!id) return id.error();
  state_ = std::make_unique<WorkerState>(options_.folder / "store", partitions_,
                                         options_.store_cache_bytes);
  applier_ = std::make_unique<BatchApplier>(*state_);
  if (auto read = read_directory(); !read) return read.error();
  if (auto fits = discard_store_ahead_of_log(); !fits) return fits.error();
  auto sender = AnswerSender::open(connection_, partitions_,
                                   connection_.address.named("aduan-ledger-worker-" + id.value()));
  if (!sender) return sender.error();
  sender_ = std::move(sender.value());
  return join_group();
}

Result<void> WorkerRun::read_directory() {
  if (auto followed = follow(); !followed) return followed.error();
  const auto read = read_to_ends({partitions_});
  if (!read) return read.error();
  return success();
}

Result<void> WorkerRun::discard_store_ahead_of_log() {
  if (!state_->is_created()) return success();
  for (std::uint32_t stream = 0; stream < partitions_; ++stream) {
    const std::uint64_t next = state_->next_of(stream);
    if (next == 0) continue;
    const auto end = tail_->end_of(stream);
    if (!end) return end.error();
    if (next > end.value()) return state_->begin_again();
  }
  return success();
}

Result<void> WorkerRun::join_group() {
  KafkaConsumerSettings settings;
  settings.group = connection_.address.named(kLedgerWorkerGroup);
  settings.session_timeout = options_.session_timeout;
  auto opened = KafkaConsumer::open(connection_, settings);
  if (!opened) return opened.error();
  commands_ = std::move(opened.value());
  last_poll_ = ends_seen_ = Steady::now();
  const std::array topics{connection_.address.named(kCommandsTopic)};
  return commands_->subscribe(topics);
}

// The group's decisions ---------------------------------------------------------------------------

Result<void> WorkerRun::rebalance(const KafkaRebalance& change) {
  fenced_since_.reset();
  if (auto drained = drain(); !drained) return drained.error();
  if (change.kind == KafkaRebalance::Kind::assigned) return take_over(change.partitions);
  owned_.clear();
  if (auto unassigned = commands_->unassign(); !unassigned) return unassigned.error();
  return follow();
}

Result<void> WorkerRun::take_over(const std::vector<TopicPartition>& partitions) {
  const auto committed = commands_->committed(partitions);
  if (!committed) return committed.error();
  std::vector<KafkaStart> starts;
  owned_.clear();
  for (std::size_t i = 0; i < partitions.size(); ++i) {
    const auto first = commands_->first_of(partitions[i]);
    if (!first) return first.error();
    const auto end = tail_->end_of(partitions[i].partition);
    if (!end) return end.error();
    const std::uint64_t next = std::max(first.value(), committed.value()[i].value_or(0));
    starts.push_back({partitions[i], next});
    owned_[partitions[i].partition] =
        Owned{.next_command = next, .end_of_commands = next, .restore_to = end.value()};
  }
  if (auto assigned = commands_->assign(starts); !assigned) return assigned.error();
  if (auto paused = commands_->pause(partitions); !paused) return paused.error();
  return follow();
}

Result<void> WorkerRun::follow() {
  std::vector<std::uint32_t> partitions;
  for (const auto& [partition, owned] : owned_) partitions.push_back(partition);
  return tail_->follow(state_->next_of(partitions));
}

/// Takes no more commands until the group says what is ours.
void WorkerRun::drop_all() {
  owned_.clear();
  fenced_since_ = Steady::now();
  board_.change([](LedgerWorkerStatus& status) { ++status.fenced; });
}

// The loop ----------------------------------------------------------------------------------------

Result<void> WorkerRun::step() {
  const bool is_restoring = std::any_of(owned_.begin(), owned_.end(),
                                        [](const auto& each) { return !each.second.is_live; });
  if (auto taken = take_events(is_restoring ? kReadBackWait : kNoWait); !taken) {
    return taken.error();
  }
  if (auto ended = end_restores(); !ended) return ended.error();
  tell();
  auto polled = commands_->poll(options_.batch_commands_max, is_restoring ? kNoWait : kIdleWait);
  if (!polled) return polled.error();
  last_poll_ = Steady::now();
  if (polled.value().rebalance) {
    // What came with it is not answered: whoever has the partitions next reads it again.
    return rebalance(*polled.value().rebalance);
  }
  if (fenced_since_) {
    if (Steady::now() < *fenced_since_ + 3 * options_.session_timeout) return success();
    return Error{ErrorKind::conflict, "the group went on without this worker"};
  }
  look_at_ends();
  if (polled.value().records.empty()) return success();
  return work_off(polled.value().records);
}

/// The state has all that was decided; the next decision looks at it anew.
Result<void> WorkerRun::drain() {
  const auto drained = applier_->drain();
  processor_.reset();
  return drained;
}

/// Takes records or a batch into the state; a ledger that they create can be followed.
template <class Taken>
Result<void> WorkerRun::take_in(const Taken& taken) {
  if (auto drained = drain(); !drained) return drained.error();
  const bool was_created = state_->is_created();
  if (auto applied = state_->apply(taken); !applied) return applied.error();
  return was_created == state_->is_created() ? success() : follow();
}

Result<void> WorkerRun::take_events(std::chrono::milliseconds wait) {
  const auto records = tail_->take(wait);
  if (!records) return records.error();
  if (records.value().empty()) return success();
  return take_in(records.value());
}

Result<void> WorkerRun::end_restores() {
  std::vector<TopicPartition> restored;
  for (auto& [partition, owned] : owned_) {
    if (owned.is_live) continue;
    // A ledger that is not created has no case; what may stand in its log says nothing.
    if (state_->is_created() && state_->next_of(partition) < owned.restore_to) continue;
    owned.is_live = true;
    restored.push_back({connection_.address.named(kCommandsTopic), partition});
  }
  if (restored.empty()) return success();
  return commands_->resume(restored);
}

void WorkerRun::look_at_ends() {
  if (Steady::now() < ends_seen_ + kEndsEvery) return;
  ends_seen_ = Steady::now();
  for (auto& [partition, owned] : owned_) {
    const auto end = tail_->end_of_commands(partition);
    if (!end) return;
    owned.end_of_commands = end.value();
  }
}

void WorkerRun::tell() {
  std::vector<LedgerWorkerPartition> partitions;
  for (const auto& [partition, owned] : owned_) {
    partitions.push_back({.partition = partition,
                          .next_command = owned.next_command,
                          .end_of_commands = std::max(owned.end_of_commands, owned.next_command),
                          .next_event = state_->next_of(partition),
                          .is_restoring = !owned.is_live});
  }
  const auto trouble = commands_->trouble();
  board_.change([&](LedgerWorkerStatus& status) {
    status.partitions = std::move(partitions);
    status.trouble.reset();
    if (trouble) status.trouble = trouble->message;
  });
}

// A batch -----------------------------------------------------------------------------------------

void WorkerRun::enter(LedgerWorkerStep step) const {
  if (options_.on_step) options_.on_step(step);
}

bool WorkerRun::may_be_late() const {
  return Steady::now() > last_poll_ + options_.session_timeout;
}

Result<void> WorkerRun::work_off(std::span<const KafkaRecord> records) {
  Outcome outcome;
  auto pending = read_commands(records, outcome);
  auto went = decide_all(std::move(pending), outcome);
  if (went && went.value() == Went::through) went = answer(outcome);
  if (!went) return went.error();
  if (went.value() == Went::dropped) {
    drop_all();
    return success();
  }
  for (const auto& [place, next] : outcome.next) owned_[place.partition].next_command = next;
  board_.change([&](LedgerWorkerStatus& status) {
    status.accepted += outcome.accepted;
    status.repeated += outcome.repeated;
    status.refused += outcome.refusals.size();
    status.dead_letters += outcome.letters.size();
  });
  return success();
}

/// The commands that can be read; the others become dead letters, and a refusal where the sender
/// can be answered.
std::vector<WorkerRun::Pending> WorkerRun::read_commands(std::span<const KafkaRecord> records,
                                                         Outcome& outcome) {
  std::vector<Pending> pending;
  pending.reserve(records.size());
  for (const KafkaRecord& record : records) {
    const auto owned = owned_.find(record.at.in.partition);
    if (owned == owned_.end()) continue;  // of an earlier assignment
    outcome.next[record.at.in] = record.at.offset + 1;
    std::optional<std::string> sending;
    if (const auto token = record.header(kSendingHeader);
        token && token->size() <= kSendingBytesMax) {
      sending.emplace(*token);
    }
    auto command = reader_.read(record.value.value_or(std::string()),
                                record.header(kSealedHeader).value_or(std::string_view()));
    if (command &&
        partition_of(subject_of(command.value()), partitions_) != record.at.in.partition) {
      command = Error{ErrorKind::invalid,
                      "no command: its subject belongs to another partition; nothing was written"};
    }
    if (!command) {
      outcome.letters.push_back(dead_letter(connection_.address, record, command.error().message));
      if (const auto& id = reader_.command_id()) {
        outcome.refusals.push_back({*id, std::move(sending), command.error()});
      }
      continue;
    }
    // Told by the record, so that whoever decides on it again comes to the same.
    std::visit(
        [&](auto& sealed) {
          if (!sealed.time) sealed.time = record.timestamp;
        },
        command.value());
    pending.push_back({std::move(command.value()), std::move(sending)});
  }
  return pending;
}

/// Keeps an answer that stands; a receipt goes out at once.
Result<void> WorkerRun::settle(const Pending& pending, const Answer& answer, Outcome& outcome) {
  WorkerAnswer settled{id_of(pending.command), pending.sending, answer};
  if (is_refusal(answer)) {
    outcome.refusals.push_back(std::move(settled));
    return success();
  }
  ++(std::get<Receipt>(answer).repeated ? outcome.repeated : outcome.accepted);
  return sender_->send_receipt(settled);
}

/// Decides until each command has an answer that stands.
Result<WorkerRun::Went> WorkerRun::decide_all(std::vector<Pending> pending, Outcome& outcome) {
  if (!state_->is_created()) {
    // Only the directory's commands can be decided on, the first of which creates it.
    std::erase_if(pending, [&](const Pending& each) {
      if (std::holds_alternative<SealedDirectoryCommand>(each.command)) return false;
      outcome.refusals.push_back({id_of(each.command), each.sending, not_created()});
      return true;
    });
  }
  while (!pending.empty()) {
    std::vector<AnyCommand> commands;
    commands.reserve(pending.size());
    for (Pending& each : pending) commands.push_back(std::move(each.command));
    auto batch = decide(commands);
    for (std::size_t i = 0; i < pending.size(); ++i) pending[i].command = std::move(commands[i]);
    if (!batch) return batch.error();
    enter(LedgerWorkerStep::decided);
    if (may_be_late()) return Went::dropped;
    if (auto written = write(batch.value(), pending, outcome); !written) return written.error();
  }
  return Went::through;
}

/// A refusal is one of the log and the directory as they are now: their ends are read before.
Result<std::shared_ptr<ProcessedBatch>> WorkerRun::decide(std::span<const AnyCommand> commands) {
  for (;;) {
    if (processor_ == nullptr) processor_ = state_->processor();
    auto batch = std::make_shared<ProcessedBatch>(processor_->process(commands, time_.now()));
    if (auto failure = failure_of(*batch)) return *failure;
    if (!has_refusal(*batch)) return batch;
    const auto has_more = read_to_ends(streams_of_refused(commands, *batch, partitions_));
    if (!has_more) return has_more.error();
    if (!has_more.value()) return batch;
  }
}

/// Takes what these streams have by now; whether it was anything.
Result<bool> WorkerRun::read_to_ends(const std::set<std::uint32_t>& streams) {
  bool has_more = false;
  for (const std::uint32_t stream : streams) {
    const auto end = tail_->end_of(stream);
    if (!end) return end.error();
    const auto deadline = Steady::now() + connection_.patience;
    while (tail_->next_of(stream) < end.value()) {
      has_more = true;
      if (auto taken = take_events(kReadBackWait); !taken) return taken.error();
      if (Steady::now() > deadline) return silence();
    }
  }
  return has_more;
}

Error WorkerRun::silence() const {
  if (auto trouble = tail_->trouble()) return *trouble;
  return Error{ErrorKind::unavailable, "the log gives nothing; see that the brokers run"};
}

/// Appends the batch's records, reads them back and settles what stands. Afterwards the state has
/// them, and `pending` holds the commands that must be decided again.
Result<void> WorkerRun::write(const std::shared_ptr<ProcessedBatch>& decided,
                              std::vector<Pending>& pending, Outcome& outcome) {
  ProcessedBatch& batch = *decided;
  std::vector<bool> is_beaten(pending.size(), false);
  std::vector<Record> read;
  if (!batch.records.empty()) {
    enter(LedgerWorkerStep::appending);
    const auto positions = log_->append(batch.records);
    if (!positions) return positions.error();
    enter(LedgerWorkerStep::appended);
    auto taken = read_back(positions.value());
    if (!taken) return taken.error();
    read = std::move(taken.value());
    place(batch, positions.value());
  } else {
    place(batch, {});
  }
  enter(LedgerWorkerStep::read_back);
  const bool is_ours = is_alone(batch, read);
  if (!is_ours) {
    if (auto applied = take_in(read); !applied) return applied.error();
    if (auto found = find_beaten(batch, is_beaten); !found) return found.error();
  }
  enter(LedgerWorkerStep::answering);
  std::vector<Pending> again;
  for (std::size_t i = 0; i < pending.size(); ++i) {
    if (is_beaten[i]) {
      again.push_back(std::move(pending[i]));
    } else if (auto settled = settle(pending[i], batch.answers[i], outcome); !settled) {
      return settled.error();
    }
  }
  pending = std::move(again);
  // Meanwhile the receipts are on their way.
  return is_ours ? take_in_later(decided) : success();
}

/// A batch of cases' records alone goes into the store beside the next ones' decisions.
Result<void> WorkerRun::take_in_later(const std::shared_ptr<const ProcessedBatch>& batch) {
  if (batch->records.empty()) return success();
  const bool is_of_cases = std::all_of(batch->made.begin(), batch->made.end(),
                                       [](const auto& made) { return made.has_value(); });
  if (!is_of_cases) return take_in(*batch);
  processor_->commit(batch);
  return applier_->add(batch, *processor_);
}

Result<std::vector<Record>> WorkerRun::read_back(std::span<const Position> positions) {
  std::map<std::uint32_t, std::uint64_t> ends;
  for (const Position& each : positions) {
    ends[each.stream] = std::max(ends[each.stream], each.offset + 1);
  }
  const auto deadline = Steady::now() + connection_.patience;
  std::vector<Record> all;
  for (const auto& [stream, end] : ends) {
    while (tail_->next_of(stream) < end) {
      auto taken = tail_->take(kReadBackWait);
      if (!taken) return taken.error();
      std::move(taken.value().begin(), taken.value().end(), std::back_inserter(all));
      if (Steady::now() > deadline) return silence();
    }
  }
  return all;
}

/// Another hand has written between our records: ours that extend no chain are void, and what was
/// refused or doubled was decided on what is no more so.
Result<void> WorkerRun::find_beaten(const ProcessedBatch& batch, std::vector<bool>& is_beaten) {
  for (std::size_t i = 0; i < is_beaten.size(); ++i) {
    const auto* const receipt = std::get_if<Receipt>(&batch.answers[i]);
    const bool is_known = receipt != nullptr && receipt->repeated && !batch.same_as[i];
    is_beaten[i] = !is_known;
  }
  std::uint64_t beaten = 0;
  for (std::size_t i = 0; i < batch.records.size(); ++i) {
    const auto place = state_->cases().locate(*batch.records[i].key, batch.receipts[i].sequence);
    if (!place && place.error().kind != ErrorKind::not_found) return place.error();
    const bool is_valid = place && place.value().first == batch.records[i].position;
    is_beaten[batch.command_of[i]] = !is_valid;
    if (!is_valid) ++beaten;
  }
  board_.change([&](LedgerWorkerStatus& status) { status.beaten += beaten; });
  return success();
}

Result<WorkerRun::Went> WorkerRun::answer(const Outcome& outcome) {
  if (outcome.next.empty()) return Went::through;
  std::vector<TopicOffset> next;
  for (const auto& [place, offset] : outcome.next) next.push_back({place, offset});
  if (auto sent = sender_->send_letters(outcome.letters); !sent) return sent.error();
  if (auto flushed = sender_->flush(); !flushed) return flushed.error();
  enter(LedgerWorkerStep::committing);
  const auto generation = commands_->generation();
  CHECK(generation);
  const auto done = outcome.refusals.empty()
                        ? commands_->commit(next)
                        : sender_->send_refusals(outcome.refusals, next, *generation);
  if (done) return Went::through;
  if (done.error().kind == ErrorKind::conflict) return Went::dropped;
  return done.error();
}

}  // namespace aduan
