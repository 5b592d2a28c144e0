#include "cli/export/every_case.h"

#include "projections/store/rows.h"

namespace aduan {
namespace {

constexpr std::size_t kBatchBytes = 256 * 1024;
constexpr std::size_t kPageRows = 1'000;

}  // namespace

Result<ExportCounts> write_every_case(OpenLedger& ledger, const Actor& reader,
                                      const std::optional<Instant>& as_of, Instant now,
                                      CaseWriter& writer, TextSink& sink,
                                      const ExportProgress& progress) {
  ExportCounts counts;
  std::string text;
  writer.begin(text);
  Page page{kPageRows, ""};
  do {
    const auto rows = ledger.store().reader().page(kCasesFamily, "", page);
    if (!rows) return rows.error();
    for (const Row& row : rows.value().items) {
      const auto id = CaseId::from_text(row.key);
      if (!id) return Error{ErrorKind::corrupt, "a case's row names no case; run `aduan rebuild`"};
      const auto view = view_case(ledger, *id, reader, as_of, now);
      // Not yet at the instant, or not for this reader.
      if (!view && view.error().kind == ErrorKind::not_found) continue;
      if (!view) return view.error();
      writer.add(view.value(), text);
      ++counts.cases;
      counts.events += view.value().events.size();
      progress(counts);
      if (text.size() < kBatchBytes) continue;
      const auto written = sink.write(text);
      if (!written) return written.error();
      text.clear();
    }
    page.after = rows.value().next;
  } while (!page.after.empty());
  writer.end(text);
  const auto written = sink.write(text);
  if (!written) return written.error();
  return counts;
}

}  // namespace aduan
