// SPDX-License-Identifier: Apache-2.0
// Invented rules of the invented 砚湖县, a store that signs, and zips taken apart and put together.
#pragma once

#include "archive.hpp"
#include "plumb/dossier/dossier.hpp"

#include <plumb/base/check.hpp>
#include <plumb/base/clock.hpp>
#include <plumb/records/testing.hpp>
#include <plumb/storage/testing.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace plumb::dossier::testing {

using event::Json;
using records::testing::must;

inline constexpr const char* kBridge = R"(
register: bridge
title: 桥梁决定
gist: 从启动到归档
title_field: name
list: [name]
fields:
  - { id: name, title: 名称, type: text }
  - { id: proposal, title: 启动报告, type: file }
  - { id: hearing_held, title: 举行听证, type: flag }
  - { id: hearing_record, title: 听证笔录, type: files }
  - id: opinions
    title: 意见
    type: rows
    columns: [{ id: text, title: 内容, type: text }, { id: paper, title: 原件, type: file }]
  - { id: contact, title: 联系人, type: text, personal: true, mask: name }
  - { id: conclusion, title: 结论, type: long_text }
  - { id: other_papers, title: 其他, type: files }
states:
  - { id: begun, title: 已启动, stage: 启动 }
  - { id: argued, title: 已论证, stage: 论证 }
  - { id: decided, title: 已决定, stage: 决定, final: true }
steps:
  - { id: begin, title: 启动, opens: true, to: begun, required: [name], optional: [proposal, contact, hearing_held] }
  - { id: argue, title: 论证, from: [begun, argued], to: argued, repeatable: true, optional: [opinions, hearing_record, hearing_held, other_papers] }
  - { id: decide, title: 决定, from: [argued], to: decided, optional: [conclusion] }
clocks: []
)";

inline constexpr const char* kParts = R"(
dossier:
  - { title: 启动, fields: [proposal, contact], steps: [begin] }
  - { title: 听证, fields: [hearing_record], required: hearing_held }
  - { title: 论证/意见, fields: [opinions] }
  - { title: 决定, fields: [conclusion], steps: [decide] }
  - { title: 附录, fields: [other_papers], optional: true }
)";

inline std::vector<pack::Source> rules(bool with_parts) {
  return {pack::Source{
      .files = {records::testing::sample_law("bridge_rules", "砚湖桥梁样例办法", "样例第3号",
                                             "决定前须论证"),
                records::testing::national_head(),
                {"registers/bridge.yaml", std::string(kBridge) + (with_parts ? kParts : "")}},
      .folder = "packs/national"}};
}

class Store {
public:
  explicit Store(bool with_parts = true)
      : database_(storage::testing::fresh_database()), clock_(1'772'424'000'000) {
    journal_ = must(journal::Journal::open(*database_, clock_));
    records_ = must(records::Records::open(*database_, *journal_, clock_));
    auto key = proof::SigningKey::generate();
    PLUMB_CHECK(key.has_value());
    pem_ = key->public_key().pem();
    journal_->use_key(std::make_shared<const proof::SigningKey>(*std::move(key)));
    (void)must(records_->activate({}, rules(with_parts)));
  }
  ~Store() {
    journal_.reset();
    records_.reset();
  }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  records::Records* operator->() { return records_.get(); }
  journal::Journal& journal() { return *journal_; }
  [[nodiscard]] const std::string& pem() const { return pem_; }

  Json paper(const std::string& name, const std::string& bytes) {
    const auto kept = records_->put_file({}, name, bytes, "text/plain");
    PLUMB_CHECK(kept.has_value());
    return Json::Object{
        {"sm3", kept->sm3}, {"name", name}, {"size", kept->size}, {"media_type", "text/plain"}};
  }
  std::string begin(Json::Object fields) {
    const auto opened = records_->open_record(
        {}, {.register_id = "bridge", .step = "begin", .fields = std::move(fields)},
        {.id = "甲", .roles = {}, .unit = "jtj"}, false);
    PLUMB_CHECK(opened.has_value());
    return opened->id;
  }
  void change(const std::string& id, registers::Command command) {
    const auto record = records_->state("default", id);
    PLUMB_CHECK(record.has_value());
    const auto done = records_->change_record({}, id, {record->revision, std::move(command), {}},
                                              {.id = "甲", .roles = {}, .unit = "jtj"}, false);
    PLUMB_CHECK(done.has_value());
  }
  void step(const std::string& id, std::string name, Json::Object fields = {}) {
    change(id, registers::TakeStep{
                   .register_id = {}, .step = std::move(name), .fields = std::move(fields)});
  }
  base::Result<Dossier> make(const std::string& id, const records::Viewer& viewer = {}) {
    return compile(*records_, *journal_, "default", id, viewer);
  }
  base::Result<std::string> list(const std::string& id) {
    return index(*records_, "default", id, {});
  }

private:
  std::unique_ptr<storage::Database> database_;
  base::FixedClock clock_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<records::Records> records_;
  std::string pem_;
};

using Files = std::vector<std::pair<std::string, std::string>>;

inline Files unpacked(std::string_view zip) {
  const auto archive = ArchiveReader::open(zip);
  PLUMB_CHECK(archive.has_value());
  Files out;
  for (std::size_t i = 0; i < archive->files().size(); ++i)
    out.emplace_back(archive->files()[i].path, *archive->read(i));
  return out;
}

inline std::string packed(const Files& files) {
  ArchiveWriter writer;
  for (const auto& [path, bytes] : files)
    writer.add(path, bytes, true);
  return *writer.finish();
}

inline std::string& at(Files& files, std::string_view path) {
  for (auto& [name, bytes] : files)
    if (name == path) return bytes;
  PLUMB_CHECK(false);
  return files.front().second;
}

} // namespace plumb::dossier::testing
