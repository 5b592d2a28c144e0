#include "cli/import/case_translator.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace aduan {

namespace {

void add_anomaly(ImportStep& step, Anomaly anomaly) {
  const auto place = std::lower_bound(step.anomalies.begin(), step.anomalies.end(), anomaly);
  if (place == step.anomalies.end() || *place != anomaly) step.anomalies.insert(place, anomaly);
}

}  // namespace

CaseTranslator::CaseTranslator(const ImportMap& map, ImportNames& names)
    : map_(map), names_(names) {}

void CaseTranslator::bind(const Columns& columns) {
  if (bound_columns_ == columns.size()) return;
  bound_columns_ = columns.size();
  id_ = FieldReader(map_.case_id, columns);
  times_ = TimesReader(map_.times, columns);
  submission_ = SubmissionReader(map_.submitted, columns);
  events_.clear();
  for (const EventSpec& spec : map_.events) {
    events_.push_back(BoundEvent{.spec = &spec,
                                 .when = ConditionsReader(spec.when, columns),
                                 .agency = FieldReader(spec.agency, columns),
                                 .text = FieldReader(spec.text, columns),
                                 .outcome = CodedReader(spec.outcome, columns)});
  }
}

Result<RowVerdict> CaseTranslator::translate(const SourceRow& row, const Columns& columns,
                                             StepSink& sink) {
  bind(columns);
  const CaseRef ref = read_case_ref(id_, row);
  if (!ref.problem.empty()) return RowVerdict::rejected(ref.problem);
  if (auto problem = times_.read(row)) return RowVerdict::rejected(std::move(*problem), ref.id);
  const auto submitted = times_.first(map_.submitted.time);
  if (!submitted) return RowVerdict::rejected("the row has no time of submission", ref.id);

  const std::uint64_t fingerprint = row_fingerprint(row);
  const auto [seen, is_new] = seen_.try_emplace(std::hash<std::string_view>{}(ref.id), fingerprint);
  if (!is_new) {
    if (seen->second == fingerprint) return RowVerdict{.kind = RowVerdict::Kind::duplicate};
    return RowVerdict::rejected("the case has another row in this file, with other content",
                                ref.id);
  }

  const Submission submission = submission_.read(row, names_.categories);
  steps_.clear();
  steps_.push_back(ImportStep{.kind = StepKind::submitted, .time = *submitted});
  add_events(row);
  const Result<void> accepted = sink.accept(CaseSteps{
      .id = ref.id, .line = row.line, .ordinal = 0, .submission = &submission, .steps = steps_});
  if (!accepted) return accepted.error();
  return RowVerdict{};
}

void CaseTranslator::add_events(const SourceRow& row) {
  bool forwards = false;
  for (const BoundEvent& event : events_) {
    if (add_event(event, row)) {
      forwards = forwards || event.spec->kind == StepKind::forwarded;
    } else if (times_.first(event.spec->ignored_time)) {
      add_anomaly(steps_.front(), Anomaly::closing_time_ignored);
    }
  }
  if (!forwards) add_anomaly(steps_.front(), Anomaly::no_agency);
}

// False: the row has no such event.
bool CaseTranslator::add_event(const BoundEvent& event, const SourceRow& row) {
  const EventSpec& spec = *event.spec;
  const auto time = times_.first(spec.time);
  if (!time || !event.when.hold(row, times_)) return false;

  ImportStep step{.kind = spec.kind, .time = *time};
  step.from = nullptr;
  for (const ImportStep& earlier : steps_) {
    if (earlier.agency != nullptr) step.agency = earlier.agency;
  }
  if (spec.agency.is_mapped()) {
    const std::string_view name = event.agency.read(row);
    if (name.empty()) return false;
    step.from = step.agency;
    step.agency = &names_.agencies.of(name);
    step.due = times_.first(spec.due);
  }
  step.text = event.text.read(row);
  step.outcome = event.outcome.read(row);
  step.stars = spec.stars;
  flag_time(step, steps_.front().time, steps_.back().time);
  steps_.push_back(std::move(step));
  return true;
}

Result<void> CaseTranslator::finish(const Columns&, StepSink&) { return success(); }

}  // namespace aduan
