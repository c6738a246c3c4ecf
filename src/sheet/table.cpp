// SPDX-License-Identifier: Apache-2.0
#include "csv.hpp"
#include "grid.hpp"
#include "workbook.hpp"

#include <plumb/base/date.hpp>
#include <plumb/base/decimal.hpp>
#include <plumb/base/utf8.hpp>
#include <plumb/document/document.hpp>
#include <plumb/sheet/table.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>

namespace plumb::sheet {
namespace {

/// Excel ends at 1,048,576 rows; the rest goes to another sheet of the same workbook.
constexpr std::uint32_t kRowsPerSheet = 1'000'000;
/// What Excel takes as a list inside of one validation, its commas included.
constexpr std::size_t kInlineChoicesMax = 255;
/// Digits that a spreadsheet's numbers keep.
constexpr std::size_t kDigitsMax = 15;
constexpr const char* kChoicesSheet = "选项";

std::string number_format(int scale) {
  return scale > 0 ? "0." + std::string(static_cast<std::size_t>(scale), '0') : "0";
}

bool fits_a_number(std::string_view text) {
  const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return base::parse_decimal(text).has_value() && static_cast<std::size_t>(digits) <= kDigitsMax;
}

bool fit_inline(const std::vector<std::string>& choices) {
  std::size_t size = 0;
  for (const auto& one : choices) {
    if (one.find_first_of(",\"") != std::string::npos) return false;
    size += base::count_code_points(one) + 1;
  }
  return size <= kInlineChoicesMax;
}

} // namespace

struct TableWriter::State {
  State(Workbook workbook, std::string_view title, std::vector<TableColumn> all, std::uint32_t rows)
      : book(std::move(workbook)), name(title), columns(std::move(all)), choice_rows(rows) {}

  Workbook book;
  std::string name;
  std::vector<TableColumn> columns;
  std::uint32_t choice_rows;
  lxw_format *heading = nullptr, *must = nullptr, *text = nullptr, *bad = nullptr;
  std::map<std::string, lxw_format*> typed; ///< by number format
  lxw_worksheet* sheet = nullptr;
  int sheets = 0;
  std::uint32_t row = 1;

