// SPDX-License-Identifier: Apache-2.0
#include "fold.hpp"
#include "state.hpp"
#include "typed_table.hpp"

#include <algorithm>
#include <charconv>
#include <deque>

namespace plumb::records {
namespace {

using base::ErrorKind;
using base::Result;
using storage::Row;
using storage::Value;
using View = std::string_view;

/// Matching records are counted up to this number.
constexpr std::int64_t kCountedMax = 10'000;

auto bad_filter(View field) {
  return base::fail(ErrorKind::InvalidInput, "records.bad_filter", {{"field", std::string(field)}});
}

/// A statement that grows with its values: places ascend, as SQLite wants it.
struct Statement {
  std::string sql = {};
  std::vector<Value> values = {};
  std::deque<std::string> texts = {}; ///< what views in `values` point to

  Statement& add(View text) {
    sql += text;
    return *this;
  }
  Statement& place(Value value) {
    values.push_back(value);
    sql += '$' + std::to_string(values.size());
    return *this;
  }
  Statement& text(std::string text) { return place(View(texts.emplace_back(std::move(text)))); }
  Statement& day(Date day) { return text(base::to_string(day)); }
};

struct Cursor {
  std::int64_t ordinal = 0;
  std::string due;
};

Result<std::optional<Cursor>> read_cursor(View text, Sort sort) {
  if (text.empty()) return std::optional<Cursor>();
  const auto bad = base::fail(ErrorKind::InvalidInput, "records.bad_cursor");
  Cursor cursor;
  const char kind = text.front();
  text.remove_prefix(1);
  if (kind != (sort == Sort::Due ? 'd' : 'n')) return bad;
  if (kind == 'd') {
    if (text.size() < 12 || text[10] != '.' || !base::parse_date(text.substr(0, 10))) return bad;
    cursor.due = text.substr(0, 10);
    text.remove_prefix(11);
  }
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), cursor.ordinal);
  if (fault != std::errc{} || end != text.data() + text.size() || cursor.ordinal < 0) return bad;
  return std::optional(std::move(cursor));
}

/// An indexed field and the value it must have, as its column holds it.
struct FieldFilter {
  const expression::Column* column = nullptr;
  std::variant<std::int64_t, std::string> value;
};

Result<std::vector<FieldFilter>> read_fields(const pack::Register& declared, View text) {
  std::vector<FieldFilter> out;
  if (text.empty()) return out;
  const auto json = event::parse_json(text);
  if (!json || json->object() == nullptr) return bad_filter("fields");
  for (const auto& [name, value] : *json->object()) {
    const auto* field = declared.field(name);
    if (field == nullptr || !field->indexed || field->personal) return bad_filter(name);
    const auto& columns = declared.scope.columns;
    const auto at = std::ranges::find(columns, name, &expression::Column::name);
    if (at == columns.end()) return bad_filter(name);
    FieldFilter filter{&*at, std::int64_t{0}};
    if (at->type == expression::Type::Flag && value.boolean() != nullptr) {
      filter.value = std::int64_t{*value.boolean() ? 1 : 0};
    } else if (at->type == expression::Type::Number && value.number()) {
      const auto units = base::shift(*value.number(), at->scale);
      if (!units || units->scale != 0) return bad_filter(name);
      filter.value = units->units;
    } else if (value.string() != nullptr && at->type != expression::Type::Flag &&
               at->type != expression::Type::Number) {
      filter.value = value.text();
    } else {
      return bad_filter(name);
    }
    out.push_back(std::move(filter));
  }
  return out;
}

std::string fault_words(const std::vector<expression::Fault>& faults) {
  std::string out;
  for (const auto& fault : faults) {
    if (!out.empty()) out += "; ";
    out += std::to_string(fault.from) + "–" + std::to_string(fault.until) + ' ' + fault.error.id;
    for (const auto& [name, value] : fault.error.args)
      out += ' ' + name + '=' + value;
  }
  return out;
}

