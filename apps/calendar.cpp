// SPDX-License-Identifier: Apache-2.0
// The working calendar and legal periods on the command line. The notices come from the packs.
#include "commands.hpp"
#include "console.hpp"

#include <plumb/base/clock.hpp>
#include <plumb/calendar/period.hpp>
#include <plumb/pack/pack.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

namespace plumb::app {
namespace {

using calendar::Receipt;
using calendar::Unit;
using nlohmann::ordered_json;

struct Options {
  std::string pack = "packs", jurisdiction = "CN", known_on;
  std::string from, until;                  // days
  std::string period, bound = "max", start; // due
  std::vector<std::string> pauses;
  bool json = false;
};

base::Result<base::Date> date_of(std::string_view option, std::string_view text) {
  if (const auto date = base::parse_date(text)) return *date;
  return base::fail(base::ErrorKind::InvalidInput, "cli.bad_date",
                    {{"option", std::string(option)}, {"text", std::string(text)}});
}

base::Result<calendar::View> view_of(const Options& options) {
  base::Date known_on = base::china_date(base::SystemClock().now_ms());
  if (!options.known_on.empty()) {
    PLUMB_TRY_ASSIGN(known_on, date_of("--known-on", options.known_on));
  }
  PLUMB_TRY_ASSIGN(const auto notices, pack::load_calendar(options.pack));
  return notices.view(options.jurisdiction, known_on);
}

/// "20 working_day".
base::Result<calendar::Period> period_of(const Options& options) {
  const auto bad = [&](std::string_view text) {
    return base::fail(base::ErrorKind::InvalidInput, "cli.bad_period",
                      {{"text", std::string(text)}});
  };
  calendar::Period period;
  const std::string& text = options.period;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), period.count);
  const auto digits = static_cast<std::size_t>(end - text.data());
  const auto name = text.find_first_not_of(" _", digits);
  if (fault != std::errc() || name == text.npos || name == digits) return bad(text);
  const auto unit = calendar::parse_unit(std::string_view(text).substr(name));
  if (!unit) return bad(text);
  const auto bound = calendar::parse_bound(options.bound);
  if (!bound) return bad(options.bound);
  period.unit = *unit;
  period.bound = *bound;
  return period;
}

/// "2026-06-03..2026-06-09", "2026-06-03.." while it is open.
base::Result<calendar::Pause> pause_of(std::string_view text) {
  const auto dots = std::min(text.find(".."), text.size());
  calendar::Pause pause;
  PLUMB_TRY_ASSIGN(pause.from, date_of("--pause", text.substr(0, dots)));
  if (const auto until = text.substr(std::min(dots + 2, text.size())); !until.empty()) {
    PLUMB_TRY_ASSIGN(pause.until, date_of("--pause", until));
  }
  return pause;
}

struct Words {
  std::string_view zh, en;
  [[nodiscard]] std::string_view text() const { return in_english() ? en : zh; }
};

std::string weekday_of(base::Date date) {
  constexpr std::array<Words, 7> kNames{{{"周日", "Sun"},
                                         {"周一", "Mon"},
                                         {"周二", "Tue"},
                                         {"周三", "Wed"},
                                         {"周四", "Thu"},
                                         {"周五", "Fri"},
                                         {"周六", "Sat"}}};
  const auto weekday = std::chrono::weekday{std::chrono::sys_days{date}}.c_encoding();
  return std::string(kNames[weekday].text());
}

std::string told(base::Date date) {
  return base::to_string(date) + (in_english() ? " (" : "（") + weekday_of(date) +
         (in_english() ? ")" : "）");
}

std::string told(const calendar::Period& period) {
  constexpr std::array<Words, 5> kUnits{{{"个工作日", "working day(s)"},
                                         {"日", "calendar day(s)"},
                                         {"周", "week(s)"},
                                         {"个月", "month(s)"},
                                         {"年", "year(s)"}}};
  constexpr std::array<Words, 3> kBounds{
      {{"{}内", "within {}"}, {"不少于{}", "at least {}"}, {"提前{}", "{} before"}}};
  const auto unit = kUnits[static_cast<std::size_t>(period.unit)].text();
  const auto count = fmt::format("{}{}{}", period.count, in_english() ? " " : "", unit);
  return fmt::format(fmt::runtime(kBounds[static_cast<std::size_t>(period.bound)].text()), count);
}

