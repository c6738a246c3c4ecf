// SPDX-License-Identifier: Apache-2.0
/// Packs in one text, for tests: sections `=== path` of the pack, `=== lower:path` of a second one
/// below it. What stands before the first section says what the text is about.
#pragma once

#include <plumb/pack/pack.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::pack {

using Sections = std::vector<std::pair<std::string, std::string>>;

inline std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline Sections sections_of(std::string_view text) {
  Sections out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (line.starts_with("=== "))
      out.emplace_back(line.substr(4), "");
    else if (!out.empty())
      out.back().second.append(line).append("\n");
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

/// The sections of `changes` over those of `base`; an empty one takes the file away.
inline std::vector<Source> sources_of(const Sections& base, const Sections& changes) {
  std::map<std::string, std::string> upper(base.begin(), base.end()), lower;
  for (const auto& [name, text] : changes) {
    if (name == "expected") continue;
    if (name.starts_with("lower:"))
      lower[name.substr(6)] = text;
    else if (text.empty())
      upper.erase(name);
    else
      upper[name] = text;
  }
  std::vector<Source> out(lower.empty() ? 1 : 2);
  for (const auto& [path, bytes] : upper)
    out[0].files.push_back({path, bytes});
  for (const auto& [path, bytes] : lower)
    out[1].files.push_back({path, bytes});
  return out;
}

/// One line a fault, as the golden files have it.
inline std::string shown(const std::vector<Diagnostic>& faults) {
  std::string out;
  for (const auto& fault : faults) {
    if (fault.source > 0) out += "lower:";
    out += fault.file + ":" + std::to_string(fault.line) + ":" + std::to_string(fault.column) +
           (fault.severity == Severity::Error ? ": error: " : ": warning: ") + fault.error.id;
    for (const auto& [name, value] : fault.error.args)
      out += " " + name + "=" + value;
    if (!fault.suggestion.empty()) out += " (" + fault.suggestion + "?)";
    out += "\n";
  }
  return out;
}

} // namespace plumb::pack
