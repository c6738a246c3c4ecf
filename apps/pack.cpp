// SPDX-License-Identifier: Apache-2.0
// Rules on the command line: what is wrong with a pack, whether its scenarios hold, what it says.
#include "commands.hpp"
#include "console.hpp"
#include "pack_words.hpp"

#include <plumb/base/clock.hpp>
#include <plumb/pack/editions.hpp>
#include <plumb/pack/measures.hpp>
#include <plumb/pack/pack.hpp>
#include <plumb/pack/report_templates.hpp>
#include <plumb/registers/registers.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>

namespace plumb::app {
namespace {

using nlohmann::ordered_json;

struct Options {
  std::vector<std::string> folders;
  std::string folder = "packs", pack, on, name;
  bool json = false, coverage = false, warnings = true;
};

/// Colour only where a person looks at it.
bool in_colour() {
  const char* refused = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) == 1 && (refused == nullptr || *refused == '\0');
}
std::string painted(std::string_view text, std::string_view code) {
  return in_colour() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

/// What kept a pack from being read; everything else is told as a fault with its place.
int refuse(const base::Error& error, bool json) {
  if (json || !error.id.starts_with("pack.")) return report(error, "", json);
  const std::string about = error.where.empty() ? "" : error.where + ": ";
  note("plumbline: " + about + words_of(error) + " [" + error.id + "]");
  return kFailed;
}

struct Chain {
  std::vector<pack::Source> sources;
  std::vector<pack::Diagnostic> faults;
  std::shared_ptr<const pack::Rulebook> rules;
};

/// A chain for each pack that is named: the folder of one, or all of a folder of packs.
base::Result<std::vector<Chain>> chains_of(const std::vector<std::string>& folders) {
  std::vector<Chain> out;
  for (const auto& folder : folders.empty() ? std::vector<std::string>{"packs"} : folders) {
    std::error_code ignored;
    std::vector<std::string> packs{folder};
    if (!std::filesystem::exists(std::filesystem::path(folder) / "pack.yaml", ignored)) {
      PLUMB_TRY_ASSIGN(packs, pack::find_packs(folder));
    }
    if (packs.empty())
      return base::fail(base::ErrorKind::NotFound, "pack.unreadable",
                        {{"path", folder}, {"reason", "no pack.yaml"}});
    for (const auto& each : packs) {
      Chain chain;
      PLUMB_TRY_ASSIGN(chain.sources, pack::chain_of_folder(each));
      chain.rules = pack::Rulebook::load(chain.sources, chain.faults);
      out.push_back(std::move(chain));
    }
  }
  return out;
}

std::string path_of(const Chain& chain, const pack::Diagnostic& fault) {
  const auto index = static_cast<std::size_t>(fault.source);
  if (index >= chain.sources.size()) return fault.file;
  return (std::filesystem::path(chain.sources[index].folder) / fault.file).string();
}

/// The faults of all chains, each once: an upper pack is part of many.
struct Told {
  std::string path;
  pack::Diagnostic fault;
};
std::vector<Told> faults_of(const std::vector<Chain>& chains) {
  std::vector<Told> out;
  std::set<std::string> seen;
  for (const auto& chain : chains)
    for (const auto& fault : chain.faults) {
      std::error_code ignored;
      const auto path = path_of(chain, fault);
      const auto same = std::filesystem::weakly_canonical(path, ignored).string();
      std::string key = fmt::format("{}:{}:{}:{}", same, fault.line, fault.column, fault.error.id);
      for (const auto& [name, value] : fault.error.args)
        key += "|" + name + "=" + value;
      if (seen.insert(std::move(key)).second) out.push_back({path, fault});
    }
  return out;
}

ordered_json json_of(const Told& told) {
  ordered_json out = {
      {"file", told.path},
      {"line", told.fault.line},
      {"column", told.fault.column},
      {"severity", told.fault.severity == pack::Severity::Error ? "error" : "warning"},
      {"id", told.fault.error.id},
      {"text", words_of(told.fault)}};
  ordered_json args = ordered_json::object();
  for (const auto& [name, value] : told.fault.error.args)
    args[name] = value;
  out["args"] = std::move(args);
  if (!told.fault.suggestion.empty()) out["suggestion"] = told.fault.suggestion;
  return out;
}

/// GNU form, so that editors jump to the place.
std::string line_of(const Told& told) {
  const bool error = told.fault.severity == pack::Severity::Error;
  return fmt::format("{}:{}:{}: {}: {} [{}]\n", told.path, told.fault.line, told.fault.column,
                     painted(error ? "error" : "warning", error ? "31" : "33"),
                     words_of(told.fault), told.fault.error.id);
}

std::string said(std::string_view zh, std::string_view en) {
  return std::string(in_english() ? en : zh);
}

int check(const Options& options) {
  const auto chains = chains_of(options.folders);
  if (!chains) return refuse(chains.error(), options.json);
  int errors = 0, warnings = 0;
  std::string out;
  ordered_json list = ordered_json::array();
  for (const auto& told : faults_of(*chains)) {
    const bool error = told.fault.severity == pack::Severity::Error;
    (error ? errors : warnings) += 1;
    if (!error && !options.warnings) continue;
    if (options.json)
      list.push_back(json_of(told));
    else
      out += line_of(told);
  }
  if (options.json)
    out = ordered_json{{"errors", errors}, {"warnings", warnings}, {"faults", list}}.dump(2) + "\n";
  if (!print(out)) return kFailed;
  if (!options.json)
    note(fmt::format(
        fmt::runtime(said("{} 个规则包，{} 处错误，{} 处提醒", "{} packs, {} errors, {} warnings")),
        chains->size(), errors, warnings));
  return errors > 0 ? kFailed : kDone;
}

/// Loading must succeed before scenarios mean anything; tells why it did not.
bool usable(const std::vector<Chain>& chains, bool json) {
  bool good = true;
  for (const auto& told : faults_of(chains)) {
    if (told.fault.severity != pack::Severity::Error) continue;
    good = false;
    note(json ? json_of(told).dump() : line_of(told).substr(0, line_of(told).size() - 1));
  }
  return good;
}

struct Tested {
  int scenarios = 0, failed = 0, uncovered = 0;
  std::string text;
  ordered_json failures = ordered_json::array(), missing = ordered_json::array();
};

void run_scenarios(const Chain& chain, const Options& options, Tested& into) {
  const auto& source = chain.sources.back();
  std::vector<pack::Diagnostic> ignored; // told by load
  const auto scenarios = pack::scenarios(source, ignored);
  for (const auto& scenario : scenarios) {
    if (!options.name.empty() && scenario.name.find(options.name) == std::string::npos) continue;
    ++into.scenarios;
    const auto result = registers::run_scenario(*chain.rules, scenario);
    if (result.passed) continue;
    ++into.failed;
    const auto path = (std::filesystem::path(source.folder) / scenario.file).string();
    into.text += fmt::format("{}:{}: {}: {}\n", path, scenario.line,
                             painted(said("不符", "failed"), "31"), scenario.name);
    for (const auto& difference : result.differences)
      into.text += "    " + difference + "\n";
    into.failures.push_back({{"file", path},
                             {"line", scenario.line},
                             {"name", scenario.name},
                             {"differences", result.differences}});
  }
  if (!options.coverage) return;
  const auto& own = chain.rules->packs().back();
  for (const auto& each : pack::uncovered(own, scenarios)) {
    ++into.uncovered;
    const auto day = base::to_string(each.day);
    into.text += fmt::format("{}: {}: {} {}\n", source.folder, said("缺情景", "no scenario"),
                             each.parameter_id, day);
    into.missing.push_back({{"pack", own.id}, {"parameter", each.parameter_id}, {"day", day}});
  }
}

int test(const Options& options) {
  const auto chains = chains_of(options.folders);
  if (!chains) return refuse(chains.error(), options.json);
  if (!usable(*chains, options.json)) return kFailed;
  Tested tested;
  for (const auto& chain : *chains)
    run_scenarios(chain, options, tested);
  if (options.json) {
    ordered_json out = {
        {"scenarios", tested.scenarios}, {"failed", tested.failed}, {"failures", tested.failures}};
    if (options.coverage) out["uncovered"] = tested.missing;
    tested.text = out.dump(2) + "\n";
  }
  if (!print(tested.text)) return kFailed;
  if (!options.json)
    note(fmt::format(fmt::runtime(said("{} 个情景，{} 个不符", "{} scenarios, {} failed")),
                     tested.scenarios, tested.failed) +
         (options.coverage
              ? fmt::format(fmt::runtime(said("，缺 {} 天的情景", ", {} days without one")),
                            tested.uncovered)
              : std::string()));
  return tested.failed > 0 || tested.uncovered > 0 ? kFailed : kDone;
}

/// The rules that were asked for: of a pack, of a jurisdiction, or of the uppermost pack.
base::Result<Chain> rules_of(const Options& options) {
  Chain chain;
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::path(options.folder) / "pack.yaml", ignored)) {
    PLUMB_TRY_ASSIGN(chain.sources, pack::chain_of_folder(options.folder));
  } else {
    PLUMB_TRY_ASSIGN(chain.sources,
                     pack::chain(options.folder, options.pack.empty() ? "CN" : options.pack));
  }
  chain.rules = pack::Rulebook::load(chain.sources, chain.faults);
  return chain;
}

