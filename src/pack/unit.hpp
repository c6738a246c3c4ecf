// SPDX-License-Identifier: Apache-2.0
/// The units of parameters: which kind of value each takes, and which of two values is stricter.
#pragma once

#include <plumb/pack/pack.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::pack {

enum class UnitKind { Period, Hours, Number, Flag, AnnualDate, CivilDate, Text };

[[nodiscard]] std::optional<UnitKind> unit_kind(std::string_view unit);
[[nodiscard]] std::vector<std::string_view> unit_names();
/// What value the unit and the operator want instead; empty where it fits.
[[nodiscard]] std::string misfit(const DatedValue& value, Operator op);

enum class Strictness { Stricter, Equal, Looser, Unknown };
/// How `lower` stands to `upper`. Both must fit their operators; `Unknown` where units cannot be
/// compared safely on every day.
[[nodiscard]] Strictness compare(Operator upper_op, const DatedValue& upper, Operator lower_op,
                                 const DatedValue& lower);

} // namespace plumb::pack
