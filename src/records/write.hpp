// SPDX-License-Identifier: Apache-2.0
/// Deciding on a record with everything that the pure decision cannot know: personal data put
/// apart, files and records that a value names.
#pragma once

#include "rules_store.hpp"

#include <string>
#include <string_view>

namespace plumb::records {

[[nodiscard]] registers::Environment environment_of(const Standing& standing, std::int64_t now_ms,
                                                    const registers::Actor& actor);

struct Decider {
  Connection& connection;
  journal::Transaction* transaction; ///< null: a dry run
  std::string authority_id;
  registers::Environment environment;

  /// registers.refused{refusals}. `command` holds plain personal data.
  [[nodiscard]] base::Result<registers::Accepted>
  decide(const pack::Rulebook& book, const pack::Register& declared,
         const registers::Record* record, std::string_view record_id, registers::Command command);
};

/// Schema RecordDetail of a record as it is now, personal data sealed. `shown_fields`: values of a
/// dry run to show in place of those.
[[nodiscard]] base::Result<std::string> render_now(const Standing& standing,
                                                   const registers::Environment& environment,
                                                   const registers::Record& record,
                                                   const Json* shown_fields);
/// The same with personal data shown.
[[nodiscard]] base::Result<std::string> revealed(Connection& connection,
                                                 std::string_view authority_id,
                                                 const Standing& standing, std::string body);

} // namespace plumb::records
