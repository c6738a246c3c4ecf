// SPDX-License-Identifier: Apache-2.0
#include "row.hpp"
#include "schema.hpp"
#include "state.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/journal/journal.hpp>

namespace plumb::journal {

namespace {

using base::Result;
using storage::Connection;
using storage::Row;

Result<void> keep_checkpoint(Connection& writer, const proof::Note& note) {
  const auto& checkpoint = note.checkpoint;
  const std::string root = proof::to_hex(checkpoint.root), text = proof::to_text(note);
  PLUMB_TRY(writer.run(
      "insert into checkpoint (authority_id, number, size, root, signed_at, "
      "key_id, note) values ($1, $2, $3, $4, $5, $6, $7)",
      {std::string_view(checkpoint.authority_id), static_cast<std::int64_t>(checkpoint.number),
       static_cast<std::int64_t>(checkpoint.size), std::string_view(root), checkpoint.signed_at,
       std::string_view(checkpoint.key_id), std::string_view(text)}));
  return {};
}

} // namespace

Journal::Journal(std::unique_ptr<State> state) : state_(std::move(state)) {}
Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::open(storage::Database& database,
                                               const base::Clock& clock) {
  PLUMB_TRY_ASSIGN(const auto writer, database.writer());
  PLUMB_TRY(storage::migrate(*writer, "journal", kSchema));
  PLUMB_TRY_ASSIGN(const auto known, authorities(*writer));
  for (const auto& authority_id : known)
    PLUMB_TRY(build_missing_tiles(*writer, authority_id));
  return std::unique_ptr<Journal>(
      new Journal(std::unique_ptr<State>(new State{.database = database, .clock = clock})));
}

void Journal::add_fold(Fold& fold) {
  state_->folds.push_back(&fold);
}

Result<std::string>
Journal::execute(const Context& context, std::string_view request,
                 const std::function<Result<std::string>(Transaction&)>& command) {
  State::Pending pending{.context = context,
                         .request = context.idempotency_key.empty() ? std::string()
                                                                    : base::sm3_hex(request),
                         .command = command};
  state_->run(pending);
  return std::move(pending.answer);
}

Result<std::int64_t> Journal::append(const Context& context, std::string_view stream,
                                     std::int64_t expected,
                                     const std::vector<event::NewEvent>& events) {
  std::string request;
  if (!context.idempotency_key.empty()) {
    request = stream;
    for (const auto& fresh : events)
      request += '\n' + fresh.type + ' ' + fresh.payload;
  }
  PLUMB_TRY_ASSIGN(const auto answer,
                   execute(context, request, [&](Transaction& transaction) -> Result<std::string> {
                     PLUMB_TRY_ASSIGN(const auto appended,
                                      transaction.append(stream, expected, events));
                     return std::to_string(appended.empty() ? 0 : appended.back().sequence);
                   }));
  return std::int64_t{std::stoll(answer)};
}

Result<void> Journal::visit(Connection& connection, std::string_view authority_id,
                            std::int64_t after, std::string_view stream,
                            const std::function<Result<bool>(const event::Event&)>& on_event) {
  std::optional<base::Error> failed;
  event::Event event;
  const auto step = [&](const Row& row) {
    read_event(row, event);
    auto more = on_event(event);
    if (!more) failed = std::move(more).error();
    return more && *more;
  };
  const std::string sql =
      std::string(kSelectEvents) +
      (stream.empty() ? "and sequence > $2 order by sequence"
                      // The sign keeps SQLite from walking the whole journal by its primary key.
                      : "and +sequence > $2 and stream = $3 order by stream_revision");
  PLUMB_TRY(stream.empty() ? connection.run(sql, {authority_id, after}, step)
                           : connection.run(sql, {authority_id, after, stream}, step));
  if (failed) return base::Unexpected{std::move(*failed)};
  return {};
}

Result<std::vector<event::Event>> Journal::read(std::string_view authority_id, std::int64_t after,
                                                std::size_t limit, std::string_view stream) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  std::vector<event::Event> events;
  if (limit == 0) return events;
  PLUMB_TRY(
      visit(*reader, authority_id, after, stream, [&](const event::Event& event) -> Result<bool> {
        events.push_back(event);
        return events.size() < limit;
      }));
  return events;
}

