// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/clock.hpp>
#include <plumb/base/hash.hpp>
#include <plumb/base/result.hpp>
#include <plumb/base/utf8.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::base {
namespace {

TEST(Utf8, TellsValidFromInvalid) {
  for (const char* good : {"", "abc", "准绳", "𠮷", "\xF4\x8F\xBF\xBF"}) EXPECT_TRUE(is_valid_utf8(good)) << good;
  for (const char* bad : {"\x80", "\xC0\xAF", "\xE4\xB8", "\xED\xA0\x80", "\xF4\x90\x80\x80", "a\xFF"})
    EXPECT_FALSE(is_valid_utf8(bad)) << bad;
}

RC_GTEST_PROP(Utf8, RoundTripsAndIndexes, ()) {
  const auto raw = *rc::gen::container<std::vector<char32_t>>(
      rc::gen::element<char32_t>(U'a', U'é', U'准', U'\U00020BB7', U'\n'));
  const std::u32string points(raw.begin(), raw.end());
  const std::string text = to_utf8(points);
  RC_ASSERT(is_valid_utf8(text));
  RC_ASSERT(to_utf32(text) == points);
  const CodePointIndex index(text);
  std::uint32_t byte = 0;
  for (std::uint32_t i = 0; i <= points.size(); ++i) {
    RC_ASSERT(index.code_points(byte) == i);
    RC_ASSERT(index.bytes(i) == byte);
    if (i < points.size()) byte += decode_utf8(text, byte).size;
  }
}

TEST(Utf8, ReadsBackwards) {
  EXPECT_EQ(decode_utf8_before("a准", 4).value, U'准');
  EXPECT_EQ(decode_utf8_before("a准", 1).value, U'a');
  EXPECT_EQ(decode_utf8_before("a", 0).size, 0U);
}

TEST(Utf8, TrimsIdeographicSpace) { EXPECT_EQ(trim("　 准绳\n　"), "准绳"); }

TEST(Date, ParsesOnlyDaysThatExist) {
  EXPECT_EQ(parse_date("2024-02-29"), make_date(2024, 2, 29));
  for (const char* bad : {"2023-02-29", "2024-2-9", "2024/02/09", "", "2024-13-01", "20240-1-01"})
    EXPECT_FALSE(parse_date(bad)) << bad;
  EXPECT_EQ(to_string(end_of_month(2024, 2)), "2024-02-29");
}

TEST(Clock, CountsTheDayInChina) {
  const std::int64_t five_to_midnight_utc = 1'709'250'900'000;  // 2024-02-29T23:55Z
  EXPECT_EQ(to_string(china_date(five_to_midnight_utc)), "2024-03-01");
  EXPECT_EQ(china_time(five_to_midnight_utc), "2024-03-01T07:55:00+08:00");
}

TEST(Hash, MatchesTheStandardsExample) {  // GB/T 32905-2016, A.1
  EXPECT_EQ(sm3_hex("abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

TEST(Id, IsOrderedByTime) {
  EXPECT_EQ(new_id(1).size(), 36U);
  EXPECT_LT(new_id(1'700'000'000'000), new_id(1'700'000'000'001));
  EXPECT_NE(new_id(5), new_id(5));
}

Result<int> half(int n) {
  if (n % 2 != 0) return fail(ErrorKind::InvalidInput, "test.odd");
  return n / 2;
}
Result<int> quarter(int n) {
  PLUMB_TRY_ASSIGN(const int once, half(n));
  return half(once);
}

TEST(Result, CarriesTheFirstError) {
  EXPECT_EQ(*quarter(12), 3);
  EXPECT_EQ(quarter(6).error().id, "test.odd");
  EXPECT_DEATH({ auto r = half(3); (void)*r; }, "failed Result");
}

}  // namespace
}  // namespace plumb::base
