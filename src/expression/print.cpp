// SPDX-License-Identifier: Apache-2.0
// The tree in the language's own text, with no more brackets than it needs; and its parts with
// their values.
#include "evaluate.hpp"
#include "node.hpp"

#include <string>

namespace plumb::expression {

namespace {

enum Precedence { kAny, kOr, kAnd, kNot, kTest, kSum, kProduct, kUnary, kPrimary };

Precedence precedence_of(Op op) {
  switch (op) {
  case Op::Or:
    return kOr;
  case Op::And:
    return kAnd;
  case Op::Not:
    return kNot;
  case Op::In:
  case Op::Has:
  case Op::IsEmpty:
  case Op::IsNotEmpty:
    return kTest;
  case Op::Add:
  case Op::Subtract:
    return kSum;
  case Op::Multiply:
    return kProduct;
  case Op::Negate:
    return kUnary;
  default:
    return is_comparison(op) ? kTest : kPrimary;
  }
}

class Printer {
public:
  std::string out;

  void print(const Node& node, Precedence at_least) {
    const bool brackets = precedence_of(node.op) < at_least;
    if (brackets) out += '(';
    print_bare(node);
    if (brackets) out += ')';
  }

private:
  void print_bare(const Node& node) {
    const auto& parts = node.children;
    switch (node.op) {
    case Op::Error:
      return;
    case Op::Literal:
      out += literal_text(node.value);
      return;
    case Op::Column:
      out += node.name;
      return;
    case Op::Parameter:
      out += "parameter(" + literal_text(node.name) + ")";
      return;
    case Op::Or:
      return joined(node, " or ", kAnd);
    case Op::And:
      return joined(node, " and ", kNot);
    case Op::Not:
      out += "not ";
      return print(parts[0], kNot);
    case Op::In:
      return print_in(node);
    case Op::Has:
      return infix(node, " has ", kSum, kSum);
    case Op::IsEmpty:
    case Op::IsNotEmpty:
      print(parts[0], kSum);
      out += node.op == Op::IsEmpty ? " is empty" : " is not empty";
      return;
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
      return infix(node, " " + std::string(symbol_of(node.op)) + " ", precedence_of(node.op),
                   node.op == Op::Multiply ? kUnary : kProduct);
    case Op::Negate:
      out += '-';
      return print(parts[0], kUnary);
    case Op::Days:
    case Op::Year:
    case Op::Month:
    case Op::Count:
    case Op::If:
      out += std::string(symbol_of(node.op)) + "(";
      joined(node, ", ", kAny);
      out += ')';
      return;
    default:
      return infix(node, " " + std::string(symbol_of(node.op)) + " ", kSum, kSum);
    }
  }
  void joined(const Node& node, std::string_view between, Precedence at_least) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (i > 0) out += between;
      print(node.children[i], at_least);
    }
  }
  void infix(const Node& node, std::string_view between, Precedence left, Precedence right) {
    print(node.children[0], left);
    out += between;
    print(node.children[1], right);
  }
  void print_in(const Node& node) {
    print(node.children[0], kSum);
    for (std::size_t i = 0; i < node.values.size(); ++i) {
      out += i == 0 ? " in (" : ", ";
      out += literal_text(node.values[i]);
    }
    // Only empty texts stood there: still true of nothing.
    out += node.values.empty() ? " in ('')" : ")";
  }
};

void explain_node(const Node& node, int depth, const std::string& source, const Record& record,
                  std::vector<Explained>& out) {
  if (node.op == Op::Literal) return;
  out.push_back(
      {source.substr(node.from, node.until - node.from), evaluate_node(node, record), depth});
  for (const Node& child : node.children)
    explain_node(child, depth + 1, source, record, out);
}

} // namespace

std::string Program::print() const {
  Printer printer;
  printer.print(tree_->root, kAny);
  return printer.out;
}

std::vector<Explained> Program::explain(const Record& record) const {
  std::vector<Explained> out;
  explain_node(tree_->root, 0, tree_->source, record, out);
  return out;
}

} // namespace plumb::expression
