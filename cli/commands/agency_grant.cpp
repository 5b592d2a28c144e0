#include "cli/commands/agency_grant.h"

#include "cli/directory_command.h"
#include "cli/json_object.h"
#include "core/ledger/load_directory.h"
#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_topics.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr std::string_view kUser = "User:";

constexpr Option kOptions[] = {
    {"agency", Form::positional, "", "the agency's id", true},
    {"principal", Form::value, "P", "as the brokers know it: agency-17, or User:CN=agency-17",
     true},
    {"revoke", Form::flag, "", "take it back"},
};

constexpr std::string_view kDetails =
    "Allows the principal to read the topic PREFIX.aduan.agency.ID in the consumer group\n"
    "PREFIX.aduan-agency.ID, and nothing else: no other topic or group, no writing, no listing of\n"
    "what there is. The brokers must have ACLs switched on (docs/operations.md), and this command\n"
    "needs their administrator's way in (ADUAN_KAFKA_CONF). Makes the agency's topic where it is\n"
    "not there yet. Again changes nothing.\n"
    "\n"
    "JSON: {agency, principal, topic, group, granted}\n";

/// `agency-17` means `User:agency-17`; nothing for what is no principal.
std::optional<std::string> principal_of(std::string_view text) {
  if (text.starts_with(kUser)) text.remove_prefix(kUser.size());
  // `*` would let in whoever is known at all.
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '*' && c != '\x7f';
  });
  if (text.empty() || !is_plain) return std::nullopt;
  return std::string(kUser) + std::string(text);
}

std::array<KafkaAcl, 2> rights_of(const std::string& principal, const std::string& topic,
                                  const std::string& group) {
  using Resource = KafkaAcl::Resource;
  using Operation = KafkaAcl::Operation;
  return {KafkaAcl{principal, Resource::topic, topic, Operation::read, false},
          KafkaAcl{principal, Resource::group, group, Operation::read, false}};
}

/// Errors: not_found (says the nearest), and those of the log.
Result<void> expect_agency(const Wiring& wiring, const AgencyId& agency) {
  const auto log = wiring.open_log();
  if (!log) return log.error();
  const auto loaded = load_directory(*log.value());
  if (!loaded) return loaded.error();
  const Directory& directory = *loaded.value().directory;
  if (directory.find_agency(agency) != nullptr) return success();
  return no_such_agency(directory, agency.text());
}

Result<void> change(KafkaAdmin& admin, const KafkaAddress& address, const AgencyId& agency,
                    std::span<const KafkaAcl> rights, bool is_granted) {
  if (!is_granted) return admin.delete_acls(rights);
  if (auto topic = ensure_agency_topic(admin, address, agency.text()); !topic) return topic.error();
  return admin.create_acls(rights);
}

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  if (wiring.actor().role != Role::operator_) return output.refuse({RejectionCode::not_authorised});
  const auto agency = parse_agency_id(arguments.text("agency"));
  if (!agency) {
    return output.fail_usage(
        "an agency's id is 1 to 64 of a-z, 0-9, '.' and '-'. Nothing was done");
  }
  const auto principal = principal_of(arguments.text("principal"));
  if (!principal) {
    return output.fail_usage(
        "--principal takes one name that the brokers know, as agency-17 or User:CN=agency-17. "
        "Nothing was done");
  }
  if (!wiring.place().is_kafka()) {
    return output.fail_usage(
        "a ledger in a folder has no topics to be granted: whoever may read the folder reads it. "
        "Nothing was done; give --ledger kafka://HOST:PORT[/PREFIX]");
  }
  const auto kafka = wiring.place().kafka();
  if (!kafka) return output.fail(kafka.error());
  if (const auto known = expect_agency(wiring, *agency); !known) return output.fail(known.error());
  const auto admin = KafkaAdmin::open(kafka.value().connection);
  if (!admin) return output.fail(admin.error());
  const KafkaAddress& address = kafka.value().connection.address;
  const std::string topic = agency_topic(address, agency->text());
  const std::string group = agency_group(address, agency->text());
  const bool is_granted = !arguments.flag("revoke");
  const auto changed =
      change(*admin.value(), address, *agency, rights_of(*principal, topic, group), is_granted);
  if (!changed) {
    Error error = changed.error();
    error.message += ". ACLs must be switched on in the brokers: docs/operations.md says how";
    return output.fail(error);
  }
  const std::string people =
      is_granted ? *principal + " may read " + topic + " in the group " + group +
                       ", and nothing else by this."
                 : *principal + " may no longer read " + topic + " in the group " + group + ".";
  return output.show(people, JsonObject()
                                 .text("agency", agency->text())
                                 .text("principal", *principal)
                                 .text("topic", topic)
                                 .text("group", group)
                                 .flag("granted", is_granted)
                                 .done());
}

}  // namespace

const Subcommand kAgencyGrant = {
    .name = "agency grant",
    .summary = "on Kafka: let an agency's own system read its topic, and nothing else",
    .options = kOptions,
    .example = "aduan agency grant kl-kemenkes --principal agency-17",
    .default_actor = "operator:local",
    .run = run,
    .details = kDetails,
};

}  // namespace aduan
