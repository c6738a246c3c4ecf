// SPDX-License-Identifier: Apache-2.0
// What an expression says of a record is what its SQL says of the record's row, in a real database.
#include "generate.hpp"

#include <plumb/base/check.hpp>
#include <plumb/event/json.hpp>
#include <plumb/storage/testing.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <memory>
#include <optional>

namespace plumb::agreement {
namespace {

using expression::List;
using expression::Number;
using expression::Program;
using expression::Record;
using expression::Sql;

/// Texts that a statement's values point into.
struct Bound {
  std::vector<std::string> texts;
  std::vector<storage::Value> values;

  void add(const Value& value) {
    if (const auto* number = std::get_if<Number>(&value)) {
      values.emplace_back(number->units);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      values.emplace_back(std::string_view(*text));
    } else {
      PLUMB_CHECK(std::holds_alternative<std::monostate>(value));
      values.emplace_back();
    }
  }
};

/// As the registers' table holds it.
Value stored(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return Number{*flag ? 1 : 0, 0};
  if (const auto* date = std::get_if<base::Date>(&value)) return base::to_string(*date);
  if (const auto* list = std::get_if<List>(&value)) {
    event::Json::Array array(list->begin(), list->end());
    return event::Json(std::move(array)).dump();
  }
  return value;
}

/// As SQL gives it back: nothing, a whole number or a text.
std::string shown(const Value& value) {
  const Value plain = stored(value);
  if (const auto* number = std::get_if<Number>(&plain)) return std::to_string(number->units);
  const auto* text = std::get_if<std::string>(&plain);
  return text == nullptr ? "null" : "'" + *text + "'";
}

class Table {
public:
  Table() : database_(storage::testing::fresh_database()), writer_(*database_->writer()) {
    script("create table record (number integer primary key, flag integer, \"order\" integer, "
           "whole integer, part integer, some_text text, \"group\" text, step_a_on text, "
           "\"end\" text, list text, others text) strict");
  }

  void fill(const std::vector<RandomRecord>& records) {
    script("delete from record");
    for (std::size_t i = 0; i < records.size(); ++i) {
      std::vector<Value> values = {Number{static_cast<std::int64_t>(i), 0}};
      for (const Value& value : records[i].values)
        values.push_back(stored(value));
      values.pop_back(); // today
      std::string sql = "insert into record values ($1";
      for (std::size_t n = 2; n <= values.size(); ++n)
        sql += ", $" + std::to_string(n);
      (void)rows(sql + ")", values, false);
    }
  }

