// SPDX-License-Identifier: Apache-2.0
/// Who does it: role lines, brackets with or without labels, names with verbs (A牵头,B配合), cells.
/// Splits lists of units where a separator may also stand inside a name (各区、县级市人民政府).
#pragma once

#include "labels.hpp"

#include <plumb/plan/plan.hpp>

#include <vector>

namespace plumb::plan {

/// What a clause about roles says. `deadlines` are pieces that name a time instead of a unit.
struct Roles {
  std::vector<Unit> lead, responsible, supporting;
  std::vector<Span> deadlines;
  Span document_wide; ///< a sentence that gives a role in every task (以下各项任务…均为责任单位)
  bool first_leads = false; ///< the clause itself says that the first one listed leads
  bool persons = false;     ///< a person was named where a unit is expected

  [[nodiscard]] bool empty() const {
    return lead.empty() && responsible.empty() && supporting.empty();
  }
  void append(const Roles& other);
};

/// Reads `clause` (no brackets around it). Names before any label or verb get `otherwise`;
/// LabelKind::None leaves them out.
[[nodiscard]] Roles read_roles(std::string_view text, Span clause, LabelKind otherwise,
                               Confidence confidence = 95);
/// Does the inside of a bracket say who does it or by when?
[[nodiscard]] bool is_role_clause(std::string_view text, Span inside);
/// Is it nothing but names of units?
[[nodiscard]] bool is_unit_list(std::string_view text, Span span);
/// Could this be the name of one unit, by how it ends?
[[nodiscard]] bool ends_like_unit(std::string_view name);
[[nodiscard]] bool is_collective(std::string_view name);
/// 由A牵头,B配合 inside a sentence of a task.
[[nodiscard]] Roles read_roles_in_sentence(std::string_view text, Span span);

} // namespace plumb::plan
