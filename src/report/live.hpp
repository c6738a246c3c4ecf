// SPDX-License-Identifier: Apache-2.0
/// Figures and tables of a draft, as they are counted now.
#pragma once

#include "content.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace plumb::report {

/// What a draft's figures are asked of.
struct Subject {
  std::string authority_id;
  const organisation::Tree& tree;
  records::RulebookPointer rules;
  int year = 0;
  Date as_of{};
  std::optional<Date> known_on = {};
  Date today{};
  std::string unit = {}; ///< empty: everybody's
  records::Viewer viewer = {};
};

/// What becomes of a name in a text.
struct Counted {
  Figure figure;
  std::string title = {};
  std::string fault = {}; ///< empty, or why there is no figure: unknown, period, unit, not_seen
};

/// The unit whose figures are asked for where a report is of this one: the government itself is
/// everybody, so that what belongs to no unit counts too.
[[nodiscard]] std::string unit_asked(const organisation::Tree& tree, std::string_view unit);
/// The day up to which a figure of the period counts.
[[nodiscard]] Date last_day(const indicators::Period& period, Date as_of);
/// Where a figure opens: the page of its indicator with everything that was asked. Empty: a measure
/// alone has no page.
[[nodiscard]] std::string address_of(const Figure& figure, const Content& content);
/// 上升1.2个百分点, 减少3件, 持平; 不适用 where one of both has no value.
[[nodiscard]] std::string change_in_words(const indicators::Value& before,
                                          const indicators::Value& after, std::string_view unit);

class Live {
public:
  Live(const records::Records& records, const indicators::Indicators& indicators, Subject subject);

  [[nodiscard]] const Subject& subject() const { return subject_; }
  [[nodiscard]] base::Result<Counted> figure(const FigureName& name) const;
  /// nullopt: no such measure or indicator.
  [[nodiscard]] base::Result<std::optional<ListTable>> list(const ListBlock& block) const;
  /// Figures of last year's papers by indicator, as they were printed; kept for later calls.
  void remember_reported(std::map<std::string, std::string, std::less<>> reported) {
    reported_ = std::move(reported);
  }
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& reported() const {
    return reported_;
  }
  /// What an indicator of that written name is now, printed; empty: none has that name.
  [[nodiscard]] std::string known(std::string_view name, std::string_view unit,
                                  Naming naming) const;

private:
  /// The indicator that is called so; empty: none, or nobody can say which.
  [[nodiscard]] std::string named(std::string_view name, std::string_view unit,
                                  Naming naming) const;
  [[nodiscard]] bool may_ask(std::string_view unit) const;
  [[nodiscard]] indicators::Asked asked(const FigureName& name,
                                        const indicators::Period& period) const;
  [[nodiscard]] base::Result<void> put_indicator(Counted& out, const pack::Indicator& declared,
                                                 const indicators::Asked& asked) const;
  [[nodiscard]] base::Result<std::optional<ListTable>>
  records_list(std::string_view measure_id) const;
  [[nodiscard]] base::Result<std::optional<ListTable>>
  indicator_list(const std::vector<std::string>& ids) const;
  [[nodiscard]] base::Result<std::vector<std::string>>
  indicator_row(const pack::Indicator& declared) const;
  [[nodiscard]] base::Result<std::pair<std::string, std::string>>
  target_words(const pack::Indicator& declared, const indicators::Value& value,
               const indicators::Asked& asked) const;
  [[nodiscard]] base::Result<std::vector<std::string>>
  record_row(const pack::Measure& measure, const std::string& record_id) const;

  const records::Records& records_;
  const indicators::Indicators& indicators_;
  Subject subject_;
  std::map<std::string, std::string, std::less<>> reported_ = {};
};

} // namespace plumb::report
