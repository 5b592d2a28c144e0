#include "cli/ledger_importer.h"

#include "schemas/envelope.h"
#include "schemas/instant.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace aduan {
namespace {

/// Commands a batch: enough that an fsync and a write of the projections cost little a command.
constexpr std::size_t kBatchCommands = 4'096;
/// Batches between the two threads; more would only take memory.
constexpr std::size_t kBatchesWaitingMax = 2;
constexpr unsigned kAttemptsMax = 256;

std::uint64_t bits_of(const CaseId& id) { return std::hash<std::string_view>{}(id.text()); }

void add_text(Draft& draft, std::string_view field, KeyKind kind, std::string_view text) {
  if (!text.empty()) draft.texts.push_back({std::string(field), kind, std::string(text)});
}

}  // namespace

std::uint64_t ImportCounts::added_total() const {
  return std::accumulate(added.begin(), added.end(), std::uint64_t{0});
}

LedgerImporter::LedgerImporter(OpenLedger& ledger, const ImportMap& map,
                               std::function<Result<void>(const RefusedRow&)> refused)
    : ledger_(ledger),
      map_(map),
      refused_(std::move(refused)),
      actor_{Role::importer, map.source},
      sealers_(ledger.keys()),
      writer_(kBatchesWaitingMax, [this](Batch batch) { return write(std::move(batch)); }) {}

ImportCounts LedgerImporter::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

// On the calling thread
// ----------------------------------------------------------------------------

Result<void> LedgerImporter::accept(const CaseSteps& steps) {
  const std::string reference = map_.source + ":" + std::string(steps.id);
  const auto found = find_case(reference);
  if (!found) return found.error();
  if (found.value().existed && steps.ordinal > 0) {
    const auto reason = contradiction(found.value().id, steps);
    if (!reason) return reason.error();
    if (reason.value()) {
      const std::lock_guard lock(mutex_);
      refused_rows_.push_back({steps.line, *reason.value(), std::string(steps.id)});
      return success();
    }
  }
  for (const ImportStep& step : steps.steps) {
    if (const auto added = add_step(found.value(), steps, step, reference); !added) {
      return added.error();
    }
  }
  return gathering_.commands.size() >= kBatchCommands ? hand_over() : report_refused();
}

/// The case of a reference: the one it made before, or the first id that is free.
Result<LedgerImporter::FoundCase> LedgerImporter::find_case(const std::string& reference) {
  const auto fingerprint = static_cast<std::uint32_t>(std::hash<std::string>{}(reference));
  const CommandId command = ledger_.secret().command_id(reference);
  for (unsigned attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const CaseId id = ledger_.secret().case_id(reference, static_cast<std::uint8_t>(attempt));
    if (const auto known = cases_.find(bits_of(id)); known != cases_.end()) {
      if (known->second.reference_fingerprint != fingerprint) continue;
      return FoundCase{id, known->second.existed};
    }
    const auto state = ledger_.store().read_case(id);
    if (!state) return state.error();
    if (state.value().exists()) {
      const auto sequence = ledger_.store().find_command(id.text(), command);
      if (!sequence) return sequence.error();
      if (!sequence.value()) continue;  // another's
    }
    cases_.emplace(bits_of(id), KnownCase{fingerprint, state.value().exists()});
    return FoundCase{id, state.value().exists()};
  }
  return Error{ErrorKind::conflict, "no case id is free for a reference; nothing was written"};
}

/// Why a row of a case that was there before this run cannot be the one recorded under its ordinal.
Result<std::optional<std::string>> LedgerImporter::contradiction(const CaseId& id,
                                                                 const CaseSteps& steps) {
  for (std::size_t i = 0; i < kStepKinds; ++i) {
    const auto kind = static_cast<StepKind>(i);
    if (kind == StepKind::submitted) continue;  // its key has no ordinal
    const CommandId command = ledger_.secret().command_id(command_key(map_.source, steps, kind));
    const auto sequence = ledger_.store().find_command(id.text(), command);
    if (!sequence) return sequence.error();
    if (!sequence.value()) continue;
    const auto step = std::find_if(steps.steps.begin(), steps.steps.end(),
                                   [&](const ImportStep& each) { return each.kind == kind; });
    if (step == steps.steps.end()) {
      return std::optional("event " + std::to_string(steps.ordinal) +
                           " of the case is recorded as '" + std::string(name_of(kind)) +
                           "', which this row is not");
    }
    const auto place = ledger_.store().locate(id.text(), *sequence.value());
    if (!place) return place.error();
    const auto record = ledger_.log().read(place.value().first);
    if (!record) return record.error();
    EnvelopeReader reader(ledger_.name());
    const auto envelope = reader.read(record.value().value.value_or(""));
    if (envelope && envelope->time != format_instant(step->time)) {
      return std::optional("event " + std::to_string(steps.ordinal) +
                           " of the case is recorded with another time");
    }
  }
  return std::optional<std::string>();
}

