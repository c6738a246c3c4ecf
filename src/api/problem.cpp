// SPDX-License-Identifier: Apache-2.0
#include "plumb/api/problem.hpp"

#include "words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace plumb::api {
namespace {

/// Weight of one entry of Accept-Language in thousandths.
int weight_of(std::string_view parameters) {
  const auto q = parameters.find("q=");
  if (q == std::string_view::npos) return 1000;
  const auto digits = parameters.substr(q + 2);
  if (digits.empty() || (digits[0] != '0' && digits[0] != '1')) return 0;
  if (digits[0] == '1') return 1000;
  int weight = 0, place = 100;
  for (std::size_t i = 2; i < digits.size() && i < 5 && digits[i] >= '0' && digits[i] <= '9'; ++i) {
    weight += (digits[i] - '0') * place;
    place /= 10;
  }
  return weight;
}

std::string_view argument(const base::Error& error, std::string_view name) {
  if (name == "where") return error.where;
  for (const auto& [key, value] : error.args)
    if (key == name) return value;
  return {};
}

std::string shown(std::string_view name, std::string_view value) {
  if (!name.ends_with("_bytes")) return std::string(value);
  std::uint64_t bytes = 0;
  const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), bytes);
  if (fault != std::errc{} || end != value.data() + value.size()) return std::string(value);
  if (bytes < 1024) return std::to_string(bytes) + " B";
  if (bytes < 1024 * 1024) return std::to_string((bytes + 1023) / 1024) + " KB";
  return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MB";
}

std::string filled(std::string_view pattern, const base::Error& error) {
  std::string out;
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    const auto close = pattern.find('}', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    out += pattern.substr(0, open);
    const auto name = pattern.substr(open + 1, close - open - 1);
    out += shown(name, argument(error, name));
    pattern.remove_prefix(close + 1);
  }
  return out.append(pattern);
}

/// Faults that come as a list ("C7" → "unknown_kind 党群") are appended, or nobody could mend them.
void append_faults(std::string& detail, const Entry& entry, const base::Error& error,
                   Language language) {
  if (entry.zh_detail.find("{*}") == std::string_view::npos) return;
  std::string list;
  constexpr std::size_t kShown = 20;
  for (std::size_t i = 0; i < error.args.size() && i < kShown; ++i) {
    if (!list.empty()) list += language == Language::Chinese ? "；" : "; ";
    list += error.args[i].first + " " + error.args[i].second;
  }
  if (error.args.size() > kShown)
    list += (language == Language::Chinese ? "；……共 " : "; … in all ") +
            std::to_string(error.args.size());
  // filled() has replaced the mark with nothing; the list goes to the end of the sentence.
  detail += list;
}

int status_of_kind(base::ErrorKind kind) {
  switch (kind) {
  case base::ErrorKind::InvalidInput:
    return 400;
  case base::ErrorKind::NotFound:
    return 404;
  case base::ErrorKind::Conflict:
    return 409;
  case base::ErrorKind::Forbidden:
    return 403;
  case base::ErrorKind::Unavailable:
    return 503;
  case base::ErrorKind::Corrupt:
    return 500;
  case base::ErrorKind::LimitExceeded:
    return 413;
  }
  return 500;
}

/// The reasons of a refusal travel as JSON in one argument; each gets its sentence here.
nlohmann::ordered_json refusals_of(const base::Error& error, Language language) {
  auto list = nlohmann::ordered_json::parse(argument(error, "refusals"), nullptr, false);
  if (!list.is_array()) return nlohmann::ordered_json::array();
  for (auto& refusal : list) {
    const auto member = [&](const char* name) {
      const auto found = refusal.find(name);
      return found != refusal.end() && found->is_string() ? found->get<std::string>()
                                                          : std::string();
    };
    const base::Error reason{base::ErrorKind::Conflict,
                             "registers." + member("code"),
                             {{"about", member("about")},
                              {"title", member("title")},
                              {"earliest_on", member("earliest_on")}}};
    refusal["message"] = words(reason, language).detail;
  }
  return list;
}

Words generic(const base::Error& error, Language language) {
  const bool ours = http_status(error) >= 500;
  if (language == Language::Chinese)
    return {ours ? "程序未能完成" : "未能执行",
            (ours ? "服务器出错，没有任何改动生效。错误代码："
                  : "请求未被接受，没有任何改动生效。错误代码：") +
                error.id + (error.where.empty() ? "" : "，位置：" + error.where) + "。"};
  return {ours ? "The program failed" : "Not done",
          (ours ? "The server failed; nothing was changed. Error: "
                : "The request was not accepted; nothing was changed. Error: ") +
              error.id + (error.where.empty() ? "" : ", at " + error.where) + "."};
}

} // namespace

Language choose_language(std::string_view accept_language) {
  int chinese = 0, english = 0;
  while (!accept_language.empty()) {
    const auto comma = accept_language.find(',');
    auto entry = accept_language.substr(0, comma);
    accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size()
                                                                  : comma + 1);
    while (entry.starts_with(' '))
      entry.remove_prefix(1);
    const auto semicolon = entry.find(';');
    const auto tag = entry.substr(0, semicolon);
    const int weight =
        semicolon == std::string_view::npos ? 1000 : weight_of(entry.substr(semicolon + 1));
    if (tag.starts_with("zh") || tag == "*") chinese = std::max(chinese, weight);
    if (tag.starts_with("en")) english = std::max(english, weight);
  }
  return english > chinese ? Language::English : Language::Chinese;
}

int http_status(const base::Error& error) {
  const Entry* entry = find_entry(error.id);
  return entry != nullptr && entry->status != 0 ? entry->status : status_of_kind(error.kind);
}

Words words(const base::Error& error, Language language) {
  const Entry* entry = find_entry(error.id);
  if (entry == nullptr) return generic(error, language);
  const bool zh = language == Language::Chinese;
  Words out{filled(zh ? entry->zh_title : entry->en_title, error),
            filled(zh ? entry->zh_detail : entry->en_detail, error)};
  append_faults(out.detail, *entry, error, language);
  return out;
}

bool has_words(std::string_view id) {
  return find_entry(id) != nullptr;
}

std::vector<std::string_view> known_ids() {
  std::vector<std::string_view> out;
  for (const Entry& entry : entries())
    out.push_back(entry.id);
  return out;
}

std::string problem_json(const base::Error& error, Language language, std::string_view trace_id) {
  const Words said = words(error, language);
  nlohmann::ordered_json out;
  out["type"] = "urn:plumbline:problem:" + error.id;
  out["title"] = said.title;
  out["detail"] = said.detail;
  out["status"] = http_status(error);
  out["id"] = error.id;
  if (error.id == "registers.refused") {
    out["refusals"] = refusals_of(error, language);
  } else if (!error.args.empty()) {
    auto& args = out["args"] = nlohmann::ordered_json::object();
    for (const auto& [name, value] : error.args)
      args[name] = value;
  }
  if (!error.where.empty()) out["where"] = error.where;
  if (!trace_id.empty()) out["trace_id"] = trace_id;
  return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Response problem(const base::Error& error, Language language, std::string_view trace_id) {
  Response response;
  response.status = http_status(error);
  response.body = problem_json(error, language, trace_id);
  response.set("Content-Type", "application/problem+json");
  response.set("Content-Language", language == Language::Chinese ? "zh-CN" : "en");
  response.set("Vary", "Accept-Language");
  response.set("Cache-Control", "no-store");
  if (response.status == 503) response.set("Retry-After", "2");
  if (response.status == 429) response.set("Retry-After", "60");
  return response;
}

} // namespace plumb::api
