// SPDX-License-Identifier: Apache-2.0
#include "parser.hpp"

#include "checker.hpp"
#include "lexer.hpp"
#include "nearest.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

namespace plumb::expression {

namespace {

constexpr int kDepthMax = 64;
constexpr std::size_t kFaultsMax = 20;

struct Function {
  std::string_view name;
  Op op;
  std::size_t arguments;
};
constexpr std::array<Function, 6> kFunctions = {{{"days", Op::Days, 2},
                                                 {"year", Op::Year, 1},
                                                 {"month", Op::Month, 1},
                                                 {"count", Op::Count, 1},
                                                 {"if", Op::If, 3},
                                                 {"parameter", Op::Parameter, 1}}};
constexpr std::array<std::string_view, 7> kWords = {"or", "and", "not", "in", "has", "is", "empty"};

bool is_word(std::string_view name) {
  return std::find(kWords.begin(), kWords.end(), name) != kWords.end();
}

std::optional<Op> comparison_of(const Token& token) {
  if (token.kind != Token::Kind::Symbol) return std::nullopt;
  for (const Op op :
       {Op::Equal, Op::NotEqual, Op::Less, Op::LessEqual, Op::Greater, Op::GreaterEqual})
    if (token.text == symbol_of(op)) return op;
  return std::nullopt;
}

class Parser {
public:
  Parser(std::string_view source, const Scope& scope, std::vector<Fault>& faults)
      : faults_(faults), checker_(scope, faults), tokens_(read_tokens(source, faults)) {}

  Node run(Type wanted) {
    Node root = parse_or();
    const bool whole = at_end();
    while (!at_end() && faults_.size() < kFaultsMax) {
      // The rest is read too, for the faults in it.
      unexpected("end");
      const std::size_t before = at_;
      (void)parse_or();
      if (at_ == before) ++at_;
    }
    if (whole) checker_.expect(root, {wanted});
    return root;
  }

private:
  // --- words ---
  [[nodiscard]] const Token& peek() const { return tokens_[at_]; }
  [[nodiscard]] bool at_end() const { return peek().kind == Token::Kind::End; }
  [[nodiscard]] bool is_symbol(std::string_view symbol) const {
    return peek().kind == Token::Kind::Symbol && peek().text == symbol;
  }
  [[nodiscard]] bool is_name(std::string_view name) const {
    return peek().kind == Token::Kind::Name && peek().text == name;
  }
  bool take_symbol(std::string_view symbol) { return is_symbol(symbol) && advance(); }
  bool take_name(std::string_view name) { return is_name(name) && advance(); }
  bool advance() {
    last_until_ = peek().until;
    ++at_;
    return true;
  }
  /// One fault for one place: what follows from it would only confuse.
  void unexpected(std::string_view wanted) {
    if (refused_at_ == peek().from + 1 || stopped_) return;
    refused_at_ = peek().from + 1;
    faults_.push_back(syntax_fault(peek().from, peek().until, std::string(wanted), peek().text));
  }
  void expect_symbol(std::string_view symbol) {
    if (!take_symbol(symbol)) unexpected(symbol);
  }
  /// Past everything up to a `,` or `)` of this level, where another part can begin.
  void skip_part() {
    for (int open = 0; !at_end(); advance()) {
      if (open == 0 && (is_symbol(",") || is_symbol(")"))) return;
      if (is_symbol("(")) ++open;
      if (is_symbol(")")) --open;
    }
  }
  [[nodiscard]] Node error_here() const {
    Node node;
    node.from = peek().from;
    node.until = peek().until;
    return node;
  }
  /// False where it is nested too deep: the rest is not read.
  bool descend() {
    if (depth_ < kDepthMax) {
      ++depth_;
      return true;
    }
    if (!stopped_)
      faults_.push_back(
          {{base::ErrorKind::LimitExceeded, "expression.too_deep"}, peek().from, peek().until});
    stopped_ = true;
    at_ = tokens_.size() - 1;
    return false;
  }

