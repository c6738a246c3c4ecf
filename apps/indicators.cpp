// SPDX-License-Identifier: Apache-2.0
// Indicators on the command line: the board as a table, JSON or CSV, and one number opened.
#include "columns.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"

#include <plumb/event/json.hpp>
#include <plumb/indicators/indicators.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/server/application.hpp>
#include <plumb/sheet/table.hpp>

#include <algorithm>
#include <memory>

namespace plumb::app {
namespace {

using event::Json;

constexpr const char* kAuthority = "default";
constexpr int kTrend = 12;
constexpr std::size_t kReceiptMax = 500;

struct Options {
  std::string database = kUsualDatabase;
  std::string on, known_on, period, unit, indicator, side = "numerator";
  bool below = false, now = false, csv = false, json = false, receipt = false;
};

base::Result<std::optional<base::Date>> day_of(const char* option, const std::string& text) {
  if (text.empty()) return std::optional<base::Date>();
  const auto day = base::parse_date(text);
  if (!day)
    return base::fail(base::ErrorKind::InvalidInput, "api.bad_parameter",
                      {{"parameter", option}, {"expected", "YYYY-MM-DD"}});
  return std::optional(*day);
}

base::Result<indicators::Asked> asked_of(const Options& options, const organisation::Tree& tree) {
  indicators::Asked asked;
  PLUMB_TRY_ASSIGN(asked.on, day_of("on", options.on));
  PLUMB_TRY_ASSIGN(asked.known_on, day_of("known_on", options.known_on));
  if (!options.period.empty()) {
    PLUMB_TRY_ASSIGN(asked.period, indicators::parse_period(options.period));
  }
  if (!options.unit.empty()) {
    if (tree.find(options.unit) == nullptr)
      return base::fail(base::ErrorKind::NotFound, "indicators.unknown_unit",
                        {{"id", options.unit}});
    asked.units = {options.unit};
  }
  asked.below = options.below;
  asked.structure = options.now ? indicators::Structure::Now : indicators::Structure::Then;
  return asked;
}

std::string light_word(const std::string& light) {
  const bool english = in_english();
  if (light == "green") return english ? "met" : "已达到";
  if (light == "yellow") return english ? "not yet" : "未达到";
  if (light == "red") return english ? "missed" : "未完成";
  return "-";
}

/// One line an indicator below the heading of its area.
std::string table_of(const Json& board) {
  const std::size_t value = 14, period = 10, light = 8, gaps = 8;
  const std::size_t rest =
      terminal_width() - std::min(terminal_width(), value + period + light + gaps);
  const std::size_t title = std::max<std::size_t>(20, rest * 3 / 5),
                    target = std::max<std::size_t>(12, rest - std::min(rest, title));
  const auto line = [&](std::string_view a, std::string_view b, std::string_view c,
                        std::string_view d, std::string_view e) {
    std::string out = cell(a, title) + "  " + cell(b, value) + "  " + cell(c, period) + "  " +
                      cell(d, light) + "  " + cell(e, target);
    while (out.ends_with(' '))
      out.pop_back();
    return out + "\n";
  };
  std::string out = in_english() ? line("Indicator", "Value", "Period", "Target", "Set by")
                                 : line("指标", "数值", "期间", "目标", "依据");
  std::string area;
  for (const auto& row : board["items"].items()) {
    if (row["area"].text() != area) out += "── " + (area = row["area"].text()) + "\n";
    const auto& targets = row["targets"].items();
    out += line(row["title"].text(), row["value"]["text"].text(), row["period"]["name"].text(),
                targets.empty() ? "" : light_word(row["light"].text()),
                targets.empty() ? "" : targets.front()["words"].text());
  }
  return out;
}

base::Result<std::string> csv_of(const std::vector<std::vector<std::string>>& rows) {
  std::string out(sheet::kByteOrderMark);
  for (const auto& row : rows)
    out += sheet::csv_row(row);
  return out;
}

base::Result<std::string> board_text(server::Store& store, const Options& options) {
  PLUMB_TRY_ASSIGN(const auto tree, store.projection().tree(kAuthority));
  PLUMB_TRY_ASSIGN(const auto asked, asked_of(options, *tree));
  if (options.csv) {
    PLUMB_TRY_ASSIGN(const auto rows, store.indicators().table(kAuthority, *tree, "", asked));
    return csv_of(rows);
  }
  PLUMB_TRY_ASSIGN(auto board, store.indicators().board(kAuthority, *tree, asked));
  if (options.json) return board + "\n";
  PLUMB_TRY_ASSIGN(const auto json, event::parse_json(board));
  return table_of(json);
}

base::Result<std::string> one_text(server::Store& store, const Options& options) {
  PLUMB_TRY_ASSIGN(const auto tree, store.projection().tree(kAuthority));
  PLUMB_TRY_ASSIGN(const auto asked, asked_of(options, *tree));
  if (options.csv) {
    PLUMB_TRY_ASSIGN(const auto rows,
                     store.indicators().table(kAuthority, *tree, options.indicator, asked));
    return csv_of(rows);
  }
  if (options.receipt) {
    PLUMB_TRY_ASSIGN(const auto receipt,
                     store.indicators().receipt(kAuthority, *tree, options.indicator, asked,
                                                options.side, {}, {}, kReceiptMax));
    return pretty(receipt) + "\n";
  }
  PLUMB_TRY_ASSIGN(const auto detail,
                   store.indicators().detail(kAuthority, *tree, options.indicator, asked, kTrend));
  return pretty(detail) + "\n";
}

int run(const Options& options,
        base::Result<std::string> (*text_of)(server::Store&, const Options&)) {
  const auto store = server::Store::open(options.database);
  if (!store) return report(store.error(), options.database);
  const auto text = text_of(**store, options);
  if (!text) return report(text.error(), options.indicator);
  return print(*text) ? kDone : kFailed;
}

void add_asked(CLI::App& command, Options& options) {
  add_database(command, options.database);
  command.add_option("--on", options.on, "As of this day, YYYY-MM-DD (today)");
  command.add_option("--known-on", options.known_on, "Only what was recorded by this day");
  command.add_option("--period", options.period, "2026, 2026-H1, 2026-Q3, 2026-11, 2022/2026");
  command.add_option("--unit", options.unit, "Only this unit (id)");
  command.add_flag("--below", options.below, "Units below it count too");
  command.add_flag("--now", options.now,
                   "Numbers of units that no longer exist stand under those that took over");
  command.add_flag("--csv", options.csv, "CSV that a spreadsheet opens");
}

} // namespace

void add_indicators(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("indicators", "Print every indicator with value and target");
  add_asked(*command, *options);
  command->add_flag("--json", options->json, "The whole board as JSON");
  command->callback([options, &exit_code] { exit_code = run(*options, board_text); });
}

void add_indicator(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("indicator", "Open one indicator: JSON, or CSV by unit");
  command->add_option("id", options->indicator, "Indicator id")->required();
  add_asked(*command, *options);
  command->add_flag("--receipt", options->receipt, "How its value came about, down to the records");
  command->add_option("--side", options->side, "numerator, denominator or against")
      ->check(CLI::IsMember({"numerator", "denominator", "against"}));
  command->callback([options, &exit_code] { exit_code = run(*options, one_text); });
}

} // namespace plumb::app
