// SPDX-License-Identifier: Apache-2.0
#include "xlsx_sheet.hpp"

#include "faults.hpp"
#include "xlsx_format.hpp"
#include "xml.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <optional>

namespace plumb::document {
namespace {

constexpr std::uint32_t kRowsMax = 1'048'576;
constexpr std::uint32_t kColumnsMax = 16'384;

struct Place {
  std::uint32_t row = 0;
  std::uint32_t column = 0;
};

/// "AB12" → row 11, column 27.
std::optional<Place> parse_place(std::string_view reference) {
  std::uint64_t column = 0;
  std::uint64_t row = 0;
  std::size_t at = 0;
  for (; at < reference.size() && at < 4; ++at) {
    const char c = reference[at];
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    if (upper < 'A' || upper > 'Z') break;
    column = column * 26 + static_cast<std::uint64_t>(upper - 'A' + 1);
  }
  const auto letters = at;
  for (; at < reference.size() && row <= kRowsMax; ++at) {
    if (reference[at] < '0' || reference[at] > '9') return std::nullopt;
    row = row * 10 + static_cast<std::uint64_t>(reference[at] - '0');
  }
  if (letters == 0 || column > kColumnsMax || row == 0 || row > kRowsMax) return std::nullopt;
  return Place{static_cast<std::uint32_t>(row - 1), static_cast<std::uint32_t>(column - 1)};
}

/// "_x000D_" stands for a character that XML cannot carry.
std::string unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto hex = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    int code = -1;
    if (text[at] == '_' && at + 6 < text.size() && text[at + 1] == 'x' && text[at + 6] == '_') {
      code = 0;
      for (std::size_t i = at + 2; i < at + 6 && code >= 0; ++i)
        code = hex(text[i]) < 0 ? -1 : code * 16 + hex(text[i]);
    }
    if (code < 0 || (code >= 0xD800 && code <= 0xDFFF)) {
      out += text[at];
      continue;
    }
    // A carriage return only accompanies the line feed behind it.
    if (code != '\r' && code != 0) base::append_utf8(out, static_cast<char32_t>(code));
    at += 6;
  }
  return out;
}

std::string clean(std::string_view text) {
  std::string out;
  for (const char c : base::trim(text))
    if (c != '\r') out += c;
  return out;
}

struct Value {
  Place place;
  std::string text;
};

struct Merge {
  Place from;
  Place until; ///< one past the last
};

class SheetReader {
public:
  SheetReader(const Workbook& book, const Limits& limits, SheetTotals& totals)
      : book_(book), limits_(limits), totals_(totals) {}

  base::Result<Table> read(pugi::xml_node root, std::string_view name) {
    for (const auto row : child(root, "sheetData").children())
      if (local_name(row) == "row") PLUMB_TRY(read_row(row, name));
    if (broken_) return damaged(name);
    read_merges(child(root, "mergeCells"));
    return to_table(name);
  }

private:
  base::Result<void> read_row(pugi::xml_node row, std::string_view sheet) {
    const auto stated = attribute(row, "r");
    Place place{stated.empty() ? next_row_ : number_or(stated, 0, kRowsMax + 1) - 1, 0};
    if (place.row >= kRowsMax) return damaged(sheet);
    next_row_ = place.row + 1;
    for (const auto cell : row.children()) {
      if (local_name(cell) != "c") continue;
      if (const auto reference = attribute(cell, "r"); !reference.empty()) {
        const auto parsed = parse_place(reference);
        if (!parsed || parsed->row != place.row) return damaged(sheet);
        place = *parsed;
      }
      if (place.column >= kColumnsMax) return damaged(sheet);
      auto text = clean(cell_text(cell));
      if (!text.empty()) {
        if (values_.size() >= limits_.table_cells) return too_many(sheet);
        values_.push_back({place, std::move(text)});
      }
      ++place.column;
    }
    return {};
  }

  std::string cell_text(pugi::xml_node cell) {
    const auto type = attribute(cell, "t");
    if (type == "inlineStr") return rich_text(child(cell, "is"));
    const auto value = child(cell, "v");
    if (!value) {
      if (child(cell, "f")) ++totals_.formulas_without_value;
      return {};
    }
    const std::string_view raw = value.text().get();
    if (type == "s") {
      const auto index = number_or(raw, 0xFFFF'FFFF, 0xFFFF'FFFF);
      if (index < book_.strings.size()) return book_.strings[index];
      broken_ = true;
      return {};
    }
    if (type == "b") return raw == "1" || raw == "true" ? "TRUE" : "FALSE";
    if (type == "str") return unescape(raw);
    if (type == "e") return std::string(raw);
    if (type == "d") return std::string(raw);
    const auto style = number_or(attribute(cell, "s"), 0);
    const auto format =
        style < book_.formats.size() ? std::string_view(book_.formats[style]) : std::string_view{};
    return format_number(raw, format, book_.from_1904);
  }

