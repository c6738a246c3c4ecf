// SPDX-License-Identifier: Apache-2.0
/// What a decision is made in.
#pragma once

#include "rules_store.hpp"

#include <cstdint>

namespace plumb::records {

[[nodiscard]] registers::Environment environment_of(const Standing& standing, std::int64_t now_ms,
                                                    const registers::Actor& actor);

} // namespace plumb::records
