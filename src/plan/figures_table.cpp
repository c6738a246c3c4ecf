// SPDX-License-Identifier: Apache-2.0
#include "figures_table.hpp"

#include "figures_number.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>

namespace plumb::plan::figures {

namespace {

using View = std::string_view;

/// A digit at the start and at most a short unit after the number.
bool is_number(View text) {
  text = base::trim(text);
  std::size_t at = 0;
  while (at < text.size() &&
         ((text[at] >= '0' && text[at] <= '9') || text[at] == '.' || text[at] == ','))
    ++at;
  return at > 0 && text.size() - at <= 12;
}

bool holds_any(View text, std::initializer_list<View> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](View word) { return text.find(word) != View::npos; });
}

/// The unit in 受理数量（件） or 金额(万元) where it needs no multiplier.
std::string unit_in(View heading) {
  for (const View open : {View("（"), View("(")}) {
    const std::size_t from = heading.rfind(open);
    if (from == View::npos) continue;
    const View rest = heading.substr(from + open.size());
    for (const View close : {View("）"), View(")")})
      if (const std::size_t until = rest.find(close); until != View::npos) {
        View unit = base::trim(rest.substr(0, until));
        if (unit.starts_with("单位：")) unit.remove_prefix(View("单位：").size());
        if (is_unit(unit)) return std::string(unit);
      }
  }
  return {};
}

View bare_heading(View heading) {
  for (const View open : {View("（"), View("(")})
    if (const std::size_t at = heading.find(open); at != View::npos && at > 0)
      heading = heading.substr(0, at);
  return base::trim(heading);
}

void read_table(const text::Text& text, const text::Table& table, std::vector<CellContext>& out) {
  std::vector<View> headings(table.columns);
  const text::Cell* label = nullptr;
  std::string row_unit;
  std::uint32_t row = 0;
  for (const text::Cell& cell : table.cells) {
    const View words = base::trim(cell.span.of(text.text));
    if (cell.row == 0) {
      const std::uint32_t until =
          std::min<std::uint32_t>(table.columns, cell.column + std::max(1U, cell.column_span));
      for (std::uint32_t column = cell.column; column < until; ++column)
        headings[column] = words;
      continue;
    }
    if (cell.row != row) {
      row = cell.row;
      row_unit.clear();
      // A label that spans several rows still holds.
      if (label != nullptr && label->row + std::max(1U, label->row_span) <= row) label = nullptr;
    }
    const View heading = cell.column < table.columns ? headings[cell.column] : View();
    if (is_unit(words)) row_unit = words;
    if (!is_number(words)) {
      if (!words.empty() && !is_unit(words) && words.size() <= 120) label = &cell;
      continue;
    }
    if (label == nullptr ||
        holds_any(heading, {"序号", "编号", "年份", "日期", "时间", "电话", "代码"}))
      continue;
    CellContext context{cell.span, true, std::string(base::trim(label->span.of(text.text))), {}};
    const View extra = bare_heading(heading);
    if (!extra.empty() && !holds_any(extra, {"数量", "数值", "数据", "指标", "完成情况", "合计"}))
      context.name += std::string(extra);
    context.unit = unit_in(heading);
    if (context.unit.empty()) context.unit = unit_in(label->span.of(text.text));
    if (context.unit.empty()) context.unit = row_unit;
    out.push_back(std::move(context));
  }
}

} // namespace

std::vector<CellContext> cell_contexts(const text::Text& text) {
  std::vector<CellContext> out;
  for (const text::Table& table : text.tables)
    // A table of the web page may be huge; a heading per column must stay affordable.
    if (table.columns <= 4096) read_table(text, table, out);
  std::sort(out.begin(), out.end(),
            [](const CellContext& a, const CellContext& b) { return a.span < b.span; });
  return out;
}

} // namespace plumb::plan::figures
