// SPDX-License-Identifier: Apache-2.0
#include "html_walk.hpp"

#include "blocks.hpp"
#include "faults.hpp"
#include "numerals.hpp"
#include "table_grid.hpp"
#include "xml.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <charconv>

namespace plumb::document {
namespace {

bool is_element(const xmlNode* node) {
  return node->type == XML_ELEMENT_NODE;
}

void collect_rows(const xmlNode* parent, const HtmlTree& tree, std::vector<const xmlNode*>& out) {
  for (const xmlNode* node = parent->children; node != nullptr; node = node->next) {
    if (!is_element(node) || tree.is_dropped(node)) continue;
    const auto tag = tag_of(node);
    if (tag == "tr")
      out.push_back(node);
    else if (tag == "tbody" || tag == "thead" || tag == "tfoot" || tag == "form")
      collect_rows(node, tree, out);
  }
}

std::vector<const xmlNode*> cells_of(const xmlNode* row, const HtmlTree& tree) {
  std::vector<const xmlNode*> out;
  for (const xmlNode* node = row->children; node != nullptr; node = node->next)
    if (is_element(node) && !tree.is_dropped(node) &&
        (tag_of(node) == "td" || tag_of(node) == "th"))
      out.push_back(node);
  return out;
}

bool contains_table(const xmlNode* element, const HtmlTree& tree) {
  for (const xmlNode* node = element->children; node != nullptr; node = node->next) {
    if (!is_element(node) || tree.is_dropped(node)) continue;
    if (tag_of(node) == "table" && tree.weight(node).text > 0) return true;
    if (contains_table(node, tree)) return true;
  }
  return false;
}

/// Paragraph-like children with text, at any depth outside of nested tables.
std::size_t count_paragraphs(const xmlNode* element, const HtmlTree& tree) {
  std::size_t count = 0;
  for (const xmlNode* node = element->children; node != nullptr; node = node->next) {
    if (!is_element(node) || tree.is_dropped(node)) continue;
    const auto tag = tag_of(node);
    if (tag == "br")
      ++count;
    else if (is_block_tag(tag) && tree.weight(node).text > 0)
      count += std::max<std::size_t>(1, count_paragraphs(node, tree));
    else
      count += count_paragraphs(node, tree);
  }
  return count;
}

/// Wide characters meet without a blank where the source only broke its lines between them.
bool is_wide(char32_t c) {
  return base::is_han(c) || (c >= 0x3001 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF60) ||
         c == 0x201C || c == 0x201D || c == 0x2014;
}

/// "1.", "（一）", "①" … typed by hand: the browser's number was switched off by a style sheet.
bool begins_with_number(std::string_view text) {
  text = base::trim(text);
  const auto first = base::decode_utf8(text, 0).value;
  if (first >= 0x2460 && first <= 0x249B) return true;
  if (first == U'第' || first == U'（' || first == U'(') return true;
  std::size_t at = 0;
  std::size_t digits = 0;
  while (at < text.size() && digits < 4) {
    const auto point = base::decode_utf8(text, at);
    const bool ascii_digit = point.value >= '0' && point.value <= '9';
    const bool ideograph =
        std::string_view("一二三四五六七八九十").find(text.substr(at, point.size)) !=
            std::string_view::npos &&
        point.size == 3;
    if (!ascii_digit && !ideograph) break;
    ++digits;
    at += point.size;
  }
  if (digits == 0) return false;
  const auto after = base::decode_utf8(text, at).value;
  return after == '.' || after == U'．' || after == U'、' || after == ')' || after == U'）';
}

std::string list_type(const xmlNode* element) {
  const auto style = style_of(element);
  const auto at = style.find("list-style");
  if (at == std::string::npos) return html_attribute(element, "type");
  const auto colon = style.find(':', at);
  if (colon == std::string::npos) return {};
  return style.substr(colon + 1, style.find(';', colon) - colon - 1);
}

std::int64_t whole_number(const std::string& text, std::int64_t otherwise) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end == text.data()) return otherwise;
  return std::clamp<std::int64_t>(value, -1'000'000, 1'000'000);
}

int heading_level(std::string_view tag) {
  return tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6' ? tag[1] - '0' : 0;
}

} // namespace

std::vector<const xmlNode*> rows_of(const xmlNode* table, const HtmlTree& tree) {
  std::vector<const xmlNode*> out;
  collect_rows(table, tree, out);
  return out;
}

base::Result<std::vector<HtmlBlock>> HtmlWalk::read(const xmlNode* element) {
  block_ = element;
  walk_element(element, {});
  flush({});
  if (fault_) return base::Unexpected{*std::move(fault_)};
  return std::move(out_);
}

