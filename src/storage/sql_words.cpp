// SPDX-License-Identifier: Apache-2.0
#include "sql_words.hpp"

#include <algorithm>

namespace plumb::storage {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

/// Behind the end of what begins at `at` and ends with `end`.
std::size_t behind(std::string_view sql, std::size_t at, std::string_view end) {
  const auto found = sql.find(end, at);
  return found == std::string_view::npos ? sql.size() : found + end.size();
}

} // namespace

std::string lowered(std::string_view name) {
  std::string out(name);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool SqlWord::is(std::string_view name) const {
  return kind == Kind::Name && lowered(text) == name;
}

SqlWord next_word(std::string_view sql, std::size_t at) {
  const auto word = [&](SqlWord::Kind kind, std::size_t until) {
    return SqlWord{kind, sql.substr(at, until - at)};
  };
  if (at >= sql.size()) return {SqlWord::Kind::Space, {}};
  const char c = sql[at];
  if (is_blank(c)) {
    std::size_t until = at;
    while (until < sql.size() && is_blank(sql[until]))
      ++until;
    return word(SqlWord::Kind::Space, until);
  }
  if (sql.substr(at, 2) == "--") return word(SqlWord::Kind::Space, behind(sql, at, "\n"));
  if (sql.substr(at, 2) == "/*") return word(SqlWord::Kind::Space, behind(sql, at + 2, "*/"));
  // A doubled quote inside is the end of one and the start of the next, which joins up the same.
  if (c == '\'' || c == '"')
    return word(SqlWord::Kind::Quoted, behind(sql, at + 1, std::string_view(&c, 1)));
  if (is_name(c)) {
    std::size_t until = at;
    while (until < sql.size() && is_name(sql[until]))
      ++until;
    return word(SqlWord::Kind::Name, until);
  }
  return word(SqlWord::Kind::Symbol, at + 1);
}

void each_statement(std::string_view sql,
                    const std::function<void(const std::vector<std::string>&)>& visit) {
  std::vector<std::string> words;
  const auto end = [&] {
    if (!words.empty()) visit(words);
    words.clear();
  };
  for (std::size_t at = 0; at < sql.size();) {
    const SqlWord word = next_word(sql, at);
    at += word.text.size();
    if (word.kind == SqlWord::Kind::Name) words.push_back(lowered(word.text));
    if (word.kind == SqlWord::Kind::Symbol && word.text == ";") end();
  }
  end();
}

} // namespace plumb::storage
