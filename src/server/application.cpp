// SPDX-License-Identifier: Apache-2.0
#include "plumb/server/application.hpp"

#include "compression.hpp"
#include "guard.hpp"
#include "static_files.hpp"

#include <plumb/accounts/accounts.hpp>
#include <plumb/api/person.hpp>
#include <plumb/api/problem.hpp>
#include <plumb/api/service.hpp>
#include <plumb/assessment/assessment.hpp>
#include <plumb/base/clock.hpp>
#include <plumb/indicators/indicators.hpp>
#include <plumb/intake/intake.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/pack/pack.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/records/records.hpp>
#include <plumb/report/report.hpp>
#include <plumb/storage/storage.hpp>

#include <array>
#include <chrono>
#include <exception>
#include <filesystem>
#include <optional>

namespace plumb::server {
namespace {

constexpr std::size_t kCompressFrom = 8 * 1024;

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSecurityHeaders{
    {{"Content-Security-Policy",
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
      "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"},
     {"X-Content-Type-Options", "nosniff"},
     {"Referrer-Policy", "no-referrer"},
     {"Cross-Origin-Opener-Policy", "same-origin"},
     {"Cross-Origin-Resource-Policy", "same-origin"}}};

bool is_api(const api::Request& request) {
  const auto& segments = request.target.segments;
  return !segments.empty() && (segments[0] == "api" || segments[0] == "ics" ||
                               segments[0] == "healthz" || segments[0] == "metrics");
}

/// Large answers in text travel compressed; files of the page already are.
void compress(const api::Request& request, api::Response& response) {
  if (response.file || response.body.size() < kCompressFrom) return;
  if (!response.header("content-encoding").empty()) return;
  const auto type = response.header("content-type");
  const bool text = type.starts_with("application/json") || type.starts_with("application/yaml") ||
                    type.starts_with("text/");
  if (!text) return;
  response.set("Vary", "Accept-Encoding");
  if (!accepts_gzip(request.header("accept-encoding"))) return;
  std::string packed = gzip(response.body, 1);
  if (packed.empty()) return;
  response.body = std::move(packed);
  response.set("Content-Encoding", "gzip");
}

api::Response secured(api::Response response) {
  for (const auto& [name, value] : kSecurityHeaders)
    response.set(std::string(name), std::string(value));
  return response;
}

class InFlight {
public:
  explicit InFlight(api::Metrics& metrics) : metrics_(metrics) { ++metrics_.in_flight; }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;
  ~InFlight() { --metrics_.in_flight; }

private:
  api::Metrics& metrics_;
};

} // namespace

struct Store::Parts {
  base::SystemClock system;
  const base::Clock& clock;
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<projection::Projection> projection;
  std::unique_ptr<indicators::Indicators> indicators;
  std::unique_ptr<records::Records> records;
  std::unique_ptr<assessment::Assessment> assessment;
  std::unique_ptr<report::Reports> reports;
  std::unique_ptr<accounts::Accounts> accounts;
  std::unique_ptr<intake::Intake> intake;

