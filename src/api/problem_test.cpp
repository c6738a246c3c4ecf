// SPDX-License-Identifier: Apache-2.0
#include "plumb/api/problem.hpp"
#include "words.hpp"

#include <plumb/registers/registers.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace plumb::api {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kModules[] = {
    "document",   "organisation", "sheet",      "event",      "storage",   "proof",
    "journal",    "calendar",     "expression", "records",    "registers", "intake",
    "projection", "api",          "server",     "cli",        "accounts",  "exchange",
    "dossier",    "history",      "indicators", "assessment", "report",    "paper"};

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || c == '_';
}

/// Every string literal of the form "<module>.<what>" in the program's own sources.
std::set<std::string> ids_in_sources() {
  std::set<std::string> out;
  for (const char* folder : {"/src", "/apps"})
    for (const auto& entry :
         fs::recursive_directory_iterator(std::string(PLUMB_SOURCE_DIR) + folder)) {
      const std::string name = entry.path().filename().string();
      const bool source = name.ends_with(".cpp") || name.ends_with(".hpp");
      if (!source || name.ends_with("_test.cpp") || name.ends_with("_fuzz.cpp")) continue;
      std::ifstream in(entry.path());
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      for (const auto module : kModules) {
        const std::string start = '"' + std::string(module) + '.';
        for (auto at = text.find(start); at != std::string::npos; at = text.find(start, at + 1)) {
          auto end = at + start.size();
          while (is_name(text[end]))
            ++end;
          if (text[end] == '"' && end > at + start.size() && text[end - 1] != '_')
            out.insert(text.substr(at + 1, end - at - 1));
        }
      }
    }
  // A JSON field, a part of a docx, a header: no errors.
  for (const char* other : {"document.title", "document.main", "sheet.hpp"})
    out.erase(other);
  // Each reason of a refusal has its sentence.
  for (int code = 0; code <= static_cast<int>(registers::RefusalCode::NothingChanged); ++code)
    out.insert("registers." +
               std::string(registers::name_of(static_cast<registers::RefusalCode>(code))));
  return out;
}

TEST(Words, EveryErrorIdOfTheProgramHasThem) {
  const auto ids = ids_in_sources();
  EXPECT_GT(ids.size(), 50U);
  for (const auto& id : ids)
    EXPECT_TRUE(has_words(id)) << id << " has no entry in words.cpp";
}

TEST(Words, NoEntryIsLeftOver) {
  const auto ids = ids_in_sources();
  for (const auto id : known_ids())
    EXPECT_TRUE(ids.count(std::string(id))) << id << " is never reported";
}

TEST(Words, SayWhatToDoInBothLanguages) {
  for (const Entry& entry : entries()) {
    SCOPED_TRACE(entry.id);
    EXPECT_FALSE(entry.zh_title.empty() || entry.zh_detail.empty());
    EXPECT_FALSE(entry.en_title.empty() || entry.en_detail.empty());
    EXPECT_NE(entry.zh_title, entry.en_title);
    EXPECT_TRUE(entry.status == 0 || (entry.status >= 400 && entry.status < 600));
  }
}

TEST(Words, FillArgumentsIn) {
  const base::Error error{base::ErrorKind::LimitExceeded,
                          "document.too_large",
                          {{"limit_bytes", "52428800"}, {"size_bytes", "524288000"}}};
  const auto said = words(error, Language::English);
  EXPECT_THAT(said.detail, testing::HasSubstr("500 MB"));
  EXPECT_THAT(said.detail, testing::HasSubstr("50 MB"));
  EXPECT_EQ(said.detail.find('{'), std::string::npos);
}

TEST(Words, ListFaultsOfASheet) {
  const base::Error error{base::ErrorKind::InvalidInput,
                          "sheet.bad_cells",
                          {{"C7", "unknown_kind 党群"}, {"D9", "bad_date"}}};
  const auto said = words(error, Language::Chinese);
  EXPECT_THAT(said.detail, testing::HasSubstr("C7 unknown_kind 党群；D9 bad_date"));
}

TEST(Words, AreGenericForUnknownIds) {
  const base::Error error{base::ErrorKind::Conflict, "future.thing", {}, "row 3"};
  const auto said = words(error, Language::English);
  EXPECT_THAT(said.detail,
              testing::AllOf(testing::HasSubstr("future.thing"), testing::HasSubstr("row 3")));
  EXPECT_EQ(http_status(error), 409);
}

TEST(Language, FollowsTheWeights) {
  const struct {
    const char* header;
    Language want;
  } cases[] = {{"", Language::Chinese},
               {"en", Language::English},
               {"en-GB,en;q=0.9", Language::English},
               {"zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese},
               {"en;q=0.4, zh;q=0.6", Language::Chinese},
               {"fr, en;q=0.1", Language::English},
               {"en;q=0", Language::Chinese},
               {"*", Language::Chinese}};
  for (const auto& c : cases)
    EXPECT_EQ(choose_language(c.header), c.want) << c.header;
}

TEST(Problem, IsRfc9457) {
  const base::Error error{
      base::ErrorKind::InvalidInput, "document.damaged", {{"part", "坏\xff"}}, "a.docx"};
  const auto response = problem(error, Language::Chinese, "trace-1");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.header("content-type"), "application/problem+json");
  EXPECT_EQ(response.header("CONTENT-LANGUAGE"), "zh-CN");
  const auto json = nlohmann::json::parse(response.body);
  EXPECT_EQ(json["type"], "urn:plumbline:problem:document.damaged");
  EXPECT_EQ(json["id"], "document.damaged");
  EXPECT_EQ(json["status"], 422);
  EXPECT_EQ(json["where"], "a.docx");
  EXPECT_EQ(json["trace_id"], "trace-1");
  EXPECT_EQ(json["title"], "文件已损坏");
}

TEST(Problem, AsksToComeBackWhenBusy) {
  const auto response =
      problem({base::ErrorKind::Unavailable, "api.overloaded"}, Language::English, "");
  EXPECT_EQ(response.status, 503);
  EXPECT_FALSE(response.header("retry-after").empty());
}

} // namespace
} // namespace plumb::api
