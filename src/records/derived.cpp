// SPDX-License-Identifier: Apache-2.0
#include "derived.hpp"

#include "work.hpp"

#include <plumb/base/hash.hpp>

#include <algorithm>

namespace plumb::records {
namespace {

using base::Result;
using pack::FieldType;
using storage::Value;
using View = std::string_view;

void add_reference(Derived& out, const pack::Field& field, const std::string& name,
                   const Json& value) {
  if (field.personal) return;
  if (field.type == FieldType::Record && !value.text().empty())
    out.links.emplace(value.text(), name);
  if (field.type == FieldType::File && !value["sm3"].text().empty())
    out.files.insert(value["sm3"].text());
  if (field.type == FieldType::Files)
    for (const auto& one : value.items())
      if (!one["sm3"].text().empty()) out.files.insert(one["sm3"].text());
}

void add_references(Derived& out, const pack::Register& declared, const Json& fields) {
  for (const auto& field : declared.fields) {
    const Json& value = fields[field.id];
    if (value.is_null()) continue;
    if (field.type != FieldType::Rows) {
      add_reference(out, field, field.id, value);
      continue;
    }
    if (field.personal) continue;
    for (const auto& row : value.items())
      for (const auto& column : field.columns)
        add_reference(out, column, field.id + '.' + column.id, row[column.id]);
  }
}

/// Rows to take out and rows to put in, for a set that was and one that is.
template <class Set> Set missing(const Set& from, const Set& in) {
  Set out;
  std::ranges::set_difference(from, in, std::inserter(out, out.end()));
  return out;
}

/// One record's rows in one table after another.
class Writer {
public:
  Writer(Connection& writer, View authority_id, const registers::Record& record)
      : writer_(writer), authority_id_(authority_id), record_id_(record.record_id),
        register_id_(record.register_id) {}

