// SPDX-License-Identifier: Apache-2.0
#include "workbook.hpp"

#include <plumb/base/utf8.hpp>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace plumb::sheet {

namespace {

/// "_x000D_" is how the format writes a character; a text that looks like that is escaped.
bool looks_escaped(std::string_view rest) {
  constexpr std::string_view kHex = "0123456789abcdefABCDEF";
  return rest.size() >= 7 && rest.starts_with("_x") && rest[6] == '_' &&
         rest.substr(2, 4).find_first_not_of(kHex) == std::string_view::npos;
}

/// XML 1.0 forbids most control characters, U+FFFE and U+FFFF; Excel would call the file damaged.
std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto rest = text.substr(at);
    if (rest.starts_with("\xEF\xBF\xBE") || rest.starts_with("\xEF\xBF\xBF")) {
      at += 2;
      continue;
    }
    if (looks_escaped(rest)) out += "_x005F";
    const char c = text[at];
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
  }
  return out;
}

} // namespace

base::Result<Workbook> Workbook::create() {
  std::error_code failed;
  const auto folder = std::filesystem::temp_directory_path(failed);
  if (failed) return base::fail(base::ErrorKind::Unavailable, "sheet.cannot_write");
  std::string path = (folder / "plumbline-XXXXXX.xlsx").string();
  const int file = ::mkstemps(path.data(), 5);
  if (file < 0) return base::fail(base::ErrorKind::Unavailable, "sheet.cannot_write");
  ::close(file);
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  lxw_workbook* book = workbook_new_opt(path.c_str(), &options);
  if (book == nullptr) {
    ::unlink(path.c_str());
    return base::fail(base::ErrorKind::Unavailable, "sheet.cannot_write");
  }
  return Workbook(std::move(path), book);
}

Workbook::Workbook(Workbook&& other) noexcept
    : path_(std::exchange(other.path_, {})), book_(std::exchange(other.book_, nullptr)),
      too_long_(std::move(other.too_long_)) {}

Workbook::~Workbook() {
  if (book_ != nullptr) lxw_workbook_free(book_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

lxw_worksheet* Workbook::add_sheet(const std::string& name) {
  lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
  PLUMB_CHECK(sheet != nullptr);
  return sheet;
}

lxw_format* Workbook::format(bool bold, bool centred, bool wrapped, bool bordered) {
  lxw_format* made = workbook_add_format(book_);
  PLUMB_CHECK(made != nullptr);
  if (bold) format_set_bold(made);
  if (centred) format_set_align(made, LXW_ALIGN_CENTER);
  format_set_align(made, LXW_ALIGN_VERTICAL_CENTER);
  if (wrapped) format_set_text_wrap(made);
  if (bordered) format_set_border(made, LXW_BORDER_THIN);
  return made;
}

void Workbook::write(lxw_worksheet* sheet, std::uint32_t row, std::uint16_t column,
                     std::string_view text, lxw_format* format) {
  const std::string clean = printable(text);
  const auto done = clean.empty()
                        ? worksheet_write_blank(sheet, row, column, format)
                        : worksheet_write_string(sheet, row, column, clean.c_str(), format);
  if (done == LXW_NO_ERROR || !too_long_.empty()) return;
  char cell[LXW_MAX_CELL_NAME_LENGTH];
  lxw_rowcol_to_cell(cell, row, column);
  too_long_ = cell;
}

void Workbook::comment(lxw_worksheet* sheet, std::uint32_t row, std::uint16_t column,
                       std::string_view text) {
  lxw_comment_options options{};
  options.author = const_cast<char*>("");
  options.x_scale = 2;
  options.y_scale = static_cast<std::uint8_t>(text.size() > 400 ? 3 : 1);
  worksheet_write_comment_opt(sheet, row, column, printable(text).c_str(), &options);
}

base::Result<std::string> Workbook::finish() {
  if (!too_long_.empty())
    return base::fail(base::ErrorKind::LimitExceeded, "sheet.cell_too_long", {{"cell", too_long_}});
  const auto done = workbook_close(std::exchange(book_, nullptr));
  if (done != LXW_NO_ERROR)
    return base::fail(base::ErrorKind::Unavailable, "sheet.cannot_write",
                      {{"reason", lxw_strerror(done)}});
  std::ifstream in(path_, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in.good() && !in.eof())
    return base::fail(base::ErrorKind::Unavailable, "sheet.cannot_write");
  return bytes;
}

} // namespace plumb::sheet
