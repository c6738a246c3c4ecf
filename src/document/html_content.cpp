// SPDX-License-Identifier: Apache-2.0
#include "html_content.hpp"

#include "blocks.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>

namespace plumb::document {
namespace {

using std::string_view_literals::operator""sv;

bool contains_any(std::string_view text, const auto& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

/// Names that content management systems give to the element around the article.
bool is_content_name(std::string_view name) {
  static constexpr std::array kNames = {"article"sv,
                                        "zoom"sv,
                                        "zoomcon"sv,
                                        "content"sv,
                                        "contents"sv,
                                        "maincontent"sv,
                                        "main-content"sv,
                                        "main_content"sv,
                                        "trs_editor"sv,
                                        "trs_ueditor"sv,
                                        "ucap-content"sv,
                                        "pages_content"sv,
                                        "detail"sv,
                                        "details"sv,
                                        "detail-content"sv,
                                        "news_content"sv,
                                        "newscontent"sv,
                                        "articlecontent"sv,
                                        "article-content"sv,
                                        "article_content"sv,
                                        "vsb_content"sv,
                                        "v_news_content"sv,
                                        "xxgk_content"sv,
                                        "con_text"sv,
                                        "article-body"sv,
                                        "entry-content"sv,
                                        "post-content"sv,
                                        "textcontent"sv,
                                        "info-content"sv,
                                        "wzy"sv,
                                        "view"sv,
                                        "fontzoom"sv,
                                        "cont"sv,
                                        "conzoom"sv,
                                        "j-fontcontent"sv,
                                        "text"sv,
                                        "bt_content"sv,
                                        "scroll_cont"sv,
                                        "xl_content"sv};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool has_content_name(const xmlNode* element) {
  if (tag_of(element) == "article" || tag_of(element) == "main" || tag_of(element) == "ucapcontent")
    return true;
  if (element->properties == nullptr) return false;
  if (is_content_name(lower_ascii(html_attribute(element, "id")))) return true;
  const auto names = lower_ascii(html_attribute(element, "class"));
  std::string_view rest = names;
  while (!rest.empty()) {
    const auto end = rest.find_first_of(" \t\r\n");
    if (is_content_name(rest.substr(0, end))) return true;
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  return false;
}

/// Outermost elements that are named as content and hold a good part of the page's own text.
void find_named(const xmlNode* element, const HtmlTree& tree, std::uint32_t at_least,
                std::vector<const xmlNode*>& out) {
  for (const xmlNode* node = element->children; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE || tree.is_dropped(node)) continue;
    const auto own = tree.weight(node);
    if (own.plain() < at_least) continue;
    // A container with many links is a whole page that happens to be called "content".
    if (has_content_name(node) && own.links * 6 < own.text)
      out.push_back(node);
    else
      find_named(node, tree, at_least, out);
  }
}

bool may_contain_article(std::string_view tag) {
  static constexpr std::array kTags = {"body"sv,  "div"sv,  "section"sv, "td"sv,   "tr"sv,
                                       "tbody"sv, "form"sv, "center"sv,  "main"sv, "article"sv,
                                       "table"sv, "html"sv, "ul"sv,      "li"sv};
  return std::find(kTags.begin(), kTags.end(), tag) != kTags.end();
}

/// The deepest element that still holds nearly all of the page's own text.
const xmlNode* find_densest(const HtmlTree& tree) {
  const xmlNode* best = tree.root();
  const auto needed = tree.weight(best).plain() - tree.weight(best).plain() / 10;
  for (bool deeper = true; deeper;) {
    deeper = false;
    for (const xmlNode* node = best->children; node != nullptr; node = node->next) {
      if (node->type != XML_ELEMENT_NODE || tree.is_dropped(node)) continue;
      if (!may_contain_article(tag_of(node)) || tree.weight(node).plain() < needed) continue;
      best = node;
      deeper = true;
      break;
    }
  }
  return best;
}

/// Part of the page that holds the document, or some of it.
struct Container {
  const xmlNode* element = nullptr;
  bool named = false; ///< called content by the page itself, so without menus
};

const Container* container_of(const xmlNode* element, const std::vector<Container>& containers) {
  for (const xmlNode* node = element; node != nullptr; node = node->parent)
    for (const auto& container : containers)
      if (container.element == node) return &container;
  return nullptr;
}

/// A document may go on beside its container: an annex in an element of its own. Neighbours with
/// much text and few links count as parts of it.
void add_neighbours(const HtmlTree& tree, std::vector<Container>& containers) {
  constexpr std::size_t kContainersMax = 32;
  const auto found = containers;
  std::uint32_t inside = 0;
  for (const auto& container : found)
    inside += tree.weight(container.element).plain();
  const auto enough = std::max<std::uint32_t>(40, inside / 10);
  for (const auto& container : found)
    for (const xmlNode* path = container.element; path->parent != nullptr; path = path->parent)
      for (const xmlNode* node = path->parent->children; node != nullptr; node = node->next) {
        if (node == path || node->type != XML_ELEMENT_NODE || tree.is_dropped(node)) continue;
        const auto own = tree.weight(node);
        const bool known = std::any_of(containers.begin(), containers.end(),
                                       [&](const Container& c) { return c.element == node; });
        if (own.plain() >= enough && own.links * 3 < own.text && !known &&
            containers.size() < kContainersMax)
          containers.push_back({node, false});
      }
}

bool is_page_head_field(std::string_view text) {
  static constexpr std::array kWords = {
      "索引号"sv,   "索 引 号"sv, "文号"sv,     "发文字号"sv, "发文机关"sv, "发布机构"sv,
      "发布日期"sv, "发布时间"sv, "成文日期"sv, "生成日期"sv, "公开日期"sv, "公开时限"sv,
      "公开方式"sv, "公开范围"sv, "主题分类"sv, "所属分类"sv, "效力状态"sv, "有效性"sv,
      "责任部门"sv, "信息来源"sv, "来源"sv,     "名称"sv,     "主题词"sv,   "时间："sv,
      "日期："sv,   "时间:"sv,    "日期:"sv,    "作者"sv,     "浏览次数"sv};
  return contains_any(text, kWords);
}

bool is_site_footer(std::string_view text) {
  static constexpr std::array kWords = {
      "版权所有"sv, "ICP备"sv,    "icp备"sv,      "公网安备"sv,   "网站标识码"sv, "技术支持"sv,
      "网站地图"sv, "主办："sv,   "主办单位："sv, "承办单位："sv, "主办:"sv,      "Copyright"sv,
      "浏览器"sv,   "联系我们"sv, "无障碍"sv,     "设为首页"sv,   "加入收藏"sv};
  return contains_any(text, kWords);
}

std::string text_of(const Block& block) {
  if (block.kind == BlockKind::Paragraph) return block.text;
  std::string out = block.table.name;
  for (const auto& cell : block.table.cells)
    out += "\n" + cell.text;
  return out;
}

bool mostly_links(const Weight& weight) {
  return weight.links * 3 > weight.text;
}

bool is_attachment(std::string_view text) {
  static constexpr std::array kEndings = {".doc"sv, ".wps"sv, ".xls"sv, ".pdf"sv, ".ofd"sv,
                                          ".zip"sv, ".rar"sv, "附件"sv, "附表"sv};
  return contains_any(text, kEndings);
}

/// A short line that is nothing but a link or two.
bool is_menu_entry(const HtmlBlock& candidate) {
  return candidate.block.kind == BlockKind::Paragraph && candidate.weight.text <= 60 &&
         candidate.weight.links * 4 >= candidate.weight.text * 3 &&
         !is_attachment(candidate.block.text);
}

/// One of several menu entries in a row, a path of links, a footer without sentences.
bool is_furniture(const std::vector<HtmlBlock>& blocks, std::size_t index) {
  const HtmlBlock& own = blocks[index];
  const auto text = text_of(own.block);
  if (own.block.kind == BlockKind::Table) return false;
  const bool path = text.find("位置") != std::string::npos && own.weight.links > 0;
  if (path && own.weight.text <= 60) return true;
  if (is_site_footer(text) && own.weight.text <= 120 && text.find("。") == std::string::npos)
    return true;
  if (!is_menu_entry(own)) return false;
  const bool before = index > 0 && is_menu_entry(blocks[index - 1]);
  const bool after = index + 1 < blocks.size() && is_menu_entry(blocks[index + 1]);
  return before || after;
}

bool belongs(const HtmlBlock& candidate, std::string_view title) {
  const Block& block = candidate.block;
  const auto text = text_of(block);
  const auto trimmed = base::trim(text);
  if (block.heading_level >= 1 && block.heading_level <= 2 && !mostly_links(candidate.weight))
    return true;
  const auto plain = candidate.weight.plain();
  if (plain >= 8 && title.find(trimmed) != std::string_view::npos) return true;
  if (mostly_links(candidate.weight)) return is_attachment(text);
  if (is_site_footer(text)) return false;
  if (is_page_head_field(text)) return true;
  if (block.kind == BlockKind::Table) return plain >= 20;
  if (trimmed.starts_with("附件")) return true;
  static constexpr std::array kSentence = {"。"sv, "；"sv, "！"sv, "：“"sv};
  return plain >= 20 || (plain >= 10 && contains_any(text, kSentence));
}

} // namespace

std::vector<Block> keep_document(std::vector<HtmlBlock> blocks, const HtmlTree& tree,
                                 std::string_view title) {
  const auto page = tree.weight(tree.root());
  std::vector<const xmlNode*> named;
  find_named(tree.root(), tree, std::max<std::uint32_t>(page.plain() * 2 / 5, 1), named);
  std::vector<Container> containers;
  for (const auto* element : named)
    containers.push_back({element, true});
  if (containers.empty()) containers.push_back({find_densest(tree), false});
  add_neighbours(tree, containers);
  // A page without menus is the document itself.
  const auto link_blocks = std::count_if(
      blocks.begin(), blocks.end(), [](const HtmlBlock& block) { return is_menu_entry(block); });
  const bool has_site = link_blocks >= 3 || page.links * 10 > page.text;
  std::vector<bool> kept(blocks.size(), true);
  for (std::size_t i = 0; has_site && i < blocks.size(); ++i) {
    const auto* inside = container_of(blocks[i].element, containers);
    // Where nobody marked the text as content, menus may be among it.
    kept[i] =
        inside != nullptr ? inside->named || !is_furniture(blocks, i) : belongs(blocks[i], title);
  }
  std::vector<Block> out;
  out.reserve(blocks.size());
  for (std::size_t i = 0; i < blocks.size(); ++i)
    if (kept[i]) out.push_back(std::move(blocks[i].block));
  return out;
}

} // namespace plumb::document
