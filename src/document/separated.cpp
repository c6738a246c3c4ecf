// SPDX-License-Identifier: Apache-2.0
#include "separated.hpp"

#include "blocks.hpp"
#include "faults.hpp"
#include "readers.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>

namespace plumb::document {
namespace {

bool at_line_end(std::string_view rest) {
  return rest.empty() || rest.front() == '\n' || rest.front() == '\r';
}

void drop_line_end(std::string_view& rest) {
  if (rest.starts_with("\r\n"))
    rest.remove_prefix(2);
  else if (!rest.empty())
    rest.remove_prefix(1);
}

/// A quoted cell at the start of a text.
struct Quoted {
  bool closed = false;
  bool needed = false; ///< contains something that cannot stand unquoted
  std::string text;
  std::size_t size = 0;
};

Quoted read_quoted(std::string_view rest, char separator) {
  Quoted out;
  for (std::size_t at = 1; at < rest.size(); ++at) {
    const char c = rest[at];
    if (c == '"' && at + 1 < rest.size() && rest[at + 1] == '"') {
      out.needed = true;
      ++at;
    } else if (c == '"') {
      out.closed = true;
      out.size = at + 1;
      return out;
    }
    if (c == '\n' || c == '\r' || c == separator) out.needed = true;
    out.text += c;
  }
  return out;
}

std::string take_plain(std::string_view& rest, char separator) {
  std::size_t at = 0;
  while (at < rest.size() && rest[at] != separator && rest[at] != '\n' && rest[at] != '\r')
    ++at;
  std::string text(rest.substr(0, at));
  rest.remove_prefix(at);
  return text;
}

std::string take_cell(std::string_view& rest, char separator) {
  if (!rest.starts_with('"')) return take_plain(rest, separator);
  auto quoted = read_quoted(rest, separator);
  if (!quoted.closed) return take_plain(rest, separator);
  rest.remove_prefix(quoted.size);
  return quoted.text + take_plain(rest, separator);
}

std::string take_pasted_cell(std::string_view& rest) {
  if (!rest.starts_with('"')) return take_plain(rest, '\t');
  auto quoted = read_quoted(rest, '\t');
  if (!quoted.closed || !quoted.needed) return take_plain(rest, '\t');
  const auto behind = rest.substr(quoted.size);
  if (!at_line_end(behind) && behind.front() != '\t') return take_plain(rest, '\t');
  rest = behind;
  return std::move(quoted.text);
}

/// Line breaks of a cell as '\n', without empty lines at its ends.
std::string clean_cell(std::string_view text) {
  std::string out;
  const auto kept = base::trim(text);
  for (std::size_t at = 0; at < kept.size(); ++at) {
    if (kept[at] != '\r')
      out += kept[at];
    else if (at + 1 < kept.size() && kept[at + 1] != '\n')
      out += '\n';
  }
  return out;
}

char separator_of(std::string_view utf8) {
  static constexpr std::array kSeparators = {',', '\t', ';'};
  char best = ',';
  std::size_t most = 0;
  for (const char separator : kSeparators) {
    auto rest = utf8;
    const auto columns = take_record(rest, separator).size();
    if (columns > most) {
      most = columns;
      best = separator;
    }
  }
  return best;
}

} // namespace

Record take_record(std::string_view& rest, char separator) {
  Record out;
  for (;;) {
    out.push_back(take_cell(rest, separator));
    if (at_line_end(rest)) break;
    rest.remove_prefix(1);
  }
  drop_line_end(rest);
  return out;
}

Record take_pasted_row(std::string_view& rest) {
  Record out;
  for (;;) {
    out.push_back(take_pasted_cell(rest));
    if (at_line_end(rest)) break;
    rest.remove_prefix(1);
  }
  drop_line_end(rest);
  return out;
}

Table to_table(std::vector<Record> records) {
  Table table;
  table.rows = static_cast<std::uint32_t>(records.size());
  for (const auto& record : records)
    table.columns = std::max(table.columns, static_cast<std::uint32_t>(record.size()));
  table.cells.reserve(std::size_t{table.rows} * table.columns);
  for (std::uint32_t row = 0; row < table.rows; ++row)
    for (std::uint32_t column = 0; column < table.columns; ++column)
      table.cells.push_back(
          {column < records[row].size() ? clean_cell(records[row][column]) : std::string{}, row,
           column, 1, 1});
  return table;
}

base::Result<Document> read_separated(std::string_view utf8, const Limits& limits) {
  const char separator = separator_of(utf8);
  std::vector<Record> records;
  std::uint64_t columns = 0;
  for (auto rest = utf8; !rest.empty();) {
    records.push_back(take_record(rest, separator));
    columns = std::max<std::uint64_t>(columns, records.back().size());
    if (columns * records.size() > limits.table_cells) return too_many_cells(limits.table_cells);
  }
  const auto is_empty = [](const Record& record) {
    return std::all_of(record.begin(), record.end(),
                       [](const std::string& cell) { return base::trim(cell).empty(); });
  };
  while (!records.empty() && is_empty(records.back()))
    records.pop_back();
  if (columns < 2) return read_text(utf8);
  Document out;
  out.format = Format::Text;
  out.encoding = "UTF-8";
  out.blocks.push_back(table_block(to_table(std::move(records))));
  return out;
}

} // namespace plumb::document
