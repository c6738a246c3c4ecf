// SPDX-License-Identifier: Apache-2.0
/// For tests: a database with everything on top of it, and plans of an invented county.
#pragma once

#include <plumb/event/json.hpp>
#include <plumb/intake/intake.hpp>
#include <plumb/plan/plan.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/storage/testing.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace plumb::projection::testing {

using event::Json;

struct TaskSpec {
  std::string area, text;
  std::vector<std::string> lead = {}, supporting = {};
  std::string deadline = {};
  std::optional<base::Date> on = {};
  std::string objective = {};
};

inline plan::Plan make_plan(const std::vector<TaskSpec>& specs, std::string title) {
  plan::Plan plan;
  plan.title = std::move(title);
  plan.kind = plan::Kind::Plan;
  plan.issued_on = base::make_date(2026, 3, 1);
  std::string& text = plan.source.text;
  const auto put = [&](const std::string& part) {
    const auto from = static_cast<std::uint32_t>(text.size());
    text += part;
    return base::Span{from, static_cast<std::uint32_t>(text.size())};
  };
  put(plan.title + "\n");
  int number = 0;
  for (const auto& spec : specs) {
    plan::Task task;
    task.number = std::to_string(++number);
    task.area = spec.area;
    task.objective = spec.objective;
    task.text = spec.text;
    task.text_span = put(spec.text);
    put("\n");
    const auto units = [&](const std::vector<std::string>& names, std::vector<plan::Unit>& out) {
      for (const auto& name : names) {
        plan::Unit unit;
        unit.text = name;
        unit.group = name.starts_with("各") || name.starts_with("其他");
        unit.span = put(name);
        out.push_back(unit);
        put("、");
      }
    };
    units(spec.lead, task.lead);
    units(spec.supporting, task.supporting);
    if (!spec.deadline.empty()) {
      plan::Deadline deadline;
      deadline.text = spec.deadline;
      deadline.kind = spec.on ? plan::DeadlineKind::Date : plan::DeadlineKind::Standing;
      deadline.on = spec.on;
      deadline.span = put(spec.deadline);
      task.deadlines.push_back(deadline);
    }
    put("\n");
    task.span = {task.text_span.from, static_cast<std::uint32_t>(text.size())};
    plan.tasks.push_back(task);
  }
  return plan;
}

inline std::vector<TaskSpec> four_tasks() {
  return {{"依法行政",
           "建立行政执法台账，逐项登记案件。每季度核对一次。",
           {"司法局"},
           {"财政局"},
           "2026年6月底前",
           base::make_date(2026, 6, 30),
           "规范执法"},
          {"依法行政",
           "开展执法人员培训，每人不少于六十学时。",
           {"司法局", "人社局"},
           {},
           "长期坚持",
           {},
           "建强队伍"},
          {"法治宣传",
           "组织宣讲团到各村宣讲，全年一百场。",
           {"青石镇"},
           {"各镇"},
           "2026年12月底前",
           base::make_date(2026, 12, 31)},
          {"法治宣传", "编印以案释法手册并发放到户。", {"宣传部"}, {"某某协会"}}};
}

inline std::vector<organisation::Unit> county() {
  const auto unit = [](const char* id, const char* name, organisation::UnitKind kind) {
    organisation::Unit out;
    out.id = id;
    out.kind = kind;
    out.names = {{name, {}, {}}};
    return out;
  };
  using organisation::UnitKind;
  return {unit("sfj", "司法局", UnitKind::Government), unit("czj", "财政局", UnitKind::Government),
          unit("rsj", "人社局", UnitKind::Government), unit("xcb", "宣传部", UnitKind::Party),
          unit("qsz", "青石镇", UnitKind::Township),   unit("byz", "白云镇", UnitKind::Township)};
}

struct World {
  base::FixedClock clock{1'772'323'200'000};
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<Projection> projection;
  std::unique_ptr<intake::Intake> intake;
  journal::Context context{.authority_id = "a", .actor = "张三"};
  int files = 0;

  explicit World(std::unique_ptr<storage::Database> opened = storage::testing::fresh_database())
      : database(std::move(opened)), journal(*journal::Journal::open(*database, clock)),
        projection(*Projection::open(*database, *journal)),
        intake(std::make_unique<intake::Intake>(*journal, *projection)) {}

  base::Result<intake::Answer> import(const std::vector<TaskSpec>& specs, const std::string& title,
                                      const std::string& supersedes = {},
                                      const std::string& higher = {}) {
    const auto plan = make_plan(specs, title);
    const std::string bytes = title + std::to_string(files++);
    return intake->import_document(context, {.name = title + ".txt",
                                             .format = "text",
                                             .media_type = "text/plain",
                                             .bytes = bytes,
                                             .plan = &plan,
                                             .supersedes = supersedes,
                                             .higher = higher});
  }
  std::string import_id(const std::vector<TaskSpec>& specs, const std::string& title,
                        const std::string& supersedes = {}, const std::string& higher = {}) {
    const auto answer = import(specs, title, supersedes, higher);
    EXPECT_TRUE(answer) << (answer ? "" : answer.error().id);
    return answer ? answer->id : "";
  }
  void put_county() { EXPECT_TRUE(intake->put_units(context, county())); }
  Json draft(const std::string& document_id) {
    return parse(projection->draft("a", document_id)->json);
  }
  std::int64_t revision(const std::string& document_id) {
    return draft(document_id)["revision"].integer_or(0);
  }
  std::string task_id(const std::string& document_id, std::size_t at) {
    return draft(document_id)["tasks"].items().at(at)["task_id"].text();
  }
  void approve_all(const std::string& document_id) {
    const auto answer =
        intake->approve(context, document_id, {.revision = revision(document_id), .all = true});
    EXPECT_TRUE(answer) << (answer ? "" : answer.error().id);
  }
  Json ledger(const Filter& filter = {}, Sort sort = Sort::Plan, std::string_view cursor = {},
              std::size_t limit = 50) {
    const auto page = projection->ledger("a", filter, sort, cursor, limit);
    EXPECT_TRUE(page) << (page ? "" : page.error().id);
    return page ? parse(page->json) : Json();
  }
  /// Texts of the rows of a page, shortened to the first two characters.
  std::vector<std::string> beginnings(const Json& page) {
    std::vector<std::string> out;
    for (const auto& row : page["items"].items())
      out.push_back(row["text"].text().substr(0, 6));
    return out;
  }
  static Json parse(const std::string& text) {
    const auto json = event::parse_json(text);
    EXPECT_TRUE(json) << text;
    return json ? *json : Json();
  }
};

} // namespace plumb::projection::testing
