// SPDX-License-Identifier: Apache-2.0
/// word/numbering.xml: the numbers in front of list paragraphs, which Word computes when it shows a
/// document and never stores. Rules: ECMA-376 part 1, 17.9.
#pragma once

#include "docx_styles.hpp"
#include "numerals.hpp"

#include <pugixml.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::document {

class Numbering {
public:
  static constexpr std::size_t kLevels = 9;

  Numbering(pugi::xml_node root, const Styles& styles);

  /// The label of the next paragraph of this list and level ("（一）", "1.2"), with a blank behind
  /// it where it does not end in punctuation. Empty for no number. Advances the counters.
  [[nodiscard]] std::string next_label(std::uint32_t list, std::uint32_t level);
  /// The level that the list ties to a paragraph style (w:pStyle), if it does.
  [[nodiscard]] std::optional<std::uint32_t> level_of_style(std::uint32_t list,
                                                            std::string_view style_id) const;

private:
  struct Level {
    std::uint32_t start = 1;
    NumeralStyle style = NumeralStyle::Decimal;
    std::string pattern;
    std::string paragraph_style;
    std::optional<std::uint32_t> restart_after; ///< w:lvlRestart, 1-based; 0 never restarts
    bool all_decimal = false;                   ///< w:isLgl
    bool blank_behind = true;
    bool defined = false;
  };
  using Levels = std::array<Level, kLevels>;
  struct AbstractList {
    Levels levels;
    std::string style_link; ///< w:numStyleLink: defined elsewhere
    std::uint32_t counter_id = 0;
  };
  struct List {
    std::uint32_t counter_id = 0;
    Levels levels;
    std::array<std::optional<std::uint32_t>, kLevels> start_override;
    bool used = false;
  };
  /// Lists on the same definition count on together.
  struct Counters {
    std::array<std::optional<std::uint32_t>, kLevels> value;
  };

  static void read_level(pugi::xml_node node, Level& level);
  void read_abstract(pugi::xml_node node);
  void read_list(pugi::xml_node node);
  static void advance(const Levels& levels, Counters& counters, std::size_t level);
  static std::string label(const Levels& levels, const Counters& counters, std::size_t level);

  std::map<std::uint32_t, AbstractList> abstract_;
  std::map<std::uint32_t, List> lists_;
  std::map<std::uint32_t, Counters> counters_;
};

} // namespace plumb::document
