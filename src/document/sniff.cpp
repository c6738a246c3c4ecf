// SPDX-License-Identifier: Apache-2.0
#include "sniff.hpp"

#include "blocks.hpp"
#include "encoding.hpp"
#include "faults.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>

namespace plumb::document {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kHeadBytes = 64 * 1024;

struct Magic {
  std::string_view bytes;
  Sniffed sniffed;
};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The value after `charset=` in a <meta>, or empty. ASCII is enough to find it.
std::string_view declared_charset(std::string_view bytes) {
  const auto head = bytes.substr(0, 8192);
  const std::string lower = lower_ascii(head);
  for (std::size_t tag = lower.find("<meta"); tag != std::string::npos;
       tag = lower.find("<meta", tag + 5)) {
    const auto end = std::min(lower.find('>', tag), lower.size());
    auto at = lower.find("charset", tag);
    if (at >= end) continue;
    at = lower.find_first_not_of(" \t\r\n=\"'", at + 7);
    if (at == std::string::npos || at >= end) continue;
    const auto until = std::min(lower.find_first_of(" \t\r\n;\"'/>", at), end);
    return canonical_encoding(head.substr(at, until - at));
  }
  return {};
}

/// Control characters that no text contains. Bytes of a binary file decode to many of them.
bool is_binary(std::string_view text) {
  std::size_t controls = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool control = byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' &&
                         byte != '\f' && byte != '\v' && byte != 0x1A && byte != 0x1B;
    if (control || byte == 0x7F) ++controls;
  }
  return controls * 200 > text.size();
}

std::size_t count_tags(std::string_view lower) {
  static constexpr std::array kTags = {"</p>"sv,  "<p>"sv,   "<p "sv,   "<br"sv,
                                       "</td>"sv, "</tr>"sv, "<div"sv,  "</table>"sv,
                                       "</li>"sv, "</h1>"sv, "</h2>"sv, "</span>"sv};
  std::size_t count = 0;
  for (const auto tag : kTags)
    for (auto at = lower.find(tag); at != std::string_view::npos; at = lower.find(tag, at + 1))
      ++count;
  return count;
}

} // namespace

Sniffed sniff(std::string_view bytes) {
  static constexpr std::array kMagics = {
      Magic{"PK\x03\x04"sv, {Container::Zip, {}}},
      Magic{"PK\x05\x06"sv, {Container::Zip, {}}},
      Magic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, {Container::OldOffice, {}}},
      Magic{"{\\rtf"sv, {Container::Rtf, "rtf"}},
      Magic{"\x89PNG\r\n\x1A\n"sv, {Container::Foreign, "png"}},
      Magic{"\xFF\xD8\xFF"sv, {Container::Foreign, "jpg"}},
      Magic{"GIF8"sv, {Container::Foreign, "gif"}},
      Magic{"II*\0"sv, {Container::Foreign, "tif"}},
      Magic{"MM\0*"sv, {Container::Foreign, "tif"}},
      Magic{"Rar!\x1A\x07"sv, {Container::Foreign, "rar"}},
      Magic{"7z\xBC\xAF\x27\x1C"sv, {Container::Foreign, "7z"}},
      Magic{"\x1F\x8B\x08"sv, {Container::Foreign, "gz"}},
      Magic{"\x7F"
            "ELF"sv,
            {Container::Foreign, "elf"}},
      Magic{"SQLite format 3\0"sv, {Container::Foreign, "sqlite"}},
  };
  for (const auto& magic : kMagics)
    if (bytes.starts_with(magic.bytes)) return magic.sniffed;
  // The header may stand behind some rubbish, as readers of PDF accept it.
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return {Container::Pdf, {}};
  return {};
}

base::Unexpected<base::Error> judge_old_office(std::string_view bytes, std::string_view ending) {
  constexpr auto kEncrypted = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv;
  constexpr auto kWord = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"sv;
  constexpr auto kWorkbook = "W\0o\0r\0k\0b\0o\0o\0k\0"sv;
  constexpr auto kPresentation = "P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0 \0D\0o\0c\0"sv;
  const auto contains = [&](std::string_view name) {
    return bytes.find(name) != std::string_view::npos;
  };
  if (contains(kEncrypted)) return encrypted();
  if (ending == "wps" || ending == "et" || ending == "dot") return legacy_format(ending);
  if (contains(kWord)) return legacy_format("doc");
  if (contains(kWorkbook)) return legacy_format("xls");
  if (contains(kPresentation)) return legacy_format("ppt");
  return legacy_format(ending == "xls" ? "xls" : "doc");
}

base::Result<DecodedText> decode_sniffed(std::string_view bytes) {
  const auto declared = declared_charset(bytes);
  auto encoding = detect_encoding(bytes);
  const bool chosen_by_score = encoding == "GB18030" || encoding == "Big5";
  if (chosen_by_score && (declared == "GB18030" || declared == "Big5")) {
    if (decode_counting(bytes, declared).bad_bytes * 1000 <= bytes.size()) encoding = declared;
  }
  auto text = decode_tolerant(bytes, encoding);
  if (is_binary(text ? std::string_view(*text) : bytes)) return unknown_format();
  PLUMB_TRY(text);
  return DecodedText{*std::move(text), encoding};
}

bool looks_like_html(std::string_view utf8) {
  auto start = utf8;
  while (!start.empty() && is_space(start.front()))
    start.remove_prefix(1);
  const std::string head = lower_ascii(start.substr(0, kHeadBytes));
  const std::string_view lower = head;
  for (const auto tag : {"<!doctype html"sv, "<html"sv, "<head>"sv, "<body"sv})
    if (lower.starts_with(tag) || lower.substr(0, 4096).find(tag) != std::string_view::npos)
      return true;
  const auto tags = count_tags(lower);
  // A fragment begins with a tag; prose that mentions a tag or two does not.
  const bool begins_with_tag = lower.size() > 1 && lower[0] == '<' &&
                               (is_letter(lower[1]) || lower[1] == '!') && lower[1] != '?';
  return begins_with_tag ? tags >= 1 : tags >= 6;
}

bool looks_like_mail(std::string_view utf8) {
  const std::string head = lower_ascii(utf8.substr(0, 2048));
  return head.starts_with("mime-version:") ||
         (head.starts_with("from:") && head.find("\nmime-version:") != std::string::npos);
}

bool looks_like_office_2003_xml(std::string_view utf8) {
  const auto head = utf8.substr(0, 4096);
  return head.starts_with("<?xml") &&
         (head.find("mso-application") != std::string_view::npos ||
          head.find("urn:schemas-microsoft-com:office:spreadsheet") != std::string_view::npos);
}

std::string ending_of(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || name.find_first_of("/\\", dot) != std::string_view::npos)
    return {};
  return lower_ascii(name.substr(dot + 1));
}

} // namespace plumb::document
