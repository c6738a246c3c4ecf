// SPDX-License-Identifier: Apache-2.0
// An invented county with years of records, through the ordinary write path: each act is recorded
// at the instant at which somebody did it, so that indicators, looking back and late entries have
// something to show.
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"

#include <plumb/base/clock.hpp>
#include <plumb/history/history.hpp>
#include <plumb/intake/intake.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/records/records.hpp>
#include <plumb/server/application.hpp>

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <unordered_map>

namespace plumb::app {
namespace {

using base::Result;

struct Options {
  std::string database = kUsualDatabase;
  std::string packs = "packs", jurisdiction = "sample_county";
  std::string from, until;
  std::int64_t records = 300, seed = 1;
  int units = 40;
  bool add = false;
};

/// Stands where it is put.
class MovedClock final : public base::Clock {
public:
  explicit MovedClock(std::int64_t ms) : ms_(ms) {}
  [[nodiscard]] std::int64_t now_ms() const override { return ms_; }
  void move_to(std::int64_t ms) { ms_ = ms; }

private:
  std::int64_t ms_;
};

base::Unexpected<base::Error> bad_option(const char* name) {
  return base::fail(base::ErrorKind::InvalidInput, "cli.bad_option", {{"option", name}});
}

/// Ends on the machine's yesterday and begins with the year two years before, where nothing else
/// is asked for.
Result<history::Plan> plan_of(const Options& options, base::Date today) {
  history::Plan plan{.seed = static_cast<std::uint64_t>(options.seed),
                     .records = options.records,
                     .from = base::make_date(static_cast<int>(today.year()) - 2, 1, 1),
                     .until = base::add_days(today, -1),
                     .units = options.units,
                     .shares = {{"task_part", 12},
                                {"normative_document", 6},
                                {"major_decision", 4},
                                {"duty", 6},
                                {"legal_staff", 2},
                                {"external_figure", 1}}};
  const auto read = [](const std::string& text, base::Date& day) {
    if (text.empty()) return true;
    const auto date = base::parse_date(text);
    if (date) day = *date;
    return date.has_value();
  };
  if (!read(options.from, plan.from)) return bad_option("--from");
  if (!read(options.until, plan.until) || plan.until >= today) return bad_option("--until");
  return plan;
}

class Demo {
public:
  Demo(server::Store& store, MovedClock& clock, history::Plan plan)
      : store_(store), clock_(clock), plan_(std::move(plan)) {}

  /// The county as it is where there is one, else an invented one.
  Result<void> put_county() {
    PLUMB_TRY_ASSIGN(const auto tree, store_.projection().tree("default"));
    if (!tree->units().empty()) {
      plan_.organisation = tree->units();
      return {};
    }
    PLUMB_TRY(store_.intake().put_units(by("demo"), history::county(plan_)));
    return {};
  }
  Result<void> put_papers() {
    for (const auto& paper : history::papers())
      PLUMB_TRY(store_.records().put_file(by("demo"), paper.name, paper.bytes, paper.media_type));
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
  [[nodiscard]] std::string summary() const {
    return fmt::format(R"({{"records":{},"acts":{}}})", ids_.size(), acts_);
  }

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

Result<std::string> fill(const Options& options) {
  const auto now = base::SystemClock().now_ms();
  PLUMB_TRY_ASSIGN(const auto plan, plan_of(options, base::china_date(now)));
  MovedClock clock(now);
  PLUMB_TRY_ASSIGN(const auto store, server::Store::open(options.database, &clock));
  PLUMB_TRY_ASSIGN(const auto counts, store->records().counts());
  for (const auto& [name, value] : counts)
    if (name == "records" && value > 0 && !options.add)
      return base::fail(base::ErrorKind::Conflict, "cli.not_empty",
                        {{"records", std::to_string(value)}});
  // Today, so that duties which come again begin today too: those of the years before are not told.
  PLUMB_TRY(store->use_packs(options.packs, options.jurisdiction));
  clock.move_to(std::chrono::sys_days{plan.from}.time_since_epoch().count() * 86'400'000LL);
  Demo demo(*store, clock, plan);
  PLUMB_TRY(demo.put_county());
  PLUMB_TRY(demo.put_papers());
  PLUMB_TRY(demo.act_all());
  return demo.summary();
}

int run(const Options& options) {
  const auto done = fill(options);
  if (!done) return report(done.error(), options.database);
  return print(*done + "\n") ? kDone : kFailed;
}

} // namespace

void add_demo(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("demo", "Fill an empty database with years of an invented county");
  add_database(*command, options->database);
  command->add_option("--records", options->records, "How many records (300)")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{10'000'000}));
  command->add_option("--seed", options->seed, "The same seed gives the same history (1)");
  command->add_option("--units", options->units, "Units of the county (40)")
      ->check(CLI::Range(8, 400));
  command->add_option("--from", options->from, "First day (January two years ago)");
  command->add_option("--until", options->until, "Last day (yesterday)");
  command->add_option("--packs", options->packs, "Folder of the rule packs (packs)");
  command->add_option("--jurisdiction", options->jurisdiction,
                      "Pack id or jurisdiction whose rules apply (sample_county)");
  command->add_flag("--add", options->add, "Also where there are records already");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace plumb::app
