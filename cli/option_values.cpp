#include "cli/option_values.h"

#include "cli/render/words.h"
#include "schemas/codes.h"

#include <algorithm>
#include <array>

namespace aduan {
namespace {

using WordList = std::span<const std::string_view>;

/// An option of one command, or of every command that has it (an empty command).
struct ListOf {
  std::string_view command;
  std::string_view option;
  WordList words;
};

constexpr std::array<std::string_view, 3> kFormats = {"table", "json", "jsonl"};
constexpr std::array<std::string_view, 2> kYesNo = {"yes", "no"};
constexpr std::array<std::string_view, 10> kRoles = {
    "reporter",   "citizen",   "verifier:desk/", "agency:",  "overseer:",
    "custodian:", "operator:", "importer:",      "auditor:", "analyst:"};

// The lists are those of the codes: a new code is offered as soon as it is known. A test holds that
// every option that takes a code of a list stands here.
constexpr auto kLists = std::to_array<ListOf>({
    {"", "format", kFormats},
    {"", "lang", Names<Language>::values},
    {"", "as", kRoles},
    {"", "anonymous", kYesNo},
    {"", "confidential", kYesNo},
    {"", "channel", Names<Channel>::values},
    {"submit", "kind", Names<ComplaintKind>::values},
    {"verify", "kind", Names<ComplaintKind>::values},
    {"archive", "reason", Names<ArchiveReason>::values},
    {"return", "reason", Names<ReturnReason>::values},
    {"respond", "outcome", Names<Outcome>::values},
    {"close", "basis", Names<ClosingBasis>::values},
    {"reopen", "reason", Names<ReopeningReason>::values},
    {"escalate", "to", Names<EscalationTarget>::values},
    {"escalate", "reason", Names<EscalationReason>::values},
    {"extend", "clock", Names<Clock>::values},
    {"extend", "reason", Names<ExtensionReason>::values},
    {"visibility", "reason", Names<VisibilityReason>::values},
    {"redact", "reason", Names<RedactionReason>::values},
    {"", "legal-basis", Names<LegalBasis>::values},
    {"erase", "scope", Names<ErasureScope>::values},
    {"agency connect", "kind", Names<AgencyKind>::values},
    {"agency connect", "zone", Names<Zone>::values},
});

bool names_agency(std::string_view command, const Option& option) {
  if (option.value_name == "AGENCY" || option.name == "agency") return true;
  if (option.name == "default-agency") return true;
  if (command == "agency connect") return option.name == "parent";
  const bool is_of_agency = command == "agency rename" || command == "agency dissolve";
  return is_of_agency &&
         (option.name == "id" || option.name == "successors" || option.name == "default");
}

bool names_category(std::string_view command, const Option& option) {
  return option.name == "category" || (command == "category define" && option.name == "parent");
}

bool names_file(const Option& option) {
  return option.name == "file" || option.value_name == "FILE" || option.value_name == "PATH" ||
         option.value_name == "MAP";
}

}  // namespace

OptionValues values_of(std::string_view command, const Option& option) {
  if (option.form == Option::Form::flag) return {};
  const auto found = std::find_if(kLists.begin(), kLists.end(), [&](const ListOf& each) {
    return each.option == option.name && (each.command.empty() || each.command == command);
  });
  if (found != kLists.end()) return {ValueSource::list, found->words};
  if (names_agency(command, option)) return {ValueSource::agency, {}};
  if (names_category(command, option)) return {ValueSource::category, {}};
  if (names_file(option)) return {ValueSource::file, {}};
  return {};
}

}  // namespace aduan
