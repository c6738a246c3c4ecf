// SPDX-License-Identifier: Apache-2.0
/// Walks the body of a Word document and writes down what a reader of the printed page sees.
#pragma once

#include "docx_numbering.hpp"
#include "docx_styles.hpp"

#include <plumb/base/result.hpp>
#include <plumb/document/document.hpp>

#include <pugixml.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::document {

class DocxBody {
public:
  /// Content of an embedded part (w:altChunk) by relationship id.
  using ReadChunk = std::function<base::Result<std::vector<Block>>(std::string_view id)>;

  DocxBody(const Styles& styles, Numbering& numbering, const Limits& limits, ReadChunk read_chunk);

  /// Appends the paragraphs and tables below `parent`.
  [[nodiscard]] base::Result<void> read(pugi::xml_node parent, std::vector<Block>& out);

private:
  /// Text of one paragraph: its lines, and the text boxes anchored in it.
  struct Content {
    std::vector<std::string> lines = {""};
    std::vector<pugi::xml_node> text_boxes;
  };

  base::Result<void> read_paragraph(pugi::xml_node node, std::vector<Block>& out);
  base::Result<void> read_table(pugi::xml_node node, std::vector<Block>& out);
  base::Result<void> read_row(pugi::xml_node row, class TableGrid& grid);
  base::Result<void> read_cell(pugi::xml_node cell, class TableGrid& grid);
  void read_inline(pugi::xml_node parent, Content& content);
  void read_inline_node(pugi::xml_node node, Content& content);
  void read_field_mark(pugi::xml_node node);
  bool is_hidden_run(pugi::xml_node run) const;
  bool inside_field_code() const;
  ParagraphLook look_of(pugi::xml_node properties) const;
  std::string label_of(const ParagraphLook& look);

  const Styles& styles_;
  Numbering& numbering_;
  const Limits& limits_;
  ReadChunk read_chunk_;
  std::uint64_t cells_ = 0;
  /// One entry per open field: true while its code (not its result) is being passed.
  std::vector<bool> fields_;
  /// Text of a paragraph whose mark was deleted: it runs on in the next paragraph.
  std::string carried_;
};

} // namespace plumb::document
