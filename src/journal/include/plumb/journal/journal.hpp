// SPDX-License-Identifier: Apache-2.0
/// The append-only store of facts and the only writer of them. Facts are chained by their hashes
/// per authority; each belongs to a stream whose revision is the number of its events. What derives
/// from facts (folds) is updated in the same transaction, so a reader never sees one without the
/// other. Acknowledged means on disk; commands that wait at the same time share one disk write.
#pragma once

#include <plumb/base/clock.hpp>
#include <plumb/base/result.hpp>
#include <plumb/event/event.hpp>
#include <plumb/event/json.hpp>
#include <plumb/journal/tree.hpp>
#include <plumb/journal/verify.hpp>
#include <plumb/proof/key.hpp>
#include <plumb/storage/storage.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plumb::journal {

/// Something derived from facts, kept in the same database.
class Fold {
public:
  virtual ~Fold() = default;
  /// Called inside the transaction that appends `event`; an error takes the whole command back.
  [[nodiscard]] virtual base::Result<void> apply(storage::Connection& writer,
                                                 const event::Event& event) = 0;
  /// Called when what was applied is taken back: memory that mirrors the database must be
  /// forgotten.
  virtual void forget() {}
};

struct File {
  std::string sm3;
  std::string media_type;
  std::string bytes;
};

/// What a transaction knows about the end of its authority's journal, so that it asks once.
struct Tail {
  Head head;
  std::unordered_map<std::string, std::int64_t> revisions = {};
  /// Set where an append failed half way: the command cannot succeed any more.
  std::optional<base::Error> failed = {};
};

/// One command at work: reads and appends in one transaction. Only valid inside Journal::execute.
class Transaction {
public:
  [[nodiscard]] storage::Connection& connection() { return connection_; }
  [[nodiscard]] const std::string& authority_id() const { return authority_id_; }
  /// The instant that everything this command records carries.
  [[nodiscard]] std::int64_t now_ms() const { return now_ms_; }
  /// Number of events in the stream, those appended here included.
  [[nodiscard]] base::Result<std::int64_t> revision(std::string_view stream);
  /// Appends and applies all folds. `expected`: the revision the decision was made on;
  /// journal.conflict{stream,expected,actual}.
  [[nodiscard]] base::Result<std::vector<event::Event>>
  append(std::string_view stream, std::int64_t expected,
         const std::vector<event::NewEvent>& events);
  /// Keeps bytes by their SM3 (once); gives the SM3.
  [[nodiscard]] base::Result<std::string> put_file(std::string_view bytes,
                                                   std::string_view media_type);
  /// Puts personal data apart: the value goes into a table of its own, the result into the payload
  /// of the entry: {"sealed":{"hash","item"}}. `subject_id` is an opaque id of the person. An entry
  /// of this command must hold the result.
  [[nodiscard]] base::Result<event::Json> seal(std::string_view subject_id,
                                               const event::Json& value);
  /// Deletes all values of the person and records that it was done; the number of values.
  [[nodiscard]] base::Result<std::int64_t> erase(std::string_view subject_id,
                                                 std::string_view reason);
  /// Called if this command is taken back, its own failure included.
  void on_abort(std::function<void()> callback) { on_abort_.push_back(std::move(callback)); }

private:
  friend class Journal;
  [[nodiscard]] base::Result<void> record(const std::vector<event::Event>& events,
                                          std::int64_t first_revision);
  Transaction(storage::Connection& connection, const std::vector<Fold*>& folds, Tail& tail,
              std::string authority_id, std::string actor, std::int64_t now_ms)
      : connection_(connection), folds_(folds), tail_(tail), authority_id_(std::move(authority_id)),
        actor_(std::move(actor)), now_ms_(now_ms) {}

  storage::Connection& connection_;
  const std::vector<Fold*>& folds_;
  Tail& tail_;
  std::string authority_id_, actor_;
  std::int64_t now_ms_;
  std::vector<std::function<void()>> on_abort_;
};

/// Who does it, for whom, and under which key a repetition is recognised.
struct Context {
  std::string authority_id = "default";
  std::string actor = "anonymous";
  /// Empty: every call acts. Else the first answer is kept and given again; the same key for
  /// another request is journal.key_reused.
  std::string idempotency_key = {};
};

