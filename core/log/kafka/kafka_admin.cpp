#include "core/log/kafka/kafka_admin.h"

#include "core/base/check.h"
#include "core/log/kafka/kafka_handle.h"

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

namespace aduan {
namespace {

using Clock = std::chrono::steady_clock;
using NewTopicPointer = KafkaOwned<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using DeleteTopicPointer = KafkaOwned<rd_kafka_DeleteTopic_t, rd_kafka_DeleteTopic_destroy>;
using DeleteRecordsPointer = KafkaOwned<rd_kafka_DeleteRecords_t, rd_kafka_DeleteRecords_destroy>;
using ConfigPointer = KafkaOwned<rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy>;
using BindingPointer = KafkaOwned<rd_kafka_AclBinding_t, rd_kafka_AclBinding_destroy>;
using OptionsPointer = KafkaOwned<rd_kafka_AdminOptions_t, rd_kafka_AdminOptions_destroy>;
using MetadataPointer = KafkaOwned<const rd_kafka_metadata_t, rd_kafka_metadata_destroy>;

constexpr std::chrono::milliseconds kStep{50};
constexpr std::string_view kAnyHost = "*";

struct ResourceCode {
  KafkaAcl::Resource resource;
  rd_kafka_ResourceType_t code;
};
constexpr std::array<ResourceCode, 3> kResources{{
    {KafkaAcl::Resource::topic, RD_KAFKA_RESOURCE_TOPIC},
    {KafkaAcl::Resource::group, RD_KAFKA_RESOURCE_GROUP},
    {KafkaAcl::Resource::cluster, RD_KAFKA_RESOURCE_BROKER},
}};

struct OperationCode {
  KafkaAcl::Operation operation;
  rd_kafka_AclOperation_t code;
};
constexpr std::array<OperationCode, 6> kOperations{{
    {KafkaAcl::Operation::read, RD_KAFKA_ACL_OPERATION_READ},
    {KafkaAcl::Operation::write, RD_KAFKA_ACL_OPERATION_WRITE},
    {KafkaAcl::Operation::create, RD_KAFKA_ACL_OPERATION_CREATE},
    {KafkaAcl::Operation::describe, RD_KAFKA_ACL_OPERATION_DESCRIBE},
    {KafkaAcl::Operation::idempotent_write, RD_KAFKA_ACL_OPERATION_IDEMPOTENT_WRITE},
    {KafkaAcl::Operation::all, RD_KAFKA_ACL_OPERATION_ALL},
}};

rd_kafka_ResourceType_t code_of(KafkaAcl::Resource resource) {
  return std::find_if(kResources.begin(), kResources.end(),
                      [&](const ResourceCode& each) { return each.resource == resource; })
      ->code;
}

rd_kafka_AclOperation_t code_of(KafkaAcl::Operation operation) {
  return std::find_if(kOperations.begin(), kOperations.end(),
                      [&](const OperationCode& each) { return each.operation == operation; })
      ->code;
}

rd_kafka_ResourcePatternType_t pattern_of(const KafkaAcl& acl) {
  return acl.is_prefix ? RD_KAFKA_RESOURCE_PATTERN_PREFIXED : RD_KAFKA_RESOURCE_PATTERN_LITERAL;
}

/// As a row of ours; nothing for one that we do not give.
std::optional<KafkaAcl> acl_from(const rd_kafka_AclBinding_t* binding) {
  const auto resource = std::find_if(
      kResources.begin(), kResources.end(),
      [&](const ResourceCode& each) { return each.code == rd_kafka_AclBinding_restype(binding); });
  const auto operation =
      std::find_if(kOperations.begin(), kOperations.end(), [&](const OperationCode& each) {
        return each.code == rd_kafka_AclBinding_operation(binding);
      });
  if (resource == kResources.end() || operation == kOperations.end() ||
      rd_kafka_AclBinding_permission_type(binding) != RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW) {
    return std::nullopt;
  }
  return KafkaAcl{.principal = rd_kafka_AclBinding_principal(binding),
                  .resource = resource->resource,
                  .name = rd_kafka_AclBinding_name(binding),
                  .operation = operation->operation,
                  .is_prefix = rd_kafka_AclBinding_resource_pattern_type(binding) ==
                               RD_KAFKA_RESOURCE_PATTERN_PREFIXED};
}

}  // namespace

struct KafkaAdmin::State final : KafkaListener {
  std::chrono::milliseconds patience{};
  std::unique_ptr<KafkaHandle> handle;
  KafkaQueuePointer queue;

