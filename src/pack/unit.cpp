// SPDX-License-Identifier: Apache-2.0
#include "unit.hpp"

#include "keys.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>

namespace plumb::pack {
namespace {

struct Unit {
  std::string_view name;
  UnitKind kind;
  std::string_view before, after; ///< around the number in Chinese
};
constexpr std::array<Unit, 31> kUnits{{
    {"working_day", UnitKind::Period, "", "个工作日"},
    {"calendar_day", UnitKind::Period, "", "日"},
    {"week", UnitKind::Period, "", "周"},
    {"month", UnitKind::Period, "", "个月"},
    {"year", UnitKind::Period, "", "年"},
    {"hour", UnitKind::Hours, "", "小时"},
    {"minute", UnitKind::Number, "", "分钟"},
    {"percent", UnitKind::Number, "", "%"},
    {"percent_per_day", UnitKind::Number, "每日", "%"},
    {"count", UnitKind::Number, "", ""},
    {"item", UnitKind::Number, "", "项"},
    {"person", UnitKind::Number, "", "人"},
    {"CNY", UnitKind::Number, "", "元"},
    {"CNY_per_day", UnitKind::Number, "每日", "元"},
    {"class_hour", UnitKind::Number, "", "学时"},
    {"day_per_year", UnitKind::Number, "每年", "日"},
    {"offset_day", UnitKind::Number, "", "日"},
    {"offset_hour", UnitKind::Number, "", "小时"},
    {"per_year", UnitKind::Number, "每年", "次"},
    {"per_half_year", UnitKind::Number, "每半年", "次"},
    {"per_quarter", UnitKind::Number, "每季度", "次"},
    {"per_month", UnitKind::Number, "每月", "次"},
    {"per_two_weeks", UnitKind::Number, "每两周", "次"},
    {"per_week", UnitKind::Number, "每周", "次"},
    {"per_day", UnitKind::Number, "每日", "次"},
    {"per_term", UnitKind::Number, "每届", "次"},
    {"boolean", UnitKind::Flag, "", ""},
    {"annual_date", UnitKind::AnnualDate, "", ""},
    {"date", UnitKind::CivilDate, "", ""},
    {"time", UnitKind::Text, "", ""},
    {"text", UnitKind::Text, "", ""},
}};

const Unit* find_unit(std::string_view name) {
  const auto found = std::find_if(kUnits.begin(), kUnits.end(),
                                  [&](const Unit& unit) { return unit.name == name; });
  return found == kUnits.end() ? nullptr : &*found;
}

/// MM-DD of a day that exists in some year.
bool is_annual(std::string_view text) {
  return text.size() == 5 && base::parse_date("2024-" + std::string(text)).has_value();
}

std::vector<base::Decimal> numbers(std::string_view text, std::string_view separator) {
  std::vector<base::Decimal> out;
  while (true) {
    const auto at = text.find(separator);
    const auto number = plain_decimal(base::trim(text.substr(0, at)));
    if (!number) return {};
    out.push_back(*number);
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + separator.size());
  }
}

bool less(base::Decimal a, base::Decimal b) {
  // Numbers of packs are short; what does not fit the common scale is compared by its whole part.
  const int scale = std::max(a.scale, b.scale);
  const auto wide = [scale](base::Decimal value) {
    __extension__ __int128 units = value.units;
    for (int i = value.scale; i < scale; ++i)
      units *= 10;
    return units;
  };
  return wide(a) < wide(b);
}

std::optional<std::pair<base::Decimal, base::Decimal>> range_of(const DatedValue& value) {
  const auto* text = std::get_if<std::string>(&value.value);
  if (text == nullptr) return {};
  const auto ends = numbers(*text, "..");
  if (ends.size() != 2 || less(ends[1], ends[0])) return {};
  return std::pair{ends[0], ends[1]};
}

std::string misfit_number(const DatedValue& value, Operator op, UnitKind kind) {
  if (op == Operator::Range) return range_of(value) ? "" : "a..b";
  if (op == Operator::Eq)
    if (const auto* text = std::get_if<std::string>(&value.value))
      return numbers(*text, ";").size() > 1 ? "" : "number";
  const auto* number = std::get_if<base::Decimal>(&value.value);
  if (number == nullptr) return "number";
  constexpr std::int64_t kUnitsMax = 1'000'000'000'000'000; // as expressions have it
  if (kind == UnitKind::Number)
    return number->scale <= 6 && number->units <= kUnitsMax && number->units >= -kUnitsMax
               ? ""
               : "at most 15 digits, 6 after the point";
  const bool whole = number->scale == 0 && number->units >= 0 && number->units <= 10000;
  return whole ? "" : "0..10000";
}

/// The days that a period can take at least and at most, before moving off rest days; both sides of
/// a comparison move alike, so what holds before holds after.
struct Days {
  std::int64_t least, most;
};
std::optional<Days> days_of(std::int64_t n, std::string_view unit) {
  if (unit == "working_day") return Days{n, 2 * n + 14};
  if (unit == "calendar_day") return Days{n, n};
  if (unit == "week") return Days{7 * n, 7 * n};
  if (unit == "month") return n == 0 ? Days{0, 0} : Days{30 * n - 2, 31 * n};
  if (unit == "year") return Days{365 * n, 366 * n};
  if (unit == "hour") return Days{n / 24, (n + 23) / 24};
  return {};
}

/// −1, 0, 1 as `a` is less than, equal to or more than `b` on every day; empty where days differ.
std::optional<int> order_of(const DatedValue& a, const DatedValue& b) {
  const auto* x = std::get_if<base::Decimal>(&a.value);
  const auto* y = std::get_if<base::Decimal>(&b.value);
  if (x == nullptr || y == nullptr) return {};
  if (a.unit == b.unit) return less(*x, *y) ? -1 : less(*y, *x) ? 1 : 0;
  if (x->scale != 0 || y->scale != 0) return {};
  const auto months = [](const DatedValue& value, std::int64_t n) -> std::optional<std::int64_t> {
    if (value.unit == "month") return n;
    if (value.unit == "year") return 12 * n;
    return {};
  };
  if (const auto m = months(a, x->units), n = months(b, y->units); m && n)
    return *m < *n ? -1 : *m > *n ? 1 : 0;
  const auto left = days_of(x->units, a.unit), right = days_of(y->units, b.unit);
  if (!left || !right) return {};
  if (left->least == left->most && right->least == right->most && left->least == right->least)
    return 0;
  // Touching ends cannot be exceeded either: not later, not shorter.
  if (left->most <= right->least) return -1;
  if (left->least >= right->most) return 1;
  return {};
}

Strictness by_order(std::optional<int> order, bool smaller_is_stricter) {
  if (!order) return Strictness::Unknown;
  if (*order == 0) return Strictness::Equal;
  return (*order < 0) == smaller_is_stricter ? Strictness::Stricter : Strictness::Looser;
}

/// Days of a year and days: `before` ends one day earlier than `by`.
Strictness compare_dates(Operator upper_op, const DatedValue& upper, Operator lower_op,
                         const DatedValue& lower) {
  const auto* a = std::get_if<std::string>(&upper.value);
  const auto* b = std::get_if<std::string>(&lower.value);
  if (a == nullptr || b == nullptr || upper.unit != lower.unit) return Strictness::Unknown;
  const std::pair<std::string_view, bool> x{*a, upper_op != Operator::Before},
      y{*b, lower_op != Operator::Before};
  if (x == y) return Strictness::Equal;
  if (upper_op == Operator::Eq || lower_op == Operator::Eq) return Strictness::Unknown;
  if (upper_op == Operator::Min) return y > x ? Strictness::Stricter : Strictness::Looser;
  return y < x ? Strictness::Stricter : Strictness::Looser;
}

bool same_direction(Operator a, Operator b, UnitKind kind) {
  const auto dated = [&](Operator op) {
    return kind != UnitKind::Period && kind != UnitKind::Hours &&
           (op == Operator::Before || op == Operator::By || op == Operator::Max);
  };
  return a == b || (dated(a) && dated(b));
}

} // namespace

