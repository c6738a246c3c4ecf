// SPDX-License-Identifier: Apache-2.0
#include "index.hpp"
#include "test_support.hpp"

#include <plumb/base/hash.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace plumb::dossier {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Files;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::packed;
using testing::Store;
using testing::unpacked;

std::vector<std::string> told(const std::vector<Entry>& entries) {
  std::vector<std::string> out;
  for (const auto& one : entries)
    out.push_back(std::to_string(one.part) + " " + one.part_title + " " + one.title + " -> " +
                  (one.missing ? "缺" : one.path));
  return out;
}

std::vector<std::string> paths(const Files& files) {
  std::vector<std::string> out;
  for (const auto& file : files)
    out.push_back(file.first);
  return out;
}

/// The digests of the files as they are now, for those who change a file and hide it.
void digest_again(Files& files) {
  std::string out;
  for (const auto& [path, bytes] : files)
    if (path != kDigests) out += base::sm3_hex(bytes) + "  " + path + "\n";
  testing::at(files, kDigests) = out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto found = text.find(from);
  EXPECT_NE(found, std::string::npos) << from;
  return found == std::string::npos ? text : text.replace(found, from.size(), to);
}

class DossierTest : public ::testing::Test {
protected:
  /// A record with papers in most parts.
  std::string whole(Store& store) {
    const auto id = store.begin({{"name", "清溪大桥"},
                                 {"proposal", store.paper("启动/报告.txt", "为什么要建")},
                                 {"contact", "某甲"},
                                 {"hearing_held", true}});
    store.step(id, "argue",
               {{"hearing_record", Json::Array{store.paper("笔录.txt", "第一场")}},
                {"opinions", Json::Array{Json::Object{{"text", "太高"},
                                                      {"paper", store.paper("信.txt", "来信")}}}}});
    store.step(id, "argue", {{"hearing_record", Json::Array{store.paper("笔录.txt", "第二场")}}});
    store.step(id, "decide", {{"conclusion", "建低一些"}});
    return id;
  }
  Check checked(std::string_view zip, std::string_view key = {}) {
    const auto found = check(zip, key);
    EXPECT_TRUE(found.has_value()) << (found ? "" : found.error().args.front().second);
    return found ? *found : Check{};
  }
};

TEST_F(DossierTest, PapersComeInTheOrderOfThePack) {
  Store store;
  const auto id = whole(store);
  const auto made = store.make(id);
  ASSERT_TRUE(made.has_value()) << made.error().id;
  EXPECT_TRUE(made->complete);
  EXPECT_THAT(told(made->entries),
              ElementsAre("1 启动 启动报告：启动/报告.txt -> 01-启动/01-启动_报告.txt",
                          "1 启动 联系人（个人信息，遮盖） -> record.json",
                          "1 启动 启动（2026-03-02） -> events.jsonl",
                          "2 听证 听证笔录：笔录.txt -> 02-听证/01-笔录.txt",
                          "2 听证 听证笔录：笔录.txt -> 02-听证/02-笔录.txt",
                          "3 论证/意见 意见：信.txt -> 03-论证_意见/01-信.txt",
                          "4 决定 结论 -> record.json",
                          "4 决定 决定（2026-03-02） -> events.jsonl"));
  const auto files = unpacked(made->bytes);
  EXPECT_THAT(paths(files),
              ElementsAre("目录.html", "目录.csv", "record.json", "events.jsonl", "checkpoint.txt",
                          "key.txt", "01-启动/01-启动_报告.txt", "02-听证/01-笔录.txt",
                          "02-听证/02-笔录.txt", "03-论证_意见/01-信.txt", "校验.sm3"));
  EXPECT_EQ(files[6].second, "为什么要建");
  EXPECT_EQ(files[8].second, "第二场");
  EXPECT_THAT(files[0].second, HasSubstr("清溪大桥"));
  EXPECT_THAT(files[0].second, Not(HasSubstr("<script")));
  EXPECT_THAT(made->name, HasSubstr("清溪大桥-案卷-"));
  // Nobody's name stands in any of them.
  for (const auto& [path, bytes] : files)
    EXPECT_THAT(bytes, Not(HasSubstr("某甲"))) << path;
  // The same record is the same bytes.
  EXPECT_EQ(made->bytes, store.make(id)->bytes);
  const auto listed = event::parse_json(*store.list(id));
  ASSERT_TRUE(listed.has_value());
  EXPECT_EQ((*listed)["complete"].boolean_or(false), true);
  EXPECT_EQ((*listed)["items"].items().size(), made->entries.size());
}

