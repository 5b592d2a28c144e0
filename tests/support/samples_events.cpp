#include "schemas/instant.h"
#include "tests/support/samples.h"

namespace aduan {
namespace {

const AgencyId kHealth{"kl-kemenkes"};
const AgencyId kBandung{"kab-3204"};
const AgencyId kBpjs{"kl-bpjs-kesehatan"};

/// RULES §4: 2014-12-19 and five working days.
Instant due() { return *parse_instant("2014-12-30T17:00:00.000Z"); }

template <class T>
Disclosed<T> open(std::string_view text) {
  return {.open = T{std::string(text)}, .sealed = {}};
}

}  // namespace

Consequences sample_consequences() {
  return {.clocks = {{.clock = Clock::follow_up, .agency = kHealth, .due = due()},
                     {.clock = Clock::reporter_silence, .agency = std::nullopt, .due = due()}},
          .policy = PolicyVersion{"sp4n-2015.1"},
          .breaches = {"before_previous", "no_agency"}};
}

void fill(Submitted& event) {
  event = {.channel = Channel::sms,
           .kind = ComplaintKind::complaint,
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
           .consequences = sample_consequences()};
}

void fill(Verified& event) {
  event = {.kind = ComplaintKind::information_request,
           .category = open<CategoryId>("2014-kesehatan"),
           .oversight = true,
           .note = sample_text("note"),
           .consequences = sample_consequences()};
}

void fill(Pended& event) {
  event = {.question = sample_text("question"), .consequences = sample_consequences()};
}

void fill(Supplemented& event) {
  event = {.text = sample_text("text"),
           .attachments = sample_text("attachments"),
           .consequences = sample_consequences()};
}

void fill(Archived& event) {
  event = {.reason = ArchiveReason::not_public_service,
           .explanation = sample_text("explanation"),
           .consequences = sample_consequences()};
}

void fill(Merged& event) {
  event = {.into = *CaseId::from_text("0123456789"),
           .note = sample_text("note"),
           .consequences = sample_consequences()};
}

void fill(Absorbed& event) {
  event = {.case_ = *CaseId::from_text("ZYXWVTSRQP"),
           .sequence = 3,
           .consequences = sample_consequences()};
}

void fill(Forwarded& event) {
  event = {.to = kHealth,
           .role = HandlingRole::support,
           .from = kBpjs,
           .cause = Code<Cause>(Cause::succession),
           .note = sample_text("note"),
           .consequences = sample_consequences()};
}

void fill(Returned& event) {
  event = {.by = kHealth,
           .to = kBandung,
           .reason = ReturnReason::not_our_authority,
           .suggested = kBpjs,
           .cause = Code<Cause>(Cause::succession),
           .note = sample_text("note"),
           .consequences = sample_consequences()};
}

void fill(Ruled& event) {
  event = {.to = kHealth, .reasons = sample_text("reasons"), .consequences = sample_consequences()};
}

void fill(Assigned& event) {
  event = {.agency = kHealth,
           .unit = UnitCode{"u-yankes"},
           .officer = OfficerCode{"o-4711"},
           .consequences = sample_consequences()};
}

void fill(WorkStarted& event) {
  event = {.agency = kHealth, .consequences = sample_consequences()};
}

void fill(Noted& event) {
  event = {.agency = kHealth,
           .status = SourceStatus{"Accepted/In Progress"},
           .text = sample_text("text"),
           .consequences = sample_consequences()};
}

void fill(Responded& event) {
  event = {.agency = kHealth,
           .final_ = true,
           .outcome = Code<Outcome>(Outcome::partly),
           .promised_by = DateText{"2015-01-31"},
           .text = sample_text("text"),
           .attachments = sample_text("attachments"),
           .consequences = sample_consequences()};
}

void fill(Commented& event) {
  event = {.audience = Audience::internal,
           .text = sample_text("text"),
           .consequences = sample_consequences()};
}

void fill(ReporterReplied& event) {
  event = {.text = sample_text("text"),
           .attachments = sample_text("attachments"),
           .consequences = sample_consequences()};
}

void fill(Closed& event) {
  event = {.basis = ClosingBasis::confirmed_by_reporter,
           .note = sample_text("note"),
           .consequences = sample_consequences()};
}

void fill(Reopened& event) {
  event = {.reason = ReopeningReason::not_solved,
           .text = sample_text("text"),
           .note = sample_text("note"),
           .consequences = sample_consequences()};
}

void fill(Rated& event) {
  event = {.stars = 4, .comment = sample_text("comment"), .consequences = sample_consequences()};
}

void fill(Supported& event) { event = {.consequences = sample_consequences()}; }

void fill(Escalated& event) {
  event = {.to = EscalationTarget::overseer,
           .reason = EscalationReason::appeal,
           .text = sample_text("text"),
           .note = sample_text("note"),
           .consequences = sample_consequences()};
}

void fill(DeadlineMissed& event) {
  event = {.clock = Clock::follow_up,
           .agency = kHealth,
           .started = 3,
           .due = due(),
           .consequences = sample_consequences()};
}

void fill(DeadlineExtended& event) {
  event = {.clock = Clock::resolve,
           .agency = kHealth,
           .started = 3,
           .due = due(),
           .reason = ExtensionReason::field_check,
           .note = sample_text("note"),
           .consequences = sample_consequences()};
}

void fill(VisibilityChanged& event) {
  event = {.anonymous = true,
           .confidential = true,
           .reason = VisibilityReason::protects_reporter,
           .consequences = sample_consequences()};
}

void fill(TextRedacted& event) {
  event = {.sequence = 4,
           .field = "text",
           .reason = RedactionReason::third_party,
           .consequences = sample_consequences()};
}

void fill(IdentityRevealed& event) {
  event = {.to = RecipientCode{"ombudsman/r-12"},
           .legal_basis = LegalBasis::ombudsman,
           .consequences = sample_consequences()};
}

void fill(PersonalDataErased& event) {
  event = {.scope = {ErasureScope::identity, ErasureScope::content},
           .legal_basis = LegalBasis::reporter_request,
           .consequences = sample_consequences()};
}

}  // namespace aduan
