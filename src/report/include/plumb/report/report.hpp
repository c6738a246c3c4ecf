// SPDX-License-Identifier: Apache-2.0
/// Reports written from the data: templates with the chapters that must be there, text with live
/// figures, checks before signing, the paper as docx, html and xlsx. A report is a record of the
/// register `report`; signing freezes every figure with its receipt in the journal and files the
/// papers by their hash, and the same papers can be made again from the record byte for byte.
/// The language of texts: docs/reference/report_text.md.
///
/// Errors: report.unknown_template{id}, report.not_ready{checks} (JSON array),
/// report.bad_text{line,column,reason}, report.too_large, report.unknown_chapter{chapter},
/// report.bad_field{field}, report.not_drafting, report.not_signed, report.broken{what} (what was
/// frozen cannot be read), and those of records, indicators, paper, sheet.
#pragma once

#include <plumb/base/clock.hpp>
#include <plumb/indicators/indicators.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/pack/report_templates.hpp>
#include <plumb/paper/paper.hpp>
#include <plumb/records/records.hpp>
#include <plumb/text/text.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace plumb::report {

using base::Date;

// --- the language of texts; pure ---

/// `{{indicator}}` or `{{indicator|unit=sfj|period=2025|form=numerator}}`; form: value (default,
/// with its unit word), bare, numerator, denominator, change (against the period before).
struct FigureName {
  std::string key = {};       ///< as written between the braces, in canonical order
  std::string indicator = {}; ///< or a measure id
  std::string unit = {}, period = {}, form = {};
  friend bool operator==(const FigureName&, const FigureName&) = default;
};
struct Word { ///< {{year}} {{authority}} {{unit}} {{today}} {{next_year}} {{last_year}}
  std::string name;
  friend bool operator==(const Word&, const Word&) = default;
};
using Piece = std::variant<std::string, FigureName, Word>;
/// A line of its own: `{{records:measure}}` or `{{table:indicator indicator …}}`.
struct ListBlock {
  std::string measure = {};
  std::vector<std::string> indicators = {};
  friend bool operator==(const ListBlock&, const ListBlock&) = default;
};
struct Line {
  paper::Paragraph::Kind kind = paper::Paragraph::Kind::Body; ///< by its number: （一）, 1.
  std::variant<std::vector<Piece>, ListBlock> content;
};
/// Empty lines separate nothing and are left out. report.bad_text{line,column,reason}: unclosed,
/// unopened, empty_name, bad_name, unknown_option, repeated_option, bad_unit, bad_period, bad_form,
/// not_alone (a list within a line), too_many_names.
[[nodiscard]] base::Result<std::vector<Line>> parse_text(std::string_view text);

/// A figure as it is, or was when the report was signed.
struct Figure {
  FigureName name;
  std::string text = {}; ///< as printed: 93.33%, 12件, 不适用
  indicators::Value value = {};
  Date as_of{};
  std::optional<Date> known_on = {};
  std::string rules = {}; ///< version of the rules that counted it
  friend bool operator==(const Figure&, const Figure&) = default;
};

/// How like an indicator's title or alias a written name has to be. `Exact`: the same but for 的,
/// blanks and 数 at the end, see plain_name().
enum class Naming { Alike, Exact };
/// What an indicator of that written name is now, printed; empty: no such indicator, or several.
using Known =
    std::function<std::string(std::string_view name, std::string_view unit, Naming naming)>;
/// A name without what does not tell it from others: 公布的镇规数 → 公布镇规.
[[nodiscard]] std::string plain_name(std::string_view name);

/// What a check before signing found. Whoever shows it has the words: a page in two languages.
struct Finding {
  /// Name {arguments}: figure_differs{name,written,known,line,text}, shortfalls_empty{title},
  /// repeated{title,percent,text}, date_passed{text,on,line}, chapter_missing{title},
  /// too_short{title,characters,characters_min}, bare_heading{title,heading},
  /// part_missing{unit,name,state,record_id}, part_unmerged (the same),
  /// unknown_figure{figure,reason,name}, bad_text{line,reason,text},
  /// figure_not_applicable{count,titles}.
  std::string id;
  bool blocks = false; ///< else it may be signed over, by name
  std::string chapter = {};
  std::vector<std::pair<std::string, std::string>> arguments = {};
  /// Empty where there is none of that name.
  [[nodiscard]] std::string argument(std::string_view name) const;
};
struct CheckedChapter {
  std::string id, text = {};  ///< with figures put in
  std::string last_year = {}; ///< of the signed report of the year before
  /// Where in `text` figures stand that the program put in; they cannot differ.
  std::vector<base::Span> live = {};
};
/// Compares typed figures with those of the register, chapters with last year's, days with today.
[[nodiscard]] std::vector<Finding> check(const pack::ReportTemplate& chosen,
                                         const std::vector<CheckedChapter>& chapters, Date today,
                                         const Known& known);

