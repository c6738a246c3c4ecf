// SPDX-License-Identifier: Apache-2.0
/// What a backup must hold: everything else is derived and can be built again.
#pragma once

#include <span>
#include <string_view>

namespace plumb::journal {

/// The tables of truth, in an order fit for copying. Each has `authority_id` first in its key.
[[nodiscard]] std::span<const std::string_view> truth_tables();

} // namespace plumb::journal
