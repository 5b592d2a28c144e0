#include "cli/render/words.h"

#include "cli/render/rejection_words.h"

#include <algorithm>
#include <span>

namespace aduan {
namespace {

std::string_view named(std::span<const Words::Named> words, std::string_view name) {
  const auto found = std::find_if(words.begin(), words.end(),
                                  [&](const auto& each) { return each.first == name; });
  return found == words.end() ? name : found->second;
}

constexpr Phrase kMistakes[] = {Phrase::name_one_case, Phrase::no_tracking_number,
                                Phrase::no_such_case, Phrase::no_case_to_act_on};

std::string_view text_of(const Words& words, Phrase phrase) {
  return words.phrases[static_cast<std::size_t>(phrase)].second;
}

}  // namespace

const Words& words_in(Language language) {
  return language == Language::indonesian ? indonesian() : english();
}

std::string_view field_word(const Words& words, std::string_view field) {
  return named(words.fields, field);
}

std::string_view command_word(const Words& words, std::string_view short_type) {
  return named(words.commands, short_type);
}

std::string_view short_word_of(const Words& words, const Code<Status>& status) {
  if (!status.known()) return status.text();
  return words.short_statuses[static_cast<std::size_t>(*status.known())];
}

std::string_view translated(const Words& words, std::string_view message) {
  for (const Phrase mistake : kMistakes) {
    if (text_of(english(), mistake) == message) return text_of(words, mistake);
  }
  return message;
}

std::string_view explanation_of(const Words& words, RejectionCode code) {
  return words.language == Language::indonesian ? indonesian_explanation_of(code)
                                                : explanation_of(code);
}

}  // namespace aduan
