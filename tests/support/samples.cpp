#include "tests/support/samples.h"

#include "core/base/check.h"
#include "core/base/hash.h"
#include "schemas/instant.h"
#include "tests/support/body_walks.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace aduan {
namespace {

constexpr std::string_view kMinimal = ".minimal";
constexpr std::string_view kConfidential = ".confidential";

/// Whoever would make an event of this type; the desk's verifier all that is not named.
constexpr std::pair<std::string_view, std::string_view> kActors[] = {
    {"submitted", "reporter"},
    {"supplemented", "reporter"},
    {"absorbed", "steward:s-1"},
    {"returned", "agency:kl-kemenkes/o-4711"},
    {"assigned", "agency:kl-kemenkes/o-4711"},
    {"work_started", "agency:kl-kemenkes/o-4711"},
    {"noted", "importer:boston311"},
    {"responded", "agency:kl-kemenkes/o-4711"},
    {"reporter_replied", "reporter"},
    {"rated", "reporter"},
    {"supported", "citizen:c-7"},
    {"deadline_missed", "watcher:w-1"},
    {"identity_revealed", "custodian:k-1"},
    {"personal_data_erased", "custodian:k-1"},
};

Actor actor_of(std::string_view type, std::string_view otherwise) {
  std::string_view text = otherwise;
  for (const auto& [name, actor] : kActors) {
    if (name == short_type(type)) text = actor;
  }
  const auto actor = parse_actor(text);
  CHECK(actor.has_value());
  return *actor;
}

template <std::size_t N>
std::array<std::uint8_t, N> counting_from(std::uint8_t first) {
  std::array<std::uint8_t, N> bytes;
  for (std::size_t i = 0; i < N; ++i) bytes[i] = static_cast<std::uint8_t>(first + i);
  return bytes;
}

template <class Body>
Attributes attributes_of(Body& body, std::string_view subject, std::string_view actor) {
  Attributes attributes;
  attributes.subject = subject;
  const bool is_first = Body::kType == Submitted::kType || Body::kType == LedgerCreated::kType;
  attributes.sequence = is_first ? 1 : 7;
  attributes.time = sample_time();
  attributes.recorded = sample_time() + std::chrono::milliseconds{22};
  if (!is_first) attributes.prevhash = counting_from<32>(0x10);
  if (subject != kDirectorySubject) attributes.directory_sequence = 612;
  Census census;
  serialize(census, body);
  if (census.has_sealed) {
    attributes.seal_nonce = counting_from<16>(0x80);
    attributes.payload_hash = counting_from<32>(0xa0);
  }
  attributes.command_id = counting_from<16>(0x40);
  attributes.actor = actor_of(Body::kType, actor);
  return attributes;
}

/// Calls `take` with every form of Body and its suffix.
template <class Body, class Take>
void each_form(const Take& take) {
  Body full = full_sample<Body>();
  take(std::string_view{}, full);
  Body confidential = full;
  Confider confider;
  serialize(confider, confidential);
  if (confider.changed) take(kConfidential, confidential);
  Body minimal = full;
  Stripper stripper;
  serialize(stripper, minimal);
  take(kMinimal, minimal);
}

template <class Body, class AnyEvent>
void append_records(std::vector<RecordSample<AnyEvent>>& samples, std::string_view subject,
                    std::string_view actor) {
  if constexpr (!std::is_same_v<Body, Opaque>) {
    each_form<Body>([&](std::string_view suffix, Body& body) {
      samples.push_back({std::string(Body::kType).append(suffix),
                         attributes_of(body, subject, actor), AnyEvent(body)});
    });
  }
}

template <class... Bodies>
auto records_of(std::variant<Bodies...>, std::string_view subject, std::string_view actor) {
  std::vector<RecordSample<std::variant<Bodies...>>> samples;
  (append_records<Bodies>(samples, subject, actor), ...);
  return samples;
}

template <class... Bodies>
auto commands_of(std::variant<Bodies...>) {
  using Command = std::variant<Bodies...>;
  std::vector<CommandSample<Command>> samples;
  const auto take = [&](std::string_view suffix, const auto& body) {
    samples.push_back({std::string(body.kType).append(suffix), Command(body)});
  };
  (each_form<Bodies>(take), ...);
  return samples;
}

}  // namespace

CaseId sample_case() { return *CaseId::from_text("7K3M9QX24B"); }

SealedText sample_text(std::string_view name) { return SealedText{sha256(name)}; }

Instant sample_time() { return *parse_instant("2014-12-19T03:04:05.678Z"); }

std::vector<RecordSample<Event>> all_sample_events() {
  return records_of(Event{}, sample_case().text(), "verifier:desk/v-1");
}

std::vector<RecordSample<DirectoryEvent>> all_sample_directory_events() {
  return records_of(DirectoryEvent{}, kDirectorySubject, "operator:op-1");
}

std::vector<CommandSample<CaseCommand>> all_sample_commands() { return commands_of(CaseCommand{}); }

std::vector<CommandSample<DirectoryCommand>> all_sample_directory_commands() {
  return commands_of(DirectoryCommand{});
}

}  // namespace aduan
