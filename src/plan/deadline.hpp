// SPDX-License-Identifier: Apache-2.0
/// By when: dates, month ends, ten-day periods, quarters, recurring and standing duties, periods
/// relative to an event. A validity window, a start (2025年起) and a date in a cited title are
/// none.
#pragma once

#include "scan.hpp"

#include <plumb/plan/plan.hpp>

#include <vector>

namespace plumb::plan {

/// What the document says about its own time; fills in the year where a date leaves it out.
struct DateContext {
  int year = 0; ///< 0 unknown
  std::optional<base::Date> issued_on;
};

/// A field (deadline line, cell, bracket) holds nothing but the time, so 2024年 or 长期 means a
/// deadline there; in a sentence only forms that say "by then" do.
enum class Place { Sentence, Field };

/// Appends what `span` says, in order of place, each (kind, day, rule) once.
void read_deadlines(std::string_view text, Span span, const DateContext& context, Place place,
                    std::vector<Deadline>& out);

/// A full date (2024年3月7日, 二〇二四年三月七日, 2024-03-07, 2024.3.7) at `at`; `end` gets the
/// place behind it.
[[nodiscard]] std::optional<base::Date> read_date(std::string_view text, std::size_t at,
                                                  std::size_t& end);

} // namespace plumb::plan
