// SPDX-License-Identifier: Apache-2.0
#include "collective.hpp"

#include <algorithm>
#include <array>

namespace plumb::organisation {

namespace {

using View = std::string_view;

enum class Word {
  Filler,       // says nothing about who: 县直, 政府, 及
  Each,         // 各, 所有
  Rest,         // 其他
  Concerned,    // 有关, 相关
  Towns,        // 乡镇
  Town,         // 镇
  Village,      // 乡
  Streets,      // 街道
  TownsStreets, // 镇街
  Departments,  // 部门
  Units,        // 单位
  PartyBodies,  // 党委部门
  PartyAndGovernment,
  Enforcement,  // 行政执法部门
  Vertical,     // 垂管单位
  Peoples,      // 人民团体
  Enterprises,  // 国有企业
  Institutions, // 事业单位
  Members,      // 成员单位
  Zones,        // 园区
  Lower         // 县(市、区)
};

struct Token {
  View text;
  Word word;
};

// Matched longest first, so 行政执法部门 wins over 部门. Sorted by length in `tokens`.
constexpr Token kTokens[] = {
    {"各", Word::Each},
    {"各级", Word::Each},
    {"所有", Word::Each},
    {"全体", Word::Each},
    {"全部", Word::Each},
    {"各个", Word::Each},
    {"其他", Word::Rest},
    {"其它", Word::Rest},
    {"其余", Word::Rest},
    {"其他各", Word::Rest},
    {"有关", Word::Concerned},
    {"相关", Word::Concerned},
    {"涉及", Word::Concerned},
    {"涉", Word::Concerned},
    {"行业主管", Word::Concerned},
    {"业务主管", Word::Concerned},
    {"主管", Word::Concerned},
    {"行政主管", Word::Concerned},
    {"监管", Word::Concerned},
    {"行业", Word::Concerned},
    {"镇", Word::Town},
    {"乡", Word::Village},
    {"乡镇", Word::Towns},
    {"镇乡", Word::Towns},
    {"街道", Word::Streets},
    {"街", Word::Streets},
    {"街道办", Word::Streets},
    {"街道办事处", Word::Streets},
    {"办事处", Word::Streets},
    {"街镇", Word::TownsStreets},
    {"镇街", Word::TownsStreets},
    {"镇街道", Word::TownsStreets},
    {"街道乡镇", Word::TownsStreets},
    {"乡镇街道", Word::TownsStreets},
    {"街乡", Word::TownsStreets},
    {"乡镇街", Word::TownsStreets},
    {"基层政府", Word::TownsStreets},
    {"部门", Word::Departments},
    {"局", Word::Departments},
    {"委办局", Word::Departments},
    {"委、办、局", Word::Departments},
    {"委局", Word::Departments},
    {"部委办局", Word::Departments},
    {"部、委、办、局", Word::Departments},
    {"局委办", Word::Departments},
    {"职能部门", Word::Departments},
    {"工作部门", Word::Departments},
    {"组成部门", Word::Departments},
    {"直属机构", Word::Departments},
    {"派出机构", Word::Departments},
    {"行政机关", Word::Departments},
    {"行政部门", Word::Departments},
    {"单位", Word::Units},
    {"机关", Word::Units},
    {"党委部门", Word::PartyBodies},
    {"党群部门", Word::PartyBodies},
    {"党群机关", Word::PartyBodies},
    {"党委工作部门", Word::PartyBodies},
    {"党政部门", Word::PartyAndGovernment},
    {"党政机关", Word::PartyAndGovernment},
    {"党群政府部门", Word::PartyAndGovernment},
    {"执法部门", Word::Enforcement},
    {"执法单位", Word::Enforcement},
    {"执法机关", Word::Enforcement},
    {"执法主体", Word::Enforcement},
    {"行政执法部门", Word::Enforcement},
    {"行政执法单位", Word::Enforcement},
    {"行政执法机关", Word::Enforcement},
    {"行政执法主体", Word::Enforcement},
    {"行政执法机构", Word::Enforcement},
    {"综合执法部门", Word::Enforcement},
    {"垂直管理", Word::Vertical},
    {"垂直管理单位", Word::Vertical},
    {"垂直管理部门", Word::Vertical},
    {"垂管", Word::Vertical},
    {"垂管单位", Word::Vertical},
    {"垂管部门", Word::Vertical},
    {"条管单位", Word::Vertical},
    {"驻县单位", Word::Vertical},
    {"驻区单位", Word::Vertical},
    {"驻市单位", Word::Vertical},
    {"派驻单位", Word::Vertical},
    {"人民团体", Word::Peoples},
    {"群团组织", Word::Peoples},
    {"群团", Word::Peoples},
    {"群团部门", Word::Peoples},
    {"群众团体", Word::Peoples},
    {"团体", Word::Peoples},
    {"国有企业", Word::Enterprises},
    {"国企", Word::Enterprises},
    {"属国有企业", Word::Enterprises},
    {"国有公司", Word::Enterprises},
    {"国有企业单位", Word::Enterprises},
    {"平台公司", Word::Enterprises},
    {"事业单位", Word::Institutions},
    {"直属事业单位", Word::Institutions},
    {"企事业单位", Word::Units},
    {"成员单位", Word::Members},
    {"责任单位", Word::Members},
    {"责任部门", Word::Members},
    {"牵头单位", Word::Members},
    {"牵头部门", Word::Members},
    {"配合单位", Word::Members},
    {"配合部门", Word::Members},
    {"参与单位", Word::Members},
    {"承办单位", Word::Members},
    {"领导小组成员单位", Word::Members},
    {"委员会成员单位", Word::Members},
    {"政法单位", Word::Members},
    {"政法机关", Word::Members},
    {"政法部门", Word::Members},
    {"园区", Word::Zones},
    {"功能区", Word::Zones},
    {"开发区", Word::Zones},
    {"管委会", Word::Zones},
    {"开发区管委会", Word::Zones},
    {"园区管委会", Word::Zones},
    {"功能区管委会", Word::Zones},
    {"产业园区", Word::Zones},
    {"管理委员会", Word::Zones},
    {"县(市、区)", Word::Lower},
    {"县(区)", Word::Lower},
    {"市、县(区)", Word::Lower},
    {"县(区、市)", Word::Lower},
    {"区县", Word::Lower},
    {"县区", Word::Lower},
    {"区、县级市", Word::Lower},
    {"县市区", Word::Lower},
    {"县级市", Word::Lower},
    {"区(县)", Word::Lower},
    {"区(县、市)", Word::Lower},
    {"市(县)", Word::Lower},
    {"区、县", Word::Lower},
    {"市、县、区", Word::Lower},
    {"县直", Word::Filler},
    {"区直", Word::Filler},
    {"市直", Word::Filler},
    {"省直", Word::Filler},
    {"州直", Word::Filler},
    {"旗直", Word::Filler},
    {"县级", Word::Filler},
    {"区级", Word::Filler},
    {"市级", Word::Filler},
    {"自治区级", Word::Filler},
    {"本级", Word::Filler},
    {"直属", Word::Filler},
    {"全县", Word::Filler},
    {"全区", Word::Filler},
    {"全市", Word::Filler},
    {"我县", Word::Filler},
    {"我区", Word::Filler},
    {"我市", Word::Filler},
    {"辖区", Word::Filler},
    {"辖区内", Word::Filler},
    {"县", Word::Filler},
    {"区", Word::Filler},
    {"市", Word::Filler},
    {"省", Word::Filler},
    {"州", Word::Filler},
    {"旗", Word::Filler},
    {"自治区", Word::Filler},
    {"自治州", Word::Filler},
    {"自治县", Word::Filler},
    {"县属", Word::Filler},
    {"区属", Word::Filler},
    {"市属", Word::Filler},
    {"县管", Word::Filler},
    {"区管", Word::Filler},
    {"市管", Word::Filler},
    {"政府", Word::Filler},
    {"人民政府", Word::Filler},
    {"党委", Word::Filler},
    {"县委", Word::Filler},
    {"区委", Word::Filler},
    {"市委", Word::Filler},
    {"党政", Word::Filler},
    {"党工委", Word::Filler},
    {"行政", Word::Filler},
    {"级", Word::Filler},
    {"的", Word::Filler},
    {"和", Word::Filler},
    {"及", Word::Filler},
    {"以及", Word::Filler},
    {"与", Word::Filler},
    {"或", Word::Filler},
    {"、", Word::Filler},
    {"/", Word::Filler},
    {",", Word::Filler},
    {"(", Word::Filler},
    {")", Word::Filler},
    {"·", Word::Filler},
    {"个", Word::Filler},
};

const std::vector<Token>& tokens() {
  static const std::vector<Token> sorted = [] {
    std::vector<Token> all(std::begin(kTokens), std::end(kTokens));
    std::sort(all.begin(), all.end(),
              [](const Token& a, const Token& b) { return a.text.size() > b.text.size(); });
    return all;
  }();
  return sorted;
}

/// 12, 两, 十二 in front of 个镇; 0 if there is none. Numbers of units are small.
int read_count(View& rest) {
  constexpr std::array<View, 11> kDigits{"一", "二", "三", "四", "五", "六",
                                         "七", "八", "九", "两", "十"};
  std::size_t at = 0;
  int value = 0;
  while (at < rest.size() && rest[at] >= '0' && rest[at] <= '9' && value < 1000)
    value = value * 10 + (rest[at++] - '0');
  if (at == 0) {
    int tens = 0;
    for (bool more = true; more && at < 9;) {
      more = false;
      for (std::size_t i = 0; i < kDigits.size(); ++i) {
        if (!rest.substr(at).starts_with(kDigits[i])) continue;
        at += kDigits[i].size();
        more = true;
        if (i == 10) {
          tens = (value == 0 ? 1 : value) * 10;
          value = 0;
        } else {
          value = i == 9 ? 2 : static_cast<int>(i) + 1;
        }
        break;
      }
    }
    value += tens;
  }
  if (value > 0) rest.remove_prefix(at);
  return value;
}

struct Seen {
  bool each = false, rest = false, concerned = false, town = false, village = false, towns = false,
       streets = false, departments = false, units = false, party = false,
       party_and_government = false, enforcement = false, vertical = false, peoples = false,
       enterprises = false, institutions = false, members = false, zones = false, lower = false;
  int count = 0;
};

void note(Seen& seen, Word word) {
  switch (word) {
  case Word::Filler:
    break;
  case Word::Each:
    seen.each = true;
    break;
  case Word::Rest:
    seen.rest = true;
    break;
  case Word::Concerned:
    seen.concerned = true;
    break;
  case Word::Towns:
    seen.towns = true;
    break;
  case Word::Town:
    seen.town = true;
    break;
  case Word::Village:
    seen.village = true;
    break;
  case Word::Streets:
    seen.streets = true;
    break;
  case Word::TownsStreets:
    seen.towns = seen.streets = true;
    break;
  case Word::Departments:
    seen.departments = true;
    break;
  case Word::Units:
    seen.units = true;
    break;
  case Word::PartyBodies:
    seen.party = true;
    break;
  case Word::PartyAndGovernment:
    seen.party_and_government = true;
    break;
  case Word::Enforcement:
    seen.enforcement = true;
    break;
  case Word::Vertical:
    seen.vertical = true;
    break;
  case Word::Peoples:
    seen.peoples = true;
    break;
  case Word::Enterprises:
    seen.enterprises = true;
    break;
  case Word::Institutions:
    seen.institutions = true;
    break;
  case Word::Members:
    seen.members = true;
    break;
  case Word::Zones:
    seen.zones = true;
    break;
  case Word::Lower:
    seen.lower = true;
    break;
  }
}

std::optional<Seen> read_words(View rest) {
  Seen seen;
  while (!rest.empty()) {
    if (const int count = read_count(rest); count > 0) {
      if (seen.count > 0) return std::nullopt; // 三镇两街: not understood
      seen.count = count;
      continue;
    }
    const auto token = std::find_if(tokens().begin(), tokens().end(),
                                    [&](const Token& t) { return rest.starts_with(t.text); });
    if (token == tokens().end()) return std::nullopt;
    note(seen, token->word);
    rest.remove_prefix(token->text.size());
  }
  return seen;
}

void add_townships(const Seen& seen, Group& group) {
  if (seen.town || seen.village || seen.towns) group.kinds.insert(UnitKind::Township);
  if (seen.streets) group.kinds.insert(UnitKind::Subdistrict);
  // 各镇(街) is said where there are 乡 as well; 各镇 beside 各乡 is meant narrowly.
  if (!seen.towns && !seen.streets && seen.town != seen.village)
    group.township_word = seen.town ? "镇" : "乡";
}

void add_kinds(const Seen& seen, Group& group) {
  if (seen.departments) group.kinds.insert(UnitKind::Government);
  if (seen.party) group.kinds.insert(UnitKind::Party);
  if (seen.party_and_government) group.kinds.insert({UnitKind::Party, UnitKind::Government});
  if (seen.vertical) group.kinds.insert(UnitKind::Vertical);
  if (seen.peoples) group.kinds.insert(UnitKind::PeoplesOrganisation);
  if (seen.enterprises) group.kinds.insert(UnitKind::Enterprise);
  if (seen.institutions) group.kinds.insert(UnitKind::Institution);
  add_townships(seen, group);
  group.zones = seen.zones;
}

} // namespace

std::optional<Group> read_group(View normal, const std::vector<Place>& places) {
  const auto seen = read_words(strip_place(normal, places));
  if (!seen) return std::nullopt;
  Group group;
  if (seen->lower) {
    // 各县(市、区)人民政府; 区、县 alone may be a place the tree does not know.
    if (!seen->each && !seen->rest && !seen->concerned) return std::nullopt;
    group.lower_authorities = true;
  }
  // 县政府机关 is one unit, not all of them.
  const bool several = seen->each || seen->rest || seen->concerned || seen->members;
  if (seen->units && !several && seen->count == 0) return std::nullopt;
  add_kinds(*seen, group);
  group.enforcement = seen->enforcement;
  group.everyone = seen->units || seen->members;
  const bool somebody = group.everyone || group.enforcement || group.zones ||
                        group.lower_authorities || !group.kinds.empty();
  if (!somebody) return std::nullopt;
  if (seen->count > 0) group.count = seen->count;
  if (seen->concerned || seen->members) {
    group.reason = Reason::Everybody;
    // 有关部门 may be of the party or of a higher government as well.
    if (seen->departments)
      group.kinds.insert({UnitKind::Party, UnitKind::Vertical, UnitKind::Institution,
                          UnitKind::Judicial, UnitKind::PeoplesOrganisation});
  } else if (seen->rest) {
    group.reason = Reason::Remainder;
  } else if (seen->departments && !seen->each && seen->count == 0) {
    group.reason = Reason::Everybody; // 区直部门 without 各
  }
  return group;
}

} // namespace plumb::organisation
