// SPDX-License-Identifier: Apache-2.0
#include "told_years.hpp"

#include "console.hpp"

#include <plumb/intake/intake.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/records/records.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <unordered_map>
#include <utility>

namespace plumb::app {
namespace {

using base::Result;

class Teller {
public:
  Teller(server::Store& store, MovedClock& clock, history::Plan plan)
      : store_(store), clock_(clock), plan_(std::move(plan)) {}

  /// The county as it is where there is one, else an invented one.
  Result<void> put_county() {
    PLUMB_TRY_ASSIGN(const auto tree, store_.projection().tree("default"));
    if (!tree->units().empty()) {
      plan_.organisation = tree->units();
      return {};
    }
    PLUMB_TRY(store_.intake().put_units(by("sample"), history::county(plan_)));
    return {};
  }
  Result<void> put_papers() {
    for (const auto& paper : history::papers())
      PLUMB_TRY(store_.records().put_file(by("sample"), paper.name, paper.bytes, paper.media_type));
    return {};
  }
  Result<void> act_all() {
    PLUMB_TRY_ASSIGN(const auto rules, store_.records().rules("default"));
    if (rules == nullptr) return base::fail(base::ErrorKind::NotFound, "records.no_rules");
    const auto start = std::chrono::steady_clock::now();
    std::optional<base::Error> failed;
    std::int64_t last_told = 0;
    PLUMB_TRY(history::acts(plan_, *rules, [&](const history::Act& act) {
      clock_.move_to(act.at_ms);
      if (const auto done = take(act); !done) failed = done.error();
      const auto seconds =
          std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      if (const auto second = static_cast<std::int64_t>(seconds); second >= last_told + 5) {
        last_told = second;
        tell(base::to_string(base::china_date(act.at_ms)), seconds);
      }
      return !failed;
    }));
    if (failed) return base::Unexpected{*failed};
    tell(base::to_string(plan_.until),
         std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    return {};
  }
  [[nodiscard]] Told told() const { return {std::ssize(ids_), acts_}; }

private:
  struct Known {
    std::string id;
    std::int64_t revision = 0;
  };
  static journal::Context by(const std::string& actor) {
    return {.authority_id = "default", .actor = actor, .idempotency_key = {}};
  }
  Result<void> take(const history::Act& act) {
    auto command = act.command;
    history::with_records(command, [&](std::int64_t record) { return ids_[record].id; });
    auto& known = ids_[act.record];
    ++acts_;
    if (known.id.empty()) {
      PLUMB_TRY_ASSIGN(auto opened, store_.records().open_record(
                                        by(act.actor.id), std::get<registers::TakeStep>(command),
                                        act.actor, false));
      known = {std::move(opened.id), opened.revision};
      return {};
    }
    PLUMB_TRY_ASSIGN(const auto changed,
                     store_.records().change_record(by(act.actor.id), known.id,
                                                    {known.revision, std::move(command)}, act.actor,
                                                    false));
    known.revision = changed.revision;
    return {};
  }
  void tell(const std::string& day, double seconds) const {
    note(fmt::format(fmt::runtime(in_english() ? "{}: {} records, {} acts, {:.0f} acts/s"
                                               : "{}：{} 件，{} 次办理，每秒 {:.0f} 次"),
                     day, ids_.size(), acts_,
                     seconds > 0 ? static_cast<double>(acts_) / seconds : 0.0));
  }

  server::Store& store_;
  MovedClock& clock_;
  history::Plan plan_;
  std::unordered_map<std::int64_t, Known> ids_;
  std::int64_t acts_ = 0;
};

} // namespace

history::Plan usual_years(base::Date today, std::int64_t records) {
  return {.records = records,
          .from = base::make_date(static_cast<int>(today.year()) - 2, 1, 1),
          .until = base::add_days(today, -1),
          .shares = {{"task_part", 12},
                     {"normative_document", 6},
                     {"major_decision", 4},
                     {"duty", 6},
                     {"legal_staff", 2},
                     {"external_figure", 1}}};
}

Result<Told> tell_years(server::Store& store, MovedClock& clock, history::Plan plan) {
  clock.move_to(std::chrono::sys_days{plan.from}.time_since_epoch().count() * 86'400'000LL);
  Teller teller(store, clock, std::move(plan));
  const auto all = [&]() -> Result<Told> {
    PLUMB_TRY(teller.put_county());
    PLUMB_TRY(teller.put_papers());
    PLUMB_TRY(teller.act_all());
    return teller.told();
  };
  auto told = all();
  clock.move_to({});
  return told;
}

Result<std::int64_t> count_records(server::Store& store) {
  PLUMB_TRY_ASSIGN(const auto counts, store.records().counts());
  const auto found =
      std::ranges::find(counts, "records", [](const auto& count) { return count.first; });
  return found == counts.end() ? 0 : found->second;
}

} // namespace plumb::app
