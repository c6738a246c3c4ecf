// SPDX-License-Identifier: Apache-2.0
#include "generate.hpp"

#include <rapidcheck.h>

#include <array>
#include <utility>

namespace plumb::agreement {

namespace {

using expression::List;
using expression::Number;

const std::vector<std::string>& texts() {
  static const std::vector<std::string> kTexts = {
      "a",     "b",   "A",      "",  ",",    ",,", "it's",   "a\"b", "\"",   "back\\", "\\",
      "x\"\\", "a,b", "[\"a\"", "]", "中文", "中", "\\s\\q", "%_",   "a\nb", " "};
  return kTexts;
}

int pick(int count) {
  return *rc::gen::inRange(0, count);
}
template <class T> const T& pick(const std::vector<T>& from) {
  return from[static_cast<std::size_t>(pick(static_cast<int>(from.size())))];
}

base::Date draw_date() {
  switch (pick(4)) {
  case 0:
    return pick(std::vector<base::Date>{
        base::make_date(2024, 2, 28), base::make_date(2024, 2, 29), base::make_date(2024, 3, 1),
        base::make_date(1900, 1, 1), base::make_date(2200, 12, 31), base::make_date(2000, 2, 29),
        base::make_date(2100, 3, 1), base::make_date(2023, 12, 31)});
  case 1: // days that lie close together, so that comparisons are not always the same
    return base::add_days(base::make_date(2026, 2, 26), pick(6));
  default:
    return base::add_days(base::make_date(1900, 1, 1), pick(109'938));
  }
}

std::int64_t draw_units() {
  switch (pick(4)) {
  case 0:
    return pick(std::vector<std::int64_t>{0, 1, -1, 1'000'000'000'000'000, -1'000'000'000'000'000,
                                          3'000'000'000, 999'999'999'999'999});
  default:
    return pick(41) - 20;
  }
}

Value draw_value(Type type, int scale) {
  if (pick(4) == 0) return {};
  switch (type) {
  case Type::Flag:
    return pick(2) == 1;
  case Type::Number:
    return Number{draw_units(), scale};
  case Type::Text:
    return pick(texts());
  case Type::Date:
    return draw_date();
  case Type::List: {
    List list;
    for (int left = pick(5); left > 0; --left)
      list.push_back(pick(texts()));
    return list;
  }
  }
  return {};
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out + "'";
}

std::string draw_text_literal() {
  std::string text = pick(texts());
  while (text.find('\n') != std::string::npos) // a literal has no control characters
    text = pick(texts());
  return quoted(text);
}

std::string draw_number_literal() {
  if (pick(20) == 0) return "1000000000000000";
  std::string out = std::to_string(pick(30));
  if (pick(3) == 0) out += "." + std::to_string(pick(100));
  if (pick(8) == 0) out += "%";
  return out;
}

std::string draw_literal(Type type) {
  switch (type) {
  case Type::Flag:
    return pick(2) == 1 ? "true" : "false";
  case Type::Number:
    return draw_number_literal();
  case Type::Date:
    return base::to_string(draw_date());
  default:
    return draw_text_literal();
  }
}

/// A column, a parameter or a literal.
std::string draw_atom(Type type) {
  const int kind = pick(6);
  if (kind == 0) return "parameter('" + std::string(expression::name_of(type)) + "')";
  if (kind <= 2 && type != Type::List) return draw_literal(type);
  std::vector<std::string> names;
  for (const auto& column : scope().columns)
    if (column.type == type) names.push_back(column.name);
  return pick(names);
}

Type draw_scalar() {
  return pick(std::vector<Type>{Type::Flag, Type::Number, Type::Text, Type::Date});
}

std::string draw_if(Type type, int depth) {
  return "if(" + draw_source(Type::Flag, depth) + ", " + draw_source(type, depth) + ", " +
         draw_source(type, depth) + ")";
}

std::string draw_list_test(int depth) {
  const Type type = pick(std::vector<Type>{Type::Number, Type::Text, Type::Date});
  std::string out = "(" + draw_source(type, depth) + " in (" + draw_literal(type);
  for (int left = pick(4); left > 0; --left)
    out += ", " + std::string(type == Type::Number && pick(3) == 0 ? "-" : "") + draw_literal(type);
  return out + "))";
}

std::string draw_condition(int depth) {
  switch (pick(9)) {
  case 0:
    return "(" + draw_source(Type::Flag, depth) + " and " + draw_source(Type::Flag, depth) + ")";
  case 1:
    return "(" + draw_source(Type::Flag, depth) + " or " + draw_source(Type::Flag, depth) + " or " +
           draw_source(Type::Flag, depth) + ")";
  case 2:
    return "(not " + draw_source(Type::Flag, depth) + ")";
  case 3:
    return draw_list_test(depth);
  case 4:
    return "(" + draw_atom(Type::List) + " has " + draw_source(Type::Text, depth) + ")";
  case 5: {
    const bool list = pick(5) == 0;
    const std::string part = list ? draw_atom(Type::List) : draw_source(draw_scalar(), depth);
    return "(" + part + (pick(2) == 0 ? " is empty)" : " is not empty)");
  }
  case 6:
    return draw_if(Type::Flag, depth);
  default: {
    const Type type = draw_scalar();
    const bool ordered = type == Type::Number || type == Type::Date;
    static const std::vector<std::string> kOrders = {"==", "!=", "<", "<=", ">", ">="};
    const std::string& op = kOrders[static_cast<std::size_t>(pick(ordered ? 6 : 2))];
    return "(" + draw_source(type, depth) + " " + op + " " + draw_source(type, depth) + ")";
  }
  }
}

std::string draw_number(int depth) {
  switch (pick(8)) {
  case 0:
  case 1:
    return "(" + draw_source(Type::Number, depth) + (pick(2) == 0 ? " + " : " - ") +
           draw_source(Type::Number, depth) + ")";
  case 2: // a literal, because two columns multiplied are always refused
    return "(" + draw_source(Type::Number, depth) + " * " + std::to_string(pick(12)) + ")";
  case 3:
    return "-" + draw_source(Type::Number, depth);
  case 4:
    return "days(" + draw_source(Type::Date, depth) + ", " + draw_source(Type::Date, depth) + ")";
  case 5:
    return (pick(2) == 0 ? "year(" : "month(") + draw_source(Type::Date, depth) + ")";
  case 6:
    return "count(" + draw_atom(Type::List) + ")";
  default:
    return draw_if(Type::Number, depth);
  }
}

} // namespace

const expression::Scope& scope() {
  static const expression::Scope kScope = [] {
    expression::Scope out;
    out.columns = {{"flag", "flag", Type::Flag},
                   {"order", "order", Type::Flag},
                   {"whole", "whole", Type::Number, 0},
                   {"part", "part", Type::Number, 3},
                   {"text", "some_text", Type::Text},
                   {"group", "group", Type::Text},
                   {"steps.a.on", "step_a_on", Type::Date},
                   {"end", "end", Type::Date},
                   {"list", "list", Type::List},
                   {"others", "others", Type::List},
                   {"today", "", Type::Date}};
    out.parameter = [](std::string_view id) -> const expression::ParameterType* {
      static const std::array<std::pair<std::string_view, expression::ParameterType>, 5> kTypes = {
          {{"flag", {Type::Flag}},
           {"number", {Type::Number, 1}},
           {"text", {Type::Text}},
           {"date", {Type::Date}},
           {"list", {Type::List}}}};
      for (const auto& [name, type] : kTypes)
        if (name == id) return &type;
      return nullptr;
    };
    return out;
  }();
  return kScope;
}

std::vector<RandomRecord> draw_records(int count) {
  std::map<std::string, Value, std::less<>> parameters;
  for (const Type type : {Type::Flag, Type::Number, Type::Text, Type::Date, Type::List})
    parameters[std::string(expression::name_of(type))] =
        draw_value(type, scope().parameter("number")->scale);
  const Value today = draw_date();
  std::vector<RandomRecord> records(static_cast<std::size_t>(count));
  for (RandomRecord& record : records) {
    record.parameters = parameters;
    for (const auto& column : scope().columns)
      record.values.push_back(column.column.empty() ? today
                                                    : draw_value(column.type, column.scale));
  }
  return records;
}

std::string draw_source(Type type, int depth) {
  if (depth <= 0 || pick(6) == 0) return draw_atom(type);
  switch (type) {
  case Type::Flag:
    return draw_condition(depth - 1);
  case Type::Number:
    return draw_number(depth - 1);
  case Type::List:
    return draw_atom(type);
  default:
    return draw_if(type, depth - 1);
  }
}

} // namespace plumb::agreement