  explicit Parts(const base::Clock* other) : clock(other == nullptr ? system : *other) {}
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  // The journal calls its folds, and the records their observer, so each goes before them.
  ~Parts() {
    intake.reset();
    reports.reset();
    assessment.reset();
    journal.reset();
    accounts.reset();
    records.reset();
    indicators.reset();
    projection.reset();
  }
};

Store::Store(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Store::~Store() = default;
journal::Journal& Store::journal() {
  return *parts_->journal;
}
projection::Projection& Store::projection() {
  return *parts_->projection;
}
intake::Intake& Store::intake() {
  return *parts_->intake;
}
records::Records& Store::records() {
  return *parts_->records;
}
accounts::Accounts& Store::accounts() {
  return *parts_->accounts;
}
indicators::Indicators& Store::indicators() {
  return *parts_->indicators;
}
assessment::Assessment& Store::assessment() {
  return *parts_->assessment;
}
report::Reports& Store::reports() {
  return *parts_->reports;
}

base::Result<std::unique_ptr<Store>> Store::open(const std::string& database,
                                                 const base::Clock* clock) {
  auto parts = std::make_unique<Parts>(clock);
  PLUMB_TRY_ASSIGN(parts->database, storage::Database::open(database));
  PLUMB_TRY_ASSIGN(parts->journal, journal::Journal::open(*parts->database, parts->clock));
  PLUMB_TRY_ASSIGN(parts->projection,
                   projection::Projection::open(*parts->database, *parts->journal));
  PLUMB_TRY_ASSIGN(parts->indicators,
                   indicators::Indicators::open(*parts->database, *parts->journal, parts->clock));
  PLUMB_TRY_ASSIGN(parts->records, records::Records::open(*parts->database, *parts->journal,
                                                          parts->clock, parts->indicators.get()));
  PLUMB_TRY(parts->indicators->start(*parts->records));
  parts->assessment = std::make_unique<assessment::Assessment>(*parts->records, *parts->indicators);
  parts->reports =
      std::make_unique<report::Reports>(*parts->records, *parts->indicators, parts->clock);
  PLUMB_TRY_ASSIGN(parts->accounts,
                   accounts::Accounts::open(*parts->database, *parts->journal, parts->clock));
  parts->intake =
      std::make_unique<intake::Intake>(*parts->journal, *parts->projection, parts->records.get());
  return std::unique_ptr<Store>(new Store(std::move(parts)));
}

namespace {

constexpr std::string_view kAuthority = "default";
/// What a database starts with that was never told where it is.
constexpr std::string_view kFirstPack = "national";

journal::Context by_system() {
  return {.authority_id = std::string(kAuthority), .actor = "system", .idempotency_key = {}};
}

/// The pack of the lowest layer in use, or the first one.
base::Result<std::string> lowest_pack(const records::Records& records) {
  PLUMB_TRY_ASSIGN(const auto rules, records.rules(kAuthority));
  return rules == nullptr || rules->packs().empty() ? std::string(kFirstPack)
                                                    : rules->packs().back().id;
}

records::LedgerSource ledger_of(const projection::Projection& projection) {
  records::LedgerSource ledger;
  ledger.task_ids = [&projection]() -> base::Result<std::vector<std::string>> {
    std::vector<std::string> ids;
    PLUMB_TRY(projection.visit(kAuthority, {}, [&](const projection::LedgerTask& row) {
      ids.push_back(row.task.task_id);
      return true;
    }));
    return ids;
  };
  ledger.task = [&projection](std::string_view task_id) -> base::Result<records::OwnedTask> {
    PLUMB_TRY_ASSIGN(auto row, projection.ledger_task(kAuthority, task_id));
    records::OwnedTask out;
    out.fact.document_id = std::move(row.document_id);
    out.fact.document_title = std::move(row.document_title);
    out.fact.approved_on = base::china_date(row.approved_at);
    out.task = std::move(row.task);
    return out;
  };
  return ledger;
}

} // namespace

base::Result<bool> Store::use_packs(const std::string& folder, std::string_view wanted) {
  std::error_code fault;
  if (!std::filesystem::is_directory(folder, fault))
    return base::fail(base::ErrorKind::NotFound, "pack.unreadable",
                      {{"path", folder}, {"reason", "no such folder"}});
  std::string chosen(wanted);
  if (chosen.empty()) {
    PLUMB_TRY_ASSIGN(chosen, lowest_pack(*parts_->records));
  }
  PLUMB_TRY_ASSIGN(const auto sources, pack::chain(folder, chosen));
  return parts_->records->activate(by_system(), sources);
}

base::Result<std::int64_t> Store::adopt_tasks() {
  return parts_->records->adopt_tasks(by_system(), ledger_of(*parts_->projection));
}

namespace {

api::Parts parts_of(Store& store) {
  return {store.journal(),        store.projection(), store.intake(),
          store.records(),        store.accounts(),   store.indicators(),
          store.assessment(),     store.reports(),    {},
          std::string(kAuthority)};
}

} // namespace

base::Result<Store::Kept> Store::keep_time() {
  Kept out;
  const auto today = base::china_date(parts_->clock.now_ms());
  PLUMB_TRY_ASSIGN(out.steps, parts_->records->tick(by_system(), today));
  PLUMB_TRY_ASSIGN(const auto tree, parts_->projection->tree(kAuthority));
  PLUMB_TRY_ASSIGN(out.opened, parts_->records->raise_obligations(by_system(), *tree, today));
  PLUMB_TRY_ASSIGN(auto people, parts_->accounts->list(kAuthority));
  const api::Parts parts = parts_of(*this);
  for (auto& account : people) {
    if (account.closed) continue;
    PLUMB_TRY_ASSIGN(const auto person, api::person_of(parts, std::move(account)));
    PLUMB_TRY_ASSIGN(const bool given,
                     parts_->records->remind(by_system(), person.account.account_id,
                                             {.actor = person.actor, .viewer = person.viewer}));
    if (given) ++out.digests;
  }
  return out;
}

base::Result<Store::Rebuilt> Store::rebuild() {
  Rebuilt out;
  PLUMB_TRY_ASSIGN(out.events, parts_->projection->rebuild());
  // Records tell the indicators that they are cleared and then of each of their events, so the
  // cells are filled on the way.
  PLUMB_TRY(parts_->records->rebuild());
  PLUMB_TRY_ASSIGN(const auto counts, parts_->records->counts());
  for (const auto& [name, value] : counts)
    if (name == "records") out.records = value;
  PLUMB_TRY(parts_->accounts->rebuild());
  return out;
}

base::Result<std::optional<std::string>> Store::setup_code() {
  PLUMB_TRY_ASSIGN(const bool needed, parts_->accounts->needs_setup(kAuthority));
  if (!needed) return std::optional<std::string>();
  PLUMB_TRY_ASSIGN(auto code, parts_->accounts->setup_code(kAuthority));
  return std::optional<std::string>(std::move(code));
}

struct Application::State {
  static api::Parts parts_for(Store& store, const Configuration& configuration) {
    api::Parts out = parts_of(store);
    out.limits = configuration.limits;
    out.secure_cookies = configuration.secure_cookies;
    return out;
  }
  State(Store& store, const Configuration& configuration)
      : service(parts_for(store, configuration)), guard(configuration.host_names),
        files(configuration.web) {}
  api::Service service;
  Guard guard;
  StaticFiles files;
};

Application::Application(Store& store, const Configuration& configuration)
    : state_(std::make_unique<State>(store, configuration)) {}
Application::~Application() = default;

void Application::connections_changed(int by) {
  state_->service.metrics().connections += by;
}

Handler::Admission Application::admit(const api::Request& head) {
  if (const auto allowed = state_->guard.check(head); !allowed)
    return {0, refuse(head, allowed.error())};
  if (!is_api(head) && head.method == "GET") return {4096, std::nullopt};
  const auto admission = state_->service.admit(head);
  // The service words its own refusals, with the headers that belong to them.
  if (!admission) return {0, handle(head)};
  return {admission->body_limit, std::nullopt};
}

api::Response Application::handle(const api::Request& request) {
  const InFlight counted(state_->service.metrics());
  if (is_api(request) || request.method != "GET") {
    api::Response response = state_->service.handle(request);
    compress(request, response);
    return secured(std::move(response));
  }
  const auto started = std::chrono::steady_clock::now();
  std::optional<api::Response> found;
  try {
    found = state_->files.find(request);
  } catch (const std::exception&) {
    found.reset();
  }
  if (!found)
    return refuse(request,
                  {base::ErrorKind::NotFound, "api.not_found", {{"path", request.target.path}}});
  const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(
                         std::chrono::steady_clock::now() - started)
                         .count();
  state_->service.metrics().record("static", found->status, static_cast<std::uint64_t>(spent));
  return secured(std::move(*found));
}

api::Response Application::refuse(const api::Request& head, const base::Error& error) {
  const auto language = api::choose_language(head.header("accept-language"));
  api::Response response = api::problem(error, language, head.trace_id);
  state_->service.metrics().record("none", response.status, 0);
  return secured(std::move(response));
}

} // namespace plumb::server
