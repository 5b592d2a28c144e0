// The commands that a process sends until it is killed, by their keys: both sides know them.
//
// A key is `<run>/<case>/<step>`, as `r3.t1/17/forward`: run and thread, the thread's case, what is
// done.

#pragma once

#include "tests/support/ledger.h"
#include "tests/support/test_directory.h"

#include <array>
#include <string>
#include <string_view>

namespace aduan {

inline constexpr std::array<std::string_view, 3> kSteps = {"submit", "verify", "forward"};

inline std::string key_of(std::string_view run, std::uint64_t case_number, std::size_t step) {
  return std::string(run) + "/" + std::to_string(case_number) + "/" + std::string(kSteps[step]);
}

inline std::string title_of(std::string_view key) { return "The title of " + std::string(key); }

/// The case of a key: its submission's.
inline CaseId case_of(const OpenLedger& ledger, std::string_view key) {
  const std::string submission =
      std::string(key.substr(0, key.rfind('/') + 1)) + std::string(kSteps[0]);
  return ledger.secret().case_id(submission, 0);
}

/// The same body for the same key, sealed afresh.
inline AnyCommand command_of(OpenLedger& ledger, std::string_view key) {
  const CaseId id = case_of(ledger, key);
  const std::string_view step = key.substr(key.rfind('/') + 1);
  Draft draft;
  if (step == kSteps[0]) {
    Submit submit;
    submit.channel = Channel::web;
    submit.kind = ComplaintKind::complaint;
    draft.body = submit;
    draft.texts.push_back({"title", KeyKind::content, title_of(key)});
    draft.texts.push_back({"name", KeyKind::identity, "A reporter"});
    return sealed_command(ledger, id, key, kReporter, std::move(draft));
  }
  if (step == kSteps[1]) {
    Verify verify;
    verify.kind = ComplaintKind::complaint;
    draft.body = verify;
  } else {
    Forward forward;
    forward.to = kHealth;
    draft.body = forward;
    draft.texts.push_back({"note", KeyKind::official, "Please look at it"});
  }
  return sealed_command(ledger, id, key, kVerifier, std::move(draft));
}

}  // namespace aduan
