// SPDX-License-Identifier: Apache-2.0
/// Everything that is read: documents under review, the ledger, links, the organisation. Folded
/// from the journal into tables in the same transaction that appends, and therefore never behind;
/// can be dropped and rebuilt from the journal with the same result. Reads are const, thread-safe
/// and answer ready JSON (schema/openapi.yaml) because a ledger page is joined from rows that are
/// stored as they are sent.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/result.hpp>
#include <plumb/intake/read_model.hpp>
#include <plumb/intake/task.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/storage/storage.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::projection {

enum class Role { Any, Lead, Responsible, Supporting };
enum class Sort { Plan, Due };

/// Empty members do not filter. Values are those of the query parameters of /api/ledger.
struct Filter {
  std::string document = {}, area = {}, objective = {};
  std::string unit = {}; ///< unit id; a collective name counts for its members
  Role role = Role::Any; ///< narrows `unit`
  /// Only tasks in which one of these has a role, whatever `unit` asks for: what a person sees.
  std::vector<std::string> units = {};
  std::optional<base::Date> due_from = {}, due_until = {}; ///< both inclusive
  std::string deadline_kind = {}; ///< date, period, recurring, standing, relative, none
  std::string text = {};          ///< all words must occur
  friend bool operator==(const Filter&, const Filter&) = default;
};
/// projection.bad_filter{field}: too long, or a value that no task can have.
[[nodiscard]] base::Result<void> check(const Filter& filter);
[[nodiscard]] std::optional<Role> parse_role(std::string_view text);
[[nodiscard]] std::optional<Sort> parse_sort(std::string_view text);

/// A row of the ledger as a value, for writing it into other formats.
struct LedgerTask {
  intake::Task task;
  std::string document_id, document_title;
  std::int64_t approved_at = 0; ///< milliseconds since 1970 UTC
};

/// JSON and the revision that an ETag can be made of.
struct Versioned {
  std::string json;
  std::int64_t revision = 0;
};

struct DocumentFile {
  std::string name, media_type, bytes;
};

class Projection final : public journal::Fold, public intake::ReadModel {
public:
  /// Brings its tables up to date, from the journal where they are older than the program or
  /// behind, and registers itself as a fold. Both must outlive it.
  [[nodiscard]] static base::Result<std::unique_ptr<Projection>> open(storage::Database& database,
                                                                      journal::Journal& journal);
  ~Projection() override;

  // --- documents ---
  /// Newest first. projection.bad_cursor.
  [[nodiscard]] base::Result<std::string>
  documents(std::string_view authority_id, std::string_view cursor, std::size_t limit) const;
  /// Schema Draft with the draft's revision. intake.unknown_document.
  [[nodiscard]] base::Result<Versioned> draft(std::string_view authority_id,
                                              std::string_view document_id) const;
  /// The bytes as imported. intake.unknown_document.
  [[nodiscard]] base::Result<DocumentFile> file(std::string_view authority_id,
                                                std::string_view document_id) const;
  /// `with` empty: the superseded document. intake.unknown_document, projection.nothing_to_compare.
  [[nodiscard]] base::Result<std::string> comparison(std::string_view authority_id,
                                                     std::string_view document_id,
                                                     std::string_view with = {}) const;
  /// `higher` empty: the document named at import (none: no links, `higher` null).
  [[nodiscard]] base::Result<std::string> links(std::string_view authority_id,
                                                std::string_view document_id,
                                                std::string_view higher = {}) const;

