#include "projections/erasures.h"

#include "core/base/bytes.h"
#include "schemas/binary.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace aduan {

template <class Archive>
void serialize(Archive& archive, Erasure& erasure) {
  archive(named("case", erasure.case_id), named("sequence", erasure.sequence),
          named("scope", erasure.scope));
}

namespace {

constexpr std::string_view kFamily = "erasures.1";

std::string key_of(std::uint32_t stream, std::uint64_t offset) {
  std::string key;
  append_u32(key, stream);
  append_u64(key, offset);
  return key;
}

void erasure_rows(const Step& step, Rows& out) {
  const auto* const erased = std::get_if<PersonalDataErased>(&step.recorded.event);
  if (erased == nullptr) return;
  const Position& position = step.recorded.position;
  Erasure erasure{position, step.id, step.recorded.attributes.sequence, erased->scope};
  out.push_back({key_of(position.stream, position.offset), encode_binary(erasure)});
}

std::optional<Erasure> decode(std::string_view key, std::string_view value) {
  auto erasure = decode_binary<Erasure>(value);
  const auto stream = take_u32(key);
  const auto offset = take_u64(key);
  if (!erasure || !stream || !offset || !key.empty()) return std::nullopt;
  erasure.value().position = {*stream, *offset};
  return std::move(erasure.value());
}

}  // namespace

const Projection kErasures{.name = "erasures", .version = 1, .step_rows = erasure_rows};

Result<void> scan_erasures(const Reader& reader, std::uint32_t stream, std::uint64_t from,
                           const std::function<bool(const Erasure&)>& visit) {
  std::string prefix;
  append_u32(prefix, stream);
  const std::string after = from == 0 ? std::string() : key_of(stream, from - 1);
  bool is_damaged = false;
  const auto scanned =
      reader.scan(kFamily, prefix, after, [&](std::string_view key, std::string_view value) {
        const auto erasure = decode(key, value);
        is_damaged = !erasure;
        return erasure && visit(*erasure);
      });
  if (!scanned) return scanned.error();
  if (!is_damaged) return success();
  return Error{ErrorKind::corrupt,
               "a row of the erasures does not decode; rebuild the projections"};
}

}  // namespace aduan
