// SPDX-License-Identifier: Apache-2.0
#include "compose.hpp"

#include <plumb/sheet/book.hpp>

namespace plumb::report {
namespace {

sheet::BookSheet figures_sheet(const Content& content) {
  sheet::BookSheet out{.name = "数据",
                       .columns = {{.heading = "引用", .width = 32},
                                   {.heading = "指标", .width = 32},
                                   {.heading = "写法", .width = 16},
                                   {.heading = "值", .width = 12},
                                   {.heading = "分子", .width = 12},
                                   {.heading = "分母", .width = 12},
                                   {.heading = "期间", .width = 12},
                                   {.heading = "单位", .width = 16},
                                   {.heading = "截止日", .width = 12}},
                       .rows = {}};
  for (const auto& [key, figure] : content.figures) {
    const auto& value = figure.value;
    const auto decimal = [](const std::optional<base::Decimal>& number) {
      return number ? base::to_string(*number) : std::string();
    };
    const bool entered = value.standing != indicators::Standing::NotEntered;
    const auto title = content.titles.find(figure.name.indicator);
    const auto period = period_of(figure.name, content.year);
    out.rows.push_back({key, title == content.titles.end() ? figure.name.indicator : title->second,
                        figure.text, decimal(value.value),
                        entered ? base::to_string(value.numerator) : std::string(),
                        decimal(value.denominator), indicators::name_of(period),
                        figure.name.unit.empty() ? content.unit : figure.name.unit,
                        base::to_string(std::min(period.until, content.as_of))});
  }
  return out;
}

sheet::BookSheet annex_sheet(const Annex& annex) {
  constexpr int kCharactersPerWidth = 3;
  sheet::BookSheet out{.name = annex.title, .columns = {}, .rows = annex.table.rows};
  for (std::size_t i = 0; i < annex.table.header.size(); ++i)
    out.columns.push_back({.heading = annex.table.header[i],
                           .width = i < annex.table.widths.size()
                                        ? annex.table.widths[i] * kCharactersPerWidth
                                        : 16});
  return out;
}

} // namespace

base::Result<std::string> workbook_of(const Content& content) {
  std::vector<sheet::BookSheet> sheets = {figures_sheet(content)};
  for (const auto& annex : content.annexes)
    sheets.push_back(annex_sheet(annex));
  return sheet::book(sheets, content.signed_on.value_or(content.as_of));
}

} // namespace plumb::report
