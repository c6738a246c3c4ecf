// SPDX-License-Identifier: Apache-2.0
/// Parts → a bigger part: types, scales, choices, and whether a number can leave 64 bits. What does
/// not fit is reported once and becomes an Error node, which fits everywhere.
#pragma once

#include "lexer.hpp"
#include "node.hpp"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace plumb::expression {

class Checker {
public:
  Checker(const Scope& scope, std::vector<Fault>& faults) : scope_(scope), faults_(faults) {}

  [[nodiscard]] Node literal(const Token& token) const;
  [[nodiscard]] Node name(const Token& token);
  [[nodiscard]] Node parameter(const Token& id, std::size_t from, std::size_t until);

  [[nodiscard]] Node logical(Op op, std::vector<Node> parts);
  [[nodiscard]] Node negation(Node part, std::size_t from);
  [[nodiscard]] Node comparison(Op op, Node left, Node right);
  [[nodiscard]] Node membership(Node left, const std::vector<Token>& list, std::size_t until);
  [[nodiscard]] Node has(Node list, Node element);
  [[nodiscard]] Node emptiness(Op op, Node part, std::size_t until);
  [[nodiscard]] Node arithmetic(Op op, Node left, Node right);
  [[nodiscard]] Node negative(Node part, std::size_t from);
  /// days, year, month, count, if.
  [[nodiscard]] Node call(Op op, std::vector<Node> arguments, std::size_t from, std::size_t until);
  /// Reports a part that is not of this type; true where it is.
  bool expect(const Node& part, std::initializer_list<Type> wanted);

private:
  [[nodiscard]] static Node joined(Op op, Type type, std::vector<Node> parts, std::size_t from,
                                   std::size_t until);
  [[nodiscard]] Node finished(Node node);
  void check_choice(const Node& named, std::string_view value, std::size_t from, std::size_t until);
  void check_aligned(const Node& part, int scale);
  void overflow(const Node& node);
  [[nodiscard]] Node call_if(std::vector<Node> arguments, std::size_t from, std::size_t until);

  const Scope& scope_;
  std::vector<Fault>& faults_;
};

} // namespace plumb::expression
