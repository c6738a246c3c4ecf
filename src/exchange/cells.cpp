// SPDX-License-Identifier: Apache-2.0
#include "cells.hpp"

#include "rows.hpp"

#include <plumb/base/decimal.hpp>
#include <plumb/base/utf8.hpp>
#include <plumb/registers/registers.hpp>

#include <algorithm>
#include <array>
#include <functional>

namespace plumb::exchange {
namespace {

using pack::FieldType;
using View = std::string_view;

ReadCell faulty(View fault, std::string detail) {
  return {{}, std::string(fault), std::move(detail)};
}

/// Marks between the items of one cell, the strongest first. A piece that is a known name is never
/// split, so a name may contain a mark.
constexpr std::array<std::array<View, 2>, 4> kMarks = {
    {{"\n", "\n"}, {"；", ";"}, {"、", "、"}, {"，", ","}}};

std::vector<View> split_at(View text, const std::array<View, 2>& marks) {
  std::vector<View> out;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const bool end = at == text.size();
    const auto rest = text.substr(at);
    const std::size_t size = end                          ? 1
                             : rest.starts_with(marks[0]) ? marks[0].size()
                             : rest.starts_with(marks[1]) ? marks[1].size()
                                                          : 0;
    if (size > 0) {
      const auto piece = base::trim(text.substr(from, at - from));
      if (!piece.empty()) out.push_back(piece);
      from = at + size;
    }
    at += std::max<std::size_t>(size, 1);
  }
  return out;
}

using Known = std::function<std::vector<std::string>(View)>;

/// The first piece that nothing is called by; empty where all are known.
std::string add_items(View text, std::size_t mark, const Known& known,
                      std::vector<std::string>& out) {
  if (const auto found = known(text); !found.empty()) {
    for (const auto& one : found)
      if (std::ranges::find(out, one) == out.end()) out.push_back(one);
    return {};
  }
  if (mark == kMarks.size()) return std::string(text);
  const auto pieces = split_at(text, kMarks[mark]);
  if (pieces.empty()) return std::string(text);
  for (const auto piece : pieces)
    if (auto unknown = add_items(piece, mark + 1, known, out); !unknown.empty()) return unknown;
  return {};
}

/// By the weakest mark that no item contains.
std::string join_items(const std::vector<std::string>& items) {
  const auto holds = [&](std::initializer_list<View> marks) {
    return std::ranges::any_of(items, [&](const std::string& item) {
      return std::ranges::any_of(marks,
                                 [&](View mark) { return item.find(mark) != std::string::npos; });
    });
  };
  const View mark = !holds({"、", "，", ",", "；", ";"}) ? "、" : !holds({"；", ";"}) ? "；" : "\n";
  std::string out;
  for (const auto& item : items) {
    if (!out.empty()) out += mark;
    out += item;
  }
  return out;
}

/// The id of the choice with that title or id.
std::vector<std::string> choice_of(const pack::Field& field, View written) {
  const std::string wanted = plain(written);
  for (const auto& choice : field.choices)
    if (choice.title == written || plain(choice.title) == wanted) return {choice.id};
  for (const auto& choice : field.choices)
    if (choice.id == wanted) return {choice.id};
  return {};
}

std::string choice_text(const pack::Field& field, const std::string& id) {
  const auto found = std::ranges::find(field.choices, id, &pack::Choice::id);
  if (found == field.choices.end()) return id;
  const auto back = choice_of(field, found->title);
  return back.size() == 1 && back[0] == id ? found->title : id;
}

std::string titles_of(const pack::Field& field) {
  constexpr std::size_t kShown = 12;
  std::string out;
  for (std::size_t i = 0; i < field.choices.size() && i < kShown; ++i)
    out += (i > 0 ? "、" : "") + field.choices[i].title;
  return field.choices.size() > kShown ? out + "……" : out;
}

ReadCell read_number(const pack::Field& field, View text) {
  std::string digits = plain(text);
  for (const View sign : {"¥", "￥"})
    if (digits.starts_with(sign)) digits.erase(0, sign.size());
  const auto number = base::parse_decimal(digits);
  if (!number) return faulty("number", std::string(text));
  if (field.type == FieldType::Integer && number->scale > 0)
    return faulty("number", std::string(text));
  return {Json(*number)};
}

ReadCell read_list(const pack::Field& field, View text, View fault, const Known& known) {
  std::vector<std::string> items;
  if (const auto unknown = add_items(text, 0, known, items); !unknown.empty())
    return faulty(fault, unknown);
  (void)field;
  Json::Array out(items.begin(), items.end());
  return {Json(std::move(out))};
}

ReadCell read_unit(View text, Names& names) {
  const auto& found = names.units(text);
  if (found.size() == 1) return {Json(found[0])};
  const auto similar = names.similar(text);
  return faulty("unit", std::string(text) + (similar.empty() ? "" : "（是否为：" + similar + "）"));
}

ReadCell read_plain(const pack::Field& field, View text, Names& names) {
  switch (field.type) {
  case FieldType::Text:
  case FieldType::LongText:
    return {Json(as_kept(text))};
  case FieldType::Record:
    return {Json(std::string(base::trim(text)))};
  case FieldType::Integer:
  case FieldType::Decimal:
    return read_number(field, text);
  case FieldType::CivilDate: {
    const auto day = read_date(text);
    return day ? ReadCell{Json(base::to_string(*day))} : faulty("date", std::string(text));
  }
  case FieldType::Flag: {
    const auto flag = read_flag(text);
    return flag ? ReadCell{Json(*flag)} : faulty("flag", std::string(text));
  }
  case FieldType::Choice: {
    const auto found = choice_of(field, text);
    if (found.empty())
      return faulty("choice", std::string(text) + "（可选：" + titles_of(field) + "）");
    return {Json(found[0])};
  }
  case FieldType::Choices:
    return read_list(field, text, "choice", [&](View one) { return choice_of(field, one); });
  case FieldType::Unit:
    return read_unit(text, names);
  case FieldType::Units:
    return read_list(field, text, "unit", [&](View one) { return names.units(one); });
  case FieldType::Rows:
    return read_rows(field, text, names);
  case FieldType::File:
  case FieldType::Files:
    break;
  }
  return faulty("type", std::string(text));
}

std::string item_text(const pack::Field& field, const Json& value, Names& names) {
  return field.type == FieldType::Units ? names.of(value.text()) : choice_text(field, value.text());
}

std::string file_names(const Json& value) {
  if (value.array() == nullptr) return value.object() != nullptr ? value["name"].text() : "";
  std::string out;
  for (const auto& one : value.items())
    out += (out.empty() ? "" : "\n") + one["name"].text();
  return out;
}

/// Sets of ids are the same in any order.
std::vector<std::string> sorted_items(const Json& value) {
  std::vector<std::string> out;
  for (const auto& one : value.items())
    out.push_back(one.text());
  std::ranges::sort(out);
  return out;
}

} // namespace

