// SPDX-License-Identifier: Apache-2.0
/// Keeps the tiles of the tree complete.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/storage/storage.hpp>

#include <cstdint>
#include <string_view>

namespace plumb::journal {

/// Inside the transaction that made the journal grow from `before` to `after` events.
[[nodiscard]] base::Result<void> complete_tiles(storage::Connection& writer,
                                                std::string_view authority_id, std::int64_t before,
                                                std::int64_t after);
/// Builds what a journal of an older program lacks. Does nothing where nothing is missing.
[[nodiscard]] base::Result<void> build_missing_tiles(storage::Connection& writer,
                                                     std::string_view authority_id);

} // namespace plumb::journal
