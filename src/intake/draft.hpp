// SPDX-License-Identifier: Apache-2.0
/// A document under review as a fold of its stream. The state is a plain value; `apply` is the only
/// way it changes, both when a stream is replayed and right after a command was recorded.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/result.hpp>
#include <plumb/event/event.hpp>
#include <plumb/event/json.hpp>
#include <plumb/intake/task.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plumb::intake {

struct Header {
  std::string document_id, name, format, file;
  std::string title, document_number, issuer, kind, supersedes, higher;
  std::optional<base::Date> issued_on, period_from, period_until;

  /// The day on which names in the plan are read.
  [[nodiscard]] std::optional<base::Date> day() const {
    return issued_on ? issued_on : period_from;
  }
  friend bool operator==(const Header&, const Header&) = default;
};

/// What takes one change back.
struct Inverse {
  std::vector<Task> put;            ///< as they were before
  std::vector<std::string> removed; ///< that the change created
  std::optional<std::vector<std::string>> order;
  event::Json document; ///< old values of changed header fields; null for none
};

struct Draft {
  Header header;
  std::string text;
  std::unordered_map<std::string, Task> tasks;
  std::vector<std::string> order;
  std::set<std::string, std::less<>> approved;
  /// Tasks whose fields a person changed, as the parser proposed them: a later version is compared
  /// with the document, not with the corrections.
  std::unordered_map<std::string, Task> proposed;
  std::vector<Inverse> undo;
  std::int64_t revision = 0;
  std::int64_t last_number = 0; ///< highest n of a task id "<document_id>-<n>" ever given
  std::string superseded_by;
  bool discarded = false;

  [[nodiscard]] const Task* find(std::string_view task_id) const;
  [[nodiscard]] bool is_approved(std::string_view task_id) const {
    return approved.contains(task_id);
  }
  [[nodiscard]] std::string id_for(std::int64_t number) const;
  /// Whether the newest change can be taken back: none of its tasks is in the ledger.
  [[nodiscard]] bool can_undo() const;
};

/// intake.bad_event{sequence,field}: the payload is not what event.hpp says. Unknown types are
/// ignored, so that an older program can read a newer journal's documents.
[[nodiscard]] base::Result<void> apply(const event::Event& event, Draft& draft);

/// The same for a payload that is already parsed; does not count the event.
[[nodiscard]] base::Result<void> apply(std::string_view type, const event::Json& payload,
                                       Draft& draft);

/// Header fields as in `document` of draft_changed: the present ones replace.
[[nodiscard]] base::Result<void> apply_header(const event::Json& fields, Header& header);
/// The present values of the fields that `mask` names.
[[nodiscard]] event::Json header_fields(const Header& header, const event::Json& mask);

} // namespace plumb::intake
