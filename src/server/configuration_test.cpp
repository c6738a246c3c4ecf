// SPDX-License-Identifier: Apache-2.0
#include "plumb/server/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace plumb::server {
namespace {

using namespace std::chrono_literals;

TEST(Configuration, ReadsEveryKey) {
  const auto read = read_configuration(R"(
listen = "::1"
port = 0
dual_stack = true
secure_cookies = true
host_names = ["a.example", "b.example"]
database = "postgresql://u@h:5433/d?schema=county"
web = "page"
[threads]
io = 2
workers = 5
[limits]
file_bytes = 2048
unpacked_bytes = 4096
parts = 7
compression_ratio = 8
table_cells = 9
nesting = 10
pdf_seconds = 11
header_bytes = 4096
queue = 12
connections = 13
[timeouts]
header_seconds = 1
body_seconds = 2
idle_seconds = 3
stop_seconds = 4
)",
                                       "p.toml");
  ASSERT_TRUE(read) << read.error().args.at(0).second;
  EXPECT_EQ(read->http.listen, "::1");
  EXPECT_EQ(read->http.port, 0);
  EXPECT_TRUE(read->http.dual_stack);
  EXPECT_TRUE(read->secure_cookies);
  EXPECT_THAT(read->host_names, testing::ElementsAre("a.example", "b.example"));
  EXPECT_EQ(read->database, "postgresql://u@h:5433/d?schema=county");
  EXPECT_EQ(read->web, "page");
  EXPECT_EQ(read->http.io_threads, 2U);
  EXPECT_EQ(read->http.worker_threads, 5U);
  EXPECT_EQ(read->limits.file_bytes, 2048U);
  EXPECT_EQ(read->limits.unpacked_bytes, 4096U);
  EXPECT_EQ(read->limits.parts, 7U);
  EXPECT_EQ(read->limits.compression_ratio, 8U);
  EXPECT_EQ(read->limits.table_cells, 9U);
  EXPECT_EQ(read->limits.nesting, 10U);
  EXPECT_EQ(read->limits.pdf_seconds, 11U);
  EXPECT_EQ(read->http.header_bytes, 4096U);
  EXPECT_EQ(read->http.queue_max, 12U);
  EXPECT_EQ(read->http.connections_max, 13U);
  EXPECT_EQ(read->http.header_timeout, 1s);
  EXPECT_EQ(read->http.body_timeout, 2s);
  EXPECT_EQ(read->http.idle_timeout, 3s);
  EXPECT_EQ(read->http.stop_timeout, 4s);
}

TEST(Configuration, HasSaneDefaults) {
  const auto read = read_configuration("", "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->http.listen, "127.0.0.1");
  EXPECT_EQ(read->http.port, 8080);
  EXPECT_EQ(read->limits.file_bytes, 50ULL << 20);
}

TEST(Configuration, NamesTheLineOfAFault) {
  const struct {
    const char* toml;
    const char* where;
    const char* reason;
  } cases[] = {
      {"port = 1\nlisten_address = \"x\"\n", "p.toml:2", "listen_address"},
      {"[limits]\nfile_byte = 1\n", "p.toml:2", "limits.file_byte"},
      {"\n\nport = \"80\"\n", "p.toml:3", "port"},
      {"port = 70000\n", "p.toml:1", "65535"},
      {"[timeouts]\nidle_seconds = 0\n", "p.toml:2", "idle_seconds"},
      {"host_names = [1]\n", "p.toml:1", "host_names"},
      {"limits = 3\n", "p.toml:1", "limits"},
      {"dual_stack = 1\n", "p.toml:1", "dual_stack"},
      {"port = = 1\n", "p.toml:1", ""},
      {"port = 1\nport = 2\n", "p.toml:2", ""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.toml);
    const auto read = read_configuration(c.toml, "p.toml");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().id, "server.bad_configuration");
    EXPECT_EQ(read.error().where, c.where);
    EXPECT_THAT(read.error().args.at(0).second, testing::HasSubstr(c.reason));
  }
}

TEST(Configuration, ExampleOfTheReferenceIsValid) {
  std::ifstream in(std::string(PLUMB_SOURCE_DIR) + "/docs/reference/configuration.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  const auto from = page.find("```toml\n");
  ASSERT_NE(from, std::string::npos);
  const auto text = page.substr(from + 8, page.find("```", from + 8) - from - 8);
  const auto read = read_configuration(text, "configuration.md");
  ASSERT_TRUE(read) << read.error().where << " " << read.error().args.at(0).second;
  // The page shows the defaults; the workers depend on the machine.
  const auto defaults = read_configuration("", "");
  EXPECT_EQ(read->limits.file_bytes, defaults->limits.file_bytes);
  EXPECT_EQ(read->http.idle_timeout, defaults->http.idle_timeout);
  EXPECT_EQ(read->http.queue_max, defaults->http.queue_max);
  EXPECT_EQ(read->database, defaults->database);
}

} // namespace
} // namespace plumb::server
