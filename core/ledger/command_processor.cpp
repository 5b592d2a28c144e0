#include "core/ledger/command_processor.h"

#include "core/base/check.h"
#include "core/base/hash.h"
#include "core/log/partition.h"
#include "schemas/json/document.h"

#include <algorithm>
#include <utility>

namespace aduan {
namespace {

Error absent_case() {
  return Error{ErrorKind::not_found,
               "there is no such case; nothing was written. Check the tracking number"};
}

Error parked_case() {
  return Error{
      ErrorKind::corrupt,
      "the case is parked: its history has a record that this version cannot read; nothing "
      "was written. `aduan doctor` names the record"};
}

Error moved_on(std::uint64_t expected, std::uint64_t actual) {
  return Error{ErrorKind::conflict, "the case has moved on: you expected event " +
                                        std::to_string(expected) + ", its last is " +
                                        std::to_string(actual) +
                                        "; nothing was written. Read it again and decide anew"};
}

std::string key_of(std::string_view subject, const CommandId& command) {
  std::string key(subject);
  key.append(as_view(command));
  return key;
}

/// `time`: when our door took it, never after `recorded`; an importer's: what its source says.
Instant time_of(const Actor& actor, const std::optional<Instant>& stated, Instant now,
                Instant recorded) {
  if (actor.role == Role::importer) return stated.value_or(now);
  return std::min(stated.value_or(now), recorded);
}

}  // namespace

/// One batch's work: the overlay of the cases that it touches.
class CommandProcessor::Batch {
 public:
  Batch(const CommandProcessor& processor, std::size_t commands, Instant now)
      : processor_(processor), now_(now) {
    result_.directory = processor.directory_;
    result_.directory_head = processor.directory_head_;
    const std::lock_guard lock(processor.mutex_);
    in_flight_.assign(processor.in_flight_.begin(), processor.in_flight_.end());
    result_.answers.reserve(commands);
    result_.same_as.resize(commands);
  }

  void add(const SealedCommand& command) { add_any(command); }
  void add(const SealedDirectoryCommand& command) { add_any(command); }

  ProcessedBatch take() { return std::move(result_); }

 private:
  template <class Body>
  void add_any(const Sealed<Body>& command) {
    const std::size_t index = result_.answers.size();
    const std::string key = key_of(command.subject, command.command_id);
    if (const auto first = result_.accepted.find(key); first != result_.accepted.end()) {
      result_.same_as[index] = result_.command_of[first->second];
      result_.answers.push_back(Receipt{});
      return;
    }
    const std::size_t record = result_.records.size();
    result_.answers.push_back(answer_to(command));
    if (result_.records.size() == record) return;
    result_.command_of.push_back(index);
    result_.receipts.push_back(std::get<Receipt>(result_.answers.back()));
    result_.accepted.emplace(key, record);
  }

  Answer answer_to(const SealedCommand& command) {
    const auto id = CaseId::from_text(command.subject);
    if (!id) return absent_case();
    const auto loaded = load(*id);
    if (!loaded) return loaded.error();
    // Of a case that the store has not, it knows no command: half of an import's look-ups.
    if (loaded.value()->is_stored) {
      if (auto answer = answer_if_known(command.subject, command.command_id)) return *answer;
    }
    return decide_on(command, loaded.value()->state);
  }

  Answer answer_to(const SealedDirectoryCommand& command) {
    if (auto answer = answer_if_known(command.subject, command.command_id)) return *answer;
    return decide_on(command);
  }

  /// The answer to a command that the log has already.
  std::optional<Answer> answer_if_known(std::string_view subject, const CommandId& command) const {
    const std::string key = key_of(subject, command);
    for (const auto& batch : in_flight_) {
      const auto found = batch->accepted.find(key);
      if (found == batch->accepted.end()) continue;
      Receipt receipt = batch->receipts[found->second];
      receipt.repeated = true;
      return receipt;
    }
    const auto known = processor_.store_.find_command(subject, command);
    if (!known) return known.error();
    if (!known.value()) return std::nullopt;
    return repeated(subject, *known.value());
  }

