// SPDX-License-Identifier: Apache-2.0
// The templates of the national pack: every figure that their texts name is there, for the whole
// and for one unit.
#include "test_support.hpp"

#include <gtest/gtest.h>

namespace plumb::report {
namespace {

using testing::Json;
using testing::json;
using testing::Store;

TEST(NationalTemplates, NameFiguresThatThereAre) {
  const auto database = storage::testing::fresh_database();
  Store store(*database);
  const auto sources = pack::chain(std::string(PLUMB_SOURCE_DIR) + "/packs", "national");
  ASSERT_TRUE(sources.has_value());
  store.load(*sources);
  const auto list = store->templates("default");
  ASSERT_TRUE(list.has_value());
  const Json templates = json(*list);
  ASSERT_GE(templates["items"].items().size(), 4U);
  std::set<std::string> kinds;
  for (const auto& one : templates["items"].items()) {
    kinds.insert(one["kind"].text());
    for (const auto* unit : {"xzf", "dz"}) {
      const Json report = store.begin(one["id"].text(), unit);
      EXPECT_FALSE(report["title"].text().empty());
      for (const auto& finding : report["findings"].items())
        EXPECT_TRUE(finding["id"].text() != "unknown_figure" &&
                    (finding["id"].text() != "bad_text" ||
                     finding["arguments"]["reason"].text() == "placeholder"))
            << one["id"].text() << ": " << finding.dump();
      const auto papers = store.papers(report["record_id"].text());
      EXPECT_FALSE(papers.docx.empty());
      EXPECT_EQ(papers.html.find("？】"), std::string::npos) << one["id"].text();
    }
  }
  EXPECT_EQ(kinds,
            (std::set<std::string>{"annual", "circular", "rectification", "self_inspection"}));
}

} // namespace
} // namespace plumb::report
