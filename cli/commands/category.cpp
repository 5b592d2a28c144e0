#include "cli/commands/category.h"

#include "cli/directory_command.h"
#include "cli/json_object.h"
#include "cli/nearest.h"
#include "cli/reference/reference.h"

namespace aduan {
namespace {

using Form = Option::Form;

constexpr Option kDefineOptions[] = {
    {"id", Form::positional, "ID", "the topic; those of the reference data need no option"},
    {"name", Form::value, "NAME", "its name"},
    {"parent", Form::value, "ID", "the topic above it, defined already"},
    {"default-agency", Form::value, "ID", "who mostly works on it: a suggestion to the verifier"},
    {"reference", Form::flag, "", "all topics of the reference data"},
};

Error usage(std::string message) {
  return Error{ErrorKind::invalid, std::move(message) + ". Nothing was changed"};
}

CategoryDefined defined_of(const ReferenceCategory& category) {
  return {category.id, category.parent, category.name, category.default_agency};
}

Error not_in_reference(const std::string& id) {
  std::vector<std::string_view> candidates;
  for (const ReferenceCategory& each : reference_categories()) candidates.push_back(each.id.text());
  const std::string hint = did_you_mean(id, candidates);
  return Error{ErrorKind::not_found, "the reference data has no topic '" + id + "'" +
                                         (hint.empty() ? "." : hint) +
                                         " Nothing was changed; a topic of your own needs --name"};
}

Result<CategoryDefined> described(const Arguments& arguments) {
  const std::string& id = arguments.text("id");
  CategoryDefined category;
  if (const ReferenceCategory* const known = find_reference_category(id)) {
    category = defined_of(*known);
  } else if (!arguments.has("name")) {
    return not_in_reference(id);
  }
  category.id = CategoryId(id);
  if (const auto name = arguments.find("name")) category.name = *name;
  if (const auto text = arguments.find("parent")) {
    category.parent = parse_category_id(*text);
    if (!category.parent) return usage("'--parent' takes a topic's id");
  }
  if (const auto text = arguments.find("default-agency")) {
    category.default_agency = parse_agency_id(*text);
    if (!category.default_agency) return usage("'--default-agency' takes an agency's id");
  }
  return category;
}

Result<std::vector<CategoryDefined>> wanted(const Arguments& arguments) {
  std::vector<CategoryDefined> categories;
  if (!arguments.flag("reference")) {
    if (!arguments.has("id")) return usage("name a topic's id, or give --reference");
    auto category = described(arguments);
    if (!category) return category.error();
    categories.push_back(std::move(category.value()));
    return categories;
  }
  if (arguments.has("id") || arguments.has("name") || arguments.has("parent") ||
      arguments.has("default-agency")) {
    return usage("--reference defines all topics; give an id and its options without it");
  }
  for (const ReferenceCategory& each : reference_categories()) {
    categories.push_back(defined_of(each));
  }
  return categories;
}

/// As with agencies: the first definition would answer for another one.
bool contradicts(const Directory& directory, const CategoryDefined& wanted,
                 const Arguments& arguments) {
  const auto known = directory.categories.find(wanted.id);
  if (known == directory.categories.end()) return false;
  return (arguments.has("name") && known->second.name != wanted.name) ||
         (arguments.has("parent") && known->second.parent != wanted.parent) ||
         (arguments.has("default-agency") && known->second.default_agency != wanted.default_agency);
}

std::string in_words(const BatchOutcome& outcome) {
  const auto one_or_many = [](const std::vector<std::string>& ids) {
    return ids.size() == 1 ? ids.front() : std::to_string(ids.size()) + " topics";
  };
  if (outcome.done.empty()) {
    return outcome.already.size() == 1 ? outcome.already.front() + " was defined already."
                                       : "All were defined already; nothing was added.";
  }
  std::string text = "Defined " + one_or_many(outcome.done) + ".";
  if (!outcome.already.empty()) {
    text += " Defined already: " + one_or_many(outcome.already) + ".";
  }
  return text;
}

ExitCode run_define(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto categories = wanted(arguments);
  if (!categories) return output.fail(categories.error());
  const auto opened = wiring.open_for_writing();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const auto directory = ledger.directory();
  std::vector<std::string> ids;
  std::vector<AnyCommand> commands;
  for (const CategoryDefined& category : categories.value()) {
    if (contradicts(*directory, category, arguments)) {
      return output.refuse({RejectionCode::category_exists});
    }
    ids.push_back(category.id.value);
    commands.push_back(
        directory_command(ledger, wiring.actor(), "define/" + category.id.value, Define{category}));
  }
  const BatchOutcome outcome = send_batch(ledger, ids, std::move(commands));
  if (!outcome.failed.empty()) return show_failures(outcome, output);
  return output.show(in_words(outcome), JsonObject()
                                            .json("defined", json_texts(outcome.done))
                                            .json("already", json_texts(outcome.already))
                                            .done());
}

template <class Id>
std::optional<std::string> text_of(const std::optional<Id>& id) {
  return id ? std::optional(id->value) : std::nullopt;
}

ExitCode run_list(const Arguments&, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_for_reading();
  if (!opened) return output.fail(opened.error());
  Table table{.columns = {{"ID"}, {"NAME"}, {"PARENT"}, {"DEFAULT AGENCY"}},
              .when_empty = "No topic is defined. Next: aduan category define --reference"};
  const auto directory = opened.value()->directory();
  for (const auto& [id, category] : directory->categories) {
    const auto parent = text_of(category.parent);
    const auto agency = text_of(category.default_agency);
    table.rows.push_back({id.value, category.name, parent.value_or("-"), agency.value_or("-")});
    table.json_rows.push_back(JsonObject()
                                  .text("id", id.value)
                                  .text("name", category.name)
                                  .text_or_null("parent", parent)
                                  .text_or_null("default_agency", agency)
                                  .done());
  }
  return output.show(table);
}

}  // namespace

constinit const Subcommand kCategoryDefine{
    .name = "category define",
    .summary = "define topics that a verifier can choose",
    .options = kDefineOptions,
    .example = "aduan category define --reference",
    .default_actor = "operator:local",
    .run = run_define,
};

constinit const Subcommand kCategoryList{
    .name = "category list",
    .summary = "every topic",
    .options = {},
    .example = "aduan category list",
    .default_actor = "auditor:local",
    .run = run_list,
};

}  // namespace aduan