std::string plain(View text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = base::decode_utf8(text, at);
    at += c.size;
    if (base::is_blank(c.value) || c.value == '\n') continue;
    const bool wide = c.value >= 0xFF01 && c.value <= 0xFF5E;
    base::append_utf8(out, wide ? c.value - 0xFEE0 : c.value);
  }
  return out;
}

std::string as_kept(View text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\r') {
      if (at + 1 == text.size() || text[at + 1] != '\n') out += '\n';
      continue;
    }
    // U+FFFE and U+FFFF: no XML, so no spreadsheet, can hold them.
    const auto rest = text.substr(at);
    if (rest.starts_with("\xEF\xBF\xBE") || rest.starts_with("\xEF\xBF\xBF")) {
      at += 2;
      continue;
    }
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
  }
  return std::string(base::trim(out));
}

const std::string& Names::of(const std::string& unit_id) {
  const auto known = names_.find(unit_id);
  if (known != names_.end()) return known->second;
  std::string name = unit_id;
  if (const auto* unit = tree_.find(unit_id)) {
    const std::string today(unit->name_on({}));
    const auto& back = units(today);
    if (back.size() == 1 && back[0] == unit_id) name = today;
  }
  return names_.emplace(unit_id, std::move(name)).first->second;
}

const std::vector<std::string>& Names::units(View written) {
  const auto known = units_.find(written);
  if (known != units_.end()) return known->second;
  std::vector<std::string> found;
  if (tree_.find(written) != nullptr) {
    found.emplace_back(written);
  } else {
    auto resolved = tree_.resolve(written, {});
    const bool sure = resolved.reason != organisation::Reason::Unresolved &&
                      resolved.reason != organisation::Reason::Everybody &&
                      resolved.reason != organisation::Reason::Remainder;
    if (sure) found = std::move(resolved.units);
  }
  return units_.emplace(std::string(written), std::move(found)).first->second;
}

