// SPDX-License-Identifier: Apache-2.0
// What the commands share: refusals of a step and the facts that record a change.
#pragma once

#include "carry_out.hpp"

namespace plumb::registers {

/// One sealed fact → Accepted: the state is what `apply` makes of it, so that replay equals live.
[[nodiscard]] Decision accept(const Record* record, std::string_view record_id,
                              event::NewEvent event, const Environment& environment);
[[nodiscard]] event::NewEvent step_event(const Record& before, const Record& after,
                                         const Json::Object& given);

/// unknown_step to already_done: whether the step can be taken in this state at all.
[[nodiscard]] std::vector<Refusal> refuse_by_state(const pack::Register& declared,
                                                   const Record* record, const pack::Step& step);
/// missing_field: what the step requires and neither the command nor the record has.
[[nodiscard]] std::vector<Refusal> missing_fields(const pack::Register& declared,
                                                  const pack::Step& step, const Json& known,
                                                  const Json& given);
[[nodiscard]] Refusal about_field(const pack::Register& declared, RefusalCode code,
                                  std::string_view field, std::string_view reason);

[[nodiscard]] Decision decide_correction(const pack::Rulebook& rules, const Record& record,
                                         const Correct& command, const Environment& environment);
[[nodiscard]] Decision decide_annulment(const pack::Rulebook& rules, const Record& record,
                                        const Annul& command, const Environment& environment);
[[nodiscard]] Decision decide_move(const pack::Rulebook& rules, const Record& record,
                                   const Move& command, const Environment& environment);

} // namespace plumb::registers
