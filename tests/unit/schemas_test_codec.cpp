// Bodies to and from their bytes: identity, what a newer or older version wrote, what is damaged.

#include "schemas/decoders.h"
#include "schemas/envelope.h"
#include "schemas/json/body_impl.h"
#include "tests/support/body_walks.h"
#include "tests/support/random_body.h"
#include "tests/support/samples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace aduan {

/// A fictive older form of `forwarded`: the agency's field had another name, and every agency led.
struct ForwardedV0 {
  AgencyId agency;
  SealedText note;
};

template <class Archive>
void serialize(Archive& archive, ForwardedV0& event) {
  archive(named("agency", event.agency), official("note", event.note));
}

namespace {

using namespace std::string_literals;

/// The types of a variant, an opaque one apart, as GoogleTest wants them.
template <class Variant>
struct BodiesOf;
template <class... Bodies>
struct BodiesOf<std::variant<Bodies...>> {
  using Types = testing::Types<Bodies...>;
};
template <class... Bodies>
struct BodiesOf<std::variant<Opaque, Bodies...>> {
  using Types = testing::Types<Bodies...>;
};

json::Document parsed(std::string_view text) {
  json::Document document;
  EXPECT_TRUE(document.parse(text)) << text << ": " << document.objection();
  return document;
}

template <class Body>
std::string json_of(const Body& body) {
  std::string out;
  json::write_body(out, body);
  return out;
}

template <class Body>
void expect_identity() {
  Prng prng(1);
  json::Document document;
  for (int i = 0; i < 200; ++i) {
    const Body body = RandomBody(prng).body<Body>();
    const std::string text = json_of(body);
    ASSERT_TRUE(document.parse(text)) << text << ": " << document.objection();
    const auto read = json::read_body<Body>(document);
    ASSERT_TRUE(read) << text << ": " << read.error().message;
    ASSERT_EQ(read.value(), body) << text;
    ASSERT_EQ(json_of(read.value()), text);
  }
}

template <class Body>
class CodecOfEvent : public testing::Test {};
template <class Body>
class CodecOfDirectoryEvent : public testing::Test {};
template <class Body>
class CodecOfCommand : public testing::Test {};
template <class Body>
class CodecOfDirectoryCommand : public testing::Test {};
TYPED_TEST_SUITE(CodecOfEvent, BodiesOf<Event>::Types);
TYPED_TEST_SUITE(CodecOfDirectoryEvent, BodiesOf<DirectoryEvent>::Types);
TYPED_TEST_SUITE(CodecOfCommand, BodiesOf<CaseCommand>::Types);
TYPED_TEST_SUITE(CodecOfDirectoryCommand, BodiesOf<DirectoryCommand>::Types);

TYPED_TEST(CodecOfEvent, ReadsBackWhateverItWrites) { expect_identity<TypeParam>(); }
TYPED_TEST(CodecOfDirectoryEvent, ReadsBackWhateverItWrites) { expect_identity<TypeParam>(); }
TYPED_TEST(CodecOfCommand, ReadsBackWhateverItWrites) { expect_identity<TypeParam>(); }
TYPED_TEST(CodecOfDirectoryCommand, ReadsBackWhateverItWrites) { expect_identity<TypeParam>(); }

/// The type's table leads to its own body.
TYPED_TEST(CodecOfEvent, IsFoundByItsType) {
  const TypeParam body = full_sample<TypeParam>();
  const auto event = decode_body<Event>(TypeParam::kType, parsed(json_of(body)), upcasters());
  ASSERT_TRUE(event) << event.error().message;
  EXPECT_EQ(event.value(), Event(body));
  EXPECT_EQ(type_of(event.value()), TypeParam::kType);
}

TYPED_TEST(CodecOfDirectoryEvent, IsFoundByItsType) {
  const TypeParam body = full_sample<TypeParam>();
  const auto event =
      decode_body<DirectoryEvent>(TypeParam::kType, parsed(json_of(body)), directory_upcasters());
  ASSERT_TRUE(event) << event.error().message;
  EXPECT_EQ(event.value(), DirectoryEvent(body));
}

TYPED_TEST(CodecOfCommand, IsFoundByItsType) {
  const TypeParam body = full_sample<TypeParam>();
  const auto command = decode_command(TypeParam::kType, parsed(json_of(body)));
  ASSERT_TRUE(command) << command.error().message;
  EXPECT_EQ(command.value(), CaseCommand(body));
  EXPECT_EQ(type_of(command.value()), TypeParam::kType);
}

/// Notes the fields of a body and which of them must be there.
struct FieldNames {
  std::vector<std::string> all;
  std::vector<std::string> required;

