// SPDX-License-Identifier: Apache-2.0
// The module as a whole: what comes in clean goes out as it came in, all kinds of damage together,
// and what always holds of a result.
#include "damage.hpp"
#include "draft.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/text/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace plumb::text {
namespace {

using base::Span;

/// What a reader of any text may rely on.
void check_invariants(const Text& text) {
  ASSERT_TRUE(base::is_valid_utf8(text.text));
  EXPECT_EQ(text.text.find('\r'), std::string::npos);
  const auto on_border = [&](std::uint32_t at) {
    return at == text.text.size() || (static_cast<unsigned char>(text.text[at]) & 0xC0U) != 0x80U;
  };
  const auto good = [&](Span span) {
    return span.from <= span.until && span.until <= text.text.size() && on_border(span.from) &&
           on_border(span.until);
  };
  std::uint32_t end = 0;
  for (const Repair& repair : text.repairs) {
    EXPECT_TRUE(good(repair.span));
    EXPECT_GE(repair.span.from, end);
    EXPECT_TRUE(base::is_valid_utf8(repair.before));
    EXPECT_NE(repair.before, repair.span.of(text.text));
    end = repair.span.until;
  }
  for (const Warning& warning : text.warnings)
    EXPECT_TRUE(good(warning.span));
  for (const Hint& hint : text.hints)
    EXPECT_TRUE(good(hint.line));
  for (const Table& table : text.tables) {
    EXPECT_TRUE(good(table.span));
    for (const Cell& cell : table.cells) {
      EXPECT_TRUE(good(cell.span));
      EXPECT_TRUE(table.span.contains(cell.span));
    }
  }
}

/// Pieces of undamaged documents, with everything that looks a little like damage.
const std::vector<std::string>& clean_pieces() {
  static const std::vector<std::string> pieces = [] {
    std::vector<std::string> all = clean_sentences();
    for (const char* piece : {"为什么?因为依法行政是基本要求。",
                              "怎么办？找县司法局！",
                              "联系邮箱: fzb@qingchuan.example",
                              "网址 https://qingchuan.example/a?b=1&c=(2)",
                              "《关于印发<实施方案>的通知》(青政办发〔2026〕18号)",
                              "移动应用程序(APP)、政府和社会资本合作（PPP）",
                              "(a) first (b) second",
                              "if (x) { f(); } // code",
                              "满意度达到80%以上,同比提高3.5个百分点",
                              "５０％以上",
                              "表5 10%",
                              "2026-06-30",
                              "2026年6月30日前",
                              "每年1月31日前",
                              "13800000000",
                              "0123-4567890",
                              "E=mc²，a≤b，±5℃",
                              "“法治‘明白人’”",
                              "①加强领导；②压实责任。",
                              "——坚持党的领导",
                              "1.\t2.",
                              "",
                              "",
                              "　　",
                              "乡镇(街道)、县(市、区)",
                              "第一季度/第二季度",
                              "牵头单位:县司法局",
                              "责任单位：各乡镇人民政府",
                              "王喆、李昇",
                              "著作权、瞭望、乾坤",
                              "Rule of law (法治) index",
                              "附件:1.任务清单",
                              "2.责任清单",
                              "CO2、PM2.5和O3浓度",
                              "5G网络、Wi-Fi",
                              "24小时×7天",
                              "10 000元",
                              "3:2",
                              "No.1",
                              "……",
                              "A、B、C三类",
                              "“1+1+N”体系",
                              "12345热线"})
      all.emplace_back(piece);
    return all;
  }();
  return pieces;
}

RC_GTEST_PROP(FromPlain, LeavesCleanDocumentsAlone, ()) {
  const auto& pieces = clean_pieces();
  const auto order = *rc::gen::container<std::vector<std::size_t>>(
      rc::gen::inRange<std::size_t>(0, pieces.size()));
  std::string clean;
  for (const std::size_t i : order)
    clean += pieces[i] + '\n';
  const Text text = from_plain(clean);
  RC_ASSERT(text.text == clean);
  RC_ASSERT(text.repairs.empty());
}

TEST(FromPlain, LeavesThePiecesAloneOneByOne) {
  for (const std::string& piece : clean_pieces()) {
    SCOPED_TRACE(piece);
    const Text text = from_plain(piece);
    EXPECT_EQ(text.text, piece);
    EXPECT_TRUE(text.repairs.empty());
    EXPECT_TRUE(text.warnings.empty());
  }
}

/// The damaged document: some of everything at places that the numbers choose.
std::string damaged(const std::vector<std::size_t>& choices) {
  std::string out;
  const auto& pieces = clean_pieces();
  for (const std::size_t choice : choices) {
    const std::string& piece = pieces[choice % pieces.size()];
    switch (choice / pieces.size() % 8) {
    case 0:
      out += piece;
      break;
    case 1:
      out += mirror(to_traditional(piece));
      break;
    case 2:
      out += to_traditional(piece);
      break;
    case 3:
      out += piece.empty() || to_gbk(piece).empty() ? "?" : shift_at(piece, 0);
      break;
    case 4:
      out += "()" + piece;
      break;
    case 5:
      out += piece + "\n— 3 —";
      break;
    case 6:
      out += "\uE123" + piece + "\uFFFD l00%";
      break;
    default:
      out += "| " + piece + " |\t(qū)?。\xFF";
      break;
    }
    out += choice % 3 == 0 ? "\r\n" : "\n";
  }
  return out;
}

RC_GTEST_PROP(FromPlain, UndoingAllRepairsGivesTheInputBack, ()) {
  const std::string in = damaged(
      *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 2000)));
  const Text text = from_plain(in);
  check_invariants(text);
  if (text.tables.empty()) {
    std::string expected;
    for (std::size_t at = 0; at < in.size();) {
      const base::CodePoint c = base::decode_utf8(in, at);
      if (c.value != '\r') base::append_utf8(expected, c.value);
      at += c.size;
    }
    RC_ASSERT(undo(text.text, text.repairs) == expected);
  }
}

