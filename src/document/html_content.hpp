// SPDX-License-Identifier: Apache-2.0
/// A saved web page holds the document and the site around it. This finds the document's place and
/// leaves out what is certainly site: menus, link lists, footers. In doubt a block stays.
#pragma once

#include "html_walk.hpp"

#include <string_view>
#include <vector>

namespace plumb::document {

/// The blocks of the document. Headings, the page-head fields (索引号, 文号 …) and sentences are
/// kept wherever they stand. `title` is the page's <title>.
[[nodiscard]] std::vector<Block> keep_document(std::vector<HtmlBlock> blocks, const HtmlTree& tree,
                                               std::string_view title);

} // namespace plumb::document