Result<std::optional<expression::Program>> read_where(const TypedTable& table,
                                                      const pack::Register& declared, View text) {
  if (text.empty()) return std::optional<expression::Program>();
  auto program = expression::Program::parse(text, declared.scope);
  if (!program)
    return base::fail(ErrorKind::InvalidInput, "records.bad_where",
                      {{"faults", fault_words(program.error())}});
  for (const auto& name : program->names())
    if (name != "today" && !table.holds(name))
      return base::fail(ErrorKind::InvalidInput, "records.bad_where",
                        {{"faults", "personal data: " + name}});
  return std::optional(*std::move(program));
}

/// Everything that is asked, checked.
struct Asked {
  View authority_id;
  const pack::Rulebook& book;
  const pack::Register& declared;
  const Query& query;
  Date on;
  Date near_until;
  storage::Engine engine = storage::Engine::Sqlite;
  std::int64_t text_number = 0;
  std::string match = {};
  std::vector<FieldFilter> fields = {};
  std::optional<expression::Program> where = {};
  std::optional<Cursor> cursor = {};
  TypedTable table;

  [[nodiscard]] bool typed() const { return !fields.empty() || where.has_value(); }
  /// Whether the kept counts by state tell the numbers.
  [[nodiscard]] bool plain() const { return untyped_plain() && !typed(); }
  /// No filter but that on states and those which the typed table answers alone.
  [[nodiscard]] bool untyped_plain() const {
    const Query& q = query;
    return q.sort == Sort::Newest && q.unit.empty() && q.due == Due::Any && !q.due_from &&
           !q.due_until && !q.opened_from && !q.opened_until && !q.breaches && match.empty() &&
           !typed();
  }
};

/// Names are those of the typed table alone: they must stand where no other table is in sight.
void append_condition(Statement& out, const Asked& asked) {
  for (const auto& filter : asked.fields) {
    out.add(" and \"").add(filter.column->column).add("\" = ");
    if (const auto* number = std::get_if<std::int64_t>(&filter.value))
      out.place(*number);
    else
      out.text(std::get<std::string>(filter.value));
  }
  if (!asked.where) return;
  const auto condition = asked.where->compile(static_cast<int>(out.values.size()) + 1,
                                              [&](View id) -> expression::Value {
                                                if (id == "today") return asked.on;
                                                return asked.book.parameter_value(id, asked.on);
                                              });
  out.add(" and (").add(condition.text).add(")");
  for (const auto& value : condition.values) {
    if (const auto* flag = std::get_if<bool>(&value))
      out.values.emplace_back(std::int64_t{*flag ? 1 : 0});
    else if (const auto* number = std::get_if<expression::Number>(&value))
      out.values.emplace_back(number->units);
    else if (const auto* text = std::get_if<std::string>(&value))
      out.values.emplace_back(View(out.texts.emplace_back(*text)));
    else if (const auto* day = std::get_if<Date>(&value))
      out.values.emplace_back(View(out.texts.emplace_back(base::to_string(*day))));
    else if (const auto* list = std::get_if<expression::List>(&value))
      out.values.emplace_back(View(out.texts.emplace_back(json_of(*list).dump())));
    else
      out.values.emplace_back(std::monostate{});
  }
}

void append_states(Statement& out, const Asked& asked, View column) {
  const auto& states = asked.query.states;
  if (states.empty()) return;
  out.add(" and ").add(column).add(" in (");
  for (std::size_t i = 0; i < states.size(); ++i)
    out.add(i == 0 ? "" : ", ").text(states[i]);
  out.add(")");
}

