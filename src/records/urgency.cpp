// SPDX-License-Identifier: Apache-2.0
#include "derived.hpp"
#include "work.hpp"

#include <algorithm>
#include <charconv>

namespace plumb::records {
namespace {

using View = std::string_view;

constexpr std::size_t kDayLength = 10;
constexpr int kWarnDays = 3, kWarnDaysMax = 99;

/// What the earlier of a clock's ends rests on, as its receipt tells it.
int rank_of(const registers::ClockState& clock) {
  const bool target = clock.target_on && (!clock.due_on || *clock.target_on < *clock.due_on);
  const auto& name = clock.receipts[target ? "target" : "due"]["binding"].text();
  for (int rank = 0; rank <= static_cast<int>(pack::Binding::Practice); ++rank)
    if (pack::name_of(static_cast<pack::Binding>(rank)) == name) return rank;
  return static_cast<int>(target ? pack::Binding::LocalTarget : pack::Binding::Statutory);
}

} // namespace

std::string urgency_of(const pack::Register* declared, const registers::Record& record) {
  std::string out;
  for (const auto& clock : record.clocks) {
    const auto end = end_of(clock);
    if (!end) continue;
    const auto* known = declared ? declared->clock(clock.clock) : nullptr;
    const int warn = std::clamp(known ? known->warn_days : kWarnDays, 0, kWarnDaysMax);
    std::string one = base::to_string(*end);
    one += static_cast<char>('0' + rank_of(clock));
    one += static_cast<char>('0' + warn / 10);
    one += static_cast<char>('0' + warn % 10);
    // Of clocks that end together the one that warns earlier is told.
    if (out.empty() || View(one).substr(0, kDayLength + 1) < View(out).substr(0, kDayLength + 1) ||
        (one.compare(0, kDayLength + 1, out, 0, kDayLength + 1) == 0 && one > out))
      out = std::move(one);
  }
  return out.empty() ? std::string(kUrgencyStanding) + base::to_string(record.opened_on) : out;
}

std::string urgency_from(Date day) {
  return base::to_string(day);
}

Urgency read_urgency(View text) {
  Urgency out;
  if (text.size() < kDayLength + 3 || text.starts_with(kUrgencyStanding)) return out;
  out.on = base::parse_date(text.substr(0, kDayLength));
  const int rank = text[kDayLength] - '0';
  if (rank >= 0 && rank <= static_cast<int>(pack::Binding::Practice))
    out.binding = static_cast<pack::Binding>(rank);
  std::from_chars(text.data() + kDayLength + 1, text.data() + text.size(), out.warn_days);
  return out;
}

std::string_view name_of(Light light) {
  switch (light) {
  case Light::Overdue:
    return "overdue";
  case Light::Near:
    return "near";
  case Light::Normal:
    return "normal";
  case Light::Standing:
    break;
  }
  return "standing";
}

Date Lights::near_until(int warn_days) {
  const int days = std::max(warn_days, 1);
  const auto known = near_until_.find(days);
  if (known != near_until_.end()) return known->second;
  return near_until_.emplace(days, calendar_.nth_working_day(today_, days)).first->second;
}

Light Lights::of(const Urgency& urgency) {
  if (!urgency.on) return Light::Standing;
  if (*urgency.on < today_) return Light::Overdue;
  return *urgency.on <= near_until(urgency.warn_days) ? Light::Near : Light::Normal;
}

} // namespace plumb::records
