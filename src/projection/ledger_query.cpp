// SPDX-License-Identifier: Apache-2.0
#include "ledger_query.hpp"

#include "ledger_fold.hpp"
#include "position.hpp"
#include "schema.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace plumb::projection {

namespace {

using base::Result;
using storage::Row;
using storage::Value;
using View = std::string_view;

constexpr std::size_t kFilterTextMax = 1'000;
constexpr std::array<View, 7> kKinds = {"",         "date",     "period", "recurring",
                                        "standing", "relative", "none"};

std::int64_t day_number(base::Date date) {
  return std::int64_t{static_cast<int>(date.year())} * 10'000 +
         std::int64_t{static_cast<unsigned>(date.month())} * 100 +
         static_cast<unsigned>(date.day());
}

std::int64_t bit_of(Role role) {
  switch (role) {
  case Role::Any:
    return 0;
  case Role::Lead:
    return kLeadBit;
  case Role::Responsible:
    return kResponsibleBit;
  case Role::Supporting:
    return kSupportingBit;
  }
  return 0;
}

} // namespace

/// Collects a statement and its values; each value gets the next number.
struct LedgerQuery::Statement {
  std::string sql;
  std::vector<Value> values;
  Statement& operator<<(View text) {
    sql += text;
    return *this;
  }
  Statement& value(Value value) {
    values.push_back(value);
    sql += '$' + std::to_string(values.size());
    return *this;
  }
};

std::optional<Role> parse_role(View text) {
  if (text.empty()) return Role::Any;
  if (text == "lead") return Role::Lead;
  if (text == "responsible") return Role::Responsible;
  if (text == "supporting") return Role::Supporting;
  return std::nullopt;
}

std::optional<Sort> parse_sort(View text) {
  if (text.empty() || text == "plan") return Sort::Plan;
  if (text == "due") return Sort::Due;
  return std::nullopt;
}

Result<void> check(const Filter& filter) {
  const auto bad = [](const char* field) {
    return base::fail(base::ErrorKind::InvalidInput, "projection.bad_filter", {{"field", field}},
                      field);
  };
  for (const auto& [name, text] : {std::pair{"document", &filter.document},
                                   {"area", &filter.area},
                                   {"objective", &filter.objective},
                                   {"unit", &filter.unit},
                                   {"q", &filter.text}})
    if (text->size() > kFilterTextMax) return bad(name);
  if (std::find(kKinds.begin(), kKinds.end(), filter.deadline_kind) == kKinds.end())
    return bad("deadline_kind");
  if (filter.role != Role::Any && filter.unit.empty()) return bad("role");
  return {};
}

Result<bool> LedgerQuery::add_key(const std::string& name, std::int64_t roles) {
  bool found = false;
  PLUMB_TRY(
      connection_->run("select key_id, count from filter_key where authority_id = $1 and name = $2",
                       {View(authority_id_), View(name)}, [&](const Row& row) {
                         found = row.integer(1) > 0;
                         if (found) keys_.push_back({row.integer(0), row.integer(1), roles});
                         return false;
                       }));
  return found;
}

/// One unit is a filter like others; of several each row needs one.
Result<bool> LedgerQuery::add_scope(const std::vector<std::string>& units) {
  if (units.size() == 1) return add_key(unit_key(units.front()), 0);
  for (const auto& unit : units)
    PLUMB_TRY(connection_->run(
        "select key_id from filter_key where authority_id = $1 and name = $2 and count > 0",
        {View(authority_id_), View(unit_key(unit))}, [&](const Row& row) {
          scope_.push_back(row.integer(0));
          return false;
        }));
  std::sort(scope_.begin(), scope_.end());
  scope_.erase(std::unique(scope_.begin(), scope_.end()), scope_.end());
  return !scope_.empty();
}

