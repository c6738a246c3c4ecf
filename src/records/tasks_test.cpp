// SPDX-License-Identifier: Apache-2.0
// Tasks of the ledger as records: everything the ledger knows is found in the record.
#include "test_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumb::records {
namespace {

using testing::day;
using testing::json;
using testing::Store;

intake::Task sample_task(std::string id) {
  intake::Task task;
  task.task_id = std::move(id);
  task.number = "3";
  task.area = "规范行政执法";
  task.objective = "案卷";
  task.title = "评查案卷";
  task.text = "每季度评查案卷,发现问题限期整改。";
  task.lead = {{.text = "县司法局", .unit_ids = {"sfj"}, .reason = "name"}};
  task.responsible = {
      {.text = "各镇", .group = true, .unit_ids = {"qx", "sx"}, .reason = "collective"}};
  task.deadlines = {{.text = "2026年6月底前", .kind = "date", .on = day("2026-06-30")}};
  task.targets = {{.text = "合格率95.5%", .value = base::Decimal{955, 1}, .unit = "%"}};
  task.notes.progress = "已启动";
  return task;
}

class TasksTest : public ::testing::Test {
protected:
  void use_rules() { ASSERT_TRUE(store_->activate({}, testing::rules()).has_value()); }
  template <class Body> base::Result<std::string> in_command(Body body) {
    return store_.journal().execute(
        {}, "test", [&](journal::Transaction& transaction) -> base::Result<std::string> {
          PLUMB_TRY(body(transaction));
          return std::string();
        });
  }
  base::Result<std::string> approve(const intake::Task& task, std::string document = "d1") {
    return in_command([&](journal::Transaction& transaction) {
      return store_->approved(transaction, {{&task, document, "方案"}});
    });
  }
  registers::Record record(const std::string& id) {
    const auto found = store_->state("default", id);
    EXPECT_TRUE(found.has_value()) << id;
    return found ? *found : registers::Record{};
  }

  std::unique_ptr<storage::Database> database_ = storage::testing::fresh_database();
  Store store_{*database_};
};

void expect_all_fields(const Json& fields) {
  EXPECT_EQ(fields["document_id"].text(), "d1");
  EXPECT_EQ(fields["number"].text(), "3");
  EXPECT_EQ(fields["area"].text(), "规范行政执法");
  EXPECT_EQ(fields["objective"].text(), "案卷");
  EXPECT_EQ(fields["title"].text(), "评查案卷");
  EXPECT_EQ(fields["text"].text(), "每季度评查案卷,发现问题限期整改。");
  EXPECT_EQ(fields["lead"], Json(Json::Array{"sfj"}));
  EXPECT_EQ(fields["responsible"], Json(Json::Array{"qx", "sx"}));
  EXPECT_EQ(fields["due_on"].text(), "2026-06-30");
  EXPECT_EQ(fields["deadlines"].items().at(0)["text"].text(), "2026年6月底前");
  EXPECT_EQ(fields["targets"].items().at(0)["value"].number(), (base::Decimal{955, 1}));
  EXPECT_EQ(fields["progress"].text(), "已启动");
}

TEST_F(TasksTest, AnApprovedTaskIsARecordWithEverything) {
  use_rules();
  ASSERT_TRUE(approve(sample_task("t1")).has_value());
  EXPECT_EQ(record("t1").state, "issued");
  EXPECT_EQ(record("t1").opened_on, day("2026-03-02"));
  expect_all_fields(record("t1").fields);
}

TEST_F(TasksTest, ItFollowsCorrectionWithdrawalAndApproval) {
  use_rules();
  auto task = sample_task("t1");
  ASSERT_TRUE(approve(task).has_value());
  task.title = "评查执法案卷";
  task.notes.progress.clear();
  ASSERT_TRUE(in_command([&](journal::Transaction& transaction) {
                return store_->corrected(transaction, {&task, "d1", "方案"}, "名称不全");
              }).has_value());
  EXPECT_EQ(record("t1").fields["title"].text(), "评查执法案卷");
  EXPECT_TRUE(record("t1").fields["progress"].is_null());
  ASSERT_TRUE(in_command([&](journal::Transaction& transaction) {
                return store_->withdrawn(transaction, {"t1"});
              }).has_value());
  EXPECT_EQ(record("t1").state, "withdrawn");
  task.area = "依法行政";
  ASSERT_TRUE(approve(task, "d2").has_value());
  EXPECT_EQ(record("t1").state, "issued");
  EXPECT_EQ(record("t1").fields["area"].text(), "依法行政");
  EXPECT_EQ(record("t1").fields["document_id"].text(), "d2");
  // The same again changes nothing.
  const auto revision = record("t1").revision;
  ASSERT_TRUE(approve(task, "d2").has_value());
  EXPECT_EQ(record("t1").revision, revision);
}

TEST_F(TasksTest, ATaskWithoutATitleIsCalledByItsText) {
  use_rules();
  auto task = sample_task("t1");
  task.title.clear();
  task.number = std::string(900, 'x');
  ASSERT_TRUE(approve(task).has_value());
  EXPECT_EQ(record("t1").fields["title"].text(), "每季度评查案卷,发现问题限期整改。");
  EXPECT_EQ(record("t1").fields["number"].text().size(), 500U);
}

TEST_F(TasksTest, WithoutSuchARegisterNothingHappens) {
  ASSERT_TRUE(approve(sample_task("t1")).has_value());
  EXPECT_TRUE(store_.journal().read("default", 0, 10)->empty());
}

TEST_F(TasksTest, TasksOfBeforeAreTakenOverOnce) {
  use_rules();
  ASSERT_TRUE(approve(sample_task("t0")).has_value());
  store_.until("2026-03-20");
  const LedgerSource ledger{.task_ids = [] { return std::vector<std::string>{"t0", "t1", "t2"}; },
                            .task = [](std::string_view id) -> base::Result<OwnedTask> {
                              OwnedTask out;
                              out.task = sample_task(std::string(id));
                              out.fact.document_id = "d1";
                              out.fact.approved_on = day("2026-03-04");
                              return out;
                            }};
  const auto opened = store_->adopt_tasks({}, ledger);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(*opened, 2);
  EXPECT_EQ(record("t2").opened_on, day("2026-03-04"));
  expect_all_fields(record("t2").fields);
  EXPECT_EQ(*store_->adopt_tasks({}, ledger), 0);
}

constexpr const char* kTaskPart = R"(
register: task_part
title: 分任务
gist: 一个单位的事
title_field: title
list: [title, unit]
fields:
  - { id: task, title: 任务, type: record, of: task }
  - { id: title, title: 名称, type: text, length_max: 12 }
  - { id: unit, title: 单位, type: unit }
  - { id: role, title: 职责, type: text }
states:
  - { id: assigned, title: 待签收 }
  - { id: signed, title: 已签收, done: true }
  - { id: withdrawn, title: 已撤销, final: true }
steps:
  - { id: assign, title: 分办, opens: true, to: assigned, required: [title, unit, role], optional: [task] }
  - { id: sign, title: 签收, from: [assigned], to: signed }
  - { id: withdraw, title: 撤销, to: withdrawn }
clocks: []
)";

