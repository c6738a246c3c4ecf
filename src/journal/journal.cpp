// SPDX-License-Identifier: Apache-2.0
#include "schema.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/journal/journal.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <variant>

namespace plumb::journal {

namespace {

using base::Result;
using storage::Connection;
using storage::Row;
using storage::Value;

constexpr const char* kColumns = "select authority_id, sequence, id, stream, type, version, "
                                 "recorded_at, effective_on, actor, payload, "
                                 "hash, stream_revision from event where authority_id = $1 ";

/// How long a repetition of a request is recognised.
constexpr std::int64_t kAnswerKeptMs = 7LL * 24 * 3600 * 1000;
/// Commands that share one disk write at most: bounds the wait of the first one.
constexpr std::size_t kBatchMax = 64;

event::Event event_of(const Row& row) {
  event::Event event{.authority_id = std::string(row.text(0)),
                     .sequence = row.integer(1),
                     .id = std::string(row.text(2)),
                     .stream = std::string(row.text(3)),
                     .type = std::string(row.text(4)),
                     .version = static_cast<int>(row.integer(5)),
                     .recorded_at = row.integer(6),
                     .effective_on = {},
                     .actor = std::string(row.text(8)),
                     .payload = std::string(row.text(9)),
                     .hash = std::string(row.text(10))};
  if (!row.is_null(7)) event.effective_on = base::parse_date(row.text(7));
  return event;
}

struct Head {
  std::int64_t sequence = 0;
  std::string hash{event::kFirstHash};
};

Result<Head> head_of(Connection& connection, std::string_view authority_id) {
  Head head;
  PLUMB_TRY(connection.run(
      "select sequence, hash from event where authority_id = $1 order by sequence desc limit 1",
      {authority_id}, [&](const Row& row) {
        head = {row.integer(0), std::string(row.text(1))};
        return false;
      }));
  return head;
}

Result<void> insert(Connection& connection, const event::Event& event,
                    std::int64_t stream_revision) {
  const std::string effective_on =
      event.effective_on ? base::to_string(*event.effective_on) : std::string();
  PLUMB_TRY(connection.run(
      "insert into event (authority_id, sequence, id, stream, stream_revision, type, version, "
      "recorded_at, "
      "effective_on, actor, payload, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
      "$12)",
      {std::string_view(event.authority_id), event.sequence, std::string_view(event.id),
       std::string_view(event.stream), stream_revision, std::string_view(event.type),
       std::int64_t{event.version}, event.recorded_at,
       event.effective_on ? Value(std::string_view(effective_on)) : Value(std::monostate{}),
       std::string_view(event.actor), std::string_view(event.payload),
       std::string_view(event.hash)}));
  return {};
}

} // namespace

Result<std::int64_t> Transaction::revision(std::string_view stream) {
  PLUMB_TRY_ASSIGN(
      const auto found,
      connection_.integer(
          "select max(stream_revision) from event where authority_id = $1 and stream = $2",
          {std::string_view(authority_id_), stream}));
  return found.value_or(0);
}

Result<std::vector<event::Event>> Transaction::append(std::string_view stream,
                                                      std::int64_t expected,
                                                      const std::vector<event::NewEvent>& events) {
  PLUMB_TRY_ASSIGN(std::int64_t revision_now, revision(stream));
  if (revision_now != expected)
    return base::fail(base::ErrorKind::Conflict, "journal.conflict",
                      {{"stream", std::string(stream)},
                       {"expected", std::to_string(expected)},
                       {"actual", std::to_string(revision_now)}});
  PLUMB_TRY_ASSIGN(Head head, head_of(connection_, authority_id_));
  std::vector<event::Event> appended;
  for (const auto& fresh : events) {
    event::Event recorded{.authority_id = authority_id_,
                          .sequence = ++head.sequence,
                          .id = base::new_id(now_ms_),
                          .stream = std::string(stream),
                          .type = fresh.type,
                          .version = fresh.version,
                          .recorded_at = now_ms_,
                          .effective_on = fresh.effective_on,
                          .actor = actor_,
                          .payload = fresh.payload,
                          .hash = {}};
    recorded.hash = event::hash_of(recorded, head.hash);
    head.hash = recorded.hash;
    PLUMB_TRY(insert(connection_, recorded, ++revision_now));
    for (Fold* fold : folds_)
      PLUMB_TRY(fold->apply(connection_, recorded));
    appended.push_back(std::move(recorded));
  }
  return appended;
}

Result<std::string> Transaction::put_file(std::string_view bytes, std::string_view media_type) {
  std::string sm3 = base::sm3_hex(bytes);
  PLUMB_TRY(connection_.run("insert into file (authority_id, sm3, media_type, size, bytes) "
                            "values ($1, $2, $3, $4, $5) on conflict do nothing",
                            {std::string_view(authority_id_), std::string_view(sm3), media_type,
                             static_cast<std::int64_t>(bytes.size()), storage::Blob{bytes}}));
  return sm3;
}

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

