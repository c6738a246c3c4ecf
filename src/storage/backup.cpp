// SPDX-License-Identifier: Apache-2.0
#include "sqlite.hpp"

#include <plumb/storage/backup.hpp>
#include <plumb/storage/catalogue.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace plumb::storage {

namespace {

using base::Result;

auto cannot_write(const std::string& file, int code) {
  return base::fail(base::ErrorKind::Unavailable, "storage.cannot_write",
                    {{"file", file}, {"reason", std::strerror(code)}});
}

/// A file that goes away unless it is kept.
class Draft {
public:
  explicit Draft(const std::string& file) : file_(file), path_(file + ".part") { remove(); }
  ~Draft() { remove(); }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

  /// On disk first, then under its name, which must still be free.
  Result<void> keep() {
    PLUMB_TRY(sync(path_, O_RDONLY));
    if (::link(path_.c_str(), file_.c_str()) != 0) {
      if (errno == EEXIST)
        return base::fail(base::ErrorKind::Conflict, "storage.file_exists", {{"file", file_}});
      // File systems without hard links.
      if (::rename(path_.c_str(), file_.c_str()) != 0) return cannot_write(file_, errno);
    }
    const auto folder = std::filesystem::path(file_).parent_path().string();
    return sync(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
  }

private:
  static Result<void> sync(const std::string& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) return cannot_write(path, errno);
    const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (failed != 0) return cannot_write(path, failed);
    return {};
  }
  void remove() const {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"})
      ::unlink((path_ + suffix).c_str());
  }
  std::string file_, path_;
};

/// The steps that a database with `module` at `number` has seen.
Result<std::span<const Migration>> steps_until(const TruthModule& module, std::int64_t number) {
  const std::int64_t known = module.steps.empty() ? 0 : module.steps.back().number;
  if (number > known)
    return base::fail(base::ErrorKind::Unavailable, "storage.newer_schema",
                      {{"module", std::string(module.name)}, {"found", std::to_string(number)}});
  std::size_t count = 0;
  while (count < module.steps.size() && module.steps[count].number <= number)
    ++count;
  return module.steps.first(count);
}

/// Makes the tables of `from` in `to` and fills them, in one transaction of `to`.
Result<Copied> copy_modules(Connection& from, Connection& to,
                            std::span<const TruthModule> modules) {
  Copied copied;
  for (const auto& module : modules) {
    PLUMB_TRY_ASSIGN(const auto number, schema_version(from, module.name));
    // A module that this database has never seen has nothing to copy.
    if (!number) continue;
    PLUMB_TRY_ASSIGN(const auto steps, steps_until(module, *number));
    for (const auto& step : steps)
      PLUMB_TRY(to.script(step.sql));
    PLUMB_TRY(set_schema_version(to, module.name, *number));
    for (const auto& table : tables_created(steps)) {
      PLUMB_TRY_ASSIGN(const auto count, copy_rows(from, to, table));
      copied.emplace_back(table, count);
    }
  }
  return copied;
}

/// Whether the file is a whole SQLite database with the tables of a backup.
Result<void> check_backup(Connection& backup, const std::string& file, std::string_view module) {
  const auto bad = [&](const std::string& reason) {
    return base::fail(base::ErrorKind::InvalidInput, "storage.no_backup",
                      {{"file", file}, {"reason", reason}});
  };
  const auto sound = backup.text("pragma integrity_check");
  if (!sound) {
    for (const auto& [name, value] : sound.error().args)
      if (name == "reason") return bad(value);
    return bad(sound.error().id);
  }
  if (*sound != "ok") return bad(sound->value_or("damaged"));
  PLUMB_TRY_ASSIGN(const auto version, schema_version(backup, module));
  if (!version) return bad("not made by this program");
  return {};
}

} // namespace

Result<Copied> write_backup(Database& from, const std::string& file,
                            std::span<const TruthModule> modules) {
  std::error_code none;
  if (std::filesystem::exists(file, none))
    return base::fail(base::ErrorKind::Conflict, "storage.file_exists", {{"file", file}});
  PLUMB_TRY_ASSIGN(const auto reader, from.reader());
  PLUMB_TRY_ASSIGN(const auto version, schema_version(*reader, modules.front().name));
  if (!version)
    return base::fail(base::ErrorKind::NotFound, "storage.no_schema",
                      {{"module", std::string(modules.front().name)}});
  Draft draft(file);
  Copied copied;
  {
    auto opened = SqliteConnection::open(draft.path(), SqliteConnection::Access::Write, Options{});
    if (!opened) return cannot_write(file, errno);
    Connection& backup = **opened;
    // One file without companions, readable where nothing may be written.
    PLUMB_TRY(backup.script("pragma journal_mode=delete"));
    const auto done = backup.transaction([&]() -> Result<void> {
      PLUMB_TRY_ASSIGN(copied, copy_modules(*reader, backup, modules));
      return {};
    });
    PLUMB_TRY(done);
  }
  PLUMB_TRY(draft.keep());
  return copied;
}

Result<Copied> read_backup(const std::string& file, Database& to,
                           std::span<const TruthModule> modules) {
  auto opened = SqliteConnection::open(file, SqliteConnection::Access::Look, Options{});
  if (!opened)
    return base::fail(base::ErrorKind::InvalidInput, "storage.no_backup",
                      {{"file", file}, {"reason", opened.error().id}});
  Connection& backup = **opened;
  PLUMB_TRY(check_backup(backup, file, modules.front().name));
  PLUMB_TRY_ASSIGN(const auto writer, to.writer());
  Copied copied;
  const auto done = writer->transaction([&]() -> Result<void> {
    PLUMB_TRY(writer->lock(kSchemaLock));
    PLUMB_TRY_ASSIGN(const auto tables, tables_of(*writer));
    if (!tables.empty()) return base::fail(base::ErrorKind::Conflict, "storage.not_empty");
    PLUMB_TRY_ASSIGN(copied, copy_modules(backup, *writer, modules));
    return {};
  });
  PLUMB_TRY(done);
  return copied;
}

} // namespace plumb::storage
