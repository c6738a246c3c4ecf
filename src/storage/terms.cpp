// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/utf8.hpp>
#include <plumb/storage/terms.hpp>

#include <utility>

namespace plumb::storage {

namespace {

char32_t folded(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

bool is_word(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);
}

using Emit = std::function<bool(std::string_view, std::size_t, std::size_t)>;

/// A run of Han characters from `at`: its neighbouring pairs; gives where its last character
/// begins.
bool each_pair(std::string_view text, std::size_t& at, const Emit& emit, std::size_t& last) {
  last = at;
  at += base::decode_utf8(text, at).size;
  for (;;) {
    const auto next = base::decode_utf8(text, at);
    if (next.size == 0 || !base::is_han(next.value)) return true;
    if (!emit(text.substr(last, at + next.size - last), last, at + next.size)) return false;
    last = at;
    at += next.size;
  }
}

bool each_word(std::string_view text, std::size_t& at, const Emit& emit) {
  const std::size_t from = at;
  std::string word;
  for (;;) {
    const auto next = base::decode_utf8(text, at);
    const char32_t c = folded(next.value);
    if (next.size == 0 || !is_word(c)) break;
    base::append_utf8(word, c);
    at += next.size;
  }
  return emit(word, from, at);
}

} // namespace

bool each_term(std::string_view text, bool query, const Emit& emit) {
  // In a query the last character of the last run is no term of its own (the text may go on there);
  // of an inner run it is, because positions must follow each other as they do in the index.
  std::size_t held_from = 0, held_until = 0;
  const auto release = [&] {
    if (held_until == 0) return true;
    const std::size_t from = held_from, until = std::exchange(held_until, 0);
    return emit(text.substr(from, until - from), from, until);
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto next = base::decode_utf8(text, at);
    if (base::is_han(next.value)) {
      if (!release()) return false;
      const std::size_t from = at;
      std::size_t last = at;
      if (!each_pair(text, at, emit, last)) return false;
      held_from = last;
      held_until = at;
      if ((!query || last == from) && !release()) return false;
    } else if (is_word(folded(next.value))) {
      if (!release() || !each_word(text, at, emit)) return false;
    } else {
      at += next.size;
    }
  }
  return query || release();
}

void each_query_word(std::string_view query,
                     const std::function<void(std::string_view word, bool prefix)>& visit) {
  const auto add = [&](std::string_view word) {
    std::size_t terms = 0;
    std::string_view last;
    each_term(word, true, [&](std::string_view, std::size_t from, std::size_t until) {
      ++terms;
      last = word.substr(from, until - from);
      return true;
    });
    if (terms == 0) return;
    // One character alone is in the index only at the end of a run: elsewhere it begins a pair. A
    // Latin word may still be incomplete while a person types.
    const auto first = base::decode_utf8(last, 0);
    visit(word, first.size == last.size() || !base::is_han(first.value));
  };
  std::size_t from = 0;
  for (std::size_t at = 0; at <= query.size();) {
    const auto next = base::decode_utf8(query, at);
    if (next.size == 0 || base::is_blank(next.value) || next.value == '\n') {
      add(query.substr(from, at - from));
      from = at + next.size;
      if (next.size == 0) break;
    }
    at += next.size;
  }
}

std::string fts5_expression(std::string_view query) {
  std::string out;
  each_query_word(query, [&](std::string_view word, bool prefix) {
    if (!out.empty()) out += " AND ";
    // Quoted, every character is data; a quote inside is no term and can be left out.
    out += '"';
    for (const char c : word)
      if (c != '"' && c != '\0') out += c;
    out += prefix ? "\" *" : "\"";
  });
  return out;
}

} // namespace plumb::storage
