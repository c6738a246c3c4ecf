// SPDX-License-Identifier: Apache-2.0
#include "docx_numbering.hpp"

#include "xml.hpp"

#include <plumb/base/utf8.hpp>

namespace plumb::document {
namespace {

/// Definitions may refer to each other in a circle in a broken file.
constexpr int kLinksMax = 8;

bool ends_in_punctuation(std::string_view label) {
  const char32_t last = base::decode_utf8_before(label, label.size()).value;
  if (last < 0x80)
    return !((last >= '0' && last <= '9') || (last >= 'a' && last <= 'z') ||
             (last >= 'A' && last <= 'Z'));
  if (base::is_han(last) || (last >= 0xFF10 && last <= 0xFF5A)) return false;
  return true;
}

/// Bullets stand in private-use codes of symbol fonts; what they look like does not matter.
std::string bullet(std::string_view pattern) {
  const auto first = base::decode_utf8(pattern, 0);
  if (first.size == 0) return {};
  const bool symbol_font = first.value >= 0xE000 && first.value <= 0xF8FF;
  return (symbol_font ? std::string("•") : std::string(pattern)) + " ";
}

} // namespace

Numbering::Numbering(pugi::xml_node root, const Styles& styles) {
  for (const auto node : root.children())
    if (local_name(node) == "abstractNum") read_abstract(node);
  // A numbering style names a list by id, which may come later in the file.
  std::map<std::uint32_t, std::uint32_t> abstract_of;
  for (const auto node : root.children())
    if (local_name(node) == "num")
      abstract_of[number_or(attribute(node, "numId"), 0)] =
          number_or(child_value(node, "abstractNumId"), 0);
  for (auto& [id, definition] : abstract_) {
    const AbstractList* source = &definition;
    definition.counter_id = id;
    for (int step = 0; step < kLinksMax && !source->style_link.empty(); ++step) {
      const auto list = abstract_of.find(styles.list_of_numbering_style(source->style_link));
      if (list == abstract_of.end()) break;
      const auto target = abstract_.find(list->second);
      if (target == abstract_.end() || &target->second == source) break;
      source = &target->second;
      definition.counter_id = target->first;
    }
    if (source != &definition) definition.levels = source->levels;
  }
  for (const auto node : root.children())
    if (local_name(node) == "num") read_list(node);
}

void Numbering::read_level(pugi::xml_node node, Level& level) {
  level.defined = true;
  level.start = number_or(child_value(node, "start"), level.start);
  auto format = child(node, "numFmt");
  // Formats newer than the standard stand in an mc:AlternateContent with a fallback.
  if (!format)
    for (const auto branch : child(node, "AlternateContent").children())
      if (!format || local_name(branch) == "Fallback") format = child(branch, "numFmt");
  if (format) level.style = style_from_word(attribute(format, "val"));
  if (const auto text = child(node, "lvlText")) level.pattern = attribute(text, "val");
  if (const auto style = child(node, "pStyle")) level.paragraph_style = attribute(style, "val");
  if (const auto restart = child(node, "lvlRestart"))
    level.restart_after = number_or(attribute(restart, "val"), 0, kLevels);
  level.all_decimal = is_on(node, "isLgl");
  level.blank_behind = child_value(node, "suff") != "nothing";
}

void Numbering::read_abstract(pugi::xml_node node) {
  AbstractList list;
  list.style_link = child_value(node, "numStyleLink");
  for (const auto level : node.children())
    if (local_name(level) == "lvl") {
      const auto index = number_or(attribute(level, "ilvl"), kLevels);
      if (index < kLevels) read_level(level, list.levels[index]);
    }
  abstract_.try_emplace(number_or(attribute(node, "abstractNumId"), 0), std::move(list));
}

void Numbering::read_list(pugi::xml_node node) {
  List list;
  const auto definition = abstract_.find(number_or(child_value(node, "abstractNumId"), 0));
  if (definition != abstract_.end()) {
    list.levels = definition->second.levels;
    list.counter_id = definition->second.counter_id;
  }
  for (const auto override_node : node.children()) {
    if (local_name(override_node) != "lvlOverride") continue;
    const auto index = number_or(attribute(override_node, "ilvl"), kLevels);
    if (index >= kLevels) continue;
    if (const auto level = child(override_node, "lvl")) {
      list.levels[index] = {};
      read_level(level, list.levels[index]);
    }
    if (const auto start = child(override_node, "startOverride"))
      list.start_override[index] = number_or(attribute(start, "val"), 1);
  }
  lists_.try_emplace(number_or(attribute(node, "numId"), 0), std::move(list));
}

std::optional<std::uint32_t> Numbering::level_of_style(std::uint32_t list,
                                                       std::string_view style_id) const {
  const auto found = lists_.find(list);
  if (found == lists_.end() || style_id.empty()) return std::nullopt;
  for (std::size_t i = 0; i < kLevels; ++i)
    if (found->second.levels[i].paragraph_style == style_id) return static_cast<std::uint32_t>(i);
  return std::nullopt;
}

void Numbering::advance(const Levels& levels, Counters& counters, std::size_t level) {
  auto& value = counters.value[level];
  value = value ? *value + 1 : levels[level].start;
  for (std::size_t deeper = level + 1; deeper < kLevels; ++deeper) {
    const auto restart = levels[deeper].restart_after;
    const bool restarts = !restart || (*restart != 0 && level < *restart);
    if (restarts) counters.value[deeper].reset();
  }
}

std::string Numbering::label(const Levels& levels, const Counters& counters, std::size_t level) {
  const Level& own = levels[level];
  if (own.style == NumeralStyle::Bullet) return bullet(own.pattern);
  std::string out;
  for (std::size_t i = 0; i < own.pattern.size(); ++i) {
    const bool placeholder = own.pattern[i] == '%' && i + 1 < own.pattern.size() &&
                             own.pattern[i + 1] >= '1' && own.pattern[i + 1] <= '9';
    if (!placeholder) {
      out += own.pattern[i];
      continue;
    }
    const auto index = static_cast<std::size_t>(own.pattern[++i] - '1');
    if (index > level) continue;
    const auto number = counters.value[index].value_or(levels[index].start);
    const bool decimal = own.all_decimal && levels[index].style != NumeralStyle::DecimalZero;
    out += numeral(number, decimal ? NumeralStyle::Decimal : levels[index].style);
  }
  if (!out.empty() && own.blank_behind && !ends_in_punctuation(out)) out += ' ';
  return out;
}

std::string Numbering::next_label(std::uint32_t list_id, std::uint32_t level) {
  const auto found = lists_.find(list_id);
  if (list_id == 0 || found == lists_.end() || level >= kLevels) return {};
  List& list = found->second;
  Counters& counters = counters_[list.counter_id];
  if (!list.used) {
    list.used = true;
    for (std::size_t i = 0; i < kLevels; ++i)
      if (list.start_override[i]) {
        list.levels[i].start = *list.start_override[i];
        counters.value[i].reset();
      }
  }
  if (!list.levels[level].defined) return {};
  advance(list.levels, counters, level);
  return label(list.levels, counters, level);
}

} // namespace plumb::document
