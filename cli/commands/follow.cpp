#include "cli/commands/follow.h"

#include "cli/follow_line.h"
#include "cli/serve/stop_signals.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/kafka/kafka_topics.h"

#include <array>
#include <ostream>
#include <string>
#include <vector>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr std::size_t kBatchMax = 1'000;
constexpr std::chrono::milliseconds kPollWait{200};
/// How often it looks whether its topic has been made.
constexpr std::chrono::milliseconds kTopicWait{1'000};

constexpr Option kOptions[] = {
    {"agency", Form::positional, "AGENCY", "whose topic", true},
    {"group", Form::value, "GROUP", "the consumer group; default aduan-agency.AGENCY"},
    {"from-start", Form::flag, "", "all that the topic holds, whatever the group has taken"},
    {"until-end", Form::flag, "", "end when all that is there was shown, instead of waiting"},
};

constexpr std::string_view kDetails =
    "Goes on where its group was; without --until-end it ends by ctrl-C. --format jsonl gives "
    "each\n"
    "record's CloudEvent as it stands (consumers/derived/derived_event.h has its fields), and\n"
    "{\"id\":…,\"retracted\":true} for what is taken back. A record counts as taken when it was\n"
    "written out: after a crash the last ones may come again. Needs rights to the agency's topic\n"
    "and group alone (`aduan agency grant`), no secret and no key.\n";

struct Following {
  std::string topic;
  std::string group;
  bool is_from_start = false;
  bool ends = false;
};

class Follower {
 public:
  Follower(const Following& wanted, KafkaConsumer& consumer, Output& output)
      : wanted_(wanted), consumer_(consumer), output_(output) {}

  Result<void> run(StopSignals& signals) {
    const std::array topics{wanted_.topic};
    if (const auto joined = consumer_.subscribe(topics); !joined) return joined;
    while (!is_at_end_ && !signals.wait(std::chrono::milliseconds(0))) {
      const auto polled = consumer_.poll(kBatchMax, kPollWait);
      if (!polled) return polled.error();
      if (const auto shown = show(polled.value().records); !shown) return shown;
      if (const auto& change = polled.value().rebalance) {
        const auto answered = change->kind == KafkaRebalance::Kind::assigned
                                  ? begin(change->partitions)
                                  : consumer_.unassign();
        if (!answered) return answered;
      }
      is_at_end_ = wanted_.ends && !polled.value().ends.empty();
      tell_trouble();
      if (!output_.out()) break;  // nobody reads any more
    }
    return success();
  }

 private:
  Result<void> begin(const std::vector<TopicPartition>& partitions) {
    const auto committed = consumer_.committed(partitions);
    if (!committed) return committed.error();
    std::vector<KafkaStart> starts;
    for (std::size_t i = 0; i < partitions.size(); ++i) {
      KafkaStart start{partitions[i], committed.value()[i]};
      if (wanted_.is_from_start && !has_begun_) start.offset.reset();
      if (start.offset) {
        // What the topic's retention took meanwhile is gone: go on with the oldest that is left.
        const auto first = consumer_.first_of(partitions[i]);
        if (!first) return first.error();
        if (*start.offset < first.value()) start.offset.reset();
      }
      starts.push_back(start);
    }
    has_begun_ = true;
    return consumer_.assign(starts);
  }

  Result<void> show(const std::vector<KafkaRecord>& records) {
    if (records.empty()) return success();
    for (const KafkaRecord& record : records) {
      if (output_.format() == Format::table) {
        output_.out() << follow_text(record) << '\n';
      } else if (const auto json = follow_json(record)) {
        output_.out() << *json << '\n';
      } else {
        output_.say("warning: the record at offset " + std::to_string(record.at.offset) +
                    " is not JSON and was passed over: nobody of ours wrote it");
      }
    }
    if (!output_.out().flush()) return success();
    const std::array next{TopicOffset{records.back().at.in, records.back().at.offset + 1}};
    return consumer_.commit(next);
  }

  void tell_trouble() {
    const auto trouble = consumer_.trouble();
    if (trouble && !has_told_) output_.say("waiting: " + trouble->message);
    has_told_ = trouble.has_value();
  }

  const Following& wanted_;
  KafkaConsumer& consumer_;
  Output& output_;
  bool has_begun_ = false;
  bool is_at_end_ = false;
  bool has_told_ = false;
};

Result<void> follow(const Following& wanted, const KafkaConnection& connection, Output& output,
                    StopSignals& signals) {
  KafkaConsumerSettings settings;
  settings.group = wanted.group;
  settings.tells_ends = true;
  auto consumer = KafkaConsumer::open(connection, settings);
  if (!consumer) return consumer.error();
  return Follower(wanted, *consumer.value(), output).run(signals);
}

Error no_topic(const Following& wanted) {
  return Error{ErrorKind::not_found,
               "there is no topic " + wanted.topic +
                   " (or this user may not see it): it is made when the agency is given its first "
                   "case while a router runs (`aduan serve --roles router`)"};
}

ExitCode run_follow(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto agency = parse_agency_id(arguments.text("agency"));
  if (!agency) {
    return output.fail_usage("an agency's id is 1 to 64 of a-z, 0-9, '.' and '-', as kl-kemenkes");
  }
  if (!wiring.place().is_kafka()) {
    return output.fail_usage(
        "agencies' topics are a ledger's on Kafka: --ledger kafka://HOST:PORT[/PREFIX]. In a "
        "folder `aduan queue AGENCY` shows an agency's cases");
  }
  const auto place = wiring.place().kafka();
  if (!place) return output.fail(place.error());
  const KafkaConnection& connection = place.value().connection;
  const Following wanted{
      agency_topic(connection.address, agency->text()),
      arguments.find("group").value_or(agency_group(connection.address, agency->text())),
      arguments.flag("from-start"), arguments.flag("until-end")};
  StopSignals signals;
  for (bool has_told = false;;) {
    const auto ran = follow(wanted, connection, output, signals);
    if (ran) return ExitCode::done;
    if (ran.error().kind != ErrorKind::not_found) return output.fail(ran.error());
    const Error absent = no_topic(wanted);
    if (wanted.ends) return output.fail(absent);
    if (!has_told) output.say("waiting: " + absent.message);
    has_told = true;
    if (signals.wait(kTopicWait)) return ExitCode::done;
  }
}

}  // namespace

constinit const Subcommand kFollow{
    .name = "follow",
    .summary = "an agency's own topic on Kafka, as its own system would read it",
    .options = kOptions,
    .example = "aduan --ledger kafka://127.0.0.1:9092 follow kl-kemenkes --format jsonl",
    .default_actor = "auditor:local",
    .run = run_follow,
    .details = kDetails,
};

}  // namespace aduan
