// SPDX-License-Identifier: Apache-2.0
#include "index.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <memory>
#include <optional>

namespace plumb::organisation {

namespace {

using Faults = std::vector<std::pair<std::string, std::string>>;
using Positions = ByText<std::uint32_t>;

bool bad_period(const std::optional<base::Date>& from, const std::optional<base::Date>& until) {
  return (from && !from->ok()) || (until && !until->ok()) || (from && until && *until <= *from);
}

bool overlap(const std::optional<base::Date>& a_from, const std::optional<base::Date>& a_until,
             const std::optional<base::Date>& b_from, const std::optional<base::Date>& b_until) {
  return !(a_until && b_from && *a_until <= *b_from) && !(b_until && a_from && *b_until <= *a_from);
}

class Check {
public:
  explicit Check(const std::vector<Unit>& units) : units_(units), faults_(units.size()) {}

  Faults run() {
    for (row_ = 0; row_ < units_.size(); ++row_)
      check_id();
    for (row_ = 0; row_ < units_.size(); ++row_) {
      check_names();
      check_links();
    }
    check_parent_cycles();
    check_successor_cycles();
    check_aliases();
    Faults said;
    for (std::size_t row = 0; row < units_.size(); ++row)
      for (std::string& what : faults_[row])
        said.emplace_back("row " + std::to_string(row + 1), std::move(what));
    return said;
  }

private:
  void fault(std::size_t row, std::string what) { faults_[row].push_back(std::move(what)); }

  void check_id() {
    const Unit& unit = units_[row_];
    if (base::trim(unit.id).empty())
      fault(row_, "empty_id");
    else if (!positions_.emplace(unit.id, static_cast<std::uint32_t>(row_)).second)
      fault(row_, "duplicate_id " + unit.id);
  }

  void check_names() {
    const Unit& unit = units_[row_];
    if (bad_period(unit.from, unit.until)) fault(row_, "bad_period " + unit.id);
    if (unit.names.empty()) fault(row_, "empty_name " + unit.id);
    for (std::size_t i = 0; i < unit.names.size(); ++i) {
      const DatedName& name = unit.names[i];
      if (normalise(name.name).empty()) fault(row_, "empty_name " + unit.id);
      bool bad = bad_period(name.from, name.until);
      // Two official names on one day would make name_on a matter of chance.
      if (i > 0 && !bad)
        bad = overlap(unit.names[i - 1].from, unit.names[i - 1].until, name.from, name.until);
      if (bad) fault(row_, "bad_period " + name.name);
    }
    for (const std::string& alias : unit.aliases)
      if (normalise(alias).empty()) fault(row_, "empty_name " + unit.id);
  }

  void check_links() {
    const Unit& unit = units_[row_];
    if (!unit.parent.empty() && !positions_.contains(unit.parent))
      fault(row_, "unknown_parent " + unit.parent);
    for (const std::string& successor : unit.successors)
      if (!positions_.contains(successor)) fault(row_, "unknown_successor " + successor);
  }

  std::optional<std::size_t> position(const std::string& id) const {
    const auto found = positions_.find(id);
    if (found == positions_.end()) return std::nullopt;
    return found->second;
  }
  std::optional<std::size_t> parent_of(std::size_t at) const {
    return units_[at].parent.empty() ? std::nullopt : position(units_[at].parent);
  }

  void check_parent_cycles() {
    std::vector<std::uint32_t> seen_from(units_.size(), 0);
    for (std::size_t start = 0; start < units_.size(); ++start) {
      const auto mark = static_cast<std::uint32_t>(start + 1);
      std::optional<std::size_t> at = start;
      while (at && seen_from[*at] == 0) {
        seen_from[*at] = mark;
        at = parent_of(*at);
      }
      if (at && seen_from[*at] == mark) fault(*at, "cycle " + units_[*at].id);
    }
  }

  void check_successor_cycles() {
    enum class Colour : char { New, Open, Done };
    std::vector<Colour> colour(units_.size(), Colour::New);
    for (std::size_t start = 0; start < units_.size(); ++start) {
      // An explicit stack: a chain of successors may be as long as the list.
      std::vector<std::pair<std::size_t, std::size_t>> stack;
      if (colour[start] == Colour::New) stack.emplace_back(start, 0);
      while (!stack.empty()) {
        auto& [at, next] = stack.back();
        colour[at] = Colour::Open;
        if (next == units_[at].successors.size()) {
          colour[at] = Colour::Done;
          stack.pop_back();
          continue;
        }
        const auto to = position(units_[at].successors[next++]);
        if (!to) continue;
        if (colour[*to] == Colour::Open)
          fault(*to, "cycle " + units_[*to].id);
        else if (colour[*to] == Colour::New)
          stack.emplace_back(*to, 0);
      }
    }
  }

