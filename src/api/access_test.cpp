// SPDX-License-Identifier: Apache-2.0
// Every route asked by everybody about everything: each role of the sample rules and nobody, about
// the data of the own unit, of another unit and of another authority, over every register. Made
// from the table of routes and from the packs: a route without a sample below fails.
#include "memory_store.hpp"
#include "plumb/api/person.hpp"

#include <plumb/event/json.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/pack/editions.hpp>
#include <plumb/pack/measures.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <map>
#include <optional>

namespace plumb::api {
namespace {

using event::Json;

/// Data of somebody, marked by words that nothing else has.
struct Owned {
  std::string authority, unit, unit_name, marker;
  std::string document_id = {}, task_id = {}, sm3 = {}, open_sm3 = {};
  std::map<std::string, std::string> records = {}; ///< register → one of its records
};

constexpr const char* kOpen = "大家可看";

struct Sample {
  std::string target, body;
  std::string register_id = {}; ///< of the record in the path
};

std::string text_of(const Response& response) {
  if (!response.file) return response.body;
  std::string out(response.file->size(), '\0');
  const auto got = ::pread(response.file->descriptor(), out.data(), out.size(), 0);
  return out.substr(0, got < 0 ? 0 : static_cast<std::size_t>(got));
}

class AccessTest : public testing::Test {
protected:
  AccessTest()
      : sources_(*pack::chain(PLUMB_SOURCE_DIR "/packs", "sample_county")), store_(sources_) {
    PLUMB_CHECK(store_.records().activate({.authority_id = "elsewhere"}, sources_).has_value());
    book_ = *store_.records().rules("default");
    elsewhere_ = std::make_unique<Service>(store_.parts("elsewhere"));
    std::vector<std::string> roles;
    for (const auto& role : book_->roles())
      roles.push_back(role.id);
    const auto code = *store_.accounts().setup_code("elsewhere");
    elsewhere_cookie_ = "plumbline_session=" + store_.accounts()
                                                   .set_up({.authority_id = "elsewhere"}, code,
                                                           {"far", "远", "", roles},
                                                           MemoryStore::kPassword, "127.0.0.1")
                                                   ->token;
    for (Owned* owned : {&own_, &other_, &far_})
      fill(*owned);
  }

  Response ask(const Owned& where, const std::string& method, const std::string& target,
               const std::string& body, const std::string& cookie) {
    Request request;
    request.method = method;
    request.target = *parse_target(target);
    request.body = body;
    const bool json = body.starts_with("{");
    request.headers = {{"content-type", json ? "application/json" : "application/octet-stream"}};
    if (!cookie.empty()) request.headers.emplace_back("cookie", cookie);
    return (where.authority == "default" ? store_.service() : *elsewhere_).handle(request);
  }
  /// By somebody with every role of that authority.
  Json by_keeper(const Owned& owned, const std::string& method, const std::string& target,
                 const std::string& body) {
    const auto cookie = owned.authority == "default" ? keeper_ : elsewhere_cookie_;
    const auto response = ask(owned, method, target, body, cookie);
    EXPECT_LT(response.status, 300) << method << " " << target << " " << response.body;
    return *event::parse_json(response.body.empty() ? "{}" : response.body);
  }

  void fill(Owned& owned) {
    organisation::Unit unit;
    unit.id = owned.unit;
    unit.names = {{owned.unit_name, {}, {}}};
    ASSERT_TRUE(store_.intake().put_units({.authority_id = owned.authority}, {unit}).has_value());
    owned.open_sm3 = by_keeper(owned, "PUT", "/api/files?name=b.txt", kOpen)["sm3"].text();
    owned.sm3 = by_keeper(owned, "PUT", "/api/files?name=a.txt", owned.marker)["sm3"].text();
    const auto draft = by_keeper(
        owned, "POST", "/api/documents?name=plan.txt",
        owned.unit_name + "2026年安排\n\n一、重点\n1.推进" + owned.marker + "工作。\n牵头单位：" +
            owned.unit_name + "\n完成时限：2026年底前\n2.公开" + owned.marker +
            "目录。\n牵头单位：" + owned.unit_name + "\n完成时限：2026年底前\n");
    owned.document_id = draft["document_id"].text();
    ASSERT_FALSE(draft["tasks"].items().empty());
    owned.task_id = draft["tasks"].items().front()["task_id"].text();
    by_keeper(owned, "POST", "/api/documents/" + owned.document_id + "/approvals",
              Json(Json::Object{{"revision", draft["revision"]}, {"all", true}}).dump());
    // Records that point into others come after them.
    for (std::size_t before = 1; before != owned.records.size();) {
      before = owned.records.size();
      for (const auto& declared : book_->registers())
        if (!owned.records.contains(declared.id)) open_record(owned, declared);
    }
    for (const auto& declared : book_->registers())
      EXPECT_TRUE(owned.records.contains(declared.id))
          << declared.id << ": " << refused_[declared.id];
  }

