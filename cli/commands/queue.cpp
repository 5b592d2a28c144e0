#include "cli/commands/queue.h"

#include "cli/case_view.h"
#include "cli/directory_command.h"
#include "cli/json_object.h"
#include "cli/send.h"
#include "projections/agency_queue.h"
#include "projections/custody.h"
#include "schemas/instant.h"

#include <limits>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr Option kOptions[] = {
    {"agency", Form::positional, "", "the agency's id; desk: the national desk", true},
    {"limit", Form::value, "N", "the first N cases alone"},
    {"overdue", Form::flag, "", "what is overdue alone"},
    kAsOfOption,
};

/// The entries that this reader may know of.
Result<std::vector<QueueEntry>> listed(std::vector<QueueEntry> entries, OpenLedger& ledger,
                                       const Wiring& wiring) {
  std::vector<QueueEntry> kept;
  for (QueueEntry& entry : entries) {
    const auto shown = is_listed(ledger, entry.case_id, wiring.actor(), wiring.as_of());
    if (!shown) return shown.error();
    if (shown.value()) kept.push_back(std::move(entry));
  }
  return kept;
}

/// The queue up to `limit` rows, a page at a time.
Result<std::vector<QueueEntry>> read_now(OpenLedger& ledger, const Wiring& wiring,
                                         const AgencyId& agency, std::uint64_t limit) {
  const Reader reader = ledger.store().reader();
  std::vector<QueueEntry> entries;
  Page page{kPageRowsMax, ""};
  do {
    auto part = read_agency_queue(reader, agency, page);
    if (!part) return part.error();
    page.after = part.value().next;
    auto kept = listed(std::move(part.value().items), ledger, wiring);
    if (!kept) return kept.error();
    entries.insert(entries.end(), kept.value().begin(), kept.value().end());
  } while (!page.after.empty() && entries.size() < limit);
  return entries;
}

Result<std::vector<QueueEntry>> read_then(OpenLedger& ledger, const Wiring& wiring,
                                          const AgencyId& agency) {
  RecordFold fold = ledger.make_fold();
  auto entries =
      read_agency_queue_as_of(ledger.store().reader(), ledger.log(), fold, agency, *wiring.as_of());
  if (!entries) return entries.error();
  return listed(std::move(entries.value()), ledger, wiring);
}

Table table_of(const std::vector<QueueEntry>& entries, Instant now, std::uint64_t limit,
               bool overdue_alone) {
  Table table;
  table.columns = {{"CASE"}, {"DUE"}, {"OVERDUE"}, {"RETURNS", true}, {"STATUS"}, {"ROLE"}};
  table.when_empty = "Nothing waits in this queue.";
  for (const QueueEntry& entry : entries) {
    if (table.rows.size() >= limit) break;
    const bool overdue = entry.due && *entry.due <= now;
    if (overdue_alone && !overdue) continue;
    const auto due = entry.due ? std::optional(format_instant(*entry.due)) : std::nullopt;
    const auto role =
        entry.role ? std::optional(std::string(name_of_code(*entry.role))) : std::nullopt;
    table.rows.push_back({tracking_number(entry.case_id), due.value_or("-"), overdue ? "yes" : "",
                          std::to_string(entry.returns), std::string(name_of_code(entry.status)),
                          role.value_or("-")});
    table.json_rows.push_back(JsonObject()
                                  .text("case", entry.case_id.text())
                                  .text_or_null("due", due)
                                  .flag("overdue", overdue)
                                  .number("returns", entry.returns)
                                  .text("status", name_of_code(entry.status))
                                  .text_or_null("role", role)
                                  .done());
  }
  return table;
}

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto agency = read_agency(arguments, "agency");
  if (!agency) return output.fail(agency.error());
  std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
  if (arguments.has("limit")) {
    const auto number = read_number(arguments, "limit");
    if (!number) return output.fail(number.error());
    limit = number.value();
  }
  const auto opened = wiring.open_for_reading();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const auto directory = ledger.directory();
  if (agency.value() != desk() && directory->find_agency(agency.value()) == nullptr) {
    return output.fail(no_such_agency(*directory, agency.value().value));
  }
  const auto entries = wiring.as_of() ? read_then(ledger, wiring, agency.value())
                                      : read_now(ledger, wiring, agency.value(), limit);
  if (!entries) return output.fail(entries.error());
  return output.show(
      table_of(entries.value(), wiring.reading_time(), limit, arguments.flag("overdue")));
}

}  // namespace

const Subcommand kQueue = {
    .name = "queue",
    .summary = "what an agency must act on, soonest due first",
    .options = kOptions,
    .example = "aduan queue kl-kemenkes --overdue",
    .default_actor = "auditor:local",
    .run = run,
};

}  // namespace aduan
