// SPDX-License-Identifier: Apache-2.0
// Bodies and queries sent to registers, records and the calendar: one request a line, "METHOD path
// body", with "@" for the newest record's id and "#" for its revision. No request may fail the
// server or the database; every answer is JSON with the status it claims.
#include "memory_store.hpp"

#include <plumb/event/json.hpp>
#include <plumb/pack/pack.hpp>

namespace {

using plumb::api::MemoryStore;
using plumb::api::Response;

constexpr const char* kLaw = R"(
laws:
  - id: boat_rules
    title: 砚湖船只样例办法
    number: 样例第2号
    level: local_rule
    in_force_from: 2019-01-01
    in_force_until:
    articles: { "1": 十个工作日内决定, "3": 决定前须经查验 }
)";
constexpr const char* kParameters = R"(
parameters:
  - id: boat.decision.max
    title: 决定期限
    register: boat
    kind: deadline
    operator: max
    binding: statutory
    values:
      - { in_force_from: 2019-01-01, in_force_until: , value: 10, unit: working_day, cite: boat_rules#1 }
)";
constexpr const char* kBoat = R"(
register: boat
title: 船只许可
gist: 从申请到决定
title_field: name
list: [name, kind]
fields:
  - { id: name, title: 船名, type: text, indexed: true }
  - { id: kind, title: 类别, type: choice, indexed: true, choices: [{ id: ferry, title: 渡船 }] }
  - { id: price, title: 造价, type: decimal, scale: 2, indexed: true }
  - { id: inspected, title: 已查验, type: flag }
  - { id: owner, title: 船主, type: text, personal: true, mask: name }
  - { id: papers, title: 材料, type: files }
  - { id: crew, title: 船员, type: rows, columns: [{ id: name, title: 姓名, type: text, personal: true, mask: name }] }
states:
  - { id: applied, title: 已申请 }
  - { id: decided, title: 已决定, final: true }
steps:
  - { id: apply, title: 申请, opens: true, to: applied, required: [name], optional: [kind, price, owner, papers, crew], starts: [decision] }
  - { id: inspect, title: 查验, repeatable: true, optional: [inspected, owner] }
  - id: decide
    title: 决定
    from: [applied]
    to: decided
    gates:
      - { id: checked, title: 已查验, require: inspected, cite: boat_rules#3, advice: 先查验 }
    stops: [decision]
clocks:
  - { id: decision, title: 决定期, maximum: boat.decision.max }
)";

std::vector<plumb::pack::Source> rules() {
  return {plumb::pack::Source{.files = {{"law/law.yaml", kLaw},
                                        {"pack.yaml", plumb::api::kNationalPack},
                                        {"parameters/boat.yaml", kParameters},
                                        {"registers/boat.yaml", kBoat},
                                        {"roles/roles.yaml", plumb::api::kRoles}},
                              .folder = "packs/national"}};
}

struct Newest {
  std::string id = "none";
  std::string revision = "0";
};

std::string filled(std::string_view text, const Newest& newest) {
  std::string out;
  for (const char c : text) {
    if (c == '@')
      out += newest.id;
    else if (c == '#')
      out += newest.revision;
    else
      out += c;
  }
  return out;
}

void ask(MemoryStore& store, std::string_view line, Newest& newest) {
  const auto method = line.substr(0, line.find(' '));
  line.remove_prefix(std::min(line.size(), method.size() + 1));
  const auto path = line.substr(0, line.find(' '));
  line.remove_prefix(std::min(line.size(), path.size() + 1));
  const std::string target = filled(path, newest);
  if (!plumb::api::parse_target(target)) return;
  const bool file = method == "PUT";
  const Response answer =
      store.ask(std::string(method), target, filled(line, newest),
                {{"content-type", file ? "application/octet-stream" : "application/json"}});
  PLUMB_CHECK(answer.status < 500);
  if (answer.header("content-type").find("json") == std::string_view::npos) return;
  const auto body = plumb::event::parse_json(answer.body);
  PLUMB_CHECK(body.has_value());
  if ((*body)["record_id"].string() == nullptr) return;
  newest.id = (*body)["record_id"].text();
  newest.revision = std::to_string((*body)["revision"].integer_or(0));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  MemoryStore store(rules());
  Newest newest;
  for (int lines = 0; !text.empty() && lines < 12; ++lines) {
    const auto end = text.find('\n');
    ask(store, text.substr(0, end), newest);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  // What was recorded is whole: folding it again gives an answer too.
  PLUMB_CHECK(store.records().rebuild().has_value());
  return 0;
}