  void read_merges(pugi::xml_node list) {
    for (const auto node : list.children()) {
      if (local_name(node) != "mergeCell") continue;
      const auto reference = attribute(node, "ref");
      const auto colon = reference.find(':');
      if (colon == std::string_view::npos) continue;
      const auto from = parse_place(reference.substr(0, colon));
      const auto last = parse_place(reference.substr(colon + 1));
      if (!from || !last || last->row < from->row || last->column < from->column) continue;
      merges_.push_back({*from, {last->row + 1, last->column + 1}});
    }
  }

  base::Unexpected<base::Error> too_many(std::string_view sheet) const {
    return too_many_cells(limits_.table_cells, std::string(sheet));
  }

  base::Result<Table> to_table(std::string_view name) {
    Table table;
    table.name = name;
    if (values_.empty()) return table;
    for (const auto& value : values_) {
      table.rows = std::max(table.rows, value.place.row + 1);
      table.columns = std::max(table.columns, value.place.column + 1);
    }
    const auto places = std::uint64_t{table.rows} * table.columns;
    totals_.cells += places;
    if (totals_.cells > limits_.table_cells) return too_many(name);
    if (!fill(table)) return damaged(name);
    return table;
  }

  /// A dense table, then the merges cut out of it. False where they overlap beyond all reason.
  bool fill(Table& table) {
    const auto index = [&](std::uint32_t row, std::uint32_t column) {
      return std::size_t{row} * table.columns + column;
    };
    table.cells.resize(std::size_t{table.rows} * table.columns);
    for (std::uint32_t row = 0; row < table.rows; ++row)
      for (std::uint32_t column = 0; column < table.columns; ++column) {
        auto& cell = table.cells[index(row, column)];
        cell.row = row;
        cell.column = column;
      }
    for (auto& value : values_)
      table.cells[index(value.place.row, value.place.column)].text = std::move(value.text);
    bool any_covered = false;
    std::uint64_t looked_at = 0;
    for (const auto& merge : merges_) {
      const auto row_until = std::min(merge.until.row, table.rows);
      const auto column_until = std::min(merge.until.column, table.columns);
      if (merge.from.row >= row_until || merge.from.column >= column_until) continue;
      looked_at += std::uint64_t{row_until - merge.from.row} * (column_until - merge.from.column);
      if (looked_at > 16 * table.cells.size() + 1'000'000) return false;
      if (overlaps(table, merge, row_until, column_until)) continue;
      for (auto row = merge.from.row; row < row_until; ++row)
        for (auto column = merge.from.column; column < column_until; ++column)
          table.cells[index(row, column)].row_span = 0;
      auto& first = table.cells[index(merge.from.row, merge.from.column)];
      first.row_span = row_until - merge.from.row;
      first.column_span = column_until - merge.from.column;
      any_covered = true;
    }
    if (any_covered)
      std::erase_if(table.cells, [](const Cell& cell) { return cell.row_span == 0; });
    return true;
  }

  /// Merges never overlap in a sound file; the first one wins in a broken one.
  static bool overlaps(const Table& table, const Merge& merge, std::uint32_t row_until,
                       std::uint32_t column_until) {
    for (auto row = merge.from.row; row < row_until; ++row)
      for (auto column = merge.from.column; column < column_until; ++column) {
        const auto& cell = table.cells[std::size_t{row} * table.columns + column];
        if (cell.row_span != 1 || cell.column_span != 1) return true;
      }
    return false;
  }

  const Workbook& book_;
  const Limits& limits_;
  SheetTotals& totals_;
  std::uint32_t next_row_ = 0;
  bool broken_ = false; ///< a cell names a shared string that is not there
  std::vector<Value> values_;
  std::vector<Merge> merges_;
};

void append_runs(pugi::xml_node node, std::string& out) {
  for (const auto below : node.children()) {
    const auto name = local_name(below);
    if (name == "t")
      out += below.text().get();
    else if (name == "r")
      append_runs(below, out);
  }
}

} // namespace

std::string rich_text(pugi::xml_node item) {
  std::string out;
  append_runs(item, out);
  return out.find("_x") == std::string::npos ? out : unescape(out);
}

base::Result<Table> read_sheet(pugi::xml_node root, std::string_view name, const Workbook& book,
                               const Limits& limits, SheetTotals& totals) {
  return SheetReader(book, limits, totals).read(root, name);
}

} // namespace plumb::document
