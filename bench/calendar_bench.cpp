// SPDX-License-Identifier: Apache-2.0
// Legal deadlines: the date alone, the date with its receipt, and views of the calendar. Reference of
// the same run: walking day by day over a hash table of the days that the notices name.
//
//   bench_calendar PACKS COUNT
#include "naive_model.hpp"

#include <plumb/pack/pack.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

using namespace plumb;
using namespace plumb::calendar;
using Clock = std::chrono::steady_clock;

/// Runs `work` for each of `count` deadlines; deadlines per second.
template <class Work> double rate(int count, const Work& work) {
  const auto start = Clock::now();
  for (int i = 0; i < count; ++i) work(i);
  return count / std::chrono::duration<double>(Clock::now() - start).count();
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bench_calendar PACKS COUNT\n");
    return 2;
  }
  const auto calendar = pack::load_calendar(argv[1]);
  if (!calendar) {
    std::fprintf(stderr, "bench_calendar: %s\n", calendar.error().id.c_str());
    return 1;
  }
  const int count = std::max(1, std::atoi(argv[2]));
  const Date known_on = base::make_date(2026, 11, 22);
  const View view = calendar->view("CN", known_on);
  std::unordered_map<int, bool> named;
  const Date first = base::make_date(2014, 1, 1);
  const auto number = [](Date date) {
    return static_cast<int>(std::chrono::sys_days{date}.time_since_epoch().count());
  };
  for (Date day = first; day < base::make_date(2028, 1, 1); day = base::add_days(day, 1))
    if (const auto status = view.day(day); !status.notice_id.empty())
      named[number(day)] = status.working;
  const auto walks = [&](Date day) {
    const auto found = named.find(number(day));
    return found == named.end() ? !naive::is_weekend(day) : found->second;
  };

  const struct {
    const char* name;
    Period period;
    bool paused;
  } cases[] = {
      {"20 working days", {20, Unit::WorkingDay, Bound::Max}, false},
      {"20 working days, paused once", {20, Unit::WorkingDay, Bound::Max}, true},
      {"7 working days before", {7, Unit::WorkingDay, Bound::Before}, false},
      {"60 calendar days", {60, Unit::CalendarDay, Bound::Max}, false},
      {"6 months", {6, Unit::Month, Bound::Max}, false},
      {"250 working days", {250, Unit::WorkingDay, Bound::Max}, false},
  };
  std::vector<Date> starts;
  for (int i = 0; i < 4'500; ++i) starts.push_back(base::add_days(first, i));
  long sum = 0; // so that nothing is optimised away
  for (const auto& each : cases) {
    const auto start_of = [&](int i) { return starts[static_cast<std::size_t>(i) % starts.size()]; };
    const auto pauses_of = [&](Date start) {
      return each.paused ? std::vector<Pause>{{base::add_days(start, 3), base::add_days(start, 17)}}
                         : std::vector<Pause>{};
    };
    const double dates = rate(count, [&](int i) {
      const Date start = start_of(i);
      sum += number(*last_day(view, each.period, start, pauses_of(start)));
    });
    const double receipts = rate(count / 10 + 1, [&](int i) {
      const Date start = start_of(i);
      sum += static_cast<long>(compute(view, each.period, start, pauses_of(start))->skipped.size());
    });
    const double walked = rate(count / 10 + 1, [&](int i) {
      const Date start = start_of(i);
      sum += number(naive::last_day(walks, each.period, start, pauses_of(start), known_on));
    });
    std::printf("bench calendar: %s: %.2f million dates/s, %.2f million receipts/s, walking %.2f "
                "million/s, ratio %.1f and %.2f\n",
                each.name, dates / 1e6, receipts / 1e6, walked / 1e6, dates / walked,
                receipts / walked);
  }
  const auto fresh = *Calendar::make(calendar->notices());
  const auto start = Clock::now();
  for (const Date day : starts) sum += fresh.view("CN-NX", day).working_days(first, known_on);
  std::printf("bench calendar: views of %zu days of knowledge: %.1f ms in all; checksum %ld\n",
              starts.size(), std::chrono::duration<double>(Clock::now() - start).count() * 1e3, sum);
  return 0;
}
