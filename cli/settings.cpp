#include "cli/settings.h"

#include "schemas/json/document.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace aduan {
namespace {

namespace fs = std::filesystem;

using Form = Option::Form;

constexpr std::string_view kDefaultLedger = "./aduan-ledger";
constexpr std::string_view kFileName = "aduan.conf";
constexpr std::string_view kKeys[] = {"ledger", "state", "as", "format", "lang"};

constexpr Option kGlobals[] = {
    {"ledger", Form::value, "PATH",
     "the ledger's folder, default ./aduan-ledger; or kafka://HOST:PORT[/PREFIX]"},
    {"state", Form::value, "DIR",
     "of a ledger on Kafka: this machine's secrets, keys and projections"},
    {"as", Form::value, "ROLE:ID",
     "who acts: verifier:desk/v-1, agency:kl-kemenkes/o-4711, reporter"},
    {"format", Form::value, "FORM", "table (default), json or jsonl (one object a line)"},
    {"lang", Form::value, "LANGUAGE",
     "en or id, of what people read; default: as LANG says, or en"},
    {"as-of", Form::value, "INSTANT", "on reads of cases: as it was then; UTC without a zone"},
    {"now", Form::value, "INSTANT", "test ledgers alone (init --seed): what the clock says"},
    {"help", Form::flag, "", "this, or a command's options and an example; also -h"},
    {"version", Form::flag, "", "the version"},
};

/// The language of a locale's name: `id_ID.UTF-8`, `id`. Others are shown English.
Language language_of_locale(const Environment& environment) {
  for (const std::string_view variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const auto locale = environment(variable);
    if (!locale) continue;
    return parse_code<Language>(locale->substr(0, locale->find_first_of("_.@")))
        .value_or(Language::english);
  }
  return Language::english;
}

const Option* global_of(std::string_view word) {
  if (!word.starts_with("--")) return nullptr;
  const std::string_view name = word.substr(2, word.find('=') - 2);
  const auto found = std::find_if(std::begin(kGlobals), std::end(kGlobals),
                                  [&](const Option& option) { return option.name == name; });
  return found == std::end(kGlobals) ? nullptr : &*found;
}

using Values = std::map<std::string, std::string>;

Result<Values> read_configuration(const Environment& environment, const std::string& folder) {
  const auto named = environment("ADUAN_CONF");
  const fs::path path = named ? fs::path(*named) : fs::path(folder) / kFileName;
  std::error_code code;
  const bool exists = fs::is_regular_file(path, code);
  if (!exists && !named) return Values{};
  std::ifstream file(path, std::ios::binary);
  if (!exists || !file) {
    return Error{ErrorKind::not_found,
                 "the configuration '" + path.string() +
                     "' cannot be read. Nothing was changed; look at ADUAN_CONF"};
  }
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  auto values = parse_configuration(text, kKeys);
  if (!values) {
    return Error{ErrorKind::invalid,
                 path.string() + ", " + values.error().message + ". Nothing was changed"};
  }
  for (const char* const key : {"ledger", "state"}) {
    const auto found = values.value().find(key);
    if (found == values.value().end() || found->second.find("://") != std::string::npos) continue;
    found->second = (path.parent_path() / found->second).string();
  }
  return values;
}

}  // namespace

std::span<const Option> global_options() { return kGlobals; }

CommandLine split_command_line(std::span<const std::string> words) {
  CommandLine line;
  std::size_t i = 0;
  for (; i < words.size() && words[i] != "--"; ++i) {
    if (words[i] == "-h") {
      line.globals.emplace_back("--help");
      continue;
    }
    const Option* const option = global_of(words[i]);
    if (option == nullptr) {
      line.rest.push_back(words[i]);
      continue;
    }
    line.globals.push_back(words[i]);
    const bool takes_next = option->form == Form::value && words[i].find('=') == std::string::npos;
    if (takes_next && i + 1 < words.size()) line.globals.push_back(words[++i]);
  }
  line.rest.insert(line.rest.end(), words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
  return line;
}

Result<Settings> resolve_settings(const Arguments& globals, const Environment& environment,
                                  const std::string& folder) {
  const auto file = read_configuration(environment, folder);
  if (!file) return file.error();
  const auto value_of = [&](const std::string& key,
                            std::string_view variable) -> std::optional<std::string> {
    if (auto given = globals.find(key)) return given;
    if (auto set = environment(variable)) return set;
    const auto found = file.value().find(key);
    return found == file.value().end() ? std::nullopt : std::optional(found->second);
  };
  Settings settings;
  settings.ledger = value_of("ledger", "ADUAN_LEDGER").value_or(std::string(kDefaultLedger));
  settings.state = value_of("state", "ADUAN_STATE");
  settings.as = value_of("as", "ADUAN_AS");
  settings.as_of = globals.find("as-of");
  settings.now = globals.has("now") ? globals.find("now") : environment("ADUAN_NOW");
  if (settings.ledger.empty()) {
    return Error{ErrorKind::invalid, "'--ledger' is empty. Name a folder; nothing was changed"};
  }
  if (const auto format = value_of("format", "ADUAN_FORMAT")) {
    const auto parsed = parse_format(*format);
    if (!parsed) {
      return Error{ErrorKind::invalid,
                   "the form is table, json or jsonl (--format, ADUAN_FORMAT, aduan.conf). "
                   "Nothing was changed"};
    }
    settings.format = *parsed;
  }
  settings.language = language_of_locale(environment);
  if (const auto language = value_of("lang", "ADUAN_LANG")) {
    const auto parsed = parse_code<Language>(*language);
    if (!parsed) {
      return Error{
          ErrorKind::invalid,
          "the language is en or id (--lang, ADUAN_LANG, aduan.conf). Nothing was changed"};
    }
    settings.language = *parsed;
  }
  for (const std::string* const text : {&settings.ledger, settings.as ? &*settings.as : nullptr}) {
    if (text != nullptr && !json::is_valid_utf8(*text)) {
      return Error{ErrorKind::invalid, "a setting is not valid UTF-8. Nothing was changed"};
    }
  }
  return settings;
}

}  // namespace aduan
