// SPDX-License-Identifier: Apache-2.0
#include "checker.hpp"

#include "nearest.hpp"
#include "sql_weight.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

namespace plumb::expression {

namespace {

constexpr std::int64_t kDaysMost = 3'652'059; // from 0001-01-01 to 9999-12-31
constexpr std::int64_t kCountMost = 1'000'000'000;
constexpr int kHeightMax = 128;

using Args = std::vector<std::pair<std::string, std::string>>;

Fault input_fault(std::string_view what, Args args, std::size_t from, std::size_t until) {
  return {{base::ErrorKind::InvalidInput, "expression." + std::string(what), std::move(args)},
          from,
          until};
}

std::optional<Interval> product(Interval a, Interval b) {
  std::array<std::int64_t, 4> corners{};
  bool over = __builtin_mul_overflow(a.least, b.least, &corners[0]);
  over = __builtin_mul_overflow(a.least, b.most, &corners[1]) || over;
  over = __builtin_mul_overflow(a.most, b.least, &corners[2]) || over;
  over = __builtin_mul_overflow(a.most, b.most, &corners[3]) || over;
  if (over) return std::nullopt;
  const auto [least, most] = std::minmax_element(corners.begin(), corners.end());
  return Interval{*least, *most};
}

std::optional<Interval> aligned(const Node& node, int scale) {
  const std::int64_t factor = power_of_ten(scale - node.scale);
  return product(node.range, {factor, factor});
}

std::optional<Interval> sum(Op op, Interval a, Interval b) {
  Interval out;
  const bool over = op == Op::Add ? __builtin_add_overflow(a.least, b.least, &out.least) ||
                                        __builtin_add_overflow(a.most, b.most, &out.most)
                                  : __builtin_sub_overflow(a.least, b.most, &out.least) ||
                                        __builtin_sub_overflow(a.most, b.least, &out.most);
  if (over) return std::nullopt;
  return out;
}

Interval stored_range(Type type) {
  return type == Type::Number ? Interval{-kUnitsMax, kUnitsMax} : Interval{};
}

} // namespace

Node Checker::joined(Op op, Type type, std::vector<Node> parts, std::size_t from,
                     std::size_t until) {
  Node node;
  node.op = op;
  node.type = type;
  node.from = from;
  node.until = until;
  if (std::any_of(parts.begin(), parts.end(), [](const Node& part) { return part.failed(); }))
    node.op = Op::Error;
  for (const Node& part : parts)
    node.height = std::max(node.height, part.height + 1);
  node.children = std::move(parts);
  return node;
}

Node Checker::finished(Node node) {
  if (node.failed()) return node;
  node.sql_weight = sql_weight(node);
  if (node.height > kHeightMax || node.sql_weight > kSqlWeightMax) {
    faults_.push_back(
        {{base::ErrorKind::LimitExceeded, "expression.too_deep"}, node.from, node.until});
    node.op = Op::Error;
  }
  return node;
}

bool Checker::expect(const Node& part, std::initializer_list<Type> wanted) {
  if (part.failed()) return true;
  std::string names;
  for (const Type type : wanted) {
    if (type == part.type) return true;
    names += names.empty() ? "" : "/";
    names += name_of(type);
  }
  faults_.push_back(input_fault("type",
                                {{"wanted", names}, {"found", std::string(name_of(part.type))}},
                                part.from, part.until));
  return false;
}

void Checker::overflow(const Node& node) {
  faults_.push_back(input_fault("overflow", {}, node.from, node.until));
}

void Checker::check_aligned(const Node& part, int scale) {
  if (part.failed()) return;
  if (scale - part.scale > kDeepScaleMax || !aligned(part, scale)) overflow(part);
}

// --- what stands for itself ---

Node Checker::literal(const Token& token) const {
  Node node;
  node.op = Op::Literal;
  node.type = token.type;
  node.value = token.value;
  node.from = token.from;
  node.until = token.until;
  if (const auto* number = std::get_if<Number>(&node.value)) {
    node.scale = number->scale;
    node.range = {number->units, number->units};
  }
  node.sql_weight = sql_weight(node);
  return node;
}

Node Checker::name(const Token& token) {
  Node node;
  node.from = token.from;
  node.until = token.until;
  const auto at = std::find_if(scope_.columns.begin(), scope_.columns.end(),
                               [&](const Column& column) { return column.name == token.text; });
  if (at == scope_.columns.end()) {
    std::vector<std::string> names;
    for (const Column& column : scope_.columns)
      names.push_back(column.name);
    faults_.push_back(input_fault(
        "unknown_name", {{"name", token.text}, {"suggestion", nearest(token.text, names)}},
        token.from, token.until));
    return node;
  }
  node.op = Op::Column;
  node.type = at->type;
  node.scale = at->type == Type::Number ? std::clamp(at->scale, 0, kScaleMax) : 0;
  node.range = stored_range(at->type);
  node.index = static_cast<std::size_t>(at - scope_.columns.begin());
  node.name = at->name;
  node.column = at->column;
  node.sql_weight = sql_weight(node);
  return node;
}

Node Checker::parameter(const Token& id, std::size_t from, std::size_t until) {
  Node node;
  node.from = from;
  node.until = until;
  const auto* text = std::get_if<std::string>(&id.value);
  node.name = text == nullptr ? std::string() : *text;
  const ParameterType* type = scope_.parameter ? scope_.parameter(node.name) : nullptr;
  if (type == nullptr) {
    const auto ids = scope_.parameter_ids ? scope_.parameter_ids() : std::vector<std::string>{};
    faults_.push_back(input_fault("unknown_parameter",
                                  {{"id", node.name}, {"suggestion", nearest(node.name, ids)}},
                                  id.from, id.until));
    return node;
  }
  node.op = Op::Parameter;
  node.type = type->type;
  node.scale = type->type == Type::Number ? std::clamp(type->scale, 0, kScaleMax) : 0;
  node.range = stored_range(type->type);
  node.sql_weight = sql_weight(node);
  return node;
}

// --- conditions ---

Node Checker::logical(Op op, std::vector<Node> parts) {
  bool good = true;
  for (const Node& part : parts)
    good = expect(part, {Type::Flag}) && good;
  const std::size_t from = parts.front().from, until = parts.back().until;
  return finished(joined(good ? op : Op::Error, Type::Flag, std::move(parts), from, until));
}

Node Checker::negation(Node part, std::size_t from) {
  const bool good = expect(part, {Type::Flag});
  const std::size_t until = part.until;
  std::vector<Node> parts;
  parts.push_back(std::move(part));
  return finished(joined(good ? Op::Not : Op::Error, Type::Flag, std::move(parts), from, until));
}

void Checker::check_choice(const Node& named, std::string_view value, std::size_t from,
                           std::size_t until) {
  if (named.op != Op::Column || value.empty()) return;
  const auto& choices = scope_.columns[named.index].choices;
  if (choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end()) return;
  faults_.push_back(input_fault(
      "unknown_choice", {{"value", std::string(value)}, {"suggestion", nearest(value, choices)}},
      from, until));
}

Node Checker::comparison(Op op, Node left, Node right) {
  const bool ordered = op != Op::Equal && op != Op::NotEqual;
  bool good = ordered ? expect(left, {Type::Number, Type::Date})
                      : expect(left, {Type::Flag, Type::Number, Type::Text, Type::Date});
  if (left.failed() && ordered) good = expect(right, {Type::Number, Type::Date}) && good;
  if (good && !left.failed()) good = expect(right, {left.type});
  if (good && !left.failed() && !right.failed() && left.type == Type::Number) {
    check_aligned(left, std::max(left.scale, right.scale));
    check_aligned(right, std::max(left.scale, right.scale));
  }
  for (const auto& [named, value] : {std::pair(&left, &right), std::pair(&right, &left)})
    if (value->op == Op::Literal)
      if (const auto* text = std::get_if<std::string>(&value->value))
        check_choice(*named, *text, value->from, value->until);
  const std::size_t from = left.from, until = right.until;
  std::vector<Node> parts;
  parts.push_back(std::move(left));
  parts.push_back(std::move(right));
  return finished(joined(good ? op : Op::Error, Type::Flag, std::move(parts), from, until));
}

Node Checker::membership(Node left, const std::vector<Token>& list, std::size_t until) {
  const bool known = expect(left, {Type::Number, Type::Text, Type::Date}) && !left.failed();
  bool good = known;
  std::vector<Value> values;
  int scale = left.scale;
  for (const Token& token : list) {
    const Node item = literal(token);
    if (known) good = expect(item, {left.type}) && good;
    if (const auto* text = std::get_if<std::string>(&item.value))
      check_choice(left, *text, item.from, item.until);
    scale = std::max(scale, item.scale);
    // Nothing equals an empty text.
    if (!std::holds_alternative<std::monostate>(item.value)) values.push_back(item.value);
  }
  if (good && left.type == Type::Number) {
    check_aligned(left, scale);
    for (const Token& token : list)
      check_aligned(literal(token), scale);
  }
  const std::size_t from = left.from;
  std::vector<Node> parts;
  parts.push_back(std::move(left));
  Node node = joined(good ? Op::In : Op::Error, Type::Flag, std::move(parts), from, until);
  node.values = std::move(values);
  return finished(std::move(node));
}

Node Checker::has(Node list, Node element) {
  const bool is_list = expect(list, {Type::List});
  const bool is_text = expect(element, {Type::Text});
  if (const auto* text = std::get_if<std::string>(&element.value);
      is_list && text != nullptr && element.op == Op::Literal)
    check_choice(list, *text, element.from, element.until);
  const std::size_t from = list.from, until = element.until;
  std::vector<Node> parts;
  parts.push_back(std::move(list));
  parts.push_back(std::move(element));
  return finished(
      joined(is_list && is_text ? Op::Has : Op::Error, Type::Flag, std::move(parts), from, until));
}

Node Checker::emptiness(Op op, Node part, std::size_t until) {
  const std::size_t from = part.from;
  std::vector<Node> parts;
  parts.push_back(std::move(part));
  return finished(joined(op, Type::Flag, std::move(parts), from, until));
}

// --- numbers ---

Node Checker::arithmetic(Op op, Node left, Node right) {
  bool good = expect(left, {Type::Number});
  good = expect(right, {Type::Number}) && good;
  std::optional<Interval> range;
  const int scale =
      op == Op::Multiply ? left.scale + right.scale : std::max(left.scale, right.scale);
  const bool known = good && !left.failed() && !right.failed();
  if (known && scale <= kDeepScaleMax) {
    if (op == Op::Multiply) {
      range = product(left.range, right.range);
    } else {
      const auto a = aligned(left, scale), b = aligned(right, scale);
      if (a && b) range = sum(op, *a, *b);
    }
  }
  const std::size_t from = left.from, until = right.until;
  std::vector<Node> parts;
  parts.push_back(std::move(left));
  parts.push_back(std::move(right));
  Node node = joined(op, Type::Number, std::move(parts), from, until);
  node.scale = scale;
  if (known && !range) overflow(node);
  if (!good || !range) node.op = Op::Error;
  if (range) node.range = *range;
  return finished(std::move(node));
}

Node Checker::negative(Node part, std::size_t from) {
  const bool good = expect(part, {Type::Number});
  const auto range = sum(Op::Subtract, {0, 0}, part.range);
  const std::size_t until = part.until;
  const int scale = part.scale;
  const bool failed = part.failed();
  std::vector<Node> parts;
  parts.push_back(std::move(part));
  Node node = joined(good ? Op::Negate : Op::Error, Type::Number, std::move(parts), from, until);
  node.scale = scale;
  if (good && !failed && !range) {
    overflow(node);
    node.op = Op::Error;
  }
  if (range) node.range = *range;
  return finished(std::move(node));
}

// --- functions ---

Node Checker::call(Op op, std::vector<Node> arguments, std::size_t from, std::size_t until) {
  if (op == Op::If) return call_if(std::move(arguments), from, until);
  bool good = true;
  for (const Node& argument : arguments)
    good = expect(argument, {op == Op::Count ? Type::List : Type::Date}) && good;
  Node node = joined(good ? op : Op::Error, Type::Number, std::move(arguments), from, until);
  if (op == Op::Days) node.range = {-kDaysMost, kDaysMost};
  if (op == Op::Year) node.range = {1, 9999};
  if (op == Op::Month) node.range = {1, 12};
  if (op == Op::Count) node.range = {0, kCountMost};
  return finished(std::move(node));
}

Node Checker::call_if(std::vector<Node> arguments, std::size_t from, std::size_t until) {
  const Node &condition = arguments[0], &one = arguments[1], &other = arguments[2];
  bool good = expect(condition, {Type::Flag});
  // Lists come from columns only: SQL needs their text more than once.
  good = expect(one, {Type::Flag, Type::Number, Type::Text, Type::Date}) && good;
  if (good && !one.failed()) good = expect(other, {one.type});
  const Type type = one.failed() ? other.type : one.type;
  const int scale = std::max(one.scale, other.scale);
  Interval range;
  if (good && type == Type::Number && !one.failed() && !other.failed()) {
    const auto a = aligned(one, scale), b = aligned(other, scale);
    if (!a) overflow(one);
    if (!b) overflow(other);
    good = a && b;
    if (good) range = {std::min(a->least, b->least), std::max(a->most, b->most)};
  }
  Node node = joined(good ? Op::If : Op::Error, type, std::move(arguments), from, until);
  node.scale = scale;
  node.range = range;
  return finished(std::move(node));
}

} // namespace plumb::expression