  template <class... Fields>
  void operator()(Fields&&... fields) {
    (add(fields.name, fields.value), ...);
  }
  template <class T>
  void add(const char* name, const T&) {
    all.emplace_back(name);
    if constexpr (!kMayBeAbsent<T>) required.emplace_back(name);
  }
};

/// The text of a flat object of the sample without one of its fields.
std::string without_field(std::string text, const std::string& name) {
  const std::string key = "\"" + name + "\":";
  std::size_t begin = std::string::npos;
  int depth = 0;
  std::size_t end = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) in_text = !in_text;
    if (begin == std::string::npos && depth == 1 && text.compare(i, key.size(), key) == 0 &&
        (text[i - 1] == '{' || text[i - 1] == ',')) {
      begin = i;
    }
    if (in_text) continue;
    if (text[i] == '{' || text[i] == '[') ++depth;
    if (text[i] == '}' || text[i] == ']') --depth;
    const bool ends = (text[i] == ',' && depth == 1) || depth == 0;
    if (begin != std::string::npos && end == 0 && ends) end = i;
  }
  EXPECT_NE(begin, std::string::npos) << name;
  text.erase(begin, text[end] == ',' ? end + 1 - begin : end - begin);
  if (text[begin] == '}' && text[begin - 1] == ',') text.erase(begin - 1, 1);
  return text;
}

template <class Body>
void expect_required_fields() {
  Body body = full_sample<Body>();
  FieldNames fields;
  serialize(fields, body);
  for (const std::string& name : fields.all) {
    const std::string text = without_field(json_of(body), name);
    const bool is_required =
        std::find(fields.required.begin(), fields.required.end(), name) != fields.required.end();
    const auto read = json::read_body<Body>(parsed(text));
    EXPECT_EQ(read.has_value(), !is_required) << name << ": " << text;
    if (read) continue;
    EXPECT_EQ(read.error().kind, ErrorKind::corrupt);
    EXPECT_EQ(read.error().message, "the field '" + name + "' is missing or has another form");
  }
}

TYPED_TEST(CodecOfEvent, MissesARequiredFieldByName) { expect_required_fields<TypeParam>(); }
TYPED_TEST(CodecOfDirectoryEvent, MissesARequiredFieldByName) {
  expect_required_fields<TypeParam>();
}
TYPED_TEST(CodecOfCommand, MissesARequiredFieldByName) { expect_required_fields<TypeParam>(); }

// --- Other versions

constexpr std::string_view kForwarded = R"({"to":"kl-kemenkes","role":"lead"})";

Result<Event> decode(std::string_view type, std::string_view text) {
  return decode_body<Event>(type, parsed(text), upcasters());
}

TEST(Codec, PassesOverFieldsThatItDoesNotKnow) {
  const auto event =
      decode(Forwarded::kType, R"({"new":{"to":"x","role":[1]},"to":"kl-kemenkes","more":null,)"
                               R"("role":"lead","last":7})");
  ASSERT_TRUE(event) << event.error().message;
  EXPECT_EQ(event.value(), decode(Forwarded::kType, kForwarded).value());
}

TEST(Codec, TakesFieldsInAnyOrder) {
  const auto event = decode(Forwarded::kType, R"({"role":"lead","to":"kl-kemenkes"})");
  ASSERT_TRUE(event) << event.error().message;
  EXPECT_EQ(event.value(), decode(Forwarded::kType, kForwarded).value());
}

TEST(Codec, KeepsACodeThatItDoesNotKnow) {
  const auto event = decode(Archived::kType, R"({"reason":"moon_phase"})");
  ASSERT_TRUE(event) << event.error().message;
  EXPECT_EQ(std::get<Archived>(event.value()).reason.text(), "moon_phase");
  EXPECT_EQ(json_of(std::get<Archived>(event.value())), R"({"reason":"moon_phase"})");
}

TEST(Codec, CannotGoOnWithoutKnowingRoleClockOrAudience) {
  EXPECT_FALSE(decode(Forwarded::kType, R"({"to":"kl-kemenkes","role":"chief"})"));
  EXPECT_FALSE(decode(Commented::kType, R"({"audience":"martians"})"));
  EXPECT_FALSE(decode(Supported::kType,
                      R"({"clocks":[{"clock":"cuckoo","due":"2014-12-30T17:00:00.000Z"}]})"));
}

TEST(Codec, AnUnknownTypeIsOpaque) {
  for (const auto* type : {"aduan.complaint.forwarded.v2", "aduan.complaint.sung.v1", "x",
                           "aduan.directory.connected.v1", "aduan.command.forward.v1"}) {
    const auto event = decode(type, R"({"anything":["at","all"]})");
    ASSERT_TRUE(event) << type;
    EXPECT_EQ(event.value(), Event(Opaque{type}));
    EXPECT_EQ(type_of(event.value()), type);
  }
}

