// SPDX-License-Identifier: Apache-2.0
#include "names.hpp"

#include <plumb/base/utf8.hpp>

#include <array>
#include <utility>

namespace plumb::organisation {

namespace {

using View = std::string_view;

// Longest first: 自治区 must not be taken for 区.
constexpr std::array<View, 10> kLevels{"自治区", "自治州", "自治县", "自治旗", "省",
                                       "县",     "区",     "市",     "州",     "旗"};
constexpr std::array<View, 3> kWhole{"全", "我", "本"};
// 市场监管局 has no place in front, whatever the level.
constexpr std::array<View, 9> kNoLevel{"市场", "市政", "市容", "市民", "区划",
                                       "区域", "县域", "市域", "区块"};
constexpr std::array<std::pair<View, View>, 8> kFullTitles{{
    {"中国人民政治协商会议", "政协"},
    {"中国共产主义青年团", "共青团"},
    {"中国共产党", "中共"},
    {"人民代表大会常务委员会", "人大常委会"},
    {"人民代表大会", "人大"},
    {"政协全国委员会", "政协"},
    {"人民政府", "政府"},
    {"街道办事处", "街道"},
}};
constexpr std::array<std::pair<View, View>, 19> kOffices{{
    {"政府办", "政府办公室"},
    {"府办", "政府办公室"},
    {"府办公室", "政府办公室"},
    {"政办", "政府办公室"},
    {"政府办公厅", "政府办公室"},
    {"党委办", "党委办公室"},
    {"党委办公厅", "党委办公室"},
    {"党办", "党委办公室"},
    {"人大办", "人大常委会办公室"},
    {"人大办公室", "人大常委会办公室"},
    {"人大机关", "人大常委会办公室"},
    {"人大常委会办", "人大常委会办公室"},
    {"人大常委会机关", "人大常委会办公室"},
    {"政协办", "政协办公室"},
    {"政协机关", "政协办公室"},
    {"政协委员会办公室", "政协办公室"},
    {"政协委员会", "政协"},
    {"政府机关", "政府"},
    {"党委机关", "党委"},
}};
constexpr std::array<View, 4> kKeepEnding{"政府办公室", "党委办公室", "人大常委会办公室",
                                          "政协办公室"};
constexpr std::array<View, 18> kEndings{
    "委员会办公室", "领导小组办公室", "委员会机关", "管理委员会", "委员会", "委办公室",
    "管委会",       "办公室",         "办公厅",     "委办",       "党工委", "政府",
    "分局",         "机关",           "局",         "委",         "办",     "厅"};

bool replace_all(std::string& text, View from, View to) {
  bool found = false;
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
    found = true;
  }
  return found;
}

bool drop_end(std::string& text, View end) {
  if (text.size() <= end.size() || !View(text).ends_with(end)) return false;
  text.resize(text.size() - end.size());
  return true;
}

bool dropped(char32_t c) {
  return base::is_blank(c) || c == '\n' || c == 0x201C || c == 0x201D || c == 0x2018 ||
         c == 0x2019 || c == '"' || c == '\'' || c == 0x300A || c == 0x300B;
}

char32_t plain(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  switch (c) {
  case 0x3014:
  case 0x3010:
  case 0x300C:
  case '[':
  case '{':
    return '(';
  case 0x3015:
  case 0x3011:
  case 0x300D:
  case ']':
  case '}':
    return ')';
  default:
    break;
  }
  return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

/// Only an upper place or a party's title may stand in front of the place: 云泽市 青川原县 …
bool droppable_head(View head) {
  if (head.empty() || head == "中共") return true;
  for (const View level : {"省", "市", "州", "盟", "区", "地区"})
    if (head.ends_with(level)) return true;
  return false;
}

bool has_level(View text, View level) {
  if (!text.starts_with(level)) return false;
  for (const View word : kNoLevel)
    if (text.starts_with(word)) return false;
  return true;
}

std::size_t level_in_front(View text, const std::vector<Place>& places) {
  if (places.empty()) {
    for (const View level : kLevels)
      if (has_level(text, level)) return level.size();
    return 0;
  }
  for (const Place& place : places) {
    if (!place.level.empty() && has_level(text, place.level)) return place.level.size();
    // 区 for 自治区, 县 for 自治县.
    if (place.level.starts_with("自治") && has_level(text, View(place.level).substr(6)))
      return place.level.size() - 6;
  }
  return 0;
}

/// Sets aside 青川原县, 青川原, 全县, 县级, 县直, 县 in front; what stood before the place is kept
/// where it means something (公安青川原分局).
std::string without_place(View text, const std::vector<Place>& places) {
  for (const Place& place : places) {
    for (const View name : {View(place.name), View(place.stem)}) {
      if (name.empty()) continue;
      const std::size_t at = text.find(name);
      if (at == View::npos || at > 60) continue;
      const View head = text.substr(0, at), rest = text.substr(at + name.size());
      if (rest.size() < 3 || (name == place.stem && rest.size() < 6)) continue;
      // 青川原镇 is a township that shares the county's stem.
      if (name == place.stem &&
          (rest.starts_with("镇") || rest.starts_with("乡") || rest.starts_with("街道")))
        continue;
      return (droppable_head(head) ? std::string() : std::string(head)) + std::string(rest);
    }
  }
  View rest = text;
  if (rest.starts_with("中共")) rest.remove_prefix(6);
  for (const View whole : kWhole)
    if (rest.starts_with(whole) && level_in_front(rest.substr(whole.size()), places) > 0)
      rest.remove_prefix(whole.size());
  if (const std::size_t size = level_in_front(rest, places); size > 0 && rest.size() > size) {
    View after = rest.substr(size);
    for (const View mark : {"级", "直", "属"})
      if (after.starts_with(mark) && after.size() > 6) after.remove_prefix(mark.size());
    if (after.size() >= 3) rest = after;
  }
  return std::string(rest);
}

} // namespace

std::string normalise(View written) {
  std::string out;
  out.reserve(written.size());
  for (std::size_t at = 0; at < written.size();) {
    const auto [value, size] = base::decode_utf8(written, at);
    at += size;
    if (!dropped(value)) base::append_utf8(out, plain(value));
  }
  for (bool again = true; again;) {
    again = false;
    for (const View mark : {"、", ",", ";", "。", ".", ":"})
      if (View(out).ends_with(mark)) {
        out.resize(out.size() - mark.size());
        again = true;
      }
    for (const View end : {"等", "等部门", "等单位", "等部门和单位"})
      again = drop_end(out, end) || again;
  }
  return out;
}

bool place_of(View name, Place& place) {
  std::string text(name);
  for (const auto& [full, title] : kFullTitles)
    replace_all(text, full, title);
  View rest = text;
  if (rest.starts_with("中共")) rest.remove_prefix(6);
  for (const View end : {"政府", "委员会", "委"})
    if (rest.ends_with(end)) {
      rest.remove_suffix(end.size());
      break;
    }
  for (const View level : kLevels) {
    if (!rest.ends_with(level) || rest.size() < level.size() + 3) continue;
    place.name = rest;
    place.level = level;
    const View stem = rest.substr(0, rest.size() - level.size());
    place.stem = stem.size() >= 6 ? std::string(stem) : std::string();
    return true;
  }
  return false;
}

std::string_view strip_place(View normal, const std::vector<Place>& places) {
  for (const Place& place : places)
    if (normal.starts_with(place.name)) return normal.substr(place.name.size());
  return normal;
}

std::string shape_of(View normal, const std::vector<Place>& places) {
  std::string text(normal);
  for (const auto& [full, title] : kFullTitles)
    replace_all(text, full, title);
  text = without_place(text, places);
  // What follows the place in 县委宣传部 and 中共青川原县委员会宣传部.
  if (text.starts_with("委员会"))
    text.replace(0, 9, "党委");
  else if (text.starts_with("委") && text.size() > 3)
    text.replace(0, 3, "党委");
  else if (text == "委")
    text = "党委";
  for (const View level : {"县", "区", "市"}) {
    // 全面依法治县委员会, 依法治区办: the level is the place again.
    replace_all(text, "全面依法治" + std::string(level), "依法治理");
    replace_all(text, "依法治" + std::string(level), "依法治理");
  }
  for (const auto& [custom, office] : kOffices)
    if (text == custom) return std::string(office);
  for (const View office : kKeepEnding)
    if (text == office) return text;
  for (const View side : {"党委", "政府"})
    if (text.starts_with(side) && text.size() >= side.size() + 6) {
      text.erase(0, side.size());
      break;
    }
  // 县委县直机关工委: the level once more.
  for (const View level : {"县", "区", "市"})
    for (const View mark : {"直", "级"})
      if (const std::string both = std::string(level) + std::string(mark);
          text.starts_with(both) && text.size() > both.size() + 6)
        text.erase(0, both.size());
  return text;
}

std::string core_of(View shape) {
  for (const View office : kKeepEnding)
    if (shape == office) return std::string(shape);
  for (const View end : kEndings)
    if (shape.ends_with(end) && shape.size() >= end.size() + 3)
      return std::string(shape.substr(0, shape.size() - end.size()));
  return std::string(shape);
}

} // namespace plumb::organisation
