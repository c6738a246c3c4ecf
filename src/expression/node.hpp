// SPDX-License-Identifier: Apache-2.0
/// The checked tree of an expression, as the parser leaves it for evaluation and SQL.
#pragma once

#include <plumb/expression/expression.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::expression {

/// At most this many units in a column, a parameter or a literal.
inline constexpr std::int64_t kUnitsMax = 1'000'000'000'000'000;
inline constexpr int kScaleMax = 6;      ///< of a column, a parameter or a literal
inline constexpr int kDeepScaleMax = 18; ///< of a product: 10^18 still fits

enum class Op {
  Literal,
  Column,
  Parameter,
  Or,
  And,
  Not,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  In,
  Has,
  IsEmpty,
  IsNotEmpty,
  Add,
  Subtract,
  Multiply,
  Negate,
  Days,
  Year,
  Month,
  Count,
  If,
  Error ///< a part that could not be read; only while parsing
};

/// What a number can be, in units of its node's scale.
struct Interval {
  std::int64_t least = 0, most = 0;
};

struct Node {
  Op op = Op::Error;
  Type type = Type::Flag;
  int scale = 0;
  Interval range = {};
  int height = 1;
  int sql_weight = 0; ///< how deep an SQL parser's stack grows over this part
  std::size_t from = 0, until = 0;
  std::vector<Node> children = {};
  Value value = {};               ///< Literal
  std::vector<Value> values = {}; ///< In: what stands in the list, without empty texts
  std::size_t index = 0;          ///< Column: place in the scope
  std::string name = {};          ///< Column: as written; Parameter: its id
  std::string column = {};        ///< Column: in SQL; empty where the caller gives the value

  [[nodiscard]] bool failed() const { return op == Op::Error; }
};

struct Program::Tree {
  std::string source;
  Node root;
};

[[nodiscard]] constexpr bool is_comparison(Op op) {
  return op >= Op::Equal && op <= Op::GreaterEqual;
}
[[nodiscard]] std::string_view symbol_of(Op op); ///< `==`, `+`, `and`

/// 10^digits for 0 ≤ digits ≤ 18.
[[nodiscard]] std::int64_t power_of_ten(int digits);
/// `value` as a part of this type sees it: of the type, numbers in units of `scale`; empty where it
/// is of another type, beyond the limits, an empty text or an empty list.
[[nodiscard]] Value normalised(Value value, Type type, int scale);
/// Days since a fixed day, for differences; the SQL does the same arithmetic.
[[nodiscard]] std::int64_t day_number(base::Date date);
/// `["a","b"]` in the canonical form of event::Json.
[[nodiscard]] std::string to_json(const List& list);
/// Whether `has` can ever find it: not a lone comma, no control characters (sql.cpp tells why).
[[nodiscard]] bool can_be_found(std::string_view text);

/// A value as the language writes it: 12.5, 'text', 2026-01-01, true.
[[nodiscard]] std::string literal_text(const Value& value);

} // namespace plumb::expression
