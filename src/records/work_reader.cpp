// SPDX-License-Identifier: Apache-2.0
// Which open records wait for a person: from the declarations the states in which one of its roles
// is awaited, then those states (or the records of its units) in the order of their urgency,
// merged.
#include "work.hpp"

#include <algorithm>
#include <queue>
#include <tuple>

namespace plumb::records {

using base::Result;
using storage::Row;
using storage::Value;
using View = std::string_view;

namespace {

/// Of each source so many are read at first, and so many whenever it runs out.
constexpr std::int64_t kFirst = 24, kNext = 512;

bool contains(const std::vector<std::string>& list, const std::string& one) {
  return std::ranges::find(list, one) != list.end();
}

} // namespace

bool may_be_held_back(const pack::Step& step) {
  return !step.gates.empty() || !step.after.empty();
}

void WorkReader::add_pairs(const std::vector<std::string>& roles, bool any_role, bool bound,
                           Pairs& into) const {
  if (roles.empty() && !any_role) return;
  const auto may = [&](const pack::Step& step) {
    return any_role || step.by.empty() ||
           std::ranges::any_of(roles, [&](const auto& role) { return contains(step.by, role); });
  };
  std::map<std::pair<std::string, std::string>, std::size_t> certain;
  for (const auto& book : standing_.books)
    for (const auto& declared : book->registers()) {
      if (!query_.register_id.empty() && declared.id != query_.register_id) continue;
      for (const auto& state : declared.states) {
        bool sure = false;
        for (const auto* step : registers::awaited(declared, state.id)) {
          if (!may(*step)) continue;
          into.emplace(std::pair(declared.id, state.id), false);
          sure = sure || ((!bound || step->acts.empty()) && !may_be_held_back(*step));
        }
        if (sure) ++certain[std::pair(declared.id, state.id)];
      }
    }
  // Where versions of the rules differ, the record tells which one it goes by.
  for (auto& [pair, look] : into)
    look = certain[pair] != standing_.books.size();
}

WorkReader::WorkReader(Connection& connection, View authority_id, const Standing& standing,
                       const WorkQuery& query, Date today)
    : connection_(connection), authority_id_(authority_id), standing_(standing), query_(query),
      today_key_(urgency_from(today)) {
  const auto book = standing.newest();
  std::vector<std::string> everywhere, of_unit, below;
  for (const auto& id : query.actor.roles) {
    const auto* role = book ? book->find_role(id) : nullptr;
    if (role == nullptr) continue;
    if (role->reach == pack::Reach::All) everywhere.push_back(id);
    if (role->reach == pack::Reach::UnitAndBelow) below.push_back(id);
    if (role->reach == pack::Reach::Unit || role->reach == pack::Reach::UnitAndBelow)
      of_unit.push_back(id);
  }
  add_pairs(everywhere, query.actor.roles.empty(), false, all_);
  add_pairs(of_unit, false, true, own_);
  add_pairs(below, false, true, below_);
  add_sources();
  last_.resize(sources_.size());
}

void WorkReader::add_sources() {
  const auto& viewer = query_.viewer;
  const auto& own = query_.actor.unit;
  std::set<std::string> units;
  if (!own.empty()) units.insert(own);
  if (!below_.empty()) units.insert(query_.actor.units.begin(), query_.actor.units.end());
  for (const auto& unit : units) {
    if (unit.empty() || (!viewer.all && !contains(viewer.units, unit))) continue;
    const auto& pairs = unit == own ? own_ : below_;
    if (unit == own || !pairs.empty())
      sources_.push_back({.unit = unit, .pairs = &pairs, .overdue = unit == own});
  }
  if (viewer.all) {
    for (const auto& [pair, look] : all_)
      sources_.push_back({.register_id = pair.first, .state = pair.second, .pairs = &all_});
  } else if (!all_.empty()) {
    for (const auto& unit : viewer.units)
      sources_.push_back({.unit = unit, .pairs = &all_});
  }
}

bool WorkReader::accepts(const Source& source, const WorkKey& key) const {
  if (!query_.register_id.empty() && key.register_id != query_.register_id) return false;
  if (source.overdue && key.urgency < today_key_) return true;
  return source.pairs->contains(std::pair(key.register_id, key.state));
}

bool WorkReader::needs_look(const WorkKey& key) const {
  bool any = false;
  for (const auto* pairs : {&all_, &own_, &below_}) {
    const auto found = pairs->find(std::pair(key.register_id, key.state));
    if (found == pairs->end()) continue;
    if (!found->second) return false;
    any = true;
  }
  return any;
}

void WorkReader::append_query(std::string& sql, std::vector<Value>& values, std::size_t index,
                              View after_urgency, View after_id, View until,
                              std::int64_t limit) const {
  const auto place = [&](Value value) {
    values.push_back(value);
    sql += '$' + std::to_string(values.size());
  };
  const Source& source = sources_[index];
  sql += "select urgency, record_id, register_id, state";
  if (!source.unit.empty()) {
    sql += " from record_party where authority_id = ";
    place(authority_id_);
    sql += " and unit_id = ";
    place(View(source.unit));
    sql += " and final = 0";
  } else {
    sql += " from record where authority_id = ";
    place(authority_id_);
    sql += " and register_id = ";
    place(View(source.register_id));
    sql += " and state = ";
    place(View(source.state));
  }
  sql += " and (urgency, record_id) > (";
  place(after_urgency);
  sql += ", ";
  place(after_id);
  sql += ") and urgency < ";
  place(until);
  sql += " order by urgency, record_id limit ";
  place(limit);
}

void WorkReader::take(std::size_t index, const Row& row, int first) {
  Source& source = sources_[index];
  WorkKey key{std::string(row.text(first)), std::string(row.text(first + 1)),
              std::string(row.text(first + 2)), std::string(row.text(first + 3))};
  if (accepts(source, key)) source.keys.push_back(key);
  auto& last = last_[index];
  if (std::tie(last.urgency, last.record_id) < std::tie(key.urgency, key.record_id))
    last = std::move(key);
}

Result<void> WorkReader::fill_all(View from, View until,
                                  const std::pair<std::string, std::string>& after) {
  // Behind everything that is before `from`: no id is empty.
  const bool behind = View(after.first) >= from;
  const View urgency = behind ? View(after.first) : from, id = behind ? View(after.second) : View();
  std::vector<std::int64_t> counts(sources_.size(), 0);
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    sources_[i].keys.clear();
    sources_[i].at = 0;
    last_[i] = {};
  }
  std::string sql;
  std::vector<Value> values;
  if (connection_.engine() == storage::Engine::Sqlite) {
    // One statement that is known already, again and again.
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      sql.clear();
      values.clear();
      append_query(sql, values, i, urgency, id, until, kFirst);
      PLUMB_TRY(connection_.run(sql, values, [&](const Row& row) {
        ++counts[i];
        take(i, row, 0);
        return true;
      }));
    }
  } else {
    // All at once, because the way there and back is long.
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      sql += (i == 0 ? "select " : " union all select ") + std::to_string(i) + ", s.* from (";
      append_query(sql, values, i, urgency, id, until, kFirst);
      sql += ") as s";
    }
    PLUMB_TRY(connection_.run(sql, values, [&](const Row& row) {
      const auto index = static_cast<std::size_t>(row.integer(0));
      ++counts[index];
      take(index, row, 1);
      return true;
    }));
  }
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    sources_[i].more = counts[i] == kFirst;
    std::ranges::sort(sources_[i].keys, {},
                      [](const WorkKey& key) { return std::tie(key.urgency, key.record_id); });
  }
  return {};
}

