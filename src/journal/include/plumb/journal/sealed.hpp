// SPDX-License-Identifier: Apache-2.0
/// Personal data apart from the entries: an entry holds {"sealed":{"hash","item"}}, the value lies
/// in a table of its own under a salt of 32 random bytes. Deleting value and salt leaves the entry
/// and every proof as they were, and nobody can find the value again by guessing.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/event/json.hpp>
#include <plumb/storage/storage.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace plumb::journal {

/// SM3(salt ‖ subject ‖ 0x00 ‖ value), hex. `salt` is 64 hex digits, `value` canonical JSON. The
/// subject is inside so that a value cannot be moved to another person, out of reach of an erasure.
[[nodiscard]] base::Result<std::string>
sealed_hash(std::string_view salt, std::string_view subject_id, std::string_view value);

/// The value behind {"sealed":…}; nullopt where it was erased. journal.not_sealed for other JSON,
/// storage.corrupt where it is not what was recorded.
[[nodiscard]] base::Result<std::optional<event::Json>>
unseal(storage::Connection& connection, std::string_view authority_id, const event::Json& sealed);

/// The payload with every {"sealed":…} replaced by its value, or by {"erased":true}.
[[nodiscard]] base::Result<event::Json> unseal_all(storage::Connection& connection,
                                                   std::string_view authority_id,
                                                   const event::Json& payload);

} // namespace plumb::journal