  void open_record(Owned& owned, const pack::Register& declared) {
    // What everybody sees has no marks.
    Owned shown = owned;
    if (declared.everyone) {
      shown.marker = kOpen;
      shown.sm3 = owned.open_sm3;
    }
    for (const auto& step : declared.steps) {
      if (!step.opens) continue;
      Json::Object fields;
      for (const auto* names : {&step.required, &step.optional})
        for (const auto& name : *names)
          if (auto value = value_of(shown, *declared.field(name)); !value.is_null())
            fields[name] = std::move(value);
      registers::TakeStep opening;
      opening.register_id = declared.id;
      opening.step = step.id;
      opening.fields = std::move(fields);
      opening.outside_reason = "样例";
      const auto opened = store_.records().open_record(
          {.authority_id = owned.authority, .actor = "program"}, opening,
          {.id = "program", .roles = {}, .unit = owned.unit}, false);
      if (opened) {
        owned.records[declared.id] = opened->id;
        return;
      }
      refused_[declared.id] = opened.error().id;
      for (const auto& [name, value] : opened.error().args)
        refused_[declared.id] += " " + value;
    }
  }

  static Json value_of(const Owned& owned, const pack::Field& field) {
    const Json file(Json::Object{{"sm3", owned.sm3},
                                 {"name", "a.txt"},
                                 {"size", static_cast<std::int64_t>(owned.marker.size())}});
    switch (field.type) {
    case pack::FieldType::Text:
    case pack::FieldType::LongText:
      return owned.marker;
    case pack::FieldType::Integer:
      return field.minimum.value_or(1);
    case pack::FieldType::Decimal:
      return 1;
    case pack::FieldType::CivilDate:
      return "2026-09-01";
    case pack::FieldType::Flag:
      return true;
    case pack::FieldType::Choice:
      return field.choices.front().id;
    case pack::FieldType::Choices:
      return Json::Array{field.choices.front().id};
    case pack::FieldType::Unit:
      return owned.unit;
    case pack::FieldType::Units:
      return Json::Array{owned.unit};
    case pack::FieldType::Record: {
      const auto found = owned.records.find(field.of);
      return found == owned.records.end() ? Json() : Json(found->second);
    }
    case pack::FieldType::File:
      return file;
    case pack::FieldType::Files:
      return Json::Array{file};
    case pack::FieldType::Rows: {
      Json::Object row;
      for (const auto& column : field.columns)
        if (auto value = value_of(owned, column); !value.is_null())
          row[column.id] = std::move(value);
      return Json::Array{std::move(row)};
    }
    }
    return {};
  }

  std::optional<std::vector<Sample>> samples(const RouteInfo& route, const Owned& about) const;

