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

std::string sm3_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  PLUMB_CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sm3(), nullptr) == 1);
  return hex(digest.data(), size);
}

std::string new_id(std::int64_t now_ms) {
  PLUMB_CHECK(sodium_init() >= 0);
  std::array<unsigned char, 16> id{};
  randombytes_buf(id.data(), id.size());
  for (std::size_t i = 0; i < 6; ++i)
    id[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(now_ms) >> (8 * (5 - i)));
  id[6] = static_cast<unsigned char>(0x70 | (id[6] & 0x0F));
  id[8] = static_cast<unsigned char>(0x80 | (id[8] & 0x3F));
  const std::string digits = hex(id.data(), id.size());
  return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) + "-" +
         digits.substr(16, 4) + "-" + digits.substr(20);
}

}  // namespace plumb::base
