// SPDX-License-Identifier: Apache-2.0
#include "columns.hpp"
#include "rows.hpp"

#include <plumb/base/check.hpp>
#include <plumb/base/utf8.hpp>
#include <plumb/registers/registers.hpp>

#include <cstddef>
#include <cstdint>

using namespace plumb;
using namespace plumb::exchange;

namespace {

pack::Register declared() {
  pack::Register out;
  for (int type = 0; type <= static_cast<int>(pack::FieldType::Rows); ++type) {
    pack::Field field;
    field.id = "f" + std::to_string(type);
    field.title = "项" + std::to_string(type);
    field.type = static_cast<pack::FieldType>(type);
    field.scale = 2;
    field.choices = {{"a", "甲"}, {"b", "乙、丙"}};
    out.fields.push_back(field);
  }
  auto columns = out.fields;
  columns.pop_back();
  out.fields.back().columns = std::move(columns);
  return out;
}

} // namespace

/// Bytes as CSV or pasted rows under a heading of every kind of field: a cell is a good value or a
/// named fault, and a good one is written and read again as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 4'096) return 0;
  static const auto rules = declared();
  static const auto tree = [] {
    organisation::Unit unit;
    unit.id = "u";
    unit.names = {{"清溪镇", {}, {}}};
    return *organisation::Tree::build({unit});
  }();
  std::string text;
  const char mark = data[0] % 2 == 0 ? ',' : '\t';
  for (const auto& field : rules.fields)
    text += (text.empty() ? "" : std::string(1, mark)) + field.title;
  text += "\n";
  text.append(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto sheets = sheet::read_cells(text, mark == ',' ? "a.csv" : "a.tsv");
  if (!sheets) return 0;
  const auto found = find_columns(rules, *sheets);
  if (!found) return 0;
  Names names(tree);
  for (std::uint32_t row = 0; row < found->cells->rows; ++row)
    for (std::uint32_t at = 0; at < found->columns.size(); ++at) {
      const auto cell = found->cells->at(row, at);
      const auto* field = found->columns[at].field;
      if (field == nullptr || cell.empty() || !base::is_valid_utf8(cell)) continue;
      const auto read = read_cell(*field, cell, names);
      if (!read.fault.empty()) continue;
      PLUMB_CHECK(registers::fault_of(*field, read.value).empty());
      const auto again = write_cell(*field, read.value, names);
      if (again.empty()) continue;
      const auto twice = read_cell(*field, again, names);
      PLUMB_CHECK(twice.fault.empty());
      PLUMB_CHECK(same_value(*field, read.value, twice.value));
    }
  return 0;
}
