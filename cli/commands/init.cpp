#include "cli/commands/init.h"

#include "cli/directory_command.h"
#include "cli/json_object.h"
#include "cli/reference/reference.h"

#include <charconv>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr std::string_view kNameDefault = "local";
constexpr std::uint32_t kPartitionsDefault = 16;
constexpr std::uint32_t kPartitionsMax = 10'000;

constexpr Option kOptions[] = {
    {"name", Form::value, "NAME", "in every record's source, for ever; default local"},
    {"partitions", Form::value, "N", "streams of the log, for ever; default 16"},
    {"seed", Form::value, "SEED",
     "a test ledger: secret and keys follow from SEED, so protect nothing"},
};

std::optional<std::uint32_t> parse_partitions(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  if (!is_whole || number == 0 || number > kPartitionsMax) return std::nullopt;
  return number;
}

Result<NewLedger> new_ledger(const Arguments& arguments) {
  NewLedger ledger;
  ledger.name = arguments.find("name").value_or(std::string(kNameDefault));
  if (!is_well_formed_id(ledger.name)) {
    return Error{ErrorKind::invalid,
                 "a ledger's name is 1 to 64 of a-z, 0-9, '.' and '-', and begins with a letter or "
                 "digit. Nothing was made"};
  }
  ledger.partitions = kPartitionsDefault;
  if (const auto text = arguments.find("partitions")) {
    const auto partitions = parse_partitions(*text);
    if (!partitions) {
      return Error{ErrorKind::invalid,
                   "'--partitions' takes a number from 1 to 10000. Nothing was made"};
    }
    ledger.partitions = *partitions;
  }
  ledger.seed = arguments.find("seed");
  return ledger;
}

/// The first two records, in one batch: a crash leaves both or none.
std::vector<AnyCommand> first_commands(const OpenLedger& opened, const Actor& actor,
                                       const NewLedger& ledger, const Policy& policy) {
  const LedgerCreated created{ledger.name, ledger.partitions, ledger.seed.has_value()};
  std::vector<AnyCommand> commands;
  commands.push_back(directory_command(opened, actor, "ledger/created", CreateLedger{created}));
  commands.push_back(directory_command(opened, actor, "policy/" + policy.version.value,
                                       Adopt{PolicyAdopted{policy}}));
  return commands;
}

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  if (wiring.actor().role != Role::operator_) {
    return output.refuse({RejectionCode::not_authorised});  // before anything is made
  }
  const auto ledger = new_ledger(arguments);
  if (!ledger) return output.fail(ledger.error());
  const auto opened = wiring.create(ledger.value());
  if (!opened) return output.fail(opened.error());
  const Policy policy = reference_policy();
  const BatchOutcome outcome =
      send_batch(*opened.value(), {"the ledger", "policy " + policy.version.value},
                 first_commands(*opened.value(), wiring.actor(), ledger.value(), policy));
  if (!outcome.failed.empty()) return show_failures(outcome, output);

  const std::string folder = opened.value()->folder().string();
  std::string people = "Made the ledger '" + ledger.value().name + "' in " + folder + ": " +
                       std::to_string(ledger.value().partitions) + " partitions, policy " +
                       policy.version.value + " with " + std::to_string(policy.holidays.size()) +
                       " free days.\n";
  if (ledger.value().seed) people += "Its secrets follow from the seed: for tests alone.\n";
  people += "Back up " + folder +
            "/secret, /keys and /log, apart from each other.\n"
            "Next: aduan agency connect --reference\n";
  return output.show(people, JsonObject()
                                 .text("ledger", ledger.value().name)
                                 .text("folder", folder)
                                 .number("partitions", ledger.value().partitions)
                                 .flag("seeded", ledger.value().seed.has_value())
                                 .text("policy", policy.version.value)
                                 .done());
}

}  // namespace

constinit const Subcommand kInit{
    .name = "init",
    .summary = "make a new ledger in an absent or empty folder",
    .options = kOptions,
    .example = "aduan --ledger ./aduan-ledger init --name national",
    .default_actor = "operator:local",
    .run = run,
};

}  // namespace aduan
