// SPDX-License-Identifier: Apache-2.0
#include "columns.hpp"
#include "csv.hpp"
#include "grid.hpp"
#include "workbook.hpp"

#include <plumb/sheet/organisation_sheet.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace plumb::sheet {

namespace {

using organisation::DatedName;
using organisation::Unit;
using organisation::UnitKind;

enum class Field { Id, Parent, Name, Kind, Aliases, From, Until, Successors, Enforcement, Former };

struct FieldInfo {
  Field field;
  std::string_view name;
  int width;
};
constexpr std::array kFields{
    FieldInfo{Field::Id, "编号", 14},
    FieldInfo{Field::Parent, "上级编号", 14},
    FieldInfo{Field::Name, "名称", 34},
    FieldInfo{Field::Kind, "类别", 12},
    FieldInfo{Field::Aliases, "别名", 30},
    FieldInfo{Field::From, "启用日期", 12},
    FieldInfo{Field::Until, "停用日期", 12},
    FieldInfo{Field::Successors, "承接单位", 16},
    FieldInfo{Field::Enforcement, "行政执法", 10},
    FieldInfo{Field::Former, "曾用名", 40},
};

struct KindName {
  std::string_view name;
  UnitKind kind;
};
/// The first name of a kind is the one written; the others are read as well.
constexpr std::array kKinds{
    KindName{"政府", UnitKind::Authority},
    KindName{"党委", UnitKind::Party},
    KindName{"党委部门", UnitKind::Party},
    KindName{"政府部门", UnitKind::Government},
    KindName{"政府工作部门", UnitKind::Government},
    KindName{"事业单位", UnitKind::Institution},
    KindName{"直属事业单位", UnitKind::Institution},
    KindName{"人民团体", UnitKind::PeoplesOrganisation},
    KindName{"群团组织", UnitKind::PeoplesOrganisation},
    KindName{"人大", UnitKind::Congress},
    KindName{"政协", UnitKind::Consultative},
    KindName{"司法机关", UnitKind::Judicial},
    KindName{"乡镇", UnitKind::Township},
    KindName{"镇", UnitKind::Township},
    KindName{"乡", UnitKind::Township},
    KindName{"街道", UnitKind::Subdistrict},
    KindName{"垂管单位", UnitKind::Vertical},
    KindName{"垂直管理单位", UnitKind::Vertical},
    KindName{"国有企业", UnitKind::Enterprise},
    KindName{"其他", UnitKind::Other},
};

std::string_view kind_name(UnitKind kind) {
  for (const auto& known : kKinds)
    if (known.kind == kind) return known.name;
  return "其他";
}

std::string date_text(const std::optional<base::Date>& date) {
  return date ? base::to_string(*date) : std::string{};
}

/// Today's name stands in its own column; those before it as name@from~until.
std::string former_names(const Unit& unit) {
  std::string out;
  for (std::size_t i = 0; i + 1 < unit.names.size(); ++i) {
    const DatedName& name = unit.names[i];
    if (!out.empty()) out += "；";
    out += name.name + "@" + date_text(name.from) + "~" + date_text(name.until);
  }
  return out;
}

std::string field_text(Field field, const Unit& unit) {
  switch (field) {
  case Field::Id:
    return unit.id;
  case Field::Parent:
    return unit.parent;
  case Field::Name:
    return unit.names.empty() ? std::string{} : unit.names.back().name;
  case Field::Kind:
    return std::string(kind_name(unit.kind));
  case Field::Aliases:
    return join_names(unit.aliases);
  case Field::From:
    return date_text(unit.from);
  case Field::Until:
    return date_text(unit.until);
  case Field::Successors:
    return join_names(unit.successors);
  case Field::Enforcement:
    return unit.enforcement ? "是" : "";
  case Field::Former:
    return former_names(unit);
  }
  return {};
}

/// Reads one row; every fault of the sheet is collected, so that one look mends them all.
class UnitReader {
public:
  UnitReader(const Grid& grid, const std::map<Field, std::uint32_t>& columns, bool csv,
             std::vector<std::pair<std::string, std::string>>& faults)
      : grid_(grid), columns_(columns), csv_(csv), faults_(faults) {}

