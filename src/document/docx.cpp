// SPDX-License-Identifier: Apache-2.0
#include "blocks.hpp"
#include "docx_body.hpp"
#include "encoding.hpp"
#include "faults.hpp"
#include "readers.hpp"
#include "sniff.hpp"
#include "xml.hpp"

#include <plumb/base/utf8.hpp>

#include <map>
#include <optional>

namespace plumb::document {
namespace {

/// A part that may be absent.
base::Result<std::optional<XmlPart>> optional_part(const Archive& archive, const std::string& name,
                                                   const Limits& limits) {
  std::optional<XmlPart> out;
  if (name.empty() || !archive.has(name)) return out;
  PLUMB_TRY_ASSIGN(auto bytes, archive.read(name));
  PLUMB_TRY_ASSIGN(out, XmlPart::parse(std::move(bytes), name, limits));
  return out;
}

pugi::xml_node root_of(const std::optional<XmlPart>& part) {
  return part ? part->root() : pugi::xml_node{};
}

/// Footnotes follow the body after an empty line; in the middle they would break its sentences.
base::Result<void> append_notes(const Archive& archive, const std::string& name,
                                std::string_view element, const Limits& limits, DocxBody& body,
                                std::vector<Block>& out) {
  PLUMB_TRY_ASSIGN(const auto part, optional_part(archive, name, limits));
  std::vector<Block> notes;
  for (const auto node : root_of(part).children()) {
    // Separators are drawn lines, not notes.
    const auto type = attribute(node, "type");
    if (local_name(node) == element && (type.empty() || type == "normal"))
      PLUMB_TRY(body.read(node, notes));
  }
  std::erase_if(notes, [](const Block& block) {
    return block.kind == BlockKind::Paragraph && base::trim(block.text).empty();
  });
  if (notes.empty()) return {};
  out.push_back(paragraph({}));
  std::move(notes.begin(), notes.end(), std::back_inserter(out));
  return {};
}

/// Some converters wrap a whole HTML page into a docx instead of converting it.
base::Result<std::vector<Block>> read_embedded(const Archive& archive, const Relationships& related,
                                               std::string_view id, const Limits& limits) {
  const auto found = related.find(id);
  if (found == related.end()) return damaged("w:altChunk");
  PLUMB_TRY_ASSIGN(const auto bytes, archive.read(found->second.target));
  PLUMB_TRY_ASSIGN(const auto decoded, decode_sniffed(bytes));
  if (looks_like_mail(decoded.text)) return legacy_format("mht");
  if (!looks_like_html(decoded.text)) return read_text(decoded.text).blocks;
  PLUMB_TRY_ASSIGN(auto page, read_html(decoded.text, limits));
  return std::move(page.blocks);
}

base::Result<void> read_core_properties(const Archive& archive, const Limits& limits,
                                        std::map<std::string, std::string>& out) {
  PLUMB_TRY_ASSIGN(const auto related, read_relationships(archive, "", limits));
  PLUMB_TRY_ASSIGN(
      const auto part,
      optional_part(archive, target_of(related, "core-properties", "docProps/core.xml"), limits));
  const auto take = [&](std::string_view element, std::string_view key) {
    const std::string value(base::trim(child(root_of(part), element).text().get()));
    if (!value.empty()) out.try_emplace(std::string(key), value);
  };
  take("title", "title");
  take("creator", "author");
  take("created", "created");
  return {};
}

} // namespace

base::Result<Document> read_docx(const Archive& archive, std::string_view main_part,
                                 const Limits& limits) {
  PLUMB_TRY_ASSIGN(auto bytes, archive.read(main_part));
  PLUMB_TRY_ASSIGN(const auto main, XmlPart::parse(std::move(bytes), main_part, limits));
  const auto body_node = child(main.root(), "body");
  if (!body_node) return damaged(main_part);
  PLUMB_TRY_ASSIGN(const auto related, read_relationships(archive, main_part, limits));
  const auto part_of = [&](std::string_view type, const char* otherwise) {
    return optional_part(archive, target_of(related, type, otherwise), limits);
  };
  PLUMB_TRY_ASSIGN(const auto style_part, part_of("styles", "word/styles.xml"));
  PLUMB_TRY_ASSIGN(const auto numbering_part, part_of("numbering", "word/numbering.xml"));
  const Styles styles(root_of(style_part));
  Numbering numbering(root_of(numbering_part), styles);
  Document out;
  out.format = Format::Docx;
  out.encoding = "UTF-8";
  DocxBody body(styles, numbering, limits,
                [&](std::string_view id) { return read_embedded(archive, related, id, limits); });
  PLUMB_TRY(body.read(body_node, out.blocks));
  PLUMB_TRY(append_notes(archive, target_of(related, "footnotes", "word/footnotes.xml"), "footnote",
                         limits, body, out.blocks));
  PLUMB_TRY(append_notes(archive, target_of(related, "endnotes", "word/endnotes.xml"), "endnote",
                         limits, body, out.blocks));
  PLUMB_TRY(read_core_properties(archive, limits, out.properties));
  return out;
}

} // namespace plumb::document
