#include "cli/import/xes_reader.h"

#include "cli/import/utf8.h"

#include <pugixml.hpp>

#include <algorithm>

namespace aduan {

namespace {

constexpr std::size_t kChunkBytes = 64 * 1024;
constexpr std::size_t kPrologueBytesMax = 64 * 1024;
constexpr std::string_view kTraceBegin = "<trace";
constexpr std::string_view kTraceEnd = "</trace>";

std::uint64_t lines_in(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

// An attribute of XES is an element with `key` and `value`; its own children are no columns.
bool is_attribute(const pugi::xml_node& node) {
  return node.type() == pugi::node_element && std::string_view(node.name()) != "event" &&
         node.attribute("key") && node.attribute("value");
}

}  // namespace

// The trace at hand. It owns its text: pugixml points into it.
struct XesReader::Trace {
  std::string text;
  pugi::xml_document document;
  std::vector<std::pair<std::size_t, std::string_view>> attributes;  // column, value
  pugi::xml_node event;
  std::uint64_t line = 0;                // of the trace
  std::vector<std::size_t> line_starts;  // offsets of its lines: parsing overwrites the text
};

XesReader::XesReader(std::unique_ptr<ByteSource> bytes) : bytes_(std::move(bytes)) {}

XesReader::~XesReader() = default;

Result<std::unique_ptr<XesReader>> XesReader::open(std::unique_ptr<ByteSource> bytes) {
  std::unique_ptr<XesReader> reader(new XesReader(std::move(bytes)));
  const Result<void> prologue = reader->read_prologue();
  if (!prologue) return prologue.error();
  return reader;
}

Result<void> XesReader::read_prologue() {
  const auto log = find_filling("<log", 0, kPrologueBytesMax);
  if (!log) {
    if (failure_) return *failure_;
    return Error{.kind = ErrorKind::invalid,
                 .message = "the file is not XES: it has no <log>; nothing was imported from it"};
  }
  const std::string prologue = lower_case(std::string_view(buffer_).substr(0, *log));
  const std::size_t encoding = prologue.find("encoding");
  if (encoding != std::string::npos) {
    const std::string_view named = std::string_view(prologue).substr(encoding);
    latin1_ = named.find("8859-1\"") != std::string_view::npos ||
              named.find("8859-1'") != std::string_view::npos;
    const bool utf8 = named.find("utf-8") != std::string_view::npos ||
                      named.find("ascii") != std::string_view::npos;
    if (!latin1_ && !utf8) {
      return Error{.kind = ErrorKind::invalid,
                   .message =
                       "the XES file is in an encoding other than UTF-8 and ISO-8859-1; "
                       "nothing was imported from it. Save it as UTF-8"};
    }
  }
  return success();
}

bool XesReader::fill() {
  if (at_end_) return false;
  const std::size_t size = buffer_.size();
  buffer_.resize(size + kChunkBytes);
  const Result<std::size_t> got = bytes_->read(std::span(buffer_).subspan(size));
  buffer_.resize(size + (got ? got.value() : 0));
  if (!got) failure_ = got.error();
  at_end_ = !got || got.value() == 0;
  return !at_end_;
}

void XesReader::drop(std::size_t size) {
  line_ += lines_in(std::string_view(buffer_).substr(0, size));
  buffer_.erase(0, size);
}

// Where `word` is at or behind `from`, with as many bytes as it takes, up to `limit`.
std::optional<std::size_t> XesReader::find_filling(std::string_view word, std::size_t from,
                                                   std::size_t limit) {
  while (true) {
    const std::size_t found = buffer_.find(word, from);
    if (found != std::string::npos && found <= limit) return found;
    if (buffer_.size() > limit) return std::nullopt;
    from = std::max(from, buffer_.size() - std::min(buffer_.size(), word.size()));
    if (!fill()) return std::nullopt;
  }
}

// Brings the next `<trace` to the buffer's front, dropping what stands before it.
bool XesReader::find_trace() {
  while (true) {
    const std::size_t found = buffer_.find(kTraceBegin);
    if (found != std::string::npos && found + kTraceBegin.size() < buffer_.size()) {
      drop(found);
      const char behind = buffer_[kTraceBegin.size()];
      if (std::string_view(" \t\r\n>/").find(behind) != std::string_view::npos) return true;
      drop(kTraceBegin.size());  // an element whose name only begins so
      continue;
    }
    const std::size_t keep = std::min(buffer_.size(), kTraceBegin.size());
    drop(found == std::string::npos ? buffer_.size() - keep : found);
    if (!fill()) return false;
  }
}

Result<RowOutcome> XesReader::next() {
  while (true) {
    if (trace_ && trace_->event) return give_row();
    trace_.reset();
    if (!find_trace()) {
      if (failure_) return *failure_;
      return RowOutcome::end;
    }
    if (const auto outcome = cut_trace()) return *outcome;
  }
}

RowOutcome XesReader::give_reject(std::string reason) {
  reject_ = Reject{.line = line_, .reason = std::move(reason), .case_ref = {}};
  return RowOutcome::reject;
}

// Cuts the trace at the buffer's front out of it. Nothing: it is loaded.
std::optional<RowOutcome> XesReader::cut_trace() {
  const auto tag_end = find_filling(">", 0, kTraceBytesMax);
  const bool empty = tag_end && buffer_[*tag_end - 1] == '/';
  const auto found = empty ? tag_end : find_filling(kTraceEnd, tag_end.value_or(0), kTraceBytesMax);
  if (!found) {
    const bool too_long = buffer_.size() > kTraceBytesMax;
    const RowOutcome outcome = give_reject(too_long ? "the trace is longer than " +
                                                          std::to_string(kTraceBytesMax) + " bytes"
                                                    : "the file breaks off inside this trace");
    // The next `<trace` is looked for behind this one's first bytes.
    drop(too_long ? kTraceBegin.size() : buffer_.size());
    return outcome;
  }
  const std::size_t size = empty ? *tag_end + 1 : *found + kTraceEnd.size();
  trace_ = std::make_unique<Trace>();
  trace_->line = line_;
  const std::string_view text = std::string_view(buffer_).substr(0, size);
  std::optional<RowOutcome> outcome;
  // A trace that lost its end has the next one inside.
  const std::size_t second = text.find(kTraceBegin, 1);
  if (second != std::string_view::npos) {
    outcome = give_reject("the trace has no end");
    drop(second);
  } else {
    if (!load_trace(text)) {
      outcome = give_reject("the trace is not well-formed XML in the file's encoding");
      trace_.reset();
    }
    drop(size);
  }
  return outcome;
}

bool XesReader::load_trace(std::string_view text) {
  if (!latin1_ && !is_text(text)) return false;
  Trace& trace = *trace_;
  trace.text = text;
  for (std::size_t at = 0; (at = trace.text.find('\n', at)) != std::string::npos;) {
    trace.line_starts.push_back(++at);
  }
  // In place, so that `offset_debug` tells places in the file; Latin-1 is converted, and so copied.
  const pugi::xml_parse_result parsed =
      trace.document.load_buffer_inplace(trace.text.data(), trace.text.size(), pugi::parse_default,
                                         latin1_ ? pugi::encoding_latin1 : pugi::encoding_utf8);
  if (!parsed) return false;
  const pugi::xml_node root = trace.document.child("trace");
  for (const pugi::xml_node& node : root.children()) {
    if (!is_attribute(node)) continue;
    trace.attributes.emplace_back(column_of("case:", node.attribute("key").value()),
                                  node.attribute("value").value());
  }
  trace.event = root.child("event");
  return true;
}

std::size_t XesReader::column_of(std::string_view prefix, std::string_view key) {
  column_key_ = prefix;
  column_key_ += key;
  const auto found = column_indexes_.find(column_key_);
  if (found != column_indexes_.end()) return found->second;
  const std::size_t index = columns_.add(column_key_);
  column_indexes_.emplace(column_key_, index);
  return index;
}

RowOutcome XesReader::give_row() {
  Trace& trace = *trace_;
  fields_.assign(columns_.size(), {});
  for (const auto& [column, value] : trace.attributes) fields_[column] = value;
  for (const pugi::xml_node& node : trace.event.children()) {
    if (!is_attribute(node)) continue;
    const std::size_t column = column_of("", node.attribute("key").value());
    if (column >= fields_.size()) fields_.resize(column + 1);
    if (fields_[column].empty()) fields_[column] = node.attribute("value").value();
  }
  const auto offset =
      static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, trace.event.offset_debug()));
  const auto behind = std::upper_bound(trace.line_starts.begin(), trace.line_starts.end(), offset);
  row_ =
      SourceRow{.line = trace.line + static_cast<std::uint64_t>(behind - trace.line_starts.begin()),
                .fields = fields_};
  trace.event = trace.event.next_sibling("event");
  return RowOutcome::row;
}

}  // namespace aduan