TEST(Codec, AnUnknownCommandIsInvalid) {
  const auto command = decode_command("aduan.command.sing.v1", parsed("{}"));
  ASSERT_FALSE(command);
  EXPECT_EQ(command.error().kind, ErrorKind::invalid);
}

// --- Damage

TEST(Codec, NamesTheFieldAndNeverItsValue) {
  const auto event = decode(Forwarded::kType, R"({"to":"kl-kemenkes","role":"Budi, 0812-555"})");
  ASSERT_FALSE(event);
  EXPECT_EQ(event.error().kind, ErrorKind::corrupt);
  EXPECT_EQ(event.error().message, "the field 'role' is missing or has another form");
}

TEST(Codec, NamesAFieldInsideAList) {
  const auto event = decode(Supported::kType, R"({"clocks":[{"clock":"verify","due":"soon"}]})");
  ASSERT_FALSE(event);
  EXPECT_EQ(event.error().message, "the field 'due' is missing or has another form");
}

TEST(Codec, RefusesAnotherForm) {
  const std::pair<std::string_view, std::string_view> wrong[] = {
      {Forwarded::kType, R"({"to":1,"role":"lead"})"},
      {Forwarded::kType, R"({"to":null,"role":"lead"})"},
      {Forwarded::kType, R"({"to":"a","role":"lead","from":null})"},
      {Forwarded::kType, R"({"to":"a","role":"lead","note":"a text"})"},
      {Forwarded::kType, R"({"to":"a","role":"lead","note":{}})"},
      {Forwarded::kType, R"({"to":"a","role":"lead","note":{"commit":"AAAA"}})"},
      {Forwarded::kType,
       R"({"to":"a","role":"lead","note":{"commit":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB="}})"},
      {Forwarded::kType, R"({"to":"a","role":"lead","clocks":{}})"},
      {Forwarded::kType, R"({"to":"a","role":"lead","clocks":[1]})"},
      {Forwarded::kType, R"({"to":"a","role":"lead","breaches":[1]})"},
      {Verified::kType, R"({"kind":"complaint","oversight":1})"},
      {Verified::kType, R"({"kind":"complaint","oversight":"true"})"},
      {Verified::kType, R"({"kind":"complaint","oversight":false,"category":{}})"},
      {Verified::kType, R"({"kind":"complaint","oversight":false,"category":[]})"},
      {Merged::kType, R"({"into":"7k3m9qx24b"})"},
      {Rated::kType, R"({"stars":256})"},
      {Rated::kType, R"({"stars":-1})"},
      {Rated::kType, R"({"stars":"5"})"},
      {DeadlineMissed::kType, R"({"clock":"verify","started":1,"due":"2014-12-30T17:00:00Z"})"}};
  for (const auto& [type, text] : wrong) {
    const auto event = decode(type, text);
    ASSERT_FALSE(event) << text;
    EXPECT_EQ(event.error().kind, ErrorKind::corrupt);
  }
}

