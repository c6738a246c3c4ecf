// SPDX-License-Identifier: Apache-2.0
#include "html_tree.hpp"

#include "blocks.hpp"
#include "faults.hpp"

#include <plumb/base/utf8.hpp>

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <array>
#include <limits>

namespace plumb::document {
namespace {

using std::string_view_literals::operator""sv;

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct DepthGuard {
  int limit = 0;
  bool exceeded = false;
};

void start_element(void* context, const xmlChar* name, const xmlChar** attributes) {
  auto* parser = static_cast<xmlParserCtxt*>(context);
  auto* guard = static_cast<DepthGuard*>(parser->_private);
  if (parser->nodeNr >= guard->limit) {
    guard->exceeded = true;
    xmlStopParser(parser);
    return;
  }
  xmlSAX2StartElement(context, name, attributes);
}

struct FreeParser {
  void operator()(xmlParserCtxt* parser) const { htmlFreeParserCtxt(parser); }
};

/// libxml2 ends its input at a NUL and rejects other controls; a form feed is a blank in HTML.
std::string without_controls(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f';
  });
  std::replace(out.begin(), out.end(), '\f', ' ');
  return out;
}

std::uint32_t weight_of(std::string_view text) {
  std::uint32_t thirds = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      if (byte > ' ') ++thirds;
      ++at;
      continue;
    }
    const auto point = base::decode_utf8(text, at);
    if (!base::is_blank(point.value)) thirds += 3;
    at += point.size;
  }
  return (thirds + 2) / 3;
}

bool is_hidden(const xmlNode* node) {
  if (node->properties == nullptr) return false;
  if (has_attribute(node, "hidden")) return true;
  const auto style = style_of(node);
  return style.find("display:none") != std::string::npos ||
         style.find("visibility:hidden") != std::string::npos ||
         style.find("mso-hide:all") != std::string::npos;
}

bool is_never_text(std::string_view tag) {
  static constexpr std::array kTags = {
      "script"sv, "style"sv,  "noscript"sv, "select"sv, "button"sv, "textarea"sv, "template"sv,
      "svg"sv,    "iframe"sv, "rt"sv,       "rp"sv,     "del"sv,    "datalist"sv, "input"sv,
      "head"sv,   "title"sv,  "object"sv,   "map"sv,    "canvas"sv, "audio"sv,    "video"sv};
  return is_one_of(tag, kTags);
}

bool is_title_tag(std::string_view tag) {
  return tag == "h1" || tag == "h2" || tag == "h3";
}

} // namespace

std::string_view tag_of(const xmlNode* node) {
  if (node == nullptr || node->type != XML_ELEMENT_NODE) return {};
  return reinterpret_cast<const char*>(node->name);
}

bool has_attribute(const xmlNode* node, const char* name) {
  return xmlHasProp(node, reinterpret_cast<const xmlChar*>(name)) != nullptr;
}

std::string html_attribute(const xmlNode* node, const char* name) {
  xmlChar* value = xmlGetProp(node, reinterpret_cast<const xmlChar*>(name));
  if (value == nullptr) return {};
  std::string out = reinterpret_cast<const char*>(value);
  xmlFree(value);
  return out;
}

