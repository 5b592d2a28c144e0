#include "cli/commands/policy.h"

#include "cli/directory_command.h"
#include "cli/nearest.h"
#include "schemas/json/body.h"

#include <fstream>
#include <iterator>
#include <map>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr std::size_t kFileBytesMax = 65'535;  // a record holds no more

constexpr Option kAdoptOptions[] = {
    {"file", Form::positional, "FILE", "one JSON object, as `policy show --format json` prints it",
     true},
};

Error invalid(const std::string& path, std::string_view what) {
  return Error{ErrorKind::invalid,
               "'" + path + "' is no policy: " + std::string(what) + ". Nothing was changed"};
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

Result<Policy> read_policy(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Error{ErrorKind::not_found,
                 "the file '" + path + "' cannot be read. Nothing was changed"};
  }
  std::string text(kFileBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kFileBytesMax) return invalid(path, "it is larger than 65,535 bytes");
  json::Document document;
  if (!document.parse(without_blanks(text))) return invalid(path, document.objection());
  auto adopted = json::read_body<PolicyAdopted>(document);
  if (!adopted) return invalid(path, adopted.error().message);
  return std::move(adopted.value().policy);
}

const AdoptedPolicy* find_policy(const Directory& directory, const PolicyVersion& version) {
  for (const AdoptedPolicy& each : directory.policies) {
    if (each.policy.version == version) return &each;
  }
  return nullptr;
}

ExitCode run_adopt(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto policy = read_policy(arguments.text("file"));
  if (!policy) return output.fail(policy.error());
  const auto opened = wiring.open_for_writing();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const PolicyVersion& version = policy.value().version;
  const auto directory = ledger.directory();
  const AdoptedPolicy* const known = find_policy(*directory, version);
  if (known != nullptr && known->policy != policy.value()) {
    return output.fail(Error{ErrorKind::conflict,
                             "another policy is adopted as '" + version.value +
                                 "'. Nothing was changed; give the new one a version of its own"});
  }
  return send_to_directory(ledger, wiring, "policy/" + version.value,
                           Adopt{PolicyAdopted{policy.value()}},
                           "Adopted policy " + version.value + ", in force from " +
                               policy.value().in_force_from.value + ".",
                           output);
}

constexpr Option kShowOptions[] = {
    {"policy", Form::positional, "VERSION", "absent: the one in force now"},
};

std::string in_words(const ClockLength& length) {
  const std::string_view unit = length.unit == DayUnit::wd ? " working day" : " day";
  return std::to_string(length.n) + std::string(unit) + (length.n == 1 ? "" : "s");
}

std::string describe_clocks(const ClockLengths& clocks) {
  const std::pair<std::string_view, const ClockLength&> rows[] = {
      {"verify", clocks.verify},
      {"pend", clocks.pend},
      {"reroute", clocks.reroute},
      {"follow_up", clocks.follow_up},
      {"return_agency", clocks.return_agency},
      {"answer", clocks.answer},
      {"resolve, information request", clocks.resolve.information_request},
      {"resolve, aspiration", clocks.resolve.aspiration},
      {"resolve, complaint", clocks.resolve.complaint},
      {"resolve, complaint (oversight)", clocks.resolve.complaint_oversight},
      {"reporter_silence", clocks.reporter_silence},
      {"appeal", clocks.appeal},
      {"appeal_window", clocks.appeal_window},
      {"reopen_window", clocks.reopen_window},
      {"rate_window", clocks.rate_window},
  };
  constexpr std::size_t kWidth = 32;
  std::string text;
  for (const auto& [name, length] : rows) {
    text +=
        "  " + std::string(name) + std::string(kWidth - name.size(), ' ') + in_words(length) + "\n";
  }
  return text;
}

std::string describe_holidays(const std::vector<DateText>& holidays) {
  std::map<std::string, std::size_t> by_year;
  for (const DateText& day : holidays) ++by_year[day.value.substr(0, 4)];
  std::string text;
  for (const auto& [year, count] : by_year)
    text += "  " + year + "  " + std::to_string(count) + "\n";
  if (by_year.empty()) return "  none\n";
  return text + "Days after " + by_year.rbegin()->first + " count Monday to Friday.\n";
}

std::string describe(const Policy& policy) {
  return "Policy " + policy.version.value + ", in force from " + policy.in_force_from.value +
         " (WIB), calendar " + policy.calendar + "\n" + "At most " +
         std::to_string(policy.max_returns) + " returns; then a ruling.\n\nClocks\n" +
         describe_clocks(policy.clocks) + "\nFree days by year\n" +
         describe_holidays(policy.holidays);
}

Error no_such_policy(const Directory& directory, std::string_view version) {
  std::vector<std::string_view> candidates;
  for (const AdoptedPolicy& each : directory.policies) {
    candidates.push_back(each.policy.version.text());
  }
  const std::string hint = did_you_mean(version, candidates);
  return Error{ErrorKind::not_found,
               "no policy '" + std::string(version) + "' is adopted" + (hint.empty() ? "." : hint)};
}

ExitCode run_show(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_for_reading();
  if (!opened) return output.fail(opened.error());
  const auto directory = opened.value()->directory();
  const AdoptedPolicy* adopted = nullptr;
  if (const auto version = arguments.find("policy")) {
    adopted = find_policy(*directory, PolicyVersion(*version));
    if (adopted == nullptr) return output.fail(no_such_policy(*directory, *version));
  } else {
    adopted = directory->policy_at(wiring.reading_time());
  }
  if (adopted == nullptr) {
    return output.fail(
        Error{ErrorKind::not_found,
              "no policy is in force. Name a version, or adopt one: aduan policy adopt "
              "FILE"});
  }
  std::string json;
  json::write_body(json, PolicyAdopted{adopted->policy});
  return output.show(describe(adopted->policy), json);
}

}  // namespace

constinit const Subcommand kPolicyAdopt{
    .name = "policy adopt",
    .summary = "adopt a deadline policy, with every free day in it",
    .options = kAdoptOptions,
    .example = "aduan policy show --format json > policy.json && aduan policy adopt policy.json",
    .default_actor = "operator:local",
    .run = run_adopt,
};

constinit const Subcommand kPolicyShow{
    .name = "policy show",
    .summary = "a policy's clocks and free days",
    .options = kShowOptions,
    .example = "aduan policy show sp4n-2015.1",
    .default_actor = "auditor:local",
    .run = run_show,
};

}  // namespace aduan