  Answer repeated(std::string_view subject, std::uint64_t sequence) const {
    const auto place = processor_.store_.locate(subject, sequence);
    if (!place) return place.error();
    return Receipt{place.value().first, sequence, place.value().second, true};
  }

  Answer decide_on(const SealedCommand& command, CaseState& state) {
    if (state.parked) return parked_case();
    if (!state.exists() && !std::holds_alternative<Submit>(command.body)) return absent_case();
    if (const auto expected = command.expected_sequence;
        expected && *expected != state.head.sequence) {
      return moved_on(*expected, state.head.sequence);
    }
    const Instant recorded = std::max(now_, state.head.recorded);
    const DecisionContext context{
        .directory = *result_.directory,
        .actor = command.actor,
        .time = time_of(command.actor, command.time, now_, recorded),
        .case_id = command.subject,
        .sequence = state.head.sequence,
        .anomalies = &command.anomalies,
    };
    Decision decision = decide(state.complaint, command.body, context);
    if (const auto* const rejection = std::get_if<Rejection>(&decision)) return *rejection;

    RecordedEvent made;
    made.event = std::get<Event>(std::move(decision));
    made.attributes = attributes_of(command, state.head, context.time, recorded);
    made.attributes.directory_sequence = result_.directory->sequence;
    auto record = record_of(made.attributes, made.event, command.payload);
    if (!record) return record.error();
    made.leaf = leaf_hash(*record.value().value);
    made.position = record.value().position;
    evolve(state.complaint, made.attributes, made.event);
    state.head = {made.attributes.sequence, made.leaf, recorded};
    const Receipt receipt{made.position, made.attributes.sequence, made.leaf, false};
    result_.records.push_back(std::move(record.value()));
    result_.made.push_back(ProcessedBatch::Made{std::move(made), state});
    return receipt;
  }

  Answer decide_on(const SealedDirectoryCommand& command) {
    const ChainHead& head = result_.directory_head;
    if (command.subject != kDirectorySubject) {
      return Error{ErrorKind::invalid,
                   "the directory's commands have the subject 'directory'; "
                   "nothing was written"};
    }
    if (const auto expected = command.expected_sequence; expected && *expected != head.sequence) {
      return moved_on(*expected, head.sequence);
    }
    const Instant recorded = std::max(now_, head.recorded);
    const DecisionContext context{
        .directory = *result_.directory,
        .actor = command.actor,
        .time = time_of(command.actor, command.time, now_, recorded),
        .case_id = command.subject,
        .sequence = head.sequence,
    };
    DirectoryDecision decision = decide(command.body, context);
    if (const auto* const rejection = std::get_if<Rejection>(&decision)) return *rejection;
    const DirectoryEvent event = std::get<DirectoryEvent>(std::move(decision));
    const Attributes attributes = attributes_of(command, head, context.time, recorded);

    auto record = record_of(attributes, event, command.payload);
    if (!record) return record.error();
    const Hash leaf = leaf_hash(*record.value().value);
    if (directory_copy_ == nullptr) {
      directory_copy_ = std::make_shared<Directory>(*result_.directory);
      result_.directory = directory_copy_;
    }
    evolve(*directory_copy_, attributes.sequence, event);
    result_.directory_head = {attributes.sequence, leaf, recorded};
    const Receipt receipt{record.value().position, attributes.sequence, leaf, false};
    result_.records.push_back(std::move(record.value()));
    result_.made.emplace_back();
    return receipt;
  }

  template <class Body>
  Attributes attributes_of(const Sealed<Body>& command, const ChainHead& head, Instant time,
                           Instant recorded) const {
    Attributes attributes;
    attributes.subject = command.subject;
    attributes.sequence = head.sequence + 1;
    attributes.time = time;
    attributes.recorded = recorded;
    if (head.sequence > 0) attributes.prevhash = head.leaf;
    attributes.seal_nonce = command.seal_nonce;
    if (!command.payload.empty()) attributes.payload_hash = sha256(command.payload);
    attributes.command_id = command.command_id;
    attributes.actor = command.actor;
    return attributes;
  }

