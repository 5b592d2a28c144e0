// How cases become a file, case by case, so that memory is one case's.

#pragma once

#include "cli/case_view.h"

#include <optional>
#include <string>
#include <string_view>

namespace aduan {

/// A form of export that goes case by case. Every text of it is what the view's reader may see.
/// Threads: one at a time.
class CaseWriter {
 public:
  virtual ~CaseWriter() = default;

  /// What stands before the first case and after the last.
  virtual void begin(std::string& out) { static_cast<void>(out); }
  virtual void end(std::string& out) { static_cast<void>(out); }

  virtual void add(const CaseView& view, std::string& out) = 0;
};

/// The text of this field in the first event, or in the last that has it; empty where there is none
/// or the reader may not see it.
std::string_view first_text(const CaseView& view, std::string_view field);
std::string_view last_text(const CaseView& view, std::string_view field);

/// The submission; null where this version cannot read it.
const Submitted* submission_of(const CaseView& view);

/// Category and region, where the reader may see them: a confidential case's from its texts.
std::string category_of(const CaseView& view);
std::string region_of(const CaseView& view);

}  // namespace aduan
