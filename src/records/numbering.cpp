// SPDX-License-Identifier: Apache-2.0
#include "numbering.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

namespace plumb::records {
namespace {

using View = std::string_view;

/// Longer texts are no numbers; bounds the search for the end of a series.
constexpr std::size_t kBytesMax = 300;
constexpr std::size_t kDigitsMax = 9;

struct Part {
  enum class Kind { Literal, Series, Year, Number };
  Kind kind = Kind::Literal;
  std::string text = {};
};

std::string with_one_bracket(View text) {
  constexpr std::array<std::pair<View, View>, 10> kSame = {{{"[", "〔"},
                                                            {"]", "〕"},
                                                            {"(", "〔"},
                                                            {")", "〕"},
                                                            {"（", "〔"},
                                                            {"）", "〕"},
                                                            {"【", "〔"},
                                                            {"】", "〕"},
                                                            {"［", "〔"},
                                                            {"］", "〕"}}};
  std::string out;
  while (!text.empty()) {
    const auto same =
        std::ranges::find_if(kSame, [&](const auto& pair) { return text.starts_with(pair.first); });
    if (same == kSame.end()) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    out += same->second;
    text.remove_prefix(same->first.size());
  }
  return out;
}

std::vector<Part> parts_of(View pattern) {
  constexpr std::array<std::pair<View, Part::Kind>, 3> kPlaces = {
      {{"{series}", Part::Kind::Series},
       {"{year}", Part::Kind::Year},
       {"{number}", Part::Kind::Number}}};
  std::vector<Part> out;
  while (!pattern.empty()) {
    const auto place = std::ranges::find_if(
        kPlaces, [&](const auto& one) { return pattern.starts_with(one.first); });
    if (place != kPlaces.end()) {
      out.push_back({.kind = place->second});
      pattern.remove_prefix(place->first.size());
      continue;
    }
    if (out.empty() || out.back().kind != Part::Kind::Literal) out.push_back({});
    out.back().text += pattern.front();
    pattern.remove_prefix(1);
  }
  return out;
}

std::size_t digits_of(View text) {
  std::size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9')
    ++count;
  return count;
}

template <class Integer> Integer integer_of(View digits) {
  Integer value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool matches(std::span<const Part> parts, View text, Numbered& out) {
  if (parts.empty()) return text.empty();
  const auto rest = parts.subspan(1);
  switch (parts.front().kind) {
  case Part::Kind::Literal: {
    const View literal = parts.front().text;
    return text.starts_with(literal) && matches(rest, text.substr(literal.size()), out);
  }
  case Part::Kind::Year:
    if (digits_of(text) < 4) return false;
    out.year = integer_of<int>(text.substr(0, 4));
    return matches(rest, text.substr(4), out);
  case Part::Kind::Number: {
    const std::size_t digits = digits_of(text);
    if (digits == 0 || digits > kDigitsMax) return false;
    out.number = integer_of<std::int64_t>(text.substr(0, digits));
    return matches(rest, text.substr(digits), out);
  }
  case Part::Kind::Series:
    for (std::size_t size = 1; size <= text.size(); ++size)
      if (matches(rest, text.substr(size), out)) {
        out.series = text.substr(0, size);
        return true;
      }
    return false;
  }
  return false;
}

View trimmed(View text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == View::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

} // namespace

std::vector<pack::Numbering> numberings_of(const pack::Register& declared) {
  std::vector<pack::Numbering> out;
  for (const auto& step : declared.steps)
    for (const auto& numbering : step.assigns)
      if (std::ranges::find(out, numbering.field, &pack::Numbering::field) == out.end())
        out.push_back(numbering);
  return out;
}

std::optional<Numbered> read_number(const pack::Numbering& numbering, const event::Json& fields) {
  const View text = trimmed(fields[numbering.field].text());
  if (text.empty() || text.size() > kBytesMax) return std::nullopt;
  Numbered out{.field = numbering.field, .series = {}};
  if (numbering.pattern.find("{series}") == std::string::npos)
    out.series = fields[numbering.series].text();
  const auto parts = parts_of(with_one_bracket(numbering.pattern));
  if (!matches(parts, with_one_bracket(text), out)) return std::nullopt;
  return out;
}

} // namespace plumb::records
