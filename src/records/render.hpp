// SPDX-License-Identifier: Apache-2.0
/// Rules and records in the words of the API (schema/openapi.yaml).
#pragma once

#include "rules_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace plumb::records {

[[nodiscard]] Json date_or_null(const std::optional<Date>& day);
/// Schema Citation, null for an empty one. `gist` is not in it.
[[nodiscard]] Json cite_json(const pack::Rulebook& book, const pack::Citation& citation);
[[nodiscard]] std::string gist_of(const pack::Rulebook& book, const pack::Citation& citation);
/// Schema RuleValue; null where `value` is.
[[nodiscard]] Json value_json(const pack::Rulebook& book, const pack::Parameter* parameter,
                              const pack::DatedValue* value, const std::string& pack_id);
/// Schema Refusal; an error registers.refused for many.
[[nodiscard]] Json refusal_json(const pack::Rulebook& book, const registers::Refusal& refusal);
[[nodiscard]] base::Unexpected<base::Error>
refused(const pack::Rulebook& book, const std::vector<registers::Refusal>& refusals);
/// Schema Breach, with the title of its gate or clock.
[[nodiscard]] Json breach_json(const pack::Rulebook& book, const pack::Register* declared,
                               const registers::Breach& breach);
/// Schema RegisterDeclaration.
[[nodiscard]] Json register_json(const pack::Rulebook& book, const pack::Register& declared,
                                 Date on);
/// Schema Parameter.
[[nodiscard]] Json parameter_json(const pack::Rulebook& book, const std::string& id, Date on);

/// Replaces personal values (plain ones, those in rows too) by what may be seen without looking;
/// gives the names of the fields that have any (`rows.column` for columns).
std::vector<std::string> mask_personal(const pack::Register& declared, Json& fields);

/// Schema RecordDetail, but for what complete_detail adds. `environment` null: no `possible`.
struct Detail {
  const pack::Rulebook& book;
  const pack::Register& declared;
  const registers::Record& record;
  std::string newest_rules;
  const calendar::View& calendar;
  Date today;
  const registers::Environment* environment = nullptr;
  std::optional<Date> as_of = {};
  std::optional<std::int64_t> known_at = {};
  std::vector<std::string> erased = {};
  /// Whose rights are told; null: that of the environment.
  const registers::Actor* actor = nullptr;
};
[[nodiscard]] Json detail_json(const Detail& detail);
/// Makes a RecordDetail whole: personal values masked, the record that opened it, those it opened
/// and those that name it, as far as the viewer sees them.
[[nodiscard]] base::Result<void> complete_detail(Connection& connection,
                                                 std::string_view authority_id,
                                                 const Standing& standing, Json& detail,
                                                 const Viewer& viewer);

} // namespace plumb::records
