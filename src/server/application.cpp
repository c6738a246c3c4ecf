// SPDX-License-Identifier: Apache-2.0
#include "plumb/server/application.hpp"

#include "compression.hpp"
#include "guard.hpp"
#include "static_files.hpp"

#include <plumb/api/problem.hpp>
#include <plumb/api/service.hpp>
#include <plumb/base/clock.hpp>
#include <plumb/intake/intake.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/storage/storage.hpp>

#include <array>
#include <chrono>
#include <exception>

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
  return !segments.empty() &&
         (segments[0] == "api" || segments[0] == "healthz" || segments[0] == "metrics");
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
  base::SystemClock clock;
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<projection::Projection> projection;
  std::unique_ptr<intake::Intake> intake;

  // The journal calls its folds, so it goes before the projection.
  ~Parts() {
    intake.reset();
    journal.reset();
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

base::Result<std::unique_ptr<Store>> Store::open(const std::string& database) {
  auto parts = std::make_unique<Parts>();
  PLUMB_TRY_ASSIGN(parts->database, storage::Database::open(database));
  PLUMB_TRY_ASSIGN(parts->journal, journal::Journal::open(*parts->database, parts->clock));
  PLUMB_TRY_ASSIGN(parts->projection,
                   projection::Projection::open(*parts->database, *parts->journal));
  parts->intake = std::make_unique<intake::Intake>(*parts->journal, *parts->projection);
  return std::unique_ptr<Store>(new Store(std::move(parts)));
}

struct Application::State {
  State(Store& store, const Configuration& configuration)
      : service(
            api::Parts{store.journal(), store.projection(), store.intake(), configuration.limits}),
        guard(configuration.host_names), files(configuration.web) {}
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
