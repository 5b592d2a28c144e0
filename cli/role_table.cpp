#include "cli/role_table.h"

#include "core/complaint/decide.h"
#include "schemas/ids.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>
#include <variant>

namespace aduan {
namespace {

constexpr std::string_view kAgency = "a";
constexpr std::size_t kWidth = 78;

/// One actor of each letter; the system has two.
struct Speaker {
  char letter;
  std::string_view actor;
};
constexpr std::array kSpeakers = std::to_array<Speaker>({
    {'R', "reporter"},
    {'C', "citizen:1"},
    {'V', "verifier:desk/1"},
    {'A', "agency:a/1"},
    {'O', "overseer:1"},
    {'K', "custodian:1"},
    {'P', "operator:1"},
    {'Y', "watcher:1"},
    {'Y', "steward:1"},
});

/// A form of a command: the code that makes it, and its body.
template <class Body>
struct Form {
  std::string_view code;
  Body body;
};

/// A body for each code of the list that `field` takes.
template <class Body, class E>
std::vector<Form<Body>> forms_by(Code<E> Body::*field) {
  std::vector<Form<Body>> forms;
  for (const std::string_view name : Names<E>::values) {
    Body body;
    body.*field = Code<E>(*parse_code<E>(name));
    forms.push_back({name, std::move(body)});
  }
  return forms;
}

/// The system's succession beside what people send.
template <class Body>
std::vector<Form<Body>> forms_by_cause() {
  Body succession;
  succession.cause = Code<Cause>(Cause::succession);
  return {{"", Body{}}, {"succession", std::move(succession)}};
}

/// The forms of a command between which the rules may tell who.
template <class Body>
std::vector<Form<Body>> forms_of() {
  if constexpr (std::is_same_v<Body, Submit>) return forms_by(&Submit::channel);
  if constexpr (std::is_same_v<Body, ArchiveCase>) return forms_by(&ArchiveCase::reason);
  if constexpr (std::is_same_v<Body, Close>) return forms_by(&Close::basis);
  if constexpr (std::is_same_v<Body, Reopen>) return forms_by(&Reopen::reason);
  if constexpr (std::is_same_v<Body, Forward> || std::is_same_v<Body, Return>) {
    return forms_by_cause<Body>();
  }
  if constexpr (std::is_same_v<Body, Comment>) {
    return {{"public", Comment{Audience::public_, {}}},
            {"internal", Comment{Audience::internal, {}}}};
  }
  return {{"", Body{}}};
}

/// Whoever speaks for an agency speaks for its own.
template <class Body>
void give_to_speaker(Body& body) {
  if constexpr (requires { body.agency = AgencyId(); })
    body.agency = AgencyId(std::string(kAgency));
  if constexpr (requires { body.by = AgencyId(); }) body.by = AgencyId(std::string(kAgency));
}

/// These two say who; what else is broken depends on the case.
bool says_who(RejectionCode code) {
  return code == RejectionCode::not_authorised || code == RejectionCode::importers_only;
}

bool may_send(const CaseCommand& command, const DecisionContext& context) {
  const auto broken = broken_rules(Complaint{}, command, context);
  return std::none_of(broken.begin(), broken.end(), says_who);
}

bool may_send(const DirectoryCommand& command, const DecisionContext& context) {
  const DirectoryDecision decision = decide(command, context);
  const auto* const rejection = std::get_if<Rejection>(&decision);
  return rejection == nullptr || !says_who(rejection->code);
}

template <class Command>
std::string letters_of(const Command& command) {
  const Directory directory;
  std::string letters;
  for (const Speaker& speaker : kSpeakers) {
    const Actor actor = *parse_actor(speaker.actor);
    const DecisionContext context{.directory = directory,
                                  .actor = actor,
                                  .time = Instant(),
                                  .case_id = "0000000000",
                                  .sequence = 1};
    const bool is_new = letters.empty() || letters.back() != speaker.letter;
    if (is_new && may_send(command, context)) letters.push_back(speaker.letter);
  }
  return letters;
}

/// As it is typed, where that is not the command's own name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kTyped = {{
    {"change_visibility", "visibility"},
    {"create_ledger", "init"},
    {"adopt", "policy adopt"},
    {"connect", "agency connect"},
    {"rename", "agency rename"},
    {"dissolve", "agency dissolve"},
    {"define", "category define"},
}};

template <class Command>
std::string_view typed_name(const Command& command) {
  const std::string_view name = short_type(type_of(command));
  for (const auto& [own, typed] : kTyped) {
    if (own == name) return typed;
  }
  return name;
}

