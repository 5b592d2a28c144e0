#include "core/ledger/audit/rule_replay.h"

#include "schemas/instant.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

namespace aduan {
namespace {

/// Whether the data are the bytes that the ledger writes for the event. A record of an older
/// version has other bytes than today's form of it.
template <class AnyEvent>
bool has_our_bytes(const Attributes& attributes, const AnyEvent& event, const Envelope& envelope) {
  if (type_of(event) != envelope.type || std::holds_alternative<Opaque>(event)) return true;
  const auto record = encode_record("", attributes, event);
  if (!record) return false;
  const std::string_view bytes = record.value();
  return bytes.substr(0, bytes.size() - 1).ends_with(envelope.data);
}

/// A quote inside of a string is escaped, so that no string can look like a commitment.
bool commits_to_texts(const Envelope& envelope) {
  return envelope.data.find("{\"commit\":\"") != std::string_view::npos;
}

BrokenRule other_bytes() {
  return {{},
          "data",
          "the data are not the bytes that the ledger writes: a field that it does not know, or "
          "another spelling"};
}

BrokenRule own_rule(std::string_view name, std::string reason) {
  return {std::string(name), {}, std::move(reason)};
}

}  // namespace

std::size_t RuleReplay::UsedCommandHash::operator()(const UsedCommand& used) const {
  return std::hash<std::string_view>{}(as_view(used.command)) ^
         (std::size_t{used.subject} * 0x9e3779b97f4a7c15);
}

std::vector<BrokenRule> RuleReplay::judge(ReplayedSubject& subject, const CaseState& before,
                                          const RecordedEvent& recorded, const Envelope& envelope) {
  const Attributes& attributes = recorded.attributes;
  std::vector<BrokenRule> broken;
  check_order(subject, before.head, attributes, broken);
  if (!attributes.payload_hash && commits_to_texts(envelope)) {
    broken.push_back(own_rule("payloadhash", "it commits to texts, and to no payload with them"));
  }
  if (check_directory(subject, attributes, broken) && is_checkable(attributes)) {
    auto rule = find_broken_rule(before.complaint, attributes, recorded.event,
                                 cursor_.at(*attributes.directory_sequence));
    if (!rule && !has_our_bytes(attributes, recorded.event, envelope)) rule = other_bytes();
    if (rule && subject.opaque_sequence > 0) {
      rule->reason += " (as far as this version knows: event " +
                      std::to_string(subject.opaque_sequence) + " is of a type of a later one)";
    }
    if (rule) broken.push_back(std::move(*rule));
  }
  const bool is_opaque = std::holds_alternative<Opaque>(recorded.event);
  if (is_opaque && subject.opaque_sequence == 0) subject.opaque_sequence = attributes.sequence;
  if (const auto id = CaseId::from_text(attributes.subject)) merges_.add(*id, recorded);
  return broken;
}

std::vector<BrokenRule> RuleReplay::judge(ReplayedSubject& subject, const ChainHead& before,
                                          const Attributes& attributes, const DirectoryEvent& event,
                                          const Envelope& envelope) {
  std::vector<BrokenRule> broken;
  check_order(subject, before, attributes, broken);
  if (attributes.directory_sequence) {
    broken.push_back(own_rule("directorysequence", "the directory's records have none"));
  }
  const auto unreadable = history_.unreadable_from();
  if (unreadable && *unreadable < attributes.sequence) return broken;
  auto rule = find_broken_rule(cursor_.at(attributes.sequence - 1), attributes, event);
  if (!rule && !has_our_bytes(attributes, event, envelope)) rule = other_bytes();
  if (rule) broken.push_back(std::move(*rule));
  return broken;
}

bool RuleReplay::is_checkable(const Attributes& attributes) const {
  const auto unreadable = history_.unreadable_from();
  const std::uint64_t named = attributes.directory_sequence.value_or(attributes.sequence - 1);
  return !unreadable || named < *unreadable;
}

void RuleReplay::note_unreadable(std::string_view subject) {
  if (const auto id = CaseId::from_text(subject)) merges_.add_unreadable(*id);
}

void RuleReplay::check_order(const ReplayedSubject& subject, const ChainHead& before,
                             const Attributes& attributes, std::vector<BrokenRule>& broken) {
  if (!used_.insert({subject.number, attributes.command_id}).second) {
    broken.push_back(own_rule("command_id_twice", "a record before has the same command id"));
  }
  if (before.sequence > 0 && attributes.recorded < before.recorded) {
    broken.push_back(own_rule("recordedtime", "recorded " + format_instant(attributes.recorded) +
                                                  ", the record before " +
                                                  format_instant(before.recorded)));
  }
  if (attributes.time > attributes.recorded && attributes.actor.role != Role::importer) {
    broken.push_back(own_rule("time", "it happened " + format_instant(attributes.time) +
                                          ", after it was recorded " +
                                          format_instant(attributes.recorded)));
  }
}

/// Whether the version that the record names can be had.
bool RuleReplay::check_directory(ReplayedSubject& subject, const Attributes& attributes,
                                 std::vector<BrokenRule>& broken) const {
  const auto object = [&](std::string reason) {
    broken.push_back(own_rule("directorysequence", std::move(reason)));
  };
  if (!attributes.directory_sequence) {
    object("it names no version of the directory");
    return false;
  }
  const std::uint64_t named = *attributes.directory_sequence;
  const std::string version = "it is decided by version " + std::to_string(named);
  if (named > history_.last()) {
    object(version + ", and the directory has " + std::to_string(history_.last()));
    return false;
  }
  if (named < subject.directory_sequence) {
    object(version + ", the event before by version " + std::to_string(subject.directory_sequence));
  } else if (named < history_.last() &&
             history_.recorded(named + 1) + kDirectoryLagMax < attributes.recorded) {
    object(version + ", though version " + std::to_string(named + 1) + " was there since " +
           format_instant(history_.recorded(named + 1)));
  }
  subject.directory_sequence = std::max(subject.directory_sequence, named);
  return true;
}

}  // namespace aduan
