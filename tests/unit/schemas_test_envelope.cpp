// The one verdict: every clause of the canonical envelope on both sides.

#include "schemas/envelope.h"
#include "tests/support/prng.h"
#include "tests/support/samples.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aduan {
namespace {

using namespace std::string_literals;

using Parts = std::vector<std::pair<std::string, std::string>>;

/// The attributes of a record in their order, all of them, each as it stands between its quotes.
Parts parts() {
  return {{"specversion", "1.0"},
          {"id", "7K3M9QX24B/0000000007"},
          {"source", "/aduan/sample"},
          {"type", "aduan.complaint.supported.v1"},
          {"subject", "7K3M9QX24B"},
          {"time", "2014-12-19T03:04:05.678Z"},
          {"recordedtime", "2014-12-19T03:04:05.700Z"},
          {"sequence", "0000000007"},
          {"prevhash", "EBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8="},
          {"directorysequence", "0000000612"},
          {"sealnonce", "gIGCg4SFhoeIiYqLjI2Ojw=="},
          {"payloadhash", "oKGio6SlpqeoqaqrrK2ur7CxsrO0tba3uLm6u7y9vr8="},
          {"commandid", "QEFCQ0RFRkdISUpLTE1OTw=="},
          {"actor", "citizen:c-7"}};
}

std::string record(const Parts& attributes, std::string_view body = "{}") {
  std::string bytes = "{";
  for (const auto& [name, value] : attributes) {
    bytes.append("\"").append(name).append("\":\"").append(value).append("\",");
  }
  return bytes.append("\"data\":").append(body).append("}");
}

std::string record_with(std::string_view name, std::string_view value) {
  Parts changed = parts();
  for (auto& [each, text] : changed) {
    if (each == name) text = value;
  }
  return record(changed);
}

std::string record_with_body(std::string_view body) { return record(parts(), body); }

Parts without(std::string_view name) {
  Parts changed = parts();
  std::erase_if(changed, [&](const auto& part) { return part.first == name; });
  return changed;
}

/// The parts with `name` before the attribute that stands at `place`.
Parts with_inserted(std::size_t place, std::string_view name, std::string_view value) {
  Parts changed = parts();
  changed.emplace(changed.begin() + static_cast<std::ptrdiff_t>(place), name, value);
  return changed;
}

bool is_canonical(std::string_view bytes) {
  return EnvelopeReader(kSampleLedger).read(bytes).has_value();
}

std::string objection_to(std::string_view bytes) {
  EnvelopeReader reader(kSampleLedger);
  EXPECT_FALSE(reader.read(bytes)) << bytes;
  return std::string(reader.objection());
}

// --- Attributes

TEST(Canonical, ARecordWithAllAttributesIs) {
  EnvelopeReader reader(kSampleLedger);
  const std::string bytes = record_with_body(R"({"a":1})");
  const auto envelope = reader.read(bytes);
  ASSERT_TRUE(envelope) << reader.objection();
  EXPECT_EQ(envelope->type, "aduan.complaint.supported.v1");
  EXPECT_EQ(envelope->subject, "7K3M9QX24B");
  EXPECT_EQ(envelope->time, "2014-12-19T03:04:05.678Z");
  EXPECT_EQ(envelope->recordedtime, "2014-12-19T03:04:05.700Z");
  EXPECT_EQ(envelope->sequence, 7u);
  EXPECT_EQ(envelope->prevhash, parts()[8].second);
  EXPECT_EQ(envelope->directory_sequence, 612u);
  EXPECT_EQ(envelope->sealnonce, parts()[10].second);
  EXPECT_EQ(envelope->payloadhash, parts()[11].second);
  EXPECT_EQ(envelope->commandid, parts()[12].second);
  EXPECT_EQ(envelope->actor, "citizen:c-7");
  EXPECT_EQ(envelope->data, R"({"a":1})");
  EXPECT_EQ(reader.objection(), "");
}

TEST(Canonical, FourAttributesMayBeAbsentAndNoOthers) {
  for (const auto& [name, value] : parts()) {
    const bool may_be_absent = name == "prevhash" || name == "directorysequence" ||
                               name == "sealnonce" || name == "payloadhash";
    EXPECT_EQ(is_canonical(record(without(name))), may_be_absent) << name;
  }
  Parts least = without("prevhash");
  for (const auto* name : {"directorysequence", "sealnonce", "payloadhash"}) {
    std::erase_if(least, [&](const auto& part) { return part.first == name; });
  }
  EnvelopeReader reader(kSampleLedger);
  const std::string bytes = record(least);
  const auto envelope = reader.read(bytes);
  ASSERT_TRUE(envelope);
  EXPECT_TRUE(envelope->prevhash.empty());
  EXPECT_FALSE(envelope->directory_sequence);
  EXPECT_TRUE(envelope->sealnonce.empty());
  EXPECT_TRUE(envelope->payloadhash.empty());
}

TEST(Canonical, NeedsItsBody) {
  std::string bytes = record(parts());
  bytes.replace(bytes.find(",\"data\":{}"), 10, "");
  EXPECT_FALSE(is_canonical(bytes));
}

TEST(Canonical, TwoNeighboursMayNotChangePlaces) {
  for (std::size_t i = 1; i < parts().size(); ++i) {
    Parts changed = parts();
    std::swap(changed[i - 1], changed[i]);
    EXPECT_FALSE(is_canonical(record(changed))) << changed[i].first;
  }
}

TEST(Canonical, NoAttributeStandsTwice) {
  for (std::size_t i = 0; i < parts().size(); ++i) {
    const auto [name, value] = parts()[i];
    EXPECT_FALSE(is_canonical(record(with_inserted(i, name, value)))) << name;
    EXPECT_FALSE(is_canonical(record(with_inserted(parts().size(), name, value)))) << name;
  }
}

TEST(Canonical, FurtherAttributesStandBetweenActorAndBody) {
  const std::size_t count = parts().size();
  for (std::size_t place = 0; place <= count; ++place) {
    EXPECT_EQ(is_canonical(record(with_inserted(place, "further", "x"))), place == count) << place;
  }
  Parts two = with_inserted(count, "b", "1");
  two.emplace_back("a", "1");
  EXPECT_TRUE(is_canonical(record(two)));
  two.emplace_back("b", "2");
  EXPECT_FALSE(is_canonical(record(two)));
}

TEST(Canonical, AFurtherAttributeHasNoNameOfTheTable) {
  for (const auto& [name, value] : parts()) {
    Parts changed = without(name);
    changed.emplace_back(name, value);
    // The table's last one stands there anyway.
    EXPECT_EQ(is_canonical(record(changed)), name == "actor") << name;
  }
  EXPECT_FALSE(is_canonical(record(with_inserted(parts().size(), "data", "x"))));
}

TEST(Canonical, AFurtherAttributeIsATextThatIsNotEmpty) {
  const auto with_further = [](std::string_view further) {
    std::string bytes = record(parts());
    return bytes.insert(bytes.find("\"data\":"), further);
  };
  EXPECT_TRUE(is_canonical(with_further(R"("x":"y",)")));
  EXPECT_TRUE(is_canonical(with_further("\"\u00e9\":\"\u20ac\",")));
  for (const auto& further :
       {R"("x":"",)"s, R"("":"y",)"s, R"("x":1,)"s, R"("x":null,)"s, R"("x":{},)"s, R"("x":"y")"s,
        R"("x" :"y",)"s, R"("x":"y" ,)"s, R"(x:"y",)"s, R"("x":"y\n",)"s, R"("x\\":"y",)"s,
        "\"x\":\"\x1f\","s, "\"\x01\":\"y\","s, "\"x\":\"\xff\","s, ",\"x\":\"y\""s}) {
    EXPECT_FALSE(is_canonical(with_further(further))) << further;
  }
}

TEST(Canonical, NoAttributeIsEmpty) {
  for (const auto& [name, value] : parts()) {
    EXPECT_FALSE(is_canonical(record_with(name, ""))) << name;
  }
}

TEST(Canonical, NoAttributeHasControlBytesQuotesOrBackslashes) {
  // Only `actor` and the like are free enough that nothing else refuses these.
  for (const auto* name : {"type", "time", "recordedtime", "prevhash", "sealnonce", "payloadhash",
                           "commandid", "actor"}) {
    for (int byte = 1; byte < 0x80; ++byte) {
      const std::string value = "a" + std::string(1, static_cast<char>(byte)) + "b";
      const bool is_allowed = byte >= 0x20 && byte != '"' && byte != '\\';
      EXPECT_EQ(is_canonical(record_with(name, value)), is_allowed) << name << " " << byte;
    }
    EXPECT_FALSE(is_canonical(record_with(name, "a\0b"s))) << name;
    EXPECT_FALSE(is_canonical(record_with(name, "\\u0041"))) << name;
    EXPECT_TRUE(is_canonical(record_with(name, "\u0627\U0001f6b0"))) << name;
    EXPECT_FALSE(is_canonical(record_with(name, "a\xff"))) << name;
    EXPECT_FALSE(is_canonical(record_with(name, "\xed\xa0\x80"))) << name << ": a surrogate";
    EXPECT_FALSE(is_canonical(record_with(name, "\xc0\xaf"))) << name << ": overlong";
  }
}

TEST(Canonical, NoOtherFormIsChecked) {
  for (const auto* name : {"type", "time", "recordedtime", "prevhash", "sealnonce", "payloadhash",
                           "commandid", "actor"}) {
    EXPECT_TRUE(is_canonical(record_with(name, "anything at all"))) << name;
  }
}

TEST(Canonical, HasNoBlanksOutsideItsBody) {
  const std::string bytes = record(parts());
  const std::size_t body = bytes.find("{}");
  for (std::size_t i = 0; i <= bytes.size(); ++i) {
    const char before = i == 0 ? '\0' : bytes[i - 1];
    const bool between_tokens = i == 0 || i == bytes.size() || before == '{' || before == ',' ||
                                bytes[i] == ':' || bytes[i] == ',' || bytes[i] == '}';
    if (!between_tokens || i == body + 1) continue;
    // A blank at a comma or colon inside a value would be part of it.
    const bool inside_text = bytes[i] == ':' && before != '"';
    if (inside_text) continue;
    for (const char* blank : {" ", "\n", "\t", "\r"}) {
      std::string changed = bytes;
      changed.insert(i, blank);
      EXPECT_FALSE(is_canonical(changed)) << changed;
    }
  }
  EXPECT_TRUE(is_canonical(record_with_body("{ \n\t\r}")));
  EXPECT_TRUE(is_canonical(record_with_body(R"({ "a" : [ 1 , 2 ] })")));
  EXPECT_FALSE(is_canonical(record_with_body(" {}")));
  EXPECT_FALSE(is_canonical(record_with_body("{} ")));
}

TEST(Canonical, NothingFollowsOrPrecedesIt) {
  const std::string bytes = record(parts());
  for (const auto& more : {"\n"s, "}"s, "{}"s, ",\"x\":\"y\"}"s, "\0"s}) {
    EXPECT_FALSE(is_canonical(bytes + more)) << more;
  }
  EXPECT_FALSE(is_canonical("\xef\xbb\xbf" + bytes));
  EXPECT_FALSE(is_canonical(bytes.substr(0, bytes.size() - 1) + ",\"x\":\"y\"}"));
  EXPECT_FALSE(is_canonical(bytes.substr(0, bytes.size() - 1) + ",\"x\":{}}"));
}

TEST(Canonical, EmptyBytesAreNot) {
  EXPECT_EQ(objection_to(""), "not the attributes of the envelope in their order");
  EXPECT_FALSE(is_canonical("{}"));
  EXPECT_FALSE(is_canonical("null"));
}

TEST(Canonical, SpecversionIsOnePointZero) {
  for (const auto* version : {"1", "1.1", "2.0", "1.0 ", "01.0"}) {
    EXPECT_FALSE(is_canonical(record_with("specversion", version))) << version;
  }
}

TEST(Canonical, SourceIsOurLedger) {
  EXPECT_TRUE(is_canonical(record_with("source", "/aduan/sample")));
  for (const auto* source : {"/aduan/other", "/aduan/sampl", "/aduan/samples", "/aduan/Sample",
                             "aduan/sample", "/aduan/sample/"}) {
    EXPECT_EQ(objection_to(record_with("source", source)), "the source is another ledger");
  }
}

// --- Subject, sequence and id

std::string record_of_subject(std::string_view subject) {
  Parts changed = parts();
  changed[1].second = std::string(subject) + "/0000000007";
  changed[4].second = subject;
  return record(changed);
}

TEST(Canonical, SubjectIsACaseOrTheDirectory) {
  EXPECT_TRUE(is_canonical(record_of_subject("7K3M9QX24B")));
  EXPECT_TRUE(is_canonical(record_of_subject("0000000000")));
  EXPECT_TRUE(is_canonical(record_of_subject("directory")));
  for (const auto* subject : {"Directory", "directory ", "director", "7K3M9QX24", "7K3M9QX24BB",
                              "7k3m9qx24b", "7K3M9QX24O", "7K3M9-QX24B"}) {
    EXPECT_EQ(objection_to(record_of_subject(subject)),
              "the subject is neither a case nor the directory");
  }
}

std::string record_of_sequence(std::string_view sequence) {
  Parts changed = parts();
  changed[1].second = "7K3M9QX24B/" + std::string(sequence);
  changed[7].second = sequence;
  return record(changed);
}

TEST(Canonical, SequenceIsTenDigitsFromOne) {
  EXPECT_TRUE(is_canonical(record_of_sequence("0000000001")));
  EXPECT_TRUE(is_canonical(record_of_sequence("9999999999")));
  for (const auto* sequence :
       {"0000000000", "1", "000000001", "00000000001", "000000000a", "+000000001", "-000000001",
        " 000000001", "0x00000001", "0000000.01", "\u0661"}) {
    EXPECT_EQ(objection_to(record_of_sequence(sequence)), "the sequence is not ten digits from 1");
  }
}

TEST(Canonical, DirectorysequenceIsTenDigits) {
  for (const auto* sequence : {"0000000000", "0000000001", "9999999999"}) {
    EXPECT_TRUE(is_canonical(record_with("directorysequence", sequence))) << sequence;
  }
  for (const auto* sequence : {"612", "00000000612", "000000061x", "-000000612"}) {
    EXPECT_EQ(objection_to(record_with("directorysequence", sequence)),
              "the directorysequence is not ten digits");
  }
}

TEST(Canonical, IdAgreesWithSubjectAndSequence) {
  for (const auto* id :
       {"7K3M9QX24B/0000000008", "7K3M9QX24C/0000000007", "7K3M9QX24B-0000000007", "7K3M9QX24B/7",
        "7K3M9QX24B", "7K3M9QX24B//0000000007", "7K3M9QX24B/0000000007 ", "directory/0000000007"}) {
    EXPECT_EQ(objection_to(record_with("id", id)),
              "the id does not agree with subject and sequence");
  }
}

// --- The body

TEST(CanonicalBody, IsAnObject) {
  EXPECT_TRUE(is_canonical(record_with_body("{}")));
  EXPECT_TRUE(is_canonical(record_with_body(R"({"a":"b","c":[true,false,null]})")));
  for (const auto* body : {"", "[]", "null", "1", "\"x\"", "true", "{", "}", "{}{}", "[{}]"}) {
    EXPECT_FALSE(is_canonical(record_with_body(body))) << body;
  }
}

TEST(CanonicalBody, IsStrictJson) {
  for (const auto* body : {"{\"a\":tru}",
                           "{\"a\":nul}",
                           "{a:1}",
                           "{'a':1}",
                           "{\"a\":1,}",
                           "{,}",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":[1,]}",
                           "{\"a\":[}",
                           "{\"a\":\"}",
                           "{\"a\":1 2}",
                           "{\"a\":01}",
                           "{\"a\":+1}",
                           "{\"a\":-}",
                           "{\"a\":0x1}",
                           "{\"a\":NaN}",
                           "{\"a\":\"\\x\"}",
                           "{\"a\":\"\\u12\"}",
                           "{\"a\":\"\t\"}",
                           "{\"a\":\"\n\"}",
                           "{/**/}",
                           "{\"a\":1}//x}"}) {
    EXPECT_FALSE(is_canonical(record_with_body(body))) << body;
  }
}

TEST(CanonicalBody, MayEscapeAnything) {
  EXPECT_TRUE(is_canonical(record_with_body(R"({"a":"\u0000\"\\\/\b\f\n\r\t\u00e9"})")));
  EXPECT_TRUE(is_canonical(record_with_body(R"({"a":"\ud83d\udeb0"})")));
}

TEST(CanonicalBody, HasNoHalfSurrogates) {
  for (const auto* body :
       {R"({"a":"\ud800"})", R"({"a":"\ud800x"})", R"({"a":"\ud800\u0041"})",
        R"({"a":"\ud800\ud800"})", R"({"a":"\udc00"})", R"({"a":"\udc00\ud800"})",
        R"({"a":"\udfff"})", R"({"\udc00":1})", R"({"\ud800":1})"}) {
    EXPECT_FALSE(is_canonical(record_with_body(body))) << body;
  }
}

TEST(CanonicalBody, IsValidUtf8) {
  EXPECT_TRUE(is_canonical(record_with_body("{\"a\":\"\xf4\x8f\xbf\xbf\"}")));
  for (const auto& text : {"\x80"s, "\xc3"s, "\xed\xa0\x80"s, "\xf4\x90\x80\x80"s, "\xc0\x80"s,
                           "\xe0\x80\x80"s, "\xff"s}) {
    EXPECT_EQ(objection_to(record_with_body("{\"a\":\"" + text + "\"}")), "not valid UTF-8");
  }
}

std::string nested(std::string_view open, std::string_view close, int levels) {
  std::string body = "{\"a\":";
  for (int i = 1; i < levels; ++i) body += open;
  body += "1";
  for (int i = 1; i < levels; ++i) body += close;
  return body + "}";
}

TEST(CanonicalBody, IsSixteenDeepAtMost) {
  EXPECT_TRUE(is_canonical(record_with_body(nested("[", "]", 16))));
  EXPECT_TRUE(is_canonical(record_with_body(nested("{\"a\":", "}", 16))));
  EXPECT_EQ(objection_to(record_with_body(nested("[", "]", 17))), "data is nested deeper than 16");
  EXPECT_EQ(objection_to(record_with_body(nested("{\"a\":", "}", 17))),
            "data is nested deeper than 16");
  for (const auto* body :
       {"{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}", "{\"a\":[[[[[[[[[[[[[[[{}]]]]]]]]]]]]]]]}"}) {
    EXPECT_FALSE(is_canonical(record_with_body(body))) << "an empty one counts: " << body;
  }
  EXPECT_FALSE(is_canonical(record_with_body(nested("[", "]", 2000))));
  EXPECT_FALSE(is_canonical(record_with_body(nested("[", "]", 20000))));
}

TEST(CanonicalBody, HasNoKeyTwice) {
  EXPECT_TRUE(
      is_canonical(record_with_body(R"({"a":1,"A":1,"aa":{"a":1},"b":[{"a":1},{"a":1}]})")));
  for (const auto* body :
       {R"({"a":1,"a":1})", R"({"a":1,"b":2,"a":3})", R"({"a":1,"\u0061":1})",
        R"({"\u00e9":1,"é":1})", R"({"x":{"a":1,"a":1}})", R"({"x":[{"a":1,"a":1}]})",
        R"({"\/":1,"/":2})", R"({"":1,"":2})", R"({"\ud83d\udeb0":1,"🚰":1})"}) {
    EXPECT_EQ(objection_to(record_with_body(body)), "data has a duplicate key") << body;
  }
}

TEST(CanonicalBody, FindsADuplicateAmongManyKeys) {
  for (const int count : {2, 15, 16, 17, 18, 100, 5000}) {
    std::string body = "{\"k0\":0";
    for (int i = 1; i < count; ++i) body += ",\"k" + std::to_string(i) + "\":0";
    EXPECT_TRUE(is_canonical(record_with_body(body + "}"))) << count;
    for (const int twice : {0, count / 2, count - 1}) {
      EXPECT_FALSE(is_canonical(record_with_body(body + ",\"k" + std::to_string(twice) + "\":0}")))
          << count << " " << twice;
    }
  }
}

TEST(CanonicalBody, NumbersAreWholeAndWithinTwoToThe53) {
  for (const auto* number : {"0", "-0", "1", "-1", "9007199254740992", "-9007199254740992"}) {
    EXPECT_TRUE(is_canonical(record_with_body("{\"a\":"s + number + "}"))) << number;
    EXPECT_TRUE(is_canonical(record_with_body("{\"a\":[{\"b\":"s + number + "}]}"))) << number;
  }
  for (const auto* number :
       {"9007199254740993", "-9007199254740993", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "-9223372036854775809", "18446744073709551615",
        "18446744073709551616", "99999999999999999999999", "1.0", "0.0", "-0.0", "1.5", "1e0",
        "1E2", "1e-2", "0e0", "1e400", "123456789012345678901234567890.5"}) {
    EXPECT_FALSE(is_canonical(record_with_body("{\"a\":"s + number + "}"))) << number;
    EXPECT_FALSE(is_canonical(record_with_body("{\"a\":[{\"b\":"s + number + "}]}"))) << number;
  }
}

// --- Length

std::string record_of_size(std::size_t size) {
  const std::size_t rest = record_with_body(R"({"a":""})").size();
  return record_with_body(R"({"a":")" + std::string(size - rest, 'x') + R"("})");
}

TEST(Canonical, IsAtMost65535Bytes) {
  ASSERT_EQ(record_of_size(65'535).size(), 65'535u);
  EXPECT_TRUE(is_canonical(record_of_size(65'535)));
  EXPECT_EQ(objection_to(record_of_size(65'536)), "longer than 65,535 bytes");
}

// --- The reader

TEST(EnvelopeReader, ServesManyRecordsOneAfterAnother) {
  EnvelopeReader reader(kSampleLedger);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(reader.read(record(parts())));
    EXPECT_EQ(reader.objection(), "");
    EXPECT_FALSE(reader.read(record_with_body(R"({"a":1.5})")));
    EXPECT_NE(reader.objection(), "");
    EXPECT_FALSE(reader.read(""));
    EXPECT_TRUE(reader.read(record_of_size(65'535)));
  }
  EnvelopeReader moved = std::move(reader);
  EXPECT_TRUE(moved.read(record(parts())));
}

TEST(EnvelopeReader, NeedsNoBytesAfterTheRecord) {
  const std::string bytes = record(parts());
  const std::vector<char> exact(bytes.begin(), bytes.end());
  EXPECT_TRUE(is_canonical({exact.data(), exact.size()}));
}

TEST(LedgerName, StandsInTheSourceOfAnyRecord) {
  EXPECT_EQ(ledger_name_in(record(parts())), "sample");
  EXPECT_EQ(ledger_name_in(record_with("source", "/aduan/x")), "x");
  for (const auto* source : {"/aduan/", "/aduan", "aduan/x", "/x", ""}) {
    EXPECT_FALSE(ledger_name_in(record_with("source", source))) << source;
  }
  for (const auto* bytes :
       {"", "{", "{}", R"({"specversion":"1.0"})", R"({"source":"/aduan/x",)"}) {
    EXPECT_FALSE(ledger_name_in(bytes)) << bytes;
  }
}

// --- Damage

TEST(CanonicalProperty, NoTruncationIsCanonical) {
  for (const auto& sample : all_sample_events()) {
    const std::string bytes = encode_record(kSampleLedger, sample.attributes, sample.event).value();
    ASSERT_TRUE(is_canonical(bytes)) << sample.name;
    EnvelopeReader reader(kSampleLedger);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_FALSE(reader.read(std::string_view(bytes).substr(0, size))) << sample.name << size;
    }
  }
}

/// Whatever a damaged record is, reading and decoding it ends in an answer.
bool reads_and_decodes(EnvelopeReader& reader, std::string_view bytes) {
  const auto envelope = reader.read(bytes);
  if (!envelope) return false;
  EXPECT_FALSE(reader.decode_attributes(*envelope).has_error() &&
               reader.decode_attributes(*envelope).error().kind != ErrorKind::corrupt);
  const auto event = reader.decode_event(*envelope);
  EXPECT_TRUE(event || event.error().kind == ErrorKind::corrupt);
  const auto directory_event = reader.decode_directory_event(*envelope);
  EXPECT_TRUE(directory_event || directory_event.error().kind == ErrorKind::corrupt);
  return true;
}

TEST(CanonicalProperty, ADamagedByteNeverCrashesAndMostlyVoids) {
  Prng prng(5);
  EnvelopeReader reader(kSampleLedger);
  int tried = 0;
  int refused = 0;
  for (const auto& sample : all_sample_events()) {
    const std::string bytes = encode_record(kSampleLedger, sample.attributes, sample.event).value();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ static_cast<char>(1 + prng.below(255)));
      ++tried;
      refused += !reads_and_decodes(reader, damaged);
    }
  }
  EXPECT_GT(refused * 2, tried) << refused << " of " << tried;
}

TEST(CanonicalProperty, ADamagedStructureNeverCrashes) {
  static constexpr std::string_view kTokens[] = {"{",   "}",    "[",    "]",    "\"", ",",
                                                 ":",   "\\",   "\\u",  "null", "1",  "-",
                                                 "1e9", "\x00", "\xff", "data"};
  Prng prng(6);
  EnvelopeReader reader(kSampleLedger);
  for (const auto& sample : all_sample_events()) {
    const std::string bytes = encode_record(kSampleLedger, sample.attributes, sample.event).value();
    for (int i = 0; i < 300; ++i) {
      std::string damaged = bytes;
      for (auto edits = 1 + prng.below(4); edits > 0; --edits) {
        const std::size_t place = prng.below(damaged.size());
        const std::string_view token = kTokens[prng.below(std::size(kTokens))];
        damaged.replace(place, prng.one_in(2) ? 0 : token.size(), token);
      }
      reads_and_decodes(reader, damaged);
    }
  }
}

}  // namespace
}  // namespace aduan
