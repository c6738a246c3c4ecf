// SPDX-License-Identifier: Apache-2.0
#include "docx_body.hpp"

#include "blocks.hpp"
#include "faults.hpp"
#include "table_grid.hpp"
#include "xml.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace plumb::document {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Elements that wrap rows, cells or paragraphs without being visible themselves.
bool is_wrapper(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kWrappers = {"sdt",    "sdtContent", "ins",
                                                                "moveTo", "customXml",  "smartTag"};
  return is_one_of(name, kWrappers);
}

bool is_placeholder(pugi::xml_node node) {
  return local_name(node) == "sdt" && is_on(child(node, "sdtPr"), "showingPlcHdr");
}

/// The children of that name, looked for through wrappers.
void collect(pugi::xml_node parent, std::string_view name, std::vector<pugi::xml_node>& out) {
  for (const auto node : parent.children()) {
    if (local_name(node) == name)
      out.push_back(node);
    else if (is_wrapper(local_name(node)) && !is_placeholder(node))
      collect(node, name, out);
  }
}

/// Text boxes at any depth, each once; of alternatives the first that has any.
void collect_text_boxes(pugi::xml_node parent, std::vector<pugi::xml_node>& out) {
  for (const auto node : parent.children()) {
    const auto name = local_name(node);
    // A textpath is lettering drawn along a line: the red heads of old templates.
    if (name == "txbxContent" || name == "textpath") {
      out.push_back(node);
    } else if (name == "AlternateContent") {
      const auto before = out.size();
      for (const auto branch : node.children())
        if (out.size() == before) collect_text_boxes(branch, out);
    } else {
      collect_text_boxes(node, out);
    }
  }
}

bool has_content(pugi::xml_node node) {
  for (const auto below : node.children()) {
    const auto name = local_name(below);
    if (name == "t" || name == "txbxContent" || name == "textpath" || name == "sym" ||
        has_content(below))
      return true;
  }
  return false;
}

/// Characters of symbol fonts that occur in forms; others stay in the private use area.
char32_t symbol(std::string_view font, std::uint32_t code) {
  struct Known {
    std::string_view font;
    std::uint32_t code;
    char32_t character;
  };
  static constexpr std::array kKnown = {
      Known{"Wingdings", 0xFC, U'✓'},   Known{"Wingdings", 0xFE, U'☑'},
      Known{"Wingdings", 0xA8, U'□'},   Known{"Wingdings", 0x6F, U'□'},
      Known{"Wingdings", 0x6C, U'●'},   Known{"Wingdings", 0x6E, U'■'},
      Known{"Wingdings", 0x75, U'◆'},   Known{"Wingdings", 0xE0, U'→'},
      Known{"Wingdings 2", 0x52, U'☑'}, Known{"Wingdings 2", 0xA3, U'□'},
      Known{"Wingdings 2", 0x50, U'✓'}, Known{"Symbol", 0xB7, U'•'},
      Known{"Symbol", 0xB3, U'≥'},      Known{"Symbol", 0xA3, U'≤'},
      Known{"Symbol", 0xB4, U'×'},      Known{"Symbol", 0xB1, U'±'}};
  for (const auto& known : kKnown)
    if (known.font == font && known.code == (code & 0xFFU)) return known.character;
  return code;
}

void append_symbol(pugi::xml_node node, std::string& out) {
  const auto digits = attribute(node, "char");
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
  if (error != std::errc{} || end == digits.data() || code == 0 || code > 0x10FFFF) return;
  if (code >= 0xD800 && code <= 0xDFFF) return;
  base::append_utf8(out, symbol(attribute(node, "font"), code));
}

} // namespace

DocxBody::DocxBody(const Styles& styles, Numbering& numbering, const Limits& limits,
                   ReadChunk read_chunk)
    : styles_(styles), numbering_(numbering), limits_(limits), read_chunk_(std::move(read_chunk)) {}

