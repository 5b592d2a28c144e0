// The canonical envelope: the exact bytes that are hashed, and the one verdict about any bytes.
//
// Source: DESIGN §3. The grammar is frozen: every byte string is canonical or not, for every
// version of this program and for an auditor who has only the tiles.

#pragma once

#include "core/base/result.h"
#include "schemas/event.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aduan {

/// No record's value is longer.
inline constexpr std::size_t kRecordBytesMax = 65'535;
/// Nesting inside `data`, whose own braces are the first level.
inline constexpr int kDataDepthMax = 16;

/// A canonical envelope's parts, as they stand in its bytes. What the verdict does not look at is
/// text.
struct Envelope {
  std::string_view type;
  std::string_view subject;
  std::string_view time;
  std::string_view recordedtime;
  std::uint64_t sequence = 0;
  std::string_view prevhash;  ///< empty: absent
  std::optional<std::uint64_t> directory_sequence;
  std::string_view sealnonce;    ///< empty: absent
  std::string_view payloadhash;  ///< empty: absent
  std::string_view commandid;
  std::string_view actor;
  std::string_view data;
};

/// Gives the verdict and decodes bodies. Keeps its buffers between calls.
/// Threads: one at a time.
class EnvelopeReader {
 public:
  /// `ledger`: the name in `source`, /aduan/<ledger>.
  explicit EnvelopeReader(std::string_view ledger);
  ~EnvelopeReader();
  EnvelopeReader(EnvelopeReader&&) noexcept;
  EnvelopeReader& operator=(EnvelopeReader&&) noexcept;

  /// The parts of a canonical envelope; nothing for any other bytes. The views live as long as
  /// `bytes`.
  std::optional<Envelope> read(std::string_view bytes);

  /// Why the last `read` gave nothing: a clause of the grammar, for people.
  std::string_view objection() const;

  /// The attributes and body of the envelope that the last `read` gave.
  /// Errors: corrupt (an attribute or field has another form than its type's; names the field).
  Result<Attributes> decode_attributes(const Envelope& envelope) const;
  Result<Event> decode_event(const Envelope& envelope) const;
  Result<DirectoryEvent> decode_directory_event(const Envelope& envelope) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The ledger's name as the `source` of a record's bytes says it; nothing when they do not begin as
/// a canonical envelope does. For whoever opens a log and does not know its name yet.
std::optional<std::string> ledger_name_in(std::string_view bytes);

/// The canonical bytes of a record's value. Requires: attributes within the grammar (ids and actors
/// from their parsers, a writable time).
/// Errors: invalid (longer than kRecordBytesMax).
Result<std::string> encode_record(std::string_view ledger, const Attributes& attributes,
                                  const Event& event);
Result<std::string> encode_record(std::string_view ledger, const Attributes& attributes,
                                  const DirectoryEvent& event);

}  // namespace aduan