void HtmlWalk::walk_children(const xmlNode* element, Look look) {
  for (const xmlNode* node = element->children; node != nullptr && !fault_; node = node->next) {
    if (is_element(node))
      walk_element(node, look);
    else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
      append_text(reinterpret_cast<const char*>(node->content), look);
  }
}

void HtmlWalk::walk_element(const xmlNode* element, Look look) {
  if (tree_.is_dropped(element)) return;
  const auto tag = tag_of(element);
  if (tag == "br") return flush(look);
  if (tag == "a") look.link = look.link || has_attribute(element, "href");
  if (!is_block_tag(tag)) return walk_children(element, look);

  // What stands before a block is a paragraph of its own, looking as its surroundings do.
  flush(look);
  const xmlNode* const around = std::exchange(block_, element);
  if (element->properties != nullptr) {
    const auto style = style_of(element);
    const auto align = lower_ascii(html_attribute(element, "align"));
    if (align == "center" || style.find("text-align:center") != std::string::npos)
      look.centred = true;
    else if (!align.empty() || style.find("text-align:") != std::string::npos)
      look.centred = false;
  }
  if (tag == "center") look.centred = true;
  if (tag == "pre" || tag == "listing" || tag == "xmp") look.preformatted = true;
  if (const int level = heading_level(tag); level != 0) look.heading_level = level;
  if (tag == "ol" || tag == "ul" || tag == "menu" || tag == "dir") {
    walk_list(element, look);
  } else if (tag == "li") {
    walk_list_item(element, look);
  } else if (tag == "table") {
    walk_table(element, look);
  } else {
    walk_children(element, look);
  }
  flush(look);
  block_ = around;
}

void HtmlWalk::walk_list(const xmlNode* element, Look look) {
  List list;
  list.ordered = tag_of(element) == "ol";
  list.type = list_type(element);
  if (list.ordered) {
    const bool reversed = has_attribute(element, "reversed");
    std::int64_t items = 0;
    for (const xmlNode* node = element->children; node != nullptr; node = node->next)
      if (tag_of(node) == "li" && !tree_.is_dropped(node)) ++items;
    list.step = reversed ? -1 : 1;
    list.next = whole_number(html_attribute(element, "start"), reversed ? items : 1);
  }
  lists_.push_back(std::move(list));
  walk_children(element, look);
  lists_.pop_back();
}

void HtmlWalk::walk_list_item(const xmlNode* element, Look look) {
  if (!lists_.empty() && lists_.back().ordered) {
    List& list = lists_.back();
    const auto number = whole_number(html_attribute(element, "value"), list.next);
    list.next = number + list.step;
    const auto own_type = list_type(element);
    const auto style = style_from_html(own_type.empty() ? list.type : own_type);
    if (number > 0 && style != NumeralStyle::None && style != NumeralStyle::Bullet) {
      const bool chinese = style == NumeralStyle::ChineseCounting ||
                           style == NumeralStyle::IdeographDigits ||
                           style == NumeralStyle::ChineseLegal;
      label_ = numeral(static_cast<std::uint32_t>(number), style) + (chinese ? "、" : ".");
    }
  }
  walk_children(element, look);
  flush(look);
  label_.clear();
}

bool HtmlWalk::is_layout_table(const xmlNode* table) const {
  const auto rows = rows_of(table, tree_);
  std::size_t filled_cells = 0;
  std::size_t most_columns = 0;
  const xmlNode* heaviest = nullptr;
  for (const auto* row : rows) {
    const auto cells = cells_of(row, tree_);
    std::size_t filled = 0;
    for (const auto* cell : cells) {
      if (tree_.weight(cell).text == 0) continue;
      ++filled;
      if (heaviest == nullptr || tree_.weight(cell).text > tree_.weight(heaviest).text)
        heaviest = cell;
    }
    filled_cells += filled;
    most_columns = std::max(most_columns, cells.size());
  }
  if (filled_cells <= 1 || most_columns <= 1) return true;
  const auto total = tree_.weight(table).text;
  const auto share = tree_.weight(heaviest).text;
  if (contains_table(heaviest, tree_) && share * 2 > total) return true;
  // One cell that is most of the table and holds many paragraphs: the page's frame.
  return share > 300 && share * 10 > total * 6 && filled_cells <= 12 &&
         count_paragraphs(heaviest, tree_) >= 4;
}

void HtmlWalk::walk_table(const xmlNode* element, Look look) {
  if (is_layout_table(element)) return walk_children(element, look);
  walk_data_table(element, look);
}

