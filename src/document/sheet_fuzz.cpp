// SPDX-License-Identifier: Apache-2.0
// A number format in the first line, a worksheet part behind it, without a zip.
#include "fuzz_support.hpp"
#include "xlsx_format.hpp"
#include "xlsx_sheet.hpp"
#include "xml.hpp"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::document;
  const auto limits = fuzz::limits();
  const auto bytes = fuzz::view(data, size);
  const auto end = std::min(bytes.find('\n'), bytes.size());
  Workbook book;
  book.formats = {std::string(bytes.substr(0, end)), ""};
  book.strings = {"甲", "乙"};
  book.from_1904 = size % 2 == 1;
  for (const char* number : {"0", "-1.5", "44165.75", "1e15", "0.005"})
    (void)format_number(number, book.formats[0], book.from_1904);
  const auto part =
      XmlPart::parse(std::string(bytes.substr(std::min(end + 1, bytes.size()))), "part", limits);
  if (!part) return 0;
  SheetTotals totals;
  const auto table = read_sheet(part->root(), "表", book, limits, totals);
  if (table) fuzz::check_table(*table);
  return 0;
}
