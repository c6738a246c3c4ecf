// SPDX-License-Identifier: Apache-2.0
#include "sql_words.hpp"

#include <plumb/storage/catalogue.hpp>

#include <algorithm>

namespace plumb::storage {

namespace {

/// Rows and bytes held in memory while a table is copied.
constexpr std::size_t kCopyRows = 256, kCopyBytes = 4 << 20;

ColumnType type_of(std::string_view name) {
  if (name == "integer" || name == "bigint" || name == "INTEGER") return ColumnType::Integer;
  if (name == "text" || name == "TEXT") return ColumnType::Text;
  if (name == "blob" || name == "bytea" || name == "BLOB") return ColumnType::Blob;
  return ColumnType::Other;
}

base::Result<std::vector<std::string>> names(Connection& connection, std::string_view sql,
                                             std::initializer_list<Value> values) {
  std::vector<std::string> out;
  PLUMB_TRY(connection.run(sql, values, [&](const Row& row) {
    out.emplace_back(row.text(0));
    return true;
  }));
  return out;
}

/// Rows on their way from one database to another.
class Copy {
public:
  Copy(Connection& to, std::string insert, std::vector<Column> columns)
      : to_(to), insert_(std::move(insert)), columns_(std::move(columns)) {}

  base::Result<void> add(const Row& row) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const int at = static_cast<int>(i);
      Cell cell{.null = row.is_null(at), .number = 0, .text = {}};
      if (!cell.null && columns_[i].type == ColumnType::Integer) cell.number = row.integer(at);
      if (!cell.null && columns_[i].type != ColumnType::Integer) cell.text = row.text(at);
      bytes_ += cell.text.size();
      cells_.push_back(std::move(cell));
    }
    ++count_;
    return ++rows_ < kCopyRows && bytes_ < kCopyBytes ? base::Result<void>() : flush();
  }
  base::Result<void> flush() {
    const auto written =
        to_.batch(insert_, columns_.size(), rows_, [&](std::size_t row, std::span<Value> values) {
          for (std::size_t i = 0; i < values.size(); ++i) {
            const Cell& cell = cells_[row * values.size() + i];
            const ColumnType type = columns_[i].type;
            if (cell.null)
              values[i] = std::monostate{};
            else if (type == ColumnType::Integer)
              values[i] = cell.number;
            else if (type == ColumnType::Blob)
              values[i] = Blob{cell.text};
            else
              values[i] = std::string_view(cell.text);
          }
        });
    cells_.clear();
    rows_ = bytes_ = 0;
    return written;
  }
  [[nodiscard]] std::int64_t count() const { return count_; }

private:
  struct Cell {
    bool null;
    std::int64_t number;
    std::string text;
  };
  Connection& to_;
  std::string insert_;
  std::vector<Column> columns_;
  std::vector<Cell> cells_;
  std::size_t rows_ = 0, bytes_ = 0;
  std::int64_t count_ = 0;
};

} // namespace

base::Result<std::vector<std::string>> tables_of(Connection& connection) {
  return names(connection,
               connection.engine() == Engine::Sqlite
                   ? "select name from pragma_table_list where schema = 'main' and type = 'table' "
                     "and substr(name, 1, 7) <> 'sqlite_' order by name"
                   : "select c.relname from pg_class c where c.relnamespace = "
                     "current_schema()::regnamespace and c.relkind in ('r', 'p') "
                     "order by c.relname collate \"C\"",
               {});
}

base::Result<std::vector<Column>> columns_of(Connection& connection, std::string_view table) {
  std::vector<Column> out;
  PLUMB_TRY(connection.run(
      connection.engine() == Engine::Sqlite
          ? "select name, lower(type) from pragma_table_info($1) order by cid"
          : "select column_name, data_type from information_schema.columns where table_schema = "
            "current_schema() and table_name = $1 order by ordinal_position",
      {table}, [&](const Row& row) {
        out.push_back({std::string(row.text(0)), type_of(row.text(1))});
        return true;
      }));
  return out;
}

base::Result<std::vector<std::string>> primary_key_of(Connection& connection,
                                                      std::string_view table) {
  return names(
      connection,
      connection.engine() == Engine::Sqlite
          ? "select name from pragma_table_info($1) where pk > 0 order by pk"
          : "select a.attname from pg_index i join pg_class c on c.oid = i.indrelid cross join "
            "unnest(i.indkey) with ordinality as k (attnum, place) join pg_attribute a on "
            "a.attrelid = c.oid and a.attnum = k.attnum where i.indisprimary and c.relname = $1 "
            "and c.relnamespace = current_schema()::regnamespace order by k.place",
      {table});
}

std::vector<std::string> tables_created(std::span<const Migration> steps) {
  std::vector<std::string> out;
  for (const auto& step : steps)
    each_statement(step.sql, [&](const std::vector<std::string>& words) {
      // create table [if not exists] NAME … / drop table [if exists] NAME
      if (words.size() < 3 || words[1] != "table") return;
      std::size_t at = 2;
      while (at < words.size() &&
             (words[at] == "if" || words[at] == "not" || words[at] == "exists"))
        ++at;
      if (at == words.size()) return;
      if (words[0] == "create") out.push_back(words[at]);
      if (words[0] == "drop") std::erase(out, words[at]);
      if (words[0] == "alter" && words.size() > at + 3 && words[at + 1] == "rename" &&
          words[at + 2] == "to")
        std::replace(out.begin(), out.end(), words[at], words[at + 3]);
    });
  return out;
}

base::Result<std::int64_t> copy_rows(Connection& from, Connection& to, std::string_view table) {
  PLUMB_TRY_ASSIGN(auto columns, columns_of(from, table));
  PLUMB_TRY_ASSIGN(auto there, columns_of(to, table));
  const auto by_name = [](const Column& a, const Column& b) { return a.name < b.name; };
  std::sort(columns.begin(), columns.end(), by_name);
  std::sort(there.begin(), there.end(), by_name);
  if (columns.empty() || columns != there)
    return base::fail(base::ErrorKind::Unavailable, "storage.other_columns",
                      {{"table", std::string(table)}});
  std::string list, places;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    list += (i > 0 ? ", \"" : "\"") + columns[i].name + '"';
    places += (i > 0 ? ", $" : "$") + std::to_string(i + 1);
  }
  const std::string name = '"' + std::string(table) + '"';
  Copy copy(to, "insert into " + name + " (" + list + ") values (" + places + ")", columns);
  base::Result<void> moved;
  PLUMB_TRY_ASSIGN(const auto key, primary_key_of(from, table));
  std::string order;
  for (const auto& column : key)
    order += (order.empty() ? " order by \"" : ", \"") + column + '"';
  PLUMB_TRY(from.run("select " + list + " from " + name + order, {}, [&](const Row& row) {
    moved = copy.add(row);
    return moved.has_value();
  }));
  PLUMB_TRY(moved);
  PLUMB_TRY(copy.flush());
  return copy.count();
}

} // namespace plumb::storage
