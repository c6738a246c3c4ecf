// SPDX-License-Identifier: Apache-2.0
// Reading JSON of facts and stored records: every member is checked, the first bad one remembered.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/event/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::registers {

struct Reader {
  const event::Json& from;
  std::string& bad; ///< name of the first bad member; stays empty while all is well

  void blame(std::string_view key) {
    if (bad.empty()) bad = key;
  }
  [[nodiscard]] std::string text(std::string_view key) {
    const auto& value = from[key];
    if (!value.is_null() && value.string() == nullptr) blame(key);
    return value.text();
  }
  [[nodiscard]] std::string needed(std::string_view key) {
    auto value = text(key);
    if (value.empty()) blame(key);
    return value;
  }
  [[nodiscard]] std::optional<base::Date> date(std::string_view key) {
    const auto& value = from[key];
    if (value.is_null()) return std::nullopt;
    const auto read = base::parse_date(value.text());
    if (!read) blame(key);
    return read;
  }
  [[nodiscard]] base::Date needed_date(std::string_view key) {
    const auto read = date(key);
    if (!read) blame(key);
    return read.value_or(base::make_date(1970, 1, 1));
  }
  [[nodiscard]] bool flag(std::string_view key) {
    const auto& value = from[key];
    if (!value.is_null() && value.boolean() == nullptr) blame(key);
    return value.boolean_or(false);
  }
  [[nodiscard]] std::int64_t number(std::string_view key) {
    const auto& value = from[key];
    if (!value.is_null() && value.integer() == nullptr) blame(key);
    return value.integer_or(0);
  }
  [[nodiscard]] const event::Json::Array& list(std::string_view key) {
    const auto& value = from[key];
    if (!value.is_null() && value.array() == nullptr) blame(key);
    return value.items();
  }
  /// The object, or an empty one.
  [[nodiscard]] event::Json::Object object(std::string_view key) {
    const auto& value = from[key];
    if (const auto* members = value.object()) return *members;
    if (!value.is_null()) blame(key);
    return {};
  }
};

} // namespace plumb::registers
