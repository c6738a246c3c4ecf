// SPDX-License-Identifier: Apache-2.0
#include "indicators_dashboard.hpp"

#include "measuring.hpp"

namespace plumb::bench {

indicators::Asked this_year() {
  indicators::Asked asked;
  asked.on = kUntil;
  asked.period = indicators::Period{pack::PeriodKind::Year, kYear, base::make_date(2026, 12, 31)};
  return asked;
}

std::vector<std::map<std::string, indicators::Value>> Dashboard::read() const {
  std::vector<std::map<std::string, indicators::Value>> out;
  for (const auto* indicator : board_.indicators)
    out.push_back(
        must(store_.indicators->values_by_unit(kAuthority, tree_, indicator->id, asked_)));
  return out;
}

std::map<std::string, indicators::Value> Dashboard::read_one() const {
  return must(
      store_.indicators->values_by_unit(kAuthority, tree_, board_.indicators.front()->id, asked_));
}

std::pair<std::string, double> Dashboard::slowest() const {
  std::pair<std::string, double> out;
  for (const auto* indicator : board_.indicators) {
    const auto read = [&] {
      (void)must(store_.indicators->values_by_unit(kAuthority, tree_, indicator->id, asked_));
    };
    if (const auto taken = measured(read, 0, 0); taken.median_ms > out.second)
      out = {indicator->id, taken.median_ms};
  }
  return out;
}

std::string Dashboard::read_totals() const {
  return must(store_.indicators->board(kAuthority, tree_, asked_));
}

std::int64_t Dashboard::compare(const Figures& wanted, const std::string& with) const {
  std::int64_t compared = 0;
  const auto values = read();
  for (std::size_t i = 0; i < board_.indicators.size(); ++i)
    for (std::size_t unit = 0; unit < tree_.units().size(); ++unit) {
      const auto& id = tree_.units()[unit].id;
      const auto row = wanted.find(static_cast<std::int64_t>(unit));
      const auto amount = [&](const std::string& measure) {
        return row == wanted.end() ? 0 : row->second.at(board_.place(measure));
      };
      const auto& indicator = *board_.indicators[i];
      const auto found = values[i].find(id);
      const auto value = found == values[i].end() ? indicators::Value{} : found->second;
      const auto denominator = value.denominator.value_or(base::Decimal{});
      const auto whole = [](base::Decimal of) { return base::shift(of, 0)->units; };
      if (whole(value.numerator) != amount(indicator.measure) ||
          (!indicator.over.empty() && whole(denominator) != amount(indicator.over)))
        give_up(fmt::format("{} of {} differs from {}: {}/{}, there {}/{}", indicator.id, id, with,
                            whole(value.numerator), whole(denominator), amount(indicator.measure),
                            indicator.over.empty() ? 0 : amount(indicator.over)));
      ++compared;
    }
  return compared;
}

} // namespace plumb::bench
