// SPDX-License-Identifier: Apache-2.0
// Which encoding bytes are in. General detectors choose among dozens of encodings and need long
// samples; here only five can occur, so four characters are enough: bytes read in the wrong one
// give rare characters, unassigned codes or bopomofo, and prose consists of common ones.
#include "common_characters.hpp"
#include "encoding.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/document/document.hpp>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <utility>

namespace plumb::document {
namespace {

constexpr std::size_t kSampleBytes = 256 * 1024;
constexpr int kCommon = 8;
constexpr int kPunctuation = 6;
constexpr int kHan = 1;
constexpr int kSymbol = -2;
constexpr int kImpossible = -16;

using CharacterSet = std::bitset<0x10000>;

const CharacterSet& common_characters() {
  static const CharacterSet set = [] {
    CharacterSet out;
    for (const auto list : {kCommonSimplified, kCommonTraditional})
      for (const char32_t c : base::to_utf32(list))
        out.set(c);
    return out;
  }();
  return set;
}

/// How likely a character is in Chinese official prose.
int score_of(char32_t c) {
  if (c < 0x10000 && common_characters().test(c)) return kCommon;
  if (c >= 0x4E00 && c <= 0x9FFF) return kHan;
  if ((c >= 0x3000 && c <= 0x3017) || (c >= 0xFF01 && c <= 0xFF5E)) return kPunctuation;
  if (c == 0x2014 || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2026 ||
      c == 0xB7 || c == 0x2022)
    return kPunctuation;
  if (c >= 0x2460 && c <= 0x249B) return kPunctuation;
  if (c >= 0xE000 && c <= 0xF8FF) return kSymbol;
  if (c == 0xFFFD || c == 0xFFFE || c == 0xFFFF) return kImpossible;
  return kSymbol;
}

int score_of_ascii(unsigned char c) {
  if (c >= 0x20 && c < 0x7F) return 1;
  return c == '\n' || c == '\r' || c == '\t' || c == '\f' ? 1 : kImpossible;
}

/// Scores of all two-byte codes of one encoding, by lead and trail byte.
class PairScores {
public:
  explicit PairScores(const char* encoding, bool big5) {
    scores_.fill(kImpossible);
    UErrorCode error = U_ZERO_ERROR;
    UConverter* converter = ucnv_open(encoding, &error);
    for (unsigned lead = 0x81; lead <= 0xFE; ++lead)
      for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
        const std::array<char, 2> bytes = {static_cast<char>(lead), static_cast<char>(trail)};
        std::array<UChar, 4> units{};
        error = U_ZERO_ERROR;
        const auto count = ucnv_toUChars(converter, units.data(), 4, bytes.data(), 2, &error);
        if (U_FAILURE(error) || count != 1 || units[0] == 0xFFFD || units[0] == 0x1A) continue;
        // Both standards put the frequent characters first.
        const bool frequent =
            big5 ? lead >= 0xA4 && lead <= 0xC6 : lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1;
        const int score = score_of(static_cast<char16_t>(units[0]));
        scores_[index(lead, trail)] =
            static_cast<std::int8_t>(score == kHan && frequent ? 2 * kHan : score);
      }
    ucnv_close(converter);
  }
  [[nodiscard]] int at(unsigned lead, unsigned trail) const {
    return lead < 0x81 || lead > 0xFE || trail < 0x40 || trail > 0xFE ? kImpossible
                                                                      : scores_[index(lead, trail)];
  }

private:
  static std::size_t index(unsigned lead, unsigned trail) {
    return (lead - 0x81) * std::size_t{0xBF} + (trail - 0x40);
  }
  std::array<std::int8_t, 0x7E * 0xBF> scores_{};
};

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

bool is_four_byte_code(std::string_view bytes, std::size_t at) {
  const auto digit = [&](std::size_t i) {
    return byte_at(bytes, i) >= '0' && byte_at(bytes, i) <= '9';
  };
  return at + 3 < bytes.size() && digit(at + 1) && byte_at(bytes, at + 2) >= 0x81 && digit(at + 3);
}

std::int64_t score_pairs(std::string_view bytes, const PairScores& scores, bool four_byte_codes) {
  std::int64_t total = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const unsigned lead = byte_at(bytes, at);
    if (lead < 0x80) {
      total += score_of_ascii(static_cast<unsigned char>(lead));
      ++at;
    } else if (at + 1 >= bytes.size()) {
      total += kImpossible / 4; // a sample may be cut inside a character
      ++at;
    } else if (four_byte_codes && is_four_byte_code(bytes, at)) {
      at += 4;
    } else {
      const int score = scores.at(lead, byte_at(bytes, at + 1));
      total += score;
      at += score == kImpossible ? 1 : 2;
    }
  }
  return total;
}

