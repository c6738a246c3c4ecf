// SPDX-License-Identifier: Apache-2.0
/// A part's value on a record.
#pragma once

#include "node.hpp"

namespace plumb::expression {

/// Of the node's type, or empty.
[[nodiscard]] Value evaluate_node(const Node& node, const Record& record);
/// Of a flag: an empty one is false.
[[nodiscard]] bool is_true(const Value& flag);

} // namespace plumb::expression
