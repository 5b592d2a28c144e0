#include "cli/render/event_sentence.h"

#include "cli/render/local_time.h"

namespace aduan {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

/// One sentence an event; a `switch` in a longer form.
class Teller {
 public:
  explicit Teller(const SentenceContext& context)
      : context_(context), say_(context.phrasing), words_(context.phrasing.words()) {}

  Remark operator()(const Opaque& event) const {
    return {Tone::faint, say_(Phrase::opaque, event.type)};
  }

  Remark operator()(const Submitted& event) const {
    const std::string kind(word_of(words_, event.kind));
    const std::string channel(word_of(words_, event.channel));
    if (context_.attributes.actor.role != Role::verifier) {
      return plain(Phrase::submitted, kind, channel);
    }
    return plain(Phrase::submitted_for, kind, channel, actor());
  }

  Remark operator()(const Verified& event) const {
    const bool again = context_.before.verified_once;
    return plain(again ? Phrase::corrected : Phrase::verified, word_of(words_, event.kind));
  }

  Remark operator()(const Pended&) const { return plain(Phrase::pended); }
  Remark operator()(const Supplemented&) const { return plain(Phrase::supplemented); }

  Remark operator()(const Archived& event) const {
    const std::string who = actor().empty() ? say_(Phrase::desk) : actor();
    return {Tone::done, say_(Phrase::archived, word_of(words_, event.reason), who)};
  }

  Remark operator()(const Merged& event) const {
    return {Tone::done, say_(Phrase::merged, tracking_number(event.into))};
  }

  Remark operator()(const Absorbed& event) const {
    return plain(Phrase::absorbed, tracking_number(event.case_));
  }

  Remark operator()(const Forwarded& event) const {
    const std::string to = say_.name_of(event.to);
    if (event.cause) {
      const std::string from = say_.holder(event.from ? event.from : context_.holder);
      return plain(Phrase::passed_on, to, from);
    }
    if (event.role == HandlingRole::support) return plain(Phrase::support_asked, to);
    if (actor().empty()) return plain(Phrase::forwarded, to);
    return plain(Phrase::forwarded_by, to, actor());
  }

  Remark operator()(const Returned& event) const {
    if (event.cause) return plain(Phrase::orphaned, say_.name_of(event.by));
    const std::string reason(word_of(words_, event.reason));
    std::string text = event.to ? say_(Phrase::returned_to, reason, say_.name_of(*event.to))
                                : say_(Phrase::returned, reason);
    if (event.suggested) text = say_(Phrase::suggests, text, say_.name_of(*event.suggested));
    return of(event.by, {Tone::plain, text});
  }

  Remark operator()(const Ruled& event) const {
    const std::string to = say_.name_of(event.to);
    if (actor().empty()) return plain(Phrase::ruled, to);
    return plain(Phrase::ruled_by, to, actor());
  }

  Remark operator()(const Assigned& event) const {
    return of(event.agency, plain(Phrase::assigned, event.unit.value, event.officer.value));
  }

  Remark operator()(const WorkStarted& event) const {
    return of(event.agency, plain(Phrase::work_started));
  }

  Remark operator()(const Noted& event) const {
    const Remark note =
        event.status ? plain(Phrase::noted_status, event.status->value) : plain(Phrase::noted);
    return event.agency ? of(*event.agency, note) : note;
  }

  Remark operator()(const Commented& event) const {
    const bool inside = event.audience == Audience::internal;
    const std::string who = actor().empty() ? say_.holder(context_.holder) : actor();
    return plain(inside ? Phrase::commented_inside : Phrase::commented, capitalised(who));
  }

  Remark operator()(const Responded& event) const {
    Remark answer = plain(Phrase::answered_interim);
    if (event.final_ && event.outcome) {
      answer = plain(Phrase::answered_outcome, word_of(words_, *event.outcome));
    } else if (event.final_) {
      answer = plain(Phrase::answered_finally);
    }
    if (event.final_) answer.tone = Tone::done;
    return of(event.agency, answer);
  }

  Remark operator()(const ReporterReplied&) const {
    const bool closed = context_.before.status == Status::closed;
    return plain(closed ? Phrase::replied_after_closing : Phrase::replied);
  }

  Remark operator()(const Closed& event) const {
    const std::string basis(word_of(words_, event.basis));
    if (event.basis != ClosingBasis::by_ruling || actor().empty()) {
      return {Tone::done, say_(Phrase::closed, basis)};
    }
    return {Tone::done, say_(Phrase::closed_by, basis, actor())};
  }

  Remark operator()(const Reopened& event) const {
    const std::string reason(word_of(words_, event.reason));
    if (actor().empty()) return plain(Phrase::reopened, reason);
    return plain(Phrase::reopened_by, reason, actor());
  }

  Remark operator()(const Rated& event) const {
    return plain(Phrase::rated, static_cast<unsigned>(event.stars));
  }

