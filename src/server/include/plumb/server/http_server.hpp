// SPDX-License-Identifier: Apache-2.0
/// Bytes on a socket ⇄ Request and Response. Knows HTTP, timeouts and limits, and nothing of what
/// is served. Network threads only shuffle bytes; a bounded pool of workers answers, so that a slow
/// answer never stops others from being read, and too many at once are told to come back later.
#pragma once

#include <plumb/api/http.hpp>
#include <plumb/base/result.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace plumb::server {

/// What is served. Called from several threads; never throws.
class Handler {
public:
  struct Admission {
    std::uint64_t body_limit = 0;
    std::optional<api::Response> refusal; ///< answer without reading the body
  };
  virtual ~Handler() = default;
  /// After the header, before the body; quick, runs on a network thread.
  [[nodiscard]] virtual Admission admit(const api::Request& head) = 0;
  /// The whole request, on a worker.
  [[nodiscard]] virtual api::Response handle(const api::Request& request) = 0;
  /// What the server itself cannot accept: api.bad_request, api.bad_target, api.header_too_large,
  /// api.body_too_large, api.overloaded, api.stopping. `head` may be empty.
  [[nodiscard]] virtual api::Response refuse(const api::Request& head,
                                             const base::Error& error) = 0;
  virtual void connections_changed(int /*by*/) {}
};

struct HttpOptions {
  std::string listen = "127.0.0.1"; ///< an address; "::" with dual_stack serves IPv4 too
  std::uint16_t port = 8080;        ///< 0: any free one
  bool next_free_port = false;      ///< try the following ports while one is taken
  bool dual_stack = false;
  unsigned io_threads = 1;
  unsigned worker_threads = 2;
  std::size_t queue_max = 256;        ///< requests that may wait for a worker
  std::size_t connections_max = 4096; ///< further ones are closed at once
  std::uint32_t header_bytes = 8192;
  std::chrono::milliseconds header_timeout{10'000}; ///< for the whole header
  std::chrono::milliseconds body_timeout{30'000};   ///< without a further byte, in or out
  std::chrono::milliseconds idle_timeout{30'000};   ///< between requests
  std::chrono::milliseconds stop_timeout{30'000};   ///< for requests in flight at the end
};

class HttpServer {
public:
  /// Listens and answers until stop(). server.cannot_listen{address,reason}. `handler` must outlive
  /// the server.
  [[nodiscard]] static base::Result<std::unique_ptr<HttpServer>> start(HttpOptions options,
                                                                       Handler& handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] std::string address() const; ///< "127.0.0.1", "[::1]"
  [[nodiscard]] std::uint16_t port() const;
  /// Blocks until SIGINT or SIGTERM, then as stop().
  bool run_until_signal();
  /// No new connections; requests in flight are finished, idle connections closed. False where some
  /// were not done in time: their workers are still busy, and the destructor would wait for them.
  bool stop();

private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace plumb::server
