// SPDX-License-Identifier: Apache-2.0
#include "compression.hpp"
#include "static_files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace plumb::server {
namespace {

namespace fs = std::filesystem;

class Page : public testing::Test {
protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("plumbline-static-" + std::to_string(::getpid()));
    fs::create_directories(folder_ / "dist/assets");
    write("dist/index.html", "<!doctype html><p>start</p>");
    write("dist/assets/index-1a2b.js", std::string(5000, 'a'));
    write("dist/assets/data.bin", "bytes");
    write("secret.txt", "secret");
    write("dist/.hidden", "hidden");
    fs::create_symlink(folder_ / "secret.txt", folder_ / "dist/link.txt");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  std::optional<api::Response> get(const std::string& target,
                                   std::vector<std::pair<std::string, std::string>> headers = {}) {
    api::Request request;
    request.method = "GET";
    auto parsed = api::parse_target(target);
    if (!parsed) return std::nullopt;
    request.target = *parsed;
    request.headers = std::move(headers);
    return files_ ? files_->find(request) : StaticFiles(folder_ / "dist").find(request);
  }

  fs::path folder_;
  std::unique_ptr<StaticFiles> files_;
};

TEST_F(Page, ServesFilesWithTheirTypeAndLifetime) {
  const auto script = get("/assets/index-1a2b.js");
  ASSERT_TRUE(script);
  EXPECT_EQ(script->header("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(script->header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(script->body.size(), 5000U);
  const auto start = get("/", {{"accept", "*/*"}});
  ASSERT_TRUE(start);
  EXPECT_EQ(start->header("cache-control"), "no-cache");
}

TEST_F(Page, CompressesForThoseWhoUnderstand) {
  const auto script = get("/assets/index-1a2b.js", {{"accept-encoding", "br, gzip"}});
  ASSERT_TRUE(script);
  EXPECT_EQ(script->header("content-encoding"), "gzip");
  EXPECT_LT(script->body.size(), 200U);
  EXPECT_EQ(script->body.substr(0, 2), "\x1f\x8b");
}

TEST_F(Page, ResolvesAddressesOfThePageItself) {
  const auto deep = get("/ledger/areas", {{"accept", "text/html,*/*"}});
  ASSERT_TRUE(deep);
  EXPECT_NE(deep->body.find("start"), std::string::npos);
  EXPECT_FALSE(get("/ledger/areas", {{"accept", "application/json"}}));
  EXPECT_FALSE(get("/assets/gone-123.js", {{"accept", "text/html"}}));
}

TEST_F(Page, NeverLeavesItsFolder) {
  for (const char* target :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2f..%2fsecret.txt",
        "/..%5csecret.txt", "/link.txt", "/.hidden"})
    EXPECT_FALSE(get(target)) << target;
}

TEST_F(Page, IsNotSentTwice) {
  const auto first = get("/assets/data.bin");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->header("content-type"), "application/octet-stream");
  const auto second =
      get("/assets/data.bin", {{"if-none-match", std::string(first->header("etag"))}});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, 304);
  EXPECT_TRUE(second->body.empty());
}

TEST_F(Page, IsReadAgainWhenItChanges) {
  files_ = std::make_unique<StaticFiles>(folder_ / "dist");
  ASSERT_TRUE(get("/", {{"accept", "text/html"}}));
  write("dist/index.html", "<!doctype html><p>a newer start</p>");
  EXPECT_NE(get("/", {{"accept", "text/html"}})->body.find("newer"), std::string::npos);
}

TEST_F(Page, SaysHowToBuildWhatIsMissing) {
  files_ = std::make_unique<StaticFiles>(folder_ / "nowhere");
  const auto page = get("/", {{"accept", "text/html"}});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->status, 200);
  EXPECT_NE(page->body.find("tools/build-web"), std::string::npos);
}

TEST(AcceptEncoding, IsRead) {
  EXPECT_TRUE(accepts_gzip("gzip"));
  EXPECT_TRUE(accepts_gzip("br;q=1, gzip;q=0.5"));
  EXPECT_TRUE(accepts_gzip("*"));
  EXPECT_FALSE(accepts_gzip(""));
  EXPECT_FALSE(accepts_gzip("br"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0"));
}

} // namespace
} // namespace plumb::server
