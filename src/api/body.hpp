// SPDX-License-Identifier: Apache-2.0
/// Strict readers of the members of a JSON body: api.bad_field{field,expected}. Unknown members
/// were refused before the handler (Route::members).
#pragma once

#include "route.hpp"

#include <plumb/event/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::api {

class Body {
public:
  [[nodiscard]] static base::Result<Body> of(const Call& call);

  [[nodiscard]] base::Result<std::int64_t> integer(std::string_view name, std::int64_t min,
                                                   std::int64_t max) const;
  /// The revision that the person saw.
  [[nodiscard]] base::Result<std::int64_t> revision() const;
  /// Absent or null: empty.
  [[nodiscard]] base::Result<std::string> text(std::string_view name, std::size_t bytes_max) const;
  [[nodiscard]] base::Result<std::string> required(std::string_view name,
                                                   std::size_t bytes_max) const;
  [[nodiscard]] base::Result<std::optional<base::Date>> day(std::string_view name) const;
  [[nodiscard]] base::Result<std::vector<std::string>> texts(std::string_view name,
                                                             std::size_t most) const;

private:
  explicit Body(event::Json json) : json_(std::move(json)) {}
  event::Json json_;
};

/// The record of the path is there for the person and of that register: records.unknown_record,
/// api.not_found{path}.
[[nodiscard]] base::Result<void> check_register(const Work& work, const Call& call,
                                                std::string_view register_id);

} // namespace plumb::api
