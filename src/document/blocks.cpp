// SPDX-License-Identifier: Apache-2.0
#include "blocks.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::document {
namespace {

void append_line(std::string& out, std::string_view line) {
  line = base::trim(line);
  if (line.empty()) return;
  if (!out.empty()) out += '\n';
  out += line;
}

std::string row_text(const Table& table, std::uint32_t row) {
  std::string out;
  for (const auto& cell : table.cells) {
    if (cell.row != row || cell.text.empty()) continue;
    if (!out.empty()) out += ' ';
    out += cell.text;
  }
  return out;
}

} // namespace

Block paragraph(std::string text) {
  Block block;
  block.text = std::move(text);
  return block;
}

Block table_block(Table table) {
  Block block;
  block.kind = BlockKind::Table;
  block.table = std::move(table);
  return block;
}

std::string flatten(const std::vector<Block>& blocks) {
  std::string out;
  for (const auto& block : blocks) {
    if (block.kind == BlockKind::Paragraph) {
      append_line(out, block.text);
      continue;
    }
    append_line(out, block.table.name);
    for (std::uint32_t row = 0; row < block.table.rows; ++row)
      append_line(out, row_text(block.table, row));
  }
  return out;
}

void trim_end(std::string& text) {
  const auto kept = base::trim(text);
  text.resize(kept.empty() ? 0 : static_cast<std::size_t>(kept.data() - text.data()) + kept.size());
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

} // namespace plumb::document
