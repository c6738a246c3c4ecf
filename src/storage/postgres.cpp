// SPDX-License-Identifier: Apache-2.0
#include "postgres.hpp"

#include "postgres_ddl.hpp"
#include "sql_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace plumb::storage {

namespace {

/// Statements kept prepared by one connection; beyond that a statement is prepared for one use.
constexpr std::size_t kPreparedMax = 256;
/// A page of a list and the row that proves the next one: what one round trip brings.
constexpr int kFirstRows = 64;
/// What a cursor brings at once at most.
constexpr std::size_t kPortionRows = 1024, kPortionBytes = 1 << 20;
/// Statements on their way before their results are read: little enough for the socket's buffer.
constexpr std::size_t kBatchRows = 256, kBatchBytes = 1 << 20;

// Types of pg_type.h, which libpq-dev does not bring; they never change.
constexpr Oid kAnyType = 0, kByteaType = 17, kBigintType = 20, kTextType = 25;

enum class Verb { Select, Change, Other };

Verb verb_of(std::string_view sql, std::string& first) {
  SqlWord word;
  for (std::size_t at = 0; at < sql.size(); at += word.text.size()) {
    word = next_word(sql, at);
    if (word.kind == SqlWord::Kind::Name) break;
  }
  first = lowered(word.text);
  if (first == "select") return Verb::Select;
  for (const std::string_view change : {"insert", "update", "delete", "with", "values"})
    if (first == change) return Verb::Change;
  return Verb::Other;
}

int hex_digit(char c) {
  return c <= '9' ? c - '0' : c - 'a' + 10;
}

/// bytea's text form: \x and two digits a byte.
std::string bytes_of(std::string_view text) {
  std::string out;
  if (!text.starts_with("\\x")) return out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 2; i + 1 < text.size(); i += 2)
    out += static_cast<char>(hex_digit(text[i]) << 4 | hex_digit(text[i + 1]));
  return out;
}

class PostgresRow final : public Row {
public:
  explicit PostgresRow(const PGresult* result) : result_(result) {}
  void stand_on(int row) {
    row_ = row;
    decoded_.clear();
  }
  [[nodiscard]] bool is_null(int column) const override {
    return PQgetisnull(result_, row_, column) != 0;
  }
  [[nodiscard]] std::int64_t integer(int column) const override {
    const std::string_view text = raw(column);
    if (text == "t") return 1;
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }
  [[nodiscard]] std::string_view text(int column) const override {
    if (PQftype(result_, column) != kByteaType) return raw(column);
    for (const auto& [known, bytes] : decoded_)
      if (known == column) return *bytes;
    return *decoded_.emplace_back(column, std::make_unique<std::string>(bytes_of(raw(column))))
                .second;
  }

private:
  [[nodiscard]] std::string_view raw(int column) const {
    return {PQgetvalue(result_, row_, column),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }
  const PGresult* result_;
  int row_ = 0;
  mutable std::vector<std::pair<int, std::unique_ptr<std::string>>> decoded_;
};

/// False where the callback said so.
bool deliver(const PGresult* result, const OnRow& on_row) {
  if (!on_row) return true;
  PostgresRow row(result);
  for (int i = 0, count = PQntuples(result); i < count; ++i) {
    row.stand_on(i);
    if (!on_row(row)) return false;
  }
  return true;
}

std::int64_t changed_by(PGresult* result) {
  if (std::strncmp(PQcmdStatus(result), "SELECT", 6) == 0) return 0;
  const std::string_view text = PQcmdTuples(result);
  std::int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

std::string id_of(std::string_view state) {
  const std::string_view kind = state.substr(0, 2);
  if (kind == "23" || kind == "22" || state == "42804") return "storage.constraint";
  if (kind == "40" || state == "55P03" || state == "57014") return "storage.busy";
  if (state == "XX001" || state == "XX002") return "storage.corrupt";
  return "storage.unavailable";
}

base::ErrorKind kind_of(std::string_view id) {
  if (id == "storage.corrupt") return base::ErrorKind::Corrupt;
  if (id == "storage.constraint") return base::ErrorKind::Conflict;
  return base::ErrorKind::Unavailable;
}

/// One line, without the blanks that libpq ends its messages with.
std::string reason_of(const char* message) {
  std::string text = message == nullptr ? "" : message;
  while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
    text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string limited(std::string_view sql) {
  return "select * from (" + std::string(sql) + ") as first_rows limit " +
         std::to_string(kFirstRows + 1);
}

} // namespace

/// Parameters in the form that libpq takes; views into the values they were made of.
class PostgresConnection::Bound {
public:
  explicit Bound(std::span<const Value> values) {
    numbers_.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      add(values[i], numbers_[i]);
  }
  [[nodiscard]] int count() const { return static_cast<int>(pointers_.size()); }
  [[nodiscard]] const Oid* types() const { return types_.data(); }
  [[nodiscard]] const char* const* pointers() const { return pointers_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }
  [[nodiscard]] std::size_t bytes() const {
    std::size_t sum = 0;
    for (const int length : lengths_)
      sum += static_cast<std::size_t>(length);
    return sum;
  }
  /// The types as one word: the same text with other types is another statement.
  [[nodiscard]] std::string key(const std::string& sql) const {
    std::string out = sql;
    out += '\0';
    for (const Oid type : types_)
      out += static_cast<char>('a' + type);
    return out;
  }

private:
  void add(const Value& value, std::array<char, 8>& number) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      const auto bits = static_cast<std::uint64_t>(*integer);
      for (unsigned i = 0; i < 8; ++i)
        number[i] = static_cast<char>(bits >> (56 - 8 * i) & 0xFF);
      push(kBigintType, number.data(), number.size());
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      push(kTextType, text->data() == nullptr ? "" : text->data(), text->size());
    } else if (const auto* blob = std::get_if<Blob>(&value)) {
      push(kByteaType, blob->bytes.data() == nullptr ? "" : blob->bytes.data(), blob->bytes.size());
    } else {
      push(kAnyType, nullptr, 0);
    }
  }
  void push(Oid type, const char* bytes, std::size_t size) {
    types_.push_back(type);
    pointers_.push_back(bytes);
    lengths_.push_back(static_cast<int>(size));
    formats_.push_back(1);
  }
  std::vector<Oid> types_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_, formats_;
  std::vector<std::array<char, 8>> numbers_;
};

