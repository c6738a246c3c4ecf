// SPDX-License-Identifier: Apache-2.0
#include "fields.hpp"

#include "record.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::registers {
namespace {

using expression::Number;
using expression::Value;
using pack::FieldType;

constexpr std::size_t kItemsMax = 5000;
constexpr int kTextMax = 500, kLongTextMax = 20'000;
constexpr std::int64_t kUnitsMax = 1'000'000'000'000'000; // as large as expressions can count
// Expressions cannot see personal data, sealed or not yet: only that something is there.
constexpr std::string_view kSealed = "sealed";

bool is_sealed(const Json& value) {
  return value.object() != nullptr && value.has("sealed");
}

// What stands for a personal value: a text or a few of them, whatever they are good for.
bool is_good_seal(const Json& value) {
  constexpr std::size_t kPartsMax = 8, kPartMax = 500;
  const auto good = [](const Json& part) {
    return part.string() != nullptr && part.text().size() <= kPartMax;
  };
  const auto& seal = value["sealed"];
  if (value.object()->size() != 1) return false;
  if (seal.object() == nullptr) return good(seal);
  return seal.object()->size() <= kPartsMax &&
         std::ranges::all_of(*seal.object(), [&](const auto& part) { return good(part.second); });
}

std::string_view fault_of_text(const std::string* text, int length_max) {
  if (text == nullptr) return "type";
  if (text->find('\0') != std::string::npos || !base::is_valid_utf8(*text)) return "characters";
  if (base::count_code_points(*text) > static_cast<std::size_t>(length_max)) return "too_long";
  return {};
}

std::string_view fault_of_bounds(const pack::Field& field, std::int64_t units) {
  if (field.minimum && units < *field.minimum) return "too_small";
  if (field.maximum && units > *field.maximum) return "too_large";
  if (units > kUnitsMax) return "too_large";
  if (units < -kUnitsMax) return "too_small";
  return {};
}

// The number in whole units of the field's scale.
std::optional<std::int64_t> units_of(const Json& value, int scale) {
  const auto number = value.number();
  if (!number || number->scale > scale) return std::nullopt;
  const auto shifted = base::shift(*number, scale);
  if (!shifted || shifted->scale != 0) return std::nullopt;
  return shifted->units;
}

std::string_view fault_of_number(const pack::Field& field, const Json& value) {
  if (field.type == FieldType::Integer)
    return value.integer() == nullptr ? "type" : fault_of_bounds(field, *value.integer());
  const auto number = value.number();
  if (!number) return "type";
  if (number->scale > field.scale) return "scale";
  const auto units = units_of(value, field.scale);
  return units ? fault_of_bounds(field, *units) : "too_large";
}

std::string_view fault_of_choice(const pack::Field& field, const Json& value) {
  if (value.string() == nullptr) return "type";
  const bool known = std::ranges::any_of(
      field.choices, [&](const auto& choice) { return choice.id == value.text(); });
  return known ? "" : "choice";
}

template <class Check>
std::string_view fault_of_list(const Json& value, bool distinct, const Check& check) {
  if (value.array() == nullptr) return "type";
  if (value.items().size() > kItemsMax) return "too_many";
  std::vector<std::string_view> seen;
  for (const auto& item : value.items()) {
    if (const auto fault = check(item); !fault.empty()) return fault;
    if (distinct) seen.push_back(item.text());
  }
  std::ranges::sort(seen);
  return std::ranges::adjacent_find(seen) == seen.end() ? "" : "too_many";
}

// The hash of an attachment's content, alone or with what is shown of it.
std::string_view fault_of_file(const Json& value) {
  const auto* text = value.object() != nullptr ? value["sm3"].string() : value.string();
  if (text != nullptr && text->empty()) return "type";
  return fault_of_text(text, kTextMax);
}

std::string_view fault_of_row(const pack::Field& field, const Json& row) {
  if (row.object() == nullptr) return "type";
  for (const auto& [name, value] : *row.object()) {
    const auto column = std::ranges::find(field.columns, name, &pack::Field::id);
    if (column == field.columns.end()) return "unknown_column";
    if (const auto fault = fault_of(*column, value); !fault.empty()) return fault;
  }
  return {};
}

std::string_view fault_of_filled(const pack::Field& field, const Json& value) {
  const auto named = [](const Json& item) {
    return item.text().empty() ? "type" : fault_of_text(item.string(), kTextMax);
  };
  switch (field.type) {
  case FieldType::Text:
    return fault_of_text(value.string(), field.length_max > 0 ? field.length_max : kTextMax);
  case FieldType::LongText:
    return fault_of_text(value.string(), field.length_max > 0 ? field.length_max : kLongTextMax);
  case FieldType::Integer:
  case FieldType::Decimal:
    return fault_of_number(field, value);
  case FieldType::CivilDate:
    return base::parse_date(value.text()) ? "" : "type";
  case FieldType::Flag:
    return value.boolean() != nullptr ? "" : "type";
  case FieldType::Choice:
    return fault_of_choice(field, value);
  case FieldType::Choices:
    return fault_of_list(value, true,
                         [&](const Json& item) { return fault_of_choice(field, item); });
  case FieldType::Unit:
  case FieldType::Record:
    return named(value);
  case FieldType::Units:
    return fault_of_list(value, true, named);
  case FieldType::File:
    return fault_of_file(value);
  case FieldType::Files:
    return fault_of_list(value, false, fault_of_file);
  case FieldType::Rows:
    return fault_of_list(value, false, [&](const Json& row) { return fault_of_row(field, row); });
  }
  return "type";
}

Value text_value(const std::string& text) {
  return text.empty() ? Value{} : Value{text};
}

Value list_value(const Json& json) {
  expression::List list;
  for (const auto& item : json.items())
    list.push_back(item.text());
  return list.empty() && json.array() == nullptr ? Value{} : Value{std::move(list)};
}

Value number_value(std::int64_t units, int scale = 0) {
  return Number{units, scale};
}

Value date_value(const std::optional<Date>& date) {
  return date ? Value{*date} : Value{};
}

Value field_value(const pack::Field& field, const Json& json) {
  if (field.type == FieldType::Rows || field.type == FieldType::Files)
    return number_value(static_cast<std::int64_t>(json.items().size()));
  if (!is_filled(json)) return {};
  const bool texts = field.type == FieldType::Text || field.type == FieldType::LongText;
  if (field.personal || is_sealed(json)) return texts ? Value{std::string(kSealed)} : Value{};
  switch (field.type) {
  case FieldType::Text:
  case FieldType::LongText:
  case FieldType::Choice:
  case FieldType::Unit:
  case FieldType::Record:
    return text_value(json.text());
  case FieldType::File:
    return text_value(json.object() != nullptr ? json["sm3"].text() : json.text());
  case FieldType::Integer:
  case FieldType::Decimal: {
    const int scale = field.type == FieldType::Integer ? 0 : field.scale;
    const auto units = units_of(json, scale);
    return units ? number_value(*units, scale) : Value{};
  }
  case FieldType::CivilDate:
    return date_value(base::parse_date(json.text()));
  case FieldType::Flag:
    return json.boolean() != nullptr ? Value{*json.boolean()} : Value{};
  case FieldType::Choices:
  case FieldType::Units:
    return list_value(json);
  case FieldType::Files:
  case FieldType::Rows:
    break;
  }
  return {};
}

} // namespace

