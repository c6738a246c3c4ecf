// SPDX-License-Identifier: Apache-2.0
#include "keys.hpp"

#include <algorithm>

namespace plumb::pack {
namespace {

constexpr std::size_t kTextBytesMax = 8000;
/// `clock_<id>_earliest_on` has to fit the 63 bytes of a PostgreSQL name.
constexpr std::size_t kIdentifierMax = 40;

} // namespace

Keys::Keys(const yaml::File& file, const yaml::Node& mapping, Faults& faults,
           std::initializer_list<std::string_view> allowed)
    : file_(file), mapping_(mapping), faults_(faults) {
  if (mapping.kind != yaml::Node::Kind::Mapping) {
    if (!mapping.is_null())
      faults.error("pack.bad_value", {{"key", ""}, {"wanted", "mapping"}}, mapping.at);
    return;
  }
  for (const auto& key : mapping.keys)
    if (std::find(allowed.begin(), allowed.end(), key.text) == allowed.end())
      faults.error("pack.unknown_key", {{"key", key.text}}, key.at, nearest(key.text, allowed));
}

const yaml::Node* Keys::find(std::string_view key) const {
  const auto* value = mapping_.find(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

const yaml::Node* Keys::need(std::string_view key) {
  const auto* value = find(key);
  if (value == nullptr) faults_.error("pack.missing_key", {{"key", std::string(key)}}, mapping_.at);
  return value;
}

void Keys::bad(std::string_view key, const yaml::Node& value, std::string_view wanted) {
  std::string shown = value.text.substr(0, 80);
  while (!shown.empty() && shown.size() < value.text.size() &&
         (static_cast<unsigned char>(value.text[shown.size()]) & 0xC0) == 0x80)
    shown.pop_back();
  faults_.error("pack.bad_value",
                {{"key", std::string(key)}, {"value", shown}, {"wanted", std::string(wanted)}},
                value.at);
}

void Keys::check_applies(std::string_view key, bool applies) {
  if (const auto* value = find(key); value != nullptr && !applies)
    faults_.error("pack.does_not_apply", {{"key", std::string(key)}}, value->at);
}

const yaml::Node* Keys::scalar(std::string_view key, std::string_view wanted) {
  const auto* value = find(key);
  if (value == nullptr) return nullptr;
  if (value->kind == yaml::Node::Kind::Scalar && value->text.size() <= kTextBytesMax) return value;
  bad(key, *value, wanted);
  return nullptr;
}

std::string Keys::text(std::string_view key) {
  return word(key).text;
}
std::string Keys::text_or(std::string_view key) {
  return word_or(key).text;
}

Word Keys::word(std::string_view key) {
  if (need(key) == nullptr) return {{}, mapping_.at};
  Word out = word_or(key);
  if (out.empty() && find(key)->kind == yaml::Node::Kind::Scalar && find(key)->text.empty())
    bad(key, *find(key), "text");
  return out;
}

Word Keys::word_or(std::string_view key) {
  const auto* value = scalar(key, "text");
  return value == nullptr ? Word{{}, mapping_.at} : Word{value->text, value->at};
}

Word Keys::identifier(std::string_view key) {
  Word out = word(key);
  if (out.empty()) return out;
  if (!is_identifier(out.text))
    bad(key, *find(key), "snake_case");
  else if (out.text.size() > kIdentifierMax)
    bad(key, *find(key), "at most " + std::to_string(kIdentifierMax) + " letters");
  return out;
}

std::vector<Word> Keys::words(std::string_view key) {
  std::vector<Word> out;
  for (const auto& item : list(key)) {
    if (item.kind == yaml::Node::Kind::Scalar)
      out.push_back({item.text, item.at});
    else
      bad(key, item, "text");
  }
  return out;
}

std::vector<Word> Keys::some_words(std::string_view key) {
  auto out = words(key);
  if (const auto* value = find(key); value != nullptr && list(key).empty())
    bad(key, *value, "a list of at least one");
  return out;
}

yaml::Passage Keys::passage(std::string_view key) {
  const auto* value = scalar(key, "text");
  return value == nullptr ? yaml::Passage{{{}, mapping_.at}, {}, false}
                          : yaml::passage(file_, *value);
}

bool Keys::flag(std::string_view key, bool otherwise) {
  const auto* value = find(key);
  if (value == nullptr) return otherwise;
  if (!value->quoted && value->text == "true") return true;
  if (!value->quoted && value->text == "false") return false;
  bad(key, *value, "true|false");
  return otherwise;
}

std::int64_t Keys::integer(std::string_view key, std::int64_t otherwise, std::int64_t minimum,
                           std::int64_t maximum) {
  const auto* value = find(key);
  if (value == nullptr) return otherwise;
  const auto number = value->quoted ? std::nullopt : plain_decimal(value->text);
  if (number && number->scale == 0 && number->units >= minimum && number->units <= maximum)
    return number->units;
  bad(key, *value, std::to_string(minimum) + ".." + std::to_string(maximum));
  return otherwise;
}

std::optional<base::Decimal> Keys::decimal(std::string_view key) {
  const auto* value = find(key);
  if (value == nullptr) return {};
  if (value->kind == yaml::Node::Kind::Scalar && !value->quoted)
    if (const auto number = plain_decimal(value->text)) return number;
  bad(key, *value, "number");
  return {};
}

std::optional<Date> Keys::date(std::string_view key) {
  const auto* value = find(key);
  if (value == nullptr) return {};
  if (value->kind == yaml::Node::Kind::Scalar)
    if (const auto day = base::parse_date(value->text)) return day;
  bad(key, *value, "YYYY-MM-DD");
  return {};
}

Date Keys::need_date(std::string_view key) {
  need(key);
  return date(key).value_or(base::make_date(1949, 10, 1));
}

std::optional<Date> Keys::date_after(std::string_view key, std::optional<Date> from) {
  const auto until = date(key);
  if (from && until && *until <= *from)
    faults_.error("pack.empty_range",
                  {{"from", base::to_string(*from)}, {"until", base::to_string(*until)}},
                  find(key)->at);
  return until;
}

std::span<const yaml::Node> Keys::list(std::string_view key) {
  const auto* value = find(key);
  if (value == nullptr) return {};
  if (value->kind == yaml::Node::Kind::Sequence) return value->items;
  bad(key, *value, "list");
  return {};
}

bool is_identifier(std::string_view text) {
  bool begins = true; // a word begins here
  for (const char c : text) {
    if (c == '_') {
      if (begins) return false;
      begins = true;
    } else if (c >= 'a' && c <= 'z') {
      begins = false;
    } else if (c >= '0' && c <= '9' && &c != text.data()) {
      begins = false;
    } else {
      return false;
    }
  }
  return !begins;
}

bool is_dotted(std::string_view text) {
  while (true) {
    const auto dot = text.find('.');
    if (!is_identifier(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

std::optional<base::Decimal> plain_decimal(std::string_view text) {
  auto digits = text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  if (digits.empty() || digits.find_first_not_of("0123456789.") != std::string_view::npos)
    return {};
  if (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') return {};
  if (digits.front() == '.' || digits.back() == '.') return {};
  return base::parse_decimal(text);
}

} // namespace plumb::pack
