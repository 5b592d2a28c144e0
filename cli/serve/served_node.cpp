#include "cli/serve/served_node.h"

#include "cli/folder_parts.h"
#include "cli/ledger_secrets.h"
#include "cli/serve/node_name.h"
#include "consumers/agency_router/agency_router.h"
#include "consumers/due_role.h"
#include "consumers/keeper/keeper_role.h"
#include "consumers/ledger_worker/ledger_worker.h"
#include "consumers/projector/projected_ledger.h"
#include "consumers/public_stream/public_stream.h"
#include "core/ledger/kafka/kafka_ledger.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/privacy/kafka/kafka_key_store.h"

#include <algorithm>
#include <array>
#include <utility>

namespace aduan {
namespace {

struct NamedRole {
  std::string_view name;
  ServedRole role;
  bool needs_keys = false;
  bool needs_store = false;
};
constexpr std::array<NamedRole, 7> kRoles{{
    {"worker", ServedRole::worker},
    {"projector", ServedRole::projector, false, true},
    {"router", ServedRole::router, true, false},
    {"public", ServedRole::public_, true, false},
    {"watcher", ServedRole::watcher, false, true},
    {"steward", ServedRole::steward, false, true},
    {"keeper", ServedRole::keeper, true, true},
}};

const NamedRole& row_of(ServedRole role) {
  return *std::find_if(kRoles.begin(), kRoles.end(),
                       [&](const NamedRole& each) { return each.role == role; });
}

Error no_such_role(std::string_view name) {
  std::string names;
  for (const NamedRole& each : kRoles)
    names += std::string(names.empty() ? "" : ", ").append(each.name);
  return Error{ErrorKind::invalid, "there is no role '" + std::string(name) + "'. --roles takes " +
                                       names +
                                       ", separated by commas, or `all`. Nothing was "
                                       "started"};
}

/// A ledger whose answers are waited for in the projections.
class OwnProjectedLedger final : public Ledger {
 public:
  OwnProjectedLedger(std::unique_ptr<Ledger> ledger, const Projector& projector)
      : ledger_(std::move(ledger)), projected_(*ledger_, projector) {}

  std::vector<Answer> submit(std::vector<AnyCommand> commands, Until until) override {
    return projected_.submit(std::move(commands), until);
  }
  void settle() override { projected_.settle(); }
  std::shared_ptr<const Directory> directory() const override { return projected_.directory(); }

