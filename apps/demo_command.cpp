// SPDX-License-Identifier: Apache-2.0
// An invented county with years of records, as large as wanted.
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"
#include "told_years.hpp"

#include <fmt/format.h>

#include <memory>

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

base::Unexpected<base::Error> bad_option(const char* name) {
  return base::fail(base::ErrorKind::InvalidInput, "cli.bad_option", {{"option", name}});
}

Result<history::Plan> plan_of(const Options& options, base::Date today) {
  auto plan = usual_years(today, options.records);
  plan.seed = static_cast<std::uint64_t>(options.seed);
  plan.units = options.units;
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

Result<Told> fill(const Options& options) {
  MovedClock clock;
  PLUMB_TRY_ASSIGN(auto plan, plan_of(options, base::china_date(clock.now_ms())));
  PLUMB_TRY_ASSIGN(const auto store, server::Store::open(options.database, &clock));
  PLUMB_TRY_ASSIGN(const auto present, count_records(*store));
  if (present > 0 && !options.add)
    return base::fail(base::ErrorKind::Conflict, "cli.not_empty",
                      {{"records", std::to_string(present)}});
  // Today, so that duties which come again begin today too: those of the years before are not told.
  PLUMB_TRY(store->use_packs(options.packs, options.jurisdiction));
  return Years(*store, clock, std::move(plan)).tell();
}

int run(const Options& options) {
  const auto done = fill(options);
  if (!done) return report(done.error(), options.database);
  return print(fmt::format("{{\"records\":{},\"acts\":{}}}\n", done->records, done->acts))
             ? kDone
             : kFailed;
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
