// SPDX-License-Identifier: Apache-2.0
/// What a plan document proposes: tasks with their roles, deadlines and targets, each field with its
/// place in the text and a confidence. A proposal, never a fact: a person approves it.
/// The shape is that of schema/plan.schema.json.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/decimal.hpp>
#include <plumb/base/span.hpp>
#include <plumb/text/text.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::plan {

/// Percent, 0–100; printed as 0–1.
using Confidence = int;

enum class Kind { Plan, Ledger, Report, Other };
[[nodiscard]] std::string_view to_string(Kind kind);

/// One unit or one collective name as written, without 等部门 and 按职责分别负责.
struct Unit {
  std::string text;
  bool group = false;      ///< 各有关部门, 各镇(街), 其他部门
  bool inherited = false;  ///< from a cell or clause that covers several tasks
  base::Span span;
  Confidence confidence = 100;
};

enum class DeadlineKind { Date, Period, Recurring, Standing, Relative };
[[nodiscard]] std::string_view to_string(DeadlineKind kind);

struct Deadline {
  std::string text;
  DeadlineKind kind = DeadlineKind::Date;
  std::optional<base::Date> on;  ///< last day, for Date and Period
  std::string rule;              ///< RFC 5545 RRULE, for Recurring
  base::Span span;
  Confidence confidence = 100;
};

enum class Operator { None, Equal, AtLeast, AtMost, MoreThan, LessThan };
[[nodiscard]] std::string_view to_string(Operator op);  ///< "=", ">=", "<=", ">", "<", "" for None

struct Target {
  std::string text;
  std::string area;     ///< title of the area whose effect indicator it is; empty inside a task
  std::string subject;  ///< what is measured
  Operator op = Operator::None;
  std::optional<base::Decimal> value;
  std::string unit;  ///< "%", "人", "件", "working_day" …
  base::Span span;
  Confidence confidence = 100;
};

struct Task {
  std::string number;  ///< as printed, without brackets and trailing mark
  std::string area;
  std::string objective;
  std::string title;  ///< the heading sentence, where the task has one
  std::string text;   ///< the whole task without number, heading, role and deadline lines
  std::vector<std::string> items;
  std::vector<Unit> lead, responsible, supporting;
  std::vector<Deadline> deadlines;
  std::vector<Target> targets;
  base::Span span;        ///< the whole task, role and deadline lines included
  base::Span title_span;  ///< empty where there is no title
  base::Span text_span;
  base::Span area_span, objective_span;  ///< the heading that gave it; empty if none
  Confidence confidence = 100;
};

struct Area {
  std::string number, title, goal;
  base::Span span;
};

/// Text that became no field, with the reason (`preamble`, `page_chrome`, `closing`, `signature`, …).
struct Leftover {
  base::Span span;
  std::string why;
};

struct Plan {
  std::string title, document_number, issuer;
  std::optional<base::Date> issued_on, period_from, period_until;
  Kind kind = Kind::Other;
  text::Text source;
  std::vector<Area> areas;
  std::vector<Task> tasks;
  std::vector<Target> targets;  ///< effect indicators of areas
  std::vector<Leftover> unassigned;
  std::vector<text::Warning> warnings;  ///< those of the text and the parser's own (`plan.*`)
  base::Span title_span, document_number_span, issuer_span, issued_on_span;
};

/// Understands a text. Never fails: a text that is no plan has kind Other and no tasks. Linear in the
/// length of the text.
[[nodiscard]] Plan propose(text::Text text);

/// The JSON of schema/plan.schema.json; spans in code points.
[[nodiscard]] std::string to_json(const Plan& plan);

}  // namespace plumb::plan