  /// An alias belongs to one unit only, as long as the other exists too.
  void check_aliases() {
    struct Use {
      std::size_t row;
      bool alias;
    };
    ByText<std::vector<Use>> uses;
    for (std::size_t row = 0; row < units_.size(); ++row) {
      for (const DatedName& name : units_[row].names)
        uses[normalise(name.name)].push_back({row, false});
      for (const std::string& alias : units_[row].aliases)
        uses[normalise(alias)].push_back({row, true});
    }
    for (std::size_t row = 0; row < units_.size(); ++row)
      for (const std::string& alias : units_[row].aliases)
        for (const Use& use : uses[normalise(alias)]) {
          // Of two aliases the later one is at fault.
          if (use.row == row || (use.alias && use.row > row)) continue;
          const Unit &a = units_[row], &b = units_[use.row];
          if (overlap(a.from, a.until, b.from, b.until)) {
            fault(row, "alias_taken " + alias);
            break;
          }
        }
  }

  const std::vector<Unit>& units_;
  std::size_t row_ = 0;
  Positions positions_;
  std::vector<std::vector<std::string>> faults_; // of each row
};

/// 市场监督管理局(知识产权局) is known by either part.
std::vector<std::string> parts_of(std::string_view normal) {
  std::vector<std::string> parts{std::string(normal)};
  const std::size_t open = normal.find('('), close = normal.rfind(')');
  if (open == std::string_view::npos || open < 6 || close != normal.size() - 1) return parts;
  parts.emplace_back(normal.substr(0, open));
  const std::string_view inner = normal.substr(open + 1, close - open - 1);
  if (inner.size() >= 9 && inner.find('(') == std::string_view::npos) parts.emplace_back(inner);
  return parts;
}

void add(Index& index, std::string_view name, const Written& written) {
  for (const std::string& part : parts_of(normalise(name))) {
    index.by_name[part].push_back(written);
    const std::string shape = shape_of(part, index.places);
    const std::string core = core_of(shape);
    index.by_shape[shape].push_back(written);
    index.by_core[core].push_back(written);
    index.cores.emplace_back(base::to_utf32(core), written);
    index.similar.add(shape, written.unit);
  }
}

void find_places(Index& index) {
  for (const std::uint32_t at : index.tree_order) {
    const Unit& unit = index.units[at];
    // Lower governments have places of their own, which are part of their units' names.
    if (unit.kind != UnitKind::Authority || !unit.parent.empty()) continue;
    for (const DatedName& name : unit.names) {
      Place place;
      if (!place_of(normalise(name.name), place)) continue;
      const bool known = std::any_of(index.places.begin(), index.places.end(),
                                     [&](const Place& p) { return p.name == place.name; });
      if (!known) index.places.push_back(std::move(place));
    }
  }
}

void order_tree(Index& index) {
  const auto count = static_cast<std::uint32_t>(index.units.size());
  std::vector<std::vector<std::uint32_t>> children(count);
  std::vector<std::uint32_t> open;
  for (std::uint32_t at = count; at-- > 0;) {
    if (index.units[at].parent.empty())
      open.push_back(at);
    else
      children[index.by_id.find(index.units[at].parent)->second].push_back(at);
  }
  index.rank.assign(count, 0);
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    index.rank[at] = static_cast<std::uint32_t>(index.tree_order.size());
    index.tree_order.push_back(at);
    // Already last to first, so the first child is taken next.
    open.insert(open.end(), children[at].begin(), children[at].end());
  }
}

} // namespace

Index::Index(std::vector<Unit> checked) : units(std::move(checked)) {
  for (std::uint32_t at = 0; at < units.size(); ++at)
    by_id.emplace(units[at].id, at);
  successors.resize(units.size());
  predecessors.resize(units.size());
  for (std::uint32_t at = 0; at < units.size(); ++at)
    for (const std::string& id : units[at].successors) {
      const std::uint32_t to = by_id.find(id)->second;
      successors[at].push_back(to);
      predecessors[to].push_back(at);
    }
  order_tree(*this);
  find_places(*this);
  for (const std::uint32_t at : tree_order) {
    for (const DatedName& name : units[at].names)
      add(*this, name.name, {at, false, name.from, name.until});
    for (const std::string& alias : units[at].aliases)
      add(*this, alias, {at, true, {}, {}});
  }
}

Tree::Tree() : index_(std::make_shared<const Index>(std::vector<Unit>{})) {}

base::Result<Tree> Tree::build(std::vector<Unit> units) {
  if (Faults faults = Check(units).run(); !faults.empty())
    return base::fail(base::ErrorKind::InvalidInput, "organisation.bad_tree", std::move(faults));
  Tree tree;
  tree.index_ = std::make_shared<const Index>(std::move(units));
  return tree;
}

const std::vector<Unit>& Tree::units() const {
  return index_->units;
}

const Unit* Tree::find(std::string_view id) const {
  const auto found = index_->by_id.find(id);
  return found == index_->by_id.end() ? nullptr : &index_->units[found->second];
}

std::vector<std::string> Tree::in_order(std::optional<base::Date> day) const {
  std::vector<std::string> ids;
  for (const std::uint32_t at : index_->tree_order)
    if (index_->units[at].exists_on(day)) ids.push_back(index_->units[at].id);
  return ids;
}

} // namespace plumb::organisation
