// SPDX-License-Identifier: Apache-2.0
/// A list of rows in one cell: one line a row, ｜ between its columns. A ｜ inside of a text stands
/// as \｜, a line break as \n, a backslash as \\.
#pragma once

#include "cells.hpp"

namespace plumb::exchange {

[[nodiscard]] ReadCell read_rows(const pack::Field& field, std::string_view text, Names& names);
[[nodiscard]] std::string write_rows(const pack::Field& field, const Json& value, Names& names);
[[nodiscard]] bool same_rows(const pack::Field& field, const Json& present, const Json& given);
/// A column that a sheet neither shows nor takes.
[[nodiscard]] bool is_file(const pack::Field& column);

} // namespace plumb::exchange
