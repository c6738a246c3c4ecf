// SPDX-License-Identifier: Apache-2.0
#include "position.hpp"
#include "render.hpp"
#include "schema.hpp"
#include "state.hpp"

namespace plumb::projection {

using base::Result;
using storage::Connection;
using storage::Row;
using View = std::string_view;

namespace {

/// Trees of this many authorities stay in memory.
constexpr std::size_t kTreesKept = 8;

Result<void> create_again(Connection& writer) {
  for (const View table : kTables)
    PLUMB_TRY(writer.script("drop table if exists " + std::string(table)));
  PLUMB_TRY(kTaskText.drop(writer));
  // Where versions up to 2 kept their number.
  PLUMB_TRY(writer.script("drop table if exists projection_version"));
  PLUMB_TRY(writer.script(kCreate));
  PLUMB_TRY(kTaskText.create(writer));
  return storage::set_schema_version(writer, kModule, kVersion);
}

} // namespace

Result<AuthorityState> Projection::State::authority(Connection& connection, View authority_id) {
  AuthorityState state;
  PLUMB_TRY(connection.run(
      "select ordinal, sequence, ledger_revision, organisation_revision from projection_state "
      "where authority_id = $1",
      {authority_id}, [&](const Row& row) {
        state = {row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
        return false;
      }));
  return state;
}

Result<TreePointer> Projection::State::tree(Connection& connection, View authority_id,
                                            std::int64_t revision) {
  {
    const std::lock_guard lock(tree_mutex);
    for (const auto& known : trees)
      if (known.authority_id == authority_id && known.revision == revision) return known.tree;
  }
  std::vector<organisation::Unit> units;
  std::optional<base::Error> failed;
  PLUMB_TRY(
      connection.run("select unit from unit where authority_id = $1 order by ordinal, unit_id",
                     {authority_id}, [&](const Row& row) {
                       auto unit = organisation::unit_from_json(row.text(0));
                       if (unit)
                         units.push_back(*std::move(unit));
                       else
                         failed = unit.error();
                       return !failed;
                     }));
  if (failed) return base::Unexpected{*failed};
  PLUMB_TRY_ASSIGN(auto built, organisation::Tree::build(std::move(units)));
  auto tree = std::make_shared<const organisation::Tree>(std::move(built));
  const std::lock_guard lock(tree_mutex);
  std::erase_if(trees, [&](const KnownTree& known) { return known.authority_id == authority_id; });
  if (trees.size() == kTreesKept) trees.erase(trees.begin());
  trees.push_back({std::string(authority_id), revision, tree});
  return TreePointer(tree);
}

Result<void> Projection::State::apply(Connection& writer, const event::Event& event) {
  PLUMB_TRY_ASSIGN(auto known, authority(writer, event.authority_id));
  if (event.sequence != known.sequence + 1)
    return base::fail(base::ErrorKind::Corrupt, "projection.gap",
                      {{"sequence", std::to_string(event.sequence)}});
  if (known.ordinal == 0) {
    known.ordinal = 1;
    // Only where a full-text index cannot tell authorities apart (text_index.hpp).
    if (writer.engine() == storage::Engine::Sqlite) {
      PLUMB_TRY_ASSIGN(const auto count, writer.integer("select count(*) from projection_state"));
      known.ordinal += count.value_or(0);
    }
    if (known.ordinal >= kAuthoritiesMax)
      return base::fail(base::ErrorKind::LimitExceeded, "projection.too_many_authorities");
  }
  known.sequence = event.sequence;
  DocumentFold fold(writer, event, known,
                    [&] { return tree(writer, event.authority_id, known.organisation_revision); });
  PLUMB_TRY(fold.apply());
  PLUMB_TRY(writer.run(
      "insert into projection_state (authority_id, ordinal, sequence, ledger_revision, "
      "organisation_revision) values ($1, $2, $3, $4, $5) on conflict (authority_id) do update set "
      "sequence = excluded.sequence, ledger_revision = excluded.ledger_revision, "
      "organisation_revision = excluded.organisation_revision",
      {View(event.authority_id), known.ordinal, known.sequence, known.ledger_revision,
       known.organisation_revision}));
  return {};
}

Result<std::int64_t> Projection::State::catch_up(Connection& writer) {
  std::int64_t count = 0;
  PLUMB_TRY_ASSIGN(const auto authorities, journal::Journal::authorities(writer));
  for (const auto& authority_id : authorities) {
    // Another server may be appending right now; what it folds itself is not to be folded twice.
    PLUMB_TRY(writer.lock(authority_id));
    PLUMB_TRY_ASSIGN(const auto known, authority(writer, authority_id));
    const auto replayed = journal::Journal::visit(writer, authority_id, known.sequence, {},
                                                  [&](const event::Event& event) -> Result<bool> {
                                                    PLUMB_TRY(apply(writer, event));
                                                    ++count;
                                                    return true;
                                                  });
    PLUMB_TRY(replayed);
  }
  return count;
}

void Projection::State::forget() {
  const std::lock_guard lock(tree_mutex);
  trees.clear();
}

Projection::Projection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Projection::~Projection() = default;

Result<std::unique_ptr<Projection>> Projection::open(storage::Database& database,
                                                     journal::Journal& journal) {
  std::unique_ptr<Projection> projection(
      new Projection(std::unique_ptr<State>(new State{.database = database, .journal = journal})));
  const auto ready = journal.exclusively([&](Connection& writer) -> Result<void> {
    PLUMB_TRY(writer.lock(storage::kSchemaLock));
    PLUMB_TRY_ASSIGN(const auto version, storage::schema_version(writer, kModule));
    if (version.value_or(0) > kVersion)
      return base::fail(base::ErrorKind::Unavailable, "storage.newer_schema",
                        {{"module", std::string(kModule)}, {"found", std::to_string(*version)}});
    if (version != kVersion) PLUMB_TRY(create_again(writer));
    PLUMB_TRY(projection->state_->catch_up(writer));
    return {};
  });
  PLUMB_TRY(ready);
  journal.add_fold(*projection);
  return projection;
}

Result<std::int64_t> Projection::rebuild() {
  std::int64_t count = 0;
  const auto done = state_->journal.exclusively([&](Connection& writer) -> Result<void> {
    PLUMB_TRY(writer.lock(storage::kSchemaLock));
    PLUMB_TRY_ASSIGN(const auto authorities, journal::Journal::authorities(writer));
    for (const auto& authority_id : authorities)
      PLUMB_TRY(writer.lock(authority_id));
    // Authorities keep their number: positions, and with them the cursors that clients hold, stay.
    std::vector<std::pair<std::string, std::int64_t>> ordinals;
    PLUMB_TRY(writer.run("select authority_id, ordinal from projection_state order by ordinal", {},
                         [&](const Row& row) {
                           ordinals.emplace_back(row.text(0), row.integer(1));
                           return true;
                         }));
    PLUMB_TRY(create_again(writer));
    for (const auto& [authority_id, ordinal] : ordinals)
      PLUMB_TRY(writer.run(
          "insert into projection_state (authority_id, ordinal, sequence, ledger_revision, "
          "organisation_revision) values ($1, $2, 0, 0, 0)",
          {View(authority_id), ordinal}));
    state_->forget();
    PLUMB_TRY_ASSIGN(count, state_->catch_up(writer));
    return {};
  });
  state_->forget();
  state_->lists.clear();
  state_->sorted.clear();
  state_->totals.clear();
  state_->facets.clear();
  PLUMB_TRY(done);
  return count;
}

Result<void> Projection::apply(Connection& writer, const event::Event& event) {
  return state_->apply(writer, event);
}

void Projection::forget() {
  state_->forget();
}

Result<std::optional<std::string>> Projection::document_with_file(Connection& connection,
                                                                  View authority_id, View sm3) {
  return connection.text(
      "select document_id from document where authority_id = $1 and file = $2 and discarded = 0",
      {authority_id, sm3});
}

Result<std::optional<std::string>> Projection::ledger_document(Connection& connection,
                                                               View authority_id, View task_id) {
  return connection.text("select document_id from task where authority_id = $1 and task_id = $2",
                         {authority_id, task_id});
}

namespace {

Result<std::vector<std::string>> texts(Connection& connection, View sql, View authority_id,
                                       View value) {
  std::vector<std::string> found;
  PLUMB_TRY(connection.run(sql, {authority_id, value}, [&](const Row& row) {
    found.emplace_back(row.text(0));
    return true;
  }));
  return found;
}

} // namespace

Result<std::vector<std::string>> Projection::documents_with_task(Connection& connection,
                                                                 View authority_id, View task_id) {
  return texts(
      connection,
      "select d.document_id from draft_task t join document d on d.authority_id = t.authority_id "
      "and d.document_id = t.document_id where t.authority_id = $1 and t.task_id = $2 "
      "and d.discarded = 0 order by d.ordinal",
      authority_id, task_id);
}

Result<std::vector<std::string>> Projection::higher_tasks(Connection& connection, View authority_id,
                                                          View task_id) {
  return texts(connection,
               "select higher_task_id from task_link where authority_id = $1 and task_id = $2 "
               "order by higher_task_id",
               authority_id, task_id);
}

Result<TreePointer> Projection::tree(Connection& connection, View authority_id) {
  PLUMB_TRY_ASSIGN(const auto known, State::authority(connection, authority_id));
  return state_->tree(connection, authority_id, known.organisation_revision);
}

Result<std::int64_t> Projection::tasks_of_unit(Connection& connection, View authority_id,
                                               View unit_id) {
  PLUMB_TRY_ASSIGN(
      const auto count,
      connection.integer("select count from filter_key where authority_id = $1 and name = $2",
                         {authority_id, View(unit_key(unit_id))}));
  return count.value_or(0);
}

Result<std::int64_t> Projection::ledger_revision(View authority_id) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto known, State::authority(*reader, authority_id));
  return known.ledger_revision;
}

