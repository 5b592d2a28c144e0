#include "cli/export/record_lines.h"

#include "cli/case_view.h"
#include "cli/json_object.h"
#include "consumers/derived/case_sight.h"
#include "core/base/encoding.h"
#include "core/base/hash.h"
#include "schemas/instant.h"

#include <unordered_map>
#include <utility>

namespace aduan {
namespace {

constexpr std::size_t kBatchBytes = 256 * 1024;

struct CaseIdHash {
  std::size_t operator()(const CaseId& id) const {
    return std::hash<std::string_view>{}(id.text());
  }
};

/// A case while its stream is read.
struct SeenCase {
  explicit SeenCase(const Actor& reader) : sight(reader) {}

  CaseState all;        ///< the fold of all its records
  Complaint as_of;      ///< of those up to the instant
  bool exists = false;  ///< at the instant
  CaseSight sight;
  std::uint64_t readable_until = 0;  ///< the last sequence whose body this version can read
};

class StreamLines {
 public:
  StreamLines(OpenLedger& ledger, const Actor& reader, const std::optional<Instant>& as_of,
              TextSink& sink)
      : ledger_(ledger), reader_(reader), as_of_(as_of), sink_(sink), fold_(ledger.make_fold()) {}

  /// Reads the stream for what may be seen, and again to write it.
  Result<void> write(std::uint32_t stream, ExportCounts& counts, const ExportProgress& progress) {
    const auto followed = ledger_.log().scan(stream, 0, [&](const Record& record) {
      follow(record);
      return true;
    });
    if (!followed) return followed.error();
    for (auto& [id, seen] : cases_) {
      seen.all.complaint = {};
      seen.as_of = {};
      if (seen.exists && !seen.sight.now().is_blind()) ++counts.cases;
    }
    std::optional<Error> failure;
    const auto scanned = ledger_.log().scan(stream, 0, [&](const Record& record) {
      const auto done = tell(record, counts);
      if (!done) failure = done.error();
      if (done) progress(counts);
      return done.has_value();
    });
    if (!scanned) return scanned.error();
    if (failure) return *failure;
    return sink_.write(std::exchange(lines_, {}));
  }

  /// The directory's records, which everybody may see.
  Result<void> write_directory() {
    ChainHead head;
    const std::uint32_t stream = ledger_.log().partitions();
    const auto scanned = ledger_.log().scan(stream, 0, [&](const Record& record) {
      const auto envelope = fold_.read(record);
      if (!envelope || !fold_.extends(head, *envelope)) return true;
      const auto event = fold_.apply_directory(head, *envelope, record);
      // What cannot be decoded is exported all the same: its bytes are what they are.
      const bool later = event && as_of_ && event.value().first.time > *as_of_;
      if (!later) add_line(record, *envelope, "null", {});
      return true;
    });
    if (!scanned) return scanned.error();
    return sink_.write(std::exchange(lines_, {}));
  }

 private:
  bool is_later(const Envelope& envelope) const {
    if (!as_of_) return false;
    const auto time = parse_instant(envelope.time);
    return time && *time > *as_of_;
  }

  void follow(const Record& record) {
    const std::size_t offset = record.position.offset;
    const auto envelope = fold_.read(record);
    const auto id = envelope ? CaseId::from_text(envelope->subject) : std::nullopt;
    if (!id) return;
    SeenCase& seen = cases_.try_emplace(*id, reader_).first->second;
    if (!fold_.extends(seen.all.head, *envelope)) return;
    const auto recorded = fold_.apply(seen.all, *envelope, record);
    if (recorded) seen.readable_until = envelope->sequence;
    const Event* const event = recorded ? &recorded->event : nullptr;
    if (is_later(*envelope)) {
      seen.sight.add_later(envelope->sequence, event, seen.all.complaint);
      return;
    }
    if (envelope->sequence == 1) seen.exists = true;
    if (recorded && as_of_) evolve(seen.as_of, recorded->attributes, recorded->event);
    seen.sight.add(envelope->sequence, event, as_of_ ? seen.as_of : seen.all.complaint);
    if (counted_.size() <= offset) counted_.resize(offset + 1);
    counted_[offset] = true;
  }

  Result<void> tell(const Record& record, ExportCounts& counts) {
    const std::size_t offset = record.position.offset;
    if (offset >= counted_.size() || !counted_[offset]) return success();
    const auto envelope = envelopes_.read(*record.value);
    const auto id = envelope ? CaseId::from_text(envelope->subject) : std::nullopt;
    if (!id) return success();
    const SeenCase& seen = cases_.at(*id);
    if (!seen.exists || seen.sight.now().is_blind()) return success();
    std::vector<ReadText> texts;
    if (envelope->sequence <= seen.readable_until) {
      auto opened = open_texts(*id, *envelope, record, seen.sight);
      if (!opened) return opened.error();
      texts = std::move(opened.value());
    }
    add_line(record, *envelope, "\"" + std::string(id->text()) + "\"", texts);
    ++counts.events;
    if (lines_.size() < kBatchBytes) return success();
    const auto written = sink_.write(lines_);
    lines_.clear();
    return written;
  }

  Result<std::vector<ReadText>> open_texts(const CaseId& id, const Envelope& envelope,
                                           const Record& record, const CaseSight& sight) {
    const auto attributes = envelopes_.decode_attributes(envelope);
    if (!attributes) return attributes.error();
    auto event = envelopes_.decode_event(envelope);
    if (!event) return event.error();
    return read_texts(id, attributes.value(), std::move(event.value()), record.sealed(), reader_,
                      sight.at(envelope.sequence), sight.anonymous(), sight.withheld(),
                      ledger_.keys());
  }

  void add_line(const Record& record, const Envelope& envelope, std::string_view id,
                const std::vector<ReadText>& texts) {
    JsonObject object;
    object
        .json("position", JsonObject()
                              .number("stream", record.position.stream)
                              .number("offset", record.position.offset)
                              .done())
        .json("case", id)
        .number("sequence", envelope.sequence)
        .text("leaf", to_hex(as_view(leaf_hash(*record.value))))
        .json("event", *record.value);
    add_texts(object, texts);
    lines_ += object.done() + '\n';
  }

  OpenLedger& ledger_;
  const Actor& reader_;
  const std::optional<Instant>& as_of_;
  TextSink& sink_;
  RecordFold fold_;
  EnvelopeReader envelopes_{ledger_.name()};
  std::unordered_map<CaseId, SeenCase, CaseIdHash> cases_;
  std::vector<bool> counted_;  // by offset: valid, and not after the instant
  std::string lines_;
};

}  // namespace

Result<ExportCounts> write_record_lines(OpenLedger& ledger, const Actor& reader,
                                        const std::optional<Instant>& as_of, TextSink& sink,
                                        const ExportProgress& progress) {
  ExportCounts counts;
  for (std::uint32_t stream = 0; stream < ledger.log().partitions(); ++stream) {
    const auto written = StreamLines(ledger, reader, as_of, sink).write(stream, counts, progress);
    if (!written) return written.error();
  }
  const auto written = StreamLines(ledger, reader, as_of, sink).write_directory();
  if (!written) return written.error();
  return counts;
}

}  // namespace aduan
