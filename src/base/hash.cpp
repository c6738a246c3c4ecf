// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/check.hpp>
#include <plumb/base/hash.hpp>

#include <openssl/evp.h>
#include <sodium.h>

#include <array>

namespace plumb::base {

namespace {

constexpr char kHex[] = "0123456789abcdef";

std::string hex(const unsigned char* bytes, std::size_t size) {
  std::string out;
  out.reserve(size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(kHex[bytes[i] >> 4]);
    out.push_back(kHex[bytes[i] & 15]);
  }
  return out;
}

}  // namespace

namespace {

/// Looking the algorithm up and allocating a context costs as much as hashing a short text, so each
/// thread keeps both.
class Sm3 {
 public:
  Sm3() : algorithm_(EVP_MD_fetch(nullptr, "SM3", nullptr)), context_(EVP_MD_CTX_new()) {
    PLUMB_CHECK(algorithm_ != nullptr && context_ != nullptr);
  }
  Sm3(const Sm3&) = delete;
  Sm3& operator=(const Sm3&) = delete;
  ~Sm3() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }
  std::array<unsigned char, 32> of(std::string_view bytes) {
    std::array<unsigned char, 32> digest{};
    PLUMB_CHECK(EVP_DigestInit_ex2(context_, algorithm_, nullptr) == 1);
    if (!bytes.empty()) PLUMB_CHECK(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1);
    PLUMB_CHECK(EVP_DigestFinal_ex(context_, digest.data(), nullptr) == 1);
    return digest;
  }

 private:
  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

}  // namespace

std::string sm3_hex(std::string_view bytes) {
  thread_local Sm3 kept;
  const auto digest = kept.of(bytes);
  return hex(digest.data(), digest.size());
}

std::string new_id(std::int64_t now_ms) {
  // One call to the kernel for many ids.
  struct Pool {
    std::array<unsigned char, 64 * 10> bytes{};
    std::size_t used = bytes.size();
  };
  thread_local Pool pool;
  if (pool.used == pool.bytes.size()) {
    PLUMB_CHECK(sodium_init() >= 0);
    randombytes_buf(pool.bytes.data(), pool.bytes.size());
    pool.used = 0;
  }
  std::array<unsigned char, 16> id{};
  for (std::size_t i = 0; i < 6; ++i)
    id[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(now_ms) >> (8 * (5 - i)));
  for (std::size_t i = 6; i < id.size(); ++i)
    id[i] = pool.bytes[pool.used++];
  id[6] = static_cast<unsigned char>(0x70 | (id[6] & 0x0F));
  id[8] = static_cast<unsigned char>(0x80 | (id[8] & 0x3F));
  std::string out;
  out.reserve(36);
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out.push_back('-');
    out.push_back(kHex[id[i] >> 4]);
    out.push_back(kHex[id[i] & 15]);
  }
  return out;
}

}  // namespace plumb::base
