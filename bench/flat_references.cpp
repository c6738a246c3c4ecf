// SPDX-License-Identifier: Apache-2.0
#include "flat_references.hpp"

#include "measuring.hpp"

#include <plumb/event/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace plumb::bench {

using event::Json;

namespace {

Figures figures_of(const Json& rows) {
  Figures out;
  for (const auto& row : rows.items()) {
    auto& amounts = out[row.items().front().integer_or(-1)];
    for (std::size_t i = 1; i < row.items().size(); ++i)
      amounts.push_back(row.items()[i].integer_or(-1));
  }
  return out;
}

Figures grouped(storage::Database& database, const std::string& sql, std::size_t columns) {
  Figures out;
  const auto reader = must(database.reader());
  (void)must(reader->run(sql, {}, [&](const storage::Row& row) {
    auto& amounts = out[row.integer(0)];
    for (std::size_t i = 1; i <= columns; ++i)
      amounts.push_back(row.integer(static_cast<int>(i)));
    return true;
  }));
  return out;
}

} // namespace

FlatWriter::FlatWriter(storage::Database& database, const Board& board)
    : database_(database), columns_(board.columns().size()) {
  std::string table = "create table flat (", values;
  sql_ = "insert into flat values (";
  const auto names = board.columns();
  for (std::size_t i = 0; i < names.size(); ++i) {
    table += (i == 0 ? "" : ", ") + names[i] + " integer";
    sql_ += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
  }
  sql_ += ')';
  must((*must(database_.writer())).script(table + ")"));
}

void FlatWriter::add(std::int64_t unit, const Shape& shape) {
  rows_.emplace_back(unit, &shape);
  if (rows_.size() >= 20'000) write();
}

void FlatWriter::write() {
  const auto writer = must(database_.writer());
  must(writer->transaction([&] {
    return writer->batch(sql_, columns_, rows_.size(),
                         [&](std::size_t at, std::span<storage::Value> values) {
                           const auto& [unit, shape] = rows_[at];
                           values[0] = unit;
                           for (std::size_t i = 0; i < shape->row.size(); ++i) {
                             values[i + 1] = std::monostate{};
                             if (shape->row[i]) values[i + 1] = *shape->row[i];
                           }
                         });
  }));
  rows_.clear();
}

Reference by_group(const std::string& name, storage::Database& database, const Board& board,
                   const Days& days, Figures& figures) {
  Reference out{.name = name};
  auto start = Clock::now();
  figures = grouped(database, board.whole_sql(days.from, days.until), board.measures.size());
  out.whole_ms = seconds_since(start) * 1e3;
  start = Clock::now();
  (void)grouped(database, board.one_sql(days.from, days.until), 1);
  out.one_ms = seconds_since(start) * 1e3;
  return out;
}

Reference by_duckdb(const std::string& command, const std::string& folder, const std::string& csv,
                    const Board& board, const Days& days, Figures& figures) {
  const auto request = folder + "/request.json", answer = folder + "/answer.json";
  Json::Array columns;
  for (const auto& name : board.columns())
    columns.emplace_back(name);
  const auto query = [](const char* name, std::string sql, int times) {
    return Json(Json::Object{{"name", name}, {"sql", std::move(sql)}, {"times", times}});
  };
  const Json asked = Json::Object{
      {"csv", csv},
      {"database", folder + "/flat.duckdb"},
      {"columns", std::move(columns)},
      {"queries", Json::Array{query("whole", board.whole_sql(days.from, days.until), 5),
                              query("one", board.one_sql(days.from, days.until), 11)}}};
  std::ofstream(request) << asked.dump();
  if (std::system((command + " " + request + " > " + answer).c_str()) != 0)
    give_up("DuckDB did not answer");
  std::ifstream in(answer);
  const auto read = must(event::parse_json(std::string(std::istreambuf_iterator<char>(in), {})));
  std::filesystem::remove(folder + "/flat.duckdb");
  const auto number = [](const Json& json) {
    const auto decimal = json.number().value_or(base::Decimal{});
    double value = static_cast<double>(decimal.units);
    for (int i = 0; i < decimal.scale; ++i)
      value /= 10;
    return value;
  };
  figures = figures_of(read["queries"]["whole"]["rows"]);
  return {.name = "DuckDB " + read["version"].text(),
          .whole_ms = number(read["queries"]["whole"]["median_ms"]),
          .one_ms = number(read["queries"]["one"]["median_ms"])};
}

} // namespace plumb::bench
