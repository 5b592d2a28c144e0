#include "core/privacy/access.h"

#include <algorithm>
#include <array>

namespace aduan {
namespace {

using enum Seen;

/// One row of the table: what a kind of reader sees of a published case, of one that is not yet,
/// and what is left of it when the case is anonymous (`name`) or confidential.
struct Row {
  Sight published;
  Sight before;
  bool name_of_anonymous = false;  ///< the reporter alone
  Sight confidential;
};

constexpr Row kPublic = {{H, G, T, O, N}, {}, false, {}};
constexpr Row kReporter = {{H, G, T, O, N, X}, {H, G, T, O, N, X}, true, {H, G, T, O, N, X}};
constexpr Row kActiveAgency = {{H, G, T, O, I, N}, {H, G, T, O, I, N}, false, {H, G, T, O, I, N}};
constexpr Row kFormerAgency = {{H, G, T, O, N}, {}, false, {H}};
constexpr Row kVerifier = {{H, G, T, O, I, N}, {H, G, T, O, I, N}, false, {H, G, T, O, I, N}};
constexpr Row kOverseer = {{H, G, T, O, I}, {H, G, T, O, I}, false, {H, G, O, I}};
constexpr Row kAuditor = {{H, G, T, O, I}, {H, G, O, I}, false, {H, O, I}};
constexpr Row kHeadsOnly = {{H}, {H}, false, {H}};

const Row& row_of(Role role, Custody custody) {
  switch (role) {
    case Role::reporter:
      return kReporter;
    case Role::citizen:
    case Role::analyst:
      return kPublic;
    case Role::agency:
      if (custody == Custody::active) return kActiveAgency;
      return custody == Custody::former ? kFormerAgency : kPublic;
    case Role::verifier:
      return kVerifier;
    case Role::overseer:
      return kOverseer;
    case Role::custodian:
    case Role::auditor:
      return kAuditor;
    case Role::operator_:
    case Role::watcher:
    case Role::steward:
    case Role::importer:
      return kHeadsOnly;
  }
  return kHeadsOnly;
}

/// The texts that are not the letter of their kind. Everything else of the reporter's is T,
/// everything else of the agencies and the desk is I.
struct Letter {
  std::string_view type;  ///< short: `responded`
  std::string_view field;
  Seen letter;
};
constexpr std::array kLetters = std::to_array<Letter>({
    {"submitted", "title", T},
    {"submitted", "text", T},
    {"submitted", "location", T},
    {"submitted", "attachments", T},
    {"submitted", "name", N},
    {"submitted", "contact", X},
    {"submitted", "id_number", X},
    {"submitted", "reference", X},
    {"submitted", "category", G},
    {"submitted", "region", G},
    {"submitted", "incident_date", G},
    {"verified", "category", G},
    {"supplemented", "text", T},
    {"supplemented", "attachments", T},
    {"reporter_replied", "text", T},
    {"reporter_replied", "attachments", T},
    {"reopened", "text", T},
    {"escalated", "text", T},
    {"rated", "comment", T},
    {"pended", "question", O},
    {"archived", "explanation", O},
    {"ruled", "reasons", O},
    {"responded", "text", O},
    {"responded", "attachments", O},
    {"closed", "note", O},
    {"reopened", "note", O},
});

}  // namespace

Sight sight_of(const Actor& actor, const CaseVisibility& visibility, Custody custody) {
  const Row& row = row_of(actor.role, custody);
  Sight sight = visibility.published ? row.published : row.before;
  if (visibility.confidential) {
    sight = row.confidential;
    if (actor.role == Role::overseer && visibility.escalated_to_overseer) {
      sight = row.published;
    }
  }
  if (visibility.anonymous && !row.name_of_anonymous) sight = sight.without(N);
  return sight;
}

Seen letter_of(std::string_view type, std::string_view field, bool public_comment) {
  if (type == "commented") return public_comment ? O : I;
  const auto* const found = std::find_if(kLetters.begin(), kLetters.end(), [&](const Letter& each) {
    return each.type == type && each.field == field;
  });
  return found != kLetters.end() ? found->letter : I;
}

}  // namespace aduan
