#include "cli/import/csv_reader.h"

#include "cli/import/utf8.h"

#include <algorithm>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace aduan {

namespace {

constexpr std::size_t kChunkBytes = 256 * 1024;
// `find_field_end` reads whole blocks: so many bytes behind the filled part are ours.
constexpr std::size_t kPaddingBytes = 16;

}  // namespace

CsvReader::CsvReader(std::unique_ptr<ByteSource> bytes, char delimiter)
    : bytes_(std::move(bytes)), delimiter_(delimiter) {
  buffer_.resize(2 * kChunkBytes);
}

Result<std::unique_ptr<CsvReader>> CsvReader::open(std::unique_ptr<ByteSource> bytes,
                                                   char delimiter) {
  std::unique_ptr<CsvReader> reader(new CsvReader(std::move(bytes), delimiter));
  const Result<void> header = reader->read_header();
  if (!header) return header.error();
  return reader;
}

Result<void> CsvReader::read_header() {
  while (filled_ < 3 && fill()) continue;
  const std::string_view front(buffer_.data(), filled_);
  if (front.starts_with("\xff\xfe") || front.starts_with("\xfe\xff")) {
    return Error{.kind = ErrorKind::invalid,
                 .message = "the file is UTF-16; nothing was imported from it. Save it as UTF-8"};
  }
  if (front.starts_with("\xef\xbb\xbf")) begin_ = 3;

  skip_blank_lines();
  const Scan found = scan_filling(0);
  if (failure_ && !has_line_end_) return *failure_;
  if (begin_ == filled_) {
    return Error{.kind = ErrorKind::invalid,
                 .message = "the file is empty: it has no line with the names of columns"};
  }
  const std::string_view header(buffer_.data() + begin_, record_end_ - begin_);
  if (found != Scan::complete || !is_text(header)) {
    return Error{.kind = ErrorKind::invalid,
                 .message = "line " + std::to_string(line_) +
                            ", which should name the columns, cannot be read; nothing was imported "
                            "from the file. Repair that line"};
  }
  finish_record();
  for (const std::string_view name : fields_) columns_.add(name);
  return success();
}

// Gets more bytes behind the record at hand, which moves to the buffer's front. False at the end.
bool CsvReader::fill() {
  if (at_end_) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, filled_ - begin_);
    filled_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() < filled_ + kChunkBytes + kPaddingBytes) {
    buffer_.resize(2 * buffer_.size() + kPaddingBytes);
  }
  const Result<std::size_t> got =
      bytes_->read(std::span(buffer_.data() + filled_, buffer_.size() - kPaddingBytes - filled_));
  if (!got) {
    failure_ = got.error();
    at_end_ = true;
    return false;
  }
  if (got.value() == 0) at_end_ = true;
  filled_ += got.value();
  return !at_end_;
}

Result<RowOutcome> CsvReader::next() {
  if (skipping_) skip_rest_of_line();
  skip_blank_lines();
  if (begin_ == filled_) {
    if (failure_) return *failure_;
    return RowOutcome::end;
  }
  switch (scan_filling(0)) {
    case Scan::complete:
      return finish_record();
    case Scan::behind_quote:
      if (!fill_to_line_end()) break;
      return resync("a quoted field goes on behind its closing quote", after_line(violation_at_));
    case Scan::unclosed:
      return resync(
          at_end_ ? "the file ends inside a quoted field"
                  : "a quoted field does not end (limits: " + std::to_string(kRowBytesMax) +
                        " bytes, " + std::to_string(kRecordLinesMax) + " lines)",
          violation_at_);
    case Scan::too_long:
    case Scan::need_more:
      break;
  }
  skipping_ = true;
  reject_ =
      Reject{.line = line_,
             .reason = "the line is longer than " + std::to_string(kRowBytesMax) + " bytes",
             .case_ref = {}};
  return RowOutcome::reject;
}

// Scans the record `offset` bytes behind the one at hand, with as many bytes as it needs.
CsvReader::Scan CsvReader::scan_filling(std::size_t offset) {
  Scan found = scan(begin_ + offset);
  while (found == Scan::need_more) {
    fill();  // at the end of the file, a scan needs no more
    found = scan(begin_ + offset);
  }
  return found;
}

