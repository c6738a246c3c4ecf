// SPDX-License-Identifier: Apache-2.0
/// What an account may and sees by the rules in use and the organisation of today.
#pragma once

#include <plumb/accounts/accounts.hpp>
#include <plumb/api/service.hpp>
#include <plumb/pack/pack.hpp>
#include <plumb/records/records.hpp>
#include <plumb/registers/registers.hpp>

#include <algorithm>
#include <vector>

namespace plumb::api {

/// Who asks: nobody, or a person with what its roles allow under the rules in use.
struct Person {
  accounts::Account account = {}; ///< account_id empty: nobody is signed in
  std::vector<pack::Right> rights = {};
  registers::Actor actor = {};
  /// Sees nothing until somebody is known.
  records::Viewer viewer = {.all = false, .units = {}};
  [[nodiscard]] bool signed_in() const { return !account.account_id.empty(); }
  [[nodiscard]] bool may(pack::Right right) const {
    return std::find(rights.begin(), rights.end(), right) != rights.end();
  }
};

/// What an account may and sees by the rules in use today and the organisation of today. The
/// calendar of somebody who is not signed in is made with it too.
[[nodiscard]] base::Result<Person> person_of(const Parts& parts, accounts::Account account);

} // namespace plumb::api
