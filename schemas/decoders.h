// From a type's name to its body, old versions included.
//
// A new meaning of an event is a new version: `…forwarded.v2` with a struct of its own, and an
// upcaster from v1, so that everything above reads the newest form alone. The stored bytes stay as
// they are.
//
//   struct ForwardedV1 { … };                       // with its serialize, in the upcaster's file
//   Upcaster<Event>{"aduan.complaint.forwarded.v1",
//                   upcast<ForwardedV1, Event>([](ForwardedV1 old) { return Forwarded{…}; })}

#pragma once

#include "core/base/result.h"
#include "schemas/command.h"
#include "schemas/event.h"
#include "schemas/json/document.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace aduan {

/// How the body of an old version becomes the newest form.
template <class AnyEvent>
struct Upcaster {
  std::string_view type;
  std::function<Result<AnyEvent>(const json::Document&)> decode;
};

/// The old versions that exist. None yet: every type is at its first version.
std::span<const Upcaster<Event>> upcasters();
std::span<const Upcaster<DirectoryEvent>> directory_upcasters();

/// The body of `type`: through the table of current types, then the upcasters; an unknown type
/// gives Opaque.
/// Errors: corrupt (a field is missing or has another form).
/// Defined for Event and DirectoryEvent.
template <class AnyEvent>
Result<AnyEvent> decode_body(std::string_view type, const json::Document& document,
                             std::span<const Upcaster<AnyEvent>> old_versions);

/// Appends the `data` object of any event or command. An opaque event has no body of ours: `{}`.
template <class Variant>
void append_body(std::string& out, const Variant& body);

/// The command of a type. Errors: invalid (no such type), corrupt (a field).
Result<CaseCommand> decode_command(std::string_view type, const json::Document& document);
Result<DirectoryCommand> decode_directory_command(std::string_view type,
                                                  const json::Document& document);

}  // namespace aduan