TEST(FromPlain, RepairsEverythingTogether) {
  const std::string in = "青川原縣(區(qū))二〇二六年工作要點(diǎn)\n\n一、總體要求\n\n()指導(dǎo)"
                         "思想。強(qiáng)化監(jiān)督。\n\n(二)工作目標(biāo)。公開率達(dá)到l00%"
                         "。\n\n、工作要求\n\n於每年131日前公開(青黨編發(fā)【20266號)。\n";
  const Text text = from_plain(in);
  check_invariants(text);
  EXPECT_EQ(
      text.text,
      "青川原县(区)二〇二六年工作要点\n\n一、总体要求\n\n(一)指导思想。强化监督。\n\n(二)"
      "工作目标。公开率达到100%。\n\n二、工作要求\n\n于每年1月31日前公开(青党编发〔2026〕6号)。\n");
  EXPECT_EQ(undo(text.text, text.repairs), in);
  std::set<std::string_view> kinds;
  for (const Repair& repair : text.repairs)
    kinds.insert(to_string(repair.kind));
  EXPECT_THAT(kinds, testing::IsSupersetOf(
                         {"pinyin", "traditional", "bracket", "digit", "lost_character"}));
}

TEST(FromPlain, RepairingTwiceChangesNothingMore) {
  std::string in;
  for (const std::string& line : clean_sentences())
    in += mirror(to_traditional("　　" + line)) + '\n';
  const Text once = from_plain(in);
  const Text twice = from_plain(once.text);
  EXPECT_EQ(twice.text, once.text);
}

TEST(FromPlain, TakesLinearTimeOnOneHugeLine) {
  std::string line;
  while (line.size() < (1U << 20U))
    line += "依法行政、(法治)政府建设，l00%（区）2 0 2 6年【";
  const Text text = from_plain(line);
  check_invariants(text);
  std::string brackets;
  for (int i = 0; i < 100'000; ++i)
    brackets += "(（[【";
  EXPECT_EQ(from_plain(brackets).text, brackets);
}

TEST(FromDocument, KeepsTablesHintsAndProperties) {
  document::Document paper;
  paper.format = document::Format::Html;
  paper.properties["title"] = "要点";
  document::Block heading, table;
  heading.text = "工作要點(diǎn)與責任區(qū)分解";
  heading.heading_level = 2;
  table.kind = document::BlockKind::Table;
  table.table.rows = 1;
  table.table.columns = 2;
  document::Cell left, right;
  left.text = "監(jiān)督檢查l00%";
  right.text = "縣司法局";
  right.column = 1;
  table.table.cells = {left, right};
  paper.blocks = {heading, table};
  const Text text = from_document(paper);
  check_invariants(text);
  EXPECT_EQ(text.text, "工作要点与责任区分解\n监督检查100%\n县司法局\n");
  ASSERT_EQ(text.hints.size(), 1U);
  EXPECT_EQ(text.hints[0].line.of(text.text), "工作要点与责任区分解");
  ASSERT_EQ(text.tables.size(), 1U);
  EXPECT_EQ(text.tables[0].cells[0].span.of(text.text), "监督检查100%");
  EXPECT_EQ(text.tables[0].cells[1].span.of(text.text), "县司法局");
  EXPECT_EQ(text.properties.at("title"), "要点");
}

TEST(RepairKind, NamesAreThoseOfTheSchema) {
  EXPECT_EQ(to_string(RepairKind::ShiftedBytes), "shifted_bytes");
  EXPECT_EQ(to_string(RepairKind::LineBreak), "line_break");
}

/// Texts from outside the repository, where they are at hand: nothing about them is built in.
TEST(FromPlain, HoldsItsPromisesOnOutsideTexts) {
  const std::filesystem::path folder = std::filesystem::path(PLUMB_SOURCE_DIR) / "../shared/seeds";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no outside texts at hand";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    SCOPED_TRACE(entry.path());
    std::ifstream file(entry.path());
    std::stringstream content;
    content << file.rdbuf();
    const Text text = from_plain(content.str());
    check_invariants(text);
    EXPECT_EQ(undo(text.text, text.repairs), content.str());
    EXPECT_EQ(from_plain(text.text).text, text.text);
  }
}

} // namespace
} // namespace plumb::text
