#include "cli/simulate/world.h"
#include "schemas/instant.h"

#include <utility>

namespace aduan::simulation {

void World::send(LiveCase& live, Actor actor, CaseCommand body, std::initializer_list<Text> texts,
                 std::optional<RejectionCode> meant) {
  std::vector<FieldText> fields;
  fields.reserve(texts.size());
  for (const Text& text : texts) {
    if (!text.text.empty()) fields.push_back({std::string(text.field), text.kind, text.text});
  }
  send_with(live, std::move(actor), std::move(body), std::move(fields), meant,
            reference_of(live) + "#" + std::to_string(++live.commands));
}

void World::send_with(LiveCase& live, Actor actor, CaseCommand body, std::vector<FieldText> texts,
                      std::optional<RejectionCode> meant, std::string key) {
  SimulatedCommand command;
  command.case_id = live.id;
  command.key = std::move(key);
  command.actor = std::move(actor);
  command.time = now_;
  command.draft.body = std::move(body);
  command.draft.texts = std::move(texts);
  command.draft.confidential = live.confidential;
  command.meant = meant;
  ++course_.commands;
  // Impatience: whoever hears nothing sends the same again.
  if (!meant && live.chance.happens(kRetries)) {
    ++course_.commands;
    ++course_.retries;
    stop_on(sink_.send(command));
  }
  stop_on(sink_.send(std::move(command)));
}

/// What the door would have called it: `sms:sim-7-000042`.
std::string World::reference_of(const LiveCase& live) const {
  std::string reference(name_of_code(live.channel));
  reference += ":sim-";
  reference += seed_text_;
  reference += '-';
  reference += std::to_string(live.number);
  return reference;
}

Actor World::verifier(LiveCase& live) const {
  return verifier_numbered(static_cast<std::uint32_t>(live.chance.below(kVerifiers)));
}

Actor World::verifier_numbered(std::uint32_t number) const {
  return {Role::verifier, "desk/v-" + std::to_string(number + 1)};
}

Actor World::officer(LiveCase& live, OfficeNumber office) const {
  return {Role::agency, nation_.office(office).agency.id.value + "/o-" +
                            std::to_string(live.chance.below(kOfficers) + 1)};
}

World::Text World::words(LiveCase& live, std::string_view field, KeyKind kind,
                         Occasion occasion) const {
  return {field, kind, sentence(occasion, live.chance)};
}

void World::send_directory(std::string key, DirectoryCommand command) {
  stop_on(sink_.send_directory(std::move(key), now_, std::move(command)));
}

}  // namespace aduan::simulation
