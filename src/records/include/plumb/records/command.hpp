// SPDX-License-Identifier: Apache-2.0
/// What a person can ask of registers and the calendar, as values. The JSON readers are those of
/// the HTTP contract (schema/openapi.yaml) and strict: records.bad_field{field} for a member that
/// is unknown, missing or of the wrong type.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/decimal.hpp>
#include <plumb/base/result.hpp>
#include <plumb/calendar/calendar.hpp>
#include <plumb/calendar/notice.hpp>
#include <plumb/event/json.hpp>
#include <plumb/registers/registers.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::records {

using base::Date;
using event::Json;

/// The step that begins a record, and whose record it will be.
struct Opening {
  registers::TakeStep step;
  std::string unit = {};
};
/// Body of POST /api/registers/{register}/records.
[[nodiscard]] base::Result<Opening> open_from_json(std::string_view register_id,
                                                   std::string_view json);

/// A command on a record that exists, with the revision that the person saw.
struct Change {
  std::int64_t revision = 0;
  registers::Command command;
  std::string rules = {}; ///< Move: version to go to; empty: the newest in force
};
[[nodiscard]] base::Result<Change> step_from_json(std::string_view json);
[[nodiscard]] base::Result<Change> correction_from_json(std::string_view json);
[[nodiscard]] base::Result<Change> annulment_from_json(std::string_view json);
[[nodiscard]] base::Result<Change> move_from_json(std::string_view json);

struct WhatIfQuestion {
  std::string register_id, parameter_id;
  base::Decimal value;
  std::string unit = {};                     ///< empty: the one it has
  std::optional<Date> from = {}, until = {}; ///< of opening, both inclusive
};
[[nodiscard]] base::Result<WhatIfQuestion> what_if_from_json(std::string_view json);

/// A notice as the API and the journal's `calendar_notice_recorded` have it (schema Notice).
[[nodiscard]] Json to_json(const calendar::Notice& notice);
[[nodiscard]] base::Result<calendar::Notice> notice_from_json(const Json& json);
/// Body of POST /api/calendar/notices.
[[nodiscard]] base::Result<calendar::Notice> notice_command_from_json(std::string_view json);
struct NoticeText {
  std::string text;
  bool table = false;
  std::optional<int> year = {};
  std::string jurisdiction = {};
};
/// Body of POST /api/calendar/read.
[[nodiscard]] base::Result<NoticeText> notice_text_from_json(std::string_view json);

} // namespace plumb::records
