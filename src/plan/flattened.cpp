// SPDX-License-Identifier: Apache-2.0
// A table whose cells a web page or a copy turned into one line each. The titles of the columns
// come first, one after the other; the rows are told by their numbers and by what each cell looks
// like.
#include "columns.hpp"
#include "outline.hpp"
#include "tables.hpp"

#include <algorithm>

namespace plumb::plan {
namespace {

constexpr std::size_t kLongestTitleCell = 50; // characters of an area or objective cell

class FlattenedReader {
public:
  explicit FlattenedReader(Context& context)
      : context_(context), text_(context.text), lines_(context.lines.lines) {}

  TableTasks read() {
    const auto end = context_.frame.body_until;
    for (std::uint32_t i = 0; i < end;) {
      const std::uint32_t header = header_length(i, end);
      if (header == 0) {
        ++i;
        continue;
      }
      if (!take_header(i, header)) {
        i += header;
        continue;
      }
      const std::uint32_t until = read_rows(i + header, end);
      i = std::max(until, i + header);
    }
    return std::move(out_);
  }

private:
  struct Row {
    Task task;
    bool has_roles = false;
    bool has_deadline = false;
    int objective = 0; // which objective cell it stands under
    Roles roles;
  };
  struct Heading {
    std::string title, number;
    Span span;
  };

  std::string_view words(std::uint32_t i) const { return lines_[i].span.of(text_); }

  /// Number of lines that are titles of columns, from `i` on; 0 if fewer than three.
  std::uint32_t header_length(std::uint32_t i, std::uint32_t end) const {
    if (lines_[i].span.size() > 60) return 0;
    std::uint32_t n = 0;
    bool task = false;
    bool other = false;
    while (i + n < end && n < 12) {
      const Line& line = lines_[i + n];
      const bool label = line.kind == LineKind::Goal || line.kind == LineKind::Cell ||
                         line.kind == LineKind::EffectItem;
      if (label || line.span.size() > 60 || line.marker.style != Style::None ||
          has_any(words(i + n), {":", "：", "。", ",", "，"}))
        break;
      const Column column = column_of(words(i + n));
      if (column == Column::Unknown) break;
      task = task || column == Column::Task || column == Column::Objective ||
             column == Column::Area || column == Column::Target;
      other = other || is_role(role_of(column)) || column == Column::Number ||
              column == Column::Deadline;
      ++n;
    }
    return n >= 3 && task && other ? n : 0;
  }

  bool take_header(std::uint32_t from, std::uint32_t length) {
    columns_.clear();
    titles_.clear();
    for (std::uint32_t i = from; i < from + length; ++i) {
      titles_.push_back(squeeze(words(i)));
      columns_.push_back(column_of(titles_.back()));
    }
    if (!settle_columns(titles_, columns_)) return false;
    mark_header(from, length);
    return true;
  }

  void mark_header(std::uint32_t from, std::uint32_t length) {
    for (std::uint32_t i = from; i < from + length; ++i) {
      out_.headers.push_back(lines_[i].span);
      lines_[i].kind = LineKind::Cell;
    }
  }

  bool has(Column column) const {
    return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
  }
  bool has_role_column() const {
    return std::any_of(columns_.begin(), columns_.end(),
                       [](Column c) { return is_role(role_of(c)); });
  }
  LabelKind nth_role(std::size_t n) const {
    for (const Column column : columns_)
      if (is_role(role_of(column)) && n-- == 0) return role_of(column);
    for (std::size_t c = columns_.size(); c-- > 0;)
      if (is_role(role_of(columns_[c]))) return role_of(columns_[c]);
    return LabelKind::Responsible;
  }

  bool repeats_header(std::uint32_t i, std::uint32_t end) const {
    if (i + titles_.size() > end || lines_[i].span.size() > 60 ||
        lines_[i].span.size() < titles_[0].size())
      return false;
    for (std::size_t k = 0; k < titles_.size(); ++k)
      if (squeeze(words(i + static_cast<std::uint32_t>(k))) != titles_[k]) return false;
    return true;
  }

  /// A line that is only a number, and the next one of the column.
  bool is_number_cell(std::uint32_t i) const {
    const Marker& marker = lines_[i].marker;
    if (marker.style != Style::Arabic || marker.printed.until != lines_[i].span.until) return false;
    if (last_number_ == 0) return marker.value <= 3;
    return marker.value > last_number_ ? marker.value <= last_number_ + 3 : marker.value == 1;
  }

  bool is_short_title(std::uint32_t i) const {
    const auto line = words(i);
    if (line.size() > kLongestTitleCell * 3 || plumb::plan::has(line, "。")) return false;
    const auto last = glyph_before(line, line.size()).value;
    return !is_semicolon(last) && !is_comma(last) && !is_colon(last) && !is_enumeration_comma(last);
  }

