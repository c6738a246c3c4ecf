// SPDX-License-Identifier: Apache-2.0
/// What the registers said no to, in words for one row of a sheet.
#pragma once

#include <plumb/base/error.hpp>

#include <string>
#include <vector>

namespace plumb::exchange {

struct RefusalWords {
  std::string about; ///< field, gate, clock or state id
  std::string words;
  bool missing = false; ///< a field that the step needs
};
/// One for each refusal of registers.refused; else one with the error's id and arguments.
[[nodiscard]] std::vector<RefusalWords> refusals_of(const base::Error& error);

} // namespace plumb::exchange
