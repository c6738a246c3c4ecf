// SPDX-License-Identifier: Apache-2.0
/// Report texts → lines of pieces. Pure.
#include "check_parts.hpp"
#include "content.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/indicators/indicators.hpp>
#include <plumb/report/report.hpp>

#include <algorithm>
#include <array>

namespace plumb::report {
namespace {

using base::Result;
using View = std::string_view;
using Pieces = std::vector<Piece>;
using Kind = paper::Paragraph::Kind;

constexpr View kOpen = "{{", kClose = "}}";
constexpr std::size_t kNameMax = 100, kIndicatorsMax = 60;
constexpr std::array<View, 6> kWords = {"year",      "last_year", "next_year",
                                        "authority", "unit",      "today"};
constexpr std::array<View, 5> kForms = {"value", "bare", "numerator", "denominator", "change"};

/// A line and its number; `at` within it tells the column.
struct Source {
  View line;
  std::size_t number = 0;

  [[nodiscard]] base::Unexpected<base::Error> fault(View reason, std::size_t at) const {
    const auto column =
        std::to_string(base::count_code_points(line.substr(0, std::min(at, line.size()))) + 1);
    const auto row = std::to_string(number);
    auto out = base::fail(base::ErrorKind::InvalidInput, "report.bad_text",
                          {{"line", row}, {"column", column}, {"reason", std::string(reason)}});
    out.value.where = row + ":" + column;
    return out;
  }
  /// Where a part of the line begins.
  [[nodiscard]] std::size_t place(View part) const {
    return static_cast<std::size_t>(part.data() - line.data());
  }
};

bool is_id(View name) {
  if (name.empty() || name.size() > kNameMax || name[0] < 'a' || name[0] > 'z') return false;
  return std::ranges::all_of(
      name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// Ids of units come from people's own lists, so that letters of any script may stand in them.
bool is_unit_id(View name) {
  if (name.empty() || name.size() > kNameMax) return false;
  for (std::size_t at = 0; at < name.size();) {
    const auto point = base::decode_utf8(name, at);
    at += point.size;
    if (point.value < 0x20 || point.value == 0x7F || base::is_blank(point.value)) return false;
    if (point.value == '{' || point.value == '}' || point.value == '=' || point.value == '|')
      return false;
  }
  return true;
}

Result<void> read_option(FigureName& name, View option, const Source& source) {
  const auto equals = option.find('=');
  const View key = base::trim(option.substr(0, equals));
  const View value = equals == View::npos ? View() : base::trim(option.substr(equals + 1));
  std::string* target = key == "unit"     ? &name.unit
                        : key == "period" ? &name.period
                        : key == "form"   ? &name.form
                                          : nullptr;
  const auto at = source.place(option);
  if (target == nullptr || equals == View::npos) return source.fault("unknown_option", at);
  if (!target->empty()) return source.fault("repeated_option", at);
  if (key == "unit" && !is_unit_id(value)) return source.fault("bad_unit", at);
  if (key == "form" && std::ranges::find(kForms, value) == kForms.end())
    return source.fault("bad_form", at);
  if (key == "period") {
    const auto period = indicators::parse_period(value);
    if (!period) return source.fault("bad_period", at);
    *target = indicators::name_of(*period); // so that equal periods have one key
    return {};
  }
  *target = value;
  return {};
}

/// What stands between the braces; never a list.
Result<Piece> read_name(View inside, const Source& source) {
  const auto bar = inside.find('|');
  const View name = base::trim(inside.substr(0, bar));
  const auto at = source.place(inside);
  if (name.empty()) return source.fault("empty_name", at);
  if (!is_id(name)) return source.fault("bad_name", at);
  if (std::ranges::find(kWords, name) != kWords.end()) {
    if (bar != View::npos) return source.fault("unknown_option", at + bar + 1);
    return Piece(Word{std::string(name)});
  }
  FigureName out{.key = {}, .indicator = std::string(name)};
  for (View rest = bar == View::npos ? View() : inside.substr(bar + 1); bar != View::npos;) {
    const auto next = rest.find('|');
    PLUMB_TRY(read_option(out, rest.substr(0, next), source));
    if (next == View::npos) break;
    rest.remove_prefix(next + 1);
  }
  if (out.form == "value") out.form.clear();
  out.key = key_of(out);
  return Piece(std::move(out));
}

bool names_a_list(View inside) {
  inside = base::trim(inside);
  return inside.starts_with("records:") || inside.starts_with("table:");
}

Result<ListBlock> read_list(View inside, const Source& source) {
  inside = base::trim(inside);
  const auto colon = inside.find(':');
  View rest = base::trim(inside.substr(colon + 1));
  const auto at = source.place(inside);
  ListBlock out;
  if (inside.starts_with("records:")) {
    if (rest.empty()) return source.fault("empty_name", at);
    if (!is_id(rest)) return source.fault("bad_name", source.place(rest));
    out.measure = rest;
    return out;
  }
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of(" \t"), rest.size());
    const View name = rest.substr(0, end);
    if (!is_id(name)) return source.fault("bad_name", source.place(name));
    out.indicators.emplace_back(name);
    rest = base::trim(rest.substr(end));
  }
  if (out.indicators.empty()) return source.fault("empty_name", at);
  if (out.indicators.size() > kIndicatorsMax) return source.fault("too_many_names", at);
  return out;
}

void add_text(Pieces& out, View text) {
  if (!text.empty()) out.emplace_back(std::string(text));
}

/// 1. or 1．; 1.5 is a number and 2026. a year.
bool is_third_heading(View line) {
  std::size_t at = 0;
  while (at < line.size() && line[at] >= '0' && line[at] <= '9')
    ++at;
  if (at == 0 || at > 2) return false;
  const View rest = line.substr(at);
  const bool wide = rest.starts_with("．");
  if (!wide && !rest.starts_with(".")) return false;
  const View behind = rest.substr(wide ? View("．").size() : 1);
  return behind.empty() || behind[0] < '0' || behind[0] > '9';
}

Kind kind_of(View line) {
  if (is_second_heading(line)) return Kind::Heading2;
  return is_third_heading(line) ? Kind::Heading3 : Kind::Body;
}

Result<Line> read_line(const Source& source) {
  const View trimmed = base::trim(source.line);
  Line out{.kind = kind_of(trimmed), .content = Pieces()};
  Pieces pieces;
  View rest = trimmed;
  while (!rest.empty()) {
    const auto open = rest.find(kOpen), stray = rest.find(kClose);
    if (stray < open) return source.fault("unopened", source.place(rest) + stray);
    add_text(pieces, rest.substr(0, open));
    if (open == View::npos) break;
    const View behind = rest.substr(open + kOpen.size());
    const auto close = behind.find(kClose), again = behind.find(kOpen);
    const auto at = source.place(rest) + open;
    if (close == View::npos || again < close) return source.fault("unclosed", at);
    const View inside = behind.substr(0, close);
    rest = behind.substr(close + kClose.size());
    if (names_a_list(inside)) {
      if (!pieces.empty() || !rest.empty()) return source.fault("not_alone", at);
      PLUMB_TRY_ASSIGN(out.content, read_list(inside, source));
      return out;
    }
    PLUMB_TRY_ASSIGN(auto piece, read_name(inside, source));
    pieces.push_back(std::move(piece));
  }
  out.content = std::move(pieces);
  return out;
}

} // namespace

// With up to three Chinese numerals.
bool is_second_heading(View line) {
  const View open = line.starts_with("（") ? "（" : "(";
  if (!line.starts_with(open)) return false;
  constexpr View kNumerals = "一二三四五六七八九十";
  constexpr std::size_t kBytes = 3;
  std::size_t at = open.size(), count = 0;
  while (count < 4 && at + kBytes <= line.size() &&
         kNumerals.find(line.substr(at, kBytes)) != View::npos) {
    at += kBytes;
    ++count;
  }
  return count > 0 && count < 4 && (line.substr(at).starts_with("）") || line.substr(at, 1) == ")");
}

Result<std::vector<Line>> parse_text(View text) {
  std::vector<Line> out;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const Source source{text.substr(0, end), number};
    text.remove_prefix(std::min(end + 1, text.size()));
    if (base::trim(source.line).empty()) continue;
    PLUMB_TRY_ASSIGN(auto line, read_line(source));
    out.push_back(std::move(line));
  }
  return out;
}

} // namespace plumb::report
