// SPDX-License-Identifier: Apache-2.0
/// For tests: plans of an invented county, built by hand as the parser would give them.
#pragma once

#include <plumb/plan/plan.hpp>

#include <optional>
#include <string>
#include <vector>

namespace plumb::intake::testing {

struct TaskSpec {
  std::string area, title, text;
  std::vector<std::string> lead = {}, supporting = {};
  std::string deadline = {};
  std::optional<base::Date> on = {};
};

inline plan::Plan make_plan(const std::vector<TaskSpec>& specs,
                            std::string title = "青川原县法治建设工作要点") {
  plan::Plan plan;
  plan.title = std::move(title);
  plan.kind = plan::Kind::Plan;
  plan.issued_on = base::make_date(2026, 3, 1);
  std::string& text = plan.source.text;
  const auto put = [&](const std::string& part) {
    const auto from = static_cast<std::uint32_t>(text.size());
    text += part;
    return base::Span{from, static_cast<std::uint32_t>(text.size())};
  };
  plan.title_span = put(plan.title);
  put("\n");
  int number = 0;
  for (const auto& spec : specs) {
    plan::Task task;
    task.number = std::to_string(++number);
    task.area = spec.area;
    task.title = spec.title;
    task.text = spec.text;
    task.title_span = put(spec.title);
    if (!spec.title.empty()) put("\n");
    task.text_span = put(spec.text);
    put("\n");
    const auto units = [&](const std::vector<std::string>& names, const char* label,
                           std::vector<plan::Unit>& out) {
      if (names.empty()) return;
      put(label);
      for (const auto& name : names) {
        plan::Unit unit;
        unit.text = name;
        unit.group = name.find("各") == 0 || name.find("其他") == 0;
        unit.span = put(name);
        out.push_back(unit);
        put("、");
      }
      put("\n");
    };
    units(spec.lead, "牵头单位：", task.lead);
    units(spec.supporting, "配合单位：", task.supporting);
    if (!spec.deadline.empty()) {
      plan::Deadline deadline;
      deadline.text = spec.deadline;
      deadline.kind = spec.on ? plan::DeadlineKind::Date : plan::DeadlineKind::Standing;
      deadline.on = spec.on;
      deadline.span = put(spec.deadline);
      put("\n");
      task.deadlines.push_back(deadline);
    }
    task.span = {task.title_span.from, static_cast<std::uint32_t>(text.size())};
    if (plan.areas.empty() || plan.areas.back().title != spec.area)
      plan.areas.push_back({"", spec.area, "", task.title_span});
    plan.tasks.push_back(task);
  }
  return plan;
}

inline std::vector<TaskSpec> three_tasks() {
  return {
      {"依法行政",
       "建立台账",
       "全县建立行政执法台账，逐项登记案件。每季度核对一次。",
       {"司法局"},
       {"财政局"},
       "2026年6月底前",
       base::make_date(2026, 6, 30)},
      {"依法行政",
       "",
       "开展执法人员培训，每人每年不少于六十学时。",
       {"司法局", "人社局"},
       {},
       "长期坚持",
       {}},
      {"法治宣传", "宣讲进村", "组织宣讲团到各村宣讲，全年一百场。", {"青石镇"}, {"各镇"}, "", {}}};
}

} // namespace plumb::intake::testing
