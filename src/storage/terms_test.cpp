// SPDX-License-Identifier: Apache-2.0
#include <plumb/storage/terms.hpp>

#include <gtest/gtest.h>

namespace plumb::storage {
namespace {

std::string terms(std::string_view text, bool query) {
  std::string out;
  each_term(text, query, [&](std::string_view term, std::size_t, std::size_t) {
    if (!out.empty()) out += ' ';
    out += term;
    return true;
  });
  return out;
}

TEST(Terms, AreNeighbouringPairsAndTheLastCharacterOfARun) {
  struct Case {
    const char* text;
    const char* indexed;
    const char* asked;
  };
  for (const Case& c :
       {Case{"行政执法", "行政 政执 执法 法", "行政 政执 执法"}, Case{"法", "法", "法"},
        Case{"今年2026项", "今年 年 2026 项", "今年 年 2026 项"},
        Case{"ＡＢc，第1条", "abc 第 1 条", "abc 第 1 条"},
        Case{"司法局、", "司法 法局 局", "司法 法局"}, Case{"", "", ""}, Case{"，。\n", "", ""}}) {
    EXPECT_EQ(terms(c.text, false), c.indexed) << c.text;
    EXPECT_EQ(terms(c.text, true), c.asked) << c.text;
  }
}

TEST(Terms, ExpressionRequiresEveryWord) {
  struct Case {
    const char* query;
    const char* want;
  };
  for (const Case& c :
       {Case{"行政执法", "\"行政执法\""}, Case{"牵", "\"牵\" *"},
        Case{"司法 台账", "\"司法\" AND \"台账\""}, Case{"司法　abc", "\"司法\" AND \"abc\" *"},
        Case{"2026年", "\"2026年\" *"}, Case{"a\"b", "\"ab\" *"}, Case{"  ，", ""}, Case{"", ""}})
    EXPECT_EQ(fts5_expression(c.query), c.want) << c.query;
}

} // namespace
} // namespace plumb::storage
