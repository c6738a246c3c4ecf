// SPDX-License-Identifier: Apache-2.0
/// The program as a server: opens the database, wires the write path and the projections to the
/// API, and puts the page beside it. Everything that must hold for every answer is here: which
/// hosts and origins are accepted, the security headers, compression.
#pragma once

#include <plumb/base/clock.hpp>
#include <plumb/base/result.hpp>
#include <plumb/server/configuration.hpp>
#include <plumb/server/http_server.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::accounts {
class Accounts;
}
namespace plumb::api {
class Service;
}
namespace plumb::assessment {
class Assessment;
}
namespace plumb::indicators {
class Indicators;
}
namespace plumb::intake {
class Intake;
}
namespace plumb::journal {
class Journal;
}
namespace plumb::projection {
class Projection;
}
namespace plumb::records {
class Records;
}
namespace plumb::report {
class Reports;
}

namespace plumb::server {

/// The opened database with everything above it, for the server and the command line.
class Store {
public:
  /// Errors of storage, journal and projection.
  /// `clock` must outlive it; null: the machine's.
  [[nodiscard]] static base::Result<std::unique_ptr<Store>>
  open(const std::string& database, const base::Clock* clock = nullptr);
  ~Store();
  [[nodiscard]] journal::Journal& journal();
  [[nodiscard]] projection::Projection& projection();
  [[nodiscard]] intake::Intake& intake();
  [[nodiscard]] records::Records& records();
  [[nodiscard]] accounts::Accounts& accounts();
  [[nodiscard]] indicators::Indicators& indicators();
  [[nodiscard]] assessment::Assessment& assessment();
  [[nodiscard]] report::Reports& reports();

  /// Takes the chain of packs below `folder` that `wanted` (a pack's id or a jurisdiction) names
  /// into use, where it is not yet; empty: the newer versions of what is in use, at first
  /// `national`. False: nothing new. pack.unreadable, pack.unknown_pack, records.broken_rules,
  /// records.version_reused.
  [[nodiscard]] base::Result<bool> use_packs(const std::string& folder, std::string_view wanted);
  /// Opens records for tasks of the ledger that have none; gives their number.
  [[nodiscard]] base::Result<std::int64_t> adopt_tasks();
  /// What the passing of time brings: steps that the law takes, occurrences of duties that come
  /// again, reminders.
  struct Kept {
    std::int64_t steps = 0, opened = 0, digests = 0;
  };
  [[nodiscard]] base::Result<Kept> keep_time();
  /// Derives everything from the journal again.
  struct Rebuilt {
    std::int64_t events = 0;
    std::int64_t records = 0; ///< counted again
  };
  [[nodiscard]] base::Result<Rebuilt> rebuild();
  /// The one-time code for the first account, told on the console; empty where there is one.
  [[nodiscard]] base::Result<std::optional<std::string>> setup_code();

private:
  struct Parts;
  explicit Store(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

class Application final : public Handler {
public:
  /// `store` must outlive it.
  Application(Store& store, const Configuration& configuration);
  ~Application() override;

  [[nodiscard]] Admission admit(const api::Request& head) override;
  [[nodiscard]] api::Response handle(const api::Request& request) override;
  [[nodiscard]] api::Response refuse(const api::Request& head, const base::Error& error) override;
  void connections_changed(int by) override;

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace plumb::server
