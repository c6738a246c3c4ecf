// SPDX-License-Identifier: Apache-2.0
/// Source text → words with their byte positions. What cannot be a word is reported and, where its
/// meaning is plain (`=`, `&&`, “…”), taken for what was meant, so that later faults show too.
#pragma once

#include <plumb/expression/expression.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::expression {

struct Token {
  /// Symbol: `text` is one of ( ) , + - * == != < <= > >=. Name: also the words of the language.
  enum class Kind { End, Name, Literal, Symbol };
  Kind kind = Kind::End;
  std::string text = {};
  Value value = {}; ///< Literal
  Type type = Type::Text;
  std::size_t from = 0, until = 0;
};

/// The words of a valid UTF-8 text, with an End behind them.
[[nodiscard]] std::vector<Token> read_tokens(std::string_view source, std::vector<Fault>& faults);

[[nodiscard]] Fault syntax_fault(std::size_t from, std::size_t until, std::string wanted,
                                 std::string_view found);

} // namespace plumb::expression
