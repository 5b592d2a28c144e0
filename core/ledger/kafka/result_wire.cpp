#include "core/ledger/kafka/result_wire.h"

#include "core/base/encoding.h"
#include "schemas/json/body_impl.h"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace aduan {
namespace {

constexpr std::string_view kAccepted = "accepted";
constexpr std::string_view kRejected = "rejected";
constexpr std::string_view kFailed = "failed";

/// What stands in the value; which fields there are follows from the outcome.
struct ResultValue {
  std::string outcome;
  std::optional<std::uint32_t> stream;
  std::optional<std::uint64_t> offset;
  std::optional<std::uint64_t> sequence;
  std::optional<std::string> leaf;
  std::optional<bool> repeated;
  std::optional<std::string> code;
  std::optional<std::string> kind;
  std::optional<std::string> message;
};

template <class Archive>
void serialize(Archive& archive, ResultValue& value) {
  archive(named("outcome", value.outcome), named("stream", value.stream),
          named("offset", value.offset), named("sequence", value.sequence),
          named("leaf", value.leaf), named("repeated", value.repeated), named("code", value.code),
          named("kind", value.kind), named("message", value.message));
}

ResultValue value_of(const Receipt& receipt) {
  ResultValue value;
  value.outcome = kAccepted;
  value.stream = receipt.position.stream;
  value.offset = receipt.position.offset;
  value.sequence = receipt.sequence;
  value.leaf = to_base64(as_view(receipt.leaf));
  value.repeated = receipt.repeated;
  return value;
}

ResultValue value_of(const Rejection& rejection) {
  ResultValue value;
  value.outcome = kRejected;
  value.code = name_of_code(rejection.code);
  value.message = explanation_of(rejection.code);
  return value;
}

ResultValue value_of(const Error& error) {
  ResultValue value;
  value.outcome = kFailed;
  value.kind = name_of(error.kind);
  value.message = error.message;
  return value;
}

std::optional<ErrorKind> parse_kind(std::string_view text) {
  constexpr std::array kKinds{ErrorKind::invalid, ErrorKind::conflict, ErrorKind::not_found,
                              ErrorKind::unavailable, ErrorKind::corrupt};
  for (const ErrorKind kind : kKinds) {
    if (name_of(kind) == text) return kind;
  }
  return std::nullopt;
}

std::optional<Answer> accepted(const ResultValue& value) {
  Receipt receipt;
  if (!value.stream || !value.offset || !value.sequence || !value.leaf || !value.repeated) {
    return std::nullopt;
  }
  if (!decode_base64(*value.leaf, receipt.leaf)) return std::nullopt;
  receipt.position = {*value.stream, *value.offset};
  receipt.sequence = *value.sequence;
  receipt.repeated = *value.repeated;
  return Answer(receipt);
}

}  // namespace

std::string encode_answer(const Answer& answer) {
  const ResultValue value = std::visit([](const auto& each) { return value_of(each); }, answer);
  std::string out;
  out.reserve(192);
  json::write_body(out, value);
  return out;
}

std::optional<Answer> decode_answer(std::string_view value, json::Document& scratch) {
  if (!scratch.parse(value)) return std::nullopt;
  auto read = json::read_body<ResultValue>(scratch);
  if (!read) return std::nullopt;
  ResultValue& result = read.value();
  if (result.outcome == kAccepted) return accepted(result);
  if (result.outcome == kRejected && result.code) {
    if (const auto code = parse_code<RejectionCode>(*result.code)) return Answer(Rejection{*code});
    return Answer(Error{ErrorKind::invalid, "refused by a rule that this version does not know (" +
                                                *result.code + "): use a newer version"});
  }
  if (result.outcome != kFailed || !result.kind || !result.message) return std::nullopt;
  const auto kind = parse_kind(*result.kind);
  if (!kind) return std::nullopt;
  return Answer(Error{*kind, std::move(*result.message)});
}

}  // namespace aduan
