// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "columns.hpp"
#include "outline.hpp"
#include "sections.hpp"

#include <algorithm>

namespace plumb::plan {
namespace {

constexpr std::uint32_t kHeaderRows = 8; // a header stands no further down

class TableReader {
public:
  TableReader(Context& context, const text::Table& table, TableTasks& out)
      : context_(context), text_(context.text), table_(table), out_(out) {}

  void read() {
    if (table_.rows == 0 || table_.columns == 0 || table_.columns > 64) return;
    fill_grid();
    if (!find_header()) return;
    tasks_before_ = out_.tasks.size();
    for (std::uint32_t row = header_until_; row < table_.rows; ++row)
      read_row(row);
    if (divided_) name_by_objective(out_.tasks, tasks_before_, out_.areas);
    for (const auto& task : out_.tasks)
      out_.with_roles = out_.with_roles || !task.lead.empty() || !task.responsible.empty();
  }

private:
  const text::Cell* cell(std::uint32_t row, std::uint32_t column) const {
    const std::int32_t index = grid_[static_cast<std::size_t>(row) * table_.columns + column];
    return index < 0 ? nullptr : &table_.cells[static_cast<std::size_t>(index)];
  }
  std::string_view words(const text::Cell* at) const {
    return at == nullptr ? std::string_view{} : base::trim(at->span.of(text_));
  }

  void fill_grid() {
    grid_.assign(static_cast<std::size_t>(table_.rows) * table_.columns, -1);
    for (std::size_t i = 0; i < table_.cells.size(); ++i) {
      const auto& at = table_.cells[i];
      const std::uint32_t rows = std::min(at.row + std::max(1U, at.row_span), table_.rows);
      const std::uint32_t columns =
          std::min(at.column + std::max(1U, at.column_span), table_.columns);
      for (std::uint32_t r = at.row; r < rows; ++r)
        for (std::uint32_t c = at.column; c < columns; ++c)
          grid_[static_cast<std::size_t>(r) * table_.columns + c] = static_cast<std::int32_t>(i);
    }
  }

  bool find_header() {
    for (std::uint32_t row = 0; row < std::min(table_.rows, kHeaderRows); ++row) {
      std::vector<Column> columns(table_.columns, Column::Unknown);
      std::vector<std::string> titles(table_.columns);
      int known = 0;
      bool roles_or_number = false;
      const text::Cell* previous = nullptr;
      for (std::uint32_t c = 0; c < table_.columns; ++c) {
        const auto* at = cell(row, c);
        titles[c] = squeeze(words(at));
        columns[c] = column_of(titles[c]);
        if (at != previous && columns[c] != Column::Unknown) ++known;
        roles_or_number = roles_or_number || is_role(role_of(columns[c])) ||
                          columns[c] == Column::Number || columns[c] == Column::Deadline;
        previous = at;
      }
      if (known < 2 || !roles_or_number) continue;
      header_from_ = row;
      header_until_ = row + 1;
      // A second header row under merged titles (责任单位 over 牵头单位 | 配合单位).
      if (header_until_ < table_.rows) {
        int below = 0;
        std::vector<Column> lower(table_.columns, Column::Unknown);
        for (std::uint32_t c = 0; c < table_.columns; ++c) {
          const auto* at = cell(header_until_, c);
          if (at == cell(row, c)) continue;
          lower[c] = column_of(words(at));
          below += lower[c] != Column::Unknown;
        }
        if (below >= 1 && header_spans(row)) {
          for (std::uint32_t c = 0; c < table_.columns; ++c)
            if (lower[c] != Column::Unknown) {
              columns[c] = lower[c];
              titles[c] = squeeze(words(cell(header_until_, c)));
            }
          ++header_until_;
        }
      }
      // A merged title counts once: its first column.
      for (std::uint32_t c = 1; c < table_.columns; ++c)
        if (cell(header_until_ - 1, c) == cell(header_until_ - 1, c - 1) &&
            columns[c] == columns[c - 1] && !is_role(role_of(columns[c])))
          columns[c] = columns[c] == Column::Task ? Column::Task : Column::Unknown;
      if (!settle_columns(titles, columns)) return false;
      columns_ = std::move(columns);
      titles_ = std::move(titles);
      find_title();
      for (std::uint32_t r = 0; r < header_until_; ++r)
        note_header(r);
      return true;
    }
    return false;
  }

  bool header_spans(std::uint32_t row) const {
    for (const auto& at : table_.cells)
      if (at.row == row && (at.column_span > 1 || at.row_span > 1)) return true;
    return false;
  }

