// SPDX-License-Identifier: Apache-2.0
/// The PostgreSQL engine. Only this module names libpq.
///
/// Every parameter goes in binary form with its type (bigint, text, bytea), so that no text is ever
/// cut at a NUL or guessed to be something else; results come back as text.
/// A query is asked for its first rows with a prepared statement; where there are more, it is asked
/// again through a cursor that fetches them in portions. So one round trip answers the usual
/// question, a caller may stop early, ask again in between, and no result is ever held whole.
#pragma once

#include "postgres_url.hpp"

#include <plumb/storage/storage.hpp>

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace plumb::storage {

class PostgresConnection final : public Connection {
public:
  [[nodiscard]] static base::Result<std::unique_ptr<PostgresConnection>>
  open(const PostgresUrl& url, const Options& options);

  [[nodiscard]] Engine engine() const override { return Engine::Postgres; }
  [[nodiscard]] base::Result<void> lock(std::string_view key) override;
  using Connection::run;
  [[nodiscard]] base::Result<std::int64_t> run(std::string_view sql, std::span<const Value> values,
                                               const OnRow& on_row) override;
  [[nodiscard]] base::Result<void> script(std::string_view sql) override;
  [[nodiscard]] base::Result<void>
  batch(std::string_view sql, std::size_t columns, std::size_t count,
        const std::function<void(std::size_t, std::span<Value>)>& fill) override;

  /// Connects again where the server has gone since; between transactions only.
  [[nodiscard]] base::Result<void> revive();
  /// Takes back what a caller left open.
  void end_transaction();

private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Answer = std::unique_ptr<PGresult, Clear>;
  class Bound;

  PostgresConnection(PGconn* connection, PostgresUrl url, const Options& options)
      : connection_(connection), url_(std::move(url)), options_(options) {}
  [[nodiscard]] base::Result<void> set_up();
  [[nodiscard]] base::Unexpected<base::Error> error(const PGresult* result) const;
  [[nodiscard]] base::Result<Answer> checked(PGresult* result) const;
  /// Runs one statement; prepares it where `name` is kept for `key`.
  [[nodiscard]] base::Result<Answer> execute(const std::string& sql, const Bound& bound);
  [[nodiscard]] base::Result<const std::string*> prepared(const std::string& sql,
                                                          const Bound& bound);
  [[nodiscard]] base::Result<void> query(std::string_view sql, const Bound& bound,
                                         const OnRow& on_row);
  [[nodiscard]] base::Result<void> walk(std::string_view sql, const Bound& bound,
                                        std::size_t row_bytes, const OnRow& on_row);
  [[nodiscard]] base::Result<void> finish_batch(std::size_t sent);

  std::unique_ptr<PGconn, Finish> connection_;
  PostgresUrl url_;
  Options options_;
  std::string schema_; ///< where unqualified names lead
  /// Statement and types of its parameters → its name on the server.
  std::unordered_map<std::string, std::string> prepared_;
  int cursors_ = 0; ///< open now; each has its number as its name
};

} // namespace plumb::storage
