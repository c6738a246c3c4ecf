// SPDX-License-Identifier: Apache-2.0
// The board, or one indicator by unit, as rows of a spreadsheet.
#include "answers.hpp"
#include "plumb/indicators/words.hpp"

namespace plumb::indicators {
namespace {

using View = std::string_view;
using Row = std::vector<std::string>;

std::string text(const std::optional<base::Decimal>& value) {
  return value ? base::to_string(*value) : std::string();
}

View in_words(Light light) {
  switch (light) {
  case Light::Green:
    return "达标";
  case Light::Yellow:
    return "未达标，还有时间";
  case Light::Red:
    return "未达标";
  case Light::Grey:
    return "无";
  }
  return {};
}

std::string targets_in_words(const BoardRow& row) {
  std::string out;
  for (const auto& target : row.targets) {
    if (!out.empty()) out += "；";
    out += std::string(indicators::in_words(target.comparison)) +
           with_unit(target.value, row.indicator->unit);
    if (!target.words.empty()) out += "（" + target.words + "）";
  }
  return out;
}

std::string gaps_in_words(const BoardRow& row) {
  std::string out;
  for (const auto& target : row.targets) {
    if (!out.empty()) out += "；";
    out += text(gap_of(row.now.value, target));
  }
  return out;
}

/// The value, or why there is none, so that no cell is empty without a word.
std::string value_text(const pack::Indicator& indicator, const Value& value) {
  return value.value ? base::to_string(*value.value) : text_of(indicator, value);
}

std::vector<Row> board_rows(const std::vector<BoardRow>& rows, const Answers& answers) {
  std::vector<Row> out{{"领域", "指标", "期间", "数值", "计量单位", "分子", "分母", "上期", "目标",
                        "差距", "达标情况", "往年报告数"}};
  for (const auto& row : rows) {
    const auto& indicator = *row.indicator;
    const Value& value = row.now.value;
    const Json json = answers.row_json(row);
    out.push_back({indicator.area, indicator.title, name_of(row.now.period),
                   value_text(indicator, value), unit_word(indicator.unit),
                   value.standing == Standing::NotEntered ? "" : base::to_string(value.numerator),
                   text(value.denominator), value_text(indicator, row.before.value),
                   targets_in_words(row), gaps_in_words(row), std::string(in_words(row.light)),
                   json["reported"]["text"].text()});
  }
  return out;
}

std::vector<Row> unit_rows(const Question& question, const Answers& answers, const BoardRow& row,
                           const std::map<std::string, Value>& values) {
  std::vector<Row> out{{"单位", "期间", "数值", "计量单位", "分子", "分母", "达标情况"}};
  for (const auto& id : in_tree_order(question.tree, question.on, values)) {
    const Value& value = values.at(id);
    const Light light =
        answers.light_of_unit(*row.indicator, {row.now.period, value, row.now.as_of}, id);
    out.push_back({unit_name(question.tree, id, question.on), name_of(row.now.period),
                   value_text(*row.indicator, value), unit_word(row.indicator->unit),
                   base::to_string(value.numerator), text(value.denominator),
                   std::string(in_words(light))});
  }
  return out;
}

} // namespace

Result<std::vector<std::vector<std::string>>> Indicators::table(View authority_id,
                                                                const organisation::Tree& tree,
                                                                View indicator_id,
                                                                const Asked& asked) const {
  PLUMB_TRY_ASSIGN(const auto question, question_of(*state_, authority_id, tree, asked));
  PLUMB_TRY_ASSIGN(const auto answers, Answers::read(question, indicator_id));
  if (indicator_id.empty()) {
    PLUMB_TRY_ASSIGN(const auto rows, answers.rows(all_indicators(*question.book)));
    return board_rows(rows, answers);
  }
  PLUMB_TRY_ASSIGN(const auto* indicator, find_indicator(*question.book, indicator_id));
  const pack::Indicator* const one[] = {indicator};
  PLUMB_TRY_ASSIGN(const auto rows, answers.rows(one));
  PLUMB_TRY_ASSIGN(const auto values,
                   values_by_unit_of(question, one, std::span(&rows.front().now.period, 1)));
  return unit_rows(question, answers, rows.front(), values.front());
}

} // namespace plumb::indicators