 private:
  std::unique_ptr<Ledger> ledger_;
  ProjectedLedger projected_;
};

}  // namespace

Result<std::vector<ServedRole>> parse_served_roles(std::string_view text) {
  std::vector<ServedRole> roles;
  if (text == "all") {
    for (const NamedRole& each : kRoles) roles.push_back(each.role);
    return roles;
  }
  while (true) {
    const std::string_view name = text.substr(0, text.find(','));
    const auto* const found = std::find_if(
        kRoles.begin(), kRoles.end(), [&](const NamedRole& each) { return each.name == name; });
    if (found == kRoles.end()) return no_such_role(name);
    if (std::find(roles.begin(), roles.end(), found->role) == roles.end()) {
      roles.push_back(found->role);
    }
    if (name.size() == text.size()) return roles;
    text.remove_prefix(name.size() + 1);
  }
}

struct ServedNode::Parts {
  KafkaPlace place;
  const TimeSource* time = nullptr;
  std::unique_ptr<KafkaEventLog> log;
  LoadedDirectory loaded;
  LedgerSecrets secrets;
  std::unique_ptr<LedgerSecret> secret;
  std::unique_ptr<RandomSource> random;
  std::unique_ptr<KafkaKeyStore> keys;
  bool owns_keys = false;
  std::unique_ptr<ProjectionStore> store;
  std::shared_ptr<Projector> projector;
};

ServedNode::ServedNode() : parts_(std::make_unique<Parts>()) {}

ServedNode::~ServedNode() { roles_.clear(); }

const std::string& ServedNode::ledger() const { return parts_->loaded.directory->ledger; }

Result<std::unique_ptr<ServedNode>> ServedNode::open(const KafkaPlace& place,
                                                     std::span<const ServedRole> roles,
                                                     const TimeSource& time) {
  std::unique_ptr<ServedNode> node(new ServedNode());
  node->parts_->place = place;
  node->parts_->time = &time;
  if (const auto opened = node->open_parts(roles); !opened) return opened.error();
  if (node->parts_->projector != nullptr) node->roles_.push_back(node->parts_->projector);
  bool has_keeper = false;
  for (const ServedRole role : roles) {
    if (role == ServedRole::projector) continue;
    node->roles_.push_back(node->make(role));
    has_keeper |= role == ServedRole::keeper;
  }
  if (node->parts_->owns_keys && !has_keeper) {
    node->roles_.push_back(std::make_shared<KeyFollower>(*node->parts_->keys));
  }
  return node;
}

Result<void> ServedNode::open_parts(std::span<const ServedRole> roles) {
  Parts& parts = *parts_;
  auto log = KafkaEventLog::open(parts.place.connection);
  if (!log) return log.error();
  parts.log = std::move(log.value());
  auto loaded = load_directory(*parts.log);
  if (!loaded) return loaded.error();
  parts.loaded = std::move(loaded.value());
  if (!parts.loaded.directory->is_created()) {
    return Error{ErrorKind::not_found,
                 "the ledger was not made to its end: its directory is empty. Run `aduan init` "
                 "again; it goes on where it was"};
  }
  auto node = ensure_node_name(parts.place.state);
  if (!node) return node.error();
  node_ = std::move(node.value());
  const auto needs = [&](bool NamedRole::*what) {
    return std::any_of(roles.begin(), roles.end(),
                       [&](ServedRole role) { return row_of(role).*what; });
  };
  if (needs(&NamedRole::needs_keys) || needs(&NamedRole::needs_store)) {
    auto secrets = read_secrets(parts.place.state);
    if (!secrets) return secrets.error();
    parts.secrets = std::move(secrets.value());
    parts.secret = std::make_unique<LedgerSecret>(parts.secrets.secret);
  }
  if (needs(&NamedRole::needs_keys)) {
    if (const auto opened = open_keys(); !opened) return opened;
  }
  if (needs(&NamedRole::needs_store)) {
    if (const auto opened = open_store(); !opened) return opened;
  }
  return success();
}

Result<void> ServedNode::open_keys() {
  Parts& parts = *parts_;
  auto random = random_of(parts.secrets.seed, *parts.log);
  if (!random) return random.error();
  parts.random = std::move(random.value());
  KafkaKeySettings settings;
  settings.folder = key_folder(parts.place.state);
  settings.partitions = parts.log->partitions();
  const auto open = [&] {
    return KafkaKeyStore::open(parts.place.connection, settings, parts.secrets.master,
                               *parts.random, *parts.time);
  };
  auto keys = open();
  parts.owns_keys = keys.has_value();
  if (!keys && keys.error().kind == ErrorKind::unavailable) {
    settings.copy = KafkaKeySettings::Copy::beside;
    auto beside = open();
    if (beside) keys = std::move(beside);
  }
  if (!keys) return keys.error();
  parts.keys = std::move(keys.value());
  return success();
}

Result<void> ServedNode::open_store() {
  Parts& parts = *parts_;
  auto store = ProjectionStore::open(store_folder(parts.place.state),
                                     store_options(ledger(), parts.log->partitions()));
  if (!store) return store.error();
  parts.store = std::move(store.value());
  parts.projector = std::make_shared<Projector>(parts.place.connection, *parts.store,
                                                parts.log->partitions(), node_);
  return success();
}

std::shared_ptr<ConsumerRole> ServedNode::make(ServedRole role) const {
  Parts& parts = *parts_;
  const std::filesystem::path own = parts.place.state / row_of(role).name;
  const DerivedRolePlace derived{parts.place.connection, own, ledger(), parts.log->partitions(),
                                 node_};
  const auto due_role = [&](DueRole::Of of) {
    const LedgerOpener open = [&parts]() -> Result<std::unique_ptr<Ledger>> {
      auto ledger = KafkaLedger::open(parts.place.connection, *parts.time);
      if (!ledger) return ledger.error();
      return std::make_unique<OwnProjectedLedger>(std::move(ledger.value()), *parts.projector);
    };
    SystemKeys keys{
        .command_id = [&parts](std::string_view key) { return parts.secret->command_id(key); },
        .id = node_};
    return std::make_shared<DueRole>(of, open, *parts.store, std::move(keys), *parts.time);
  };
  switch (role) {
    case ServedRole::worker: {
      LedgerWorkerOptions options;
      options.folder = own;
      return std::make_shared<LedgerWorker>(parts.place.connection, *parts.time, options);
    }
    case ServedRole::projector:
      return parts.projector;
    case ServedRole::router:
      return make_agency_router(derived, *parts.keys);
    case ServedRole::public_:
      return make_public_stream(derived, *parts.keys);
    case ServedRole::watcher:
      return due_role(DueRole::Of::watcher);
    case ServedRole::steward:
      return due_role(DueRole::Of::steward);
    case ServedRole::keeper:
      break;
  }
  return std::make_shared<KeeperRole>(parts.place.connection, *parts.store, *parts.log, *parts.keys,
                                      ledger());
}

}  // namespace aduan