std::string style_of(const xmlNode* node) {
  auto style = lower_ascii(html_attribute(node, "style"));
  std::erase_if(style, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  return style;
}

bool is_block_tag(std::string_view tag) {
  static constexpr std::array kTags = {
      "p"sv,        "div"sv,        "h1"sv,         "h2"sv,          "h3"sv,        "h4"sv,
      "h5"sv,       "h6"sv,         "ul"sv,         "ol"sv,          "li"sv,        "dl"sv,
      "dt"sv,       "dd"sv,         "table"sv,      "tbody"sv,       "thead"sv,     "tfoot"sv,
      "tr"sv,       "td"sv,         "th"sv,         "caption"sv,     "section"sv,   "article"sv,
      "main"sv,     "header"sv,     "footer"sv,     "nav"sv,         "aside"sv,     "form"sv,
      "fieldset"sv, "legend"sv,     "address"sv,    "center"sv,      "hr"sv,        "pre"sv,
      "figure"sv,   "blockquote"sv, "figcaption"sv, "body"sv,        "html"sv,      "details"sv,
      "summary"sv,  "dir"sv,        "menu"sv,       "ucapcontent"sv, "ucaptitle"sv, "listing"sv,
      "xmp"sv};
  return is_one_of(tag, kTags);
}

base::Result<HtmlTree> HtmlTree::parse(std::string_view utf8, const Limits& limits) {
  const std::string clean = without_controls(utf8);
  if (clean.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    return too_large(limits.file_bytes, clean.size());
  const std::unique_ptr<xmlParserCtxt, FreeParser> parser(
      htmlCreateMemoryParserCtxt(clean.data(), static_cast<int>(clean.size())));
  if (!parser) return empty();
  // The text is UTF-8 by now, whatever the page says about itself.
  htmlCtxtUseOptions(parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                       HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
  xmlSwitchEncoding(parser.get(), XML_CHAR_ENCODING_UTF8);
  // Our own depth limit is in force instead of the library's, which ends the page silently.
  parser->options |= XML_PARSE_HUGE;
  DepthGuard guard{static_cast<int>(std::min(limits.nesting, 10'000U)), false};
  parser->_private = &guard;
  parser->sax->startElement = start_element;
  htmlParseDocument(parser.get());
  HtmlTree out;
  out.document_.reset(std::exchange(parser->myDoc, nullptr));
  if (guard.exceeded) return too_deep(limits.nesting);
  if (!out.document_ || out.root() == nullptr) return empty();
  out.elements_.push_back({});
  out.measure(out.root(), false);
  out.drop_page_parts(out.root(), false);
  return out;
}

xmlNode* HtmlTree::root() const {
  return xmlDocGetRootElement(document_.get());
}

Weight HtmlTree::weight(const xmlNode* element) const {
  return elements_[reinterpret_cast<std::uintptr_t>(element->_private)].weight;
}

bool HtmlTree::is_dropped(const xmlNode* element) const {
  return elements_[reinterpret_cast<std::uintptr_t>(element->_private)].dropped;
}

Weight HtmlTree::measure(xmlNode* element, bool in_link) {
  const auto index = elements_.size();
  element->_private = reinterpret_cast<void*>(static_cast<std::uintptr_t>(index));
  elements_.push_back({});
  const auto tag = tag_of(element);
  Weight weight;
  const bool dropped = is_never_text(tag) || is_hidden(element);
  in_link = in_link || (tag == "a" && has_attribute(element, "href"));
  for (xmlNode* node = element->children; node != nullptr; node = node->next) {
    if (node->type == XML_ELEMENT_NODE) {
      weight += measure(node, in_link);
    } else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
      const auto amount = weight_of(reinterpret_cast<const char*>(node->content));
      weight += {amount, in_link ? amount : 0};
    }
  }
  if (dropped) weight = {};
  elements_[index] = {weight, dropped};
  return weight;
}

bool HtmlTree::holds_title(const xmlNode* element) const {
  for (const xmlNode* node = element->children; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE || is_dropped(node)) continue;
    if (is_title_tag(tag_of(node)) && weight(node).plain() >= 8) return true;
    if (holds_title(node)) return true;
  }
  return false;
}

/// Navigation and the like go, unless they hold so much of the page's text that they cannot be what
/// their tag says: whole pages stand in a <form>, titles in a <header>.
void HtmlTree::drop_page_parts(xmlNode* element, bool in_content) {
  static constexpr std::array kParts = {"nav"sv, "header"sv, "footer"sv, "aside"sv, "form"sv};
  const auto page = weight(root()).plain();
  for (xmlNode* node = element->children; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE || is_dropped(node)) continue;
    const auto tag = tag_of(node);
    const auto own = weight(node);
    const bool small = own.plain() < 200 && own.plain() * 5 < page;
    const bool mostly_links = own.links * 2 > own.text;
    const bool heads_article = (in_content && (tag == "header" || tag == "footer")) ||
                               (tag == "header" && holds_title(node));
    if (is_one_of(tag, kParts) && !heads_article && own.text > 0 &&
        (small || (mostly_links && tag != "form"))) {
      elements_[reinterpret_cast<std::uintptr_t>(node->_private)].dropped = true;
      continue;
    }
    drop_page_parts(node, in_content || tag == "article" || tag == "main");
  }
}

} // namespace plumb::document