base::Result<void> DocxBody::read(pugi::xml_node parent, std::vector<Block>& out) {
  for (const auto node : parent.children()) {
    const auto name = local_name(node);
    if (name == "p") {
      PLUMB_TRY(read_paragraph(node, out));
    } else if (name == "tbl") {
      PLUMB_TRY(read_table(node, out));
    } else if (name == "altChunk") {
      PLUMB_TRY_ASSIGN(auto blocks, read_chunk_(attribute(node, "id")));
      std::move(blocks.begin(), blocks.end(), std::back_inserter(out));
    } else if (name == "AlternateContent") {
      for (const auto branch : node.children())
        if (has_content(branch)) {
          PLUMB_TRY(read(branch, out));
          break;
        }
    } else if (is_wrapper(name) && !is_placeholder(node)) {
      PLUMB_TRY(read(node, out));
    }
  }
  if (!carried_.empty()) out.push_back(paragraph(std::exchange(carried_, {})));
  return {};
}

ParagraphLook DocxBody::look_of(pugi::xml_node properties) const {
  const auto style = child_value(properties, "pStyle");
  ParagraphLook look = styles_.paragraph(style);
  if (child(properties, "outlineLvl")) look.heading_level = outline_level(properties);
  if (child(properties, "jc")) look.centred = child_value(properties, "jc") == "center";
  const auto own = numbering_reference(properties);
  if (own.list) {
    look.numbering.list = own.list;
    look.numbering.level = own.level.value_or(0);
  } else if (own.level) {
    look.numbering.level = own.level;
  } else if (look.numbering.list) {
    const auto by_style = numbering_.level_of_style(*look.numbering.list, style);
    const auto by_origin = numbering_.level_of_style(*look.numbering.list, look.numbering_style);
    look.numbering.level = by_style ? by_style : by_origin ? by_origin : look.numbering.level;
  }
  return look;
}

std::string DocxBody::label_of(const ParagraphLook& look) {
  return numbering_.next_label(look.numbering.list.value_or(0), look.numbering.level.value_or(0));
}

base::Result<void> DocxBody::read_paragraph(pugi::xml_node node, std::vector<Block>& out) {
  const auto properties = child(node, "pPr");
  Content content;
  content.lines.front() = std::exchange(carried_, {});
  read_inline(node, content);
  // A field code never reaches into the next paragraph; one whose end was deleted must not swallow
  // the rest of the document.
  fields_.assign(fields_.size(), false);
  const auto mark = child(properties, "rPr");
  if (child(mark, "del") || child(mark, "moveFrom")) {
    carried_ = std::move(content.lines.back());
    content.lines.pop_back();
    for (auto& line : content.lines)
      out.push_back(paragraph(std::move(line)));
  } else {
    const auto look = look_of(properties);
    const auto label = label_of(look);
    // Not in front of a page break; and the number of an empty paragraph numbers nothing.
    const auto first =
        std::find_if(content.lines.begin(), content.lines.end(),
                     [](const std::string& line) { return !base::trim(line).empty(); });
    if (first != content.lines.end()) first->insert(0, label);
    for (auto& line : content.lines) {
      trim_end(line);
      Block block = paragraph(std::move(line));
      block.heading_level = look.heading_level;
      block.centred = look.centred.value_or(false);
      out.push_back(std::move(block));
    }
  }
  for (const auto box : content.text_boxes) {
    if (local_name(box) == "textpath")
      out.push_back(paragraph(std::string(attribute(box, "string"))));
    else
      PLUMB_TRY(read(box, out));
  }
  return {};
}

bool DocxBody::inside_field_code() const {
  return std::find(fields_.begin(), fields_.end(), true) != fields_.end();
}

void DocxBody::read_field_mark(pugi::xml_node node) {
  const auto type = attribute(node, "fldCharType");
  if (type == "begin" && fields_.size() < 64)
    fields_.push_back(true);
  else if (type == "separate" && !fields_.empty())
    fields_.back() = false;
  else if (type == "end" && !fields_.empty())
    fields_.pop_back();
}

