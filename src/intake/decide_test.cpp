// SPDX-License-Identifier: Apache-2.0
#include "decide.hpp"
#include "invented_plan.hpp"

#include <plumb/base/utf8.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace plumb::intake {
namespace {

using testing::make_plan;
using testing::three_tasks;

organisation::Tree county() {
  const auto unit = [](const char* id, const char* name, organisation::UnitKind kind) {
    organisation::Unit out;
    out.id = id;
    out.kind = kind;
    out.names = {{name, {}, {}}};
    return out;
  };
  using organisation::UnitKind;
  return *organisation::Tree::build(
      {unit("sfj", "司法局", UnitKind::Government), unit("czj", "财政局", UnitKind::Government),
       unit("qsz", "青石镇", UnitKind::Township), unit("byz", "白云镇", UnitKind::Township)});
}

/// A document and what was recorded of it.
struct Bench {
  organisation::Tree tree = county();
  Draft draft;

  explicit Bench(const std::vector<testing::TaskSpec>& specs = three_tasks()) {
    const auto plan = make_plan(specs);
    const auto proposal =
        propose({.name = "a.txt", .format = "text", .media_type = {}, .bytes = {}, .plan = &plan},
                "d", "f", nullptr);
    EXPECT_TRUE(proposal);
    draft = proposal->draft;
  }
  void record(const Decision& decision) {
    for (const auto& fresh : decision.events) {
      event::Event event;
      event.type = fresh.type;
      event.payload = fresh.payload;
      ASSERT_TRUE(apply(event, draft)) << fresh.payload;
    }
  }
  base::Result<Decision> decide_on(Change change) {
    change.revision = draft.revision;
    return decide(draft, change, tree);
  }
  void must(const Change& change) {
    const auto decision = decide_on(change);
    ASSERT_TRUE(decision) << decision.error().id;
    record(*decision);
  }
  void approve_ids(const std::vector<std::string>& ids) { record(approve(draft, ids, tree, {})); }
  [[nodiscard]] std::string error_of(const Change& change) {
    const auto decision = decide_on(change);
    return decision ? "" : decision.error().id;
  }
  [[nodiscard]] const Task& task(const char* id) const { return *draft.find(id); }
};

TaskFields text_field(const char* text) {
  TaskFields fields;
  fields.text = text;
  return fields;
}
Change set_text(const char* id, const char* text) {
  return {.op = Op::SetTask, .task_id = id, .fields = text_field(text)};
}

/// Offset in code points of `words` in the document's text.
std::uint32_t offset_of(const Draft& draft, std::string_view words) {
  const auto at = draft.text.find(words);
  EXPECT_NE(at, std::string::npos);
  return static_cast<std::uint32_t>(
      base::count_code_points(std::string_view(draft.text).substr(0, at)));
}

TEST(Propose, RecordsTheParsersResultInCodePoints) {
  const Bench bench;
  EXPECT_EQ(bench.draft.order, (std::vector<std::string>{"d-1", "d-2", "d-3"}));
  const Task& task = bench.task("d-1");
  EXPECT_EQ(task.text_span->from, offset_of(bench.draft, "全县建立"));
  EXPECT_EQ(task.lead.at(0).span->from, offset_of(bench.draft, "司法局"));
  EXPECT_EQ(task.deadlines.at(0).kind, "date");
  EXPECT_EQ(task.due_on(), base::make_date(2026, 6, 30));
  EXPECT_EQ(bench.draft.header.day(), base::make_date(2026, 3, 1));
}

TEST(Decide, RefusesWithAStableId) {
  struct Case {
    const char* name;
    Change change;
    const char* want;
  };
  const Bench shape;
  const std::uint32_t in_first = offset_of(shape.draft, "每季度");
  const std::vector<Case> cases = {
      {"set unknown", set_text("d-9", "x"), "intake.unknown_task"},
      {"set approved", set_text("d-3", "x"), "intake.task_approved"},
      {"set blank text", set_text("d-1", " \n"), "intake.bad_field"},
      {"set unknown unit",
       {.op = Op::SetTask,
        .task_id = "d-1",
        .fields =
            [] {
              TaskFields fields;
              fields.lead = {{.text = "某局", .unit_ids = {"nobody"}, .reason = "chosen"}};
              return fields;
            }()},
       "intake.unknown_unit"},
      {"split unknown",
       {.op = Op::SplitTask, .task_id = "d-9", .at = in_first},
       "intake.unknown_task"},
      {"split approved",
       {.op = Op::SplitTask, .task_id = "d-3", .at = in_first},
       "intake.task_approved"},
      {"split at the beginning",
       {.op = Op::SplitTask, .task_id = "d-1", .at = offset_of(shape.draft, "全县建立")},
       "intake.bad_split"},
      {"split outside",
       {.op = Op::SplitTask, .task_id = "d-2", .at = in_first},
       "intake.bad_split"},
      {"merge one", {.op = Op::MergeTasks, .task_ids = {"d-1"}}, "intake.nothing_selected"},
      {"merge twice the same",
       {.op = Op::MergeTasks, .task_ids = {"d-1", "d-1"}},
       "intake.nothing_selected"},
      {"merge unknown", {.op = Op::MergeTasks, .task_ids = {"d-1", "d-9"}}, "intake.unknown_task"},
      {"merge approved",
       {.op = Op::MergeTasks, .task_ids = {"d-2", "d-3"}},
       "intake.task_approved"},
      {"add behind unknown",
       {.op = Op::AddTask, .task_id = "d-9", .fields = text_field("x")},
       "intake.unknown_task"},
      {"add without text", {.op = Op::AddTask}, "intake.bad_field"},
      {"remove unknown", {.op = Op::RemoveTask, .task_id = "d-9"}, "intake.unknown_task"},
      {"remove approved", {.op = Op::RemoveTask, .task_id = "d-3"}, "intake.task_approved"},
      {"undo nothing", {.op = Op::Undo}, "intake.nothing_to_undo"},
      {"document without title",
       {.op = Op::SetDocument, .document = {.title = " "}},
       "intake.bad_field"},
      {"document below itself",
       {.op = Op::SetDocument, .document = {.higher = "d"}},
       "intake.same_document"}};
  for (const Case& c : cases) {
    Bench bench;
    bench.approve_ids({"d-3"});
    EXPECT_EQ(bench.error_of(c.change), c.want) << c.name;
  }
}

TEST(Decide, MergeWantsNeighbours) {
  Bench bench;
  EXPECT_EQ(bench.error_of({.op = Op::MergeTasks, .task_ids = {"d-1", "d-3"}}),
            "intake.not_neighbours");
}

TEST(Decide, SetTaskKeepsTheProposalAndNamesTheCorrection) {
  Bench bench;
  bench.must(set_text("d-1", "新的文字"));
  EXPECT_EQ(bench.task("d-1").text, "新的文字");
  EXPECT_TRUE(bench.task("d-1").corrected);
  EXPECT_EQ(bench.draft.proposed.at("d-1").text, three_tasks()[0].text);
  EXPECT_EQ(bench.draft.revision, 2);
}

TEST(Decide, NothingDifferentRecordsNothing) {
  Bench bench;
  const auto decision = bench.decide_on(set_text("d-1", three_tasks()[0].text.c_str()));
  ASSERT_TRUE(decision);
  EXPECT_TRUE(decision->events.empty());
}

TEST(Decide, ChosenUnitsStayAndProposedOnesAreForgotten) {
  Bench bench;
  TaskFields fields;
  fields.lead = {{.text = "司法局", .unit_ids = {"czj"}, .reason = "chosen"},
                 {.text = "财政局", .unit_ids = {"czj"}, .reason = "name"},
                 {.text = "财局", .unit_ids = {"czj"}}};
  bench.must({.op = Op::SetTask, .task_id = "d-1", .fields = fields});
  const auto& lead = bench.task("d-1").lead;
  EXPECT_EQ(lead[0].reason, "chosen");
  EXPECT_TRUE(lead[1].unit_ids.empty());
  EXPECT_EQ(lead[2].reason, "chosen");
  bench.approve_ids({"d-1"});
  EXPECT_EQ(bench.task("d-1").lead[0].unit_ids, std::vector<std::string>{"czj"});
  EXPECT_EQ(bench.task("d-1").lead[1].reason, "name");
}

TEST(Decide, BareTextKeepsWhatTheTaskKnewOfIt) {
  Bench bench;
  TaskFields fields;
  fields.supporting = {{.text = "人社局"}, {.text = "财政局"}};
  fields.deadlines = {{.text = "2026年6月底前"}, {.text = "另行通知"}};
  bench.must({.op = Op::SetTask, .task_id = "d-1", .fields = fields});
  EXPECT_FALSE(bench.task("d-1").supporting[0].span);
  EXPECT_TRUE(bench.task("d-1").supporting[1].span);
  EXPECT_EQ(bench.task("d-1").deadlines[0].kind, "date");
  EXPECT_EQ(bench.task("d-1").due_on(), base::make_date(2026, 6, 30));
  EXPECT_EQ(bench.task("d-1").deadlines[1].kind, "relative");
}

TEST(Decide, SplitDividesTextSpansAndRoles) {
  Bench bench;
  const std::uint32_t at = offset_of(bench.draft, "每季度");
  bench.must({.op = Op::SplitTask, .task_id = "d-1", .at = at});
  EXPECT_EQ(bench.draft.order, (std::vector<std::string>{"d-1", "d-4", "d-2", "d-3"}));
  const Task& first = bench.task("d-1");
  const Task& second = bench.task("d-4");
  EXPECT_EQ(first.text, "全县建立行政执法台账，逐项登记案件。");
  EXPECT_EQ(second.text, "每季度核对一次。");
  EXPECT_EQ(first.text_span->until, at);
  EXPECT_EQ(second.text_span->from, at);
  EXPECT_EQ(first.span->until, at);
  EXPECT_EQ(second.lead.at(0).text, "司法局");
  EXPECT_TRUE(second.lead.at(0).inherited);
  EXPECT_EQ(second.area, first.area);
  EXPECT_EQ(second.title, "");
  // The line with the deadline stands below the text and holds for both parts.
  EXPECT_EQ(first.deadlines.size(), 1U);
  EXPECT_EQ(second.deadlines.size(), 1U);
}

TEST(Decide, SplitFollowsTheWordsWhereTheTextWasCorrected) {
  Bench bench;
  bench.must(set_text("d-1", "全县都要建立行政执法台账，登记案件。每季度核对一次。另行通报。"));
  bench.must({.op = Op::SplitTask, .task_id = "d-1", .at = offset_of(bench.draft, "每季度")});
  EXPECT_EQ(bench.task("d-1").text, "全县都要建立行政执法台账，登记案件。");
  EXPECT_EQ(bench.task("d-4").text, "每季度核对一次。另行通报。");
  bench.must(set_text("d-2", "完全不同的一句话。"));
  EXPECT_EQ(bench.error_of(
                {.op = Op::SplitTask, .task_id = "d-2", .at = offset_of(bench.draft, "每人每年")}),
            "intake.bad_split");
}

TEST(Decide, TaskWithoutPlaceIsCutInItsOwnText) {
  Bench bench;
  bench.must({.op = Op::AddTask, .task_id = "d-1", .fields = text_field("甲事。乙事。")});
  EXPECT_EQ(bench.draft.order[1], "d-4");
  EXPECT_EQ(bench.task("d-4").area, "依法行政");
  bench.must({.op = Op::SplitTask, .task_id = "d-4", .at = 3});
  EXPECT_EQ(bench.task("d-4").text, "甲事。");
  EXPECT_EQ(bench.task("d-5").text, "乙事。");
}

TEST(Decide, MergeKeepsEverythingOnce) {
  Bench bench;
  bench.must({.op = Op::MergeTasks, .task_ids = {"d-2", "d-1"}});
  EXPECT_EQ(bench.draft.order, (std::vector<std::string>{"d-1", "d-3"}));
  const Task& task = bench.task("d-1");
  EXPECT_EQ(task.title, "建立台账");
  EXPECT_EQ(task.text, three_tasks()[0].text + "\n" + three_tasks()[1].text);
  ASSERT_EQ(task.lead.size(), 2U);
  EXPECT_EQ(task.lead[1].text, "人社局");
  EXPECT_EQ(task.deadlines.size(), 2U);
  EXPECT_EQ(bench.draft.find("d-2"), nullptr);
}

TEST(Decide, NumbersAreNeverGivenTwice) {
  Bench bench;
  bench.must({.op = Op::AddTask, .fields = text_field("新任务")});
  bench.must({.op = Op::Undo});
  bench.must({.op = Op::AddTask, .fields = text_field("新任务")});
  EXPECT_EQ(bench.draft.order.back(), "d-5");
}

TEST(Undo, GoesBackStepByStepButNotBehindAnApproval) {
  Bench bench;
  bench.must(set_text("d-1", "一"));
  bench.must(set_text("d-2", "二"));
  bench.must({.op = Op::SetDocument, .document = {.title = "新标题"}});
  bench.must({.op = Op::Undo});
  EXPECT_EQ(bench.draft.header.title, "青川原县法治建设工作要点");
  bench.approve_ids({"d-2"});
  EXPECT_FALSE(bench.draft.can_undo());
  EXPECT_EQ(bench.error_of({.op = Op::Undo}), "intake.task_approved");
  bench.record(*withdraw(bench.draft, {.revision = 0, .task_ids = {"d-2"}}));
  bench.must({.op = Op::Undo});
  EXPECT_EQ(bench.task("d-2").text, three_tasks()[1].text);
  bench.must({.op = Op::Undo});
  EXPECT_EQ(bench.task("d-1").text, three_tasks()[0].text);
  EXPECT_EQ(bench.error_of({.op = Op::Undo}), "intake.nothing_to_undo");
}

TEST(Undo, DoesNotTakeACorrectionInTheLedgerBack) {
  Bench bench;
  bench.must(set_text("d-1", "一"));
  bench.must(set_text("d-2", "二"));
  bench.approve_ids({"d-1"});
  bench.record(*correct(
      bench.draft, {.task_id = "d-1", .fields = text_field("更正"), .reason = "笔误"}, bench.tree));
  bench.record(*withdraw(bench.draft, {.revision = 0, .task_ids = {"d-1"}}));
  bench.must({.op = Op::Undo});
  EXPECT_EQ(bench.error_of({.op = Op::Undo}), "intake.nothing_to_undo");
  EXPECT_EQ(bench.task("d-1").text, "更正");
}

TEST(Select, ByAllByAreaAndById) {
  Bench bench;
  bench.approve_ids({"d-1"});
  EXPECT_EQ(*select(bench.draft, {.all = true}), (std::vector<std::string>{"d-2", "d-3"}));
  EXPECT_EQ(*select(bench.draft, {.area = "依法行政"}), std::vector<std::string>{"d-2"});
  EXPECT_EQ(*select(bench.draft, {.task_ids = {"d-3", "d-1"}}), std::vector<std::string>{"d-3"});
  EXPECT_EQ(select(bench.draft, {.task_ids = {"d-9"}}).error().id, "intake.unknown_task");
  EXPECT_EQ(select(bench.draft, {.area = "没有"}).error().id, "intake.nothing_selected");
  EXPECT_EQ(select(bench.draft, {.task_ids = {"d-1"}}).error().id, "intake.nothing_selected");
}

TEST(Approve, WritesDownWhoTheUnitsAre) {
  Bench bench;
  bench.approve_ids({"d-1", "d-3"});
  EXPECT_EQ(bench.task("d-1").lead[0].unit_ids, std::vector<std::string>{"sfj"});
  EXPECT_EQ(bench.task("d-3").supporting[0].reason, "collective");
  EXPECT_EQ(bench.task("d-3").supporting[0].unit_ids.size(), 2U);
  EXPECT_TRUE(bench.draft.is_approved("d-1"));
  bench.record(*withdraw(bench.draft, {.revision = 0, .task_ids = {"d-1"}}));
  EXPECT_FALSE(bench.draft.is_approved("d-1"));
  EXPECT_TRUE(bench.task("d-1").lead[0].unit_ids.empty());
}

TEST(Withdraw, OnlyWhatIsApproved) {
  Bench bench;
  EXPECT_EQ(withdraw(bench.draft, {.revision = 0, .task_ids = {"d-1"}}).error().id,
            "intake.not_approved");
  EXPECT_EQ(withdraw(bench.draft, {.revision = 0, .task_ids = {"d-9"}}).error().id,
            "intake.unknown_task");
  EXPECT_EQ(withdraw(bench.draft, {.revision = 0, .task_ids = {}}).error().id,
            "intake.nothing_selected");
}

TEST(Discard, OnlyWithoutApprovedTasks) {
  Bench bench;
  EXPECT_TRUE(discard(bench.draft));
  bench.approve_ids({"d-1"});
  EXPECT_EQ(discard(bench.draft).error().id, "intake.has_approved_tasks");
}

TEST(Correct, KeepsOldAndNewValuesAndResolvesNewNames) {
  Bench bench;
  bench.approve_ids({"d-1"});
  TaskFields fields;
  fields.lead = {{.text = "财政局"}};
  fields.progress = "已完成一半";
  const auto decision =
      correct(bench.draft, {.task_id = "d-1", .fields = fields, .reason = "调整"}, bench.tree);
  ASSERT_TRUE(decision);
  const auto payload = *event::parse_json(decision->events.at(0).payload);
  EXPECT_EQ(payload["before"]["lead"].items()[0]["text"].text(), "司法局");
  EXPECT_EQ(payload["after"]["lead"].items()[0]["unit_ids"].items()[0].text(), "czj");
  EXPECT_EQ(payload["reason"].text(), "调整");
  bench.record(*decision);
  EXPECT_EQ(bench.task("d-1").notes.progress, "已完成一半");
  EXPECT_EQ(correct(bench.draft, {.task_id = "d-2", .fields = fields, .reason = "x"}, bench.tree)
                .error()
                .id,
            "intake.unknown_task");
  EXPECT_EQ(correct(bench.draft, {.task_id = "d-1", .fields = fields, .reason = " "}, bench.tree)
                .error()
                .id,
            "intake.bad_field");
}

TEST(Version, SameTasksKeepTheirIdAndWhatAPersonCorrected) {
  Bench bench;
  TaskFields fields;
  fields.title = "建立执法台账";
  fields.lead = {{.text = "财政局", .unit_ids = {"czj"}, .reason = "chosen"}};
  bench.must({.op = Op::SetTask, .task_id = "d-1", .fields = fields});
  bench.approve_ids({"d-1", "d-2", "d-3"});
  auto specs = three_tasks();
  specs[1].text = "开展执法人员培训，每人每年不少于八十学时。";
  specs[2] = {"法治宣传", "", "编印以案释法手册并发放到户，内容全部更新。", {"司法局"}, {}, "", {}};
  const auto plan = make_plan(specs, "青川原县法治建设工作要点(修订)");
  const auto proposal = propose({.name = "b.txt",
                                 .format = "text",
                                 .media_type = {},
                                 .bytes = {},
                                 .plan = &plan,
                                 .supersedes = "d"},
                                "e", "g", &bench.draft);
  ASSERT_TRUE(proposal);
  const Draft& later = proposal->draft;
  EXPECT_EQ(later.order, (std::vector<std::string>{"d-1", "d-2", "e-3"}));
  EXPECT_EQ(later.find("d-1")->change, "same");
  EXPECT_EQ(later.find("d-1")->continues, "d-1");
  EXPECT_EQ(later.find("d-1")->title, "建立执法台账");
  EXPECT_EQ(later.find("d-1")->lead[0].unit_ids, std::vector<std::string>{"czj"});
  EXPECT_EQ(later.find("d-2")->change, "changed");
  EXPECT_EQ(later.find("e-3")->change, "added");
  EXPECT_EQ(proposal->carried, std::vector<std::string>{"d-1"});
  const auto payload = *event::parse_json(proposal->imported.payload);
  ASSERT_EQ(payload["dropped"].items().size(), 1U);
  EXPECT_EQ(payload["dropped"].items()[0].text(), "d-3");
}

/// A random change that may or may not be possible.
rc::Gen<Change> any_change() {
  return rc::gen::apply(
      [](int op, int a, int b, std::uint32_t at) {
        Change change;
        change.op = static_cast<Op>(op);
        change.task_id = "d-" + std::to_string(a);
        change.task_ids = {"d-" + std::to_string(a), "d-" + std::to_string(b)};
        change.at = at;
        change.document.title = "标题" + std::to_string(b);
        change.fields.text = "文字" + std::to_string(at) + "。后半句。";
        if (b % 2 == 0) change.fields.lead = std::vector<TaskUnit>{{.text = "财政局"}};
        return change;
      },
      rc::gen::inRange(0, 7), rc::gen::inRange(1, 9), rc::gen::inRange(1, 9),
      rc::gen::inRange(0U, 160U));
}

bool same_content(const Draft& a, const Draft& b) {
  return a.header == b.header && a.order == b.order && a.tasks == b.tasks &&
         a.approved == b.approved;
}

RC_GTEST_PROP(Undo, RestoresTheDraftExactly, ()) {
  Bench bench;
  std::vector<Draft> before;
  for (const Change& change : *rc::gen::container<std::vector<Change>>(any_change())) {
    if (change.op == Op::Undo) continue;
    const auto decision = bench.decide_on(change);
    if (!decision || decision->events.empty()) continue;
    before.push_back(bench.draft);
    bench.record(*decision);
  }
  while (!before.empty()) {
    RC_ASSERT(bench.draft.can_undo());
    bench.must({.op = Op::Undo});
    RC_ASSERT(same_content(bench.draft, before.back()));
    before.pop_back();
  }
  RC_ASSERT(!bench.draft.can_undo());
}

RC_GTEST_PROP(Decide, NoSequenceBreaksTheDraft, ()) {
  Bench bench;
  std::vector<event::NewEvent> history;
  for (const Change& change : *rc::gen::container<std::vector<Change>>(any_change())) {
    const auto decision = bench.decide_on(change);
    if (decision) bench.record(*decision);
    if (change.at % 5 == 0) {
      if (const auto ids = select(bench.draft, {.task_ids = {change.task_id}}))
        bench.approve_ids(*ids);
    } else if (change.at % 5 == 1) {
      if (const auto taken = withdraw(bench.draft, {.revision = 0, .task_ids = {change.task_id}}))
        bench.record(*taken);
    }
    const Draft& draft = bench.draft;
    RC_ASSERT(draft.order.size() == draft.tasks.size());
    RC_ASSERT(std::set<std::string>(draft.order.begin(), draft.order.end()).size() ==
              draft.order.size());
    for (const auto& id : draft.order) {
      const Task* task = draft.find(id);
      RC_ASSERT(task != nullptr && task->task_id == id && !task->text.empty());
      RC_ASSERT(!task->span || task->span->from <= task->span->until);
    }
    for (const auto& id : draft.approved)
      RC_ASSERT(draft.find(id) != nullptr);
  }
}

} // namespace
} // namespace plumb::intake
