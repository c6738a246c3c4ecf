// SPDX-License-Identifier: Apache-2.0
/// A paper as an office writes it, and its two looks: docx in the layout of GB/T 9704-2012 (A4, 22
/// lines of 28 characters, three-size Fangsong) and html. Bytes depend on nothing but the value: no
/// clock, no random id, so that a filed paper can be made again and compared. Knows no report.
#pragma once

#include <plumb/base/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace plumb::paper {

struct Run {
  std::string text;
  std::string link =
      {}; ///< html: address it leads to (a figure's receipt); docx shows the text alone
  friend bool operator==(const Run&, const Run&) = default;
};

struct Paragraph {
  enum class Kind {
    Body,     ///< 仿宋 3号, two characters in
    Heading1, ///< 一、 黑体
    Heading2, ///< （一） 楷体
    Heading3, ///< 1. 仿宋
    Plain,    ///< flush left: 主送机关
    Right     ///< 落款, 成文日期: four characters from the right
  } kind = Kind::Body;
  std::vector<Run> runs;
  friend bool operator==(const Paragraph&, const Paragraph&) = default;
};
struct Table {
  std::string caption = {};
  std::vector<std::string> header;    ///< repeated on every page
  std::vector<int> widths = {};       ///< relative; empty: by what the columns hold
  std::vector<std::vector<Run>> rows; ///< cells of a row, as many as the header
  friend bool operator==(const Table&, const Table&) = default;
};
using Block = std::variant<Paragraph, Table>;

/// An annex begins on a page of its own; a wide one lies across.
struct Annex {
  std::string title;
  bool landscape = false;
  std::vector<Block> blocks;
  friend bool operator==(const Annex&, const Annex&) = default;
};
struct Paper {
  std::string red_head = {}; ///< 发文机关标志 with the red line; empty: none (the office issues it)
  std::string number = {};   ///< 发文字号
  std::string title;         ///< may hold line feeds
  std::string addressee = {};
  std::vector<Block> blocks;
  std::string signed_by = {}, signed_on = {}; ///< 落款 and 2026年11月22日
  std::vector<Annex> annexes = {};            ///< listed behind the text (附件：1.…)
  /// 版记; empty: none. A tab in `printed_by` parts the office from the day, which stands right.
  std::string copies_to = {}, printed_by = {};
  friend bool operator==(const Paper&, const Paper&) = default;
};

struct Fonts { ///< names only; nothing is embedded
  std::string title = "方正小标宋简体", body = "仿宋_GB2312", heading1 = "黑体",
              heading2 = "楷体_GB2312";
};
/// paper.cannot_write{reason}: too_large, too_many_columns.
[[nodiscard]] base::Result<std::string> docx(const Paper& paper, const Fonts& fonts = {});
/// A whole page that stands alone: style inside, no script, prints on A4. `language` zh-CN or en.
[[nodiscard]] std::string html(const Paper& paper, std::string_view language = "zh-CN");
/// Everything that is read, one line for a paragraph: for checks and searching.
[[nodiscard]] std::string text(const Paper& paper);

} // namespace plumb::paper
