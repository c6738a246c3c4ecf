// SPDX-License-Identifier: Apache-2.0
/// Templates of reports: chapters that must be there, with text in which figures stand as names.
#pragma once

#include <plumb/pack/pack.hpp>

#include <string>
#include <vector>

namespace plumb::pack {

struct ChapterTemplate {
  std::string id, title, hint;
  bool required = true;
  bool shortfalls = false; ///< what fell short: may not be empty or say that there is nothing
  bool outlook = false;    ///< what comes next: may not name days that have passed
  int characters_min = 0;
  /// Starting text, in the language of report texts (docs/reference/report_text.md).
  std::string text = {};
};
/// A table behind the text, on pages of its own and as a sheet of the xlsx annex.
struct AnnexTemplate {
  std::string title;
  std::string records = {};                 ///< measure: the records behind it
  std::vector<std::string> indicators = {}; ///< or indicators with targets
};
struct ReportTemplate {
  std::string id, title;
  enum class Kind { Annual, SelfInspection, Circular, Rectification } kind = Kind::Annual;
  std::string heading;        ///< title of the paper: {{authority}}{{year}}年法治政府建设情况报告
  std::string addressee = {}; ///< 主送
  bool parts = false;         ///< units write parts that are merged
  std::string due = {};       ///< MM-DD of the year after (annual) by which it is owed; or empty
  Citation cite = {};
  std::vector<ChapterTemplate> chapters;
  std::vector<AnnexTemplate> annexes = {};
  std::string pack_id = {};
};
[[nodiscard]] std::string_view name_of(ReportTemplate::Kind kind);

} // namespace plumb::pack