Result<void> LedgerImporter::add_step(const FoundCase& found, const CaseSteps& steps,
                                      const ImportStep& step, const std::string& reference) {
  SealedCommand command;
  command.subject = found.id.text();
  command.command_id = ledger_.secret().command_id(command_key(map_.source, steps, step.kind));
  if (found.existed) {
    const auto sequence = ledger_.store().find_command(command.subject, command.command_id);
    if (!sequence) return sequence.error();
    if (sequence.value()) {
      const std::lock_guard lock(mutex_);
      ++counts_.known;
      return success();
    }
  }
  command.actor = actor_;
  command.time = step.time;
  for (const Anomaly anomaly : step.anomalies) {
    // The other two follow from the times themselves.
    if (anomaly == Anomaly::closing_time_ignored || anomaly == Anomaly::no_agency) {
      command.anomalies.emplace_back(name_of(anomaly));
    }
  }
  const Bytes16 nonce = ledger_.nonce_for(command.subject, command.command_id);
  const auto sealed = sealers_.seal(found.id, draft_of(steps, step, reference), nonce, command);
  if (!sealed) return sealed.error();
  gathering_.commands.emplace_back(std::move(command));
  gathering_.origins.push_back({steps.line, std::string(steps.id), step.kind});
  return success();
}

/// What a step of the source is as a command. What it names is defined on the way.
Draft LedgerImporter::draft_of(const CaseSteps& steps, const ImportStep& step,
                               const std::string& reference) {
  Draft draft;
  switch (step.kind) {
    case StepKind::submitted: {
      const Submission& source = *steps.submission;
      Submit submit;
      submit.channel = source.channel;
      submit.kind = source.kind;
      if (source.category != nullptr) {
        define_category(*source.category);
        submit.category.open = CategoryId{source.category->id};
      }
      if (!source.region.empty()) submit.region.open = RegionCode{std::string(source.region)};
      if (step.agency != nullptr) submit.holder = agency_of(step.agency);
      submit.due = step.due;
      draft.body = std::move(submit);
      add_text(draft, "title", KeyKind::content, source.title);
      add_text(draft, "text", KeyKind::content, source.text);
      add_text(draft, "location", KeyKind::content, source.location);
      add_text(draft, "name", KeyKind::identity, source.name);
      add_text(draft, "contact", KeyKind::identity, source.contact);
      add_text(draft, "reference", KeyKind::content, reference);
      break;
    }
    case StepKind::verified: {
      Verify verify;
      verify.kind = map_.submitted.kind;
      draft.body = std::move(verify);
      break;
    }
    case StepKind::forwarded: {
      Forward forward;
      forward.to = agency_of(step.agency);
      if (step.from != nullptr) forward.from = agency_of(step.from);
      forward.due = step.due;
      draft.body = std::move(forward);
      break;
    }
    case StepKind::returned: {
      Return back;
      back.by = agency_of(step.from);
      back.to = agency_of(step.agency);
      back.reason = ReturnReason::source;
      draft.body = std::move(back);
      break;
    }
    case StepKind::noted: {
      Note note;
      if (step.agency != nullptr) note.agency = agency_of(step.agency);
      if (!step.status.empty()) note.status = SourceStatus{std::string(step.status)};
      draft.body = std::move(note);
      add_text(draft, "text", KeyKind::official, step.text);
      break;
    }
    case StepKind::responded: {
      Respond respond;
      respond.agency = agency_of(step.agency);
      respond.final_ = true;
      if (step.outcome) respond.outcome = *step.outcome;
      draft.body = std::move(respond);
      add_text(draft, "text", KeyKind::official, step.text);
      break;
    }
    case StepKind::closed:
      draft.body = Close{ClosingBasis::source, {}};
      break;
    case StepKind::reopened:
      draft.body = Reopen{ReopeningReason::source, {}, {}};
      break;
    case StepKind::rated:
      draft.body = Rate{static_cast<std::uint8_t>(step.stars), {}};
      break;
  }
  return draft;
}

