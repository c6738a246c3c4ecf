// SPDX-License-Identifier: Apache-2.0
// Fields that the program fills in when a step is taken: numbers without holes, lots drawn.
#pragma once

#include <plumb/registers/registers.hpp>

namespace plumb::registers {

/// Whether the step gives the field itself, so that its form does not ask for it.
[[nodiscard]] bool is_filled_by_program(const pack::Step& step, std::string_view field);

/// What `complete` looks at.
struct Completing {
  const pack::Register& declared;
  const pack::Step& step;
  const Record& before;
  Date on{};
  bool outside = false; ///< happened outside: what the form gives is kept as it is
  const Lookup& lookup;
};
/// Adds the fields to `given`, or tells why that cannot be: missing_field, bad_field{reason:
/// no_lookup, no_seed, too_small, candidates}.
[[nodiscard]] std::vector<Refusal> complete(const Completing& at, Json::Object& given);
/// Fields of this record that the program needs for that and that are not filled yet.
[[nodiscard]] std::vector<std::string> asked_by_program(const pack::Step& step, const Json& known);

} // namespace plumb::registers
