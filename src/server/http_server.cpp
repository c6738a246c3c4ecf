// SPDX-License-Identifier: Apache-2.0
// The only file with coroutines and with Boost. GCC 12 destroys some temporaries of a co_await
// expression twice: no lambda, no braces and no aggregate may stand inside one; each is named
// first.
#include "plumb/server/http_server.hpp"

#include "worker_pool.hpp"

#include <plumb/base/hash.hpp>

#define BOOST_BEAST_FILE_BUFFER_SIZE 65536
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/file_posix.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

namespace plumb::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using ErrorCode = boost::system::error_code;
using api::Request;
using api::Response;

/// After an answer that leaves part of the request unread, this much is still read and thrown away:
/// closing at once would reset the connection before the client has seen the answer.
constexpr std::uint64_t kLingerBytes = 1ULL << 30;
constexpr std::chrono::seconds kLingerTime{15};
/// A body may take this long in all, beside its idle timeout: 30 s and 32 kB a second.
constexpr std::uint64_t kSlowestBytesPerSecond = 32 * 1024;

std::int64_t epoch_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[40];
  const std::size_t size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text, size};
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

base::Error bad_request(std::string reason) {
  return {base::ErrorKind::InvalidInput, "api.bad_request", {{"reason", std::move(reason)}}};
}

} // namespace

struct HttpServer::State {
  class Session;

  State(HttpOptions wanted, Handler& what)
      : options(std::move(wanted)), handler(what),
        io(static_cast<int>(std::max(1U, options.io_threads))), acceptor(asio::make_strand(io)),
        pool(options.worker_threads, options.queue_max) {}

  base::Result<void> listen();
  asio::awaitable<void> accept();
  void begin(tcp::socket socket);
  bool stop();

  HttpOptions options;
  Handler& handler;
  std::atomic<bool> stopping{false};
  bool stopped = false;
  bool drained_in_time = true;
  std::mutex mutex; // guards sessions
  std::condition_variable drained;
  std::unordered_map<Session*, std::weak_ptr<Session>> sessions;
  // Below what sessions use: a connection that outlasts the stop ends with the io_context.
  asio::io_context io;
  tcp::acceptor acceptor;
  WorkerPool pool;
  std::vector<std::thread> io_threads;
};

class HttpServer::State::Session : public std::enable_shared_from_this<Session> {
public:
  Session(State& server, tcp::socket socket) : server_(server), stream_(std::move(socket)) {
    ErrorCode ignored;
    const auto peer = stream_.socket().remote_endpoint(ignored);
    if (!ignored) remote_ = peer.address().to_string();
  }
  ~Session() {
    server_.handler.connections_changed(-1);
    const std::lock_guard lock(server_.mutex);
    server_.sessions.erase(this);
    server_.drained.notify_all();
  }

  static asio::awaitable<void> run(std::shared_ptr<Session> self) {
    while (true) {
      const bool go_on = co_await self->serve_one();
      if (!go_on) break;
    }
    ErrorCode ignored;
    self->stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    self->stream_.close();
  }

  [[nodiscard]] asio::any_io_executor executor() { return stream_.get_executor(); }

  /// Called on the session's strand.
  void stop() {
    if (!busy_) stream_.close();
  }

private:
  using HeaderParser = http::request_parser<http::empty_body>;
  using BodyParser = http::request_parser<http::string_body>;

  asio::awaitable<bool> serve_one() {
    busy_ = false;
    HeaderParser parser;
    parser.header_limit(server_.options.header_bytes);
    parser.body_limit(boost::none);
    ErrorCode ec;
    co_await read_header(parser, ec);
    if (ec) {
      co_await answer_bad_header(ec);
      co_return false;
    }
    busy_ = true;
    Request request;
    const auto fault = take_head(parser, request);
    Response refusal;
    std::uint64_t limit = 0;
    bool refused = true;
    if (fault) {
      refusal = server_.handler.refuse(request, *fault);
    } else {
      auto admission = server_.handler.admit(request);
      refused = admission.refusal.has_value();
      if (refused) refusal = std::move(*admission.refusal);
      limit = admission.body_limit;
    }
    const bool has_body = parser.chunked() || parser.content_length_remaining().value_or(0) > 0;
    if (!refused && parser.content_length().value_or(0) > limit) {
      refusal = server_.handler.refuse(request, too_large(limit));
      refused = true;
    }
    if (refused) {
      const bool keep = parser.keep_alive() && !has_body && !fault;
      co_return co_await finish(request, refusal, keep, has_body);
    }
    co_return co_await answer(parser, request, limit, has_body);
  }

