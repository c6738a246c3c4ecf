// SPDX-License-Identifier: Apache-2.0
#include "plumb/api/http.hpp"

#include <plumb/base/utf8.hpp>

#include <unistd.h>

#include <algorithm>
#include <optional>

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t kSegmentsMax = 16;
constexpr std::size_t kParametersMax = 32;

std::optional<int> hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

bool is_unreserved(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [&](char x, char y) { return lower(x) == lower(y); });
}

auto bad_target(std::string reason) {
  return fail(ErrorKind::InvalidInput, "api.bad_target", {{"reason", std::move(reason)}});
}

base::Result<void> read_path(Target& target) {
  std::string_view rest = target.path;
  rest.remove_prefix(1);
  while (!rest.empty()) {
    const auto slash = rest.find('/');
    PLUMB_TRY_ASSIGN(auto segment, percent_decode(rest.substr(0, slash), false));
    if (segment.empty() || segment == "." || segment == "..") return bad_target("path");
    target.segments.push_back(std::move(segment));
    if (target.segments.size() > kSegmentsMax) return bad_target("path");
    target.trailing_slash = slash == rest.size() - 1;
    rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
  }
  return {};
}

base::Result<void> read_query(std::string_view rest, Target& target) {
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const auto pair = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    PLUMB_TRY_ASSIGN(auto name, percent_decode(pair.substr(0, equals), true));
    const auto written =
        equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
    PLUMB_TRY_ASSIGN(auto value, percent_decode(written, true));
    if (target.query.size() >= kParametersMax) return bad_target("query");
    if (!target.query.emplace(name, std::move(value)).second)
      return fail(ErrorKind::InvalidInput, "api.duplicate_parameter", {{"parameter", name}});
  }
  return {};
}

} // namespace

base::Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const auto high = i + 1 < text.size() ? hex_value(text[i + 1]) : std::nullopt;
      const auto low = i + 2 < text.size() ? hex_value(text[i + 2]) : std::nullopt;
      if (!high || !low) return bad_target("percent");
      out.push_back(static_cast<char>(*high * 16 + *low));
      i += 2;
    } else {
      out.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
    }
  }
  if (!base::is_valid_utf8(out) || out.find('\0') != std::string::npos) return bad_target("utf8");
  return out;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_unreserved(byte)) {
      out.push_back(c);
    } else {
      out.push_back('%');
      out.push_back(kDigits[byte >> 4]);
      out.push_back(kDigits[byte & 15]);
    }
  }
  return out;
}

base::Result<Target> parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return bad_target("form");
  if (target.find('#') != std::string_view::npos) return bad_target("form");
  Target out;
  const auto question = target.find('?');
  out.path = target.substr(0, question);
  PLUMB_TRY(read_path(out));
  if (question != std::string_view::npos) PLUMB_TRY(read_query(target.substr(question + 1), out));
  return out;
}

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

bool Request::has_header(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const auto& entry) { return entry.first == name; });
}

FileBody::~FileBody() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Response& Response::set(std::string name, std::string value) {
  for (auto& [key, old] : headers)
    if (same_ignoring_case(key, name)) {
      old = std::move(value);
      return *this;
    }
  headers.emplace_back(std::move(name), std::move(value));
  return *this;
}

std::string_view Response::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (same_ignoring_case(key, name)) return value;
  return {};
}

Response json_response(std::string body, int status) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  response.set("Content-Type", "application/json");
  return response;
}

std::string content_disposition(std::string_view file_name) {
  std::string ascii;
  for (const char c : file_name) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_unreserved(byte) || c == ' ')
      ascii.push_back(c);
    else if (byte < 0x80 || byte >= 0xC0)
      ascii.push_back('_'); // one mark a character
  }
  return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + percent_encode(file_name);
}

} // namespace plumb::api