  /// The ledger's name and number of partitions: the directory's, or those of its first record.
  LedgerCreated ledger_of(const Event&) const {
    return {result_.directory->ledger, result_.directory->partitions, false};
  }
  LedgerCreated ledger_of(const DirectoryEvent& event) const {
    const auto* const created = std::get_if<LedgerCreated>(&event);
    return created != nullptr ? *created : ledger_of(Event{});
  }

  template <class AnyEvent>
  Result<Record> record_of(const Attributes& attributes, const AnyEvent& event,
                           const std::string& payload) const {
    const LedgerCreated ledger = ledger_of(event);
    auto value = encode_record(ledger.name, attributes, event);
    if (!value) return value.error();
    if (!json::is_valid_utf8(value.value())) {
      return Error{ErrorKind::invalid, "a name or code is not valid UTF-8; nothing was written"};
    }
    return make_record(stream_of(attributes.subject, ledger.partitions), attributes.subject,
                       std::move(value.value()), payload, now_);
  }

  using TouchedCase = ProcessedBatch::TouchedCase;

  /// The case in the overlay, brought there when the batch first touches it.
  Result<TouchedCase*> load(const CaseId& id) {
    const auto found = result_.cases.find(id);
    if (found != result_.cases.end()) return &found->second;
    for (auto batch = in_flight_.rbegin(); batch != in_flight_.rend(); ++batch) {
      const auto touched = (*batch)->cases.find(id);
      if (touched == (*batch)->cases.end()) continue;
      return &result_.cases.emplace(id, TouchedCase{touched->second.state, true}).first->second;
    }
    auto state = processor_.store_.read_case(id);
    if (!state) return state.error();
    const bool is_stored = state.value().exists();
    return &result_.cases.emplace(id, TouchedCase{std::move(state.value()), is_stored})
                .first->second;
  }

  const CommandProcessor& processor_;
  Instant now_;
  ProcessedBatch result_;
  std::shared_ptr<Directory> directory_copy_;  // made by the batch's first change of the directory
  std::vector<std::shared_ptr<const ProcessedBatch>> in_flight_;  // oldest first
};

CommandProcessor::CommandProcessor(const CaseStore& store,
                                   std::shared_ptr<const Directory> directory,
                                   const ChainHead& directory_head)
    : store_(store), directory_(std::move(directory)), directory_head_(directory_head) {}

ProcessedBatch CommandProcessor::process(std::span<const AnyCommand> commands, Instant now) {
  Batch batch(*this, commands.size(), now);
  for (const AnyCommand& command : commands) {
    std::visit([&](const auto& sealed) { batch.add(sealed); }, command);
  }
  return batch.take();
}

void CommandProcessor::commit(std::shared_ptr<const ProcessedBatch> batch) {
  directory_ = batch->directory;
  directory_head_ = batch->directory_head;
  const std::lock_guard lock(mutex_);
  in_flight_.push_back(std::move(batch));
}

void CommandProcessor::release() {
  const std::lock_guard lock(mutex_);
  CHECK(!in_flight_.empty());
  in_flight_.pop_front();
}

void place(ProcessedBatch& batch, std::span<const Position> positions) {
  CHECK(positions.size() == batch.records.size());
  for (std::size_t i = 0; i < batch.records.size(); ++i) {
    batch.records[i].position = positions[i];
    batch.receipts[i].position = positions[i];
    if (batch.made[i]) batch.made[i]->recorded.position = positions[i];
    batch.answers[batch.command_of[i]] = batch.receipts[i];
  }
  for (std::size_t i = 0; i < batch.answers.size(); ++i) {
    if (!batch.same_as[i]) continue;
    batch.answers[i] = batch.answers[*batch.same_as[i]];
    if (auto* const receipt = std::get_if<Receipt>(&batch.answers[i])) receipt->repeated = true;
  }
}

}  // namespace aduan
