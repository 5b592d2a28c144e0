#include "core/privacy/aead.h"

#include "core/base/check.h"

#include <openssl/evp.h>

#include <array>
#include <limits>
#include <memory>

namespace aduan {
namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

constexpr std::array<unsigned char, 12> kZeroIv{};

/// Fetched once and kept until the process ends: a fetch costs more than a short encryption.
const EVP_CIPHER* aes_256_gcm() {
  static const EVP_CIPHER* const algorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  CHECK(algorithm != nullptr);
  return algorithm;
}

Context new_context() {
  Context context(EVP_CIPHER_CTX_new());
  CHECK(context != nullptr);
  return context;
}

/// This thread's contexts, one a direction: OpenSSL sets a cipher up anew when the direction turns.
EVP_CIPHER_CTX* encryption_context() {
  thread_local const Context context = new_context();
  return context.get();
}

EVP_CIPHER_CTX* decryption_context() {
  thread_local const Context context = new_context();
  return context.get();
}

const unsigned char* octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

int length_of(std::string_view bytes) {
  CHECK(bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  return static_cast<int>(bytes.size());
}

}  // namespace

void append_encrypted(std::string& out, const Hash& key, std::string_view associated,
                      std::string_view plaintext) {
  EVP_CIPHER_CTX* context = encryption_context();
  const std::size_t start = out.size();
  out.resize(start + plaintext.size() + kTagBytes);
  auto* to = reinterpret_cast<unsigned char*>(out.data()) + start;
  int written = 0;
  CHECK(EVP_EncryptInit_ex2(context, aes_256_gcm(), key.data(), kZeroIv.data(), nullptr) == 1);
  CHECK(EVP_EncryptUpdate(context, nullptr, &written, octets(associated), length_of(associated)) ==
        1);
  CHECK(EVP_EncryptUpdate(context, to, &written, octets(plaintext), length_of(plaintext)) == 1);
  CHECK(EVP_EncryptFinal_ex(context, to + plaintext.size(), &written) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTagBytes, to + plaintext.size()) == 1);
}

std::optional<std::string> decrypt(const Hash& key, std::string_view associated,
                                   std::string_view ciphertext) {
  if (ciphertext.size() < kTagBytes) return std::nullopt;
  const std::string_view body = ciphertext.substr(0, ciphertext.size() - kTagBytes);
  std::string tag(ciphertext.substr(body.size()));
  EVP_CIPHER_CTX* context = decryption_context();
  std::string plaintext(body.size(), '\0');
  auto* to = reinterpret_cast<unsigned char*>(plaintext.data());
  int written = 0;
  CHECK(EVP_DecryptInit_ex2(context, aes_256_gcm(), key.data(), kZeroIv.data(), nullptr) == 1);
  CHECK(EVP_DecryptUpdate(context, nullptr, &written, octets(associated), length_of(associated)) ==
        1);
  CHECK(EVP_DecryptUpdate(context, to, &written, octets(body), length_of(body)) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(context, to + body.size(), &written) != 1) return std::nullopt;
  return plaintext;
}

}  // namespace aduan
