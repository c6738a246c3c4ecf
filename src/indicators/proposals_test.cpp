// SPDX-License-Identifier: Apache-2.0
// Sentences that want several things: each is asked for by itself, and stays answered.
#include "invented_pack.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace plumb::indicators {
namespace {

using event::Json;

constexpr const char* kMeasures = R"(
measures:
  - { id: begun, title: 开工数, register: mending, on: steps.begin.on }
  - { id: begun_finished, title: 完工数, register: mending, on: steps.begin.on, where: steps.finish.done }
)";

constexpr const char* kIndicators = R"(
indicators:
  - { id: finish_share, title: 修缮完工率, kind: share, measure: begun_finished, over: begun, unit: percent, scale: 2 }
  - { id: accept_share, title: 修缮验收率, kind: entered, unit: percent, scale: 2 }
  - { id: ferry_accept_share, title: 渡口验收率, kind: entered, unit: percent, scale: 2 }
  - { id: breaches, title: 堤坝决口数, kind: entered, unit: item, better: lower }
)";

std::vector<pack::Source> all_rules() {
  auto sources = testing::rules("1.0.0", kMeasures, testing::kMending, kIndicators);
  auto& files = sources.front().files;
  files.push_back({"registers/target.yaml", testing::kTarget});
  files.push_back({"registers/task.yaml", testing::kTask});
  std::ranges::sort(files, {}, &pack::SourceFile::path);
  return sources;
}

Json wish(const char* text, const char* subject, int value = 100) {
  return Json::Object{
      {"text", text}, {"subject", subject}, {"comparison", "="}, {"value", value}, {"unit", "%"}};
}

class Proposing : public ::testing::Test {
protected:
  void SetUp() override { ASSERT_TRUE(store_.records().activate({}, all_rules()).has_value()); }

  std::string task(const char* title, const char* text, Json::Array targets) {
    const auto id = store_.open("task", "issue",
                                {{"title", title},
                                 {"text", text},
                                 {"document_id", "doc"},
                                 {"targets", std::move(targets)}});
    PLUMB_CHECK(id.has_value());
    return *id;
  }
  std::string confirm(const std::string& title, const std::string& task) {
    const auto id = store_.open("target", "confirm",
                                {{"title", title}, {"indicator", "finish_share"}, {"task", task}});
    PLUMB_CHECK(id.has_value());
    return *id;
  }
  /// "text=>indicator" of each; nothing behind the arrow where none is proposed.
  std::vector<std::string> proposed() {
    const auto answer = store_->proposals("default", "");
    PLUMB_CHECK(answer.has_value());
    const auto json = event::parse_json(*answer);
    PLUMB_CHECK(json.has_value());
    std::vector<std::string> out;
    for (const auto& one : (*json)["items"].items()) {
      const auto& candidates = one["candidates"].items();
      out.push_back(one["text"].text() + "=>" +
                    (candidates.empty() ? "" : candidates.front()["indicator"].text()));
    }
    return out;
  }

  std::unique_ptr<storage::Database> database_ = storage::testing::fresh_database();
  testing::Store store_{*database_};
};

using List = std::vector<std::string>;
constexpr const char* kBoth = "修缮完工率、验收率均达到100%";

TEST_F(Proposing, AsksForEachOfOneSentence) {
  const auto id = task("修缮", "", {wish(kBoth, "修缮完工率、验收率")});
  const std::string finish = "修缮完工率：" + std::string(kBoth),
                    accept = "验收率：" + std::string(kBoth);
  EXPECT_EQ(proposed(), (List{finish + "=>finish_share", accept + "=>accept_share"}));
  const auto target = confirm(finish, id);
  EXPECT_EQ(proposed(), (List{accept + "=>accept_share"}));
  ASSERT_TRUE(store_.step(target, "withdraw").has_value());
  EXPECT_EQ(proposed().size(), 2U);
  confirm(accept, id);
  EXPECT_EQ(proposed(), (List{finish + "=>finish_share"}));
}

TEST_F(Proposing, WhatWasConfirmedAsAWholeIsTheFirst) {
  const auto id = task("修缮", "", {wish(kBoth, "修缮完工率、验收率")});
  confirm(kBoth, id);
  EXPECT_EQ(proposed(), (List{"验收率：" + std::string(kBoth) + "=>accept_share"}));
}

TEST_F(Proposing, SeveralReadFromOneSentenceAreAllAskedFor) {
  const char* sentence = "修缮完工率达到100%，渡口验收率达到90%";
  task("修缮", "", {wish(sentence, "修缮完工率"), wish(sentence, "渡口验收率", 90)});
  EXPECT_EQ(proposed(), (List{"修缮完工率：" + std::string(sentence) + "=>finish_share",
                              "渡口验收率：" + std::string(sentence) + "=>ferry_accept_share"}));
}

TEST_F(Proposing, OneThingKeepsItsSentence) {
  task("修缮", "",
       {wish("修缮完工率达到100%", "修缮完工率"), wish("修缮完工率达到100%", "修缮完工率")});
  EXPECT_EQ(proposed(), (List{"修缮完工率达到100%=>finish_share"}));
}

TEST_F(Proposing, TheWordsBeforeASentenceSayWhatItIsAbout) {
  task("整治渡口", "渡口改造后组织验收，验收率达到100%。", {wish("验收率达到100%", "验收率")});
  task("整修堤坝", "修缮工程逐处验收，验收率达到100%。", {wish("验收率达到100%", "验收率")});
  EXPECT_EQ(proposed(),
            (List{"验收率达到100%=>ferry_accept_share", "验收率达到100%=>accept_share"}));
}

TEST_F(Proposing, WhatMustNotHappenIsNothing) {
  task("堤坝", "", {Json::Object{{"text", "全年堤坝决口数量为零"}}});
  EXPECT_EQ(proposed(), (List{"全年堤坝决口数量为零=>breaches"}));
  const auto json = event::parse_json(*store_->proposals("default", ""));
  EXPECT_EQ((*json)["items"].items()[0]["value"].text(), "0");
  EXPECT_EQ((*json)["items"].items()[0]["comparison"].text(), "equal");
}

} // namespace
} // namespace plumb::indicators
