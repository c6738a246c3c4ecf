// SPDX-License-Identifier: Apache-2.0
#include "encoding.hpp"
#include "test_support.hpp"

#include <plumb/base/utf8.hpp>

#include <rapidcheck/gtest.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <span>

namespace plumb::document {
namespace {

/// Our own words, simplified and as a mirror site writes them.
constexpr std::string_view kSimplified[] = {
    "青川原县人民政府办公室关于印发年度法治政府建设工作安排的通知",
    "各乡镇人民政府，县直各部门：请结合实际认真组织实施，每季度末报送进展情况。",
    "县司法局牵头，县发展改革局、县财政局配合，于2024年11月30日前完成清单核对并向社会公布。",
    "推行柜台延时办理，群众满意率达到95%以上；投诉举报按期办结率保持100%。",
    "健全重大决策听取意见制度，涉及群众切身利益的事项应当召开听证会。",
    "加强基层执法队伍培训，执法人员每年参加集中学习不少于六十学时。",
    "云泽市场监管所负责抽查粮油店铺，发现问题责令限期整改并跟踪复查。",
};
constexpr std::string_view kTraditional[] = {
    "青川原縣人民政府辦公室關於印發年度法治政府建設工作安排的通知",
    "各鄉鎮人民政府，縣直各部門：請結合實際認真組織實施，每季度末報送進展情況。",
    "縣司法局牽頭，縣發展改革局、縣財政局配合，於2024年11月30日前完成清單核對並向社會公佈。",
    "推行櫃檯延時辦理，群眾滿意率達到95%以上；投訴舉報按期辦結率保持100%。",
    "健全重大決策聽取意見制度，涉及群眾切身利益的事項應當召開聽證會。",
    "加強基層執法隊伍培訓，執法人員每年參加集中學習不少於六十學時。",
};

std::string encode(std::string_view utf8, const std::string& encoding) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out(utf8.size() * 4 + 8, '\0');
  const auto size =
      ucnv_convert(encoding.c_str(), "UTF-8", out.data(), static_cast<std::int32_t>(out.size()),
                   utf8.data(), static_cast<std::int32_t>(utf8.size()), &error);
  EXPECT_TRUE(U_SUCCESS(error)) << encoding;
  out.resize(static_cast<std::size_t>(size));
  return out;
}

/// Share of all substrings of `length` characters that are recognised, in percent × 100.
int recognised(std::span<const std::string_view> sentences, const std::string& encoding,
               std::size_t length) {
  int right = 0;
  int all = 0;
  for (const auto sentence : sentences) {
    const auto characters = base::to_utf32(sentence);
    for (std::size_t from = 0; from + length <= characters.size(); ++from) {
      const auto piece = base::to_utf8(std::u32string_view(characters).substr(from, length));
      // Without four Han characters there is nothing to tell encodings apart by.
      const auto part = std::u32string_view(characters).substr(from, length);
      if (std::count_if(part.begin(), part.end(), base::is_han) < 4) continue;
      ++all;
      const auto found = detect_encoding(encode(piece, encoding));
      if (found == encoding) ++right;
    }
  }
  return all == 0 ? 0 : right * 10'000 / all;
}

TEST(DetectEncoding, IsRightOnShortTexts) {
  for (const std::size_t length : {4U, 6U, 8U, 16U}) {
    SCOPED_TRACE(length);
    for (const char* encoding : {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"}) {
      SCOPED_TRACE(encoding);
      EXPECT_GE(recognised(kSimplified, encoding, length), 9'900);
      EXPECT_GE(recognised(kTraditional, encoding, length), 9'900);
    }
    EXPECT_GE(recognised(kTraditional, "Big5", length), 9'900);
  }
}

TEST(DetectEncoding, BelievesAMark) {
  EXPECT_EQ(detect_encoding("\xEF\xBB\xBF甲"), "UTF-8");
  EXPECT_EQ(detect_encoding("\xFF\xFE\x32\x75"), "UTF-16LE");
  EXPECT_EQ(detect_encoding("\xFE\xFF\x75\x32"), "UTF-16BE");
  EXPECT_EQ(detect_encoding("\x84\x31\x95\x33 abc"), "GB18030");
}

TEST(DetectEncoding, TakesAsciiForUtf8) {
  for (const auto* text : {"", "a", "Hello, world", "2020-11-30\n12 34 56 78",
                           "the quick brown fox", "<p>table</p>", "NaNaNaNa"})
    EXPECT_EQ(detect_encoding(text), "UTF-8") << text;
  EXPECT_EQ(detect_encoding(encode("2020-11-30\n", "UTF-16LE")), "UTF-16LE");
}

TEST(DetectEncoding, RecognisesUtf8WithAStrayByte) {
  std::string text(kSimplified[1]);
  text.insert(9, "\xB7");
  EXPECT_EQ(detect_encoding(text), "UTF-8");
  text = kSimplified[1];
  text.pop_back();
  EXPECT_EQ(detect_encoding(text), "UTF-8");
}

TEST(Decode, GivesBackEveryText) {
  for (const auto* encoding : {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"})
    for (const auto sentence : kTraditional) {
      const auto decoded = decode(encode(sentence, encoding), encoding);
      ASSERT_TRUE(decoded);
      EXPECT_EQ(*decoded, sentence);
    }
  EXPECT_EQ(*decode(encode(kTraditional[0], "Big5"), "big5"), kTraditional[0]);
  EXPECT_EQ(*decode("\xEF\xBB\xBF甲", "UTF-8"), "甲");
}

TEST(Decode, NamesTheFirstBadByte) {
  struct Case {
    std::string bytes;
    const char* encoding;
    const char* offset;
  };
  const Case cases[] = {
      {"甲\xFF乙", "UTF-8", "3"},
      {"\xEF\xBB\xBF\xC0", "UTF-8", "3"},
      {encode("甲乙", "GB18030") + "\xFF" + "a", "GB18030", "4"},
      {encode("甲乙", "GB18030") + "\xB0", "GB18030", "4"},
      {encode("甲乙", "Big5") + "\xA4 ", "Big5", "4"},
      {std::string("\x32\x75\x00\xDC\x32\x75", 6), "UTF-16LE", "2"},
      {std::string("\x75\x32\x75", 3), "UTF-16BE", "2"},
      {"abc", "EBCDIC", "0"},
  };
  for (const auto& c : cases) {
    const auto decoded = decode(c.bytes, c.encoding);
    ASSERT_FALSE(decoded) << c.encoding;
    EXPECT_EQ(decoded.error().id, "document.undecodable");
    EXPECT_EQ(decoded.error().args[1].second, c.offset) << c.encoding;
  }
}

TEST(Decode, KeepsPrivateUseCharactersOfGb18030) {
  // A6D9 was a vertical form in the private use area before 2005; the text module repairs those.
  const auto decoded = decode("\xAA\xA1", "GB18030");
  ASSERT_TRUE(decoded);
  EXPECT_EQ(base::to_utf32(*decoded), std::u32string(1, char32_t{0xE000}));
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i)
    out += std::string(text) + "\n";
  return out;
}

TEST(ReadDamagedText, KeepsAStrayByteAsAReplacementCharacter) {
  for (const auto* encoding : {"UTF-8", "GB18030", "UTF-16LE"}) {
    auto bytes = encode(repeated(kSimplified[2], 40), encoding);
    const auto at = bytes.find('\n');
    if (std::string_view(encoding) == "UTF-16LE")
      bytes.insert(at + 2, std::string("\x00\xDC", 2));
    else
      bytes.insert(at, "\xFF");
    const auto document = read(bytes, "a.txt");
    ASSERT_TRUE(document) << encoding;
    EXPECT_EQ(document->encoding, encoding);
    const auto& lines = document->blocks;
    ASSERT_GE(lines.size(), 40U);
    EXPECT_NE((lines[0].text + lines[1].text).find("\xEF\xBF\xBD"), std::string::npos) << encoding;
    EXPECT_EQ(lines[5].text, kSimplified[2]) << encoding;
  }
}

TEST(ReadDamagedText, RefusesMoreDamageThanThat) {
  auto bytes = encode(repeated(kSimplified[2], 10), "UTF-8");
  for (std::size_t at = 30; at < bytes.size(); at += 100)
    bytes[at] = '\xFF';
  const auto document = read(bytes, "a.txt");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().id, "document.undecodable");
  EXPECT_EQ(document.error().args[0].second, "UTF-8");
}

RC_GTEST_PROP(DecodeCounting, GivesValidUtf8ForAnyBytes, (const std::string& bytes)) {
  for (const auto* encoding : {"UTF-8", "GB18030", "Big5", "UTF-16LE", "UTF-16BE"}) {
    const auto decoded = decode_counting(bytes, encoding);
    RC_ASSERT(base::is_valid_utf8(decoded.text));
    RC_ASSERT(decoded.bad_bytes <= bytes.size());
  }
  RC_ASSERT(!detect_encoding(bytes).empty());
}

} // namespace
} // namespace plumb::document
