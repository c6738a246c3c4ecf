// SPDX-License-Identifier: Apache-2.0
/// The service over a fresh database, for tests and fuzz targets.
#pragma once

#include "plumb/api/service.hpp"

#include <plumb/base/check.hpp>
#include <plumb/base/clock.hpp>
#include <plumb/intake/intake.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/records/records.hpp>
#include <plumb/storage/testing.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace plumb::api {

class MemoryStore {
public:
  MemoryStore() : database_(storage::testing::fresh_database()) {
    auto journal = journal::Journal::open(*database_, clock_);
    PLUMB_CHECK(journal.has_value());
    journal_ = std::move(*journal);
    auto projection = projection::Projection::open(*database_, *journal_);
    PLUMB_CHECK(projection.has_value());
    projection_ = std::move(*projection);
    auto records = records::Records::open(*database_, *journal_, clock_);
    PLUMB_CHECK(records.has_value());
    records_ = std::move(*records);
    intake_ = std::make_unique<intake::Intake>(*journal_, *projection_, records_.get());
    service_ = std::make_unique<Service>(Parts{*journal_, *projection_, *intake_, *records_});
  }
  MemoryStore(const MemoryStore&) = delete;
  MemoryStore& operator=(const MemoryStore&) = delete;
  ~MemoryStore() {
    service_.reset();
    intake_.reset();
    journal_.reset();
    records_.reset();
    projection_.reset();
  }

  [[nodiscard]] records::Records& records() { return *records_; }
  [[nodiscard]] Service& service() { return *service_; }
  [[nodiscard]] journal::Journal& journal() { return *journal_; }

  Response ask(std::string method, std::string_view target, std::string body = {},
               std::vector<std::pair<std::string, std::string>> headers = {}) {
    Request request;
    request.method = std::move(method);
    auto parsed = parse_target(target);
    PLUMB_CHECK(parsed.has_value());
    request.target = std::move(*parsed);
    request.body = std::move(body);
    request.headers = std::move(headers);
    return service_->handle(request);
  }

private:
  base::FixedClock clock_{1'790'000'000'000};
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<projection::Projection> projection_;
  std::unique_ptr<records::Records> records_;
  std::unique_ptr<intake::Intake> intake_;
  std::unique_ptr<Service> service_;
};

} // namespace plumb::api