  bool is_area_cell(std::uint32_t i) const {
    const Style style = lines_[i].marker.style;
    if (!is_short_title(i) || (!has(Column::Area) && !has(Column::Objective))) return false;
    return style == Style::HanComma || style == Style::Part || style == Style::Chapter ||
           (style == Style::HanParen && !has(Column::Objective));
  }

  /// A numbered short cell that leads to the number of a row.
  bool is_objective_cell(std::uint32_t i, std::uint32_t end) const {
    const Style style = lines_[i].marker.style;
    if (!has(Column::Objective) || !is_short_title(i) ||
        lines_[i].marker.printed.until == lines_[i].span.until)
      return false;
    if (style != Style::Arabic && style != Style::HanParen && style != Style::Dotted &&
        style != Style::ArabicParen)
      return false;
    if (!has(Column::Number)) return true;
    return i + 1 < end && (is_number_cell(i + 1) || header_length(i + 1, end) > 0);
  }

  void set(Heading& heading, std::uint32_t i, bool& changed) {
    const Line& line = lines_[i];
    Heading next;
    const std::uint32_t from = line.marker.style == Style::None ? line.span.from : line.marker.end;
    next.span = base::trim(text_, {from, line.span.until});
    next.title = squeeze(next.span.of(text_));
    if (line.marker.style != Style::None) next.number = std::string(line.marker.printed.of(text_));
    changed = next.title != heading.title;
    if (changed)
      out_.areas.push_back({next.number, next.title, {}, line.span});
    else
      out_.headers.push_back(line.span); // repeated where a page broke
    heading = next;
    lines_[i].kind = LineKind::Cell;
  }

  void start_row(std::uint32_t number_line) {
    finish_row();
    open_ = true;
    row_ = Row{};
    row_.objective = objective_count_;
    row_.task.area = area_.title;
    row_.task.area_span = area_.span;
    row_.task.objective = objective_.title;
    row_.task.objective_span = objective_.span;
    row_.task.confidence = 88;
    roles_seen_ = 0;
    headings_taken_ = 0;
    if (number_line != kNoLine) {
      const Line& line = lines_[number_line];
      row_.task.number = std::string(line.marker.printed.of(text_));
      row_.task.span = line.span;
      last_number_ = line.marker.value;
      lines_[number_line].kind = LineKind::Cell;
    }
  }

  void finish_row() {
    if (open_ && !row_.task.text.empty()) {
      finish_task(context_, row_.task);
      rows_.push_back(std::move(row_));
    }
    open_ = false;
  }

  void cover(std::uint32_t i) {
    const Span span = lines_[i].span;
    if (row_.task.span.empty()) row_.task.span = span;
    row_.task.span.from = std::min(row_.task.span.from, span.from);
    row_.task.span.until = std::max(row_.task.span.until, span.until);
    lines_[i].kind = LineKind::Cell;
  }

  /// Role cells: labelled, or a list of units under a role column.
  bool take_roles(std::uint32_t i) {
    Line& line = lines_[i];
    const auto [from, until] = context_.lines.clauses_of(i, i + 1);
    if (line.kind == LineKind::Role) {
      for (std::size_t c = from; c < until; ++c) {
        const Clause& clause = context_.lines.clauses[c];
        Roles roles = read_roles(text_, clause.inside, clause.otherwise, 95);
        add_deadline_fields(context_, row_.task, roles.deadlines);
        row_.roles.append(roles);
      }
    } else {
      const bool open = row_.has_roles && ended_open_;
      if (!has_role_column() || row_.task.text.empty() ||
          (!open && !is_unit_list(text_, line.span)))
        return false;
      if (!open && row_.has_roles && i > 0 && !last_was_role_) return false;
      const LabelKind role = nth_role(open && roles_seen_ > 0 ? roles_seen_ - 1 : roles_seen_);
      row_.roles.append(read_roles(text_, line.span, role, 90));
      if (!open) ++roles_seen_;
    }
    const auto last = glyph_before(text_, line.span.until).value;
    ended_open_ = is_enumeration_comma(last) || is_comma(last);
    row_.has_roles = true;
    last_was_role_ = true;
    cover(i);
    return true;
  }

