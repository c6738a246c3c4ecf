// SPDX-License-Identifier: Apache-2.0
/// How often somebody uses the program says nothing about how the law is kept; counting it makes
/// people feed the program instead. What sounds like it is refused in titles, gists and standards.
#include "link.hpp"

#include <array>

namespace plumb::pack {
namespace {

constexpr std::array<std::string_view, 40> kWords{
    "登录",     "登陆次数", "登陆率",   "在线时长", "在线时间", "在线率",     "上线率",
    "点击",     "浏览次数", "浏览量",   "浏览时长", "访问次数", "访问量",     "上传数量",
    "上传数",   "上传次数", "上传量",   "上传率",   "上传材料", "上传文件",   "附件数量",
    "附件个数", "截图",     "打卡",     "点赞",     "积分",     "活跃度",     "活跃用户",
    "活跃率",   "日活",     "月活",     "转发量",   "下载量",   "软件安装率", "账号激活",
    "账号注册", "系统使用", "使用系统", "平台使用", "使用时长"};
constexpr std::array<std::string_view, 20> kEnglish{
    "login",     "logins",      "log-in",       "log-ins",  "sign-in",
    "sign-ins",  "online time", "time online",  "click",    "clicks",
    "page view", "page views",  "uploads",      "uploaded", "check-in",
    "check-ins", "active user", "active users", "likes",    "browsing"};

/// Blanks between the characters of a Chinese word hide nothing.
std::string without_blanks(std::string_view text) {
  constexpr std::string_view kWideBlank = "\u3000";
  std::string out;
  while (!text.empty()) {
    if (text.starts_with(kWideBlank)) {
      text.remove_prefix(kWideBlank.size());
      continue;
    }
    const char c = text.front();
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') out += c;
    text.remove_prefix(1);
  }
  return out;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || c == '-';
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// As a word of its own, not inside another one.
bool has_word(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end])))
      return true;
  }
  return false;
}

} // namespace

void refuse_usage(const Word& words, Faults& faults) {
  const auto chinese = without_blanks(words.text);
  for (const auto word : kWords)
    if (chinese.find(word) != std::string::npos) {
      faults.error("pack.usage_measured", {{"what", std::string(word)}}, words.at);
      return;
    }
  const auto english = lower_case(words.text);
  for (const auto word : kEnglish)
    if (has_word(english, word)) {
      faults.error("pack.usage_measured", {{"what", std::string(word)}}, words.at);
      return;
    }
}

} // namespace plumb::pack
