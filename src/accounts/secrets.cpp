// SPDX-License-Identifier: Apache-2.0
#include "secrets.hpp"

#include <plumb/base/check.hpp>

#include <sodium.h>

#include <array>
#include <cstdint>

namespace plumb::accounts {
namespace {

/// Without 0 O 1 I L U (and V, which a hand makes of a U): 29 signs, 58 bits in twelve.
constexpr std::string_view kSigns = "23456789ABCDEFGHJKMNPQRSTWXYZ";
constexpr std::size_t kCodeSigns = 12, kGroup = 4;

void ready() {
  static const bool done = sodium_init() >= 0;
  PLUMB_CHECK(done);
}

} // namespace

std::string digest_of(std::string_view secret) {
  ready();
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size());
  std::string out(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), hash.data(), hash.size());
  out.pop_back();
  return out;
}

std::string new_token() {
  ready();
  std::array<unsigned char, 32> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), kVariant);
  out.pop_back();
  return out;
}

std::string new_code() {
  ready();
  std::string out;
  for (std::size_t i = 0; i < kCodeSigns; ++i) {
    if (i > 0 && i % kGroup == 0) out += '-';
    out += kSigns[randombytes_uniform(static_cast<std::uint32_t>(kSigns.size()))];
  }
  return out;
}

std::string normal_code(std::string_view typed) {
  std::string out;
  for (const char c : typed) {
    if (c == '-' || c == ' ' || c == '\t') continue;
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  return out;
}

std::string user_key(std::string_view user_name) {
  std::string out(user_name);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

} // namespace plumb::accounts
