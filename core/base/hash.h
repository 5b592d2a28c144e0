// SHA-256 and what is built on it: RFC 6962 leaf hashes, HMAC, HKDF. OpenSSL's door.

#pragma once

#include "core/base/bytes.h"

#include <initializer_list>
#include <memory>
#include <string_view>

namespace aduan {

/// SHA-256 over the parts, one after another. Keeps an algorithm and a context a thread: OpenSSL's
/// one-shot calls fetch the algorithm each time and are three times slower.
/// Threads: safe from any.
Hash sha256(std::initializer_list<std::string_view> parts);
Hash sha256(std::string_view bytes);

/// SHA-256(00 ‖ bytes). Source: RFC 6962 §2.1.
Hash leaf_hash(std::string_view bytes);

/// SHA-256(01 ‖ left ‖ right). Source: RFC 6962 §2.1.
Hash node_hash(const Hash& left, const Hash& right);

/// HMAC-SHA-256 with one key for many messages: the key's two block states are computed once.
/// Threads: calls may run at the same time: they only read the two states. A moved-from object may
/// only be destroyed or assigned to.
class Hmac {
 public:
  explicit Hmac(std::string_view key);
  Hmac(const Hmac& other);
  Hmac& operator=(const Hmac& other);
  Hmac(Hmac&&) noexcept;
  Hmac& operator=(Hmac&&) noexcept;
  ~Hmac();

  Hash operator()(std::initializer_list<std::string_view> parts) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// HKDF-SHA-256 with an empty salt: the extraction is done once a key, each `expand` is one HMAC.
/// Threads: as Hmac. Source: RFC 5869. The output is 32 bytes, one block.
class Hkdf {
 public:
  explicit Hkdf(std::string_view input_key);
  Hash expand(std::initializer_list<std::string_view> info) const;

 private:
  Hmac prk_;
};

}  // namespace aduan
