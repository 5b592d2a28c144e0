#include "cli/wiring.h"

#include <utility>

namespace aduan {

Wiring::Wiring(std::string location, Actor actor, std::optional<Instant> as_of,
               const TimeSource& time)
    : location_(std::move(location)), actor_(std::move(actor)), as_of_(as_of), time_(time) {}

Result<OpenLedger*> Wiring::open_for_reading() { return open(OpenLedger::Access::read_only); }

Result<OpenLedger*> Wiring::open_for_writing() { return open(OpenLedger::Access::read_write); }

Result<OpenLedger*> Wiring::open(OpenLedger::Access access) {
  if (ledger_) return ledger_.get();
  if (location_.find("://") != std::string::npos) {
    return Error{ErrorKind::invalid, "this version opens ledgers in folders alone, not '" +
                                         location_ + "'; nothing was changed"};
  }
  auto opened = OpenLedger::open(location_, access, time_);
  if (!opened) return opened.error();
  ledger_ = std::move(opened.value());
  return ledger_.get();
}

Result<OpenLedger*> Wiring::create(const NewLedger& ledger) {
  auto created = OpenLedger::create(location_, ledger, time_);
  if (!created) return created.error();
  ledger_ = std::move(created.value());
  return ledger_.get();
}

}  // namespace aduan
