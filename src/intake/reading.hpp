// SPDX-License-Identifier: Apache-2.0
/// Reads the members of a JSON object into values and remembers the first one that does not fit, so
/// that a reader is a list of lines without branches.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/decimal.hpp>
#include <plumb/base/result.hpp>
#include <plumb/base/span.hpp>
#include <plumb/event/json.hpp>

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::intake {

/// Longest text of one field and most elements of one list that a person may send.
inline constexpr std::size_t kTextBytesMax = 1 << 20;
inline constexpr std::size_t kListMax = 10'000;

class Reading {
public:
  enum Need { Optional, Required };

  explicit Reading(const event::Json& json) : json_(json) {
    if (json.object() == nullptr) bad_ = "";
  }

  /// Null and absent leave `out` as it is, or are faults where the text is required (and empty
  /// too).
  void text(std::string_view name, std::string& out, Need need = Optional) {
    const event::Json& value = json_[name];
    if (value.is_null()) return require(name, need == Optional);
    require(name, value.string() != nullptr && value.string()->size() <= kTextBytesMax &&
                      (need == Optional || !value.string()->empty()));
    out = value.text();
  }
  void boolean(std::string_view name, bool& out) {
    const event::Json& value = json_[name];
    if (value.is_null()) return;
    require(name, value.boolean() != nullptr);
    out = value.boolean_or(out);
  }
  void integer(std::string_view name, std::int64_t& out, std::int64_t min = 0,
               std::int64_t max = std::numeric_limits<std::uint32_t>::max()) {
    const event::Json& value = json_[name];
    const std::int64_t found = value.integer_or(min - 1);
    require(name, found >= min && found <= max);
    out = found;
  }
  void date(std::string_view name, std::optional<base::Date>& out) {
    const event::Json& value = json_[name];
    out.reset();
    if (value.is_null()) return;
    out = base::parse_date(value.text());
    require(name, out.has_value());
  }
  void span(std::string_view name, std::optional<base::Span>& out) {
    const event::Json& value = json_[name];
    out.reset();
    if (value.is_null()) return;
    const auto& ends = value.items();
    const std::int64_t from = ends.size() == 2 ? ends[0].integer_or(-1) : -1;
    const std::int64_t until = ends.size() == 2 ? ends[1].integer_or(-1) : -1;
    if (from < 0 || until < from || until > std::numeric_limits<std::uint32_t>::max())
      return require(name, false);
    out = base::Span{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until)};
  }
  /// 0–1 in the JSON, percent in the value; more digits are rounded down.
  void percent(std::string_view name, int& out) {
    const event::Json& value = json_[name];
    if (value.is_null()) return;
    auto number = value.number();
    if (!number || number->units < 0) return require(name, false);
    while (number->scale > 2) {
      number->units /= 10;
      --number->scale;
    }
    const auto hundredths = base::shift(*number, 2);
    if (!hundredths || hundredths->scale != 0 || hundredths->units > 100)
      return require(name, false);
    out = static_cast<int>(hundredths->units);
  }
  void decimal(std::string_view name, std::optional<base::Decimal>& out) {
    const event::Json& value = json_[name];
    out.reset();
    if (value.is_null()) return;
    out = value.number();
    require(name, out.has_value());
  }
  void texts(std::string_view name, std::vector<std::string>& out) {
    const event::Json& value = json_[name];
    if (value.is_null()) return;
    if (value.array() == nullptr || value.items().size() > kListMax) return require(name, false);
    out.clear();
    for (const auto& item : value.items()) {
      require(name, item.string() != nullptr && item.string()->size() <= kTextBytesMax);
      out.push_back(item.text());
    }
  }
  template <class T, class F> void list(std::string_view name, std::vector<T>& out, F&& read_one) {
    const event::Json& value = json_[name];
    if (value.is_null()) return;
    if (value.array() == nullptr || value.items().size() > kListMax) return require(name, false);
    out.clear();
    out.reserve(value.items().size());
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      auto one = read_one(value.items()[i]);
      if (!one)
        return require(std::string(name) + '[' + std::to_string(i) + "]." + one.error().where,
                       false);
      out.push_back(*std::move(one));
    }
  }
  void require(std::string_view name, bool holds) {
    if (!holds && !bad_) bad_ = std::string(name);
  }

  [[nodiscard]] base::Result<void> result() const {
    if (!bad_) return {};
    return base::fail(base::ErrorKind::InvalidInput, "intake.bad_field", {{"field", *bad_}}, *bad_);
  }

private:
  const event::Json& json_;
  std::optional<std::string> bad_;
};

} // namespace plumb::intake
