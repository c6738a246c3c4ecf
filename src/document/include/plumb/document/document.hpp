// SPDX-License-Identifier: Apache-2.0
/// Bytes of a file → blocks of text and tables, with the place each came from. Formats: plain text,
/// HTML, docx, xlsx, PDF with a text layer. Repairs nothing and understands nothing: that is the
/// text and the plan module. Never trusts the file's ending, never imports half a file.
#pragma once

#include <plumb/base/result.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::document {

enum class Format { Text, Html, Docx, Xlsx, Pdf };
[[nodiscard]] std::string_view to_string(Format format);

/// One cell of the paper table; a merged cell appears once, at its top-left corner.
struct Cell {
  std::string text; ///< UTF-8; paragraphs inside the cell are separated by '\n'
  std::uint32_t row = 0;
  std::uint32_t column = 0;
  std::uint32_t row_span = 1;
  std::uint32_t column_span = 1;

  friend bool operator==(const Cell&, const Cell&) = default;
};

struct Table {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::vector<Cell> cells; ///< by row, then column; cells covered by a merge are absent
  std::string name;        ///< sheet name of a workbook, caption of an HTML table, or empty

  friend bool operator==(const Table&, const Table&) = default;
};

enum class BlockKind { Paragraph, Table };

struct Block {
  BlockKind kind = BlockKind::Paragraph;
  /// Paragraph text in UTF-8, one line, with the number that Word or HTML generates for a list item
  /// already in front ("（一）", "1."). For text files one block is one line of the file.
  std::string text;
  Table table;
  /// 1–9 where the file itself marks a heading (h1…, Heading 1…), else 0.
  int heading_level = 0;
  bool centred = false;
  /// 1-based page of a PDF, else 0.
  int page = 0;
};

struct Document {
  Format format = Format::Text;
  std::string encoding; ///< what the bytes were decoded from: "UTF-8", "GB18030", "Big5",
                        ///< "UTF-16LE", "UTF-16BE"
  std::vector<Block> blocks;
  /// What the file says about itself: "title", "ArticleTitle", "PubDate", "ContentSource", "author"
  /// …
  std::map<std::string, std::string> properties;
};

struct Limits {
  std::uint64_t file_bytes = 50ULL << 20;
  /// Sum of uncompressed parts of a docx or xlsx; also the most a PDF may give as text.
  std::uint64_t unpacked_bytes = 200ULL << 20;
  std::uint32_t parts = 10'000;          ///< entries in a zip
  std::uint64_t compression_ratio = 200; ///< per part larger than 1 MiB
  std::uint32_t table_cells = 2'000'000;
  std::uint32_t nesting = 256;    ///< depth of elements
  std::uint32_t pdf_seconds = 30; ///< CPU time of the text extraction process
};

/// Reads a document. `name` is only a hint (its ending is compared with the content).
/// Errors (all name the fault and what to do; nothing is half read):
///   document.empty, document.too_large{limit_bytes,size_bytes}, document.unknown_format,
///   document.wrong_ending{ending,found} never — a wrong ending is read by content and only noted
///   in properties["wrong_ending"], document.legacy_format{found} (.doc, .xls, .wps: save as
///   docx/xlsx), document.encrypted, document.damaged{part}, document.zip_bomb{part},
///   document.too_many_cells{limit}, document.too_deep{limit}, document.pdf_without_text{pages},
///   document.pdf_tool_missing{tool,package} (poppler-utils, or poppler-data for fonts that are not
///   embedded), document.pdf_timeout{limit_seconds},
///   document.undecodable{encoding,offset}, document.unavailable (no process or memory to be had)
/// A stray bad byte (below one in a thousand) is no error: U+FFFD stands in its place.
/// Properties that this module adds: "wrong_ending", "pages", "pages_without_text" ("3,4"),
/// "formulas_without_value" (cells of a workbook that was saved without results).
[[nodiscard]] base::Result<Document> read(std::string_view bytes, std::string_view name,
                                          const Limits& limits = {});

/// Text typed or pasted: always UTF-8, tab-separated runs become tables where every line has the
/// same number of tabs.
[[nodiscard]] base::Result<Document> read_pasted(std::string_view utf8, const Limits& limits = {});

/// Encoding of plain text: BOM, then strict UTF-8, then UTF-16 by its pattern of zero bytes, then
/// the better score of GB18030 and Big5. Reliable from four characters on.
[[nodiscard]] std::string_view detect_encoding(std::string_view bytes);
/// Strict decoding; document.undecodable{encoding,offset} on the first bad byte.
[[nodiscard]] base::Result<std::string> decode(std::string_view bytes, std::string_view encoding);

} // namespace plumb::document
