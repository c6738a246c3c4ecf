// SPDX-License-Identifier: Apache-2.0
/// Blocks → one repaired text in simplified characters that everything later points into. Each
/// repair is listed with its place and what stood there; what cannot be repaired is marked by a
/// repair that is not `certain` or by a warning, never guessed silently. Text without damage comes
/// out as it went in.
#pragma once

#include <plumb/base/span.hpp>
#include <plumb/document/document.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::text {

/// Values and meaning: schema/plan.schema.json, `repairs`.
enum class RepairKind {
  ShiftedBytes,   ///< GBK bytes read one off: `?。ㄒ唬┏掷m(xù)` → `（一）持续`
  Pinyin,         ///< reading after a character: 區(qū) → 区
  Traditional,    ///< traditional or mirror-site character → simplified
  Digit,          ///< l00% → 100%, 9O% → 90%, spaces inside a number
  Bracket,        ///< lost numeral or lost bracket: ()指导思想 → (一)指导思想, 〔2020〕 from 【2020
  LostCharacter,  ///< private-use or replacement character; a character that must be missing
  LineBreak,      ///< hard-wrapped lines joined
  Chrome,         ///< page number or page furniture taken out of the middle of text
  Other
};
[[nodiscard]] std::string_view to_string(RepairKind kind);

struct Repair {
  RepairKind kind = RepairKind::Other;
  base::Span span;     ///< in Text::text; empty where something was only taken out
  std::string before;  ///< what the document had there
  bool certain = true;
};

/// `text.*`, for example text.suspicious_token (a place a person should look at).
struct Warning {
  std::string id;
  base::Span span;
};

struct Cell {
  base::Span span;  ///< in Text::text, without the line breaks around it
  std::uint32_t row = 0;
  std::uint32_t column = 0;
  std::uint32_t row_span = 1;
  std::uint32_t column_span = 1;
};

/// A table of the document, or pipe/tab columns of a plain text. Its cells stand in Text::text one
/// after the other, each on lines of its own, by row then column.
struct Table {
  base::Span span;
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::vector<Cell> cells;
};

/// What the file itself marked as a heading or centred.
struct Hint {
  base::Span line;
  int heading_level = 0;
  bool centred = false;
};

struct Text {
  /// UTF-8, lines end in '\n', no '\r'. Punctuation is left as written (ASCII and full-width both occur).
  std::string text;
  std::vector<Table> tables;  ///< in order of place
  std::vector<Repair> repairs;  ///< in order of place
  std::vector<Warning> warnings;
  std::vector<Hint> hints;
  std::map<std::string, std::string> properties;  ///< as Document::properties
};

[[nodiscard]] Text from_document(const document::Document& document);
/// For text that is already decoded (tests, pasted text without tables).
[[nodiscard]] Text from_plain(std::string_view utf8);

}  // namespace plumb::text
