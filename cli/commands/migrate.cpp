#include "cli/commands/migrate.h"

#include "cli/json_object.h"
#include "cli/migration.h"
#include "cli/progress.h"
#include "core/base/encoding.h"

#include <fmt/format.h>

#include <string>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr Option kOptions[] = {
    {"from", Form::value, "PLACE", "the ledger: a folder, or kafka://HOST:PORT[/PREFIX]", true},
    {"to", Form::value, "PLACE", "where it goes: of the other kind; new, or begun by this", true},
};

constexpr std::string_view kDetails =
    "Moves every record byte for byte to the same offset, the case keys as they are wrapped, and "
    "the\n"
    "secrets; then compares the state digests. What is on Kafka keeps its secrets in the state "
    "folder\n"
    "of this machine (--state), which nobody else owns. Stop whoever writes to either place "
    "first:\n"
    "workers, gateways. Cut short, it is run again and goes on; so it does for what the source "
    "got\n"
    "since, as for a nightly copy. The source is not changed: remove it when all is well.\n"
    "A record's timestamp is when its log took it, so on Kafka it is new; nothing rests on it.\n"
    "\n"
    "JSON: {records, before, keys, left_behind, digest, same_digest}\n"
    "records  moved this time; before: were there from an earlier run; left_behind: the source "
    "got\n"
    "         them meanwhile, and the digests, null, are not compared\n";

/// Folder and state beside Kafka: which of the two is which.
struct Ends {
  std::string folder;
  KafkaPlace kafka;
  bool is_to_kafka = false;
};

Result<Ends> read_ends(const Arguments& arguments, const Wiring& wiring) {
  const std::string& from = arguments.text("from");
  const std::string& to = arguments.text("to");
  Ends ends;
  ends.is_to_kafka = is_kafka_address(to);
  if (is_kafka_address(from) == ends.is_to_kafka) {
    return Error{ErrorKind::invalid,
                 "one of --from and --to is a folder, the other kafka://HOST:PORT[/PREFIX]; "
                 "nothing was moved. A folder is copied with cp -a, while nobody has it open"};
  }
  LedgerPlace place = wiring.place();
  place.location = ends.is_to_kafka ? to : from;
  auto kafka = place.kafka();
  if (!kafka) return kafka.error();
  ends.kafka = std::move(kafka.value());
  ends.folder = ends.is_to_kafka ? from : to;
  return ends;
}

Result<MovedLedger> move(const Ends& ends, const TimeSource& time, const Progress& progress) {
  auto from = ends.is_to_kafka ? open_moving_folder(ends.folder) : open_moving_kafka(ends.kafka);
  if (!from) return from.error();
  const MovingShape shape{from.value()->log().partitions(), from.value()->secrets()};
  auto to = ends.is_to_kafka ? make_moving_kafka(ends.kafka, shape)
                             : make_moving_folder(ends.folder, shape);
  if (!to) return to.error();
  const auto moved = move_ledger(*from.value(), *to.value(), progress);
  if (!moved || ends.is_to_kafka) return moved;
  to.value().reset();
  if (const auto done = finish_moved_folder(ends.folder, time); !done) return done.error();
  return moved;
}

std::string in_words(const MovedLedger& moved) {
  std::string text = fmt::format("Moved {} records", moved.records);
  if (moved.before > 0) text += fmt::format("; {} were there already", moved.before);
  text += fmt::format(", and {} keys.\n", moved.keys);
  if (moved.left_behind > 0) {
    return text + fmt::format(
                      "The source got {} records meanwhile: run it again for them, and to compare "
                      "the digests.",
                      moved.left_behind);
  }
  return text + "Digest " + to_hex(as_view(moved.digest)) +
         (moved.is_same() ? "\nThe same there."
                          : "\nANOTHER ONE THERE: one of the two is damaged. Keep the source, and "
                            "run `aduan audit verify` on both.");
}

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  if (wiring.actor().role != Role::operator_) return output.refuse({RejectionCode::not_authorised});
  const auto ends = read_ends(arguments, wiring);
  if (!ends) return output.fail(ends.error());
  ProgressLine line(output, "migrate", "records");
  const auto moved =
      move(ends.value(), wiring.time(),
           [&](std::uint64_t done, std::uint64_t total) { line.update(done, total); });
  line.finish();
  if (!moved) return output.fail(moved.error());
  const MovedLedger& counts = moved.value();
  const bool is_compared = counts.left_behind == 0;
  JsonObject json;
  json.number("records", counts.records)
      .number("before", counts.before)
      .number("keys", counts.keys)
      .number("left_behind", counts.left_behind);
  if (is_compared) {
    json.text("digest", to_hex(as_view(counts.digest))).flag("same_digest", counts.is_same());
  } else {
    json.json("digest", "null").json("same_digest", "null");
  }
  output.show(in_words(counts), json.done());
  return !is_compared || counts.is_same() ? ExitCode::done : ExitCode::corrupt;
}

}  // namespace

const Subcommand kMigrate = {
    .name = "migrate",
    .summary = "move a whole ledger from a folder to Kafka, or back, byte for byte",
    .options = kOptions,
    .example = "aduan migrate --from ./aduan-ledger --to kafka://localhost:9092/national",
    .default_actor = "operator:local",
    .run = run,
    .details = kDetails,
};

}  // namespace aduan
