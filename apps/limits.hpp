// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <plumb/server/configuration.hpp>

namespace plumb::app {

/// The limits of a configuration file; the defaults without one.
[[nodiscard]] inline base::Result<document::Limits> limits_of(const std::string& config) {
  if (config.empty()) return document::Limits{};
  PLUMB_TRY_ASSIGN(const auto configuration, server::load_configuration(config));
  return configuration.limits;
}

} // namespace plumb::app
