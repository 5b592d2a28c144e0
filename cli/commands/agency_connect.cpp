#include "cli/code_words.h"
#include "cli/commands/agency.h"
#include "cli/directory_command.h"
#include "cli/json_object.h"
#include "cli/nearest.h"
#include "cli/reference/reference.h"
#include "core/complaint/calendar.h"

#include <algorithm>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr Option kOptions[] = {
    {"id", Form::positional_list, "ID", "ids; those of the reference data need no option"},
    {"name", Form::value, "NAME", "its name"},
    {"kind", Form::value, "KIND",
     "ministry, institution, soe, province, regency, city, company, department, team or other"},
    {"parent", Form::value, "ID", "the agency that it belongs to"},
    {"region", Form::value, "CODE", "Kemendagri code, as 35.78"},
    {"zone", Form::value, "ZONE", "WIB, WITA, WIT or UTC; default by region, else WIB"},
    {"reference", Form::flag, "", "the agencies of the reference data"},
    {"wave", Form::value, "WAVE",
     "with --reference: 2014 (default; the first 130), or all that have a queue of their own"},
};

constexpr std::string_view kDetails[] = {"name", "kind", "parent", "region", "zone"};

Error usage(std::string message) {
  return Error{ErrorKind::invalid, std::move(message) + ". Nothing was changed"};
}

Connected connected_of(const ReferenceAgency& agency) {
  return {agency.id, agency.name, agency.kind, agency.parent, agency.region, agency.zone};
}

/// Digits and dots, as the ministry of home affairs numbers regions.
bool is_region(std::string_view text) {
  return !text.empty() && text.size() <= 13 && std::all_of(text.begin(), text.end(), [](char c) {
    return c == '.' || (c >= '0' && c <= '9');
  });
}

Error not_in_reference(const std::string& id) {
  std::vector<std::string_view> candidates;
  for (const ReferenceAgency& each : reference_agencies()) candidates.push_back(each.id.text());
  const std::string hint = did_you_mean(id, candidates);
  return Error{ErrorKind::not_found,
               "the reference data has no agency '" + id + "'" + (hint.empty() ? "." : hint) +
                   " Nothing was changed; an agency of your own needs --name and "
                   "--kind"};
}

/// The agency of the reference data, with what the options say in place of it.
Result<Connected> described(const std::string& id, const Arguments& arguments) {
  Connected agency;
  if (const ReferenceAgency* const known = find_reference_agency(id)) {
    agency = connected_of(*known);
  } else if (!arguments.has("name") || !arguments.has("kind")) {
    return not_in_reference(id);
  }
  agency.id = AgencyId(id);
  if (const auto name = arguments.find("name")) agency.name = *name;
  if (const auto text = arguments.find("kind")) {
    const auto kind = parse_code<AgencyKind>(*text);
    if (!kind) return usage("'--kind' takes one of " + code_words<AgencyKind>());
    agency.kind = *kind;
  }
  if (const auto text = arguments.find("parent")) {
    agency.parent = parse_agency_id(*text);
    if (!agency.parent) return usage("'--parent' takes an agency's id");
  }
  if (const auto text = arguments.find("region")) {
    if (!is_region(*text)) return usage("'--region' takes a Kemendagri code, as 35.78");
    agency.region = RegionCode(*text);
    agency.zone = zone_of_region(*text);
  }
  if (const auto text = arguments.find("zone")) {
    const auto zone = parse_code<Zone>(*text);
    if (!zone) return usage("'--zone' takes one of " + code_words<Zone>());
    agency.zone = *zone;
  }
  return agency;
}

Result<std::vector<Connected>> of_reference(const Arguments& arguments) {
  const std::string wave = arguments.find("wave").value_or("2014");
  if (wave != "2014" && wave != "all") return usage("'--wave' takes 2014 or all");
  std::vector<Connected> agencies;
  for (const ReferenceAgency& each : reference_agencies()) {
    // Jakarta's administrative cities have no queue of their own: the province works their cases.
    if (wave == "all" ? each.autonomous : each.first_wave) agencies.push_back(connected_of(each));
  }
  return agencies;
}

Result<std::vector<Connected>> wanted(const Arguments& arguments) {
  const std::vector<std::string>& ids = arguments.list("id");
  const bool has_details = std::any_of(std::begin(kDetails), std::end(kDetails),
                                       [&](std::string_view name) { return arguments.has(name); });
  if (arguments.flag("reference")) {
    if (!ids.empty() || has_details) {
      return usage("--reference connects a whole wave; give ids and their options without it");
    }
    return of_reference(arguments);
  }
  if (arguments.has("wave")) return usage("'--wave' goes with --reference");
  if (ids.empty()) return usage("name an agency's id, or give --reference");
  if (has_details && ids.size() > 1) return usage("options describe one agency; give one id");
  std::vector<Connected> agencies;
  for (const std::string& id : ids) {
    auto agency = described(id, arguments);
    if (!agency) return agency.error();
    agencies.push_back(std::move(agency.value()));
  }
  return agencies;
}

/// Whether an agency that is connected already differs from what the options say of it, or is no
/// more: its first command would answer for this one, and that would be a lie.
bool contradicts(const Directory& directory, const Connected& wanted, const Arguments& arguments) {
  const Agency* const known = directory.find_agency(wanted.id);
  if (known == nullptr) return false;
  if (known->dissolved) return true;
  return (arguments.has("name") && known->name != wanted.name) ||
         (arguments.has("kind") && known->kind != wanted.kind) ||
         (arguments.has("parent") && known->parent != wanted.parent) ||
         (arguments.has("region") && known->region != wanted.region) ||
         (arguments.has("zone") && known->zone != wanted.zone);
}

std::string in_words(const BatchOutcome& outcome) {
  const auto one_or_many = [](const std::vector<std::string>& ids) {
    return ids.size() == 1 ? ids.front() : std::to_string(ids.size()) + " agencies";
  };
  if (outcome.done.empty()) {
    return outcome.already.size() == 1 ? outcome.already.front() + " was connected already."
                                       : "All were connected already; nothing was added.";
  }
  std::string text = "Connected " + one_or_many(outcome.done) + ".";
  if (!outcome.already.empty()) {
    text += " Connected already: " + one_or_many(outcome.already) + ".";
  }
  return text;
}

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto agencies = wanted(arguments);
  if (!agencies) return output.fail(agencies.error());
  const auto opened = wiring.open_for_writing();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const auto directory = ledger.directory();
  std::vector<std::string> ids;
  std::vector<AnyCommand> commands;
  for (const Connected& agency : agencies.value()) {
    if (!arguments.flag("reference") && contradicts(*directory, agency, arguments)) {
      return output.refuse({RejectionCode::already_connected});
    }
    ids.push_back(agency.id.value);
    commands.push_back(
        directory_command(ledger, wiring.actor(), "connect/" + agency.id.value, Connect{agency}));
  }
  const BatchOutcome outcome = send_batch(ledger, ids, std::move(commands));
  if (!outcome.failed.empty()) return show_failures(outcome, output);
  return output.show(in_words(outcome), JsonObject()
                                            .json("connected", json_texts(outcome.done))
                                            .json("already", json_texts(outcome.already))
                                            .done());
}

}  // namespace

constinit const Subcommand kAgencyConnect{
    .name = "agency connect",
    .summary = "connect agencies, so that they can be given cases",
    .options = kOptions,
    .example = "aduan agency connect kl-kemenkes pemda-31",
    .default_actor = "operator:local",
    .run = run,
};

}  // namespace aduan
