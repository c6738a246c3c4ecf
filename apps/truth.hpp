// SPDX-License-Identifier: Apache-2.0
/// What a backup holds: every module whose tables cannot be derived from others. A module that is
/// added later is added here.
#pragma once

#include <plumb/journal/tables.hpp>
#include <plumb/storage/backup.hpp>

#include <array>

namespace plumb::app {

[[nodiscard]] inline std::array<storage::TruthModule, 1> truth_modules() {
  return {storage::TruthModule{journal::kModule, journal::schema_steps()}};
}

} // namespace plumb::app
