// SPDX-License-Identifier: Apache-2.0
/// Who works with the program: accounts with roles and a unit, sign-in, sessions, and what each
/// person keeps for itself (saved views, the secret address of a calendar). Knows nothing of what a
/// role may do: that stands in the packs.
///
/// Facts (streams `account:<id>`): account_opened {user_name, unit, roles, name: sealed},
/// account_changed {…}, account_closed, account_reopened, code_issued {until}, password_set {hash:
/// sealed}, signed_in {from}, signed_out, sign_in_locked {until}; view_saved {view, register,
/// title, query, shared}, view_removed {view}; calendar_address_made {}, calendar_address_revoked.
/// Passwords, codes, tokens and addresses are never in a payload: the Argon2id hash of a password
/// is sealed apart, codes, sessions and addresses are rows of their own, by SHA-256.
///
/// Errors: accounts.setup_done, accounts.no_setup (nobody is set up yet), accounts.bad_code,
/// accounts.bad_sign_in (never tells which part was wrong), accounts.locked{until},
/// accounts.too_many_tries{until} (of one address), accounts.weak_password{reason} (too_short,
/// too_few_kinds, has_user_name, common, used_before), accounts.user_name_taken, accounts.bad_field
/// {field}, accounts.unknown_account{account_id}, accounts.unknown_view{view_id},
/// accounts.last_manager (the change would leave nobody who may manage accounts),
/// accounts.signed_out (no, an old, or an ended session), accounts.busy (too many hashes at once).
#pragma once

#include <plumb/base/clock.hpp>
#include <plumb/base/result.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/storage/storage.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::accounts {

struct Account {
  std::string account_id; ///< recorded as the actor of whatever the person does
  std::string user_name;  ///< what is typed to sign in; unique, compared without case
  std::string name;       ///< the person's; personal data, sealed
  std::string unit;       ///< unit id
  std::vector<std::string> roles;
  bool closed = false;
  bool has_password = false; ///< no: waits for the one-time code to be used
  std::int64_t opened_at = 0, last_signed_in_at = 0;
};

struct NewAccount {
  std::string user_name, name, unit;
  std::vector<std::string> roles;
};
/// Empty members stay as they are.
struct AccountChange {
  std::optional<std::string> name = {}, unit = {};
  std::optional<std::vector<std::string>> roles = {};
  std::optional<bool> closed = {};
};

/// What a browser holds: the token goes into its cookie, once.
struct SignedIn {
  std::string token;
  Account account;
};

struct View { ///< a list as somebody likes to see it
  std::string view_id, register_id, title;
  std::string query; ///< query string of the page
  bool shared = false;
  bool own = true;
};

/// GB/T 22239 asks for limits of this kind; times in milliseconds.
struct Limits {
  std::int64_t idle = 30LL * 60 * 1000, absolute = 8LL * 60 * 60 * 1000;
  int tries = 5; ///< wrong passwords in a row before the account is locked
  std::int64_t lock = 15LL * 60 * 1000;
  int tries_of_address = 30; ///< in `lock`, over all names
  std::int64_t code_valid = 72LL * 60 * 60 * 1000;
  int hashes_at_once = 2;
  unsigned long long argon_operations = 3;
  std::size_t argon_bytes = 64ULL << 20;
};

class Accounts final : public journal::Fold {
public:
  /// All must outlive it. Registers itself as a fold.
  [[nodiscard]] static base::Result<std::unique_ptr<Accounts>> open(storage::Database& database,
                                                                    journal::Journal& journal,
                                                                    const base::Clock& clock,
                                                                    const Limits& limits = {});
  ~Accounts() override;

  /// Whether nobody has been set up yet.
  [[nodiscard]] base::Result<bool> needs_setup(std::string_view authority_id) const;
  /// A new one-time code for the first account, told on the console; the one before is void.
  /// accounts.setup_done.
  [[nodiscard]] base::Result<std::string> setup_code(std::string_view authority_id);
  [[nodiscard]] base::Result<SignedIn> set_up(const journal::Context& context,
                                              std::string_view code, const NewAccount& first,
                                              std::string_view password, std::string_view remote);

  [[nodiscard]] base::Result<SignedIn> sign_in(const journal::Context& context,
                                               std::string_view user_name,
                                               std::string_view password, std::string_view remote);
  /// First sign-in (or a forgotten password) by a one-time code: sets the password.
  [[nodiscard]] base::Result<SignedIn>
  sign_in_by_code(const journal::Context& context, std::string_view user_name,
                  std::string_view code, std::string_view password, std::string_view remote);
  [[nodiscard]] base::Result<void> sign_out(const journal::Context& context,
                                            std::string_view token);
  /// Whose session it is, and keeps it alive. accounts.signed_out.
  [[nodiscard]] base::Result<Account> session(std::string_view authority_id,
                                              std::string_view token);
  /// Ends the person's other sessions.
  [[nodiscard]] base::Result<void> change_password(const journal::Context& context,
                                                   std::string_view account_id,
                                                   std::string_view token,
                                                   std::string_view old_password,
                                                   std::string_view new_password);

  [[nodiscard]] base::Result<std::vector<Account>> list(std::string_view authority_id) const;
  [[nodiscard]] base::Result<Account> account(std::string_view authority_id,
                                              std::string_view account_id) const;
  /// The account and its one-time code, which is told once.
  struct Opened {
    Account account;
    std::string code;
  };
  [[nodiscard]] base::Result<Opened> open_account(const journal::Context& context,
                                                  const NewAccount& wanted);
  /// `manages`: whether an account with these roles may manage accounts (accounts.last_manager).
  /// Closing, another unit or other roles end its sessions.
  [[nodiscard]] base::Result<Account>
  change_account(const journal::Context& context, std::string_view account_id,
                 const AccountChange& change,
                 const std::function<bool(const std::vector<std::string>& roles)>& manages);
  [[nodiscard]] base::Result<Opened> issue_code(const journal::Context& context,
                                                std::string_view account_id);

  [[nodiscard]] base::Result<std::vector<View>> views(std::string_view authority_id,
                                                      std::string_view account_id,
                                                      std::string_view register_id) const;
  /// `view.view_id` empty: a new one.
  [[nodiscard]] base::Result<View> save_view(const journal::Context& context,
                                             std::string_view account_id, const View& view);
  [[nodiscard]] base::Result<void> remove_view(const journal::Context& context,
                                               std::string_view account_id,
                                               std::string_view view_id);

  /// The secret part of a new address, told once; the one before is void.
  [[nodiscard]] base::Result<std::string> make_calendar_address(const journal::Context& context,
                                                                std::string_view account_id);
  [[nodiscard]] base::Result<void> revoke_calendar_address(const journal::Context& context,
                                                           std::string_view account_id);
  /// When it was made; empty: none.
  [[nodiscard]] base::Result<std::optional<std::int64_t>>
  calendar_address(std::string_view authority_id, std::string_view account_id) const;
  /// Whose calendar it is. accounts.signed_out for an unknown or revoked one.
  [[nodiscard]] base::Result<Account> calendar_owner(std::string_view authority_id,
                                                     std::string_view secret) const;

  [[nodiscard]] base::Result<void> apply(storage::Connection& writer,
                                         const event::Event& event) override;
  void forget() override;
  [[nodiscard]] base::Result<std::int64_t> rebuild(); ///< sessions and codes stay

  struct State; ///< state.hpp

private:
  explicit Accounts(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace plumb::accounts
