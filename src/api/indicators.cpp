// SPDX-License-Identifier: Apache-2.0
// Numbers counted from records: what is asked of them, and of whose. Who does not see everything
// asks for the units that its roles reach, never for others.
#include "plumb/indicators/indicators.hpp"

#include "route.hpp"
#include "table_response.hpp"

#include <plumb/organisation/organisation.hpp>

#include <set>

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;
using indicators::Asked;

constexpr std::size_t kIdMax = 200, kPartMax = 800, kPeriodMax = 20, kCursorMax = 2'000;
using Tree = std::shared_ptr<const organisation::Tree>;

base::Result<std::string> bounded(const Call& call, std::string_view name, std::size_t bytes_max) {
  auto value = call.text(name);
  if (value.size() > bytes_max)
    return bad_parameter(name, "at most " + std::to_string(bytes_max) + " bytes");
  return value;
}

base::Result<std::optional<indicators::Period>> period_of(const Call& call, std::string_view name) {
  const auto text = call.parameter(name);
  if (text.empty()) return std::optional<indicators::Period>{};
  if (text.size() > kPeriodMax) return bad_parameter(name, "at most 20 bytes");
  PLUMB_TRY_ASSIGN(const auto period, indicators::parse_period(text));
  return std::optional(period);
}

base::Unexpected<base::Error> unknown_unit(std::string_view id) {
  return fail(ErrorKind::NotFound, "indicators.unknown_unit", {{"id", std::string(id)}});
}

/// The unit and every one below it, whenever they existed.
std::set<std::string, std::less<>> with_below(const organisation::Tree& tree,
                                              const std::string& unit) {
  std::set<std::string, std::less<>> out{unit};
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& one : tree.units())
      if (out.contains(one.parent)) grew = out.insert(one.id).second || grew;
  }
  return out;
}

/// Whose numbers are asked for: those of `unit`, or of everybody whom the person sees. A unit that
/// the person does not reach is not there. indicators.unknown_unit{id}, api.no_unit.
base::Result<void> set_units(const organisation::Tree& tree, const Person& person,
                             const std::string& unit, Asked& asked) {
  const auto& viewer = person.viewer;
  if (!unit.empty() && tree.find(unit) == nullptr) return unknown_unit(unit);
  if (viewer.all) {
    if (!unit.empty()) asked.units = {unit};
    return {};
  }
  std::vector<std::string> covered;
  for (const auto& one : viewer.units)
    if (one != records::kEveryone && tree.find(one) != nullptr) covered.push_back(one);
  // No units asked for would mean all of them.
  if (covered.empty()) return fail(ErrorKind::Forbidden, "api.no_unit");
  if (unit.empty()) {
    asked.units = std::move(covered);
    asked.below = false; // those below are among them as far as the person reaches
    return {};
  }
  const auto wanted =
      asked.below ? with_below(tree, unit) : std::set<std::string, std::less<>>{unit};
  for (const auto& one : wanted)
    if (std::ranges::find(covered, one) == covered.end()) return unknown_unit(one);
  asked.units = {unit};
  return {};
}

base::Result<void> read_days(const Call& call, Asked& asked) {
  PLUMB_TRY_ASSIGN(asked.on, date(call, "on"));
  PLUMB_TRY_ASSIGN(asked.known_on, date(call, "known_on"));
  return {};
}

base::Result<Asked> asked_of(const Call& call, const organisation::Tree& tree) {
  Asked asked;
  PLUMB_TRY(read_days(call, asked));
  PLUMB_TRY_ASSIGN(asked.period, period_of(call, "period"));
  PLUMB_TRY_ASSIGN(asked.below, flag(call, "below"));
  PLUMB_TRY_ASSIGN(asked.part, bounded(call, "part", kPartMax));
  if (const auto kind = call.text("unit_kind"); !kind.empty()) {
    if (!organisation::parse_unit_kind(kind))
      return bad_parameter("unit_kind", "government, township, …");
    asked.unit_kinds = {kind};
  }
  const auto structure = call.parameter("structure");
  if (structure == "now")
    asked.structure = indicators::Structure::Now;
  else if (!structure.empty() && structure != "then")
    return bad_parameter("structure", "then, now");
  PLUMB_TRY_ASSIGN(const auto unit, bounded(call, "unit", kIdMax));
  PLUMB_TRY(set_units(tree, call.person, unit, asked));
  return asked;
}