  /// A spreadsheet has its title in a row above the header.
  void find_title() {
    if (!out_.title.empty()) return;
    for (std::uint32_t row = 0; row < header_from_; ++row)
      for (std::uint32_t c = 0; c < table_.columns; ++c) {
        const auto* at = cell(row, c);
        if (at == nullptr || at->row != row || at->column != c || words(at).empty()) continue;
        if (is_plan_title(words(at)) && count_letters(words(at)) >= 6 && out_.title.empty())
          out_.title = base::trim(text_, at->span);
      }
  }

  void note_header(std::uint32_t row) {
    for (std::uint32_t c = 0; c < table_.columns; ++c)
      if (const auto* at = cell(row, c); at != nullptr && at->row == row && at->column == c)
        out_.headers.push_back(at->span);
  }

  bool repeats_header(std::uint32_t row) const {
    int same = 0;
    int filled = 0;
    for (std::uint32_t c = 0; c < table_.columns; ++c) {
      const auto text = words(cell(row, c));
      if (text.empty()) continue;
      ++filled;
      same += squeeze(text) == titles_[c];
    }
    return filled >= 2 && same * 2 > filled;
  }

  /// A row with one cell across the table: 一、依法全面履行政府职能.
  const text::Cell* band(std::uint32_t row) const {
    const text::Cell* only = nullptr;
    for (std::uint32_t c = 0; c < table_.columns; ++c) {
      const auto* at = cell(row, c);
      if (at == nullptr || words(at).empty() || at->row != row) {
        if (at != nullptr && at->row != row && !words(at).empty()) return nullptr;
        continue;
      }
      if (only != nullptr && only != at) return nullptr;
      only = at;
    }
    if (only == nullptr) return nullptr;
    const bool wide = only->column_span * 2 > table_.columns || table_.columns <= 2;
    const bool first = only->column == 0 && count_letters(words(only)) < 50 &&
                       read_marker(text_, base::trim(text_, only->span)).style != Style::None;
    return wide || first ? only : nullptr;
  }

  struct Heading {
    std::string title, number;
    Span span;
    const text::Cell* cell = nullptr;
    Style style = Style::None;
  };

  Heading heading_of(const text::Cell* at) const {
    Heading heading;
    Span span = base::trim(text_, at->span);
    const Marker marker = read_marker(text_, span);
    if (marker.style != Style::None && marker.end < span.until) {
      heading.number = std::string(marker.printed.of(text_));
      heading.style = marker.style;
      span.from = marker.end;
    }
    Span title, rest;
    split_heading(text_, span, title, rest);
    if (title.empty() || !rest.empty()) title = span;
    while (!title.empty() && is_full_stop(glyph_before(text_, title.until).value))
      title.until -= glyph_before(text_, title.until).size;
    heading.title = squeeze(title.of(text_));
    heading.span = title;
    heading.cell = at;
    return heading;
  }

  void enter_area(const Heading& heading) {
    if (heading.title != area_.title) {
      objective_ = {};
      out_.areas.push_back({heading.number, heading.title, {}, heading.cell->span});
      last_roles_.clear();
    } else {
      out_.headers.push_back(heading.cell->span); // repeated at a page break
    }
    area_ = heading;
  }

  void enter_objective(const Heading& heading) {
    if (heading.title != objective_.title) {
      out_.areas.push_back({heading.number, heading.title, {}, heading.cell->span});
      last_roles_.clear();
    } else {
      out_.headers.push_back(heading.cell->span);
    }
    objective_ = heading;
  }

