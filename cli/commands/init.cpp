#include "cli/commands/init.h"

#include "cli/directory_command.h"
#include "cli/json_object.h"
#include "cli/reference/reference.h"

#include <charconv>
#include <filesystem>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr std::string_view kNameDefault = "local";
constexpr std::uint32_t kPartitionsDefault = 16;
constexpr std::uint32_t kPartitionsMax = 10'000;

constexpr std::string_view kDetails =
    "On Kafka (aduan --ledger kafka://HOST:PORT[/PREFIX] init) it makes the topics with their\n"
    "settings, this machine's secrets in the state folder (--state, else below "
    "~/.local/state/aduan)\n"
    "and the directory's first records. Run it again to verify all of it: what is not as it must "
    "be\n"
    "is named, with what to do. It goes on where an earlier one was cut short. Other machines "
    "copy\n"
    "the folder `secret`; they never run `init` without it.\n";

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

/// Where it lies: its folder; on Kafka its address, and what this machine keeps of it.
struct Lies {
  std::string at;
  std::string backup;  ///< what to do about backups
  std::string next;
};

Lies lies_of(const Wiring& wiring, const std::filesystem::path& folder) {
  const std::string path = folder.string();
  if (!wiring.place().is_kafka()) {
    return {path, "Back up " + path + "/secret, /keys and /log, apart from each other.\n",
            "Next: aduan agency connect --reference\n"};
  }
  return {
      wiring.location(),
      "Back up " + path +
          "/secret; without it nobody opens a text or finds a reference, and no topic can bring "
          "it back.\nEach further machine needs a copy of it: scp -rp " +
          path + "/secret MACHINE:ITS-STATE-FOLDER/\n",
      "Next: aduan serve --roles worker, then aduan agency connect --reference\n"};
}

ExitCode show_made(const NewLedger& ledger, const Policy& policy, const Wiring& wiring,
                   const std::filesystem::path& folder, Output& output) {
  const Lies lies = lies_of(wiring, folder);
  std::string people = "Made the ledger '" + ledger.name + "' in " + lies.at + ": " +
                       std::to_string(ledger.partitions) + " partitions, policy " +
                       policy.version.value + " with " + std::to_string(policy.holidays.size()) +
                       " free days.\n";
  if (ledger.seed) people += "Its secrets follow from the seed: for tests alone.\n";
  return output.show(people + lies.backup + lies.next, JsonObject()
                                                           .text("ledger", ledger.name)
                                                           .text("folder", folder.string())
                                                           .number("partitions", ledger.partitions)
                                                           .flag("seeded", ledger.seed.has_value())
                                                           .text("policy", policy.version.value)
                                                           .flag("made", true)
                                                           .done());
}

/// What an `init` says of a ledger that is there, once its topics are verified.
ExitCode show_found(const NewLedger& wanted, const Arguments& arguments, const Directory& found,
                    const Wiring& wiring, const std::filesystem::path& folder, Output& output) {
  if (arguments.has("name") && wanted.name != found.ledger) {
    return output.fail(Error{ErrorKind::invalid,
                             "the ledger at " + wiring.location() + " is named '" + found.ledger +
                                 "', for ever; nothing was changed: leave --name out, or give a "
                                 "new ledger another prefix"});
  }
  const std::string version = found.policies.back().policy.version.value;
  return output.show("The ledger '" + found.ledger + "' at " + wiring.location() +
                         " is there already: its " + std::to_string(found.partitions) +
                         " partitions and each topic's settings are as they must be. Nothing was "
                         "changed.",
                     JsonObject()
                         .text("ledger", found.ledger)
                         .text("folder", folder.string())
                         .number("partitions", found.partitions)
                         .flag("seeded", found.seeded)
                         .text("policy", version)
                         .flag("made", false)
                         .done());
}

ExitCode send_first_commands(OpenLedger& opened, const NewLedger& ledger, const Wiring& wiring,
                             Output& output) {
  const Policy policy = reference_policy();
  const BatchOutcome outcome = send_batch(opened, {"the ledger", "policy " + policy.version.value},
                                          first_commands(opened, wiring.actor(), ledger, policy));
  if (!outcome.failed.empty()) return show_failures(outcome, output);
  return show_made(ledger, policy, wiring, opened.folder(), output);
}

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  if (wiring.actor().role != Role::operator_) {
    return output.refuse({RejectionCode::not_authorised});  // before anything is made
  }
  auto ledger = new_ledger(arguments);
  if (!ledger) return output.fail(ledger.error());
  if (wiring.place().is_kafka()) {
    const auto wanted =
        arguments.has("partitions") ? std::optional(ledger.value().partitions) : std::nullopt;
    const auto founded = wiring.found(ledger.value(), wanted);
    if (!founded) return output.fail(founded.error());
    if (founded.value().made) {
      return send_first_commands(*founded.value().made, ledger.value(), wiring, output);
    }
    return show_found(ledger.value(), arguments, *founded.value().directory, wiring,
                      founded.value().folder, output);
  }
  const auto opened = wiring.create(ledger.value());
  if (!opened) return output.fail(opened.error());
  return send_first_commands(*opened.value(), ledger.value(), wiring, output);
}

}  // namespace

constinit const Subcommand kInit{
    .name = "init",
    .summary =
        "make a new ledger in an absent or empty folder, or on Kafka; there again: verify it",
    .options = kOptions,
    .example = "aduan --ledger ./aduan-ledger init --name national",
    .default_actor = "operator:local",
    .run = run,
    .details = kDetails,
};

}  // namespace aduan