base::Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const PostgresUrl& url,
                                                                           const Options& options) {
  const char* const names[] = {"dbname", "fallback_application_name", "client_encoding", nullptr};
  const char* const values[] = {url.conninfo.c_str(), "plumbline", "UTF8", nullptr};
  std::unique_ptr<PostgresConnection> connection(
      new PostgresConnection(PQconnectdbParams(names, values, 1), url, options));
  PLUMB_TRY(connection->set_up());
  return connection;
}

base::Result<void> PostgresConnection::set_up() {
  PGconn* connection = connection_.get();
  prepared_.clear();
  cursors_ = 0;
  if (PQstatus(connection) != CONNECTION_OK) return error(nullptr);
  const char* encoding = PQparameterStatus(connection, "server_encoding");
  if (encoding == nullptr || std::strcmp(encoding, "UTF8") != 0)
    return base::fail(base::ErrorKind::Unavailable, "storage.unavailable",
                      {{"reason", "the database's encoding is not UTF8"}});
  PQsetNoticeProcessor(connection, [](void*, const char*) {}, nullptr);
  // Acknowledged means on disk, whatever the server's default is; a stronger setting stays.
  std::string setup = "set client_min_messages=warning;set standard_conforming_strings=on;"
                      "set lock_timeout=" +
                      std::to_string(options_.busy_timeout_ms) +
                      ";select set_config('synchronous_commit', 'on', false) where "
                      "current_setting('synchronous_commit') in ('off', 'local');"
                      // Our statements are short: compiling them costs more than it saves.
                      "select set_config(name, 'off', false) from pg_settings where name in "
                      "('jit', 'synchronize_seqscans');";
  if (!url_.schema.empty()) setup += "set search_path=\"" + url_.schema + "\";";
  PLUMB_TRY(checked(PQexec(connection, setup.c_str())));
  if (!url_.schema.empty()) {
    schema_ = url_.schema;
    return {};
  }
  PLUMB_TRY_ASSIGN(const auto current, text("select current_schema()"));
  schema_ = current.value_or("");
  return {};
}

base::Result<void> PostgresConnection::revive() {
  // Reads what has come in without waiting: a closed connection shows itself here.
  if (PQconsumeInput(connection_.get()) != 0 && PQstatus(connection_.get()) == CONNECTION_OK)
    return {};
  PQreset(connection_.get());
  return set_up();
}