  bool take_deadline(std::uint32_t i) {
    Line& line = lines_[i];
    if (line.kind != LineKind::Deadline) {
      if (!has(Column::Deadline) || row_.has_deadline || row_.task.text.empty() ||
          line.span.size() > 75)
        return false;
      std::vector<Deadline> found;
      read_deadlines(text_, line.span, context_.frame.dates, Place::Field, found);
      if (found.empty()) return false;
    }
    Label label = read_label(text_, line.span.from, line.span.until);
    const Span value{label.kind == LabelKind::Deadline ? label.end : line.span.from,
                     line.span.until};
    add_deadline_fields(context_, row_.task, {value});
    row_.has_deadline = true;
    cover(i);
    return true;
  }

  void take_text(std::uint32_t i) {
    Span cell = lines_[i].span;
    if (row_.task.text.empty() && row_.task.number.empty() &&
        lines_[i].marker.style != Style::None && lines_[i].marker.end < cell.until) {
      row_.task.number = std::string(lines_[i].marker.printed.of(text_));
      cell.from = lines_[i].marker.end;
    }
    if (!row_.task.text.empty()) row_.task.text.push_back('\n');
    add_cell_text(context_, row_.task, cell);
    cover(i);
  }

  /// Columns before the task but behind the number: 序号 | 重点任务 | 具体措施. A merged cell
  /// stands in the first of its rows only, so a short line followed by text is one, a line followed
  /// by the next column is the task.
  bool take_heading_of_row(std::uint32_t i, std::uint32_t end) {
    if (!row_.task.text.empty() || !has(Column::Number) || lines_[i].kind != LineKind::Text ||
        i + 1 >= end)
      return false;
    const auto number = std::find(columns_.begin(), columns_.end(), Column::Number);
    std::vector<Column> headings;
    for (auto column = number; column != columns_.end() && *column != Column::Task; ++column)
      if (*column == Column::Area || *column == Column::Objective) headings.push_back(*column);
    if (headings_taken_ >= headings.size() || !is_short_title(i)) return false;
    const Line& next = lines_[i + 1];
    const bool text_next = next.kind == LineKind::Text && !is_number_cell(i + 1) &&
                           !is_unit_list(text_, next.span) && !is_time(next.span);
    if (!text_next) return false;
    bool changed = false;
    const bool area = headings[headings_taken_++] == Column::Area;
    cover(i);
    set(area ? area_ : objective_, i, changed);
    if (changed) ++objective_count_;
    if (changed && area) objective_ = {};
    row_.objective = objective_count_;
    row_.task.area = area_.title;
    row_.task.area_span = area_.span;
    row_.task.objective = objective_.title;
    row_.task.objective_span = objective_.span;
    return true;
  }

  bool is_time(Span span) const {
    if (span.size() > 75) return false;
    std::vector<Deadline> found;
    read_deadlines(text_, span, context_.frame.dates, Place::Field, found);
    return !found.empty();
  }

  /// Unnumbered area and objective cells stand between a finished row and the next number.
  std::uint32_t take_plain_headings(std::uint32_t i, std::uint32_t end) {
    std::uint32_t n = 0;
    while (i + n < end && n < 3 && lines_[i + n].marker.style == Style::None &&
           is_short_title(i + n) && lines_[i + n].kind == LineKind::Text &&
           !(has(Column::Deadline) && is_time(lines_[i + n].span)) &&
           !(has_role_column() && is_unit_list(text_, lines_[i + n].span)))
      ++n;
    if (n == 0 || n > 2 || i + n >= end || !is_number_cell(i + n)) return 0;
    if (!has(Column::Area) && !has(Column::Objective)) return 0;
    bool changed = false;
    if (n == 2 && has(Column::Area) && has(Column::Objective)) {
      set(area_, i, changed);
      set(objective_, i + 1, changed);
    } else if (n == 1) {
      set(has(Column::Objective) ? objective_ : area_, i, changed);
    } else {
      return 0;
    }
    ++objective_count_;
    return n;
  }

