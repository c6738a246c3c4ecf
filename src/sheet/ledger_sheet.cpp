// SPDX-License-Identifier: Apache-2.0
#include "columns.hpp"
#include "csv.hpp"
#include "grid.hpp"
#include "workbook.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/document/document.hpp>
#include <plumb/sheet/ledger_sheet.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace plumb::sheet {

namespace {

constexpr std::uint32_t kHeadingRow = 0;
constexpr std::uint32_t kHeaderRow = 1;
constexpr std::uint32_t kFirstRow = 2;
/// Excel ends at 1,048,576 rows; the rest goes to another sheet of the same workbook.
constexpr std::uint32_t kRowsPerSheet = 1'000'000;
constexpr std::uint32_t kHeaderSearchRows = 12;

/// Points of one line of the default font, and the tallest row that Excel allows.
constexpr int kLineHeight = 15;
constexpr int kRowHeightMax = 405;

/// Lines that a text takes in a column so many digits wide; an ideograph is as wide as two digits.
int lines_of(std::string_view text, int width) {
  int lines = 1, used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = base::decode_utf8(text, at);
    at += c.size;
    const int size = c.value < 0x2000 ? 1 : 2;
    if (c.value == '\n' || used + size > width - 3) {
      ++lines;
      used = 0;
    }
    used += c.value == '\n' ? 0 : size;
  }
  return lines;
}

/// A run of equal neighbouring cells that is to become one merged cell.
struct Run {
  std::uint32_t first = 0, last = 0;
  std::string text;
};

} // namespace

std::optional<Layout> parse_layout(std::string_view text) {
  if (text == "issuing") return Layout::Issuing;
  if (text == "progress") return Layout::Progress;
  if (text == "inspection") return Layout::Inspection;
  return std::nullopt;
}

struct LedgerWriter::State {
  State(Workbook workbook, Layout layout, std::string_view title_text)
      : book(std::move(workbook)), columns(columns_of(layout)), heading(title_text) {}

  Workbook book;
  std::vector<ColumnInfo> columns;
  std::string heading;
  lxw_format *title = nullptr, *header = nullptr, *body = nullptr, *middle = nullptr,
             *date = nullptr;
  lxw_worksheet* sheet = nullptr;
  int sheets = 0;
  std::uint32_t row = kFirstRow;
  std::map<Column, Run> runs;

  void open_sheet();
  void close_runs(Column from);
  void write_merged(std::uint16_t at, const ColumnInfo& info, const std::string& text);
};

void LedgerWriter::State::open_sheet() {
  close_runs(Column::Area);
  ++sheets;
  sheet = book.add_sheet(sheets == 1 ? "台账" : "台账" + std::to_string(sheets));
  row = kFirstRow;
  const auto last = static_cast<std::uint16_t>(columns.size() - 1);
  worksheet_merge_range(sheet, kHeadingRow, 0, kHeadingRow, last, heading.c_str(), title);
  for (std::uint16_t i = 0; i <= last; ++i) {
    lxw_row_col_options hidden{};
    hidden.hidden = columns[i].column == Column::TaskId ? LXW_TRUE : LXW_FALSE;
    worksheet_set_column_opt(sheet, i, i, columns[i].width, nullptr, &hidden);
    book.write(sheet, kHeaderRow, i, columns[i].name, header);
  }
  worksheet_freeze_panes(sheet, kFirstRow, 0);
  worksheet_repeat_rows(sheet, kHeadingRow, kHeaderRow);
  worksheet_set_landscape(sheet);
  // The further layouts have 16 columns: A3, as offices print them.
  constexpr std::uint8_t kA3 = 8, kA4 = 9;
  worksheet_set_paper(sheet, columns.size() > 12 ? kA3 : kA4);
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_set_footer(sheet, "&C&P / &N");
}

