// SPDX-License-Identifier: Apache-2.0
#include "link.hpp"

#include <algorithm>

namespace plumb::pack {
namespace {

bool covers(std::string_view upper, std::string_view lower) {
  return lower == upper ||
         (lower.size() > upper.size() && lower.starts_with(upper) && lower[upper.size()] == '-');
}

void link_calendar(Linked& rules, Faults& faults) {
  std::vector<calendar::Notice> all;
  for (const auto& pack : rules.packs)
    all.insert(all.end(), pack.notices.begin(), pack.notices.end());
  auto made = calendar::Calendar::make(std::move(all));
  if (made) {
    rules.calendar = *std::move(made);
    return;
  }
  // The newest layer that names the notice is the one to mend.
  Place at;
  for (const auto& pack : rules.read)
    for (const auto& id : pack.notice_ids)
      for (const auto& [name, value] : made.error().args)
        if (name == "id" && value == id.text) at = id.at;
  faults.add(Severity::Error, made.error(), at, {});
}

} // namespace

void check_chain(const std::vector<ast::Pack>& packs, Faults& faults) {
  std::vector<std::string_view> above;
  for (std::size_t i = 0; i < packs.size(); ++i) {
    const auto& pack = packs[i];
    if (std::find(above.begin(), above.end(), pack.id.text) != above.end())
      faults.error("pack.duplicate_id", {{"what", "pack"}, {"id", pack.id.text}}, pack.id.at);
    for (const auto& upper : pack.extends)
      if (std::find(above.begin(), above.end(), upper.text) == above.end())
        faults.error("pack.unknown_pack", {{"name", upper.text}}, upper.at,
                     nearest(upper.text, above));
    // Nearest first: the packs named must stand in the reverse of the order of loading.
    std::size_t last = above.size();
    for (const auto& upper : pack.extends) {
      const auto found = std::find(above.begin(), above.end(), upper.text);
      if (found == above.end()) continue;
      const auto index = static_cast<std::size_t>(found - above.begin());
      if (index >= last) faults.error("pack.extends_order", {{"name", upper.text}}, upper.at);
      last = index;
    }
    if (i > 0 && pack.extends.empty())
      faults.error("pack.missing_key", {{"key", "extends"}}, pack.id.at);
    if (i > 0 && pack.value.layer < packs[i - 1].value.layer)
      faults.error("pack.layer_order", {{"upper", packs[i - 1].id.text}}, pack.id.at);
    if (i > 0 && !covers(packs[i - 1].value.jurisdiction, pack.value.jurisdiction))
      faults.error(
          "pack.foreign_jurisdiction",
          {{"jurisdiction", pack.value.jurisdiction}, {"upper", packs[i - 1].value.jurisdiction}},
          pack.jurisdiction.at);
    above.push_back(pack.id.text);
  }
}

void link_laws(Linked& rules, Faults& faults) {
  for (const auto& pack : rules.read) {
    ByName<int> own;
    for (const auto& law : pack.laws) {
      const auto& id = law.value.id;
      const auto [first, fresh] = own.emplace(id, law.at.line);
      if (!fresh) faults.error("pack.duplicate_id", {{"what", "law"}, {"id", id}}, law.at);
      const auto found = rules.laws.find(id);
      if (found == rules.laws.end()) {
        rules.laws.emplace(id, law.value);
        continue;
      }
      // A lower layer may cite more articles of a law; it must be the same law.
      if (found->second.title != law.value.title || found->second.number != law.value.number)
        faults.error("pack.duplicate_id", {{"what", "law"}, {"id", id}}, law.at);
      found->second.articles.insert(law.value.articles.begin(), law.value.articles.end());
    }
  }
}

Citation resolve(const Word& cite, const ByName<Law>& laws, Faults& faults) {
  if (cite.empty()) return {};
  const auto hash = cite.text.find('#');
  if (hash == std::string::npos || hash == 0 || hash + 1 == cite.text.size()) {
    faults.error("pack.bad_citation", {{"cite", cite.text}}, cite.at);
    return {};
  }
  Citation out{cite.text.substr(0, hash), cite.text.substr(hash + 1)};
  const auto law = laws.find(out.law);
  if (law == laws.end()) {
    faults.error("pack.unknown_law", {{"name", out.law}}, cite.at,
                 nearest(out.law, names_of(laws)));
  } else if (!law->second.articles.contains(out.article)) {
    faults.error("pack.unknown_article", {{"law", out.law}, {"article", out.article}}, cite.at,
                 nearest(out.article, names_of(law->second.articles)));
  }
  return out;
}

bool check_parameter(const Word& id, const Linked& rules, Faults& faults) {
  if (rules.parameters.contains(id.text)) return true;
  faults.error("pack.unknown_parameter", {{"name", id.text}}, id.at,
               nearest(id.text, names_of(rules.parameters)));
  return false;
}

Linked link(std::vector<ast::Pack> read, Faults& faults) {
  Linked rules;
  rules.read = std::move(read);
  check_chain(rules.read, faults);
  link_laws(rules, faults);
  link_parameters(rules, faults);
  link_roles(rules, faults);
  link_registers(rules, faults);
  link_obligations(rules, faults);
  link_measures(rules, faults);
  link_indicators(rules, faults);
  link_editions(rules, faults);
  link_report_templates(rules, faults);
  link_calendar(rules, faults);
  check_scenarios(rules, faults);
  for (const auto& pack : rules.packs) {
    if (!rules.version.empty()) rules.version += '+';
    rules.version += pack.id + "@" + pack.version;
  }
  return rules;
}

} // namespace plumb::pack
