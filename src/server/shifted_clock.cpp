// SPDX-License-Identifier: Apache-2.0
#include "plumb/server/shifted_clock.hpp"

#include <charconv>
#include <chrono>

namespace plumb::server {
namespace {

constexpr std::int64_t kChinaMinutes = 8 * 60;

std::optional<int> two_digits(std::string_view text, std::size_t at, int max) {
  if (text.size() < at + 2) return std::nullopt;
  int out = 0;
  const char* const end = text.data() + at + 2;
  const auto read = std::from_chars(text.data() + at, end, out);
  if (read.ec != std::errc{} || read.ptr != end || out < 0 || out > max) return std::nullopt;
  return out;
}

/// Minutes east of Greenwich.
std::optional<std::int64_t> zone(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto hours = two_digits(text, 1, 23), minutes = two_digits(text, 4, 59);
  if (!hours || !minutes) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (std::int64_t{*hours} * 60 + *minutes);
}

} // namespace

std::optional<std::int64_t> parse_instant(std::string_view text) {
  const auto day = base::parse_date(text.substr(0, 10));
  if (!day) return std::nullopt;
  std::int64_t minutes =
      std::int64_t{std::chrono::sys_days{*day}.time_since_epoch().count()} * 1440;
  if (text.size() == 10) return (minutes - kChinaMinutes) * 60'000;
  if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  const auto hour = two_digits(text, 11, 23), minute = two_digits(text, 14, 59),
             second = two_digits(text, 17, 59);
  const auto east = zone(text.substr(19));
  if (!hour || !minute || !second || !east) return std::nullopt;
  minutes += std::int64_t{*hour} * 60 + *minute - *east;
  return (minutes * 60 + *second) * 1000;
}

} // namespace plumb::server