/// Filters on the table `record` (as `r`).
void append_filters(Statement& out, const Asked& asked) {
  const Query& query = asked.query;
  // Several not by the index on states: its order is not that of the page.
  append_states(out, asked, query.states.size() == 1 ? "r.state" : "(r.state || '')");
  if (!query.unit.empty()) out.add(" and r.unit = ").text(query.unit);
  if (query.due == Due::Overdue) out.add(" and r.next_due_on < ").day(asked.on);
  if (query.due == Due::Near)
    out.add(" and r.next_due_on >= ")
        .day(asked.on)
        .add(" and r.next_due_on <= ")
        .day(asked.near_until);
  if (query.due_from) out.add(" and r.next_due_on >= ").day(*query.due_from);
  if (query.due_until) out.add(" and r.next_due_on <= ").day(*query.due_until);
  if (query.due != Due::Any || query.due_from || query.due_until || query.sort == Sort::Due)
    out.add(" and r.next_due_on is not null");
  if (query.opened_from) out.add(" and r.opened_on >= ").day(*query.opened_from);
  if (query.opened_until) out.add(" and r.opened_on <= ").day(*query.opened_until);
  if (query.breaches)
    out.add(*query.breaches ? " and r.breach_count > 0" : " and r.breach_count = 0");
}

/// `from … where …` of the records that match; full text or an indexed field leads where asked,
/// because the planner knows no statistics. `scan`: a condition leads too (for counting; a page
/// rather walks the records in their order and stops early).
void append_matching(Statement& out, const Asked& asked, bool scan) {
  const bool by_text = !asked.match.empty();
  const bool by_table = !by_text && asked.typed() && (!asked.fields.empty() || scan);
  out.add(" from ");
  if (by_text) {
    const std::int64_t base = text_position(asked.text_number, 0);
    text_index(asked.declared.id)
        .append_matches(asked.engine, out.sql, out.values, asked.authority_id, asked.match,
                        base + 1, text_position(asked.text_number + 1, 0) - 1);
    out.add(" m cross join record r where r.ordinal = m.position - ").place(base);
    out.add(" and r.authority_id = ").place(asked.authority_id);
    out.add(" and r.register_id = ").text(asked.declared.id);
  } else if (by_table) {
    out.add("(select record_id, ").add(kOrdinalColumn).add(" from ").add(asked.table.name());
    out.add(" where authority_id = ").place(asked.authority_id);
    append_condition(out, asked);
    out.add(") x cross join record r where r.record_id = x.record_id and r.authority_id = ");
    out.place(asked.authority_id);
  } else {
    out.add("record r where r.authority_id = ").place(asked.authority_id);
    out.add(" and r.register_id = ").text(asked.declared.id);
  }
  append_filters(out, asked);
  if (by_table || !asked.typed()) return;
  out.add(" and exists (select 1 from ").add(asked.table.name()).add(" x where x.authority_id = ");
  out.place(asked.authority_id).add(" and x.record_id = r.record_id");
  append_condition(out, asked);
  out.add(")");
}

void append_order(Statement& out, const Asked& asked) {
  const bool by_text = !asked.match.empty();
  const bool by_table = !by_text && !asked.fields.empty();
  // The order in which what leads comes anyway.
  const std::string ordinal = by_table  ? "x." + std::string(kOrdinalColumn)
                              : by_text ? "m.position"
                                        : "r.ordinal";
  const std::int64_t base = by_text ? text_position(asked.text_number, 0) : 0;
  if (asked.query.sort == Sort::Due) {
    if (asked.cursor)
      out.add(" and (r.next_due_on, r.ordinal) > (")
          .text(asked.cursor->due)
          .add(", ")
          .place(asked.cursor->ordinal)
          .add(")");
    out.add(" order by r.next_due_on, r.ordinal limit ");
  } else {
    if (asked.cursor) out.add(" and ").add(ordinal).add(" < ").place(base + asked.cursor->ordinal);
    out.add(" order by ").add(ordinal).add(" desc limit ");
  }
  out.place(static_cast<std::int64_t>(asked.query.limit) + 1);
}

struct Page {
  std::string items;
  std::string next_cursor;
};

Result<Page> read_page(Connection& connection, const Asked& asked) {
  Statement statement;
  statement.add("select r.row, r.ordinal, r.next_due_on");
  append_matching(statement, asked, false);
  append_order(statement, asked);
  Page page;
  std::size_t count = 0;
  std::string last;
  PLUMB_TRY(connection.run(statement.sql, statement.values, [&](const Row& row) {
    if (count == asked.query.limit) {
      page.next_cursor = last;
      return false;
    }
    if (count++ > 0) page.items += ',';
    page.items += row.text(0);
    last = asked.query.sort == Sort::Due ? "d" + std::string(row.text(2)) + "." : "n";
    last += std::to_string(row.integer(1));
    return true;
  }));
  return page;
}

