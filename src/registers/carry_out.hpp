// SPDX-License-Identifier: Apache-2.0
// What a step does to a record: gates and minimum periods looked at, clocks moved, breaches noted.
// The same for a step taken now, one looked at again after a correction, and one under other rules.
#pragma once

#include "record.hpp"

namespace plumb::registers {

enum class Mode {
  Live,       ///< taken now: what the law forbids is refused
  Correction, ///< happened already: what the law forbids is a breach
  WhatIf      ///< happened under other rules: so is whatever else these would refuse
};

struct Setting {
  const pack::Rulebook& rules;
  const pack::Register& declared;
  const calendar::View& calendar;
  Mode mode = Mode::Live;
  /// Runs of clocks whose dates stay as they are where nothing has changed for them.
  std::span<const Record> known = {};
};

/// A step as it happens or happened.
struct Taking {
  const pack::Step* step = nullptr; ///< null: these rules do not know it
  StepDone done;                    ///< without undo
  Json::Object given = {};          ///< values of fields; null empties one
  const Actor* actor = nullptr;     ///< asked for extensions; null: everybody may
  /// How it was when it was taken under rules that are not at hand: before and after. The state
  /// after it and the values of clocks that it started are kept.
  const Record *was_before = nullptr, *was_after = nullptr;
};

struct Carried {
  Record after;                  ///< revision unchanged; the step's undo only in Mode::Correction
  std::vector<Refusal> refusals; ///< in order of precedence; in Mode::Live `after` counts without
};
[[nodiscard]] Carried carry_out(const Setting& setting, const Record& before, const Taking& taking);

/// Sorted by precedence, otherwise in the order found.
void order(std::vector<Refusal>& refusals);

/// Puts dates into a clock whose days or values are new.
void settle(const Setting& setting, ClockState& clock);

} // namespace plumb::registers