  std::vector<pack::Source> sources_;
  MemoryStore store_;
  std::string keeper_ = store_.cookie();
  records::RulebookPointer book_;
  std::unique_ptr<Service> elsewhere_;
  std::string elsewhere_cookie_;
  std::map<std::string, std::string> refused_;
  Owned own_{"default", "sfj", "砚湖县司法局", "明文甲甲"};
  Owned other_{"default", "scj", "砚湖县市场监督管理局", "暗记乙乙"};
  Owned far_{"elsewhere", "lwj", "芦洲县水务局", "暗记丙丙"};
};

/// What is asked with each operation. Commands carry a revision that is no record's, so that they
/// change nothing: who may not see it learns less (404) than who may (409).
const std::map<std::string_view, std::pair<std::string, std::string>>& plain_samples() {
  static const std::map<std::string_view, std::pair<std::string, std::string>> table = {
      {"get_health", {"", ""}},
      {"get_metrics", {"", ""}},
      {"get_openapi", {"", ""}},
      {"parse_document", {"?name=a.txt", "砚湖县安排\n1.整改。\n"}},
      {"read_figures", {"?name=a.txt", "办理复议案件12件。"}},
      {"list_documents", {"", ""}},
      {"import_document", {"?name=a.txt", "砚湖县通知\n请参加会议。\n"}},
      {"get_draft", {"", ""}},
      {"discard_document", {"", ""}},
      {"get_file", {"", ""}},
      {"change_draft", {"", R"({"revision":0,"op":"undo"})"}},
      {"approve_tasks", {"", R"({"revision":0,"all":true})"}},
      {"withdraw_approvals", {"", R"({"revision":0,"task_ids":["x"]})"}},
      {"compare_documents", {"", ""}},
      {"get_links", {"", ""}},
      {"confirm_link", {"", ""}},
      {"remove_link", {"", ""}},
      {"list_ledger", {"", ""}},
      {"get_ledger_facets", {"", ""}},
      {"export_ledger", {"?format=json", ""}},
      {"import_ledger", {"?name=a.csv", "编号\n"}},
      {"get_task", {"", ""}},
      {"correct_task", {"", R"({"fields":{"progress":"已布置"},"reason":"样例"})"}},
      {"get_organisation", {"", ""}},
      {"put_unit", {"", "{}"}},
      {"delete_unit", {"", ""}},
      {"import_organisation", {"?name=a.csv", "编号\n"}},
      {"export_organisation", {"?format=csv", ""}},
      {"resolve_names", {"", R"({"names":["县司法局"]})"}},
      {"get_checkpoint", {"", ""}},
      {"get_checkpoint_key", {"", ""}},
      {"get_inclusion", {"?sequence=1", ""}},
      {"get_consistency", {"?from=1&to=2", ""}},
      {"get_proof_entry", {"", ""}},
      {"list_events", {"?limit=500", ""}},
      {"get_rules", {"", ""}},
      {"get_register", {"", ""}},
      {"list_parameters", {"", ""}},
      {"list_records", {"?limit=500", ""}},
      {"open_record", {"?dry_run=true", R"({"step":"none","fields":{}})"}},
      {"get_record", {"", ""}},
      {"take_step", {"", R"({"revision":9999,"step":"none","fields":{}})"}},
      {"correct_record", {"", R"({"revision":9999,"fields":{},"reason":"样例"})"}},
      {"annul_step", {"", R"({"revision":9999,"reason":"样例"})"}},
      {"erase_personal", {"", R"({"revision":9999,"reason":"样例"})"}},
      {"move_record", {"", R"({"revision":9999,"reason":"样例"})"}},
      {"list_record_events", {"", ""}},
      {"get_calendar", {"", ""}},
      {"compute_due", {"?count=1&unit=month&start=2026-01-31", ""}},
      {"read_notice", {"", R"({"text":"没有日期"})"}},
      {"record_notice", {"", R"({"notice":{}})"}},
      {"what_if", {"", R"({"register":"none","parameter":"none","value":1})"}},
      {"put_attachment", {"?name=b.txt", "样例"}},
      {"get_attachment", {"", ""}},
      {"get_session", {"", ""}},
      {"sign_in", {"", R"({"user_name":"none","password":"none"})"}},
      {"sign_out", {"", ""}},
      {"sign_in_by_code", {"", R"({"user_name":"none","code":"none","password":"none"})"}},
      {"change_password", {"", R"({"old_password":"Wuhe-2026-zhi","new_password":"short"})"}},
      {"set_up", {"", R"({"code":"x","user_name":"x","name":"x","password":"x"})"}},
      {"list_accounts", {"", ""}},
      {"open_account", {"", R"({"user_name":"","name":"","unit":"","roles":[]})"}},
      {"change_account", {"", "{}"}},
      {"issue_code", {"", ""}},
      {"list_people", {"", ""}},
      {"list_views", {"", ""}},
      {"save_view", {"", R"({"register":"task","title":"样例","query":""})"}},
      {"remove_view", {"", ""}},
      {"list_work", {"?limit=500", ""}},
      {"list_due_days", {"?from=2026-01-01&until=2027-01-31", ""}},
      {"list_digests", {"", ""}},
      {"get_calendar_address", {"", ""}},
      {"make_calendar_address", {"", ""}},
      {"revoke_calendar_address", {"", ""}},
      {"get_icalendar", {"", ""}},
      {"get_import_template", {"", ""}},
      {"export_records", {"?format=csv", ""}},
      {"import_records", {"?name=a.csv", "标题\n"}},
      {"make_error_sheet", {"?name=a.csv", "标题\n"}},
      {"list_numbers", {"", ""}},
      {"look_at_personal", {"", R"({"reason":"样例"})"}},
      {"get_dossier", {"", ""}},
      {"get_dossier_index", {"", ""}},
      {"list_indicators", {"?period=2026", ""}},
      {"export_indicators", {"?format=csv", ""}},
      {"get_indicator", {"?periods=3", ""}},
      {"get_indicator_receipt", {"?side=denominator&limit=500", ""}},
      {"get_indicator_difference", {"?before_on=2026-01-01&limit=500", ""}},
      {"get_leader_page", {"", ""}},
      {"list_targets", {"", ""}},
      {"list_target_proposals", {"", ""}},
      {"read_baseline", {"?name=a.txt&year=2025", "办理复议案件12件。"}},
      {"list_editions", {"", ""}},
      {"get_edition", {"", ""}},
      {"get_edition_changes", {"", ""}},
      {"get_round", {"", ""}},
      {"open_round", {"", ""}},
      {"export_round", {"?format=csv", ""}},
      {"get_sheet", {"", ""}},
      {"take_sheet_step", {"", R"({"revision":9999,"step":"self_score","fields":{}})"}},
      {"settle_sheet", {"", R"({"revision":9999})"}},
      {"list_report_templates", {"", ""}},
      {"begin_report", {"", R"({"template":"none","year":2026})"}},
      {"get_report", {"", ""}},
      {"revise_report", {"", R"({"revision":9999,"chapters":[]})"}},
      {"merge_report_parts", {"", R"({"revision":9999})"}},
      {"preview_report", {"", R"({"text":"样例"})"}},
      {"get_report_paper", {"", ""}},
      {"sign_report", {"", R"({"revision":9999})"}},
      {"check_report", {"", ""}},
  };
  return table;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), by);
  return text;
}

