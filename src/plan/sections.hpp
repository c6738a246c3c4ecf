// SPDX-License-Identifier: Apache-2.0
/// What the title of a section promises: general requirements, the tasks, the closing provisions …
#pragma once

#include "scan.hpp"

#include <cstdint>

namespace plumb::plan {

enum class Section : std::uint8_t {
  Neutral,
  Preamble, ///< 总体要求, 指导思想, 工作目标
  Tasks,    ///< 重点任务, 具体措施: holds the areas, is none itself
  Closing,  ///< 组织保障, 工作要求
  Steps,    ///< 实施步骤, 进度安排
  Forward,  ///< of a report: 下一步打算
  Results   ///< of a report: what was done and what is lacking
};

[[nodiscard]] Section classify_section(std::string_view title);
/// 下一步工作打算, 2025年工作安排: the part of a report that looks ahead.
[[nodiscard]] bool looks_ahead(std::string_view title);
/// Has the title the ending of a plan (方案, 要点, 计划 …)?
[[nodiscard]] bool is_plan_title(std::string_view title);
[[nodiscard]] bool is_report_title(std::string_view title);
/// Titles of documents that are no plan although they may be numbered (条例, 讲话, 采购公告 …).
[[nodiscard]] bool is_other_title(std::string_view title);

} // namespace plumb::plan