bool DocxBody::is_hidden_run(pugi::xml_node run) const {
  const auto properties = child(run, "rPr");
  if (child(properties, "vanish")) return is_on(properties, "vanish");
  const auto style = child_value(properties, "rStyle");
  return !style.empty() && styles_.hides_text(style);
}

void DocxBody::read_inline(pugi::xml_node parent, Content& content) {
  for (const auto node : parent.children())
    read_inline_node(node, content);
}

void DocxBody::read_inline_node(pugi::xml_node node, Content& content) {
  static constexpr std::array<std::string_view, 14> kInvisible = {
      "pPr",   "rPr",      "del", "moveFrom", "instrText", "delText", "delInstrText",
      "sdtPr", "sdtEndPr", "rt",  "fldData",  "tbl",       "p",       "rubyPr"};
  const auto name = local_name(node);
  if (name.empty() || is_one_of(name, kInvisible) || is_placeholder(node)) return;
  if (name == "fldChar") return read_field_mark(node);
  if (name == "drawing" || name == "pict" || name == "object")
    return collect_text_boxes(node, content.text_boxes);
  if (name == "AlternateContent") {
    for (const auto branch : node.children())
      if (has_content(branch)) return read_inline(branch, content);
    return;
  }
  if (name == "r") {
    // Marks of fields count even where the run is hidden.
    for (const auto mark : node.children())
      if (local_name(mark) == "fldChar" && is_hidden_run(node)) read_field_mark(mark);
    if (is_hidden_run(node)) return;
    return read_inline(node, content);
  }
  if (inside_field_code()) return read_inline(node, content);
  if (name == "t")
    content.lines.back() += node.text().get();
  else if (name == "tab" || name == "ptab")
    content.lines.back() += ' ';
  else if (name == "br" || name == "cr")
    content.lines.emplace_back();
  else if (name == "noBreakHyphen")
    content.lines.back() += '-';
  else if (name == "sym")
    append_symbol(node, content.lines.back());
  else
    read_inline(node, content);
}

base::Result<void> DocxBody::read_cell(pugi::xml_node cell, TableGrid& grid) {
  const auto properties = child(cell, "tcPr");
  const auto span = number_or(child_value(properties, "gridSpan"), 1, 1000);
  const auto merge = child(properties, "vMerge");
  const bool continues = merge && attribute(merge, "val") != "restart";
  if (continues && grid.extend_above(span)) return {};
  std::vector<Block> blocks;
  PLUMB_TRY(read(cell, blocks));
  if (!grid.add(flatten(blocks), 1, span)) return too_many_cells(limits_.table_cells);
  return {};
}

base::Result<void> DocxBody::read_row(pugi::xml_node row, TableGrid& grid) {
  const auto properties = child(row, "trPr");
  if (child(properties, "del")) return {};
  grid.start_row();
  grid.skip(number_or(child_value(properties, "gridBefore"), 0, 1000));
  std::vector<pugi::xml_node> cells;
  collect(row, "tc", cells);
  for (const auto cell : cells)
    PLUMB_TRY(read_cell(cell, grid));
  return {};
}

base::Result<void> DocxBody::read_table(pugi::xml_node node, std::vector<Block>& out) {
  std::vector<pugi::xml_node> rows;
  collect(node, "tr", rows);
  std::vector<pugi::xml_node> only_cell;
  if (rows.size() == 1) collect(rows.front(), "tc", only_cell);
  // A table of one cell is a frame around text.
  if (only_cell.size() == 1) return read(only_cell.front(), out);
  TableGrid grid(limits_.table_cells);
  for (const auto row : rows)
    PLUMB_TRY(read_row(row, grid));
  PLUMB_TRY_ASSIGN(auto table, std::move(grid).finish());
  cells_ += std::uint64_t{table.rows} * table.columns;
  if (cells_ > limits_.table_cells) return too_many_cells(limits_.table_cells);
  if (!table.cells.empty()) out.push_back(table_block(std::move(table)));
  return {};
}

} // namespace plumb::document
