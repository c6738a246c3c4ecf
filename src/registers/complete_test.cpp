// SPDX-License-Identifier: Apache-2.0
// What the program fills in: numbers without holes, and lots that anybody can draw again.
#include "linked_support.hpp"

#include <plumb/base/hash.hpp>

#include <gmock/gmock.h>

namespace plumb::registers::testing {
namespace {

using ::testing::ElementsAre;

const std::vector<Refusal>& refusals_of(const World& world) {
  return std::get<std::vector<Refusal>>(world.newest_);
}

// An errand that only has to be issued.
void draft(World& world, const std::string& id, std::string_view more = "") {
  ASSERT_EQ(world.open(id, "errand", "draft",
                       json(R"({"title":"修渠","code":"county")" + std::string(more) + "}")),
            "ok");
}
std::string number_of(World& world, const std::string& id) {
  return world.records_[id].fields["document_no"].text();
}

TEST(Numbers, AreTheSmallestFreeOnesOfSeriesAndYear) {
  World world;
  for (const auto* id : {"a", "b", "c", "d"})
    draft(world, id);
  EXPECT_EQ(world.take("a", "issue"), "ok");
  EXPECT_EQ(world.take("b", "issue"), "ok");
  EXPECT_EQ(number_of(world, "a"), "砚政发〔2026〕1号");
  EXPECT_EQ(number_of(world, "b"), "砚政发〔2026〕2号");
  EXPECT_EQ(world.take("c", "issue", json(R"({"code":"office"})")), "ok");
  EXPECT_EQ(number_of(world, "c"), "砚政办发〔2026〕1号");
  // Taken back, it is free again.
  EXPECT_EQ(world.run("a", Annul{"误录"}, program()), "ok");
  EXPECT_FALSE(world.records_["a"].fields.has("document_no"));
  EXPECT_EQ(world.take("d", "issue"), "ok");
  EXPECT_EQ(number_of(world, "d"), "砚政发〔2026〕1号");
  EXPECT_EQ(world.take("a", "issue"), "ok");
  EXPECT_EQ(number_of(world, "a"), "砚政发〔2026〕3号");
}

TEST(Numbers, TheYearIsThatOfTheDay) {
  World world;
  world.today_ = day("2025-12-30");
  draft(world, "a");
  world.today_ = day("2026-01-04");
  TakeStep issue{.register_id = {}, .step = "issue", .on = day("2025-12-31")};
  EXPECT_EQ(world.run("a", issue, program()), "ok");
  EXPECT_EQ(number_of(world, "a"), "砚政发〔2025〕1号");
}

TEST(Numbers, AreRefusedWhereTheyCannotBeGiven) {
  World world;
  ASSERT_EQ(world.open("e", "errand", "draft", json(R"({"title":"修渠"})")), "ok");
  EXPECT_EQ(world.take("e", "issue"), "missing_field:code");
  EXPECT_EQ(world.take("e", "issue", json(R"({"code":"nonsense"})")), "bad_field:code");
  // The form does not give it.
  EXPECT_EQ(world.take("e", "issue", json(R"({"code":"county","document_no":"9号"})")),
            "bad_field:document_no");
  EXPECT_EQ(refusals_of(world)[0].details["reason"].text(), "not_asked");
  auto at = world.environment(program());
  at.lookup.next_number = {};
  const TakeStep issue{.register_id = {}, .step = "issue", .fields = json(R"({"code":"county"})")};
  const auto without = decide(linked(), &world.records_["e"], "e", issue, at);
  EXPECT_EQ(tokens(without), "bad_field:document_no");
  EXPECT_EQ(std::get<std::vector<Refusal>>(without)[0].details["reason"].text(), "no_lookup");
  at.lookup.next_number = [](std::string_view, const pack::Numbering&, std::string_view, int) {
    return std::int64_t{0};
  };
  EXPECT_EQ(tokens(decide(linked(), &world.records_["e"], "e", issue, at)),
            "bad_field:document_no");
  // Nobody is asked for a number where the step cannot be taken at all.
  at.lookup.next_number = [](std::string_view, const pack::Numbering&, std::string_view, int) {
    ADD_FAILURE() << "asked";
    return std::int64_t{1};
  };
  at.actor = person("unit_clerk", "z");
  EXPECT_EQ(tokens(decide(linked(), &world.records_["e"], "e", issue, at)), "not_permitted:issue");
}

TEST(Numbers, OfWhatHappenedOutsideAreKeptAsTyped) {
  World world;
  draft(world, "a");
  draft(world, "b");
  TakeStep issue{.register_id = {},
                 .step = "issue",
                 .fields = json(R"({"document_no":"砚政发〔2026〕1号"})"),
                 .outside_reason = "已先行印发"};
  EXPECT_EQ(world.run("a", issue, program()), "ok");
  EXPECT_EQ(number_of(world, "a"), "砚政发〔2026〕1号");
  issue.fields = {};
  EXPECT_EQ(world.run("b", issue, program()), "ok");
  EXPECT_EQ(number_of(world, "b"), "砚政发〔2026〕2号");
  // A correction may change it, not empty it.
  EXPECT_EQ(world.run("b", Correct{json(R"({"document_no":null})"), {}, "有误"}, program()),
            "missing_field:document_no");
  EXPECT_EQ(world.run("b", Correct{json(R"({"document_no":"x"})"), {}, "有误"}, program()), "ok");
}

TEST(Numbers, AFormAsksForTheSeriesOnly) {
  World world;
  ASSERT_EQ(world.open("e", "errand", "draft", json(R"({"title":"修渠"})")), "ok");
  for (const auto& entry : possible(linked(), world.records_["e"], world.environment(program()))) {
    if (entry.step->id != "issue") continue;
    EXPECT_THAT(entry.missing, ElementsAre("code"));
    EXPECT_TRUE(entry.refusals.empty());
  }
}

void fill_pool(World& world, int count) {
  for (int i = 0; i < count; ++i)
    ASSERT_EQ(world.open("x" + std::to_string(i), "expert", "enter",
                         Json::Object{{"name", "专家" + std::to_string(i)},
                                      {"specialty", Json::Array{i % 2 == 0 ? "law" : "water"}},
                                      {"unit", i % 3 == 0 ? "u0" : "u1"}}),
              "ok");
}

TEST(Lots, AreDrawnAsAnybodyCanDrawThemAgain) {
  World world;
  fill_pool(world, 20);
  ASSERT_EQ(world.take("x2", "leave"), "ok");
  draft(world, "e", R"(,"drafter":"u0")");
  ASSERT_EQ(world.take("e", "issue"), "ok");
  ASSERT_EQ(world.take("e", "draw", json(R"({"wanted":["law"],"how_many":3})")), "ok");
  const auto& fields = world.records_["e"].fields;
  // Even ones know the law, those divisible by three are of the drafting unit, 2 has left.
  const std::vector<std::string> pool{"x10", "x14", "x16", "x4", "x8"};
  std::vector<std::pair<std::string, std::string>> tickets;
  for (const auto& id : pool)
    tickets.emplace_back(base::sm3_hex(world.seed_ + id), id);
  std::ranges::sort(tickets);
  ASSERT_EQ(fields["drawn"].items().size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& row = fields["drawn"].items()[i];
    EXPECT_EQ(row["record"].text(), tickets[i].second);
    EXPECT_EQ(row["ticket"].text(), tickets[i].first);
    EXPECT_EQ(row["name"].text(), "专家" + tickets[i].second.substr(1));
  }
  const auto receipt = json(fields["lot"].text());
  EXPECT_EQ(receipt["seed"].text(), world.seed_);
  EXPECT_EQ(receipt["candidates"].dump(), R"(["x10","x14","x16","x4","x8"])");
  EXPECT_EQ(receipt["sm3"].text(), base::sm3_hex("x10\nx14\nx16\nx4\nx8\n"));

  const auto again = redraw(fields["lot"].text(), 3);
  ASSERT_TRUE(again);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ((*again)[i], (Drawn{tickets[i].second, tickets[i].first}));
  // Another seed, another lot.
  world.seed_ = std::string(64, 'b');
  const auto before = fields["drawn"];
  ASSERT_EQ(world.take("e", "draw", json(R"({"wanted":["law"],"how_many":3})")), "ok");
  EXPECT_NE(world.records_["e"].fields["drawn"], before);
}

TEST(Lots, AreRefusedWhereTooFewCanBeDrawn) {
  World world;
  fill_pool(world, 6);
  draft(world, "e");
  ASSERT_EQ(world.take("e", "issue"), "ok");
  struct Case {
    const char *fields, *outcome;
  };
  const Case cases[] = {
      {"{}", "missing_field:how_many missing_field:wanted"},
      {R"({"how_many":1})", "missing_field:wanted"},
      {R"({"wanted":["law"],"how_many":0})", "bad_field:how_many"},
      {R"({"wanted":["law"],"how_many":4})", "bad_field:how_many"},
      {R"({"wanted":["law"],"how_many":1,"drawn":[]})", "bad_field:drawn"},
      {R"({"wanted":["law"],"how_many":1,"lot":"x"})", "bad_field:lot"},
      {R"({"wanted":["law"],"how_many":3})", "ok"},
      {R"({"wanted":["law","water"],"how_many":6})", "ok"},
  };
  for (const auto& each : cases)
    EXPECT_EQ(world.take("e", "draw", json(each.fields)), each.outcome) << each.fields;
  EXPECT_EQ(world.take("e", "draw", json(R"({"wanted":["law"],"how_many":4})")),
            "bad_field:how_many");
  EXPECT_EQ(refusals_of(world)[0].details.dump(), R"({"candidates":3,"reason":"candidates"})");
  world.seed_ = "not chance";
  EXPECT_EQ(world.take("e", "draw", json(R"({"wanted":["law"],"how_many":1})")), "bad_field:drawn");
  EXPECT_EQ(refusals_of(world)[0].details["reason"].text(), "no_seed");
  auto at = world.environment(program());
  at.lookup = {};
  const TakeStep draw{
      .register_id = {}, .step = "draw", .fields = json(R"({"wanted":["law"],"how_many":1})")};
  EXPECT_EQ(tokens(decide(linked(), &world.records_["e"], "e", draw, at)), "bad_field:drawn");
}

TEST(Lots, DrawnOutsideAreKeptAsTold) {
  World world;
  draft(world, "e");
  ASSERT_EQ(world.take("e", "issue"), "ok");
  const TakeStep draw{.register_id = {},
                      .step = "draw",
                      .fields = json(R"({"drawn":[{"name":"某甲"}]})"),
                      .outside_reason = "当场抽取"};
  EXPECT_EQ(world.run("e", draw, program()), "ok");
  EXPECT_EQ(world.records_["e"].fields["drawn"].dump(), R"([{"name":"某甲"}])");
}

TEST(Lots, AReceiptThatWasTamperedWithIsTold) {
  const std::string seed(64, '1');
  const auto sum = base::sm3_hex("a\nb\n");
  const auto receipt = [&](const std::string& seed_text, const std::string& ids,
                           const std::string& sm3) {
    return R"({"seed":")" + seed_text + R"(","candidates":)" + ids + R"(,"sm3":")" + sm3 + "\"}";
  };
  struct Case {
    std::string receipt;
    std::int64_t count;
    std::string reason;
  };
  const Case cases[] = {
      {receipt(seed, R"(["a","b"])", sum), 2, ""},
      {receipt(seed, R"(["a","b"])", sum), 3, "count"},
      {receipt(seed, R"(["a","b"])", sum), 0, "count"},
      {receipt(seed, R"(["a","b","c"])", sum), 2, "sm3"},
      {receipt(seed, R"(["b","a"])", sum), 2, "sm3"},
      {receipt(seed, R"(["a","a"])", base::sm3_hex("a\na\n")), 1, "candidates"},
      {receipt(seed, R"([1])", sum), 1, "candidates"},
      {receipt("12", R"(["a","b"])", sum), 2, "seed"},
      {receipt(std::string(64, 'G'), R"(["a","b"])", sum), 2, "seed"},
      {"nonsense", 1, "json"},
      {"[]", 1, "json"},
  };
  for (const auto& each : cases) {
    const auto drawn = redraw(each.receipt, each.count);
    EXPECT_EQ(drawn.has_value(), each.reason.empty()) << each.receipt;
    if (!drawn && !each.reason.empty()) {
      EXPECT_EQ(drawn.error().id, "registers.bad_receipt");
      EXPECT_EQ(drawn.error().args[0].second, each.reason) << each.receipt;
    }
  }
}

} // namespace
} // namespace plumb::registers::testing
