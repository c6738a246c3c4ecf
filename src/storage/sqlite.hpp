// SPDX-License-Identifier: Apache-2.0
/// The SQLite engine. Only this module names sqlite3.
#pragma once

#include <plumb/storage/storage.hpp>

#include <sqlite3.h>

#include <memory>
#include <string>
#include <unordered_map>

namespace plumb::storage {

/// Makes the tokenizer `plumb` (terms.hpp) known to a connection.
[[nodiscard]] int install_tokenizer(sqlite3* database);

class SqliteConnection final : public Connection {
public:
  enum class Access { Write, Read, Look }; ///< Look: the file is not touched at all
  [[nodiscard]] static base::Result<std::unique_ptr<SqliteConnection>>
  open(const std::string& path, Access access, const Options& options);

  [[nodiscard]] Engine engine() const override { return Engine::Sqlite; }
  [[nodiscard]] base::Result<void> lock(std::string_view) override { return {}; }
  using Connection::run;
  [[nodiscard]] base::Result<std::int64_t> run(std::string_view sql, std::span<const Value> values,
                                               const OnRow& on_row) override;
  [[nodiscard]] base::Result<void> script(std::string_view sql) override;
  [[nodiscard]] base::Result<void>
  batch(std::string_view sql, std::size_t columns, std::size_t count,
        const std::function<void(std::size_t, std::span<Value>)>& fill) override;

  [[nodiscard]] sqlite3* handle() const { return database_.get(); }

private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  struct Cached {
    std::unique_ptr<sqlite3_stmt, Finalize> statement;
    bool running = false;
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  explicit SqliteConnection(sqlite3* database) : database_(database) {}
  [[nodiscard]] base::Unexpected<base::Error> error() const;
  [[nodiscard]] base::Result<std::unique_ptr<sqlite3_stmt, Finalize>> prepare(std::string_view sql);
  [[nodiscard]] base::Result<Cached*> cached(std::string_view sql);
  [[nodiscard]] base::Result<std::int64_t> step(sqlite3_stmt* statement,
                                                std::span<const Value> values, const OnRow& on_row);

  std::unique_ptr<sqlite3, Close> database_;
  std::unordered_map<std::string, Cached, Hash, std::equal_to<>> cache_;
};

} // namespace plumb::storage
