// SPDX-License-Identifier: Apache-2.0
#include "ledger_query.hpp"

#include "ledger_fold.hpp"
#include "position.hpp"

#include <plumb/storage/terms.hpp>

#include <array>

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

Result<std::optional<LedgerQuery::FilterKey>> LedgerQuery::find_key(const std::string& name) const {
  std::optional<FilterKey> found;
  PLUMB_TRY(
      connection_->run("select key_id, count from filter_key where authority_id = $1 and name = $2",
                       {View(authority_id_), View(name)}, [&](const Row& row) {
                         found = FilterKey{row.integer(0), row.integer(1), 0};
                         return false;
                       }));
  return found;
}

Result<bool> LedgerQuery::add_key(const std::string& name, std::int64_t roles) {
  PLUMB_TRY_ASSIGN(auto found, find_key(name));
  if (!found || found->count == 0) return false;
  found->roles = roles;
  keys_.push_back(*found);
  return true;
}

Result<LedgerQuery> LedgerQuery::prepare(storage::Connection& connection, View authority_id,
                                         const AuthorityState& authority, const Filter& filter) {
  PLUMB_TRY(check(filter));
  LedgerQuery query;
  query.connection_ = &connection;
  query.authority_id_ = authority_id;
  const auto part = [&](View text) {
    query.key_ += std::to_string(text.size()) + ':';
    query.key_ += text;
  };
  for (const std::string* text : {&filter.document, &filter.area, &filter.objective, &filter.unit,
                                  &filter.deadline_kind, &filter.text})
    part(*text);
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
  if (query.keys_.empty()) PLUMB_TRY(want("*", kEveryTask));
  query.nothing_ = !holds;
  std::sort(query.keys_.begin(), query.keys_.end(),
            [](const FilterKey& a, const FilterKey& b) { return a.count < b.count; });
  if (filter.text.empty()) return query;
  const std::string words = storage::fts5_expression(filter.text);
  if (words.empty()) {
    query.nothing_ = true; // nothing that could be searched for
    return query;
  }
  query.match_ = "text : (" + words + ')';
  for (const auto& key : query.keys_) {
    const char* role = key.roles == kLeadBit          ? "l"
                       : key.roles == kResponsibleBit ? "r"
                       : key.roles == 0               ? ""
                                                      : "s";
    query.match_ += " AND keys : k" + std::to_string(key.id) + role;
  }
  return query;
}

std::optional<std::int64_t> LedgerQuery::known_total() const {
  if (nothing_) return 0;
  if (!match_.empty() || by_due_ || by_document_ || keys_.size() > 1 || keys_.front().roles != 0)
    return {};
  return keys_.front().count;
}

/// The conditions that the index row `table` (a posting) must meet beside its key.
void LedgerQuery::restrict_rows(Statement& statement, const char* table) const {
  const std::string name = table;
  if (by_due_) (statement << " and " + name + ".due_day between ").value(due_from_) << " and ";
  if (by_due_) statement.value(due_until_);
  if (keys_.front().roles != 0) {
    (statement << " and (" + name + ".roles & ").value(keys_.front().roles);
    statement << ") != 0";
  }
  for (std::size_t i = 1; i < keys_.size(); ++i) {
    (statement << " and exists (select 1 from posting q where q.authority_id = ")
        .value(View(authority_id_));
    (statement << " and q.key_id = ").value(keys_[i].id);
    statement << " and q.position = " + name + ".position";
    if (keys_[i].roles != 0) {
      (statement << " and (q.roles & ").value(keys_[i].roles);
      statement << ") != 0";
    }
    statement << ")";
  }
}

Result<void> LedgerQuery::each_hit(const std::function<bool(const Hit&)>& visit) const {
  if (nothing_) return {};
  Statement statement;
  if (has_text()) {
    // The day is only in the row; reading it costs more than the search itself.
    (statement
     << "select f.rowid, t.due_day from task_text f cross join task t on t.position = f.rowid "
        "where task_text match ")
        .value(View(match_));
    (statement << " and f.rowid between ").value(first_) << " and ";
    statement.value(last_);
    if (by_due_) {
      (statement << " and t.due_day between ").value(due_from_) << " and ";
      statement.value(due_until_);
    }
    statement << " order by f.rowid";
  } else {
    (statement << "select p.position, p.due_day from posting p where p.authority_id = ")
        .value(View(authority_id_));
    (statement << " and p.key_id = ").value(keys_.front().id);
    // A unary plus keeps an index from being chosen: with a range of days the other one is better.
    (statement << (by_due_ ? " and +p.position between " : " and p.position between "))
            .value(first_)
        << " and ";
    statement.value(last_);
    restrict_rows(statement, "p");
    statement << (by_due_ ? "" : " order by p.position");
  }
  PLUMB_TRY(connection_->run(statement.sql, statement.values, [&](const Row& row) {
    return visit({row.integer(1), row.integer(0)});
  }));
  return {};
}

Result<void> LedgerQuery::each_row(Sort sort, const Cursor* after,
                                   const std::function<bool(const Hit&, View)>& visit) const {
  if (nothing_) return {};
  Statement statement;
  const std::int64_t from =
      sort == Sort::Plan && after != nullptr ? std::max(first_, after->position + 1) : first_;
  if (has_text()) {
    PLUMB_CHECK(sort == Sort::Plan);
    (statement << "select t.position, t.due_day, t.row from task_text f cross join task t on "
                  "t.position = f.rowid "
                  "where task_text match ")
        .value(View(match_));
    (statement << " and f.rowid between ").value(from) << " and ";
    statement.value(last_);
    if (by_due_) {
      (statement << " and t.due_day between ").value(due_from_) << " and ";
      statement.value(due_until_);
    }
    statement << " order by f.rowid";
  } else {
    const bool due = sort == Sort::Due;
    statement << "select t.position, t.due_day, t.row from posting p ";
    statement << (due ? "indexed by posting_due " : "");
    (statement << "cross join task t on t.position = p.position where p.authority_id = ")
        .value(View(authority_id_));
    (statement << " and p.key_id = ").value(keys_.front().id);
    (statement << (due ? " and +p.position between " : " and p.position between ")).value(from)
        << " and ";
    statement.value(last_);
    if (due && after != nullptr) {
      (statement << " and (p.due_day, p.position) > (").value(after->due_day) << ", ";
      statement.value(after->position) << ")";
    }
    restrict_rows(statement, "p");
    statement << (due ? " order by p.due_day, p.position" : " order by p.position");
  }
  PLUMB_TRY(connection_->run(statement.sql, statement.values, [&](const Row& row) {
    return visit({row.integer(1), row.integer(0)}, row.text(2));
  }));
  return {};
}

} // namespace plumb::projection
