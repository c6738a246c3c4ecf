// SPDX-License-Identifier: Apache-2.0
/// A parsed page with what every element holds: the base for telling the document from the page
/// around it, and layout tables from data tables.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/document/document.hpp>

#include <libxml/tree.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::document {

/// Amounts of text in characters without blanks; a run of Latin letters counts about a third.
struct Weight {
  std::uint32_t text = 0;
  std::uint32_t links = 0; ///< the part of `text` inside <a>

  [[nodiscard]] std::uint32_t plain() const { return text - links; }
  Weight& operator+=(const Weight& other) {
    text += other.text;
    links += other.links;
    return *this;
  }
};

class HtmlTree {
public:
  /// document.too_deep; any other damage is repaired as browsers do.
  [[nodiscard]] static base::Result<HtmlTree> parse(std::string_view utf8, const Limits& limits);

  [[nodiscard]] xmlNode* root() const;
  [[nodiscard]] Weight weight(const xmlNode* element) const;
  /// Not shown, or part of no document: scripts, form controls, navigation.
  [[nodiscard]] bool is_dropped(const xmlNode* element) const;

private:
  struct Free {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
  };
  struct Element {
    Weight weight;
    bool dropped = false;
  };
  Weight measure(xmlNode* element, bool in_link);
  [[nodiscard]] bool holds_title(const xmlNode* element) const;
  void drop_page_parts(xmlNode* element, bool in_content);

  std::unique_ptr<xmlDoc, Free> document_;
  std::vector<Element> elements_; // by the index kept in xmlNode::_private
};

[[nodiscard]] std::string_view tag_of(const xmlNode* node);
/// Value of an attribute as written, or empty.
[[nodiscard]] std::string html_attribute(const xmlNode* node, const char* name);
[[nodiscard]] bool has_attribute(const xmlNode* node, const char* name);
/// Lower-cased `style` attribute without blanks: "text-align:center;display:none".
[[nodiscard]] std::string style_of(const xmlNode* node);
[[nodiscard]] bool is_block_tag(std::string_view tag);

} // namespace plumb::document