Result<void> WorkReader::refill(std::size_t index, View until) {
  Source& source = sources_[index];
  while (source.at == source.keys.size() && source.more) {
    source.keys.clear();
    source.at = 0;
    std::string sql;
    std::vector<Value> values;
    const WorkKey last = last_[index];
    append_query(sql, values, index, last.urgency, last.record_id, until, kNext);
    std::int64_t count = 0;
    PLUMB_TRY(connection_.run(sql, values, [&](const Row& row) {
      ++count;
      take(index, row, 0);
      return true;
    }));
    source.more = count == kNext;
  }
  return {};
}

Result<void> WorkReader::visit(View from, View until,
                               const std::pair<std::string, std::string>& after,
                               const std::function<bool(const WorkKey&)>& on_key) {
  if (sources_.empty()) return {};
  PLUMB_TRY(fill_all(from, until, after));
  const auto head = [&](std::size_t i) -> const WorkKey& {
    return sources_[i].keys[sources_[i].at];
  };
  const auto later = [&](std::size_t a, std::size_t b) {
    return std::tie(head(a).urgency, head(a).record_id) >
           std::tie(head(b).urgency, head(b).record_id);
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> order(later);
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    PLUMB_TRY(refill(i, until));
    if (sources_[i].at < sources_[i].keys.size()) order.push(i);
  }
  std::string told;
  while (!order.empty()) {
    const std::size_t i = order.top();
    order.pop();
    // One record of several units comes several times, one behind the other.
    if (head(i).record_id != told) {
      told = head(i).record_id;
      if (!on_key(head(i))) return {};
    }
    ++sources_[i].at;
    PLUMB_TRY(refill(i, until));
    if (sources_[i].at < sources_[i].keys.size()) order.push(i);
  }
  return {};
}

} // namespace plumb::records
