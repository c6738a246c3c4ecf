// SPDX-License-Identifier: Apache-2.0
/// Which days are working days, for whom, and as known when. A calendar is a set of notices; each
/// speaks of single days of one jurisdiction and is known from its day on, so that a date computed
/// last year can be computed again as it was. A year without a notice is counted Monday to Friday
/// and marked as an estimate. Pure: reads no clock and no file.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/result.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::calendar {

using base::Date;

/// What a notice says of a day. `Ordinary`: the day is again what its weekday says (an earlier
/// notice is taken back).
enum class DayKind { Holiday, MakeupDay, Ordinary };

struct NoticeDay {
  Date on;
  DayKind kind = DayKind::Holiday;
  std::string name; ///< the festival, as people call it
  friend bool operator==(const NoticeDay&, const NoticeDay&) = default;
};

/// One notice of holidays, e.g. of the State Council's general office for a year, or of a region.
struct Notice {
  std::string id; ///< document number, unique
  std::string title;
  std::string jurisdiction = "CN"; ///< `CN`, `CN-NX`, …: a dash adds a level
  Date notice_on;                  ///< known from this day on
  /// Half-open range of days that this notice settles; outside it (and inside, where
  /// `provisional`) other days stay an estimate. What older notices of the same jurisdiction said
  /// of days in it is replaced. Both empty: it only changes the days it names.
  std::optional<Date> settles_from = {}, settles_until = {};
  /// Computed from the law's list of holidays, no notice yet: counts, but any notice outweighs it,
  /// however old, and the days stay an estimate.
  bool provisional = false;
  std::vector<NoticeDay> days;
  friend bool operator==(const Notice&, const Notice&) = default;
};

struct DayStatus {
  bool working = true;
  bool estimate = false;      ///< no notice settles this day yet
  std::string_view notice_id; ///< the notice that decided; empty where the weekday did
  std::string_view name;      ///< the festival's name; empty for weekdays and weekends
};

/// The calendar of one jurisdiction as known on one day: what periods are counted with. Cheap to
/// copy; shares its content with the Calendar, which it may outlive. Dates outside 1949–2149 are
/// counted Monday to Friday as an estimate.
class View {
public:
  /// Of nowhere: no notice is known.
  View();
  [[nodiscard]] DayStatus day(Date date) const;
  [[nodiscard]] bool is_working(Date date) const;
  /// The n-th working day after (n > 0) or before (n < 0) `date`, which is not counted itself.
  /// Constant time for any n.
  [[nodiscard]] Date nth_working_day(Date date, int n) const;
  /// `date` itself if it is a working day, else the first one after (or before) it.
  [[nodiscard]] Date next_working_day(Date date) const;
  [[nodiscard]] Date previous_working_day(Date date) const;
  /// Working days in the half-open range; 0 where it is empty.
  [[nodiscard]] int working_days(Date from, Date until) const;
  /// Whether every day of the half-open range is settled by a notice (none is an estimate).
  [[nodiscard]] bool is_settled(Date from, Date until) const;
  [[nodiscard]] const std::string& jurisdiction() const;
  [[nodiscard]] Date known_on() const;
  /// Names the state of knowledge: the id of the newest notice that counts, the number of notices
  /// and a short hash of what they say, with slashes between; equal versions count equally.
  [[nodiscard]] const std::string& version() const;

private:
  friend class Calendar;
  struct State;
  std::shared_ptr<const State> state_;
};

class Calendar {
public:
  Calendar();
  /// calendar.duplicate_notice{id}, calendar.day_twice{id,on}, calendar.bad_range{id} (also: a day
  /// that does not exist or is outside 1949–2149), calendar.empty_notice{id} (also: no id).
  [[nodiscard]] static base::Result<Calendar> make(std::vector<Notice> notices);
  /// The same with more notices.
  [[nodiscard]] base::Result<Calendar> with(const Notice& notice) const;
  /// The statement of the most specific jurisdiction wins (`CN-NX-Yinchuan`, then `CN-NX`, then
  /// `CN`), of the same jurisdiction the newest notice known on that day. A region's notice that
  /// says of a day what was said above it at that time only repeats it: a later change above holds
  /// there too. Where a region gives notices of its own, a day is settled when the region's notice
  /// settles it too: what Ningxia will say of a year is open until it has said it. Computed once
  /// for each state of knowledge and remembered; thread-safe.
  [[nodiscard]] View view(std::string_view jurisdiction, Date known_on) const;
  [[nodiscard]] const std::vector<Notice>& notices() const;

private:
  struct State;
  std::shared_ptr<State> state_;
};

/// A day whose status differs between two views, for showing what a notice changes.
struct DayChange {
  Date on;
  bool was_working = false, is_working = false;
  std::string name;
};
[[nodiscard]] std::vector<DayChange> compare(const View& before, const View& after, Date from,
                                             Date until);

} // namespace plumb::calendar
