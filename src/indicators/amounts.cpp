// SPDX-License-Identifier: Apache-2.0
/// Amounts of many measures out of few cells.
#include "state.hpp"

#include <algorithm>

namespace plumb::indicators {
namespace {

using std::chrono::months;
using storage::Row;
using storage::Value;
using View = std::string_view;

/// Cells of a stretch that are added (+1) or taken away (−1).
struct Term {
  int sign = 1;
  Stretch stretch;
};
/// Years without a beginning are few in truth.
constexpr std::size_t kYearsBack = 40;

Date first_day(Level level, Bucket bucket) {
  const bool within_month = level == Level::Day || level == Level::TenDays;
  return base::make_date(static_cast<int>(bucket / 10'000),
                         level == Level::Year ? 1 : static_cast<unsigned>(bucket / 100 % 100),
                         within_month ? static_cast<unsigned>(bucket % 100) : 1);
}

Bucket next_bucket(Level level, Bucket bucket) {
  const Date day = first_day(level, bucket);
  if (level == Level::Year) return bucket + 10'000;
  if (level == Level::Month) return bucket_of(day + months{1}, level);
  if (level == Level::TenDays && bucket % 100 > 20)
    return bucket_of(
        base::make_date(static_cast<int>(day.year()), static_cast<unsigned>(day.month()), 1) +
            months{1},
        level);
  return bucket_of(base::add_days(day, level == Level::Day ? 1 : 10), level);
}

std::vector<Bucket> buckets_of(const Stretch& stretch) {
  std::vector<Bucket> out;
  for (Bucket at = stretch.first; at <= stretch.last; at = next_bucket(stretch.level, at))
    out.push_back(at);
  return out;
}

/// How much there may be to read: one for each stretch, and each bucket that has begun.
std::size_t cost_of(const std::vector<Term>& terms, Date today) {
  std::size_t cost = terms.size();
  for (const auto& [sign, stretch] : terms) {
    if (stretch.first == 0) continue; // the same in all
    for (const Bucket bucket : buckets_of(stretch))
      if (first_day(stretch.level, bucket) <= today) ++cost;
  }
  return cost;
}

std::vector<Term> terms_up_to(std::optional<Date> from, Date until, Date end, TenDays tens) {
  std::vector<Term> terms;
  for (const auto& stretch : stretches(from, end, tens))
    terms.push_back({1, stretch});
  for (const auto& stretch : stretches(base::add_days(until, 1), end, tens))
    terms.push_back({-1, stretch});
  return terms;
}

/// The days [from, until], either added up or as a longer span without what lies behind it:
/// whatever has less to read.
std::vector<Term> terms_of(std::optional<Date> from, Date until, Date today, TenDays tens) {
  if (from && until < *from) return {};
  auto best = terms_up_to(from, until, until, tens);
  const int year = static_cast<int>(until.year());
  for (const Date end : {base::end_of_month(year, static_cast<unsigned>(until.month())),
                         base::make_date(year, 12, 31)}) {
    auto other = terms_up_to(from, until, end, tens);
    if (cost_of(other, today) < cost_of(best, today)) best = std::move(other);
  }
  return best;
}

/// `in` lists come in few lengths, so that there are few statements to be kept.
template <class T> std::vector<T> padded(std::vector<T> list) {
  std::size_t length = 1;
  while (length < list.size())
    length *= 2;
  if (!list.empty()) list.resize(length, list.back());
  return list;
}

class Statement {
public:
  Statement& add(View text) {
    sql_ += text;
    return *this;
  }
  Statement& value(Value value) {
    values_.push_back(value);
    sql_ += '$';
    sql_ += std::to_string(values_.size());
    return *this;
  }
  template <class T> Statement& in(std::vector<T> list) {
    sql_ += " in (";
    bool first = true;
    for (const auto& one : padded(std::move(list))) {
      if (!first) sql_ += ", ";
      first = false;
      value(Value(one));
    }
    return add(")");
  }
  Result<std::int64_t> run(Connection& connection, const storage::OnRow& on_row) const {
    return connection.run(sql_, values_, on_row);
  }

private:
  std::string sql_;
  std::vector<Value> values_;
};

/// Buckets of the two sides of the grid; without `known` everything that is known.
struct Rectangle {
  int sign = 1;
  Stretch happened;
  std::optional<Stretch> known;
};

/// Where what is known is limited, each bucket of what happened is looked up on its own, because
/// behind it what is known lies in order.
void append_rectangle(Statement& out, const Rectangle& rectangle) {
  const auto& happened = rectangle.happened;
  out.add(" and happened_level = ").value(static_cast<std::int64_t>(happened.level));
  out.add(" and known_level = ")
      .value(static_cast<std::int64_t>(rectangle.known ? rectangle.known->level : Level::Ever));
  if (happened.first == happened.last)
    out.add(" and happened = ").value(happened.first);
  else if (rectangle.known && happened.first != 0)
    out.add(" and happened").in(buckets_of(happened));
  else
    out.add(" and happened >= ")
        .value(happened.first)
        .add(" and happened <= ")
        .value(happened.last);
  if (rectangle.known)
    out.add(" and known >= ")
        .value(rectangle.known->first)
        .add(" and known <= ")
        .value(rectangle.known->last);
}

std::vector<Rectangle> rectangles_of(const Days& days, std::optional<Date> clock) {
  const Date today = clock.value_or(days.until);
  std::vector<Rectangle> out;
  std::vector<std::optional<Term>> known{std::nullopt};
  auto tens = TenDays::Kept;
  if (days.known && (!clock || *days.known < *clock)) {
    tens = TenDays::Missing;
    known.clear();
    for (const auto& term : terms_of({}, *days.known, today, tens))
      known.emplace_back(term);
  }
  for (const auto& happened : terms_of(days.from, days.until, today, tens))
    for (const auto& recorded : known) {
      Rectangle one{happened.sign, happened.stretch, {}};
      if (recorded) {
        one.sign *= recorded->sign;
        one.known = recorded->stretch;
      }
      auto recent = one;
      if (const Bucket back = Bucket{kYearsBack} * 10'000;
          one.known && one.happened.first == 0 && one.happened.last > back) {
        recent.happened.first = one.happened.last - back;
        one.happened.last = recent.happened.first - 10'000;
        out.push_back(one);
      }
      out.push_back(recent);
    }
  return out;
}

using Names = std::pair<std::string, std::string>; ///< unit, part
struct Earlier {
  using is_transparent = void;
  bool operator()(const auto& left, const auto& right) const {
    const int order = View(left.first).compare(right.first);
    return order != 0 ? order < 0 : View(left.second) < View(right.second);
  }
};
using Sums = std::map<Names, std::int64_t, Earlier>;

/// Where the sum of those names stands, as a rule behind `last`: the rows of a bucket ascend.
Sums::iterator place_of(Sums& sums, Sums::iterator last, std::pair<View, View> names) {
  const Earlier earlier;
  auto at = last == sums.end() ? last : std::next(last);
  const bool behind = at == sums.begin() || earlier(std::prev(at)->first, names);
  if (!behind || (at != sums.end() && earlier(at->first, names))) at = sums.lower_bound(names);
  if (at == sums.end() || earlier(names, at->first))
    at = sums.emplace_hint(at, Names(names.first, names.second), 0);
  return at;
}

/// Adds up what several measures have in the same days; `sums` by the names under which their cells
/// are kept.
class Reader {
public:
  Reader(Connection& connection, View authority_id, Grain grain, View part)
      : connection_(connection), authority_id_(authority_id), grain_(grain), part_(part) {}

  Result<void> read(const std::vector<View>& measures, const Rectangle& rectangle,
                    std::map<std::string, Sums, std::less<>>& sums) const {
    View columns = "measure";
    if (grain_ == Grain::Unit) columns = "measure, unit_id";
    if (grain_ == Grain::UnitAndPart) columns = "measure, unit_id, part";
    // Adding up here costs less than ordering there, where rows need not travel.
    const bool here = grain_ != Grain::Whole && connection_.engine() == storage::Engine::Sqlite;
    Statement statement;
    statement.add(here ? "select amount, " : "select cast(sum(amount) as bigint), ").add(columns);
    statement.add(" from measure_cell where authority_id = ").value(authority_id_);
    statement.add(" and measure").in(measures);
    append_rectangle(statement, rectangle);
    if (!part_.empty()) statement.add(" and part = ").value(part_);
    if (!here) statement.add(" group by ").add(columns);
    auto at = sums.end();
    Sums::iterator last;
    PLUMB_TRY(statement.run(connection_, [&](const Row& row) {
      if (const View measure = row.text(1); at == sums.end() || at->first != measure) {
        at = sums.find(measure); // rows of one measure lie together
        if (at == sums.end()) return true;
        last = at->second.end();
      }
      const View unit = grain_ == Grain::Whole ? View() : row.text(2);
      const View part = grain_ == Grain::UnitAndPart ? row.text(3) : View();
      const std::pair<View, View> names(unit, part);
      last = place_of(at->second, last, names);
      last->second += rectangle.sign * row.integer(0);
      return true;
    }));
    return {};
  }

private:
  Connection& connection_;
  View authority_id_;
  Grain grain_;
  View part_;
};

} // namespace

Result<std::vector<std::vector<Amount>>> amounts_of(Connection& connection, View authority_id,
                                                    std::span<const Wanted> wanted, Grain grain,
                                                    View part, std::optional<Date> today) {
  std::vector<std::vector<Amount>> out(wanted.size());
  std::vector<bool> done(wanted.size(), false);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (done[i]) continue;
    const auto narrowed = [&](const Wanted& one) {
      return !part.empty() && !one.measure->by.empty();
    };
    // The whole of a measure is kept apart from its parts.
    const auto name = [&](const Wanted& one) {
      const bool parts = !one.measure->by.empty() && (grain == Grain::UnitAndPart || !part.empty());
      return parts ? parts_name(one.measure->id) : one.measure->id;
    };
    std::vector<std::size_t> alike;
    std::map<std::string, Sums, std::less<>> sums;
    for (std::size_t j = i; j < wanted.size(); ++j) {
      if (done[j] || wanted[j].days != wanted[i].days || narrowed(wanted[j]) != narrowed(wanted[i]))
        continue;
      done[j] = true;
      alike.push_back(j);
      sums.try_emplace(name(wanted[j]));
    }
    std::vector<View> measures;
    for (const auto& [measure, empty] : sums)
      measures.emplace_back(measure);
    const Reader reader(connection, authority_id, grain, narrowed(wanted[i]) ? part : View());
    const auto& days = wanted[i].days;
    for (const auto& rectangle : rectangles_of(days, today))
      PLUMB_TRY(reader.read(measures, rectangle, sums));
    for (const auto j : alike)
      for (const auto& [names, amount] : sums[name(wanted[j])])
        if (amount != 0) out[j].push_back({names.first, names.second, amount});
  }
  return out;
}

} // namespace plumb::indicators
