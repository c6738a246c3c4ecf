// SPDX-License-Identifier: Apache-2.0
#include "damage.hpp"
#include "draft.hpp"

#include <plumb/text/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::text {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines)
    out += line + '\n';
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for_each_line(text, [&](base::Span line) { lines.emplace_back(line.of(text)); });
  return lines;
}

bool has_marks(const Text& text, base::Span line) {
  for (const Repair& repair : text.repairs)
    if (!repair.certain && repair.span.from >= line.from && repair.span.until <= line.until)
      return true;
  return line.of(text.text).find('?') != std::string_view::npos;
}

struct Rate {
  std::size_t damaged = 0;   ///< lines with at least one run
  std::size_t recovered = 0; ///< equal to the clean line
  std::size_t inner = 0;     ///< equal but for characters at the ends of runs, which lost a byte
  std::size_t silent = 0;    ///< wrong without a mark
};

/// Equal but for the characters of doubtful repairs that lost a byte: '?', or a guess.
bool equal_inside(const Text& text, base::Span line, const std::string& clean) {
  const std::u32string got = base::to_utf32(comparable(line.of(text.text)));
  const std::u32string want = base::to_utf32(comparable(clean));
  if (got.size() != want.size()) return false;
  std::size_t wrong = 0, runs = 0;
  for (std::size_t i = 0; i < got.size(); ++i)
    wrong += got[i] == want[i] ? 0 : 1;
  for (const Repair& repair : text.repairs)
    runs += !repair.certain && line.contains(repair.span) ? 1 : 0;
  return wrong <= 2 * runs;
}

/// Compares line by line; `silent` counts wrong lines that nothing marks as doubtful.
Rate compare(const std::vector<std::string>& clean, const std::vector<std::string>& damaged,
             const Text& text, bool print) {
  Rate rate;
  std::size_t i = 0;
  for_each_line(text.text, [&](base::Span line) {
    if (i >= clean.size()) return;
    const bool was_damaged = damaged[i].find('?') != std::string::npos;
    if (was_damaged) {
      ++rate.damaged;
      if (equal_inside(text, line, clean[i])) ++rate.inner;
      if (comparable(line.of(text.text)) == comparable(clean[i])) {
        ++rate.recovered;
      } else {
        if (!has_marks(text, line)) ++rate.silent;
        if ((print && (std::getenv("ALL") != nullptr || !equal_inside(text, line, clean[i]))) ||
            !has_marks(text, line))
          std::cout << (has_marks(text, line) ? "marked: " : "SILENT: ") << damaged[i]
                    << "\n   got: " << line.of(text.text) << "\n  want: " << clean[i] << "\n";
      }
    }
    ++i;
  });
  return rate;
}

TEST(ShiftedBytes, RecoversWhatAMirrorSiteBroke) {
  std::vector<std::string> clean, damaged;
  for (const std::string& line : clean_sentences()) {
    const std::string traditional = to_traditional("　　" + line);
    if (simplify(traditional) != "　　" + line || to_gbk(traditional).empty()) continue;
    clean.push_back(line);
    damaged.push_back(mirror(traditional));
  }
  const Text text = from_plain(joined(damaged));
  ASSERT_EQ(lines_of(text.text).size(), clean.size());
  const Rate rate = compare(clean, damaged, text, std::getenv("PRINT") != nullptr);
  RecordProperty("damaged", static_cast<int>(rate.damaged));
  RecordProperty("recovered", static_cast<int>(rate.recovered));
  std::cout << rate.recovered << " of " << rate.damaged << " lines, inside " << rate.inner
            << ", silent " << rate.silent << "\n";
  EXPECT_GE(rate.damaged, 10U);
  EXPECT_EQ(rate.inner, rate.damaged);
  EXPECT_GE(rate.recovered * 100, rate.damaged * 80);
  EXPECT_EQ(rate.silent, 0U);
}

