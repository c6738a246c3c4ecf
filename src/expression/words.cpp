// SPDX-License-Identifier: Apache-2.0
// An expression in plain Chinese, for people who know the law and not the language.
#include "node.hpp"

#include <array>
#include <string>
#include <utility>

namespace plumb::expression {

namespace {

using Title = std::function<std::string(std::string_view)>;
using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array<Pair, 3> kPlainNames = {
    {{"today", "当日"}, {"state", "状态"}, {"opened_on", "开始日期"}}};
/// What follows the title of a step, a clock or a table of rows.
constexpr std::array<Pair, 8> kRests = {{{"on", "的日期"},
                                         {"count", "的次数"},
                                         {"started_on", "的起算日"},
                                         {"earliest_on", "的最短期限届满日"},
                                         {"due_on", "的截止日"},
                                         {"target_on", "的目标日"},
                                         {"stopped_on", "的停止日"},
                                         {"extended", "的延长次数"}}};

std::string_view found(const auto& pairs, std::string_view key) {
  for (const auto& [name, words] : pairs)
    if (name == key) return words;
  return {};
}

std::string_view comparing(Op op, Type type) {
  switch (op) {
  case Op::Equal:
    return type == Type::Number ? "等于" : "是";
  case Op::NotEqual:
    return type == Type::Number ? "不等于" : "不是";
  case Op::Less:
    return type == Type::Date ? "早于" : "小于";
  case Op::LessEqual:
    return type == Type::Date ? "不晚于" : "不超过";
  case Op::Greater:
    return type == Type::Date ? "晚于" : "大于";
  default:
    return type == Type::Date ? "不早于" : "不少于";
  }
}

/// In quotation marks, unless it comes with some.
std::string quoted(std::string_view text) {
  if (text.starts_with("“") || text.starts_with("《")) return std::string(text);
  return "“" + std::string(text) + "”";
}

class Wording {
public:
  explicit Wording(const Title& title) : title_(title) {}

  /// What a flag says, or that it is not so.
  std::string condition(const Node& node, bool yes = true) const {
    const auto& parts = node.children;
    switch (node.op) {
    case Op::Or:
    case Op::And:
      return yes ? joined(node) : "并非（" + joined(node) + "）";
    case Op::Not:
      return condition(parts[0], !yes);
    case Op::In:
      return term(parts[0]) + (yes ? "是" : "不是") + listed(node);
    case Op::Has:
      return term(parts[0]) + (yes ? "包含" : "不包含") + term(parts[1], &parts[0]);
    case Op::IsEmpty:
    case Op::IsNotEmpty:
      return emptiness(parts[0], (node.op == Op::IsEmpty) == yes);
    case Op::If:
      return (yes ? "" : "并非（") + choice(node) + (yes ? "" : "）");
    case Op::Literal:
      return is_yes(node) == yes ? "总是成立" : "总不成立";
    case Op::Column:
    case Op::Parameter:
      return flag(node, yes);
    default:
      return (yes ? "" : "并非") + term(parts[0], &parts[1]) +
             std::string(comparing(node.op, parts[0].type)) + term(parts[1], &parts[0]);
    }
  }

  /// A value. `beside`: what it is compared with, whose choices may name it.
  std::string term(const Node& node, const Node* beside = nullptr) const {
    const auto& parts = node.children;
    switch (node.op) {
    case Op::Literal:
      return literal(node.value, beside);
    case Op::Column:
      return name(node.name);
    case Op::Parameter: {
      const std::string given = title(node.name);
      return "规定的" + quoted(given.empty() ? std::string_view(node.name) : given);
    }
    case Op::Add:
      return "（" + term(parts[0]) + "加" + term(parts[1]) + "）";
    case Op::Subtract:
      return "（" + term(parts[0]) + "减" + term(parts[1]) + "）";
    case Op::Multiply:
      return "（" + term(parts[0]) + "乘以" + term(parts[1]) + "）";
    case Op::Negate:
      return "负" + term(parts[0]);
    case Op::Days:
      return "从" + term(parts[0]) + "到" + term(parts[1]) + "的天数";
    case Op::Year:
      return term(parts[0]) + "的年份";
    case Op::Month:
      return term(parts[0]) + "的月份";
    case Op::Count:
      return term(parts[0]) + "的个数";
    case Op::If:
      return "（" + choice(node) + "）";
    default:
      return "（" + condition(node) + "）";
    }
  }

private:
  const Title& title_;

