// SPDX-License-Identifier: Apache-2.0
// One text for SQLite and PostgreSQL. A flag has two forms: a condition, which is never null, and a
// value (0, 1 or null). Every part is written once, however deep, so the text stays linear. Lists
// are JSON text: `\\` and `\"` in it are first turned into `\s` and `\q`, so that each `"` left is
// the beginning or end of an element. Then `"x"` occurs exactly where x is an element, but for a
// lone comma (`","` also stands between two elements), which `has` therefore never finds; control
// characters are escaped in JSON and stay as they are in a text, so they find nothing either.
#include "node.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace plumb::expression {

namespace {

/// SQLite reads `a or b or c …` as a tree as deep as it has parts, and stops at 1,000.
constexpr std::size_t kChunk = 32;

std::string replaced(std::string_view text, char from, std::string_view to) {
  std::string out;
  for (const char c : text)
    if (c == from)
      out += to;
    else
      out += c;
  return out;
}

/// An element as it stands in the text of a list after the escapes are turned (see above).
std::string element_text(std::string_view text) {
  return '"' + replaced(replaced(text, '\\', "\\s"), '"', "\\q") + '"';
}

class SqlWriter {
public:
  SqlWriter(int first, const std::function<Value(std::string_view)>& parameter)
      : first_(first), parameter_(parameter) {}

  Sql run(const Node& root) {
    if (root.type == Type::Flag)
      condition(root);
    else
      value(root);
    return std::move(out_);
  }

private:
  Sql out_;
  int first_;
  const std::function<Value(std::string_view)>& parameter_;

  void write(std::string_view text) { out_.text += text; }

  // --- what is known now and goes in as a value ---
  [[nodiscard]] static bool is_bound(const Node& node) {
    return node.op == Op::Literal || node.op == Op::Parameter ||
           (node.op == Op::Column && node.column.empty());
  }
  [[nodiscard]] static bool is_stored(const Node& node) {
    return node.op == Op::Column && !node.column.empty();
  }
  [[nodiscard]] Value bound_value(const Node& node) const {
    if (node.op == Op::Literal) return node.value;
    return normalised(parameter_ ? parameter_(node.name) : Value{}, node.type, node.scale);
  }
  void bind(Value bound, Type type) {
    if (const auto* flag = std::get_if<bool>(&bound)) {
      bound = Number{*flag ? 1 : 0, 0};
    } else if (const auto* date = std::get_if<base::Date>(&bound)) {
      bound = base::to_string(*date);
    } else if (const auto* list = std::get_if<List>(&bound)) {
      bound = to_json(*list);
    }
    // PostgreSQL cannot tell the type of a placeholder alone.
    write("cast($" + std::to_string(first_ + static_cast<int>(out_.values.size())));
    write(type == Type::Flag || type == Type::Number ? " as bigint)" : " as text)");
    out_.values.push_back(std::move(bound));
  }
  void bind_units(const Value& bound, int scale) {
    const auto* number = std::get_if<Number>(&bound);
    if (number == nullptr) return bind({}, Type::Number);
    bind(Number{number->units * power_of_ten(scale - number->scale), 0}, Type::Number);
  }
  void column(const Node& node) { write('"' + replaced(node.column, '"', "\"\"") + '"'); }

