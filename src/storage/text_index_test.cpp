// SPDX-License-Identifier: Apache-2.0
#include <plumb/storage/testing.hpp>
#include <plumb/storage/text_index.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::storage {
namespace {

const TextIndex kIndex("found");

std::vector<std::int64_t> search(Connection& connection, const std::string& query,
                                 std::int64_t first = 1, std::int64_t last = 1'000'000) {
  const std::string match = TextIndex::match(connection.engine(), query);
  std::vector<std::int64_t> out;
  if (match.empty()) return out;
  std::string sql = "select position from ";
  std::vector<Value> values;
  kIndex.append_matches(connection.engine(), sql, values, "a", match, first, last);
  sql += " as f order by position";
  const auto done = connection.run(sql, values, [&](const Row& row) {
    out.push_back(row.integer(0));
    return true;
  });
  EXPECT_TRUE(done) << query << (done ? "" : done.error().id);
  return out;
}

TEST(TextIndex, FindsChineseByAnyTwoCharactersByOneAndByPhrase) {
  auto database = testing::fresh_database();
  auto writer = *database->writer();
  ASSERT_TRUE(kIndex.create(*writer));
  std::int64_t position = 0;
  for (const char* text : {"建立行政执法台账，2026年底前完成", "开展执法人员培训",
                           "今年2026项，司法局牵头", "it's a \\ 'quoted' :* & | ! <-> word"})
    ASSERT_TRUE(kIndex.put(*writer, "a", ++position, text));
  struct Case {
    const char* query;
    std::vector<std::int64_t> want;
  };
  for (const Case& c :
       {Case{"执法", {1, 2}}, Case{"行政执法", {1}}, Case{"政法", {}}, Case{"账", {1}},
        Case{"牵", {3}}, Case{"执法 培训", {2}}, Case{"2026年", {1}}, Case{"今年2026", {3}},
        Case{"202", {1, 3}}, Case{"局牵", {3}}, Case{"QUO", {4}}, Case{"it's", {4}},
        Case{"\\ ' :* & | ! <->", {}}, Case{"wor\\'d", {}}, Case{"\"quoted\"", {4}}})
    EXPECT_EQ(search(*writer, c.query), c.want) << c.query;
  EXPECT_EQ(search(*writer, "执法", 2, 2), std::vector<std::int64_t>{2});
  ASSERT_TRUE(kIndex.remove(*writer, "a", 2, "开展执法人员培训"));
  EXPECT_EQ(search(*writer, "执法"), std::vector<std::int64_t>{1});
  ASSERT_TRUE(kIndex.drop(*writer));
  ASSERT_TRUE(kIndex.create(*writer));
}

TEST(TextIndex, TakesTextOfAnyLength) {
  auto database = testing::fresh_database();
  auto writer = *database->writer();
  ASSERT_TRUE(kIndex.create(*writer));
  std::string text = std::string(5000, 'x') + " ";
  for (int i = 0; i < 20'000; ++i)
    text += "执法检查";
  ASSERT_TRUE(kIndex.put(*writer, "a", 1, text + "。末尾"));
  EXPECT_EQ(search(*writer, "末尾").size(), 1U);
  EXPECT_EQ(search(*writer, "执法检查").size(), 1U);
  EXPECT_EQ(search(*writer, std::string(3000, 'x')).size(), 1U);
}

/// Words of a small alphabet, so that queries meet texts.
std::string random_text(std::size_t length_max) {
  static const std::vector<std::string> kPieces = {"执", "法", "检", "查", "a", "B",  "1",  "2",
                                                   "ａ", "，", " ",  "\n", "'", "\"", "\\", "é"};
  const auto picks = *rc::gen::container<std::vector<std::size_t>>(
      *rc::gen::inRange<std::size_t>(0, length_max),
      rc::gen::inRange<std::size_t>(0, kPieces.size()));
  std::string out;
  for (const auto at : picks)
    out += kPieces[at];
  return out;
}

// On PostgreSQL this compares the engines; on SQLite, one index with itself.
RC_GTEST_PROP(TextIndex, FindsTheSameOnBothEngines, ()) {
  static auto here = testing::fresh_database();
  static auto reference = *Database::open("sqlite::memory:");
  auto a = *here->writer();
  auto b = *reference->writer();
  for (Connection* connection : {&*a, &*b}) {
    RC_ASSERT(kIndex.drop(*connection).has_value());
    RC_ASSERT(kIndex.create(*connection).has_value());
  }
  for (std::int64_t position = 1; position <= 8; ++position) {
    const std::string text = random_text(30);
    RC_ASSERT(kIndex.put(*a, "a", position, text).has_value());
    RC_ASSERT(kIndex.put(*b, "a", position, text).has_value());
  }
  for (int i = 0; i < 10; ++i) {
    const std::string query = random_text(6);
    RC_ASSERT(TextIndex::match(Engine::Sqlite, query).empty() ==
              TextIndex::match(Engine::Postgres, query).empty());
    RC_ASSERT(search(*a, query) == search(*b, query));
  }
}

} // namespace
} // namespace plumb::storage
