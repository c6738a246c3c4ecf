// SPDX-License-Identifier: Apache-2.0
/// Who may talk to the server from a browser. A page of another site can make a browser send
/// requests here; it cannot make it lie about Host, Origin and Sec-Fetch-Site.
#pragma once

#include <plumb/api/http.hpp>
#include <plumb/base/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::server {

class Guard {
public:
  explicit Guard(std::vector<std::string> host_names);
  /// api.forbidden_host{host}: a name under which this server is not known (DNS rebinding);
  /// api.cross_site: a change that comes from another site's page.
  [[nodiscard]] base::Result<void> check(const api::Request& head) const;

private:
  [[nodiscard]] bool knows(std::string_view host) const;
  std::vector<std::string> names_;
};

} // namespace plumb::server
