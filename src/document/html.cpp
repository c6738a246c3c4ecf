// SPDX-License-Identifier: Apache-2.0
#include "blocks.hpp"
#include "html_content.hpp"
#include "html_tree.hpp"
#include "html_walk.hpp"
#include "readers.hpp"

#include <plumb/base/utf8.hpp>

#include <map>

namespace plumb::document {
namespace {

constexpr std::size_t kPropertiesMax = 64;
constexpr std::size_t kPropertyBytesMax = 2000;

std::string collapse(std::string_view text) {
  std::string out;
  for (const char c : base::trim(text)) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!blank)
      out += c;
    else if (!out.ends_with(' '))
      out += ' ';
  }
  return out;
}

void read_properties(const xmlNode* element, std::map<std::string, std::string>& out) {
  for (const xmlNode* node = element->children; node != nullptr; node = node->next) {
    const auto tag = tag_of(node);
    if (tag == "title" && !out.contains("title")) {
      xmlChar* text = xmlNodeGetContent(node);
      const auto title = collapse(text == nullptr ? "" : reinterpret_cast<const char*>(text));
      xmlFree(text);
      if (!title.empty() && title.size() <= kPropertyBytesMax) out["title"] = title;
    } else if (tag == "meta") {
      auto name = html_attribute(node, "name");
      if (name.empty()) name = html_attribute(node, "property");
      const auto value = collapse(html_attribute(node, "content"));
      if (name.empty() || value.empty() || name.size() > 100 || out.size() >= kPropertiesMax)
        continue;
      if (value.size() <= kPropertyBytesMax) out.try_emplace(std::move(name), value);
    } else if (tag == "html" || tag == "head" || tag == "body") {
      read_properties(node, out);
    }
  }
}

} // namespace

base::Result<Document> read_html(std::string_view utf8, const Limits& limits) {
  PLUMB_TRY_ASSIGN(const auto tree, HtmlTree::parse(utf8, limits));
  Document out;
  out.format = Format::Html;
  out.encoding = "UTF-8";
  read_properties(tree.root(), out.properties);
  PLUMB_TRY_ASSIGN(auto blocks, HtmlWalk(tree, limits).read(tree.root()));
  const auto title = out.properties.find("title");
  out.blocks =
      keep_document(std::move(blocks), tree, title == out.properties.end() ? "" : title->second);
  return out;
}

} // namespace plumb::document
