// SPDX-License-Identifier: Apache-2.0
#include "told_years.hpp"

#include "console.hpp"

#include <plumb/event/json.hpp>
#include <plumb/intake/intake.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/records/records.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace plumb::app {
namespace {

using base::Result;

constexpr std::string_view kAuthority = "default";
constexpr std::int64_t kDay = 86'400'000, kHour = 3'600'000;

journal::Context by(const std::string& actor) {
  return {.authority_id = std::string(kAuthority), .actor = actor, .idempotency_key = {}};
}

/// Nine o'clock in China.
std::int64_t morning_of(base::Date day) {
  return std::chrono::sys_days{day}.time_since_epoch().count() * kDay + kHour;
}

bool is_acceptance(const history::Act& act) {
  const auto* step = std::get_if<registers::TakeStep>(&act.command);
  return step != nullptr && step->step == "accept";
}

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

Years::Years(server::Store& store, MovedClock& clock, history::Plan plan)
    : store_(store), clock_(clock), plan_(std::move(plan)) {}

void Years::on(base::Date day, Happening happening) {
  happenings_.emplace(morning_of(std::clamp(day, plan_.from, plan_.until)), std::move(happening));
}

Result<Told> Years::tell() {
  begun_ms_ = base::SystemClock().now_ms();
  clock_.move_to(morning_of(plan_.from));
  const auto all = [&]() -> Result<Told> {
    PLUMB_TRY(put_county());
    PLUMB_TRY(put_papers());
    PLUMB_TRY(act_all());
    PLUMB_TRY(happen_until(INT64_MAX));
    tell_progress(plan_.until);
    return Told{std::ssize(ids_), acts_};
  };
  auto told = all();
  clock_.move_to({});
  return told;
}

/// The county as it is where there is one, else an invented one.
Result<void> Years::put_county() {
  PLUMB_TRY_ASSIGN(const auto tree, store_.projection().tree(kAuthority));
  if (!tree->units().empty()) {
    plan_.organisation = tree->units();
    return {};
  }
  PLUMB_TRY(store_.intake().put_units(by("sample"), history::county(plan_)));
  return {};
}

Result<void> Years::put_papers() {
  for (const auto& paper : history::papers())
    PLUMB_TRY(store_.records().put_file(by("sample"), paper.name, paper.bytes, paper.media_type));
  return {};
}

Result<void> Years::act_all() {
  PLUMB_TRY_ASSIGN(rules_, store_.records().rules(kAuthority));
  if (rules_ == nullptr) return base::fail(base::ErrorKind::NotFound, "records.no_rules");
  std::optional<base::Error> failed;
  PLUMB_TRY(history::acts(plan_, *rules_, [&](const history::Act& act) {
    auto done = happen_until(act.at_ms);
    if (done) {
      clock_.move_to(act.at_ms);
      done = take(act);
    }
    if (!done) failed = std::move(done).error();
    return !failed;
  }));
  if (failed) return base::Unexpected{*std::move(failed)};
  return {};
}

/// What happens may let more happen.
Result<void> Years::happen_until(std::int64_t ms) {
  while (!happenings_.empty() && happenings_.begin()->first <= ms) {
    const auto next = happenings_.extract(happenings_.begin());
    clock_.move_to(next.key());
    PLUMB_TRY(next.mapped()());
  }
  return {};
}

Result<void> Years::take(const history::Act& act) {
  auto command = act.command;
  history::with_records(command, [&](std::int64_t record) { return ids_[record].id; });
  auto& known = ids_[act.record];
  ++acts_;
  tell_progress(base::china_date(act.at_ms));
  if (known.id.empty()) {
    PLUMB_TRY_ASSIGN(auto opened, store_.records().open_record(
                                      by(act.actor.id), std::get<registers::TakeStep>(command),
                                      act.actor, false));
    known = {std::move(opened.id), opened.revision};
  } else {
    PLUMB_TRY_ASSIGN(const auto changed,
                     store_.records().change_record(by(act.actor.id), known.id,
                                                    {known.revision, std::move(command)}, act.actor,
                                                    false));
    known.revision = changed.revision;
  }
  if (opens_others(act)) PLUMB_TRY(carry({known.id}));
  return {};
}

// --- what others have opened ---

bool Years::opens_others(const history::Act& act) const {
  const auto* take = std::get_if<registers::TakeStep>(&act.command);
  const auto* declared = rules_->find_register(act.register_id);
  const auto* step = take == nullptr || declared == nullptr ? nullptr : declared->step(take->step);
  return step != nullptr && !step->spawns.empty();
}

/// The children of those records go on; gives what becomes of those that nobody carried yet.
Result<std::vector<history::Act>> Years::carry(const std::vector<std::string>& parents) {
  std::vector<registers::Record> begun;
  for (const auto& id : parents) {
    PLUMB_TRY_ASSIGN(const auto parent, store_.records().state(kAuthority, id));
    for (const auto& child : parent.children) {
      if (carried_.contains(child.record_id)) continue;
      PLUMB_TRY_ASSIGN(auto record, store_.records().state(kAuthority, child.record_id));
      const auto number = -std::ssize(carried_) - 1;
      carried_.emplace(child.record_id, number);
      ids_[number] = {record.record_id, record.revision};
      begun.push_back(std::move(record));
    }
  }
  PLUMB_TRY_ASSIGN(auto acts, history::acts_after(plan_, *rules_, begun));
  for (auto& act : acts) {
    act.record = carried_.at(begun[static_cast<std::size_t>(act.record)].record_id);
    happenings_.emplace(act.at_ms, [this, act] { return take(act); });
  }
  return acts;
}

Result<void> Years::carry_tasks(const std::string& document_id) {
  constexpr std::int64_t kLater = kDay; // nobody closes a task in the minute in which it is done
  records::Query query;
  query.fields = event::Json(event::Json::Object{{"document_id", document_id}}).dump();
  std::vector<std::string> tasks;
  PLUMB_TRY(store_.records().visit(kAuthority, "task", query, [&](const auto& task) {
    tasks.push_back(task.record_id);
    return true;
  }));
  for (const auto& task : tasks) {
    PLUMB_TRY_ASSIGN(const auto acts, carry({task}));
    const auto accepted = std::ranges::find_if(acts, is_acceptance);
    if (accepted == acts.end() || base::china_date(acts.back().at_ms + kLater) > plan_.until)
      continue;
    happenings_.emplace(acts.back().at_ms + kLater,
                        [this, task, actor = accepted->actor] { return close_task(task, actor); });
  }
  return {};
}

/// Where every unit has done its part.
Result<void> Years::close_task(const std::string& task_id, const registers::Actor& actor) {
  PLUMB_TRY_ASSIGN(const auto task, store_.records().state(kAuthority, task_id));
  if (!std::ranges::all_of(task.children, &registers::Child::done)) return {};
  ++acts_;
  registers::TakeStep closing;
  closing.step = "close_parts";
  closing.on = base::china_date(clock_.now_ms());
  PLUMB_TRY(store_.records().change_record(by(actor.id), task_id,
                                           {task.revision, std::move(closing)}, actor, false));
  return {};
}

void Years::tell_progress(base::Date day) {
  const auto seconds = (base::SystemClock().now_ms() - begun_ms_) / 1'000;
  if (seconds < told_s_ + 5 && day != plan_.until) return;
  told_s_ = seconds;
  note(fmt::format(fmt::runtime(in_english() ? "{}: {} records, {} acts, {} acts/s"
                                             : "{}：{} 件，{} 次办理，每秒 {} 次"),
                   base::to_string(day), ids_.size(), acts_,
                   seconds > 0 ? acts_ / seconds : acts_));
}

Result<std::int64_t> count_records(server::Store& store) {
  PLUMB_TRY_ASSIGN(const auto counts, store.records().counts());
  const auto found =
      std::ranges::find(counts, "records", [](const auto& count) { return count.first; });
  return found == counts.end() ? 0 : found->second;
}

} // namespace plumb::app
