#include "cli/import/translate_file.h"

#include "cli/import/csv_reader.h"
#include "cli/import/xes_reader.h"

#include <algorithm>
#include <numeric>

namespace aduan {

namespace {

constexpr std::size_t kPeekBytes = 256;
constexpr std::uint64_t kProgressRows = 1024;

class CountingSink final : public StepSink {
 public:
  CountingSink(StepSink& inner, TranslateCounts& counts) : inner_(inner), counts_(counts) {}

  Result<void> accept(const CaseSteps& steps) override {
    for (const ImportStep& step : steps.steps) ++counts_.steps[static_cast<std::size_t>(step.kind)];
    return inner_.accept(steps);
  }

 private:
  StepSink& inner_;
  TranslateCounts& counts_;
};

Error lacks_columns(const std::vector<std::string>& missing, const Columns& columns) {
  std::string names;
  for (const std::string& name : missing) names += (names.empty() ? "" : ", ") + name;
  std::string message = "the file has no column " + names + "; nothing was imported from it. ";
  message +=
      columns.size() == 1
          ? "It has one column only: is `delimiter` in the map right?"
          : "Add the name that the file uses to the map, or mark the column as optional there";
  return Error{.kind = ErrorKind::invalid, .message = message};
}

// One row's way. Errors: the sink's, the listener's.
Result<void> take_row(RowSource& rows, RowTranslator& translator, StepSink& sink,
                      const TranslateListener& listener, TranslateCounts& counts) {
  Result<RowVerdict> verdict = translator.translate(rows.row(), rows.columns(), sink);
  if (!verdict) return verdict.error();
  switch (verdict.value().kind) {
    case RowVerdict::Kind::taken:
      ++counts.taken;
      return success();
    case RowVerdict::Kind::duplicate:
      ++counts.duplicates;
      return success();
    case RowVerdict::Kind::rejected:
      break;
  }
  ++counts.rejects;
  return listener.on_reject(Reject{.line = rows.row().line,
                                   .reason = std::move(verdict.value().reason),
                                   .case_ref = std::move(verdict.value().case_ref)});
}

}  // namespace

std::uint64_t TranslateCounts::steps_total() const {
  return std::accumulate(steps.begin(), steps.end(), std::uint64_t{0});
}

Result<std::unique_ptr<RowSource>> open_row_source(std::unique_ptr<ByteSource> bytes,
                                                   char delimiter) {
  std::string front(kPeekBytes, '\0');
  const Result<std::size_t> got = bytes->read(front);
  if (!got) return got.error();
  front.resize(got.value());
  std::string_view start = front;
  if (start.starts_with("\xef\xbb\xbf")) start.remove_prefix(3);
  const bool is_xml = trimmed(start).starts_with('<');
  auto whole = put_back(std::move(front), std::move(bytes));
  if (is_xml) {
    auto reader = XesReader::open(std::move(whole));
    if (!reader) return reader.error();
    return std::unique_ptr<RowSource>(std::move(reader).value());
  }
  auto reader = CsvReader::open(std::move(whole), delimiter);
  if (!reader) return reader.error();
  return std::unique_ptr<RowSource>(std::move(reader).value());
}

Result<void> translate_bytes(std::unique_ptr<ByteSource> bytes, const ImportMap& map,
                             ImportNames& names, StepSink& sink, const TranslateListener& listener,
                             TranslateCounts& counts) {
  ByteSource& place = *bytes;  // the row source keeps it alive
  counts.bytes_total = place.bytes_total();
  auto opened = open_row_source(std::move(bytes), map.delimiter);
  if (!opened) return opened.error();
  RowSource& rows = *opened.value();
  const auto missing = missing_columns(map, rows.columns());
  if (!rows.columns_grow() && !missing.empty()) return lacks_columns(missing, rows.columns());
  if (listener.on_columns) listener.on_columns(rows.columns());

  CountingSink counting(sink, counts);
  const auto translator = make_row_translator(map, names);
  const auto tell = [&] {
    counts.bytes_consumed = place.bytes_consumed();
    counts.blank_lines = rows.blank_lines();
    if (listener.on_progress) listener.on_progress(counts);
  };
  while (true) {
    const Result<RowOutcome> outcome = rows.next();
    if (!outcome) {
      tell();
      return outcome.error();
    }
    if (outcome.value() == RowOutcome::end) break;
    ++counts.rows;
    Result<void> taken = success();
    if (outcome.value() == RowOutcome::reject) {
      ++counts.rejects;
      taken = listener.on_reject(rows.reject());
    } else {
      taken = take_row(rows, *translator, counting, listener, counts);
    }
    if (!taken) return taken.error();
    if (counts.rows % kProgressRows == 0) tell();
  }
  const Result<void> finished = translator->finish(rows.columns(), counting);
  if (!finished) return finished.error();
  tell();
  return success();
}

}  // namespace aduan
