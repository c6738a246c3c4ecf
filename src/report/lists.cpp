// SPDX-License-Identifier: Apache-2.0
// Tables of a draft: the records behind a measure, and indicators with targets.
#include "live.hpp"

#include <plumb/indicators/words.hpp>

#include <algorithm>
#include <tuple>

namespace plumb::report {

using base::Result;
using indicators::Asked;
using indicators::Light;
using indicators::Value;

namespace {

constexpr std::size_t kRowsMax = 500;
constexpr std::string_view kNothing = "—";
/// What stands in place of a title that is somebody's personal data.
constexpr std::string_view kPersonal = "（个人信息）";

std::string_view in_words(Light light) {
  switch (light) {
  case Light::Green:
    return "达到";
  case Light::Yellow:
    return "未到期";
  case Light::Red:
    return "未达到";
  case Light::Grey:
    return kNothing;
  }
  return kNothing;
}

int badness(Light light) {
  return light == Light::Red ? 3 : light == Light::Yellow ? 2 : light == Light::Green ? 1 : 0;
}

std::string unit_name(const organisation::Tree& tree, const std::string& unit, Date on) {
  const auto* found = unit.empty() ? nullptr : tree.find(unit);
  return found == nullptr ? unit : std::string(found->name_on(on));
}

/// The last day that the record is, or was, measured by.
std::optional<Date> due_of(const registers::Record& record) {
  const registers::ClockState* chosen = nullptr;
  for (const auto& clock : record.clocks) {
    if (!clock.due_on) continue;
    const bool better = chosen == nullptr || (clock.running() && !chosen->running()) ||
                        (clock.running() == chosen->running() && *clock.due_on < *chosen->due_on);
    if (better) chosen = &clock;
  }
  return chosen == nullptr ? std::nullopt : chosen->due_on;
}

std::string units_of(const organisation::Tree& tree, const pack::Measure& measure,
                     const registers::Record& record, Date on) {
  const Json& value = record.fields[measure.unit_field];
  if (measure.unit_field.empty() || value.is_null()) return unit_name(tree, record.unit, on);
  if (value.string() != nullptr) return unit_name(tree, value.text(), on);
  std::string out;
  for (const auto& one : value.items())
    out += (out.empty() ? "" : "、") + unit_name(tree, one.text(), on);
  return out;
}

std::string title_of(const pack::Register* declared, const registers::Record& record) {
  if (declared == nullptr) return record.record_id;
  const auto* field = declared->field(declared->title_field);
  if (field != nullptr && field->personal) return std::string(kPersonal);
  const std::string& title = record.fields[declared->title_field].text();
  return title.empty() ? record.record_id : title;
}

std::string state_of(const pack::Register* declared, const registers::Record& record) {
  const auto* state = declared == nullptr ? nullptr : declared->state(record.state);
  return state == nullptr ? record.state : state->title;
}

bool concerns(const indicators::Target& target, const organisation::Tree& tree,
              const std::string& unit) {
  if (!target.unit.empty() && target.unit != unit) return false;
  if (target.unit_kinds.empty()) return true;
  const auto* found = unit.empty() ? nullptr : tree.find(unit);
  return found != nullptr &&
         std::ranges::find(target.unit_kinds, organisation::to_string(found->kind)) !=
             target.unit_kinds.end();
}

} // namespace

Result<std::optional<ListTable>> Live::list(const ListBlock& block) const {
  return block.measure.empty() ? indicator_list(block.indicators) : records_list(block.measure);
}

/// As it stood at the end of `as_of`; where that cannot be told, as it stands.
Result<std::vector<std::string>> Live::record_row(const pack::Measure& measure,
                                                  const std::string& record_id) const {
  records::Past past;
  if (subject_.as_of < subject_.today) past.as_of = subject_.as_of;
  auto record = records_.state(subject_.authority_id, record_id, past);
  if (!record && past.as_of) record = records_.state(subject_.authority_id, record_id);
  if (!record) return base::Unexpected{record.error()};
  const auto* declared = subject_.rules->find_register(record->register_id);
  const auto due = due_of(*record);
  return std::vector<std::string>{
      title_of(declared, *record), units_of(subject_.tree, measure, *record, subject_.as_of),
      state_of(declared, *record), due ? base::to_string(*due) : std::string(kNothing)};
}

Result<std::optional<ListTable>> Live::records_list(std::string_view measure_id) const {
  const auto* measure = subject_.rules->find_measure(measure_id);
  if (measure == nullptr) return std::optional<ListTable>();
  const Asked question = asked({}, period_of({}, subject_.year));
  PLUMB_TRY_ASSIGN(
      const auto behind,
      indicators_.records_behind(subject_.authority_id, subject_.tree, measure_id, question));
  ListTable out{.caption = measure->title,
                .header = {"序号", "名称", "单位", "状态", "期限"},
                .widths = {3, 12, 8, 5, 5}};
  if (measure->sum) {
    out.header.emplace_back("数量");
    out.widths.push_back(4);
  }
  std::size_t seen = 0;
  for (const auto& [record_id, amount] : behind) {
    if (!records_.check_visible(subject_.authority_id, record_id, subject_.viewer)) continue;
    if (++seen > kRowsMax) continue;
    PLUMB_TRY_ASSIGN(auto row, record_row(*measure, record_id));
    if (measure->sum) row.push_back(base::to_string(amount));
    out.rows.push_back(std::move(row));
  }
  // By unit, then the earliest last day, then the name.
  std::ranges::sort(out.rows, [](const auto& left, const auto& right) {
    return std::tie(left[1], left[3], left) < std::tie(right[1], right[3], right);
  });
  for (std::size_t i = 0; i < out.rows.size(); ++i)
    out.rows[i].insert(out.rows[i].begin(), std::to_string(i + 1));
  if (seen > kRowsMax)
    out.caption += "（共" + std::to_string(seen) + "条，列出前" + std::to_string(kRowsMax) + "条）";
  return std::optional(std::move(out));
}

/// The targets of the report's unit in words, and how the worst of them stands.
Result<std::pair<std::string, std::string>>
Live::target_words(const pack::Indicator& declared, const Value& value, const Asked& asked) const {
  PLUMB_TRY_ASSIGN(const auto targets,
                   indicators_.targets(subject_.authority_id, declared.id, *asked.on));
  std::string words;
  std::optional<Light> worst;
  for (const auto& target : targets) {
    if (!concerns(target, subject_.tree, subject_.unit)) continue;
    words += (words.empty() ? "" : "；") + std::string(indicators::in_words(target.comparison)) +
             indicators::with_unit(target.value, declared.unit);
    const auto light =
        indicators::light_of(declared, value, target, *asked.on, asked.period->until);
    if (!worst || badness(light) > badness(*worst)) worst = light;
  }
  if (words.empty()) return std::pair{std::string(kNothing), std::string(kNothing)};
  return std::pair{std::move(words), std::string(in_words(*worst))};
}

Result<std::vector<std::string>> Live::indicator_row(const pack::Indicator& declared) const {
  const auto period = period_of({}, subject_.year);
  const Asked question = asked({}, period);
  PLUMB_TRY_ASSIGN(const auto value,
                   indicators_.value(subject_.authority_id, subject_.tree, declared.id, question));
  PLUMB_TRY_ASSIGN(auto target, target_words(declared, value, question));
  std::string former;
  if (const auto found = reported_.find(declared.id); found != reported_.end()) {
    former = found->second;
  } else {
    Asked earlier = question;
    earlier.period = indicators::previous(period);
    earlier.on = earlier.period->until;
    PLUMB_TRY_ASSIGN(const auto before,
                     indicators_.value(subject_.authority_id, subject_.tree, declared.id, earlier));
    former = indicators::text_of(declared, before);
  }
  return std::vector<std::string>{declared.title, indicators::text_of(declared, value),
                                  std::move(target.first), std::move(target.second),
                                  std::move(former)};
}

Result<std::optional<ListTable>> Live::indicator_list(const std::vector<std::string>& ids) const {
  ListTable out{.header = {"指标", "数值", "目标", "状况", "上年"}, .widths = {12, 5, 7, 7, 5}};
  for (const auto& id : ids) {
    const auto* declared = subject_.rules->find_indicator(id);
    if (declared == nullptr) return std::optional<ListTable>();
    PLUMB_TRY_ASSIGN(auto row, indicator_row(*declared));
    out.rows.push_back(std::move(row));
  }
  return std::optional(std::move(out));
}

} // namespace plumb::report