  void read_row(std::uint32_t row) {
    if (repeats_header(row)) {
      note_header(row);
      return;
    }
    if (const auto* wide = band(row)) {
      const Heading heading = heading_of(wide);
      if (out_.tasks.size() == tasks_before_ && !divided_) {
        settle_divided(titles_, columns_);
        divided_ = true;
      }
      const bool below = !area_.title.empty() && band_style_ != Style::None &&
                         heading.style != Style::None &&
                         static_cast<int>(heading.style) > static_cast<int>(band_style_);
      if (below) {
        enter_objective(heading);
      } else {
        enter_area(heading);
        band_style_ = heading.style;
      }
      return;
    }
    const text::Cell* task_cell = nullptr;
    for (std::uint32_t c = 0; c < table_.columns; ++c) {
      const auto* at = cell(row, c);
      if (at == nullptr || words(at).empty()) continue;
      if (columns_[c] == Column::Area && at != area_.cell && (c == 0 || cell(row, c - 1) != at))
        enter_area(heading_of(at));
      if (columns_[c] == Column::Objective && at != objective_.cell &&
          (c == 0 || cell(row, c - 1) != at))
        enter_objective(heading_of(at));
      if (columns_[c] == Column::Task && task_cell == nullptr) task_cell = at;
    }
    if (task_cell == nullptr) {
      // 工作目标 in one column and nothing else, or a note below the table.
      continue_row(row);
      return;
    }
    if (task_cell == last_task_cell_ && !out_.tasks.empty()) {
      add_fields(row, out_.tasks.back());
      return;
    }
    last_task_cell_ = task_cell;
    Task task;
    task.confidence = 92;
    task.span = task_cell->span;
    for (std::uint32_t c = 0; c < table_.columns; ++c)
      if (columns_[c] == Column::Number && cell(row, c) != nullptr)
        task.number = squeeze(words(cell(row, c)));
    Span content = base::trim(text_, task_cell->span);
    if (const Marker marker = read_marker(text_, content);
        marker.style != Style::None && marker.end < content.until) {
      if (task.number.empty()) task.number = std::string(marker.printed.of(text_));
      content.from = marker.end;
    }
    task.area = area_.title;
    task.area_span = area_.span;
    task.objective = objective_.title;
    task.objective_span = objective_.span;
    add_cell_text(context_, task, content);
    add_fields(row, task);
    finish_task(context_, task);
    out_.tasks.push_back(std::move(task));
  }

  void continue_row(std::uint32_t row) {
    if (out_.tasks.empty()) return;
    add_fields(row, out_.tasks.back());
  }

  void add_fields(std::uint32_t row, Task& task) {
    bool any_role = false;
    const text::Cell* previous = nullptr;
    for (std::uint32_t c = 0; c < table_.columns; ++c) {
      const auto* at = cell(row, c);
      if (at == nullptr || at == previous) continue;
      previous = at;
      if (at->row == row && !words(at).empty() && columns_[c] != Column::Area &&
          columns_[c] != Column::Objective) {
        task.span.from = std::min(task.span.from, at->span.from);
        task.span.until = std::max(task.span.until, at->span.until);
      }
      if (words(at).empty()) continue;
      const Column column = columns_[c];
      if (is_role(role_of(column))) {
        if (words(at) == "同上" || words(at) == "同上。") continue;
        Roles roles = read_roles(text_, base::trim(text_, at->span), role_of(column), 95);
        if (context_.lines.first_leads && column == Column::Responsible && roles.lead.empty() &&
            roles.responsible.size() > 1) {
          roles.lead.push_back(roles.responsible.front());
          roles.responsible.erase(roles.responsible.begin());
        }
        add_roles(task, roles, at->row != row);
        add_deadline_fields(context_, task, roles.deadlines);
        any_role = any_role || !roles.empty();
        if (c >= last_roles_.size()) last_roles_.resize(c + 1);
        last_roles_[c] = std::move(roles);
      } else if (column == Column::Deadline) {
        add_deadline_fields(context_, task, {base::trim(text_, at->span)});
        last_deadline_ = base::trim(text_, at->span);
      } else if (column == Column::Target) {
        read_sentences(context_, task, base::trim(text_, at->span));
      }
    }
    // Left empty below a filled cell: a merge that the file lost.
    if (!any_role && has_role_column())
      for (const auto& roles : last_roles_)
        add_roles(task, roles, true);
  }

  bool has_role_column() const {
    return std::any_of(columns_.begin(), columns_.end(),
                       [](Column c) { return is_role(role_of(c)); });
  }

  Context& context_;
  std::string_view text_;
  const text::Table& table_;
  TableTasks& out_;
  std::vector<std::int32_t> grid_;
  std::vector<Column> columns_;
  std::vector<std::string> titles_;
  std::uint32_t header_from_ = 0, header_until_ = 0;
  Heading area_, objective_;
  Style band_style_ = Style::None;
  const text::Cell* last_task_cell_ = nullptr;
  std::vector<Roles> last_roles_;
  Span last_deadline_;
  std::size_t tasks_before_ = 0; // of tables before this one
  bool divided_ = false;         // rows across the table name the areas
};

} // namespace

TableTasks read_tables(Context& context, const std::vector<text::Table>& tables) {
  TableTasks out;
  for (const auto& table : tables)
    TableReader(context, table, out).read();
  return out;
}

} // namespace plumb::plan
