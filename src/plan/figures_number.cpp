// SPDX-License-Identifier: Apache-2.0
#include "figures_number.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace plumb::plan::figures {

namespace {

using U32 = std::u32string_view;

constexpr std::size_t kDigitsMax = 24;

// What reports count in. 年, 月, 日, 号, 级, 届 are no units: with them a number is a date or a
// name.
constexpr auto kUnits = std::to_array<U32>({
    U"%",      U"‰",      U"个百分点", U"百分点", U"倍",       U"人次",   U"人(次)",   U"件次",
    U"件(次)", U"场次",   U"场(次)",   U"户次",   U"户(次)",   U"台次",   U"辆次",     U"个次",
    U"家次",   U"班次",   U"批次",     U"篇次",   U"起次",     U"项次",   U"处次",     U"车次",
    U"架次",   U"艘次",   U"册次",     U"条次",   U"条(次)",   U"份次",   U"次(件)",   U"人份",
    U"余次",   U"元",     U"美元",     U"欧元",   U"港元",     U"日元",   U"平方公里", U"平方千米",
    U"平方米", U"立方米", U"公里",     U"千米",   U"厘米",     U"毫米",   U"米",       U"亩",
    U"公顷",   U"吨",     U"公斤",     U"千克",   U"克",       U"升",     U"千瓦时",   U"千瓦",
    U"兆瓦",   U"微克",   U"个工作日", U"工作日", U"个自然日", U"自然日", U"天",       U"个月",
    U"个小时", U"小时",   U"个学时",   U"学时",   U"个课时",   U"课时",   U"分钟",     U"秒",
    U"人",     U"名",     U"位",       U"户",     U"家",       U"件",     U"起",       U"宗",
    U"例",     U"条",     U"项",       U"个",     U"份",       U"篇",     U"期",       U"场",
    U"次",     U"批",     U"部",       U"册",     U"本",       U"张",     U"台",       U"套",
    U"辆",     U"艘",     U"架",       U"所",     U"处",       U"座",     U"间",       U"栋",
    U"幢",     U"支",     U"队",       U"组",     U"类",       U"种",     U"轮",       U"段",
    U"门",     U"课",     U"讲",       U"站",     U"款",       U"卷",     U"集",       U"幅",
    U"块",     U"片",     U"面",       U"枚",     U"头",       U"只",     U"株",       U"棵",
    U"节",     U"堂",     U"页",       U"票",     U"席",       U"班",     U"笔",       U"则",
    U"封",     U"字",     U"分",       U"盏",     U"口",       U"根",     U"把",       U"箱",
    U"包",     U"瓶",     U"盒",       U"宗次",   U"通",       U"单",     U"档",       U"桩",
    U"步",     U"环节",   U"个环节",   U"部门",   U"把次",
});

constexpr auto kWords = std::to_array<U32>({
    U"元旦", U"元宵", U"组织", U"组建", U"组成", U"部署", U"部分", U"部门", U"类似", U"条件",
    U"条例", U"项目", U"处罚", U"处置", U"处理", U"处于", U"起草", U"起诉", U"起步", U"期间",
    U"期末", U"期内", U"次年", U"位于", U"位居", U"位列", U"面积", U"面对", U"面向", U"面临",
    U"节能", U"节约", U"节假", U"班子", U"本级", U"本区", U"本县", U"本市", U"本年", U"本地",
    U"本单", U"场所", U"人均", U"人大", U"人民", U"人社", U"队伍", U"台账", U"台湾", U"家庭",
    U"支持", U"支付", U"支出", U"支撑", U"支部", U"所有", U"所在", U"所属", U"集中", U"集体",
    U"集成", U"升级", U"升格", U"升至", U"批复", U"批准", U"批示", U"批评", U"户籍", U"户口",
    U"轮训", U"轮岗", U"个体", U"个性", U"个人", U"分别", U"分类", U"分级", U"分批", U"分之",
    U"分局", U"通过", U"通报", U"通知", U"单位", U"单独", U"字号", U"口径", U"包括", U"包含",
    U"把关", U"把握", U"步骤", U"步伐", U"站在", U"段落", U"门户", U"课程", U"讲话", U"款项",
    U"名单", U"名录", U"件数", U"例行", U"例会", U"份额", U"只有", U"头号", U"根据", U"张贴",
    U"架构", U"座谈", U"间接", U"种类", U"卷宗", U"块块", U"片区", U"票决", U"席位", U"笔试",
    U"则为", U"封闭", U"档案", U"环境", U"克服", U"米面", U"吨位", U"倍增", U"天然", U"秒批",
    U"委",   U"曲",
});

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

int power_of(char32_t c) {
  switch (c) {
  case U'十':
    return 1;
  case U'百':
    return 2;
  case U'千':
    return 3;
  case U'万':
    return 4;
  case U'亿':
    return 8;
  default:
    return 0;
  }
}

int digit_of(char32_t c) {
  constexpr U32 kDigits = U"〇一二三四五六七八九";
  if (c == U'零') return 0;
  if (c == U'两') return 2;
  const auto at = kDigits.find(c);
  return at == U32::npos ? -1 : static_cast<int>(at);
}

bool is_rough(const Line& line, std::size_t i) {
  const char32_t c = line.at(i);
  if (c == U'余' || c == U'几') return true;
  // 多 alone: 30多场; but 多次, 多种 begin words of their own after a full number.
  return c == U'多' || (c == U'来' && (line.at(i + 1) == U'个' || line.at(i + 1) == U'件' ||
                                       line.at(i + 1) == U'名' || line.at(i + 1) == U'家'));
}

/// 万, 亿, 千 and 余 after the figures of a number; 千瓦 and 百分点 belong to the unit.
bool read_scale(const Line& line, Number& number) {
  while (true) {
    if (is_rough(line, number.until)) {
      number.approximate = true;
      ++number.until;
      continue;
    }
    const int power = power_of(line.at(number.until));
    const bool unit = line.holds(number.until, U"千瓦") || line.holds(number.until, U"千克") ||
                      line.holds(number.until, U"千米") || line.holds(number.until, U"百分");
    if (power == 0 || unit) return true;
    const auto larger = base::shift(number.value, power);
    if (!larger) return false;
    number.value = *larger;
    ++number.until;
  }
}

/// 三千二百五十, 一百零五, 两万; nullopt where the order makes no number.
std::optional<std::int64_t> value_of(U32 run) {
  std::int64_t total = 0, section = 0, digit = -1;
  int last_power = 9;
  for (const char32_t c : run) {
    if (const int value = digit_of(c); value >= 0) {
      // 一百零五: the zero only fills; two digits in a row are a year or 四五 (four or five).
      if (value == 0 && digit < 0 && section > 0) continue;
      if (digit >= 0) return std::nullopt;
      digit = value;
      continue;
    }
    const int power = power_of(c);
    if (power >= 4) {
      if (total % 10'000 != 0 || section + std::max<std::int64_t>(digit, 0) == 0)
        return std::nullopt;
      section += std::max<std::int64_t>(digit, 0);
      for (int i = 0; i < power; ++i)
        section *= 10;
      if (total > 0 && section >= total && power == 4) return std::nullopt;
      total += section;
      section = 0;
      last_power = 9;
    } else {
      if (power >= last_power || (digit < 0 && (power > 1 || section > 0))) return std::nullopt;
      std::int64_t value = digit < 0 ? 1 : digit;
      for (int i = 0; i < power; ++i)
        value *= 10;
      section += value;
      last_power = power;
    }
    digit = -1;
    if (total > 1'000'000'000'000) return std::nullopt;
  }
  return total + section + std::max<std::int64_t>(digit, 0);
}

std::size_t end_of_run(const Line& line, std::size_t i) {
  std::size_t until = i;
  while (is_chinese_digit(line.at(until)) && until - i < kDigitsMax)
    ++until;
  return until;
}

std::optional<Number> read_percent(const Line& line, std::size_t i) {
  std::size_t from = i + 3, until = end_of_run(line, from);
  Number number{i, until, {}, false, true, true};
  if (line.at(from) == U'百' && until == from + 1) {
    number.value = {100, 0};
    return number;
  }
  const auto whole = value_of(line.points(from, until));
  if (until == from || !whole) return std::nullopt;
  std::string digits = std::to_string(*whole);
  if (line.at(until) == U'点' && digit_of(line.at(until + 1)) >= 0) {
    digits += '.';
    for (++until; digit_of(line.at(until)) >= 0 && until - i < kDigitsMax; ++until)
      digits += static_cast<char>('0' + digit_of(line.at(until)));
  }
  const auto value = base::parse_decimal(digits);
  if (!value) return std::nullopt;
  number.value = *value;
  number.until = until;
  return number;
}

const std::unordered_map<char32_t, std::vector<U32>>& by_first(bool words) {
  const auto sorted = [](auto& list) {
    std::unordered_map<char32_t, std::vector<U32>> map;
    for (const U32 word : list)
      map[word.front()].push_back(word);
    for (auto& [first, all] : map)
      std::sort(all.begin(), all.end(), [](U32 a, U32 b) { return a.size() > b.size(); });
    return map;
  };
  static const auto units = sorted(kUnits);
  static const auto no_units = sorted(kWords);
  return words ? no_units : units;
}

U32 longest(const Line& line, std::size_t i, bool words) {
  const auto& map = by_first(words);
  const auto found = map.find(line.at(i));
  if (found == map.end()) return {};
  for (const U32 word : found->second)
    if (line.holds(i, word)) return word;
  return {};
}

/// 人(次) is counted as 人次, 5个工作日 in 工作日.
std::string plain_unit(U32 unit) {
  std::u32string plain;
  for (const char32_t c : unit)
    if (c != U'(' && c != U')') plain += c;
  if (plain.size() > 1 && plain.front() == U'个' && plain != U"个次") plain.erase(0, 1);
  return base::to_utf8(plain);
}

/// 1,234 and 12,345,678: one to three digits, then groups of exactly three.
bool separates_thousands(const Line& line, std::size_t from, std::size_t comma) {
  const bool first = comma - from <= 3;
  const bool later = comma - from > 3 && line.at(comma - 4) == U',';
  return line.at(comma) == U',' && (first || later) && is_digit(line.at(comma + 1)) &&
         is_digit(line.at(comma + 2)) && is_digit(line.at(comma + 3)) &&
         !is_digit(line.at(comma + 4));
}

} // namespace

bool is_chinese_digit(char32_t c) {
  return digit_of(c) >= 0 || power_of(c) > 0;
}

std::optional<Number> read_digits(const Line& line, std::size_t i) {
  Number number{i, i, {}, false, false, false};
  std::string digits;
  const auto take = [&] { digits += static_cast<char>(line.at(number.until++)); };
  while (is_digit(line.at(number.until)) && digits.size() < kDigitsMax)
    take();
  while (digits.size() < kDigitsMax && separates_thousands(line, i, number.until)) {
    ++number.until;
    for (int k = 0; k < 3; ++k)
      take();
  }
  if (line.at(number.until) == U'.' && is_digit(line.at(number.until + 1))) {
    take();
    while (is_digit(line.at(number.until)) && digits.size() < kDigitsMax)
      take();
  }
  const auto value = base::parse_decimal(digits);
  if (!value) return std::nullopt;
  number.value = *value;
  if (!read_scale(line, number)) return std::nullopt;
  return number;
}

std::optional<Number> read_chinese(const Line& line, std::size_t i) {
  if (line.holds(i, U"百分之")) return read_percent(line, i);
  const std::size_t until = end_of_run(line, i);
  const U32 run = line.points(i, until);
  const bool rough = is_rough(line, until);
  // 百余件, 千余人: one hundred and more; 百 alone is 百货.
  const bool bare_power = run.size() == 1 && power_of(run[0]) >= 2;
  if (bare_power && !rough) return std::nullopt;
  std::optional<std::int64_t> value = value_of(run);
  if (bare_power) {
    value = 1;
    for (int p = power_of(run[0]); p > 0; --p)
      *value *= 10;
  }
  if (!value || *value <= 0) return std::nullopt;
  Number number{i, until, {*value, 0}, false, true, false};
  if (const auto shortest = base::shift(number.value, 0)) number.value = *shortest;
  if (line.at(until) == U'成' && run.size() == 1 && *value >= 2 && *value <= 9 &&
      (line.holds(until + 1, U"以上") || line.holds(until + 1, U"左右") ||
       line.at(until + 1) == U'多' || !base::is_han(line.at(until + 1)))) {
    number.value = {*value * 10, 0};
    number.percent = true;
    number.until = until + 1;
    return number;
  }
  if (!read_scale(line, number)) return std::nullopt;
  return number;
}

std::optional<Unit> read_unit(const Line& line, std::size_t i) {
  const std::size_t at = line.skip_blanks(i);
  if (at - i > 2) return std::nullopt;
  const U32 unit = longest(line, at, false);
  if (unit.empty()) return std::nullopt;
  return Unit{at + unit.size(), plain_unit(unit)};
}

bool begins_word(const Line& line, std::size_t i) {
  return !longest(line, line.skip_blanks(i), true).empty();
}

bool is_unit(std::string_view text) {
  const std::u32string points = base::to_utf32(text);
  return std::find(kUnits.begin(), kUnits.end(), U32(points)) != kUnits.end();
}

} // namespace plumb::plan::figures