void LedgerWriter::State::close_runs(Column from) {
  for (auto& [column, run] : runs) {
    if (column < from || run.last <= run.first) continue;
    const auto at = static_cast<std::uint16_t>(
        std::find_if(columns.begin(), columns.end(),
                     [&](const ColumnInfo& info) { return info.column == column; }) -
        columns.begin());
    // In constant memory a range can be merged only while its last row is the one being written;
    // the cells of the rows before have gone out and stay as they are.
    worksheet_merge_range(sheet, run.first, at, run.last, at, run.text.c_str(), middle);
  }
  std::erase_if(runs, [&](const auto& entry) { return entry.first >= from; });
}

void LedgerWriter::State::write_merged(std::uint16_t at, const ColumnInfo& info,
                                       const std::string& text) {
  const auto [found, begins] = runs.try_emplace(info.column, Run{row, row, text});
  found->second.last = row;
  book.write(sheet, row, at, begins ? text : std::string_view{}, middle);
}

LedgerWriter::LedgerWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
LedgerWriter::LedgerWriter(LedgerWriter&&) noexcept = default;
LedgerWriter& LedgerWriter::operator=(LedgerWriter&&) noexcept = default;
LedgerWriter::~LedgerWriter() = default;

base::Result<LedgerWriter> LedgerWriter::create(Layout layout, std::string_view heading) {
  PLUMB_TRY_ASSIGN(auto book, Workbook::create());
  auto state = std::make_unique<State>(std::move(book), layout, heading);
  state->title = state->book.format(true, true, true, false);
  format_set_font_size(state->title, 16);
  state->header = state->book.format(true, true, true, true);
  state->body = state->book.format(false, false, true, true);
  state->middle = state->book.format(false, true, true, true);
  state->date = state->book.format(false, true, false, true);
  format_set_num_format(state->date, "yyyy-mm-dd");
  state->open_sheet();
  return LedgerWriter(std::move(state));
}

void LedgerWriter::add(const LedgerRow& row) {
  State& s = *state_;
  if (s.row - kFirstRow >= kRowsPerSheet) s.open_sheet();
  // A new area ends the run of its objectives too: equal titles under two areas stay apart.
  for (const ColumnInfo& info : s.columns) {
    const auto run = s.runs.find(info.column);
    const std::string text = info.merged ? cell_text(info.column, row) : std::string{};
    if (run != s.runs.end() && (text.empty() || run->second.text != text)) {
      s.close_runs(info.column);
      break;
    }
  }
  // Not every program finds the height of wrapped rows by itself.
  int lines = 1;
  for (const ColumnInfo& info : s.columns)
    if (!info.merged && info.column != Column::TaskId)
      lines = std::max(lines, lines_of(cell_text(info.column, row), info.width));
  worksheet_set_row(s.sheet, s.row, std::min(lines * kLineHeight, kRowHeightMax), nullptr);
  for (std::uint16_t at = 0; at < s.columns.size(); ++at) {
    const ColumnInfo& info = s.columns[at];
    if (info.merged) {
      s.write_merged(at, info, cell_text(info.column, row));
    } else if (info.column == Column::DueOn && row.due_on) {
      lxw_datetime date{};
      date.year = static_cast<int>(row.due_on->year());
      date.month = static_cast<int>(static_cast<unsigned>(row.due_on->month()));
      date.day = static_cast<int>(static_cast<unsigned>(row.due_on->day()));
      worksheet_write_datetime(s.sheet, s.row, at, &date, s.date);
    } else {
      s.book.write(s.sheet, s.row, at, cell_text(info.column, row), s.body);
    }
  }
  ++s.row;
}

base::Result<std::string> LedgerWriter::finish() {
  State& s = *state_;
  s.close_runs(Column::Area);
  return s.book.finish();
}

std::string csv_header(Layout layout) {
  std::string out{kByteOrderMark};
  bool first = true;
  for (const auto& info : columns_of(layout)) {
    if (!std::exchange(first, false)) out += ',';
    out += csv_cell(info.name);
  }
  return out + "\r\n";
}

std::string csv_line(Layout layout, const LedgerRow& row) {
  std::string out;
  bool first = true;
  for (const auto& info : columns_of(layout)) {
    if (!std::exchange(first, false)) out += ',';
    out += csv_cell(cell_text(info.column, row));
  }
  return out + "\r\n";
}