  /// What each row gives in the first column, in order.
  std::vector<std::string> rows(const std::string& sql, const std::vector<Value>& values,
                                bool text) {
    Bound bound;
    for (const Value& value : values)
      bound.add(value);
    std::vector<std::string> out;
    const auto done =
        writer_->run(sql, std::span<const storage::Value>(bound.values), [&](const auto& row) {
          out.push_back(row.is_null(0) ? "null"
                        : text         ? "'" + std::string(row.text(0)) + "'"
                                       : std::to_string(row.integer(0)));
          return true;
        });
    if (!done)
      for (const auto& [name, value] : done.error().args)
        ADD_FAILURE() << done.error().id << " " << name << ": " << value << "\n" << sql;
    return out;
  }

private:
  void script(std::string_view sql) {
    const auto done = writer_->script(sql);
    PLUMB_CHECK(done.has_value());
  }
  std::unique_ptr<storage::Database> database_;
  storage::Database::Lease writer_;
};

Sql compiled(const Program& program, const Record& record, int first) {
  return program.compile(first, [&](std::string_view name) {
    return name == "today" ? record.column(scope().columns.size() - 1) : record.parameter(name);
  });
}

using Rows = std::vector<std::string>;

/// A condition is asked for in three ways: as a value, as a filter and as what it is not.
void check_condition(Table& table, const Program& program,
                     const std::vector<RandomRecord>& records) {
  Rows values, found, left_out;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const bool holds = program.holds(records[i]);
    RC_ASSERT(program.evaluate(records[i]) == Value{holds});
    values.emplace_back(holds ? "1" : "0");
    (holds ? found : left_out).push_back(std::to_string(i));
  }
  const Sql sql = compiled(program, records.front(), 1);
  RC_ASSERT(table.rows("select case when " + sql.text +
                           " then 1 else 0 end from record "
                           "order by number",
                       sql.values, false) == values);
  RC_ASSERT(table.rows("select number from record where not " + sql.text + " order by number",
                       sql.values, false) == left_out);
  const Sql second = compiled(program, records.front(), 2);
  std::vector<Value> with_first = {Number{-1, 0}};
  with_first.insert(with_first.end(), second.values.begin(), second.values.end());
  RC_ASSERT(table.rows("select number from record where number > cast($1 as bigint) and " +
                           second.text + " order by number",
                       with_first, false) == found);
}

void check_value(Table& table, const Program& program, const std::vector<RandomRecord>& records) {
  Rows want;
  for (const RandomRecord& record : records)
    want.push_back(shown(program.evaluate(record)));
  const Sql sql = compiled(program, records.front(), 1);
  const bool text = program.type() != Type::Number;
  RC_ASSERT(table.rows("select " + sql.text + " from record order by number", sql.values, text) ==
            want);
}

void check_printed(const Program& program, const std::vector<RandomRecord>& records) {
  const std::string printed = program.print();
  if (printed.size() > 4'000) return;
  const auto again = Program::parse(printed, scope(), program.type());
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->print() == printed);
  for (const RandomRecord& record : records) {
    RC_ASSERT(again->evaluate(record) == program.evaluate(record));
    const auto parts = program.explain(record);
    if (parts.empty() || program.type() == Type::Flag) continue;
    RC_ASSERT(parts.front().value == program.evaluate(record));
  }
}

struct Counts {
  int accepted = 0, refused = 0, pairs = 0, yes = 0;
};

void compare(Table& table, const std::vector<RandomRecord>& records, Type type, int depth,
             Counts& counts) {
  const std::string source = draw_source(type, depth);
  const auto program = Program::parse(source, scope(), type);
  if (!program) {
    ++counts.refused;
    for (const auto& fault : program.error())
      RC_ASSERT(fault.error.id == "expression.overflow" ||
                fault.error.id == "expression.too_deep" || fault.error.id == "expression.too_long");
    return;
  }
  RC_LOG() << source << "\n" << compiled(*program, records.front(), 1).text << "\n";
  if (type == Type::Flag)
    check_condition(table, *program, records);
  else
    check_value(table, *program, records);
  check_printed(*program, records);
  ++counts.accepted;
  counts.pairs += static_cast<int>(records.size());
  for (const RandomRecord& record : records)
    counts.yes += program->holds(record) ? 1 : 0;
}

TEST(Agreement, AnExpressionIsItsSql) {
  Table table;
  Counts counts;
  rc::detail::checkGTest([&] {
    const auto records = draw_records(12);
    table.fill(records);
    for (const Type type : {Type::Flag, Type::Flag, Type::Flag, Type::Number, Type::Number,
                            Type::Text, Type::Date, Type::List})
      compare(table, records, type, *rc::gen::inRange(1, 6), counts);
  });
  std::printf("%d expressions, %d refused, %d pairs with a record, %d hold\n", counts.accepted,
              counts.refused, counts.pairs, counts.yes);
  EXPECT_GE(counts.pairs, 2'000);
  EXPECT_LT(counts.refused, counts.accepted / 2);
}

/// `before` … `after` around `inner`, which has `open` and `close` around it as often as the
/// checker allows.
struct Nested {
  const char *open, *inner, *close;
  const char *before = "", *after = "";

  [[nodiscard]] std::string deepest() const {
    std::string source = inner;
    for (;;) {
      std::string next = open + source + close;
      if (!Program::parse(before + next + after, scope())) return before + source + after;
      source = std::move(next);
    }
  }
};

constexpr std::array kNested = {
    Nested{"(", "flag", ")"},
    Nested{"not ", "flag", ""},
    Nested{"not (flag and ", "order", ")"},
    Nested{"flag or (order and ", "flag", ")"},
    Nested{"(", "flag", " and order) or flag"},
    Nested{"(", "flag", ") == order"},
    Nested{"order == (", "flag", ")"},
    Nested{"(", "flag", ") is empty"},
    Nested{"if(", "flag", ", flag, order)"},
    Nested{"if(flag, ", "flag", ", order)"},
    Nested{"if(flag, order, ", "flag", ")"},
    Nested{"if(order, flag, ", "flag", ") == flag"},
    Nested{"(", "whole", " + 1) * 1", "whole + ", " > 1"},
    Nested{"part - (", "whole", ")", "", " > 1"},
    Nested{"", "whole", " + 1", "", " > 1"},
    Nested{"", "whole", " + part", "", " > 1"},
    Nested{"-", "whole", "", "", " in (1, 2)"},
    Nested{"1 * (2 + ", "whole", ")", "", " is empty"},
    Nested{"if(flag, whole, ", "part", ")", "part <= ", ""},
    Nested{"if(days(end, ", "if(flag, end, steps.a.on)", ") > 1, end, steps.a.on)", "", " > today"},
    Nested{"if(days(", "if(flag, end, steps.a.on)", ", end) > 1, end, steps.a.on)", "", " > today"},
    Nested{"if(order, end, ", "steps.a.on", ")", "days(today, ", ") > 1"},
    Nested{"if(order, end, ", "steps.a.on", ")", "days(", ", end) > 1"},
    Nested{"if(order, end, ", "steps.a.on", ")", "year(", ") > 1"},
    Nested{"if(list has ", "text", ", text, group)", "", " == 'a'"},
    Nested{"if(flag, ", "text", ", group)", "", " in ('a', 'b')"},
    Nested{"if(flag, group, ", "text", ")", "list has ", ""},
    Nested{"if(count(list) > ", "whole", ", 1, whole)", "", " > 1"},
    Nested{"flag or ", "order", ""},
    Nested{"flag and ", "order", " or flag"},
    Nested{", 2", "", "", "whole in (1", ")"}};

TEST(Agreement, WhateverIsAcceptedIsNotTooDeepForTheDatabase) {
  Table table;
  auto records = [] {
    std::vector<RandomRecord> one(1);
    one[0].values = {true,
                     false,
                     Number{1, 0},
                     Number{2, 3},
                     "a",
                     "b",
                     base::make_date(2026, 1, 1),
                     {},
                     List{"a"},
                     {},
                     base::make_date(2026, 1, 2)};
    one[0].parameters = {{"flag", {}}, {"number", {}}, {"text", {}}, {"date", {}}, {"list", {}}};
    return one;
  }();
  table.fill(records);
  for (const Nested& nested : kNested) {
    const std::string source = nested.deepest();
    const auto program = Program::parse(source, scope());
    ASSERT_TRUE(program) << source;
    const Sql sql = compiled(*program, records.front(), 1);
    // As a list page asks: a condition among others, in a query inside a query.
    const std::string query =
        "select count(*) from (select number, (select max(number) from record where number >= 0 "
        "and (whole > 0 or " +
        sql.text + ")) as newest from record where number >= 0 and " +
        "(number in (select number from record where (" + sql.text + ")))) as listed";
    // The condition stands there twice; its placeholders are the same.
    const auto rows = table.rows(query, sql.values, false);
    ASSERT_EQ(rows.size(), 1U) << source;
    EXPECT_EQ(rows.front(), program->holds(records.front()) ? "1" : "0") << source;
  }
}

} // namespace
} // namespace plumb::agreement
