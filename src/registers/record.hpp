// SPDX-License-Identifier: Apache-2.0
// The state of a record: its parts from JSON, what a step changed, and taking a step back.
#pragma once

#include "reader.hpp"

#include <plumb/registers/registers.hpp>

#include <array>

namespace plumb::registers {

/// The dates that a clock can have: their key in receipts, their name, their member.
struct ClockDate {
  std::string_view key, name;
  std::optional<Date> ClockState::* date;
};
inline constexpr std::array<ClockDate, 4> kClockDates = {{
    {"earliest", "earliest_on", &ClockState::earliest_on},
    {"due", "due_on", &ClockState::due_on},
    {"target", "target_on", &ClockState::target_on},
    {"earliest_target", "earliest_target_on", &ClockState::earliest_target_on},
}};

[[nodiscard]] ClockState read_clock(const Json& json, std::string& bad);
[[nodiscard]] Breach read_breach(const Json& json, std::string& bad);
[[nodiscard]] Json to_json(const Origin& origin);
[[nodiscard]] Origin read_origin(Reader& reader); ///< from its member `origin`
[[nodiscard]] Json to_json(const Child& child);
[[nodiscard]] Child read_child(const Json& json, std::string& bad);
/// {register: {count, done}}, or null where there are none.
[[nodiscard]] Json counts_of(const std::vector<Child>& children);
/// As many children as such counts tell, for looking at a record as it was.
[[nodiscard]] std::vector<Child> children_of(const Json& counts);
[[nodiscard]] std::string cite_text(const pack::Citation& cite); ///< law#article, or empty
[[nodiscard]] pack::Citation read_cite(std::string_view text);

[[nodiscard]] ClockState* find_clock(Record& record, std::string_view id);
[[nodiscard]] const ClockState* find_clock(const Record& record, std::string_view id);
/// Puts a child in its own place, or at the end.
void put_child(Record& record, Child child);
/// Puts a clock in the place of its former run, or at the end.
void put_clock(Record& record, ClockState clock);
/// Sets fields; null empties one.
void put_fields(Json& fields, const Json::Object& values);

/// StepDone::undo for the step that led from `before` to `after`.
[[nodiscard]] Json undo_of(const Record& before, const Record& after);
/// `record` without its newest step: exactly as it was. What was corrected since stays corrected.
[[nodiscard]] Record without_newest(const Record& record);
/// The record after each of its steps, oldest first; the last one is `record` itself.
[[nodiscard]] std::vector<Record> life_of(const Record& record);

/// Every date that differs, clock by clock in the order of `after`.
[[nodiscard]] std::vector<ClockChange> changes_between(const std::vector<ClockState>& before,
                                                       const std::vector<ClockState>& after);
[[nodiscard]] Json to_json(const std::vector<ClockChange>& changes);
[[nodiscard]] Json date_json(const std::optional<Date>& date); ///< null where empty
template <class T> [[nodiscard]] Json list_json(const std::vector<T>& items) {
  Json::Array list;
  list.reserve(items.size());
  for (const auto& item : items)
    list.push_back(to_json(item));
  return list;
}

} // namespace plumb::registers
