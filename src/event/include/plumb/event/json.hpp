// SPDX-License-Identifier: Apache-2.0
/// JSON as facts need it: no binary floating point (71.4 is a Decimal), and one canonical text for
/// one value (keys sorted, no blanks), so that a hash over it means something. Used for event
/// payloads and for the objects that the write path and the projections exchange.
#pragma once

#include <plumb/base/decimal.hpp>
#include <plumb/base/result.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace plumb::event {

class Json {
public:
  using Array = std::vector<Json>;
  using Object = std::map<std::string, Json, std::less<>>;

  Json() = default;
  Json(std::nullptr_t) {}
  Json(bool value) : value_(value) {}
  Json(int value) : value_(std::int64_t{value}) {}
  Json(std::int64_t value) : value_(value) {}
  Json(base::Decimal value);
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}

  [[nodiscard]] bool is_null() const { return value_.index() == 0; }
  [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
  [[nodiscard]] const std::string* string() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Object* object() const { return std::get_if<Object>(&value_); }
  [[nodiscard]] Array* array() { return std::get_if<Array>(&value_); }
  [[nodiscard]] Object* object() { return std::get_if<Object>(&value_); }
  /// Any number, whole ones included; nullopt for everything else.
  [[nodiscard]] std::optional<base::Decimal> number() const;

  /// The member, or a null value where this is no object or has no such member.
  [[nodiscard]] const Json& operator[](std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const;
  /// The text, or "" where this is no string.
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] std::int64_t integer_or(std::int64_t otherwise) const;
  [[nodiscard]] bool boolean_or(bool otherwise) const;
  /// The elements, or none where this is no array.
  [[nodiscard]] const Array& items() const;

  /// Canonical text: keys sorted by bytes, no blanks, non-ASCII characters as they are.
  [[nodiscard]] std::string dump() const;
  void dump_to(std::string& out) const;

  friend bool operator==(const Json&, const Json&) = default;

private:
  std::variant<std::monostate, bool, std::int64_t, base::Decimal, std::string, Array, Object>
      value_;
};

/// Strict RFC 8259 in valid UTF-8. event.bad_json: also for numbers that are not exact
/// decimals of at most 18 digits and for nesting deeper than 64.
[[nodiscard]] base::Result<Json> parse_json(std::string_view text);

/// Appends `text` as a JSON string with its quotes.
void append_quoted(std::string& out, std::string_view text);

} // namespace plumb::event
