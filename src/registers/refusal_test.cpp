// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"

#include <fstream>
#include <sstream>

namespace plumb::registers::testing {
namespace {

constexpr int kCodes = static_cast<int>(RefusalCode::NothingChanged) + 1;

constexpr const char* kReviewing = R"(
2026-01-05 propose title=修桥 kind=other | ok
2026-01-06 note draft=abc | ok
2026-02-02 submit | ok
)";

TEST(Refusal, EachCodeInTheOrderOfPrecedence) {
  struct Case {
    const char *before, *command, *refused;
  };
  const Case cases[] = {
      {"", "2026-01-05 fly", "unknown_step:fly"},
      {"", "2026-01-05 propose title=a kind=other by=inspector", "not_permitted:propose"},
      {"2026-01-05 propose title=a kind=other | ok\n2026-01-06 withdraw | ok", "2026-01-07 consult",
       "record_closed:withdrawn"},
      {"2026-01-05 propose title=a kind=other | ok", "2026-01-06 decide",
       "wrong_state:drafting gate_closed:drafted"},
      {"", "2026-01-06 consult", "wrong_state:consult"},
      {"2026-01-05 propose title=a kind=other | ok", "2026-01-06 propose title=a kind=other",
       "wrong_state:drafting already_done:propose"},
      {"2026-01-05 propose title=a kind=other hearing_on=2026-03-01 | ok\n"
       "2026-01-06 serve_materials | ok",
       "2026-01-07 serve_materials", "already_done:serve_materials"},
      {"2026-01-05 propose title=a kind=other | ok", "2026-01-04 note", "bad_day"},
      {"2026-01-05 propose title=a kind=other | ok", "2026-01-08 note today=2026-01-07", "bad_day"},
      {"", "1949-09-30 propose title=a kind=other", "bad_day"},
      {"2026-01-05 propose title=a kind=other hearing_on=2026-03-01 | ok",
       "2026-01-04 serve_materials", "bad_day"},
      {"", "2026-01-05 propose title= ", "missing_field:title missing_field:kind"},
      {"2026-01-05 propose title=a kind=other | ok", "2026-01-06 submit", "missing_field:draft"},
      {"", "2026-01-05 propose title=a kind=none", "bad_field:kind"},
      {"", "2026-01-05 propose title=a kind=other draft=x", "bad_field:draft"},
      {"", "2026-01-05 propose title=a kind=other colour=red", "bad_field:colour"},
      {"2026-01-05 propose title=a kind=market | ok", "2026-01-06 submit draft=x",
       "gate_closed:consulted"},
      {kReviewing, "2026-02-11 decide", "too_early:review"},
      {kReviewing, "2026-02-03 decide by=unit_clerk", "not_permitted:decide too_early:review"},
  };
  for (const auto& each : cases) {
    Life life(national(), "proposal");
    play(life, each.before);
    play(life, std::string(each.command) + " | " + each.refused);
  }
}

TEST(Refusal, AllFailuresAreToldInOrder) {
  Life life(national(), "proposal");
  play(life, R"(
2026-03-02 propose title=a kind=market | ok
2026-03-02 note draft=a | ok
2026-03-02 consult | ok
2026-03-10 submit by=leader colour=1 today=2026-03-09 | not_permitted:submit bad_day bad_field:colour gate_closed:fair too_early:consultation
2026-03-10 decide by=leader | not_permitted:decide wrong_state:consulting
)");
}

TEST(Refusal, TellsTheFirstDayThatIsAllowed) {
  Life life(national(), "proposal");
  play(life, kReviewing);
  auto at = life.environment(day("2026-02-03"));
  const auto decision = life.run(TakeStep{.register_id = {}, .step = "decide"}, at);
  const auto* refusals = std::get_if<std::vector<Refusal>>(&decision);
  ASSERT_NE(refusals, nullptr);
  EXPECT_EQ(refusals->at(0).earliest_on, day("2026-02-12"));
  EXPECT_EQ(refusals->at(0).cite, (pack::Citation{"sample_law", "2"}));
  EXPECT_EQ(refusals->at(0).details["receipt"]["last_day"].text(), "2026-02-11");
}

TEST(Refusal, ValuesOfFields) {
  const auto& declared = *national().find_register("proposal");
  struct Case {
    const char *field, *json, *fault;
  };
  const Case cases[] = {
      {"title", R"("修桥")", ""},
      {"title", "null", ""},
      {"title", "5", "type"},
      {"title", R"({"sealed":"x"})", "type"},
      {"title", R"("a\u0000b")", "characters"},
      {"contact", R"({"sealed":"x"})", ""},
      {"contact", R"({"sealed":{"hash":"x","item":"y"}})", ""},
      {"contact", R"({"sealed":[]})", "type"},
      {"contact", R"({"sealed":"x","more":1})", "type"},
      {"contact", R"("13900000000")", ""},
      {"kind", R"("market")", ""},
      {"kind", R"("Market")", "choice"},
      {"amount", "12.5", ""},
      {"amount", "12", ""},
      {"amount", "1000", ""},
      {"amount", "1000.01", "too_large"},
      {"amount", "12.555", "scale"},
      {"amount", "-1", "too_small"},
      {"amount", R"("12")", "type"},
      {"amount", "999999999999999999", "too_large"},
      {"headcount", "0", "too_small"},
      {"headcount", "9", ""},
      {"headcount", "10", "too_large"},
      {"headcount", "1.5", "type"},
      {"hearing_on", R"("2026-02-29")", "type"},
      {"hearing_on", R"("2028-02-29")", ""},
      {"urgent", "true", ""},
      {"urgent", "1", "type"},
      {"leads", R"(["u1","u2"])", ""},
      {"leads", R"(["u1","u1"])", "too_many"},
      {"leads", R"(["u1",""])", "type"},
      {"leads", R"("u1")", "type"},
      {"draft", R"("abc")", ""},
      {"draft", R"({"sm3":"abc","name":"草案.docx"})", ""},
      {"draft", R"({"name":"草案.docx"})", "type"},
      {"draft", R"("")", "type"},
      {"opinions", R"([{"text":"好","adopted":true}])", ""},
      {"opinions", R"([{"text":"好","who":"甲"}])", "unknown_column"},
      {"opinions", R"([{"adopted":"是"}])", "type"},
      {"opinions", R"(["好"])", "type"},
  };
  for (const auto& each : cases) {
    const auto* field = declared.field(each.field);
    ASSERT_NE(field, nullptr) << each.field;
    const auto json = event::parse_json(each.json);
    ASSERT_TRUE(json) << each.json;
    EXPECT_EQ(fault_of(*field, *json), each.fault) << each.field << " " << each.json;
  }
  pack::Field text{.id = "t", .title = "t", .hint = {}};
  EXPECT_EQ(fault_of(text, std::string(500, 'a')), "");
  EXPECT_EQ(fault_of(text, std::string(501, 'a')), "too_long");
  text.length_max = 2;
  EXPECT_EQ(fault_of(text, "修桥"), "");
  EXPECT_EQ(fault_of(text, "修桥路"), "too_long");
}

TEST(Refusal, NamesAreDistinct) {
  std::vector<std::string_view> names;
  for (int i = 0; i < kCodes; ++i)
    names.push_back(name_of(static_cast<RefusalCode>(i)));
  EXPECT_EQ(names.front(), "unknown_step");
  EXPECT_EQ(names.back(), "nothing_changed");
  auto sorted = names;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(std::unique(sorted.begin(), sorted.end()), sorted.end());
  EXPECT_FALSE(sorted.front().empty());
}

// The page lists exactly the codes, in their order.
TEST(Refusal, ThePageOfRefusalsIsComplete) {
  std::ifstream file(std::string(PLUMB_SOURCE_DIR) + "/docs/reference/refusals.md");
  ASSERT_TRUE(file);
  std::vector<std::string> headings, codes;
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("## `")) headings.push_back(line.substr(4, line.rfind('`') - 4));
  for (int i = 0; i < kCodes; ++i)
    codes.emplace_back(name_of(static_cast<RefusalCode>(i)));
  EXPECT_EQ(headings, codes);
}

} // namespace
} // namespace plumb::registers::testing