std::int64_t score_utf16(std::string_view bytes, bool big_endian) {
  std::int64_t total = bytes.size() % 2 == 0 ? 0 : kImpossible / 4;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    const unsigned high = byte_at(bytes, big_endian ? at : at + 1);
    const unsigned low = byte_at(bytes, big_endian ? at + 1 : at);
    if (high == 0)
      total += 4 * score_of_ascii(static_cast<unsigned char>(low));
    else if (high >= 0xD8 && high <= 0xDF)
      total += kSymbol;
    else
      total += score_of(high << 8 | low);
  }
  return total;
}

/// Valid multi-byte sequences make up nearly all of the non-ASCII bytes: UTF-8 with some damage.
bool is_damaged_utf8(std::string_view bytes) {
  std::size_t good = 0;
  std::size_t bad = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto point = base::decode_utf8(bytes, at);
    if (point.size > 1)
      good += point.size;
    else if (point.value == 0xFFFD)
      ++bad;
    at += point.size;
  }
  return good >= 12 && bad * 6 < good;
}

struct CloseDetector {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

/// ICU's opinion among our encodings, asked only where our own scores cannot decide.
std::string_view ask_icu(std::string_view sample) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, CloseDetector> detector(ucsdet_open(&error));
  if (U_FAILURE(error)) return {};
  ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()), &error);
  std::int32_t count = 0;
  const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &count, &error);
  if (U_FAILURE(error)) return {};
  for (std::int32_t i = 0; i < count; ++i) {
    const char* name = ucsdet_getName(matches[i], &error);
    if (U_FAILURE(error) || name == nullptr) return {};
    if (const auto known = canonical_encoding(name); !known.empty()) return known;
  }
  return {};
}

std::string_view best_scored(std::string_view sample) {
  static const PairScores gb18030("GB18030", false);
  static const PairScores big5("Big5", true);
  struct Candidate {
    std::string_view encoding;
    std::int64_t score;
  };
  const std::array<Candidate, 4> candidates = {{{"GB18030", score_pairs(sample, gb18030, true)},
                                                {"Big5", score_pairs(sample, big5, false)},
                                                {"UTF-16LE", score_utf16(sample, false)},
                                                {"UTF-16BE", score_utf16(sample, true)}}};
  // Equal scores go to the earlier, more likely encoding.
  Candidate best = candidates[0];
  Candidate second = candidates[1];
  for (std::size_t i = 1; i < candidates.size(); ++i) {
    if (candidates[i].score > best.score)
      second = std::exchange(best, candidates[i]);
    else if (i > 1 && candidates[i].score > second.score)
      second = candidates[i];
  }
  if (best.score - second.score >= kHan) return best.encoding;
  return ask_icu(sample) == second.encoding ? second.encoding : best.encoding;
}

/// Bytes below 0x80 may still be UTF-16: 中 is 2D 4E, "-N". Only a text of common characters
/// throughout is taken for that, and English never looks like it.
std::string_view utf16_among_ascii(std::string_view sample) {
  if (sample.size() < 8 || sample.size() % 2 != 0) return {};
  const auto units = static_cast<std::int64_t>(sample.size() / 2);
  const bool only_words = std::all_of(sample.begin(), sample.end(), [](char c) {
    return c == ' ' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  if (only_words) return {};
  const bool zeros = sample.find('\0') != std::string_view::npos;
  for (const bool big_endian : {false, true}) {
    const auto score = score_utf16(sample, big_endian);
    if (zeros ? score >= 2 * units : score >= units * (kCommon - 2))
      return big_endian ? "UTF-16BE" : "UTF-16LE";
  }
  return {};
}

} // namespace

std::string_view detect_encoding(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return "UTF-8";
  if (bytes.starts_with("\xFF\xFE")) return "UTF-16LE";
  if (bytes.starts_with("\xFE\xFF")) return "UTF-16BE";
  if (bytes.starts_with("\x84\x31\x95\x33")) return "GB18030";
  const auto sample = bytes.substr(0, kSampleBytes);
  if (base::is_valid_utf8(bytes)) {
    const auto wide = utf16_among_ascii(sample);
    return wide.empty() ? "UTF-8" : wide;
  }
  if (is_damaged_utf8(sample)) return "UTF-8";
  return best_scored(sample);
}

} // namespace plumb::document
