// SPDX-License-Identifier: Apache-2.0
/// The journal's tables as data, for backups.
#pragma once

#include <plumb/storage/storage.hpp>

#include <span>
#include <string_view>

namespace plumb::journal {

/// The name under which the steps have run.
inline constexpr std::string_view kModule = "journal";
/// Every step so far; all tables they create hold what cannot be derived from anything else.
[[nodiscard]] std::span<const storage::Migration> schema_steps();

} // namespace plumb::journal