TEST(Codec, NumbersKeepTheirLimits) {
  EXPECT_EQ(std::get<Rated>(decode(Rated::kType, R"({"stars":255})").value()).stars, 255);
  const auto redacted = decode(TextRedacted::kType,
                               R"({"sequence":9007199254740992,"field":"text","reason":"other"})");
  EXPECT_EQ(std::get<TextRedacted>(redacted.value()).sequence, 9'007'199'254'740'992u);
}

TEST(Codec, TextsAreEscapedLeast) {
  Renamed renamed{.id = AgencyId{"a"}, .name = "\"\\/\x01\x1f\n\x7f é🚰"};
  EXPECT_EQ(json_of(renamed), "{\"id\":\"a\",\"name\":\"\\\"\\\\/\\u0001\\u001f\\u000a\x7f é🚰\"}");
}

// --- Upcasting

constexpr std::string_view kForwardedV0 = "aduan.complaint.forwarded.v0";

Result<Event> decode_forwarded_v0(const json::Document& document) {
  const auto old = json::read_body<ForwardedV0>(document);
  if (!old) return old.error();
  Forwarded event;
  event.to = old.value().agency;
  event.role = HandlingRole::lead;
  event.note = old.value().note;
  return Event(event);
}

TEST(Upcaster, GivesTheNewestFormOfAnOldRecord) {
  const std::array old_versions = {Upcaster<Event>{kForwardedV0, decode_forwarded_v0}};
  std::string text;
  json::write_body(text, ForwardedV0{AgencyId{"kl-kemenkes"}, sample_text("note")});
  const auto event = decode_body<Event>(kForwardedV0, parsed(text), old_versions);
  ASSERT_TRUE(event) << event.error().message;
  Forwarded expected;
  expected.to = AgencyId{"kl-kemenkes"};
  expected.note = sample_text("note");
  EXPECT_EQ(event.value(), Event(expected));
}

TEST(Upcaster, NamesTheOldFieldThatIsMissing) {
  const std::array old_versions = {Upcaster<Event>{kForwardedV0, decode_forwarded_v0}};
  const auto event = decode_body<Event>(kForwardedV0, parsed("{}"), old_versions);
  ASSERT_FALSE(event);
  EXPECT_EQ(event.error().message, "the field 'agency' is missing or has another form");
}

TEST(Upcaster, LeavesCurrentAndUnknownTypesAlone) {
  const std::array old_versions = {Upcaster<Event>{kForwardedV0, decode_forwarded_v0}};
  EXPECT_EQ(decode_body<Event>(Forwarded::kType, parsed(kForwarded), old_versions).value(),
            decode(Forwarded::kType, kForwarded).value());
  EXPECT_EQ(decode_body<Event>("aduan.complaint.sung.v1", parsed("{}"), old_versions).value(),
            Event(Opaque{"aduan.complaint.sung.v1"}));
}

// --- Whole records

TEST(Record, ReadsBackWithItsAttributes) {
  Prng prng(2);
  EnvelopeReader reader(kSampleLedger);
  for (const auto& sample : all_sample_events()) {
    const auto bytes = encode_record(kSampleLedger, sample.attributes, sample.event);
    ASSERT_TRUE(bytes);
    const auto envelope = reader.read(bytes.value());
    ASSERT_TRUE(envelope) << sample.name << ": " << reader.objection();
    EXPECT_EQ(reader.decode_attributes(*envelope).value(), sample.attributes) << sample.name;
    EXPECT_EQ(reader.decode_event(*envelope).value(), sample.event) << sample.name;
  }
}

RecordSample<Event> forwarded_sample() {
  for (auto& sample : all_sample_events()) {
    if (sample.name == Forwarded::kType) return sample;
  }
  return {};
}

TEST(Record, AnAttributeOfAnotherFormIsCorruptByItsName) {
  const auto sample = forwarded_sample();
  const std::string bytes = encode_record(kSampleLedger, sample.attributes, sample.event).value();
  EnvelopeReader reader(kSampleLedger);
  for (const auto* name :
       {"time", "recordedtime", "prevhash", "sealnonce", "payloadhash", "commandid", "actor"}) {
    std::string changed = bytes;
    const std::size_t begin = changed.find("\""s + name + "\":\"") + std::strlen(name) + 4;
    changed.replace(begin, changed.find('"', begin) - begin, "AAAA");
    const auto envelope = reader.read(changed);
    ASSERT_TRUE(envelope) << name;
    const auto attributes = reader.decode_attributes(*envelope);
    ASSERT_FALSE(attributes) << name;
    EXPECT_EQ(attributes.error().kind, ErrorKind::corrupt);
    EXPECT_EQ(attributes.error().message,
              "the attribute '"s + name + "' has another form than it must");
  }
}

/// A note that makes the record exactly `size` bytes long.
Result<std::string> encode_with_size(std::size_t size) {
  RecordSample<Event> sample;
  for (auto& each : all_sample_events()) {
    if (each.name == TextRedacted::kType) sample = each;
  }
  auto& redacted = std::get<TextRedacted>(sample.event);
  redacted.field.clear();
  const auto empty = encode_record(kSampleLedger, sample.attributes, sample.event);
  redacted.field.assign(size - empty.value().size(), 'x');
  return encode_record(kSampleLedger, sample.attributes, sample.event);
}

TEST(Record, IsWrittenUpTo65535Bytes) {
  const auto longest = encode_with_size(65'535);
  ASSERT_TRUE(longest);
  EXPECT_EQ(longest.value().size(), 65'535u);
  EXPECT_TRUE(EnvelopeReader(kSampleLedger).read(longest.value()));
  const auto too_long = encode_with_size(65'536);
  ASSERT_FALSE(too_long);
  EXPECT_EQ(too_long.error().kind, ErrorKind::invalid);
}

TEST(Record, ASequenceHasTenDigits) {
  auto sample = forwarded_sample();
  sample.attributes.sequence = 9'999'999'999;
  EXPECT_TRUE(EnvelopeReader(kSampleLedger)
                  .read(encode_record(kSampleLedger, sample.attributes, sample.event).value()));
  sample.attributes.sequence = 10'000'000'000;
  EXPECT_DEATH(static_cast<void>(encode_record(kSampleLedger, sample.attributes, sample.event)),
               "CHECK");
}

TEST(Record, AnOpaqueEventIsWrittenWithoutABody) {
  const auto sample = forwarded_sample();
  const auto bytes = encode_record(kSampleLedger, sample.attributes, Event(Opaque{"aduan.x.v1"}));
  EXPECT_TRUE(bytes.value().ends_with("\"data\":{}}"));
}

}  // namespace
}  // namespace aduan
