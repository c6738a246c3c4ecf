// SPDX-License-Identifier: Apache-2.0
#include "sqlite.hpp"

#include <plumb/storage/terms.hpp>

#include <chrono>
#include <span>
#include <utility>
#include <variant>

namespace plumb::storage {

namespace {

/// Statements kept prepared by one connection; beyond that a statement is prepared for one use.
constexpr std::size_t kCachedMax = 96;

class SqliteRow final : public Row {
public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  [[nodiscard]] bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  [[nodiscard]] std::int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] std::string_view text(int column) const override {
    const void* bytes = sqlite3_column_blob(statement_, column);
    return {static_cast<const char*>(bytes),
            bytes == nullptr ? 0
                             : static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

private:
  sqlite3_stmt* statement_;
};

int bind(sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return sqlite3_bind_int64(statement, index, *number);
  if (const auto* text = std::get_if<std::string_view>(&value))
    return sqlite3_bind_text64(statement, index, text->data() == nullptr ? "" : text->data(),
                               text->size(), SQLITE_STATIC, SQLITE_UTF8);
  if (const auto* blob = std::get_if<Blob>(&value))
    return sqlite3_bind_blob64(statement, index,
                               blob->bytes.data() == nullptr ? "" : blob->bytes.data(),
                               blob->bytes.size(), SQLITE_STATIC);
  return sqlite3_bind_null(statement, index);
}

/// Resets a statement at the end of its use, also when a row callback leaves early.
struct Reset {
  sqlite3_stmt* statement;
  bool* running;
  ~Reset() {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (running != nullptr) *running = false;
  }
};

int tokenize(Fts5Tokenizer*, void* context, int flags, const char* text, int size,
             int (*emit)(void*, int, const char*, int, int, int)) {
  int rc = SQLITE_OK;
  each_term({text, static_cast<std::size_t>(size)}, (flags & FTS5_TOKENIZE_QUERY) != 0,
            [&](std::string_view term, std::size_t from, std::size_t until) {
              rc = emit(context, 0, term.data(), static_cast<int>(term.size()),
                        static_cast<int>(from), static_cast<int>(until));
              return rc == SQLITE_OK;
            });
  return rc;
}

base::ErrorKind kind_of(std::string_view id) {
  if (id == "storage.corrupt") return base::ErrorKind::Corrupt;
  if (id == "storage.constraint") return base::ErrorKind::Conflict;
  return base::ErrorKind::Unavailable;
}

/// Keeps the journal of a new file as a write-ahead log. Of several programs that start at once one
/// may do so, and SQLite does not call its busy handler for the others: two that both hold the file
/// for reading would wait for each other. They let go here and ask again.
base::Result<void> write_ahead(SqliteConnection& connection, const Options& options) {
  const auto until =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(options.busy_timeout_ms);
  for (;;) {
    auto done = connection.script("pragma journal_mode=wal");
    if (done || done.error().id != "storage.busy" || std::chrono::steady_clock::now() >= until)
      return done;
    sqlite3_sleep(5);
  }
}

} // namespace

int install_tokenizer(sqlite3* database) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (const int rc = sqlite3_prepare_v2(database, "select fts5(?1)", -1, &statement, nullptr);
      rc != SQLITE_OK)
    return rc;
  sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  if (api == nullptr) return SQLITE_ERROR;
  fts5_tokenizer tokenizer{[](void*, const char**, int, Fts5Tokenizer** out) {
                             // The tokenizer has no state; FTS5 only wants something that is not
                             // null.
                             static char stateless;
                             *out = reinterpret_cast<Fts5Tokenizer*>(&stateless);
                             return SQLITE_OK;
                           },
                           [](Fts5Tokenizer*) {}, tokenize};
  return api->xCreateTokenizer(api, "plumb", nullptr, &tokenizer, nullptr);
}

base::Result<std::unique_ptr<SqliteConnection>>
SqliteConnection::open(const std::string& path, Access access, const Options& options) {
  sqlite3* handle = nullptr;
  const int flags =
      SQLITE_OPEN_NOMUTEX | (access == Access::Write  ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                             : access == Access::Read ? SQLITE_OPEN_READWRITE
                                                      : SQLITE_OPEN_READONLY);
  const int rc = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(handle));
  if (rc != SQLITE_OK) return connection->error();
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, options.busy_timeout_ms);
  // Reading a page that another process holds back must not become a wrong answer, and a schema
  // from a hostile file must not run anything.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  std::string setup =
      "pragma cache_size=-" + std::to_string(options.cache_kib) + ";pragma temp_store=memory;";
  if (access == Access::Write) {
    PLUMB_TRY(write_ahead(*connection, options));
    setup += "pragma synchronous=full;pragma wal_autocheckpoint=1000;"
             "pragma journal_size_limit=67108864;";
  } else {
    setup += "pragma query_only=1;";
  }
  PLUMB_TRY(connection->script(setup));
  if (install_tokenizer(handle) != SQLITE_OK) return connection->error();
  return connection;
}

