#include "cli/import/import_map.h"

#include "cli/import/byte_source.h"
#include "cli/import/map_table.h"

#include <algorithm>
#include <array>

namespace aduan {

namespace {

constexpr std::size_t kMapBytesMax = 1024 * 1024;
constexpr std::size_t kSourceNameMax = 24;  // with a slug and a hash an id stays within 64

bool is_source_name(std::string_view text) {
  constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyz0123456789-";
  return !text.empty() && text.size() <= kSourceNameMax && text.front() != '-' &&
         text.find_first_not_of(kSigns) == std::string_view::npos;
}

class MapParser {
 public:
  MapParser(MapTable& root, MapProblems& problems) : root_(root), problems_(problems) {}

  ImportMap parse() {
    read_file_keys();
    read_times();
    map_.case_id = field(root_, "id", Needed::yes);
    if (auto submitted = root_.table("submitted")) {
      read_submitted(*submitted);
    } else {
      problems_.add(root_.line(), "the table [submitted] is missing");
    }
    if (map_.shape == ImportMap::Shape::history) {
      read_history();
    } else {
      for (MapTable& event : root_.tables("event")) read_event(event);
    }
    root_.finish();
    return std::move(map_);
  }

 private:
  enum class Needed : bool { no, yes };

  void read_file_keys() {
    map_.source = root_.text("source").value_or("");
    if (!is_source_name(map_.source)) {
      problems_.add(root_.line_of("source"),
                    "`source` must be 1 to 24 of a-z, 0-9 and -, not beginning with -");
    }
    const std::string shape = root_.text("shape").value_or("");
    if (shape == "history") {
      map_.shape = ImportMap::Shape::history;
    } else if (shape != "case") {
      problems_.add(root_.line_of("shape"),
                    "`shape` must be \"case\" (a row is a case) or "
                    "\"history\" (a row is an event)");
    }
    const std::string delimiter = root_.text("delimiter").value_or(",");
    if (delimiter.size() != 1 ||
        std::string_view("\"\r\n").find(delimiter[0]) != std::string::npos) {
      problems_.add(root_.line_of("delimiter"), "`delimiter` must be one ASCII character");
    } else {
      map_.delimiter = delimiter[0];
    }
    const auto zone = parse_fixed_zone(root_.text("zone").value_or("UTC"));
    if (zone) {
      zone_ = zone.value();
    } else {
      problems_.add(root_.line_of("zone"), zone.error().message);
    }
    null_words_ = root_.texts("null");
    map_.agency_kind = code(root_, "agency_kind", AgencyKind::other);
  }

  void read_times() {
    auto times = root_.table("times");
    if (!times) {
      problems_.add(root_.line(), "the table [times] is missing");
      return;
    }
    for (const std::string& name : times->keys()) {
      auto table = times->table(name);
      if (!table) continue;
      TimeSpec time{.name = name, .field = {}, .formats = {}};
      const std::vector<std::string> formats = table->texts("formats");
      if (formats.empty()) problems_.add(table->line(), "`formats` is missing");
      auto compiled = TimeFormats::compile(formats, zone_);
      if (compiled) {
        time.formats = std::move(compiled).value();
      } else {
        problems_.add(table->line_of("formats"), compiled.error().message);
      }
      time.field = field_of(*table);
      map_.times.push_back(std::move(time));
    }
    times->finish();
  }

  // The rest of a table that is a field: its own keys are taken already.
  FieldSpec field_of(MapTable& table) {
    FieldSpec spec;
    spec.null_words = null_words_;
    if (table.has("null")) spec.null_words = table.texts("null");
    spec.optional = table.flag("optional");
    const ColumnNames columns = table.texts("columns");
    if (!columns.empty()) spec.parts.push_back(columns);
    for (const ColumnNames& part : table.lists("parts")) spec.parts.push_back(part);
    spec.separator = table.text("separator").value_or(spec.separator);
    if (spec.parts.empty()) problems_.add(table.line(), "`columns` is missing");
    table.finish();
    return spec;
  }