// Behind a violation, gets the rest of its line. False: the line is too long.
bool CsvReader::fill_to_line_end() {
  while (after_line(violation_at_) == filled_ && !at_end_) {
    if (filled_ - begin_ > kRowBytesMax) return false;
    fill();
    scan(begin_);
  }
  return true;
}

// Drops bytes up to the line's end, however far that is.
void CsvReader::skip_rest_of_line() {
  skipping_ = false;
  while (true) {
    const std::size_t end = after_line(begin_);
    const bool found = end < filled_ || at_end_ || (end > begin_ && buffer_[end - 1] == '\n');
    if (found) return consume_to(end);
    begin_ = end > begin_ && buffer_[end - 1] == '\r' ? end - 1 : end;
    fill();
  }
}

void CsvReader::skip_blank_lines() {
  while (true) {
    std::size_t at = begin_;
    while (at < filled_ && (buffer_[at] == ' ' || buffer_[at] == '\t') &&
           buffer_[at] != delimiter_) {
      ++at;
    }
    const bool undecided = at == filled_ || (buffer_[at] == '\r' && at + 1 == filled_);
    if (undecided && !at_end_ && at - begin_ <= kRowBytesMax) {
      fill();
      continue;
    }
    if (at == filled_ && at_end_) begin_ = filled_;
    if (at == filled_ || (buffer_[at] != '\n' && buffer_[at] != '\r')) return;
    ++blank_lines_;
    consume_to(after_line(at));
  }
}

// The first byte from `at` that ends an unquoted field, or `filled_`.
std::size_t CsvReader::find_field_end(std::size_t at) const {
  const char* bytes = buffer_.data();
#ifdef __SSE2__
  const __m128i delimiter = _mm_set1_epi8(delimiter_);
  const __m128i line_feed = _mm_set1_epi8('\n');
  const __m128i carriage_return = _mm_set1_epi8('\r');
  for (; at < filled_; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + at));
    const __m128i hits = _mm_or_si128(
        _mm_cmpeq_epi8(block, delimiter),
        _mm_or_si128(_mm_cmpeq_epi8(block, line_feed), _mm_cmpeq_epi8(block, carriage_return)));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hits));
    if (mask != 0) {
      return std::min(filled_, at + static_cast<std::size_t>(std::countr_zero(mask)));
    }
  }
  return filled_;
#else
  while (at < filled_ && bytes[at] != delimiter_ && bytes[at] != '\n' && bytes[at] != '\r') ++at;
  return at;
#endif
}

// From behind the opening quote to behind the closing one.
CsvReader::Scan CsvReader::scan_quoted(std::size_t& at, std::size_t begin) {
  FieldSpan span{.begin = at, .end = at, .doubled_quotes = false};
  std::size_t line_feeds = 0;
  std::size_t carriage_returns = 0;
  while (true) {
    const char* from = buffer_.data() + at;
    const void* found = std::memchr(from, '"', filled_ - at);
    const char* to = found == nullptr ? buffer_.data() + filled_ : static_cast<const char*>(found);
    const auto quote = static_cast<std::size_t>(to - buffer_.data());
    line_feeds += static_cast<std::size_t>(std::count(from, to, '\n'));
    carriage_returns += static_cast<std::size_t>(std::count(from, to, '\r'));
    const std::size_t lines = std::max(line_feeds, carriage_returns);
    if (lines > 0) spans_lines_ = true;
    if (quote - begin > kRowBytesMax || lines > kRecordLinesMax) {
      violation_at_ = quote;
      return Scan::unclosed;
    }
    if (quote == filled_ || (quote + 1 == filled_ && !at_end_)) {
      violation_at_ = filled_;
      return at_end_ ? Scan::unclosed : Scan::need_more;
    }
    if (quote + 1 < filled_ && buffer_[quote + 1] == '"') {
      span.doubled_quotes = true;
      at = quote + 2;
      continue;
    }
    span.end = quote;
    spans_.push_back(span);
    at = quote + 1;
    return Scan::complete;
  }
}

