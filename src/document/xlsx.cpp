// SPDX-License-Identifier: Apache-2.0
#include "blocks.hpp"
#include "faults.hpp"
#include "readers.hpp"
#include "xlsx_format.hpp"
#include "xlsx_sheet.hpp"
#include "xml.hpp"

#include <plumb/base/utf8.hpp>

#include <map>
#include <optional>

namespace plumb::document {
namespace {

base::Result<std::optional<XmlPart>> optional_part(const Archive& archive, const std::string& name,
                                                   const Limits& limits) {
  std::optional<XmlPart> out;
  if (name.empty() || !archive.has(name)) return out;
  PLUMB_TRY_ASSIGN(auto bytes, archive.read(name));
  PLUMB_TRY_ASSIGN(out, XmlPart::parse(std::move(bytes), name, limits));
  return out;
}

std::vector<std::string> shared_strings(pugi::xml_node root) {
  std::vector<std::string> out;
  for (const auto item : root.children())
    if (local_name(item) == "si") out.push_back(rich_text(item));
  return out;
}

/// Format code of every cell style, by its index.
std::vector<std::string> cell_formats(pugi::xml_node root) {
  std::map<std::uint32_t, std::string> custom;
  for (const auto node : child(root, "numFmts").children())
    custom.insert_or_assign(number_or(attribute(node, "numFmtId"), 0),
                            std::string(attribute(node, "formatCode")));
  std::vector<std::string> out;
  for (const auto node : child(root, "cellXfs").children()) {
    const auto id = number_or(attribute(node, "numFmtId"), 0);
    const auto found = custom.find(id);
    auto code = found == custom.end() ? std::string(builtin_format(id)) : found->second;
    if (lower_ascii(code) == "general") code.clear();
    out.push_back(std::move(code));
  }
  return out;
}

bool is_hidden(pugi::xml_node sheet) {
  const auto state = attribute(sheet, "state");
  return state == "hidden" || state == "veryHidden";
}

} // namespace

base::Result<Document> read_xlsx(const Archive& archive, std::string_view main_part,
                                 const Limits& limits) {
  PLUMB_TRY_ASSIGN(auto bytes, archive.read(main_part));
  PLUMB_TRY_ASSIGN(const auto workbook, XmlPart::parse(std::move(bytes), main_part, limits));
  PLUMB_TRY_ASSIGN(const auto related, read_relationships(archive, main_part, limits));
  const auto part_of = [&](std::string_view type, const char* otherwise) {
    return optional_part(archive, target_of(related, type, otherwise), limits);
  };
  PLUMB_TRY_ASSIGN(const auto string_part, part_of("sharedStrings", "xl/sharedStrings.xml"));
  PLUMB_TRY_ASSIGN(const auto style_part, part_of("styles", "xl/styles.xml"));
  Workbook book;
  if (string_part) book.strings = shared_strings(string_part->root());
  if (style_part) book.formats = cell_formats(style_part->root());
  const auto from_1904 = attribute(child(workbook.root(), "workbookPr"), "date1904");
  book.from_1904 = from_1904 == "1" || from_1904 == "true";

  const auto sheets = child(workbook.root(), "sheets");
  if (!sheets) return damaged(main_part);
  Document out;
  out.format = Format::Xlsx;
  out.encoding = "UTF-8";
  SheetTotals totals;
  for (const auto sheet : sheets.children()) {
    if (local_name(sheet) != "sheet" || is_hidden(sheet)) continue;
    const auto target =
        related.find(sheet.attribute("r:id") ? std::string_view(sheet.attribute("r:id").value())
                                             : attribute(sheet, "id"));
    if (target == related.end()) return damaged(main_part);
    if (target->second.type != "worksheet") continue; // charts and macro sheets hold no cells
    PLUMB_TRY_ASSIGN(auto sheet_bytes, archive.read(target->second.target));
    PLUMB_TRY_ASSIGN(const auto part,
                     XmlPart::parse(std::move(sheet_bytes), target->second.target, limits));
    PLUMB_TRY_ASSIGN(auto table,
                     read_sheet(part.root(), attribute(sheet, "name"), book, limits, totals));
    if (!table.cells.empty()) out.blocks.push_back(table_block(std::move(table)));
  }
  if (totals.formulas_without_value > 0)
    out.properties["formulas_without_value"] = std::to_string(totals.formulas_without_value);
  return out;
}

} // namespace plumb::document