bool is_filled(const Json& value) {
  if (value.is_null()) return false;
  if (const auto* text = value.string()) return !base::trim(*text).empty();
  if (const auto* list = value.array()) return !list->empty();
  if (const auto* object = value.object()) return !object->empty();
  return true;
}

std::string_view fault_of(const pack::Field& field, const Json& value) {
  if (value.is_null()) return {};
  if (is_sealed(value)) return field.personal && is_good_seal(value) ? "" : "type";
  return fault_of_filled(field, value);
}

expression::Value RecordView::parameter(std::string_view id) const {
  return rules_.parameter_value(id, on_);
}

namespace {

// `<rows>.<column>.filled`, `.yes`, `.last`: how many rows have it, say yes, what the last says.
Value counted_value(const Json& rows, std::string_view column, std::string_view what) {
  if (what == "last") {
    const auto* flag = rows.items().empty() ? nullptr : rows.items().back()[column].boolean();
    return flag != nullptr ? Value{*flag} : Value{};
  }
  return number_value(std::ranges::count_if(rows.items(), [&](const Json& row) {
    return what == "yes" ? row[column].boolean_or(false) : is_filled(row[column]);
  }));
}

Value children_value(const Record& record, std::string_view register_id, std::string_view what) {
  return number_value(std::ranges::count_if(record.children, [&](const Child& child) {
    return child.register_id == register_id && (what == "count" || child.done || child.final);
  }));
}

// What the scope names behind the clocks: `a.b.c`.
Value named_value(const Record& record, std::string_view name) {
  const auto first = name.find('.'), last = name.rfind('.');
  if (first == std::string_view::npos || first == last) return {};
  const auto head = name.substr(0, first), middle = name.substr(first + 1, last - first - 1),
             what = name.substr(last + 1);
  return head == "children" ? children_value(record, middle, what)
                            : counted_value(record.fields[head], middle, what);
}

} // namespace

std::vector<expression::Value> values_of(const pack::Register& declared, const Record& record,
                                         Date today) {
  std::vector<Value> values;
  values.reserve(4 + declared.fields.size() + 3 * declared.steps.size() +
                 7 * declared.clocks.size());
  values.push_back(text_value(record.record_id));
  values.push_back(text_value(record.state));
  values.push_back(date_value(record.opened_on));
  values.push_back(date_value(today));
  for (const auto& field : declared.fields)
    values.push_back(field_value(field, record.fields[field.id]));
  for (const auto& step : declared.steps) {
    std::int64_t count = 0;
    std::optional<Date> newest;
    for (const auto& done : record.steps) {
      if (done.step != step.id) continue;
      ++count;
      newest = newest ? std::max(*newest, done.on) : done.on;
    }
    values.emplace_back(count > 0);
    values.push_back(date_value(newest));
    values.push_back(number_value(count));
  }
  for (const auto& clock : declared.clocks) {
    const auto* state = find_clock(record, clock.id);
    values.emplace_back(state != nullptr && state->running());
    values.push_back(state != nullptr ? date_value(state->started_on) : Value{});
    values.push_back(state != nullptr ? date_value(state->earliest_on) : Value{});
    values.push_back(state != nullptr ? date_value(state->due_on) : Value{});
    values.push_back(state != nullptr ? date_value(state->target_on) : Value{});
    values.push_back(state != nullptr ? date_value(state->stopped_on) : Value{});
    values.push_back(number_value(state != nullptr ? state->extended : 0));
  }
  const auto& columns = declared.scope.columns;
  for (auto at = values.size(); at < columns.size(); ++at)
    values.push_back(named_value(record, columns[at].name));
  return values;
}

Json to_json(const expression::Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* date = std::get_if<Date>(&value)) return base::to_string(*date);
  if (const auto* number = std::get_if<Number>(&value))
    return base::shift({number->units, number->scale}, 0).value_or(base::Decimal{});
  if (const auto* list = std::get_if<expression::List>(&value)) {
    Json::Array items;
    for (const auto& item : *list)
      items.emplace_back(item);
    return items;
  }
  return {};
}

} // namespace plumb::registers
