// SPDX-License-Identifier: Apache-2.0
/// Reading OOXML parts: names without their namespace prefix (writers choose their own), and a
/// parse that is bounded in memory and depth. pugixml knows no DTD, so there are no entities to
/// expand.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/document/document.hpp>

#include <pugixml.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace plumb::document {

/// A parsed part and the buffer its strings point into.
class XmlPart {
public:
  /// document.damaged{part} where it is not well-formed, document.too_deep where nested deeper than
  /// limits.nesting.
  [[nodiscard]] static base::Result<XmlPart> parse(std::string bytes, std::string_view part,
                                                   const Limits& limits);
  [[nodiscard]] pugi::xml_node root() const { return document_->document_element(); }

private:
  std::unique_ptr<std::string> bytes_;
  std::unique_ptr<pugi::xml_document> document_;
};

[[nodiscard]] inline std::string_view local_name(const char* name) {
  const std::string_view whole = name;
  const auto colon = whole.find(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}
[[nodiscard]] inline std::string_view local_name(pugi::xml_node node) {
  return local_name(node.name());
}
/// First child element of that name, or a null node.
[[nodiscard]] pugi::xml_node child(pugi::xml_node node, std::string_view name);
/// Value of an attribute of any namespace; empty where absent.
[[nodiscard]] std::string_view attribute(pugi::xml_node node, std::string_view name);
/// attribute(child(node, name), "val"), the usual shape of a Word property.
[[nodiscard]] std::string_view child_value(pugi::xml_node node, std::string_view name);
/// A Word on/off property: present and not switched off.
[[nodiscard]] bool is_on(pugi::xml_node node, std::string_view name);
/// Decimal digits, or `otherwise`; never negative, at most `most`.
[[nodiscard]] std::uint32_t number_or(std::string_view digits, std::uint32_t otherwise,
                                      std::uint32_t most = 1'000'000);

} // namespace plumb::document