base::Unexpected<base::Error> SqliteConnection::error() const {
  const int code = database_ == nullptr ? SQLITE_NOMEM : sqlite3_extended_errcode(database_.get());
  std::string id = "storage.unavailable";
  switch (code & 0xFF) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    id = "storage.busy";
    break;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    id = "storage.corrupt";
    break;
  case SQLITE_CONSTRAINT:
    id = "storage.constraint";
    break;
  default:
    break;
  }
  const char* message = database_ == nullptr ? "out of memory" : sqlite3_errmsg(database_.get());
  return base::fail(kind_of(id), id, {{"code", std::to_string(code)}, {"reason", message}});
}

base::Result<std::unique_ptr<sqlite3_stmt, SqliteConnection::Finalize>>
SqliteConnection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
    return error();
  return std::unique_ptr<sqlite3_stmt, Finalize>(statement);
}

base::Result<SqliteConnection::Cached*> SqliteConnection::cached(std::string_view sql) {
  if (const auto at = cache_.find(sql); at != cache_.end()) return &at->second;
  if (cache_.size() >= kCachedMax) return nullptr;
  PLUMB_TRY_ASSIGN(auto statement, prepare(sql));
  return &cache_.emplace(std::string(sql), Cached{std::move(statement), false}).first->second;
}

base::Result<std::int64_t> SqliteConnection::step(sqlite3_stmt* statement,
                                                  std::span<const Value> values,
                                                  const OnRow& on_row) {
  PLUMB_CHECK(static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) == values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    if (bind(statement, static_cast<int>(i) + 1, values[i]) != SQLITE_OK) return error();
  const SqliteRow row(statement);
  for (;;) {
    const int rc = sqlite3_step(statement);
    if (rc == SQLITE_DONE) break;
    if (rc != SQLITE_ROW) return error();
    if (on_row && !on_row(row)) break;
  }
  return sqlite3_stmt_readonly(statement) != 0 ? 0 : sqlite3_changes64(database_.get());
}

base::Result<std::int64_t>
SqliteConnection::run(std::string_view sql, std::span<const Value> values, const OnRow& on_row) {
  PLUMB_TRY_ASSIGN(Cached * held, cached(sql));
  if (held != nullptr && !held->running) {
    held->running = true;
    const Reset reset{held->statement.get(), &held->running};
    return step(held->statement.get(), values, on_row);
  }
  // The same statement is already running further up (a row callback asked again).
  PLUMB_TRY_ASSIGN(auto once, prepare(sql));
  const Reset reset{once.get(), nullptr};
  return step(once.get(), values, on_row);
}

base::Result<void> SqliteConnection::script(std::string_view sql) {
  const std::string text(sql);
  if (sqlite3_exec(database_.get(), text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return error();
  return {};
}

base::Result<void>
SqliteConnection::batch(std::string_view sql, std::size_t columns, std::size_t count,
                        const std::function<void(std::size_t, std::span<Value>)>& fill) {
  std::vector<Value> values(columns);
  for (std::size_t i = 0; i < count; ++i) {
    fill(i, values);
    PLUMB_TRY(run(sql, values, {}));
  }
  return {};
}

} // namespace plumb::storage