  rd_kafka_t* get() const { return handle->get(); }

  Error failed(rd_kafka_resp_err_t code, std::string_view what,
               const char* detail = nullptr) const {
    rd_kafka_poll(get(), 0);  // on_error
    const bool has_detail = detail != nullptr && code != RD_KAFKA_RESP_ERR__TIMED_OUT;
    return has_detail ? kafka_error(code, what, detail) : handle->error_of(code, what);
  }

  /// `start(options, queue)` begins an operation; gives its result.
  template <class Start>
  Result<KafkaEventPointer> ask(rd_kafka_admin_op_t operation, std::string_view what,
                                const Start& start) const {
    std::array<char, 256> why{};
    const OptionsPointer options(rd_kafka_AdminOptions_new(get(), operation));
    CHECK(rd_kafka_AdminOptions_set_request_timeout(options.get(), timeout_ms(patience), why.data(),
                                                    why.size()) == RD_KAFKA_RESP_ERR_NO_ERROR);
    start(options.get(), queue.get());
    KafkaEventPointer event(rd_kafka_queue_poll(queue.get(), -1));  // request_timeout ends it
    if (const auto code = rd_kafka_event_error(event.get())) {
      return failed(code, what, rd_kafka_event_error_string(event.get()));
    }
    return event;
  }

  Result<MetadataPointer> metadata() const {
    const rd_kafka_metadata_t* found = nullptr;
    const auto code = rd_kafka_metadata(get(), 1, nullptr, &found, timeout_ms(patience));
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return failed(code, "the topics cannot be listed");
    return MetadataPointer(found);
  }

  Result<void> create(const KafkaTopic& topic) const {
    std::array<char, 512> why{};
    const std::string what = "topic " + topic.name + " was not made";
    const NewTopicPointer wanted(
        rd_kafka_NewTopic_new(topic.name.c_str(), static_cast<int>(topic.partitions),
                              static_cast<int>(topic.replicas), why.data(), why.size()));
    if (!wanted) return Error{ErrorKind::invalid, what + ": " + why.data()};
    for (const auto& [name, value] : topic.settings) {
      rd_kafka_NewTopic_set_config(wanted.get(), name.c_str(), value.c_str());
    }
    rd_kafka_NewTopic_t* list[]{wanted.get()};
    const auto event =
        ask(RD_KAFKA_ADMIN_OP_CREATETOPICS, what, [&](const auto* options, auto* replies) {
          rd_kafka_CreateTopics(get(), list, 1, options, replies);
        });
    if (!event) return event.error();
    std::size_t count = 0;
    const auto* results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event.value().get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto code = rd_kafka_topic_result_error(results[i]);
      if (code != RD_KAFKA_RESP_ERR_NO_ERROR && code != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
        return failed(code, what, rd_kafka_topic_result_error_string(results[i]));
      }
    }
    return success();
  }
};

KafkaAdmin::KafkaAdmin(std::unique_ptr<State> state) : state_(std::move(state)) {}

KafkaAdmin::~KafkaAdmin() = default;

Result<std::unique_ptr<KafkaAdmin>> KafkaAdmin::open(const KafkaConnection& connection) {
  auto state = std::make_unique<State>();
  state->patience = connection.patience;
  auto handle = KafkaHandle::make(RD_KAFKA_PRODUCER, connection, {}, *state);
  if (!handle) return handle.error();
  state->handle = std::move(handle.value());
  state->queue.reset(rd_kafka_queue_new(state->get()));
  if (auto connected = state->handle->connect(connection); !connected) return connected.error();
  return std::unique_ptr<KafkaAdmin>(new KafkaAdmin(std::move(state)));
}

