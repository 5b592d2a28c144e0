// A map: how the columns of a publisher's files become events. Declared in a TOML file; docs and
// the shipped maps (cli/maps) show every key. An unknown key is an error that names the key and its
// line.
//
// Two shapes. `case`: a row is a case, its events are declared one by one. `history`: a row is an
// event of a case; the events follow from phases and holders (cli/import/history_translator.h).

#pragma once

#include "cli/import/steps.h"
#include "cli/import/time_text.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// The names that one column may have: the first that the file has is taken.
using ColumnNames = std::vector<std::string>;

/// A text that a row holds: of one column, or of several joined.
struct FieldSpec {
  std::vector<ColumnNames> parts;  ///< none: the field is not mapped
  std::string separator = ", ";
  std::vector<std::string> null_words;  ///< stand for an empty field
  bool optional = false;                ///< a file may lack the column

  bool is_mapped() const { return !parts.empty(); }
};

/// A column of instants.
struct TimeSpec {
  std::string name;  ///< as the map calls it
  FieldSpec field;
  TimeFormats formats;
};

/// Indexes into `ImportMap::times`: the first that has a time is taken.
using TimeChoice = std::vector<std::size_t>;

/// What must hold of a row. A blank field passes `absent` alone.
struct Condition {
  enum class Test : std::uint8_t { in, not_in, prefix, present, absent };
  Test test = Test::present;
  FieldSpec field;                  ///< or
  std::optional<std::size_t> time;  ///< of a column of instants: present or absent
  std::vector<std::string> words;
};
using Conditions = std::vector<Condition>;  ///< all must hold

/// A column whose words stand for codes of ours. `fallback` for a word that is not listed.
template <class Value>
struct CodedSpec {
  FieldSpec field;
  std::map<std::string, Value, std::less<>> values;
  Value fallback{};
};

/// The submission; in both shapes.
struct SubmittedSpec {
  TimeChoice time;
  ComplaintKind kind = ComplaintKind::complaint;
  CodedSpec<Channel> channel;
  CodedSpec<std::string> region;
  FieldSpec category;
  FieldSpec location;
  FieldSpec title;
  FieldSpec text;
  FieldSpec name;
  FieldSpec contact;
};

/// A further event of a row that is a case.
struct EventSpec {
  StepKind kind = StepKind::forwarded;
  Conditions when;
  TimeChoice time;
  FieldSpec agency;  ///< forwarded: to whom; blank: no event
  FieldSpec text;
  TimeChoice due;
  CodedSpec<std::optional<Outcome>> outcome;
  int stars = 0;
  /// closed: a time that goes to waste when the event is not made; flagged on `submitted`.
  TimeChoice ignored_time;
};

/// Where a case of a history stands, as the source sees it.
enum class Phase : std::uint8_t { open, resolved, closed };

struct PhaseRule {
  Phase phase = Phase::open;
  Conditions when;
};

/// Rows that are events.
struct HistorySpec {
  TimeChoice time;
  FieldSpec order;   ///< the events' numbers; not mapped: the file's order
  FieldSpec holder;  ///< who has the case
  FieldSpec status;
  std::vector<std::string> statuses;  ///< kept as codes; any other goes into a text
  Conditions accepts;                 ///< the first such event is `verified`
  std::vector<PhaseRule> phases;      ///< the first that holds; none: open
};

struct ImportMap {
  enum class Shape : std::uint8_t { row_a_case, history };

  std::string source;  ///< begins every reference and id, names the actor; `a-z0-9-`
  Shape shape = Shape::row_a_case;
  char delimiter = ',';
  AgencyKind agency_kind = AgencyKind::other;
  FieldSpec case_id;
  std::vector<TimeSpec> times;
  SubmittedSpec submitted;
  std::vector<EventSpec> events;  ///< of a row that is a case, in this order
  HistorySpec history;
};

/// `name` is for messages alone. Errors: invalid, with the line.
Result<ImportMap> parse_import_map(std::string_view toml, std::string_view name);

/// Errors: not_found, unavailable, invalid.
Result<ImportMap> read_import_map(const std::string& path);

}  // namespace aduan
