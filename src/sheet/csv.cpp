// SPDX-License-Identifier: Apache-2.0
#include "csv.hpp"

namespace plumb::sheet {

std::string csv_cell(std::string_view text) {
  std::string out;
  constexpr std::string_view kFormulaStart = "=+-@\t\r'";
  if (!text.empty() && kFormulaStart.find(text.front()) != std::string_view::npos) out += '\'';
  out += text;
  if (out.find_first_of(",\"\r\n\t") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string_view csv_plain(std::string_view text) {
  return text.starts_with('\'') ? text.substr(1) : text;
}

} // namespace plumb::sheet
