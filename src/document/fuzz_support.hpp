// SPDX-License-Identifier: Apache-2.0
/// What every fuzz target checks of a result.
#pragma once

#include <plumb/base/check.hpp>
#include <plumb/base/utf8.hpp>
#include <plumb/document/document.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace plumb::document::fuzz {

inline std::string_view view(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Small enough that no input can make a run slow by size alone.
inline Limits limits() {
  Limits out;
  out.unpacked_bytes = 4 << 20;
  out.table_cells = 20'000;
  return out;
}

inline void check_table(const Table& table) {
  std::uint64_t area = 0;
  for (const auto& cell : table.cells) {
    PLUMB_CHECK(cell.row_span >= 1 && cell.column_span >= 1);
    PLUMB_CHECK(cell.row + cell.row_span <= table.rows);
    PLUMB_CHECK(cell.column + cell.column_span <= table.columns);
    area += std::uint64_t{cell.row_span} * cell.column_span;
  }
  PLUMB_CHECK(area == std::uint64_t{table.rows} * table.columns);
}

inline void check_blocks(const std::vector<Block>& blocks) {
  for (const auto& block : blocks) {
    PLUMB_CHECK(block.heading_level >= 0 && block.heading_level <= 9);
    if (block.kind == BlockKind::Table) check_table(block.table);
  }
}

inline void check(const base::Result<Document>& document) {
  if (!document) {
    PLUMB_CHECK(document.error().id.starts_with("document."));
    return;
  }
  check_blocks(document->blocks);
}

/// As `check`, for what leaves the module.
inline void check_public(const base::Result<Document>& document) {
  check(document);
  if (!document) return;
  for (const auto& block : document->blocks) {
    PLUMB_CHECK(base::is_valid_utf8(block.text));
    for (const auto& cell : block.table.cells)
      PLUMB_CHECK(base::is_valid_utf8(cell.text));
  }
}

} // namespace plumb::document::fuzz
