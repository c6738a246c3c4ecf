// SPDX-License-Identifier: Apache-2.0
#include "table_response.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/sheet/table.hpp>

#include <algorithm>

namespace plumb::api {
namespace {

constexpr const char* kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr int kWidthMin = 10, kWidthMax = 40;

/// Digits after the point of a plain number; nullopt: it is none. A leading zero belongs to a code.
std::optional<int> digits_behind(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto is_digits = [](std::string_view part) {
    return !part.empty() && part.size() <= 15 &&
           std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  if (!is_digits(whole) || (whole.size() > 1 && whole.front() == '0')) return std::nullopt;
  if (point == std::string_view::npos) return 0;
  const auto rest = text.substr(point + 1);
  if (!is_digits(rest)) return std::nullopt;
  return static_cast<int>(rest.size());
}

sheet::TableColumn column_of(const std::vector<std::vector<std::string>>& rows, std::size_t at) {
  sheet::TableColumn out;
  out.heading = rows.front()[at];
  std::size_t longest = base::count_code_points(out.heading);
  bool numbers = true, any = false;
  int scale = 0;
  for (std::size_t row = 1; row < rows.size(); ++row) {
    if (at >= rows[row].size() || rows[row][at].empty()) continue;
    const auto& cell = rows[row][at];
    longest = std::max(longest, base::count_code_points(cell));
    const auto digits = digits_behind(cell);
    numbers = numbers && digits;
    scale = std::max(scale, digits.value_or(0));
    any = true;
  }
  if (numbers && any) {
    out.kind = sheet::TableColumn::Kind::Number;
    out.scale = scale;
  }
  out.width = std::clamp(static_cast<int>(longest) * 2, kWidthMin, kWidthMax);
  return out;
}

} // namespace

base::Result<TableFormat> table_format(const Call& call) {
  const auto format = call.parameter("format");
  if (format.empty() || format == "xlsx") return TableFormat::Xlsx;
  if (format == "csv") return TableFormat::Csv;
  return bad_parameter("format", "xlsx, csv");
}

base::Result<Response> table_response(const std::vector<std::vector<std::string>>& rows,
                                      std::string_view name, TableFormat format) {
  if (format == TableFormat::Csv) {
    Response response = download("text/csv; charset=utf-8", std::string(name) + ".csv");
    response.body = sheet::kByteOrderMark;
    for (const auto& row : rows)
      response.body += sheet::csv_row(row);
    return response;
  }
  std::vector<sheet::TableColumn> columns;
  for (std::size_t at = 0; !rows.empty() && at < rows.front().size(); ++at)
    columns.push_back(column_of(rows, at));
  PLUMB_TRY_ASSIGN(auto writer, sheet::TableWriter::create(name, std::move(columns), 0));
  for (std::size_t row = 1; row < rows.size(); ++row)
    writer.add(rows[row]);
  Response response = download(kXlsx, std::string(name) + ".xlsx");
  PLUMB_TRY_ASSIGN(response.body, writer.finish());
  return response;
}

} // namespace plumb::api
