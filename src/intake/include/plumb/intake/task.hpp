// SPDX-License-Identifier: Apache-2.0
/// A task as the program keeps it: first proposed, then corrected, then approved. The same shape in
/// drafts, events and the ledger (schemas DraftTask, LedgerTask and TaskFields of openapi.yaml).
/// All spans count code points of the document's text.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/decimal.hpp>
#include <plumb/base/result.hpp>
#include <plumb/base/span.hpp>
#include <plumb/event/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::intake {

struct TaskUnit {
  std::string text;
  bool group = false;
  bool inherited = false;
  std::optional<base::Span> span = {};
  int confidence = 100; ///< percent; printed as 0–1
  /// Who it is. Filled in at approval; before that only where a person chose (`reason` is
  /// `chosen`).
  std::vector<std::string> unit_ids = {};
  std::string reason = {};
  /// Only for showing an unresolved name; never recorded.
  std::vector<std::string> suggestions = {};
  friend bool operator==(const TaskUnit&, const TaskUnit&) = default;
};

struct Deadline {
  std::string text;
  std::string kind = "relative"; ///< date, period, recurring, standing, relative
  std::optional<base::Date> on = {};
  std::string rule = {}; ///< RFC 5545 RRULE
  std::optional<base::Span> span = {};
  int confidence = 100;
  friend bool operator==(const Deadline&, const Deadline&) = default;
};

struct Target {
  std::string text;
  std::string area = {}, subject = {};
  std::string op = {}; ///< "=", ">=", "<=", ">", "<" or empty
  std::optional<base::Decimal> value = {};
  std::string unit = {};
  std::optional<base::Span> span = {};
  int confidence = 100;
  friend bool operator==(const Target&, const Target&) = default;
};

/// What units and inspectors write into the ledger beside the task.
struct Notes {
  std::string progress = {}, problems = {}, evidence = {}, inspection = {};
  friend bool operator==(const Notes&, const Notes&) = default;
};

struct Task {
  std::string task_id = {};
  std::string number = {}, area = {}, objective = {}, title = {}; ///< empty for none
  std::string text = {};
  std::vector<std::string> items = {};
  std::vector<TaskUnit> lead = {}, responsible = {}, supporting = {};
  std::vector<Deadline> deadlines = {};
  std::vector<Target> targets = {};
  std::optional<base::Span> span = {}, title_span = {}, text_span = {};
  int confidence = 100;
  bool corrected = false;
  std::string continues = {}; ///< task id in the superseded version, or empty
  std::string change = {};    ///< same, changed, added, or empty where nothing is superseded
  Notes notes = {};
  friend bool operator==(const Task&, const Task&) = default;

  /// Earliest dated deadline.
  [[nodiscard]] std::optional<base::Date> due_on() const;
};

/// A subset of a task's fields; one that is present replaces the old value ("" for null).
struct TaskFields {
  std::optional<std::string> number = {}, area = {}, objective = {}, title = {}, text = {};
  std::optional<std::vector<TaskUnit>> lead = {}, responsible = {}, supporting = {};
  std::optional<std::vector<Deadline>> deadlines = {};
  std::optional<std::vector<Target>> targets = {};
  std::optional<std::string> progress = {}, problems = {}, evidence = {}, inspection = {};
  friend bool operator==(const TaskFields&, const TaskFields&) = default;

  [[nodiscard]] bool empty() const { return *this == TaskFields{}; }
};

/// intake.bad_field{field} names the member that has the wrong type, is unknown or is too long.
[[nodiscard]] base::Result<TaskFields> fields_from_json(const event::Json& json);
[[nodiscard]] event::Json to_json(const TaskFields& fields);
/// The fields of `task` that `mask` names, for before/after in the history.
[[nodiscard]] TaskFields fields_of(const Task& task, const TaskFields& mask);
/// Puts the present fields into the task. Says whether anything became different.
bool apply(const TaskFields& fields, Task& task);

/// Complete task as in events; `from_json` is its inverse. intake.bad_field{field}.
[[nodiscard]] event::Json to_json(const Task& task);
[[nodiscard]] base::Result<Task> task_from_json(const event::Json& json);

/// The members that DraftTask and LedgerTask share (`"number":…` to `"span":…`), without braces:
/// for code that writes many of them.
void append_shared_members(std::string& out, const Task& task);

/// What an approval records of a task: who its units are on the plan's day, and the notes that its
/// ledger row keeps. `apply_approval` puts a recorded one into the task.
[[nodiscard]] event::Json approval_of(const Task& task);
[[nodiscard]] base::Result<void> apply_approval(const event::Json& approval, Task& task);
/// A task that goes back to the draft forgets who its units were, except where a person chose.
void forget_units(Task& task);

} // namespace plumb::intake