  /// The body, the answer, and whether the connection lives on.
  asio::awaitable<bool> answer(HeaderParser& header, Request& request, std::uint64_t limit,
                               bool has_body) {
    const bool keep = header.keep_alive();
    if (has_body) {
      ErrorCode ec;
      co_await read_body(header, request, limit, ec);
      if (ec == http::error::body_limit) {
        Response refusal = server_.handler.refuse(request, too_large(limit));
        co_return co_await finish(request, refusal, false, true);
      }
      if (ec && ec.category() == make_error_code(http::error::bad_chunk).category() &&
          ec != http::error::partial_message && ec != http::error::end_of_stream) {
        Response refusal = server_.handler.refuse(request, bad_request(ec.message()));
        co_return co_await finish(request, refusal, false, true);
      }
      if (ec) co_return false;
    }
    stream_.expires_never();
    Response response = co_await on_worker(request);
    co_return co_await finish(request, response, keep, false);
  }

  asio::awaitable<void> read_header(HeaderParser& parser, ErrorCode& ec) {
    if (buffer_.size() == 0) {
      stream_.expires_after(first_ ? server_.options.header_timeout : server_.options.idle_timeout);
      first_ = false;
      const auto space = buffer_.prepare(4096);
      const std::size_t read =
          co_await stream_.async_read_some(space, asio::redirect_error(asio::use_awaitable, ec));
      buffer_.commit(read);
      if (ec) co_return;
    }
    stream_.expires_after(server_.options.header_timeout);
    co_await http::async_read_header(stream_, buffer_, parser,
                                     asio::redirect_error(asio::use_awaitable, ec));
  }

  /// Answers what can still be answered; silence, a timeout or a lost peer is not.
  asio::awaitable<void> answer_bad_header(ErrorCode ec) {
    if (ec == http::error::end_of_stream || ec == http::error::partial_message) co_return;
    if (ec.category() != make_error_code(http::error::bad_method).category()) co_return;
    base::Error error = bad_request(ec.message());
    if (ec == http::error::header_limit || ec == http::error::buffer_overflow)
      error = {base::ErrorKind::LimitExceeded,
               "api.header_too_large",
               {{"limit_bytes", std::to_string(server_.options.header_bytes)}}};
    Request request;
    request.remote = remote_;
    request.trace_id = base::new_id(epoch_ms());
    Response refusal = server_.handler.refuse(request, error);
    co_await finish(request, refusal, false, true);
  }

  std::optional<base::Error> take_head(const HeaderParser& parser, Request& request) const {
    const auto& message = parser.get();
    request.method = message.method_string();
    request.remote = remote_;
    request.trace_id = base::new_id(epoch_ms());
    int hosts = 0;
    for (const auto& field : message) {
      request.headers.emplace_back(lower(field.name_string()), std::string(field.value()));
      hosts += field.name() == http::field::host ? 1 : 0;
    }
    if (message.version() != 10 && message.version() != 11) return bad_request("version");
    if (hosts > 1 || (hosts == 0 && message.version() == 11)) return bad_request("Host");
    if (request.method == "HEAD") {
      request.head = true;
      request.method = "GET";
    }
    auto target = api::parse_target(message.target());
    if (!target) return target.error();
    request.target = std::move(*target);
    return std::nullopt;
  }

  base::Error too_large(std::uint64_t limit) const {
    return {base::ErrorKind::LimitExceeded,
            "api.body_too_large",
            {{"limit_bytes", std::to_string(limit)}}};
  }

  asio::awaitable<void> read_body(HeaderParser& header, Request& request, std::uint64_t limit,
                                  ErrorCode& ec) {
    if (lower(request.header("expect")) == "100-continue") {
      http::response<http::empty_body> go_on(http::status::continue_, 11);
      stream_.expires_after(server_.options.body_timeout);
      co_await http::async_write(stream_, go_on, asio::redirect_error(asio::use_awaitable, ec));
      if (ec) co_return;
    }
    BodyParser parser(std::move(header));
    parser.body_limit(limit);
    const auto last =
        Clock::now() + server_.options.body_timeout +
        std::chrono::seconds(parser.content_length().value_or(limit) / kSlowestBytesPerSecond);
    while (!parser.is_done()) {
      stream_.expires_at(std::min(Clock::now() + server_.options.body_timeout, last));
      co_await http::async_read_some(stream_, buffer_, parser,
                                     asio::redirect_error(asio::use_awaitable, ec));
      if (ec) co_return;
    }
    request.body = std::move(parser.get().body());
  }

