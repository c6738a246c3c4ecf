// SPDX-License-Identifier: Apache-2.0
#include "guard.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace plumb::server {
namespace {

using base::ErrorKind;
using base::fail;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

/// "name:80" → "name", "[::1]:80" → "::1".
std::string_view without_port(std::string_view host) {
  if (host.starts_with('['))
    return host.substr(1, host.find(']') == std::string_view::npos ? std::string_view::npos
                                                                   : host.find(']') - 1);
  return host.substr(0, host.find(':'));
}

/// A name can be pointed anywhere by its owner; a literal address cannot.
bool is_address(std::string_view host) {
  const std::string text(host);
  unsigned char bytes[16];
  return ::inet_pton(AF_INET, text.c_str(), bytes) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

} // namespace

Guard::Guard(std::vector<std::string> host_names) : names_(std::move(host_names)) {
  for (auto& name : names_)
    name = lower(name);
  names_.emplace_back("localhost");
}

bool Guard::knows(std::string_view host) const {
  const std::string name = lower(without_port(host));
  return is_address(name) || std::find(names_.begin(), names_.end(), name) != names_.end();
}

base::Result<void> Guard::check(const api::Request& head) const {
  const auto host = head.header("host");
  if (head.has_header("host") && !knows(host))
    return fail(ErrorKind::Forbidden, "api.forbidden_host", {{"host", std::string(host)}});
  if (head.method == "GET" || head.method == "OPTIONS") return {};
  const auto site = head.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none")
    return fail(ErrorKind::Forbidden, "api.cross_site");
  if (!head.has_header("origin")) return {};
  const auto origin = head.header("origin");
  const auto scheme = origin.find("://");
  // Behind a proxy that speaks TLS the scheme differs; host and port must not.
  if (scheme == std::string_view::npos || lower(origin.substr(scheme + 3)) != lower(host))
    return fail(ErrorKind::Forbidden, "api.cross_site");
  return {};
}

} // namespace plumb::server