TEST_F(DossierTest, WhatThePackWantsAndIsNotThereIsMissing) {
  Store store;
  const auto id = store.begin({{"name", "小桥"}});
  const auto made = store.make(id);
  ASSERT_TRUE(made.has_value());
  EXPECT_FALSE(made->complete);
  EXPECT_THAT(told(made->entries),
              ElementsAre("1 启动 启动报告 -> 缺", "1 启动 联系人 -> 缺",
                          "1 启动 启动（2026-03-02） -> events.jsonl", "3 论证/意见 意见 -> 缺",
                          "4 决定 结论 -> 缺", "4 决定 决定 -> 缺"));
  EXPECT_THAT(unpacked(made->bytes)[0].second, HasSubstr("材料不全"));
  EXPECT_THAT(checked(made->bytes, store.pem()).faults, IsEmpty());
  // A condition makes the hearing wanted.
  store.step(id, "argue", {{"hearing_held", true}});
  EXPECT_THAT(told(store.make(id)->entries), Contains("2 听证 听证笔录 -> 缺"));
}

TEST_F(DossierTest, WithoutPartsPapersGoByStage) {
  Store store(false);
  const auto id = whole(store);
  const auto made = store.make(id);
  ASSERT_TRUE(made.has_value());
  EXPECT_TRUE(made->complete);
  EXPECT_THAT(told(made->entries),
              ElementsAre("1 启动 启动报告：启动/报告.txt -> 01-启动/01-启动_报告.txt",
                          "1 启动 听证笔录：笔录.txt -> 01-启动/02-笔录.txt",
                          "1 启动 意见：信.txt -> 01-启动/03-信.txt",
                          "2 论证 听证笔录：笔录.txt -> 02-论证/01-笔录.txt"));
  EXPECT_THAT(checked(made->bytes, store.pem()).faults, IsEmpty());
}

TEST_F(DossierTest, CorrectedPapersAreReplacedAndAnnulledOnesGo) {
  Store store;
  const auto id = whole(store);
  store.change(id, registers::Correct{
                       .fields = Json::Object{{"proposal", store.paper("更正.txt", "真的报告")}},
                       .steps = {},
                       .reason = "传错了"});
  auto entries = told(store.make(id)->entries);
  EXPECT_THAT(entries, Contains("1 启动 启动报告：更正.txt -> 01-启动/01-更正.txt"));
  EXPECT_THAT(entries, Not(Contains(HasSubstr("启动_报告"))));
  store.change(id, registers::Annul{"点错了"}); // the decision
  store.change(id, registers::Annul{"点错了"}); // the second hearing
  const auto made = store.make(id);
  entries = told(made->entries);
  EXPECT_EQ(std::ranges::count_if(entries, [](const auto& one) { return one.starts_with("2 "); }),
            1);
  EXPECT_THAT(checked(made->bytes, store.pem()).faults, IsEmpty());
}

TEST_F(DossierTest, OnlyWhoSeesTheRecordGetsItsFile) {
  Store store;
  const auto id = whole(store);
  const auto hidden = store.make(id, {.all = false, .units = {"sfj"}});
  ASSERT_FALSE(hidden.has_value());
  EXPECT_EQ(hidden.error().id, "records.unknown_record");
  EXPECT_TRUE(store.make(id, {.all = false, .units = {"jtj"}}).has_value());
  EXPECT_EQ(store.make("nobody").error().id, "records.unknown_record");
}