  Remark operator()(const Supported&) const { return plain(Phrase::supported); }

  Remark operator()(const Escalated& event) const {
    const std::string_view to = word_of(words_, event.to);
    if (event.reason == EscalationReason::appeal) return plain(Phrase::appealed, to);
    return plain(Phrase::escalated, to, word_of(words_, event.reason));
  }

  Remark operator()(const DeadlineMissed& event) const {
    const Remark missed = {Tone::missed, say_(Phrase::deadline_missed, word_of(words_, event.clock),
                                              say_.due(event.agency, event.due))};
    return event.agency ? of(*event.agency, missed) : missed;
  }

  Remark operator()(const DeadlineExtended& event) const {
    const Remark extended = {
        Tone::due, say_(Phrase::deadline_extended, word_of(words_, event.clock),
                        say_.due(event.agency, event.due), word_of(words_, event.reason))};
    return event.agency ? of(*event.agency, extended) : extended;
  }

  Remark operator()(const VisibilityChanged& event) const {
    return plain(Phrase::visibility_changed, flags_text(say_, event.anonymous, event.confidential),
                 word_of(words_, event.reason));
  }

  Remark operator()(const TextRedacted& event) const {
    return plain(Phrase::text_redacted, field_word(words_, event.field), event.sequence,
                 word_of(words_, event.reason));
  }

  Remark operator()(const IdentityRevealed& event) const {
    return plain(Phrase::identity_revealed, event.to.value, word_of(words_, event.legal_basis));
  }

  Remark operator()(const PersonalDataErased& event) const {
    std::vector<std::string> scopes;
    for (const auto& scope : event.scope) scopes.emplace_back(word_of(words_, scope));
    return plain(Phrase::erased, joined(scopes), word_of(words_, event.legal_basis));
  }

 private:
  template <class... Parts>
  Remark plain(Phrase phrase, const Parts&... parts) const {
    return {Tone::plain, say_(phrase, parts...)};
  }

  /// Names the agency where it is not the one that has the case.
  Remark of(const AgencyId& agency, const Remark& remark) const {
    if (agency == context_.holder) return remark;
    return {remark.tone, say_(Phrase::of_agency, say_.name_of(agency), uncapitalised(remark.text))};
  }

  std::string actor() const { return say_.name_of(context_.attributes.actor); }

  const SentenceContext& context_;
  const Phrasing& say_;
  const Words& words_;
};

/// The facts that only these two events have.
class Facts {
 public:
  Facts(const Phrasing& phrasing, const Complaint& before) : say_(phrasing), before_(before) {}

  template <class AnyEvent>
  void operator()(const AnyEvent&) {}

  void operator()(const Submitted& event) {
    add_topic(event.category);
    if (event.region.open) add(say_(Phrase::region, event.region.open->value));
    if (event.incident_date.open) add(say_(Phrase::incident_date, event.incident_date.open->value));
    if (event.addressed_to) add(say_(Phrase::addressed_to, say_.name_of(*event.addressed_to)));
    if (event.said_at) {
      add(say_(Phrase::said_at,
               local_time(*event.said_at, say_.zone_of(std::nullopt), say_.words())));
    }
  }

  void operator()(const Verified& event) {
    if (event.category != before_.category) add_topic(event.category);
    if (event.oversight) add(say_(Phrase::needs_inspection));
  }

  const std::string& text() const { return text_; }

 private:
  void add(const std::string& fact) { text_ += (text_.empty() ? "" : "; ") + fact; }
  void add_topic(const Disclosed<CategoryId>& category) {
    if (category.open) add(say_(Phrase::topic, say_.name_of(*category.open)));
  }

  const Phrasing& say_;
  const Complaint& before_;
  std::string text_;
};

}  // namespace

Remark event_sentence(const SentenceContext& context, const Event& event) {
  return std::visit(Teller(context), event);
}

std::vector<Remark> event_facts(const SentenceContext& context, const Event& event) {
  Facts facts(context.phrasing, context.before);
  std::visit(facts, event);
  if (facts.text().empty()) return {};
  return {{Tone::plain, facts.text()}};
}

std::optional<Remark> breaches_remark(const Phrasing& phrasing,
                                      const std::vector<std::string>& breaches) {
  if (breaches.empty()) return std::nullopt;
  std::vector<std::string> names;
  for (const std::string& breach : breaches) {
    names.emplace_back(word_of(phrasing.words(), Code<RejectionCode>::from_text(breach)));
  }
  return Remark{Tone::faint, phrasing(Phrase::breaches, joined(names))};
}

std::string flags_text(const Phrasing& phrasing, bool anonymous, bool confidential) {
  std::vector<std::string> flags;
  if (anonymous) flags.push_back(phrasing(Phrase::flag_anonymous));
  if (confidential) flags.push_back(phrasing(Phrase::flag_confidential));
  return flags.empty() ? phrasing(Phrase::flag_open_to_all) : joined(flags);
}

}  // namespace aduan