std::optional<std::vector<Sample>> AccessTest::samples(const RouteInfo& route,
                                                       const Owned& about) const {
  const auto found = plain_samples().find(route.operation_id);
  if (found == plain_samples().end()) return std::nullopt;
  const auto& [query, body] = found->second;
  std::string path(route.pattern);
  // What would be gone for those who ask later is asked for by an id that is not there.
  const bool deletes = route.method == "DELETE";
  for (const auto& [name, value] :
       std::map<std::string, std::string>{{"{document_id}", deletes ? "none" : about.document_id},
                                          {"{task_id}", about.task_id},
                                          {"{higher_task_id}", about.task_id},
                                          {"{unit_id}", deletes ? "none" : about.unit},
                                          {"{sequence}", "1"},
                                          {"{file}", about.sm3},
                                          {"{account_id}", "none"},
                                          {"{view_id}", "none"},
                                          {"{secret}", "none.ics"}})
    path = replaced(path, name, value);
  std::vector<Sample> out;
  if (path.find("{register}") != std::string::npos)
    for (const auto& declared : book_->registers())
      out.push_back({replaced(path, "{register}", declared.id) + query, body});
  else if (path.find("{indicator}") != std::string::npos)
    for (const auto& declared : book_->indicators())
      out.push_back({replaced(path, "{indicator}", declared.id) + query, body});
  else if (path.find("{edition}") != std::string::npos)
    for (const auto& declared : book_->editions())
      out.push_back({replaced(path, "{edition}", declared.id) + query, body});
  else if (path.find("{record_id}") != std::string::npos)
    for (const auto& [register_id, record_id] : about.records)
      out.push_back({replaced(path, "{record_id}", record_id) + query, body, register_id});
  else
    out.push_back({path + query, body});
  EXPECT_EQ(out.front().target.find('{'), std::string::npos) << out.front().target;
  return out;
}