  // --- grammar ---
  Node parse_or() {
    return parse_chain(Op::Or,
                       [this] { return parse_chain(Op::And, [this] { return parse_not(); }); });
  }
  template <class Part> Node parse_chain(Op op, const Part& part) {
    Node first = part();
    if (!is_name(symbol_of(op))) return first;
    std::vector<Node> parts;
    parts.push_back(std::move(first));
    while (take_name(symbol_of(op)))
      parts.push_back(part());
    return checker_.logical(op, std::move(parts));
  }
  Node parse_not() {
    const std::size_t from = peek().from;
    if (!take_name("not")) return parse_test();
    if (!descend()) return error_here();
    Node part = parse_not();
    --depth_;
    return checker_.negation(std::move(part), from);
  }
  Node parse_test() {
    Node left = parse_sum();
    if (const auto op = comparison_of(peek())) {
      advance();
      Node right = parse_sum();
      return checker_.comparison(*op, std::move(left), std::move(right));
    }
    if (take_name("in")) return parse_in(std::move(left));
    if (take_name("has")) {
      Node right = parse_sum();
      return checker_.has(std::move(left), std::move(right));
    }
    if (take_name("is")) {
      const Op op = take_name("not") ? Op::IsNotEmpty : Op::IsEmpty;
      if (!take_name("empty")) {
        unexpected("empty");
        if (peek().kind == Token::Kind::Name && !is_word(peek().text)) advance(); // `is null`
      }
      return checker_.emptiness(op, std::move(left), last_until_);
    }
    return left;
  }
  Node parse_in(Node left) {
    std::vector<Token> list;
    expect_symbol("(");
    do {
      if (auto token = take_list_literal())
        list.push_back(*std::move(token));
      else
        skip_part();
    } while (take_symbol(","));
    expect_symbol(")");
    return checker_.membership(std::move(left), list, last_until_);
  }
  std::optional<Token> take_list_literal() {
    const std::size_t from = peek().from;
    const bool minus = take_symbol("-");
    if (peek().kind != Token::Kind::Literal ||
        (minus && !std::holds_alternative<Number>(peek().value))) {
      unexpected("literal");
      return std::nullopt;
    }
    Token token = peek();
    advance();
    if (minus) {
      token.from = from;
      std::get<Number>(token.value).units *= -1;
    }
    return token;
  }
  Node parse_sum() {
    Node left = parse_product();
    for (;;) {
      const Op op = is_symbol("+") ? Op::Add : Op::Subtract;
      if (!take_symbol(symbol_of(op))) return left;
      Node right = parse_product();
      left = checker_.arithmetic(op, std::move(left), std::move(right));
    }
  }
  Node parse_product() {
    Node left = parse_unary();
    while (take_symbol("*")) {
      Node right = parse_unary();
      left = checker_.arithmetic(Op::Multiply, std::move(left), std::move(right));
    }
    return left;
  }
  Node parse_unary() {
    const std::size_t from = peek().from;
    if (!take_symbol("-")) return parse_primary();
    if (!descend()) return error_here();
    Node part = parse_unary();
    --depth_;
    return checker_.negative(std::move(part), from);
  }
  Node parse_primary() {
    const Token& token = peek();
    if (token.kind == Token::Kind::Literal) {
      advance();
      return checker_.literal(token);
    }
    if (token.kind == Token::Kind::Name && !is_word(token.text)) return parse_name(token);
    if (is_symbol("(")) return parse_brackets();
    unexpected("value");
    Node error = error_here();
    // A symbol that opens nothing cannot be where the next part begins.
    const bool closes = at_end() || is_symbol(")") || is_symbol(",");
    if (!closes && token.kind == Token::Kind::Symbol) {
      advance();
      return parse_after_fault(std::move(error));
    }
    return error;
  }
  /// `a == == b`: goes on behind the word too many.
  Node parse_after_fault(Node error) {
    if (!descend()) return error;
    (void)parse_unary();
    --depth_;
    return error;
  }
  Node parse_brackets() {
    const std::size_t from = peek().from;
    advance();
    if (!descend()) return error_here();
    Node inner = parse_or();
    --depth_;
    expect_symbol(")");
    inner.from = from;
    inner.until = last_until_;
    return inner;
  }
  Node parse_name(const Token& token) {
    advance();
    if (is_symbol("(")) return parse_call(token);
    if (token.text == "true" || token.text == "false") {
      Token flag = token;
      flag.type = Type::Flag;
      flag.value = token.text == "true";
      return checker_.literal(flag);
    }
    return checker_.name(token);
  }

  Node parse_call(const Token& name) {
    const auto* function = std::find_if(kFunctions.begin(), kFunctions.end(),
                                        [&](const Function& f) { return f.name == name.text; });
    if (function == kFunctions.end()) return parse_unknown_call(name);
    if (function->op == Op::Parameter) return parse_parameter(name);
    std::vector<Node> arguments = parse_arguments();
    if (arguments.size() != function->arguments) {
      Node error;
      error.from = name.from;
      error.until = last_until_;
      if (!stopped_)
        faults_.push_back(syntax_fault(error.from, error.until,
                                       std::to_string(function->arguments) + " ×",
                                       std::to_string(arguments.size()) + " ×"));
      return error;
    }
    return checker_.call(function->op, std::move(arguments), name.from, last_until_);
  }
  std::vector<Node> parse_arguments() {
    std::vector<Node> arguments;
    advance(); // the bracket
    if (!descend()) return arguments;
    if (!is_symbol(")")) {
      do {
        arguments.push_back(parse_or());
        if (!is_symbol(",") && !is_symbol(")")) {
          unexpected(")");
          skip_part();
        }
      } while (take_symbol(","));
    }
    --depth_;
    expect_symbol(")");
    return arguments;
  }
  Node parse_unknown_call(const Token& name) {
    std::vector<std::string> names;
    for (const Function& known : kFunctions)
      names.emplace_back(known.name);
    faults_.push_back({{base::ErrorKind::InvalidInput,
                        "expression.unknown_name",
                        {{"name", name.text}, {"suggestion", nearest(name.text, names)}}},
                       name.from,
                       name.until});
    (void)parse_arguments();
    Node error;
    error.from = name.from;
    error.until = last_until_;
    return error;
  }
  Node parse_parameter(const Token& name) {
    advance();
    const Token id = peek();
    if (id.kind != Token::Kind::Literal || !std::holds_alternative<std::string>(id.value)) {
      unexpected("'…'");
      skip_part();
      (void)take_symbol(")");
      return error_here();
    }
    advance();
    expect_symbol(")");
    return checker_.parameter(id, name.from, last_until_);
  }

  std::vector<Fault>& faults_;
  Checker checker_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t last_until_ = 0; ///< end of the word taken last
  std::size_t refused_at_ = 0; ///< 1 + where a syntax fault was last reported
  int depth_ = 0;
  bool stopped_ = false;
};

} // namespace

Node parse_tree(std::string_view source, const Scope& scope, Type wanted,
                std::vector<Fault>& faults) {
  return Parser(source, scope, faults).run(wanted);
}

} // namespace plumb::expression
