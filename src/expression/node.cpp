// SPDX-License-Identifier: Apache-2.0
#include "node.hpp"

#include <plumb/base/decimal.hpp>

#include <algorithm>
#include <utility>

namespace plumb::expression {

namespace {

Value normalised_number(const Number& number, int scale) {
  std::int64_t units = number.units;
  if (number.scale < 0 || number.scale > kDeepScaleMax) return {};
  if (number.scale < scale &&
      __builtin_mul_overflow(units, power_of_ten(scale - number.scale), &units))
    return {};
  if (number.scale > scale) {
    const std::int64_t divisor = power_of_ten(number.scale - scale);
    if (units % divisor != 0) return {};
    units /= divisor;
  }
  if (units > kUnitsMax || units < -kUnitsMax) return {};
  return Number{units, scale};
}

void append_json_text(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char raw : text) {
    const auto c = static_cast<unsigned char>(raw);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += raw;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c < 0x20) {
      out += "\\u00";
      out += kHex[c >> 4U];
      out += kHex[c & 15U];
    } else {
      out += raw;
    }
  }
  out += '"';
}

} // namespace

std::string_view symbol_of(Op op) {
  switch (op) {
  case Op::Or:
    return "or";
  case Op::And:
    return "and";
  case Op::Not:
    return "not";
  case Op::Equal:
    return "==";
  case Op::NotEqual:
    return "!=";
  case Op::Less:
    return "<";
  case Op::LessEqual:
    return "<=";
  case Op::Greater:
    return ">";
  case Op::GreaterEqual:
    return ">=";
  case Op::Add:
    return "+";
  case Op::Subtract:
  case Op::Negate:
    return "-";
  case Op::Multiply:
    return "*";
  case Op::Days:
    return "days";
  case Op::Year:
    return "year";
  case Op::Month:
    return "month";
  case Op::Count:
    return "count";
  case Op::If:
    return "if";
  default:
    return "";
  }
}

std::int64_t power_of_ten(int digits) {
  std::int64_t power = 1;
  for (int i = 0; i < digits; ++i)
    power *= 10;
  return power;
}

Value normalised(Value value, Type type, int scale) {
  switch (type) {
  case Type::Flag:
    return std::holds_alternative<bool>(value) ? std::move(value) : Value{};
  case Type::Number:
    if (const auto* number = std::get_if<Number>(&value)) return normalised_number(*number, scale);
    return {};
  case Type::Text:
    if (const auto* text = std::get_if<std::string>(&value); text != nullptr && !text->empty())
      return value;
    return {};
  case Type::Date:
    if (const auto* date = std::get_if<base::Date>(&value); date != nullptr && date->ok() &&
                                                            date->year() >= std::chrono::year{1} &&
                                                            date->year() <= std::chrono::year{9999})
      return value;
    return {};
  case Type::List:
    if (const auto* list = std::get_if<List>(&value); list != nullptr && !list->empty())
      return value;
    return {};
  }
  return {};
}

std::int64_t day_number(base::Date date) {
  const std::int64_t month = static_cast<unsigned>(date.month());
  const std::int64_t year = static_cast<int>(date.year()) - (14 - month) / 12;
  return year * 1461 / 4 - year / 100 + year / 400 + (153 * ((month + 9) % 12) + 2) / 5 +
         static_cast<unsigned>(date.day());
}

std::string to_json(const List& list) {
  std::string out = "[";
  for (const std::string& text : list) {
    if (out.size() > 1) out += ',';
    append_json_text(out, text);
  }
  return out + "]";
}

bool can_be_found(std::string_view text) {
  return text != "," && std::all_of(text.begin(), text.end(),
                                    [](char c) { return static_cast<unsigned char>(c) >= 0x20; });
}

std::string literal_text(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<Number>(&value))
    return base::to_string(base::Decimal{number->units, number->scale});
  if (const auto* date = std::get_if<base::Date>(&value)) return base::to_string(*date);
  std::string out = "'";
  if (const auto* text = std::get_if<std::string>(&value))
    for (const char c : *text) {
      out += c;
      if (c == '\'') out += c;
    }
  return out + "'";
}

} // namespace plumb::expression
