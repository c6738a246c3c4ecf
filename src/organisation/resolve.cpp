// SPDX-License-Identifier: Apache-2.0
#include "collective.hpp"
#include "index.hpp"
#include "short_forms.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::organisation {

namespace {

using Day = std::optional<base::Date>;
using Found = std::vector<std::uint32_t>; // positions of units, each once

constexpr std::size_t kWrittenBytesMax = 600;
constexpr std::size_t kSuggestionsMax = 5;
constexpr int kSuggestionPercentMin = 25;

using Related = ByText<std::vector<std::string_view>>;

Related read_forms(std::span<const ShortForm> forms) {
  Related related;
  for (const ShortForm& form : forms) {
    related[std::string(form.brief)].push_back(form.full);
    related[std::string(form.full)].push_back(form.brief);
  }
  return related;
}
const Related& bodies() {
  static const Related table = read_forms(short_bodies());
  return table;
}
const Related& cores() {
  static const Related table = read_forms(short_cores());
  return table;
}

void insert(Found& found, std::uint32_t unit) {
  if (std::find(found.begin(), found.end(), unit) == found.end()) found.push_back(unit);
}

/// 人社 of 人力资源和社会保障: the same first character, the others in order.
bool abbreviates(std::u32string_view brief, std::u32string_view full) {
  if (brief.size() < 2 || brief.size() >= full.size() || brief.front() != full.front())
    return false;
  std::size_t at = 0;
  for (const char32_t c : full)
    if (at < brief.size() && c == brief[at]) ++at;
  return at == brief.size();
}

bool is_department(UnitKind kind) {
  return kind == UnitKind::Party || kind == UnitKind::Government || kind == UnitKind::Vertical ||
         kind == UnitKind::Institution;
}

class Resolver {
public:
  Resolver(const Index& index, Day day) : index_(index), day_(day) {}

  Resolution name(std::string_view normal) {
    if (const auto found = index_.by_name.find(normal); found != index_.by_name.end()) {
      Found names, aliases;
      for (const Written& written : found->second)
        if (live(written)) insert(written.alias ? aliases : names, written.unit);
      if (!names.empty()) return answer(Reason::Name, names);
      if (!aliases.empty()) return answer(Reason::Alias, aliases);
      if (const Found now = carried_on(found->second); !now.empty())
        return {Reason::FormerName, ids(now), {}};
    }
    return {};
  }

  /// From the closest likeness to the widest; the first that knows any unit decides.
  Resolution shortened(std::string_view normal) {
    const std::string shape = shape_of(normal, index_.places);
    const std::string core = core_of(shape);
    std::vector<Written> former;
    const auto attempt = [&](const std::vector<Written>& fits) -> std::optional<Resolution> {
      Found units;
      for (const Written& written : fits)
        if (live(written)) insert(units, written.unit);
      if (!units.empty()) return answer(Reason::Shortened, units);
      if (former.empty()) former = fits;
      return std::nullopt;
    };
    for (const auto& fits : {at(index_.by_shape, shape), related(index_.by_shape, bodies(), shape),
                             at(index_.by_core, core), related(index_.by_core, cores(), core)})
      if (auto done = attempt(fits)) return *done;
    if (auto done = attempt(akin(core))) return *done;
    if (const Found now = carried_on(former); !now.empty())
      return {Reason::FormerName, ids(now), {}};
    return attempt(abbreviated(shape, core)).value_or(Resolution{});
  }

  Resolution group(const Group& group, const std::vector<std::string>& named) {
    Found members;
    for (const std::uint32_t at : index_.tree_order) {
      const Unit& unit = index_.units[at];
      if (unit.exists_on(day_) && belongs(unit, group)) members.push_back(at);
    }
    const bool wrong_count =
        group.count && static_cast<std::size_t>(*group.count) != members.size();
    if (wrong_count) return {Reason::Unresolved, {}, ids(members)};
    Resolution resolution{group.reason, ids(members), {}};
    if (group.reason != Reason::Collective)
      std::erase_if(resolution.units, [&](const std::string& id) {
        return std::find(named.begin(), named.end(), id) != named.end();
      });
    return resolution;
  }

  std::vector<std::string> suggestions(std::string_view normal) {
    std::vector<std::string> best;
    for (const auto& hit :
         index_.similar.find(shape_of(normal, index_.places), kSuggestionPercentMin)) {
      if (best.size() == kSuggestionsMax) break;
      if (index_.units[hit.owner].exists_on(day_)) best.push_back(index_.units[hit.owner].id);
    }
    return best;
  }

private:
  bool live(const Written& written) const {
    if (!index_.units[written.unit].exists_on(day_)) return false;
    if (written.alias) return true;
    if (!day_) return !written.until;
    return (!written.from || *written.from <= *day_) && (!written.until || *day_ < *written.until);
  }

