// SPDX-License-Identifier: Apache-2.0
#include "kind.hpp"

#include <algorithm>

namespace plumb::plan {

Kind decide_kind(const Findings& findings) {
  const auto& tasks = findings.tasks;
  const std::string_view title = findings.frame.title;
  const auto with_roles =
      static_cast<std::size_t>(std::count_if(tasks.begin(), tasks.end(), [](const Task& task) {
        return !task.lead.empty() || !task.responsible.empty() || !task.supporting.empty();
      }));
  const bool roles = with_roles >= 2 && with_roles * 4 >= tasks.size();
  if (findings.report) return Kind::Report;
  if (tasks.empty()) return Kind::Other;
  const bool ledger = findings.in_tables * 2 >= tasks.size() && findings.in_tables >= 1;
  std::size_t articles = 0;
  std::size_t sections = 0;
  for (const auto& node : findings.outline.nodes) {
    articles += node.style == Style::Article;
    sections += node.section == Section::Tasks || node.section == Section::Preamble ||
                node.section == Section::Closing;
  }
  const bool plan_title = is_plan_title(title);
  if (articles >= 3 && articles * 2 > findings.outline.nodes.size() && !roles && !plan_title)
    return Kind::Other;
  if (is_other_title(title) && !roles) return Kind::Other;
  if (ledger) return Kind::Ledger;
  if (plan_title || roles) return Kind::Plan;
  // 关于做好…工作的通知 carries its tasks itself.
  const bool notice = title.ends_with("通知");
  const auto dated = static_cast<std::size_t>(std::count_if(
      tasks.begin(), tasks.end(), [](const Task& task) { return !task.deadlines.empty(); }));
  if (notice && tasks.size() >= 2 && (sections >= 1 || dated >= 1)) return Kind::Plan;
  if (tasks.size() >= 3 && (sections >= 2 || (sections >= 1 && dated >= 2))) return Kind::Plan;
  return Kind::Other;
}

} // namespace plumb::plan
