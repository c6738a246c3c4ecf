// SPDX-License-Identifier: Apache-2.0
/// The HTTP contract (schema/openapi.yaml) over the write path and the projections: finds the
/// route, reads parameters and bodies strictly, words errors. Decides nothing itself. Thread-safe.
#pragma once

#include <plumb/api/http.hpp>
#include <plumb/api/metrics.hpp>
#include <plumb/base/result.hpp>
#include <plumb/document/document.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::accounts {
class Accounts;
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

namespace plumb::api {

/// schema/openapi.yaml as it was when the program was built.
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::string_view version();

enum class BodyKind { None, Json, File };

/// One operation of the contract.
struct RouteInfo {
  std::string_view method, pattern, operation_id;
  BodyKind body = BodyKind::None;
  std::vector<std::string_view> query; ///< parameters it knows
  /// anyone, signed_in, or the right that a role must have (pack::Right)
  std::string_view access = {};
};
[[nodiscard]] std::vector<RouteInfo> routes();

/// What the service works with; all must outlive it.
struct Parts {
  journal::Journal& journal;
  projection::Projection& projection;
  intake::Intake& intake;
  records::Records& records;
  accounts::Accounts& accounts;
  indicators::Indicators& indicators;
  assessment::Assessment& assessment;
  report::Reports& reports;
  document::Limits limits = {};
  std::string authority_id = "default";
  bool secure_cookies = false; ///< only ever sent over HTTPS, whatever the proxy says
};

/// JSON bodies are never larger.
inline constexpr std::uint64_t kJsonBodyMax = 1ULL << 20;

class Service {
public:
  explicit Service(Parts parts);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// What is known before the body is read.
  struct Admission {
    std::string_view operation_id;
    BodyKind body = BodyKind::None;
    std::uint64_t body_limit = 0;
  };
  /// api.not_found{path}, api.method_not_allowed{allowed}, api.unsupported_media_type{expected}.
  [[nodiscard]] base::Result<Admission> admit(const Request& head) const;
  /// Always an answer, never an exception.
  [[nodiscard]] Response handle(const Request& request);
  [[nodiscard]] Metrics& metrics();

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace plumb::api