TEST_F(DossierTest, AnUntouchedFileProvesItself) {
  Store store;
  const auto made = store.make(whole(store));
  ASSERT_TRUE(made.has_value());
  const auto found = checked(made->bytes, store.pem());
  EXPECT_THAT(found.faults, IsEmpty());
  EXPECT_TRUE(found.intact());
  EXPECT_EQ(found.files, 11);
  EXPECT_EQ(found.events, 4);
  EXPECT_THAT(found.checkpoint, ::testing::StartsWith("plumbline/default "));
  EXPECT_TRUE(checked(made->bytes).intact());
  // Packed again by somebody else's program.
  EXPECT_TRUE(checked(packed(unpacked(made->bytes)), store.pem()).intact());
  const Store other;
  EXPECT_THAT(checked(made->bytes, other.pem()).faults,
              ElementsAre("key.txt: another key than the one given",
                          "checkpoint.txt: not signed by this key"));
  EXPECT_EQ(check(made->bytes, "no key").error().id, "proof.bad_key");
}

TEST_F(DossierTest, EachFileThatIsChangedRemovedOrAddedIsTold) {
  Store store;
  const auto made = store.make(whole(store));
  ASSERT_TRUE(made.has_value());
  const auto files = unpacked(made->bytes);
  for (std::size_t i = 0; i < files.size(); ++i) {
    SCOPED_TRACE(files[i].first);
    auto changed = files;
    changed[i].second += " ";
    const auto found = checked(packed(changed), store.pem());
    if (files[i].first != kDigests) {
      EXPECT_THAT(found.faults, Contains(files[i].first + ": changed"));
    }
    auto removed = files;
    removed.erase(removed.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_THAT(checked(packed(removed), store.pem()).faults,
                Contains(files[i].first + ": missing"));
  }
  auto added = files;
  added.insert(added.end() - 1, {"02-听证/03-假.txt", "假"});
  EXPECT_THAT(checked(packed(added), store.pem()).faults,
              ::testing::AllOf(Contains("02-听证/03-假.txt: added"),
                               Contains("02-听证/03-假.txt: no entry names it")));
  auto swapped = files;
  std::swap(swapped[7], swapped[8]);
  EXPECT_THAT(checked(packed(swapped), store.pem()).faults,
              Contains(swapped[7].first + ": not in its order"));
}

/// Somebody who knows how the digests are made, and makes them again.
TEST_F(DossierTest, HidingAChangeBehindNewDigestsDoesNotHelp) {
  Store store;
  const auto id = whole(store);
  const auto made = store.make(id);
  ASSERT_TRUE(made.has_value());
  const auto other_id = store.begin({{"name", "另一座桥"}});
  const auto other = unpacked(store.make(other_id)->bytes);
  Store elsewhere;
  auto foreign = unpacked(elsewhere.make(whole(elsewhere))->bytes);
  struct Case {
    const char* what;
    std::function<void(Files&)> change;
    std::string fault;
  };
  const Case cases[] = {
      {"a paper", [](Files& f) { testing::at(f, "01-启动/01-启动_报告.txt") = "为什么不建"; },
       "01-启动/01-启动_报告.txt: no entry names it"},
      {"the index",
       [](Files& f) {
         auto& csv = testing::at(f, kIndexCsv);
         const auto first = csv.find("\"2\"") == std::string::npos ? csv.find("2,\"听证\"") : 0;
         const auto second = csv.find("2,\"听证\"", first + 1);
         const auto end = csv.find('\n', second) + 1;
         csv = csv.substr(0, first) + csv.substr(second, end - second) +
               csv.substr(first, second - first) + csv.substr(end);
       },
       "目录.csv: not in the order of the files at 02-听证/02-笔录.txt"},
      {"the page",
       [](Files& f) {
         auto& html = testing::at(f, kIndexHtml);
         html = replaced(html, base::sm3_hex("来信"), base::sm3_hex("x"));
       },
       "目录.html: without 03-论证_意见/01-信.txt in its place"},
      {"the record",
       [](Files& f) {
         auto& record = testing::at(f, kRecordJson);
         record = replaced(record, "建低一些", "建高一些");
       },
       "record.json: another conclusion than the entries tell"},
      {"an entry",
       [](Files& f) {
         auto& events = testing::at(f, kEventsJsonl);
         events = replaced(events, "建低一些", "建高一些");
       },
       "event 5: changed"},
      {"an entry left out",
       [](Files& f) {
         auto& events = testing::at(f, kEventsJsonl);
         events = events.substr(0, events.rfind('\n', events.size() - 2) + 1);
       },
       "record.json: another state than the entries tell"},
      {"an entry of another record",
       [&](Files& f) {
         for (const auto& [path, bytes] : other)
           if (path == kEventsJsonl) testing::at(f, kEventsJsonl) += bytes;
       },
       "of another record"},
      {"entries in another order",
       [](Files& f) {
         auto& events = testing::at(f, kEventsJsonl);
         const auto line = events.find('\n') + 1;
         events = events.substr(line) + events.substr(0, line);
       },
       "not in its order"},
      {"the checkpoint of another journal",
       [&](Files& f) {
         testing::at(f, kCheckpoint) = testing::at(foreign, kCheckpoint);
         testing::at(f, kKey) = testing::at(foreign, kKey);
       },
       "checkpoint.txt: not signed by this key"},
      {"the checkpoint of another size",
       [](Files& f) {
         auto& note = testing::at(f, kCheckpoint);
         const auto line = note.find('\n') + 1;
         note = note.substr(0, line) + "7" + note.substr(note.find('\n', line));
       },
       "checkpoint.txt: not signed by this key"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    auto files = unpacked(made->bytes);
    one.change(files);
    digest_again(files);
    EXPECT_THAT(checked(packed(files), store.pem()).faults, Contains(HasSubstr(one.fault)));
  }
}

TEST_F(DossierTest, EntriesThatTheJournalDoesNotHaveAreTold) {
  Store store;
  const auto id = whole(store);
  const auto made = store.make(id);
  Store elsewhere;
  auto forged = unpacked(elsewhere.make(whole(elsewhere))->bytes);
  auto files = unpacked(made->bytes);
  // Another journal's entries under this journal's checkpoint.
  testing::at(files, kEventsJsonl) = testing::at(forged, kEventsJsonl);
  digest_again(files);
  EXPECT_THAT(checked(packed(files), store.pem()).faults,
              Contains(HasSubstr("not in the journal")));
}

TEST_F(DossierTest, ZipsThatShouldNotBeOpenedAreNot) {
  const auto reason = [](std::string_view zip) {
    const auto found = check(zip, {});
    return found ? std::string() : found.error().id + " " + found.error().args.front().second;
  };
  EXPECT_THAT(reason("PK"), HasSubstr("dossier.unreadable"));
  EXPECT_THAT(reason(""), HasSubstr("dossier.unreadable"));
  for (const char* path : {"../x", "/x", "a/../b", "a\\b", "c:x", "a//b", "./a", "x/"})
    EXPECT_THAT(reason(packed({{path, "1"}})), HasSubstr("path")) << path;
  EXPECT_THAT(reason(packed({{"a", std::string(100U << 20, '\0')}})), HasSubstr("too tightly"));
  Files many;
  for (int i = 0; i < 20'001; ++i)
    many.emplace_back(std::to_string(i), "");
  EXPECT_THAT(reason(packed(many)), HasSubstr("too many"));
  // The same name twice, as no careful writer would do it.
  auto twice = packed({{"aa", "1"}, {"ab", "2"}});
  for (std::size_t at = twice.find("ab"); at != std::string::npos; at = twice.find("ab", at + 1))
    twice[at + 1] = 'a';
  EXPECT_THAT(reason(twice), HasSubstr("dossier.unreadable"));
}

TEST(SafeName, KeepsWhatEverySystemKeeps) {
  struct Case {
    std::string name, want;
  };
  const Case cases[] = {{"报告.pdf", "报告.pdf"},
                        {"../../etc", "_.._etc"},
                        {"a/b\\c:d", "a_b_c_d"},
                        {"", "_"},
                        {"...", "_"},
                        {" x ", "x"},
                        {"a\nb\x01", "a_b_"},
                        {"\xFF", "_"},
                        {std::string(300, 'x') + ".pdf", std::string(60, 'x') + ".pdf"}};
  for (const auto& one : cases)
    EXPECT_EQ(safe_name(one.name), one.want);
}

} // namespace
} // namespace plumb::dossier