base::Result<base::Date> day_of(const Options& options) {
  if (options.on.empty()) return base::china_date(base::SystemClock().now_ms());
  if (const auto day = base::parse_date(options.on)) return *day;
  return base::fail(base::ErrorKind::InvalidInput, "cli.bad_date",
                    {{"option", "--on"}, {"text", options.on}});
}

int explain(const Options& options) {
  const auto day = day_of(options);
  if (!day) {
    report(day.error(), "");
    return kUsage;
  }
  const auto chain = rules_of(options);
  if (!chain) return refuse(chain.error(), false);
  if (!usable({*chain}, false)) return kFailed;
  const auto words = chain->rules->explain(options.name, *day);
  if (words.empty()) {
    std::string known;
    for (const auto& declared : chain->rules->registers())
      known += (known.empty() ? "" : ", ") + declared.id;
    note(fmt::format(fmt::runtime(said("plumbline: 没有登记、指标或计量“{}”；登记有：{}",
                                       "plumbline: no register, indicator or measure {}; "
                                       "the registers are: {}")),
                     options.name, known));
    return kUsage;
  }
  return print(words) ? kDone : kFailed;
}

ordered_json json_of(const pack::Rulebook& rules, const pack::InForce& held) {
  const auto part = [&](const pack::Parameter& parameter, const pack::DatedValue& value,
                        const std::string& pack_id) {
    return ordered_json{{"value", pack::in_words(value)},
                        {"unit", value.unit},
                        {"operator", pack::name_of(parameter.op)},
                        {"binding", pack::name_of(parameter.binding)},
                        {"cite", value.cite.law + "#" + value.cite.article},
                        {"article", rules.words(value.cite)},
                        {"pack", pack_id}};
  };
  ordered_json out = ordered_json::object();
  if (held.value != nullptr) out["in_force"] = part(*held.parameter, *held.value, held.pack_id);
  if (held.target != nullptr)
    out["target"] = part(*held.target_parameter, *held.target, held.target_pack_id);
  return out;
}