void PostgresConnection::end_transaction() {
  if (PQtransactionStatus(connection_.get()) != PQTRANS_IDLE)
    PQclear(PQexec(connection_.get(), "rollback"));
}

base::Unexpected<base::Error> PostgresConnection::error(const PGresult* result) const {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const bool lost = PQstatus(connection_.get()) != CONNECTION_OK || state == nullptr;
  const char* message =
      result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message == nullptr) message = PQerrorMessage(connection_.get());
  const std::string id = lost ? "storage.unavailable" : id_of(state);
  return base::fail(
      kind_of(id), id,
      {{"code", state == nullptr ? "connection" : state}, {"reason", reason_of(message)}});
}

base::Result<PostgresConnection::Answer> PostgresConnection::checked(PGresult* result) const {
  Answer answer(result);
  const auto status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
    return error(result);
  return answer;
}

base::Result<const std::string*> PostgresConnection::prepared(const std::string& sql,
                                                              const Bound& bound) {
  std::string key = bound.key(sql);
  if (const auto at = prepared_.find(key); at != prepared_.end()) return &at->second;
  if (prepared_.size() >= kPreparedMax) return nullptr;
  std::string name = "s" + std::to_string(prepared_.size());
  PLUMB_TRY(checked(
      PQprepare(connection_.get(), name.c_str(), sql.c_str(), bound.count(), bound.types())));
  return &prepared_.emplace(std::move(key), std::move(name)).first->second;
}

base::Result<PostgresConnection::Answer> PostgresConnection::execute(const std::string& sql,
                                                                     const Bound& bound) {
  PLUMB_TRY_ASSIGN(const std::string* name, prepared(sql, bound));
  PGconn* connection = connection_.get();
  return checked(name != nullptr
                     ? PQexecPrepared(connection, name->c_str(), bound.count(), bound.pointers(),
                                      bound.lengths(), bound.formats(), 0)
                     : PQexecParams(connection, sql.c_str(), bound.count(), bound.types(),
                                    bound.pointers(), bound.lengths(), bound.formats(), 0));
}

base::Result<void> PostgresConnection::query(std::string_view sql, const Bound& bound,
                                             const OnRow& on_row) {
  if (PQtransactionStatus(connection_.get()) != PQTRANS_INTRANS) {
    // A cursor lives in a transaction; outside one the result comes whole.
    PLUMB_TRY_ASSIGN(const auto whole, execute(std::string(sql), bound));
    deliver(whole.get(), on_row);
    return {};
  }
  std::size_t row_bytes = 0;
  {
    PLUMB_TRY_ASSIGN(const auto first, execute(limited(sql), bound));
    if (PQntuples(first.get()) <= kFirstRows) {
      deliver(first.get(), on_row);
      return {};
    }
    row_bytes = PQresultMemorySize(first.get()) / (kFirstRows + 1) + 1;
  }
  return walk(sql, bound, row_bytes, on_row);
}

base::Result<void> PostgresConnection::walk(std::string_view sql, const Bound& bound,
                                            std::size_t row_bytes, const OnRow& on_row) {
  PGconn* connection = connection_.get();
  const std::string name = "c" + std::to_string(++cursors_);
  const std::string declare = "declare " + name + " no scroll cursor for " + std::string(sql);
  const auto opened =
      checked(PQexecParams(connection, declare.c_str(), bound.count(), bound.types(),
                           bound.pointers(), bound.lengths(), bound.formats(), 0));
  const auto rows = std::clamp<std::size_t>(kPortionBytes / row_bytes, 1, kPortionRows);
  const std::string fetch = "fetch " + std::to_string(rows) + " from " + name;
  base::Result<void> done;
  if (!opened) done = base::Unexpected{opened.error()};
  for (bool more = opened.has_value(); more;) {
    auto portion = checked(PQexec(connection, fetch.c_str()));
    if (!portion) {
      done = base::Unexpected{std::move(portion).error()};
      break;
    }
    more = deliver(portion->get(), on_row) &&
           static_cast<std::size_t>(PQntuples(portion->get())) == rows;
  }
  if (PQtransactionStatus(connection) == PQTRANS_INTRANS)
    PQclear(PQexec(connection, ("close " + name).c_str()));
  --cursors_;
  return done;
}

