// SPDX-License-Identifier: Apache-2.0
/// What the handlers of sign-in and accounts share: strict bodies, and accounts as JSON.
#pragma once

#include "route.hpp"

#include <plumb/event/json.hpp>

#include <map>

namespace plumb::api {

/// Schema Account.
[[nodiscard]] event::Json account_json(const accounts::Account& account);

/// The members of a body that the route has checked to be an object. api.missing_field{field},
/// api.bad_field{field,expected}.
class Body {
public:
  [[nodiscard]] static base::Result<Body> read(const Call& call);
  [[nodiscard]] bool has(std::string_view name) const { return json_.has(name); }
  [[nodiscard]] base::Result<std::string> text(std::string_view name) const; ///< required
  [[nodiscard]] base::Result<std::string> text_or_empty(std::string_view name) const;
  [[nodiscard]] base::Result<bool> flag(std::string_view name) const;
  [[nodiscard]] base::Result<std::vector<std::string>> texts(std::string_view name) const;

private:
  event::Json json_;
};

} // namespace plumb::api
