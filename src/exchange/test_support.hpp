// SPDX-License-Identifier: Apache-2.0
// Invented rules and units of the invented 砚湖县, and a store over a fresh database.
#pragma once

#include "cells.hpp"
#include "plumb/exchange/exchange.hpp"

#include <plumb/base/check.hpp>
#include <plumb/base/clock.hpp>
#include <plumb/records/testing.hpp>
#include <plumb/storage/testing.hpp>

#include <memory>
#include <string>
#include <vector>

namespace plumb::exchange::testing {

using records::testing::must;
using records::testing::noon;

/// `boat` is told apart by its name, `visit` by nothing.
inline constexpr const char* kBoat = R"(
register: boat
title: 船只许可
gist: 从申请到决定
title_field: name
key: [name]
list: [name, kind]
fields:
  - { id: name, title: 船名, type: text, indexed: true, length_max: 20 }
  - id: kind
    title: 类别
    type: choice
    indexed: true
    choices: [{ id: ferry, title: 渡船 }, { id: fishing, title: "渔船、网船" }]
  - id: uses
    title: 用途
    type: choices
    choices: [{ id: people, title: 载人 }, { id: goods, title: 载货 }, { id: mixed, title: 人、货 }]
  - { id: seats, title: 座位, type: integer, minimum: 0, maximum: 500, hint: 不含船员 }
  - { id: fee, title: 收费, type: decimal, scale: 2, minimum: 0 }
  - { id: inspected, title: 已查验, type: flag }
  - { id: built_on, title: 建造日期, type: date }
  - { id: unit, title: 管理单位, type: unit }
  - { id: helpers, title: 协助单位, type: units }
  - { id: remarks, title: 说明, type: long_text }
  - { id: owner, title: 船主, type: text, personal: true, mask: name }
  - { id: papers, title: 材料, type: files }
  - { id: earlier, title: 原许可, type: record, of: boat }
  - id: routes
    title: 航线
    type: rows
    columns: [{ id: place, title: 地点, type: text }, { id: on, title: 日期, type: date }, { id: price, title: 票价, type: decimal, scale: 1 }]
  - { id: decision, title: 决定, type: long_text }
states:
  - { id: applied, title: 已申请 }
  - { id: decided, title: 已决定, final: true }
steps:
  - id: apply
    title: 申请
    opens: true
    to: applied
    required: [name, kind]
    optional: [uses, seats, fee, inspected, built_on, unit, helpers, remarks, owner, papers, earlier, routes]
    gates:
      - { id: seated, title: 渡船有座位, require: kind != 'ferry' or seats > 0, cite: boat_rules#1, advice: 填写座位数 }
  - { id: decide, title: 决定, from: [applied], to: decided, required: [decision], optional: [papers] }
clocks: []
)";

inline constexpr const char* kVisit = R"(
register: visit
title: 走访
gist: 一次走访
title_field: place
list: [place]
fields:
  - { id: place, title: 地点, type: text }
  - { id: visited_on, title: 走访日期, type: date }
  - { id: person, title: 受访人, type: text, personal: true, mask: name }
states:
  - { id: noted, title: 已登记 }
steps:
  - { id: note, title: 登记, opens: true, to: noted, required: [place], optional: [visited_on, person] }
clocks: []
)";

inline std::vector<pack::Source> rules() {
  return {pack::Source{.files = {records::testing::sample_law("boat_rules", "砚湖船只样例办法",
                                                              "样例第2号", "渡船须有座位"),
                                 records::testing::national_head(),
                                 {"registers/boat.yaml", kBoat},
                                 {"registers/visit.yaml", kVisit}},
                       .folder = "packs/national"}};
}

inline organisation::Tree units() {
  const auto unit = [](std::string id, std::string parent, organisation::UnitKind kind,
                       std::string name, std::vector<std::string> aliases) {
    organisation::Unit out;
    out.id = std::move(id);
    out.parent = std::move(parent);
    out.kind = kind;
    out.names = {{std::move(name), {}, {}}};
    out.aliases = std::move(aliases);
    return out;
  };
  using Kind = organisation::UnitKind;
  auto tree = organisation::Tree::build(
      {unit("zf", "", Kind::Authority, "砚湖县人民政府", {"县政府"}),
       unit("jtj", "zf", Kind::Government, "砚湖县交通运输局", {"交通局"}),
       unit("sfj", "zf", Kind::Government, "砚湖县司法局", {}),
       unit("qx", "zf", Kind::Township, "清溪镇", {}),
       unit("bs", "zf", Kind::Township, "白沙镇", {})});
  PLUMB_CHECK(tree.has_value());
  return *tree;
}

class Store {
public:
  Store() : database_(storage::testing::fresh_database()), clock_(noon("2026-03-02")) {
    journal_ = must(journal::Journal::open(*database_, clock_));
    records_ = must(records::Records::open(*database_, *journal_, clock_));
    (void)must(records_->activate({}, rules()));
  }
  ~Store() {
    journal_.reset();
    records_.reset();
  }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  records::Records& operator*() { return *records_; }
  records::Records* operator->() { return records_.get(); }
  journal::Journal& journal() { return *journal_; }
  [[nodiscard]] Place place(std::string register_id = "boat") const {
    return {*records_, "default", tree_, std::move(register_id)};
  }
  std::size_t events() { return journal_->read("default", 0, 100'000)->size(); }

  registers::Actor actor = {.id = "甲", .roles = {}, .unit = "jtj"};
  journal::Context context = {};

  base::Result<ImportResult> import(std::string_view bytes, ImportRequest request,
                                    std::string register_id = "boat") {
    return import_records(*records_, place(std::move(register_id)), context, actor, bytes, request);
  }

private:
  std::unique_ptr<storage::Database> database_;
  base::FixedClock clock_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<records::Records> records_;
  organisation::Tree tree_ = units();
};

} // namespace plumb::exchange::testing
