// SPDX-License-Identifier: Apache-2.0
/// Runs another program on untrusted bytes: no shell, no inherited input, bounded CPU time, memory
/// and output. A crash of that program is an answer, not our end.
#pragma once

#include <plumb/base/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::document {

struct ProcessLimits {
  std::uint64_t cpu_seconds = 30;
  std::uint64_t wall_seconds = 60;
  std::uint64_t memory_bytes = 1ULL << 30;
  std::uint64_t output_bytes = 64ULL << 20;
};

enum class ProcessEnd { Exited, Crashed, TimeOut, OutputTooLarge, ToolMissing };

struct ProcessResult {
  ProcessEnd end = ProcessEnd::Exited;
  int exit_code = 0;
  std::string output;   ///< standard output
  std::string messages; ///< standard error, at most 64 KiB
};

/// `command` + a path to `file_bytes` + `last_arguments`. The file is private memory that goes away
/// with the process. document.unavailable where the system refuses to start anything.
[[nodiscard]] base::Result<ProcessResult> run_on_file(std::vector<std::string> command,
                                                      std::string_view file_bytes,
                                                      std::vector<std::string> last_arguments,
                                                      const ProcessLimits& limits);

} // namespace plumb::document
