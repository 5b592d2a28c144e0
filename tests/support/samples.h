// One sample of every message: all fields written (`full`), only what must be there (`minimal`),
// and a confidential form where a type has one. The same bytes on every machine: the golden files
// are made of them, and a test that needs "some event" takes one from here.

#pragma once

#include "schemas/command.h"
#include "schemas/event.h"

#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// The ledger that the samples belong to; `source` is /aduan/sample.
inline constexpr std::string_view kSampleLedger = "sample";
/// The case of the samples.
CaseId sample_case();
/// A text's commitment: SHA-256 of `name`, so that each differs and none changes.
SealedText sample_text(std::string_view name);
/// `2014-12-19T03:04:05.678Z`, when the samples' commands were taken.
Instant sample_time();
/// Two clocks, a policy and two breaches: all that an event can set going.
Consequences sample_consequences();
/// The policy `sp4n-2015.1` with the holidays of its first weeks.
Policy sample_policy();

// --- A full body: every field written, every list with an element.
void fill(Submitted& event);
void fill(Verified& event);
void fill(Pended& event);
void fill(Supplemented& event);
void fill(Archived& event);
void fill(Merged& event);
void fill(Absorbed& event);
void fill(Forwarded& event);
void fill(Returned& event);
void fill(Ruled& event);
void fill(Assigned& event);
void fill(WorkStarted& event);
void fill(Noted& event);
void fill(Responded& event);
void fill(Commented& event);
void fill(ReporterReplied& event);
void fill(Closed& event);
void fill(Reopened& event);
void fill(Rated& event);
void fill(Supported& event);
void fill(Escalated& event);
void fill(DeadlineMissed& event);
void fill(DeadlineExtended& event);
void fill(VisibilityChanged& event);
void fill(TextRedacted& event);
void fill(IdentityRevealed& event);
void fill(PersonalDataErased& event);

void fill(LedgerCreated& event);
void fill(PolicyAdopted& event);
void fill(Connected& event);
void fill(Renamed& event);
void fill(Dissolved& event);
void fill(CategoryDefined& event);

void fill(Submit& command);
void fill(Verify& command);
void fill(Pend& command);
void fill(Supplement& command);
void fill(ArchiveCase& command);
void fill(Appeal& command);
void fill(Merge& command);
void fill(Absorb& command);
void fill(Forward& command);
void fill(Return& command);
void fill(Rule& command);
void fill(Assign& command);
void fill(Start& command);
void fill(Note& command);
void fill(Respond& command);
void fill(Reply& command);
void fill(Comment& command);
void fill(Close& command);
void fill(Withdraw& command);
void fill(Reopen& command);
void fill(Rate& command);
void fill(Support& command);
void fill(Escalate& command);
void fill(Extend& command);
void fill(Miss& command);
void fill(ChangeVisibility& command);
void fill(Redact& command);
void fill(Reveal& command);
void fill(Erase& command);

void fill(CreateLedger& command);
void fill(Adopt& command);
void fill(Connect& command);
void fill(Rename& command);
void fill(Dissolve& command);
void fill(Define& command);

/// The full body of a type: `full_sample<Forwarded>()`.
template <class Body>
Body full_sample() {
  Body body;
  fill(body);
  return body;
}

/// A sample with its name: the type, and `.minimal` or `.confidential` for those forms.
template <class Event>
struct RecordSample {
  std::string name;
  Attributes attributes;
  Event event;
};
template <class Command>
struct CommandSample {
  std::string name;
  Command command;
};

/// Every form of every type, in the order of the variant.
std::vector<RecordSample<Event>> all_sample_events();
std::vector<RecordSample<DirectoryEvent>> all_sample_directory_events();
std::vector<CommandSample<CaseCommand>> all_sample_commands();
std::vector<CommandSample<DirectoryCommand>> all_sample_directory_commands();

}  // namespace aduan
