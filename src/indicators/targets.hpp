// SPDX-License-Identifier: Apache-2.0
/// Targets of packs and of records of the register `target`, read once for an answer.
#pragma once

#include "record_rows.hpp"

namespace plumb::indicators {

inline constexpr std::string_view kTargetRegister = "target";
inline constexpr std::string_view kTaskRegister = "task";

class Targets {
public:
  /// As known on the question's day. `wanted` empty: of all indicators.
  [[nodiscard]] static Result<Targets> read(const Question& question, std::string_view wanted = {});

  /// Those of an indicator that concern the period, whomever they are for: packs first.
  [[nodiscard]] std::vector<Target> of(const pack::Indicator& indicator, Date on,
                                       const Period& period) const;
  /// All that people confirmed.
  [[nodiscard]] const std::vector<Target>& confirmed() const { return confirmed_; }
  /// Ids of the tasks that they belong to.
  [[nodiscard]] std::vector<std::string> tasks() const;

private:
  explicit Targets(records::RulebookPointer book) : book_(std::move(book)) {}
  records::RulebookPointer book_;
  std::vector<Target> confirmed_;
  std::map<std::string, Date, std::less<>> from_; ///< target record → the day from which it counts
};

/// Whether the target says something about the number of these units: `units` empty is everybody.
[[nodiscard]] bool applies(const pack::Indicator& indicator, const Target& target,
                           const organisation::Tree& tree, const std::vector<std::string>& units,
                           const std::vector<std::string>& unit_kinds);

} // namespace plumb::indicators
