// SPDX-License-Identifier: Apache-2.0
/// YAML → the one canonical JSON text of its value: keys sorted by bytes, no blanks. Plain true,
/// false, null and digits are what they look like; everything else is a string.
#pragma once

#include "yaml.hpp"

#include <string>

namespace plumb::pack {

[[nodiscard]] std::string json_of(const yaml::Node& node);
void append_json_string(std::string& out, std::string_view text);

} // namespace plumb::pack
