// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <plumb/pack/pack.hpp>

#include <string>

namespace plumb::app {

/// The same for what cannot be read at all.
[[nodiscard]] std::string words_of(const base::Error& error);
/// A fault of a pack in the language of the terminal, with what to write instead; without its
/// place.
[[nodiscard]] std::string words_of(const pack::Diagnostic& fault);

} // namespace plumb::app
