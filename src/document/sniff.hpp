// SPDX-License-Identifier: Apache-2.0
/// What a file is, judged by its content alone.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/document/document.hpp>

#include <string>
#include <string_view>

namespace plumb::document {

enum class Container { Zip, Pdf, OldOffice, Rtf, Foreign, TextLike };

struct Sniffed {
  Container container = Container::TextLike;
  /// Ending that people know a Foreign container by, else empty.
  std::string_view ending;
};
/// By magic numbers.
[[nodiscard]] Sniffed sniff(std::string_view bytes);

/// An OLE2 file: document.encrypted for a protected docx or xlsx, else document.legacy_format.
[[nodiscard]] base::Unexpected<base::Error> judge_old_office(std::string_view bytes,
                                                             std::string_view ending);

struct DecodedText {
  std::string text;
  std::string_view encoding;
};
/// Detected and decoded. For HTML the page's own statement of its charset is believed where the
/// bytes do not contradict it. document.undecodable, document.unknown_format for binary bytes.
[[nodiscard]] base::Result<DecodedText> decode_sniffed(std::string_view bytes);

[[nodiscard]] bool looks_like_html(std::string_view utf8);
/// MIME: what browsers and Word save as .mht.
[[nodiscard]] bool looks_like_mail(std::string_view utf8);
/// The XML formats of Word and Excel 2003.
[[nodiscard]] bool looks_like_office_2003_xml(std::string_view utf8);

/// Ending of a file name in lower case without the dot, or empty.
[[nodiscard]] std::string ending_of(std::string_view name);

} // namespace plumb::document
