// SPDX-License-Identifier: Apache-2.0
// Bodies sent to a draft: one change or approval a line, with "@0", "@1" … for its task ids. No
// body may fail the server or the database; every answer is JSON with the status it claims.
#include "memory_store.hpp"

#include <plumb/event/json.hpp>

namespace {

using plumb::api::MemoryStore;
using plumb::api::Response;

constexpr const char* kPlan =
    "砚湖县2026年法治建设重点任务安排\n\n一、规范行政执法\n"
    "1.评查案卷,发现问题限期整改。\n牵头单位:县司法局\n完成时限:2026年6月底前\n"
    "2.建立执法人员档案。\n牵头单位:县市场监督管理局\n完成时限:2026年底前\n";

std::string with_task_ids(std::string_view line, const plumb::event::Json& draft) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto& tasks = draft["tasks"].items();
    const std::size_t n = i + 1 < line.size() ? static_cast<std::size_t>(line[i + 1] - '0') : 10;
    if (line[i] == '@' && n < tasks.size()) {
      out += tasks[n]["task_id"].text();
      ++i;
    } else if (line[i] == '#') {
      out += std::to_string(draft["revision"].integer_or(0));
    } else {
      out += line[i];
    }
  }
  return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  MemoryStore store;
  const Response imported = store.ask("POST", "/api/documents?name=a.txt", kPlan);
  PLUMB_CHECK(imported.status == 201);
  const std::string path =
      "/api/documents/" + (*plumb::event::parse_json(imported.body))["document_id"].text();
  for (int lines = 0; !text.empty() && lines < 8; ++lines) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const auto draft = plumb::event::parse_json(store.ask("GET", path).body);
    PLUMB_CHECK(draft.has_value());
    const bool approval = line.starts_with('!');
    const Response answer = store.ask("POST", path + (approval ? "/approvals" : "/changes"),
                                      with_task_ids(line.substr(approval ? 1 : 0), *draft),
                                      {{"content-type", "application/json"}});
    PLUMB_CHECK(answer.status == 200 || (answer.status >= 400 && answer.status < 500));
    PLUMB_CHECK(plumb::event::parse_json(answer.body).has_value());
  }
  return 0;
}