/// One run for each line, begun at every place in turn.
Rate every_place(bool traditional, bool print) {
  const auto sentences = clean_sentences();
  Rate all;
  for (std::size_t step = 0; step < 12; ++step) {
    std::vector<std::string> clean, damaged;
    for (const std::string& line : sentences) {
      const std::string source = traditional ? to_traditional(line) : line;
      if (simplify(source) != line || to_gbk(source).empty()) continue;
      const std::u32string characters = base::to_utf32(source);
      std::size_t place = (step * 5 + line.size()) % characters.size();
      while (place < characters.size() && characters[place] < 0x80)
        ++place;
      // Of two or three characters too little is left.
      if (place >= characters.size() || run_length(characters, place) < 4) continue;
      clean.push_back(line);
      damaged.push_back(shift_at(source, place));
    }
    const Text text = from_plain(joined(damaged));
    const Rate rate = compare(clean, damaged, text, print);
    all.damaged += rate.damaged;
    all.recovered += rate.recovered;
    all.silent += rate.silent;
    all.inner += rate.inner;
  }
  std::cout << all.recovered << " of " << all.damaged << " lines, inside " << all.inner
            << ", silent " << all.silent << "\n";
  return all;
}

TEST(ShiftedBytes, RecoversRunsThatBeginAnywhereInTraditionalText) {
  const Rate rate = every_place(true, std::getenv("PRINT") != nullptr);
  EXPECT_EQ(rate.silent, 0U);
  EXPECT_GE(rate.inner * 100, rate.damaged * 95);
}

TEST(ShiftedBytes, RecoversRunsThatBeginAnywhereInSimplifiedText) {
  const Rate rate = every_place(false, std::getenv("PRINT") != nullptr);
  EXPECT_EQ(rate.silent, 0U);
  EXPECT_GE(rate.inner * 100, rate.damaged * 95);
}

struct Case {
  const char* name;
  const char* in;
  const char* want;
  bool certain;
};

TEST(ShiftedBytes, RepairsWithinADocumentThatShowsTheDamage) {
  // The first line proves the damage; each case is one more line.
  const std::string proof = mirror(to_traditional("　　（一）持续深化依法行政能力提升行动")) + "\n";
  ASSERT_THAT(proof, testing::HasSubstr("?"));
  const Case cases[] = {
      {"full stop and one character", "審查工作?？h級以上人民政府", "审查工作。县级以上人民政府",
       false},
      {"the same with ASCII marks", "審查工作??h級以上人民政府", "审查工作。县级以上人民政府",
       false},
      {"one character before ASCII", "各有關部?T要認真落實", "各有关部门要认真落实", false},
      {"between two readings", "進一步加?hòng)?qiáng)組織領導", "进一步加强组织领导", true},
      {"between a reading and a letter", "不得提交?yuè)Q(jué)策機關討論", "不得提交决策机关讨论",
       true},
      {"nothing to recover", "規定?、辦法", "规定?、办法", true},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.name);
    const Text text = from_plain(proof + one.in);
    const auto lines = lines_of(text.text);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(comparable(lines[1]), comparable(one.want));
    bool certain = true;
    for (const Repair& repair : text.repairs)
      if (repair.kind == RepairKind::ShiftedBytes && repair.span.from > lines[0].size())
        certain = certain && repair.certain;
    EXPECT_EQ(certain, one.certain);
  }
}

TEST(ShiftedBytes, LeavesQuestionsAlone) {
  for (const char* question :
       {"为什么?因为依法行政是法治政府的基本要求。", "是否公开?h指数如何计算?",
        "http://qingchuan.example/a?b=c", "谁来办?怎么办?何时办?",
        "什么是“一网通办”?如何办理?请看下文。", "????????", "他说?！这不可能。"}) {
    SCOPED_TRACE(question);
    const Text text = from_plain(question);
    EXPECT_EQ(text.text, question);
    EXPECT_TRUE(text.repairs.empty());
  }
}

TEST(ShiftedBytes, TakesLinearTimeOnHostileLines) {
  std::string marks(200'000, '?'), shifted;
  for (int i = 0; i < 20'000; ++i)
    shifted += "?。ㄒ唬";
  EXPECT_EQ(from_plain(marks).text.size(), marks.size());
  EXPECT_FALSE(from_plain(shifted).text.empty());
}

} // namespace
} // namespace plumb::text