Result<std::optional<File>> Journal::file(Connection& connection, std::string_view authority_id,
                                          std::string_view sm3) {
  std::optional<File> file;
  PLUMB_TRY(connection.run(
      "select media_type, bytes from file where authority_id = $1 and sm3 = $2",
      {authority_id, sm3}, [&](const Row& row) {
        file = File{std::string(sm3), std::string(row.text(0)), std::string(row.text(1))};
        return false;
      }));
  if (file && base::sm3_hex(file->bytes) != sm3)
    return base::fail(base::ErrorKind::Corrupt, "storage.corrupt", {{"file", std::string(sm3)}});
  return file;
}

Result<std::vector<std::string>> Journal::authorities(Connection& connection) {
  // From one to the next by the index: `distinct` would walk over every event.
  std::vector<std::string> found;
  for (;;) {
    PLUMB_TRY_ASSIGN(
        auto next,
        connection.text("select min(authority_id) from event where authority_id > $1",
                        {found.empty() ? std::string_view() : std::string_view(found.back())}));
    if (!next) return found;
    found.push_back(*std::move(next));
  }
}

Result<Verification> Journal::verify(std::string_view authority_id,
                                     const VerifyOptions& options) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  return journal::verify(*reader, authority_id, options);
}

void Journal::use_key(std::shared_ptr<const proof::SigningKey> key) {
  state_->key = std::move(key);
}

const proof::SigningKey* Journal::key() const {
  return state_->key.get();
}

Result<std::optional<proof::Note>> Journal::newest_checkpoint(Connection& connection,
                                                              std::string_view authority_id) {
  PLUMB_TRY_ASSIGN(const auto text,
                   connection.text("select note from checkpoint where authority_id = $1 "
                                   "order by number desc limit 1",
                                   {authority_id}));
  if (!text) return std::optional<proof::Note>();
  PLUMB_TRY_ASSIGN(auto note, proof::parse_note(*text));
  return std::optional<proof::Note>(std::move(note));
}

Result<proof::Note> Journal::checkpoint(std::string_view authority_id) {
  std::optional<proof::Note> note;
  const auto done = exclusively([&](Connection& writer) -> Result<void> {
    PLUMB_TRY(writer.lock(authority_id));
    PLUMB_TRY_ASSIGN(const Head newest, head(writer, authority_id));
    PLUMB_TRY_ASSIGN(note, newest_checkpoint(writer, authority_id));
    const auto size = static_cast<std::uint64_t>(newest.sequence);
    if (note && note->checkpoint.size == size) return {};
    if (size == 0) return base::fail(base::ErrorKind::NotFound, "journal.empty");
    if (!state_->key) return base::fail(base::ErrorKind::NotFound, "journal.no_key");
    TreeSource source(writer, authority_id);
    PLUMB_TRY_ASSIGN(const proof::Hash root, proof::tree_root(source, size));
    PLUMB_TRY_ASSIGN(note,
                     state_->key->sign(proof::Checkpoint{
                         .authority_id = std::string(authority_id),
                         .size = size,
                         .root = root,
                         .number = note ? note->checkpoint.number + 1 : 1,
                         .previous = note ? proof::text_hash(note->checkpoint) : proof::Hash{},
                         .signed_at = state_->clock.now_ms()}));
    return keep_checkpoint(writer, *note);
  });
  PLUMB_TRY(done);
  return *std::move(note);
}

Result<void> Journal::exclusively(const std::function<Result<void>(Connection&)>& body) {
  PLUMB_TRY_ASSIGN(const auto writer, state_->database.writer());
  return writer->transaction([&] { return body(*writer); });
}

} // namespace plumb::journal
