// SPDX-License-Identifier: Apache-2.0
/// The table of a register: one column for each name that its expressions know, so that conditions
/// compile to SQL over it and other programs can read it. Generated from the newest rules; dropped
/// and filled again from the stored records whenever a register looks different. Personal data is
/// left out.
#pragma once

#include "rules_store.hpp"

#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::records {

/// Number of the record within its register, beside the pack's own names.
inline constexpr std::string_view kOrdinalColumn = "plumb_ordinal";

class TypedTable {
public:
  explicit TypedTable(const pack::Register& declared);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// Equal shapes give equal rows for equal records.
  [[nodiscard]] const std::string& shape() const { return shape_; }
  /// Columns of these names of the pack's are filled; the others (personal ones, `today`) are not.
  [[nodiscard]] bool holds(std::string_view name) const { return held_.contains(name); }

  [[nodiscard]] base::Result<void> drop(Connection& writer) const;
  [[nodiscard]] base::Result<void> create(Connection& writer) const;
  [[nodiscard]] base::Result<void> put(Connection& writer, std::string_view authority_id,
                                       std::int64_t ordinal, const registers::Record& record) const;

private:
  struct Held {
    std::size_t index = 0; ///< in the scope
    const expression::Column* column = nullptr;
  };
  const pack::Register& declared_;
  std::string name_, shape_, insert_;
  std::vector<Held> columns_;
  std::set<std::string, std::less<>> held_;
};

/// Appends a condition over a typed table, with the values of its places (which go on from those
/// that are there) and the texts that these point to. Its names are those of the table alone: no
/// other table may be in the same `from`.
void append_condition(std::string& sql, std::vector<storage::Value>& values,
                      std::deque<std::string>& texts, const expression::Program& where,
                      const pack::Rulebook& book, Date on);

/// The table of a register id. Identifiers of packs are lower-case letters, digits and underscores.
[[nodiscard]] std::string table_of(std::string_view register_id);
/// A value as a JSON value for rows and receipts.
[[nodiscard]] Json json_of(const expression::Value& value);

} // namespace plumb::records