std::vector<std::string_view> rule_names(const CaseCommand& command) {
  std::vector<std::string_view> names;
  for (const RejectionCode code : rules_in_order(command)) names.push_back(name_of_code(code));
  return names;
}
std::vector<std::string_view> rule_names(const DirectoryCommand&) { return {}; }

/// The rows of one command: its forms that the same people may send are one. Those that nobody may
/// are the importers'.
template <class Command, class Body>
void add_rows(std::vector<CommandRow>& rows) {
  const auto forms = forms_of<Body>();
  std::vector<CommandRow> own;
  for (const auto& form : forms) {
    Body body = form.body;
    give_to_speaker(body);
    const Command command(std::move(body));
    const std::string roles = letters_of(command);
    if (roles.empty()) continue;
    auto row = std::find_if(own.begin(), own.end(),
                            [&](const CommandRow& each) { return each.roles == roles; });
    if (row == own.end()) {
      own.push_back({typed_name(command), {}, roles, rule_names(command)});
      row = std::prev(own.end());
    }
    row->forms.push_back(form.code);
  }
  for (CommandRow& row : own) {
    // The form that is most of the command, or that no code makes, needs no name.
    const bool is_most = 2 * row.forms.size() > forms.size();
    if (is_most || row.forms.front().empty()) row.forms.clear();
  }
  rows.insert(rows.end(), own.begin(), own.end());
}

template <class Command, std::size_t... index>
void add_all(std::vector<CommandRow>& rows, std::index_sequence<index...>) {
  (add_rows<Command, std::variant_alternative_t<index, Command>>(rows), ...);
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

/// The command's name in a column, then its rules, wrapped.
std::string refusals(const CommandRow& row, std::size_t column) {
  std::string text;
  std::string line = "  " + std::string(row.command);
  line.resize(std::max(column, line.size() + 2), ' ');
  const std::string margin(column, ' ');
  for (std::size_t i = 0; i < row.refused_by.size(); ++i) {
    const bool is_last = i + 1 == row.refused_by.size();
    const std::string word = std::string(row.refused_by[i]) + (is_last ? "" : ",");
    if (line.size() + word.size() > kWidth) {
      text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
      line = margin;
    }
    line += word + " ";
  }
  return text + line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

constexpr std::string_view kLegend =
    R"(R reporter · C citizen:ACCOUNT · V verifier:AGENCY/OFFICER, where AGENCY is
`desk` for the national desk · A agency:AGENCY/OFFICER, on its own cases ·
O overseer:ID · K custodian:ID · P operator:ID · Y the system, watcher:ID and
steward:ID. An importer:SOURCE may send every command of a case but reveal and
erase, and connects and defines. auditor:ID and analyst:ID read alone.

A case has one lead. It moves only by that agency's return or by a ruling; after
the third return only a ruling moves it. An agency never closes its own work,
and nothing restarts its clock.
)";
}  // namespace

std::vector<CommandRow> command_rows() {
  std::vector<CommandRow> rows;
  add_all<CaseCommand>(rows, std::make_index_sequence<std::variant_size_v<CaseCommand>>());
  add_all<DirectoryCommand>(rows,
                            std::make_index_sequence<std::variant_size_v<DirectoryCommand>>());
  return rows;
}

std::string role_table() {
  const auto rows = command_rows();
  const auto label = [](const CommandRow& row) {
    return std::string(row.command) + (row.forms.empty() ? "" : " (" + joined(row.forms) + ")");
  };
  std::size_t column = 0;
  for (const CommandRow& row : rows) column = std::max(column, label(row).size());
  std::string text = "Who may do what\n\n" + std::string(column + 2, ' ');
  for (const char letter : kRoleLetters) text.append("  ").push_back(letter);
  text += "\n";
  for (const CommandRow& row : rows) {
    std::string line = "  " + label(row);
    line.resize(column + 2, ' ');
    for (const char letter : kRoleLetters) {
      line += row.roles.find(letter) != std::string::npos ? "  x" : "  .";
    }
    text += line + "\n";
  }
  text.append("\n").append(kLegend);
  text += "\nWhat refuses a command, in the order in which you are told\n\n";
  std::string_view last;
  for (const CommandRow& row : rows) {
    if (row.refused_by.empty() || row.command == last) continue;
    last = row.command;
    text += refusals(row, 14);
  }
  return text;
}

}  // namespace aduan
