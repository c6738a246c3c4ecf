// SPDX-License-Identifier: Apache-2.0
/// Numbers of documents as they stand in fields: 砚政发〔2026〕3号 → series 砚政发, year 2026,
/// number
/// 3. What people typed counts as what the program gave.
#pragma once

#include <plumb/event/json.hpp>
#include <plumb/pack/pack.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::records {

struct Numbered {
  std::string field, series;
  int year = 0; ///< 0 where the pattern has none
  std::int64_t number = 0;
  friend auto operator<=>(const Numbered&, const Numbered&) = default;
};

/// The numbered fields of a register, each once.
[[nodiscard]] std::vector<pack::Numbering> numberings_of(const pack::Register& declared);
/// The number that stands in the field; nullopt where it is empty or written otherwise. Brackets of
/// every width count as 〔〕. A pattern without {series} takes the series from its field.
[[nodiscard]] std::optional<Numbered> read_number(const pack::Numbering& numbering,
                                                  const event::Json& fields);

} // namespace plumb::records
