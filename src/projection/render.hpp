// SPDX-License-Identifier: Apache-2.0
/// Documents and their tasks as the JSON of openapi.yaml.
#pragma once

#include "document_fold.hpp"

#include <plumb/base/span.hpp>
#include <plumb/intake/resolve.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/storage/storage.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::projection {

/// A row of `document`.
struct Summary {
  std::string document_id, name, title, document_number, issuer, issued_on, period_from, kind,
      format, file;
  std::string supersedes, superseded_by, higher;
  std::int64_t ordinal = 0, imported_at = 0, revision = 0;
  std::int64_t task_count = 0, approved_count = 0, unresolved_count = 0, repair_count = 0;

  [[nodiscard]] std::optional<base::Date> day() const;
};

/// Selects the columns that summary_of() reads.
inline constexpr const char* kSummaryColumns =
    "select document_id, name, title, document_number, issuer, issued_on, period_from, kind, "
    "format, file, "
    "supersedes, superseded_by, higher, ordinal, imported_at, revision, task_count, "
    "approved_count, "
    "unresolved_count, repair_count from document where authority_id = $1 and discarded = 0 ";
[[nodiscard]] Summary summary_of(const storage::Row& row);
/// intake.unknown_document.
[[nodiscard]] base::Result<Summary> load_summary(storage::Connection& connection,
                                                 std::string_view authority_id,
                                                 std::string_view document_id);
/// Members of schema DocumentSummary without braces.
void append_members(std::string& out, const Summary& summary);

/// Repairs of a document by place, for "was something repaired in here?".
class RepairPlaces {
public:
  explicit RepairPlaces(std::string_view repairs_json);
  struct Found {
    bool any = false;       ///< something that a reader should know of
    bool uncertain = false; ///< something that may be wrong
  };
  [[nodiscard]] Found in(base::Span span) const;

private:
  struct Place {
    base::Span span;
    bool plain; ///< joined lines and page furniture: certain ones are no news
    bool certain;
  };
  std::vector<Place> places_;
};

/// Everything about a document's tasks that showing one of them needs.
class DraftView {
public:
  [[nodiscard]] static base::Result<DraftView> open(storage::Connection& connection,
                                                    std::string_view authority_id, Summary summary,
                                                    std::shared_ptr<const organisation::Tree> tree);

  /// Schema DraftTask.
  void append_task(std::string& out, DraftRow row);
  /// All tasks in order, or only those named.
  [[nodiscard]] base::Result<std::vector<DraftRow>> rows() const;
  [[nodiscard]] base::Result<std::optional<DraftRow>> row(std::string_view task_id) const;
  [[nodiscard]] base::Result<bool> can_undo() const;
  /// Schema Resolution of each distinct name, most frequent first.
  [[nodiscard]] base::Result<void> append_names(std::string& out);
  [[nodiscard]] const Summary& summary() const { return summary_; }

private:
  DraftView(storage::Connection& connection, std::string_view authority_id, Summary summary,
            std::shared_ptr<const organisation::Tree> tree, std::string_view repairs);

  storage::Connection& connection_;
  std::string authority_id_;
  Summary summary_;
  std::shared_ptr<const organisation::Tree> tree_;
  intake::UnitResolver resolver_;
  RepairPlaces repairs_;
};

/// One Resolution object; a negative `count` is left out.
void append_resolution(std::string& out, std::string_view text,
                       const organisation::Resolution& resolution, std::int64_t count);

void append_nullable(std::string& out, std::string_view text);
void append_list(std::string& out, const std::vector<std::string>& texts);

} // namespace plumb::projection
