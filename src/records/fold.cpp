// SPDX-License-Identifier: Apache-2.0
#include "fold.hpp"

#include "derived.hpp"
#include "schema.hpp"
#include "state.hpp"
#include "typed_table.hpp"
#include "work.hpp"

#include <plumb/storage/text_index.hpp>

#include <algorithm>

namespace plumb::records {
namespace {

using base::ErrorKind;
using base::Result;
using storage::Row;
using storage::Value;
using View = std::string_view;

/// Records read at a time when a table is filled again.
constexpr std::int64_t kRefillPage = 500;

std::optional<Date> earlier(std::optional<Date> a, std::optional<Date> b) {
  if (!a) return b;
  return b && *b < *a ? b : a;
}

Json date_json(const std::optional<Date>& day) {
  return day ? Json(base::to_string(*day)) : Json();
}

Json row_values(const pack::Register& declared, const registers::Record& record) {
  Json::Object out;
  std::vector<expression::Value> values;
  for (const auto& name : declared.list) {
    if (const auto* field = declared.field(name)) {
      out.emplace(name, field->personal ? Json() : record.fields[name]);
      continue;
    }
    if (values.empty()) values = registers::values_of(declared, record, record.opened_on);
    const auto& columns = declared.scope.columns;
    const auto at = std::ranges::find(columns, name, &expression::Column::name);
    if (at == columns.end()) continue;
    const auto index = static_cast<std::size_t>(at - columns.begin());
    out.emplace(name, index < values.size() ? json_of(values[index]) : Json());
  }
  return out;
}

Json row_clocks(const registers::Record& record) {
  Json::Array out;
  for (const auto& clock : record.clocks)
    if (clock.running())
      out.emplace_back(Json::Object{{"clock", clock.clock},
                                    {"due_on", date_json(clock.due_on)},
                                    {"earliest_on", date_json(clock.earliest_on)},
                                    {"target_on", date_json(clock.target_on)}});
  return out;
}

} // namespace

storage::TextIndex text_index(View register_id) {
  return storage::TextIndex("text_" + table_of(register_id));
}

Result<registers::Record> read_record(View body) {
  PLUMB_TRY_ASSIGN(const Json json, event::parse_json(body));
  return registers::record_from_json(json);
}

std::optional<Date> next_due_on(const registers::Record& record) {
  std::optional<Date> next;
  for (const auto& clock : record.clocks)
    next = earlier(next, end_of(clock));
  return next;
}

std::string title_of(const pack::Register* declared, const registers::Record& record) {
  if (declared == nullptr) return {};
  const auto* field = declared->field(declared->title_field);
  if (field == nullptr || field->personal) return {};
  const Json& value = record.fields[field->id];
  if (value.string() != nullptr) return value.text();
  return value.is_null() ? std::string() : value.dump();
}

std::string search_text(const pack::Register* declared, const registers::Record& record) {
  std::string out = title_of(declared, record);
  if (declared == nullptr) return out;
  for (const auto& field : declared->fields) {
    if (field.personal || field.id == declared->title_field) continue;
    if (field.type != pack::FieldType::Text && field.type != pack::FieldType::LongText) continue;
    const auto& text = record.fields[field.id].text();
    if (!text.empty()) out += '\n' + text;
  }
  return out;
}

std::string row_json(const pack::Register* declared, const registers::Record& record) {
  Json::Object out{{"record_id", record.record_id},
                   {"register", record.register_id},
                   {"title", title_of(declared, record)},
                   {"state", record.state},
                   {"unit", record.unit},
                   {"opened_on", base::to_string(record.opened_on)},
                   {"next_due_on", date_json(next_due_on(record))},
                   {"breach_count", static_cast<std::int64_t>(record.breaches.size())},
                   {"revision", record.revision},
                   {"rules", record.rules},
                   {"values", declared ? row_values(*declared, record) : Json(Json::Object{})},
                   {"clocks", row_clocks(record)}};
  return Json(std::move(out)).dump();
}

Result<void> RecordFold::count(View authority_id, View register_id, View state, std::int64_t by) {
  PLUMB_TRY(writer_.run(
      "insert into record_count (authority_id, register_id, state, count) values ($1, $2, $3, $4) "
      "on conflict (authority_id, register_id, state) do update set "
      "count = record_count.count + excluded.count",
      {authority_id, register_id, state, by}));
  return {};
}

Result<std::int64_t> RecordFold::next_ordinal(View authority_id, View register_id) {
  PLUMB_TRY_ASSIGN(
      const auto last,
      writer_.integer(
          "select max(ordinal) from record where authority_id = $1 and register_id = $2",
          {authority_id, register_id}));
  return last.value_or(0) + 1;
}

Result<void> RecordFold::store(View authority_id, std::int64_t ordinal,
                               const pack::Register* declared, const registers::Record& record,
                               bool final) {
  const auto due = next_due_on(record);
  const std::string due_text = due ? base::to_string(*due) : std::string();
  const auto running = std::ranges::count_if(record.clocks, &registers::ClockState::running);
  const std::string opened = base::to_string(record.opened_on);
  const std::string title = title_of(declared, record), row = row_json(declared, record);
  const std::string body = registers::to_json(record).dump();
  const std::string urgency = urgency_of(declared, record);
  PLUMB_TRY(writer_.run(
      "insert into record (authority_id, record_id, register_id, ordinal, state, unit, opened_on, "
      "next_due_on, running, breach_count, revision, rules, title, row, body, final, parent, "
      "urgency) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
      "$17, $18) on "
      "conflict (authority_id, record_id) do update set state = excluded.state, unit = "
      "excluded.unit, opened_on = excluded.opened_on, next_due_on = excluded.next_due_on, running "
      "= excluded.running, breach_count = excluded.breach_count, revision = excluded.revision, "
      "rules = excluded.rules, title = excluded.title, row = excluded.row, body = excluded.body, "
      "final = excluded.final, parent = excluded.parent, urgency = excluded.urgency",
      {authority_id, View(record.record_id), View(record.register_id), ordinal, View(record.state),
       View(record.unit), View(opened), due ? Value(View(due_text)) : Value(std::monostate{}),
       static_cast<std::int64_t>(running), static_cast<std::int64_t>(record.breaches.size()),
       record.revision, View(record.rules), View(title), View(row), View(body),
       std::int64_t{final ? 1 : 0}, View(record.parent), View(urgency)}));
  return {};
}

bool is_final(const Standing& standing, const registers::Record& record) {
  for (const auto& book : {standing.version(record.rules), standing.newest()}) {
    const auto* declared = book ? book->find_register(record.register_id) : nullptr;
    const auto* state = declared ? declared->state(record.state) : nullptr;
    if (state != nullptr) return state->final;
  }
  return false;
}

Result<void> RecordFold::record_event(const event::Event& event, View record_id) {
  const View authority(event.authority_id);
  std::optional<registers::Record> before;
  std::int64_t ordinal = 0;
  std::optional<base::Error> failed;
  PLUMB_TRY(
      writer_.run("select ordinal, body from record where authority_id = $1 and record_id = $2",
                  {authority, record_id}, [&](const Row& row) {
                    ordinal = row.integer(0);
                    auto read = read_record(row.text(1));
                    if (read)
                      before = *std::move(read);
                    else
                      failed = read.error();
                    return false;
                  }));
  if (failed) return base::Unexpected{*failed};
  registers::Record record = before.value_or(registers::Record{});
  PLUMB_TRY(registers::apply(record, event));
  PLUMB_TRY_ASSIGN(const auto standing, rules_.standing(writer_, authority));
  const auto book = standing->newest();
  const auto* declared = book ? book->find_register(record.register_id) : nullptr;
  const bool typed = declared != nullptr;
  // A register that the newest rules no longer have keeps its looks from those it goes by.
  if (const auto own = standing->version(record.rules); !typed && own != nullptr)
    declared = own->find_register(record.register_id);
  if (!before) {
    PLUMB_TRY_ASSIGN(ordinal, next_ordinal(authority, record.register_id));
  }
  const bool final = is_final(*standing, record);
  PLUMB_TRY(store(authority, ordinal, declared, record, final));
  const Derived after = derived_of(declared, record, ordinal, final);
  std::optional<Derived> was;
  if (before) was = derived_of(declared, *before, ordinal, is_final(*standing, *before));
  PLUMB_TRY(put_derived(writer_, authority, record, was ? &*was : nullptr, after));
  if (!before || before->state != record.state) {
    if (before) PLUMB_TRY(count(authority, record.register_id, before->state, -1));
    PLUMB_TRY(count(authority, record.register_id, record.state, 1));
  }
  if (typed) {
    PLUMB_TRY(index_text(authority, ordinal, record.register_id,
                         before ? search_text(declared, *before) : std::string(),
                         search_text(declared, record)));
    PLUMB_TRY(TypedTable(*declared).put(writer_, authority, ordinal, record));
  }
  return observer_ ? observer_->changed(writer_, event, book, record) : Result<void>();
}

Result<std::int64_t> RecordFold::text_base(View authority_id) {
  PLUMB_TRY_ASSIGN(
      const auto number,
      writer_.integer("select number from records_state where authority_id = $1", {authority_id}));
  return text_position(number.value_or(0), 0);
}

Result<void> RecordFold::index_text(View authority_id, std::int64_t ordinal, View register_id,
                                    const std::string& before, const std::string& after) {
  if (before == after) return {};
  PLUMB_TRY_ASSIGN(const auto base, text_base(authority_id));
  const auto index = text_index(register_id);
  if (!before.empty()) PLUMB_TRY(index.remove(writer_, authority_id, base + ordinal, before));
  if (!after.empty()) PLUMB_TRY(index.put(writer_, authority_id, base + ordinal, after));
  return {};
}

Result<void> RecordFold::each_stored(View authority_id, View register_id,
                                     const OnStored& on_record) {
  std::int64_t after = 0;
  for (bool more = true; more;) {
    std::vector<std::pair<std::int64_t, registers::Record>> page;
    std::optional<base::Error> failed;
    PLUMB_TRY(writer_.run(
        "select ordinal, body from record where authority_id = $1 and register_id = $2 and "
        "ordinal > $3 order by ordinal limit $4",
        {authority_id, register_id, after, kRefillPage}, [&](const Row& row) {
          auto read = read_record(row.text(1));
          if (read)
            page.emplace_back(row.integer(0), *std::move(read));
          else
            failed = read.error();
          return !failed;
        }));
    if (failed) return base::Unexpected{*failed};
    for (const auto& [ordinal, record] : page) {
      PLUMB_TRY(on_record(ordinal, record));
      after = ordinal;
    }
    more = static_cast<std::int64_t>(page.size()) == kRefillPage;
  }
  return {};
}

Result<void> RecordFold::refill(View authority_id, const pack::Register& declared) {
  const TypedTable table(declared);
  PLUMB_TRY_ASSIGN(const auto standing, rules_.standing(writer_, authority_id));
  const auto book = standing->newest();
  const auto* own = book ? book->find_register(declared.id) : nullptr;
  if (own == nullptr) own = &declared;
  PLUMB_TRY(clear_derived(writer_, authority_id, declared.id));
  return each_stored(authority_id, declared.id,
                     [&](std::int64_t ordinal, const registers::Record& record) -> Result<void> {
                       const bool final = is_final(*standing, record);
                       PLUMB_TRY(store(authority_id, ordinal, own, record, final));
                       PLUMB_TRY(index_text(authority_id, ordinal, declared.id, {},
                                            search_text(&declared, record)));
                       PLUMB_TRY(put_derived(writer_, authority_id, record, nullptr,
                                             derived_of(own, record, ordinal, final)));
                       return table.put(writer_, authority_id, ordinal, record);
                     });
}

Result<void> RecordFold::leave_to_own_rules(View authority_id, View register_id) {
  PLUMB_TRY_ASSIGN(const auto standing, rules_.standing(writer_, authority_id));
  PLUMB_TRY(clear_derived(writer_, authority_id, register_id));
  return each_stored(
      authority_id, register_id, [&](std::int64_t ordinal, const registers::Record& record) {
        const auto own = standing->version(record.rules);
        return put_derived(writer_, authority_id, record, nullptr,
                           derived_of(own ? own->find_register(register_id) : nullptr, record,
                                      ordinal, is_final(*standing, record)));
      });
}

Result<void> RecordFold::reshape(View authority_id, const pack::Register& declared) {
  const TypedTable table(declared);
  const std::string shape = table.shape() + '\n' + derived_shape(declared);
  PLUMB_TRY_ASSIGN(const auto known,
                   writer_.text("select shape from register_shape where authority_id = $1 and "
                                "register_id = $2",
                                {authority_id, View(declared.id)}));
  if (known == shape) return {};
  PLUMB_TRY(writer_.run("insert into register_shape (authority_id, register_id, shape) values ($1, "
                        "$2, $3) on conflict (authority_id, register_id) do update set shape = "
                        "excluded.shape",
                        {authority_id, View(declared.id), View(shape)}));
  PLUMB_TRY(table.drop(writer_));
  PLUMB_TRY(table.create(writer_));
  PLUMB_TRY(text_index(declared.id).drop(writer_));
  PLUMB_TRY(text_index(declared.id).create(writer_));
  // Other authorities whose newest rules have this register share the table.
  std::vector<std::string> authorities;
  PLUMB_TRY(writer_.run("select authority_id from register_shape where register_id = $1 and "
                        "shape <> '' order by authority_id",
                        {View(declared.id)}, [&](const Row& row) {
                          authorities.emplace_back(row.text(0));
                          return true;
                        }));
  for (const auto& authority : authorities)
    PLUMB_TRY(refill(authority, declared));
  return {};
}

Result<void> RecordFold::rules_activated(const event::Event& event) {
  PLUMB_TRY_ASSIGN(const Json payload, event::parse_json(event.payload));
  PLUMB_TRY_ASSIGN(const auto before, rules_.standing(writer_, event.authority_id));
  PLUMB_TRY(writer_.run("insert into rules_version (authority_id, version, sequence, activated_at, "
                        "packs) values ($1, $2, $3, $4, $5) on conflict (authority_id, version) do "
                        "update set sequence = excluded.sequence, activated_at = "
                        "excluded.activated_at, packs = excluded.packs",
                        {View(event.authority_id), View(payload["version"].text()), event.sequence,
                         event.recorded_at, View(payload["packs"].dump())}));
  PLUMB_TRY(writer_.run("update records_state set rules_sequence = $1 where authority_id = $2",
                        {event.sequence, View(event.authority_id)}));
  PLUMB_TRY_ASSIGN(const auto standing, rules_.standing(writer_, event.authority_id));
  const auto newest = standing->newest();
  for (const auto& declared : newest->registers())
    PLUMB_TRY(reshape(event.authority_id, declared));
  if (const auto former = before->newest())
    for (const auto& declared : former->registers())
      if (newest->find_register(declared.id) == nullptr)
        PLUMB_TRY(leave_to_own_rules(event.authority_id, declared.id));
  return observer_ ? observer_->rules_changed(writer_, event.authority_id, newest) : Result<void>();
}

Result<void> RecordFold::notice_recorded(const event::Event& event) {
  PLUMB_TRY_ASSIGN(const Json payload, event::parse_json(event.payload));
  PLUMB_TRY(writer_.run(
      "insert into calendar_notice (authority_id, notice_id, sequence, notice) "
      "values ($1, $2, $3, $4) on conflict (authority_id, notice_id) do nothing",
      {View(event.authority_id), View(payload["id"].text()), event.sequence, View(event.payload)}));
  PLUMB_TRY(writer_.run("update records_state set calendar_sequence = $1 where authority_id = $2",
                        {event.sequence, View(event.authority_id)}));
  return {};
}

Result<void> RecordFold::apply(const event::Event& event) {
  const View authority(event.authority_id);
  PLUMB_TRY_ASSIGN(
      const auto changed,
      writer_.run(
          "update records_state set sequence = $1 where authority_id = $2 and sequence = $3",
          {event.sequence, authority, event.sequence - 1}));
  if (changed == 0) {
    if (event.sequence != 1)
      return base::fail(ErrorKind::Corrupt, "records.gap",
                        {{"sequence", std::to_string(event.sequence)}});
    PLUMB_TRY_ASSIGN(const auto number, writer_.integer("select max(number) from records_state"));
    PLUMB_TRY(writer_.run("insert into records_state (authority_id, number, sequence, "
                          "rules_sequence, calendar_sequence) values ($1, $2, 1, 0, 0)",
                          {authority, number.value_or(0) + 1}));
  }
  if (const auto record_id = registers::record_of_stream(event.stream); !record_id.empty())
    return record_event(event, record_id);
  if (const auto account_id = account_of_digest(event.stream); !account_id.empty())
    return fold_digest(writer_, event, account_id);
  if (event.stream == kRulesStream && event.type == kRulesActivated) return rules_activated(event);
  if (event.stream == kCalendarStream && event.type == kNoticeRecorded)
    return notice_recorded(event);
  return {};
}

} // namespace plumb::records