  void make_formats();
  lxw_format* format_of(const TableColumn& column);
  void open_sheet();
  void add_choices();
  void validate(std::uint16_t at, const std::string& formula);
  void write(std::uint16_t at, const std::string& cell, const Mark* mark);
};

void TableWriter::State::make_formats() {
  heading = book.format(false, true, true, true);
  must = book.format(true, true, true, true);
  text = book.format(false, false, true, true);
  format_set_num_format(text, "@");
  bad = book.format(false, false, true, true);
  format_set_num_format(bad, "@");
  format_set_bg_color(bad, 0xFFC7CE);
  format_set_font_color(bad, 0x9C0006);
  for (lxw_format* one : {heading, must})
    format_set_bg_color(one, 0xE7ECF3);
}

lxw_format* TableWriter::State::format_of(const TableColumn& column) {
  if (column.kind == TableColumn::Kind::Text) return text;
  const std::string code =
      column.kind == TableColumn::Kind::Date ? "yyyy-mm-dd" : number_format(column.scale);
  auto& made = typed[code];
  if (made == nullptr) {
    made = book.format(false, false, false, true);
    format_set_num_format(made, code.c_str());
  }
  return made;
}

void TableWriter::State::open_sheet() {
  ++sheets;
  sheet = book.add_sheet(sheets == 1 ? name : name + std::to_string(sheets));
  row = 1;
  for (std::uint16_t i = 0; i < columns.size(); ++i) {
    const auto& column = columns[i];
    worksheet_set_column(sheet, i, i, column.width, format_of(column));
    book.write(sheet, 0, i, column.heading, column.bold ? must : heading);
    if (!column.note.empty()) book.comment(sheet, 0, i, column.note);
  }
  worksheet_freeze_panes(sheet, 1, 0);
  worksheet_repeat_rows(sheet, 0, 0);
  worksheet_set_landscape(sheet);
  constexpr std::uint8_t kA4 = 9;
  worksheet_set_paper(sheet, kA4);
  worksheet_fit_to_pages(sheet, 1, 0);
}

void TableWriter::State::validate(std::uint16_t at, const std::string& formula) {
  const auto& column = columns[at];
  lxw_data_validation rule{};
  std::vector<char*> list; // the library takes no constants, and changes nothing
  std::string source = formula;
  if (formula.empty()) {
    for (const auto& one : column.choices)
      list.push_back(const_cast<char*>(one.c_str()));
    list.push_back(nullptr);
    rule.validate = LXW_VALIDATION_TYPE_LIST;
    rule.value_list = list.data();
  } else {
    rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    rule.value_formula = source.data();
  }
  rule.error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
  rule.show_error = column.only ? LXW_VALIDATION_ON : LXW_VALIDATION_OFF;
  worksheet_data_validation_range(sheet, 1, at, choice_rows, at, &rule);
}

/// Before any further sheet is begun: the lists belong to the first one.
void TableWriter::State::add_choices() {
  if (choice_rows == 0) return;
  std::vector<std::uint16_t> long_ones;
  for (std::uint16_t i = 0; i < columns.size(); ++i) {
    if (columns[i].choices.empty()) continue;
    if (fit_inline(columns[i].choices)) {
      validate(i, "");
      continue;
    }
    long_ones.push_back(i);
    const auto letter = cell_name(0, static_cast<std::uint32_t>(long_ones.size() - 1));
    const std::string column = letter.substr(0, letter.size() - 1);
    validate(i, "=" + std::string(kChoicesSheet) + "!$" + column + "$1:$" + column + "$" +
                    std::to_string(columns[i].choices.size()));
  }
  if (long_ones.empty()) return;
  lxw_worksheet* lists = book.add_sheet(kChoicesSheet);
  std::size_t rows = 0;
  for (const auto i : long_ones)
    rows = std::max(rows, columns[i].choices.size());
  for (std::uint32_t r = 0; r < rows; ++r)
    for (std::uint16_t c = 0; c < long_ones.size(); ++c)
      if (const auto& list = columns[long_ones[c]].choices; r < list.size())
        book.write(lists, r, c, list[r], nullptr);
  worksheet_hide(lists);
}

void TableWriter::State::write(std::uint16_t at, const std::string& cell, const Mark* mark) {
  const auto& column = columns[at];
  if (mark != nullptr) {
    book.write(sheet, row, at, cell, bad);
    if (!mark->note.empty()) book.comment(sheet, row, at, mark->note);
    return;
  }
  if (column.kind == TableColumn::Kind::Date)
    if (const auto day = base::parse_date(cell); day && static_cast<int>(day->year()) >= 1900) {
      lxw_datetime date{};
      date.year = static_cast<int>(day->year());
      date.month = static_cast<int>(static_cast<unsigned>(day->month()));
      date.day = static_cast<int>(static_cast<unsigned>(day->day()));
      worksheet_write_datetime(sheet, row, at, &date, format_of(column));
      return;
    }
  if (column.kind == TableColumn::Kind::Number && fits_a_number(cell)) {
    worksheet_write_number(sheet, row, at, std::strtod(cell.c_str(), nullptr), format_of(column));
    return;
  }
  book.write(sheet, row, at, cell, text);
}

TableWriter::TableWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
TableWriter::TableWriter(TableWriter&&) noexcept = default;
TableWriter& TableWriter::operator=(TableWriter&&) noexcept = default;
TableWriter::~TableWriter() = default;

base::Result<TableWriter> TableWriter::create(std::string_view name,
                                              std::vector<TableColumn> columns,
                                              std::uint32_t choice_rows) {
  PLUMB_TRY_ASSIGN(auto book, Workbook::create());
  auto state = std::make_unique<State>(std::move(book), name, std::move(columns), choice_rows);
  state->make_formats();
  state->open_sheet();
  state->add_choices();
  return TableWriter(std::move(state));
}

void TableWriter::add(const std::vector<std::string>& cells, const std::vector<Mark>& marks) {
  State& s = *state_;
  if (s.row > kRowsPerSheet) s.open_sheet();
  static const std::string kNothing;
  for (std::uint16_t at = 0; at < s.columns.size(); ++at) {
    const auto mark = std::ranges::find(marks, std::size_t{at}, &Mark::column);
    s.write(at, at < cells.size() ? cells[at] : kNothing, mark == marks.end() ? nullptr : &*mark);
  }
  ++s.row;
}

base::Result<std::string> TableWriter::finish() {
  return state_->book.finish();
}

std::string csv_row(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    out += csv_cell(cells[i]);
  }
  return out + "\r\n";
}

bool Cells::is_empty(std::uint32_t row) const {
  for (std::uint32_t column = 0; column < columns; ++column)
    if (!at(row, column).empty()) return false;
  return true;
}