Result<std::string> Projection::events(View authority_id, std::int64_t after, View stream,
                                       std::size_t limit) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  std::string name(stream);
  if (!name.empty() && name != event::kOrganisationStream && name != event::kLinksStream &&
      event::document_of_stream(name).empty())
    name = event::document_stream(name);
  std::string out = "{\"events\":[";
  std::size_t count = 0;
  std::int64_t last = 0;
  bool more = false;
  const auto read = journal::Journal::visit(*reader, authority_id, after, name,
                                            [&](const event::Event& event) -> Result<bool> {
                                              if (count == limit) {
                                                more = true;
                                                return false;
                                              }
                                              if (count++ > 0) out += ',';
                                              append_json(out, event);
                                              last = event.sequence;
                                              return true;
                                            });
  PLUMB_TRY(read);
  out += "],\"next_after\":" + (more ? std::to_string(last) : std::string("null")) + '}';
  return out;
}

Result<void> Projection::check_health() const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY(reader->integer("select count(*) from projection_state"));
  return {};
}

Result<std::vector<std::pair<std::string, std::int64_t>>> Projection::counts() const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  std::vector<std::pair<std::string, std::int64_t>> out;
  for (const auto& [name, sql] :
       {std::pair{"events", "select coalesce(sum(sequence), 0) from projection_state"},
        {"documents", "select count(*) from document where discarded = 0"},
        {"ledger_tasks", "select coalesce(sum(count), 0) from filter_key where name = '*'"},
        {"units", "select count(*) from unit"}}) {
    PLUMB_TRY_ASSIGN(const auto value, reader->integer(sql));
    out.emplace_back(name, value.value_or(0));
  }
  return out;
}

} // namespace plumb::projection
