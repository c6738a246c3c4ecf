// SPDX-License-Identifier: Apache-2.0
/// Figures of a report: every number that says something about the year (P9), with its name, value
/// in base units and place. Dates, document numbers, article numbers and list numbers are no
/// figures.
#pragma once

#include <plumb/base/decimal.hpp>
#include <plumb/base/span.hpp>
#include <plumb/text/text.hpp>

#include <string>
#include <vector>

namespace plumb::plan {

struct Figure {
  std::string name;         ///< what is counted, in the report's words: 法律援助案件
  base::Decimal value;      ///< in base units: 万元 → 元, 亿 → 1e8
  std::string unit;         ///< 元, 件, 人, %, 次 … as written, after the multiplier
  std::string text;         ///< the clause it stands in
  base::Span span;          ///< of the number with its unit
  bool approximate = false; ///< 余, 近, 约, 多
};

[[nodiscard]] std::vector<Figure> read_figures(const text::Text& text);
/// `[{name, value, unit, text, span, approximate}]`, spans in code points.
[[nodiscard]] std::string to_json(const std::vector<Figure>& figures, const text::Text& text);

} // namespace plumb::plan
