// SPDX-License-Identifier: Apache-2.0
/// How records of each register go their way: what is done when, and what goes wrong as often as it
/// does in life.
#pragma once

#include "teller.hpp"

#include <string_view>

namespace plumb::history {

using Script = void (*)(Teller&);
/// Null for registers that histories do not tell of.
[[nodiscard]] Script script_of(std::string_view register_id);

/// Null for registers whose records only histories open.
[[nodiscard]] Script script_after_opening(std::string_view register_id);

void tell_task_part(Teller& teller);
void carry_task_part(Teller& teller);
void tell_duty(Teller& teller);
void tell_legal_staff(Teller& teller);
void tell_external_figure(Teller& teller);
void tell_issuing_body(Teller& teller);
void tell_document(Teller& teller);
void carry_filing_review(Teller& teller);
void tell_decision(Teller& teller);

/// A few opinions of the public. `reasons`: each has one, not only those that were not taken.
[[nodiscard]] Json opinions(Random& random, int count, bool reasons);

} // namespace plumb::history