  /// Where a worker leaves its answer; the session waits on the timer until then.
  struct Pending {
    explicit Pending(const asio::any_io_executor& executor) : done(executor) {}
    asio::steady_timer done;
    Response response;
  };

  asio::awaitable<Response> on_worker(const Request& request) {
    const auto pending = std::make_shared<Pending>(stream_.get_executor());
    pending->done.expires_at(asio::steady_timer::time_point::max());
    // The session and the request outlive the task: this coroutine waits for it.
    WorkerPool::Task task = [this, pending, &request, self = shared_from_this()] {
      pending->response = server_.handler.handle(request);
      // On the session's strand, so that it cannot come before the wait below has begun.
      asio::post(pending->done.get_executor(), [pending] { pending->done.cancel(); });
    };
    if (!server_.pool.try_post(task)) {
      const base::Error overloaded{base::ErrorKind::Unavailable, "api.overloaded"};
      co_return server_.handler.refuse(request, overloaded);
    }
    ErrorCode cancelled;
    co_await pending->done.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    Response response = std::move(pending->response);
    co_return response;
  }

  template <class Message> void fill(Message& message, const Response& response, bool keep) {
    message.version(11);
    message.result(static_cast<unsigned>(response.status));
    message.set(http::field::date, http_date());
    message.set(http::field::server, "plumbline");
    for (const auto& [name, value] : response.headers)
      message.set(name, value);
    message.keep_alive(keep);
  }

  template <class Message> asio::awaitable<void> write(Message& message, ErrorCode& ec) {
    http::response_serializer<typename Message::body_type> serializer(message);
    while (!serializer.is_done() && !ec) {
      stream_.expires_after(server_.options.body_timeout);
      co_await http::async_write_some(stream_, serializer,
                                      asio::redirect_error(asio::use_awaitable, ec));
    }
  }

  asio::awaitable<bool> finish(const Request& request, Response& response, bool keep,
                               bool body_unread) {
    keep = keep && !server_.stopping;
    ErrorCode ec;
    const bool without_body = response.status == 204 || response.status == 304;
    if (request.head || without_body) {
      http::response<http::empty_body> message;
      fill(message, response, keep);
      if (!without_body)
        message.content_length(response.file ? response.file->size() : response.body.size());
      co_await write(message, ec);
    } else if (response.file) {
      co_await write_file(response, keep, ec);
    } else {
      http::response<http::string_body> message;
      fill(message, response, keep);
      message.body() = std::move(response.body);
      message.content_length(message.body().size());
      co_await write(message, ec);
    }
    if (!ec && body_unread) co_await linger();
    co_return !ec && keep;
  }

  asio::awaitable<void> write_file(const Response& response, bool keep, ErrorCode& ec) {
    beast::file_posix file;
    file.native_handle(::dup(response.file->descriptor()));
    http::response<http::file_body> message;
    message.body().reset(std::move(file), ec);
    if (ec) co_return;
    fill(message, response, keep);
    message.content_length(message.body().size());
    co_await write(message, ec);
  }

  asio::awaitable<void> linger() {
    ErrorCode ec;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ec);
    buffer_.clear();
    stream_.expires_after(kLingerTime);
    std::uint64_t read = 0;
    while (!ec && read < kLingerBytes) {
      const auto space = buffer_.prepare(65536);
      const std::size_t part =
          co_await stream_.async_read_some(space, asio::redirect_error(asio::use_awaitable, ec));
      read += part;
    }
  }

  State& server_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::string remote_;
  bool first_ = true;
  bool busy_ = false;
};

namespace {

void log_exception(std::exception_ptr exception) {
  if (!exception) return;
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& what) {
    std::fprintf(stderr, "plumbline: connection: %s\n", what.what());
  } catch (...) {
    std::fprintf(stderr, "plumbline: connection: unknown exception\n");
  }
}

auto cannot_listen(const HttpOptions& options, std::string reason) {
  return base::fail(base::ErrorKind::Unavailable, "server.cannot_listen",
                    {{"address", options.listen + ":" + std::to_string(options.port)},
                     {"reason", std::move(reason)}});
}

