// SPDX-License-Identifier: Apache-2.0
#include "docx_styles.hpp"

#include "xml.hpp"

#include <algorithm>

namespace plumb::document {
namespace {

/// Styles may form a circle in a broken file.
constexpr int kInheritanceMax = 32;

/// "heading 2", "Heading 2", "标题 2" → 2.
int heading_by_name(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const std::string_view word : {"heading", "标题"}) {
    if (!std::string_view(lower).starts_with(word)) continue;
    auto rest = std::string_view(lower).substr(word.size());
    while (rest.starts_with(' '))
      rest.remove_prefix(1);
    if (rest.size() == 1 && rest[0] >= '1' && rest[0] <= '9') return rest[0] - '0';
  }
  return 0;
}

} // namespace

NumberingReference numbering_reference(pugi::xml_node paragraph_properties) {
  NumberingReference out;
  const auto node = child(paragraph_properties, "numPr");
  if (!node) return out;
  if (const auto list = child(node, "numId")) out.list = number_or(attribute(list, "val"), 0);
  if (const auto level = child(node, "ilvl")) out.level = number_or(attribute(level, "val"), 0, 8);
  return out;
}

int outline_level(pugi::xml_node paragraph_properties) {
  const auto node = child(paragraph_properties, "outlineLvl");
  if (!node) return 0;
  const auto level = number_or(attribute(node, "val"), 9);
  return level >= 9 ? 0 : static_cast<int>(level) + 1;
}

Styles::Styles(pugi::xml_node root) {
  for (const auto node : root.children()) {
    if (local_name(node) != "style") continue;
    const auto id = attribute(node, "styleId");
    if (attribute(node, "type") == "paragraph" &&
        (attribute(node, "default") == "1" || attribute(node, "default") == "true"))
      default_paragraph_ = id;
    by_id_.try_emplace(std::string(id), node);
  }
}

pugi::xml_node Styles::find(std::string_view style_id) const {
  const auto found = by_id_.find(style_id);
  return found == by_id_.end() ? pugi::xml_node{} : found->second;
}

ParagraphLook Styles::paragraph(std::string_view style_id) const {
  ParagraphLook out;
  bool outline_decided = false;
  auto style = find(style_id.empty() ? std::string_view(default_paragraph_) : style_id);
  for (int step = 0; style && step < kInheritanceMax; ++step) {
    const auto properties = child(style, "pPr");
    if (!outline_decided) {
      outline_decided = static_cast<bool>(child(properties, "outlineLvl"));
      out.heading_level = outline_level(properties);
      if (!outline_decided && out.heading_level == 0) {
        out.heading_level = heading_by_name(child_value(style, "name"));
        outline_decided = out.heading_level != 0;
      }
    }
    if (!out.centred && child(properties, "jc"))
      out.centred = child_value(properties, "jc") == "center";
    const auto own = numbering_reference(properties);
    if (!out.numbering.level && own.level && !out.numbering.list) out.numbering.level = own.level;
    if (!out.numbering.list && own.list) {
      out.numbering.list = own.list;
      out.numbering_style = attribute(style, "styleId");
    }
    style = find(child_value(style, "basedOn"));
  }
  return out;
}

bool Styles::hides_text(std::string_view character_style_id) const {
  auto style = find(character_style_id);
  for (int step = 0; style && step < kInheritanceMax; ++step) {
    const auto properties = child(style, "rPr");
    if (child(properties, "vanish")) return is_on(properties, "vanish");
    style = find(child_value(style, "basedOn"));
  }
  return false;
}

std::uint32_t Styles::list_of_numbering_style(std::string_view style_id) const {
  return numbering_reference(child(find(style_id), "pPr")).list.value_or(0);
}

} // namespace plumb::document