  // --- ledger ---
  /// Sequence of the last event that touched the ledger; changes whenever any ledger answer could.
  [[nodiscard]] base::Result<std::int64_t> ledger_revision(std::string_view authority_id) const;
  /// Schema LedgerPage. projection.bad_cursor, projection.bad_filter{field}.
  [[nodiscard]] base::Result<Versioned> ledger(std::string_view authority_id, const Filter& filter,
                                               Sort sort, std::string_view cursor,
                                               std::size_t limit) const;
  /// Schema Facets.
  [[nodiscard]] base::Result<Versioned> facets(std::string_view authority_id,
                                               const Filter& filter) const;
  /// Schema TaskDetail. `units`: as Filter's; a task in which none of them has a role is not there,
  /// nor at the other end of a link. intake.unknown_task.
  [[nodiscard]] base::Result<std::string> task(std::string_view authority_id,
                                               std::string_view task_id,
                                               const std::vector<std::string>& units = {}) const;
  /// The same as a value, without history and links.
  [[nodiscard]] base::Result<LedgerTask>
  ledger_task(std::string_view authority_id, std::string_view task_id,
              const std::vector<std::string>& units = {}) const;
  /// Every matching row in plan order, in constant memory and from one state of the database; the
  /// visitor stops by returning false.
  [[nodiscard]] base::Result<void>
  visit(std::string_view authority_id, const Filter& filter,
        const std::function<bool(const LedgerTask&)>& visitor) const;
  /// The same rows as ready JSON objects (schema LedgerTask).
  [[nodiscard]] base::Result<void>
  visit_json(std::string_view authority_id, const Filter& filter,
             const std::function<bool(std::string_view)>& visitor) const;

  // --- organisation ---
  /// `{"units":[…],"revision":n}` in tree order; `on`: only units existing that day, named as then.
  [[nodiscard]] base::Result<Versioned> organisation(std::string_view authority_id,
                                                     std::optional<base::Date> on = {}) const;
  /// One unit as schema OrganisationUnit. intake.unknown_unit.
  [[nodiscard]] base::Result<std::string> unit(std::string_view authority_id,
                                               std::string_view unit_id) const;
  [[nodiscard]] base::Result<std::shared_ptr<const organisation::Tree>>
  tree(std::string_view authority_id) const;
  /// Array of schema Resolution, one for each name.
  [[nodiscard]] base::Result<std::string> resolutions(std::string_view authority_id,
                                                      const std::vector<std::string>& names,
                                                      std::optional<base::Date> on = {}) const;

  // --- operation ---
  /// `{"events":[…],"next_after":n|null}`. `stream`: a document's id, its stream, `organisation` or
  /// `links`.
  [[nodiscard]] base::Result<std::string> events(std::string_view authority_id, std::int64_t after,
                                                 std::string_view stream, std::size_t limit) const;
  /// Whether the database answers.
  [[nodiscard]] base::Result<void> check_health() const;
  /// Counters for /metrics: {name, value}, for all authorities.
  [[nodiscard]] base::Result<std::vector<std::pair<std::string, std::int64_t>>> counts() const;
  /// Drops all tables and folds the whole journal again, in one transaction. Gives the number of
  /// events.
  [[nodiscard]] base::Result<std::int64_t> rebuild();

  // --- called by the journal and by intake ---
  [[nodiscard]] base::Result<void> apply(storage::Connection& writer,
                                         const event::Event& event) override;
  void forget() override;
  [[nodiscard]] base::Result<std::optional<std::string>>
  document_with_file(Connection& connection, std::string_view authority_id,
                     std::string_view sm3) override;
  [[nodiscard]] base::Result<std::optional<std::string>>
  ledger_document(Connection& connection, std::string_view authority_id,
                  std::string_view task_id) override;
  [[nodiscard]] base::Result<std::vector<std::string>>
  documents_with_task(Connection& connection, std::string_view authority_id,
                      std::string_view task_id) override;
  [[nodiscard]] base::Result<std::vector<std::string>>
  higher_tasks(Connection& connection, std::string_view authority_id,
               std::string_view task_id) override;
  [[nodiscard]] base::Result<std::shared_ptr<const organisation::Tree>>
  tree(Connection& connection, std::string_view authority_id) override;
  [[nodiscard]] base::Result<std::int64_t> tasks_of_unit(Connection& connection,
                                                         std::string_view authority_id,
                                                         std::string_view unit_id) override;
  [[nodiscard]] base::Result<std::string> render_outcome(Connection& connection,
                                                         std::string_view authority_id,
                                                         const intake::Outcome& outcome) override;
  [[nodiscard]] base::Result<std::string> render_draft(Connection& connection,
                                                       std::string_view authority_id,
                                                       std::string_view document_id) override;
  [[nodiscard]] base::Result<std::string> render_task(Connection& connection,
                                                      std::string_view authority_id,
                                                      std::string_view task_id) override;

private:
  struct State;
  explicit Projection(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace plumb::projection
