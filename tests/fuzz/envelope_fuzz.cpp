// Any bytes as a record: a verdict without a crash, and what was accepted decodes, or says why not.
//
//   cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++-14 -DADUAN_FUZZ=ON \
//         -DADUAN_SANITIZE=address,undefined,fuzzer-no-link -DADUAN_LINK_PROBES=OFF
//   cmake --build build/fuzz --target envelope_fuzz
//   mkdir -p build/fuzz/corpus
//   build/fuzz/tests/fuzz/envelope_fuzz -max_total_time=60 build/fuzz/corpus schemas/golden

#include "schemas/envelope.h"

#include "core/base/check.h"
#include "schemas/decoders.h"

#include <cstdint>
#include <string_view>

namespace aduan {
namespace {

/// What was decoded is written again as a record that decodes to the same.
template <class AnyEvent, class Decode>
void check_written_again(const Attributes& attributes, const AnyEvent& event,
                         const Decode& decode) {
  const auto bytes = encode_record("sample", attributes, event);
  if (!bytes) return;  // escapes made it longer than a record may be
  EnvelopeReader reader("sample");
  const auto envelope = reader.read(bytes.value());
  CHECK(envelope.has_value());
  const auto attributes_again = reader.decode_attributes(*envelope);
  CHECK(attributes_again.has_value());
  CHECK(attributes_again.value() == attributes);
  const auto again = decode(reader, *envelope);
  CHECK(again.has_value());
  CHECK(again.value() == event);
}

void read_record(std::string_view bytes) {
  EnvelopeReader reader("sample");
  const auto envelope = reader.read(bytes);
  CHECK(envelope.has_value() == reader.objection().empty());
  if (!envelope) return;
  const auto attributes = reader.decode_attributes(*envelope);
  const auto event = reader.decode_event(*envelope);
  const auto directory_event = reader.decode_directory_event(*envelope);
  CHECK(attributes || attributes.error().kind == ErrorKind::corrupt);
  CHECK(event || event.error().kind == ErrorKind::corrupt);
  CHECK(directory_event || directory_event.error().kind == ErrorKind::corrupt);
  if (attributes && event) {
    check_written_again(attributes.value(), event.value(),
                        [](const auto& r, const auto& e) { return r.decode_event(e); });
  }
  if (attributes && directory_event) {
    check_written_again(attributes.value(), directory_event.value(),
                        [](const auto& r, const auto& e) { return r.decode_directory_event(e); });
  }
}

/// The same bytes as a body of some commands, of every form of field.
void read_commands(std::string_view bytes) {
  static constexpr std::string_view kTypes[] = {Submit::kType, Forward::kType, Respond::kType,
                                                Extend::kType, Erase::kType};
  json::Document document;
  if (!document.parse(bytes)) return;
  for (const std::string_view type : kTypes) {
    const auto command = decode_command(type, document);
    CHECK(command || command.error().kind == ErrorKind::corrupt);
  }
}

}  // namespace
}  // namespace aduan

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  aduan::read_record(text);
  aduan::read_commands(text);
  return 0;
}
