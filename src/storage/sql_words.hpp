// SPDX-License-Identifier: Apache-2.0
/// The words of SQL text, as far as the schema needs them: enough to see what a statement creates
/// and where a column's type stands.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::storage {

struct SqlWord {
  enum class Kind { Space, Name, Quoted, Symbol }; ///< Space: blanks and comments
  Kind kind = Kind::Space;
  std::string_view text;
  [[nodiscard]] bool is(std::string_view name) const;
};

/// The word that begins at `at`; never empty before the end of the text.
[[nodiscard]] SqlWord next_word(std::string_view sql, std::size_t at);
/// In lower case (ASCII).
[[nodiscard]] std::string lowered(std::string_view name);
/// Calls `visit` with the words of each statement in lower case; blanks, comments and symbols left
/// out.
void each_statement(std::string_view sql,
                    const std::function<void(const std::vector<std::string>&)>& visit);

} // namespace plumb::storage
