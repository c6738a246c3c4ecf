// SPDX-License-Identifier: Apache-2.0
#include "plumb/records/records.hpp"

#include "fold.hpp"
#include "render.hpp"
#include "schema.hpp"
#include "state.hpp"
#include "typed_table.hpp"
#include "visible.hpp"

#include <plumb/base/hash.hpp>

#include <array>

namespace plumb::records {
namespace {

using base::ErrorKind;
using base::Result;
using storage::Row;
using View = std::string_view;

constexpr View kModule = "records";
/// Events read at a time when tables are filled from the journal.
constexpr std::size_t kReplayPage = 500;

Result<void> create_tables_again(Connection& writer) {
  std::vector<std::string> registers;
  PLUMB_TRY_ASSIGN(const auto known, storage::schema_version(writer, kModule));
  if (known) {
    PLUMB_TRY(
        writer.run("select distinct register_id from register_shape", {}, [&](const Row& row) {
          registers.emplace_back(row.text(0));
          return true;
        }));
  }
  for (const auto& register_id : registers) {
    PLUMB_TRY(writer.script("drop table if exists " + table_of(register_id)));
    PLUMB_TRY(text_index(register_id).drop(writer));
  }
  for (const View table : kTables)
    PLUMB_TRY(writer.script("drop table if exists " + std::string(table)));
  PLUMB_TRY(writer.script(kCreate));
  return storage::set_schema_version(writer, kModule, kVersion);
}

} // namespace

base::Unexpected<base::Error> unknown_record(View record_id) {
  return base::fail(ErrorKind::NotFound, "records.unknown_record",
                    {{"record_id", std::string(record_id)}});
}

Result<std::optional<registers::Record>> stored_record(Connection& connection, View authority_id,
                                                       View record_id) {
  std::optional<std::string> body;
  PLUMB_TRY_ASSIGN(body, connection.text("select body from record where authority_id = $1 and "
                                         "record_id = $2",
                                         {authority_id, record_id}));
  if (!body) return std::optional<registers::Record>();
  PLUMB_TRY_ASSIGN(auto record, read_record(*body));
  return std::optional(std::move(record));
}

Result<registers::Record> known_record(Connection& connection, View authority_id, View record_id) {
  PLUMB_TRY_ASSIGN(auto record, stored_record(connection, authority_id, record_id));
  if (!record) return unknown_record(record_id);
  return *std::move(record);
}

Result<const pack::Register*> find_register(const pack::Rulebook* book, View register_id) {
  if (book == nullptr) return base::fail(ErrorKind::NotFound, "records.no_rules");
  const auto* declared = book->find_register(register_id);
  if (declared == nullptr)
    return base::fail(ErrorKind::NotFound, "records.unknown_register",
                      {{"id", std::string(register_id)}});
  return declared;
}

Result<Applicable> applicable(const Standing& standing, const registers::Record& record) {
  Applicable out;
  out.book = standing.version(record.rules);
  if (out.book == nullptr)
    return base::fail(ErrorKind::NotFound, "records.unknown_rules", {{"version", record.rules}});
  PLUMB_TRY_ASSIGN(out.declared, find_register(out.book.get(), record.register_id));
  return out;
}

Result<void> Records::State::create_again(Connection& writer) {
  PLUMB_TRY(create_tables_again(writer));
  return observer ? observer->cleared(writer) : Result<void>();
}

Result<void> Records::State::apply(Connection& writer, const event::Event& event) {
  return RecordFold(writer, rules, observer).apply(event);
}

Result<std::int64_t> Records::State::catch_up(Connection& writer) {
  std::int64_t count = 0;
  PLUMB_TRY_ASSIGN(const auto authorities, journal::Journal::authorities(writer));
  for (const auto& authority_id : authorities) {
    PLUMB_TRY_ASSIGN(const auto progress, progress_of(writer, authority_id));
    std::int64_t after = progress.sequence;
    for (bool more = true; more;) {
      // Applied when the reading is over: tables cannot be dropped under an open statement.
      std::vector<event::Event> page;
      const auto read = journal::Journal::visit(writer, authority_id, after, {},
                                                [&](const event::Event& event) -> Result<bool> {
                                                  page.push_back(event);
                                                  return page.size() < kReplayPage;
                                                });
      PLUMB_TRY(read);
      for (const auto& event : page) {
        PLUMB_TRY(apply(writer, event));
        after = event.sequence;
        ++count;
      }
      more = page.size() == kReplayPage;
    }
  }
  return count;
}

Records::Records(std::unique_ptr<State> state) : state_(std::move(state)) {}
Records::~Records() = default;

Result<std::unique_ptr<Records>> Records::open(storage::Database& database,
                                               journal::Journal& journal, const base::Clock& clock,
                                               Observer* observer) {
  std::unique_ptr<Records> records(new Records(std::unique_ptr<State>(
      new State{.database = database, .journal = journal, .clock = clock, .observer = observer})));
  const auto ready = journal.exclusively([&](Connection& writer) -> Result<void> {
    PLUMB_TRY_ASSIGN(const auto version, storage::schema_version(writer, kModule));
    if (version != kVersion) PLUMB_TRY(records->state_->create_again(writer));
    PLUMB_TRY(records->state_->catch_up(writer));
    return {};
  });
  PLUMB_TRY(ready);
  journal.add_fold(*records);
  return records;
}

Result<std::int64_t> Records::rebuild() {
  std::int64_t count = 0;
  state_->rules.forget();
  const auto done = state_->journal.exclusively([&](Connection& writer) -> Result<void> {
    PLUMB_TRY(state_->create_again(writer));
    PLUMB_TRY_ASSIGN(count, state_->catch_up(writer));
    return {};
  });
  state_->rules.forget();
  PLUMB_TRY(done);
  return count;
}

Result<void> Records::apply(Connection& writer, const event::Event& event) {
  return state_->apply(writer, event);
}

void Records::forget() {
  state_->rules.forget();
  if (state_->observer != nullptr) state_->observer->forget();
}

Result<std::vector<std::pair<std::string, std::int64_t>>> Records::counts() const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  std::vector<std::pair<std::string, std::int64_t>> out;
  PLUMB_TRY_ASSIGN(const auto records,
                   reader->integer("select coalesce(sum(count), 0) from record_count"));
  out.emplace_back("records", records.value_or(0));
  return out;
}

