// SPDX-License-Identifier: Apache-2.0
/// For tests only: one pass over one text.
#pragma once

#include "assemble.hpp"
#include "repairs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::text {

enum class Sure { None, Yes, No }; ///< no repair at all, all certain, at least one doubtful

struct PassCase {
  const char* name;
  std::string in;
  std::string want;
  Sure sure = Sure::Yes;
};

/// Runs the pass and checks text, certainty, kind, and that undoing the repairs gives the input.
inline Draft check_pass(const PassCase& one, void (*pass)(Draft&), RepairKind kind) {
  SCOPED_TRACE(one.name);
  Draft draft = assemble(one.in);
  const std::string before = draft.text;
  pass(draft);
  EXPECT_EQ(draft.text, one.want);
  EXPECT_EQ(undo(draft.text, draft.repairs), before);
  Sure sure = Sure::None;
  for (const Repair& repair : draft.repairs) {
    EXPECT_EQ(to_string(repair.kind), to_string(kind));
    if (sure != Sure::No) sure = repair.certain ? Sure::Yes : Sure::No;
  }
  EXPECT_EQ(static_cast<int>(sure), static_cast<int>(one.sure));
  return draft;
}

inline PassCase untouched(const char* text) {
  return {text, text, text, Sure::None};
}

} // namespace plumb::text