namespace {

using HeaderColumns = std::map<Column, std::uint32_t>;

/// The first row that names the task id and at least two more columns.
std::optional<std::pair<std::uint32_t, HeaderColumns>> find_header(const Grid& grid) {
  for (std::uint32_t row = 0; row < std::min(grid.rows(), kHeaderSearchRows); ++row) {
    HeaderColumns found;
    for (std::uint32_t column = 0; column < grid.columns(); ++column)
      if (const auto named = column_named(grid.at(row, column))) found.try_emplace(*named, column);
    if (found.contains(Column::TaskId) && found.size() >= 3) return std::pair{row, found};
  }
  return std::nullopt;
}

class RowReader {
public:
  RowReader(const Grid& grid, const HeaderColumns& columns, std::uint32_t row, bool csv)
      : grid_(grid), columns_(columns), row_(row), csv_(csv) {}

  [[nodiscard]] std::optional<std::string> text(Column column) const {
    const auto found = columns_.find(column);
    if (found == columns_.end()) return std::nullopt;
    const auto cell = grid_.at(row_, found->second);
    return std::string(base::trim(csv_ ? csv_plain(cell) : cell));
  }
  [[nodiscard]] std::optional<std::vector<std::string>> names(Column column) const {
    const auto cell = text(column);
    return cell ? std::optional(split_names(*cell)) : std::nullopt;
  }
  [[nodiscard]] std::optional<std::vector<std::string>> clauses(Column column) const {
    const auto cell = text(column);
    return cell ? std::optional(split_clauses(*cell)) : std::nullopt;
  }

private:
  const Grid& grid_;
  const HeaderColumns& columns_;
  std::uint32_t row_;
  bool csv_;
};

ReturnedRow returned_row(const RowReader& cells, int row) {
  ReturnedRow out;
  out.row = row;
  out.task_id = cells.text(Column::TaskId).value_or("");
  out.number = cells.text(Column::Number);
  out.area = cells.text(Column::Area);
  out.objective = cells.text(Column::Objective);
  out.title = cells.text(Column::Title);
  out.text = cells.text(Column::Text);
  out.lead = cells.names(Column::Lead);
  out.responsible = cells.names(Column::Responsible);
  out.supporting = cells.names(Column::Supporting);
  out.deadlines = cells.clauses(Column::Deadlines);
  out.targets = cells.clauses(Column::Targets);
  out.progress = cells.text(Column::Progress);
  out.problems = cells.text(Column::Problems);
  out.evidence = cells.text(Column::Evidence);
  out.inspection = cells.text(Column::Inspection);
  return out;
}

} // namespace

base::Result<std::vector<ReturnedRow>> read_ledger(std::string_view bytes, std::string_view name) {
  PLUMB_TRY_ASSIGN(const auto document, document::read(bytes, name));
  const bool csv = document.format == document::Format::Text;
  std::vector<ReturnedRow> rows;
  std::set<std::string> seen;
  bool header_found = false;
  for (const auto& block : document.blocks) {
    if (block.kind != document::BlockKind::Table) continue;
    const Grid grid(block.table);
    const auto header = find_header(grid);
    if (!header) continue;
    header_found = true;
    for (std::uint32_t r = header->first + 1; r < grid.rows(); ++r) {
      if (grid.says_nothing(r)) continue;
      auto row = returned_row(RowReader(grid, header->second, r, csv), static_cast<int>(r) + 1);
      if (row.task_id.empty())
        return base::fail(base::ErrorKind::InvalidInput, "sheet.no_task_id",
                          {{"row", std::to_string(row.row)}}, block.table.name);
      if (!seen.insert(row.task_id).second)
        return base::fail(base::ErrorKind::InvalidInput, "sheet.duplicate_task",
                          {{"row", std::to_string(row.row)}, {"task_id", row.task_id}},
                          block.table.name);
      rows.push_back(std::move(row));
    }
  }
  if (!header_found) return base::fail(base::ErrorKind::InvalidInput, "sheet.no_ledger_header");
  return rows;
}

} // namespace plumb::sheet
