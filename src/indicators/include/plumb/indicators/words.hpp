// SPDX-License-Identifier: Apache-2.0
/// Numbers as people print them: 93.33%, 12件, 不适用, 未录入. Pure.
#pragma once

#include <plumb/indicators/indicators.hpp>

#include <string>
#include <string_view>

namespace plumb::indicators {

/// What stands behind a number of that unit: %, 件, 人, 元, 天, 个工作日; a unit that packs made up
/// stands as it is, `count` and none are empty.
[[nodiscard]] std::string unit_word(std::string_view unit);
/// A number with its unit: 93.33%, 12件, 0.5天.
[[nodiscard]] std::string with_unit(base::Decimal value, std::string_view unit);
/// As printed: the value with its unit, 不适用 where there is nothing to divide by, 未录入 where
/// nobody has entered it.
[[nodiscard]] std::string text_of(const pack::Indicator& indicator, const Value& value);
/// 四舍五入保留两位, 四舍五入取整
[[nodiscard]] std::string in_words(pack::Rounding rounding, int scale);
/// 不低于, 不高于, 等于
[[nodiscard]] std::string_view in_words(pack::Comparison comparison);
/// How a value came about: 14 ÷ 15 × 100 = 93.333…，四舍五入保留两位为 93.33
[[nodiscard]] std::string arithmetic(const pack::Indicator& indicator, const Value& value);

} // namespace plumb::indicators