std::string Names::similar(View written) const {
  constexpr std::size_t kShown = 3;
  const auto resolved = tree_.resolve(written, {});
  std::string out;
  for (std::size_t i = 0; i < resolved.suggestions.size() && i < kShown; ++i)
    if (const auto* unit = tree_.find(resolved.suggestions[i]))
      out += (out.empty() ? "" : "、") + std::string(unit->name_on({}));
  return out;
}

std::optional<bool> read_flag(View text) {
  static constexpr std::array<View, 8> kYes = {"是", "√", "✓", "✔", "1", "true", "yes", "Y"};
  static constexpr std::array<View, 8> kNo = {"否", "×", "✗", "✘", "0", "false", "no", "N"};
  std::string word = plain(text);
  if (word == "TRUE" || word == "FALSE") word = word == "TRUE" ? "true" : "false";
  if (std::ranges::find(kYes, word) != kYes.end()) return true;
  if (std::ranges::find(kNo, word) != kNo.end()) return false;
  return std::nullopt;
}

ReadCell read_cell(const pack::Field& field, View text, Names& names) {
  auto read = read_plain(field, text, names);
  if (!read.fault.empty()) return read;
  if (const auto fault = registers::fault_of(field, read.value); !fault.empty())
    return faulty(fault, std::string(text.substr(0, 200)));
  return read;
}

std::string write_cell(const pack::Field& field, const Json& value, Names& names) {
  if (value.is_null()) return {};
  switch (field.type) {
  case FieldType::Text:
  case FieldType::LongText:
  case FieldType::Record:
  case FieldType::CivilDate:
    return as_kept(value.text());
  case FieldType::Integer:
  case FieldType::Decimal: {
    const auto number = value.number();
    return number ? base::to_string(*number) : std::string();
  }
  case FieldType::Flag:
    return value.boolean() == nullptr ? "" : *value.boolean() ? "是" : "否";
  case FieldType::Choice:
    return choice_text(field, value.text());
  case FieldType::Unit:
    return names.of(value.text());
  case FieldType::Choices:
  case FieldType::Units: {
    std::vector<std::string> items;
    for (const auto& one : value.items())
      items.push_back(item_text(field, one, names));
    return join_items(items);
  }
  case FieldType::File:
  case FieldType::Files:
    return file_names(value);
  case FieldType::Rows:
    return write_rows(field, value, names);
  }
  return {};
}

bool same_value(const pack::Field& field, const Json& present, const Json& given) {
  if (field.type == FieldType::Rows) return same_rows(field, present, given);
  if (present.is_null() || given.is_null()) return present.is_null() == given.is_null();
  switch (field.type) {
  case FieldType::Text:
  case FieldType::LongText:
  case FieldType::Record:
    return as_kept(present.text()) == as_kept(given.text());
  case FieldType::Integer:
  case FieldType::Decimal:
    return present.number() == given.number();
  case FieldType::Choices:
  case FieldType::Units:
    return sorted_items(present) == sorted_items(given);
  default:
    return present == given;
  }
}

} // namespace plumb::exchange
