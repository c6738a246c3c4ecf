// SPDX-License-Identifier: Apache-2.0
#include "assemble.hpp"

#include "plain_table.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace plumb::text {

namespace {

using base::Span;

/// base::is_valid_utf8, quick over ideographs.
bool is_valid(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t at = 0; at < text.size();) {
    if (byte(at) < 0x80) {
      ++at;
    } else if (byte(at) >= 0xE1 && byte(at) <= 0xEC && at + 2 < text.size() &&
               (byte(at + 1) & 0xC0U) == 0x80 && (byte(at + 2) & 0xC0U) == 0x80) {
      at += 3;
    } else {
      const base::CodePoint c = base::decode_utf8(text, at);
      if (!base::is_valid_utf8(text.substr(at, c.size))) return false;
      at += c.size;
    }
  }
  return true;
}

/// Appends with '\n' for every line ending and U+FFFD for every byte that is no UTF-8.
void append_clean(std::string& out, std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3); // a byte order mark is no text
  if (text.find('\r') == std::string_view::npos && is_valid(text)) {
    out += text;
    return;
  }
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint c = base::decode_utf8(text, at);
    if (c.value == '\r') {
      if (at + 1 >= text.size() || text[at + 1] != '\n') out += '\n';
    } else if (c.value == 0xFFFD) {
      base::append_utf8(out, 0xFFFD);
    } else {
      out += text.substr(at, c.size);
    }
    at += c.size;
  }
}

/// Lays the cells out one after the other, each on lines of its own.
void append_table(Draft& draft, const document::Table& table) {
  Table made;
  made.rows = table.rows;
  made.columns = table.columns;
  made.span.from = static_cast<std::uint32_t>(draft.text.size());
  std::vector<const document::Cell*> cells;
  cells.reserve(table.cells.size());
  for (const document::Cell& cell : table.cells)
    cells.push_back(&cell);
  // Pointers into one array: the order of the document decides between cells of one place.
  std::sort(cells.begin(), cells.end(), [](const document::Cell* a, const document::Cell* b) {
    return std::tie(a->row, a->column, a) < std::tie(b->row, b->column, b);
  });
  for (const document::Cell* cell : cells) {
    const auto from = static_cast<std::uint32_t>(draft.text.size());
    append_clean(draft.text, cell->text);
    const Span span = base::trim(draft.text, {from, static_cast<std::uint32_t>(draft.text.size())});
    made.cells.push_back({span, cell->row, cell->column, cell->row_span, cell->column_span});
    draft.text += '\n';
  }
  made.span.until = static_cast<std::uint32_t>(draft.text.size());
  if (!made.cells.empty()) --made.span.until;
  draft.tables.push_back(std::move(made));
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

/// Text without marked tables: those drawn with characters are found here.
void append_plain(Draft& draft, std::string_view text) {
  if (text.find('|') == std::string_view::npos && text.find('\t') == std::string_view::npos) {
    draft.text += text;
    return;
  }
  const auto lines = split_lines(text);
  for (std::size_t i = 0; i < lines.size();) {
    const bool may_be_table = lines[i].find_first_of("|\t") != std::string_view::npos;
    if (auto table = may_be_table ? plain_table(lines, i) : std::nullopt) {
      append_table(draft, table->table);
      i += table->lines;
      continue;
    }
    draft.text += lines[i++];
    draft.text += '\n';
  }
  if (!text.ends_with('\n') && draft.text.ends_with('\n')) {
    // The last table ends before its own line break already.
    draft.text.pop_back();
  }
}

} // namespace

Draft assemble(std::string_view utf8) {
  Draft draft;
  draft.lines_of_file = true;
  append_clean(draft.text, utf8);
  if (draft.text.find('|') != std::string::npos || draft.text.find('\t') != std::string::npos) {
    const std::string clean = std::exchange(draft.text, {});
    append_plain(draft, clean);
  }
  return draft;
}

Draft assemble(const document::Document& document) {
  Draft draft;
  draft.lines_of_file =
      document.format == document::Format::Text || document.format == document::Format::Pdf;
  int page = 0;
  std::string run; // consecutive paragraphs of a text file, in which tables may be drawn
  const auto flush = [&] {
    append_plain(draft, run);
    run.clear();
  };
  for (const document::Block& block : document.blocks) {
    if (block.page != page) {
      flush();
      if (page != 0) draft.page_starts.push_back(static_cast<std::uint32_t>(draft.text.size()));
      page = block.page;
    }
    if (block.kind == document::BlockKind::Table) {
      flush();
      append_table(draft, block.table);
      continue;
    }
    if (document.format == document::Format::Text && block.heading_level == 0 && !block.centred) {
      append_clean(run, block.text);
      run += '\n';
      continue;
    }
    flush();
    const auto from = static_cast<std::uint32_t>(draft.text.size());
    append_clean(draft.text, block.text);
    const auto until = static_cast<std::uint32_t>(draft.text.size());
    if (block.heading_level > 0 || block.centred)
      draft.hints.push_back({{from, until}, block.heading_level, block.centred});
    draft.text += '\n';
  }
  flush();
  return draft;
}

} // namespace plumb::text
