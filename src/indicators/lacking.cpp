// SPDX-License-Identifier: Apache-2.0
#include "lacking.hpp"

#include <algorithm>

namespace plumb::indicators {
namespace {

using expression::Explained;
using View = std::string_view;

/// So many failing parts are told.
constexpr std::size_t kPartsMax = 3;

/// A record as its register's expressions see it.
class Shown final : public expression::Record {
public:
  Shown(const pack::Rulebook& book, const pack::Register& declared, const registers::Record& record,
        Date on)
      : book_(book), values_(registers::values_of(declared, record, on)), on_(on) {}
  [[nodiscard]] expression::Value column(std::size_t index) const override {
    return index < values_.size() ? values_[index] : expression::Value();
  }
  [[nodiscard]] expression::Value parameter(View id) const override {
    return book_.parameter_value(id, on_);
  }

private:
  const pack::Rulebook& book_;
  std::vector<expression::Value> values_;
  Date on_;
};

bool fails(const Explained& part) {
  const auto* flag = std::get_if<bool>(&part.value);
  return flag == nullptr || !*flag;
}

/// Whether a part is made of the others by `and` alone: what is left of its source without theirs.
bool joins(View source, const std::vector<const Explained*>& children) {
  if (children.size() < 2) return false;
  std::string glue(source);
  for (const auto* child : children) {
    if (!std::holds_alternative<bool>(child->value)) return false;
    const auto at = glue.find(child->source);
    if (at == std::string::npos) return false;
    glue.replace(at, child->source.size(), " ");
  }
  std::erase_if(glue, [](char c) { return c == ' ' || c == '(' || c == ')' || c == '\n'; });
  while (glue.starts_with("and"))
    glue.erase(0, 3);
  return glue.empty();
}

/// The smallest parts that do not hold where all of them must.
void collect(const std::vector<Explained>& parts, std::size_t at, std::vector<std::string>& out) {
  std::vector<const Explained*> children;
  std::vector<std::size_t> places;
  for (std::size_t i = at + 1; i < parts.size() && parts[i].depth > parts[at].depth; ++i)
    if (parts[i].depth == parts[at].depth + 1) {
      children.push_back(&parts[i]);
      places.push_back(i);
    }
  if (!joins(parts[at].source, children)) {
    out.push_back(parts[at].source);
    return;
  }
  for (std::size_t i = 0; i < children.size(); ++i)
    if (fails(*children[i])) collect(parts, places[i], out);
}

std::string condition_in_words(const pack::Rulebook& book, const pack::Register& declared,
                               const expression::Program& where, const Shown& shown) {
  const auto parts = where.explain(shown);
  std::vector<std::string> failing;
  if (!parts.empty()) collect(parts, 0, failing);
  if (failing.size() > kPartsMax) failing.resize(kPartsMax);
  std::string out;
  for (const auto& source : failing) {
    const auto part = expression::Program::parse(source, declared.scope);
    const auto words = pack::in_words(book, declared, part ? *part : where);
    out += (out.empty() ? "" : "；") + words;
  }
  return out.empty() ? out : "不符合：" + out;
}

std::string day_in_words(const pack::Rulebook& book, const pack::Register& declared,
                         const expression::Program& day, const Shown& shown, const Days& days) {
  const auto value = day.evaluate(shown);
  const auto words = pack::in_words(book, declared, day);
  const auto* on = std::get_if<Date>(&value);
  if (on == nullptr) return words + "还没有";
  if (*on > days.until || (days.from && *on < *days.from))
    return words + "是" + base::to_string(*on) + "，不在所算的期间内";
  return {};
}

/// Of a stock that counted through a day.
std::string passed_in_words(const pack::Rulebook& book, const pack::Register& declared,
                            const expression::Program& through, const Shown& shown,
                            const Days& days) {
  const auto value = through.evaluate(shown);
  const auto* last = std::get_if<Date>(&value);
  if (last == nullptr || *last >= days.until) return {};
  return pack::in_words(book, declared, through) + "是" + base::to_string(*last) + "，已经过了";
}

} // namespace

std::string lacks_in_words(const pack::Rulebook& book, const pack::Indicator& indicator,
                           const registers::Record& record, Date on, const Days& days) {
  const auto* declared = book.find_register(record.register_id);
  if (declared == nullptr) return {};
  if (const auto* step = declared->step(indicator.lacks)) {
    const bool done = std::ranges::any_of(
        record.steps, [&](const registers::StepDone& one) { return one.step == step->id; });
    if (!done) return "尚未“" + step->title + "”";
  }
  const auto* measure = book.find_measure(indicator.measure);
  if (measure == nullptr || measure->register_id != record.register_id) return {};
  const Shown shown(book, *declared, record, on);
  if (measure->where && !measure->where->holds(shown))
    return condition_in_words(book, *declared, *measure->where, shown);
  for (const auto* day : {&measure->on, &measure->from, &measure->after})
    if (*day)
      if (auto words = day_in_words(book, *declared, **day, shown, days); !words.empty())
        return words;
  if (measure->through) return passed_in_words(book, *declared, *measure->through, shown, days);
  return {};
}

} // namespace plumb::indicators
