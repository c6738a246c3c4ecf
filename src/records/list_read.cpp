// SPDX-License-Identifier: Apache-2.0
// What is asked of a list, checked.
#include "fold.hpp"
#include "list_query.hpp"

#include <plumb/storage/text_index.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace plumb::records {

using base::ErrorKind;
using base::Result;
using View = std::string_view;

namespace {

auto bad_filter(View field) {
  return base::fail(ErrorKind::InvalidInput, "records.bad_filter", {{"field", std::string(field)}});
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

int warn_days_of(const pack::Register& declared) {
  int days = 3;
  for (const auto& clock : declared.clocks)
    days = std::max(days, clock.warn_days);
  return days;
}

} // namespace

Result<void> ListQuery::read_fields() {
  if (query_.fields.empty()) return {};
  const auto json = event::parse_json(query_.fields);
  if (!json || json->object() == nullptr) return bad_filter("fields");
  for (const auto& [name, value] : *json->object()) {
    const auto* field = declared_.field(name);
    if (field == nullptr || !field->indexed || field->personal) return bad_filter(name);
    const auto& columns = declared_.scope.columns;
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
    fields_.push_back(std::move(filter));
  }
  return {};
}

Result<void> ListQuery::read_where() {
  if (query_.where.empty()) return {};
  auto program = expression::Program::parse(query_.where, declared_.scope);
  if (!program)
    return base::fail(ErrorKind::InvalidInput, "records.bad_where",
                      {{"faults", fault_words(program.error())}});
  for (const auto& name : program->names())
    if (name != "today" && !table_.holds(name))
      return base::fail(ErrorKind::InvalidInput, "records.bad_where",
                        {{"faults", "personal data: " + name}});
  where_ = *std::move(program);
  return {};
}

Result<void> ListQuery::read_cursor() {
  View text = query_.cursor;
  if (text.empty()) return {};
  const auto bad = base::fail(ErrorKind::InvalidInput, "records.bad_cursor");
  ListPlace cursor;
  const char kind = text.front();
  text.remove_prefix(1);
  if (kind != (by_due() ? 'd' : 'n')) return bad;
  if (kind == 'd') {
    if (text.size() < 12 || text[10] != '.' || !base::parse_date(text.substr(0, 10))) return bad;
    cursor.due = text.substr(0, 10);
    text.remove_prefix(11);
  }
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), cursor.ordinal);
  if (fault != std::errc{} || end != text.data() + text.size() || cursor.ordinal < 0) return bad;
  cursor_ = std::move(cursor);
  return {};
}

std::string ListQuery::cursor_text(const ListPlace& place) const {
  const std::string ordinal = std::to_string(place.ordinal);
  return by_due() ? 'd' + place.due + '.' + ordinal : 'n' + ordinal;
}

void ListQuery::read_units() {
  const auto& viewer = query_.viewer;
  const std::set<std::string> seen(viewer.units.begin(), viewer.units.end());
  if (!query_.unit.empty()) {
    units_ = {query_.unit};
    check_viewer_ = !viewer.all && !seen.contains(query_.unit);
  } else if (!viewer.all) {
    units_.assign(seen.begin(), seen.end());
  }
  if (!viewer.all && seen.empty()) nothing_ = true;
}

Result<ListQuery> ListQuery::make(Connection& connection, View authority_id,
                                  const pack::Rulebook& book, const pack::Register& declared,
                                  const Query& query, Date on, const calendar::View& calendar) {
  ListQuery out(connection, authority_id, book, declared, query, on);
  out.near_until_ = calendar.nth_working_day(on, warn_days_of(declared));
  out.match_ = storage::TextIndex::match(connection.engine(), query.text);
  // Words were asked for that nothing can be looked for with.
  out.nothing_ = out.match_.empty() && query.text.find_first_not_of(" \t\n") != std::string::npos;
  PLUMB_TRY(out.read_fields());
  PLUMB_TRY(out.read_where());
  PLUMB_TRY(out.read_cursor());
  out.read_units();
  PLUMB_TRY_ASSIGN(const auto number,
                   connection.integer("select number from records_state where authority_id = $1",
                                      {authority_id}));
  out.text_base_ = text_position(number.value_or(0), 0);
  return out;
}

} // namespace plumb::records
