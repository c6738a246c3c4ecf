// SPDX-License-Identifier: Apache-2.0
#include "sql_weight.hpp"

#include <algorithm>

namespace plumb::expression {

namespace {

constexpr int kLeaf = 8; // coalesce(cast($1 as bigint), 0) <> 0

/// Entries below each child while it is read, plus the child's own.
int over_children(const Node& node, std::initializer_list<int> below) {
  int most = 0;
  auto entries = below.begin();
  for (const Node& child : node.children) {
    most = std::max(most, *entries + child.sql_weight);
    if (entries + 1 != below.end()) ++entries;
  }
  return most;
}

/// Whether the left part is written without brackets of its own (chain in sql.cpp).
bool continues_chain(const Node& node) {
  const Node& left = node.children[0];
  if (node.op == Op::Multiply) return left.op == Op::Multiply;
  return (left.op == Op::Add || left.op == Op::Subtract) && left.scale == node.scale;
}

} // namespace

int sql_weight(const Node& node) {
  switch (node.op) {
  case Op::Literal:
  case Op::Column:
  case Op::Parameter:
  case Op::Error:
    return kLeaf + (node.type == Type::Date ? 14 : 0); // the number of a day
  case Op::Or:
  case Op::And:
    return over_children(node, {6}); // two levels of brackets, see chunks in sql.cpp
  case Op::Not:
    return over_children(node, {2});
  case Op::In:
    return over_children(node, {5});
  case Op::Has:
    return 12 + over_children(node, {6});
  case Op::Count:
    return 14;
  case Op::IsEmpty:
  case Op::IsNotEmpty:
  case Op::Negate:
    return over_children(node, {7});
  case Op::Add:
  case Op::Subtract:
  case Op::Multiply:
    return over_children(node, {continues_chain(node) ? 0 : 2, 4});
  case Op::Year:
  case Op::Month:
    return over_children(node, {5});
  case Op::Days:
    return over_children(node, {4, 5});
  case Op::If:
    return over_children(node, {9, 12, 11});
  default: // comparisons
    return over_children(node, {8, 10});
  }
}

} // namespace plumb::expression
