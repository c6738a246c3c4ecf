// SPDX-License-Identifier: Apache-2.0
/// How Chinese text becomes search terms, the same for every engine: two neighbouring characters
/// are one term (and the last character of a run alone, so that one character can be searched by
/// its prefix); ASCII letters and digits are lower-cased words; full-width forms count as
/// half-width.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::storage {

/// Calls `emit(term, from, until)` with byte offsets for each term, in order of place; false stops.
/// Linear. With `query` the last character of a run of two or more is left out.
bool each_term(std::string_view text, bool query,
               const std::function<bool(std::string_view, std::size_t, std::size_t)>& emit);

/// Calls `visit` for each blank-separated word of `query` that has a term; with `prefix` its last
/// term may go on in the text.
void each_query_word(std::string_view query,
                     const std::function<void(std::string_view word, bool prefix)>& visit);

/// The SQLite full-text expression that requires every blank-separated word of `query` to occur;
/// empty where the query has no searchable character.
[[nodiscard]] std::string fts5_expression(std::string_view query);

} // namespace plumb::storage