  // --- values ---
  void value(const Node& node) {
    if (is_bound(node)) return bind(bound_value(node), node.type);
    switch (node.op) {
    case Op::Column:
      return stored(node);
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
      write("(");
      chain(node);
      return write(")");
    case Op::Negate:
      write("(-");
      value(node.children[0]);
      return write(")");
    case Op::Days:
      write("cast(");
      day_number_of(node.children[1]);
      write(" - ");
      day_number_of(node.children[0]);
      return write(" as bigint)");
    case Op::Year:
      return date_part(node, ", 1, 4) as bigint)");
    case Op::Month:
      return date_part(node, ", 6, 2) as bigint)");
    case Op::Count:
      return count(node.children[0]);
    case Op::If:
      return choose(node, [&](const Node& part) {
        if (node.type == Type::Number)
          number(part, node.scale);
        else
          value(part);
      });
    default:
      write("(case when ");
      condition(node);
      return write(" then 1 else 0 end)");
    }
  }
  void stored(const Node& node) {
    const bool can_be_blank = node.type == Type::Text || node.type == Type::List;
    if (can_be_blank) write("nullif(");
    column(node);
    if (can_be_blank) write(node.type == Type::Text ? ", '')" : ", '[]')");
  }
  void number(const Node& node, int scale) {
    if (is_bound(node)) return bind_units(bound_value(node), scale);
    if (node.scale == scale) return value(node);
    write("(");
    value(node);
    write(" * " + std::to_string(power_of_ten(scale - node.scale)) + ")");
  }
  /// `a + b - c` without brackets around each step: SQL reads it from the left, too.
  void chain(const Node& node) {
    const Node &left = node.children[0], &right = node.children[1];
    if (node.op == Op::Multiply) {
      if (left.op == Op::Multiply)
        chain(left);
      else
        value(left);
      write(" * ");
      return value(right);
    }
    if ((left.op == Op::Add || left.op == Op::Subtract) && left.scale == node.scale)
      chain(left);
    else
      number(left, node.scale);
    write(node.op == Op::Add ? " + " : " - ");
    number(right, node.scale);
  }
  template <class Part> void choose(const Node& node, const Part& part) {
    write("(case when ");
    condition(node.children[0]);
    write(" then ");
    part(node.children[1]);
    write(" else ");
    part(node.children[2]);
    write(" end)");
  }
  void date_part(const Node& node, std::string_view rest) {
    write("cast(substr(");
    value(node.children[0]);
    write(rest);
  }
  /// The arithmetic of day_number (node.cpp) on the text of a date.
  void day_number_of(const Node& node) {
    if (is_bound(node)) {
      const Value bound = bound_value(node);
      const auto* date = std::get_if<base::Date>(&bound);
      return bind(date == nullptr ? Value{} : Value{Number{day_number(*date), 0}}, Type::Number);
    }
    if (node.op == Op::If) return choose(node, [this](const Node& part) { day_number_of(part); });
    const std::string name = '"' + replaced(node.column, '"', "\"\"") + '"';
    const auto part = [&](std::string_view place) {
      return "cast(substr(" + name + ", " + std::string(place) + ") as integer)";
    };
    const std::string month = part("6, 2");
    const std::string year = "(" + part("1, 4") + " - (14 - " + month + ") / 12)";
    write("(" + year + " * 1461 / 4 - " + year + " / 100 + " + year + " / 400 + (153 * ((" + month +
          " + 9) % 12) + 2) / 5 + " + part("9, 2") + ")");
  }

  // --- lists ---
  void list_text(const Node& list) {
    write("replace(replace(");
    if (is_stored(list))
      column(list);
    else
      bind(bound_value(list), Type::List);
    write(R"(, '\\', '\s'), '\"', '\q'))");
  }
  void count(const Node& list) {
    if (is_bound(list)) {
      const Value bound = bound_value(list);
      const auto* texts = std::get_if<List>(&bound);
      return bind(Number{texts == nullptr ? 0 : static_cast<std::int64_t>(texts->size()), 0},
                  Type::Number);
    }
    write("cast(coalesce((length(");
    list_text(list);
    write(") - length(replace(");
    list_text(list);
    write(", '\"', ''))) / 2, 0) as bigint)");
  }
  void has(const Node& list, const Node& element) {
    std::string known;
    if (is_bound(element)) {
      const Value bound = bound_value(element);
      const auto* text = std::get_if<std::string>(&bound);
      if (text == nullptr || !can_be_found(*text)) return write("false");
      known = element_text(*text);
    }
    write("coalesce(replace(");
    list_text(list);
    if (!known.empty()) {
      write(", ");
      bind(known, Type::Text);
    } else {
      write(", '\"' || replace(replace(nullif(");
      value(element);
      write(R"(, ','), '\', '\s'), '"', '\q') || '"')");
    }
    write(", '') <> ");
    list_text(list);
    write(", false)");
  }