  /// Runs one command; what it wrote is taken back if it fails.
  void run_one(Connection& connection, Pending& pending) {
    const std::int64_t now = clock.now_ms();
    const bool keyed = !pending.context.idempotency_key.empty();
    const auto done = connection.savepoint([&]() -> Result<void> {
      if (keyed) {
        PLUMB_TRY_ASSIGN(auto earlier, kept(connection, pending));
        if (earlier) {
          pending.answer = std::move(*earlier);
          return {};
        }
      }
      Transaction transaction(connection, folds, pending.context.authority_id,
                              pending.context.actor, now);
      pending.answer = pending.command(transaction);
      pending.on_abort = std::move(transaction.on_abort_);
      PLUMB_TRY(pending.answer);
      if (keyed) PLUMB_TRY(keep(connection, pending, now));
      return {};
    });
    if (done) return;
    pending.answer = base::Unexpected{done.error()};
    forget(pending.on_abort);
  }

  void run_batch(const std::vector<Pending*>& batch) {
    const auto committed = [&]() -> Result<void> {
      PLUMB_TRY_ASSIGN(const auto writer, database.writer());
      auto result = writer->transaction([&]() -> Result<void> {
        for (Pending* pending : batch)
          run_one(*writer, *pending);
        return {};
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

  /// Waits in the queue; whoever is first when the disk is free runs everything that waits.
  void run(Pending& pending) {
    std::unique_lock lock(mutex);
    waiting.push_back(&pending);
    if (busy) changed.wait(lock, [&] { return pending.done || pending.leads; });
    if (pending.done) return;
    busy = true;
    std::vector<Pending*> batch;
    while (!waiting.empty() && batch.size() < kBatchMax) {
      batch.push_back(waiting.front());
      waiting.pop_front();
    }
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
  const auto step = [&](const Row& row) {
    auto more = on_event(event_of(row));
    if (!more) failed = std::move(more).error();
    return more && *more;
  };
  const std::string sql =
      std::string(kColumns) + (stream.empty()
                                   ? "and sequence > $2 order by sequence"
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
  std::vector<std::string> found;
  PLUMB_TRY(connection.run("select distinct authority_id from event order by authority_id", {},
                           [&](const Row& row) {
                             found.emplace_back(row.text(0));
                             return true;
                           }));
  return found;
}

Result<Verification> Journal::verify(std::string_view authority_id) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  Verification verification{.events = 0, .last_hash = std::string(event::kFirstHash), .fault = {}};
  std::unordered_map<std::string, std::int64_t> revisions;
  PLUMB_TRY(
      reader->run(std::string(kColumns) + "order by sequence", {authority_id}, [&](const Row& row) {
        const event::Event event = event_of(row);
        const auto fault = [&](const char* what) {
          verification.fault = Fault{event.sequence, what};
          return false;
        };
        if (event.sequence != verification.events + 1) return fault("gap");
        if (event::hash_of(event, verification.last_hash) != event.hash) return fault("hash");
        if (row.integer(11) != ++revisions[event.stream]) return fault("stream_revision");
        ++verification.events;
        verification.last_hash = event.hash;
        return true;
      }));
  if (verification.fault) return verification;
  PLUMB_TRY(reader->run("select sm3, bytes from file where authority_id = $1", {authority_id},
                        [&](const Row& row) {
                          if (base::sm3_hex(row.text(1)) == row.text(0)) return true;
                          verification.fault = Fault{0, "file"};
                          return false;
                        }));
  return verification;
}

Result<void> Journal::exclusively(const std::function<Result<void>(Connection&)>& body) {
  PLUMB_TRY_ASSIGN(const auto writer, state_->database.writer());
  return writer->transaction([&] { return body(*writer); });
}

} // namespace plumb::journal