  [[nodiscard]] std::string title(std::string_view asked) const {
    std::string given = title_ ? title_(asked) : std::string();
    return given == asked ? std::string() : given;
  }
  [[nodiscard]] static bool is_yes(const Node& node) {
    const auto* flag = std::get_if<bool>(&node.value);
    return flag != nullptr && *flag;
  }

  [[nodiscard]] std::string name(std::string_view written) const {
    if (std::string given = title(written); !given.empty()) return given;
    const auto dot = written.rfind('.');
    if (dot != std::string_view::npos) {
      const std::string_view rest = written.substr(dot + 1);
      const bool rows = rest == "count" && !written.starts_with("steps.");
      const std::string_view words = rows ? "的条数" : found(kRests, rest);
      const std::string owner = title(written.substr(0, dot));
      if (!words.empty() && !owner.empty()) return quoted(owner) + std::string(words);
    }
    const std::string_view plain = found(kPlainNames, written);
    return std::string(plain.empty() ? written : plain);
  }
  [[nodiscard]] std::string flag(const Node& node, bool yes) const {
    const std::string_view written = node.name;
    const auto dot = written.rfind('.');
    const bool done = written.ends_with(".done");
    if (node.op == Op::Column && (done || written.ends_with(".running"))) {
      // A title of the whole name says what is so: “审核”已办理.
      if (const std::string given = title(written); !given.empty())
        return (yes ? "" : "并非") + given;
      const std::string owner = title(written.substr(0, dot));
      const std::string called = quoted(owner.empty() ? written.substr(0, dot) : owner);
      if (done) return (yes ? "已办理" : "未办理") + called;
      return called + (yes ? "正在计时" : "没有在计时");
    }
    return term(node) + (yes ? "为“是”" : "不为“是”");
  }
  [[nodiscard]] std::string literal(const Value& value, const Node* beside) const {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "“是”" : "“否”";
    if (const auto* date = std::get_if<base::Date>(&value))
      return std::to_string(static_cast<int>(date->year())) + "年" +
             std::to_string(static_cast<unsigned>(date->month())) + "月" +
             std::to_string(static_cast<unsigned>(date->day())) + "日";
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return std::holds_alternative<Number>(value) ? literal_text(value) : "空";
    std::string given;
    if (beside != nullptr && beside->op == Op::Column) given = title(beside->name + "=" + *text);
    return quoted(given.empty() ? *text : given);
  }
  [[nodiscard]] std::string listed(const Node& node) const {
    std::string out;
    for (const Value& value : node.values)
      out += (out.empty() ? "" : "、") + literal(value, &node.children[0]);
    return node.values.size() > 1 ? out + "之一" : out;
  }
  [[nodiscard]] std::string emptiness(const Node& part, bool empty) const {
    const bool field = part.op == Op::Column && part.name.find('.') == std::string::npos;
    return term(part) + (field ? (empty ? "未填写" : "已填写") : (empty ? "为空" : "不为空"));
  }
  [[nodiscard]] std::string joined(const Node& node) const {
    std::string out;
    for (const Node& part : node.children) {
      if (!out.empty()) out += node.op == Op::Or ? "，或者" : "，并且";
      const bool brackets = part.op == Op::Or || part.op == Op::And;
      out += brackets ? "（" + condition(part) + "）" : condition(part);
    }
    return out;
  }
  [[nodiscard]] std::string choice(const Node& node) const {
    const auto part = [&](const Node& chosen) {
      return chosen.type == Type::Flag && chosen.op != Op::Literal ? condition(chosen)
                                                                   : term(chosen);
    };
    return "如果" + condition(node.children[0]) + "，则" + part(node.children[1]) + "，否则" +
           part(node.children[2]);
  }
};

} // namespace

std::string Program::in_words(const Title& title) const {
  const Wording wording(title);
  return tree_->root.type == Type::Flag ? wording.condition(tree_->root)
                                        : wording.term(tree_->root);
}

} // namespace plumb::expression
