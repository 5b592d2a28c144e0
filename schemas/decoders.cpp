#include "schemas/decoders.h"

#include "schemas/json/body.h"

#include <type_traits>
#include <unordered_map>
#include <utility>

namespace aduan {
namespace {

template <class Variant>
using Decoder = Result<Variant> (*)(const json::Document&);

template <class Variant>
using DecoderTable = std::unordered_map<std::string_view, Decoder<Variant>>;

template <class Variant, class Body>
Result<Variant> decode_one(const json::Document& document) {
  auto body = json::read_body<Body>(document);
  if (!body) return body.error();
  return Variant(std::move(body.value()));
}

template <class Variant, class Body>
void add_to(DecoderTable<Variant>& table) {
  if constexpr (!std::is_same_v<Body, Opaque>) {
    table.emplace(Body::kType, &decode_one<Variant, Body>);
  }
}

template <class Variant>
struct TableOf;

template <class... Bodies>
struct TableOf<std::variant<Bodies...>> {
  using Variant = std::variant<Bodies...>;
  static const DecoderTable<Variant>& get() {
    static const DecoderTable<Variant> table = [] {
      DecoderTable<Variant> made;
      (add_to<Variant, Bodies>(made), ...);
      return made;
    }();
    return table;
  }
};

}  // namespace

std::span<const Upcaster<Event>> upcasters() { return {}; }
std::span<const Upcaster<DirectoryEvent>> directory_upcasters() { return {}; }

template <class AnyEvent>
Result<AnyEvent> decode_body(std::string_view type, const json::Document& document,
                             std::span<const Upcaster<AnyEvent>> old_versions) {
  const auto& table = TableOf<AnyEvent>::get();
  if (const auto found = table.find(type); found != table.end()) return found->second(document);
  for (const Upcaster<AnyEvent>& old : old_versions) {
    if (old.type == type) return old.decode(document);
  }
  return AnyEvent(Opaque{std::string(type)});
}

template Result<Event> decode_body(std::string_view, const json::Document&,
                                   std::span<const Upcaster<Event>>);
template Result<DirectoryEvent> decode_body(std::string_view, const json::Document&,
                                            std::span<const Upcaster<DirectoryEvent>>);

template <class Variant>
void append_body(std::string& out, const Variant& any) {
  std::visit(
      [&](const auto& body) {
        if constexpr (std::is_same_v<std::decay_t<decltype(body)>, Opaque>) {
          out += "{}";
        } else {
          json::write_body(out, body);
        }
      },
      any);
}

template void append_body(std::string&, const Event&);
template void append_body(std::string&, const DirectoryEvent&);
template void append_body(std::string&, const CaseCommand&);
template void append_body(std::string&, const DirectoryCommand&);

namespace {

template <class Variant>
Result<Variant> decode_any_command(std::string_view type, const json::Document& document) {
  const auto& table = TableOf<Variant>::get();
  const auto found = table.find(type);
  if (found == table.end()) return Error{ErrorKind::invalid, "no command has this type"};
  return found->second(document);
}

}  // namespace

Result<CaseCommand> decode_command(std::string_view type, const json::Document& document) {
  return decode_any_command<CaseCommand>(type, document);
}

Result<DirectoryCommand> decode_directory_command(std::string_view type,
                                                  const json::Document& document) {
  return decode_any_command<DirectoryCommand>(type, document);
}

}  // namespace aduan
