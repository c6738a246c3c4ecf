// SPDX-License-Identifier: Apache-2.0
#include "plain_table.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::text {

namespace {

constexpr std::size_t kTabRowsMin = 3;

bool is_pipe_row(std::string_view line) {
  const std::string_view row = base::trim(line);
  return row.size() >= 3 && row.front() == '|' && row.back() == '|';
}

/// |---|:--:| between the head and the body.
bool is_rule(std::string_view line) {
  const std::string_view row = base::trim(line);
  return is_pipe_row(row) && row.find_first_not_of("|-:+= ") == std::string_view::npos &&
         row.find('-') != std::string_view::npos;
}

std::vector<std::string> pipe_cells(std::string_view line) {
  const std::string_view row = base::trim(line);
  std::vector<std::string> cells;
  std::string cell;
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i] == '\\' && i + 1 < row.size() && row[i + 1] == '|') {
      cell += '|';
      ++i;
    } else if (row[i] == '|') {
      cells.emplace_back(base::trim(cell));
      cell.clear();
    } else {
      cell += row[i];
    }
  }
  return cells;
}

std::size_t count_tabs(std::string_view line) {
  return static_cast<std::size_t>(std::count(line.begin(), line.end(), '\t'));
}

void add_row(document::Table& table, std::vector<std::string> cells) {
  table.columns = std::max(table.columns, static_cast<std::uint32_t>(cells.size()));
  std::uint32_t column = 0;
  for (std::string& cell : cells) {
    document::Cell made;
    made.text = std::move(cell);
    made.row = table.rows;
    made.column = column++;
    table.cells.push_back(std::move(made));
  }
  ++table.rows;
}

std::optional<PlainTable> pipe_table(const std::vector<std::string_view>& lines, std::size_t at) {
  PlainTable found;
  bool ruled = false;
  for (std::size_t i = at; i < lines.size(); ++i) {
    if (lines[i].empty() && found.lines > 0) continue; // pages put a blank line between rows
    if (!is_pipe_row(lines[i])) break;
    if (is_rule(lines[i]))
      ruled = true;
    else
      add_row(found.table, pipe_cells(lines[i]));
    found.lines = i + 1 - at;
  }
  if (found.table.rows == 0 || (found.table.rows < 2 && !ruled) || found.table.columns < 2)
    return std::nullopt;
  return found;
}

std::optional<PlainTable> tab_table(const std::vector<std::string_view>& lines, std::size_t at) {
  // Tabs in front only indent.
  const auto tabs = [&](std::size_t i) {
    return lines[i].front() == '\t' ? 0 : count_tabs(lines[i]);
  };
  if (lines[at].empty()) return std::nullopt;
  const std::size_t wanted = tabs(at);
  if (wanted == 0) return std::nullopt;
  PlainTable found;
  while (at + found.lines < lines.size() && !lines[at + found.lines].empty() &&
         count_tabs(lines[at + found.lines]) == wanted)
    ++found.lines;
  if (found.lines < kTabRowsMin) return std::nullopt;
  for (std::size_t i = at; i < at + found.lines; ++i) {
    std::vector<std::string> cells(1);
    for (const char c : lines[i]) {
      if (c == '\t')
        cells.emplace_back();
      else
        cells.back() += c;
    }
    for (std::string& cell : cells)
      cell = std::string(base::trim(cell));
    add_row(found.table, std::move(cells));
  }
  return found;
}

} // namespace

std::optional<PlainTable> plain_table(const std::vector<std::string_view>& lines, std::size_t at) {
  if (auto found = pipe_table(lines, at)) return found;
  return tab_table(lines, at);
}

} // namespace plumb::text
