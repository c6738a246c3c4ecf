// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/utf8.hpp>
#include <plumb/event/json.hpp>

#include <nlohmann/json.hpp>

#include <limits>

namespace plumb::event {

namespace {

constexpr std::size_t kNestingMax = 64;

/// Builds a Json from nlohmann's event stream: the tree type of that library would turn 71.4 into a
/// binary fraction before we could see its text.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
public:
  Json result;

  bool null() override { return add(Json()); }
  bool boolean(bool value) override { return add(Json(value)); }
  bool number_integer(number_integer_t value) override { return add(Json(std::int64_t{value})); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
      return false;
    return add(Json(static_cast<std::int64_t>(value)));
  }
  bool number_float(number_float_t, const string_t& text) override {
    const auto value = base::parse_decimal(text);
    return value && add(Json(*value));
  }
  bool string(string_t& value) override { return add(Json(std::move(value))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json(Json::Object{})); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Json(Json::Array{})); }
  bool end_array() override { return close(); }
  bool key(string_t& value) override {
    key_ = std::move(value);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

private:
  Json* place(Json value) {
    if (stack_.empty()) {
      result = std::move(value);
      return &result;
    }
    if (auto* array = stack_.back()->array()) {
      array->push_back(std::move(value));
      return &array->back();
    }
    // A repeated key would make two readers see two different facts.
    const auto [at, inserted] = stack_.back()->object()->emplace(std::move(key_), std::move(value));
    return inserted ? &at->second : nullptr;
  }
  bool add(Json value) { return place(std::move(value)) != nullptr; }
  bool open(Json value) {
    if (stack_.size() == kNestingMax) return false;
    Json* placed = place(std::move(value));
    if (placed != nullptr) stack_.push_back(placed);
    return placed != nullptr;
  }
  bool close() {
    stack_.pop_back();
    return true;
  }

  // Pointers stay valid: only the innermost open container grows.
  std::vector<Json*> stack_;
  std::string key_;
};

} // namespace

Json::Json(base::Decimal value) {
  if (value.scale == 0)
    value_ = value.units;
  else
    value_ = value;
}

std::optional<base::Decimal> Json::number() const {
  if (const auto* whole = integer()) return base::Decimal{*whole, 0};
  if (const auto* decimal = std::get_if<base::Decimal>(&value_)) return *decimal;
  return std::nullopt;
}

const Json& Json::operator[](std::string_view key) const {
  static const Json kNull;
  const auto* members = object();
  if (members == nullptr) return kNull;
  const auto at = members->find(key);
  return at == members->end() ? kNull : at->second;
}

bool Json::has(std::string_view key) const {
  const auto* members = object();
  return members != nullptr && members->find(key) != members->end();
}

const std::string& Json::text() const {
  static const std::string kEmpty;
  const auto* held = string();
  return held == nullptr ? kEmpty : *held;
}

std::int64_t Json::integer_or(std::int64_t otherwise) const {
  const auto* held = integer();
  return held == nullptr ? otherwise : *held;
}

bool Json::boolean_or(bool otherwise) const {
  const auto* held = boolean();
  return held == nullptr ? otherwise : *held;
}

const Json::Array& Json::items() const {
  static const Array kNone;
  const auto* held = array();
  return held == nullptr ? kNone : *held;
}

std::string Json::dump() const {
  std::string out;
  dump_to(out);
  return out;
}

void Json::dump_to(std::string& out) const {
  if (const auto* truth = boolean()) {
    out += *truth ? "true" : "false";
  } else if (const auto* text = string()) {
    append_quoted(out, *text);
  } else if (const auto value = number()) {
    out += base::to_string(*value);
  } else if (const auto* elements = array()) {
    out += '[';
    for (std::size_t i = 0; i < elements->size(); ++i) {
      if (i > 0) out += ',';
      (*elements)[i].dump_to(out);
    }
    out += ']';
  } else if (const auto* members = object()) {
    out += '{';
    bool first = true;
    for (const auto& [key, member] : *members) {
      if (!first) out += ',';
      first = false;
      append_quoted(out, key);
      out += ':';
      member.dump_to(out);
    }
    out += '}';
  } else {
    out += "null";
  }
}

base::Result<Json> parse_json(std::string_view text) {
  const auto bad = [] { return base::fail(base::ErrorKind::InvalidInput, "event.bad_json"); };
  if (!base::is_valid_utf8(text)) return bad();
  Builder builder;
  try {
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return bad();
  } catch (const nlohmann::json::exception&) {
    return bad();
  }
  return std::move(builder.result);
}

void append_quoted(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain_from, i - plain_from);
    plain_from = i + 1;
    switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
    }
  }
  out.append(text, plain_from, text.size() - plain_from);
  out += '"';
}

} // namespace plumb::event
