// SPDX-License-Identifier: Apache-2.0
#include "evaluate.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace plumb::expression {

namespace {

bool is_empty(const Value& value) {
  return std::holds_alternative<std::monostate>(value);
}

/// Units at `scale`. The checker has proved that nothing overflows; should it ever, the answer is
/// an empty value and not a wrong one.
std::optional<std::int64_t> units_at(const Value& value, int scale) {
  const auto* number = std::get_if<Number>(&value);
  std::int64_t units = 0;
  if (number == nullptr || number->scale > scale ||
      __builtin_mul_overflow(number->units, power_of_ten(scale - number->scale), &units))
    return std::nullopt;
  return units;
}

template <class T> bool compare(Op op, const T& a, const T& b) {
  switch (op) {
  case Op::Equal:
    return a == b;
  case Op::NotEqual:
    return a != b;
  case Op::Less:
    return a < b;
  case Op::LessEqual:
    return a <= b;
  case Op::Greater:
    return a > b;
  default:
    return a >= b;
  }
}

bool compare_values(Op op, const Value& a, const Value& b) {
  if (is_empty(a) || is_empty(b) || a.index() != b.index()) return false;
  if (const auto* number = std::get_if<Number>(&a)) {
    const int scale = std::max(number->scale, std::get<Number>(b).scale);
    const auto left = units_at(a, scale), right = units_at(b, scale);
    return left && right && compare(op, *left, *right);
  }
  if (const auto* text = std::get_if<std::string>(&a))
    return compare(op, *text, std::get<std::string>(b));
  if (const auto* date = std::get_if<base::Date>(&a))
    return compare(op, *date, std::get<base::Date>(b));
  if (const auto* flag = std::get_if<bool>(&a)) return compare(op, *flag, std::get<bool>(b));
  return false;
}

Value calculate(const Node& node, const Value& left, const Value& right) {
  std::int64_t units = 0;
  bool over = false;
  if (node.op == Op::Multiply) {
    const auto *a = std::get_if<Number>(&left), *b = std::get_if<Number>(&right);
    if (a == nullptr || b == nullptr) return {};
    over = __builtin_mul_overflow(a->units, b->units, &units);
  } else {
    const auto a = units_at(left, node.scale), b = units_at(right, node.scale);
    if (!a || !b) return {};
    over = node.op == Op::Add ? __builtin_add_overflow(*a, *b, &units)
                              : __builtin_sub_overflow(*a, *b, &units);
  }
  return over ? Value{} : Value{Number{units, node.scale}};
}

Value calculate_date(const Node& node, const Record& record) {
  const Value first = evaluate_node(node.children[0], record);
  const auto* date = std::get_if<base::Date>(&first);
  if (date == nullptr) return {};
  if (node.op == Op::Year) return Number{static_cast<int>(date->year()), 0};
  if (node.op == Op::Month)
    return Number{static_cast<std::int64_t>(static_cast<unsigned>(date->month())), 0};
  const Value second = evaluate_node(node.children[1], record);
  const auto* until = std::get_if<base::Date>(&second);
  if (until == nullptr) return {};
  return Number{day_number(*until) - day_number(*date), 0};
}

bool is_in(const Node& node, const Record& record) {
  const Value value = evaluate_node(node.children[0], record);
  return std::any_of(node.values.begin(), node.values.end(),
                     [&](const Value& listed) { return compare_values(Op::Equal, value, listed); });
}

bool has(const Node& node, const Record& record) {
  const Value list = evaluate_node(node.children[0], record);
  const Value element = evaluate_node(node.children[1], record);
  const auto* texts = std::get_if<List>(&list);
  const auto* text = std::get_if<std::string>(&element);
  return texts != nullptr && text != nullptr && can_be_found(*text) &&
         std::find(texts->begin(), texts->end(), *text) != texts->end();
}

Value evaluate_condition(const Node& node, const Record& record) {
  const auto holds = [&](const Node& part) { return is_true(evaluate_node(part, record)); };
  switch (node.op) {
  case Op::Or:
    return std::any_of(node.children.begin(), node.children.end(), holds);
  case Op::And:
    return std::all_of(node.children.begin(), node.children.end(), holds);
  case Op::Not:
    return !holds(node.children[0]);
  case Op::In:
    return is_in(node, record);
  case Op::Has:
    return has(node, record);
  case Op::IsEmpty:
    return is_empty(evaluate_node(node.children[0], record));
  case Op::IsNotEmpty:
    return !is_empty(evaluate_node(node.children[0], record));
  default:
    return compare_values(node.op, evaluate_node(node.children[0], record),
                          evaluate_node(node.children[1], record));
  }
}

} // namespace

bool is_true(const Value& flag) {
  const auto* truth = std::get_if<bool>(&flag);
  return truth != nullptr && *truth;
}

Value evaluate_node(const Node& node, const Record& record) {
  switch (node.op) {
  case Op::Error:
    return {};
  case Op::Literal:
    return node.value;
  case Op::Column:
    return normalised(record.column(node.index), node.type, node.scale);
  case Op::Parameter:
    return normalised(record.parameter(node.name), node.type, node.scale);
  case Op::Add:
  case Op::Subtract:
  case Op::Multiply:
    return calculate(node, evaluate_node(node.children[0], record),
                     evaluate_node(node.children[1], record));
  case Op::Negate: {
    const auto units = units_at(evaluate_node(node.children[0], record), node.scale);
    return units ? Value{Number{-*units, node.scale}} : Value{};
  }
  case Op::Days:
  case Op::Year:
  case Op::Month:
    return calculate_date(node, record);
  case Op::Count: {
    const Value list = evaluate_node(node.children[0], record);
    const auto* texts = std::get_if<List>(&list);
    return Number{texts == nullptr ? 0 : static_cast<std::int64_t>(texts->size()), 0};
  }
  case Op::If: {
    const bool first = is_true(evaluate_node(node.children[0], record));
    Value value = evaluate_node(node.children[first ? 1 : 2], record);
    if (node.type != Type::Number) return value;
    const auto units = units_at(value, node.scale);
    return units ? Value{Number{*units, node.scale}} : Value{};
  }
  default:
    return evaluate_condition(node, record);
  }
}

Value Program::evaluate(const Record& record) const {
  Value value = evaluate_node(tree_->root, record);
  return tree_->root.type == Type::Flag ? Value{is_true(value)} : std::move(value);
}

bool Program::holds(const Record& record) const {
  return is_true(evaluate_node(tree_->root, record));
}

} // namespace plumb::expression