// --- rules ---

Result<RulebookPointer> Records::rules(View authority_id, std::optional<Date> on) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  return standing->in_force(on.value_or(state_->today()));
}

Result<calendar::Calendar> Records::calendar(View authority_id) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  return standing->calendar;
}

namespace {

Json packs_json(const Standing& standing) {
  Json::Array packs;
  if (standing.books.empty()) return packs;
  const auto& kept = standing.activations.front().packs.items();
  for (const auto& pack : standing.books.front()->packs()) {
    std::string sm3;
    for (const auto& one : kept)
      if (one["id"].text() == pack.id) sm3 = one["sm3"].text();
    packs.emplace_back(Json::Object{{"id", pack.id},
                                    {"title", pack.title},
                                    {"version", pack.version},
                                    {"layer", pack::name_of(pack.layer)},
                                    {"jurisdiction", pack.jurisdiction},
                                    {"sm3", sm3},
                                    {"in_force_from", base::to_string(pack.in_force_from)},
                                    {"in_force_until", date_or_null(pack.in_force_until)}});
  }
  return packs;
}

/// Counted up to here where it is not kept.
constexpr std::int64_t kCountedMax = 10'001;

/// `from record_party p where …`: what units of the viewer take part in leads, because a unit has
/// few of a register's records.
std::string parties_of_viewer(std::vector<storage::Value>& values, const Viewer& viewer) {
  std::string sql = "from record_party p where p.authority_id = $1 and p.register_id = $2 and "
                    "p.unit_id in (''";
  for (const auto& unit : viewer.units) {
    values.emplace_back(View(unit));
    sql += ", $" + std::to_string(values.size());
  }
  return sql + ")";
}

/// Records of a register by state, as far as the viewer sees them.
Result<std::map<std::string, std::int64_t, std::less<>>>
count_states(Connection& connection, View authority_id, View register_id, const Viewer& viewer) {
  std::string sql = "select state, count from record_count where authority_id = $1 and "
                    "register_id = $2";
  std::vector<storage::Value> values{authority_id, register_id};
  if (!viewer.all) {
    sql = "select state, count(*) from (select distinct p.ordinal, p.state as state " +
          parties_of_viewer(values, viewer);
    values.emplace_back(kCountedMax);
    sql += " limit $" + std::to_string(values.size()) + ") as seen group by state";
  }
  std::map<std::string, std::int64_t, std::less<>> counts;
  PLUMB_TRY(connection.run(sql, values, [&](const Row& row) {
    counts[std::string(row.text(0))] = row.integer(1);
    return true;
  }));
  return counts;
}

Result<std::int64_t> count_overdue(Connection& connection, View authority_id, View register_id,
                                   const Viewer& viewer, View today) {
  std::vector<storage::Value> values{authority_id, register_id};
  std::string sql = "select count(*) from (select distinct p.ordinal ";
  std::string due = "p.next_due_on";
  if (viewer.all) {
    sql = "select count(*) from (select 1 from record r where r.authority_id = $1 and "
          "r.register_id = $2";
    due = "r.next_due_on";
  } else {
    sql += parties_of_viewer(values, viewer);
  }
  values.emplace_back(today);
  sql += " and " + due + " is not null and " + due + " < $" + std::to_string(values.size());
  values.emplace_back(kCountedMax);
  sql += " limit $" + std::to_string(values.size()) + ") as found";
  std::int64_t overdue = 0;
  PLUMB_TRY(connection.run(sql, values, [&](const Row& row) {
    overdue = row.integer(0);
    return false;
  }));
  return overdue;
}

Result<Json> summary_json(Connection& connection, View authority_id, const pack::Register& declared,
                          const Viewer& viewer, const std::string& today) {
  PLUMB_TRY_ASSIGN(const auto counts, count_states(connection, authority_id, declared.id, viewer));
  PLUMB_TRY_ASSIGN(const auto overdue,
                   count_overdue(connection, authority_id, declared.id, viewer, today));
  std::int64_t total = 0;
  for (const auto& [state, count] : counts)
    total += count;
  Json::Array states;
  for (const auto& state : declared.states) {
    const auto found = counts.find(state.id);
    states.emplace_back(Json::Object{{"id", state.id},
                                     {"title", state.title},
                                     {"final", state.final},
                                     {"count", found == counts.end() ? 0 : found->second}});
  }
  return Json(Json::Object{{"id", declared.id},
                           {"title", declared.title},
                           {"gist", declared.gist},
                           {"total", total},
                           {"states", std::move(states)},
                           {"overdue", overdue}});
}

/// The rules of a version, or the newest in force; records.unknown_rules, records.no_rules.
Result<RulebookPointer> chosen(const Standing& standing, View version, Date on) {
  const auto book = version.empty() ? standing.in_force(on) : standing.version(version);
  if (book != nullptr) return book;
  if (version.empty()) return base::fail(ErrorKind::NotFound, "records.no_rules");
  return base::fail(ErrorKind::NotFound, "records.unknown_rules",
                    {{"version", std::string(version)}});
}

} // namespace

