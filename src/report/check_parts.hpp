// SPDX-License-Identifier: Apache-2.0
/// What the checks of a chapter look for, each by itself. Pure.
#pragma once

#include <plumb/report/report.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::report {

/// Letters, digits and characters; blanks and punctuation do not count.
[[nodiscard]] std::size_t count_characters(std::string_view text);
/// Whether a part on shortfalls says that there are none, or nothing at all.
[[nodiscard]] bool says_nothing(std::string_view text);
/// （一）… or (一)…: a line that begins a second heading.
[[nodiscard]] bool is_second_heading(std::string_view line);
/// A second heading with nothing below it, where it is no sentence itself. Empty: none.
[[nodiscard]] std::string_view find_bare_heading(std::string_view text);
/// What nobody has filled in: XX件, ××个, ____万元, （请补充…）. Empty: nothing.
[[nodiscard]] std::string_view find_placeholder(std::string_view text);

struct NamedDay {
  std::string_view text; ///< 2026年6月底前
  std::size_t at = 0;
  Date last;
};
/// Days by which something is to be done, with a year of their own; not days on which something
/// came into force or began, and none in the title of a document.
[[nodiscard]] std::vector<NamedDay> read_days(std::string_view text);

struct Repeated {
  int percent = 0;        ///< of the chapter's characters
  std::string_view first; ///< the first paragraph that stood there last year
};
/// Nothing where less than half of the chapter stood in last year's.
[[nodiscard]] std::optional<Repeated> find_repeated(std::string_view text,
                                                    std::string_view last_year);

struct Difference {
  std::string name, written, known, unit, sentence;
  std::size_t line = 0; ///< of the text, from 1
};
/// Year that a report writes about: the one that it names most often, up to `today`. 0: none.
[[nodiscard]] int year_written_about(std::string_view text, Date today);
/// `live`: places of figures that the program put in; they are right by themselves.
[[nodiscard]] std::vector<Difference> find_differences(const std::string& text,
                                                       const std::vector<base::Span>& live,
                                                       int year, const Known& known);

} // namespace plumb::report
