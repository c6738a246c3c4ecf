// SPDX-License-Identifier: Apache-2.0
// Checks notices and lays what is known on a day out for looking up.
#include "view_state.hpp"

#include <plumb/base/hash.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

namespace plumb::calendar {

using base::ErrorKind;
using base::Result;

namespace {

constexpr Date kFirst = base::make_date(1949, 1, 1);
constexpr Date kEnd = base::make_date(2150, 1, 1);
// Far more than a service sees of different days and places; then the memory starts anew.
constexpr std::size_t kViewsMax = 20'000;

bool is_countable(Date date) {
  return date.ok() && kFirst <= date && date < kEnd;
}

Result<void> check(const Notice& notice) {
  const auto bad = [&](const char* what) {
    return base::fail(ErrorKind::InvalidInput, what, {{"id", notice.id}});
  };
  const bool has_range = notice.settles_from && notice.settles_until;
  if (notice.id.empty() || (notice.days.empty() && !has_range)) return bad("calendar.empty_notice");
  if (notice.settles_from.has_value() != notice.settles_until.has_value() || !notice.notice_on.ok())
    return bad("calendar.bad_range");
  if (has_range && (!is_countable(*notice.settles_from) || !notice.settles_until->ok() ||
                    *notice.settles_until > kEnd || *notice.settles_until <= *notice.settles_from))
    return bad("calendar.bad_range");
  std::set<Date> seen;
  for (const NoticeDay& day : notice.days) {
    if (!is_countable(day.on)) return bad("calendar.bad_range");
    if (!seen.insert(day.on).second)
      return base::fail(ErrorKind::InvalidInput, "calendar.day_twice",
                        {{"id", notice.id}, {"on", base::to_string(day.on)}});
  }
  return {};
}

/// `CN-NX-Yinchuan` → CN, CN-NX, CN-NX-Yinchuan.
bool covers(std::string_view level, std::string_view jurisdiction) {
  return jurisdiction.starts_with(level) &&
         (jurisdiction.size() == level.size() || jurisdiction[level.size()] == '-');
}

bool is_older(const Notice& left, const Notice& right) {
  if (left.provisional != right.provisional) return left.provisional;
  return left.notice_on < right.notice_on;
}

std::string version_of(const std::vector<const Notice*>& known) {
  const Notice* newest = nullptr;
  std::string content;
  for (const Notice* notice : known) {
    if (newest == nullptr || !is_older(*notice, *newest)) newest = notice;
    content += notice->id + '\x1f' + notice->jurisdiction + '\x1f' +
               (notice->provisional ? "p" : "") + base::to_string(notice->notice_on);
    if (notice->settles_from)
      content +=
          base::to_string(*notice->settles_from) + '/' + base::to_string(*notice->settles_until);
    for (const NoticeDay& day : notice->days)
      content +=
          '\x1f' + base::to_string(day.on) + std::to_string(static_cast<int>(day.kind)) + day.name;
    content += '\x1e';
  }
  if (newest == nullptr) return "0";
  constexpr std::size_t kHashDigits = 8;
  return newest->id + '/' + std::to_string(known.size()) + '/' +
         base::sm3_hex(content).substr(0, kHashDigits);
}

/// Lays out one level after the other, the whole country first.
class Layout {
public:
  explicit Layout(std::vector<const Notice*> known) : known_(std::move(known)) {
    if (known_.empty()) return;
    from_ = number_of(kEnd);
    until_ = number_of(kFirst);
    for (const Notice* notice : known_) {
      if (notice->settles_from) reach(*notice->settles_from, *notice->settles_until);
      for (const NoticeDay& day : notice->days)
        reach(day.on, base::add_days(day.on, 1));
    }
    statement_of_.resize(size());
    unsettled_.assign(size(), true);
  }

  Days lay_out() {
    add_levels();
    Days days;
    days.from = from_;
    days.until = until_;
    days.version = version_of(known_);
    days.working_before.reserve(size() + 1);
    days.unsettled_before.reserve(size() + 1);
    for (std::size_t i = 0; i < size(); ++i) {
      const bool working = is_working(i);
      if (working) days.working.push_back(static_cast<std::int32_t>(i));
      days.working_before.push_back(days.working_before.back() + (working ? 1 : 0));
      days.unsettled_before.push_back(days.unsettled_before.back() + (unsettled_[i] ? 1 : 0));
    }
    days.statement_of = std::move(statement_of_);
    days.statements = std::move(statements_);
    return days;
  }

private:
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(until_ - from_); }
  [[nodiscard]] std::size_t place(Date date) const {
    return static_cast<std::size_t>(number_of(date) - from_);
  }
  void reach(Date from, Date until) {
    from_ = std::min(from_, number_of(from));
    until_ = std::max(until_, number_of(until));
  }

  void add_levels() {
    std::set<std::pair<std::size_t, std::string_view>> levels;
    for (const Notice* notice : known_)
      levels.emplace(notice->jurisdiction.size(), notice->jurisdiction);
    for (const auto& [length, level] : levels)
      add_level(level, level.find('-') == std::string_view::npos);
  }

  /// What the levels above `notice` had said on its day, laid out.
  [[nodiscard]] Layout above(const Notice& notice) const {
    std::vector<const Notice*> said;
    for (const Notice* each : known_)
      if (!each->provisional && each->notice_on <= notice.notice_on &&
          each->jurisdiction != notice.jurisdiction &&
          covers(each->jurisdiction, notice.jurisdiction))
        said.push_back(each);
    Layout layout(std::move(said));
    layout.add_levels();
    return layout;
  }