base::Result<std::int64_t>
PostgresConnection::run(std::string_view sql, std::span<const Value> values, const OnRow& on_row) {
  std::string first;
  const Verb verb = verb_of(sql, first);
  const Bound bound(values);
  if (verb == Verb::Select) {
    PLUMB_TRY(query(sql, bound, on_row));
    return std::int64_t{0};
  }
  if (verb == Verb::Change) {
    PLUMB_TRY_ASSIGN(const auto answer, execute(std::string(sql), bound));
    deliver(answer.get(), on_row);
    return changed_by(answer.get());
  }
  PLUMB_CHECK(values.empty());
  const std::string text =
      first == "create" || first == "alter" ? to_postgres(sql) : std::string(sql);
  PLUMB_TRY_ASSIGN(const auto answer, checked(PQexec(connection_.get(), text.c_str())));
  deliver(answer.get(), on_row);
  // A transaction in which a statement failed ends like this whatever was asked for.
  if (first == "commit" && std::strcmp(PQcmdStatus(answer.get()), "ROLLBACK") == 0)
    return base::fail(base::ErrorKind::Unavailable, "storage.unavailable",
                      {{"code", "25P02"}, {"reason", "a statement of the transaction failed"}});
  return std::int64_t{0};
}

base::Result<void> PostgresConnection::script(std::string_view sql) {
  PLUMB_TRY(checked(PQexec(connection_.get(), to_postgres(sql).c_str())));
  return {};
}

base::Result<void> PostgresConnection::finish_batch(std::size_t sent) {
  PGconn* connection = connection_.get();
  base::Result<void> done;
  if (PQpipelineSync(connection) == 0) return error(nullptr);
  for (std::size_t i = 0; i < sent; ++i) {
    Answer answer(PQgetResult(connection));
    const auto status = PQresultStatus(answer.get());
    if (done && status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) done = error(answer.get());
    if (answer == nullptr) return done; // the connection is lost
    while (Answer rest{PQgetResult(connection)}) {
    }
  }
  PQclear(PQgetResult(connection)); // the answer to the sync
  return done;
}

base::Result<void>
PostgresConnection::batch(std::string_view sql, std::size_t columns, std::size_t count,
                          const std::function<void(std::size_t, std::span<Value>)>& fill) {
  PGconn* connection = connection_.get();
  const std::string text(sql);
  std::vector<Value> values(columns);
  std::size_t next = 0;
  while (next < count) {
    fill(next, values);
    Bound bound(values);
    // Prepared before the pipeline begins, because its answer is needed first.
    PLUMB_TRY_ASSIGN(const std::string* name, prepared(text, bound));
    std::string key = bound.key(text);
    if (PQenterPipelineMode(connection) == 0) return error(nullptr);
    std::size_t sent = 0, bytes = 0;
    bool good = true;
    for (;;) {
      good = (name != nullptr
                  ? PQsendQueryPrepared(connection, name->c_str(), bound.count(), bound.pointers(),
                                        bound.lengths(), bound.formats(), 0)
                  : PQsendQueryParams(connection, text.c_str(), bound.count(), bound.types(),
                                      bound.pointers(), bound.lengths(), bound.formats(), 0)) != 0;
      if (!good) break;
      bytes += bound.bytes();
      ++next;
      if (++sent == kBatchRows || bytes > kBatchBytes || next == count) break;
      fill(next, values);
      bound = Bound(values);
      if (bound.key(text) != key) break; // other types: another statement
    }
    const auto done = good ? finish_batch(sent) : base::Result<void>(error(nullptr));
    PQexitPipelineMode(connection);
    PLUMB_TRY(done);
  }
  return {};
}

base::Result<void> PostgresConnection::lock(std::string_view key) {
  // FNV-1a: the server only knows numbers, and schemas of one database share them.
  std::uint64_t hash = 0xCBF29CE484222325U;
  const auto add = [&](std::string_view part) {
    for (const char c : part)
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    hash = (hash ^ 0xFFU) * 0x100000001B3U;
  };
  add(schema_);
  add(key);
  PLUMB_TRY(Connection::run("select pg_advisory_xact_lock($1)", {static_cast<std::int64_t>(hash)}));
  return {};
}

} // namespace plumb::storage
