// SPDX-License-Identifier: Apache-2.0
// Sheets that go out: the template, the export.
#include "cells.hpp"
#include "columns.hpp"

#include <algorithm>

namespace plumb::exchange {
namespace {

using base::Result;
using View = std::string_view;

constexpr std::uint32_t kTemplateRows = 5'000;
constexpr View kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

sheet::TableColumn own_column(const pack::Register& declared, Role role, std::string note) {
  sheet::TableColumn out;
  out.heading = heading_of(declared, role);
  out.width = role == Role::Record ? 22 : 13;
  out.note = std::move(note);
  if (role == Role::OpenedOn) out.kind = sheet::TableColumn::Kind::Date;
  return out;
}

/// Sheet names end at 31 characters and exclude a few signs.
std::string sheet_name(View title) {
  constexpr std::size_t kCharactersMax = 28;
  std::string out;
  std::size_t count = 0;
  for (const char c : title) {
    const bool begins = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (begins && ++count > kCharactersMax) break;
    out += View("[]:*?/\\'").find(c) == View::npos ? c : ' ';
  }
  return out.empty() ? "登记簿" : out;
}

/// The cells of a record in the order of the columns of an export.
class RecordCells {
public:
  RecordCells(const pack::Register& declared, const organisation::Tree& tree)
      : declared_(declared), names_(tree) {
    for (const auto& field : declared.fields)
      if (!field.personal) fields_.push_back(&field);
  }
  [[nodiscard]] const std::vector<const pack::Field*>& fields() const { return fields_; }
  std::vector<std::string> of(const registers::Record& record) {
    const auto* state = declared_.state(record.state);
    std::vector<std::string> out{record.record_id, state != nullptr ? state->title : record.state,
                                 record.unit.empty() ? std::string() : names_.of(record.unit),
                                 base::to_string(record.opened_on)};
    for (const auto* field : fields_)
      out.push_back(write_cell(*field, record.fields[field->id], names_));
    return out;
  }

private:
  const pack::Register& declared_;
  Names names_;
  std::vector<const pack::Field*> fields_;
};

constexpr Role kExported[] = {Role::Record, Role::State, Role::Unit, Role::OpenedOn};

Result<void> visit_rows(const Place& place, const records::Query& query, RecordCells& cells,
                        const std::function<void(const std::vector<std::string>&)>& on_row) {
  return place.records.visit(place.authority_id, place.register_id, query,
                             [&](const registers::Record& record) {
                               on_row(cells.of(record));
                               return true;
                             });
}

Result<std::string> export_xlsx(const Place& place, const Declared& declared,
                                const records::Query& query) {
  RecordCells cells(*declared.register_, place.tree);
  std::vector<sheet::TableColumn> columns;
  for (const Role role : kExported)
    columns.push_back(own_column(*declared.register_, role, ""));
  for (const auto* field : cells.fields()) {
    columns.push_back(table_column(*declared.register_, *field, place.tree, false));
    columns.back().choices.clear();
    columns.back().note.clear();
  }
  PLUMB_TRY_ASSIGN(auto writer, sheet::TableWriter::create(sheet_name(declared.register_->title),
                                                           std::move(columns), 0));
  PLUMB_TRY(visit_rows(place, query, cells, [&](const auto& row) { writer.add(row); }));
  return writer.finish();
}

} // namespace

Result<File> make_template(const Place& place, View step) {
  PLUMB_TRY_ASSIGN(const auto declared, find_declared(place));
  PLUMB_TRY_ASSIGN(const auto* opening, find_opening(*declared.register_, step));
  const auto& rules = *declared.register_;
  std::vector<sheet::TableColumn> columns;
  columns.push_back(own_column(rules, Role::Record, "新记录留空；改已有的记录时填它的编号。"));
  if (opening->dated)
    columns.push_back(own_column(rules, Role::OpenedOn,
                                 "“" + opening->title + "”发生的日期；留空即为导入当天。"));
  for (const auto* field : asked_by(rules, *opening))
    columns.push_back(table_column(rules, *field, place.tree, is_required(*opening, *field)));
  PLUMB_TRY_ASSIGN(auto writer, sheet::TableWriter::create(sheet_name(rules.title),
                                                           std::move(columns), kTemplateRows));
  PLUMB_TRY_ASSIGN(auto bytes, writer.finish());
  return File{rules.title + "-导入模板.xlsx", std::string(kXlsx), std::move(bytes)};
}

Result<std::string> export_name(const Place& place) {
  PLUMB_TRY_ASSIGN(const auto declared, find_declared(place));
  return declared.register_->title;
}

Result<void> export_csv(const Place& place, const records::Query& query,
                        const std::function<void(View part)>& write) {
  PLUMB_TRY_ASSIGN(const auto declared, find_declared(place));
  RecordCells cells(*declared.register_, place.tree);
  std::vector<std::string> headings;
  for (const Role role : kExported)
    headings.push_back(heading_of(*declared.register_, role));
  for (const auto* field : cells.fields())
    headings.push_back(heading_of(*declared.register_, *field));
  write(sheet::kByteOrderMark);
  write(sheet::csv_row(headings));
  return visit_rows(place, query, cells, [&](const auto& row) { write(sheet::csv_row(row)); });
}

Result<File> export_records(const Place& place, const records::Query& query, Format format) {
  PLUMB_TRY_ASSIGN(const auto declared, find_declared(place));
  const std::string& title = declared.register_->title;
  if (format == Format::Xlsx) {
    PLUMB_TRY_ASSIGN(auto bytes, export_xlsx(place, declared, query));
    return File{title + ".xlsx", std::string(kXlsx), std::move(bytes)};
  }
  File out{title + ".csv", "text/csv; charset=utf-8", {}};
  PLUMB_TRY(export_csv(place, query, [&](View part) { out.bytes += part; }));
  return out;
}

} // namespace plumb::exchange
