// SPDX-License-Identifier: Apache-2.0
/// The inside of Journal: who waits, and how those who wait share one disk write.
#pragma once

#include "tiles.hpp"

#include <plumb/journal/journal.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace plumb::journal {

/// How long a repetition of a request is recognised.
inline constexpr std::int64_t kAnswerKeptMs = 7LL * 24 * 3600 * 1000;
/// Commands that share one disk write at most: bounds the wait of the first one.
inline constexpr std::size_t kBatchMax = 64;

struct Journal::State {
  /// A command that waits for its turn or its disk write.
  struct Pending {
    const Context& context;
    std::string request;
    const std::function<base::Result<std::string>(Transaction&)>& command;
    base::Result<std::string> answer = std::string();
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
  base::Result<std::optional<std::string>> kept(storage::Connection& connection,
                                                const Pending& pending) {
    std::optional<std::string> body;
    bool same = true;
    PLUMB_TRY(connection.run(
        "select request, body from answer where authority_id = $1 and idempotency_key = $2",
        {std::string_view(pending.context.authority_id),
         std::string_view(pending.context.idempotency_key)},
        [&](const storage::Row& row) {
          same = row.text(0) == pending.request;
          body = std::string(row.text(1));
          return false;
        }));
    if (!same) return base::fail(base::ErrorKind::Conflict, "journal.key_reused");
    return body;
  }

  base::Result<void> keep(storage::Connection& connection, const Pending& pending,
                          std::int64_t now) {
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
  base::Result<void> act(storage::Connection& connection, Pending& pending, Tail& tail) {
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
  void run_one(storage::Connection& connection, Pending& pending, Tail& tail) {
    const Head before = tail.head;
    const auto done = connection.savepoint([&] { return act(connection, pending, tail); });
    if (done) return;
    pending.answer = base::Unexpected{done.error()};
    tail = Tail{.head = before};
    forget(pending.on_abort);
  }

  /// All commands of a batch are of one authority.
  void run_batch(const std::vector<Pending*>& batch) {
    const auto committed = [&]() -> base::Result<void> {
      PLUMB_TRY_ASSIGN(const auto writer, database.writer());
      auto result = writer->transaction([&]() -> base::Result<void> {
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

} // namespace plumb::journal
