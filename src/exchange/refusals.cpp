// SPDX-License-Identifier: Apache-2.0
#include "refusals.hpp"

#include <plumb/event/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace plumb::exchange {
namespace {

using event::Json;
using View = std::string_view;

struct Word {
  View code, words;
};
constexpr std::array kCodes = {
    Word{"unknown_step", "规则中没有这一步"},
    Word{"not_permitted", "没有办理这一步的权限"},
    Word{"record_closed", "记录已经办结"},
    Word{"wrong_state", "当前状态不能这样办理"},
    Word{"already_done", "这一步已经办过"},
    Word{"bad_day", "日期不对：不能晚于今天，也不能早于前面的步骤"},
    Word{"missing_field", "须填写"},
    Word{"bad_field", "内容不符合要求"},
    Word{"gate_closed", "条件不具备"},
    Word{"too_early", "时间未到"},
    Word{"late_extension", "期限已过，不能再延长"},
    Word{"extension_used", "已经延长过"},
    Word{"extension_not_permitted", "不能延长"},
    Word{"clock_not_running", "期限没有在计算"},
    Word{"no_reason", "须说明理由"},
    Word{"nothing_changed", "没有变化"},
};

/// Code, title, advice, gist and article, as far as the refusal has them.
std::string words_of(const Json& refusal) {
  const std::string& code = refusal["code"].text();
  const auto word = std::ranges::find(kCodes, View(code), &Word::code);
  std::string out(word == kCodes.end() ? View(code) : word->words);
  if (const auto& title = refusal["title"].text(); !title.empty()) out = title + "：" + out;
  for (const char* member : {"advice", "gist"})
    if (const auto& text = refusal[member].text(); !text.empty()) out += "；" + text;
  if (const auto& day = refusal["earliest_on"].text(); !day.empty()) out += "，最早 " + day;
  if (const auto& unknown = refusal["details"]["unknown"].text(); !unknown.empty())
    out += unknown == "record" ? "（没有这条记录）" : "（没有这个附件）";
  if (const auto& cite = refusal["cite"]["words"].text(); !cite.empty()) out += "（" + cite + "）";
  return out;
}

} // namespace

std::vector<RefusalWords> refusals_of(const base::Error& error) {
  std::vector<RefusalWords> out;
  for (const auto& [name, value] : error.args) {
    if (error.id != "registers.refused" || name != "refusals") continue;
    const auto list = event::parse_json(value);
    if (!list) continue;
    for (const auto& one : list->items())
      out.push_back({one["about"].text(), words_of(one), one["code"].text() == "missing_field"});
  }
  if (!out.empty()) return out;
  std::string words = error.id;
  for (const auto& [name, value] : error.args)
    words += " " + name + "=" + value;
  out.push_back({{}, std::move(words)});
  return out;
}

} // namespace plumb::exchange
