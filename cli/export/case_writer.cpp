#include "cli/export/case_writer.h"

namespace aduan {
namespace {

std::string_view text_in(const EventView& event, std::string_view field) {
  for (const ReadText& text : event.texts) {
    if (text.field == field && text.opened) return text.opened->text;
  }
  return {};
}

}  // namespace

std::string_view first_text(const CaseView& view, std::string_view field) {
  return view.events.empty() ? std::string_view() : text_in(view.events.front(), field);
}

std::string_view last_text(const CaseView& view, std::string_view field) {
  std::string_view last;
  for (const EventView& event : view.events) {
    const std::string_view text = text_in(event, field);
    if (!text.empty()) last = text;
  }
  return last;
}

const Submitted* submission_of(const CaseView& view) {
  if (view.events.empty() || !view.events.front().recorded) return nullptr;
  return std::get_if<Submitted>(&view.events.front().recorded->event);
}

std::string category_of(const CaseView& view) {
  const auto& category = view.state.complaint.category;
  if (!category.open) return std::string(last_text(view, "category"));
  return view.sight.has(Seen::G) ? category.open->value : std::string();
}

std::string region_of(const CaseView& view) {
  const Submitted* const submitted = submission_of(view);
  if (submitted == nullptr) return {};
  if (!submitted->region.open) return std::string(first_text(view, "region"));
  return view.sight.has(Seen::G) ? submitted->region.open->value : std::string();
}

}  // namespace aduan
