// SPDX-License-Identifier: Apache-2.0
// The server over real sockets with a handler of our own: what goes in, what comes out, and what
// must not bring it down. Bytes are written by hand, because no client would send most of them.
#include "plumb/server/http_server.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace plumb::server {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Answers what it was asked; `/wait` answers only after release().
class Echo final : public Handler {
public:
  Admission admit(const api::Request& head) override {
    if (head.target.path == "/refused")
      return {0, refuse(head, {base::ErrorKind::Forbidden, "test.refused"})};
    return {1000, std::nullopt};
  }
  api::Response handle(const api::Request& request) override {
    if (request.target.path == "/wait") {
      std::unique_lock lock(mutex_);
      ++waiting_;
      changed_.notify_all();
      changed_.wait_for(lock, 20s, [this] { return released_; });
    }
    api::Response response;
    if (request.target.path == "/file") {
      char name[] = "/tmp/plumbline-test-XXXXXX";
      const int descriptor = ::mkstemp(name);
      ::unlink(name);
      const std::string bytes(200'000, 'f');
      EXPECT_EQ(::write(descriptor, bytes.data(), bytes.size()), 200'000);
      ::lseek(descriptor, 0, SEEK_SET);
      response.file = std::make_shared<const api::FileBody>(descriptor, bytes.size());
    } else if (request.target.path == "/empty") {
      response.status = 204;
    } else {
      response.body = request.method + " " + request.target.path + " [" + request.body + "]";
    }
    return response;
  }
  api::Response refuse(const api::Request&, const base::Error& error) override {
    api::Response response;
    response.status = error.id == "api.header_too_large" ? 431
                      : error.id == "api.body_too_large" ? 413
                      : error.id == "api.overloaded"     ? 503
                      : error.id == "test.refused"       ? 403
                                                         : 400;
    response.body = error.id;
    return response;
  }
  void connections_changed(int by) override { connections += by; }

  void await_waiting(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 20s, [&] { return waiting_ >= count; });
  }
  void release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }
  std::atomic<int> connections{0};

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool released_ = false;
};

class Client {
public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    timeval patience{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(socket_); }

  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] bool connected() const { return connected_; }
  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto part = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (part <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(part));
    }
  }
  /// Until the server closes.
  std::string rest() {
    std::string out;
    char part[65536];
    for (ssize_t read = 0; (read = ::recv(socket_, part, sizeof part, 0)) > 0;)
      out.append(part, static_cast<std::size_t>(read));
    return out;
  }
  /// One answer with a Content-Length.
  std::string answer() {
    while (text_.find("\r\n\r\n") == std::string::npos)
      if (!more()) return std::exchange(text_, {});
    const auto head = text_.find("\r\n\r\n") + 4;
    const auto length = text_.find("Content-Length: ");
    const std::size_t size =
        length < head ? std::strtoul(text_.c_str() + length + 16, nullptr, 10) : 0;
    while (text_.size() < head + size)
      if (!more()) break;
    std::string out = text_.substr(0, head + size);
    text_.erase(0, head + size);
    return out;
  }

private:
  bool more() {
    char part[65536];
    const auto read = ::recv(socket_, part, sizeof part, 0);
    if (read > 0) text_.append(part, static_cast<std::size_t>(read));
    return read > 0;
  }
  int socket_;
  bool connected_ = false;
  std::string text_;
};

