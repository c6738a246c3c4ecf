// SPDX-License-Identifier: Apache-2.0
/// A register as people in an office read it: Markdown in plain Chinese, with the article behind
/// each demand and the values in force on a day.
#pragma once

#include <plumb/pack/pack.hpp>

namespace plumb::pack {

[[nodiscard]] std::string explain_register(const Rulebook& rules, const Register& declared,
                                           Date day);

/// Who has a duty, how often, and until which day: 由政府工作部门承担，每月25日前…
[[nodiscard]] std::string duty_in_words(const Rulebook& rules, const Obligation& duty);

[[nodiscard]] std::string explain_measure(const Rulebook& rules, const Measure& measure);
[[nodiscard]] std::string explain_indicator(const Rulebook& rules, const Indicator& indicator,
                                            Date day);

} // namespace plumb::pack
