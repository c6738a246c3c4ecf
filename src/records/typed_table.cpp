// SPDX-License-Identifier: Apache-2.0
#include "typed_table.hpp"

namespace plumb::records {
namespace {

using base::Result;
using expression::Type;
using storage::Value;

std::string quoted(std::string_view name) {
  return '"' + std::string(name) + '"';
}

bool is_personal(const pack::Register& declared, std::string_view name) {
  const auto* field = declared.field(name.substr(0, name.find('.')));
  return field != nullptr && field->personal;
}

std::int64_t scaled(expression::Number number, int scale) {
  for (; number.scale < scale; ++number.scale)
    number.units *= 10;
  for (; number.scale > scale; --number.scale)
    number.units /= 10;
  return number.units;
}

/// A value for SQL; texts that must live until the statement ran go to `texts`.
Value sql_value(const expression::Value& value, const expression::Column& column,
                std::deque<std::string>& texts) {
  if (const auto* flag = std::get_if<bool>(&value)) return std::int64_t{*flag ? 1 : 0};
  if (const auto* number = std::get_if<expression::Number>(&value))
    return scaled(*number, column.scale);
  if (const auto* text = std::get_if<std::string>(&value)) return std::string_view(*text);
  if (const auto* day = std::get_if<base::Date>(&value))
    return std::string_view(texts.emplace_back(base::to_string(*day)));
  if (const auto* list = std::get_if<expression::List>(&value))
    return std::string_view(texts.emplace_back(json_of(*list).dump()));
  return std::monostate{};
}

} // namespace

Json json_of(const expression::Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* number = std::get_if<expression::Number>(&value)) {
    const auto decimal = base::shift({number->units, 0}, -number->scale);
    return decimal ? Json(*decimal) : Json();
  }
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* day = std::get_if<base::Date>(&value)) return base::to_string(*day);
  if (const auto* list = std::get_if<expression::List>(&value)) {
    Json::Array items;
    for (const auto& item : *list)
      items.emplace_back(item);
    return items;
  }
  return {};
}

void append_condition(std::string& sql, std::vector<Value>& values, std::deque<std::string>& texts,
                      const expression::Program& where, const pack::Rulebook& book, Date on) {
  const auto condition = where.compile(static_cast<int>(values.size()) + 1,
                                       [&](std::string_view id) -> expression::Value {
                                         if (id == "today") return on;
                                         return book.parameter_value(id, on);
                                       });
  sql += condition.text;
  for (const auto& value : condition.values) {
    if (const auto* flag = std::get_if<bool>(&value))
      values.emplace_back(std::int64_t{*flag ? 1 : 0});
    else if (const auto* number = std::get_if<expression::Number>(&value))
      values.emplace_back(number->units);
    else if (const auto* text = std::get_if<std::string>(&value))
      values.emplace_back(std::string_view(texts.emplace_back(*text)));
    else if (const auto* day = std::get_if<base::Date>(&value))
      values.emplace_back(std::string_view(texts.emplace_back(base::to_string(*day))));
    else if (const auto* list = std::get_if<expression::List>(&value))
      values.emplace_back(std::string_view(texts.emplace_back(json_of(*list).dump())));
    else
      values.emplace_back(std::monostate{});
  }
}

std::string table_of(std::string_view register_id) {
  return "register_" + std::string(register_id);
}

TypedTable::TypedTable(const pack::Register& declared)
    : declared_(declared), name_(table_of(declared.id)) {
  insert_ = "insert into " + name_ + " (authority_id, record_id, " + std::string(kOrdinalColumn);
  std::string values = "$1, $2, $3", updates;
  int place = 3;
  for (std::size_t i = 0; i < declared.scope.columns.size(); ++i) {
    const auto& column = declared.scope.columns[i];
    if (column.column.empty()) continue;
    if (!is_personal(declared, column.name)) held_.insert(column.name);
    if (column.name == "record_id") continue;
    columns_.push_back({i, &column});
    insert_ += ", " + quoted(column.column);
    values += ", $" + std::to_string(++place);
    updates += (updates.empty() ? "" : ", ") + quoted(column.column) + " = excluded." +
               quoted(column.column);
    shape_ += column.column + ' ' + std::string(expression::name_of(column.type)) + ' ' +
              std::to_string(column.scale) + (held_.contains(column.name) ? "\n" : " apart\n");
  }
  insert_ +=
      ") values (" + values + ") on conflict (authority_id, record_id) do update set " + updates;
  // What rows of lists are made of.
  shape_ += "title " + declared.title_field + "\nlist";
  for (const auto& name : declared.list)
    shape_ += ' ' + name;
  shape_ += "\nindexed";
  for (const auto& field : declared.fields)
    if (field.indexed) shape_ += ' ' + field.id;
  shape_ += "\ntexts";
  for (const auto& field : declared.fields)
    if (!field.personal &&
        (field.type == pack::FieldType::Text || field.type == pack::FieldType::LongText))
      shape_ += ' ' + field.id;
}

Result<void> TypedTable::drop(Connection& writer) const {
  return writer.script("drop table if exists " + name_);
}

Result<void> TypedTable::create(Connection& writer) const {
  std::string sql = "create table " + name_ +
                    " (authority_id text not null, record_id text not null, " +
                    std::string(kOrdinalColumn) + " integer not null";
  for (const auto& held : columns_) {
    const bool whole = held.column->type == Type::Flag || held.column->type == Type::Number;
    sql += ", " + quoted(held.column->column) + (whole ? " integer" : " text");
  }
  sql += ", primary key (authority_id, record_id)) strict";
  PLUMB_TRY(writer.script(sql));
  PLUMB_TRY(writer.script("create unique index " + name_ + "_by_ordinal on " + name_ +
                          " (authority_id, " + std::string(kOrdinalColumn) + ")"));
  for (const auto& field : declared_.fields) {
    if (!field.indexed || !holds(field.id)) continue;
    PLUMB_TRY(writer.script("create index " + name_ + "_by_" + field.id + " on " + name_ +
                            " (authority_id, " + quoted(field.id) + ", " +
                            std::string(kOrdinalColumn) + ", \"state\")"));
  }
  return {};
}

Result<void> TypedTable::put(Connection& writer, std::string_view authority_id,
                             std::int64_t ordinal, const registers::Record& record) const {
  // `today` is no column, so the day does not matter.
  const auto values = registers::values_of(declared_, record, record.opened_on);
  std::deque<std::string> texts;
  std::vector<Value> row{authority_id, std::string_view(record.record_id), ordinal};
  for (const auto& held : columns_)
    row.push_back(holds(held.column->name) && held.index < values.size()
                      ? sql_value(values[held.index], *held.column, texts)
                      : Value(std::monostate{}));
  PLUMB_TRY(writer.run(insert_, row));
  return {};
}

} // namespace plumb::records