/// The answer of whichever client gets one first.
std::string first_answer_of(Client& a, Client& b) {
  pollfd wait[2] = {{a.socket(), POLLIN, 0}, {b.socket(), POLLIN, 0}};
  if (::poll(wait, 2, 20'000) <= 0) return {};
  return (wait[0].revents != 0 ? a : b).answer();
}

class Http : public testing::Test {
protected:
  void start(HttpOptions options = {}) {
    options.port = 0;
    auto started = HttpServer::start(options, handler_);
    ASSERT_TRUE(started);
    server_ = std::move(*started);
  }
  std::string ask(std::string_view bytes) {
    Client client(server_->port());
    client.send(bytes);
    return client.rest();
  }
  Echo handler_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(Http, AnswersAndKeepsTheConnection) {
  start();
  Client client(server_->port());
  client.send("GET /a?b=1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /c HTTP/1.1\r\nHost: "
              "x\r\nContent-Length: 3\r\n\r\nabc");
  const std::string first = client.answer();
  EXPECT_THAT(first, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(first, HasSubstr("GET /a []"));
  EXPECT_THAT(first, HasSubstr("Server: plumbline\r\n"));
  EXPECT_THAT(first, HasSubstr("Date: "));
  EXPECT_THAT(client.answer(), HasSubstr("POST /c [abc]"));
  client.send("PUT /d HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
              "chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
  EXPECT_THAT(client.answer(), HasSubstr("PUT /d [abc]"));
  client.send("GET /e HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.rest(), HasSubstr("GET /e []"));
}

TEST_F(Http, AnswersHeadWithoutABody) {
  start();
  const auto answer = ask("HEAD /abc HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 11\r\n"));
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
  const auto empty = ask("GET /empty HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(empty, StartsWith("HTTP/1.1 204 "));
  EXPECT_THAT(empty, Not(HasSubstr("Content-Length")));
}

TEST_F(Http, SendsFiles) {
  start();
  const auto answer = ask("GET /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 200000\r\n"));
  EXPECT_TRUE(answer.ends_with(std::string(200'000, 'f')));
}

TEST_F(Http, RefusesWhatIsNotHttp) {
  start();
  const struct {
    const char* name;
    std::string bytes;
    const char* status;
  } cases[] = {
      {"noise", "\x16\x03\x01\x02\r\n\r\n", "400"},
      {"no host", "GET / HTTP/1.1\r\n\r\n", "400"},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
      {"smuggling",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: "
       "chunked\r\n\r\n0\r\n\r\n",
       "400"},
      {"two lengths",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd", "400"},
      {"negative length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n", "400"},
      {"bad chunk", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
       "400"},
      {"absolute form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
      {"bad escape", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
      {"long header", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(10'000, 'x') + "\r\n\r\n",
       "431"},
      {"long target", "GET /" + std::string(10'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", "431"},
      {"large body",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'x'),
       "413"},
      {"large chunk",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
           std::string(1001, 'x') + "\r\n0\r\n\r\n",
       "413"},
      {"not allowed", "POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "403"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    Client client(server_->port());
    client.send(c.bytes);
    const std::string answer = client.answer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + std::string(c.status) + " "));
    EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  }
}

TEST_F(Http, LetsTheClientReadTheRefusalOfALargeBody) {
  start();
  Client client(server_->port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30000000\r\n\r\n");
  client.send(std::string(30'000'000, 'x'));
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 413 "));
}

TEST_F(Http, ContinuesWhenAsked) {
  start();
  Client client(server_->port());
  client.send("POST /c HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 100 "));
  client.send("abc");
  EXPECT_THAT(client.answer(), HasSubstr("POST /c [abc]"));
}

TEST_F(Http, SaysWhenItIsBusy) {
  HttpOptions options;
  options.worker_threads = 1;
  options.queue_max = 1;
  start(options);
  Client working(server_->port()), queued(server_->port());
  working.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  handler_.await_waiting(1);
  queued.send("GET /queued HTTP/1.1\r\nHost: x\r\n\r\n");
  // Whichever of the two comes second finds the queue full and is turned away at once.
  Client third(server_->port());
  third.send("GET /third HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string refused = first_answer_of(queued, third);
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 "));
  handler_.release();
  EXPECT_THAT(working.answer(), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(first_answer_of(queued, third), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Http, ServesOthersBesideManyIdleConnections) {
  start();
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < 200; ++i) {
    idle.push_back(std::make_unique<Client>(server_->port()));
    idle.back()->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_THAT(idle.back()->answer(), StartsWith("HTTP/1.1 200 "));
  }
  EXPECT_THAT(ask("GET /new HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
              HasSubstr("GET /new"));
  EXPECT_GE(handler_.connections, 200);
}

TEST_F(Http, ClosesSlowAndSilentClients) {
  HttpOptions options;
  options.header_timeout = 50ms;
  options.body_timeout = 50ms;
  options.idle_timeout = 50ms;
  start(options);
  Client silent(server_->port()), header(server_->port()), body(server_->port()),
      idle(server_->port());
  header.send("GET / HTTP/1.1\r\nHos");
  body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
  idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(silent.rest(), "");
  EXPECT_EQ(header.rest(), "");
  EXPECT_EQ(body.rest(), "");
  EXPECT_THAT(idle.rest(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Http, FinishesWhatIsInFlightWhenItStops) {
  start();
  Client working(server_->port()), idle(server_->port());
  idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  idle.answer();
  working.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  handler_.await_waiting(1);
  const auto port = server_->port();
  std::thread stopper([this] { EXPECT_TRUE(server_->stop()); });
  EXPECT_EQ(idle.rest(), ""); // closed although the other is still being answered
  handler_.release();
  const auto answer = working.rest();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  stopper.join();
  EXPECT_FALSE(Client(port).connected());
  EXPECT_EQ(handler_.connections, 0);
}

TEST_F(Http, TakesTheNextPortWhenAsked) {
  start();
  HttpOptions same;
  same.port = server_->port();
  const auto refused = HttpServer::start(same, handler_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().id, "server.cannot_listen");
  same.next_free_port = true;
  const auto next = HttpServer::start(same, handler_);
  ASSERT_TRUE(next);
  EXPECT_GT((*next)->port(), server_->port());
  HttpOptions odd;
  odd.listen = "not an address";
  EXPECT_FALSE(HttpServer::start(odd, handler_));
}

TEST_F(Http, BoundsItsConnections) {
  HttpOptions options;
  options.connections_max = 2;
  start(options);
  Client first(server_->port()), second(server_->port());
  for (Client* client : {&first, &second}) {
    client->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    client->answer();
  }
  EXPECT_EQ(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "");
  first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(first.answer(), StartsWith("HTTP/1.1 200 "));
}

} // namespace
} // namespace plumb::server