std::string line_of(const pack::Rulebook& rules, const pack::Parameter& parameter,
                    const pack::InForce& held) {
  std::string out = fmt::format("  {}  {}", parameter.id, parameter.title);
  if (held.value != nullptr)
    out += fmt::format("：{}，{}", pack::in_words(*held.value), rules.words(held.value->cite));
  if (held.target != nullptr)
    out += fmt::format("；{}{}，{}", said("目标", "target "), pack::in_words(*held.target),
                       rules.words(held.target->cite));
  if (held.value == nullptr && held.target == nullptr)
    out += said("：这一天没有有效的值", ": nothing in force on this day");
  return out + "\n";
}

/// Who there is and what comes again.
void list_people(const pack::Rulebook& rules, std::string& text, ordered_json& json) {
  if (!rules.roles().empty()) text += "\n" + said("角色", "Roles") + "\n";
  json["roles"] = ordered_json::array();
  for (const auto& role : rules.roles()) {
    auto rights = ordered_json::array();
    std::string shown;
    for (const auto right : role.rights) {
      rights.push_back(pack::name_of(right));
      shown += fmt::format(" {}", pack::name_of(right));
    }
    text += fmt::format("  {}  {}：{}{}\n", role.id, role.title, pack::name_of(role.reach), shown);
    json["roles"].push_back({{"id", role.id},
                             {"title", role.title},
                             {"reach", pack::name_of(role.reach)},
                             {"rights", std::move(rights)}});
  }
  if (!rules.obligations().empty()) text += "\n" + said("定期事项", "Duties") + "\n";
  json["obligations"] = ordered_json::array();
  for (const auto& duty : rules.obligations()) {
    const auto basis = rules.words(duty.cite);
    text += fmt::format("  {}  {}：{}.{}{}{}\n", duty.id, duty.title, duty.register_id, duty.step,
                        basis.empty() ? "" : "，", basis);
    json["obligations"].push_back({{"id", duty.id},
                                   {"title", duty.title},
                                   {"register", duty.register_id},
                                   {"step", duty.step},
                                   {"cite", basis}});
  }
}

