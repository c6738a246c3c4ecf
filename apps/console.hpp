// SPDX-License-Identifier: Apache-2.0
/// What the subcommands share: exit codes, reading input, and faults in words. Results go to
/// standard output, everything else to standard error.
#pragma once

#include <plumb/base/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::app {

/// Documented in docs/reference/command_line.md.
enum Exit : int { kDone = 0, kFailed = 1, kUsage = 2, kUnreadable = 3 };

/// The whole file, or standard input for "-"; at most `limit_bytes`. cli.cannot_read{file,reason},
/// document.too_large.
[[nodiscard]] base::Result<std::string> read_input(const std::string& file,
                                                   std::uint64_t limit_bytes);
/// What a person calls the file: its last part, "stdin" for "-".
[[nodiscard]] std::string name_of(const std::string& file);
/// Writes all of it; false (after saying why) where standard output is gone or full.
[[nodiscard]] bool print(std::string_view text);
/// One line of progress on standard error.
void note(std::string_view text);
/// The fault in the language of the terminal, its id in brackets; as an RFC 9457 problem in one
/// line with `json`. Gives the exit code that belongs to it.
int report(const base::Error& error, std::string_view about, bool json = false);
/// Whether the terminal is set to English; Chinese otherwise.
[[nodiscard]] bool in_english();

/// JSON with line breaks and two blanks a level; numbers and strings stay as they are.
[[nodiscard]] std::string pretty(std::string_view json);

} // namespace plumb::app