Result<LedgerQuery> LedgerQuery::prepare(storage::Connection& connection, View authority_id,
                                         const AuthorityState& authority, const Filter& filter) {
  PLUMB_TRY(check(filter));
  LedgerQuery query;
  query.connection_ = &connection;
  query.authority_id_ = authority_id;
  query.authority_ = authority.ordinal;
  query.engine_ = connection.engine();
  query.revision_ = authority.ledger_revision;
  const auto part = [&](View text) {
    query.key_ += std::to_string(text.size()) + ':';
    query.key_ += text;
  };
  part(authority_id);
  for (const std::string* text : {&filter.document, &filter.area, &filter.objective, &filter.unit,
                                  &filter.deadline_kind, &filter.text})
    part(*text);
  query.key_ += std::to_string(filter.units.size()) + ';';
  for (const auto& unit : filter.units)
    part(unit);
  query.everything_ = filter == Filter{};
  auto range = of_authority(authority.ordinal);
  bool holds = true;
  if (!filter.document.empty()) {
    PLUMB_TRY_ASSIGN(
        const auto ordinal,
        connection.integer(
            "select ordinal from document where authority_id = $1 and document_id = $2",
            {authority_id, View(filter.document)}));
    holds = ordinal.has_value();
    range = of_document(authority.ordinal, ordinal.value_or(0));
    query.by_document_ = true;
  }
  query.first_ = range.first;
  query.last_ = range.last;
  query.due_from_ = filter.due_from ? day_number(*filter.due_from) : 0;
  // A limit on the day leaves undated tasks out; kNoDueDay is the last day there is.
  query.due_until_ =
      filter.due_until ? std::min(day_number(*filter.due_until), kNoDueDay - 1) : kNoDueDay;
  query.by_due_ = filter.due_from || filter.due_until;
  if (query.by_due_) query.due_until_ = std::min(query.due_until_, kNoDueDay - 1);
  query.key_ += std::to_string(static_cast<int>(filter.role)) + ',' +
                std::to_string(query.due_from_) + ',' + std::to_string(query.due_until_);
  const auto want = [&](const std::string& value, const std::string& name,
                        std::int64_t roles = 0) -> Result<void> {
    if (value.empty() || !holds) return {};
    PLUMB_TRY_ASSIGN(holds, query.add_key(name, roles));
    return {};
  };
  PLUMB_TRY(want(filter.area, area_key(filter.area)));
  PLUMB_TRY(want(filter.objective, objective_key(filter.objective)));
  PLUMB_TRY(want(filter.unit, unit_key(filter.unit), bit_of(filter.role)));
  PLUMB_TRY(want(filter.deadline_kind, kind_key(filter.deadline_kind)));
  if (!filter.units.empty() && holds) {
    PLUMB_TRY_ASSIGN(holds, query.add_scope(filter.units));
  }
  query.filtered_ = !query.keys_.empty();
  if (query.keys_.empty()) PLUMB_TRY(want("*", kEveryTask));
  query.nothing_ = !holds;
  std::sort(query.keys_.begin(), query.keys_.end(),
            [](const FilterKey& a, const FilterKey& b) { return a.count < b.count; });
  if (filter.text.empty()) return query;
  query.match_ = storage::TextIndex::match(query.engine_, filter.text);
  // Nothing that could be searched for is found nowhere.
  if (query.match_.empty()) query.nothing_ = true;
  return query;
}

std::optional<std::int64_t> LedgerQuery::known_total() const {
  if (nothing_) return 0;
  if (!match_.empty() || by_due_ || by_document_ || !scope_.empty() || keys_.size() > 1 ||
      keys_.front().roles != 0)
    return {};
  return keys_.front().count;
}