namespace {

constexpr std::uint64_t kCellsMax = 2'000'000;

Cells cells_of(const document::Table& table, bool csv) {
  const Grid grid(table);
  Cells out{table.name, grid.rows(), grid.columns(), {}};
  out.texts.reserve(std::size_t{out.rows} * out.columns);
  for (std::uint32_t row = 0; row < out.rows; ++row)
    for (std::uint32_t column = 0; column < out.columns; ++column) {
      const auto text = grid.at(row, column);
      out.texts.emplace_back(base::trim(csv ? csv_plain(text) : text));
    }
  return out;
}

/// The next cell of pasted rows. Spreadsheets quote a cell only where it contains a tab, a line
/// break or a quote; every other quote is text.
std::string take_pasted(std::string_view& rest) {
  if (rest.starts_with('"')) {
    std::string text;
    bool needed = false;
    for (std::size_t at = 1; at < rest.size(); ++at) {
      const char c = rest[at];
      if (c == '"' && at + 1 < rest.size() && rest[at + 1] == '"') {
        needed = true;
        ++at;
      } else if (c == '"') {
        const auto behind = rest.substr(at + 1);
        if (!needed || !(behind.empty() || behind.find_first_of("\t\r\n") == 0)) break;
        rest = behind;
        return text;
      }
      needed = needed || c == '\t' || c == '\n' || c == '\r';
      if (c != '\r') text += c;
    }
  }
  const auto end = std::min(rest.find_first_of("\t\r\n"), rest.size());
  std::string text(rest.substr(0, end));
  rest.remove_prefix(end);
  return text;
}

/// Rows may have fewer cells than others: spreadsheets leave none out, people who type do.
base::Result<Cells> pasted_cells(std::string_view rest) {
  std::vector<std::vector<std::string>> rows;
  std::size_t columns = 0;
  while (!rest.empty()) {
    auto& row = rows.emplace_back();
    for (;;) {
      row.push_back(take_pasted(rest));
      if (!rest.starts_with('\t')) break;
      rest.remove_prefix(1);
    }
    rest.remove_prefix(rest.starts_with("\r\n") ? 2 : rest.empty() ? 0 : 1);
    columns = std::max(columns, row.size());
    if (columns * rows.size() > kCellsMax)
      return base::fail(base::ErrorKind::LimitExceeded, "document.too_many_cells",
                        {{"limit", std::to_string(kCellsMax)}});
  }
  Cells out{{}, static_cast<std::uint32_t>(rows.size()), static_cast<std::uint32_t>(columns), {}};
  out.texts.resize(rows.size() * columns);
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::size_t c = 0; c < rows[r].size(); ++c)
      out.texts[r * columns + c] = base::trim(rows[r][c]);
  return out;
}

base::Result<std::vector<Cells>> read_pasted_cells(std::string_view bytes) {
  if (base::trim(bytes).empty()) return base::fail(base::ErrorKind::InvalidInput, "document.empty");
  std::string decoded(bytes);
  if (!base::is_valid_utf8(bytes)) {
    PLUMB_TRY_ASSIGN(decoded, document::decode(bytes, document::detect_encoding(bytes)));
  }
  std::string_view text = decoded;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  PLUMB_TRY_ASSIGN(auto cells, pasted_cells(text));
  std::vector<Cells> out;
  out.push_back(std::move(cells));
  return out;
}

/// A text with one column only has no separators to be told by.
Cells lines_as_cells(const document::Document& document) {
  Cells out{{}, 0, 1, {}};
  for (const auto& block : document.blocks)
    if (block.kind == document::BlockKind::Paragraph)
      out.texts.emplace_back(base::trim(csv_plain(block.text)));
  out.rows = static_cast<std::uint32_t>(out.texts.size());
  return out;
}

} // namespace

base::Result<std::vector<Cells>> read_cells(std::string_view bytes, std::string_view name) {
  if (name.ends_with(".tsv")) return read_pasted_cells(bytes);
  PLUMB_TRY_ASSIGN(const auto document, document::read(bytes, name));
  const bool csv = document.format == document::Format::Text;
  if (!csv && document.format != document::Format::Xlsx)
    return base::fail(base::ErrorKind::InvalidInput, "document.unknown_format",
                      {{"found", std::string(document::to_string(document.format))}});
  std::vector<Cells> out;
  for (const auto& block : document.blocks)
    if (block.kind == document::BlockKind::Table) out.push_back(cells_of(block.table, csv));
  if (out.empty() && csv) out.push_back(lines_as_cells(document));
  return out;
}

} // namespace plumb::sheet
