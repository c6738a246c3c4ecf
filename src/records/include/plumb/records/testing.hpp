// SPDX-License-Identifier: Apache-2.0
/// For tests only: what every test over records says again and again.
#pragma once

#include <plumb/base/check.hpp>
#include <plumb/base/date.hpp>
#include <plumb/base/result.hpp>
#include <plumb/pack/pack.hpp>

#include <chrono>
#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace plumb::records::testing {

/// The value; stops the program where there is an error instead, and tells its id.
template <class T>
T must(base::Result<T> result,
       const std::source_location& where = std::source_location::current()) {
  if (!result)
    base::fail_check(result.error().id.c_str(), where.file_name(), static_cast<int>(where.line()));
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

inline base::Date day(std::string_view text) {
  const auto date = base::parse_date(text);
  PLUMB_CHECK(date.has_value());
  return *date;
}

/// Noon in China.
inline std::int64_t noon(std::string_view text) {
  return std::chrono::sys_days{day(text)}.time_since_epoch().count() * 86'400'000LL + 4 * 3'600'000;
}

/// pack.yaml of a national pack of samples.
inline pack::SourceFile national_head(const std::string& version = "1.0.0") {
  return {"pack.yaml", "id: national\ntitle: 样例\nlayer: national\njurisdiction: CN\nextends: "
                       "[]\nversion: " +
                           version + "\nin_force_from: 2019-01-01\nin_force_until:\n"};
}

/// law/law.yaml with a local rule of one article, "1", which says `gist`.
inline pack::SourceFile sample_law(const std::string& id, const std::string& title,
                                   const std::string& number, const std::string& gist) {
  return {"law/law.yaml", "laws:\n  - id: " + id + "\n    title: " + title +
                              "\n    number: " + number +
                              "\n    level: local_rule\n    in_force_from: 2019-01-01\n"
                              "    in_force_until:\n    articles:\n      \"1\": " +
                              gist + "\n"};
}

} // namespace plumb::records::testing