Result<RowListPointer> LedgerQuery::list(Cache<RowList>& lists, const std::string& name,
                                         const Statement& statement, bool sorted) const {
  const std::string key = authority_id_ + '\n' + name;
  if (auto known = lists.find(key, revision_)) return known;
  RowList found;
  bool too_long = false;
  PLUMB_TRY(connection_->run(statement.sql, statement.values, [&](const Row& row) {
    too_long = found.positions.size() == kRowListMax;
    if (too_long) return false;
    found.positions.push_back(row.integer(0));
    if (row.integer(1) != 0) found.due_days.push_back(static_cast<std::int32_t>(row.integer(1)));
    return true;
  }));
  if (too_long) return RowListPointer();
  if (!sorted) {
    std::vector<Hit> hits;
    for (std::size_t i = 0; i < found.positions.size(); ++i)
      hits.push_back({found.due_days[i], found.positions[i]});
    std::sort(hits.begin(), hits.end(),
              [](const Hit& a, const Hit& b) { return a.position < b.position; });
    for (std::size_t i = 0; i < hits.size(); ++i) {
      found.positions[i] = hits[i].position;
      found.due_days[i] = static_cast<std::int32_t>(hits[i].due_day);
    }
  }
  found.positions.shrink_to_fit();
  found.due_days.shrink_to_fit();
  auto kept = std::make_shared<const RowList>(std::move(found));
  lists.put(key, revision_, kept, kept->bytes());
  return kept;
}

Result<RowListPointer> LedgerQuery::key_list(Cache<RowList>& lists, const FilterKey& key) const {
  if (key.count > static_cast<std::int64_t>(kRowListMax)) return RowListPointer();
  Statement statement;
  (statement << "select position, due_day from posting where authority_id = ")
      .value(View(authority_id_));
  (statement << " and key_id = ").value(key.id);
  if (key.roles != 0) {
    (statement << " and (roles & ").value(key.roles);
    statement << ") != 0";
  }
  statement << " order by position";
  return list(lists, 'k' + std::to_string(key.id) + ',' + std::to_string(key.roles), statement,
              true);
}

Result<RowListPointer> LedgerQuery::due_list(Cache<RowList>& lists) const {
  Statement statement;
  (statement << "select position, due_day from posting" << by_due_index()
             << " where authority_id = ")
      .value(View(authority_id_));
  (statement << " and key_id = ").value(keys_.front().id);
  (statement << " and due_day between ").value(due_from_) << " and ";
  statement.value(due_until_);
  return list(lists, 'd' + std::to_string(due_from_) + ',' + std::to_string(due_until_), statement,
              false);
}

void LedgerQuery::append_scope(Statement& statement) const {
  for (std::size_t i = 0; i < scope_.size(); ++i)
    (statement << (i == 0 ? "key_id in (" : ", ")).value(scope_[i]);
  statement << ")";
}

Result<RowListPointer> LedgerQuery::scope_list(Cache<RowList>& lists) const {
  Statement statement;
  (statement << "select distinct position, due_day from posting where authority_id = ")
      .value(View(authority_id_));
  statement << " and ";
  append_scope(statement);
  statement << " order by position";
  std::string name = "s";
  for (const auto id : scope_)
    name += std::to_string(id) + ',';
  return list(lists, name, statement, true);
}

Result<RowListPointer> LedgerQuery::text_list(Cache<RowList>& lists) const {
  const auto range = of_authority(authority_);
  Statement statement;
  statement << "select f.position, 0 from ";
  append_matches(statement, range.first, range.last);
  statement << " as f order by f.position";
  return list(lists, 't' + match_, statement, true);
}

Result<bool> LedgerQuery::load(Cache<RowList>& lists, bool due) {
  lists_.clear();
  if (nothing_) return true;
  const auto add = [&](Result<RowListPointer> list) -> Result<bool> {
    PLUMB_TRY(list);
    if (*list == nullptr) return false;
    lists_.push_back(*std::move(list));
    return true;
  };
  bool fits = true;
  const bool scoped = !scope_.empty();
  if (scoped) {
    PLUMB_TRY_ASSIGN(fits, add(scope_list(lists)));
    if (!fits) return false;
  }
  // Only lists of keys and of days know the days; a text alone needs them from somewhere.
  if (filtered_ || (!scoped && !by_due_ && (due || !has_text())))
    for (const auto& key : keys_) {
      PLUMB_TRY_ASSIGN(fits, add(key_list(lists, key)));
      if (!fits) return false;
    }
  else if (by_due_ && !scoped) {
    PLUMB_TRY_ASSIGN(fits, add(due_list(lists)));
    if (!fits) return false;
  }
  if (has_text()) {
    PLUMB_TRY_ASSIGN(fits, add(text_list(lists)));
  }
  std::sort(lists_.begin(), lists_.end(),
            [](const auto& a, const auto& b) { return a->positions.size() < b->positions.size(); });
  return fits;
}

