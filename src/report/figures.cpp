// SPDX-License-Identifier: Apache-2.0
// One figure: asked, counted, printed, and where it opens.
#include "live.hpp"

#include <plumb/indicators/words.hpp>

#include <algorithm>

namespace plumb::report {

using base::Decimal;
using base::Result;
using indicators::Asked;
using indicators::Period;
using indicators::Standing;
using indicators::Value;

namespace {

/// Names that a written one may mean are taken for it from this confidence on.
constexpr int kSureEnough = 80;

constexpr std::string_view kNotApplicable = "不适用";

/// after - before in units of the finer scale; nullopt where it does not fit.
std::optional<Decimal> minus(Decimal after, Decimal before) {
  const int scale = std::max(after.scale, before.scale);
  const auto widened = [&](Decimal value) -> std::optional<std::int64_t> {
    for (; value.scale < scale; ++value.scale)
      if (__builtin_mul_overflow(value.units, std::int64_t{10}, &value.units)) return std::nullopt;
    return value.units;
  };
  const auto left = widened(after), right = widened(before);
  Decimal out{0, scale};
  if (!left || !right || __builtin_sub_overflow(*left, *right, &out.units)) return std::nullopt;
  for (; out.scale > 0 && out.units % 10 == 0; --out.scale)
    out.units /= 10;
  return out;
}

std::string escaped(std::string_view text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

/// The span of the period before that is as long as what has passed of this one.
std::pair<Period, Date> before(const Period& period, Date last) {
  const Period former = indicators::previous(period);
  if (last >= period.until) return {former, former.until};
  const auto passed = std::chrono::sys_days{last} - std::chrono::sys_days{period.from};
  const Date day = base::add_days(former.from, static_cast<int>(passed.count()));
  return {former, std::min(day, former.until)};
}

} // namespace

std::string unit_asked(const organisation::Tree& tree, std::string_view unit) {
  const auto* found = unit.empty() ? nullptr : tree.find(unit);
  const bool whole =
      found != nullptr && found->parent.empty() && found->kind == organisation::UnitKind::Authority;
  return whole ? std::string() : std::string(unit);
}

Date last_day(const Period& period, Date as_of) {
  return std::min(period.until, as_of);
}

std::string address_of(const Figure& figure, const Content& content) {
  if (content.measures.contains(figure.name.indicator)) return {};
  const auto period = period_of(figure.name, content.year);
  std::string out = "/indicators/" + escaped(figure.name.indicator) +
                    "?on=" + base::to_string(last_day(period, content.as_of));
  if (content.known_on) out += "&known_on=" + base::to_string(*content.known_on);
  out += "&period=" + escaped(indicators::name_of(period));
  const std::string& unit = figure.name.unit.empty() ? content.unit : figure.name.unit;
  if (!unit.empty()) out += "&unit=" + escaped(unit) + "&below=true";
  return out;
}

std::string change_in_words(const Value& before, const Value& after, std::string_view unit) {
  if (!before.value || !after.value) return std::string(kNotApplicable);
  const auto difference = minus(*after.value, *before.value);
  if (!difference) return std::string(kNotApplicable);
  if (difference->units == 0) return "持平";
  const bool more = difference->units > 0;
  const Decimal size{more ? difference->units : -difference->units, difference->scale};
  const bool percent = unit == "percent";
  const std::string_view verb = percent ? (more ? "上升" : "下降") : (more ? "增加" : "减少");
  return std::string(verb) + base::to_string(size) +
         (percent ? std::string("个百分点") : indicators::unit_word(unit));
}

Live::Live(const records::Records& records, const indicators::Indicators& indicators,
           Subject subject)
    : records_(records), indicators_(indicators), subject_(std::move(subject)) {}

/// Whoever sees the report sees what it is about; other units' figures only who sees those.
bool Live::may_ask(std::string_view unit) const {
  const auto& viewer = subject_.viewer;
  return viewer.all || unit == subject_.unit ||
         std::ranges::find(viewer.units, unit) != viewer.units.end();
}

Asked Live::asked(const FigureName& name, const Period& period) const {
  Asked out{
      .on = last_day(period, subject_.as_of), .known_on = subject_.known_on, .period = period};
  const std::string unit = name.unit.empty() ? subject_.unit : unit_asked(subject_.tree, name.unit);
  if (!unit.empty()) {
    out.units = {unit};
    out.below = true;
  }
  return out;
}

Result<void> Live::put_indicator(Counted& out, const pack::Indicator& declared,
                                 const Asked& asked) const {
  Figure& figure = out.figure;
  PLUMB_TRY_ASSIGN(figure.value,
                   indicators_.value(subject_.authority_id, subject_.tree, declared.id, asked));
  const std::string& form = figure.name.form;
  if (form == "change") {
    Asked former = asked;
    const auto [period, day] = before(*asked.period, *asked.on);
    former.period = period;
    former.on = day;
    PLUMB_TRY_ASSIGN(const auto value,
                     indicators_.value(subject_.authority_id, subject_.tree, declared.id, former));
    figure.text = change_in_words(value, figure.value, declared.unit);
  } else if (form == "numerator" && figure.value.standing != Standing::NotEntered) {
    figure.text = base::to_string(figure.value.numerator);
  } else if (form == "denominator") {
    figure.text = figure.value.denominator ? base::to_string(*figure.value.denominator)
                                           : std::string(kNotApplicable);
  } else if (form == "bare" && figure.value.value) {
    figure.text = base::to_string(*figure.value.value);
  } else {
    figure.text = indicators::text_of(declared, figure.value);
  }
  return {};
}

Result<Counted> Live::figure(const FigureName& name) const {
  Counted out{.figure = {.name = name,
                         .as_of = subject_.as_of,
                         .known_on = subject_.known_on,
                         .rules = subject_.rules->version()}};
  const auto* indicator = subject_.rules->find_indicator(name.indicator);
  const auto* measure = subject_.rules->find_measure(name.indicator);
  if (indicator == nullptr && measure == nullptr)
    out.fault = "unknown";
  else if (!name.unit.empty() && subject_.tree.find(name.unit) == nullptr)
    out.fault = "unit";
  else if (!name.unit.empty() && !may_ask(unit_asked(subject_.tree, name.unit)))
    out.fault = "not_seen";
  else if (!name.period.empty() && !indicators::parse_period(name.period))
    out.fault = "period";
  if (!out.fault.empty()) return out;
  const Asked question = asked(name, period_of(name, subject_.year));
  if (indicator != nullptr) {
    out.title = indicator->title;
    PLUMB_TRY(put_indicator(out, *indicator, question));
    return out;
  }
  out.title = measure->title;
  PLUMB_TRY_ASSIGN(const auto amount,
                   indicators_.amount(subject_.authority_id, subject_.tree, measure->id, question));
  out.figure.value = {.standing = Standing::Value, .numerator = amount, .value = amount};
  if (name.form == "change") {
    Asked former = question;
    const auto [period, day] = before(*question.period, *question.on);
    former.period = period;
    former.on = day;
    PLUMB_TRY_ASSIGN(const auto earlier,
                     indicators_.amount(subject_.authority_id, subject_.tree, measure->id, former));
    out.figure.text =
        change_in_words({.standing = Standing::Value, .value = earlier}, out.figure.value, "count");
  } else {
    out.figure.text =
        name.form == "denominator" ? std::string(kNotApplicable) : base::to_string(amount);
  }
  return out;
}

std::string Live::named(std::string_view name, std::string_view unit, Naming naming) const {
  if (naming == Naming::Exact) {
    std::string found;
    if (subject_.rules == nullptr) return found;
    for (const auto& one : subject_.rules->indicators()) {
      const auto is_name = [&](const std::string& other) { return plain_name(other) == name; };
      if (!is_name(one.title) && std::ranges::none_of(one.aliases, is_name)) continue;
      if (!found.empty()) return {};
      found = one.id;
    }
    return found;
  }
  const auto found = indicators_.indicators_named(subject_.authority_id, name, unit);
  if (!found || found->empty() || found->front().second < kSureEnough) return {};
  // Two that fit alike: nobody can say which was meant.
  if (found->size() > 1 && (*found)[1].second == found->front().second) return {};
  return found->front().first;
}

std::string Live::known(std::string_view name, std::string_view unit, Naming naming) const {
  const auto indicator = named(name, unit, naming);
  if (indicator.empty()) return {};
  const auto counted = figure({.key = indicator, .indicator = indicator});
  if (!counted || !counted->fault.empty()) return {};
  // What nobody has entered is not known; what cannot be divided is known to be no number.
  if (counted->figure.value.standing == Standing::NotEntered) return {};
  return counted->figure.text;
}

} // namespace plumb::report