std::optional<UnitKind> unit_kind(std::string_view unit) {
  const auto* found = find_unit(unit);
  return found == nullptr ? std::nullopt : std::optional(found->kind);
}

std::vector<std::string_view> unit_names() {
  std::vector<std::string_view> out;
  for (const auto& unit : kUnits)
    out.push_back(unit.name);
  return out;
}

std::string misfit(const DatedValue& value, Operator op) {
  const auto kind = unit_kind(value.unit);
  if (!kind) return "";
  const auto* text = std::get_if<std::string>(&value.value);
  switch (*kind) {
  case UnitKind::Period:
  case UnitKind::Hours:
  case UnitKind::Number:
    return misfit_number(value, op, *kind);
  case UnitKind::Flag:
    return std::holds_alternative<bool>(value.value) ? "" : "true|false";
  case UnitKind::AnnualDate:
    return text != nullptr && is_annual(*text) ? "" : "MM-DD";
  case UnitKind::CivilDate:
    return text != nullptr && base::parse_date(*text) ? "" : "YYYY-MM-DD";
  case UnitKind::Text:
    return text != nullptr && !text->empty() ? "" : "text";
  }
  return "";
}

Strictness compare(Operator upper_op, const DatedValue& upper, Operator lower_op,
                   const DatedValue& lower) {
  const auto kind = unit_kind(upper.unit);
  if (!kind || !same_direction(upper_op, lower_op, *kind)) return Strictness::Unknown;
  if (upper.unit == lower.unit && upper.value == lower.value && upper_op == lower_op)
    return Strictness::Equal;
  if (*kind == UnitKind::AnnualDate || *kind == UnitKind::CivilDate)
    return compare_dates(upper_op, upper, lower_op, lower);
  if (*kind == UnitKind::Flag) {
    const auto* asked = std::get_if<bool>(&upper.value);
    const auto* told = std::get_if<bool>(&lower.value);
    if (asked == nullptr || told == nullptr) return Strictness::Unknown;
    return *told ? Strictness::Stricter : Strictness::Looser;
  }
  if (*kind == UnitKind::Text || upper_op == Operator::Eq) return Strictness::Unknown;
  if (upper_op == Operator::Range) {
    const auto outer = range_of(upper), inner = range_of(lower);
    if (!outer || !inner || upper.unit != lower.unit) return Strictness::Unknown;
    const bool inside = !less(inner->first, outer->first) && !less(outer->second, inner->second);
    return inside ? Strictness::Stricter : Strictness::Looser;
  }
  const bool smaller =
      upper_op == Operator::Max || upper_op == Operator::By || upper_op == Operator::Forbid;
  return by_order(order_of(lower, upper), smaller);
}

std::string in_words(const DatedValue& value) {
  if (const auto* flag = std::get_if<bool>(&value.value)) return *flag ? "是" : "否";
  const auto* number = std::get_if<base::Decimal>(&value.value);
  const std::string plain =
      number != nullptr ? base::to_string(*number) : std::get<std::string>(value.value);
  if (value.unit == "annual_date" && is_annual(plain)) {
    const auto day = *base::parse_date("2024-" + plain);
    return std::to_string(unsigned{day.month()}) + "月" + std::to_string(unsigned{day.day()}) +
           "日";
  }
  const auto* unit = find_unit(value.unit);
  if (unit == nullptr) return plain + " " + value.unit;
  return std::string(unit->before) + plain + std::string(unit->after);
}

} // namespace plumb::pack
