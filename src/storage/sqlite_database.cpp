// SPDX-License-Identifier: Apache-2.0
#include "engines.hpp"
#include "pool.hpp"
#include "sqlite.hpp"

#include <mutex>

namespace plumb::storage {

namespace {

class SqliteDatabase final : public Database {
public:
  SqliteDatabase(const std::string& path, const Options& options,
                 std::unique_ptr<SqliteConnection> writer)
      : in_memory_(path == ":memory:"), writer_(std::move(writer)),
        readers_(options.readers_max, [path, options] {
          return SqliteConnection::open(path, SqliteConnection::Access::Read, options);
        }) {}

  base::Result<Lease> writer() override {
    write_mutex_.lock();
    return Lease(*writer_, [this] { write_mutex_.unlock(); });
  }

  base::Result<Lease> reader() override {
    if (in_memory_) return writer();
    PLUMB_TRY_ASSIGN(auto connection, readers_.take());
    auto* held = connection.get();
    if (auto begun = held->run("begin"); !begun) {
      readers_.give(std::move(connection));
      return base::Unexpected{std::move(begun).error()};
    }
    return Lease(*held, [this, shared = std::make_shared<std::unique_ptr<SqliteConnection>>(
                                   std::move(connection))] {
      (void)(*shared)->run("commit");
      readers_.give(std::move(*shared));
    });
  }

private:
  bool in_memory_;
  // Recursive because a database in memory has one connection for readers and the writer.
  std::recursive_mutex write_mutex_;
  std::unique_ptr<SqliteConnection> writer_;
  Pool<SqliteConnection> readers_;
};

} // namespace

base::Result<std::unique_ptr<Database>> open_sqlite(const std::string& path,
                                                    const Options& options) {
  PLUMB_TRY_ASSIGN(auto writer,
                   SqliteConnection::open(path, SqliteConnection::Access::Write, options));
  return std::unique_ptr<Database>(
      std::make_unique<SqliteDatabase>(path, options, std::move(writer)));
}

} // namespace plumb::storage
