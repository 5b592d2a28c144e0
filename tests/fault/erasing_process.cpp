// erasing_process FOLDER CASE: records the erasure of a case's content and kills itself before a
// key of it is destroyed.

#include "tests/support/ledger.h"
#include "tests/support/test_directory.h"

#include <csignal>
#include <iostream>

int main(int count, char** words) {
  using namespace aduan;
  if (count != 3) {
    std::cerr << "erasing_process FOLDER CASE\n";
    return 2;
  }
  const TestTime time;
  const auto opened = open_ledger_folder(words[1], LedgerAccess::read_write, time);
  const auto id = CaseId::from_text(words[2]);
  if (!opened || !id) return 1;
  SealedCommand command;
  command.subject = id->text();
  command.command_id = opened.value()->secret().command_id("the erasure");
  command.actor = kCustodian;
  command.body = Erase{{ErasureScope::content}, LegalBasis::reporter_request};
  const Answer answer = opened.value()->ledger().submit(AnyCommand(std::move(command)));
  if (!std::holds_alternative<Receipt>(answer)) return 3;
  std::raise(SIGKILL);
  return 4;
}
