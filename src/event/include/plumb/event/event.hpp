// SPDX-License-Identifier: Apache-2.0
/// What a recorded fact looks like: the envelope that is the same for all facts, and the hash that
/// chains each to the one before. Decides nothing and stores nothing.
///
/// Types and their payloads (all spans in code points of the document's text):
///   document_imported     stream document:<id>. The parsed proposal as a person will see it (so
///   that
///                         replay never depends on the parser's version): document_id, name,
///                         format, file (SM3 of the bytes), title, document_number, issuer,
///                         issued_on, period, kind, supersedes, higher, text, repairs, areas,
///                         tasks, targets, unassigned, warnings, dropped (task ids of the
///                         superseded version without counterpart)
///   draft_changed         op, put (complete new tasks), removed (ids), order (all ids, only where
///   it
///                         changed), document (changed header fields); op `undo` takes the newest
///                         draft_changed that is not yet undone back
///   tasks_approved        tasks: [{task_id, units: {lead: [{unit_ids, reason}], …}, notes}]
///   approvals_carried     as tasks_approved, with `from`: the superseded document
///   approvals_withdrawn   task_ids
///   tasks_superseded      by, task_ids: the ledger rows now belong to document `by`
///   document_superseded   by; document_restored: by was discarded
///   document_discarded    {}
///   task_corrected        task_id, reason, before {fields}, after {fields}
///   task_linked, task_unlinked   stream links. task_id, higher_task_id
///   units_changed         stream organisation. put (units), removed (ids)
///   personal_data_erased  stream personal_data. subject, items (ids), reason: the values that
///                         earlier entries hold only as {"sealed": {hash, item}} are gone
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::event {

inline constexpr std::string_view kDocumentImported = "document_imported";
inline constexpr std::string_view kDraftChanged = "draft_changed";
inline constexpr std::string_view kTasksApproved = "tasks_approved";
inline constexpr std::string_view kApprovalsCarried = "approvals_carried";
inline constexpr std::string_view kApprovalsWithdrawn = "approvals_withdrawn";
inline constexpr std::string_view kTasksSuperseded = "tasks_superseded";
inline constexpr std::string_view kDocumentSuperseded = "document_superseded";
inline constexpr std::string_view kDocumentRestored = "document_restored";
inline constexpr std::string_view kDocumentDiscarded = "document_discarded";
inline constexpr std::string_view kTaskCorrected = "task_corrected";
inline constexpr std::string_view kTaskLinked = "task_linked";
inline constexpr std::string_view kTaskUnlinked = "task_unlinked";
inline constexpr std::string_view kUnitsChanged = "units_changed";

inline constexpr std::string_view kPersonalDataErased = "personal_data_erased";

inline constexpr std::string_view kOrganisationStream = "organisation";
inline constexpr std::string_view kLinksStream = "links";
inline constexpr std::string_view kPersonalDataStream = "personal_data";
[[nodiscard]] std::string document_stream(std::string_view document_id);
/// The document of a stream that document_stream() named; empty for other streams.
[[nodiscard]] std::string_view document_of_stream(std::string_view stream);

/// What the write path wants recorded.
struct NewEvent {
  std::string type;
  std::string payload; ///< canonical JSON object (Json::dump)
  std::optional<base::Date> effective_on = {};
  int version = 1;
};

/// A recorded fact.
struct Event {
  std::string authority_id;
  std::int64_t sequence = 0; ///< 1, 2, 3 … within the authority
  std::string id;            ///< UUID version 7
  std::string stream;
  std::string type;
  int version = 1;
  std::int64_t recorded_at = 0; ///< milliseconds since 1970 UTC
  std::optional<base::Date> effective_on;
  std::string actor;
  std::string payload; ///< canonical JSON object
  std::string hash;    ///< see hash_of

  friend bool operator==(const Event&, const Event&) = default;
};

/// The hash before the first event of an authority.
inline constexpr std::string_view kFirstHash =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// Appends the canonical JSON of the envelope: all members except `hash`, the payload as JSON text.
void append_canonical(std::string& out, const Event& event);
/// SM3 over the previous hash (its 64 digits) followed by the canonical JSON. 64 lower-case hex
/// digits.
[[nodiscard]] std::string hash_of(const Event& event, std::string_view previous_hash);

/// One event as a JSON object with `recorded_at` in China time, as the API shows it.
void append_json(std::string& out, const Event& event);

} // namespace plumb::event