std::string HtmlWalk::cell_text(const xmlNode* cell) {
  HtmlWalk inner(tree_, limits_);
  auto blocks = inner.read(cell);
  if (!blocks) {
    fault_ = blocks.error();
    return {};
  }
  std::vector<Block> plain;
  for (auto& block : *blocks)
    plain.push_back(std::move(block.block));
  return flatten(plain);
}

void HtmlWalk::add_row(const xmlNode* row, TableGrid& grid) {
  grid.start_row();
  for (const auto* cell : cells_of(row, tree_)) {
    auto text = cell_text(cell);
    if (fault_) return;
    const auto column_span = number_or(html_attribute(cell, "colspan"), 1, 1000);
    const auto row_span = number_or(html_attribute(cell, "rowspan"), 1, 65'534);
    if (!grid.add(std::move(text), row_span, std::max(column_span, 1U))) {
      fault_ = too_many_cells(limits_.table_cells).value;
      return;
    }
  }
}

/// Text inside a table but in none of its cells: browsers show it above the table.
void HtmlWalk::walk_strays(const xmlNode* element, Look look) {
  for (const xmlNode* node = element->children; node != nullptr && !fault_; node = node->next) {
    const auto tag = tag_of(node);
    if (node->type == XML_TEXT_NODE)
      append_text(reinterpret_cast<const char*>(node->content), look);
    else if (tag == "tbody" || tag == "thead" || tag == "tfoot" || tag == "tr" || tag == "form")
      walk_strays(node, look);
    else if (!tag.empty() && tag != "td" && tag != "th" && tag != "caption")
      walk_element(node, look);
  }
}

void HtmlWalk::walk_data_table(const xmlNode* element, Look look) {
  walk_strays(element, look);
  flush(look);
  std::string name;
  for (const xmlNode* node = element->children; node != nullptr; node = node->next)
    if (tag_of(node) == "caption" && !tree_.is_dropped(node)) name = cell_text(node);
  TableGrid grid(limits_.table_cells);
  for (const auto* row : rows_of(element, tree_)) {
    add_row(row, grid);
    if (fault_) return;
  }
  auto table = std::move(grid).finish();
  if (!table) {
    fault_ = table.error();
    return;
  }
  cells_ += std::uint64_t{table->rows} * table->columns;
  if (cells_ > limits_.table_cells) {
    fault_ = too_many_cells(limits_.table_cells).value;
    return;
  }
  const bool filled = std::any_of(table->cells.begin(), table->cells.end(),
                                  [](const Cell& cell) { return !cell.text.empty(); });
  if (!filled) return;
  table->name = std::move(name);
  HtmlBlock block;
  block.block = table_block(*std::move(table));
  block.weight = tree_.weight(element);
  block.element = element;
  out_.push_back(std::move(block));
}

void HtmlWalk::append_text(std::string_view text, const Look& look) {
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '\n' && look.preformatted) {
      flush(look);
      ++at;
      continue;
    }
    if ((c == ' ' || c == '\t' || c == '\n' || c == '\r') && !look.preformatted) {
      space_pending_ = true;
      break_pending_ = break_pending_ || c == '\n' || c == '\r';
      ++at;
      continue;
    }
    const auto point = base::decode_utf8(text, at);
    if (space_pending_ && !line_.empty()) {
      const auto before = base::decode_utf8_before(line_, line_.size()).value;
      const bool only_wrapped = break_pending_ && is_wide(before) && is_wide(point.value);
      if (!only_wrapped) line_ += ' ';
    }
    space_pending_ = break_pending_ = false;
    // A no-break space is indentation here, and a blank to everyone after us.
    if (point.value == 0xA0) {
      line_ += ' ';
    } else {
      line_.append(text.substr(at, point.size));
      if (!base::is_blank(point.value)) line_weight_ += {1, look.link ? 1U : 0U};
    }
    at += point.size;
  }
}

void HtmlWalk::flush(const Look& look) {
  space_pending_ = break_pending_ = false;
  trim_end(line_);
  if (line_.empty()) {
    line_weight_ = {};
    return;
  }
  if (!label_.empty() && !begins_with_number(line_)) line_.insert(0, label_);
  label_.clear();
  HtmlBlock block;
  block.block = paragraph(std::exchange(line_, {}));
  block.block.heading_level = look.heading_level;
  block.block.centred = look.centred;
  block.weight = std::exchange(line_weight_, {});
  block.element = block_;
  out_.push_back(std::move(block));
}

} // namespace plumb::document
