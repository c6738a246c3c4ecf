// SPDX-License-Identifier: Apache-2.0
/// The measures of the packs over the lives that their scenarios tell: what each life adds, to
/// which unit, part and day.
#include <plumb/event/json.hpp>
#include <plumb/indicators/cells.hpp>

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

namespace plumb::indicators {
namespace {

constexpr std::string_view kWho = "owner";

/// A scenario's record after its last step, as registers::run_scenario lives it.
class Life {
public:
  Life(const pack::Rulebook& rules, const pack::Scenario& scenario)
      : rules_(rules), declared_(*rules.find_register(scenario.register_id)),
        view_(rules.calendar().view(rules.jurisdiction(), base::make_date(2149, 12, 31))) {
    for (const auto& step : scenario.given)
      take(step);
    if (scenario.when) take(*scenario.when);
  }
  [[nodiscard]] const std::optional<registers::Record>& record() const { return record_; }

private:
  void take(const pack::ScenarioStep& step) {
    registers::TakeStep command{.register_id = declared_.id, .step = step.step, .on = step.on};
    command.fields = *event::parse_json(step.fields_json.empty() ? "{}" : step.fields_json);
    if (!step.outside_reason.empty()) command.outside_reason = step.outside_reason;
    registers::Environment environment{
        .today = step.on,
        .actor = {.id = std::string(kWho), .roles = {}, .unit = std::string(kWho), .units = {}},
        .calendar = view_};
    if (record_) {
      for (const auto& event : registers::deemed(rules_, *record_, environment))
        EXPECT_TRUE(registers::apply(*record_, event, "life", 0, std::string(kWho)));
    }
    if (const auto* declared = declared_.step(step.step); declared != nullptr) {
      if (!step.by.empty()) environment.actor.roles = {step.by};
      for (const auto& field : declared->acts)
        if (record_) environment.actor.unit = record_->fields[field].text();
      environment.actor.units = {environment.actor.unit};
    }
    environment.lookup.next_number = [](std::string_view, const pack::Numbering&, std::string_view,
                                        int) { return std::int64_t{1}; };
    auto decision =
        registers::decide(rules_, record_ ? &*record_ : nullptr, "life", command, environment);
    if (auto* accepted = std::get_if<registers::Accepted>(&decision)) {
      record_ = accepted->record;
    }
  }

  const pack::Rulebook& rules_;
  const pack::Register& declared_;
  calendar::View view_;
  std::optional<registers::Record> record_;
};

class NationalMeasures : public testing::Test {
protected:
  static void SetUpTestSuite() {
    const auto sources = pack::chain(PLUMB_SOURCE_DIR "/packs", "sample_county");
    ASSERT_TRUE(sources);
    std::vector<pack::Diagnostic> faults;
    county_ = pack::Rulebook::load(*sources, faults);
    ASSERT_NE(county_, nullptr);
    national_ = pack::Rulebook::load({sources->front()}, faults);
    for (auto& scenario : pack::scenarios(sources->front(), faults))
      scenarios_.emplace("national/" + scenario.name, std::move(scenario));
    for (auto& scenario : pack::scenarios(sources->back(), faults))
      scenarios_.emplace("county/" + scenario.name, std::move(scenario));
  }
  static void TearDownTestSuite() {
    county_.reset();
    national_.reset();
    scenarios_.clear();
  }

  /// Each contribution in a line: measure unit part day amount.
  static std::string counted(const std::string& name) {
    const auto found = scenarios_.find(name);
    if (found == scenarios_.end()) return "no scenario";
    const auto& rules = name.starts_with("county/") ? *county_ : *national_;
    const auto& declared = *rules.find_register(found->second.register_id);
    const Life life(rules, found->second);
    if (!life.record()) return "no record";
    const auto values = registers::values_of(declared, *life.record(), base::make_date(2030, 1, 1));
    std::string out;
    for (const auto& measure : rules.measures()) {
      if (measure.register_id != declared.id) continue;
      for (const auto& one : contributions_of(measure, declared, *life.record(), values))
        out += measure.id + " " + one.unit + " " + one.part + " " + base::to_string(one.on) + " " +
               std::to_string(one.amount) + "\n";
    }
    return out;
  }

