// SPDX-License-Identifier: Apache-2.0
/// What went wrong outside the program's control: input, storage, a peer. An Error carries a stable
/// id (`document.encrypted`) and named arguments, never finished prose: the command line and the web
/// page put it into words (see api/problem.hpp for the one table of words and HTTP status).
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace plumb::base {

enum class ErrorKind { InvalidInput, NotFound, Conflict, Forbidden, Unavailable, Corrupt, LimitExceeded };

struct Error {
  ErrorKind kind = ErrorKind::InvalidInput;
  /// Stable, `<module>.<what>`, public: tests and clients rely on it.
  std::string id;
  /// Named values for the message, for example {"limit_bytes", "52428800"}.
  std::vector<std::pair<std::string, std::string>> args = {};
  /// Where: a file, a cell ("Sheet1!C4"), a page, a field ("tasks[3].lead"). Empty if nowhere in particular.
  std::string where = {};

  friend bool operator==(const Error&, const Error&) = default;
};

}  // namespace plumb::base
