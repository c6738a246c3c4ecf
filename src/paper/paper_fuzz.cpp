// SPDX-License-Identifier: Apache-2.0
/// Any bytes as the texts of a paper: docx must stay readable XML, html the same page but for text.
#include "xml.hpp"
#include "zip.hpp"

#include <plumb/base/check.hpp>
#include <plumb/paper/paper.hpp>

#include <pugixml.hpp>

#include <cstddef>
#include <cstdint>

using namespace plumb;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  const auto half = text.substr(0, size / 2), rest = text.substr(size / 2);
  paper::Paper paper;
  paper.red_head = size % 2 == 0 ? half : "";
  paper.title = half;
  paper.number = paper.addressee = rest;
  for (const auto kind : {paper::Paragraph::Kind::Body, paper::Paragraph::Kind::Heading2,
                          paper::Paragraph::Kind::Heading3, paper::Paragraph::Kind::Right})
    paper.blocks.emplace_back(paper::Paragraph{kind, {{half, rest}, {rest, half}}});
  paper.annexes = {{half, size % 3 == 0, {paper::Table{half, {rest, half}, {}, {{{text, text}}}}}}};
  paper.signed_by = paper.signed_on = paper.copies_to = paper.printed_by = rest;
  const auto made = paper::docx(paper);
  PLUMB_CHECK(made.has_value());
  // Parts are stored: each that begins with a declaration must be read whole.
  for (std::size_t at = made->find("<?xml"); at != std::string::npos;) {
    const auto next = made->find("PK\x03\x04", at);
    const auto end = next != std::string::npos ? next : made->find("PK\x01\x02", at);
    pugi::xml_document document;
    PLUMB_CHECK(document.load_buffer(made->data() + at, end - at));
    at = made->find("<?xml", end);
  }
  const auto page = paper::html(paper);
  PLUMB_CHECK(page.find("<script") == std::string::npos);
  PLUMB_CHECK(paper::clean(page) == page);
  return 0;
}
