// SPDX-License-Identifier: Apache-2.0
/// Words → checked tree, by recursive descent. The grammar, from loose to tight:
///
///     or      = and { "or" and }
///     and     = not { "and" not }
///     not     = "not" not | test
///     test    = sum [ compare sum | "in" "(" literal { "," literal } ")" | "has" sum
///                   | "is" [ "not" ] "empty" ]
///     sum     = product { ("+" | "-") product }
///     product = unary { "*" unary }
///     unary   = "-" unary | primary
///     primary = literal | name | function "(" or { "," or } ")" | "(" or ")"
#pragma once

#include "node.hpp"

#include <string_view>
#include <vector>

namespace plumb::expression {

/// The tree of `source`, of type `wanted`; an Error node or a fault where it is not well formed.
[[nodiscard]] Node parse_tree(std::string_view source, const Scope& scope, Type wanted,
                              std::vector<Fault>& faults);

} // namespace plumb::expression