/// What is counted, with the targets that packs set.
void list_indicators(const pack::Rulebook& rules, base::Date day, std::string& text,
                     ordered_json& json) {
  if (!rules.indicators().empty()) text += "\n" + said("指标", "Indicators") + "\n";
  json["indicators"] = ordered_json::array();
  for (const auto& indicator : rules.indicators()) {
    text += fmt::format("  {}  {}：{}\n", indicator.id, indicator.title,
                        pack::in_words(rules, indicator));
    auto targets = ordered_json::array();
    for (const auto& target : indicator.targets) {
      const auto words = pack::in_words(rules, indicator, target, day);
      text += fmt::format("    {}\n", words);
      targets.push_back({{"id", target.id},
                         {"words", words},
                         {"binding", pack::name_of(target.binding)},
                         {"pack", target.pack_id}});
    }
    json["indicators"].push_back({{"id", indicator.id},
                                  {"title", indicator.title},
                                  {"kind", pack::name_of(indicator.kind)},
                                  {"words", pack::in_words(rules, indicator)},
                                  {"cite", rules.words(indicator.cite)},
                                  {"targets", std::move(targets)}});
  }
}

/// What each record adds to a number, and what is assessed and written about.
void list_counts(const pack::Rulebook& rules, std::string& text, ordered_json& json) {
  if (!rules.measures().empty()) text += "\n" + said("计量", "Measures") + "\n";
  json["measures"] = ordered_json::array();
  for (const auto& measure : rules.measures()) {
    const auto words = pack::in_words(rules, measure);
    text += fmt::format("  {}  {}：{}\n", measure.id, measure.title, words);
    json["measures"].push_back({{"id", measure.id},
                                {"title", measure.title},
                                {"register", measure.register_id},
                                {"words", words}});
  }
  if (!rules.editions().empty()) text += "\n" + said("考核指标体系", "Editions") + "\n";
  json["editions"] = ordered_json::array();
  for (const auto& edition : rules.editions()) {
    text += fmt::format("  {}  {}\n", edition.id, edition.title);
    json["editions"].push_back(
        {{"id", edition.id}, {"title", edition.title}, {"year", edition.year}});
  }
  if (!rules.report_templates().empty()) text += "\n" + said("报告模板", "Reports") + "\n";
  json["reports"] = ordered_json::array();
  for (const auto& report : rules.report_templates()) {
    text += fmt::format("  {}  {}\n", report.id, report.title);
    json["reports"].push_back({{"id", report.id},
                               {"title", report.title},
                               {"kind", pack::name_of(report.kind)},
                               {"cite", rules.words(report.cite)}});
  }
}

