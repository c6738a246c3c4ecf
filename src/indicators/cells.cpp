// SPDX-License-Identifier: Apache-2.0
/// Buckets of days, stretches of them, and sums of cells in memory.
#include "plumb/indicators/cells.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <unordered_map>

namespace plumb::indicators {
namespace {

using std::chrono::months;
using std::chrono::year_month;
using std::chrono::years;

Date first_of(year_month month) {
  return month / std::chrono::day{1};
}
Date last_of(year_month month) {
  return month / std::chrono::last;
}
year_month month_of(Date day) {
  return day.year() / day.month();
}

/// Puts stretches behind one another; neighbours of one level become one.
class Row {
public:
  void add(Level level, Date first, Date last) {
    add(level, bucket_of(first, level), bucket_of(last, level));
  }
  void add(Level level, Bucket first, Bucket last) {
    if (!row_.empty() && row_.back().level == level)
      row_.back().last = last;
    else
      row_.push_back({level, first, last});
  }
  [[nodiscard]] std::vector<Stretch> take() { return std::move(row_); }

private:
  std::vector<Stretch> row_;
};

unsigned number_of(Date day) {
  return static_cast<unsigned>(day.day());
}
/// The last of the ten days that a day belongs to; the 31st belongs to the third.
Date last_of_ten(Date day) {
  const unsigned number = number_of(day);
  if (number > 20) return last_of(month_of(day));
  return month_of(day) / std::chrono::day{number > 10 ? 20U : 10U};
}

/// Days [first, last] of one month that do not make it up.
void add_days(Row& row, Date first, Date last, TenDays tens) {
  if (tens == TenDays::Missing) return row.add(Level::Day, first, last);
  while (first <= last) {
    const Date end = last_of_ten(first);
    const bool whole = end <= last && number_of(first) % 10 == 1 && number_of(first) != 31;
    row.add(whole ? Level::TenDays : Level::Day, first, std::min(end, last));
    first = base::add_days(end, 1);
  }
}

/// Whole months within [first, last], where there are any; whole years of them as years.
void add_months(Row& row, year_month first, year_month last) {
  if (last < first) return;
  const auto january = std::chrono::January;
  const year_month first_year =
      first.month() == january ? first : (first.year() + years{1}) / january;
  const year_month behind_years = (last + months{1}).year() / january;
  if (behind_years <= first_year) return row.add(Level::Month, first_of(first), last_of(last));
  if (first < first_year) row.add(Level::Month, first_of(first), first_of(first_year - months{1}));
  row.add(Level::Year, first_of(first_year), first_of(behind_years - months{1}));
  if (behind_years <= last) row.add(Level::Month, first_of(behind_years), first_of(last));
}

} // namespace

Bucket bucket_of(Date day, Level level) {
  if (level == Level::Ever) return 0;
  Bucket bucket = Bucket{static_cast<int>(day.year())} * 10'000;
  if (level != Level::Year) bucket += Bucket{static_cast<unsigned>(day.month())} * 100;
  if (level == Level::Day) bucket += Bucket{number_of(day)};
  if (level == Level::TenDays) bucket += std::min((number_of(day) - 1) / 10, 2U) * 10 + 1;
  return bucket;
}

std::vector<Stretch> stretches(std::optional<Date> from, Date until, TenDays tens) {
  if (from && until < *from) return {};
  Row row;
  const year_month until_month = month_of(until);
  const bool to_the_end = until == last_of(until_month);
  // The first month that is not whole any more.
  const year_month behind = to_the_end ? until_month + months{1} : until_month;
  year_month month = behind.year() / std::chrono::January;
  if (!from) {
    const Bucket years_last = bucket_of(first_of(month - months{1}), Level::Year);
    if (years_last >= 0) row.add(Level::Year, 0, years_last);
  } else {
    month = month_of(*from);
    if (*from != first_of(month)) {
      add_days(row, *from, std::min(until, last_of(month)), tens);
      month += months{1};
    }
  }
  add_months(row, month, behind - months{1});
  if (!to_the_end && month <= until_month) add_days(row, first_of(until_month), until, tens);
  return row.take();
}

// --- sums ---

namespace {

/// Each text once, so that a cell is a few numbers.
class Names {
public:
  std::uint32_t number(std::string_view name) {
    if (const auto at = numbers_.find(name); at != numbers_.end()) return at->second;
    const auto& kept = names_.emplace_back(name);
    return numbers_.emplace(kept, static_cast<std::uint32_t>(names_.size() - 1)).first->second;
  }
  [[nodiscard]] std::string_view operator[](std::uint32_t number) const { return names_[number]; }

private:
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

struct Key {
  std::uint32_t measure = 0, unit = 0, part = 0;
  std::int32_t happened = 0, known = 0;
  std::uint8_t happened_level = 0, known_level = 0;
  friend bool operator==(const Key&, const Key&) = default;
};

struct KeyHash {
  std::size_t operator()(const Key& key) const {
    std::uint64_t hash = 0xCBF29CE484222325U;
    const auto mix = [&](std::uint64_t word) {
      hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
      hash ^= hash >> 29U;
    };
    mix((std::uint64_t{key.measure} << 32U) | key.unit);
    mix((std::uint64_t{key.part} << 32U) | static_cast<std::uint32_t>(key.happened));
    mix((std::uint64_t{static_cast<std::uint32_t>(key.known)} << 8U) |
        static_cast<std::uint64_t>(key.happened_level * 5U + key.known_level));
    return hash;
  }
};

constexpr std::array kHappened{Level::Day, Level::TenDays, Level::Month, Level::Year};
constexpr std::array kRecorded{Level::Day, Level::Month, Level::Year, Level::Ever};

} // namespace

std::string parts_name(std::string_view measure) {
  return std::string(measure) + '/';
}

struct CellSums::State {
  Names names;
  std::unordered_map<Key, std::int64_t, KeyHash> sums;
};

CellSums::CellSums() : state_(std::make_unique<State>()) {}
CellSums::~CellSums() = default;
CellSums::CellSums(CellSums&& other) noexcept = default;
CellSums& CellSums::operator=(CellSums&& other) noexcept = default;

void CellSums::count(const pack::Measure& measure, const Contribution& contribution, Date known) {
  if (measure.by.empty()) return add(measure.id, contribution, known);
  add(measure.id, {contribution.unit, {}, contribution.on, contribution.amount}, known);
  add(parts_name(measure.id), contribution, known);
}

void CellSums::add(std::string_view measure, const Contribution& contribution, Date known) {
  Key key;
  key.measure = state_->names.number(measure);
  key.unit = state_->names.number(contribution.unit);
  key.part = state_->names.number(contribution.part);
  for (const auto happened : kHappened)
    for (const auto recorded : kRecorded) {
      if (happened == Level::TenDays && recorded != Level::Ever) continue;
      key.happened_level = static_cast<std::uint8_t>(happened);
      key.known_level = static_cast<std::uint8_t>(recorded);
      key.happened = static_cast<std::int32_t>(bucket_of(contribution.on, happened));
      key.known = static_cast<std::int32_t>(bucket_of(known, recorded));
      state_->sums[key] += contribution.amount;
    }
}

std::size_t CellSums::size() const {
  return state_->sums.size();
}

void CellSums::clear() {
  state_->sums.clear();
}

std::vector<std::pair<Cell, std::int64_t>> CellSums::cells() const {
  std::vector<std::pair<Cell, std::int64_t>> out;
  out.reserve(state_->sums.size());
  const auto& names = state_->names;
  for (const auto& [key, amount] : state_->sums)
    out.emplace_back(Cell{names[key.measure], static_cast<Level>(key.happened_level),
                          static_cast<Level>(key.known_level), key.happened, key.known,
                          names[key.unit], names[key.part]},
                     amount);
  std::ranges::sort(out, {}, &std::pair<Cell, std::int64_t>::first);
  return out;
}

} // namespace plumb::indicators
