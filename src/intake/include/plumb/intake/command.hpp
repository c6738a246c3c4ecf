// SPDX-License-Identifier: Apache-2.0
/// What a person can ask for, as values. The JSON readers are those of the HTTP contract
/// (schema/openapi.yaml); all of them answer intake.bad_field{field} or intake.bad_json for what
/// they cannot read.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/result.hpp>
#include <plumb/intake/task.hpp>
#include <plumb/plan/plan.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::intake {

/// A file that was read and understood elsewhere (document::read → text::from_document →
/// plan::propose).
struct Import {
  std::string name;       ///< as the person knows the file
  std::string format;     ///< text, html, docx, xlsx, pdf
  std::string media_type; ///< kept with the bytes, for giving the file back
  std::string_view bytes; ///< the file itself
  const plan::Plan* plan = nullptr;
  std::string supersedes = {}; ///< document id or empty
  std::string higher = {};     ///< document id or empty
};

enum class Op { SetDocument, SetTask, SplitTask, MergeTasks, AddTask, RemoveTask, Undo };

/// Header fields; one that is present replaces the old value ("" and empty for null).
struct DocumentFields {
  std::optional<std::string> title = {}, document_number = {}, issuer = {}, higher = {}, kind = {};
  std::optional<std::optional<base::Date>> issued_on = {};
  friend bool operator==(const DocumentFields&, const DocumentFields&) = default;
};

struct Change {
  std::int64_t revision = 0; ///< that the person saw
  Op op = Op::Undo;
  std::string task_id = {};
  std::vector<std::string> task_ids = {};
  /// split_task: offset in the document's text (in the task's own text where it has no span).
  std::uint32_t at = 0;
  TaskFields fields = {};
  DocumentFields document = {};
};
[[nodiscard]] base::Result<Change> change_from_json(std::string_view json);

/// Exactly one of the three selections.
struct Approval {
  std::int64_t revision = 0;
  bool all = false;
  std::optional<std::string> area = {};
  std::vector<std::string> task_ids = {};
};
[[nodiscard]] base::Result<Approval> approval_from_json(std::string_view json);

struct Withdrawal {
  std::int64_t revision = 0;
  std::vector<std::string> task_ids;
};
[[nodiscard]] base::Result<Withdrawal> withdrawal_from_json(std::string_view json);

struct Correction {
  std::string task_id;
  TaskFields fields;
  std::string reason; ///< never empty
};
/// The body of POST /api/tasks/{task_id}/corrections.
[[nodiscard]] base::Result<Correction> correction_from_json(std::string_view task_id,
                                                            std::string_view json);

} // namespace plumb::intake
