// SPDX-License-Identifier: Apache-2.0
#include "json_check.hpp"

#include <plumb/base/utf8.hpp>

#include <set>
#include <string>

namespace plumb::api {
namespace {

constexpr int kDepthMax = 64;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Each reader returns false with `at_` on the first byte that does not fit.
class Checker {
public:
  explicit Checker(std::string_view text) : text_(text) {}

  bool whole() {
    blanks();
    if (!value(0)) return false;
    blanks();
    return at_ == text_.size();
  }
  [[nodiscard]] std::size_t at() const { return at_; }

private:
  [[nodiscard]] char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (next() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  void blanks() {
    while (next() == ' ' || next() == '\n' || next() == '\r' || next() == '\t')
      ++at_;
  }
  bool word(std::string_view word) {
    for (const char c : word)
      if (!take(c)) return false;
    return true;
  }

  bool value(int depth) {
    if (depth > kDepthMax) return false;
    switch (next()) {
    case '{':
      return object(depth);
    case '[':
      return array(depth);
    case '"':
      return string();
    case 't':
      return word("true");
    case 'f':
      return word("false");
    case 'n':
      return word("null");
    default:
      return number();
    }
  }

  bool object(int depth) {
    take('{');
    blanks();
    if (take('}')) return true;
    std::set<std::string_view> names;
    while (true) {
      const std::size_t from = at_;
      if (!string()) return false;
      // As written: an escaped spelling of the same name is still caught by the strict readers.
      if (!names.insert(text_.substr(from, at_ - from)).second) {
        at_ = from;
        return false;
      }
      blanks();
      if (!take(':')) return false;
      blanks();
      if (!value(depth + 1)) return false;
      blanks();
      if (take('}')) return true;
      if (!take(',')) return false;
      blanks();
    }
  }

  bool array(int depth) {
    take('[');
    blanks();
    if (take(']')) return true;
    while (true) {
      if (!value(depth + 1)) return false;
      blanks();
      if (take(']')) return true;
      if (!take(',')) return false;
      blanks();
    }
  }

  bool string() {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) return false;
      ++at_;
      if (c == '"') return true;
      if (c == '\\' && !escape()) return false;
    }
    return false;
  }

  bool escape() {
    const char c = next();
    if (c == 'u') {
      ++at_;
      for (int i = 0; i < 4; ++i, ++at_)
        if (!is_hex(next())) return false;
      return true;
    }
    if (c == '\0' || std::string_view("\"\\/bfnrt").find(c) == std::string_view::npos) return false;
    ++at_;
    return true;
  }

  bool digits() {
    if (!is_digit(next())) return false;
    while (is_digit(next()))
      ++at_;
    return true;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (next() == 'e' || next() == 'E') {
      ++at_;
      if (!take('+')) take('-');
      return digits();
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::size_t first_bad_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    if (!base::is_valid_utf8(text.substr(at, point.size))) return at;
    at += point.size;
  }
  return text.size();
}

} // namespace

base::Result<void> check_json(std::string_view text) {
  Checker checker(text);
  const bool good = base::is_valid_utf8(text);
  if (good && checker.whole()) return {};
  const std::size_t at = good ? checker.at() : first_bad_utf8(text);
  return base::fail(base::ErrorKind::InvalidInput, "api.bad_json",
                    {{"offset", std::to_string(at)}});
}

} // namespace plumb::api