int list(const Options& options) {
  const auto day = day_of(options);
  if (!day) {
    report(day.error(), "");
    return kUsage;
  }
  const auto chain = rules_of(options);
  if (!chain) return refuse(chain.error(), options.json);
  if (!usable({*chain}, options.json)) return kFailed;
  const auto& rules = *chain->rules;
  ordered_json json = {{"version", rules.version()},
                       {"on", base::to_string(*day)},
                       {"registers", ordered_json::array()},
                       {"parameters", ordered_json::array()}};
  std::string text = rules.version() + "\n\n" + said("登记", "Registers") + "\n";
  for (const auto& declared : rules.registers()) {
    text += fmt::format("  {}  {}：{}\n", declared.id, declared.title, declared.gist);
    json["registers"].push_back(
        {{"id", declared.id}, {"title", declared.title}, {"gist", declared.gist}});
  }
  list_people(rules, text, json);
  list_indicators(rules, *day, text, json);
  list_counts(rules, text, json);
  text += "\n" + said("参数", "Parameters") + "\n";
  for (const auto& id : rules.parameters()) {
    const auto& parameter = *rules.find_parameter(id);
    const auto held = rules.parameter(id, *day);
    text += line_of(rules, parameter, held);
    auto entry = json_of(rules, held);
    entry["id"] = id;
    entry["title"] = parameter.title;
    json["parameters"].push_back(std::move(entry));
  }
  return print(options.json ? json.dump(2) + "\n" : text) ? kDone : kFailed;
}

void add_folders(CLI::App& command, Options& options) {
  command.add_option("folder", options.folders, "A pack, or a folder of packs (packs)");
  command.add_flag("--json", options.json, "Print JSON");
}
void add_choice(CLI::App& command, Options& options) {
  command.add_option("--folder", options.folder, "A pack, or a folder of packs (packs)");
  command.add_option("--pack", options.pack, "Id of a pack, or a jurisdiction such as CN-NX (CN)");
  command.add_option("--on", options.on, "The day that is asked for; today without it");
}

} // namespace

void add_pack(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("pack", "Check, test and explain rules");
  command->require_subcommand(1);
  auto* checking = command->add_subcommand("check", "Report every fault of packs");
  add_folders(*checking, *options);
  checking->add_flag("!--no-warnings", options->warnings, "Errors only");
  checking->callback([options, &exit_code] { exit_code = check(*options); });
  auto* testing = command->add_subcommand("test", "Run the scenarios of packs");
  add_folders(*testing, *options);
  testing->add_flag("--coverage", options->coverage, "List changes that no scenario looks at");
  testing->add_option("--name", options->name, "Only scenarios whose name holds this text");
  testing->callback([options, &exit_code] { exit_code = test(*options); });
  auto* explaining = command->add_subcommand(
      "explain", "Tell a register, an indicator or a measure in plain words");
  explaining->add_option("register", options->name, "Id of the register, indicator or measure")
      ->required();
  add_choice(*explaining, *options);
  explaining->callback([options, &exit_code] { exit_code = explain(*options); });
  auto* listing = command->add_subcommand(
      "list", "Registers, roles, duties, indicators, measures and parameters with their articles");
  add_choice(*listing, *options);
  listing->add_flag("--json", options->json, "Print JSON");
  listing->callback([options, &exit_code] { exit_code = list(*options); });
}

} // namespace plumb::app