TEST_F(AccessTest, NothingLeaksOnAnyRoute) {
  struct Asking {
    std::string role, cookie;
    std::vector<std::string_view> rights = {};
    bool all = false, unit = false;
  };
  std::vector<Asking> everybody = {{"nobody", ""}};
  for (const auto& role : book_->roles()) {
    Asking asking{role.id, store_.sign_up("r_" + role.id, {role.id}, own_.unit)};
    for (const auto right : role.rights)
      asking.rights.push_back(pack::name_of(right));
    asking.all = role.reach == pack::Reach::All;
    asking.unit = asking.all || role.reach != pack::Reach::None;
    everybody.push_back(std::move(asking));
  }
  ASSERT_GE(everybody.size(), 4U);
  ASSERT_GE(book_->registers().size(), 3U);
  std::size_t asked = 0, hidden = 0, shown = 0;
  for (const auto& route : routes())
    for (auto& asking : everybody)
      for (const Owned* about : {&own_, &other_, &far_}) {
        const auto list = samples(route, *about);
        ASSERT_TRUE(list) << "no sample of " << route.operation_id;
        // Where the path names nobody's data, asking once is enough.
        if (about != &own_ && list->front().target == samples(route, own_)->front().target)
          continue;
        for (const auto& sample : *list) {
          const std::string method(route.method);
          SCOPED_TRACE(asking.role + ": " + method + " " + sample.target + " (" + about->marker +
                       ")");
          const auto response = ask(own_, method, sample.target, sample.body, asking.cookie);
          const auto body = text_of(response);
          ++asked;
          ASSERT_LT(response.status, 500) << body;
          const auto json = event::parse_json(body);
          const std::string id = json && response.status >= 400 ? (*json)["id"].text() : "";
          const bool signed_in = !asking.cookie.empty();
          const bool has_right = std::find(asking.rights.begin(), asking.rights.end(),
                                           route.access) != asking.rights.end();
          if (route.access != "anyone" && !signed_in) {
            EXPECT_EQ(response.status, 401) << body;
            EXPECT_EQ(id, "accounts.signed_out");
          } else if (route.access != "anyone" && route.access != "signed_in" && !has_right) {
            EXPECT_EQ(response.status, 403) << body;
            EXPECT_EQ(id, "api.no_right");
          } else {
            EXPECT_NE(id, "accounts.signed_out");
            EXPECT_NE(id, "api.no_right");
            const auto* declared = book_->find_register(sample.register_id);
            const bool everyone = declared != nullptr && declared->everyone;
            const bool sees = about == &own_     ? asking.unit
                              : about == &other_ ? asking.all || (everyone && asking.unit)
                                                 : false;
            if (!sample.register_id.empty() && !sees) {
              ++hidden;
              EXPECT_EQ(response.status, 404) << body;
              EXPECT_EQ(id, "records.unknown_record");
            } else if (!sample.register_id.empty()) {
              ++shown;
              EXPECT_NE(id, "records.unknown_record") << body;
              if (route.operation_id == "get_record" ||
                  route.operation_id == "list_record_events") {
                EXPECT_EQ(response.status, 200) << body;
              }
            }
          }
          EXPECT_EQ(body.find(far_.marker), std::string::npos) << body;
          // Plans and the journal are of the whole authority: that is what their rights are for.
          if (!asking.all && !has_right) {
            EXPECT_EQ(body.find(other_.marker), std::string::npos) << body;
          }
          if (!asking.unit && !has_right) {
            EXPECT_EQ(body.find(own_.marker), std::string::npos) << body;
          }
          if (route.operation_id == "sign_out" && signed_in)
            asking.cookie = store_.sign_in("r_" + asking.role);
          if (HasFailure()) return;
        }
      }
  EXPECT_GT(asked, 1'000U);
  EXPECT_GT(hidden, 100U);
  EXPECT_GT(shown, 100U);
}

TEST_F(AccessTest, WhoeverReachesTheUnitSeesItsMark) {
  // The test above would pass where nothing was shown to anybody.
  const auto clerk = store_.sign_up("clerk", {"unit_clerk"}, own_.unit);
  const auto leader = store_.sign_up("leader", {"leader"}, own_.unit);
  const auto [file_of_own, ledger] = std::pair{"/api/files/" + own_.sm3, "/api/ledger"};
  for (const auto& cookie : {clerk, leader}) {
    EXPECT_EQ(ask(own_, "GET", file_of_own, "", cookie).status, 200);
    EXPECT_NE(text_of(ask(own_, "GET", ledger, "", cookie)).find(own_.marker), std::string::npos);
    EXPECT_NE(
        text_of(ask(own_, "GET", "/api/ledger/export?format=json", "", cookie)).find(own_.marker),
        std::string::npos);
  }
  EXPECT_NE(text_of(ask(own_, "GET", ledger, "", leader)).find(other_.marker), std::string::npos);
  EXPECT_EQ(ask(own_, "GET", "/api/files/" + other_.sm3, "", clerk).status, 404);
  EXPECT_EQ(ask(own_, "GET", "/api/files/" + other_.sm3, "", leader).status, 200);
  EXPECT_EQ(ask(own_, "GET", "/api/files/" + far_.sm3, "", leader).status, 404);
}

} // namespace
} // namespace plumb::api