  Result<void> parties(const Derived* before, const Derived& after) {
    const bool same = before != nullptr && before->state == after.state &&
                      before->final == after.final && before->next_due_on == after.next_due_on &&
                      before->urgency == after.urgency;
    const auto gone = before ? missing(before->parties, after.parties) : std::set<std::string>();
    for (const auto& unit : gone)
      PLUMB_TRY(
          writer_.run("delete from record_party where authority_id = $1 and record_id = $2 and "
                      "unit_id = $3",
                      {authority_id_, record_id_, View(unit)}));
    const auto& fresh = same ? missing(after.parties, before->parties) : after.parties;
    std::vector<View> units(fresh.begin(), fresh.end());
    if (units.empty()) return {};
    return writer_.batch(
        "insert into record_party (authority_id, record_id, unit_id, register_id, ordinal, state, "
        "final, next_due_on, urgency) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict "
        "(authority_id, record_id, unit_id) do update set state = excluded.state, final = "
        "excluded.final, next_due_on = excluded.next_due_on, urgency = excluded.urgency",
        9, units.size(), [&](std::size_t i, std::span<Value> row) {
          row[0] = authority_id_;
          row[1] = record_id_;
          row[2] = units[i];
          row[3] = register_id_;
          row[4] = after.ordinal;
          row[5] = View(after.state);
          row[6] = std::int64_t{after.final ? 1 : 0};
          row[7] = after.next_due_on ? Value(View(*after.next_due_on)) : Value(std::monostate{});
          row[8] = View(after.urgency);
        });
  }
  Result<void> clocks(const Derived* before, const Derived& after) {
    if (before != nullptr)
      for (const auto& [clock, day] : before->clocks)
        if (!after.clocks.contains(clock))
          PLUMB_TRY(writer_.run("delete from record_clock where authority_id = $1 and record_id = "
                                "$2 and clock = $3",
                                {authority_id_, record_id_, View(clock)}));
    for (const auto& [clock, day] : after.clocks) {
      if (before != nullptr) {
        const auto known = before->clocks.find(clock);
        if (known != before->clocks.end() && known->second == day) continue;
      }
      PLUMB_TRY(writer_.run("insert into record_clock (authority_id, record_id, clock, "
                            "register_id, due_on) values ($1, $2, $3, $4, $5) on conflict "
                            "(authority_id, record_id, clock) do update set due_on = "
                            "excluded.due_on",
                            {authority_id_, record_id_, View(clock), register_id_, View(day)}));
    }
    return {};
  }
  Result<void> links(const std::set<std::pair<std::string, std::string>>& gone,
                     const std::set<std::pair<std::string, std::string>>& fresh) {
    for (const auto& [to, field] : gone)
      PLUMB_TRY(writer_.run("delete from record_link where authority_id = $1 and to_record = $2 "
                            "and from_record = $3 and field = $4",
                            {authority_id_, View(to), record_id_, View(field)}));
    for (const auto& [to, field] : fresh)
      PLUMB_TRY(writer_.run("insert into record_link (authority_id, to_record, from_record, field) "
                            "values ($1, $2, $3, $4) on conflict do nothing",
                            {authority_id_, View(to), record_id_, View(field)}));
    return {};
  }
  Result<void> files(const std::set<std::string>& gone, const std::set<std::string>& fresh) {
    for (const auto& sm3 : gone)
      PLUMB_TRY(writer_.run(
          "delete from record_file where authority_id = $1 and sm3 = $2 and record_id = $3",
          {authority_id_, View(sm3), record_id_}));
    for (const auto& sm3 : fresh)
      PLUMB_TRY(writer_.run("insert into record_file (authority_id, sm3, record_id) values ($1, "
                            "$2, $3) on conflict do nothing",
                            {authority_id_, View(sm3), record_id_}));
    return {};
  }
  Result<void> numbers(const std::set<Numbered>& gone, const std::set<Numbered>& fresh) {
    for (const auto& one : gone)
      PLUMB_TRY(writer_.run("delete from record_number where authority_id = $1 and register_id = "
                            "$2 and field = $3 and series = $4 and year = $5 and number = $6 and "
                            "record_id = $7",
                            {authority_id_, register_id_, View(one.field), View(one.series),
                             std::int64_t{one.year}, one.number, record_id_}));
    for (const auto& one : fresh)
      PLUMB_TRY(writer_.run("insert into record_number (authority_id, register_id, field, series, "
                            "year, number, record_id) values ($1, $2, $3, $4, $5, $6, $7) on "
                            "conflict do nothing",
                            {authority_id_, register_id_, View(one.field), View(one.series),
                             std::int64_t{one.year}, one.number, record_id_}));
    return {};
  }
  Result<void> origin(const registers::Origin& origin) {
    PLUMB_TRY(writer_.run("insert into record_origin (authority_id, kind, key, record_id) values "
                          "($1, $2, $3, $4) on conflict do nothing",
                          {authority_id_, View(origin.kind), View(origin.key), record_id_}));
    return {};
  }
  Result<void> key(const Derived* before, const Derived& after) {
    if (before != nullptr && before->key_hash == after.key_hash) return {};
    if (before != nullptr && before->key_hash)
      PLUMB_TRY(
          writer_.run("delete from record_key where authority_id = $1 and register_id = $2 "
                      "and key_hash = $3 and ordinal = $4",
                      {authority_id_, register_id_, View(*before->key_hash), before->ordinal}));
    if (after.key_hash)
      PLUMB_TRY(writer_.run(
          "insert into record_key (authority_id, register_id, key_hash, ordinal, "
          "record_id) values ($1, $2, $3, $4, $5) on conflict do nothing",
          {authority_id_, register_id_, View(*after.key_hash), after.ordinal, record_id_}));
    return {};
  }

private:
  Connection& writer_;
  View authority_id_, record_id_, register_id_;
};

} // namespace

std::optional<Date> end_of(const registers::ClockState& clock) {
  if (!clock.running() || (!clock.pauses.empty() && !clock.pauses.back().until))
    return std::nullopt;
  if (!clock.due_on) return clock.target_on;
  return clock.target_on ? std::min(*clock.due_on, *clock.target_on) : *clock.due_on;
}

std::optional<std::string> key_hash_of(const pack::Register& declared, const Json& fields) {
  if (declared.key.empty()) return std::nullopt;
  Json::Array values;
  bool empty = true;
  for (const auto& name : declared.key) {
    const auto* field = declared.field(name);
    if (field == nullptr || field->personal) return std::nullopt;
    const Json& value = fields[name];
    const bool none = value.is_null() || (value.string() != nullptr && value.text().empty());
    empty = empty && none;
    values.push_back(none ? Json() : value);
  }
  if (empty) return std::nullopt;
  return base::sm3_hex(Json(std::move(values)).dump());
}

Derived derived_of(const pack::Register* declared, const registers::Record& record,
                   std::int64_t ordinal, bool final) {
  Derived out{.ordinal = ordinal, .state = record.state, .final = final};
  std::optional<Date> next;
  for (const auto& clock : record.clocks) {
    const auto end = end_of(clock);
    if (!end) continue;
    out.clocks.emplace(clock.clock, base::to_string(*end));
    if (!next || *end < *next) next = end;
  }
  if (next) out.next_due_on = base::to_string(*next);
  out.urgency = urgency_of(declared, record);
  if (!record.origin.kind.empty() && record.origin.kind != "spawn") out.origin = record.origin;
  if (declared == nullptr) {
    if (!record.unit.empty()) out.parties.insert(record.unit);
    return out;
  }
  for (auto& unit : registers::parties_of(*declared, record))
    out.parties.insert(std::move(unit));
  if (declared->everyone) out.parties.emplace(kEveryone);
  add_references(out, *declared, record.fields);
  for (const auto& numbering : numberings_of(*declared))
    if (auto number = read_number(numbering, record.fields)) out.numbers.insert(*std::move(number));
  out.key_hash = key_hash_of(*declared, record.fields);
  return out;
}

Result<void> put_derived(Connection& writer, View authority_id, const registers::Record& record,
                         const Derived* before, const Derived& after) {
  static const Derived kNothing{};
  const Derived& was = before ? *before : kNothing;
  Writer rows(writer, authority_id, record);
  PLUMB_TRY(rows.parties(before, after));
  PLUMB_TRY(rows.clocks(before, after));
  PLUMB_TRY(rows.links(missing(was.links, after.links), missing(after.links, was.links)));
  PLUMB_TRY(rows.files(missing(was.files, after.files), missing(after.files, was.files)));
  PLUMB_TRY(rows.numbers(missing(was.numbers, after.numbers), missing(after.numbers, was.numbers)));
  if (after.origin && was.origin != after.origin) PLUMB_TRY(rows.origin(*after.origin));
  return rows.key(before, after);
}

Result<void> clear_derived(Connection& writer, View authority_id, View register_id) {
  for (const View table : {"record_party", "record_clock", "record_number", "record_key"})
    PLUMB_TRY(writer.run("delete from " + std::string(table) +
                             " where authority_id = $1 and register_id = $2",
                         {authority_id, register_id}));
  const auto of_records = [&](View table, View column) -> Result<void> {
    PLUMB_TRY(writer.run("delete from " + std::string(table) + " where authority_id = $1 and " +
                             std::string(column) +
                             " in (select record_id from record where authority_id = $2 and "
                             "register_id = $3)",
                         {authority_id, authority_id, register_id}));
    return {};
  };
  PLUMB_TRY(of_records("record_link", "from_record"));
  PLUMB_TRY(of_records("record_file", "record_id"));
  return of_records("record_origin", "record_id");
}

std::string derived_shape(const pack::Register& declared) {
  std::string out = declared.everyone ? "everyone\nparties" : "parties";
  for (const auto& name : declared.parties)
    out += ' ' + name;
  out += "\nkey";
  for (const auto& name : declared.key)
    out += ' ' + name;
  for (const auto& numbering : numberings_of(declared))
    out += "\nnumbered " + numbering.field + ' ' + numbering.series + ' ' + numbering.pattern;
  const auto references = [&](const std::string& prefix, const std::vector<pack::Field>& fields,
                              const auto& again) -> void {
    for (const auto& field : fields) {
      if (field.type == FieldType::Rows) again(prefix + field.id + '.', field.columns, again);
      if (field.type == FieldType::Record || field.type == FieldType::File ||
          field.type == FieldType::Files || field.type == FieldType::Unit ||
          field.type == FieldType::Units)
        out += '\n' + prefix + field.id + ' ' + std::string(pack::name_of(field.type)) +
               (field.personal ? " apart" : "");
    }
  };
  references("", declared.fields, references);
  for (const auto& clock : declared.clocks)
    out += "\nwarns " + clock.id + ' ' + std::to_string(clock.warn_days);
  return out + '\n';
}

} // namespace plumb::records
