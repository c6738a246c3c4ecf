// SPDX-License-Identifier: Apache-2.0
// The syllables of Hanyu Pinyin (GB/T 16159, ISO 7098) as initials and finals; only the
// combinations that occur, so that "man" is one and "item" is not.
#include "hanzi.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>

namespace plumb::text {

namespace {

struct Marked {
  char32_t with;
  char letter; ///< 'v' for ü; 0 for a mark on its own
  int tone;
};
// ā á ǎ à and so on; the breve is how some write the third tone.
constexpr std::array<Marked, 38> kMarked{{
    {0x0101, 'a', 1}, {0x00E1, 'a', 2}, {0x01CE, 'a', 3}, {0x00E0, 'a', 4}, {0x0113, 'e', 1},
    {0x00E9, 'e', 2}, {0x011B, 'e', 3}, {0x00E8, 'e', 4}, {0x012B, 'i', 1}, {0x00ED, 'i', 2},
    {0x01D0, 'i', 3}, {0x00EC, 'i', 4}, {0x014D, 'o', 1}, {0x00F3, 'o', 2}, {0x01D2, 'o', 3},
    {0x00F2, 'o', 4}, {0x016B, 'u', 1}, {0x00FA, 'u', 2}, {0x01D4, 'u', 3}, {0x00F9, 'u', 4},
    {0x01D6, 'v', 1}, {0x01D8, 'v', 2}, {0x01DA, 'v', 3}, {0x01DC, 'v', 4}, {0x0144, 'n', 2},
    {0x0148, 'n', 3}, {0x01F9, 'n', 4}, {0x1E3F, 'm', 2}, {0x0103, 'a', 3}, {0x0115, 'e', 3},
    {0x012D, 'i', 3}, {0x014F, 'o', 3}, {0x016D, 'u', 3}, {0x0304, 0, 1},   {0x0301, 0, 2},
    {0x030C, 0, 3},   {0x0306, 0, 3},   {0x0300, 0, 4},
}};

// For each initial the finals it takes. "" is the empty initial, written with y and w or a vowel.
struct Row {
  std::string_view initial;
  std::string_view finals; ///< separated and framed by spaces
};
constexpr std::array<Row, 24> kRows{{
    {"b", " a o ai ei ao an en ang eng i iao ie ian in ing u "},
    {"p", " a o ai ei ao ou an en ang eng i iao ie ian in ing u "},
    {"m", " a o e ai ei ao ou an en ang eng i iao ie iu ian in ing u "},
    {"f", " a o ei ou an en ang eng u iao "},
    {"d", " a e ai ei ao ou an en ang eng ong i ia iao ie iu ian ing u uo ui uan un "},
    {"t", " a e ai ei ao ou an ang eng ong i iao ie ian ing u uo ui uan un "},
    {"n", " a e ai ei ao ou an en ang eng ong i iao ie iu ian in iang ing u uo uan un v ve ue "},
    {"l", " a o e ai ei ao ou an ang eng ong i ia iao ie iu ian in iang ing u uo uan un v ve ue "},
    {"g", " a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang "},
    {"k", " a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang "},
    {"h", " a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang "},
    {"j", " i ia iao ie iu ian in iang ing iong u ue uan un "},
    {"q", " i ia iao ie iu ian in iang ing iong u ue uan un "},
    {"x", " i ia iao ie iu ian in iang ing iong u ue uan un "},
    {"zh", " i a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang "},
    {"ch", " i a e ai ao ou an en ang eng ong u ua uo uai ui uan un uang "},
    {"sh", " i a e ai ei ao ou an en ang eng u ua uo uai ui uan un uang "},
    {"r", " i e ao ou an en ang eng ong u ua uo ui uan un "},
    {"z", " i a e ai ei ao ou an en ang eng ong u uo ui uan un "},
    {"c", " i a e ai ei ao ou an en ang eng ong u uo ui uan un "},
    {"s", " i a e ai ei ao ou an en ang eng ong u uo ui uan un "},
    {"y", " a o e i ao ou an in ang ing ong u ue uan un ai "},
    {"w", " a o ai ei an en ang eng u "},
    {"", " a o e ai ei ao ou an en ang eng er n m ng "},
}};

bool is_syllable(std::string_view letters) {
  return std::any_of(kRows.begin(), kRows.end(), [&](const Row& row) {
    if (!letters.starts_with(row.initial) || letters.size() == row.initial.size()) return false;
    const std::string_view final = letters.substr(row.initial.size());
    for (std::size_t at = row.finals.find(final); at != std::string_view::npos;
         at = row.finals.find(final, at + 1))
      if (row.finals[at - 1] == ' ' && row.finals[at + final.size()] == ' ') return true;
    return false;
  });
}

} // namespace

std::optional<Syllable> parse_syllable(std::string_view text) {
  Syllable found;
  if (text.empty() || text.size() > 16) return std::nullopt;
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint c = base::decode_utf8(text, at);
    at += c.size;
    if (found.tone == Syllable::Tone::Digit) return std::nullopt;
    if (c.value >= 'a' && c.value <= 'z') {
      found.letters.push_back(static_cast<char>(c.value));
    } else if (c.value == 0x0261) {
      found.letters.push_back('g');
    } else if (c.value == 0x0251) {
      found.letters.push_back('a');
    } else if (c.value == 0x00FC) {
      found.letters.push_back('v');
    } else if (c.value == 0x0308 && !found.letters.empty() && found.letters.back() == 'u') {
      found.letters.back() = 'v';
    } else if (c.value >= '0' && c.value <= '5') {
      if (found.tone != Syllable::Tone::None) return std::nullopt;
      found.tone = Syllable::Tone::Digit;
      found.number = static_cast<int>(c.value - '0') % 5; // 5 is the neutral tone
    } else {
      const auto marked = std::find_if(kMarked.begin(), kMarked.end(),
                                       [&](const Marked& m) { return m.with == c.value; });
      if (marked == kMarked.end() || found.tone != Syllable::Tone::None ||
          (marked->letter == 0 && found.letters.empty()))
        return std::nullopt;
      if (marked->letter != 0) found.letters.push_back(marked->letter);
      found.tone = Syllable::Tone::Mark;
      found.number = marked->tone;
    }
  }
  if (!is_syllable(found.letters)) return std::nullopt;
  return found;
}

} // namespace plumb::text
