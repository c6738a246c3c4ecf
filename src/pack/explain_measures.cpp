// SPDX-License-Identifier: Apache-2.0
/// Measures and indicators in plain Chinese: what counts, on which day, for whom; the formula and
/// the targets with their articles.
#include "explain.hpp"

#include <plumb/pack/measures.hpp>

#include <algorithm>
#include <array>

namespace plumb::pack {
namespace {

std::string quoted(std::string_view title) {
  return "“" + std::string(title) + "”";
}

/// In quotes, unless it holds quotes or parentheses of its own.
std::string named(const Rulebook& rules, const Register& declared,
                  const expression::Program& program) {
  auto words = in_words(rules, declared, program);
  const bool marked = words.find("“") != std::string::npos || words.find("（") != std::string::npos;
  return marked ? words : quoted(words);
}

std::string field_title(const Register& declared, const std::string& id) {
  const auto* field = declared.field(id);
  return field == nullptr ? id : field->title;
}

} // namespace

std::string in_words(const Rulebook& rules, const Measure& measure) {
  const auto* declared = rules.find_register(measure.register_id);
  if (declared == nullptr) return measure.title;
  const auto words = [&](const expression::Program& program) {
    return named(rules, *declared, program);
  };
  std::string out = "每件";
  if (measure.where) out += in_words(rules, *declared, *measure.where) + "的";
  out += quoted(declared->title);
  out += measure.sum ? "按" + words(*measure.sum) + "计" : "计1";
  if (measure.on) out += "，记在" + words(*measure.on) + "那天";
  if (measure.from) out += "，从" + words(*measure.from) + "那天起算";
  if (measure.after) out += "，从" + words(*measure.after) + "的次日起算";
  if (measure.until) out += "，到" + words(*measure.until) + "那天不再算";
  out += measure.unit_field.empty()
             ? "；归登记的单位"
             : "；归" + quoted(field_title(*declared, measure.unit_field)) + "里的单位";
  if (!measure.by.empty()) out += "；按" + quoted(field_title(*declared, measure.by)) + "分列";
  return out;
}

} // namespace plumb::pack
