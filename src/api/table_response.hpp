// SPDX-License-Identifier: Apache-2.0
/// A table that somebody takes away: as a workbook or as CSV that Excel opens by double click.
#pragma once

#include "route.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace plumb::api {

enum class TableFormat { Xlsx, Csv };
/// The parameter `format`, xlsx where it is absent. api.bad_parameter.
[[nodiscard]] base::Result<TableFormat> table_format(const Call& call);
/// `rows`: header first. Columns of nothing but numbers are numbers in the workbook too. `name`:
/// what people call it, without an ending.
[[nodiscard]] base::Result<Response>
table_response(const std::vector<std::vector<std::string>>& rows, std::string_view name,
               TableFormat format);

} // namespace plumb::api
