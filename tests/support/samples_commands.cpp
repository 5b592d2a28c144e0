#include "schemas/instant.h"
#include "tests/support/samples.h"

namespace aduan {
namespace {

const AgencyId kHealth{"kl-kemenkes"};
const AgencyId kBandung{"kab-3204"};
const AgencyId kBpjs{"kl-bpjs-kesehatan"};

Instant due() { return *parse_instant("2014-12-30T17:00:00.000Z"); }

template <class T>
Disclosed<T> open(std::string_view text) {
  return {.open = T{std::string(text)}, .sealed = {}};
}

}  // namespace

void fill(Submit& command) {
  command = {.channel = Channel::android,
             .kind = ComplaintKind::whistleblowing,
             .category = open<CategoryId>("2014-kesehatan"),
             .region = open<RegionCode>("32.04"),
             .incident_date = open<DateText>("2014-12-18"),
             .anonymous = true,
             .confidential = false,
             .addressed_to = kBandung,
             .holder = kHealth,
             .said_at = parse_instant("2014-12-18T17:00:00.000Z"),
             .title = sample_text("title"),
             .text = sample_text("text"),
             .location = sample_text("location"),
             .attachments = sample_text("attachments"),
             .name = sample_text("name"),
             .contact = sample_text("contact"),
             .id_number = sample_text("id_number"),
             .reference = sample_text("reference"),
             .due = due()};
}

void fill(Verify& command) {
  command = {.kind = ComplaintKind::aspiration,
             .category = open<CategoryId>("2014-kesehatan"),
             .oversight = true,
             .note = sample_text("note")};
}

void fill(Pend& command) { command = {.question = sample_text("question")}; }

void fill(Supplement& command) {
  command = {.text = sample_text("text"), .attachments = sample_text("attachments")};
}

void fill(ArchiveCase& command) {
  command = {.reason = ArchiveReason::unclear, .explanation = sample_text("explanation")};
}

void fill(Appeal& command) { command = {.text = sample_text("text")}; }

void fill(Merge& command) {
  command = {.into = *CaseId::from_text("0123456789"), .note = sample_text("note")};
}

void fill(Absorb& command) {
  command = {.case_ = *CaseId::from_text("ZYXWVTSRQP"),
             .sequence = 3,
             .anonymous = true,
             .confidential = true};
}

void fill(Forward& command) {
  command = {.to = kHealth,
             .role = HandlingRole::support,
             .from = kBpjs,
             .cause = Code<Cause>(Cause::succession),
             .note = sample_text("note"),
             .due = due()};
}

void fill(Return& command) {
  command = {.by = kHealth,
             .to = kBandung,
             .reason = ReturnReason::wrong_region,
             .suggested = kBpjs,
             .cause = Code<Cause>(Cause::succession),
             .note = sample_text("note")};
}

void fill(Rule& command) { command = {.to = kHealth, .reasons = sample_text("reasons")}; }

void fill(Assign& command) {
  command = {.agency = kHealth, .unit = UnitCode{"u-yankes"}, .officer = OfficerCode{"o-4711"}};
}

void fill(Start& command) { command = {.agency = kHealth}; }

void fill(Note& command) {
  command = {.agency = kHealth, .status = SourceStatus{"Queued"}, .text = sample_text("text")};
}

void fill(Respond& command) {
  command = {.agency = kHealth,
             .final_ = true,
             .outcome = Code<Outcome>(Outcome::fulfilled),
             .promised_by = DateText{"2015-01-31"},
             .text = sample_text("text"),
             .attachments = sample_text("attachments")};
}

void fill(Reply& command) {
  command = {.text = sample_text("text"), .attachments = sample_text("attachments")};
}

void fill(Comment& command) {
  command = {.audience = Audience::internal, .text = sample_text("text")};
}

void fill(Close& command) {
  command = {.basis = ClosingBasis::by_ruling, .note = sample_text("note")};
}

void fill(Withdraw& command) { command = {.note = sample_text("note")}; }

void fill(Reopen& command) {
  command = {.reason = ReopeningReason::new_facts,
             .text = sample_text("text"),
             .note = sample_text("note")};
}

void fill(Rate& command) { command = {.stars = 5, .comment = sample_text("comment")}; }

void fill(Support& command) { command = {}; }

void fill(Escalate& command) {
  command = {.to = EscalationTarget::agency_leader,
             .reason = EscalationReason::deadline,
             .text = sample_text("text"),
             .note = sample_text("note")};
}

void fill(Extend& command) {
  command = {.clock = Clock::resolve,
             .agency = kHealth,
             .started = 3,
             .due = due(),
             .reason = ExtensionReason::complex,
             .note = sample_text("note")};
}

void fill(Miss& command) {
  command = {.clock = Clock::follow_up, .agency = kHealth, .started = 3, .due = due()};
}

void fill(ChangeVisibility& command) {
  command = {.anonymous = true, .confidential = true, .reason = VisibilityReason::reporter_request};
}

void fill(Redact& command) {
  command = {.sequence = 4, .field = "text", .reason = RedactionReason::personal_data};
}

void fill(Reveal& command) {
  command = {.to = RecipientCode{"police/r-3"}, .legal_basis = LegalBasis::law_enforcement};
}

void fill(Erase& command) {
  command = {.scope = {ErasureScope::identity, ErasureScope::official},
             .legal_basis = LegalBasis::retention_ended};
}

}  // namespace aduan