/// Further ports that next_free_port tries.
constexpr int kPortsTried = 100;

} // namespace

base::Result<void> HttpServer::State::listen() {
  ErrorCode ec;
  const auto address = asio::ip::make_address(options.listen, ec);
  if (ec) return cannot_listen(options, "not an IP address");
  const int tries = options.next_free_port && options.port != 0 ? kPortsTried : 1;
  for (int i = 0; i < tries && options.port + i <= 65535; ++i) {
    const tcp::endpoint endpoint(address, static_cast<std::uint16_t>(options.port + i));
    acceptor.close(ec);
    acceptor.open(endpoint.protocol(), ec);
    if (ec) break;
    acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
    if (address.is_v6()) acceptor.set_option(asio::ip::v6_only(!options.dual_stack), ec);
    acceptor.bind(endpoint, ec);
    if (ec == asio::error::address_in_use) continue;
    if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
    if (ec == asio::error::address_in_use) continue;
    break;
  }
  if (ec) return cannot_listen(options, ec.message());
  return {};
}

asio::awaitable<void> HttpServer::State::accept() {
  while (!stopping) {
    tcp::socket socket(asio::make_strand(io));
    ErrorCode ec;
    co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, ec));
    if (stopping || ec == asio::error::operation_aborted) break;
    if (ec) {
      // Out of descriptors: wait for some connection to close instead of spinning.
      asio::steady_timer pause(io, std::chrono::milliseconds(100));
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ec));
      continue;
    }
    begin(std::move(socket));
  }
}

void HttpServer::State::begin(tcp::socket socket) {
  ErrorCode ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  {
    const std::lock_guard lock(mutex);
    if (sessions.size() >= options.connections_max) return;
  }
  handler.connections_changed(1);
  const auto session = std::make_shared<Session>(*this, std::move(socket));
  {
    const std::lock_guard lock(mutex);
    sessions.emplace(session.get(), session);
  }
  // Whoever stops has either seen the session in the map, or set this before.
  if (stopping) return;
  asio::co_spawn(session->executor(), Session::run(session), log_exception);
}

bool HttpServer::State::stop() {
  if (stopped) return drained_in_time;
  stopped = true;
  stopping = true;
  asio::post(acceptor.get_executor(), [this] {
    ErrorCode ignored;
    acceptor.close(ignored);
  });
  std::unique_lock lock(mutex);
  std::vector<std::shared_ptr<Session>> open;
  for (const auto& [key, weak] : sessions)
    if (auto session = weak.lock()) open.push_back(std::move(session));
  // A session that ends here takes itself out of the map, for which it needs the lock.
  lock.unlock();
  for (const auto& session : open)
    asio::post(session->executor(), [session] { session->stop(); });
  open.clear();
  lock.lock();
  drained_in_time =
      drained.wait_for(lock, options.stop_timeout, [this] { return sessions.empty(); });
  lock.unlock();
  io.stop();
  for (auto& thread : io_threads)
    thread.join();
  return drained_in_time;
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

HttpServer::~HttpServer() {
  state_->stop();
}

base::Result<std::unique_ptr<HttpServer>> HttpServer::start(HttpOptions options, Handler& handler) {
  auto state = std::make_unique<State>(std::move(options), handler);
  PLUMB_TRY(state->listen());
  asio::co_spawn(state->acceptor.get_executor(), state->accept(), log_exception);
  for (unsigned i = 0; i < std::max(1U, state->options.io_threads); ++i)
    state->io_threads.emplace_back([raw = state.get()] {
      const auto keep = asio::make_work_guard(raw->io);
      raw->io.run();
    });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

std::string HttpServer::address() const {
  ErrorCode ignored;
  const auto address = state_->acceptor.local_endpoint(ignored).address();
  return address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
}

std::uint16_t HttpServer::port() const {
  ErrorCode ignored;
  return state_->acceptor.local_endpoint(ignored).port();
}

bool HttpServer::run_until_signal() {
  std::promise<void> asked;
  asio::signal_set signals(state_->io, SIGINT, SIGTERM);
  signals.async_wait([&asked](ErrorCode ec, int) {
    if (!ec) asked.set_value();
  });
  asked.get_future().wait();
  return stop();
}

bool HttpServer::stop() {
  return state_->stop();
}

} // namespace plumb::server
