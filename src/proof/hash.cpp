// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/check.hpp>
#include <plumb/proof/hash.hpp>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>

namespace plumb::proof {

namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Looking the algorithm up and allocating a context costs as much as hashing a short message, so
/// each thread keeps both.
class Hasher {
public:
  Hasher()
      : algorithm_(EVP_MD_fetch(nullptr, "SM3", nullptr), EVP_MD_free),
        context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    PLUMB_CHECK(algorithm_ != nullptr && context_ != nullptr);
  }

  Hash of(std::string_view prefix, std::string_view first, std::string_view second) {
    Hash out{};
    EVP_MD_CTX* context = context_.get();
    PLUMB_CHECK(EVP_DigestInit_ex2(context, algorithm_.get(), nullptr) == 1);
    for (const auto part : {prefix, first, second})
      if (!part.empty()) PLUMB_CHECK(EVP_DigestUpdate(context, part.data(), part.size()) == 1);
    PLUMB_CHECK(EVP_DigestFinal_ex(context, out.data(), nullptr) == 1);
    return out;
  }

private:
  std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> algorithm_;
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

Hasher& hasher() {
  thread_local Hasher kept;
  return kept;
}

/// The value of each hexadecimal digit; 255 for everything else.
constexpr std::array<std::uint8_t, 256> kHexValues = [] {
  std::array<std::uint8_t, 256> out{};
  out.fill(255);
  for (std::uint8_t i = 0; i < 16; ++i)
    out[static_cast<unsigned char>("0123456789abcdef"[i])] = i;
  return out;
}();

} // namespace

Hash sm3(std::string_view bytes) {
  return hasher().of({}, bytes, {});
}

Hash sm3(std::string_view first, std::string_view second) {
  return hasher().of({}, first, second);
}

Hash random_bytes() {
  Hash out{};
  PLUMB_CHECK(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1);
  return out;
}

Hash leaf_hash(std::string_view content) {
  return hasher().of(std::string_view("\0", 1), content, {});
}

Hash node_hash(const Hash& left, const Hash& right) {
  return hasher().of("\1", view(left), view(right));
}

const Hash& empty_root() {
  static const Hash root = sm3({});
  return root;
}

std::string to_hex(const Hash& hash) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out(hash.size() * 2, '0');
  for (std::size_t i = 0; i < hash.size(); ++i) {
    out[2 * i] = kHex[hash[i] >> 4];
    out[2 * i + 1] = kHex[hash[i] & 15];
  }
  return out;
}

std::optional<Hash> from_hex(std::string_view text) {
  Hash out{};
  if (text.size() != out.size() * 2) return std::nullopt;
  // Without a branch for each digit: a wrong one shows in the high bits at the end.
  unsigned wrong = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const unsigned high = kHexValues[static_cast<unsigned char>(text[2 * i])],
                   low = kHexValues[static_cast<unsigned char>(text[2 * i + 1])];
    wrong |= (high | low) & 0xF0U;
    out[i] = static_cast<std::uint8_t>(high << 4 | (low & 15));
  }
  if (wrong != 0) return std::nullopt;
  return out;
}

std::string_view view(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::string to_base64(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k > bytes.size() ? '=' : kDigits[group >> (18 - 6 * k) & 63];
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string out;
  const auto digits = text.substr(0, text.find('='));
  std::uint32_t group = 0;
  int bits = 0;
  for (const char c : digits) {
    const auto value = kDigits.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    group = group << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(group >> bits & 255);
  }
  // Bits that are left over and odd paddings would be a second text of the same bytes.
  if (to_base64(out) != text) return std::nullopt;
  return out;
}

} // namespace plumb::proof
