// SPDX-License-Identifier: Apache-2.0
// Parts of units come in once, under their names, with figures of their own; figures of old
// reports.
#include "parts.hpp"
#include "test_support.hpp"

#include <gtest/gtest.h>

namespace plumb::report {
namespace {

using testing::found;
using testing::json;
using testing::Store;

class PartsTest : public ::testing::Test {
protected:
  PartsTest() : database_(storage::testing::fresh_database()), store_(*database_) {
    store_.load();
    store_.publish("渔船停泊规定", "dz", "2026-03-01", true);
    store_.publish("路灯管理规定", "lz", "2026-07-01", false);
  }
  /// The part record of a unit.
  std::string part(const Json& report, std::string_view unit) {
    return found(report["parts"], "unit", unit)["record_id"].text();
  }
  void write(const std::string& id, const std::string& unit, const std::string& chapter,
             const std::string& text, bool accept = true) {
    store_.step(
        id, "submit",
        Json::Object{{"chapters", Json::Array{Json::Object{{"chapter", chapter}, {"text", text}}}}},
        {}, Store::clerk(unit));
    if (accept) store_.step(id, "accept", {}, {}, Store::coordinator());
  }
  Json merge(const std::string& id) {
    const auto record = store_.records().state("default", id);
    const auto done =
        store_->merge_parts({}, store_.units(), id, record->revision, Store::coordinator());
    EXPECT_TRUE(done.has_value()) << done.error().id;
    return json(done->body);
  }
  static std::string text(const Json& report, std::size_t chapter) {
    return report["chapters"].items()[chapter]["text"].text();
  }
  std::unique_ptr<storage::Database> database_;
  Store store_;
};

TEST_F(PartsTest, AreAskedForOnceFromEveryContributor) {
  const Json report = store_.begin("yearly", "xzf", {"dz", "lz", "dz"});
  ASSERT_EQ(report["parts"].items().size(), 2U);
  EXPECT_EQ(found(report["parts"], "unit", "dz")["name"].text(), "渡口镇");
  const auto record = store_.records().state("default", part(report, "dz"));
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->fields["due_on"].text(), "2027-02-18") << "six weeks before 1 April";
  EXPECT_EQ(record->fields["report"].text(), report["record_id"].text());
  const Json missing = found(report["findings"], "id", "part_missing")["arguments"];
  EXPECT_EQ(missing["unit"].text(), "dz");
  EXPECT_EQ(missing["name"].text(), "渡口镇");
}

TEST_F(PartsTest, ComeInWhenAcceptedAndOnlyOnce) {
  const Json report = store_.begin("yearly", "xzf", {"dz", "lz"});
  const std::string id = report["record_id"].text();
  write(part(report, "dz"), "dz", "results",
        "本镇公布{{charter_count}}，全县{{charter_count|unit=xzf}}。");
  write(part(report, "lz"), "lz", "不足", "灯坏了没人修。", false);
  const Json merged = merge(id);
  EXPECT_TRUE(text(merged, 0).ends_with(
      "\n【渡口镇】\n本镇公布{{charter_count|unit=dz}}，全县{{charter_count|unit=xzf}}。\n"))
      << text(merged, 0);
  EXPECT_EQ(found(merged["figures"], "key", "charter_count|unit=dz")["text"].text(), "1件");
  EXPECT_EQ(text(merged, 1), "") << "not accepted yet";
  EXPECT_TRUE(found(merged["parts"], "unit", "dz")["merged"].boolean_or(false));
  EXPECT_FALSE(found(merged["parts"], "unit", "lz")["merged"].boolean_or(true));

  // Somebody works the passage into the text, and its heading goes away.
  ASSERT_TRUE(store_
                  .revise(id, Json(Json::Array{Json::Object{{"chapter", "results"},
                                                            {"text", "渡口镇公布1件。"}}}))
                  .has_value());
  store_.step(part(report, "lz"), "accept", {}, {}, Store::coordinator());
  const Json again = merge(id);
  EXPECT_EQ(text(again, 0), "渡口镇公布1件。");
  EXPECT_EQ(text(again, 1), "【柳林镇】\n灯坏了没人修。\n") << "found by its title";
  EXPECT_TRUE(found(again["findings"], "id", "part_missing").is_null());
  const Json third = merge(id);
  EXPECT_EQ(third["revision"], again["revision"]) << "nothing left to do";
}

TEST_F(PartsTest, OfUnknownChaptersAreNotLost) {
  const Json report = store_.begin("yearly", "xzf", {"lz"});
  write(part(report, "lz"), "lz", "别的章", "有话要说。");
  EXPECT_NE(text(merge(report["record_id"].text()), 0).find("【柳林镇】\n有话要说。"),
            std::string::npos);
}

TEST(Parts, NameTheirOwnUnit) {
  struct Case {
    std::string written, wanted;
  };
  const std::vector<Case> cases = {{"{{a}}", "{{a|unit=dz}}"},
                                   {"{{a|period=2025|form=change}}和{{b|unit=lz}}",
                                    "{{a|unit=dz|period=2025|form=change}}和{{b|unit=lz}}"},
                                   {"{{year}}年{{a", "{{year}}年{{a"},
                                   {"{{records:m}}", "{{records:m}}"},
                                   {"没有", "没有"}};
  for (const auto& one : cases)
    EXPECT_EQ(of_unit(one.written, "dz"), one.wanted);
}

TEST_F(PartsTest, FiguresOfAnOldReportStandBesideOnceAPersonSaysWhatTheyMean) {
  const auto text = text::from_plain("2025年，全县公布镇规9件，审核率达到81.5%。办理提案31件。\n");
  const auto file = store_.records().put_file({}, "旧报告.txt", "2025年……", "text/plain");
  ASSERT_TRUE(file.has_value());
  const auto read =
      store_->read_baseline({}, text, file->sm3, 2025, "2025年镇规工作报告", Store::coordinator());
  ASSERT_TRUE(read.has_value()) << read.error().id;
  const Json baseline = json(read->body);
  EXPECT_EQ(baseline["state"].text(), "read");
  ASSERT_GE(baseline["figures"].items().size(), 2U) << baseline.dump();
  const Json nine = found(baseline["figures"], "value", "9");
  EXPECT_EQ(nine["value_unit"].text(), "件");
  EXPECT_LT(nine["from"].integer_or(99), nine["until"].integer_or(0));

  const Json before = store_.begin();
  EXPECT_TRUE(found(before["figures"], "key", "charter_count")["reported"].is_null())
      << "nobody has said what it means";
  const auto record = store_.records().state("default", read->id);
  ASSERT_TRUE(record.has_value());
  Json::Array rows = record->fields["figures"].items();
  for (auto& row : rows)
    if (row["value"].number() == base::Decimal{9, 0}) {
      row.object()->insert_or_assign("indicator", "charter_count");
      row.object()->insert_or_assign("confirmed", true);
    }
  store_.step(read->id, "match", Json::Object{{"figures", std::move(rows)}}, {},
              Store::coordinator());
  const Json after = store_.report(before["record_id"].text());
  EXPECT_EQ(found(after["figures"], "key", "charter_count")["reported"].text(), "9件");

  const auto refused = store_->read_baseline({}, text, {}, 1800, "旧", Store::coordinator());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().id, "report.bad_field");
  const auto lost =
      store_->read_baseline({}, text, std::string(64, '0'), 2025, "旧", Store::coordinator());
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().id, "records.unknown_file");
}

} // namespace
} // namespace plumb::report