/// The sample rules with parts of tasks for each unit.
std::vector<pack::Source> rules_with_parts() {
  auto sources = testing::rules();
  std::string task = testing::replaced(
      testing::kTask, "supporting, due_on, deadlines, targets, progress]\n",
      "supporting, due_on, deadlines, targets, progress]\n    spawns:\n"
      "      - { register: task_part, step: assign, for_each: lead, link: task, fields: { unit: "
      "each, role: \"'lead'\", title: title } }\n"
      "      - { register: task_part, step: assign, for_each: responsible, link: task, fields: { "
      "unit: each, role: \"'responsible'\", title: title } }\n");
  task = testing::replaced(task, "required: [withdrawal_reason] }",
                           "required: [withdrawal_reason], carries: [{ register: task_part, step: "
                           "withdraw }] }");
  for (auto& file : sources.front().files)
    if (file.path == "registers/task.yaml") file.bytes = task;
  sources.front().files.push_back({"registers/task_part.yaml", kTaskPart});
  return sources;
}

std::vector<std::string> parts_of(const registers::Record& task) {
  std::vector<std::string> out;
  for (const auto& child : task.children)
    out.push_back(child.unit + ' ' + child.state);
  return out;
}

TEST_F(TasksTest, EveryUnitOfATaskHasItsPart) {
  using ::testing::ElementsAre;
  ASSERT_TRUE(store_->activate({}, rules_with_parts()).has_value());
  auto task = sample_task("t1");
  ASSERT_TRUE(approve(task).has_value());
  EXPECT_THAT(parts_of(record("t1")), ElementsAre("sfj assigned", "qx assigned", "sx assigned"));
  const auto part = record(record("t1").children.at(1).record_id);
  EXPECT_EQ(part.fields["role"].text(), "responsible");
  EXPECT_EQ(part.fields["task"].text(), "t1");
  // A unit that a correction adds has one, the others keep theirs.
  task.responsible.front().unit_ids = {"sx", "dx"};
  ASSERT_TRUE(in_command([&](journal::Transaction& transaction) {
                return store_->corrected(transaction, {&task, "d1", "方案"}, "漏列");
              }).has_value());
  EXPECT_THAT(parts_of(record("t1")),
              ElementsAre("sfj assigned", "qx assigned", "sx assigned", "dx assigned"));
  // Withdrawn with the task and back with it.
  ASSERT_TRUE(in_command([&](journal::Transaction& transaction) {
                return store_->withdrawn(transaction, {"t1"});
              }).has_value());
  EXPECT_THAT(parts_of(record("t1")),
              ElementsAre("sfj withdrawn", "qx withdrawn", "sx withdrawn", "dx withdrawn"));
  ASSERT_TRUE(approve(task, "d2").has_value());
  EXPECT_THAT(parts_of(record("t1")),
              ElementsAre("sfj assigned", "qx assigned", "sx assigned", "dx assigned"));
}

TEST_F(TasksTest, ATaskWhosePartsAreRefusedIsNotTakenOver) {
  ASSERT_TRUE(store_->activate({}, rules_with_parts()).has_value());
  const LedgerSource ledger{.task_ids = [] { return std::vector<std::string>{"long", "short"}; },
                            .task = [](std::string_view id) -> base::Result<OwnedTask> {
                              OwnedTask out;
                              out.task = sample_task(std::string(id));
                              if (id == "long") out.task.title = "这是一个对于分任务来说太长的名称";
                              return out;
                            }};
  EXPECT_EQ(*store_->adopt_tasks({}, ledger), 1);
  EXPECT_EQ(store_->state("default", "long").error().id, "records.unknown_record");
  EXPECT_EQ(record("short").children.size(), 3U);
}

} // namespace
} // namespace plumb::records
