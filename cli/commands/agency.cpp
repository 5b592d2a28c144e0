#include "cli/commands/agency.h"

#include "cli/directory_command.h"
#include "cli/json_object.h"
#include "projections/store/rows.h"
#include "schemas/binary.h"

#include <map>

namespace aduan {
namespace {

using Form = Option::Form;

ExitCode run_rename(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_for_writing();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const auto directory = ledger.directory();
  const AgencyId id(arguments.text("id"));
  const std::string& name = arguments.text("name");
  const Agency* const agency = directory->find_agency(id);
  if (agency == nullptr) return output.fail(no_such_agency(*directory, id.value));
  // A name may come back, so each renaming has a key of its own; only the one in force repeats
  // none.
  if (!agency->dissolved && agency->name == name) {
    return output.show(id.value + " has this name already; nothing was added.",
                       JsonObject().text("id", id.value).flag("repeated", true).done());
  }
  const std::string key =
      "rename/" + id.value + "/" + std::to_string(directory->sequence) + "/" + name;
  return send_to_directory(ledger, wiring, key, Rename{Renamed{id, name}},
                           "Renamed " + id.value + " to " + name + ".", output);
}

constexpr Option kRenameOptions[] = {
    {"id", Form::positional, "ID", "the agency; its id stays", true},
    {"name", Form::positional, "NAME", "its new name", true},
};

ExitCode run_dissolve(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_up_to_date(output);
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const auto directory = ledger.directory();
  Dissolved dissolved{AgencyId(arguments.text("id")), {}, std::nullopt};
  for (std::string& each : split_list(arguments.text("successors"))) {
    dissolved.successors.emplace_back(std::move(each));
  }
  std::vector<AgencyId> named{dissolved.id};
  named.insert(named.end(), dissolved.successors.begin(), dissolved.successors.end());
  if (const auto to_by_default = arguments.find("default")) {
    dissolved.to_by_default = AgencyId(*to_by_default);
    named.push_back(*dissolved.to_by_default);
  }
  for (const AgencyId& id : named) {
    if (directory->find_agency(id) == nullptr) {
      return output.fail(no_such_agency(*directory, id.value));
    }
  }
  const Agency& agency = *directory->find_agency(dissolved.id);
  if (agency.dissolved && (agency.successors != dissolved.successors ||
                           agency.to_by_default != dissolved.to_by_default)) {
    return output.fail(
        Error{ErrorKind::conflict, dissolved.id.value +
                                       " was dissolved already, with other successors. "
                                       "Nothing was changed; a dissolution stays as it is"});
  }
  const ExitCode sent =
      send_to_directory(ledger, wiring, "dissolve/" + dissolved.id.value, Dissolve{dissolved},
                        "Dissolved " + dissolved.id.value + ".", output);
  if (sent != ExitCode::done) return sent;
  // Its cases go on at once.
  const auto moved = wiring.run_due(output);
  return moved ? sent : output.fail(moved.error());
}

constexpr Option kDissolveOptions[] = {
    {"id", Form::positional, "ID", "the agency that is no more", true},
    {"successors", Form::value, "A,B", "agencies that are connected", true},
    {"default", Form::value, "A",
     "the successor that gets its open cases; absent: the desk gets them"},
};

using OpenCounts = std::map<AgencyId, std::uint64_t>;

/// The open cases in which each agency has an active handling; parked ones do not count, as in
/// `stats`.
Result<OpenCounts> count_open(const Reader& reader) {
  OpenCounts counts;
  std::optional<Error> failure;
  const auto scanned =
      reader.scan(kCasesFamily, {}, {}, [&](std::string_view, std::string_view value) {
        const auto state = decode_binary<CaseState>(value);
        if (!state) {
          failure = state.error();
          return false;
        }
        if (state.value().parked || !is_open(state.value().complaint)) return true;
        for (const Handling& handling : state.value().complaint.handlings) {
          if (handling.is_active()) ++counts[handling.agency];
        }
        return true;
      });
  if (!scanned) return scanned.error();
  if (failure) return *failure;
  return counts;
}

ExitCode run_list(const Arguments&, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_for_reading();
  if (!opened) return output.fail(opened.error());
  const auto counts = count_open(opened.value()->store().reader());
  if (!counts) return output.fail(counts.error());
  Table table{.columns = {{"ID"}, {"NAME"}, {"KIND"}, {"STATE"}, {"OPEN", true}},
              .when_empty = "No agency is connected. Next: aduan agency connect --reference"};
  const auto directory = opened.value()->directory();
  for (const auto& [id, agency] : directory->agencies) {
    const auto found = counts.value().find(id);
    const std::uint64_t open = found == counts.value().end() ? 0 : found->second;
    const std::string_view state = agency.dissolved ? "dissolved" : "connected";
    table.rows.push_back({id.value, agency.name, std::string(agency.kind.text()),
                          std::string(state), std::to_string(open)});
    table.json_rows.push_back(JsonObject()
                                  .text("id", id.value)
                                  .text("name", agency.name)
                                  .text("kind", agency.kind.text())
                                  .text("state", state)
                                  .number("open", open)
                                  .done());
  }
  return output.show(table);
}

}  // namespace

constinit const Subcommand kAgencyRename{
    .name = "agency rename",
    .summary = "give an agency a new name; its id and its cases stay",
    .options = kRenameOptions,
    .example = "aduan agency rename kl-kemenkominfo \"Kementerian Komunikasi dan Digital\"",
    .default_actor = "operator:local",
    .run = run_rename,
};

constinit const Subcommand kAgencyDissolve{
    .name = "agency dissolve",
    .summary = "dissolve an agency in favour of its successors",
    .options = kDissolveOptions,
    .example = "aduan agency dissolve kl-lipi --successors kl-brin --default kl-brin",
    .default_actor = "operator:local",
    .run = run_dissolve,
};

constinit const Subcommand kAgencyList{
    .name = "agency list",
    .summary = "every agency, and how many open cases it works on",
    .options = {},
    .example = "aduan agency list --format json",
    .default_actor = "auditor:local",
    .run = run_list,
};

}  // namespace aduan
