#include "cli/commands/agency.h"
#include "cli/commands/agency_grant.h"
#include "cli/commands/audit.h"
#include "cli/commands/case_dialogue.h"
#include "cli/commands/case_handling.h"
#include "cli/commands/case_intake.h"
#include "cli/commands/case_oversight.h"
#include "cli/commands/case_privacy.h"
#include "cli/commands/category.h"
#include "cli/commands/completion.h"
#include "cli/commands/doctor.h"
#include "cli/commands/export.h"
#include "cli/commands/follow.h"
#include "cli/commands/import.h"
#include "cli/commands/init.h"
#include "cli/commands/migrate.h"
#include "cli/commands/policy.h"
#include "cli/commands/queue.h"
#include "cli/commands/replay.h"
#include "cli/commands/run_due.h"
#include "cli/commands/serve.h"
#include "cli/commands/show.h"
#include "cli/commands/simulate.h"
#include "cli/commands/stats.h"
#include "cli/commands/upkeep.h"
#include "cli/nearest.h"
#include "cli/subcommand.h"

#include <algorithm>
#include <string>
#include <vector>

namespace aduan {
namespace {

// In the order of the help.
constexpr const Subcommand* kAll[] = {
    &kInit,        &kAgencyConnect,  &kAgencyRename, &kAgencyDissolve, &kAgencyList,
    &kAgencyGrant, &kCategoryDefine, &kCategoryList, &kPolicyAdopt,    &kPolicyShow,
    &kSubmit,      &kVerify,         &kPend,         &kSupplement,     &kArchive,
    &kAppeal,      &kMerge,          &kForward,      &kReturn,         &kRule,
    &kAssign,      &kStart,          &kNote,         &kRespond,        &kReply,
    &kComment,     &kClose,          &kWithdraw,     &kReopen,         &kRate,
    &kSupport,     &kEscalate,       &kExtend,       &kVisibility,     &kRedact,
    &kReveal,      &kErase,          &kShow,         &kQueue,          &kStats,
    &kImport,      &kExport,         &kSimulate,     &kReplay,         &kRunDue,
    &kRebuild,     &kServe,          &kFollow,       &kStatus,         &kDoctor,
    &kMigrate,     &kAuditVerify,    &kCompletion,
};

/// How many words of `words` are `name`; 0 when they do not begin with it.
std::size_t matching_words(std::string_view name, std::span<const std::string> words) {
  std::size_t matched = 0;
  while (!name.empty()) {
    const std::size_t blank = std::min(name.find(' '), name.size());
    if (matched == words.size() || words[matched] != name.substr(0, blank)) return 0;
    ++matched;
    name.remove_prefix(std::min(blank + 1, name.size()));
  }
  return matched;
}

}  // namespace

std::span<const Subcommand* const> subcommands() { return kAll; }

const Subcommand* find_subcommand(std::span<const std::string> words, std::size_t& name_words) {
  const Subcommand* best = nullptr;
  name_words = 0;
  for (const Subcommand* const each : kAll) {
    const std::size_t matched = matching_words(each->name, words);
    if (matched <= name_words) continue;
    best = each;
    name_words = matched;
  }
  return best;
}

std::string_view nearest_subcommand(std::string_view word) {
  std::vector<std::string_view> names;
  for (const Subcommand* const each : kAll) names.push_back(each->name);
  const std::string_view whole = nearest(word, names);
  if (!whole.empty()) return whole;
  // A group's name alone, mistyped.
  for (std::string_view& name : names) name = name.substr(0, name.find(' '));
  return nearest(word, names);
}

}  // namespace aduan
