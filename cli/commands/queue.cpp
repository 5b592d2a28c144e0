#include "cli/commands/queue.h"

#include "cli/case_view.h"
#include "cli/directory_command.h"
#include "cli/json_object.h"
#include "cli/render/local_time.h"
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

/// What is asked of a queue beside whose it is.
struct Choice {
  Instant now;
  std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
  bool overdue_alone = false;
  Code<Zone> zone;  ///< in which people read its due dates
};

Table table_of(const std::vector<QueueEntry>& entries, const Choice& choice, const Words& words) {
  Table table;
  table.columns = {{say(words, Phrase::title_case), false, true},
                   {say(words, Phrase::title_due), false, true},
                   {say(words, Phrase::title_overdue)},
                   {say(words, Phrase::title_returns), true},
                   {say(words, Phrase::title_status)},
                   {say(words, Phrase::title_role)}};
  table.when_empty = say(words, Phrase::nothing_waits);
  for (const QueueEntry& entry : entries) {
    if (table.rows.size() >= choice.limit) break;
    const bool overdue = entry.due && *entry.due <= choice.now;
    if (choice.overdue_alone && !overdue) continue;
    const auto due = entry.due ? std::optional(format_instant(*entry.due)) : std::nullopt;
    const auto role =
        entry.role ? std::optional(std::string(name_of_code(*entry.role))) : std::nullopt;
    table.rows.push_back({tracking_number(entry.case_id),
                          entry.due ? short_due_text(*entry.due, choice.zone, words) : "-",
                          overdue ? say(words, Phrase::yes) : "", std::to_string(entry.returns),
                          std::string(short_word_of(words, entry.status)),
                          entry.role ? std::string(word_of(words, *entry.role)) : "-"});
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
  const AgencyId agency(arguments.text("agency"));
  Choice choice;
  if (arguments.has("limit")) {
    const auto number = read_number(arguments, "limit");
    if (!number) return output.fail(number.error());
    choice.limit = number.value();
  }
  const auto opened = wiring.open_for_reading();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const auto directory = ledger.directory();
  if (agency != desk() && directory->find_agency(agency) == nullptr) {
    return output.fail(no_such_agency(*directory, agency.value));
  }
  const auto entries = wiring.as_of() ? read_then(ledger, wiring, agency)
                                      : read_now(ledger, wiring, agency, choice.limit);
  if (!entries) return output.fail(entries.error());
  choice.now = wiring.reading_time();
  choice.overdue_alone = arguments.flag("overdue");
  choice.zone = directory->zone_of(agency);
  return output.show(table_of(entries.value(), choice, output.words()));
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