  static std::vector<Written> at(const ByText<std::vector<Written>>& table, std::string_view key) {
    const auto found = table.find(key);
    return found == table.end() ? std::vector<Written>{} : found->second;
  }

  static std::vector<Written> related(const ByText<std::vector<Written>>& table,
                                      const Related& forms, std::string_view key) {
    std::vector<Written> all;
    if (const auto found = forms.find(key); found != forms.end())
      for (const std::string_view other : found->second)
        for (const Written& written : at(table, other))
          all.push_back(written);
    return all;
  }

  /// Two long forms of one short form: 发展改革 and 发展和改革.
  std::vector<Written> akin(std::string_view core) const {
    std::vector<Written> all;
    if (const auto found = cores().find(core); found != cores().end())
      for (const std::string_view brief : found->second)
        for (const Written& written : related(index_.by_core, cores(), brief))
          all.push_back(written);
    return all;
  }

  /// An abbreviation nobody listed, only of departments: 局 must not become a federation.
  std::vector<Written> abbreviated(std::string_view shape, std::string_view core) const {
    std::vector<Written> all;
    if (shape.size() == core.size()) return all;
    const std::u32string brief = base::to_utf32(core);
    for (const auto& [full, written] : index_.cores)
      if (live(written) && is_department(index_.units[written.unit].kind) &&
          abbreviates(brief, full))
        all.push_back(written);
    return all;
  }

  bool belongs(const Unit& unit, const Group& group) const {
    if (unit.kind == UnitKind::Authority) return group.lower_authorities && !unit.parent.empty();
    if (group.enforcement && unit.enforcement) return true;
    if (group.everyone) return true;
    const std::string_view name = unit.name_on(day_);
    const auto holds = [&](std::string_view word) { return name.find(word) != name.npos; };
    if (group.zones && (holds("管理委员会") || holds("管委会") || holds("园区"))) return true;
    if (!group.kinds.contains(unit.kind)) return false;
    if (unit.kind != UnitKind::Township || group.township_word.empty()) return true;
    const std::string_view other = group.township_word == "镇" ? "乡" : "镇";
    return holds(group.township_word) || !holds(other);
  }

  /// The units of the day that carry on those of another day: they themselves under a new name,
  /// their successors along any chain, or, for a plan older than the unit, whom it came from.
  Found carried_on(const std::vector<Written>& writtens) const {
    Found now;
    for (const Written& written : writtens)
      follow(written.unit, index_.successors, now);
    if (now.empty() && day_)
      for (const Written& written : writtens)
        follow(written.unit, index_.predecessors, now);
    return now;
  }
  void follow(std::uint32_t start, const std::vector<std::vector<std::uint32_t>>& links,
              Found& now) const {
    Found seen{start};
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (index_.units[seen[i]].exists_on(day_)) {
        insert(now, seen[i]);
        continue;
      }
      for (const std::uint32_t next : links[seen[i]])
        insert(seen, next);
    }
  }

  Resolution answer(Reason reason, const Found& units) const {
    if (units.size() == 1) return {reason, ids(units), {}};
    return {Reason::Unresolved, {}, ids(units)};
  }

  std::vector<std::string> ids(Found units) const {
    std::sort(units.begin(), units.end(),
              [&](std::uint32_t a, std::uint32_t b) { return index_.rank[a] < index_.rank[b]; });
    std::vector<std::string> out;
    out.reserve(units.size());
    for (const std::uint32_t at : units)
      out.push_back(index_.units[at].id);
    return out;
  }

  const Index& index_;
  Day day_;
};

bool settled(const Resolution& resolution) {
  return resolution.reason != Reason::Unresolved || !resolution.suggestions.empty();
}

} // namespace

Resolution Tree::resolve(std::string_view written, std::optional<base::Date> day,
                         const std::vector<std::string>& named) const {
  if (written.size() > kWrittenBytesMax) return {};
  const std::string normal = normalise(written);
  if (normal.empty()) return {};
  Resolver resolver(*index_, day);
  if (Resolution exact = resolver.name(normal); settled(exact)) return exact;
  if (const auto group = read_group(normal, index_->places)) return resolver.group(*group, named);
  // 市场监督管理局(知识产权局): the name before the bracket, then the one inside.
  std::vector<std::string> readings{normal};
  if (const std::size_t open = normal.find('('); open != std::string::npos && open > 0) {
    readings.push_back(normal.substr(0, open));
    if (normal.ends_with(')'))
      readings.push_back(normal.substr(open + 1, normal.size() - open - 2));
  }
  for (const std::string& reading : readings) {
    if (reading.empty()) continue;
    if (Resolution exact = resolver.name(reading); settled(exact)) return exact;
    if (Resolution brief = resolver.shortened(reading); settled(brief)) return brief;
  }
  return {Reason::Unresolved, {}, resolver.suggestions(normal)};
}

} // namespace plumb::organisation
