#include "cli/import/row_translator.h"

#include "cli/import/case_translator.h"
#include "cli/import/history_translator.h"

#include <algorithm>

namespace aduan {

std::unique_ptr<RowTranslator> make_row_translator(const ImportMap& map, ImportNames& names) {
  if (map.shape == ImportMap::Shape::history) {
    return std::make_unique<HistoryTranslator>(map, names);
  }
  return std::make_unique<CaseTranslator>(map, names);
}

std::vector<std::string> missing_columns(const ImportMap& map, const Columns& columns) {
  std::vector<std::string> missing;
  const auto need = [&](const FieldSpec& spec) {
    for (std::string& name : missing_columns(spec, columns)) {
      if (std::find(missing.begin(), missing.end(), name) == missing.end()) {
        missing.push_back(std::move(name));
      }
    }
  };
  const auto need_conditions = [&](const Conditions& conditions) {
    for (const Condition& condition : conditions) need(condition.field);
  };
  need(map.case_id);
  for (const TimeSpec& time : map.times) need(time.field);
  const SubmittedSpec& submitted = map.submitted;
  for (const FieldSpec* field :
       {&submitted.channel.field, &submitted.region.field, &submitted.category, &submitted.location,
        &submitted.title, &submitted.text, &submitted.name, &submitted.contact}) {
    need(*field);
  }
  for (const EventSpec& event : map.events) {
    need_conditions(event.when);
    need(event.agency);
    need(event.text);
    need(event.outcome.field);
  }
  need(map.history.order);
  need(map.history.holder);
  need(map.history.status);
  need_conditions(map.history.accepts);
  for (const PhaseRule& rule : map.history.phases) need_conditions(rule.when);
  return missing;
}

CaseRef read_case_ref(const FieldReader& field, const SourceRow& row) {
  const std::string_view id = field.read(row);
  if (id.empty()) return {.id = {}, .problem = "the row names no case"};
  if (id.size() > kCaseRefBytesMax) {
    return {.id = {},
            .problem =
                "the case's number is longer than " + std::to_string(kCaseRefBytesMax) + " bytes"};
  }
  const bool control = std::any_of(id.begin(), id.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (control) return {.id = {}, .problem = "the case's number has a control character"};
  return {.id = id, .problem = {}};
}

SubmissionReader::SubmissionReader(const SubmittedSpec& spec, const Columns& columns)
    : spec_(&spec),
      channel_(spec.channel, columns),
      region_(spec.region, columns),
      category_(spec.category, columns),
      location_(spec.location, columns),
      title_(spec.title, columns),
      text_(spec.text, columns),
      name_(spec.name, columns),
      contact_(spec.contact, columns) {}

Submission SubmissionReader::read(const SourceRow& row, NameTable& categories) const {
  Submission submission;
  submission.channel = channel_.read(row);
  submission.kind = spec_->kind;
  const std::string_view category = category_.read(row);
  if (!category.empty()) submission.category = &categories.of(category);
  submission.region = region_.read(row);
  submission.location = location_.read(row);
  const std::string_view place = region_.word(row);
  if (submission.region.empty() && !place.empty() &&
      submission.location.find(place) == std::string_view::npos) {
    place_ = submission.location;
    if (!place_.empty()) place_ += ", ";
    place_ += place;
    submission.location = place_;
  }
  submission.title = title_.read(row);
  submission.text = text_.read(row);
  submission.name = name_.read(row);
  submission.contact = contact_.read(row);
  return submission;
}

void flag_time(ImportStep& step, Instant submitted, Instant previous) {
  if (step.time < submitted) step.anomalies.push_back(Anomaly::before_submission);
  if (step.time < previous) step.anomalies.push_back(Anomaly::before_previous);
}

}  // namespace aduan
