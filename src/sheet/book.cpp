// SPDX-License-Identifier: Apache-2.0
#include "workbook.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/sheet/book.hpp>

#include <set>

namespace plumb::sheet {
namespace {

/// Characters that the name of a sheet may have in Excel.
constexpr std::size_t kNameMax = 31;

/// As Excel allows it, and another than those before (upper and lower case are one to it; these
/// names have none that matter).
std::string sheet_name(std::string_view wished, std::set<std::string>& taken) {
  std::u32string name = base::to_utf32(wished);
  for (char32_t& c : name)
    if (c < 0x20 || std::u32string_view(U"[]:*?/\\'").find(c) != std::u32string_view::npos)
      c = U'_';
  if (name.empty()) name = U"_";
  for (int number = 1;; ++number) {
    const std::u32string end = number == 1 ? U"" : base::to_utf32(" " + std::to_string(number));
    std::string out = base::to_utf8(name.substr(0, kNameMax - end.size()) + end);
    if (taken.insert(out).second) return out;
  }
}

void set_date(lxw_workbook* book, base::Date created) {
  lxw_doc_properties properties{};
  properties.created = std::chrono::sys_days{created}.time_since_epoch() / std::chrono::seconds{1};
  workbook_set_properties(book, &properties);
}

void put(Workbook& book, const BookSheet& sheet, const std::string& name, lxw_format* heading,
         lxw_format* text) {
  lxw_worksheet* page = book.add_sheet(name);
  for (std::uint16_t i = 0; i < sheet.columns.size(); ++i) {
    worksheet_set_column(page, i, i, sheet.columns[i].width, nullptr);
    book.write(page, 0, i, sheet.columns[i].heading, heading);
  }
  worksheet_freeze_panes(page, 1, 0);
  worksheet_repeat_rows(page, 0, 0);
  constexpr std::uint8_t kA4 = 9;
  worksheet_set_paper(page, kA4);
  worksheet_fit_to_pages(page, 1, 0);
  for (std::uint32_t row = 0; row < sheet.rows.size(); ++row)
    for (std::uint16_t at = 0; at < sheet.rows[row].size(); ++at)
      book.write(page, row + 1, at, sheet.rows[row][at], text);
}

} // namespace

base::Result<std::string> book(std::span<const BookSheet> sheets, base::Date created) {
  PLUMB_TRY_ASSIGN(auto out, Workbook::create());
  set_date(out.get(), created);
  lxw_format* heading = out.format(true, true, true, true);
  lxw_format* text = out.format(false, false, true, true);
  format_set_num_format(text, "@");
  std::set<std::string> taken;
  for (const auto& sheet : sheets)
    put(out, sheet, sheet_name(sheet.name, taken), heading, text);
  if (sheets.empty()) (void)out.add_sheet("_");
  return out.finish();
}

} // namespace plumb::sheet
