// SPDX-License-Identifier: Apache-2.0
#include "story.hpp"

#include <algorithm>

namespace plumb::calendar {
namespace {

class Story {
public:
  Story(const View& view, const std::vector<Run>& paused, Receipt& receipt)
      : view_(view), paused_(paused), receipt_(receipt) {}

  void tell() {
    const Day start = number_of(receipt_.start), unmoved = number_of(receipt_.unmoved),
              last = number_of(receipt_.last_day);
    const bool backwards = receipt_.period.bound == Bound::Before;
    const Run counted = backwards ? Run{unmoved, start} : Run{start + 1, unmoved + 1};
    const Run moved = backwards ? Run{last + 1, unmoved + 1} : Run{unmoved, last};
    // In order of days: a lead time moves before it is counted.
    if (backwards) tell_move(moved);
    if (receipt_.period.unit == Unit::WorkingDay)
      tell_working_days(counted);
    else
      tell_pauses(counted);
    if (!backwards) tell_move(moved);
    tell_result(last, moved);
  }

private:
  void skip(Day day, std::string_view reason, const DayStatus& status) {
    auto& skipped = receipt_.skipped;
    const Date on = date_of(day);
    if (!skipped.empty() && skipped.back().until == on && skipped.back().reason == reason &&
        skipped.back().name == status.name && skipped.back().notice_id == status.notice_id) {
      skipped.back().until = date_of(day + 1);
      return;
    }
    skipped.push_back({on, date_of(day + 1), std::string(reason), std::string(status.name),
                       std::string(status.notice_id)});
  }

  void skip_pause(Run run) {
    if (run.from >= run.until) return;
    receipt_.skipped.push_back({date_of(run.from), date_of(run.until), "pause", {}, {}});
  }

  void tell_pauses(Run counted) {
    for (const Run& run : paused_)
      skip_pause({std::max(run.from, counted.from), std::min(run.until, counted.until)});
  }

  void tell_working_days(Run counted) {
    auto next = paused_.begin();
    for (Day day = counted.from; day < counted.until; ++day) {
      while (next != paused_.end() && next->until <= day)
        ++next;
      if (next != paused_.end() && next->from <= day) {
        const Run run{day, std::min(next->until, counted.until)};
        skip_pause(run);
        day = run.until - 1;
        continue;
      }
      const DayStatus status = view_.day(date_of(day));
      receipt_.estimate = receipt_.estimate || status.estimate;
      if (!status.working)
        skip(day, is_weekday(day) || !status.name.empty() ? "holiday" : "weekend", status);
      else if (!is_weekday(day))
        receipt_.makeup_days.push_back(date_of(day));
    }
  }

  void tell_move(Run moved) {
    for (Day day = moved.from; day < moved.until; ++day) {
      const bool paused = std::any_of(paused_.begin(), paused_.end(), [&](const Run& run) {
        return run.from <= day && day < run.until;
      });
      skip(day, paused ? "pause" : "rest_day", paused ? DayStatus{} : view_.day(date_of(day)));
    }
  }

  void tell_result(Day last, Run moved) {
    if (!view_.is_settled(date_of(last), date_of(last + 1)) ||
        !view_.is_settled(date_of(moved.from), date_of(moved.until)))
      receipt_.estimate = true;
    auto& made_up = receipt_.makeup_days;
    if (view_.is_working(receipt_.last_day) && !is_weekday(last) &&
        std::find(made_up.begin(), made_up.end(), receipt_.last_day) == made_up.end())
      made_up.insert(receipt_.period.bound == Bound::Before ? made_up.begin() : made_up.end(),
                     receipt_.last_day);
  }

  const View& view_;
  const std::vector<Run>& paused_;
  Receipt& receipt_;
};

} // namespace

void tell(const View& view, const std::vector<Run>& paused, Receipt& receipt) {
  Story(view, paused, receipt).tell();
}

} // namespace plumb::calendar
