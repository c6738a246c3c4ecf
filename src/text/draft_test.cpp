// SPDX-License-Identifier: Apache-2.0
#include "draft.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::text {
namespace {

using base::Span;

TEST(Edits, ApplyMovesPlaces) {
  Draft draft;
  draft.text = "0123456789";
  draft.tables.push_back({{2, 8}, 1, 1, {{{4, 6}, 0, 0, 1, 1}}});
  draft.hints.push_back({{8, 10}, 1, false});
  Edits edits;
  edits.remove({0, 1}, RepairKind::Chrome);
  edits.replace({4, 5}, "xyz", RepairKind::Digit);
  edits.insert(8, "!", RepairKind::Bracket, false);
  edits.apply(draft);
  EXPECT_EQ(draft.text, "123xyz567!89");
  EXPECT_EQ(draft.of(draft.tables[0].span), "23xyz567!");
  EXPECT_EQ(draft.of(draft.tables[0].cells[0].span), "xyz5");
  EXPECT_EQ(draft.of(draft.hints[0].line), "!89");
  ASSERT_EQ(draft.repairs.size(), 3U);
  EXPECT_EQ(draft.repairs[1].before, "4");
  EXPECT_EQ(undo(draft.text, draft.repairs), "0123456789");
}

TEST(Edits, TouchingAnEarlierRepairMergesWithIt) {
  Draft draft;
  draft.text = "abcdef";
  Edits first;
  first.replace({1, 3}, "XY", RepairKind::ShiftedBytes, false);
  first.apply(draft);
  Edits second;
  second.replace({2, 4}, "z", RepairKind::Traditional);
  second.apply(draft);
  EXPECT_EQ(draft.text, "aXzef");
  ASSERT_EQ(draft.repairs.size(), 1U);
  EXPECT_EQ(draft.repairs[0].kind, RepairKind::ShiftedBytes);
  EXPECT_EQ(draft.repairs[0].before, "bcd");
  EXPECT_FALSE(draft.repairs[0].certain);
}

/// Any passes of any edits: undoing all repairs gives the first text, and the repairs are in order.
RC_GTEST_PROP(Edits, UndoGivesTheFirstTextBack, ()) {
  Draft draft;
  draft.text = *rc::gen::container<std::string>(rc::gen::inRange('a', 'f'));
  const std::string original = draft.text;
  const int passes = *rc::gen::inRange(1, 6);
  for (int pass = 0; pass < passes; ++pass) {
    Edits edits;
    std::uint32_t at = 0;
    while (true) {
      const auto size = static_cast<std::uint32_t>(draft.text.size());
      const std::uint32_t from = at + *rc::gen::inRange(0U, 5U);
      const std::uint32_t until = from + *rc::gen::inRange(0U, 4U);
      if (until > size) break;
      edits.replace({from, until}, *rc::gen::container<std::string>(rc::gen::inRange('0', '9')),
                    RepairKind::Other, *rc::gen::arbitrary<bool>());
      at = until;
      if (*rc::gen::inRange(0, 4) == 0) break;
    }
    edits.apply(draft);
    RC_ASSERT(undo(draft.text, draft.repairs) == original);
    std::uint32_t end = 0;
    for (const Repair& repair : draft.repairs) {
      RC_ASSERT(repair.span.from >= end);
      RC_ASSERT(repair.span.until >= repair.span.from);
      end = repair.span.until;
    }
    RC_ASSERT(end <= draft.text.size());
  }
}

} // namespace
} // namespace plumb::text
