// SPDX-License-Identifier: Apache-2.0
/// The service over a fresh database with somebody signed in who may do everything, for tests and
/// fuzz targets.
#pragma once

#include "plumb/api/service.hpp"

#include <plumb/accounts/accounts.hpp>
#include <plumb/assessment/assessment.hpp>
#include <plumb/base/check.hpp>
#include <plumb/base/clock.hpp>
#include <plumb/indicators/indicators.hpp>
#include <plumb/intake/intake.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/pack/pack.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/records/records.hpp>
#include <plumb/report/report.hpp>
#include <plumb/storage/testing.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace plumb::api {

inline constexpr const char* kNationalPack =
    "id: national\ntitle: 样例\nlayer: national\njurisdiction: CN\nextends: []\nversion: 1.0.0\n"
    "in_force_from: 2019-01-01\nin_force_until:\n";
/// One role that may everything, one of each narrower reach.
inline constexpr const char* kRoles = R"(
roles:
  - id: keeper
    title: 全权
    gist: 样例
    reach: all
    rights: [plans, correct, move, personal, erase, organisation, accounts, calendar, what_if, journal, targets, assess, reports]
  - { id: head, title: 主管, gist: 样例, reach: unit_and_below, rights: [correct] }
  - { id: clerk, title: 经办, gist: 样例, reach: unit, rights: [] }
  - { id: guest, title: 旁观, gist: 样例, reach: none, rights: [] }
)";
/// Rules with nothing but these roles.
inline std::vector<pack::Source> only_roles() {
  return {pack::Source{.files = {{"pack.yaml", kNationalPack}, {"roles/roles.yaml", kRoles}},
                       .folder = "packs/national"}};
}
/// Hashes that cost nothing: tests are not attacked.
inline accounts::Limits quick_limits() {
  accounts::Limits limits;
  limits.argon_operations = 1;
  limits.argon_bytes = 8192;
  return limits;
}

class MemoryStore {
public:
  explicit MemoryStore(const std::vector<pack::Source>& rules = only_roles())
      : database_(storage::testing::fresh_database()) {
    auto journal = journal::Journal::open(*database_, clock_);
    PLUMB_CHECK(journal.has_value());
    journal_ = std::move(*journal);
    auto projection = projection::Projection::open(*database_, *journal_);
    PLUMB_CHECK(projection.has_value());
    projection_ = std::move(*projection);
    auto indicators = indicators::Indicators::open(*database_, *journal_, clock_);
    PLUMB_CHECK(indicators.has_value());
    indicators_ = std::move(*indicators);
    auto records = records::Records::open(*database_, *journal_, clock_, indicators_.get());
    PLUMB_CHECK(records.has_value());
    records_ = std::move(*records);
    PLUMB_CHECK(indicators_->start(*records_).has_value());
    assessment_ = std::make_unique<assessment::Assessment>(*records_, *indicators_);
    reports_ = std::make_unique<report::Reports>(*records_, *indicators_, clock_);
    auto accounts = accounts::Accounts::open(*database_, *journal_, clock_, quick_limits());
    PLUMB_CHECK(accounts.has_value());
    accounts_ = std::move(*accounts);
    intake_ = std::make_unique<intake::Intake>(*journal_, *projection_, records_.get());
    service_ = std::make_unique<Service>(parts());
    PLUMB_CHECK(records_->activate({}, rules).has_value());
    std::vector<std::string> roles;
    const auto book = records_->rules("default");
    PLUMB_CHECK(book.has_value());
    for (const auto& role : (*book)->roles())
      roles.push_back(role.id);
    const auto code = accounts_->setup_code("default");
    PLUMB_CHECK(code.has_value());
    const auto first = accounts_->set_up(
        {}, *code, {.user_name = "keeper", .name = "管理", .unit = "", .roles = roles}, kPassword,
        "127.0.0.1");
    PLUMB_CHECK(first.has_value());
    cookie_ = cookie_of(*first);
  }
  MemoryStore(const MemoryStore&) = delete;
  MemoryStore& operator=(const MemoryStore&) = delete;
  ~MemoryStore() {
    service_.reset();
    intake_.reset();
    reports_.reset();
    assessment_.reset();
    journal_.reset();
    accounts_.reset();
    records_.reset();
    indicators_.reset();
    projection_.reset();
  }

  [[nodiscard]] Parts parts(std::string authority_id = "default") {
    return {*journal_,    *projection_, *intake_,  *records_, *accounts_,
            *indicators_, *assessment_, *reports_, {},        std::move(authority_id)};
  }
  [[nodiscard]] records::Records& records() { return *records_; }
  [[nodiscard]] indicators::Indicators& indicators() { return *indicators_; }
  [[nodiscard]] Service& service() { return *service_; }
  [[nodiscard]] journal::Journal& journal() { return *journal_; }
  [[nodiscard]] accounts::Accounts& accounts() { return *accounts_; }
  [[nodiscard]] projection::Projection& projection() { return *projection_; }
  [[nodiscard]] intake::Intake& intake() { return *intake_; }
  [[nodiscard]] base::FixedClock& clock() { return clock_; }

  static constexpr const char* kPassword = "Wuhe-2026-zhi";
  /// A new account that is signed in; gives the header that says so.
  std::string sign_up(const std::string& user_name, std::vector<std::string> roles,
                      const std::string& unit = {}) {
    const auto opened = accounts_->open_account(
        {}, {.user_name = user_name, .name = user_name, .unit = unit, .roles = std::move(roles)});
    PLUMB_CHECK(opened.has_value());
    const auto session =
        accounts_->sign_in_by_code({}, user_name, opened->code, kPassword, "127.0.0.1");
    PLUMB_CHECK(session.has_value());
    return cookie_of(*session);
  }

  /// Another session of an account that sign_up() made.
  std::string sign_in(const std::string& user_name) {
    const auto session = accounts_->sign_in({}, user_name, kPassword, "127.0.0.1");
    PLUMB_CHECK(session.has_value());
    return cookie_of(*session);
  }
  /// Of who may everything.
  [[nodiscard]] const std::string& cookie() const { return cookie_; }

  /// By who may everything, unless the headers have a cookie of their own (empty: nobody).

  Response ask(std::string method, std::string_view target, std::string body = {},
               std::vector<std::pair<std::string, std::string>> headers = {}) {
    Request request;
    request.method = std::move(method);
    auto parsed = parse_target(target);
    PLUMB_CHECK(parsed.has_value());
    request.target = std::move(*parsed);
    request.body = std::move(body);
    request.headers = std::move(headers);
    if (!request.has_header("cookie")) request.headers.emplace_back("cookie", cookie_);
    return service_->handle(request);
  }

private:
  static std::string cookie_of(const accounts::SignedIn& session) {
    return "plumbline_session=" + session.token;
  }

  base::FixedClock clock_{1'790'000'000'000};
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<projection::Projection> projection_;
  std::unique_ptr<indicators::Indicators> indicators_;
  std::unique_ptr<records::Records> records_;
  std::unique_ptr<assessment::Assessment> assessment_;
  std::unique_ptr<report::Reports> reports_;
  std::unique_ptr<accounts::Accounts> accounts_;
  std::unique_ptr<intake::Intake> intake_;
  std::unique_ptr<Service> service_;
  std::string cookie_;
};

} // namespace plumb::api