std::string told(const calendar::Skipped& skipped) {
  constexpr std::array<std::pair<std::string_view, Words>, 4> kReasons{
      {{"weekend", {"周末", "weekend"}},
       {"holiday", {"节假日", "holiday"}},
       {"pause", {"中止期间", "paused"}},
       {"rest_day", {"末日逢休息日，移动", "last day on a rest day, moved"}}}};
  const auto* reason = std::find_if(kReasons.begin(), kReasons.end(),
                                    [&](const auto& each) { return each.first == skipped.reason; });
  const auto last = base::add_days(skipped.until, -1);
  std::string line = "  " + told(skipped.from);
  if (last != skipped.from) line += (in_english() ? " to " : "至") + told(last);
  line += in_english() ? ": " : "：";
  line += reason == kReasons.end() ? skipped.reason : reason->second.text();
  if (!skipped.name.empty()) line += (in_english() ? ", " : "，") + skipped.name;
  if (!skipped.notice_id.empty()) line += " [" + skipped.notice_id + "]";
  return line + "\n";
}

std::string joined(const std::vector<base::Date>& dates) {
  std::string text;
  for (const auto date : dates)
    text += (text.empty() ? "" : in_english() ? ", " : "、") + told(date);
  return text;
}

/// Everything that is needed to count again by hand.
std::string told(const Receipt& receipt) {
  const auto line = [](const Words& label, const std::string& text) {
    return fmt::format("{}{}{}\n", label.text(), in_english() ? ": " : "：", text);
  };
  std::string text = line({"末日", "Last day"}, told(receipt.last_day));
  text += line({"期限", "Period"}, told(receipt.period));
  text += line({"起算事件日（不计入）", "Day of the event, not counted"}, told(receipt.start));
  for (const auto& pause : receipt.pauses)
    text += line({"中止", "Paused"},
                 told(pause.from) + (in_english() ? " to " : "至") +
                     (pause.until ? told(*pause.until) : std::string(in_english() ? "now" : "今")));
  const bool working = receipt.period.unit == Unit::WorkingDay;
  text += line({"计入天数", "Days counted"},
               fmt::format("{}{}{}", receipt.days_counted, in_english() ? " " : "",
                           (working ? Words{"个工作日", "working day(s)"}
                                    : Words{"个自然日", "calendar day(s)"})
                               .text()));
  if (receipt.moved) text += line({"移动前的末日", "Before it was moved"}, told(receipt.unmoved));
  if (!receipt.skipped.empty()) {
    text += line({"未计入的日子", "Days that did not count"}, "");
    for (const auto& skipped : receipt.skipped)
      text += told(skipped);
  }
  if (!receipt.makeup_days.empty())
    text += line({"调休上班，计入", "Make-up days that counted"}, joined(receipt.makeup_days));
  text += line({"日历", "Calendar"},
               fmt::format("{} {}", receipt.jurisdiction, receipt.calendar_version));
  text += line({"以此日所知", "As known on"}, told(receipt.known_on));
  if (receipt.estimate)
    text += std::string(Words{"注意：有的日子尚无放假通知，这是推算，通知发布后可能改变。\n",
                              "Note: some of these days have no notice yet; the date is an "
                              "estimate and may change.\n"}
                            .text());
  return text;
}

ordered_json json_of(const Receipt& receipt) {
  ordered_json out;
  out["last_day"] = base::to_string(receipt.last_day);
  out["unmoved"] = base::to_string(receipt.unmoved);
  out["moved"] = receipt.moved;
  out["period"] = {{"count", receipt.period.count},
                   {"unit", calendar::name_of(receipt.period.unit)},
                   {"bound", calendar::name_of(receipt.period.bound)}};
  out["start"] = base::to_string(receipt.start);
  out["pauses"] = ordered_json::array();
  for (const auto& pause : receipt.pauses)
    out["pauses"].push_back(
        {{"from", base::to_string(pause.from)},
         {"until", pause.until ? ordered_json(base::to_string(*pause.until)) : ordered_json()}});
  out["days_counted"] = receipt.days_counted;
  out["skipped"] = ordered_json::array();
  for (const auto& skipped : receipt.skipped)
    out["skipped"].push_back({{"from", base::to_string(skipped.from)},
                              {"until", base::to_string(skipped.until)},
                              {"reason", skipped.reason},
                              {"name", skipped.name},
                              {"notice_id", skipped.notice_id}});
  out["makeup_days"] = ordered_json::array();
  for (const auto day : receipt.makeup_days)
    out["makeup_days"].push_back(base::to_string(day));
  out["estimate"] = receipt.estimate;
  out["jurisdiction"] = receipt.jurisdiction;
  out["calendar_version"] = receipt.calendar_version;
  out["known_on"] = base::to_string(receipt.known_on);
  return out;
}

