// SPDX-License-Identifier: Apache-2.0
#include "invented_county.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace plumb::organisation {
namespace {

TEST(UnitJson, RoundTripsEveryUnit) {
  for (const Unit& unit : test::invented_units()) {
    SCOPED_TRACE(unit.id);
    const auto read = unit_from_json(to_json(unit));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, unit);
  }
}

TEST(UnitJson, WritesFieldsInOneOrder) {
  Unit unit = test::unit("data", "government", UnitKind::PeoplesOrganisation, "甲会", {"会"}, true);
  unit.names[0].from = test::day("2022-05-01");
  unit.until = test::day("2024-01-01");
  unit.successors = {"next"};
  EXPECT_EQ(to_json(unit), R"({"id":"data","parent":"government","kind":"peoples_organisation",)"
                           R"("names":[{"name":"甲会","from":"2022-05-01"}],"aliases":["会"],)"
                           R"("until":"2024-01-01","successors":["next"],"enforcement":true})");
}

TEST(UnitJson, FillsInWhatIsOptional) {
  const auto unit = unit_from_json(R"({"id":"a","kind":"government","names":[{"name":"甲局"}]})");
  ASSERT_TRUE(unit);
  EXPECT_EQ(*unit, test::unit("a", "", UnitKind::Government, "甲局"));
}

TEST(UnitJson, NamesTheFieldAtFault) {
  struct Case {
    const char *json, *where, *why;
  };
  const Case cases[] = {
      {"", "", "not_json"},
      {"{", "", "not_json"},
      {"[]", "", "not_an_object"},
      {"\"\xff\"", "", "not_json"},
      {R"({"kind":"government","names":[{"name":"甲"}]})", "id", "missing"},
      {R"({"id":7,"kind":"government","names":[{"name":"甲"}]})", "id", "not_a_string"},
      {R"({"id":"","kind":"government","names":[{"name":"甲"}]})", "id", "empty"},
      {R"({"id":"a","names":[{"name":"甲"}]})", "kind", "missing"},
      {R"({"id":"a","kind":"ministry","names":[{"name":"甲"}]})", "kind", "unknown_kind"},
      {R"({"id":"a","kind":"party"})", "names", "missing"},
      {R"({"id":"a","kind":"party","names":[]})", "names", "empty"},
      {R"({"id":"a","kind":"party","names":"甲"})", "names", "not_a_list"},
      {R"({"id":"a","kind":"party","names":["甲"]})", "names[0]", "not_an_object"},
      {R"({"id":"a","kind":"party","names":[{"name":"甲"},{}]})", "names[1].name", "missing"},
      {R"({"id":"a","kind":"party","names":[{"name":"甲","from":"2024-2-1"}]})", "names[0].from",
       "not_a_date"},
      {R"({"id":"a","kind":"party","names":[{"name":"甲","to":"2024-02-01"}]})", "names[0].to",
       "unknown"},
      {R"({"id":"a","kind":"party","names":[{"name":"甲"}],"until":"2024-02-30"})", "until",
       "not_a_date"},
      {R"({"id":"a","kind":"party","names":[{"name":"甲"}],"aliases":[1]})", "aliases[0]",
       "not_a_string"},
      {R"({"id":"a","kind":"party","names":[{"name":"甲"}],"successors":{}})", "successors",
       "not_a_list"},
      {R"({"id":"a","kind":"party","names":[{"name":"甲"}],"enforcement":1})", "enforcement",
       "not_a_boolean"},
      {R"({"id":"a","kind":"party","names":[{"name":"甲"}],"colour":"red"})", "colour", "unknown"},
      {R"({"id":"a","id":"b","kind":"party","names":[{"name":"甲"}]})", "id", "twice"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.json);
    const auto unit = unit_from_json(c.json);
    ASSERT_FALSE(unit);
    EXPECT_EQ(unit.error().id, "organisation.bad_json");
    EXPECT_EQ(unit.error().where, c.where);
    ASSERT_EQ(unit.error().args.size(), 2U);
    EXPECT_EQ(unit.error().args[1].second, c.why);
  }
}

TEST(UnitKind, HasOneSpelling) {
  for (int i = 0; i <= static_cast<int>(UnitKind::Other); ++i) {
    const auto kind = static_cast<UnitKind>(i);
    EXPECT_EQ(parse_unit_kind(to_string(kind)), kind);
  }
  EXPECT_EQ(parse_unit_kind("Government"), std::nullopt);
}

} // namespace
} // namespace plumb::organisation