  [[nodiscard]] bool says(Date on, DayKind kind) const {
    const Day day = number_of(on);
    if (day < from_ || day >= until_) return false;
    const auto statement = statement_of_[static_cast<std::size_t>(day - from_)];
    return statement != 0 && statements_[statement - 1].day->kind == kind;
  }

  void add_level(std::string_view level, bool is_root) {
    std::vector<const Notice*> said;
    for (const Notice* notice : known_)
      if (notice->jurisdiction == level) said.push_back(notice);
    // Of one day the later in the list is the newer; all point into one vector.
    std::sort(said.begin(), said.end(), [](const Notice* a, const Notice* b) {
      return is_older(*a, *b) || (!is_older(*b, *a) && a < b);
    });
    std::vector<std::uint32_t> statement_of(size());
    std::vector<bool> settled(size());
    bool gives_notices = is_root;
    for (const Notice* notice : said) {
      if (notice->settles_from && !notice->provisional) {
        gives_notices = true;
        for (auto i = place(*notice->settles_from); i < place(*notice->settles_until); ++i) {
          statement_of[i] = 0;
          settled[i] = true;
        }
      }
      // A region's notice often repeats the country's: that is no statement of its own, and a later
      // change of the country's holds in the region too.
      const auto repeated = is_root ? Layout({}) : above(*notice);
      for (const NoticeDay& day : notice->days) {
        const auto at = place(day.on);
        statements_.push_back({notice, &day});
        statement_of[at] =
            repeated.says(day.on, day.kind) ? 0 : static_cast<std::uint32_t>(statements_.size());
        if (!notice->provisional) settled[at] = true;
      }
    }
    for (std::size_t i = 0; i < size(); ++i) {
      if (statement_of[i] != 0) {
        statement_of_[i] = statement_of[i];
        unsettled_[i] = !settled[i];
      } else if (is_root) {
        unsettled_[i] = !settled[i];
      } else if (gives_notices && !settled[i]) {
        unsettled_[i] = true;
      }
    }
  }

  [[nodiscard]] bool is_working(std::size_t at) const {
    if (statement_of_[at] != 0) {
      const DayKind kind = statements_[statement_of_[at] - 1].day->kind;
      if (kind != DayKind::Ordinary) return kind == DayKind::MakeupDay;
    }
    return is_weekday(from_ + static_cast<Day>(at));
  }

  std::vector<const Notice*> known_;
  Day from_ = 0, until_ = 0;
  std::vector<std::uint32_t> statement_of_;
  std::vector<Statement> statements_;
  std::vector<bool> unsettled_;
};

} // namespace

struct Calendar::State {
  std::shared_ptr<const std::vector<Notice>> notices;
  std::mutex mutex;
  /// By the notices that count, so that places and days of the same knowledge share one.
  std::map<std::vector<std::size_t>, std::shared_ptr<const Days>> days;
  std::map<std::pair<std::string, Day>, std::shared_ptr<const View::State>, std::less<>> views;
};

Calendar::Calendar() : state_(std::make_shared<State>()) {
  state_->notices = std::make_shared<const std::vector<Notice>>();
}

Result<Calendar> Calendar::make(std::vector<Notice> notices) {
  std::set<std::string_view> ids;
  for (const Notice& notice : notices) {
    PLUMB_TRY(check(notice));
    if (!ids.insert(notice.id).second)
      return base::fail(ErrorKind::Conflict, "calendar.duplicate_notice", {{"id", notice.id}});
  }
  Calendar calendar;
  calendar.state_->notices = std::make_shared<const std::vector<Notice>>(std::move(notices));
  return calendar;
}

Result<Calendar> Calendar::with(const Notice& notice) const {
  std::vector<Notice> more = *state_->notices;
  more.push_back(notice);
  return make(std::move(more));
}

View Calendar::view(std::string_view jurisdiction, Date known_on) const {
  State& state = *state_;
  View view;
  const std::lock_guard lock(state.mutex);
  const std::pair key{std::string(jurisdiction), number_of(known_on)};
  if (const auto found = state.views.find(key); found != state.views.end()) {
    view.state_ = found->second;
    return view;
  }
  std::vector<std::size_t> counts;
  for (std::size_t i = 0; i < state.notices->size(); ++i) {
    const Notice& notice = (*state.notices)[i];
    if (covers(notice.jurisdiction, jurisdiction) && notice.notice_on <= known_on)
      counts.push_back(i);
  }
  auto& days = state.days[counts];
  if (!days) {
    std::vector<const Notice*> known;
    for (const std::size_t i : counts)
      known.push_back(&(*state.notices)[i]);
    auto laid_out = std::make_shared<Days>(Layout(std::move(known)).lay_out());
    laid_out->notices = state.notices;
    days = std::move(laid_out);
  }
  if (state.views.size() >= kViewsMax) state.views.clear();
  view.state_ = std::make_shared<const View::State>(View::State{days, key.first, known_on});
  state.views.emplace(key, view.state_);
  return view;
}

const std::vector<Notice>& Calendar::notices() const {
  return *state_->notices;
}

std::vector<DayChange> compare(const View& before, const View& after, Date from, Date until) {
  std::vector<DayChange> changes;
  for (Day day = number_of(from); day < number_of(until); ++day) {
    const Date on = date_of(day);
    const DayStatus was = before.day(on), is = after.day(on);
    if (was.working == is.working) continue;
    changes.push_back(
        {on, was.working, is.working, std::string(is.name.empty() ? was.name : is.name)});
  }
  return changes;
}

} // namespace plumb::calendar
