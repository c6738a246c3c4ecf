// SPDX-License-Identifier: Apache-2.0
#include <plumb/intake/command.hpp>
#include <plumb/intake/task.hpp>

#include <gtest/gtest.h>

namespace plumb::intake {
namespace {

Task full_task() {
  Task task{.task_id = "d-1",
            .number = "3",
            .area = "依法行政",
            .objective = "规范执法",
            .title = "建立台账",
            .text = "建立\"台账\"。\n登记。",
            .items = {"(1)甲", "(2)乙"}};
  task.lead = {{.text = "司法局",
                .span = base::Span{3, 6},
                .confidence = 93,
                .unit_ids = {"sfj"},
                .reason = "name"}};
  task.supporting = {{.text = "各镇", .group = true, .inherited = true}};
  task.deadlines = {
      {.text = "6月底前", .kind = "date", .on = base::make_date(2026, 6, 30), .confidence = 7},
      {.text = "每季度", .kind = "recurring", .rule = "FREQ=MONTHLY;INTERVAL=3"}};
  task.targets = {{.text = "达到71.4%",
                   .subject = "办结率",
                   .op = ">=",
                   .value = base::Decimal{714, 1},
                   .unit = "%"}};
  task.span = base::Span{0, 30};
  task.text_span = base::Span{5, 20};
  task.confidence = 100;
  task.corrected = true;
  task.continues = "c-1";
  task.change = "same";
  task.notes = {.progress = "一半", .problems = "", .evidence = "附件", .inspection = ""};
  return task;
}

TEST(Task, SurvivesItsJson) {
  const Task task = full_task();
  const auto again = event::parse_json(to_json(task).dump());
  ASSERT_TRUE(again);
  const auto read = task_from_json(*again);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, task);
}

TEST(Task, ShowsTheSameMembersAsItRecords) {
  std::string out = "{";
  append_shared_members(out, full_task());
  out += '}';
  const auto shown = event::parse_json(out);
  ASSERT_TRUE(shown) << out;
  const auto recorded = to_json(full_task());
  for (const char* name : {"number", "area", "objective", "title", "text", "items", "lead",
                           "deadlines", "targets", "span", "confidence"})
    EXPECT_EQ((*shown)[name], recorded[name]) << name;
  EXPECT_NE(out.find("\"confidence\":0.93"), std::string::npos);
  EXPECT_NE(out.find("\"value\":71.4"), std::string::npos);
}

TEST(Fields, OnlyPresentOnesReplace) {
  Task task = full_task();
  const auto fields =
      fields_from_json(*event::parse_json(R"({"title":null,"progress":"全部","targets":[]})"));
  ASSERT_TRUE(fields);
  EXPECT_EQ(to_json(fields_of(task, *fields)).dump().find("台账\"。"), std::string::npos);
  EXPECT_TRUE(apply(*fields, task));
  EXPECT_EQ(task.title, "");
  EXPECT_EQ(task.notes.progress, "全部");
  EXPECT_TRUE(task.targets.empty());
  EXPECT_EQ(task.text, full_task().text);
  EXPECT_FALSE(apply(*fields, task));
}

TEST(Fields, NamesWhatDoesNotFit) {
  struct Case {
    const char* json;
    const char* field;
  };
  for (const Case& c :
       {Case{R"({"title":3})", "title"}, Case{R"({"colour":"red"})", "colour"},
        Case{R"({"lead":"司法局"})", "lead"}, Case{R"({"lead":[{}]})", "lead[0].text"},
        Case{R"({"lead":[{"text":"a"},{"text":"b","reason":"x"}]})", "lead[1].reason"},
        Case{R"({"deadlines":[{"text":"a","kind":"soon"}]})", "deadlines[0].kind"},
        Case{R"({"deadlines":[{"text":"a","kind":"date","on":"2026-02-30"}]})", "deadlines[0].on"},
        Case{R"({"targets":[{"text":"a","operator":"~"}]})", "targets[0].operator"},
        Case{R"({"targets":[{"text":"a","value":"9"}]})", "targets[0].value"},
        Case{R"({"lead":[{"text":"a","span":[5,2]}]})", "lead[0].span"},
        Case{R"({"lead":[{"text":"a","confidence":1.5}]})", "lead[0].confidence"},
        Case{R"({"text":""})", "text"}, Case{"[]", ""}}) {
    const auto fields = fields_from_json(*event::parse_json(c.json));
    ASSERT_FALSE(fields) << c.json;
    EXPECT_EQ(fields.error().id, "intake.bad_field") << c.json;
    EXPECT_EQ(fields.error().where, c.field) << c.json;
  }
}

TEST(Command, ReadsEveryOperation) {
  const auto change =
      change_from_json(R"({"revision":4,"op":"split_task","task_id":"d-1","at":17})");
  ASSERT_TRUE(change);
  EXPECT_EQ(change->op, Op::SplitTask);
  EXPECT_EQ(change->at, 17U);
  EXPECT_EQ(change->revision, 4);
  const auto document = change_from_json(
      R"({"revision":1,"op":"set_document","document":{"issued_on":null,"issuer":null,"title":"题"}})");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->document.issuer, "");
  EXPECT_TRUE(document->document.issued_on && !*document->document.issued_on);
  EXPECT_FALSE(document->document.kind);
}

TEST(Command, RefusesWhatItCannotRead) {
  struct Case {
    const char* json;
    const char* id;
  };
  for (const Case& c :
       {Case{"", "intake.bad_json"}, Case{"[]", "intake.bad_json"}, Case{"{}", "intake.bad_field"},
        Case{R"({"revision":1,"op":"fly"})", "intake.bad_field"},
        Case{R"({"revision":-1,"op":"undo"})", "intake.bad_field"},
        Case{R"({"revision":1.5,"op":"undo"})", "intake.bad_field"},
        Case{R"({"revision":1,"op":"set_task"})", "intake.bad_field"},
        Case{R"({"revision":1,"op":"set_task","task_id":"a"})", "intake.bad_field"},
        Case{R"({"revision":1,"op":"split_task","task_id":"a"})", "intake.bad_field"},
        Case{R"({"revision":1,"op":"set_document","document":{"kind":"novel"}})",
             "intake.bad_field"}}) {
    const auto change = change_from_json(c.json);
    ASSERT_FALSE(change) << c.json;
    EXPECT_EQ(change.error().id, c.id) << c.json;
  }
  EXPECT_EQ(approval_from_json(R"({"revision":1})").error().id, "intake.nothing_selected");
  EXPECT_EQ(approval_from_json(R"({"revision":1,"all":true,"area":"x"})").error().id,
            "intake.nothing_selected");
  EXPECT_TRUE(approval_from_json(R"({"revision":1,"area":"x"})"));
  EXPECT_EQ(withdrawal_from_json(R"({"revision":1,"task_ids":[]})").error().id,
            "intake.nothing_selected");
  EXPECT_EQ(correction_from_json("t", R"({"fields":{"title":"a"},"reason":" "})").error().where,
            "reason");
  EXPECT_EQ(correction_from_json("t", R"({"fields":{},"reason":"x"})").error().id,
            "intake.nothing_selected");
}

} // namespace
} // namespace plumb::intake
