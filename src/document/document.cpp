// SPDX-License-Identifier: Apache-2.0
#include "archive.hpp"
#include "blocks.hpp"
#include "encoding.hpp"
#include "faults.hpp"
#include "readers.hpp"
#include "sniff.hpp"
#include "xml.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/document/document.hpp>

#include <new>

namespace plumb::document {
namespace {

/// Office packages that we know but do not read.
std::string_view foreign_package(const Archive& archive) {
  if (archive.has("OFD.xml")) return "ofd";
  if (archive.has_folder("ppt/")) return "pptx";
  if (archive.has("mimetype")) {
    const auto type = archive.read("mimetype");
    if (type && type->find("opendocument.text") != std::string::npos) return "odt";
    if (type && type->find("opendocument.spreadsheet") != std::string::npos) return "ods";
    if (type && type->find("epub") != std::string::npos) return "epub";
  }
  return "zip";
}

base::Result<Document> read_package(std::string_view bytes, const Limits& limits) {
  PLUMB_TRY_ASSIGN(const auto archive, Archive::open(bytes, limits));
  PLUMB_TRY_ASSIGN(const auto related, read_relationships(archive, "", limits));
  const auto main = target_of(related, "officeDocument", "");
  if (main.ends_with(".bin") || archive.has("xl/workbook.bin")) return legacy_format("xlsb");
  if (main.starts_with("word/") || archive.has("word/document.xml"))
    return read_docx(archive, archive.has(main) ? main : "word/document.xml", limits);
  if (main.starts_with("xl/") || archive.has("xl/workbook.xml"))
    return read_xlsx(archive, archive.has(main) ? main : "xl/workbook.xml", limits);
  // Word's parts without the document itself: something was lost on the way.
  if (archive.has_folder("word/")) return damaged("word/document.xml");
  if (archive.has_folder("xl/")) return damaged("xl/workbook.xml");
  return unknown_format(foreign_package(archive));
}

base::Result<Document> read_decoded(std::string_view bytes, std::string_view ending,
                                    const Limits& limits) {
  PLUMB_TRY_ASSIGN(const auto decoded, decode_sniffed(bytes));
  if (base::trim(decoded.text).empty()) return empty();
  if (looks_like_mail(decoded.text)) return legacy_format("mht");
  if (looks_like_office_2003_xml(decoded.text)) return legacy_format("xml");
  auto read = [&]() -> base::Result<Document> {
    if (looks_like_html(decoded.text)) return read_html(decoded.text, limits);
    if (ending == "csv" || ending == "tsv") return read_separated(decoded.text, limits);
    return read_text(decoded.text);
  }();
  if (read) read->encoding = decoded.encoding;
  return read;
}

base::Result<Document> read_by_content(std::string_view bytes, std::string_view ending,
                                       const Limits& limits) {
  const auto sniffed = sniff(bytes);
  switch (sniffed.container) {
  case Container::Zip:
    return read_package(bytes, limits);
  case Container::Pdf:
    return read_pdf(bytes, limits);
  case Container::OldOffice:
    return judge_old_office(bytes, ending);
  case Container::Rtf:
    return legacy_format("rtf");
  case Container::Foreign:
    return unknown_format(sniffed.ending);
  case Container::TextLike:
    break;
  }
  return read_decoded(bytes, ending, limits);
}

bool fits(Format format, std::string_view ending) {
  switch (format) {
  case Format::Text:
    // Any other ending may be a text file of its own kind; these promise something else.
    return ending != "docx" && ending != "doc" && ending != "wps" && ending != "xlsx" &&
           ending != "xls" && ending != "et" && ending != "pdf" && ending != "html" &&
           ending != "htm";
  case Format::Html:
    return ending == "html" || ending == "htm" || ending == "xhtml" || ending == "shtml";
  case Format::Docx:
    return ending == "docx" || ending == "docm" || ending == "dotx";
  case Format::Xlsx:
    return ending == "xlsx" || ending == "xlsm" || ending == "xltx";
  case Format::Pdf:
    return ending == "pdf";
  }
  return true;
}

/// Whatever a file contained, what leaves this module is valid UTF-8.
void ensure_utf8(std::string& text) {
  if (!base::is_valid_utf8(text)) text = to_valid_utf8(text);
}

void ensure_utf8(Document& document) {
  for (auto& block : document.blocks) {
    ensure_utf8(block.text);
    ensure_utf8(block.table.name);
    for (auto& cell : block.table.cells)
      ensure_utf8(cell.text);
  }
  for (auto& [key, value] : document.properties)
    ensure_utf8(value);
}

bool has_text(const Document& document) {
  for (const auto& block : document.blocks) {
    if (!base::trim(block.text).empty()) return true;
    for (const auto& cell : block.table.cells)
      if (!base::trim(cell.text).empty()) return true;
  }
  return false;
}

} // namespace

std::string_view to_string(Format format) {
  switch (format) {
  case Format::Text:
    return "text";
  case Format::Html:
    return "html";
  case Format::Docx:
    return "docx";
  case Format::Xlsx:
    return "xlsx";
  case Format::Pdf:
    return "pdf";
  }
  return "text";
}

base::Result<Document> read(std::string_view bytes, std::string_view name, const Limits& limits) {
  if (bytes.empty()) return empty();
  if (bytes.size() > limits.file_bytes) return too_large(limits.file_bytes, bytes.size());
  const auto ending = ending_of(name);
  try {
    auto document = read_by_content(bytes, ending, limits);
    if (!document) return document;
    ensure_utf8(*document);
    if (!has_text(*document)) return empty();
    if (!ending.empty() && !fits(document->format, ending))
      document->properties["wrong_ending"] = ending;
    return document;
  } catch (const std::bad_alloc&) {
    return too_large(limits.unpacked_bytes, bytes.size());
  }
}

} // namespace plumb::document