// --- reports ---

struct Papers {
  std::string docx, html, xlsx;
};

/// 落款 and 成文日期; empty: the reporting unit's name, today.
struct Signature {
  std::string signed_by = {};
  std::optional<Date> signed_on = {};
};

[[nodiscard]] const base::Clock& system_clock();

class Reports {
public:
  /// All must outlive it. `clock`: the one that records go by.
  Reports(records::Records& records, const indicators::Indicators& indicators,
          const base::Clock& clock = system_clock());

  /// Schema ReportTemplateList.
  [[nodiscard]] base::Result<std::string> templates(std::string_view authority_id) const;
  /// Begins a report with the template's starting texts. Schema ReportDetail.
  [[nodiscard]] base::Result<records::Answer>
  begin(const journal::Context& context, const organisation::Tree& tree,
        std::string_view template_id, int year, std::string_view unit,
        const std::vector<std::string>& contributors, const registers::Actor& actor);
  /// Schema ReportDetail: chapters with text, figures (live, or frozen once signed), findings,
  /// parts, figures of last year's report beside this year's.
  [[nodiscard]] base::Result<records::Answer>
  report(std::string_view authority_id, const organisation::Tree& tree, std::string_view record_id,
         const records::Viewer& viewer, const registers::Actor& actor) const;
  /// Replaces the texts of chapters (step `revise`). `chapters_json`: schema ReviseReport, or its
  /// array of chapters alone. Schema ReportDetail.
  [[nodiscard]] base::Result<records::Answer>
  revise(const journal::Context& context, const organisation::Tree& tree,
         std::string_view record_id, std::int64_t revision, std::string_view chapters_json,
         const registers::Actor& actor);
  /// Puts the accepted parts of units behind the chapters' own texts, each under its unit's name,
  /// those that are in it already left out (step `revise`).
  [[nodiscard]] base::Result<records::Answer>
  merge_parts(const journal::Context& context, const organisation::Tree& tree,
              std::string_view record_id, std::int64_t revision, const registers::Actor& actor);
  /// A text with its figures put in, for looking while writing. Schema ReportPreview.
  [[nodiscard]] base::Result<std::string> preview(std::string_view authority_id,
                                                  const organisation::Tree& tree,
                                                  std::string_view record_id, std::string_view text,
                                                  const records::Viewer& viewer) const;
  /// The papers as they are now; of a signed report made again from what was frozen.
  [[nodiscard]] base::Result<Papers> papers(std::string_view authority_id,
                                            const organisation::Tree& tree,
                                            std::string_view record_id,
                                            const records::Viewer& viewer) const;
  /// Freezes, files, takes the step `sign`. `over`: ids of findings that are signed over.
  /// report.not_ready where others are left.
  [[nodiscard]] base::Result<records::Answer>
  sign(const journal::Context& context, const organisation::Tree& tree, std::string_view record_id,
       std::int64_t revision, const std::vector<std::string>& over, const registers::Actor& actor,
       bool dry_run, const Signature& signature = {});
  /// Whether the papers made again are those that were filed. Schema ReportCheck.
  [[nodiscard]] base::Result<std::string> compare_filed(std::string_view authority_id,
                                                        const organisation::Tree& tree,
                                                        std::string_view record_id,
                                                        const records::Viewer& viewer) const;
  /// Reads the figures of an older report (a record of the register `baseline`, with the indicators
  /// that each may mean); they are matched by a person. Schema BaselineDetail.
  [[nodiscard]] base::Result<records::Answer>
  read_baseline(const journal::Context& context, const text::Text& text, std::string_view file_sm3,
                int year, std::string_view title, const registers::Actor& actor);

private:
  records::Records& records_;
  const indicators::Indicators& indicators_;
  const base::Clock& clock_;
};

} // namespace plumb::report
