// SPDX-License-Identifier: Apache-2.0
/// What every operation on a report begins and ends with: reading it, and answering with it.
#pragma once

#include "detail.hpp"

namespace plumb::report {

/// All must outlive it.
struct Desk {
  const records::Records& records;
  const indicators::Indicators& indicators;
  const organisation::Tree& tree;
  std::string_view authority_id;
  Date today;

  [[nodiscard]] Reader reader() const { return {records, indicators, tree, authority_id, today}; }
  /// Schema ReportDetail. `draft`: already read and perhaps not recorded (a dry run).
  [[nodiscard]] base::Result<records::Answer>
  answer(const Draft& draft, const records::Viewer& viewer, const registers::Actor& actor) const;
  [[nodiscard]] base::Result<records::Answer> answer(std::string_view record_id,
                                                     const records::Viewer& viewer,
                                                     const registers::Actor& actor) const;
  [[nodiscard]] base::Result<records::Viewer> viewer_of(const registers::Actor& actor) const;
};

[[nodiscard]] base::Unexpected<base::Error> bad_field(std::string field);
/// report.not_drafting where the record is past it.
[[nodiscard]] base::Result<void> check_drafting(const registers::Record& record);
/// Rows of the field `chapters` with some texts replaced or added.
[[nodiscard]] Json::Array chapters_with(const Json& rows,
                                        const std::map<std::string, std::string>& texts);

} // namespace plumb::report