  FieldSpec field(MapTable& table, std::string_view key, Needed needed) {
    FieldSpec spec;
    spec.null_words = null_words_;
    if (auto inner = table.try_table(key)) return field_of(*inner);
    const ColumnNames columns = table.texts(key);
    if (!columns.empty()) {
      spec.parts.push_back(columns);
    } else if (needed == Needed::yes) {
      problems_.add(table.line(), "`" + std::string(key) + "` is missing");
    }
    return spec;
  }

  TimeChoice times(MapTable& table, std::string_view key, Needed needed) {
    TimeChoice choice;
    for (const std::string& name : table.texts(key)) {
      if (const auto index = time_index(table, key, name)) choice.push_back(*index);
    }
    if (choice.empty() && needed == Needed::yes && !table.has(key)) {
      problems_.add(table.line(), "`" + std::string(key) + "` is missing");
    }
    return choice;
  }

  std::optional<std::size_t> time_index(MapTable& table, std::string_view key,
                                        const std::string& name) {
    for (std::size_t i = 0; i < map_.times.size(); ++i) {
      if (map_.times[i].name == name) return i;
    }
    problems_.add(table.line_of(key), "[times] has no `" + name + "`");
    return std::nullopt;
  }

  template <class E>
  E code(MapTable& table, std::string_view key, E fallback) {
    const auto text = table.text(key);
    return text ? parsed_code(table.line_of(key), *text, fallback) : fallback;
  }

  template <class E>
  E parsed_code(std::size_t line, std::string_view text, E fallback) {
    if (const auto parsed = parse_code<E>(text)) return *parsed;
    std::string known;
    for (const std::string_view name : Names<E>::values) known += " " + std::string(name);
    problems_.add(line, "`" + std::string(text) + "` is not one of:" + known);
    return fallback;
  }

  Channel value_of(std::size_t line, const std::string& text, Channel*) {
    return parsed_code(line, text, Channel::other);
  }
  std::optional<Outcome> value_of(std::size_t line, const std::string& text,
                                  std::optional<Outcome>*) {
    return parsed_code(line, text, Outcome::explained);
  }
  std::string value_of(std::size_t, const std::string& text, std::string*) { return text; }

  // `key = "constant"`, or a field with `values` and perhaps an `other`.
  template <class Value>
  CodedSpec<Value> coded(MapTable& table, std::string_view key, Value fallback) {
    CodedSpec<Value> spec{.field = {}, .values = {}, .fallback = fallback};
    Value* const tag = nullptr;
    auto inner = table.try_table(key);
    if (!inner) {
      if (const auto text = table.text(key)) {
        spec.fallback = value_of(table.line_of(key), *text, tag);
      }
      return spec;
    }
    if (const auto other = inner->text("other")) {
      spec.fallback = value_of(inner->line_of("other"), *other, tag);
    }
    if (auto values = inner->table("values")) {
      for (const std::string& word : values->keys()) {
        if (const auto text = values->text(word)) {
          spec.values.emplace(word, value_of(values->line_of(word), *text, tag));
        }
      }
      values->finish();
    }
    spec.field = field_of(*inner);
    return spec;
  }

  Conditions conditions(MapTable& table, std::string_view key) {
    Conditions all;
    for (MapTable& one : table.tables(key)) all.push_back(condition(one));
    return all;
  }

  Condition condition(MapTable& table) {
    using Test = Condition::Test;
    constexpr std::array<std::pair<std::string_view, Test>, 3> kWordTests = {
        {{"in", Test::in}, {"not_in", Test::not_in}, {"prefix", Test::prefix}}};
    Condition condition;
    std::size_t tests = 0;
    for (const auto& [name, test] : kWordTests) {
      if (!table.has(name)) continue;
      condition.test = test;
      condition.words = table.texts(name);
      ++tests;
    }
    if (table.has("present")) {
      condition.test = table.flag("present") ? Test::present : Test::absent;
      ++tests;
    }
    if (tests != 1) {
      problems_.add(table.line(), "a condition needs one of `in`, `not_in`, `prefix`, `present`");
    }
    if (const auto time = table.text("time")) {
      condition.time = time_index(table, "time", *time);
      if (!condition.words.empty()) {
        problems_.add(table.line(), "a condition on a time knows `present` alone");
      }
      table.finish();
    } else {
      condition.field = field_of(table);
    }
    return condition;
  }

