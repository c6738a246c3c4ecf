// SPDX-License-Identifier: Apache-2.0
#include "row.hpp"
#include "schema.hpp"
#include "tiles.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/journal/journal.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace plumb::journal {

namespace {

using base::Result;
using storage::Connection;
using storage::Row;

/// How long a repetition of a request is recognised.
constexpr std::int64_t kAnswerKeptMs = 7LL * 24 * 3600 * 1000;
/// Commands that share one disk write at most: bounds the wait of the first one.
constexpr std::size_t kBatchMax = 64;

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

struct Journal::State {
  /// A command that waits for its turn or its disk write.
  struct Pending {
    const Context& context;
    std::string request;
    const std::function<Result<std::string>(Transaction&)>& command;
    Result<std::string> answer = std::string();
    bool leads = false, done = false;
    std::vector<std::function<void()>> on_abort = {};
  };

  storage::Database& database;
  const base::Clock& clock;
  std::vector<Fold*> folds = {};
  std::mutex mutex = {};
  std::condition_variable changed = {};
  std::deque<Pending*> waiting = {};
  bool busy = false;
  std::shared_ptr<const proof::SigningKey> key = {};

  void forget(std::vector<std::function<void()>>& callbacks) {
    for (const auto& callback : callbacks)
      callback();
    callbacks.clear();
    for (Fold* fold : folds)
      fold->forget();
  }

  /// The answer that was kept under the key, if any.
  Result<std::optional<std::string>> kept(Connection& connection, const Pending& pending) {
    std::optional<std::string> body;
    bool same = true;
    PLUMB_TRY(connection.run(
        "select request, body from answer where authority_id = $1 and idempotency_key = $2",
        {std::string_view(pending.context.authority_id),
         std::string_view(pending.context.idempotency_key)},
        [&](const Row& row) {
          same = row.text(0) == pending.request;
          body = std::string(row.text(1));
          return false;
        }));
    if (!same) return base::fail(base::ErrorKind::Conflict, "journal.key_reused");
    return body;
  }

  Result<void> keep(Connection& connection, const Pending& pending, std::int64_t now) {
    PLUMB_TRY(
        connection.run("delete from answer where authority_id = $1 and recorded_at < $2",
                       {std::string_view(pending.context.authority_id), now - kAnswerKeptMs}));
    PLUMB_TRY(connection.run(
        "insert into answer (authority_id, idempotency_key, request, body, recorded_at) "
        "values ($1, $2, $3, $4, $5)",
        {std::string_view(pending.context.authority_id),
         std::string_view(pending.context.idempotency_key), std::string_view(pending.request),
         std::string_view(*pending.answer), now}));
    return {};
  }

  /// Runs one command; the caller takes back what it wrote if it fails.
  Result<void> act(Connection& connection, Pending& pending, Tail& tail) {
    const std::int64_t now = clock.now_ms();
    const bool keyed = !pending.context.idempotency_key.empty();
    if (keyed) {
      PLUMB_TRY_ASSIGN(auto earlier, kept(connection, pending));
      if (earlier) {
        pending.answer = std::move(*earlier);
        return {};
      }
    }
    Transaction transaction(connection, folds, tail, pending.context.authority_id,
                            pending.context.actor, now);
    pending.answer = pending.command(transaction);
    pending.on_abort = std::move(transaction.on_abort_);
    if (!pending.answer) return base::Unexpected{pending.answer.error()};
    if (tail.failed) return base::Unexpected{*tail.failed};
    if (keyed) PLUMB_TRY(keep(connection, pending, now));
    return {};
  }

  /// One of several commands: its failure does not touch the others.
  void run_one(Connection& connection, Pending& pending, Tail& tail) {
    const Head before = tail.head;
    const auto done = connection.savepoint([&] { return act(connection, pending, tail); });
    if (done) return;
    pending.answer = base::Unexpected{done.error()};
    tail = Tail{.head = before};
    forget(pending.on_abort);
  }

  /// All commands of a batch are of one authority.
  void run_batch(const std::vector<Pending*>& batch) {
    const auto committed = [&]() -> Result<void> {
      PLUMB_TRY_ASSIGN(const auto writer, database.writer());
      auto result = writer->transaction([&]() -> Result<void> {
        const std::string& authority_id = batch.front()->context.authority_id;
        PLUMB_TRY(writer->lock(authority_id));
        Tail tail;
        PLUMB_TRY_ASSIGN(tail.head, head(*writer, authority_id));
        const std::int64_t before = tail.head.sequence;
        // Alone, a command needs no savepoint: its failure ends the transaction.
        if (batch.size() == 1) {
          const auto done = act(*writer, *batch.front(), tail);
          if (!done) return done;
        } else {
          for (Pending* pending : batch)
            run_one(*writer, *pending, tail);
        }
        return complete_tiles(*writer, authority_id, before, tail.head.sequence);
      });
      if (!result)
        for (Pending* pending : batch)
          forget(pending->on_abort);
      return result;
    }();
    if (committed) return;
    for (Pending* pending : batch)
      if (pending->answer) pending->answer = base::Unexpected{committed.error()};
  }

  /// Takes what may share a transaction with the command that waits longest: a transaction never
  /// spans two authorities.
  std::vector<Pending*> take_batch() {
    std::vector<Pending*> batch;
    const std::string& authority_id = waiting.front()->context.authority_id;
    for (auto at = waiting.begin(); at != waiting.end() && batch.size() < kBatchMax;) {
      if ((*at)->context.authority_id == authority_id) {
        batch.push_back(*at);
        at = waiting.erase(at);
      } else {
        ++at;
      }
    }
    return batch;
  }

  /// Waits in the queue; whoever is first when the disk is free runs everything that waits.
  void run(Pending& pending) {
    std::unique_lock lock(mutex);
    waiting.push_back(&pending);
    if (busy) changed.wait(lock, [&] { return pending.done || pending.leads; });
    if (pending.done) return;
    busy = true;
    const std::vector<Pending*> batch = take_batch();
    lock.unlock();
    run_batch(batch);
    lock.lock();
    for (Pending* finished : batch)
      finished->done = true;
    if (waiting.empty())
      busy = false;
    else
      waiting.front()->leads = true;
    changed.notify_all();
  }
};

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
  std::string request(stream);
  for (const auto& fresh : events)
    request += '\n' + fresh.type + ' ' + fresh.payload;
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
                      : "and sequence > $2 and stream = $3 order by stream_revision");
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