  std::uint32_t read_rows(std::uint32_t from, std::uint32_t end) {
    area_ = {};
    objective_ = {};
    last_number_ = 0;
    divided_ = false;
    const bool numbered = has(Column::Number);
    rows_.clear();
    std::uint32_t i = from;
    while (i < end) {
      if (lines_[i].kind == LineKind::Cell && context_.frame.why[i] == Why::None && !open_ &&
          rows_.empty())
        break;
      if (repeats_header(i, end)) {
        mark_header(i, static_cast<std::uint32_t>(titles_.size()));
        i += static_cast<std::uint32_t>(titles_.size());
        continue;
      }
      const bool row_has_text = open_ && !row_.task.text.empty();
      const bool between = !open_ || row_has_text;
      if (between && numbered && is_number_cell(i)) {
        start_row(i);
        last_was_role_ = false;
        ++i;
        continue;
      }
      if (between && is_area_cell(i)) {
        finish_row();
        if (rows_.empty() && numbered && i + 1 < end && is_number_cell(i + 1)) {
          settle_divided(titles_, columns_);
          divided_ = true;
        }
        bool changed = false;
        set(area_, i, changed);
        if (changed) {
          objective_ = {};
          ++objective_count_;
        }
        ++i;
        continue;
      }
      if (between && is_objective_cell(i, end)) {
        finish_row();
        bool changed = false;
        set(objective_, i, changed);
        if (changed) ++objective_count_;
        ++i;
        continue;
      }
      if ((!open_ || row_.has_roles || row_.has_deadline || rows_.empty()) && numbered) {
        const bool may = !open_ || row_.has_roles || row_.has_deadline;
        if (const std::uint32_t n = may ? take_plain_headings(i, end) : 0; n > 0) {
          finish_row();
          row_ = Row{};
          i += n;
          continue;
        }
      }
      if (!open_) {
        if (numbered) break; // no row begins here: the table is over
        start_row(kNoLine);
      }
      if (context_.frame.why[i] != Why::None) break;
      if (lines_[i].kind == LineKind::Person) {
        cover(i);
        ++i;
        continue;
      }
      if (take_heading_of_row(i, end)) {
        ++i;
        continue;
      }
      if (take_roles(i) || take_deadline(i)) {
        ++i;
        continue;
      }
      last_was_role_ = false;
      if (!numbered && (row_.has_roles || row_.has_deadline)) {
        start_row(kNoLine);
      } else if (numbered && (row_.has_roles && ends_table(i))) {
        break;
      }
      take_text(i);
      ++i;
    }
    finish_row();
    inherit();
    const std::size_t before = out_.tasks.size();
    for (auto& row : rows_)
      out_.tasks.push_back(std::move(row.task));
    if (divided_) name_by_objective(out_.tasks, before, out_.areas);
    rows_.clear();
    return i;
  }

  /// Text behind a complete row that begins a new chapter of the document.
  bool ends_table(std::uint32_t i) const {
    const auto line = words(i);
    return line.starts_with("附件") || line.starts_with("备注") || line.starts_with("注:") ||
           line.starts_with("注：") ||
           (lines_[i].marker.style == Style::HanComma && line.size() > 3 * kLongestTitleCell);
  }

  /// One role cell may span the tasks of its objective: those without take the nearest above, else
  /// the next below.
  void inherit() {
    const auto give = [](Row& row, const Roles& roles, bool inherited) {
      add_roles(row.task, roles, inherited);
      row.has_roles = true;
    };
    for (auto& row : rows_)
      if (row.has_roles) add_roles(row.task, row.roles);
    std::vector<bool> own;
    for (const auto& row : rows_)
      own.push_back(row.has_roles);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (own[i]) {
        out_.with_roles = true;
        continue;
      }
      for (std::size_t k = i; k-- > 0 && rows_[k].objective == rows_[i].objective;)
        if (own[k]) {
          rows_[i].roles = rows_[k].roles;
          give(rows_[i], rows_[k].roles, true);
          break;
        }
    }
    // An objective without any role cell: the cell above went on over its border.
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      if (rows_[i].has_roles || !rows_[i - 1].has_roles ||
          rows_[i - 1].task.area != rows_[i].task.area)
        continue;
      const bool next_has = i + 1 < rows_.size() && rows_[i + 1].objective == rows_[i].objective &&
                            rows_[i + 1].has_roles;
      if (next_has) continue;
      rows_[i].roles = rows_[i - 1].roles;
      give(rows_[i], rows_[i].roles, true);
    }
    for (std::size_t i = rows_.size(); i-- > 0;) {
      if (rows_[i].has_roles || i + 1 >= rows_.size() || !rows_[i + 1].has_roles) continue;
      if (rows_[i + 1].objective != rows_[i].objective) continue;
      rows_[i].roles = rows_[i + 1].roles;
      give(rows_[i], rows_[i + 1].roles, true);
    }
  }

  static constexpr std::uint32_t kNoLine = 0xFFFFFFFFU;

  Context& context_;
  std::string_view text_;
  std::vector<Line>& lines_;
  TableTasks out_;
  std::vector<Column> columns_;
  std::vector<std::string> titles_;
  std::vector<Row> rows_;
  Heading area_, objective_;
  int objective_count_ = 0;
  int last_number_ = 0;
  bool open_ = false;
  Row row_;
  std::size_t roles_seen_ = 0;
  std::size_t headings_taken_ = 0;
  bool last_was_role_ = false;
  bool ended_open_ = false;
  bool divided_ = false; // rows across the table name the areas
};

} // namespace

TableTasks read_flattened(Context& context) {
  return FlattenedReader(context).read();
}

} // namespace plumb::plan
