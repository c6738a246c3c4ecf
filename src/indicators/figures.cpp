// SPDX-License-Identifier: Apache-2.0
/// Numbers from elsewhere, as people entered them.
#include "decimals.hpp"
#include "state.hpp"

namespace plumb::indicators {
namespace {

using View = std::string_view;

constexpr View kRegister = "external_figure";
constexpr View kWithdrawn = "withdrawn";

/// The end of a day in China, in milliseconds.
std::int64_t end_of_day(Date day) {
  const auto midnight = std::chrono::sys_days{base::add_days(day, 1)};
  return midnight.time_since_epoch().count() * 86'400'000LL - 8 * 3'600'000LL - 1;
}

std::optional<Figure> figure_of(const registers::Record& record) {
  if (record.state == kWithdrawn) return std::nullopt;
  const auto& fields = record.fields;
  const auto on = base::parse_date(fields["on"].text());
  const auto value = fields["value"].number();
  if (!on || !value) return std::nullopt;
  return Figure{record.record_id,
                fields["indicator"].text(),
                fields["unit"].text(),
                fields["period"].text(),
                *on,
                *value};
}

} // namespace

Result<std::vector<Figure>> figures_of(const Question& question, View indicator) {
  std::vector<Figure> out;
  const auto* records = question.source.records;
  if (records == nullptr || question.book->find_register(kRegister) == nullptr) return out;
  const auto& known = question.asked.known_on;
  const bool past = known && *known < question.today;
  records::Query query;
  // In the past a record may have named another indicator.
  if (!past && !indicator.empty())
    query.fields = event::Json(event::Json::Object{{"indicator", indicator}}).dump();
  std::vector<registers::Record> found;
  PLUMB_TRY(
      records->visit(question.authority_id, kRegister, query, [&](const registers::Record& record) {
        found.push_back(record);
        return true;
      }));
  for (const auto& record : found) {
    auto figure = figure_of(record);
    if (past) {
      const auto then = records->state(question.authority_id, record.record_id,
                                       {.as_of = {}, .known_at = end_of_day(*known)});
      if (!then && then.error().kind == base::ErrorKind::NotFound) continue; // not yet known
      PLUMB_TRY(then);
      figure = figure_of(*then);
    }
    if (figure && (indicator.empty() || figure->indicator == indicator))
      out.push_back(*std::move(figure));
  }
  return out;
}

} // namespace plumb::indicators
