#include "core/base/hash.h"

#include "core/base/check.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace aduan {
namespace {

constexpr std::size_t kBlockBytes = 64;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Context new_context() {
  Context context(EVP_MD_CTX_new());
  CHECK(context != nullptr);
  return context;
}

/// Fetched once and kept until the process ends: a fetch costs more than a hash.
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  CHECK(algorithm != nullptr);
  return algorithm;
}

/// This thread's context: whoever asks for it begins anew.
EVP_MD_CTX* thread_context() {
  thread_local const Context context = new_context();
  return context.get();
}

void begin(EVP_MD_CTX* context) {
  CHECK(EVP_DigestInit_ex(context, sha256_algorithm(), nullptr) == 1);
}

void begin_from(EVP_MD_CTX* context, const Context& saved) {
  CHECK(EVP_MD_CTX_copy_ex(context, saved.get()) == 1);
}

void add(EVP_MD_CTX* context, std::string_view bytes) {
  CHECK(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1);
}

Hash finish(EVP_MD_CTX* context) {
  Hash hash;
  CHECK(EVP_DigestFinal_ex(context, hash.data(), nullptr) == 1);
  return hash;
}

/// A context that has taken `block`, each byte XORed with `pad`. Source: RFC 2104 §2.
Context padded_block(const std::array<std::uint8_t, kBlockBytes>& block, std::uint8_t pad) {
  std::array<std::uint8_t, kBlockBytes> padded;
  std::transform(block.begin(), block.end(), padded.begin(),
                 [pad](std::uint8_t byte) { return static_cast<std::uint8_t>(byte ^ pad); });
  Context context = new_context();
  begin(context.get());
  add(context.get(), as_view(padded));
  OPENSSL_cleanse(padded.data(), padded.size());
  return context;
}

Context copy_of(const Context& saved) {
  Context context = new_context();
  begin_from(context.get(), saved);
  return context;
}

}  // namespace

Hash sha256(std::initializer_list<std::string_view> parts) {
  EVP_MD_CTX* context = thread_context();
  begin(context);
  for (const std::string_view part : parts) add(context, part);
  return finish(context);
}

Hash sha256(std::string_view bytes) { return sha256({bytes}); }

Hash leaf_hash(std::string_view bytes) { return sha256({std::string_view("\x00", 1), bytes}); }

Hash node_hash(const Hash& left, const Hash& right) {
  // One update of 65 bytes, not three: this is the inner loop of every tree.
  std::array<std::uint8_t, 65> node;
  node[0] = 1;
  std::copy(left.begin(), left.end(), node.begin() + 1);
  std::copy(right.begin(), right.end(), node.begin() + 33);
  return sha256(as_view(node));
}

struct Hmac::State {
  Context inner;
  Context outer;
};

Hmac::Hmac(std::string_view key) {
  std::array<std::uint8_t, kBlockBytes> block{};
  if (key.size() > kBlockBytes) {
    const Hash short_key = sha256(key);
    std::copy(short_key.begin(), short_key.end(), block.begin());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  state_ = std::make_unique<State>(State{padded_block(block, 0x36), padded_block(block, 0x5c)});
  OPENSSL_cleanse(block.data(), block.size());
}

Hmac::Hmac(const Hmac& other)
    : state_(std::make_unique<State>(
          State{copy_of(other.state_->inner), copy_of(other.state_->outer)})) {}

Hmac& Hmac::operator=(const Hmac& other) {
  if (this != &other) *this = Hmac(other);
  return *this;
}

Hmac::Hmac(Hmac&&) noexcept = default;
Hmac& Hmac::operator=(Hmac&&) noexcept = default;
Hmac::~Hmac() = default;

Hash Hmac::operator()(std::initializer_list<std::string_view> parts) const {
  EVP_MD_CTX* context = thread_context();
  begin_from(context, state_->inner);
  for (const std::string_view part : parts) add(context, part);
  const Hash inner = finish(context);
  begin_from(context, state_->outer);
  add(context, as_view(inner));
  return finish(context);
}

namespace {

/// HKDF-Extract with an empty salt, which HMAC pads to a block of zeros. Source: RFC 5869 §2.2.
Hmac extract(std::string_view input_key) {
  static const Hmac empty_salt{std::string_view()};
  Hash prk = empty_salt({input_key});
  Hmac keyed(as_view(prk));
  OPENSSL_cleanse(prk.data(), prk.size());
  return keyed;
}

}  // namespace

Hkdf::Hkdf(std::string_view input_key) : prk_(extract(input_key)) {}

Hash Hkdf::expand(std::initializer_list<std::string_view> info) const {
  // T(1) = HMAC(PRK, info ‖ 01): the whole output of 32 bytes. Source: RFC 5869 §2.3.
  std::string message;
  for (const std::string_view part : info) message += part;
  message.push_back('\x01');
  return prk_({message});
}

}  // namespace aduan