base::Result<std::string> due(const Options& options) {
  PLUMB_TRY_ASSIGN(const auto period, period_of(options));
  PLUMB_TRY_ASSIGN(const auto start, date_of("--start", options.start));
  std::vector<calendar::Pause> pauses;
  for (const auto& text : options.pauses) {
    PLUMB_TRY_ASSIGN(const auto pause, pause_of(text));
    pauses.push_back(pause);
  }
  PLUMB_TRY_ASSIGN(const auto view, view_of(options));
  PLUMB_TRY_ASSIGN(const auto receipt, calendar::compute(view, period, start, pauses));
  return options.json ? json_of(receipt).dump() + "\n" : told(receipt);
}

/// One line a day: date, working or off, "estimate" or nothing, the festival, the notice.
base::Result<std::string> days(const Options& options) {
  PLUMB_TRY_ASSIGN(const auto from, date_of("--from", options.from));
  PLUMB_TRY_ASSIGN(const auto until, date_of("--until", options.until));
  PLUMB_TRY_ASSIGN(const auto view, view_of(options));
  std::string out;
  for (auto date = from; date < until; date = base::add_days(date, 1)) {
    const auto day = view.day(date);
    if (options.json)
      out += ordered_json({{"on", base::to_string(date)},
                           {"working", day.working},
                           {"estimate", day.estimate},
                           {"name", day.name},
                           {"notice_id", day.notice_id}})
                 .dump() +
             "\n";
    else
      out += fmt::format("{}\t{}\t{}\t{}\t{}\n", base::to_string(date),
                         day.working ? "working" : "off", day.estimate ? "estimate" : "", day.name,
                         day.notice_id);
  }
  return out;
}

int answer(const base::Result<std::string>& text, const Options& options) {
  if (!text) {
    const int code = report(text.error(), "", options.json);
    return text.error().id.starts_with("cli.bad_") ? static_cast<int>(kUsage) : code;
  }
  return print(*text) ? kDone : kFailed;
}

void add_common(CLI::App& command, Options& options) {
  command.add_option("--jurisdiction", options.jurisdiction, "Whose calendar, such as CN-NX")
      ->capture_default_str();
  command.add_option("--known-on", options.known_on, "As known on this day; today without it");
  command.add_option("--pack", options.pack, "Folder of the packs, or of calendar files")
      ->capture_default_str();
  command.add_flag("--json", options.json, "Answer in JSON");
}

} // namespace

void add_calendar(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* group = app.add_subcommand("calendar", "Working days and legal periods");
  group->require_subcommand(1);
  auto* list = group->add_subcommand("days", "Which days are working days, and by which notice");
  list->add_option("--from", options->from, "First day")->required();
  list->add_option("--until", options->until, "Day after the last")->required();
  add_common(*list, *options);
  list->callback([options, &exit_code] { exit_code = answer(days(*options), *options); });
  auto* period = group->add_subcommand("due", "The last day of a period, and how it came about");
  period->add_option("--period", options->period, "Such as \"20 working_day\" or \"3 month\"")
      ->required();
  period->add_option("--bound", options->bound, "max, min or before")->capture_default_str();
  period->add_option("--start", options->start, "Day of the event, not counted")->required();
  period->add_option("--pause", options->pauses, "D..D, days that do not count; D.. while open")
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false);
  add_common(*period, *options);
  period->callback([options, &exit_code] { exit_code = answer(due(*options), *options); });
}

} // namespace plumb::app
