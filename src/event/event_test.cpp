// SPDX-License-Identifier: Apache-2.0
#include <plumb/event/event.hpp>
#include <plumb/event/json.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::event {
namespace {

Event sample() {
  return {.authority_id = "default",
          .sequence = 7,
          .id = "0193-id",
          .stream = "document:d1",
          .type = std::string(kTasksApproved),
          .version = 1,
          .recorded_at = 1'767'225'600'000,
          .effective_on = base::make_date(2026, 1, 1),
          .actor = "审核员",
          .payload = R"({"tasks":[]})",
          .hash = {}};
}

TEST(Hash, ChangesWithEveryMemberAndWithThePreviousHash) {
  const std::string hash = hash_of(sample(), kFirstHash);
  EXPECT_EQ(hash.size(), 64U);
  EXPECT_EQ(hash, hash_of(sample(), kFirstHash));
  EXPECT_NE(hash, hash_of(sample(), hash));
  const std::vector<void (*)(Event&)> edits = {
      [](Event& e) { e.authority_id += 'x'; }, [](Event& e) { ++e.sequence; },
      [](Event& e) { e.id += 'x'; },           [](Event& e) { e.stream += 'x'; },
      [](Event& e) { e.type += 'x'; },         [](Event& e) { ++e.version; },
      [](Event& e) { ++e.recorded_at; },       [](Event& e) { e.effective_on.reset(); },
      [](Event& e) { e.actor += 'x'; },        [](Event& e) { e.payload = R"({"tasks":[1]})"; }};
  for (const auto edit : edits) {
    Event changed = sample();
    edit(changed);
    EXPECT_NE(hash_of(changed, kFirstHash), hash);
  }
}

TEST(Event, IsOneJsonObjectWithLocalTime) {
  Event event = sample();
  event.hash = hash_of(event, kFirstHash);
  std::string text;
  append_json(text, event);
  const auto json = parse_json(text);
  ASSERT_TRUE(json);
  EXPECT_EQ((*json)["sequence"].integer_or(0), 7);
  EXPECT_EQ((*json)["recorded_at"].text(), "2026-01-01T08:00:00+08:00");
  EXPECT_EQ((*json)["effective_on"].text(), "2026-01-01");
  EXPECT_TRUE((*json)["payload"].has("tasks"));
}

TEST(Streams, NameTheirDocument) {
  EXPECT_EQ(document_stream("d1"), "document:d1");
  EXPECT_EQ(document_of_stream("document:d1"), "d1");
  EXPECT_EQ(document_of_stream(kOrganisationStream), "");
}

TEST(Json, KeepsDecimalsExact) {
  for (const char* text : {"71.4", "-0.5", "0", "999999999999999999", "0.000000001", "12"}) {
    const auto json = parse_json(text);
    ASSERT_TRUE(json) << text;
    EXPECT_EQ(json->dump(), text);
  }
  EXPECT_EQ(parse_json("80.0")->dump(), "80");
}

TEST(Json, HasOneCanonicalText) {
  EXPECT_EQ(parse_json(" { \"b\" : [ 1 , true , null ] , \"a\" : \"\\u4e2d\\n\" } ")->dump(),
            "{\"a\":\"中\\n\",\"b\":[1,true,null]}");
}

TEST(Json, RefusesWhatCouldBeReadInTwoWays) {
  std::string deep(100, '[');
  deep += std::string(100, ']');
  const std::vector<std::string> cases = {
      "",         "{",     "[1,]",         "{\"a\":1,\"a\":2}",
      "1e400",    "1.5e3", "0.0000000001", "12345678901234567890",
      "\"\xff\"", "nul",   "1 2",          deep};
  for (const auto& text : cases) {
    const auto json = parse_json(text);
    ASSERT_FALSE(json) << text;
    EXPECT_EQ(json.error().id, "event.bad_json");
  }
}

TEST(Json, ReadsMissingMembersAsNull) {
  const auto json = *parse_json(R"({"a":{"b":3}})");
  EXPECT_EQ(json["a"]["b"].integer_or(0), 3);
  EXPECT_TRUE(json["x"]["y"].is_null());
  EXPECT_EQ(json["a"].text(), "");
  EXPECT_FALSE(json.has("b"));
}

RC_GTEST_PROP(Json, AnyTextSurvivesQuoting, (const std::vector<char16_t>& units)) {
  std::string text;
  for (const char16_t unit : units)
    if (unit < 0x80)
      text += static_cast<char>(unit);
    else
      text += "青";
  std::string quoted;
  append_quoted(quoted, text);
  const auto json = parse_json(quoted);
  RC_ASSERT(json.has_value());
  RC_ASSERT(json->text() == text);
}

} // namespace
} // namespace plumb::event
