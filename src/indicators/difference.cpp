// SPDX-License-Identifier: Apache-2.0
// Two states of one number and the events that lie between.
#include "answers.hpp"
#include "behind.hpp"
#include "decimals.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

namespace plumb::indicators {
namespace {

using View = std::string_view;

constexpr std::size_t kLimitMax = 1'000;

/// Entries of one measure that one of the two states counts.
struct Counted {
  const Question& question;
  Days days;
  Units units;

  Counted(const Question& the_question, const pack::Measure& measure, const Period& period)
      : question(the_question), days(days_of(the_question, measure, period)), units(the_question) {}
  /// The unit under which the entry counts.
  [[nodiscard]] std::optional<std::string> under(const Entry& entry,
                                                 const pack::Measure& measure) const {
    if (entry.on > days.until || (days.from && entry.on < *days.from)) return std::nullopt;
    if (days.known && entry.known > *days.known) return std::nullopt;
    if (!question.asked.part.empty() && !measure.by.empty() && entry.part != question.asked.part)
      return std::nullopt;
    const auto* unit = units.under(entry.unit);
    return unit == nullptr ? std::nullopt : std::optional(*unit);
  }
};

/// What one event did to one side of the number for one unit.
struct Key {
  std::int64_t sequence = 0;
  bool lower = false;
  std::string record_id, unit;
  friend auto operator<=>(const Key&, const Key&) = default;
};
struct Moved {
  std::int64_t amount = 0;
  Date on{}, known{};
  bool seen = true;
};
using Moves = std::map<Key, Moved>;

void add(Moves& moves, const Key& key, const Entry& entry, std::int64_t amount) {
  auto& moved = moves[key];
  // Of several days that of what was added is told, else the last.
  if (moved.amount == 0 || amount > 0) moved.on = entry.on;
  moved.amount += amount;
  moved.known = entry.known;
  moved.seen = entry.seen;
}

/// A question that both states' entries are among.
Question wide(const Question& before, const Question& after) {
  Question out{after};
  out.asked.part.clear();
  if (before.asked.units != after.asked.units || before.asked.below != after.asked.below ||
      before.asked.unit_kinds != after.asked.unit_kinds ||
      before.asked.structure != after.asked.structure || after.asked.structure == Structure::Now) {
    out.asked.units.clear();
    out.asked.unit_kinds.clear();
  }
  return out;
}

Days both(const Days& left, const Days& right) {
  Days out;
  if (left.from && right.from) out.from = std::min(*left.from, *right.from);
  out.until = std::max(left.until, right.until);
  if (left.known && right.known) out.known = std::max(*left.known, *right.known);
  return out;
}

/// One side of the comparison.
struct State {
  const Question& question;
  BoardRow row;
  Json value;
};

Result<void> collect(const State& before, const State& after, const pack::Measure& measure,
                     bool lower, const records::Viewer& viewer, Moves& moves) {
  const Counted first(before.question, measure, before.row.now.period),
      last(after.question, measure, after.row.now.period);
  const Question question = wide(before.question, after.question);
  PLUMB_TRY_ASSIGN(const auto reader, question.source.database.reader());
  return visit_entries(
      *reader, question, measure, both(first.days, last.days), viewer, {}, [&](const Entry& entry) {
        const auto was = first.under(entry, measure);
        const auto is = last.under(entry, measure);
        if (was == is) return true;
        if (was) add(moves, {entry.sequence, lower, entry.record_id, *was}, entry, -entry.amount);
        if (is) add(moves, {entry.sequence, lower, entry.record_id, *is}, entry, entry.amount);
        return true;
      });
}

/// The event's type, the title of its step, and who did it.
struct Deed {
  std::string type, step, actor;
};
Result<Deed> deed_of(const Question& question, std::int64_t sequence, View register_id) {
  PLUMB_TRY_ASSIGN(const auto events,
                   question.source.journal.read(question.authority_id, sequence - 1, 1));
  if (events.empty() || events.front().sequence != sequence) return Deed{};
  Deed out{events.front().type, {}, events.front().actor};
  PLUMB_TRY_ASSIGN(const auto payload, event::parse_json(events.front().payload));
  const auto* declared = question.book->find_register(register_id);
  const auto* step = declared ? declared->step(payload["step"].text()) : nullptr;
  if (step != nullptr) out.step = step->title;
  return out;
}

Json side_json(const State& state) {
  return Json::Object{{"on", base::to_string(state.question.on)},
                      {"known_on", date_json(state.question.asked.known_on)},
                      {"period", period_json(state.row.now.period)},
                      {"value", state.value}};
}

class Difference {
public:
  Difference(const State& before, const State& after, const pack::Indicator& indicator)
      : before_(before), after_(after), indicator_(indicator) {}

  Result<std::string> render(const records::Viewer& viewer, std::size_t limit);

private:
  Result<Json> events_json(const std::vector<std::pair<Key, Moved>>& moves) const;
  [[nodiscard]] bool late(const Moved& moved) const {
    const auto& first = before_.question;
    return moved.on <= first.on && moved.known > first.asked.known_on.value_or(first.on);
  }
  /// Of a coverage: the units that reach their minimum in one state alone. What only brought others
  /// nearer to it, or further above, did not change the number.
  [[nodiscard]] Result<std::optional<std::set<std::string>>> crossed() const;
  [[nodiscard]] const pack::Measure* measure(bool lower) const {
    return after_.question.book->find_measure(lower ? indicator_.over : indicator_.measure);
  }

