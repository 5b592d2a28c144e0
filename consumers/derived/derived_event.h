// An event as a derived topic holds it: what one subscriber may see of it, in plaintext.
//
// Key     the event's id, `<case>/<sequence>` (ten digits): the ledger's own.
// Value   a CloudEvents 1.0 JSON object; null takes back what stood there (a tombstone).
// Header  content-type: application/cloudevents+json
//
//   specversion, id, source   `/aduan/<ledger>/agency/<id>` or `/aduan/<ledger>/public`
//   type, subject, time, recordedtime, sequence, actor   the record's
//   leaf                      the record's leaf hash, base64: what a proof of the ledger holds
//   data.tracking             as people write the case: `7K3M9-QX24B-1`
//   data.status               of the case after the event
//   data.role                 of the agency after it: `lead`, `support`; null when it has no part
//   data.due                  the agency's next due date after it (public: anybody's), or null
//   data.body                 the record's `data`; category, region and date of the incident are
//                             left out where they are not for this subscriber
//   data.texts                each sealed field: its text, or null where it is not to be seen;
//                             `Anonim` for the name of who wants to have none
//   data.absent               of texts that this subscriber would see: `redacted`, `erased`,
//                             `damaged`, `too_large`; left out when there is none
//
// Whoever consumes takes the last value of a key. A value is sent anew when what may be seen of it
// has changed; before one that shows less goes a tombstone, so that also those who keep what they
// read know that the former text is to be removed.

#pragma once

#include "consumers/derived/subscriber.h"
#include "core/ledger/fold.h"
#include "core/privacy/reading.h"
#include "schemas/envelope.h"

#include <string>
#include <string_view>

namespace aduan {

/// No value is longer: a broker takes a megabyte.
inline constexpr std::size_t kDerivedBytesMax = 900'000;

/// An event of the log, and what came of it.
struct DerivedStep {
  const CaseId& id;
  const Envelope& envelope;
  const RecordedEvent& recorded;
  std::string_view sealed;  ///< its payload
  const Complaint& after;
};

/// How a subscriber sees an event, as the case stands now.
struct DerivedSight {
  Sight sight;
  bool anonymous = false;
  const Withheld& withheld;
};

/// `7K3M9QX24B/0000000007`
std::string event_id(const CaseId& id, std::uint64_t sequence);

/// The value. Errors: those of the key store.
Result<std::string> derived_event(const DerivedStep& step, const Subscriber& subscriber,
                                  const DerivedSight& seen, KeyStore& keys);

/// What a subscriber sees of an event, without a key: where two of these are equal, so are the
/// values (of keys that are there). Empty: nothing at all, not even that it happened.
/// A letter a field, in the event's order: `v` visible, `a` the name is Anonim, `r` redacted, `e`
/// erased, `-` hidden.
std::string seen_of(const RecordedEvent& recorded, const DerivedSight& seen);

/// Whether `now` hides something that `before` showed. Of the same event.
bool shows_less(std::string_view before, std::string_view now);

}  // namespace aduan
