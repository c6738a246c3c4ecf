// SPDX-License-Identifier: Apache-2.0
/// What a password must be like, and its Argon2id hash. Hashing costs memory and time on purpose,
/// so only a few run at once.
#pragma once

#include <plumb/accounts/accounts.hpp>

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::accounts {

/// accounts.weak_password{reason}, accounts.bad_field{field}: longer than anybody types.
[[nodiscard]] base::Result<void> check_password(std::string_view password,
                                                std::string_view user_name);

class Hasher {
public:
  explicit Hasher(const Limits& limits) : limits_(limits) {}
  /// "$argon2id$v=19$…". accounts.busy.
  [[nodiscard]] base::Result<std::string> hash(std::string_view password);
  /// `hash` empty: the same work for nothing, so that nobody can tell by the time it takes whether
  /// there is such an account. accounts.busy.
  [[nodiscard]] base::Result<bool> verify(std::string_view hash, std::string_view password);
  /// Whether it is one of these. accounts.busy.
  [[nodiscard]] base::Result<bool> any_of(const std::vector<std::string>& hashes,
                                          std::string_view password);

private:
  class Turn;
  [[nodiscard]] std::string compute(std::string_view password) const;
  [[nodiscard]] std::string nobody();

  Limits limits_;
  std::mutex mutex_;
  int running_ = 0;
  std::string nobody_;
};

} // namespace plumb::accounts
