#include "core/ledger/audit/difference.h"

#include "schemas/envelope.h"
#include "schemas/instant.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace aduan {
namespace {

constexpr std::size_t kValueBytesMax = 200;  // of a field's text in a finding

const ClockStart* find_start(const std::vector<ClockStart>& starts, const ClockStart& wanted) {
  const auto found = std::find_if(starts.begin(), starts.end(), [&](const ClockStart& each) {
    return each.clock == wanted.clock && each.agency == wanted.agency;
  });
  return found == starts.end() ? nullptr : &*found;
}

std::optional<Difference> difference_of_clocks(const std::vector<ClockStart>& is,
                                               const std::vector<ClockStart>& should_be) {
  if (is == should_be) return std::nullopt;
  const auto say = [](std::string reason) { return Difference{"clocks", std::move(reason)}; };
  for (const ClockStart& wanted : should_be) {
    const std::string clock = clock_text(wanted.clock, wanted.agency);
    const ClockStart* const start = find_start(is, wanted);
    if (start == nullptr) {
      return say("the clock " + clock + " is left out; it should be due " +
                 format_instant(wanted.due));
    }
    if (start->due == wanted.due) continue;
    return say("the clock " + clock + " is due " + format_instant(start->due) + ", should be " +
               format_instant(wanted.due));
  }
  for (const ClockStart& start : is) {
    if (find_start(should_be, start) != nullptr) continue;
    return say("the clock " + clock_text(start.clock, start.agency) + " is started, due " +
               format_instant(start.due) + ", and should not be");
  }
  return say("the clocks stand in another order, or twice");
}

std::string list_text(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names) text.append(text.size() > 1 ? ", " : "").append(name);
  return text + "]";
}

/// The members of a JSON object as our writer spells it: name → text.
std::vector<std::pair<std::string_view, std::string_view>> members_of(std::string_view object) {
  std::vector<std::pair<std::string_view, std::string_view>> members;
  int depth = 0;
  bool in_string = false;
  std::size_t begin = 1;
  for (std::size_t i = 0; i < object.size(); ++i) {
    const char c = object[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    const bool ends = (c == ',' && depth == 1) || depth == 0;
    if (!ends || i <= begin) continue;
    const std::string_view member = object.substr(begin, i - begin);
    const std::size_t colon = member.find(':');
    if (colon >= 2 && colon != std::string_view::npos) {
      members.emplace_back(member.substr(1, colon - 2), member.substr(colon + 1));
    }
    begin = i + 1;
  }
  return members;
}

std::string body_text_of(const Event& event) {
  const auto record = encode_record("", {}, event);
  if (!record) return "{}";
  constexpr std::string_view kData = ",\"data\":";
  const std::size_t data = record.value().find(kData) + kData.size();
  return record.value().substr(data, record.value().size() - data - 1);
}

template <class Members>
std::string_view find_member(const Members& members, std::string_view name) {
  for (const auto& [each, text] : members) {
    if (each == name) return text;
  }
  return "absent";
}

Difference difference_of_fields(const Event& is, const Event& should_be) {
  const std::string is_text = body_text_of(is);
  const std::string should_text = body_text_of(should_be);
  const auto are = members_of(is_text);
  const auto should = members_of(should_text);
  for (const auto* const members : {&are, &should}) {
    for (const auto& [name, text] : *members) {
      const std::string_view left = find_member(are, name);
      const std::string_view right = find_member(should, name);
      if (left == right) continue;
      return {std::string(name), std::string(name) + " is " +
                                     std::string(left.substr(0, kValueBytesMax)) + ", should be " +
                                     std::string(right.substr(0, kValueBytesMax))};
    }
  }
  return {"data", "its fields differ"};
}

}  // namespace

std::string clock_text(Clock clock, const std::optional<AgencyId>& agency) {
  std::string text(name_of_code(clock));
  if (agency) return text + " of " + agency->value;
  return is_duty(clock) ? text + " of the desk" : text;
}

Difference difference_of(const Event& is, const Event& should_be) {
  const Consequences* const said = consequences_of(is);
  const Consequences* const wanted = consequences_of(should_be);
  if (said != nullptr && wanted != nullptr) {
    if (auto clocks = difference_of_clocks(said->clocks, wanted->clocks)) return *clocks;
    if (said->policy != wanted->policy) {
      const auto name = [](const std::optional<PolicyVersion>& policy) {
        return policy ? policy->value : std::string("absent");
      };
      return {"policy",
              "the policy is " + name(said->policy) + ", should be " + name(wanted->policy)};
    }
    if (said->breaches != wanted->breaches) {
      return {"breaches", "the breaches are " + list_text(said->breaches) + ", should be " +
                              list_text(wanted->breaches)};
    }
  }
  return difference_of_fields(is, should_be);
}

}  // namespace aduan
