// A case as somebody would keep it on paper, from RULES §1 and §3 alone: who has it, whose turn it
// is, which due dates were given. Shares no code with core/complaint, and cares for no speed.

#pragma once

#include "schemas/event.h"
#include "schemas/ids.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace aduan {

class NaiveCase {
 public:
  /// What the event does, on paper.
  void write_down(const Event& event, const Actor& actor);

  bool open() const { return status_ != "closed" && status_ != "archived" && status_ != "merged"; }
  const std::string& status() const { return status_; }
  /// Who leads; `desk` when an open case has no lead, empty when a finished one has none.
  std::string holder() const;
  /// In whose queues the case lies.
  std::vector<std::string> queues() const;
  /// Whether the agency works on it.
  bool has(const std::string& agency) const { return works_.contains(agency); }
  /// The agencies that led it one after the other, the desk left out.
  const std::vector<std::string>& leads() const { return leads_; }
  std::uint32_t handovers() const;
  std::uint32_t returns() const { return returns_; }

  /// The due date that was promised to an agency in this round for a step that it owes once a
  /// round; absent when none was. Only an extension moves it, and a succession to an agency that
  /// had one too, to the earlier of both.
  std::optional<Instant> promised(const std::string& agency, Clock clock) const;

 private:
  struct Work {
    bool leads = false;
    bool turn = true;  ///< it has not given its final answer, or somebody spoke after it
  };

  std::string lead() const;
  void give_lead(const std::string& agency);
  void end(const std::string& agency) { works_.erase(agency); }
  void turn_to_lead();
  void succeed(const std::string& from, const std::string& to);
  void promise(const Event& event);
  bool moves() const { return open() && status_ != "responded"; }

  std::string status_ = "submitted";
  std::string before_pend_;
  std::map<std::string, Work> works_;
  std::vector<std::string> leads_;
  std::uint32_t returns_ = 0;
  bool appeal_ = false;
  bool asks_to_reopen_ = false;
  std::map<std::pair<std::string, Clock>, Instant> promised_;
};

}  // namespace aduan
