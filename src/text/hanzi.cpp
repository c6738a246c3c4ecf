// SPDX-License-Identifier: Apache-2.0
#include "hanzi.hpp"

#include <plumb/base/utf8.hpp>

#include <opencc/SimpleConverter.hpp>
#include <unicode/brkiter.h>
#include <unicode/translit.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <unordered_map>

namespace plumb::text {

Gbk::Gbk() : bytes_(0x10000), characters_(126 * 191) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open("gb18030", &status);
  if (U_FAILURE(status)) return; // ICU's data is missing: then nothing is repaired by bytes.
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  for (unsigned lead = 0x81; lead <= 0xFE; ++lead)
    for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
      if (trail == 0x7F) continue;
      const std::array<char, 2> in{static_cast<char>(lead), static_cast<char>(trail)};
      std::array<char16_t, 4> out{};
      UErrorCode bad = U_ZERO_ERROR;
      const int size = ucnv_toUChars(converter, out.data(), static_cast<int>(out.size()), in.data(),
                                     static_cast<int>(in.size()), &bad);
      if (U_FAILURE(bad) || size != 1) continue;
      characters_[(lead - 0x81) * 191 + (trail - 0x40)] = out[0];
      if (bytes_[out[0]] == 0) bytes_[out[0]] = static_cast<std::uint16_t>(lead << 8U | trail);
    }
  ucnv_close(converter);
}

const Gbk& Gbk::get() {
  static const Gbk table;
  return table;
}

namespace {

using Converter = std::unique_ptr<opencc::SimpleConverter>;

Converter make_converter(const char* configuration) {
  try {
    return std::make_unique<opencc::SimpleConverter>(configuration);
  } catch (...) { // OpenCC throws what it likes when its dictionaries are not installed.
    return nullptr;
  }
}

std::string convert(const Converter& converter, std::string_view text) {
  if (converter == nullptr) return std::string(text);
  try {
    return converter->Convert(std::string(text));
  } catch (...) { // Nothing that a well-formed text can cause; the text then stays as it is.
    return std::string(text);
  }
}

struct Forms {
  std::vector<char16_t> simplified; ///< by code point; 0 where nothing changes
  std::unordered_map<char32_t, std::vector<char32_t>> traditional;
};

/// One conversion of all ideographs of the basic plane, one to a line.
const Forms& forms() {
  static const Forms table = [] {
    Forms made{std::vector<char16_t>(0x10000), {}};
    std::u32string all;
    for (char32_t c = 0x3400; c < 0xA000; ++c)
      if (base::is_han(c)) all += {c, U'\n'};
    const std::u32string out = base::to_utf32(simplify(base::to_utf8(all)));
    std::size_t at = 0;
    for (std::size_t i = 0; i < all.size() && at < out.size(); i += 2) {
      const std::size_t end = out.find(U'\n', at);
      if (end == at + 1 && out[at] != all[i] && out[at] < 0x10000) {
        made.simplified[all[i]] = static_cast<char16_t>(out[at]);
        made.traditional[out[at]].push_back(all[i]);
      }
      if (end == std::u32string::npos) break;
      at = end + 1;
    }
    return made;
  }();
  return table;
}

icu::UnicodeString to_icu(std::u32string_view text) {
  icu::UnicodeString out;
  for (const char32_t c : text)
    out.append(static_cast<UChar32>(c));
  return out;
}

} // namespace

std::string simplify(std::string_view text) {
  static const Converter converter = make_converter("t2s.json");
  return convert(converter, text);
}

std::string simplify_from_taiwan(std::string_view text) {
  static const Converter converter = make_converter("tw2sp.json");
  return convert(converter, text);
}

char32_t simplify(char32_t c) {
  if (c >= 0x10000) return c;
  const char16_t found = forms().simplified[c];
  return found == 0 ? c : found;
}

std::vector<char32_t> traditional_forms(char32_t c) {
  const auto found = forms().traditional.find(c);
  return found == forms().traditional.end() ? std::vector<char32_t>{} : found->second;
}

std::optional<Syllable> usual_reading(char32_t c) {
  static const std::unique_ptr<icu::Transliterator> readings = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(
        icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, status));
  }();
  if (!readings) return std::nullopt;
  thread_local std::unordered_map<char32_t, std::optional<Syllable>> known;
  if (const auto found = known.find(c); found != known.end()) return found->second;
  // transliterate() is const but not documented as safe for several threads; copies are.
  thread_local const std::unique_ptr<icu::Transliterator> mine(readings->clone());
  icu::UnicodeString text(static_cast<UChar32>(c));
  mine->transliterate(text);
  std::string latin;
  text.trim().toUTF8String(latin);
  return known[c] = parse_syllable(latin);
}

std::vector<std::uint32_t> word_lengths(std::u32string_view text) {
  thread_local const std::unique_ptr<icu::BreakIterator> words = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::BreakIterator>(
        icu::BreakIterator::createWordInstance(icu::Locale("zh"), status));
  }();
  std::vector<std::uint32_t> lengths;
  if (!words) return lengths;
  const icu::UnicodeString units = to_icu(text);
  words->setText(units);
  for (int from = words->first(), until = words->next(); until != icu::BreakIterator::DONE;
       from = until, until = words->next())
    lengths.push_back(static_cast<std::uint32_t>(units.countChar32(from, until - from)));
  return lengths;
}

} // namespace plumb::text
