// SPDX-License-Identifier: Apache-2.0
/// word/styles.xml: what a paragraph inherits from its style and the styles that one is based on.
#pragma once

#include <pugixml.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::document {

/// A reference to a list: either half may come from elsewhere.
struct NumberingReference {
  std::optional<std::uint32_t> list; ///< w:numId; 0 switches numbering off
  std::optional<std::uint32_t> level;
};
[[nodiscard]] NumberingReference numbering_reference(pugi::xml_node paragraph_properties);

/// What paragraph properties say, directly or by inheritance.
struct ParagraphLook {
  int heading_level = 0;
  std::optional<bool> centred;
  NumberingReference numbering;
  std::string numbering_style; ///< the style that brought the list in
};

class Styles {
public:
  /// Keeps pointers into the tree below `root` (may be null: no styles).
  explicit Styles(pugi::xml_node root);

  /// Empty id: the default paragraph style.
  [[nodiscard]] ParagraphLook paragraph(std::string_view style_id) const;
  [[nodiscard]] bool hides_text(std::string_view character_style_id) const;
  /// The list of a numbering style (w:numStyleLink), 0 if there is none.
  [[nodiscard]] std::uint32_t list_of_numbering_style(std::string_view style_id) const;

private:
  [[nodiscard]] pugi::xml_node find(std::string_view style_id) const;
  std::map<std::string, pugi::xml_node, std::less<>> by_id_;
  std::string default_paragraph_;
};

/// 1–9 from w:outlineLvl, 0 where absent or body text.
[[nodiscard]] int outline_level(pugi::xml_node paragraph_properties);

} // namespace plumb::document
