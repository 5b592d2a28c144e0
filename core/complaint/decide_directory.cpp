#include "core/complaint/decide.h"

#include <algorithm>

namespace aduan {
namespace {

constexpr std::size_t kNameBytesMax = 500;
constexpr std::uint32_t kPartitionsMax = 10'000;
constexpr std::uint32_t kLengthMax = 3'660;  // ten years: counting days is a loop

using Verdict = std::optional<RejectionCode>;

/// The text of a name is public; the codec has seen to valid UTF-8 where it came in as JSON, and
/// the command line where a person typed it.
bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kNameBytesMax &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

bool is_free_id(std::string_view id) { return is_well_formed_id(id) && id != kDesk; }

/// A code where one is: no free text stands in the open. Source: DESIGN §1 law 5.
template <class Tag>
bool is_code(const std::optional<Name<Tag>>& name) {
  return !name || is_well_formed_id(name->value);
}

bool is_length(const ClockLength& length) { return length.n > 0 && length.n <= kLengthMax; }

bool is_policy(const Policy& policy) {
  if (policy.max_returns == 0) return false;  // nothing could ever be forwarded
  const ClockLengths& clocks = policy.clocks;
  const ClockLength lengths[] = {clocks.verify,
                                 clocks.pend,
                                 clocks.reroute,
                                 clocks.follow_up,
                                 clocks.return_agency,
                                 clocks.answer,
                                 clocks.reporter_silence,
                                 clocks.appeal,
                                 clocks.appeal_window,
                                 clocks.reopen_window,
                                 clocks.rate_window,
                                 clocks.resolve.information_request,
                                 clocks.resolve.aspiration,
                                 clocks.resolve.complaint,
                                 clocks.resolve.complaint_oversight};
  if (!std::all_of(std::begin(lengths), std::end(lengths), is_length)) return false;
  if (!is_well_formed_id(policy.version.value) || !is_well_formed_id(policy.calendar)) return false;
  if (!parse_day(policy.in_force_from.value)) return false;
  return std::all_of(policy.holidays.begin(), policy.holidays.end(),
                     [](const DateText& day) { return parse_day(day.value).has_value(); }) &&
         std::is_sorted(policy.holidays.begin(), policy.holidays.end());
}

/// The operator runs the directory; an importer connects agencies and defines categories.
bool may(const DecisionContext& context, bool importers_too) {
  return context.actor.role == Role::operator_ || (importers_too && context.is_importer());
}

Verdict verdict(const CreateLedger& command, const DecisionContext& context) {
  if (!may(context, false)) return RejectionCode::not_authorised;
  if (context.directory.is_created()) return RejectionCode::ledger_exists;
  if (!is_well_formed_id(command.ledger.name)) return RejectionCode::bad_id;
  if (command.ledger.partitions == 0 || command.ledger.partitions > kPartitionsMax) {
    return RejectionCode::bad_policy;
  }
  return std::nullopt;
}

Verdict verdict(const Adopt& command, const DecisionContext& context) {
  if (!may(context, false)) return RejectionCode::not_authorised;
  if (!is_policy(command.adopted.policy)) return RejectionCode::bad_policy;
  return std::nullopt;
}

Verdict verdict(const Connect& command, const DecisionContext& context) {
  if (!may(context, true)) return RejectionCode::not_authorised;
  if (!is_free_id(command.agency.id.value)) return RejectionCode::bad_id;
  if (!is_code(command.agency.parent) || !is_code(command.agency.region)) {
    return RejectionCode::bad_id;
  }
  if (!is_name(command.agency.name)) return RejectionCode::bad_name;
  if (!command.agency.kind.known() || !command.agency.zone.known()) {
    return RejectionCode::unknown_code;
  }
  if (context.directory.find_agency(command.agency.id) != nullptr) {
    return RejectionCode::already_connected;
  }
  return std::nullopt;
}

Verdict verdict(const Rename& command, const DecisionContext& context) {
  if (!may(context, false)) return RejectionCode::not_authorised;
  if (!context.directory.is_connected(command.agency.id)) return RejectionCode::unknown_agency;
  if (!is_name(command.agency.name)) return RejectionCode::bad_name;
  return std::nullopt;
}

Verdict verdict(const Dissolve& command, const DecisionContext& context) {
  if (!may(context, false)) return RejectionCode::not_authorised;
  const Directory& directory = context.directory;
  const Dissolved& agency = command.agency;
  if (!directory.is_connected(agency.id)) return RejectionCode::unknown_agency;
  const auto is_usable = [&](const AgencyId& id) {
    return id != agency.id && directory.is_connected(id);
  };
  const auto& successors = agency.successors;
  if (successors.empty() || !std::all_of(successors.begin(), successors.end(), is_usable)) {
    return RejectionCode::no_successor;
  }
  const bool named = !agency.to_by_default || std::find(successors.begin(), successors.end(),
                                                        *agency.to_by_default) != successors.end();
  if (!named) return RejectionCode::no_successor;
  return std::nullopt;
}

Verdict verdict(const Define& command, const DecisionContext& context) {
  if (!may(context, true)) return RejectionCode::not_authorised;
  if (!is_well_formed_id(command.category.id.value)) return RejectionCode::bad_id;
  if (!is_code(command.category.parent) || !is_code(command.category.default_agency)) {
    return RejectionCode::bad_id;
  }
  if (!is_name(command.category.name)) return RejectionCode::bad_name;
  if (context.directory.categories.contains(command.category.id)) {
    return RejectionCode::category_exists;
  }
  const auto& parent = command.category.parent;
  if (parent && !context.directory.categories.contains(*parent)) {
    return RejectionCode::unknown_category;
  }
  return std::nullopt;
}

DirectoryEvent make_event(const CreateLedger& command) { return command.ledger; }
DirectoryEvent make_event(const Adopt& command) { return command.adopted; }
DirectoryEvent make_event(const Connect& command) { return command.agency; }
DirectoryEvent make_event(const Rename& command) { return command.agency; }
DirectoryEvent make_event(const Dissolve& command) { return command.agency; }
DirectoryEvent make_event(const Define& command) { return command.category; }

}  // namespace

DirectoryDecision decide(const DirectoryCommand& command, const DecisionContext& context) {
  return std::visit(
      [&](const auto& body) -> DirectoryDecision {
        if (const Verdict broken = verdict(body, context)) return Rejection{*broken};
        return make_event(body);
      },
      command);
}

}  // namespace aduan
