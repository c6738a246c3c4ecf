// SPDX-License-Identifier: Apache-2.0
#include "xlsx_format.hpp"

#include "blocks.hpp"
#include "numerals.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <vector>

namespace plumb::document {
namespace {

/// A decimal number as digits: 0.0125 is digits "125", point -1. Stored numbers carry up to 17
/// digits of binary rounding; people see at most 15.
struct Digits {
  bool negative = false;
  std::string digits; ///< without leading or trailing zeros; empty is zero
  int point = 0;      ///< the decimal point stands behind this many digits

  void round_to(int kept) {
    if (kept < 0) {
      digits.clear();
      return;
    }
    if (static_cast<std::size_t>(kept) >= digits.size()) return;
    const bool up = digits[static_cast<std::size_t>(kept)] >= '5';
    digits.resize(static_cast<std::size_t>(kept));
    if (up) {
      auto at = digits.rbegin();
      for (; at != digits.rend() && *at == '9'; ++at)
        *at = '0';
      if (at != digits.rend()) {
        ++*at;
      } else {
        digits.insert(digits.begin(), '1');
        ++point;
      }
    }
    while (!digits.empty() && digits.back() == '0')
      digits.pop_back();
  }
  [[nodiscard]] std::string whole() const {
    if (point <= 0 || digits.empty()) return "0";
    std::string out = digits.substr(0, static_cast<std::size_t>(point));
    out.resize(static_cast<std::size_t>(point), '0');
    return out;
  }
  [[nodiscard]] std::string fraction() const {
    if (digits.empty()) return {};
    std::string out(point < 0 ? static_cast<std::size_t>(-point) : 0, '0');
    if (point < static_cast<int>(digits.size()))
      out += digits.substr(point > 0 ? static_cast<std::size_t>(point) : 0);
    return out;
  }
};

constexpr int kSignificantDigits = 15;
constexpr int kExponentMax = 60;

std::optional<Digits> parse_number(std::string_view raw) {
  Digits out;
  if (raw.starts_with('-') || raw.starts_with('+')) {
    out.negative = raw.front() == '-';
    raw.remove_prefix(1);
  }
  bool seen_point = false;
  std::size_t at = 0;
  std::size_t count = 0;
  for (; at < raw.size(); ++at) {
    const char c = raw[at];
    if (c == '.' && !seen_point) {
      seen_point = true;
    } else if (c >= '0' && c <= '9') {
      ++count;
      if (out.digits.size() < 400) out.digits += c;
      if (!seen_point) ++out.point;
    } else {
      break;
    }
  }
  if (count == 0) return std::nullopt;
  if (at < raw.size()) {
    if (raw[at] != 'e' && raw[at] != 'E') return std::nullopt;
    auto exponent_text = raw.substr(at + 1);
    if (exponent_text.starts_with('+')) exponent_text.remove_prefix(1);
    int exponent = 0;
    const char* end = exponent_text.data() + exponent_text.size();
    const auto parsed = std::from_chars(exponent_text.data(), end, exponent);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    if (exponent > kExponentMax || exponent < -kExponentMax) return std::nullopt;
    out.point += exponent;
  }
  const auto leading = std::min(out.digits.find_first_not_of('0'), out.digits.size());
  out.digits.erase(0, leading);
  out.point -= static_cast<int>(leading);
  while (!out.digits.empty() && out.digits.back() == '0')
    out.digits.pop_back();
  out.round_to(kSignificantDigits);
  if (out.digits.empty()) out = {};
  if (out.point > 2 * kExponentMax || out.point < -2 * kExponentMax) return std::nullopt;
  return out;
}

std::string general(const Digits& number) {
  const auto fraction = number.fraction();
  return (number.negative ? "-" : "") + number.whole() + (fraction.empty() ? "" : "." + fraction);
}

/// One piece of a format code.
struct Token {
  enum class Kind { Literal, Digit, Point, Comma, Percent, Date } kind = Kind::Literal;
  std::string text; ///< Literal: what to print; Date: "yyyy", "m", "AM/PM"; Digit: '0', '#' or '?'
};

struct Section {
  std::vector<Token> tokens;
  bool chinese_digits = false; ///< [DBNum1]
  bool has_date = false;
  bool has_digits = false;
  bool is_text = false; ///< "@" or General
};

bool is_date_letter(char c) {
  return c == 'y' || c == 'm' || c == 'd' || c == 'h' || c == 's' || c == 'e' || c == 'a';
}

/// Splits at ';' outside of quotes and brackets.
std::vector<std::string_view> split_sections(std::string_view code) {
  std::vector<std::string_view> out;
  std::size_t start = 0;
  bool quoted = false;
  bool bracketed = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '\\') {
      ++i;
    } else if (code[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && (code[i] == '[' || code[i] == ']')) {
      bracketed = code[i] == '[';
    } else if (code[i] == ';' && !quoted && !bracketed) {
      out.push_back(code.substr(start, i - start));
      start = i + 1;
    }
  }
  out.push_back(code.substr(std::min(start, code.size())));
  return out;
}

/// "[DBNum1]", "[Red]", "[$-804]", "[$￥-804]", "[h]".
void take_bracket(std::string_view inside, Section& out) {
  const std::string lower = lower_ascii(inside);
  if (lower == "dbnum1") out.chinese_digits = true;
  if (lower == "h" || lower == "hh" || lower == "m" || lower == "mm" || lower == "s") {
    out.tokens.push_back({Token::Kind::Date, "[" + lower.substr(0, 1) + "]"});
    out.has_date = true;
  }
  if (inside.starts_with('$')) {
    const auto dash = inside.find('-');
    const auto sign = inside.substr(1, dash == std::string_view::npos ? dash : dash - 1);
    if (!sign.empty()) out.tokens.push_back({Token::Kind::Literal, std::string(sign)});
  }
}

Section parse_section(std::string_view code) {
  Section out;
  const auto literal = [&](std::string_view text) {
    out.tokens.push_back({Token::Kind::Literal, std::string(text)});
  };
  for (std::size_t i = 0; i < code.size();) {
    const char c = code[i];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (c == '"') {
      const auto end = std::min(code.find('"', i + 1), code.size());
      literal(code.substr(i + 1, end - i - 1));
      i = end + 1;
    } else if (c == '\\' && i + 1 < code.size()) {
      literal(code.substr(i + 1, 1));
      i += 2;
    } else if (c == '_' || c == '*') {
      // Room as wide as the next character, and filling: both only matter on paper.
      i += 2;
    } else if (c == '[') {
      const auto end = std::min(code.find(']', i), code.size());
      take_bracket(code.substr(i + 1, end - i - 1), out);
      i = end + 1;
    } else if (lower_ascii(code.substr(i, 7)) == "general") {
      out.is_text = true;
      i += 7;
    } else if (lower_ascii(code.substr(i, 5)) == "am/pm") {
      out.tokens.push_back({Token::Kind::Date, "am/pm"});
      i += 5;
    } else if (code.substr(i).starts_with("上午/下午")) {
      out.tokens.push_back({Token::Kind::Date, "上午/下午"});
      i += std::string_view("上午/下午").size();
    } else if (is_date_letter(lower)) {
      std::size_t end = i;
      while (end < code.size() && (code[end] == c || lower_ascii(code.substr(end, 1))[0] == lower))
        ++end;
      out.tokens.push_back({Token::Kind::Date, std::string(end - i, lower)});
      out.has_date = true;
      i = end;
    } else {
      if (c == '0' || c == '#' || c == '?') {
        out.tokens.push_back({Token::Kind::Digit, std::string(1, c)});
        out.has_digits = true;
      } else if (c == '.') {
        out.tokens.push_back({Token::Kind::Point, "."});
      } else if (c == ',') {
        out.tokens.push_back({Token::Kind::Comma, ","});
      } else if (c == '%') {
        out.tokens.push_back({Token::Kind::Percent, "%"});
      } else if (c == '@') {
        out.is_text = true;
      } else {
        literal(code.substr(i, 1));
      }
      ++i;
    }
  }
  return out;
}

struct Moment {
  std::chrono::year_month_day date;
  unsigned weekday = 0; ///< 0 is Sunday
  std::uint32_t seconds = 0;
  std::uint64_t total_seconds = 0;
};

std::optional<Moment> to_moment(const Digits& number, bool from_1904) {
  using namespace std::chrono;
  if (number.negative || number.point > 7) return std::nullopt;
  std::uint32_t serial = 0;
  const auto whole = number.whole();
  std::from_chars(whole.data(), whole.data() + whole.size(), serial);
  if (serial > 2'958'465) return std::nullopt; // 9999-12-31
  std::uint64_t parts = 0;
  auto fraction = number.fraction().substr(0, 10);
  fraction.resize(10, '0');
  std::from_chars(fraction.data(), fraction.data() + fraction.size(), parts);
  std::uint64_t seconds = (parts * 86'400 + 5'000'000'000ULL) / 10'000'000'000ULL;
  if (seconds == 86'400) {
    seconds = 0;
    ++serial;
  }
  // 1900 counts a 29 February that never was, as serial 60.
  const auto epoch = from_1904     ? sys_days{year{1904} / 1 / 1}
                     : serial < 60 ? sys_days{year{1899} / 12 / 31}
                                   : sys_days{year{1899} / 12 / 30};
  const auto day = epoch + days{serial};
  return Moment{year_month_day{day}, weekday{day}.c_encoding(), static_cast<std::uint32_t>(seconds),
                std::uint64_t{serial} * 86'400 + seconds};
}

std::string padded(std::uint64_t value, std::size_t width) {
  auto out = std::to_string(value);
  if (out.size() < width) out.insert(0, width - out.size(), '0');
  return out;
}

class DateWriter {
public:
  DateWriter(const Section& section, const Moment& moment) : section_(section), moment_(moment) {
    for (const auto& token : section.tokens)
      if (token.kind == Token::Kind::Date && token.text.find('/') != std::string::npos)
        half_days_ = true;
  }

  std::string write() const {
    std::string out;
    for (std::size_t i = 0; i < section_.tokens.size(); ++i) {
      const Token& token = section_.tokens[i];
      if (token.kind == Token::Kind::Date)
        out += part(i);
      else if (token.kind != Token::Kind::Digit)
        out += token.text;
    }
    // Fractions of a second ("ss.00") are left out, and their point with them.
    while (out.ends_with('.'))
      out.pop_back();
    return out;
  }

private:
  std::string value(unsigned number, std::size_t width) const {
    return section_.chinese_digits ? numeral(number, NumeralStyle::ChineseCounting)
                                   : padded(number, std::min<std::size_t>(width, 2));
  }
  /// An m next to hours or seconds counts minutes.
  bool is_minute(std::size_t at) const {
    for (std::size_t i = at; i-- > 0;)
      if (section_.tokens[i].kind == Token::Kind::Date) {
        if (section_.tokens[i].text.find('h') != std::string::npos) return true;
        break;
      }
    for (std::size_t i = at + 1; i < section_.tokens.size(); ++i)
      if (section_.tokens[i].kind == Token::Kind::Date)
        return section_.tokens[i].text.find('s') != std::string::npos;
    return false;
  }
  std::string part(std::size_t at) const {
    static constexpr std::array<std::string_view, 7> kDays = {"日", "一", "二", "三",
                                                              "四", "五", "六"};
    static constexpr std::array<std::string_view, 12> kMonths = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    const auto& text = section_.tokens[at].text;
    const auto hour = moment_.seconds / 3600;
    const auto minute = moment_.seconds / 60 % 60;
    const auto month = static_cast<unsigned>(moment_.date.month());
    if (text == "[h]") return std::to_string(moment_.total_seconds / 3600);
    if (text == "[m]") return std::to_string(moment_.total_seconds / 60);
    if (text == "[s]") return std::to_string(moment_.total_seconds);
    if (text == "am/pm") return hour < 12 ? "AM" : "PM";
    if (text == "上午/下午") return hour < 12 ? "上午" : "下午";
    switch (text[0]) {
    case 'y':
    case 'e': {
      const auto year = static_cast<unsigned>(static_cast<int>(moment_.date.year()));
      if (section_.chinese_digits) return numeral(year, NumeralStyle::IdeographDigits);
      return text.size() <= 2 && text[0] == 'y' ? padded(year % 100, 2) : std::to_string(year);
    }
    case 'm':
      if (is_minute(at)) return value(minute, text.size());
      if (text.size() == 3) return std::string(kMonths[month - 1].substr(0, 3));
      if (text.size() >= 4) return std::string(kMonths[month - 1]);
      return value(month, text.size());
    case 'd':
      return value(static_cast<unsigned>(moment_.date.day()), text.size());
    case 'a':
      return (text.size() >= 4 ? "星期" : "") + std::string(kDays[moment_.weekday]);
    case 'h':
      return value(half_days_ ? (hour + 11) % 12 + 1 : hour, text.size());
    default:
      return value(moment_.seconds % 60, text.size());
    }
  }

  const Section& section_;
  const Moment& moment_;
  bool half_days_ = false;
};

void shift(Digits& number, int places) {
  if (!number.digits.empty()) number.point += places;
}

std::string group_thousands(std::string whole) {
  for (std::size_t at = whole.size(); at > 3; at -= 3)
    whole.insert(at - 3, 1, ',');
  return whole;
}

/// Digits around the decimal point of a section.
struct Places {
  std::size_t whole = 0;    ///< at least
  std::size_t at_least = 0; ///< fraction digits always shown
  std::size_t at_most = 0;
  bool thousands = false;
  int scale = 0; ///< powers of ten to multiply by
};

Places places_of(const Section& section) {
  Places out;
  bool behind_point = false;
  bool digits_follow = false;
  for (auto at = section.tokens.rbegin(); at != section.tokens.rend(); ++at) {
    if (at->kind == Token::Kind::Digit) digits_follow = true;
    // Trailing commas divide by a thousand each, the others group.
    if (at->kind == Token::Kind::Comma) {
      if (digits_follow)
        out.thousands = true;
      else
        out.scale -= 3;
    }
    if (at->kind == Token::Kind::Percent) out.scale += 2;
  }
  for (const auto& token : section.tokens) {
    if (token.kind == Token::Kind::Point) behind_point = true;
    if (token.kind != Token::Kind::Digit) continue;
    const bool fixed = token.text == "0";
    if (!behind_point) {
      out.whole += fixed ? 1 : 0;
    } else {
      ++out.at_most;
      if (fixed) out.at_least = out.at_most;
    }
  }
  return out;
}

std::string write_number(const Section& section, Digits number, bool show_sign) {
  const auto places = places_of(section);
  shift(number, places.scale);
  number.round_to(number.point + static_cast<int>(places.at_most));
  auto whole = number.whole();
  if (whole == "0" && places.whole == 0 && places.at_most > 0) whole.clear();
  if (whole.size() < places.whole) whole.insert(0, places.whole - whole.size(), '0');
  if (places.thousands) whole = group_thousands(std::move(whole));
  auto fraction = number.fraction();
  if (fraction.size() < places.at_least) fraction.resize(places.at_least, '0');
  std::string out = show_sign && number.negative && !number.digits.empty() ? "-" : "";
  bool written = false;
  for (const auto& token : section.tokens) {
    switch (token.kind) {
    case Token::Kind::Digit:
      if (!written) out += whole + (fraction.empty() ? "" : "." + fraction);
      written = true;
      break;
    case Token::Kind::Point:
    case Token::Kind::Comma:
    case Token::Kind::Date:
      break;
    case Token::Kind::Literal:
    case Token::Kind::Percent:
      out += token.text;
      break;
    }
  }
  return out;
}

/// Scientific notation and fractions are shown as plain decimals: nothing is lost by that.
bool is_plain(std::string_view code) {
  return lower_ascii(code).find("e+") == std::string::npos &&
         lower_ascii(code).find("e-") == std::string::npos && code.find("?/") == std::string::npos;
}

} // namespace

std::string_view builtin_format(std::uint32_t id) {
  struct Known {
    std::uint32_t id;
    std::string_view code;
  };
  static constexpr std::array kKnown = {
      Known{1, "0"},
      Known{2, "0.00"},
      Known{3, "#,##0"},
      Known{4, "#,##0.00"},
      Known{9, "0%"},
      Known{10, "0.00%"},
      Known{14, "yyyy-mm-dd"},
      Known{15, "yyyy-mm-dd"},
      Known{16, "mm-dd"},
      Known{17, "yyyy-mm"},
      Known{18, "h:mm AM/PM"},
      Known{19, "h:mm:ss AM/PM"},
      Known{20, "h:mm"},
      Known{21, "h:mm:ss"},
      Known{22, "yyyy-mm-dd h:mm"},
      Known{27, "yyyy\"年\"m\"月\""},
      Known{28, "m\"月\"d\"日\""},
      Known{29, "m\"月\"d\"日\""},
      Known{30, "yyyy-mm-dd"},
      Known{31, "yyyy\"年\"m\"月\"d\"日\""},
      Known{32, "h\"时\"mm\"分\""},
      Known{33, "h\"时\"mm\"分\"ss\"秒\""},
      Known{34, "上午/下午h\"时\"mm\"分\""},
      Known{35, "上午/下午h\"时\"mm\"分\"ss\"秒\""},
      Known{36, "yyyy\"年\"m\"月\""},
      Known{37, "#,##0;-#,##0"},
      Known{38, "#,##0;-#,##0"},
      Known{39, "#,##0.00;-#,##0.00"},
      Known{40, "#,##0.00;-#,##0.00"},
      Known{41, "#,##0;-#,##0"},
      Known{42, "#,##0;-#,##0"},
      Known{43, "#,##0.00;-#,##0.00"},
      Known{44, "#,##0.00;-#,##0.00"},
      Known{45, "mm:ss"},
      Known{46, "[h]:mm:ss"},
      Known{47, "mm:ss"},
      Known{50, "yyyy\"年\"m\"月\""},
      Known{51, "m\"月\"d\"日\""},
      Known{52, "yyyy\"年\"m\"月\""},
      Known{53, "m\"月\"d\"日\""},
      Known{54, "m\"月\"d\"日\""},
      Known{55, "上午/下午h\"时\"mm\"分\""},
      Known{56, "上午/下午h\"时\"mm\"分\"ss\"秒\""},
      Known{57, "yyyy\"年\"m\"月\""},
      Known{58, "m\"月\"d\"日\""},
  };
  for (const auto& known : kKnown)
    if (known.id == id) return known.code;
  return {};
}

std::string format_number(std::string_view raw, std::string_view code, bool from_1904) {
  const auto number = parse_number(raw);
  if (!number) return std::string(raw);
  if (code.empty()) return general(*number);
  const auto sections = split_sections(code);
  const bool zero = number->digits.empty();
  const std::size_t index = number->negative && sections.size() >= 2 ? 1
                            : zero && sections.size() >= 3           ? 2
                                                                     : 0;
  const auto section = parse_section(sections[index]);
  if (section.has_date && !section.has_digits) {
    const auto moment = to_moment(*number, from_1904);
    return moment ? DateWriter(section, *moment).write() : general(*number);
  }
  if (section.has_date && sections[index].find_first_of("yYhHsS") != std::string_view::npos) {
    const auto moment = to_moment(*number, from_1904);
    return moment ? DateWriter(section, *moment).write() : general(*number);
  }
  if (section.is_text || !section.has_digits || !is_plain(sections[index])) return general(*number);
  return write_number(section, *number, index == 0);
}

} // namespace plumb::document
