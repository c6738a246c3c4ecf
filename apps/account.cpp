// SPDX-License-Identifier: Apache-2.0
// Accounts on the database itself: for whoever is locked out, and for setting many up by a script.
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"

#include <plumb/accounts/accounts.hpp>
#include <plumb/event/json.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/records/records.hpp>
#include <plumb/server/application.hpp>

#include <memory>
#include <string>
#include <vector>

namespace plumb::app {
namespace {

using event::Json;

constexpr std::string_view kAuthority = "default";

struct Options {
  std::string database = kUsualDatabase, user_name, name, unit;
  std::vector<std::string> roles;
};
using Command = base::Result<std::string> (*)(server::Store&, const Options&);

journal::Context by_console() {
  return {.authority_id = std::string(kAuthority), .actor = "console", .idempotency_key = {}};
}

Json::Object line_of(const accounts::Account& account) {
  Json::Array roles;
  for (const auto& role : account.roles)
    roles.emplace_back(role);
  return {{"account_id", account.account_id},
          {"user_name", account.user_name},
          {"name", account.name},
          {"unit", account.unit},
          {"roles", std::move(roles)},
          {"closed", account.closed},
          {"has_password", account.has_password}};
}

std::string with_code(const accounts::Accounts::Opened& opened) {
  auto out = line_of(opened.account);
  out["code"] = opened.code;
  return Json(std::move(out)).dump() + "\n";
}

base::Result<std::string> list(server::Store& store, const Options&) {
  PLUMB_TRY_ASSIGN(const auto all, store.accounts().list(kAuthority));
  std::string out;
  for (const auto& account : all)
    out += Json(line_of(account)).dump() + "\n";
  return out;
}

base::Result<std::string> code(server::Store& store, const Options& options) {
  PLUMB_TRY_ASSIGN(const auto all, store.accounts().list(kAuthority));
  for (const auto& account : all) {
    if (account.user_name != options.user_name) continue;
    PLUMB_TRY_ASSIGN(const auto opened,
                     store.accounts().issue_code(by_console(), account.account_id));
    return with_code(opened);
  }
  return base::fail(base::ErrorKind::NotFound, "accounts.unknown_account",
                    {{"account_id", options.user_name}});
}

base::Result<std::string> open(server::Store& store, const Options& options) {
  PLUMB_TRY_ASSIGN(const auto rules, store.records().rules(kAuthority));
  for (const auto& role : options.roles)
    if (rules == nullptr || rules->find_role(role) == nullptr)
      return base::fail(base::ErrorKind::InvalidInput, "accounts.bad_field", {{"field", "roles"}});
  PLUMB_TRY_ASSIGN(const auto tree, store.projection().tree(kAuthority));
  if (!options.unit.empty() && tree->find(options.unit) == nullptr)
    return base::fail(base::ErrorKind::InvalidInput, "accounts.bad_field", {{"field", "unit"}});
  PLUMB_TRY_ASSIGN(const auto opened,
                   store.accounts().open_account(by_console(), {.user_name = options.user_name,
                                                                .name = options.name,
                                                                .unit = options.unit,
                                                                .roles = options.roles}));
  return with_code(opened);
}

int run(const Options& options, Command command) {
  const auto store = server::Store::open(options.database);
  if (!store) return report(store.error(), options.database);
  const auto out = command(**store, options);
  if (!out) return report(out.error(), options.user_name);
  return print(*out) ? kDone : kFailed;
}

} // namespace

void add_account(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* group = app.add_subcommand("account", "Accounts, on the database itself");
  group->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, Command command) {
    auto* one = group->add_subcommand(name, what);
    add_database(*one, options->database);
    one->callback([options, command, &exit_code] { exit_code = run(*options, command); });
    return one;
  };
  add("list", "Print every account, one JSON object a line", list);
  add("code", "Print a new one-time code for somebody who cannot sign in", code)
      ->add_option("user", options->user_name, "User name")
      ->required();
  auto* opening = add("open", "Open an account and print its one-time code", open);
  opening->add_option("user", options->user_name, "User name")->required();
  opening->add_option("--name", options->name, "The person's name")->required();
  opening->add_option("--unit", options->unit, "Unit id");
  opening->add_option("--role", options->roles, "Role of the rules in use")->required();
}

} // namespace plumb::app
