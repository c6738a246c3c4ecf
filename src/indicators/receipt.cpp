// SPDX-License-Identifier: Apache-2.0
// How a value came about, down to the records.
#include "answers.hpp"
#include "behind.hpp"
#include "decimals.hpp"
#include "lacking.hpp"
#include "plumb/indicators/words.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace plumb::indicators {
namespace {

using base::ErrorKind;
using pack::IndicatorKind;
using View = std::string_view;

constexpr std::size_t kLimitMax = 500;
constexpr std::size_t kCursorMax = 200;
/// Records that are looked at together where only some of them are wanted.
constexpr std::size_t kReadAtOnce = 2'000;
/// From so many on a page is read in the order of the records: picking them by day and sorting
/// takes longer.
constexpr std::int64_t kDense = 2'000;

enum class Side { Numerator, Denominator, Against };

Result<Side> read_side(View name) {
  if (name.empty() || name == "numerator") return Side::Numerator;
  if (name == "denominator") return Side::Denominator;
  if (name == "against") return Side::Against;
  return base::fail(ErrorKind::InvalidInput, "indicators.bad_side", {{"side", std::string(name)}});
}

View name_of(Side side) {
  return side == Side::Numerator     ? "numerator"
         : side == Side::Denominator ? "denominator"
                                     : "against";
}

/// A page of the records on one side.
struct Listing {
  std::vector<Behind> page;
  std::unordered_set<std::string> counted; ///< of a denominator: those in the numerator
  std::int64_t total = 0, hidden = 0;
  bool more = false;
};

class Receipt {
public:
  Receipt(const Question& question, const pack::Indicator& indicator, const Answers& answers,
          const BoardRow& row, Side side, const records::Viewer& viewer)
      : question_(question), indicator_(indicator), answers_(answers), row_(row), side_(side),
        viewer_(viewer), book_(*question.book), upper_(book_.find_measure(indicator.measure)),
        lower_(book_.find_measure(indicator.over)) {}

  Result<std::string> render(View cursor, std::size_t limit);

private:
  Result<Listing> list(View cursor, std::size_t limit) const;
  [[nodiscard]] std::optional<std::int64_t> told_total() const;
  [[nodiscard]] bool adds_one(const pack::Measure* measure) const;
  Result<void> count(Connection& reader, Listing& out) const;
  Result<bool> read_on(Connection& reader, Slice& slice, std::size_t limit, Listing& out) const;
  Result<Json> records_json(const Listing& listing) const;
  Result<Json> entered_json(Listing& listing) const;
  Result<Json> units_json() const;
  Result<registers::Record> state_of(const std::string& record_id) const;
  [[nodiscard]] Days days(const pack::Measure& measure) const {
    return days_of(question_, measure, row_.now.period);
  }
  /// Whether the records below the line are of the same register as those above it.
  [[nodiscard]] bool comparable() const {
    return upper_ != nullptr && lower_ != nullptr && upper_->register_id == lower_->register_id;
  }
  [[nodiscard]] const pack::Measure* listed() const {
    if (side_ == Side::Numerator) return upper_;
    return side_ == Side::Denominator || comparable() ? lower_ : nullptr;
  }

