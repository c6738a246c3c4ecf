// SPDX-License-Identifier: Apache-2.0
/// A record of the register `report` with what is needed to work on it.
#pragma once

#include "compose.hpp"
#include "live.hpp"

#include <memory>

namespace plumb::report {

inline constexpr std::string_view kReport = "report", kPart = "report_part", kBaseline = "baseline";

struct Draft {
  registers::Record record;
  records::RulebookPointer rules;               ///< the newest
  const pack::ReportTemplate* chosen = nullptr; ///< null: the rules no longer have it
  Content content;                              ///< of a signed one from what was frozen alone
  std::vector<Finding> faults = {};             ///< of texts and names; blocks signing
  std::map<std::string, std::string, std::less<>> last_year = {}; ///< chapter → printed text
  std::map<std::string, std::string, std::less<>> reported = {};  ///< indicator → printed figure
  std::map<std::string, std::string, std::less<>> reported_keys = {}; ///< key → printed figure
  [[nodiscard]] bool is_signed() const { return content.signed_on.has_value(); }
};

/// What a person sees by its roles.
[[nodiscard]] records::Viewer viewer_of(const pack::Rulebook& rules, const registers::Actor& actor);
/// Whether the unit is the person's to write for.
[[nodiscard]] bool covers(const records::Viewer& viewer, std::string_view unit);
[[nodiscard]] std::string name_of_unit(const organisation::Tree& tree, std::string_view unit,
                                       Date on);
/// The government's own name: that of the root, of several the first that is an authority.
[[nodiscard]] std::string authority_name(const organisation::Tree& tree, Date on);

/// What is wrong with a text, from the error of parse_text: its line, and the reason's name.
struct TextFault {
  int line = 0;
  std::string reason;
};
[[nodiscard]] TextFault fault_of(const base::Error& error);

/// Reads records into drafts; all must outlive it.
class Reader {
public:
  Reader(const records::Records& records, const indicators::Indicators& indicators,
         const organisation::Tree& tree, std::string_view authority_id, Date today)
      : records_(records), indicators_(indicators), tree_(tree), authority_id_(authority_id),
        today_(today) {}

  /// records.unknown_record: there is none, it is no report, or the viewer does not see it.
  [[nodiscard]] base::Result<registers::Record> record(std::string_view record_id,
                                                       const records::Viewer& viewer) const;
  [[nodiscard]] base::Result<records::RulebookPointer> rules() const;
  /// With figures and tables counted (a draft) or thawed (a signed report).
  [[nodiscard]] base::Result<Draft> draft(std::string_view record_id,
                                          const records::Viewer& viewer) const;
  /// Asks for a draft's figures; of a signed report what they would be now.
  [[nodiscard]] Live live(const Draft& draft, const records::Viewer& viewer) const;
  /// What a draft is of, before anything is counted.
  [[nodiscard]] Content bare(const registers::Record& record, const pack::Rulebook& rules,
                             const pack::ReportTemplate* chosen) const;
  /// Counts what the lines name into `content`; faults of `chapter` are added.
  [[nodiscard]] base::Result<void> count(const Live& live, const std::vector<Line>& lines,
                                         std::string_view chapter, Content& content,
                                         std::vector<Finding>& faults) const;
  /// A signed report as it was frozen.
  [[nodiscard]] base::Result<Content> frozen(const registers::Record& record) const;

private:
  [[nodiscard]] base::Result<void> look_back(Draft& draft, const records::Viewer& viewer) const;
  [[nodiscard]] base::Result<void> read_baselines(Draft& draft) const;
  [[nodiscard]] base::Result<void> read_last_report(Draft& draft,
                                                    const records::Viewer& viewer) const;
  [[nodiscard]] base::Result<void> count_all(Draft& draft, const records::Viewer& viewer) const;

  const records::Records& records_;
  const indicators::Indicators& indicators_;
  const organisation::Tree& tree_;
  std::string authority_id_;
  Date today_;
};

} // namespace plumb::report
