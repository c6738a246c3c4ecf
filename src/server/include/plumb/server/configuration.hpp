// SPDX-License-Identifier: Apache-2.0
/// What an administrator can set, from a TOML file and the command line; see
/// docs/reference/configuration.md. A key that is not known is an error that names its line: a
/// misspelt limit must not silently stay at its default.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/document/document.hpp>
#include <plumb/server/http_server.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::server {

struct Configuration {
  HttpOptions http;
  std::string database = "sqlite:plumbline.db";
  std::string checkpoint_key;          ///< key file; empty: checkpoint.key beside the database
  std::string web = "web/dist";        ///< folder of the built page
  std::string packs = "packs";         ///< folder of the rule packs
  std::string jurisdiction;            ///< pack id or jurisdiction in it; empty: what is in use
  std::vector<std::string> host_names; ///< further names a browser may use for this server
  bool secure_cookies = false;         ///< the page is only ever reached over HTTPS
  document::Limits limits;
};

/// server.bad_configuration{reason}, with "FILE:LINE" as its place.
[[nodiscard]] base::Result<Configuration> read_configuration(std::string_view toml,
                                                             std::string_view file_name);
/// server.no_configuration{file} where it cannot be read.
[[nodiscard]] base::Result<Configuration> load_configuration(const std::string& file_name);

} // namespace plumb::server
