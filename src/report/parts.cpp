// SPDX-License-Identifier: Apache-2.0
#include "parts.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::report {

using base::Result;
using View = std::string_view;

std::string part_line(View unit_name) {
  return "【" + std::string(unit_name) + "】";
}

std::string of_unit(View text, View unit) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto open = text.find("{{", at);
    const auto close = open == View::npos ? View::npos : text.find("}}", open);
    if (close == View::npos) return out + std::string(text.substr(at));
    out += text.substr(at, open - at);
    const View written = text.substr(open, close + 2 - open);
    at = close + 2;
    const auto lines = parse_text(written);
    const auto* pieces = lines && lines->size() == 1
                             ? std::get_if<std::vector<Piece>>(&lines->front().content)
                             : nullptr;
    const auto* name = pieces != nullptr && pieces->size() == 1
                           ? std::get_if<FigureName>(&pieces->front())
                           : nullptr;
    if (name == nullptr || !name->unit.empty()) {
      out += written;
      continue;
    }
    FigureName own = *name;
    own.unit = unit;
    out += "{{" + key_of(own) + "}}";
  }
  return out;
}

namespace {

/// Every line that any revision of the chapters had.
Result<std::set<std::string>> lines_ever(const records::Records& records, View authority_id,
                                         View record_id) {
  constexpr std::size_t kPage = 200;
  std::set<std::string> out;
  for (std::int64_t after = 0;;) {
    PLUMB_TRY_ASSIGN(const auto page, records.events(authority_id, record_id, after, kPage));
    PLUMB_TRY_ASSIGN(const Json json, event::parse_json(page));
    for (const auto& event : json["events"].items())
      for (const auto& row : event["payload"]["fields"]["chapters"].items()) {
        View rest = row["text"].text();
        while (!rest.empty()) {
          const auto end = std::min(rest.find('\n'), rest.size());
          out.emplace(base::trim(rest.substr(0, end)));
          rest.remove_prefix(std::min(end + 1, rest.size()));
        }
      }
    if (json["next_after"].integer() == nullptr) return out;
    after = *json["next_after"].integer();
  }
}

bool merged(const std::set<std::string>& lines, const organisation::Tree& tree,
            const std::string& unit) {
  if (lines.contains(part_line(unit))) return true;
  const auto* found = tree.find(unit);
  return found != nullptr && std::ranges::any_of(found->names, [&](const auto& dated) {
           return lines.contains(part_line(dated.name));
         });
}

} // namespace

Result<std::vector<Part>> parts_of(const records::Records& records, View authority_id,
                                   const organisation::Tree& tree, const Draft& draft) {
  std::vector<Part> out;
  const auto* declared = draft.rules->find_register(kPart);
  for (const auto& child : draft.record.children) {
    if (child.register_id != kPart) continue;
    const auto* state = declared == nullptr ? nullptr : declared->state(child.state);
    out.push_back({.record_id = child.record_id,
                   .unit = child.unit,
                   .name = name_of_unit(tree, child.unit, draft.content.as_of),
                   .state = child.state,
                   .state_title = state == nullptr ? child.state : state->title,
                   .accepted = child.state == "accepted",
                   .withdrawn = child.state == "withdrawn"});
  }
  if (out.empty()) return out;
  PLUMB_TRY_ASSIGN(const auto lines, lines_ever(records, authority_id, draft.record.record_id));
  for (auto& part : out)
    part.merged = merged(lines, tree, part.unit);
  return out;
}

std::vector<Finding> missing(const std::vector<Part>& parts) {
  std::vector<Finding> out;
  for (const auto& part : parts) {
    if (part.withdrawn || (part.accepted && part.merged)) continue;
    out.push_back({.id = part.accepted ? "part_unmerged" : "part_missing",
                   .arguments = {{"unit", part.unit},
                                 {"name", part.name},
                                 {"state", part.state_title},
                                 {"record_id", part.record_id}}});
  }
  return out;
}

} // namespace plumb::report