// Finds the fields of the record at `begin`, and its end.
CsvReader::Scan CsvReader::scan(std::size_t begin) {
  spans_.clear();
  spans_lines_ = false;
  has_line_end_ = false;
  record_end_ = filled_;
  std::size_t at = begin;
  while (true) {
    if (at < filled_ && buffer_[at] == '"') {
      ++at;
      const Scan quoted = scan_quoted(at, begin);
      if (quoted != Scan::complete) return quoted;
    } else {
      const std::size_t end = find_field_end(at);
      if (end == filled_ && !at_end_) {
        return end - begin > kRowBytesMax ? Scan::too_long : Scan::need_more;
      }
      spans_.push_back(FieldSpan{.begin = at, .end = end, .doubled_quotes = false});
      at = end;
    }
    if (at == filled_) return at_end_ ? Scan::complete : Scan::need_more;
    const char c = buffer_[at];
    if (c == delimiter_) {
      ++at;
      continue;
    }
    if (c == '\n' || c == '\r') {
      if (c == '\r' && at + 1 == filled_ && !at_end_) return Scan::need_more;
      has_line_end_ = true;
      record_end_ = after_line(at);
      return Scan::complete;
    }
    violation_at_ = at;
    return Scan::behind_quote;
  }
}

// The record is complete: a row, unless its number of fields or its bytes are wrong.
RowOutcome CsvReader::finish_record() {
  const bool is_header = columns_.size() == 0;
  const std::size_t expected = columns_.size();
  if (failure_ && !has_line_end_) {
    return give_reject("the file breaks off inside this row", record_end_);
  }
  if (!is_header && spans_.size() != expected) {
    std::string reason = "the row has " + std::to_string(spans_.size()) + " fields, the header " +
                         std::to_string(expected);
    if (spans_lines_) return resync(std::move(reason), record_end_);
    return give_reject(std::move(reason), record_end_);
  }
  if (!is_text(std::string_view(buffer_.data() + begin_, record_end_ - begin_))) {
    return give_reject("the row is not UTF-8 text", record_end_);
  }
  // Before doubled quotes are removed, which moves bytes.
  row_ = SourceRow{.line = line_, .fields = {}};
  line_ += spans_lines_ ? lines_between(begin_, record_end_) : (has_line_end_ ? 1U : 0U);
  fields_.clear();
  for (const FieldSpan& span : spans_) {
    char* from = buffer_.data() + span.begin;
    std::size_t size = span.end - span.begin;
    if (span.doubled_quotes) {
      std::size_t kept = 0;
      for (std::size_t i = 0; i < size; ++i) {
        from[kept++] = from[i];
        if (from[i] == '"') ++i;  // quotes come in pairs here
      }
      size = kept;
    }
    fields_.emplace_back(from, size);
  }
  row_.fields = fields_;
  begin_ = record_end_;
  return RowOutcome::row;
}

// The record at hand is damaged, as showed before `region_end`: find where a sound row begins
// again.
RowOutcome CsvReader::resync(std::string reason, std::size_t region_end) {
  const std::size_t region = region_end - begin_;  // offsets: `fill` moves the record
  std::size_t resume = region;
  for (std::size_t offset = after_line(begin_) - begin_; offset < region;
       offset = after_line(begin_ + offset) - begin_) {
    const Scan found = scan_filling(offset);
    const bool breaks_off = failure_ && !has_line_end_;
    if (found == Scan::complete && spans_.size() == columns_.size() && !breaks_off) {
      resume = offset;
      break;
    }
  }
  return give_reject(std::move(reason), begin_ + resume);
}

RowOutcome CsvReader::give_reject(std::string reason, std::size_t resume_at) {
  reject_ = Reject{.line = line_, .reason = std::move(reason), .case_ref = {}};
  consume_to(std::min(resume_at, filled_));
  return RowOutcome::reject;
}

// Behind the line end at `at` (or `filled_`, where there is none).
std::size_t CsvReader::after_line(std::size_t at) const {
  while (at < filled_ && buffer_[at] != '\n' && buffer_[at] != '\r') ++at;
  if (at == filled_) return filled_;
  const bool pair = buffer_[at] == '\r' && at + 1 < filled_ && buffer_[at + 1] == '\n';
  return at + (pair ? 2 : 1);
}

std::uint64_t CsvReader::lines_between(std::size_t begin, std::size_t end) const {
  std::uint64_t lines = 0;
  for (std::size_t at = begin; at < end; ++at) {
    if (buffer_[at] == '\n' ||
        (buffer_[at] == '\r' && !(at + 1 < end && buffer_[at + 1] == '\n'))) {
      ++lines;
    }
  }
  return lines;
}

void CsvReader::consume_to(std::size_t end) {
  line_ += lines_between(begin_, end);
  begin_ = end;
}

}  // namespace aduan
