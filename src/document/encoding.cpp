// SPDX-License-Identifier: Apache-2.0
#include "encoding.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/document/document.hpp>

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include <algorithm>
#include <array>
#include <memory>

namespace plumb::document {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(std::string_view encoding) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(std::string(encoding).c_str(), &error));
  if (U_FAILURE(error)) return nullptr;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  return U_FAILURE(error) ? nullptr : std::move(converter);
}

void note_bad(Decoded& out, std::size_t at, std::size_t bytes) {
  if (out.bad_bytes == 0) out.first_bad = at;
  out.bad_bytes += bytes;
  base::append_utf8(out.text, kReplacement);
}

Decoded decode_utf8_bytes(std::string_view bytes) {
  Decoded out;
  if (base::is_valid_utf8(bytes)) {
    out.text = bytes;
    return out;
  }
  out.text.reserve(bytes.size() + 16);
  for (std::size_t at = 0; at < bytes.size();) {
    const auto point = base::decode_utf8(bytes, at);
    // A real U+FFFD takes three bytes, a bad byte one.
    if (point.value == kReplacement && point.size == 1) {
      const bool continues = at > 0 && out.bad_bytes > 0 && out.text.ends_with("\xEF\xBF\xBD") &&
                             (static_cast<unsigned char>(bytes[at]) & 0xC0U) == 0x80U;
      if (continues)
        ++out.bad_bytes;
      else
        note_bad(out, at, 1);
    } else {
      out.text.append(bytes.substr(at, point.size));
    }
    at += point.size;
  }
  return out;
}

Decoded decode_utf16_bytes(std::string_view bytes, bool big_endian) {
  Decoded out;
  out.text.reserve(bytes.size() + bytes.size() / 2);
  const auto unit_at = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  std::size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    char32_t value = unit_at(at);
    if (value >= 0xD800 && value <= 0xDBFF && at + 3 < bytes.size()) {
      const char32_t low = unit_at(at + 2);
      if (low >= 0xDC00 && low <= 0xDFFF) {
        value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    if (value >= 0xD800 && value <= 0xDFFF)
      note_bad(out, at, 2);
    else
      base::append_utf8(out.text, value);
  }
  if (at < bytes.size()) note_bad(out, at, 1);
  return out;
}

/// UTF-16 in pieces → UTF-8; a surrogate pair may be split between two pieces.
class Utf16Appender {
public:
  explicit Utf16Appender(std::string& out) : out_(out) {}
  void append(const UChar* from, const UChar* until) {
    for (; from != until; ++from) {
      const char32_t unit = static_cast<char16_t>(*from);
      if (unit >= 0xD800 && unit <= 0xDBFF) {
        high_ = unit;
      } else if (unit >= 0xDC00 && unit <= 0xDFFF) {
        base::append_utf8(out_, 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00));
      } else {
        base::append_utf8(out_, unit);
      }
    }
  }

private:
  std::string& out_;
  char32_t high_ = 0xD800;
};

Decoded decode_with_icu(std::string_view bytes, std::string_view encoding) {
  Decoded out;
  const auto converter = open_converter(encoding);
  if (!converter) return decode_utf8_bytes(bytes);
  out.text.reserve(bytes.size() + bytes.size() / 2 + 16);
  Utf16Appender appender(out.text);
  std::array<UChar, 4096> buffer;
  const char* source = bytes.data();
  const char* const end = bytes.data() + bytes.size();
  for (;;) {
    UErrorCode error = U_ZERO_ERROR;
    UChar* target = buffer.data();
    ucnv_toUnicode(converter.get(), &target, buffer.data() + buffer.size(), &source, end, nullptr,
                   true, &error);
    appender.append(buffer.data(), target);
    if (error == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_SUCCESS(error)) return out;
    std::array<char, 32> invalid;
    auto length = static_cast<std::int8_t>(invalid.size());
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter.get(), invalid.data(), &length, &ignored);
    const auto bad = static_cast<std::size_t>(std::max<int>(length, 1));
    const auto consumed = static_cast<std::size_t>(source - bytes.data());
    note_bad(out, consumed >= bad ? consumed - bad : 0, bad);
    // After the end of input ICU reports a cut-off character once and has nothing more to say.
    if (source == end) return out;
    ucnv_resetToUnicode(converter.get());
  }
}

std::string_view without_mark(std::string_view bytes, std::string_view encoding) {
  if (encoding == "UTF-8" && bytes.starts_with("\xEF\xBB\xBF")) return bytes.substr(3);
  if (encoding == "UTF-16LE" && bytes.starts_with("\xFF\xFE")) return bytes.substr(2);
  if (encoding == "UTF-16BE" && bytes.starts_with("\xFE\xFF")) return bytes.substr(2);
  // The mark itself written in GB18030.
  if (encoding == "GB18030" && bytes.starts_with("\x84\x31\x95\x33")) return bytes.substr(4);
  return bytes;
}

base::Unexpected<base::Error> undecodable(std::string_view encoding, std::size_t offset) {
  return base::fail(base::ErrorKind::InvalidInput, "document.undecodable",
                    {{"encoding", std::string(encoding)}, {"offset", std::to_string(offset)}});
}

} // namespace

Decoded decode_counting(std::string_view bytes, std::string_view encoding) {
  const auto body = without_mark(bytes, encoding);
  Decoded out;
  if (encoding == "UTF-16LE" || encoding == "UTF-16BE")
    out = decode_utf16_bytes(body, encoding == "UTF-16BE");
  else if (encoding == "GB18030" || encoding == "Big5")
    out = decode_with_icu(body, encoding);
  else
    out = decode_utf8_bytes(body);
  out.first_bad += bytes.size() - body.size();
  return out;
}

base::Result<std::string> decode(std::string_view bytes, std::string_view encoding) {
  const auto known = canonical_encoding(encoding);
  if (known.empty()) return undecodable(encoding, 0);
  auto decoded = decode_counting(bytes, known);
  if (decoded.bad_bytes > 0) return undecodable(known, decoded.first_bad);
  return std::move(decoded.text);
}

base::Result<std::string> decode_tolerant(std::string_view bytes, std::string_view encoding) {
  auto decoded = decode_counting(bytes, encoding);
  const bool cut_off_end = decoded.bad_bytes > 0 && decoded.bad_bytes <= 3 && bytes.size() > 12 &&
                           decoded.first_bad + 3 >= bytes.size();
  if (decoded.bad_bytes * 1000 > bytes.size() && !cut_off_end)
    return undecodable(encoding, decoded.first_bad);
  return std::move(decoded.text);
}

std::string_view canonical_encoding(std::string_view label) {
  std::string key;
  for (const char c : label)
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
      key += c;
    else if (c >= 'A' && c <= 'Z')
      key += static_cast<char>(c - 'A' + 'a');
  if (key == "utf8" || key == "ascii" || key == "usascii") return "UTF-8";
  if (key == "gb2312" || key == "gbk" || key == "xgbk" || key == "gb18030" || key == "cp936" ||
      key == "gb231280" || key == "windows936")
    return "GB18030";
  if (key == "big5" || key == "big5hkscs" || key == "cp950" || key == "xxbig5") return "Big5";
  if (key == "utf16le" || key == "utf16") return "UTF-16LE";
  if (key == "utf16be") return "UTF-16BE";
  return {};
}

std::string to_valid_utf8(std::string_view text) {
  return decode_utf8_bytes(text).text;
}

} // namespace plumb::document
