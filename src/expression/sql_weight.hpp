// SPDX-License-Identifier: Apache-2.0
/// How deep the stack of an SQL parser grows over the SQL of a part. SQLite's holds 100 entries and
/// cannot be enlarged, so what would need more is refused while parsing instead of failing on the
/// day it is first asked.
#pragma once

#include "node.hpp"

namespace plumb::expression {

/// Leaves room for the statement around the condition.
inline constexpr int kSqlWeightMax = 64;

/// Of a node whose children already have theirs; follows the shapes that sql.cpp writes.
[[nodiscard]] int sql_weight(const Node& node);

} // namespace plumb::expression