  void read_submitted(MapTable& table) {
    SubmittedSpec& spec = map_.submitted;
    spec.time = times(table, "time", Needed::yes);
    spec.kind = code(table, "kind", ComplaintKind::complaint);
    spec.channel = coded(table, "channel", Channel::other);
    spec.region = coded(table, "region", std::string());
    spec.category = field(table, "category", Needed::no);
    spec.location = field(table, "location", Needed::no);
    spec.title = field(table, "title", Needed::no);
    spec.text = field(table, "text", Needed::no);
    spec.name = field(table, "name", Needed::no);
    spec.contact = field(table, "contact", Needed::no);
    table.finish();
  }

  void read_event(MapTable& table) {
    EventSpec spec;
    const std::string type = table.text("type").value_or("");
    const auto kind = parse_step_kind(type);
    if (kind && *kind != StepKind::submitted) {
      spec.kind = *kind;
    } else {
      problems_.add(table.line(),
                    "`type` must be one of: verified forwarded returned noted "
                    "responded closed reopened rated");
    }
    spec.when = conditions(table, "when");
    spec.time = times(table, "time", Needed::yes);
    const bool forwards = spec.kind == StepKind::forwarded || spec.kind == StepKind::returned;
    if (forwards) spec.agency = field(table, "to", Needed::yes);
    if (spec.kind == StepKind::forwarded) spec.due = times(table, "due", Needed::no);
    if (spec.kind == StepKind::responded) {
      spec.outcome = coded(table, "outcome", std::optional<Outcome>());
    }
    if (spec.kind == StepKind::rated) {
      spec.stars = static_cast<int>(table.number("stars").value_or(0));
      if (spec.stars < 1 || spec.stars > 5) problems_.add(table.line(), "`stars` must be 1 to 5");
    }
    if (spec.kind == StepKind::closed) spec.ignored_time = times(table, "ignored_time", Needed::no);
    spec.text = field(table, "text", Needed::no);
    table.finish();
    map_.events.push_back(std::move(spec));
  }

  void read_history() {
    auto table = root_.table("history");
    if (!table) {
      problems_.add(root_.line(), "the table [history] is missing");
      return;
    }
    HistorySpec& spec = map_.history;
    spec.time = times(*table, "time", Needed::yes);
    spec.order = field(*table, "order", Needed::no);
    spec.holder = field(*table, "holder", Needed::yes);
    spec.status = field(*table, "status", Needed::no);
    spec.statuses = table->texts("statuses");
    spec.accepts = conditions(*table, "accepts");
    for (MapTable& rule : table->tables("phase")) {
      const std::string phase = rule.text("is").value_or("");
      if (phase != "resolved" && phase != "closed") {
        problems_.add(rule.line(),
                      "`is` must be \"resolved\" or \"closed\"; any other row is open");
      }
      spec.phases.push_back(PhaseRule{.phase = phase == "closed" ? Phase::closed : Phase::resolved,
                                      .when = conditions(rule, "when")});
      rule.finish();
    }
    table->finish();
  }

  MapTable& root_;
  MapProblems& problems_;
  ImportMap map_;
  std::chrono::minutes zone_{0};
  std::vector<std::string> null_words_;
};

}  // namespace

Result<ImportMap> parse_import_map(std::string_view toml, std::string_view name) {
  MapProblems problems;
  auto document = MapDocument::parse(toml, problems);
  if (document) {
    MapTable root = document->root();
    ImportMap map = MapParser(root, problems).parse();
    if (problems.empty()) return map;
  }
  return Error{.kind = ErrorKind::invalid,
               .message = "the map " + std::string(name) + ", line " +
                          std::to_string(problems.first_line()) + ": " + problems.first_text() +
                          "; nothing was imported. Correct the map"};
}

Result<ImportMap> read_import_map(const std::string& path) {
  auto source = open_byte_source(path);
  if (!source) return source.error();
  std::string text(kMapBytesMax + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const auto got = source.value()->read(std::span(text).subspan(size));
    if (!got) return got.error();
    if (got.value() == 0) break;
    size += got.value();
  }
  text.resize(size);
  return parse_import_map(text, path);
}

}  // namespace aduan
