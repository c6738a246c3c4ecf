// SPDX-License-Identifier: Apache-2.0
#include "node.hpp"
#include "parser.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/expression/expression.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace plumb::expression {

namespace {

constexpr std::size_t kSourceBytesMax = 4'000;
constexpr std::size_t kFaultsMax = 20; // more are no help

/// Calls `visit` with each node, outermost and leftmost first.
template <class Visit> void walk(const Node& node, const Visit& visit) {
  visit(node);
  for (const Node& child : node.children)
    walk(child, visit);
}

std::vector<std::string> named(const Node& root, Op op) {
  std::vector<std::string> out;
  walk(root, [&](const Node& node) {
    if (node.op == op && std::find(out.begin(), out.end(), node.name) == out.end())
      out.push_back(node.name);
  });
  return out;
}

std::size_t first_invalid_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, size] = base::decode_utf8(text, at);
    if (value == 0xFFFD && size == 1) return at;
    at += size;
  }
  return 0;
}

} // namespace

std::string_view name_of(Type type) {
  switch (type) {
  case Type::Flag:
    return "flag";
  case Type::Number:
    return "number";
  case Type::Text:
    return "text";
  case Type::Date:
    return "date";
  case Type::List:
    return "list";
  }
  return "";
}

Program::Program(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)) {}

base::Result<Program, std::vector<Fault>> Program::parse(std::string_view source,
                                                         const Scope& scope, Type wanted) {
  std::vector<Fault> faults;
  if (source.size() > kSourceBytesMax) {
    faults.push_back({{base::ErrorKind::LimitExceeded,
                       "expression.too_long",
                       {{"limit_bytes", std::to_string(kSourceBytesMax)}}},
                      0,
                      source.size()});
    return base::Unexpected{std::move(faults)};
  }
  if (!base::is_valid_utf8(source)) {
    const std::size_t at = first_invalid_byte(source);
    faults.push_back(
        {{base::ErrorKind::InvalidInput, "expression.syntax", {{"wanted", "UTF-8"}, {"found", ""}}},
         at,
         at + 1});
    return base::Unexpected{std::move(faults)};
  }
  Node root = parse_tree(source, scope, wanted, faults);
  if (faults.empty())
    return Program(std::make_shared<Tree>(Tree{std::string(source), std::move(root)}));
  std::sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.from, a.until, a.error.id) < std::tie(b.from, b.until, b.error.id);
  });
  if (faults.size() > kFaultsMax) faults.resize(kFaultsMax);
  return base::Unexpected{std::move(faults)};
}

const std::string& Program::source() const {
  return tree_->source;
}
Type Program::type() const {
  return tree_->root.type;
}
int Program::scale() const {
  return tree_->root.scale;
}
std::vector<std::string> Program::names() const {
  return named(tree_->root, Op::Column);
}
std::vector<std::string> Program::parameters() const {
  return named(tree_->root, Op::Parameter);
}

} // namespace plumb::expression
