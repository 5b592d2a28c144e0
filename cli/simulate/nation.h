// Who there is: the agencies by number, who has joined, whose a case is, who might be mistaken for
// them.

#pragma once

#include "cli/reference/reference.h"
#include "cli/simulate/chance.h"
#include "schemas/codes.h"
#include "schemas/events/directory.h"
#include "schemas/ids.h"
#include "schemas/instant.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace aduan::simulation {

/// An agency's number in the nation.
using OfficeNumber = std::uint16_t;
inline constexpr OfficeNumber kNobody = 0xffff;

struct Office {
  Connected agency;
  bool connected = false;
  bool dissolved = false;
  OfficeNumber successor = kNobody;  ///< the first of them, of a dissolved one
  bool inherits = false;             ///< the successor gets the open cases; else the desk does
};

/// A topic of the reference data.
struct Topic {
  CategoryId id;
  OfficeNumber by_default = kNobody;
  bool regional = false;  ///< its top topic may be a district's
};

class Nation {
 public:
  Nation();

  const Office& office(OfficeNumber number) const { return offices_[number]; }
  std::size_t offices() const { return offices_.size(); }
  Zone zone_of(OfficeNumber number) const;
  OfficeNumber find(std::string_view id) const;  ///< kNobody when there is none

  /// The first wave: who is there from the beginning.
  const std::vector<OfficeNumber>& first_wave() const { return first_wave_; }
  /// Regional governments that join later, as they will join.
  const std::vector<OfficeNumber>& later() const { return later_; }
  /// One of them that has not joined; kNobody when all have.
  OfficeNumber unconnected(Chance& chance) const;

  void connect(OfficeNumber number);
  /// A body that the reference data does not have; the number that it has from now on.
  OfficeNumber found(Connected agency);
  void dissolve(OfficeNumber number, OfficeNumber successor, bool inherits);

  /// Whoever works for it now: itself, or the last of its successors.
  OfficeNumber alive(OfficeNumber number) const;

  /// The topic of a report of that day.
  std::uint16_t draw_topic(Day day, Chance& chance) const;
  const Topic& topic(std::uint16_t number) const { return topics_[number]; }
  /// A regency or city, by people of its province.
  OfficeNumber draw_district(Chance& chance) const;

  /// Whose it is, of those that have joined.
  OfficeNumber responsible(std::uint16_t topic, OfficeNumber district, Chance& chance) const;
  /// Somebody who has joined and is none of those.
  OfficeNumber mistaken_for(const std::vector<OfficeNumber>& none_of, Chance& chance) const;

 private:
  struct Topics {
    std::vector<std::uint32_t> weights;
    std::vector<std::vector<std::uint16_t>> members;  ///< a top topic's own, or its subtopics
  };
  template <std::size_t N>
  Topics topics_of(const std::array<TopicWeight, N>& rows) const;
  void add_topics();

  std::vector<Office> offices_;
  std::vector<OfficeNumber> first_wave_;
  std::vector<OfficeNumber> later_;
  std::vector<OfficeNumber> connected_;  ///< national bodies first, as they joined
  std::vector<OfficeNumber> companies_;
  std::vector<Topic> topics_;
  Topics of_2014_;
  Topics of_2018_;
  std::vector<std::vector<OfficeNumber>> districts_;  ///< by row of kProvinceWeights
};

}  // namespace aduan::simulation
