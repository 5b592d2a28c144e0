#include "consumers/monitor/role_metrics.h"

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>
#include <prometheus/metric_family.h>

#include <exception>
#include <string_view>
#include <utility>

namespace aduan {
namespace {

using Labels = std::vector<prometheus::ClientMetric::Label>;

prometheus::MetricFamily family(std::string name, std::string help, prometheus::MetricType type) {
  prometheus::MetricFamily made;
  made.name = std::move(name);
  made.help = std::move(help);
  made.type = type;
  return made;
}

void add(prometheus::MetricFamily& to, Labels labels, double value) {
  prometheus::ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = value;
  metric.counter.value = value;
  to.metric.push_back(std::move(metric));
}

/// Asked by each scrape.
class RoleCollector final : public prometheus::Collectable {
 public:
  explicit RoleCollector(std::vector<std::shared_ptr<const ConsumerRole>> roles)
      : roles_(std::move(roles)) {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    using prometheus::MetricType;
    auto up = family("aduan_role_up", "1 while it runs and has no trouble", MetricType::Gauge);
    auto position = family("aduan_role_position", "the offset taken next", MetricType::Gauge);
    auto end = family("aduan_role_end", "the partition's end, as last seen", MetricType::Gauge);
    auto lag = family("aduan_role_lag", "records not taken yet", MetricType::Gauge);
    auto records = family("aduan_role_records_total", "records taken", MetricType::Counter);
    auto counted = family("aduan_role_counted_total", "the role's own counts", MetricType::Counter);
    for (const auto& role : roles_) {
      const RoleProgress progress = role->progress();
      const std::string name(role->name());
      add(up, {{"role", name}}, progress.trouble ? 0 : 1);
      add(records, {{"role", name}}, static_cast<double>(progress.records));
      for (const RoleCount& count : progress.counts) {
        add(counted, {{"role", name}, {"what", std::string(count.name)}},
            static_cast<double>(count.value));
      }
      for (const StreamProgress& stream : progress.streams) {
        const Labels labels{{"role", name},
                            {"topic", stream.topic},
                            {"partition", std::to_string(stream.partition)}};
        add(position, labels, static_cast<double>(stream.next));
        add(end, labels, static_cast<double>(stream.end));
        add(lag, labels, static_cast<double>(stream.lag()));
      }
    }
    return {up, position, end, lag, records, counted};
  }

 private:
  const std::vector<std::shared_ptr<const ConsumerRole>> roles_;
};

}  // namespace

struct RoleMetrics::State {
  std::shared_ptr<RoleCollector> collector;
  std::unique_ptr<prometheus::Exposer> exposer;
};

RoleMetrics::RoleMetrics(std::unique_ptr<State> state) : state_(std::move(state)) {}

RoleMetrics::~RoleMetrics() = default;

Result<std::unique_ptr<RoleMetrics>> RoleMetrics::open(
    const std::string& address, std::vector<std::shared_ptr<const ConsumerRole>> roles) {
  auto state = std::make_unique<State>();
  state->collector = std::make_shared<RoleCollector>(std::move(roles));
  try {
    state->exposer = std::make_unique<prometheus::Exposer>(address, 1);
    state->exposer->RegisterCollectable(state->collector);
  } catch (const std::exception&) {
    return Error{ErrorKind::invalid, "metrics cannot be served at '" + address +
                                         "': it is no HOST:PORT of this machine, or the port is "
                                         "taken. Nothing was started"};
  }
  return std::unique_ptr<RoleMetrics>(new RoleMetrics(std::move(state)));
}

int RoleMetrics::port() const {
  const std::vector<int> ports = state_->exposer->GetListeningPorts();
  return ports.empty() ? 0 : ports.front();
}

}  // namespace aduan