  Unit read(std::uint32_t row) {
    row_ = row;
    Unit unit;
    unit.id = cell(Field::Id);
    if (unit.id.empty()) fault(Field::Id, "empty_id");
    unit.parent = cell(Field::Parent);
    unit.kind = kind();
    unit.aliases = split_names(cell(Field::Aliases));
    unit.from = date(Field::From);
    unit.until = date(Field::Until);
    unit.successors = split_names(cell(Field::Successors));
    unit.enforcement = yes(Field::Enforcement);
    read_former(unit);
    const std::string name = cell(Field::Name);
    if (name.empty()) fault(Field::Name, "empty_name");
    DatedName current{name, std::nullopt, std::nullopt};
    if (!unit.names.empty()) current.from = unit.names.back().until;
    unit.names.push_back(std::move(current));
    return unit;
  }

private:
  std::string cell(Field field) const {
    const auto found = columns_.find(field);
    if (found == columns_.end()) return {};
    const auto text = grid_.at(row_, found->second);
    return std::string(base::trim(csv_ ? csv_plain(text) : text));
  }
  void fault(Field field, std::string what) {
    const auto found = columns_.find(field);
    faults_.emplace_back(cell_name(row_, found == columns_.end() ? 0 : found->second),
                         std::move(what));
  }
  UnitKind kind() {
    const std::string text = cell(Field::Kind);
    for (const auto& known : kKinds)
      if (known.name == text) return known.kind;
    if (const auto parsed = organisation::parse_unit_kind(text)) return *parsed;
    fault(Field::Kind, "unknown_kind " + text);
    return UnitKind::Other;
  }
  bool yes(Field field) {
    const std::string text = cell(field);
    if (text == "是" || text == "1" || text == "true" || text == "√") return true;
    if (!text.empty() && text != "否" && text != "0" && text != "false")
      fault(field, "not_yes_or_no " + text);
    return false;
  }
  std::optional<base::Date> date(Field field) { return date_of(field, cell(field)); }
  /// 2024-03-01 and what spreadsheets make of it: 2024/3/1.
  std::optional<base::Date> date_of(Field field, std::string text) {
    if (text.empty()) return std::nullopt;
    std::string iso;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find_first_of("/-.", at), text.size());
      const std::string part = text.substr(at, end - at);
      iso += (iso.empty() ? "" : "-") + std::string(part.size() == 1 ? "0" : "") + part;
      at = end + 1;
    }
    const auto parsed = base::parse_date(iso);
    if (!parsed) fault(field, "bad_date " + text);
    return parsed;
  }
  void read_former(Unit& unit) {
    for (const std::string& entry : split_clauses(cell(Field::Former))) {
      const std::size_t at = entry.find('@'), tilde = entry.find('~', at);
      if (at == std::string::npos || tilde == std::string::npos || at == 0) {
        fault(Field::Former, "bad_former_name " + entry);
        continue;
      }
      unit.names.push_back({entry.substr(0, at),
                            date_of(Field::Former, entry.substr(at + 1, tilde - at - 1)),
                            date_of(Field::Former, entry.substr(tilde + 1))});
    }
  }

  const Grid& grid_;
  const std::map<Field, std::uint32_t>& columns_;
  bool csv_;
  std::vector<std::pair<std::string, std::string>>& faults_;
  std::uint32_t row_ = 0;
};

std::optional<std::map<Field, std::uint32_t>> header_of(const Grid& grid, std::uint32_t row) {
  std::map<Field, std::uint32_t> found;
  for (std::uint32_t column = 0; column < grid.columns(); ++column)
    for (const auto& info : kFields)
      if (base::trim(grid.at(row, column)) == info.name) found.try_emplace(info.field, column);
  const bool whole =
      found.contains(Field::Id) && found.contains(Field::Name) && found.contains(Field::Kind);
  return whole ? std::optional(found) : std::nullopt;
}

} // namespace

std::string cell_name(std::uint32_t row, std::uint32_t column) {
  std::string letters;
  for (std::uint32_t left = column + 1; left > 0; left = (left - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  return letters + std::to_string(row + 1);
}

base::Result<std::vector<Unit>> read_units(std::string_view bytes, std::string_view name) {
  PLUMB_TRY_ASSIGN(const auto document, document::read(bytes, name));
  const bool csv = document.format == document::Format::Text;
  for (const auto& block : document.blocks) {
    if (block.kind != document::BlockKind::Table) continue;
    const Grid grid(block.table);
    for (std::uint32_t row = 0; row < std::min(grid.rows(), 12U); ++row) {
      const auto columns = header_of(grid, row);
      if (!columns) continue;
      std::vector<std::pair<std::string, std::string>> faults;
      UnitReader reader(grid, *columns, csv, faults);
      std::vector<Unit> units;
      for (std::uint32_t r = row + 1; r < grid.rows(); ++r)
        if (!grid.says_nothing(r)) units.push_back(reader.read(r));
      if (!faults.empty())
        return base::fail(base::ErrorKind::InvalidInput, "sheet.bad_cells", std::move(faults),
                          block.table.name);
      return units;
    }
  }
  return base::fail(base::ErrorKind::InvalidInput, "sheet.no_unit_header");
}

base::Result<std::string> units_to_xlsx(const std::vector<Unit>& units) {
  PLUMB_TRY_ASSIGN(auto book, Workbook::create());
  lxw_worksheet* sheet = book.add_sheet("组织机构");
  lxw_format* header = book.format(true, true, true, true);
  lxw_format* body = book.format(false, false, true, true);
  for (std::uint16_t at = 0; at < kFields.size(); ++at) {
    worksheet_set_column(sheet, at, at, kFields[at].width, nullptr);
    book.write(sheet, 0, at, kFields[at].name, header);
  }
  worksheet_freeze_panes(sheet, 1, 0);
  std::uint32_t row = 1;
  for (const Unit& unit : units) {
    for (std::uint16_t at = 0; at < kFields.size(); ++at)
      book.write(sheet, row, at, field_text(kFields[at].field, unit), body);
    ++row;
  }
  return book.finish();
}

std::string units_to_csv(const std::vector<Unit>& units) {
  std::string out{kByteOrderMark};
  for (std::size_t at = 0; at < kFields.size(); ++at)
    out += (at > 0 ? "," : "") + csv_cell(kFields[at].name);
  out += "\r\n";
  for (const Unit& unit : units) {
    for (std::size_t at = 0; at < kFields.size(); ++at)
      out += (at > 0 ? "," : "") + csv_cell(field_text(kFields[at].field, unit));
    out += "\r\n";
  }
  return out;
}

} // namespace plumb::sheet
