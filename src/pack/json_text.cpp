// SPDX-License-Identifier: Apache-2.0
#include "json_text.hpp"

#include "keys.hpp"

#include <algorithm>

namespace plumb::pack {
namespace {

void append(std::string& out, const yaml::Node& node) {
  using Kind = yaml::Node::Kind;
  switch (node.kind) {
  case Kind::Null:
    out += "null";
    return;
  case Kind::Scalar:
    if (!node.quoted && (node.text == "true" || node.text == "false")) {
      out += node.text;
    } else if (const auto number = node.quoted ? std::nullopt : plain_decimal(node.text)) {
      out += base::to_string(*number);
    } else {
      append_json_string(out, node.text);
    }
    return;
  case Kind::Sequence:
    out += '[';
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      if (i > 0) out += ',';
      append(out, node.items[i]);
    }
    out += ']';
    return;
  case Kind::Mapping: {
    std::vector<std::size_t> order(node.keys.size());
    for (std::size_t i = 0; i < order.size(); ++i)
      order[i] = i;
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return node.keys[a].text < node.keys[b].text; });
    out += '{';
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i > 0) out += ',';
      append_json_string(out, node.keys[order[i]].text);
      out += ':';
      append(out, node.items[order[i]]);
    }
    out += '}';
  }
  }
}

} // namespace

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      if (byte < 0x20) {
        out += "\\u00";
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
      } else {
        out += c;
      }
    }
  }
  out += '"';
}

std::string json_of(const yaml::Node& node) {
  std::string out;
  append(out, node);
  return out;
}

} // namespace plumb::pack