Result<Answer> Records::describe_rules(View authority_id, const Viewer& viewer) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const std::string today = base::to_string(state_->today());
  Json::Array registers, versions;
  if (const auto book = standing->newest())
    for (const auto& declared : book->registers()) {
      PLUMB_TRY_ASSIGN(auto summary, summary_json(*reader, authority_id, declared, viewer, today));
      registers.push_back(std::move(summary));
    }
  for (const auto& activation : standing->activations)
    versions.emplace_back(
        Json::Object{{"version", activation.version},
                     {"activated_at", base::china_time(activation.activated_at)}});
  Json out(Json::Object{
      {"version", standing->books.empty() ? Json() : Json(standing->newest()->version())},
      {"jurisdiction", standing->jurisdiction()},
      {"today", today},
      {"packs", packs_json(*standing)},
      {"registers", std::move(registers)},
      {"versions", std::move(versions)}});
  PLUMB_TRY_ASSIGN(const auto now, progress_of(*reader, authority_id));
  return Answer{out.dump(), now.sequence, {}};
}

Result<std::string> Records::describe_register(View authority_id, View register_id,
                                               std::optional<Date> on, View version) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const Date day = on.value_or(state_->today());
  PLUMB_TRY_ASSIGN(const auto book, chosen(*standing, version, day));
  PLUMB_TRY_ASSIGN(const auto* declared, find_register(book.get(), register_id));
  return register_json(*book, *declared, day).dump();
}

Result<std::string> Records::describe_parameters(View authority_id, View register_id,
                                                 std::optional<Date> on, View version) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const Date day = on.value_or(state_->today());
  Json::Array items;
  // Without rules there are no parameters; a version that does not exist is an error.
  if (!standing->books.empty() || !version.empty()) {
    PLUMB_TRY_ASSIGN(const auto book, chosen(*standing, version, day));
    for (const auto& id : book->parameters()) {
      const auto* parameter = book->find_parameter(id);
      if (parameter == nullptr) continue;
      if (!register_id.empty() && parameter->register_id != register_id) continue;
      items.push_back(parameter_json(*book, id, day));
    }
  }
  return Json(Json::Object{{"on", base::to_string(day)}, {"items", std::move(items)}}).dump();
}

// --- files ---

Result<Attachment> Records::put_file(const journal::Context& context, View name, View bytes,
                                     View media_type) {
  std::string request = "put_file\n" + std::string(name);
  if (!context.idempotency_key.empty()) request += '\n' + base::sm3_hex(bytes);
  PLUMB_TRY_ASSIGN(const auto sm3, state_->journal.execute(
                                       context, request, [&](journal::Transaction& transaction) {
                                         return transaction.put_file(bytes, media_type);
                                       }));
  return Attachment{sm3, std::string(name), std::string(media_type),
                    static_cast<std::int64_t>(bytes.size())};
}

Result<journal::File> Records::file(View authority_id, View sm3) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(auto found, journal::Journal::file(*reader, authority_id, sm3));
  if (!found)
    return base::fail(ErrorKind::NotFound, "records.unknown_file", {{"sm3", std::string(sm3)}});
  return *std::move(found);
}

} // namespace plumb::records
