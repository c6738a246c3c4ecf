// SPDX-License-Identifier: Apache-2.0
/// What the repairs know about Chinese characters: their GBK bytes, how common they are, their
/// simplified form, their reading and whether characters next to each other make a word. Nothing is
/// a table of ours: bytes, readings and words come from ICU, simplified forms from OpenCC, and
/// "common" is level 1 of GB/T 2312 (3,755 characters, GBK lead bytes B0–D7).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::text {

/// Two-byte GBK; characters of the private use area included, because text decoded one byte off
/// falls into the user-defined rows of the code page.
class Gbk {
public:
  [[nodiscard]] static const Gbk& get();
  /// 0 if `c` has no two-byte form.
  [[nodiscard]] std::uint16_t encode(char32_t c) const { return c < 0x10000 ? bytes_[c] : 0; }
  /// 0 if the bytes are no character.
  [[nodiscard]] char32_t decode(unsigned lead, unsigned trail) const {
    return lead >= 0x81 && lead <= 0xFE && trail >= 0x40 && trail <= 0xFE
               ? characters_[(lead - 0x81) * 191 + (trail - 0x40)]
               : 0;
  }
  /// Level 1 of GB 2312: what an ordinary text is made of.
  [[nodiscard]] bool is_common(char32_t c) const {
    const unsigned bytes = encode(c);
    return bytes >= 0xB0A1 && bytes <= 0xD7F9 && (bytes & 0xFFU) >= 0xA1;
  }
  /// Any ideograph of GB 2312, i.e. a character a simplified text may well contain.
  [[nodiscard]] bool is_gb2312_han(char32_t c) const {
    const unsigned bytes = encode(c);
    return bytes >= 0xB0A1 && bytes <= 0xF7FE && (bytes & 0xFFU) >= 0xA1;
  }

private:
  Gbk();
  std::vector<std::uint16_t> bytes_;
  std::vector<char16_t> characters_;
};

/// Traditional → simplified by the phrases of OpenCC's t2s. About 8 MB/s: for the lines that need
/// it.
[[nodiscard]] std::string simplify(std::string_view text);
/// Taiwanese words as well as characters: 網際網路 → 互联网, 最佳化 → 优化. For mirror sites that
/// put mainland texts into them.
[[nodiscard]] std::string simplify_from_taiwan(std::string_view text);
/// The simplified form of one character (itself if there is none).
[[nodiscard]] char32_t simplify(char32_t c);
/// The characters whose simplified form is `c`, without `c` itself.
[[nodiscard]] std::vector<char32_t> traditional_forms(char32_t c);

/// A pinyin syllable with a tone mark ("qū"), a tone digit ("qu1") or neither ("qu").
struct Syllable {
  std::string letters; ///< lower-case ASCII, ü as v
  enum class Tone { None, Mark, Digit } tone = Tone::None;
  int number = 0; ///< 1–4, 0 if it is not marked
};
/// nullopt unless all of `text` is one well-formed syllable. One mark at most, on a vowel.
[[nodiscard]] std::optional<Syllable> parse_syllable(std::string_view text);
/// The usual reading of `c` (with tone), nullopt if it has none. Loads ICU's table (0.1 s) when
/// first asked, so only for text that shows damage.
[[nodiscard]] std::optional<Syllable> usual_reading(char32_t c);

/// The words of simplified text, as code-point counts.
[[nodiscard]] std::vector<std::uint32_t> word_lengths(std::u32string_view text);

} // namespace plumb::text