  // --- conditions ---
  void condition(const Node& node) {
    switch (node.op) {
    case Op::Or:
    case Op::And:
      return junction(node);
    case Op::Not:
      write("(not ");
      condition(node.children[0]);
      return write(")");
    case Op::In:
      return in(node);
    case Op::Has:
      return has(node.children[0], node.children[1]);
    case Op::IsEmpty:
    case Op::IsNotEmpty:
      write("(");
      value(node.children[0]);
      return write(node.op == Op::IsEmpty ? " is null)" : " is not null)");
    case Op::If:
      return choose(node, [this](const Node& part) { condition(part); });
    case Op::Literal:
      return write(std::get<bool>(node.value) ? "true" : "false");
    case Op::Column:
    case Op::Parameter:
      write("(coalesce(");
      value(node);
      return write(", 0) <> 0)");
    default:
      return comparison(node);
    }
  }
  void junction(const Node& node) {
    const auto& parts = node.children;
    const std::string between = node.op == Op::Or ? " or " : " and ";
    const bool chunks = parts.size() > kChunk;
    write("(");
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const bool first_of_chunk = chunks && i % kChunk == 0;
      if (i > 0) write(first_of_chunk ? ")" + between : between);
      if (first_of_chunk) write("(");
      condition(parts[i]);
    }
    write(chunks ? "))" : ")");
  }
  /// A column or a known value: can be written twice, and an index can serve it.
  [[nodiscard]] bool is_simple(const Node& node) const {
    return is_stored(node) ||
           (is_bound(node) && !std::holds_alternative<std::monostate>(bound_value(node)));
  }
  void operand(const Node& node, int scale, bool plain) {
    if (plain && is_stored(node) && node.type == Type::Text) return column(node);
    if (node.type == Type::Number) return number(node, scale);
    value(node);
  }
  void comparison(const Node& node) {
    const Node &left = node.children[0], &right = node.children[1];
    // Two texts of columns can both be blank, which one against a known text cannot.
    const bool two_texts = left.type == Type::Text && is_stored(left) && is_stored(right);
    const bool simple = is_simple(left) && is_simple(right) && !two_texts;
    const int scale = std::max(left.scale, right.scale);
    write(simple ? "(" : "coalesce(");
    operand(left, scale, simple);
    write(node.op == Op::Equal      ? " = "
          : node.op == Op::NotEqual ? " <> "
                                    : " " + std::string(symbol_of(node.op)) + " ");
    operand(right, scale, simple);
    if (!simple) return write(", false)");
    for (const Node* side : {&left, &right})
      if (is_stored(*side)) filled(*side, node.op == Op::NotEqual);
    write(")");
  }
  /// Instead of coalesce around the comparison, which would hide the column from an index.
  void filled(const Node& node, bool against_blank) {
    write(" and ");
    column(node);
    write(" is not null");
    if (!against_blank || node.type != Type::Text) return;
    write(" and ");
    column(node);
    write(" <> ''");
  }
  void in(const Node& node) {
    const Node& left = node.children[0];
    if (node.values.empty()) return write("false");
    int scale = left.scale;
    for (const Value& listed : node.values)
      if (const auto* known = std::get_if<Number>(&listed)) scale = std::max(scale, known->scale);
    const bool simple = is_stored(left);
    write(simple ? "(" : "coalesce(");
    operand(left, scale, simple);
    for (std::size_t i = 0; i < node.values.size(); ++i) {
      write(i == 0 ? " in (" : ", ");
      if (left.type == Type::Number)
        bind_units(node.values[i], scale);
      else
        bind(node.values[i], left.type);
    }
    write(")");
    if (simple) filled(left, false);
    write(simple ? ")" : ", false)");
  }
};

} // namespace

Sql Program::compile(int first, const std::function<Value(std::string_view)>& parameter) const {
  return SqlWriter(first, parameter).run(tree_->root);
}

} // namespace plumb::expression