namespace {

/// The first place at or behind `from` that is not before `position`: gallops, because the next
/// match of a short list is usually far away in a long one, and a page asks for neighbours.
std::size_t gallop(const std::vector<std::int64_t>& positions, std::size_t from,
                   std::int64_t position) {
  std::size_t step = 1, low = from, high = from;
  while (high < positions.size() && positions[high] < position) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = std::min(high, positions.size());
  return static_cast<std::size_t>(
      std::lower_bound(positions.begin() + static_cast<std::ptrdiff_t>(low),
                       positions.begin() + static_cast<std::ptrdiff_t>(high), position) -
      positions.begin());
}

} // namespace

void LedgerQuery::intersect(std::int64_t after,
                            const std::function<bool(const Hit&)>& visit) const {
  if (nothing_ || lists_.empty()) return;
  std::vector<std::size_t> at(lists_.size(), 0);
  const RowList& shortest = *lists_.front();
  const std::int64_t start = std::max(first_, after + 1);
  for (std::size_t i = gallop(shortest.positions, 0, start); i < shortest.positions.size(); ++i) {
    const std::int64_t position = shortest.positions[i];
    if (position > last_) return;
    Hit hit{shortest.due_days.empty() ? 0 : shortest.due_days[i], position};
    bool everywhere = true;
    for (std::size_t k = 1; k < lists_.size() && everywhere; ++k) {
      const RowList& other = *lists_[k];
      at[k] = gallop(other.positions, at[k], position);
      everywhere = at[k] < other.positions.size() && other.positions[at[k]] == position;
      if (everywhere && hit.due_day == 0 && !other.due_days.empty())
        hit.due_day = other.due_days[at[k]];
    }
    if (!everywhere || (by_due_ && (hit.due_day < due_from_ || hit.due_day > due_until_))) continue;
    if (!visit(hit)) return;
  }
}

Result<void> LedgerQuery::each_by_day(const Cursor* after,
                                      const std::function<bool(const Hit&)>& visit) const {
  if (nothing_) return {};
  Statement statement;
  (statement << "select position, due_day from posting" << by_due_index()
             << " where authority_id = ")
      .value(View(authority_id_));
  (statement << " and key_id = ").value(keys_.front().id);
  const Cursor start = after != nullptr ? *after : Cursor{0, -1};
  (statement << " and (due_day, position) > (").value(start.due_day) << ", ";
  statement.value(start.position) << ")";
  if (by_due_) {
    (statement << " and due_day between ").value(due_from_) << " and ";
    statement.value(due_until_);
  }
  statement << " order by due_day, position";
  PLUMB_TRY(connection_->run(statement.sql, statement.values, [&](const Row& row) {
    const Hit hit{row.integer(1), row.integer(0)};
    if (hit.position < first_ || hit.position > last_) return true;
    for (const auto& list : lists_)
      if (!std::binary_search(list->positions.begin(), list->positions.end(), hit.position))
        return true;
    return visit(hit);
  }));
  return {};
}

View LedgerQuery::by_due_index() const {
  return engine_ == storage::Engine::Sqlite ? " indexed by posting_due" : "";
}

void LedgerQuery::append_matches(Statement& statement, std::int64_t first,
                                 std::int64_t last) const {
  kTaskText.append_matches(engine_, statement.sql, statement.values, authority_id_, match_, first,
                           last);
}

