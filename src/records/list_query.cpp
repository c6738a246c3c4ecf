// SPDX-License-Identifier: Apache-2.0
#include "list_query.hpp"

#include "fold.hpp"
#include "visible.hpp"

#include <plumb/storage/text_index.hpp>

#include <algorithm>

namespace plumb::records {

using base::Result;
using storage::Row;
using View = std::string_view;

namespace {

void append_list(Statement& out, const std::vector<std::string>& list) {
  out.add("(");
  for (std::size_t i = 0; i < list.size(); ++i)
    out.add(i == 0 ? "" : ", ").text(list[i]);
  out.add(")");
}

} // namespace

ListBounds& list_bounds() {
  static ListBounds bounds;
  return bounds;
}

bool ListQuery::due_asked() const {
  return query_.due != Due::Any || query_.due_from || query_.due_until || by_due();
}

bool ListQuery::plain() const {
  return !by_due() && units_.empty() && !record_asked() && match_.empty() && !typed_asked();
}

std::vector<ListQuery::Leader> ListQuery::parties(bool small) const {
  std::vector<Leader> out;
  for (const auto& unit : units_)
    out.push_back({.lead = Lead::Party, .value = unit, .small = small});
  return out;
}

bool ListQuery::has_rest(const Leader& leader) const {
  const bool other_fields = fields_.size() > (leader.by_field ? 1U : 0U) || where_;
  // In the order of last days the index itself gives a range of them.
  const bool ranges = !by_due() && (query_.due != Due::Any || query_.due_from || query_.due_until);
  switch (leader.lead) {
  case Lead::Record:
    return other_fields || ranges || opened_asked() || query_.breaches || !units_.empty() ||
           (query_.states.size() > 0 && leader.value.empty());
  case Lead::Party:
    return other_fields || ranges || opened_asked() || query_.breaches || check_viewer_ ||
           !query_.states.empty();
  default:
    return other_fields || record_asked() || !units_.empty() || check_viewer_ ||
           !query_.states.empty();
  }
}

// --- SQL ---

std::string ListQuery::ordinal_of(const Leader& leader) const {
  if (leader.lead == Lead::Text && !leader.small) return "m.position";
  return leader.lead == Lead::Table && !leader.small ? "l." + std::string(kOrdinalColumn)
                                                     : "l.ordinal";
}

std::string ListQuery::state_of(const Leader& leader) const {
  return leader.lead == Lead::Table ? "l.\"state\"" : "l.state";
}

void ListQuery::append_field(Statement& out, const FieldFilter& filter) const {
  out.add(" and \"").add(filter.column->column).add("\" = ");
  if (const auto* number = std::get_if<std::int64_t>(&filter.value))
    out.place(*number);
  else
    out.text(std::get<std::string>(filter.value));
}

/// Conditions over the typed table, but for the one that leads. Names are those of the table alone.
void ListQuery::append_typed(Statement& out, const Leader* leader) const {
  for (std::size_t i = 0; i < fields_.size(); ++i)
    if (leader == nullptr || !leader->by_field || leader->field != i) append_field(out, fields_[i]);
  if (!where_) return;
  out.add(" and (");
  append_condition(out.sql, out.values, out.texts, *where_, book_, on_);
  out.add(")");
}

void ListQuery::append_due(Statement& out, View name) const {
  if (!due_asked()) return;
  const std::string due = std::string(name) + ".next_due_on";
  if (query_.due == Due::Overdue) out.add(" and ").add(due).add(" < ").day(on_);
  if (query_.due == Due::Near) {
    out.add(" and ").add(due).add(" >= ").day(on_);
    out.add(" and ").add(due).add(" <= ").day(near_until_);
  }
  if (query_.due_from) out.add(" and ").add(due).add(" >= ").day(*query_.due_from);
  if (query_.due_until) out.add(" and ").add(due).add(" <= ").day(*query_.due_until);
  out.add(" and ").add(due).add(" is not null");
}

void ListQuery::append_record(Statement& out, View name) const {
  const std::string table(name);
  if (query_.opened_from) out.add(" and ").add(table + ".opened_on >= ").day(*query_.opened_from);
  if (query_.opened_until) out.add(" and ").add(table + ".opened_on <= ").day(*query_.opened_until);
  if (query_.breaches)
    out.add(" and ").add(table + (*query_.breaches ? ".breach_count > 0" : ".breach_count = 0"));
}

/// `from … l where …`: what the leader's index gives.
void ListQuery::append_from(Statement& out, const Leader& leader, const Window& window) const {
  switch (leader.lead) {
  case Lead::Table:
    out.add(" from ").add(table_.name()).add(" l where l.authority_id = ").place(authority_id_);
    if (leader.by_field) append_field(out, fields_[leader.field]);
    return;
  case Lead::Party:
    out.add(" from record_party l where l.authority_id = ").place(authority_id_);
    out.add(" and l.unit_id = ").text(leader.value);
    break;
  case Lead::Text:
    out.add(" from ");
    text_index(declared_.id)
        .append_matches(connection_.engine(), out.sql, out.values, authority_id_, match_,
                        text_base_ + window.first, text_base_ + window.last);
    out.add(" m cross join record l where l.ordinal = m.position - ").place(text_base_);
    out.add(" and l.authority_id = ").place(authority_id_);
    break;
  default:
    out.add(" from record l where l.authority_id = ").place(authority_id_);
  }
  out.add(" and l.register_id = ").text(declared_.id);
  if (leader.lead == Lead::Record && !leader.value.empty())
    out.add(" and l.state = ").text(leader.value);
  if (leader.lead == Lead::Opened) append_record(out, "l");
  if (leader.lead == Lead::Due || (by_due() && leader.lead != Lead::Text && !leader.small))
    append_due(out, "l");
}

/// Every other condition. Of single rows, so that no planner reads a whole table for a few.
void ListQuery::append_rest(Statement& out, const Leader& leader) const {
  const bool whole = leader.lead == Lead::Record || leader.lead == Lead::Text;
  const bool rows = !leader.small && whole;
  if (!query_.states.empty() && (leader.lead != Lead::Record || leader.value.empty())) {
    // Not by an index on states: its order is not that of the page.
    out.add(" and (").add(state_of(leader)).add(" || '') in ");
    append_list(out, query_.states);
  }
  if (rows) {
    append_due(out, "l");
    append_record(out, "l");
  } else if (record_asked()) {
    const bool party = leader.lead == Lead::Party && !leader.small;
    if (party) append_due(out, "l");
    if (!party || opened_asked() || query_.breaches) {
      out.add(" and (select 1 from record q where q.authority_id = ").place(authority_id_);
      out.add(" and q.record_id = l.record_id");
      if (!party) append_due(out, "q");
      append_record(out, "q");
      out.add(" limit 1) is not null");
    }
  }
  if (leader.lead == Lead::Table && !leader.small) {
    append_typed(out, &leader);
  } else if (typed_asked()) {
    out.add(" and (select 1 from ").add(table_.name()).add(" x where x.authority_id = ");
    out.place(authority_id_).add(" and x.record_id = l.record_id");
    append_typed(out, nullptr);
    out.add(" limit 1) is not null");
  }
  if (!units_.empty() && leader.lead != Lead::Party) {
    out.add(" and (select 1 from record_party y where y.authority_id = ").place(authority_id_);
    out.add(" and y.record_id = l.record_id and y.unit_id in ");
    append_list(out, units_);
    out.add(" limit 1) is not null");
  }
  if (check_viewer_)
    append_visible(out.sql, out.values, authority_id_, query_.viewer, "l.record_id");
}

void ListQuery::append_after(Statement& out, const Leader& leader, const ListPlace& after) const {
  const std::int64_t base = leader.lead == Lead::Text && !leader.small ? text_base_ : 0;
  if (by_due())
    out.add(" and (l.next_due_on, l.ordinal) > (")
        .text(after.due)
        .add(", ")
        .place(after.ordinal)
        .add(")");
  else
    out.add(" and ").add(ordinal_of(leader)).add(" < ").place(base + after.ordinal);
}

void ListQuery::append_not_behind(Statement& out, const Leader& leader,
                                  const ListPlace& last) const {
  const std::int64_t base = leader.lead == Lead::Text && !leader.small ? text_base_ : 0;
  if (by_due())
    out.add(" and (l.next_due_on, l.ordinal) <= (")
        .text(last.due)
        .add(", ")
        .place(last.ordinal)
        .add(")");
  else
    out.add(" and ").add(ordinal_of(leader)).add(" >= ").place(base + last.ordinal);
}

/// The records of one leader that match, in the order of the page: record_id, ordinal, state, and
/// next_due_on where it sorts.
void ListQuery::append_part(Statement& out, const Leader& leader, const Window& window,
                            const std::optional<ListPlace>& after,
                            const std::optional<ListPlace>& last, std::int64_t limit,
                            bool counting) const {
  const std::string ordinal = ordinal_of(leader);
  const bool text = leader.lead == Lead::Text && !leader.small;
  // Counting needs nothing but what the index holds.
  out.add(counting ? "select " : "select l.record_id as record_id, ");
  out.add(text ? "l.ordinal" : ordinal);
  out.add(" as ordinal, ").add(state_of(leader)).add(" as state");
  if (by_due() && !counting) out.add(", l.next_due_on as next_due_on");
  if (leader.small) {
    Leader inside = leader;
    inside.small = false;
    out.add(" from (select l.record_id as record_id, ");
    out.add(leader.lead == Lead::Text ? "l.ordinal" : ordinal_of(inside)).add(" as ordinal, ");
    out.add(state_of(inside)).add(" as state");
    if (by_due()) {
      if (leader.lead == Lead::Table)
        out.add(", (select d.next_due_on from record d where d.authority_id = ")
            .place(authority_id_)
            .add(" and d.record_id = l.record_id) as next_due_on");
      else
        out.add(", l.next_due_on as next_due_on");
    }
    append_from(out, inside, window);
    out.add(" limit ").place(list_bounds().examined).add(") l where l.ordinal > 0");
    append_rest(out, leader);
  } else {
    append_from(out, leader, window);
    append_rest(out, leader);
  }
  if (after) append_after(out, leader, *after);
  if (last) append_not_behind(out, leader, *last);
  if (by_due())
    out.add(" order by l.next_due_on, l.ordinal limit ").place(limit);
  else
    out.add(" order by ").add(ordinal).add(" desc limit ").place(limit);
}

// --- which way ---

Result<std::int64_t> ListQuery::size_of(const std::vector<Leader>& leaders) {
  std::int64_t size = 0;
  for (const auto& leader : leaders) {
    Statement out;
    Leader whole = leader;
    whole.small = false;
    out.add("select count(*) from (select 1");
    append_from(out, whole, {});
    out.add(" limit ").place(list_bounds().small + 1).add(") as found");
    PLUMB_TRY(connection_.run(out.sql, out.values, [&](const Row& row) {
      size += row.integer(0);
      return false;
    }));
    if (size > list_bounds().small) break;
  }
  return size;
}

Result<std::vector<ListQuery::Leader>> ListQuery::choose() {
  using Leaders = std::vector<Leader>;
  if (!match_.empty()) return Leaders{{.lead = Lead::Text, .small = by_due()}};
  Leaders ordered;
  if (!units_.empty())
    ordered = parties(false);
  else if (!fields_.empty() && !by_due())
    ordered = {{.lead = Lead::Table, .by_field = true}};
  else if (where_ && !by_due())
    ordered = {{.lead = Lead::Table}};
  else if (query_.states.empty() || by_due())
    ordered = {{}};
  else
    for (const auto& state : query_.states)
      ordered.push_back({.value = state});
  if (!has_rest(ordered.front())) return ordered;
  // Whatever index gives few records gives all there is to look at.
  std::vector<Leaders> sets;
  for (std::size_t i = 0; i < fields_.size(); ++i)
    sets.push_back({{.lead = Lead::Table, .field = i, .by_field = true, .small = true}});
  if (!units_.empty()) sets.push_back(parties(true));
  if (opened_asked()) sets.push_back({{.lead = Lead::Opened, .small = true}});
  if (query_.due != Due::Any || query_.due_from || query_.due_until)
    sets.push_back({{.lead = Lead::Due, .small = true}});
  std::int64_t smallest = list_bounds().small + 1;
  std::optional<Leaders> best;
  for (auto& set : sets) {
    PLUMB_TRY_ASSIGN(const auto size, size_of(set));
    if (size >= smallest) continue;
    smallest = size;
    best = std::move(set);
  }
  return best ? *best : ordered;
}

/// How far a page may look: the place of the last record that is looked at; empty: to the end.
Result<std::optional<ListPlace>> ListQuery::end_of_look(const std::vector<Leader>& leaders,
                                                        const Window& window,
                                                        const std::optional<ListPlace>& after,
                                                        std::int64_t examined) {
  std::optional<ListPlace> out;
  const auto each = std::max<std::int64_t>(examined / static_cast<std::int64_t>(leaders.size()), 1);
  for (const auto& leader : leaders) {
    if (leader.small || !has_rest(leader)) continue;
    const bool text = leader.lead == Lead::Text;
    Statement statement;
    statement.add("select ").add(ordinal_of(leader)).add(by_due() ? ", l.next_due_on" : "");
    append_from(statement, leader, window);
    if (after) append_after(statement, leader, *after);
    if (by_due())
      statement.add(" order by l.next_due_on, l.ordinal limit 1 offset ").place(each);
    else
      statement.add(" order by ").add(ordinal_of(leader)).add(" desc limit 1 offset ").place(each);
    PLUMB_TRY(connection_.run(statement.sql, statement.values, [&](const Row& row) {
      ListPlace end{row.integer(0) - (text ? text_base_ : 0),
                    by_due() ? std::string(row.text(1)) : std::string()};
      const bool tighter =
          !out || (by_due() ? std::tie(end.due, end.ordinal) < std::tie(out->due, out->ordinal)
                            : end.ordinal > out->ordinal);
      if (tighter) out = std::move(end);
      return false;
    }));
  }
  return out;
}

Result<std::vector<ListQuery::Window>> ListQuery::windows(const std::optional<ListPlace>& after) {
  if (match_.empty()) return std::vector<Window>{{}};
  PLUMB_TRY_ASSIGN(
      const auto newest,
      connection_.integer(
          "select max(ordinal) from record where authority_id = $1 and register_id = $2",
          {authority_id_, View(declared_.id)}));
  std::int64_t last = newest.value_or(0);
  if (after && !by_due()) last = std::min(last, after->ordinal - 1);
  std::vector<Window> out;
  if (!by_due())
    for (const auto width : list_bounds().windows)
      if (last > width) out.push_back({last - width + 1, last});
  out.push_back({1, last});
  return out;
}

// --- asking ---

Result<ListQuery::Page> ListQuery::look(View column, std::size_t limit,
                                        const std::optional<ListPlace>& after,
                                        const std::vector<Leader>& leaders, const Window& window,
                                        std::vector<std::string>& rows) {
  PLUMB_TRY_ASSIGN(const auto last, end_of_look(leaders, window, after, list_bounds().examined));
  Statement out;
  const auto wanted = static_cast<std::int64_t>(limit) + 1;
  out.add("select r.").add(column).add(", r.ordinal, r.next_due_on from (");
  for (std::size_t i = 0; i < leaders.size(); ++i) {
    // A record of several units comes once.
    out.add(i == 0 ? "select * from (" : " union select * from (");
    append_part(out, leaders[i], window, after, last, wanted, false);
    out.add(") as p" + std::to_string(i));
  }
  out.add(") as c cross join record r where r.authority_id = ").place(authority_id_);
  out.add(" and r.record_id = c.record_id order by ");
  out.add(by_due() ? "c.next_due_on, c.ordinal limit " : "c.ordinal desc limit ").place(wanted);
  Page page;
  ListPlace told;
  rows.clear();
  PLUMB_TRY(connection_.run(out.sql, out.values, [&](const Row& row) {
    if (page.count == limit) {
      page.next = told;
      return false;
    }
    rows.emplace_back(row.text(0));
    told = {row.integer(1), by_due() ? std::string(row.text(2)) : std::string()};
    ++page.count;
    return true;
  }));
  if (!page.next && last) page.next = last;
  return page;
}

Result<ListQuery::Page> ListQuery::page(View column, std::size_t limit,
                                        const std::optional<ListPlace>& after,
                                        const std::function<bool(View)>& on_row) {
  if (nothing_) return Page{};
  if (!leaders_) {
    PLUMB_TRY_ASSIGN(leaders_, choose());
  }
  PLUMB_TRY_ASSIGN(const auto all, windows(after));
  std::vector<std::string> rows;
  Page page;
  for (const auto& window : all) {
    PLUMB_TRY_ASSIGN(page, look(column, limit, after, *leaders_, window, rows));
    if (page.count == limit || page.next) {
      // Full, so that older ones may be there although this window has no more.
      if (!page.next && window.first > 1) page.next = ListPlace{.ordinal = window.first};
      break;
    }
  }
  for (const auto& row : rows)
    if (!on_row(row)) break;
  return page;
}

Result<ListQuery::Counts> ListQuery::count_among(const std::vector<Leader>& leaders,
                                                 const Window& window) {
  PLUMB_TRY_ASSIGN(const auto last, end_of_look(leaders, window, {}, list_bounds().looked));
  Statement out;
  out.add("select state, count(*) from (select ordinal, state from (");
  for (std::size_t i = 0; i < leaders.size(); ++i) {
    out.add(i == 0 ? "select ordinal, state from (" : " union select ordinal, state from (");
    append_part(out, leaders[i], window, {}, last, list_bounds().counted + 1, true);
    out.add(") as p" + std::to_string(i));
  }
  out.add(") as c limit ").place(list_bounds().counted + 1).add(") as found group by state");
  Counts counts;
  PLUMB_TRY(connection_.run(out.sql, out.values, [&](const Row& row) {
    counts.by_state[std::string(row.text(0))] = row.integer(1);
    counts.total += row.integer(1);
    return true;
  }));
  counts.capped = last.has_value() || counts.total > list_bounds().counted;
  return counts;
}

Result<ListQuery::Counts> ListQuery::count() {
  Counts counts;
  if (nothing_) return counts;
  if (plain()) {
    Statement out;
    out.add("select state, count from record_count where count > 0 and authority_id = ");
    out.place(authority_id_).add(" and register_id = ").text(declared_.id);
    if (!query_.states.empty()) {
      out.add(" and state in ");
      append_list(out, query_.states);
    }
    PLUMB_TRY(connection_.run(out.sql, out.values, [&](const Row& row) {
      counts.by_state[std::string(row.text(0))] = row.integer(1);
      counts.total += row.integer(1);
      return true;
    }));
    return counts;
  }
  if (!leaders_) {
    PLUMB_TRY_ASSIGN(leaders_, choose());
  }
  PLUMB_TRY_ASSIGN(const auto all, windows({}));
  for (const auto& window : all) {
    PLUMB_TRY_ASSIGN(counts, count_among(*leaders_, window));
    if (counts.capped) break;
  }
  return counts;
}

} // namespace plumb::records
