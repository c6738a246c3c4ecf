// SPDX-License-Identifier: Apache-2.0
/// Full text over rows, the same answers on every engine: both index the terms of terms.hpp with
/// their places (SQLite in FTS5, PostgreSQL as a tsvector under GIN). A row is known by its
/// `position`, a number above 0. On SQLite positions must differ between authorities too: an FTS5
/// index knows nothing but row numbers.
///
/// Bounds: of one text, PostgreSQL keeps the places of the first 16,383 terms and of 256
/// occurrences of each; behind them a term is still found, but not as part of a longer phrase.
#pragma once

#include <plumb/storage/storage.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::storage {

class TextIndex {
public:
  /// `name` is the name of its table.
  explicit TextIndex(std::string name) : name_(std::move(name)) {}

  [[nodiscard]] base::Result<void> create(Connection& writer) const;
  [[nodiscard]] base::Result<void> drop(Connection& writer) const;
  struct Entry {
    std::int64_t position = 0;
    std::string_view text;
  };
  using Entries = std::function<Entry(std::size_t)>;
  [[nodiscard]] base::Result<void> put(Connection& writer, std::string_view authority_id,
                                       std::size_t count, const Entries& entry) const;
  /// Texts exactly as they were put.
  [[nodiscard]] base::Result<void> remove(Connection& writer, std::string_view authority_id,
                                          std::size_t count, const Entries& entry) const;
  [[nodiscard]] base::Result<void> put(Connection& writer, std::string_view authority_id,
                                       std::int64_t position, std::string_view text) const {
    return put(writer, authority_id, 1, [&](std::size_t) { return Entry{position, text}; });
  }
  [[nodiscard]] base::Result<void> remove(Connection& writer, std::string_view authority_id,
                                          std::int64_t position, std::string_view text) const {
    return remove(writer, authority_id, 1, [&](std::size_t) { return Entry{position, text}; });
  }

  /// What append_matches wants: every blank-separated word of `query` must occur. Empty where the
  /// query has nothing that could be searched for.
  [[nodiscard]] static std::string match(Engine engine, std::string_view query);
  /// Appends a table expression with the column `position` of the matching rows from `first` to
  /// `last`, and its values; the views must live until the statement runs.
  void append_matches(Engine engine, std::string& sql, std::vector<Value>& values,
                      std::string_view authority_id, std::string_view match, std::int64_t first,
                      std::int64_t last) const;

private:
  std::string name_;
};

} // namespace plumb::storage
