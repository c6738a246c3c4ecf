// SPDX-License-Identifier: Apache-2.0
#include "lexer.hpp"

#include "node.hpp"

#include <plumb/base/decimal.hpp>
#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace plumb::expression {

namespace {

constexpr int kYearLeast = 1900, kYearMost = 2200;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool continues_name(char c) {
  return begins_name(c) || is_digit(c);
}

/// What people type instead, and what they mean. Longer ones first.
struct Mistaken {
  std::string_view written, meant;
  bool name; ///< a word of the language, not a symbol
};
constexpr std::array<Mistaken, 14> kMistaken = {{{"<>", "!=", false},
                                                 {"&&", "and", true},
                                                 {"||", "or", true},
                                                 {"=", "==", false},
                                                 {"!", "not", true},
                                                 {"（", "(", false},
                                                 {"）", ")", false},
                                                 {"，", ",", false},
                                                 {"≥", ">=", false},
                                                 {"≤", "<=", false},
                                                 {"≠", "!=", false},
                                                 {"＞", ">", false},
                                                 {"＜", "<", false},
                                                 {"×", "*", false}}};
constexpr std::array<std::string_view, 4> kPairs = {"==", "!=", "<=", ">="};
constexpr std::array<std::string_view, 8> kSymbols = {"<", ">", "+", "-", "*", "(", ")", ","};
struct Quotes {
  std::string_view open, close;
};
constexpr std::array<Quotes, 3> kWrongQuotes = {{{"\"", "\""}, {"“", "”"}, {"‘", "’"}}};

class Lexer {
public:
  Lexer(std::string_view source, std::vector<Fault>& faults) : source_(source), faults_(faults) {}

  std::vector<Token> run() {
    while (at_ < source_.size())
      take();
    add(Token::Kind::End, source_.size(), "");
    return std::move(tokens_);
  }

private:
  [[nodiscard]] char peek(std::size_t ahead) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool starts(std::string_view with) const {
    return source_.substr(at_).starts_with(with);
  }
  void add(Token::Kind kind, std::size_t until, std::string_view text) {
    tokens_.push_back({kind, std::string(text), {}, Type::Text, at_, until});
    at_ = until;
  }
  void add_literal(std::size_t until, Type type, Value value) {
    tokens_.push_back({Token::Kind::Literal, std::string(source_.substr(at_, until - at_)),
                       std::move(value), type, at_, until});
    at_ = until;
  }
  void fault(std::size_t until, std::string_view wanted) {
    faults_.push_back(
        syntax_fault(at_, until, std::string(wanted), source_.substr(at_, until - at_)));
  }

  void take() {
    const char c = source_[at_];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      ++at_;
      return;
    }
    if (begins_name(c)) return take_name();
    if (is_digit(c)) return is_date() ? take_date() : take_number();
    if (c == '\'') return take_text();
    for (const std::string_view symbol : kPairs)
      if (starts(symbol)) return add(Token::Kind::Symbol, at_ + symbol.size(), symbol);
    for (const Mistaken& mistaken : kMistaken)
      if (starts(mistaken.written)) return take_mistaken(mistaken);
    for (const std::string_view symbol : kSymbols)
      if (starts(symbol)) return add(Token::Kind::Symbol, at_ + symbol.size(), symbol);
    for (const Quotes& quotes : kWrongQuotes)
      if (starts(quotes.open)) return take_wrongly_quoted(quotes);
    take_unknown();
  }

  void take_mistaken(const Mistaken& mistaken) {
    const std::size_t until = at_ + mistaken.written.size();
    fault(until, mistaken.meant);
    add(mistaken.name ? Token::Kind::Name : Token::Kind::Symbol, until, mistaken.meant);
  }

  /// One fault for a whole run of characters that mean nothing here (a Chinese word, say).
  void take_unknown() {
    std::size_t until = at_;
    do {
      until += base::decode_utf8(source_, until).size;
    } while (until < source_.size() && static_cast<unsigned char>(source_[until]) >= 0x80);
    fault(until, "");
    at_ = until;
  }

  void take_name() {
    std::size_t until = at_;
    for (;;) {
      while (until < source_.size() && continues_name(source_[until]))
        ++until;
      const bool more =
          until + 1 < source_.size() && source_[until] == '.' && begins_name(source_[until + 1]);
      if (!more) break;
      ++until;
    }
    add(Token::Kind::Name, until, source_.substr(at_, until - at_));
  }

  [[nodiscard]] bool is_date() const {
    constexpr std::string_view kShape = "dddd-dd-dd";
    for (std::size_t i = 0; i < kShape.size(); ++i)
      if (kShape[i] == 'd' ? !is_digit(peek(i)) : peek(i) != kShape[i]) return false;
    return !is_digit(peek(kShape.size()));
  }
  void take_date() {
    const std::size_t until = at_ + 10;
    auto date = base::parse_date(source_.substr(at_, 10));
    if (!date || static_cast<int>(date->year()) < kYearLeast ||
        static_cast<int>(date->year()) > kYearMost) {
      fault(until, "date");
      date = base::make_date(2000, 1, 1);
    }
    add_literal(until, Type::Date, *date);
  }

  void take_number() {
    std::size_t until = at_;
    while (until < source_.size() && is_digit(source_[until]))
      ++until;
    if (until + 1 < source_.size() && source_[until] == '.' && is_digit(source_[until + 1]))
      for (++until; until < source_.size() && is_digit(source_[until]);)
        ++until;
    const auto decimal = base::parse_decimal(source_.substr(at_, until - at_));
    if (until < source_.size() && source_[until] == '%') ++until;
    const bool good = decimal && decimal->scale <= kScaleMax && decimal->units <= kUnitsMax;
    if (!good) fault(until, "number");
    add_literal(until, Type::Number, good ? Number{decimal->units, decimal->scale} : Number{});
  }

  void take_text() {
    std::string text;
    std::size_t until = at_ + 1;
    bool closed = false, plain = true;
    while (until < source_.size() && !closed) {
      const char c = source_[until++];
      if (c == '\'') {
        closed = until == source_.size() || source_[until] != '\'';
        if (closed) break;
        ++until;
      }
      plain = plain && static_cast<unsigned char>(c) >= 0x20;
      text += c;
    }
    if (!closed || !plain) fault(until, closed ? "text" : "'");
    add_literal(until, Type::Text, text.empty() ? Value{} : Value{std::move(text)});
  }

  void take_wrongly_quoted(const Quotes& quotes) {
    const std::size_t begin = at_ + quotes.open.size();
    const std::size_t end = std::min(source_.find(quotes.close, begin), source_.size());
    const std::size_t until = std::min(end + quotes.close.size(), source_.size());
    const std::string text(source_.substr(begin, end - begin));
    fault(until, literal_text(text));
    add_literal(until, Type::Text, text.empty() ? Value{} : Value{text});
  }

  std::string_view source_;
  std::vector<Fault>& faults_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

} // namespace

std::vector<Token> read_tokens(std::string_view source, std::vector<Fault>& faults) {
  return Lexer(source, faults).run();
}

Fault syntax_fault(std::size_t from, std::size_t until, std::string wanted,
                   std::string_view found) {
  return {{base::ErrorKind::InvalidInput,
           "expression.syntax",
           {{"wanted", std::move(wanted)}, {"found", std::string(found)}}},
          from,
          until};
}

} // namespace plumb::expression