/// The desk where the source names nobody; an agency that the ledger has not is connected first.
AgencyId LedgerImporter::agency_of(const ImportedName* name) {
  if (name == nullptr) return desk();
  if (agencies_known_.size() <= name->index) agencies_known_.resize(name->index + 1);
  const AgencyId id{name->id};
  if (!agencies_known_[name->index]) {
    agencies_known_[name->index] = true;
    if (ledger_.directory()->find_agency(id) == nullptr) {
      Connected agency;
      agency.id = id;
      agency.name = name->name;
      agency.kind = map_.agency_kind;
      agency.zone = Zone::UTC;
      add_directory("connect/" + name->id, Connect{std::move(agency)});
    }
  }
  return id;
}

void LedgerImporter::define_category(const ImportedName& name) {
  if (categories_known_.size() <= name.index) categories_known_.resize(name.index + 1);
  if (categories_known_[name.index]) return;
  categories_known_[name.index] = true;
  const CategoryId id{name.id};
  if (ledger_.directory()->categories.contains(id)) return;
  CategoryDefined category;
  category.id = id;
  category.name = name.name;
  add_directory("category/" + name.id, Define{std::move(category)});
}

void LedgerImporter::add_directory(std::string_view key, DirectoryCommand body) {
  SealedDirectoryCommand command;
  command.subject = kDirectorySubject;
  command.command_id = ledger_.secret().command_id(key);
  command.actor = actor_;
  command.body = std::move(body);
  gathering_.commands.emplace_back(std::move(command));
  gathering_.origins.push_back({});
}

Result<void> LedgerImporter::hand_over() {
  const auto put = writer_.put(std::exchange(gathering_, {}));
  if (!put) return put.error();
  return report_refused();
}

Result<void> LedgerImporter::report_refused() {
  std::vector<RefusedRow> rows;
  {
    const std::lock_guard lock(mutex_);
    if (refused_rows_.empty()) return success();
    rows.swap(refused_rows_);
  }
  for (const RefusedRow& row : rows) {
    if (const auto reported = refused_(row); !reported) return reported.error();
  }
  return success();
}

Result<void> LedgerImporter::finish() {
  if (!gathering_.commands.empty()) {
    if (const auto handed = hand_over(); !handed) return handed.error();
  }
  if (const auto written = writer_.wait(); !written) return written.error();
  ledger_.ledger().settle();
  return report_refused();
}

// On the writing thread
// ----------------------------------------------------------------------------

Result<void> LedgerImporter::write(Batch batch) {
  // The keys are durable before the records that need them.
  if (const auto flushed = ledger_.keys().flush(); !flushed) return flushed.error();
  const std::vector<Answer> answers =
      ledger_.ledger().submit(std::move(batch.commands), Until::durable);
  std::optional<Error> failure;
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const Origin& origin = batch.origins[i];
    if (const auto* const error = std::get_if<Error>(&answers[i])) {
      const bool stops = error->kind == ErrorKind::unavailable || error->kind == ErrorKind::corrupt;
      if (stops && !failure) failure = *error;
      if (!stops) refused_rows_.push_back({origin.line, error->message, origin.case_ref});
    } else if (const auto* const rejection = std::get_if<Rejection>(&answers[i])) {
      refused_rows_.push_back({origin.line,
                               std::string(name_of_code(rejection->code)) + ": " +
                                   std::string(explanation_of(rejection->code)),
                               origin.case_ref});
    } else if (std::get<Receipt>(answers[i]).repeated) {
      ++counts_.known;
    } else if (origin.kind) {
      ++counts_.added[static_cast<std::size_t>(*origin.kind)];
    }
  }
  if (failure) return *failure;
  return success();
}

}  // namespace aduan