Result<std::uint32_t> KafkaAdmin::brokers() {
  const auto metadata = state_->metadata();
  if (!metadata) return metadata.error();
  return static_cast<std::uint32_t>(metadata.value()->broker_cnt);
}

Result<std::map<std::string, KafkaTopicShape>> KafkaAdmin::topics() {
  const auto metadata = state_->metadata();
  if (!metadata) return metadata.error();
  std::map<std::string, KafkaTopicShape> result;
  for (int i = 0; i < metadata.value()->topic_cnt; ++i) {
    const auto& topic = metadata.value()->topics[i];
    if (topic.err != RD_KAFKA_RESP_ERR_NO_ERROR || topic.partition_cnt == 0) continue;
    KafkaTopicShape& shape = result[topic.topic];
    shape.partitions = static_cast<std::uint32_t>(topic.partition_cnt);
    shape.replicas = UINT32_MAX;
    for (int j = 0; j < topic.partition_cnt; ++j) {
      const auto& partition = topic.partitions[j];
      shape.replicas = std::min(shape.replicas, static_cast<std::uint32_t>(partition.replica_cnt));
      shape.has_leaders = shape.has_leaders && partition.leader >= 0;
    }
  }
  return result;
}

Result<std::optional<KafkaTopicShape>> KafkaAdmin::find_topic(const std::string& name) {
  const auto all = topics();
  if (!all) return all.error();
  const auto found = all.value().find(name);
  if (found == all.value().end()) return std::optional<KafkaTopicShape>();
  return std::optional(found->second);
}

Result<KafkaTopicSettings> KafkaAdmin::topic_settings(const std::string& name) {
  const std::string what = "the settings of topic " + name + " cannot be read";
  const ConfigPointer asked(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name.c_str()));
  rd_kafka_ConfigResource_t* list[]{asked.get()};
  const auto event =
      state_->ask(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, what, [&](const auto* options, auto* replies) {
        rd_kafka_DescribeConfigs(state_->get(), list, 1, options, replies);
      });
  if (!event) return event.error();
  std::size_t count = 0;
  const auto** resources = rd_kafka_DescribeConfigs_result_resources(
      rd_kafka_event_DescribeConfigs_result(event.value().get()), &count);
  KafkaTopicSettings settings;
  for (std::size_t i = 0; i < count; ++i) {
    if (const auto code = rd_kafka_ConfigResource_error(resources[i])) {
      return state_->failed(code, what, rd_kafka_ConfigResource_error_string(resources[i]));
    }
    std::size_t entries_count = 0;
    const auto** entries = rd_kafka_ConfigResource_configs(resources[i], &entries_count);
    for (std::size_t j = 0; j < entries_count; ++j) {
      const char* value = rd_kafka_ConfigEntry_value(entries[j]);
      settings[rd_kafka_ConfigEntry_name(entries[j])] = value == nullptr ? "" : value;
    }
  }
  return settings;
}

Result<void> KafkaAdmin::create_topics(std::span<const KafkaTopic> topics) {
  // One request a topic: of several in one, only the first error would be told with its topic.
  for (const KafkaTopic& topic : topics) {
    if (auto created = state_->create(topic); !created) return created.error();
  }
  const auto deadline = Clock::now() + state_->patience;
  for (;;) {
    const auto there = this->topics();
    if (!there) return there.error();
    const bool are_all = std::all_of(topics.begin(), topics.end(), [&](const KafkaTopic& topic) {
      const auto found = there.value().find(topic.name);
      return found != there.value().end() && found->second.has_leaders;
    });
    if (are_all) return success();
    if (Clock::now() >= deadline) break;
    std::this_thread::sleep_for(kStep);
  }
  return Error{
      ErrorKind::unavailable,
      "topics that were made have no leader yet; see that the brokers run, then try again"};
}

