# SPDX-License-Identifier: Apache-2.0
# Warnings are errors in our own code; Debian's headers are system headers.
add_library(plumb_warnings INTERFACE)
target_compile_options(plumb_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports uninitialised reads and impossible sizes inside inlined standard library code.
  target_compile_options(plumb_warnings INTERFACE -Wno-maybe-uninitialized -Wno-restrict
                         -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds
                         -Wno-dangling-pointer)
endif()
