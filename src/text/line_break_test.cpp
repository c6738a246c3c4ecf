// SPDX-License-Identifier: Apache-2.0
#include "damage.hpp"
#include "pass_test.hpp"

namespace plumb::text {
namespace {

/// Breaks paragraphs at `width` columns, as a typewriter does.
std::string wrap(const std::vector<std::string>& paragraphs, std::size_t width,
                 const std::string& indent, const std::string& margin = "") {
  std::string out;
  for (const std::string& paragraph : paragraphs) {
    std::string line = margin + indent;
    std::size_t columns = 0;
    for (const char32_t c : base::to_utf32(indent + margin))
      columns += c < 0x2000 ? 1 : 2;
    for (const char32_t c : base::to_utf32(paragraph)) {
      const std::size_t here = c < 0x2000 ? 1 : 2;
      // No line begins with a stop.
      if (columns + here > width && c != U'，' && c != U'。' && c != U'、') {
        out += line + '\n';
        line = margin;
        columns = margin.size();
      }
      base::append_utf8(line, c);
      columns += here;
    }
    out += line + '\n';
  }
  return out;
}

std::string plain(const std::vector<std::string>& paragraphs, const std::string& indent) {
  std::string out;
  for (const std::string& paragraph : paragraphs)
    out += indent + paragraph + '\n';
  return out;
}

TEST(LineBreak, JoinsWhatWasBrokenAtAFixedWidth) {
  const std::vector<std::string> paragraphs = clean_sentences();
  for (const std::size_t width : {44U, 56U, 64U, 72U}) {
    SCOPED_TRACE(width);
    check_pass({"indented", wrap(paragraphs, width, "　　"), plain(paragraphs, "　　")},
               repair_line_breaks, RepairKind::LineBreak);
  }
}

TEST(LineBreak, JoinsLinesOfAPdfWithAMargin) {
  const std::vector<std::string> paragraphs = clean_sentences();
  check_pass({"margin", wrap(paragraphs, 64, "    ", "      "), plain(paragraphs, "          ")},
             repair_line_breaks, RepairKind::LineBreak);
}

TEST(LineBreak, WithoutIndentationAFullStopEndsAParagraph) {
  std::vector<std::string> paragraphs;
  for (const std::string& line : clean_sentences())
    if (line.find("。") == line.size() - 3) paragraphs.push_back(line);
  check_pass({"flush", wrap(paragraphs, 56, ""), plain(paragraphs, "")}, repair_line_breaks,
             RepairKind::LineBreak);
}

TEST(LineBreak, LinesMayBeCountedInCharacters) {
  // 34 characters a line; headings and signatures at the margin, paragraphs indented.
  std::string broken, whole;
  for (const std::string& line : clean_sentences()) {
    const bool paragraph = line.find("。") != std::string::npos;
    std::u32string rest = (paragraph ? U"　　" : U"") + base::to_utf32(line);
    whole += base::to_utf8(rest) + '\n';
    while (rest.size() > 34) {
      std::size_t cut = 34;
      while (std::u32string_view(U"，。、；：）”").find(rest[cut]) != std::u32string_view::npos)
        --cut;
      broken += base::to_utf8(rest.substr(0, cut)) + '\n';
      rest.erase(0, cut);
    }
    broken += base::to_utf8(rest) + '\n';
  }
  check_pass({"by characters", broken, whole}, repair_line_breaks, RepairKind::LineBreak);
}

TEST(LineBreak, ParagraphsStay) {
  check_pass(untouched(plain(clean_sentences(), "").c_str()), repair_line_breaks,
             RepairKind::LineBreak);
  check_pass(untouched(plain(clean_sentences(), "　　").c_str()), repair_line_breaks,
             RepairKind::LineBreak);
  std::string blank;
  for (const std::string& line : clean_sentences())
    blank += line + "\n\n";
  check_pass(untouched(blank.c_str()), repair_line_breaks, RepairKind::LineBreak);
}

TEST(LineBreak, ListsStay) {
  std::string units;
  for (int i = 0; i < 20; ++i)
    units += "青川原县人民政府、县司法局、县财政局、县教育局、县民政局各有关股室\n";
  std::string numbered;
  for (int i = 1; i < 20; ++i)
    numbered += std::to_string(i) + ".加强行政规范性文件管理和重大行政决策合法性审查工作机制建设\n";
  check_pass(untouched(numbered.c_str()), repair_line_breaks, RepairKind::LineBreak);
}

TEST(LineBreak, AStrayBreakNeedsTheTermElsewhere) {
  const std::string head = "加强法治政府建设。\n充分发挥法律顾问在重大行政决策、推进依法行政和加强"
                           "合同管理中的积极作用，逐步建立健全法治";
  check_pass(
      {"term", head + "\n\n政府建设的工作机制。\n", head + "政府建设的工作机制。\n", Sure::No},
      repair_line_breaks, RepairKind::LineBreak);
  check_pass(untouched((head + "\n\n请各单位认真落实。\n").c_str()), repair_line_breaks,
             RepairKind::LineBreak);
}

} // namespace
} // namespace plumb::text