  const Question& question_;
  const pack::Indicator& indicator_;
  const Answers& answers_;
  const BoardRow& row_;
  Side side_;
  const records::Viewer& viewer_;
  const pack::Rulebook& book_;
  const pack::Measure *upper_, *lower_;
};

/// Where each record of both measures adds one, the cells have told it already.
std::optional<std::int64_t> Receipt::told_total() const {
  const auto& value = row_.now.value;
  if (value.standing != Standing::Value || indicator_.kind == IndicatorKind::Coverage)
    return std::nullopt;
  const auto above = adds_one(upper_) ? std::optional(value.numerator.units) : std::nullopt;
  if (side_ == Side::Numerator) return above;
  if (!adds_one(lower_) || !value.denominator) return std::nullopt;
  if (side_ == Side::Denominator) return value.denominator->units;
  if (indicator_.kind != IndicatorKind::Share || !above) return std::nullopt;
  return value.denominator->units - *above;
}

bool Receipt::adds_one(const pack::Measure* measure) const {
  if (measure == nullptr || measure->sum) return false;
  const auto* declared = book_.find_register(measure->register_id);
  const auto* field = declared ? declared->field(measure->unit_field) : nullptr;
  return field == nullptr || field->type != pack::FieldType::Units;
}

/// Goes through all records on this side.
Result<void> Receipt::count(Connection& reader, Listing& out) const {
  std::unordered_set<std::string> above;
  if (side_ == Side::Against)
    PLUMB_TRY(visit_behind(reader, question_, *upper_, days(*upper_), {}, {},
                           [&](const Behind& one) { return above.insert(one.record_id).second; }));
  return visit_behind(reader, question_, *listed(), days(*listed()), viewer_, {},
                      [&](const Behind& one) {
                        if (above.contains(one.record_id)) return true;
                        ++out.total;
                        if (!one.seen) ++out.hidden;
                        return true;
                      });
}

/// Some records more, and which of them are above the line too.
Result<bool> Receipt::read_on(Connection& reader, Slice& slice, std::size_t limit,
                              Listing& out) const {
  const std::size_t wanted = side_ == Side::Against || !viewer_.all ? kReadAtOnce : limit + 1;
  std::vector<Behind> found;
  PLUMB_TRY(visit_behind(reader, question_, *listed(), days(*listed()), viewer_, slice,
                         [&](const Behind& one) {
                           found.push_back(one);
                           return found.size() < wanted;
                         }));
  if (found.empty()) return false;
  slice.through = found.back().record_id;
  if (side_ != Side::Numerator && comparable())
    PLUMB_TRY(
        visit_behind(reader, question_, *upper_, days(*upper_), {}, slice, [&](const Behind& one) {
          out.counted.insert(one.record_id);
          return true;
        }));
  for (auto& one : found) {
    if (!one.seen || (side_ == Side::Against && out.counted.contains(one.record_id))) continue;
    out.more = out.page.size() == limit;
    if (out.more) return false;
    out.page.push_back(std::move(one));
  }
  slice.after = std::exchange(slice.through, {});
  return found.size() == wanted;
}

Result<Listing> Receipt::list(View cursor, std::size_t limit) const {
  Listing out;
  if (listed() == nullptr) return out;
  PLUMB_TRY_ASSIGN(const auto reader, question_.source.database.reader());
  const auto told = viewer_.all ? told_total() : std::nullopt;
  if (told)
    out.total = *told;
  else
    PLUMB_TRY(count(*reader, out));
  Slice slice{.after = std::string(cursor), .through = {}, .dense = out.total > kDense};
  for (bool more = true; more;) {
    PLUMB_TRY_ASSIGN(more, read_on(*reader, slice, limit, out));
  }
  return out;
}

/// As it was on the day and as known on the day where one was asked for.
Result<registers::Record> Receipt::state_of(const std::string& record_id) const {
  const auto& records = *question_.source.records;
  records::Past past;
  if (question_.on < question_.today) past.as_of = question_.on;
  if (question_.asked.known_on) past.known_at = end_of_day_ms(*question_.asked.known_on);
  auto then = records.state(question_.authority_id, record_id, past);
  if (then || (!past.as_of && !past.known_at)) return then;
  // It counts on a day before its own first step: as it was known, whatever the day.
  past.as_of.reset();
  return records.state(question_.authority_id, record_id, past);
}

Result<Json> Receipt::records_json(const Listing& listing) const {
  const auto* measure = listed();
  Json::Array out;
  if (measure == nullptr) return Json(std::move(out));
  std::vector<std::string> ids;
  for (const auto& one : listing.page)
    ids.push_back(one.record_id);
  ListedById titles;
  if (!ids.empty()) {
    PLUMB_TRY_ASSIGN(const auto reader, question_.source.database.reader());
    PLUMB_TRY_ASSIGN(titles, listed_of(*reader, question_.authority_id, ids));
  }
  for (const auto& one : listing.page) {
    const auto found = titles.find(one.record_id);
    const Listed listed_now = found == titles.end() ? Listed{} : found->second;
    PLUMB_TRY_ASSIGN(const auto record, state_of(one.record_id));
    const auto* declared = book_.find_register(record.register_id);
    const auto* state = declared ? declared->state(record.state) : nullptr;
    const bool against = side_ == Side::Against || (side_ == Side::Denominator && comparable() &&
                                                    !listing.counted.contains(one.record_id));
    out.emplace_back(Json::Object{
        {"record_id", one.record_id},
        {"register", record.register_id},
        {"title", listed_now.title},
        {"state", record.state},
        {"state_title", state ? state->title : record.state},
        {"unit", one.unit.empty() ? listed_now.unit : one.unit},
        {"on", base::to_string(one.on)},
        {"amount", base::to_string(shortest(one.amount, measure->scale()))},
        {"against", against},
        {"lacks", against ? lacks_in_words(book_, indicator_, record, question_.on, days(*upper_))
                          : std::string()}});
  }
  return Json(std::move(out));
}

/// The one record that an entered number was taken from.
Result<Json> Receipt::entered_json(Listing& listing) const {
  Json::Array out;
  const auto& units = question_.asked.units;
  const auto* record =
      answers_.entered(indicator_, row_.now, units.size() == 1 ? View(units.front()) : View());
  if (record == nullptr || side_ != Side::Numerator) return Json(std::move(out));
  listing.total = 1;
  const auto seen =
      question_.source.records->check_visible(question_.authority_id, record->record_id, viewer_);
  if (!seen) {
    if (seen.error().kind != ErrorKind::NotFound) return base::Unexpected{seen.error()};
    listing.hidden = 1;
    return Json(std::move(out));
  }
  const auto* declared = book_.find_register(record->register_id);
  const auto* state = declared ? declared->state(record->state) : nullptr;
  const auto value = record->fields["value"].number();
  out.emplace_back(Json::Object{{"record_id", record->record_id},
                                {"register", record->register_id},
                                {"title", record->fields["title"].text()},
                                {"state", record->state},
                                {"state_title", state ? state->title : record->state},
                                {"unit", record->fields["unit"].text()},
                                {"on", record->fields["on"].text()},
                                {"amount", base::to_string(value.value_or(base::Decimal{}))},
                                {"against", false},
                                {"lacks", ""}});
  return Json(std::move(out));
}

/// Of a coverage: how much each unit has of what it should have.
Result<Json> Receipt::units_json() const {
  Json::Array out;
  if (indicator_.kind != IndicatorKind::Coverage || upper_ == nullptr) return Json(std::move(out));
  const pack::Indicator* const one[] = {&indicator_};
  PLUMB_TRY_ASSIGN(const auto values,
                   values_by_unit_of(question_, one, std::span(&row_.now.period, 1)));
  const Wanted wanted{upper_, days(*upper_)};
  std::map<std::string, std::int64_t, std::less<>> amounts;
  {
    PLUMB_TRY_ASSIGN(const auto reader, question_.source.database.reader());
    PLUMB_TRY_ASSIGN(const auto read,
                     amounts_of(*reader, question_.authority_id, std::span(&wanted, 1), Grain::Unit,
                                question_.asked.part, question_.today));
    const Units units(question_);
    for (const auto& amount : read.front())
      if (const auto* under = units.under(amount.unit)) amounts[*under] += amount.amount;
  }
  const auto least = wanted_of(book_, indicator_, std::min(question_.on, row_.now.period.until));
  for (const auto& unit : question_.tree.in_order(std::min(question_.on, row_.now.period.until))) {
    const auto value = values.front().find(unit);
    if (value == values.front().end()) continue;
    const bool reached = value->second.numerator.units > 0;
    if (side_ == Side::Against && reached) continue;
    const auto amount = amounts.find(unit);
    out.emplace_back(Json::Object{
        {"unit", unit},
        {"name", unit_name(question_.tree, unit, question_.on)},
        {"amount",
         base::to_string(shortest(amount == amounts.end() ? 0 : amount->second, upper_->scale()))},
        {"wanted", base::to_string(least.value_or(base::Decimal{}))},
        {"reached", reached}});
  }
  return Json(std::move(out));
}

Result<std::string> Receipt::render(View cursor, std::size_t limit) {
  if (cursor.size() > kCursorMax ||
      std::ranges::any_of(cursor, [](char c) { return static_cast<unsigned char>(c) <= ' '; }))
    return base::fail(ErrorKind::InvalidInput, "indicators.bad_cursor");
  PLUMB_TRY_ASSIGN(auto listing, list(cursor, std::clamp<std::size_t>(limit, 1, kLimitMax)));
  Json records;
  if (indicator_.kind == IndicatorKind::Entered) {
    PLUMB_TRY_ASSIGN(records, entered_json(listing));
  } else {
    PLUMB_TRY_ASSIGN(records, records_json(listing));
  }
  PLUMB_TRY_ASSIGN(auto units, units_json());
  Json::Array targets;
  for (const auto& target : row_.targets)
    targets.push_back(answers_.target_json(indicator_, row_.now, target));
  return Json(Json::Object{
                  {"indicator", indicator_.id},
                  {"title", indicator_.title},
                  {"on", base::to_string(question_.on)},
                  {"known_on", date_json(question_.asked.known_on)},
                  {"period", period_json(row_.now.period)},
                  {"rules", book_.version()},
                  {"formula", formula_json(book_, indicator_, question_.on)},
                  {"value", answers_.value_json(indicator_, row_.now)},
                  {"arithmetic", arithmetic(indicator_, row_.now.value)},
                  {"targets", std::move(targets)},
                  {"side", name_of(side_)},
                  {"total", listing.total},
                  {"hidden", listing.hidden},
                  {"next_cursor", listing.more ? Json(listing.page.back().record_id) : Json()},
                  {"records", std::move(records)},
                  {"units", std::move(units)}})
      .dump();
}

} // namespace

Result<std::string> Indicators::receipt(View authority_id, const organisation::Tree& tree,
                                        View indicator_id, const Asked& asked, View side,
                                        const records::Viewer& viewer, View cursor,
                                        std::size_t limit) const {
  PLUMB_TRY_ASSIGN(const auto which, read_side(side));
  PLUMB_TRY_ASSIGN(const auto question, question_of(*state_, authority_id, tree, asked));
  PLUMB_TRY_ASSIGN(const auto* indicator, find_indicator(*question.book, indicator_id));
  PLUMB_TRY_ASSIGN(const auto answers, Answers::read(question, indicator_id));
  const pack::Indicator* const one[] = {indicator};
  PLUMB_TRY_ASSIGN(const auto rows, answers.rows(one));
  return Receipt(question, *indicator, answers, rows.front(), which, viewer).render(cursor, limit);
}

} // namespace plumb::indicators