/// Every condition as SQL. The posting of the rarest value (or the text index) leads; SQLite is
/// told so, PostgreSQL finds out by its statistics.
LedgerQuery::Statement LedgerQuery::walk(Sort sort, const Cursor* after,
                                         const char* columns) const {
  const bool due = sort == Sort::Due;
  const std::int64_t from =
      !due && after != nullptr ? std::max(first_, after->position + 1) : first_;
  Statement statement;
  statement << "select " << columns;
  const View join = engine_ == storage::Engine::Sqlite ? " cross join " : " join ";
  const View task = "task t on t.authority_id = p.authority_id and t.position = p.position "
                    "where p.authority_id = ";
  if (has_text()) {
    PLUMB_CHECK(!due);
    statement << " from ";
    append_matches(statement, from, last_);
    (statement << " as f" << join << "posting p on p.position = f.position" << join << task)
        .value(View(authority_id_));
    (statement << " and p.key_id = ").value(keys_.front().id);
  } else {
    statement << " from posting p" << (due ? by_due_index() : View());
    (statement << join << task).value(View(authority_id_));
    (statement << " and p.key_id = ").value(keys_.front().id);
    // A unary plus keeps a range of positions from deciding the index.
    (statement << (due ? " and +p.position between " : " and p.position between ")).value(from)
        << " and ";
    statement.value(last_);
    if (due && after != nullptr) {
      (statement << " and (p.due_day, p.position) > (").value(after->due_day) << ", ";
      statement.value(after->position) << ")";
    }
  }
  if (by_due_) {
    (statement << " and p.due_day between ").value(due_from_) << " and ";
    statement.value(due_until_);
  }
  if (keys_.front().roles != 0) {
    (statement << " and (p.roles & ").value(keys_.front().roles);
    statement << ") != 0";
  }
  for (std::size_t i = 1; i < keys_.size(); ++i) {
    (statement << " and exists (select 1 from posting q where q.authority_id = ")
        .value(View(authority_id_));
    (statement << " and q.key_id = ").value(keys_[i].id);
    statement << " and q.position = p.position";
    if (keys_[i].roles != 0) {
      (statement << " and (q.roles & ").value(keys_[i].roles);
      statement << ") != 0";
    }
    statement << ")";
  }
  if (!scope_.empty()) {
    (statement << " and exists (select 1 from posting s where s.authority_id = ")
        .value(View(authority_id_));
    statement << " and s.position = p.position and s.";
    append_scope(statement);
    statement << ")";
  }
  statement << (due          ? " order by p.due_day, p.position"
                : has_text() ? " order by f.position"
                             : " order by p.position");
  return statement;
}

Result<void> LedgerQuery::each_hit(const std::function<bool(const Hit&)>& visit) const {
  if (nothing_) return {};
  const Statement statement = walk(Sort::Plan, nullptr, "p.position, p.due_day");
  PLUMB_TRY(connection_->run(statement.sql, statement.values, [&](const Row& row) {
    return visit({row.integer(1), row.integer(0)});
  }));
  return {};
}

Result<void> LedgerQuery::each_row(Sort sort, const Cursor* after,
                                   const std::function<bool(const Hit&, View)>& visit) const {
  if (nothing_) return {};
  const Statement statement = walk(sort, after, "p.position, p.due_day, t.row");
  PLUMB_TRY(connection_->run(statement.sql, statement.values, [&](const Row& row) {
    return visit({row.integer(1), row.integer(0)}, row.text(2));
  }));
  return {};
}

Result<bool> concerns(storage::Connection& connection, View authority_id, View task_id,
                      const std::vector<std::string>& units) {
  if (units.empty()) return true;
  for (const auto& unit : units) {
    PLUMB_TRY_ASSIGN(
        const auto found,
        connection.integer("select p.position from task t join filter_key k on k.authority_id = "
                           "t.authority_id join posting p on p.authority_id = t.authority_id and "
                           "p.key_id = k.key_id and p.position = t.position where t.authority_id "
                           "= $1 and t.task_id = $2 and k.name = $3",
                           {authority_id, task_id, View(unit_key(unit))}));
    if (found) return true;
  }
  return false;
}

} // namespace plumb::projection
