// SPDX-License-Identifier: Apache-2.0
/// For tests only: databases that are fresh and go away by themselves. They are SQLite's unless the
/// environment names a PostgreSQL in PLUMBLINE_TEST_DATABASE (a URL without `schema`); then each is
/// a schema of its own there. Stops the program where the database cannot be opened.
#pragma once

#include <plumb/storage/storage.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace plumb::storage::testing {

/// The engine that this run of the tests is for.
[[nodiscard]] Engine engine();

/// A database for one test: in memory, or a new schema that is dropped with it.
[[nodiscard]] std::unique_ptr<Database> fresh_database(Options options = {});

/// A place for a database that a test opens several times: a file in a temporary folder, or a new
/// schema. Gone with this value; close the databases before.
class Place {
public:
  Place();
  ~Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] std::unique_ptr<Database> open(Options options = {}) const;

private:
  std::filesystem::path folder_; ///< SQLite only
  std::string schema_, url_;
};

} // namespace plumb::storage::testing
