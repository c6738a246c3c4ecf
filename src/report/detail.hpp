// SPDX-License-Identifier: Apache-2.0
/// What the page shows of a report: schemas ReportDetail, ReportPreview.
#pragma once

#include "parts.hpp"

namespace plumb::report {

/// Faults of texts, what check() finds, and parts that are missing. None of a signed report.
[[nodiscard]] std::vector<Finding> findings_of(const Draft& draft, const Live& live,
                                               const std::vector<Part>& parts, Date today);
[[nodiscard]] Json finding_json(const Finding& finding);
/// Schema ReportFigure. `now`: what it would be now where that differs.
[[nodiscard]] Json figure_json(const Figure& figure, const Content& content, const Draft& draft,
                               const std::string& now);

struct DetailParts {
  const Draft& draft;
  const std::vector<Part>& parts;
  const std::vector<Finding>& findings;
  std::map<std::string, std::string, std::less<>> now; ///< key → other text
  std::vector<std::string> may;
};
[[nodiscard]] Json detail_json(const DetailParts& parts);

} // namespace plumb::report
