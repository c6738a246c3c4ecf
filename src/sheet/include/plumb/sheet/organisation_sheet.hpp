// SPDX-License-Identifier: Apache-2.0
/// The organisation tree as a spreadsheet: one unit a row, columns 编号, 上级编号, 名称, 类别,
/// 别名, 启用日期, 停用日期, 承接单位, 行政执法, 曾用名 (name@from~until; …).
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/organisation/organisation.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::sheet {

/// All rows or none. Besides document::read's: sheet.no_unit_header, sheet.bad_cells with one
/// argument a fault ("C7", "unknown_kind 党群").
[[nodiscard]] base::Result<std::vector<organisation::Unit>> read_units(std::string_view bytes,
                                                                       std::string_view name);
[[nodiscard]] base::Result<std::string> units_to_xlsx(const std::vector<organisation::Unit>& units);
[[nodiscard]] std::string units_to_csv(const std::vector<organisation::Unit>& units);

} // namespace plumb::sheet
