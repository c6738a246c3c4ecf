// SPDX-License-Identifier: Apache-2.0
/// Writes down the visible text of a page in reading order, block by block.
#pragma once

#include "html_tree.hpp"

#include <plumb/base/result.hpp>
#include <plumb/document/document.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plumb::document {

/// A block and what is needed to decide whether it belongs to the document.
struct HtmlBlock {
  Block block;
  Weight weight;
  const xmlNode* element = nullptr; ///< the innermost block element it stands in
};

class HtmlWalk {
public:
  HtmlWalk(const HtmlTree& tree, const Limits& limits) : tree_(tree), limits_(limits) {}

  [[nodiscard]] base::Result<std::vector<HtmlBlock>> read(const xmlNode* element);

private:
  /// What blocks inherit from the elements around them.
  struct Look {
    int heading_level = 0;
    bool centred = false;
    bool preformatted = false;
    bool link = false;
  };
  struct List {
    bool ordered = false;
    std::int64_t next = 1;
    std::int64_t step = 1;
    std::string type;
  };

  void walk_children(const xmlNode* element, Look look);
  void walk_element(const xmlNode* element, Look look);
  void walk_list(const xmlNode* element, Look look);
  void walk_list_item(const xmlNode* element, Look look);
  void walk_table(const xmlNode* element, Look look);
  void walk_data_table(const xmlNode* element, Look look);
  void walk_strays(const xmlNode* element, Look look);
  void add_row(const xmlNode* row, class TableGrid& grid);
  std::string cell_text(const xmlNode* cell);
  void append_text(std::string_view text, const Look& look);
  void flush(const Look& look);
  [[nodiscard]] bool is_layout_table(const xmlNode* table) const;

  const HtmlTree& tree_;
  const Limits& limits_;
  std::vector<HtmlBlock> out_;
  std::vector<List> lists_;
  std::string line_;
  std::string label_; ///< number of the list item whose first line is still to come
  Weight line_weight_;
  bool space_pending_ = false;
  bool break_pending_ = false; ///< the pending blank contained a line end of the source
  const xmlNode* block_ = nullptr;
  std::uint64_t cells_ = 0;
  std::optional<base::Error> fault_;
};

/// Rows of a table in order, through thead, tbody and tfoot but not into nested tables.
[[nodiscard]] std::vector<const xmlNode*> rows_of(const xmlNode* table, const HtmlTree& tree);

} // namespace plumb::document
