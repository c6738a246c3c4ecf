// SPDX-License-Identifier: Apache-2.0
#include "rows.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::exchange {
namespace {

using pack::FieldType;
using View = std::string_view;

constexpr View kBetween = "｜";

std::string escaped(View text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with(kBetween)) {
      out += '\\';
      out += kBetween;
      at += kBetween.size() - 1;
    } else if (text[at] == '\n') {
      out += "\\n";
    } else {
      if (text[at] == '\\') out += '\\';
      out += text[at];
    }
  }
  return out;
}

std::vector<std::string> split_row(View line) {
  std::vector<std::string> out(1);
  for (std::size_t at = 0; at < line.size(); ++at) {
    const auto rest = line.substr(at);
    if (rest.starts_with(kBetween)) {
      out.emplace_back();
      at += kBetween.size() - 1;
    } else if (rest.size() > 1 && rest[0] == '\\') {
      if (rest[1] == 'n')
        out.back() += '\n';
      else if (rest.substr(1).starts_with(kBetween))
        out.back() += kBetween;
      else
        out.back() += rest[1];
      at += rest.substr(1).starts_with(kBetween) ? kBetween.size() : 1;
    } else {
      out.back() += line[at];
    }
  }
  return out;
}

/// What a sheet shows of a row: neither files nor personal data, and nothing that is empty.
Json shown(const pack::Field& field, const Json& row) {
  Json::Object out;
  for (const auto& column : field.columns) {
    if (is_file(column) || column.personal) continue;
    const Json& value = row[column.id];
    const bool empty = value.is_null() ||
                       (value.string() != nullptr && as_kept(value.text()).empty()) ||
                       (value.array() != nullptr && value.items().empty());
    if (!empty) out.emplace(column.id, value);
  }
  return Json(std::move(out));
}

bool same_row(const pack::Field& field, const Json& present, const Json& given) {
  const Json a = shown(field, present), b = shown(field, given);
  return std::ranges::all_of(field.columns, [&](const pack::Field& column) {
    return same_value(column, a[column.id], b[column.id]);
  });
}

} // namespace

bool is_file(const pack::Field& column) {
  return column.type == FieldType::File || column.type == FieldType::Files;
}

ReadCell read_rows(const pack::Field& field, View text, Names& names) {
  Json::Array rows;
  int line_number = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = base::trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    ++line_number;
    const std::string place = "第" + std::to_string(line_number) + "行";
    const auto cells = split_row(line);
    if (cells.size() > field.columns.size()) return {{}, "rows", place + "：列数过多"};
    Json::Object row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto& column = field.columns[i];
      const std::string cell(base::trim(cells[i]));
      if (cell.empty() || is_file(column)) continue;
      auto read = read_cell(column, cell, names);
      if (!read.fault.empty())
        return {{}, std::move(read.fault), place + column.title + "：" + read.detail};
      row.emplace(column.id, std::move(read.value));
    }
    rows.emplace_back(std::move(row));
  }
  return {Json(std::move(rows))};
}

std::string write_rows(const pack::Field& field, const Json& value, Names& names) {
  std::string out;
  for (const auto& row : value.items()) {
    std::string line;
    for (std::size_t i = 0; i < field.columns.size(); ++i) {
      const auto& column = field.columns[i];
      if (i > 0) line += kBetween;
      if (!is_file(column) && !column.personal)
        line += escaped(write_cell(column, row[column.id], names));
    }
    if (!out.empty()) out += '\n';
    out += line;
  }
  return out;
}

bool same_rows(const pack::Field& field, const Json& present, const Json& given) {
  // A row with nothing that can be shown leaves no line behind.
  const auto visible = [&](const Json& value) {
    std::vector<const Json*> out;
    for (const auto& row : value.items())
      if (field.columns.size() > 1 || !shown(field, row).object()->empty()) out.push_back(&row);
    return out;
  };
  const auto a = visible(present), b = visible(given);
  return std::ranges::equal(
      a, b, [&](const Json* one, const Json* other) { return same_row(field, *one, *other); });
}

bool holds_hidden(const pack::Field& field, const Json& present) {
  if (field.type != FieldType::Rows) return false;
  return std::ranges::any_of(present.items(), [&](const Json& row) {
    return std::ranges::any_of(field.columns, [&](const pack::Field& column) {
      return (is_file(column) || column.personal) && !row[column.id].is_null();
    });
  });
}

} // namespace plumb::exchange
