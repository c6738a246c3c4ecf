// SPDX-License-Identifier: Apache-2.0
#include "exact.hpp"
#include "kinds.hpp"
#include "samples.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace plumb::assessment {
namespace {

using namespace testing;

std::string text_of(const std::optional<Decimal>& value) {
  return value ? base::to_string(*value) : "–";
}

// --- marks of automatic items ---

struct MarksCase {
  const char* name;
  pack::AssessmentItem item;
  const char* value;
  bool met;
  const char* want;
};

TEST(Marks, FollowTheFormOfTheItem) {
  const auto share = automatic("a", "6", linear("80", "100"));
  const auto falling = automatic("a", "4", linear("10", "2"));
  const auto step = automatic("a", "4", linear("90", "90"));
  const auto deduct = automatic("a", "5", each(Form::DeductEach, "0.5"));
  const auto odd = automatic("a", "10", each(Form::DeductEach, "0.125"));
  const auto bonus = automatic("a", "2", each(Form::AddEach, "0.75"), Kind::Bonus);
  const auto target = automatic("a", "3", met());
  const auto minus = automatic("a", "3", each(Form::DeductEach, "1"), Kind::Deduction);
  const auto missed = automatic("a", "2", met(), Kind::Deduction);
  const MarksCase cases[] = {
      {"nothing below the lower end", share, "79.99", false, "0"},
      {"nothing at the lower end", share, "80", false, "0"},
      {"half way", share, "90", false, "3"},
      {"rounded half up", share, "93.35", false, "4.01"},
      {"rounded down below the half", share, "93.34", false, "4"},
      {"everything at the upper end", share, "100", false, "6"},
      {"no more beyond it", share, "120", false, "6"},
      {"a negative value is none", share, "-5", false, "0"},
      {"falls: all at the small end", falling, "2", false, "4"},
      {"falls: all below it", falling, "0", false, "4"},
      {"falls: between", falling, "5", false, "2.5"},
      {"falls: nothing at the large end", falling, "10", false, "0"},
      {"both ends the same: reached", step, "90", false, "4"},
      {"both ends the same: not reached", step, "89.99", false, "0"},
      {"both ends the same: passed", step, "91", false, "4"},
      {"nothing counted, nothing deducted", deduct, "0", false, "5"},
      {"half a mark for each", deduct, "3", false, "3.5"},
      {"not below none", deduct, "11", false, "0"},
      {"what is left is rounded half up", odd, "1", false, "9.88"},
      {"added for each", bonus, "2", false, "1.5"},
      {"added at most so much", bonus, "3", false, "2"},
      {"nothing to add", bonus, "0", false, "0"},
      {"target met", target, "1", true, "3"},
      {"target missed", target, "1", false, "0"},
      {"a deduction is what is taken away", minus, "2", false, "2"},
      {"a deduction has an end", minus, "9", false, "3"},
      {"a deduction where the target is met", missed, "1", true, "0"},
      {"a deduction where it is missed", missed, "1", false, "2"},
      {"does not apply", share, "", false, "–"},
      {"not entered", share, "not_entered", false, "–"},
      {"does not apply, though met", target, "", true, "–"},
      {"judged items have none", judged("a", "6"), "90", true, "–"},
      {"as large as numbers are", deduct, "999999999999999999", false, "0"},
      {"as small as numbers are", share, "80.000000001", false, "0"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.name);
    EXPECT_EQ(text_of(marks_of(one.item, value_of(one.value), one.met, 2)), one.want);
  }
}

TEST(Marks, AreExactWherePlainNumbersWouldNotBe) {
  // One third of 100 three times is not 100, and seven tenths of a mark are exactly that.
  const auto third = automatic("a", "100", linear("0", "3"));
  EXPECT_EQ(text_of(marks_of(third, value_of("1"), false, 2)), "33.33");
  EXPECT_EQ(text_of(marks_of(third, value_of("2"), false, 2)), "66.67");
  EXPECT_EQ(text_of(marks_of(third, value_of("1"), false, 0)), "33");
  EXPECT_EQ(text_of(marks_of(third, value_of("1"), false, 9)), "33.333333333");
  const auto tenths = automatic("a", "0.7", linear("0", "0.3"));
  EXPECT_EQ(text_of(marks_of(tenths, value_of("0.1"), false, 6)), "0.233333");
  // The product of these has 36 digits.
  const auto wide = automatic("a", "123456789.12", linear("0", "999999999.999999999"));
  EXPECT_EQ(text_of(marks_of(wide, value_of("500000000"), false, 2)), "61728394.56");
}

TEST(Marks, LargestNumbersDoNotOverflow) {
  const auto huge =
      automatic("a", "999999999999999999", linear("-999999999", "999999999999999999"));
  const auto got = marks_of(huge, value_of("999999999999999998"), false, 9);
  ASSERT_TRUE(got.has_value());
  EXPECT_LE(compare(*got, huge.marks), 0);
  EXPECT_GT(compare(*got, number("999999999999999000")), 0);
  const auto fine = automatic("a", "0.000000001", each(Form::AddEach, "999999999.999999999"));
  EXPECT_EQ(text_of(marks_of(fine, value_of("999999999.999999999"), false, 9)), "0.000000001");
}

Decimal any_decimal(std::int64_t low, std::int64_t high) {
  const int scale = *rc::gen::inRange(0, 5);
  return Sum(Decimal{*rc::gen::inRange<std::int64_t>(low, high), scale}).value();
}

pack::AssessmentItem any_automatic() {
  pack::AutomaticScore score;
  score.indicator = "sample";
  score.form = *rc::gen::element(Form::Linear, Form::DeductEach, Form::AddEach, Form::Met);
  score.none_at = any_decimal(-500, 2000);
  score.full_at = any_decimal(-500, 2000);
  score.each = any_decimal(0, 300);
  auto item = automatic("a", "1", score);
  item.marks = any_decimal(1, 2000);
  item.kind = *rc::gen::element(Kind::Scored, Kind::Deduction, Kind::Bonus);
  return item;
}

indicators::Value any_value() {
  indicators::Value out;
  out.standing = indicators::Standing::Value;
  out.value = any_decimal(-500, 3000);
  return out;
}

RC_GTEST_PROP(Marks, LieBetweenNoneAndAll, ()) {
  const auto item = any_automatic();
  const int scale = *rc::gen::inRange(0, 5);
  const auto got = marks_of(item, any_value(), *rc::gen::arbitrary<bool>(), scale);
  RC_ASSERT(got.has_value());
  RC_ASSERT(got->units >= 0);
  RC_ASSERT(compare(*got, item.marks) <= 0);
  RC_ASSERT(got->scale <= std::max(scale, item.marks.scale));
}

/// Whether a larger value gives more, by the form alone.
bool rises(const pack::AssessmentItem& item) {
  const auto& score = *item.automatic;
  if (score.form == Form::Linear) return compare(score.none_at, score.full_at) <= 0;
  if (score.form == Form::AddEach) return true;
  return item.kind == Kind::Deduction;
}

RC_GTEST_PROP(Marks, BetterValueNeverGivesFewer, ()) {
  const auto item = any_automatic();
  if (item.automatic->form == Form::Met) return;
  auto low = any_value(), high = any_value();
  if (compare(*low.value, *high.value) > 0) std::swap(low, high);
  const int scale = *rc::gen::inRange(0, 5);
  const auto from = marks_of(item, low, false, scale), to = marks_of(item, high, false, scale);
  const int order = compare(*from, *to);
  RC_ASSERT((rises(item) ? order : -order) <= 0);
}

RC_GTEST_PROP(Marks, LinearIsWithinHalfADigitOfTheFraction, ()) {
  auto item = any_automatic();
  item.automatic->form = Form::Linear;
  const auto& score = *item.automatic;
  RC_PRE(compare(score.none_at, score.full_at) < 0);
  const auto value = any_value();
  const auto got = *marks_of(item, value, false, 4);
  const auto inside = clamped(*value.value, score.none_at, score.full_at);
  // |got × span − marks × way| ≤ span / 2 × 10^-4, in whole numbers of 10^-18.
  const Wide way = Sum(inside, score.none_at).nano(),
             span = Sum(score.full_at, score.none_at).nano();
  const Wide off =
      Sum(got).nano() / 1000 * (span / 1000) - Sum(item.marks).nano() / 1000 * (way / 1000);
  RC_ASSERT((off < 0 ? -off : off) <= span / 1000 * 50 + 1);
}

// --- totals ---

TEST(Totals, AreBroughtToFullMarksForEveryKindOfUnit) {
  const auto rules = edition({{judged("a", "6"), judged("b", "4", Kind::Scored, {"government"})},
                              {judged("c", "10", Kind::Scored, {"government"})}});
  const std::vector<ItemScore> scores = {scored("a", "3"), scored("b", "4"), scored("c", "8")};
  const auto office = total_of(rules, "government", scores);
  EXPECT_EQ(text_of(office.scored), "15");
  EXPECT_EQ(text_of(office.full), "20");
  EXPECT_EQ(text_of(office.total), "75");
  const auto town = total_of(rules, "township", scores);
  EXPECT_EQ(text_of(town.full), "6") << "what is not for townships is not held against them";
  EXPECT_EQ(text_of(town.total), "50");
  EXPECT_EQ(town.open, 0);
  const auto court = total_of(rules, "judicial", scores);
  EXPECT_FALSE(court.total.has_value()) << "the edition is not for courts";
}

TEST(Totals, LeaveOutWhatDoesNotApply) {
  const auto rules = edition({{automatic("a", "6", linear("80", "100")), judged("b", "4")}});
  ItemScore none;
  none.item = "a";
  none.automatic = true;
  const auto got = total_of(rules, "township", {none, scored("b", "3")});
  EXPECT_EQ(text_of(got.full), "4");
  EXPECT_EQ(text_of(got.total), "75");
  auto absent = scored("b", "3");
  absent.applies = false;
  EXPECT_FALSE(total_of(rules, "township", {none, absent}).total.has_value());
  EXPECT_FALSE(total_of(rules, "township", {}).total.has_value());
}

TEST(Totals, DeductAndAddAfterwards) {
  auto rules = edition({{judged("a", "10"), judged("minus", "3", Kind::Deduction),
                         judged("plus", "4", Kind::Bonus), judged("more", "4", Kind::Bonus)}});
  const auto got = total_of(
      rules, "township",
      {scored("a", "8"), scored("minus", "2.5"), scored("plus", "3.5"), scored("more", "2")});
  EXPECT_EQ(text_of(got.deducted), "2.5");
  EXPECT_EQ(text_of(got.bonus), "5") << "all bonus items together have an end";
  EXPECT_EQ(text_of(got.total), "82.5");
  EXPECT_EQ(
      text_of(total_of(rules, "township", {scored("a", "8"), scored("minus", "99")}).deducted), "3")
      << "a deduction has one of its own";
  EXPECT_EQ(text_of(total_of(rules, "township", {scored("a", "99")}).total), "100")
      << "nothing gives more than its marks";
  rules.bonus_max = {};
  EXPECT_EQ(text_of(total_of(rules, "township", {scored("a", "8"), scored("plus", "4")}).total),
            "80");
}

TEST(Totals, AreRoundedHalfUpOnce) {
  auto rules = edition({{judged("a", "3"), judged("b", "5")}});
  EXPECT_EQ(text_of(total_of(rules, "township", {scored("a", "1"), scored("b", "0")}).total),
            "12.5");
  rules.scale = 0;
  EXPECT_EQ(text_of(total_of(rules, "township", {scored("a", "1"), scored("b", "0")}).total), "13");
  rules.scale = 2;
  EXPECT_EQ(text_of(total_of(rules, "township", {scored("a", "1")}).total), "33.33");
  rules.full_marks = number("100.555");
  EXPECT_EQ(text_of(total_of(rules, "township", {scored("a", "3")}).total), "100.56");
}

TEST(Totals, TellWhatIsStillOpen) {
  const auto rules =
      edition({{judged("a", "6"), judged("plus", "2", Kind::Bonus),
                judged("minus", "2", Kind::Deduction), automatic("auto", "5", linear("0", "10")),
                judged("office", "6", Kind::Scored, {"government"})}});
  EXPECT_EQ(total_of(rules, "township", {}).open, 1) << "what nobody claims needs no verdict";
  ItemScore claimed;
  claimed.item = "plus";
  claimed.self = number("2");
  EXPECT_EQ(total_of(rules, "township", {claimed}).open, 2);
  EXPECT_EQ(total_of(rules, "government", {claimed}).open, 3);
  EXPECT_EQ(total_of(rules, "township", {claimed, scored("a", "1")}).open, 1);
}

struct Round {
  pack::Edition edition;
  std::vector<ItemScore> scores;
};

Round any_round() {
  Round out;
  std::vector<std::vector<pack::AssessmentItem>> areas(*rc::gen::inRange<std::size_t>(1, 4));
  int count = 0;
  for (auto& items : areas)
    for (auto n = *rc::gen::inRange(0, 4); n > 0; --n) {
      auto item = judged("i" + std::to_string(++count), "1");
      item.marks = any_decimal(1, 2000);
      item.kind = *rc::gen::element(Kind::Scored, Kind::Scored, Kind::Deduction, Kind::Bonus);
      item.unit_kinds =
          *rc::gen::element(std::vector<std::string>{}, std::vector<std::string>{"township"},
                            std::vector<std::string>{"government"});
      if (*rc::gen::arbitrary<bool>()) {
        auto score = scored(item.id, "0");
        score.marks = any_decimal(0, 2500);
        score.applies = *rc::gen::inRange(0, 5) != 0;
        out.scores.push_back(std::move(score));
      }
      items.push_back(std::move(item));
    }
  out.edition = edition(std::move(areas));
  out.edition.full_marks = any_decimal(1, 2000);
  out.edition.bonus_max = any_decimal(0, 1000);
  out.edition.scale = *rc::gen::inRange(0, 4);
  return out;
}

RC_GTEST_PROP(Totals, AreTheSumOfTheirAreasWhateverTheOrder, ()) {
  auto round = any_round();
  const std::string kind = *rc::gen::element<std::string>("township", "government", "other");
  const auto whole = total_of(round.edition, kind, round.scores);
  Sum marks, full;
  int open = 0;
  for (const auto& area : round.edition.areas) {
    pack::Edition alone = round.edition;
    alone.areas = {area};
    const auto part = total_of(alone, kind, round.scores);
    marks.add(part.scored);
    full.add(part.full);
    open += part.open;
  }
  RC_ASSERT(compare(marks.value(), whole.scored) == 0);
  RC_ASSERT(compare(full.value(), whole.full) == 0);
  RC_ASSERT(open == whole.open);
  std::ranges::reverse(round.scores);
  std::ranges::reverse(round.edition.areas);
  const auto turned = total_of(round.edition, kind, round.scores);
  RC_ASSERT(turned.total == whole.total);
  RC_ASSERT(compare(whole.scored, whole.full) <= 0);
}

RC_GTEST_PROP(Totals, MoreMarksNeverGiveALowerTotal, ()) {
  auto round = any_round();
  if (round.scores.empty()) return;
  const auto before = total_of(round.edition, "township", round.scores);
  auto& score = round.scores[*rc::gen::inRange<std::size_t>(0, round.scores.size())];
  const auto* item = round.edition.item(score.item);
  Sum more(*score.marks);
  more.add(any_decimal(0, 500));
  score.marks = more.value();
  const auto after = total_of(round.edition, "township", round.scores);
  RC_ASSERT(before.total.has_value() == after.total.has_value());
  if (!before.total) return;
  if (item->kind == Kind::Deduction)
    RC_ASSERT(compare(*after.total, *before.total) <= 0);
  else
    RC_ASSERT(compare(*after.total, *before.total) >= 0);
}

// --- places ---

TEST(Ranking, SharesPlaces) {
  const auto places = ranked({{"d", number("80")},
                              {"a", number("90.5")},
                              {"c", number("90.50")},
                              {"b", number("95")},
                              {"e", number("80")},
                              {"f", number("-1")}});
  std::string text;
  for (const auto& one : places)
    text += std::to_string(one.rank) + one.unit + " ";
  EXPECT_EQ(text, "1b 2a 2c 4d 4e 6f ");
  EXPECT_TRUE(ranked({}).empty());
}

RC_GTEST_PROP(Ranking, OrderOfUnitsDoesNotMatter, ()) {
  std::vector<std::pair<std::string, Decimal>> totals;
  for (auto n = *rc::gen::inRange(0, 20); n > 0; --n)
    totals.emplace_back("u" + std::to_string(n), any_decimal(0, 6));
  const auto places = ranked(totals);
  std::ranges::reverse(totals);
  const auto again = ranked(totals);
  RC_ASSERT(places.size() == totals.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    RC_ASSERT(places[i].unit == again[i].unit);
    RC_ASSERT(places[i].rank == again[i].rank);
    // A place is one more than the number of those that are better.
    const auto better = std::ranges::count_if(
        totals, [&](const auto& one) { return compare(one.second, places[i].total) > 0; });
    RC_ASSERT(places[i].rank == better + 1);
  }
}

} // namespace
} // namespace plumb::assessment
