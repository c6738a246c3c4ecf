// SPDX-License-Identifier: Apache-2.0
#include "xml.hpp"

#include "faults.hpp"

#include <algorithm>
#include <charconv>

namespace plumb::document {
namespace {

/// About 64 bytes each once parsed: bounds the tree where the text alone would not.
constexpr std::uint64_t kNodesMax = 24'000'000;

bool is_deeper_than(pugi::xml_node root, std::uint32_t limit) {
  std::uint32_t depth = 0;
  for (auto node = root; node;) {
    if (depth > limit) return true;
    if (const auto down = node.first_child()) {
      node = down;
      ++depth;
      continue;
    }
    while (node && !node.next_sibling()) {
      if (depth == 0) return false;
      node = node.parent();
      --depth;
    }
    if (depth == 0) return false;
    node = node.next_sibling();
  }
  return false;
}

} // namespace

base::Result<XmlPart> XmlPart::parse(std::string bytes, std::string_view part,
                                     const Limits& limits) {
  const auto nodes =
      std::count(bytes.begin(), bytes.end(), '<') + std::count(bytes.begin(), bytes.end(), '=');
  if (static_cast<std::uint64_t>(nodes) > kNodesMax)
    return too_large(limits.unpacked_bytes, bytes.size());
  XmlPart out;
  out.bytes_ = std::make_unique<std::string>(std::move(bytes));
  out.document_ = std::make_unique<pugi::xml_document>();
  const auto parsed = out.document_->load_buffer_inplace(
      out.bytes_->data(), out.bytes_->size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!parsed || !out.root()) return damaged(part);
  if (is_deeper_than(out.root(), limits.nesting)) return too_deep(limits.nesting);
  return out;
}

pugi::xml_node child(pugi::xml_node node, std::string_view name) {
  for (const auto found : node.children())
    if (local_name(found) == name) return found;
  return {};
}

std::string_view attribute(pugi::xml_node node, std::string_view name) {
  for (const auto found : node.attributes())
    if (local_name(found.name()) == name) return found.value();
  return {};
}

std::string_view child_value(pugi::xml_node node, std::string_view name) {
  return attribute(child(node, name), "val");
}

bool is_on(pugi::xml_node node, std::string_view name) {
  const auto found = child(node, name);
  if (!found) return false;
  const auto value = attribute(found, "val");
  return value != "0" && value != "false" && value != "off" && value != "none";
}

std::uint32_t number_or(std::string_view digits, std::uint32_t otherwise, std::uint32_t most) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range) return most;
  if (error != std::errc{} || end == digits.data()) return otherwise;
  return std::min(value, most);
}

} // namespace plumb::document