  static std::shared_ptr<const pack::Rulebook> county_, national_;
  static std::map<std::string, pack::Scenario> scenarios_;
};
std::shared_ptr<const pack::Rulebook> NationalMeasures::county_, NationalMeasures::national_;
std::map<std::string, pack::Scenario> NationalMeasures::scenarios_;

struct Told {
  std::string_view life;
  std::string_view counted;
};
constexpr Told kLives[] = {
    {"national/签收、报进展、报结、验收、销号",
     R"(parts_assigned 司法局  2026-03-02 1
parts_signed_for 司法局  2026-03-02 1
parts_due 司法局  2026-06-30 1
parts_in_time 司法局  2026-06-30 1
parts_done_of_due 司法局  2026-06-30 1
parts_open 司法局  2026-03-02 1
parts_open 司法局  2026-06-16 -1
parts_reported 司法局  2026-06-10 1
parts_days 司法局  2026-06-10 100
parts_closed 司法局  2026-06-16 1
)"},
    {"national/期限过后报结是逾期",
     R"(parts_assigned 司法局  2026-03-02 1
parts_signed_for 司法局  2026-03-02 1
parts_due 司法局  2026-06-30 1
parts_done_of_due 司法局  2026-06-30 1
parts_open 司法局  2026-03-02 1
parts_reported 司法局  2026-07-01 1
parts_days 司法局  2026-07-01 121
)"},
    {"national/退回时另定期限，再报结",
     R"(parts_assigned 司法局  2026-03-02 1
parts_signed_for 司法局  2026-03-02 1
parts_due 司法局  2026-07-20 1
parts_in_time 司法局  2026-07-20 1
parts_done_of_due 司法局  2026-07-20 1
parts_open 司法局  2026-03-02 1
parts_reported 司法局  2026-07-17 1
parts_days 司法局  2026-07-17 137
parts_returned 司法局  2026-07-03 1
)"},
    {"national/部门文件报本级政府备案审查",
     R"(normdoc_published 城管局 department 2026-03-05 1
normdoc_reviewed 城管局 department 2026-03-05 1
normdoc_deliberated 城管局 department 2026-03-05 1
normdoc_unified 城管局 department 2026-03-05 1
normdoc_filed 城管局 department 2026-03-05 1
normdoc_with_validity 城管局 department 2026-03-05 1
normdoc_numbered 城管局  2026-03-04 1
normdoc_numbered_public 城管局  2026-03-04 1
normdoc_in_force 城管局 department 2026-04-01 1
normdoc_reviews 城管局  2026-02-27 1
normdoc_review_days 城管局  2026-02-27 18
)"},
    {"national/有效期届满的次日自行失效",
     R"(normdoc_in_force  government 2022-05-10 1
normdoc_in_force  government 2026-05-11 -1
normdoc_lapsed  government 2026-05-10 1
)"},
    {"national/全过程走完", R"(normdoc_published  government 2026-03-05 1
normdoc_reviewed  government 2026-03-05 1
normdoc_deliberated  government 2026-03-05 1
normdoc_unified  government 2026-03-05 1
normdoc_filed  government 2026-03-05 1
normdoc_with_validity  government 2026-03-05 1
normdoc_numbered   2026-03-04 1
normdoc_numbered_public   2026-03-04 1
normdoc_in_force  government 2026-06-01 1
normdoc_in_force  government 2026-06-08 -1
normdoc_repealed  government 2026-06-08 1
normdoc_evaluated   2026-05-06 1
normdoc_reviews   2026-02-27 1
normdoc_review_days   2026-02-27 18
)"},
    {"national/要求纠正，报告纠正，退回再纠正，办结",
     R"(filings_received 城管局  2026-03-02 1
filings_reviewed 城管局  2026-03-02 1
filings_to_correct 城管局  2026-03-20 1
filings_corrected 城管局  2026-03-20 1
)"},
    {"national/紧急中止、恢复、归档、评估、追责",
     R"(decisions_issued 住建局  2026-04-22 1
decisions_to_publish 住建局  2026-04-22 1
decisions_public 住建局  2026-04-22 1
decisions_heard 住建局  2026-04-22 1
decisions_reviewed 住建局  2026-04-22 1
decisions_discussed 住建局  2026-04-22 1
decisions_counselled 住建局  2026-04-22 1
decisions_archived 住建局  2026-04-22 1
decisions_evaluated 住建局  2026-10-12 1
decisions_accountable 住建局  2026-11-02 1
decision_consultations 住建局  2026-04-02 1
decision_consultation_days 住建局  2026-04-02 31
decision_reviews 住建局  2026-04-08 1
decision_review_days 住建局  2026-04-08 6
)"},
    {"national/缴清、结案",
     R"(penalties_decided  fine 2026-01-26 1
penalties_to_publish   2026-01-26 1
penalties_public   2026-01-26 1
penalty_fines   2026-01-26 50000
penalty_days   2026-01-26 21
)"},
    {"national/期满当天批准延长二十个工作日",
     R"(requests_received owner in_person 2026-09-18 1
requests_to_answer owner  2026-09-18 1
requests_overdue owner  2026-11-20 1
)"},
    {"national/第二十一个工作日答复是逾期",
     R"(requests_received owner in_person 2026-09-18 1
requests_to_answer owner  2026-09-18 1
requests_answered owner  2026-09-18 1
requests_answers owner disclosed 2026-10-23 1
)"},
    {"national/岗位到岗、取得资格、离岗",
     R"(staff_legal 城关镇  2026-03-01 1
staff_legal 城关镇  2026-10-01 -1
staff_reviewers 城关镇  2026-03-01 1
staff_reviewers 城关镇  2026-10-01 -1
staff_reviewers_qualified 城关镇  2026-03-01 1
staff_reviewers_qualified 城关镇  2026-10-01 -1
)"},
    {"national/换发执法证件",
     R"(staff_officers 城管局  2024-05-06 1
staff_officers_certified 城管局  2024-05-06 1
staff_officers_certified 城管局  2031-05-06 -1
staff_certificate_expired 城管局  2031-05-06 1
)"},
    {"national/责令整改附佐证的可以答复，退回后再答复",
     R"(supervision_issued 城关镇 rectification 2026-07-06 1
supervision_due 城关镇 rectification 2026-07-24 1
supervision_answered 城关镇 rectification 2026-07-24 1
rectifications_issued 城关镇  2026-07-06 1
)"},
    {"national/立法项目列入计划、送审、完成",
     R"(legislation_due 公安局 make 2026-09-30 1
legislation_in_time 公安局 make 2026-09-30 1
)"},
    {"county/十日内报备达到承诺",
     R"(normdoc_published  government 2026-03-05 1
normdoc_reviewed  government 2026-03-05 1
normdoc_deliberated  government 2026-03-05 1
normdoc_unified  government 2026-03-05 1
normdoc_filed  government 2026-03-05 1
normdoc_numbered   2026-03-04 1
normdoc_numbered_public   2026-03-04 1
normdoc_in_force  government 2026-06-01 1
normdoc_consultations   2026-02-02 1
normdoc_consultation_days   2026-02-02 14
normdoc_reviews   2026-02-26 1
normdoc_review_days   2026-02-26 17
normdoc_filed_in_time  government 2026-03-05 1
)"},
    {"county/补录的历史文件五年后自行失效", R"(normdoc_in_force  government 2021-05-10 1
normdoc_in_force  government 2026-05-12 -1
normdoc_lapsed  government 2026-05-11 1
)"},
    {"county/第四个工作日签收未达目标",
     R"(parts_assigned 司法局  2026-03-02 1
parts_signed_for 司法局  2026-03-02 1
parts_due 司法局  2026-06-30 1
tasks_overdue 司法局  2026-07-01 1
parts_open 司法局  2026-03-02 1
)"},
};

TEST_F(NationalMeasures, CountWhatLivesAdd) {
  for (const auto& [life, wanted] : kLives)
    EXPECT_EQ(counted(std::string(life)), wanted) << life;
}

/// Valid through its last day, in stock through it too; repealed, not any more on the day itself.
TEST_F(NationalMeasures, ADocumentIsInForceOnItsLastDay) {
  struct Case {
    std::string_view life;
    std::string_view written, instead; // of the scenario's fields
    Date last;
  };
  using base::make_date;
  const Case cases[] = {
      {"national/有效期届满的次日自行失效", "", "", make_date(2026, 5, 10)},
      {"national/有效期届满的次日自行失效", "2026-05-10", "2026-02-28", make_date(2026, 2, 28)},
      {"national/有效期届满的次日自行失效", "2026-05-10", "2025-12-31", make_date(2025, 12, 31)},
      {"national/全过程走完", "", "", make_date(2026, 6, 7)},
      // Validity that the county limits, and one whose end somebody records on the day after.
      {"county/补录的历史文件五年后自行失效", "", "", make_date(2026, 5, 11)},
      {"county/暂行文件满两年次日自行失效", "2026-06-01", "2021-03-01", make_date(2023, 2, 1)},
      {"county/写明的有效期满次日可以宣布失效", "2026-06-01", "2021-03-01",
       make_date(2025, 6, 30)}};
  for (const auto& [life, written, instead, last] : cases) {
    const auto& rules = life.starts_with("county/") ? *county_ : *national_;
    auto scenario = scenarios_.at(std::string(life));
    if (!written.empty())
      for (auto& step : scenario.given)
        if (const auto at = step.fields_json.find(written); at != std::string::npos)
          step.fields_json.replace(at, written.size(), instead);
    const auto& declared = *rules.find_register(scenario.register_id);
    const Life lived(rules, scenario);
    ASSERT_TRUE(lived.record()) << life;
    const auto values = registers::values_of(declared, *lived.record(), make_date(2030, 1, 1));
    std::int64_t on_last = 0, on_next = 0;
    for (const auto& one : contributions_of(*rules.find_measure("normdoc_in_force"), declared,
                                            *lived.record(), values)) {
      if (one.on <= last) on_last += one.amount;
      if (one.on <= base::add_days(last, 1)) on_next += one.amount;
    }
    EXPECT_EQ(on_last, 1) << life << " " << instead;
    EXPECT_EQ(on_next, 0) << life << " " << instead;
  }
}

} // namespace
} // namespace plumb::indicators