Result<void> KafkaAdmin::replace_topic_settings(const std::string& name,
                                                const KafkaTopicSettings& settings) {
  const std::string what = "the settings of topic " + name + " were not changed";
  const ConfigPointer wanted(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name.c_str()));
  for (const auto& [key, value] : settings) {
    rd_kafka_ConfigResource_set_config(wanted.get(), key.c_str(), value.c_str());
  }
  rd_kafka_ConfigResource_t* list[]{wanted.get()};
  const auto event =
      state_->ask(RD_KAFKA_ADMIN_OP_ALTERCONFIGS, what, [&](const auto* options, auto* replies) {
        rd_kafka_AlterConfigs(state_->get(), list, 1, options, replies);
      });
  if (!event) return event.error();
  std::size_t count = 0;
  const auto** resources = rd_kafka_AlterConfigs_result_resources(
      rd_kafka_event_AlterConfigs_result(event.value().get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    if (const auto code = rd_kafka_ConfigResource_error(resources[i])) {
      return state_->failed(code, what, rd_kafka_ConfigResource_error_string(resources[i]));
    }
  }
  return success();
}

Result<void> KafkaAdmin::delete_topics(std::span<const std::string> names) {
  for (const std::string& name : names) {
    const std::string what = "topic " + name + " was not deleted";
    const DeleteTopicPointer topic(rd_kafka_DeleteTopic_new(name.c_str()));
    rd_kafka_DeleteTopic_t* list[]{topic.get()};
    const auto event =
        state_->ask(RD_KAFKA_ADMIN_OP_DELETETOPICS, what, [&](const auto* options, auto* replies) {
          rd_kafka_DeleteTopics(state_->get(), list, 1, options, replies);
        });
    if (!event) return event.error();
    std::size_t count = 0;
    const auto** results = rd_kafka_DeleteTopics_result_topics(
        rd_kafka_event_DeleteTopics_result(event.value().get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto code = rd_kafka_topic_result_error(results[i]);
      if (code != RD_KAFKA_RESP_ERR_NO_ERROR && code != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) {
        return state_->failed(code, what, rd_kafka_topic_result_error_string(results[i]));
      }
    }
  }
  return success();
}

Result<void> KafkaAdmin::delete_records_before(const TopicOffset& place) {
  constexpr std::string_view kWhat = "no record was deleted";
  const DeleteRecordsPointer records(
      rd_kafka_DeleteRecords_new(offset_list(std::span(&place, 1)).get()));
  rd_kafka_DeleteRecords_t* list[]{records.get()};
  const auto event =
      state_->ask(RD_KAFKA_ADMIN_OP_DELETERECORDS, kWhat, [&](const auto* options, auto* replies) {
        rd_kafka_DeleteRecords(state_->get(), list, 1, options, replies);
      });
  if (!event) return event.error();
  const auto* offsets = rd_kafka_DeleteRecords_result_offsets(
      rd_kafka_event_DeleteRecords_result(event.value().get()));
  for (int i = 0; i < offsets->cnt; ++i) {
    if (const auto code = offsets->elems[i].err) return state_->failed(code, kWhat);
  }
  return success();
}

Result<void> KafkaAdmin::create_acls(std::span<const KafkaAcl> acls) {
  constexpr std::string_view kWhat = "not all rights were given";
  std::vector<BindingPointer> bindings;
  std::vector<rd_kafka_AclBinding_t*> list;
  std::array<char, 256> why{};
  for (const KafkaAcl& acl : acls) {
    BindingPointer binding(
        rd_kafka_AclBinding_new(code_of(acl.resource), acl.name.c_str(), pattern_of(acl),
                                acl.principal.c_str(), kAnyHost.data(), code_of(acl.operation),
                                RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW, why.data(), why.size()));
    if (!binding) {
      return Error{ErrorKind::invalid, std::string(kWhat) + ": " + why.data()};
    }
    list.push_back(binding.get());
    bindings.push_back(std::move(binding));
  }
  if (list.empty()) return success();
  const auto event =
      state_->ask(RD_KAFKA_ADMIN_OP_CREATEACLS, kWhat, [&](const auto* options, auto* replies) {
        rd_kafka_CreateAcls(state_->get(), list.data(), list.size(), options, replies);
      });
  if (!event) return event.error();
  std::size_t count = 0;
  const auto** results = rd_kafka_CreateAcls_result_acls(
      rd_kafka_event_CreateAcls_result(event.value().get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const rd_kafka_error_t* error = rd_kafka_acl_result_error(results[i]);
    if (error == nullptr) continue;
    return state_->failed(rd_kafka_error_code(error), kWhat, rd_kafka_error_string(error));
  }
  return success();
}

Result<void> KafkaAdmin::delete_acls(std::span<const KafkaAcl> acls) {
  constexpr std::string_view kWhat = "not all rights were taken back";
  std::vector<BindingPointer> filters;
  std::vector<rd_kafka_AclBindingFilter_t*> list;
  std::array<char, 256> why{};
  for (const KafkaAcl& acl : acls) {
    BindingPointer filter(rd_kafka_AclBindingFilter_new(
        code_of(acl.resource), acl.name.c_str(), pattern_of(acl), acl.principal.c_str(),
        kAnyHost.data(), code_of(acl.operation), RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW, why.data(),
        why.size()));
    if (!filter) return Error{ErrorKind::invalid, std::string(kWhat) + ": " + why.data()};
    list.push_back(filter.get());
    filters.push_back(std::move(filter));
  }
  if (list.empty()) return success();
  const auto event =
      state_->ask(RD_KAFKA_ADMIN_OP_DELETEACLS, kWhat, [&](const auto* options, auto* replies) {
        rd_kafka_DeleteAcls(state_->get(), list.data(), list.size(), options, replies);
      });
  if (!event) return event.error();
  std::size_t count = 0;
  const auto** results = rd_kafka_DeleteAcls_result_responses(
      rd_kafka_event_DeleteAcls_result(event.value().get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const rd_kafka_error_t* error = rd_kafka_DeleteAcls_result_response_error(results[i]);
    if (error == nullptr) continue;
    return state_->failed(rd_kafka_error_code(error), kWhat, rd_kafka_error_string(error));
  }
  return success();
}

Result<std::vector<KafkaAcl>> KafkaAdmin::acls_of(const std::string& principal) {
  constexpr std::string_view kWhat = "the rights cannot be read";
  std::array<char, 256> why{};
  const BindingPointer filter(rd_kafka_AclBindingFilter_new(
      RD_KAFKA_RESOURCE_ANY, nullptr, RD_KAFKA_RESOURCE_PATTERN_ANY, principal.c_str(), nullptr,
      RD_KAFKA_ACL_OPERATION_ANY, RD_KAFKA_ACL_PERMISSION_TYPE_ANY, why.data(), why.size()));
  if (!filter) return Error{ErrorKind::invalid, std::string(kWhat) + ": " + why.data()};
  const auto event =
      state_->ask(RD_KAFKA_ADMIN_OP_DESCRIBEACLS, kWhat, [&](const auto* options, auto* replies) {
        rd_kafka_DescribeAcls(state_->get(), filter.get(), options, replies);
      });
  if (!event) return event.error();
  std::size_t count = 0;
  const auto** bindings = rd_kafka_DescribeAcls_result_acls(
      rd_kafka_event_DescribeAcls_result(event.value().get()), &count);
  std::vector<KafkaAcl> acls;
  for (std::size_t i = 0; i < count; ++i) {
    if (auto acl = acl_from(bindings[i])) acls.push_back(std::move(*acl));
  }
  std::sort(acls.begin(), acls.end());
  return acls;
}

Result<std::uint64_t> KafkaAdmin::end_of(const TopicPartition& partition) {
  return state_->handle->find_offset(partition, RD_KAFKA_OFFSET_END, state_->patience);
}

}  // namespace aduan