class Journal {
public:
  /// Brings the schema up to date. `clock` and `database` must outlive the journal.
  [[nodiscard]] static base::Result<std::unique_ptr<Journal>> open(storage::Database& database,
                                                                   const base::Clock& clock);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Before the first command only. The fold must outlive the journal.
  void add_fold(Fold& fold);

  /// Runs `command` in a transaction and gives its answer once everything is on disk. `request`
  /// identifies what was asked (any text), to tell a repetition from a reused key. Thread-safe.
  [[nodiscard]] base::Result<std::string>
  execute(const Context& context, std::string_view request,
          const std::function<base::Result<std::string>(Transaction&)>& command);

  /// Short for a command that only appends.
  [[nodiscard]] base::Result<std::int64_t> append(const Context& context, std::string_view stream,
                                                  std::int64_t expected,
                                                  const std::vector<event::NewEvent>& events);

  /// Events after sequence `after`, oldest first, at most `limit`; of one stream where it is not
  /// empty.
  [[nodiscard]] base::Result<std::vector<event::Event>> read(std::string_view authority_id,
                                                             std::int64_t after, std::size_t limit,
                                                             std::string_view stream = {}) const;
  /// The same on a connection that the caller holds; stops where `on_event` says false.
  [[nodiscard]] static base::Result<void>
  visit(storage::Connection& connection, std::string_view authority_id, std::int64_t after,
        std::string_view stream,
        const std::function<base::Result<bool>(const event::Event&)>& on_event);
  [[nodiscard]] static base::Result<std::optional<File>>
  file(storage::Connection& connection, std::string_view authority_id, std::string_view sm3);
  [[nodiscard]] static base::Result<std::vector<std::string>>
  authorities(storage::Connection& connection);

  /// Computes every hash again; see verify.hpp. Without further options: what can be told from
  /// the database alone.
  [[nodiscard]] base::Result<Verification> verify(std::string_view authority_id,
                                                  const VerifyOptions& options = {}) const;

  /// Before the first checkpoint.
  void use_key(std::shared_ptr<const proof::SigningKey> key);
  /// Null where this program does not sign.
  [[nodiscard]] const proof::SigningKey* key() const;
  /// Signs the journal as it is now, unless the newest checkpoint already tells that; gives the
  /// newest. journal.no_key, journal.empty.
  [[nodiscard]] base::Result<proof::Note> checkpoint(std::string_view authority_id);
  [[nodiscard]] static base::Result<std::optional<proof::Note>>
  newest_checkpoint(storage::Connection& connection, std::string_view authority_id);

  [[nodiscard]] base::Result<std::optional<proof::Note>>
  newest_checkpoint(std::string_view authority_id) const;

  [[nodiscard]] base::Result<std::vector<std::string>> authorities() const;

  /// An event as it went into its hash: SM3(previous_hash ‖ canonical) = hash.
  struct Entry {
    std::int64_t sequence = 0;
    std::string previous_hash, canonical, hash;
  };
  /// journal.no_event{sequence}.
  [[nodiscard]] base::Result<Entry> entry(std::string_view authority_id,
                                          std::int64_t sequence) const;
  struct Proof {
    std::int64_t from = 0; ///< the event, or the smaller length
    std::int64_t size = 0;
    std::vector<proof::Hash> path;
  };
  /// That event `sequence` is in the journal of `size` events; size 0: the whole. journal.no_event,
  /// proof.bad_size.
  [[nodiscard]] base::Result<Proof> inclusion(std::string_view authority_id, std::int64_t sequence,
                                              std::int64_t size) const;
  /// That the journal of `size` events (0: the whole) begins with that of `from`. proof.bad_size.
  [[nodiscard]] base::Result<Proof> consistency(std::string_view authority_id, std::int64_t from,
                                                std::int64_t size) const;

  /// Runs `body` alone on the writing connection in one transaction (rebuilding folds).
  [[nodiscard]] base::Result<void>
  exclusively(const std::function<base::Result<void>(storage::Connection&)>& body);

private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace plumb::journal
