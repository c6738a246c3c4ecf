// SPDX-License-Identifier: Apache-2.0
/// A broken invariant is a bug of the program: it stops at once, because wrong facts are worse than
/// downtime. Never for input: what the world can send is answered with an Error.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace plumb::base {

[[noreturn]] inline void fail_check(const char* what, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, what);
  std::abort();
}

}  // namespace plumb::base

#define PLUMB_CHECK(condition) \
  ((condition) ? void() : ::plumb::base::fail_check(#condition, __FILE__, __LINE__))
