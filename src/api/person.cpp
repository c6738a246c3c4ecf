// SPDX-License-Identifier: Apache-2.0
// Who asks: the session behind a cookie, and what the rules and the organisation make of its
// account today.
#include "route.hpp"

#include <plumb/organisation/organisation.hpp>

#include <map>

namespace plumb::api {
namespace {

constexpr std::string_view kCookie = "plumbline_session=";

/// The unit and every one below it, ascending; those that have ended too, for what they left.
std::vector<std::string> subtree(const organisation::Tree& tree, const std::string& unit) {
  std::multimap<std::string_view, std::string_view> children;
  for (const auto& one : tree.units())
    if (!one.parent.empty()) children.emplace(one.parent, one.id);
  std::vector<std::string> out{unit};
  for (std::size_t at = 0; at < out.size(); ++at) {
    const std::string parent = out[at];
    const auto [first, last] = children.equal_range(parent);
    for (auto child = first; child != last; ++child)
      out.emplace_back(child->second);
  }
  std::ranges::sort(out);
  return out;
}

void add_role(Person& person, const pack::Role& role, bool& below) {
  for (const auto right : role.rights)
    if (!person.may(right)) person.rights.push_back(right);
  person.viewer.all = person.viewer.all || role.reach == pack::Reach::All;
  below = below || role.reach == pack::Reach::UnitAndBelow;
}

} // namespace

std::string_view session_token(const Request& request) {
  std::string_view cookies = request.header("cookie");
  while (!cookies.empty()) {
    const auto end = cookies.find(';');
    auto cookie = cookies.substr(0, end);
    cookies.remove_prefix(end == std::string_view::npos ? cookies.size() : end + 1);
    while (cookie.starts_with(' '))
      cookie.remove_prefix(1);
    if (cookie.starts_with(kCookie)) return cookie.substr(kCookie.size());
  }
  return {};
}

base::Result<Person> person_of(const Parts& parts, accounts::Account account) {
  Person person;
  PLUMB_TRY_ASSIGN(const auto rules, parts.records.rules(parts.authority_id));
  bool below = false, own = false;
  for (const auto& id : account.roles)
    if (const auto* role = rules == nullptr ? nullptr : rules->find_role(id)) {
      add_role(person, *role, below);
      own = own || role->reach == pack::Reach::Unit;
    }
  std::ranges::sort(person.rights);
  person.actor = {.id = account.account_id, .roles = account.roles, .unit = account.unit};
  if (below && !account.unit.empty()) {
    PLUMB_TRY_ASSIGN(const auto tree, parts.projection.tree(parts.authority_id));
    person.actor.units = subtree(*tree, account.unit);
  }
  if (!person.viewer.all && !account.unit.empty()) {
    if (below)
      person.viewer.units = person.actor.units;
    else if (own)
      person.viewer.units = {account.unit};
  }
  if (!person.viewer.all && (below || own))
    person.viewer.units.emplace(person.viewer.units.begin(), records::kEveryone);
  person.account = std::move(account);
  return person;
}

base::Result<Person> person_of(const Parts& parts, const Request& request) {
  const auto token = session_token(request);
  if (token.empty()) return Person{};
  auto account = parts.accounts.session(parts.authority_id, token);
  if (!account && account.error().id == "accounts.signed_out") return Person{};
  if (!account) return base::Unexpected{std::move(account).error()};
  return person_of(parts, *std::move(account));
}

} // namespace plumb::api
