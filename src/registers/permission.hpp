// SPDX-License-Identifier: Apache-2.0
// Who may take a step: the roles that it names, and whose records each of them reaches.
#pragma once

#include <plumb/registers/registers.hpp>

namespace plumb::registers {

/// Whether a role that the actor has reaches the record for this step. `record` null: it opens one.
[[nodiscard]] bool reaches(const pack::Rulebook& rules, const pack::Register& declared,
                           const pack::Step& step, const Record* record, const Actor& actor,
                           std::string_view role);
/// The units of Step::acts, or the parties where it names none; ascending, each once.
[[nodiscard]] std::vector<std::string> acting_units(const pack::Register& declared,
                                                    const pack::Step& step, const Record& record);

} // namespace plumb::registers
