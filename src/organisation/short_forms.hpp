// SPDX-License-Identifier: Apache-2.0
/// The customary short forms of department names, as data. A line is {short, long}; one short form
/// may stand for several long ones (names differ between places and reforms), never the reverse of
/// what people write. Compared after the place and, in the second table, the ending are set aside.
#pragma once

#include <span>
#include <string_view>

namespace plumb::organisation {

struct ShortForm {
  std::string_view brief, full;
};

/// Whole shapes: 法院 ~ 人民法院.
[[nodiscard]] std::span<const ShortForm> short_bodies();
/// Cores, without 局/委/办: 人社 ~ 人力资源和社会保障.
[[nodiscard]] std::span<const ShortForm> short_cores();

} // namespace plumb::organisation