struct Counts {
  std::map<std::string, std::int64_t> by_state;
  std::int64_t total = 0;
  bool capped = false;
};

Result<Counts> count_states(Connection& connection, const Asked& asked) {
  Statement statement;
  if (asked.plain()) {
    statement.add("select state, count from record_count where count > 0 and authority_id = ");
    statement.place(asked.authority_id).add(" and register_id = ").text(asked.declared.id);
    append_states(statement, asked, "state");
  } else if (asked.typed() && asked.untyped_plain()) {
    statement.add("select state, count(*) from (select \"state\" as state from ");
    statement.add(asked.table.name()).add(" where authority_id = ").place(asked.authority_id);
    append_condition(statement, asked);
    append_states(statement, asked, "\"state\"");
    statement.add(" limit ").place(kCountedMax + 1).add(") as found group by state");
  } else {
    statement.add("select state, count(*) from (select r.state as state");
    append_matching(statement, asked, true);
    statement.add(" limit ").place(kCountedMax + 1).add(") as found group by state");
  }
  Counts counts;
  PLUMB_TRY(connection.run(statement.sql, statement.values, [&](const Row& row) {
    counts.by_state[std::string(row.text(0))] = row.integer(1);
    counts.total += row.integer(1);
    return true;
  }));
  counts.capped = !asked.plain() && counts.total > kCountedMax;
  return counts;
}

int warn_days_of(const pack::Register& declared) {
  int days = 3;
  for (const auto& clock : declared.clocks)
    days = std::max(days, clock.warn_days);
  return days;
}

/// Full text has nothing to look for although words were asked for: nothing matches.
bool matches_nothing(const Asked& asked) {
  return asked.match.empty() && asked.query.text.find_first_not_of(" \t\n") != std::string::npos;
}

} // namespace

Result<std::string> Records::list(View authority_id, View register_id, const Query& query) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const auto book = standing->newest();
  PLUMB_TRY_ASSIGN(const auto* declared, find_register(book.get(), register_id));
  const Date today = state_->today(), on = query.on.value_or(today);
  const auto view = standing->calendar.view(standing->jurisdiction(), today);
  Asked asked{.authority_id = authority_id,
              .book = *book,
              .declared = *declared,
              .query = query,
              .on = on,
              .near_until = view.nth_working_day(on, warn_days_of(*declared)),
              .engine = reader->engine(),
              .match = storage::TextIndex::match(reader->engine(), query.text),
              .table = TypedTable(*declared)};
  PLUMB_TRY_ASSIGN(asked.fields, read_fields(*declared, query.fields));
  PLUMB_TRY_ASSIGN(asked.where, read_where(asked.table, *declared, query.where));
  PLUMB_TRY_ASSIGN(asked.cursor, read_cursor(query.cursor, query.sort));
  PLUMB_TRY_ASSIGN(
      const auto number,
      reader->integer("select number from records_state where authority_id = $1", {authority_id}));
  asked.text_number = number.value_or(0);
  Page page;
  Counts counts;
  if (!matches_nothing(asked)) {
    PLUMB_TRY_ASSIGN(page, read_page(*reader, asked));
    PLUMB_TRY_ASSIGN(counts, count_states(*reader, asked));
  }
  Json::Object by_state;
  for (const auto& [state, count] : counts.by_state)
    by_state.emplace(state, count);
  std::string out = "{\"today\":\"" + base::to_string(on) + "\",\"items\":[" + page.items + "],";
  out += "\"next_cursor\":" + (page.next_cursor.empty() ? "null" : '"' + page.next_cursor + '"');
  out += ",\"total\":" + std::to_string(counts.total);
  out += ",\"counts\":" + Json(std::move(by_state)).dump();
  out += std::string(",\"counts_capped\":") + (counts.capped ? "true}" : "false}");
  return out;
}

} // namespace plumb::records