  const State &before_, &after_;
  const pack::Indicator& indicator_;
};

Result<Json> Difference::events_json(const std::vector<std::pair<Key, Moved>>& moves) const {
  const Question& question = after_.question;
  std::vector<std::string> ids;
  for (const auto& [key, moved] : moves)
    ids.push_back(key.record_id);
  ListedById titles;
  if (!ids.empty()) {
    PLUMB_TRY_ASSIGN(const auto reader, question.source.database.reader());
    PLUMB_TRY_ASSIGN(titles, listed_of(*reader, question.authority_id, ids));
  }
  Json::Array out;
  std::int64_t read = 0;
  Deed deed;
  for (const auto& [key, moved] : moves) {
    const auto* counted = measure(key.lower);
    if (key.sequence != read) {
      PLUMB_TRY_ASSIGN(deed, deed_of(question, key.sequence, counted->register_id));
      read = key.sequence;
    }
    const auto title = titles.find(key.record_id);
    out.emplace_back(
        Json::Object{{"side", key.lower ? "denominator" : "numerator"},
                     {"record_id", key.record_id},
                     {"title", title == titles.end() ? std::string() : title->second.title},
                     {"unit", key.unit},
                     {"on", base::to_string(moved.on)},
                     {"known_on", base::to_string(moved.known)},
                     {"amount", base::to_string(shortest(moved.amount, counted->scale()))},
                     {"sequence", key.sequence},
                     {"type", deed.type},
                     {"step", deed.step},
                     {"actor", deed.actor},
                     {"late", late(moved)}});
  }
  return Json(std::move(out));
}

Result<std::set<std::string>> reached(const State& state, const pack::Indicator& indicator) {
  const pack::Indicator* const one[] = {&indicator};
  PLUMB_TRY_ASSIGN(const auto values,
                   values_by_unit_of(state.question, one, std::span(&state.row.now.period, 1)));
  std::set<std::string> out;
  for (const auto& [unit, value] : values.front())
    if (value.numerator.units > 0) out.insert(unit);
  return out;
}

Result<std::optional<std::set<std::string>>> Difference::crossed() const {
  std::optional<std::set<std::string>> out;
  if (indicator_.kind != pack::IndicatorKind::Coverage) return out;
  PLUMB_TRY_ASSIGN(const auto was, reached(before_, indicator_));
  PLUMB_TRY_ASSIGN(const auto is, reached(after_, indicator_));
  std::ranges::set_symmetric_difference(was, is, std::inserter(out.emplace(), out->end()));
  return out;
}

Result<std::string> Difference::render(const records::Viewer& viewer, std::size_t limit) {
  Moves moves;
  for (const bool lower : {false, true})
    if (const auto* counted = measure(lower))
      PLUMB_TRY(collect(before_, after_, *counted, lower, viewer, moves));
  PLUMB_TRY_ASSIGN(const auto units, crossed());
  std::vector<std::pair<Key, Moved>> listed;
  std::int64_t total = 0, hidden = 0;
  for (const auto& [key, moved] : moves) {
    if (moved.amount == 0) continue; // a day moved, and both count
    if (units && !units->contains(key.unit)) continue;
    ++total;
    if (!moved.seen)
      ++hidden;
    else if (listed.size() < std::clamp<std::size_t>(limit, 1, kLimitMax))
      listed.emplace_back(key, moved);
  }
  const bool truncated = static_cast<std::int64_t>(listed.size()) + hidden < total;
  PLUMB_TRY_ASSIGN(auto events, events_json(listed));
  return Json(Json::Object{{"indicator", indicator_.id},
                           {"title", indicator_.title},
                           {"before", side_json(before_)},
                           {"after", side_json(after_)},
                           {"total", total},
                           {"hidden", hidden},
                           {"truncated", truncated},
                           {"events", std::move(events)}})
      .dump();
}

Result<State> state_of(const Question& question, const pack::Indicator& indicator) {
  PLUMB_TRY_ASSIGN(const auto answers, Answers::read(question, indicator.id));
  const pack::Indicator* const one[] = {&indicator};
  PLUMB_TRY_ASSIGN(auto rows, answers.rows(one));
  auto value = answers.value_json(indicator, rows.front().now);
  return State{question, std::move(rows.front()), std::move(value)};
}

} // namespace

Result<std::string> Indicators::difference(View authority_id, const organisation::Tree& tree,
                                           View indicator_id, const Asked& before,
                                           const Asked& after, const records::Viewer& viewer,
                                           std::size_t limit) const {
  PLUMB_TRY_ASSIGN(const auto last, question_of(*state_, authority_id, tree, after));
  PLUMB_TRY_ASSIGN(const auto* indicator, find_indicator(*last.book, indicator_id));
  PLUMB_TRY_ASSIGN(auto first, question_of(*state_, authority_id, tree, before));
  // Unless told otherwise both are states of the number of one period.
  if (!first.asked.period) first.asked.period = period_of(last, *indicator);
  PLUMB_TRY_ASSIGN(const auto was, indicators::state_of(first, *indicator));
  PLUMB_TRY_ASSIGN(const auto is, indicators::state_of(last, *indicator));
  return Difference(was, is, *indicator).render(viewer, limit);
}

} // namespace plumb::indicators
