// SPDX-License-Identifier: Apache-2.0
/// For tests only: damages clean text the way the world does, so that the repairs can be asked for
/// the clean text back.
#pragma once

#include "hanzi.hpp"
#include "lines.hpp"

#include <opencc/SimpleConverter.hpp>

#include <array>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace plumb::text {

inline std::vector<std::string> clean_sentences() {
  std::ifstream file(std::string(PLUMB_TESTDATA) + "/sentences.txt");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    lines.push_back(line);
  return lines;
}

inline std::string to_traditional(const std::string& text) {
  static const opencc::SimpleConverter converter("s2t.json");
  return converter.Convert(text);
}

/// Bytes of GBK; empty if a character has none.
inline std::string to_gbk(std::string_view text) {
  std::string out;
  for (const char32_t c : base::to_utf32(text)) {
    if (c < 0x80) {
      out.push_back(static_cast<char>(c));
      continue;
    }
    const std::uint16_t bytes = Gbk::get().encode(c);
    if (bytes == 0) return {};
    out.push_back(static_cast<char>(bytes >> 8U));
    out.push_back(static_cast<char>(bytes & 0xFFU));
  }
  return out;
}

constexpr char kMark = '\x01'; ///< what a program put between bytes; gone after decoding

/// As a lenient decoder reads: a lead byte without a trail byte becomes '?' together with the byte
/// behind it.
inline std::string decode_gbk(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    if (lead < 0x80) {
      if (bytes[i] != kMark) out.push_back(bytes[i]);
      continue;
    }
    const auto trail = static_cast<unsigned char>(i + 1 < bytes.size() ? bytes[i + 1] : 0);
    const char32_t c = Gbk::get().decode(lead, trail);
    if (c != 0) {
      base::append_utf8(out, c);
      ++i;
    } else {
      out.push_back('?');
      if (trail < 0x40 && trail != 0) ++i;
    }
  }
  return out;
}

inline std::string_view reading_of(char32_t c) {
  struct Known {
    char32_t c;
    std::string_view reading;
  };
  // What a mirror site annotates: a list of its own, not every character.
  static constexpr std::array<Known, 48> kKnown{{
      {U'區', "qū"},    {U'機', "jī"},    {U'設', "shè"},   {U'構', "gòu"},  {U'動', "dòng"},
      {U'執', "zhí"},   {U'規', "guī"},   {U'範', "fàn"},   {U'關', "guān"}, {U'務', "wù"},
      {U'實', "shí"},   {U'強', "qiáng"}, {U'級', "jí"},    {U'對', "duì"},  {U'責', "zé"},
      {U'導', "dǎo"},   {U'標', "biāo"},  {U'準', "zhǔn"},  {U'鎮', "zhèn"}, {U'數', "shù"},
      {U'項', "xiàng"}, {U'續', "xù"},    {U'發', "fā"},    {U'據', "jù"},   {U'進', "jìn"},
      {U'議', "yì"},    {U'會', "huì"},   {U'當', "dāng"},  {U'應', "yīng"}, {U'個', "gè"},
      {U'們', "men"},   {U'經', "jīng"},  {U'濟', "jì"},    {U'領', "lǐng"}, {U'圍', "wéi"},
      {U'轉', "zhuǎn"}, {U'訓', "xùn"},   {U'職', "zhí"},   {U'檢', "jiǎn"}, {U'驗', "yàn"},
      {U'認', "rèn"},   {U'識', "shí"},   {U'證', "zhèng"}, {U'護', "hù"},   {U'條', "tiáo"},
      {U'質', "zhì"},   {U'養', "yǎng"},  {U'訴', "sù"},
  }};
  for (const Known& one : kKnown)
    if (one.c == c) return one.reading;
  return {};
}

/// What the bytes of `traditional` go through on a mirror site: a mark before every 。！？ and a
/// reading behind every known character, both looked for byte by byte, so that they are also found
/// across two characters. Then the page is decoded.
inline std::string mirror(std::string_view traditional) {
  const std::string bytes = to_gbk(traditional);
  std::string marked;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = [&](std::size_t at) {
      return static_cast<unsigned char>(at < bytes.size() ? bytes[at] : 0);
    };
    const unsigned pair = (unsigned{byte(i)} << 8U) | byte(i + 1);
    if (pair == 0xA1A3 || pair == 0xA3A1 || pair == 0xA3BF) marked.push_back(kMark);
    marked.push_back(bytes[i]);
    if (i > 0) {
      const std::string_view reading = reading_of(Gbk::get().decode(byte(i - 1), byte(i)));
      if (!reading.empty()) {
        marked.push_back('(');
        marked += to_gbk(reading);
        marked.push_back(')');
      }
    }
  }
  return decode_gbk(marked);
}

/// A mark between the two bytes of the character with this index (it must be one of two bytes).
inline std::string shift_at(std::string_view text, std::size_t character) {
  const std::u32string all = base::to_utf32(text);
  const std::string left = to_gbk(base::to_utf8(all.substr(0, character)));
  const std::string rest = to_gbk(base::to_utf8(all.substr(character)));
  return decode_gbk(left + rest.substr(0, 1) + kMark + rest.substr(1));
}

/// How many characters from this one on are read one off, up to an ASCII second byte.
inline std::size_t run_length(std::u32string_view text, std::size_t character) {
  std::size_t length = 0;
  for (std::size_t i = character; i < text.size() && text[i] >= 0x80; ++i) {
    ++length;
    if ((Gbk::get().encode(text[i]) & 0xFFU) < 0x80) break;
  }
  return length;
}

/// Punctuation in ASCII and no blanks: what may differ without being wrong.
inline std::string comparable(std::string_view text) {
  std::u32string out;
  for (char32_t c : base::to_utf32(text)) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (!base::is_blank(c)) out.push_back(c);
  }
  return base::to_utf8(out);
}

} // namespace plumb::text
