// SPDX-License-Identifier: Apache-2.0
/// One cell of a sheet ↔ the value of a field, in the ways that people write them. What write_cell
/// writes, read_cell reads back as an equal value.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/event/json.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/pack/pack.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::exchange {

using event::Json;

/// Full-width letters, digits and signs as their ASCII ones, without any blank.
[[nodiscard]] std::string plain(std::string_view text);
/// As a cell keeps a text: one kind of line end, no control characters, no blanks at the ends.
[[nodiscard]] std::string as_kept(std::string_view text);

/// Units by their names of today; every name is looked up once.
class Names {
public:
  explicit Names(const organisation::Tree& tree) : tree_(tree) {}
  /// The name, or the id where the name would be read as something else.
  [[nodiscard]] const std::string& of(const std::string& unit_id);
  /// One unit or the members of a group; empty: unknown.
  [[nodiscard]] const std::vector<std::string>& units(std::string_view written);
  /// Names that are like it, 、 between them.
  [[nodiscard]] std::string similar(std::string_view written) const;

private:
  const organisation::Tree& tree_;
  std::map<std::string, std::string, std::less<>> names_;
  std::map<std::string, std::vector<std::string>, std::less<>> units_;
};

/// 2026-03-01, 2026/3/1, 2026.3.1, 20260301, 2026年3月1日, 二〇二六年三月一日, a day's number as
/// spreadsheets count (46082); a time of day behind it is left out.
[[nodiscard]] std::optional<base::Date> read_date(std::string_view text);
/// 是 否 √ × 1 0 …
[[nodiscard]] std::optional<bool> read_flag(std::string_view text);

struct ReadCell {
  Json value;
  std::string fault = {}; ///< empty: the value is good
  std::string detail = {};
};
/// `text` must not be empty. Faults: those of registers::fault_of, and date, flag, number, choice,
/// unit, rows.
[[nodiscard]] ReadCell read_cell(const pack::Field& field, std::string_view text, Names& names);
/// Files by their names (they are not read back); of rows, columns with files or personal data stay
/// empty.
[[nodiscard]] std::string write_cell(const pack::Field& field, const Json& value, Names& names);

/// Whether a value of a sheet says the same as what a record has. Of rows only the columns that a
/// sheet can show are compared.
[[nodiscard]] bool same_value(const pack::Field& field, const Json& present, const Json& given);
/// Rows with something in a column that a sheet does not show: they cannot be replaced from one.
[[nodiscard]] bool holds_hidden(const pack::Field& field, const Json& present);

} // namespace plumb::exchange
