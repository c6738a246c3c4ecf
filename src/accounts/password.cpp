// SPDX-License-Identifier: Apache-2.0
#include "password.hpp"

#include "secrets.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <set>

namespace plumb::accounts {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;

constexpr std::size_t kBytesMax = 512;
constexpr std::size_t kLengthMin = 10, kLongEnough = 16, kDifferentMin = 5, kNameMin = 3;
constexpr int kKindsMin = 3;

/// What everybody thinks of first, without figures and signs around it.
constexpr std::array<std::string_view, 26> kCommonWords = {
    "password", "passw0rd", "p@ssw0rd", "p@ssword",      "pa$$word", "qwerty",  "qwertyuiop",
    "qwer",     "asdf",     "asdfgh",   "asdfghjkl",     "zxcvbn",   "zxcvbnm", "abc",
    "abcd",     "abcde",    "admin",    "administrator", "root",     "test",    "welcome",
    "letmein",  "iloveyou", "woaini",   "plumbline",     "changeme"};
constexpr std::array<std::string_view, 8> kCommonWhole = {
    "1qaz2wsx3edc", "1qaz@wsx3edc", "1qaz@wsx#edc", "1q2w3e4r5t",
    "1q2w3e4r5t6y", "q1w2e3r4t5",   "a1b2c3d4e5",   "a1b2c3d4e5f6"};

auto weak(std::string_view reason) {
  return fail(ErrorKind::InvalidInput, "accounts.weak_password", {{"reason", std::string(reason)}});
}

/// Characters, not bytes.
std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

int kinds_of(std::string_view text) {
  bool lower = false, upper = false, figure = false, other = false;
  for (const char c : text) {
    lower = lower || (c >= 'a' && c <= 'z');
    upper = upper || (c >= 'A' && c <= 'Z');
    figure = figure || (c >= '0' && c <= '9');
    other = other || !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
  }
  return int{lower} + int{upper} + int{figure} + int{other};
}

/// `text` in lower case.
bool is_common(std::string_view text) {
  if (std::set<char>(text.begin(), text.end()).size() < kDifferentMin) return true;
  if (std::ranges::find(kCommonWhole, text) != kCommonWhole.end()) return true;
  const auto first = std::ranges::find_if(text, is_letter);
  std::string_view core = text.substr(static_cast<std::size_t>(first - text.begin()));
  while (!core.empty() && !is_letter(core.back()))
    core.remove_suffix(1);
  if (core.empty()) return text.size() < kLongEnough;
  return std::ranges::find(kCommonWords, core) != kCommonWords.end();
}

} // namespace

Result<void> check_password(std::string_view password, std::string_view user_name) {
  if (password.size() > kBytesMax)
    return fail(ErrorKind::InvalidInput, "accounts.bad_field", {{"field", "password"}});
  const std::size_t length = length_of(password);
  if (length < kLengthMin) return weak("too_short");
  const std::string lower = user_key(password), name = user_key(user_name);
  if (length_of(name) >= kNameMin && lower.find(name) != std::string::npos)
    return weak("has_user_name");
  if (is_common(lower)) return weak("common");
  if (length < kLongEnough && kinds_of(password) < kKindsMin) return weak("too_few_kinds");
  return {};
}

/// One of the few that may run at the same time.
class Hasher::Turn {
public:
  explicit Turn(Hasher& hasher) : hasher_(hasher) {
    const std::lock_guard lock(hasher_.mutex_);
    mine_ = hasher_.running_ < hasher_.limits_.hashes_at_once;
    if (mine_) ++hasher_.running_;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    if (!mine_) return;
    const std::lock_guard lock(hasher_.mutex_);
    --hasher_.running_;
  }
  [[nodiscard]] bool mine() const { return mine_; }

private:
  Hasher& hasher_;
  bool mine_ = false;
};

namespace {

auto busy() {
  return fail(ErrorKind::Unavailable, "accounts.busy");
}

bool matches(const std::string& hash, std::string_view password) {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

} // namespace

std::string Hasher::compute(std::string_view password) const {
  static const bool ready = sodium_init() >= 0;
  PLUMB_CHECK(ready);
  std::string out(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), limits_.argon_operations,
                            limits_.argon_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return {}; // no memory for it
  out.resize(out.find('\0'));
  return out;
}

std::string Hasher::nobody() {
  {
    const std::lock_guard lock(mutex_);
    if (!nobody_.empty()) return nobody_;
  }
  std::string made = compute(new_token());
  const std::lock_guard lock(mutex_);
  if (nobody_.empty()) nobody_ = std::move(made);
  return nobody_;
}

Result<std::string> Hasher::hash(std::string_view password) {
  const Turn turn(*this);
  if (!turn.mine()) return busy();
  std::string out = compute(password);
  if (out.empty()) return busy();
  return out;
}

Result<bool> Hasher::verify(std::string_view hash, std::string_view password) {
  const Turn turn(*this);
  if (!turn.mine()) return busy();
  // Made in every case, or the first unknown name would take twice as long.
  const std::string dummy = nobody();
  const bool good = matches(hash.empty() ? dummy : std::string(hash), password);
  return good && !hash.empty();
}

Result<bool> Hasher::any_of(const std::vector<std::string>& hashes, std::string_view password) {
  const Turn turn(*this);
  if (!turn.mine()) return busy();
  return std::ranges::any_of(hashes,
                             [&](const std::string& hash) { return matches(hash, password); });
}

} // namespace plumb::accounts
