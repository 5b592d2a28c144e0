#include "tests/scenarios/command_table.h"

#include "schemas/instant.h"

#include <utility>

namespace aduan {
namespace {

using std::chrono::days;

const SealedText kSealed{Hash{}};

Step nothing() {
  return [](Scenario&) {};
}

Step all(std::vector<Step> steps) {
  return [=](Scenario& scenario) {
    for (const Step& step : steps) scenario.given(step);
  };
}

Step at_desk() { return all({submitted(), verified()}); }
/// Led by public works since event 3, on Monday, 2 February 2015.
Step led() { return all({submitted(), verified(), forwarded(kWorks)}); }
Step answered() { return all({led(), responded(kWorks)}); }
Step pended() { return all({submitted(), did(kVerifier, Pend{})}); }

std::vector<TableRow> intake_rows() {
  const Merge merge{*CaseId::from_text("0123456789"), {}};
  const Absorb absorb{*CaseId::from_text("0123456789"), 2, false, false};
  using enum Role;
  return {
      {"submit", nothing(), submit(), {reporter}, Status::submitted},
      {"submit a letter",
       nothing(),
       submit(Channel::letter),
       {reporter, verifier},
       Status::submitted},
      {"submit a call", nothing(), submit(Channel::phone), {reporter, verifier}, Status::submitted},
      {"verify", submitted(), verify(), {verifier}, Status::verified},
      {"correct", led(), verify(ComplaintKind::aspiration), {verifier}, Status::forwarded},
      {"pend", submitted(), Pend{}, {verifier}, Status::pended},
      {"pend, verified", at_desk(), Pend{}, {verifier}, Status::pended},
      {"supplement, pended", pended(), Supplement{}, {reporter}, Status::submitted},
      {"supplement", answered(), Supplement{}, {reporter}, Status::responded},
      {"archive", submitted(), archive(), {verifier}, Status::archived},
      {"archive, expired",
       all({pended(), later(days{30})}),
       archive(ArchiveReason::not_supplemented),
       {verifier, watcher},
       Status::archived},
      {"appeal", archived(), Appeal{}, {reporter}, Status::archived},
      {"dismiss",
       appealed(),
       archive(ArchiveReason::appeal_dismissed),
       {verifier, overseer},
       Status::archived},
      {"merge", at_desk(), merge, {verifier}, Status::merged},
      {"absorb", led(), absorb, {steward}, Status::forwarded},
      {"absorb, closed", closed(kWorks), absorb, {steward}, Status::closed},
  };
}

std::vector<TableRow> handling_rows() {
  using enum Role;
  const Step dissolved_lead = all({led(), dissolved(kWorks, kSocial)});
  return {
      {"forward lead", at_desk(), forward(kWorks), {verifier}, Status::forwarded},
      {"forward support", led(), support_by(kHealth), {verifier}, Status::forwarded},
      {"forward, succession",
       dissolved_lead,
       succeed(kWorks, kSocial),
       {steward},
       Status::forwarded},
      {"return", led(), give_back(kWorks), {agency}, Status::verified},
      {"return, support",
       all({at_desk(), forwarded(kHealth), supported(kWorks)}),
       give_back(kWorks),
       {agency},
       Status::forwarded},
      {"return, succession", dissolved_lead, orphaned_by(kWorks), {steward}, Status::verified},
      {"rule",
       all({at_desk(), sent_back(3, kWorks)}),
       rule(kHealth),
       {verifier, overseer},
       Status::forwarded},
      {"assign",
       led(),
       Assign{kWorks, UnitCode{"u-7"}, OfficerCode{"o-7"}},
       {agency},
       Status::forwarded},
      {"start", led(), Start{kWorks}, {agency}, Status::in_progress},
      {"note", led(), Note{kWorks, {}, kSealed}, {agency}, Status::forwarded},
      {"respond interim", led(), respond(kWorks, false), {agency}, Status::in_progress},
      {"respond final", led(), respond(kWorks, true), {agency}, Status::responded},
  };
}

std::vector<TableRow> dialogue_rows() {
  using enum Role;
  const Step silent = all({answered(), later(days{60})});
  return {
      {"reply", answered(), Reply{}, {reporter}, Status::reporter_replied},
      {"reply, closed", closed(kWorks), Reply{}, {reporter}, Status::closed},
      {"comment", answered(), comment(), {verifier, overseer, agency, citizen}, Status::responded},
      {"comment, internal",
       answered(),
       comment(Audience::internal),
       {verifier, overseer, agency},
       Status::responded},
      {"close, confirmed",
       answered(),
       close(ClosingBasis::confirmed_by_reporter),
       {reporter},
       Status::closed},
      {"close, silent", silent, close(ClosingBasis::reporter_silent), {watcher}, Status::closed},
      {"close by ruling",
       all({answered(), replied()}),
       close(ClosingBasis::by_ruling),
       {verifier, overseer},
       Status::closed},
      {"close, withdrawn", led(), close(ClosingBasis::withdrawn), {}, Status::closed},
      {"close, source", answered(), close(ClosingBasis::source), {}, Status::closed},
      {"withdraw", led(), Withdraw{}, {reporter}, Status::closed},
      {"reopen", closed(kWorks), reopen(), {reporter, verifier, overseer}, Status::reopened},
      {"grant",
       appealed(),
       reopen(ReopeningReason::appeal_granted),
       {verifier, overseer},
       Status::submitted},
      {"unmerge", merged(), reopen(ReopeningReason::merge_failed), {steward}, Status::submitted},
      {"rate", closed(kWorks), Rate{4, {}}, {reporter}, Status::closed},
      {"support", led(), Support{}, {citizen}, Status::forwarded},
  };
}

std::vector<TableRow> other_rows() {
  using enum Role;
  const ClockOf follow_up{Clock::follow_up, kWorks};
  const Instant due = *parse_instant("2015-03-30T17:00:00.000Z");
  return {
      {"escalate",
       led(),
       escalate(EscalationTarget::overseer),
       {verifier, overseer, watcher, steward},
       Status::forwarded},
      {"extend", led(), extend(follow_up, 3, due), {verifier}, Status::forwarded},
      {"miss", all({led(), later(days{30})}), miss(follow_up, 3), {watcher}, Status::forwarded},
      {"tighten",
       led(),
       visibility(true, true),
       {reporter, verifier, custodian},
       Status::forwarded},
      {"redact",
       led(),
       Redact{1, "text", RedactionReason::personal_data},
       {verifier, custodian},
       Status::forwarded},
      {"reveal",
       led(),
       Reveal{RecipientCode{"court-7"}, LegalBasis::court_order},
       {custodian},
       Status::forwarded},
      {"erase",
       led(),
       Erase{{ErasureScope::identity}, LegalBasis::reporter_request},
       {custodian},
       Status::forwarded},
  };
}

}  // namespace

const std::vector<TableRow>& command_table() {
  static const std::vector<TableRow> table = [] {
    std::vector<TableRow> rows;
    for (auto&& group : {intake_rows(), handling_rows(), dialogue_rows(), other_rows()}) {
      rows.insert(rows.end(), group.begin(), group.end());
    }
    return rows;
  }();
  return table;
}

Actor somebody(Role role) {
  switch (role) {
    case Role::reporter:
      return kReporter;
    case Role::citizen:
      return kCitizen;
    case Role::verifier:
      return kOtherVerifier;
    case Role::agency:
      return officer_of(kWorks);
    case Role::overseer:
      return kOverseer;
    case Role::custodian:
      return kCustodian;
    case Role::operator_:
      return kOperator;
    case Role::watcher:
      return kWatcher;
    case Role::steward:
      return kSteward;
    case Role::importer:
      return kImporter;
    case Role::auditor:
      return kAuditor;
    case Role::analyst:
      return kAnalyst;
  }
  return kReporter;
}

}  // namespace aduan
