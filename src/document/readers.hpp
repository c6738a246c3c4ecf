// SPDX-License-Identifier: Apache-2.0
/// One reader per format; document::read() decides which. None of them looks at the file's name.
#pragma once

#include "archive.hpp"

#include <plumb/base/result.hpp>
#include <plumb/document/document.hpp>

#include <string>
#include <string_view>

namespace plumb::document {

/// One block per line. Form feeds start a new page and are taken out.
[[nodiscard]] Document read_text(std::string_view utf8);
/// RFC 4180 with `,`, `;` or tab, whichever the first record uses.
[[nodiscard]] base::Result<Document> read_separated(std::string_view utf8, const Limits& limits);
[[nodiscard]] base::Result<Document> read_html(std::string_view utf8, const Limits& limits);
/// `main_part` is the part that the package names as its document.
[[nodiscard]] base::Result<Document> read_docx(const Archive& archive, std::string_view main_part,
                                               const Limits& limits);
[[nodiscard]] base::Result<Document> read_xlsx(const Archive& archive, std::string_view main_part,
                                               const Limits& limits);
/// Runs the separate program pdftotext.
[[nodiscard]] base::Result<Document> read_pdf(std::string_view bytes, const Limits& limits);

} // namespace plumb::document
