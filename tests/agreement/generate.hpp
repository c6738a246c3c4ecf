// SPDX-License-Identifier: Apache-2.0
/// Random records and random well-typed expressions over them, for comparing two ways to answer.
/// Drawn by rapidcheck: the same seed gives the same cases. Values are chosen from where things go
/// wrong: empty, blank, quotes, backslashes, commas, leap days, the largest numbers.
#pragma once

#include <plumb/expression/expression.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::agreement {

using expression::Type;
using expression::Value;

/// What the expressions can name: two columns of each type (one named like a word of SQL), `today`
/// without a column, and a parameter of each type named as its type.
[[nodiscard]] const expression::Scope& scope();

struct RandomRecord final : expression::Record {
  std::vector<Value> values; ///< by the scope's columns
  std::map<std::string, Value, std::less<>> parameters;
  [[nodiscard]] Value column(std::size_t index) const override { return values.at(index); }
  [[nodiscard]] Value parameter(std::string_view id) const override {
    return parameters.find(id)->second;
  }
};

/// Records of one day: `today` and the parameters are the same for all.
[[nodiscard]] std::vector<RandomRecord> draw_records(int count);
/// A source of this type. The checker may still refuse it for overflow or depth.
[[nodiscard]] std::string draw_source(Type type, int depth);

} // namespace plumb::agreement
