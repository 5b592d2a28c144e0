#include "cli/import/history_translator.h"

#include <algorithm>
#include <charconv>

namespace aduan {

HistoryTranslator::HistoryTranslator(const ImportMap& map, ImportNames& names)
    : map_(map), names_(names) {}

void HistoryTranslator::bind(const Columns& columns) {
  if (bound_columns_ == columns.size()) return;
  bound_columns_ = columns.size();
  id_ = FieldReader(map_.case_id, columns);
  order_ = FieldReader(map_.history.order, columns);
  holder_ = FieldReader(map_.history.holder, columns);
  status_ = FieldReader(map_.history.status, columns);
  times_ = TimesReader(map_.times, columns);
  accepts_ = ConditionsReader(map_.history.accepts, columns);
  phases_.clear();
  for (const PhaseRule& rule : map_.history.phases) phases_.emplace_back(rule.when, columns);
  submission_ = SubmissionReader(map_.submitted, columns);
}

// Nothing, or why the row is rejected.
std::optional<std::string> HistoryTranslator::read_order(const SourceRow& row,
                                                         std::uint64_t& order) const {
  std::string_view text = order_.read(row);
  if (text.ends_with(".0")) text.remove_suffix(2);  // an integer that came through a data frame
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), order);
  if (code == std::errc() && end == text.data() + text.size() && order > 0) return std::nullopt;
  return map_.history.order.parts.front().front() + " is not a whole number from 1";
}

std::optional<std::string> HistoryTranslator::read_event(const SourceRow& row, Event& event) {
  if (auto problem = times_.read(row)) return problem;
  const auto time = times_.first(map_.history.time);
  if (!time) return "the row has no time";
  event.time = *time;
  event.submitted = times_.first(map_.submitted.time).value_or(*time);
  const std::string_view holder = holder_.read(row);
  event.holder = holder.empty() ? nullptr : &names_.agencies.of(holder);
  event.phase = Phase::open;
  for (std::size_t i = 0; i < phases_.size(); ++i) {
    if (!phases_[i].hold(row, times_)) continue;
    event.phase = map_.history.phases[i].phase;
    break;
  }
  event.accepts = accepts_.hold(row, times_);
  event.status = status_.read(row);
  const auto& listed = map_.history.statuses;
  event.listed = std::find(listed.begin(), listed.end(), event.status) != listed.end();
  return std::nullopt;
}

Result<RowVerdict> HistoryTranslator::translate(const SourceRow& row, const Columns& columns,
                                                StepSink& sink) {
  bind(columns);
  const CaseRef ref = read_case_ref(id_, row);
  if (!ref.problem.empty()) return RowVerdict::rejected(ref.problem);
  const auto [entry, is_new] = cases_.try_emplace(std::string(ref.id));
  const std::string& id = entry->first;
  CaseState& state = entry->second;

  const std::uint64_t fingerprint = row_fingerprint(row);
  auto& known = state.fingerprints;
  if (std::find(known.begin(), known.end(), fingerprint) != known.end()) {
    return RowVerdict{.kind = RowVerdict::Kind::duplicate};
  }
  known.push_back(fingerprint);

  std::uint64_t order = known.size();
  const bool ordered = order_.is_bound();
  if (ordered) {
    if (auto problem = read_order(row, order)) return RowVerdict::rejected(std::move(*problem), id);
    if (order <= state.last_order || (state.held && state.held->contains(order))) {
      return RowVerdict::rejected("the case has another row with this place in its order", id);
    }
  }
  Event event;
  if (auto problem = read_event(row, event)) return RowVerdict::rejected(std::move(*problem), id);

  if (ordered && order != state.last_order + 1) {
    if (!state.held) {
      state.held = std::make_unique<std::map<std::uint64_t, HeldRow>>();
      waiting_.push_back(id);
    }
    state.held->emplace(
        order, HeldRow{.line = row.line, .fields = {row.fields.begin(), row.fields.end()}});
    return RowVerdict{};
  }
  const Result<void> given = give(id, state, order, row, event, sink);
  if (!given) return given.error();
  const Result<void> held = give_held(id, state, false, sink);
  if (!held) return held.error();
  return RowVerdict{};
}

// The row's turn has come.
Result<void> HistoryTranslator::give(const std::string& id, CaseState& state, std::uint64_t ordinal,
                                     const SourceRow& row, const Event& event, StepSink& sink) {
  state.last_order = ordinal;
  Submission submission;
  const bool first = !state.begun;
  if (first) submission = submission_.read(row, names_.categories);
  add_steps(state, event);
  return sink.accept(CaseSteps{.id = id,
                               .line = row.line,
                               .ordinal = ordinal,
                               .submission = first ? &submission : nullptr,
                               .steps = steps_});
}

// The kept rows that are next, or all.
Result<void> HistoryTranslator::give_held(const std::string& id, CaseState& state, bool all,
                                          StepSink& sink) {
  while (state.held && !state.held->empty()) {
    const auto next = state.held->begin();
    if (!all && next->first != state.last_order + 1) break;
    const HeldRow& held = next->second;
    const std::vector<std::string_view> fields(held.fields.begin(), held.fields.end());
    const SourceRow row{.line = held.line, .fields = fields};
    Event event;
    read_event(row, event);  // it could be read when the row came
    const Result<void> given = give(id, state, next->first, row, event, sink);
    if (!given) return given.error();
    state.held->erase(next);
  }
  return success();
}

Result<void> HistoryTranslator::finish(const Columns& columns, StepSink& sink) {
  bind(columns);
  for (const std::string& id : waiting_) {
    const Result<void> given = give_held(id, cases_.at(id), true, sink);
    if (!given) return given.error();
  }
  return success();
}

void HistoryTranslator::add_step(CaseState& state, ImportStep step) {
  if (step.kind != StepKind::submitted) flag_time(step, state.submitted, state.previous);
  state.previous = step.time;
  steps_.push_back(std::move(step));
}

void HistoryTranslator::add_steps(CaseState& state, const Event& event) {
  steps_.clear();
  if (!state.begun) {
    state.begun = true;
    state.submitted = event.submitted;
    state.holder = event.holder;
    ImportStep submitted{
        .kind = StepKind::submitted, .time = event.submitted, .agency = event.holder};
    if (event.holder == nullptr) submitted.anomalies.push_back(Anomaly::no_agency);
    add_step(state, std::move(submitted));
  }
  if (state.phase != Phase::open && event.phase == Phase::open) {
    state.phase = Phase::open;
    add_step(state, {.kind = StepKind::reopened, .time = event.time, .agency = state.holder});
  }
  if (event.holder != nullptr && event.holder != state.holder) {
    const bool goes_back = event.holder == state.sender;
    add_step(state, {.kind = goes_back ? StepKind::returned : StepKind::forwarded,
                     .time = event.time,
                     .agency = event.holder,
                     .from = state.holder});
    state.sender = state.holder;
    state.holder = event.holder;
  }
  StepKind kind = StepKind::noted;
  if (event.phase == Phase::open && event.accepts && !state.verified) {
    kind = StepKind::verified;
    state.verified = true;
  } else if (event.phase == Phase::resolved && state.phase == Phase::open) {
    kind = StepKind::responded;
    state.phase = Phase::resolved;
  } else if (event.phase == Phase::closed && state.phase != Phase::closed) {
    kind = StepKind::closed;
    state.phase = Phase::closed;
  }
  ImportStep step{.kind = kind, .time = event.time, .agency = state.holder};
  (kind == StepKind::noted && event.listed ? step.status : step.text) = event.status;
  add_step(state, std::move(step));
}

}  // namespace aduan
