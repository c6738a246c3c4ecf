// SPDX-License-Identifier: Apache-2.0
// Health, counters, the contract, the journal, and reading a file without keeping it.
#include "plumb/api/files.hpp"
#include "route.hpp"

#include <plumb/indicators/indicators.hpp>
#include <plumb/plan/figures.hpp>
#include <plumb/records/records.hpp>

#include <fmt/format.h>

#include <iterator>
#include <limits>

namespace plumb::api {

base::Result<Response> get_health(const Work& work, const Call&) {
  PLUMB_TRY(work.parts.projection.check_health());
  return json_response(fmt::format(R"({{"status":"ok","version":"{}"}})", version()));
}

base::Result<Response> get_metrics(const Work& work, const Call& call) {
  // For whoever watches this machine; what a proxy passes on comes from elsewhere.
  if (call.request.has_header("x-forwarded-for"))
    return base::fail(base::ErrorKind::NotFound, "api.not_found",
                      {{"path", call.request.target.path}});
  std::string text = work.metrics.text();
  // A database that does not answer must not take the counters away that would show why.
  if (const auto counts = work.parts.projection.counts())
    for (const auto& [name, value] : *counts)
      fmt::format_to(std::back_inserter(text), "# TYPE plumbline_{0} gauge\nplumbline_{0} {1}\n",
                     name, value);
  if (const auto counts = work.parts.records.counts())
    for (const auto& [name, value] : *counts)
      fmt::format_to(std::back_inserter(text), "# TYPE plumbline_{0} gauge\nplumbline_{0} {1}\n",
                     name, value);
  if (const auto counts = work.parts.indicators.counts())
    for (const auto& [name, value] : *counts)
      fmt::format_to(std::back_inserter(text), "# TYPE plumbline_{0} gauge\nplumbline_{0} {1}\n",
                     name, value);
  Response response;
  response.body = std::move(text);
  response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  return response;
}

base::Result<Response> get_openapi(const Work&, const Call&) {
  Response response;
  response.body = openapi();
  response.set("Content-Type", "application/yaml; charset=utf-8");
  return response;
}

base::Result<Response> list_events(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const std::int64_t after,
                   integer(call, "after", 0, 0, std::numeric_limits<std::int64_t>::max()));
  PLUMB_TRY_ASSIGN(const std::size_t limit, page_limit(call));
  PLUMB_TRY_ASSIGN(auto body, work.parts.projection.events(work.parts.authority_id, after,
                                                           call.parameter("stream"), limit));
  return json_response(std::move(body));
}

base::Result<Response> parse_document(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto name, required(call, "name", 255 * 4));
  PLUMB_TRY_ASSIGN(const bool pasted, flag(call, "pasted"));
  PLUMB_TRY_ASSIGN(const auto understood,
                   understand(call.request.body, name, pasted, work.parts.limits));
  return json_response(plan::to_json(understood.plan));
}

base::Result<Response> read_figures(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(const auto name, required(call, "name", 255 * 4));
  PLUMB_TRY_ASSIGN(const bool pasted, flag(call, "pasted"));
  PLUMB_TRY_ASSIGN(const auto text, read_text(call.request.body, name, pasted, work.parts.limits));
  return json_response(plan::to_json(plan::read_figures(text), text));
}

} // namespace plumb::api
