#include "cli/doctor/record_diagnosis.h"

#include "core/base/hash.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace aduan {
namespace {

/// What a void record is, as far as its bytes and its case tell.
struct VoidCause {
  std::string meaning;
  std::string advice;
};

constexpr std::string_view kIgnored =
    "Every reader ignores it in the same way; no case is moved by it.";
constexpr std::string_view kFindTheWriter =
    "Nothing needs to be done to the ledger. Find out what wrote it: nobody but the ledger may "
    "write its log.";

class RecordsWalk {
 public:
  explicit RecordsWalk(OpenLedger& ledger)
      : ledger_(ledger), reader_(ledger.store().reader()), fold_(ledger.make_fold()) {}

  Result<std::vector<Diagnosis>> run(std::size_t limit) {
    const auto voids = reader_.void_records(limit);
    if (!voids) return voids.error();
    const auto parked = reader_.parked(limit);
    if (!parked) return parked.error();
    for (const Objection& each : voids.value()) {
      auto diagnosis = explain_void(each);
      if (!diagnosis) return diagnosis.error();
      found_.push_back(std::move(diagnosis.value()));
    }
    for (const Objection& each : parked.value()) {
      auto diagnosis = explain_parked(each);
      if (!diagnosis) return diagnosis.error();
      found_.push_back(std::move(diagnosis.value()));
    }
    return std::move(found_);
  }

 private:
  Diagnosis begin(std::string_view kind, const Objection& objection, const Record& record) const {
    Diagnosis diagnosis;
    diagnosis.kind = kind;
    diagnosis.place = place_text(objection.position, ledger_.log().partitions());
    diagnosis.subject = objection.subject;
    diagnosis.since = record.timestamp;
    diagnosis.reason = objection.reason;
    return diagnosis;
  }

  Result<Diagnosis> explain_void(const Objection& objection) {
    const auto record = ledger_.log().read(objection.position);
    if (!record) return record.error();
    Diagnosis diagnosis = begin("void", objection, record.value());
    if (!record.value().value) {
      set(diagnosis,
          {"A record without a value: the ledger writes none.", std::string(kFindTheWriter)});
      return diagnosis;
    }
    EnvelopeReader reader(ledger_.name());
    const auto envelope = reader.read(*record.value().value);
    if (!envelope) {
      set(diagnosis, explain_bytes(*record.value().value));
      return diagnosis;
    }
    diagnosis.subject = envelope->subject;
    if (!fold_.read(record.value())) {
      set(diagnosis,
          {"A record of this ledger that stands in another stream than its case: a copy, or one "
           "that was written with a wrong key.",
           std::string(kFindTheWriter)});
      return diagnosis;
    }
    auto cause = explain_link(*envelope, leaf_hash(*record.value().value));
    if (!cause) return cause.error();
    set(diagnosis, std::move(cause.value()));
    return diagnosis;
  }

  VoidCause explain_bytes(std::string_view bytes) const {
    const auto name = ledger_name_in(bytes);
    if (name && *name != ledger_.name()) {
      return {"A record of another ledger.",
              "Nothing needs to be done to this ledger. The other one may miss it: look which "
              "process writes to a wrong place."};
    }
    return {
        "Not a record that aduan writes, or one whose bytes were damaged before they came into "
        "the log.",
        std::string(kFindTheWriter)};
  }

  /// A whole envelope in its stream that extends no chain: a copy, a fork, or what is left behind a
  /// gap.
  Result<VoidCause> explain_link(const Envelope& envelope, const Hash& leaf) {
    const auto stands = reader_.locate(envelope.subject, envelope.sequence);
    if (stands && stands.value().second == leaf) {
      return VoidCause{
          fmt::format("A copy of event {} of the case, which stands at {}: nothing is lost.",
                      envelope.sequence,
                      place_text(stands.value().first, ledger_.log().partitions())),
          "Nothing needs to be done to the ledger. A writer that repeats itself is broken; look "
          "for it if there are more."};
    }
    if (stands) {
      return VoidCause{
          fmt::format("Another event {} of the case than the one that stands at {}: the first in "
                      "the log counts.",
                      envelope.sequence,
                      place_text(stands.value().first, ledger_.log().partitions())),
          "Nothing needs to be done to the ledger. Somebody tried to rewrite the case, or two "
          "processes wrote at once: find out which, and let the auditor know."};
    }
    if (stands.error().kind != ErrorKind::not_found) return stands.error();
    return VoidCause{
        fmt::format("It claims to be event {} of the case and the log lacks what came before it: "
                    "records were lost or taken out, or it is invented.",
                    envelope.sequence),
        "Compare the log with its backup. If the backup has the events between, restore the "
        "folder `log` from it, then run `aduan rebuild`; if not, let the auditor know."};
  }

  Result<Diagnosis> explain_parked(const Objection& objection) {
    const auto record = ledger_.log().read(objection.position);
    if (!record) return record.error();
    Diagnosis diagnosis = begin("parked", objection, record.value());
    diagnosis.exit = ExitCode::corrupt;
    const auto envelope = fold_.read(record.value());
    std::string event = "a record";
    std::string before = "before it";
    if (envelope) {
      diagnosis.subject = envelope->subject;
      event = fmt::format("event {} ({})", envelope->sequence, envelope->type);
      if (envelope->sequence > 1) before = fmt::format("after event {}", envelope->sequence - 1);
    }
    set(diagnosis,
        {fmt::format("This version cannot read {}. The case is shown as it was {}, counts in no "
                     "figure, and nothing is decided on it; its history is kept and its chain "
                     "goes on. Other cases are not touched.",
                     event, before),
         "Change nothing by hand. If a newer version of aduan wrote it, install that version and "
         "run `aduan rebuild`. If none did, only a backup of the folder `log` from before helps, "
         "and it lacks all that came since: let the auditor decide."});
    return diagnosis;
  }

  static void set(Diagnosis& diagnosis, VoidCause cause) {
    diagnosis.meaning = std::move(cause.meaning);
    if (diagnosis.kind == "void") diagnosis.meaning.append(" ").append(kIgnored);
    diagnosis.advice = std::move(cause.advice);
  }

  OpenLedger& ledger_;
  Reader reader_;
  RecordFold fold_;
  std::vector<Diagnosis> found_;
};

}  // namespace

Result<std::vector<Diagnosis>> diagnose_records(OpenLedger& ledger, std::size_t limit) {
  return RecordsWalk(ledger).run(limit);
}

std::string place_text(const Position& position, std::uint32_t partitions) {
  if (position.stream == partitions) return fmt::format("directory/{}", position.offset);
  return fmt::format("{}/{}", position.stream, position.offset);
}

}  // namespace aduan
