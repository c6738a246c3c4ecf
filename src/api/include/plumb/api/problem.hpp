// SPDX-License-Identifier: Apache-2.0
/// The one place where error ids become HTTP status and words. Everywhere else an error is an id
/// with arguments; here a person reads what happened, where, and what to do.
#pragma once

#include <plumb/api/http.hpp>
#include <plumb/base/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::api {

enum class Language { Chinese, English };
/// By the weights of an Accept-Language header; Chinese unless English is preferred.
[[nodiscard]] Language choose_language(std::string_view accept_language);

struct Words {
  std::string title;
  std::string detail;
};

[[nodiscard]] int http_status(const base::Error& error);
/// Generic words for an id that the table does not know.
[[nodiscard]] Words words(const base::Error& error, Language language);
[[nodiscard]] bool has_words(std::string_view id);
/// Every id of the table, for the tests and the reference page.
[[nodiscard]] std::vector<std::string_view> known_ids();

/// The members of an RFC 9457 problem as one JSON object.
[[nodiscard]] std::string problem_json(const base::Error& error, Language language,
                                       std::string_view trace_id);
[[nodiscard]] Response problem(const base::Error& error, Language language,
                               std::string_view trace_id);

} // namespace plumb::api