/// What every question about numbers needs.
struct Question {
  Tree tree;
  Asked asked;
};
base::Result<Question> question_of(const Work& work, const Call& call) {
  Question out;
  PLUMB_TRY_ASSIGN(out.tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY_ASSIGN(out.asked, asked_of(call, *out.tree));
  return out;
}
/// The same where only days can be said.
base::Result<Question> days_only(const Work& work, const Call& call) {
  Question out;
  PLUMB_TRY_ASSIGN(out.tree, work.parts.projection.tree(work.parts.authority_id));
  PLUMB_TRY(read_days(call, out.asked));
  PLUMB_TRY(set_units(*out.tree, call.person, {}, out.asked));
  return out;
}

} // namespace

base::Result<Response> list_indicators(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto question, question_of(work, call));
  PLUMB_TRY_ASSIGN(auto body, work.parts.indicators.board(work.parts.authority_id, *question.tree,
                                                          question.asked));
  return json_response(std::move(body));
}

base::Result<Response> export_indicators(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto format, table_format(call));
  PLUMB_TRY_ASSIGN(const auto indicator, bounded(call, "indicator", kIdMax));
  PLUMB_TRY_ASSIGN(const auto question, question_of(work, call));
  PLUMB_TRY_ASSIGN(const auto rows,
                   work.parts.indicators.table(work.parts.authority_id, *question.tree, indicator,
                                               question.asked));
  std::string name = "指标";
  if (!indicator.empty()) {
    PLUMB_TRY_ASSIGN(const auto rules, work.parts.records.rules(work.parts.authority_id));
    if (const auto* declared = rules == nullptr ? nullptr : rules->find_indicator(indicator))
      name = declared->title;
  }
  return table_response(rows, name, format);
}

base::Result<Response> get_indicator(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto periods, integer(call, "periods", 12, 1, 60));
  PLUMB_TRY_ASSIGN(const auto question, question_of(work, call));
  PLUMB_TRY_ASSIGN(auto body, work.parts.indicators.detail(work.parts.authority_id, *question.tree,
                                                           call.path[0], question.asked,
                                                           static_cast<int>(periods)));
  return json_response(std::move(body));
}

base::Result<Response> get_indicator_receipt(const Work& work, const Call& call) {
  std::string side = call.text("side");
  if (side.empty()) side = "numerator";
  if (side != "numerator" && side != "denominator" && side != "against")
    return bad_parameter("side", "numerator, denominator, against");
  PLUMB_TRY_ASSIGN(const auto cursor, bounded(call, "cursor", kCursorMax));
  PLUMB_TRY_ASSIGN(const std::size_t limit, page_limit(call));
  PLUMB_TRY_ASSIGN(const auto question, question_of(work, call));
  PLUMB_TRY_ASSIGN(auto body, work.parts.indicators.receipt(work.parts.authority_id, *question.tree,
                                                            call.path[0], question.asked, side,
                                                            call.person.viewer, cursor, limit));
  return json_response(std::move(body));
}

base::Result<Response> get_indicator_difference(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const std::size_t limit, page_limit(call));
  PLUMB_TRY(required(call, "before_on", kPeriodMax));
  PLUMB_TRY_ASSIGN(const auto question, question_of(work, call));
  Asked before = question.asked;
  PLUMB_TRY_ASSIGN(before.on, date(call, "before_on"));
  if (!call.parameter("before_known_on").empty()) {
    PLUMB_TRY_ASSIGN(before.known_on, date(call, "before_known_on"));
  }
  if (!call.parameter("before_period").empty()) {
    PLUMB_TRY_ASSIGN(before.period, period_of(call, "before_period"));
  }
  PLUMB_TRY_ASSIGN(auto body, work.parts.indicators.difference(
                                  work.parts.authority_id, *question.tree, call.path[0], before,
                                  question.asked, call.person.viewer, limit));
  return json_response(std::move(body));
}

base::Result<Response> get_leader_page(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto question, days_only(work, call));
  PLUMB_TRY_ASSIGN(auto body,
                   work.parts.indicators.leader_page(work.parts.authority_id, *question.tree,
                                                     question.asked, call.person.viewer));
  return json_response(std::move(body));
}

base::Result<Response> list_targets(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto task, bounded(call, "task", kIdMax));
  if (!task.empty())
    PLUMB_TRY(work.parts.records.check_visible(work.parts.authority_id, task, call.person.viewer));
  PLUMB_TRY_ASSIGN(const auto question, days_only(work, call));
  PLUMB_TRY_ASSIGN(auto body, work.parts.indicators.target_page(
                                  work.parts.authority_id, *question.tree, task, question.asked));
  return json_response(std::move(body));
}

base::Result<Response> list_target_proposals(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto document, bounded(call, "document", kIdMax));
  PLUMB_TRY_ASSIGN(auto body, work.parts.indicators.proposals(work.parts.authority_id, document));
  return json_response(std::move(body));
}

} // namespace plumb::api
