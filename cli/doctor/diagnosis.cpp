#include "cli/doctor/diagnosis.h"

#include "cli/json_object.h"
#include "cli/terminal_text.h"
#include "schemas/ids.h"
#include "schemas/instant.h"

#include <fmt/format.h>

#include <algorithm>

namespace aduan {
namespace {

std::string title_of(const Diagnosis& diagnosis) {
  std::string title = diagnosis.kind + "  " + diagnosis.place;
  const auto id = CaseId::from_text(diagnosis.subject);
  if (id) {
    title += "  case " + tracking_number(*id);
  } else if (!diagnosis.subject.empty()) {
    title += "  " + diagnosis.subject;
  }
  if (diagnosis.since) title += "  since " + format_instant(*diagnosis.since);
  return title;
}

}  // namespace

std::string text_of(std::span<const Diagnosis> diagnoses) {
  std::string text;
  for (const Diagnosis& each : diagnoses) {
    if (!text.empty()) text += '\n';
    text += fmt::format("{}\n  what  {}\n  means {}\n  do    {}\n", printable(title_of(each)),
                        printable(each.reason), each.meaning, each.advice);
  }
  return text;
}

std::string json_of(const Diagnosis& diagnosis) {
  const auto or_null = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  std::optional<std::string> since;
  if (diagnosis.since) since = format_instant(*diagnosis.since);
  return JsonObject()
      .text("kind", diagnosis.kind)
      .text("place", diagnosis.place)
      .text_or_null("subject", or_null(diagnosis.subject))
      .text_or_null("since", since)
      .text("reason", diagnosis.reason)
      .text("meaning", diagnosis.meaning)
      .text("advice", diagnosis.advice)
      .done();
}

ExitCode exit_of(std::span<const Diagnosis> diagnoses) {
  ExitCode gravest = ExitCode::done;
  for (const Diagnosis& each : diagnoses) gravest = std::max(gravest, each.exit);
  return gravest;
}

}  // namespace aduan
