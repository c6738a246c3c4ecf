// SPDX-License-Identifier: Apache-2.0
#include "roles.hpp"

#include "numerals.hpp"

#include <algorithm>
#include <array>

namespace plumb::plan {
namespace {

constexpr std::size_t kLongestName = 34; // characters

struct Verb {
  std::string_view word;
  LabelKind kind;
};
/// What may stand behind the names; longer before shorter.
constexpr Verb kVerbs[] = {{"牵头抓总", LabelKind::Lead},
                           {"牵头组织实施", LabelKind::Lead},
                           {"牵头负责", LabelKind::Lead},
                           {"负责牵头", LabelKind::Lead},
                           {"共同牵头", LabelKind::Lead},
                           {"分别牵头", LabelKind::Lead},
                           {"牵头落实", LabelKind::Lead},
                           {"牵头实施", LabelKind::Lead},
                           {"牵头推进", LabelKind::Lead},
                           {"牵头", LabelKind::Lead},
                           {"主办", LabelKind::Lead},
                           {"主责", LabelKind::Lead},
                           {"积极配合", LabelKind::Supporting},
                           {"密切配合", LabelKind::Supporting},
                           {"协同配合", LabelKind::Supporting},
                           {"参与配合", LabelKind::Supporting},
                           {"协助配合", LabelKind::Supporting},
                           {"配合落实", LabelKind::Supporting},
                           {"按职责配合", LabelKind::Supporting},
                           {"共同配合", LabelKind::Supporting},
                           {"配合参与", LabelKind::Supporting},
                           {"分别配合", LabelKind::Supporting},
                           {"配合实施", LabelKind::Supporting},
                           {"配合", LabelKind::Supporting},
                           {"共同参与", LabelKind::Supporting},
                           {"协同", LabelKind::Supporting},
                           {"协助", LabelKind::Supporting},
                           {"参加", LabelKind::Supporting},
                           {"参与", LabelKind::Supporting},
                           {"协办", LabelKind::Supporting},
                           {"抓好落实", LabelKind::Responsible},
                           {"组织实施", LabelKind::Responsible},
                           {"具体实施", LabelKind::Responsible},
                           {"贯彻落实", LabelKind::Responsible},
                           {"共同落实", LabelKind::Responsible},
                           {"分别落实", LabelKind::Responsible},
                           {"具体落实", LabelKind::Responsible},
                           {"落实", LabelKind::Responsible},
                           {"分别负责", LabelKind::Responsible},
                           {"共同负责", LabelKind::Responsible},
                           {"具体负责", LabelKind::Responsible},
                           {"分工负责", LabelKind::Responsible},
                           {"各自负责", LabelKind::Responsible},
                           {"负责落实", LabelKind::Responsible},
                           {"负责实施", LabelKind::Responsible},
                           {"负责", LabelKind::Responsible},
                           {"承办", LabelKind::Responsible},
                           {"按职责分工", LabelKind::None},
                           {"按照职责分工", LabelKind::None},
                           {"按职责分别", LabelKind::None},
                           {"依职责分工", LabelKind::None},
                           {"根据职责分工", LabelKind::None},
                           {"按照各自职责", LabelKind::None},
                           {"按各自职责", LabelKind::None},
                           {"结合各自职责", LabelKind::None},
                           {"依据各自职责", LabelKind::None},
                           {"按照职责", LabelKind::None},
                           {"按职责", LabelKind::None},
                           {"按职能", LabelKind::None},
                           {"依职责", LabelKind::None},
                           {"按职责权限", LabelKind::None},
                           {"按照任务分工", LabelKind::None},
                           {"按分工", LabelKind::None},
                           {"按照分工", LabelKind::None},
                           {"分别", LabelKind::None},
                           {"共同", LabelKind::None},
                           {"具体", LabelKind::None},
                           {"分工", LabelKind::None}};

/// Ends of unit names.
constexpr std::string_view kSuffixes[] = {
    "局",     "委",   "办",   "厅",   "部",    "院",   "署",   "中心", "政府", "处",   "站",
    "所",     "队",   "公司", "会",   "室",    "组",   "街道", "镇",   "乡",   "部门", "单位",
    "党校",   "银行", "支行", "机关", "科",    "团",   "社",   "学校", "联",   "园区", "区",
    "县",     "市",   "州",   "盟",   "旗",    "街",   "村",   "社区", "机构", "法庭", "海关",
    "电力",   "大学", "学院", "医院", "集团",  "企业", "主体", "台",   "馆",   "校",   "新区",
    "开发区", "地方", "各地", "乡镇", "工委",  "党委", "党组", "支部", "网格", "基地", "库",
    "股",     "端",   "总站", "大厅", "企事业"};

std::string_view strip_bracket_at_end(std::string_view name) {
  // 各镇(街) → 各镇
  if (!is_close(glyph_before(name, name.size()).value)) return name;
  std::size_t i = name.size();
  int depth = 0;
  while (i > 0) {
    const auto c = glyph_before(name, i);
    i -= c.size;
    if (is_close(c.value)) ++depth;
    if (is_open(c.value) && --depth == 0) return name.substr(0, i);
  }
  return name;
}

/// 县级市人民政府, 街道, 单位: a noun that needs the determiner of the noun before it.
bool is_bare_noun(std::string_view name) {
  const std::string stripped = [&] {
    std::string out;
    for (std::size_t i = 0; i < name.size();) {
      const auto c = glyph(name, i);
      if (is_open(c.value)) {
        const std::size_t close = find_close(name, i, name.size());
        if (close == std::string_view::npos) return std::string(name);
        i = close + glyph(name, close).size;
        continue;
      }
      if (!is_space(c.value)) out.append(name.substr(i, c.size));
      i += c.size;
    }
    return out;
  }();
  static constexpr std::string_view kHeads[] = {
      "县级市",   "县区", "市县",       "市区",     "市州",     "旗县",     "区县",     "乡镇",
      "镇街",     "街镇", "街道",       "开发区",   "园区",     "功能区",   "新区",     "高新区",
      "经开区",   "片区", "农场",       "团场",     "社区",     "单位",     "部门",     "委办局",
      "机构",     "企业", "企事业单位", "人民团体", "群团组织", "直属机构", "直属单位", "办事处",
      "人民政府", "政府", "县",         "市",       "区",       "州",       "盟",       "旗",
      "乡",       "镇",   "街",         "村",       "场"};
  static constexpr std::string_view kTails[] = {
      "",           "人民政府", "政府", "办事处", "党委",     "党工委",  "管委会",
      "管理委员会", "分局",     "单位", "部门",   "党委政府", "政府部门"};
  for (const auto head : kHeads) {
    if (!begins(stripped, head)) continue;
    const auto rest = std::string_view(stripped).substr(head.size());
    if (std::find(std::begin(kTails), std::end(kTails), rest) != std::end(kTails)) return true;
  }
  return false;
}

/// Has the collective its institution already (各镇人民政府), so that a list after it starts anew?
bool is_complete(std::string_view name) {
  return ends_with_any(strip_bracket_at_end(name), {"政府", "办事处", "委员会", "管委会", "党委",
                                                    "党工委", "局", "厅", "中心"});
}

void strip_front(std::string_view text, Span& span) {
  static constexpr std::string_view kFronts[] = {"由",   "以及", "并由", "及", "并会同",
                                                 "会同", "其中", "会",   "、"};
  for (bool again = true; again;) {
    again = false;
    span = base::trim(text, span);
    for (const auto front : kFronts) {
      // 会 begins 会展中心 too; only before a name that is a unit without it.
      if (front == "会" && !starts(text, span.from, "会司") && !starts(text, span.from, "会同"))
        continue;
      if (!begins(span.of(text), front)) continue;
      span.from += static_cast<std::uint32_t>(front.size());
      again = true;
    }
  }
}

bool strip_end(std::string_view text, Span& span, std::string_view end) {
  if (!finishes(span.of(text), end)) return false;
  span.until -= static_cast<std::uint32_t>(end.size());
  span = base::trim(text, span);
  return true;
}

/// Cuts 等部门, and brackets that only explain (按职责分工); true when it was cut to the name.
void strip_behind(std::string_view text, Span& span) {
  static constexpr std::string_view kEnds[] = {
      "等各有关部门", "等有关部门", "等相关部门",   "等有关单位", "等相关单位",
      "等部门和单位", "等部门单位", "等部门、单位", "等市直部门", "等区直部门",
      "等县直部门",   "等部门",     "等单位",       "等机关",     "等"};
  for (bool again = true; again;) {
    again = false;
    span = base::trim(text, span);
    while (!span.empty()) {
      const auto last = glyph_before(text, span.until);
      const bool mark = is_clause_end(last.value) || is_enumeration_comma(last.value) ||
                        last.value == '.' || is_open(last.value);
      if (!mark) break;
      span.until -= last.size;
      span = base::trim(text, span);
    }
    const bool tail =
        !span.empty() && (traits(glyph_before(text, span.until).value) & kTailEnd) != 0;
    for (const auto end : kEnds) {
      if (!tail) break;
      // 各有关部门 等部门 alone would leave nothing.
      if (span.size() <= end.size()) continue;
      again = strip_end(text, span, end) || again;
    }
    const auto last = glyph_before(text, span.until);
    if (span.empty() || !is_close(last.value)) continue;
    const auto whole = span.of(text);
    const auto without = strip_bracket_at_end(whole);
    const auto inside = whole.substr(without.size());
    const bool note =
        has_any(inside, {"职责", "牵头", "负责", "首位", "第一", "分工", "配合", "排名"});
    if (note || without.size() == whole.size()) {
      span.until =
          note ? span.from + static_cast<std::uint32_t>(without.size()) : span.until - last.size;
      again = true;
    }
  }
}

/// Cuts the verbs behind a name and says which role they give.
LabelKind strip_verbs(std::string_view text, Span& span) {
  LabelKind kind = LabelKind::None;
  strip_behind(text, span);
  const Span whole = span;
  for (bool again = true; again;) {
    again = false;
    strip_behind(text, span);
    if (span.empty() || (traits(glyph_before(text, span.until).value) & kVerbEnd) == 0) break;
    for (const auto& verb : kVerbs) {
      // The office of something may end in such a word only after more characters than these.
      if (span.size() < verb.word.size() || !strip_end(text, span, verb.word)) continue;
      if (kind == LabelKind::None ||
          (verb.kind == LabelKind::Lead && kind == LabelKind::Responsible))
        kind = verb.kind;
      again = true;
      break;
    }
  }
  // 政协办 is an office, no 协办: what is left must be a name.
  const bool office = ends_with_any(whole.of(text), {"协办", "主办", "承办"});
  if (office && !ends_like_unit(span.of(text))) {
    span = whole;
    return LabelKind::None;
  }
  return kind;
}

bool says_first_leads(std::string_view words) {
  return has(words, "牵头") && has_any(words, {"第一", "首位", "排首", "列首", "居首", "首个"});
}

bool looks_like_time(std::string_view words) {
  if (ends_like_unit(words)) return false;
  return has_any(words, {"月底", "年底", "季度", "长期", "持续", "常态", "全年", "半年", "年内",
                         "月前", "日前", "年前", "底前", "旬"}) ||
         (digit_value(glyph(words, 0).value) >= 0 && has_any(words, {"年", "月"}));
}

/// Splits a run of names and hands them to the roles their verbs give.
class NameReader {
public:
  NameReader(std::string_view text, Roles& roles, Confidence confidence)
      : text_(text), roles_(roles), confidence_(confidence) {}

  void read(Span value, LabelKind kind) {
    kind_ = kind;
    pending_.clear();
    std::size_t from = value.from;
    bool after_comma = false;
    for (std::size_t i = value.from; i < value.until;) {
      const auto c = glyph(text_, i);
      if (is_open(c.value)) {
        const std::size_t close = find_close(text_, i, value.until);
        i = close == std::string_view::npos ? i + c.size : close + glyph(text_, close).size;
        continue;
      }
      const bool listed =
          is_enumeration_comma(c.value) || c.value == '/' || c.value == U'|' || c.value == U'．';
      const bool comma =
          is_comma(c.value) || is_semicolon(c.value) || is_full_stop(c.value) || c.value == '\n';
      const bool blank =
          is_space(c.value) && c.value != '\n' && blank_separates(from, i, value.until);
      if (listed || comma || blank) {
        piece({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(i)}, after_comma);
        after_comma = !listed;
        from = i + c.size;
      } else if (const std::size_t verb = verb_between(i, value.until); verb > 0) {
        // A牵头B配合: no mark between.
        piece({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(i + verb)},
              after_comma);
        after_comma = true;
        from = i + verb;
        i = from;
        continue;
      }
      i += c.size;
    }
    piece({static_cast<std::uint32_t>(from), value.until}, after_comma);
    give(kind_);
  }

private:
  bool blank_separates(std::size_t from, std::size_t at, std::size_t until) const {
    const std::size_t next = skip_spaces(text_, at, until);
    if (next >= until || !base::is_han(glyph(text_, next).value)) return false;
    const auto left =
        base::trim(text_, {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(at)});
    return left.size() >= 6 && ends_like_unit(left.of(text_));
  }

  std::size_t verb_between(std::size_t at, std::size_t until) const {
    for (const std::string_view verb : {"牵头负责", "负责牵头", "牵头", "会同", "联合"}) {
      if (!starts(text_, at, verb)) continue;
      const std::size_t next = skip_spaces(text_, at + verb.size(), until);
      if (next >= until) return 0;
      const auto c = glyph(text_, next);
      if (!base::is_han(c.value)) return 0;
      const auto rest = text_.substr(next, std::min<std::size_t>(until - next, 12));
      if (verb == "会同" || verb == "联合") return verb.size();
      if (starts_with_any(rest, {"单位", "部门", "负责", "落实", "抓总", "组织", "的", "实施",
                                 "推进", "配合", "会同", "办"}))
        return starts_with_any(rest, {"会同"}) ? verb.size() : 0;
      return verb.size();
    }
    return 0;
  }

  /// One piece between separators; may still hold A和B.
  void piece(Span span, bool after_comma) {
    if (says_first_leads(span.of(text_))) {
      // 县司法局(排名第一的为牵头单位): the name stays, the remark goes.
      roles_.first_leads = true;
      if (!has_any(span.of(text_), {"(", "（", "〔", "["})) {
        give(kind_);
        return;
      }
    }
    // 会同 makes what stands before it the lead, what follows the support.
    const auto raw = base::trim(text_, span).of(text_);
    const bool together = raw.ends_with("会同") || (raw.ends_with("联合") && raw.size() > 12);
    if (together) span.until = base::trim(text_, span).until - 6;
    strip_front(text_, span);
    LabelKind verb = strip_verbs(text_, span);
    if (!span.empty() && looks_like_time(span.of(text_))) {
      roles_.deadlines.push_back(base::trim(text_, span));
      return;
    }
    split_joined(span, after_comma);
    if (together) {
      give(LabelKind::Lead);
      support_next_ = true;
      return;
    }
    if (verb != LabelKind::None) {
      if (support_next_ && verb == LabelKind::Responsible) verb = LabelKind::Supporting;
      // 责任单位:…配合 and the like: an explicit verb is nearer than the label.
      const bool weak = verb == LabelKind::Responsible && kind_ != LabelKind::None;
      give(weak ? kind_ : verb);
    }
  }

  /// A和B, A及B: only where A is a whole name (发展和改革局 is one).
  void split_joined(Span span, bool after_comma) {
    std::size_t from = span.from;
    for (std::size_t i = span.from; i < span.until;) {
      const auto c = glyph(text_, i);
      if (is_open(c.value)) {
        const std::size_t close = find_close(text_, i, span.until);
        i = close == std::string_view::npos ? i + c.size : close + glyph(text_, close).size;
        continue;
      }
      if (c.value == U'和' || c.value == U'及' || c.value == U'与' || c.value == U'暨') {
        std::size_t left_until = i;
        if (c.value == U'及' && glyph_before(text_, i).value == U'以') left_until -= 3;
        Span left{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(left_until)};
        left = base::trim(text_, left);
        const std::size_t right = skip_spaces(text_, i + c.size, span.until);
        const bool its = starts(text_, right, "其") && !starts(text_, right, "其他") &&
                         !starts(text_, right, "其它");
        // 农业农村和水利局: what looks like an end of a name is the middle of one.
        const bool middle =
            ends_with_any(left.of(text_), {"农村", "城乡", "社会", "城市", "市区", "团委会"});
        if (left.size() >= 6 && right < span.until && !its && !middle &&
            ends_like_unit(left.of(text_))) {
          Span name = left;
          strip_verbs(text_, name);
          add(name, after_comma);
          from = right;
          i = right;
          after_comma = false;
          continue;
        }
      }
      i += c.size;
    }
    Span name{static_cast<std::uint32_t>(from), span.until};
    if (from != span.from) strip_verbs(text_, name);
    add(name, after_comma);
  }

  void add(Span name, bool after_comma) {
    strip_front(text_, name);
    if (name.empty()) return;
    const auto words = name.of(text_);
    if (!pending_.empty() && !after_comma) {
      Span& last = pending_.back();
      const auto last_words = last.of(text_);
      const bool open =
          (is_collective(last_words) || is_bare_noun(last_words)) && !is_complete(last_words);
      if (open && is_bare_noun(words)) {
        last.until = name.until;
        return;
      }
    }
    if (count_letters(words) > kLongestName || !plausible(words)) return;
    pending_.push_back(name);
  }

  static bool plausible(std::string_view words) {
    bool han = false;
    for (std::size_t i = 0; i < words.size();) {
      const auto c = glyph(words, i);
      if (is_full_stop(c.value) || c.value == U'《' || c.value == '@' || c.value == U'%')
        return false;
      han = han || base::is_han(c.value);
      i += c.size;
    }
    return han && words != "无" && words != "同上" && words.size() >= 6;
  }

  void give(LabelKind kind) {
    if (pending_.empty()) return;
    if (support_next_ && kind == kind_ && kind == LabelKind::None) kind = LabelKind::Supporting;
    std::vector<Span> names;
    names.swap(pending_);
    if (kind == LabelKind::None || !(is_role(kind))) return;
    for (std::size_t i = 0; i < names.size(); ++i) {
      Unit unit;
      unit.span = names[i];
      unit.text = squeeze(names[i].of(text_));
      unit.group = is_collective(unit.text);
      unit.confidence = confidence_;
      LabelKind role = kind;
      if (kind == LabelKind::Combined) {
        role = i == 0 ? LabelKind::Lead : LabelKind::Responsible;
        unit.confidence = std::min(confidence_, 70);
      }
      auto& list = role == LabelKind::Lead          ? roles_.lead
                   : role == LabelKind::Responsible ? roles_.responsible
                                                    : roles_.supporting;
      list.push_back(std::move(unit));
    }
  }

  std::string_view text_;
  Roles& roles_;
  Confidence confidence_;
  LabelKind kind_ = LabelKind::None;
  std::vector<Span> pending_;
  bool support_next_ = false;
};

/// Are at least half of the names in `part` names of units by their ends (铁塔, 联通 are none)?
bool mostly_units(std::string_view text, Span part, LabelKind otherwise) {
  if (has_any(part.of(text), {"《", "。"})) return false;
  Roles roles;
  NameReader(text, roles, 90).read(part, otherwise);
  std::size_t names = 0;
  std::size_t like = 0;
  std::size_t bytes = 0;
  for (const auto* units : {&roles.lead, &roles.responsible, &roles.supporting})
    for (const auto& unit : *units) {
      ++names;
      like += ends_like_unit(unit.text) && count_letters(unit.text) <= 24;
      bytes += unit.text.size();
    }
  return like > 0 && like * 2 >= names && bytes * 10 >= letters_only(part.of(text)).size() * 4;
}

bool ends_with_verb(std::string_view words) {
  static constexpr std::string_view kEnds[] = {"牵头", "负责", "配合", "落实",    "参与",
                                               "参加", "协办", "主办", "协助",    "组织实施",
                                               "承办", "分工", "协同", "牵头抓总"};
  for (const auto end : kEnds)
    if (finishes(words, end)) return true;
  return false;
}

} // namespace

void Roles::append(const Roles& other) {
  const auto add = [](std::vector<Unit>& to, const std::vector<Unit>& from) {
    for (const auto& unit : from) {
      const bool known =
          std::any_of(to.begin(), to.end(), [&](const Unit& u) { return u.text == unit.text; });
      if (!known) to.push_back(unit);
    }
  };
  add(lead, other.lead);
  add(responsible, other.responsible);
  add(supporting, other.supporting);
  deadlines.insert(deadlines.end(), other.deadlines.begin(), other.deadlines.end());
  if (document_wide.empty()) document_wide = other.document_wide;
  first_leads = first_leads || other.first_leads;
  persons = persons || other.persons;
}

bool ends_like_unit(std::string_view name) {
  name = strip_bracket_at_end(base::trim(name));
  for (const auto suffix : kSuffixes)
    if (finishes(name, suffix)) return true;
  return is_collective(name) && name.size() <= 30;
}

bool is_collective(std::string_view name) {
  if (starts_with_any(name, {"各", "其他", "其它", "有关", "相关", "全体", "两镇", "全区", "全市",
                             "全县", "所有", "所涉"}))
    return true;
  if (has_any(name, {"各", "有关部门", "相关部门", "有关单位", "相关单位", "成员单位", "直部门",
                     "直单位", "级部门", "其他"}))
    return true;
  if (ends_with_any(strip_bracket_at_end(name), {"部门", "单位"})) return true;
  // 区政府 is one government, 市、县(区)政府 and 乡镇 are many.
  return is_bare_noun(name) && has_any(name, {"、", "(", "（", "〔", "乡镇", "镇街", "街镇", "县区",
                                              "区县", "街道", "市县", "园区"});
}

Roles read_roles(std::string_view text, Span clause, LabelKind otherwise, Confidence confidence) {
  Roles roles;
  LabelKind kind = otherwise;
  std::size_t value_from = clause.from;
  const auto flush = [&](std::size_t until) {
    const Span value = base::trim(
        text, {static_cast<std::uint32_t>(value_from), static_cast<std::uint32_t>(until)});
    if (value.empty()) return;
    if (kind == LabelKind::Deadline)
      roles.deadlines.push_back(value);
    else if (kind == LabelKind::Person)
      roles.persons = true;
    else
      NameReader(text, roles, confidence).read(value, kind);
  };
  bool clause_start = true;
  for (std::size_t i = clause.from; i < clause.until;) {
    if (clause_start) {
      const Label label = read_label(text, i, clause.until);
      if (label.colon && (is_role(label.kind) || label.kind == LabelKind::Deadline ||
                          label.kind == LabelKind::Person)) {
        flush(i);
        kind = label.kind;
        value_from = i = label.end;
        continue;
      }
    }
    const auto c = glyph(text, i);
    if (is_full_stop(c.value)) {
      flush(i);
      value_from = i + c.size;
      const std::size_t next = skip_spaces(text, value_from, clause.until);
      if (next < clause.until && !read_label(text, next, clause.until).colon) {
        // A sentence behind the names: a rule for the document, or the next A牵头,B配合.
        std::size_t stop = next;
        while (stop < clause.until && !is_full_stop(glyph(text, stop).value))
          stop += glyph(text, stop).size;
        const Span sentence{static_cast<std::uint32_t>(next), static_cast<std::uint32_t>(stop)};
        const auto words = sentence.of(text);
        if (says_first_leads(words)) {
          roles.first_leads = true;
          value_from = i = stop;
          continue;
        }
        if (has_any(words, {"以下", "均为", "下同", "不再", "一一列"})) {
          roles.document_wide = sentence;
          value_from = i = stop;
          continue;
        }
        if (kind != otherwise && !is_unit_list(text, sentence)) {
          value_from = i = stop;
          continue;
        }
      }
    }
    clause_start = is_comma(c.value) || is_semicolon(c.value) || is_full_stop(c.value) ||
                   is_space(c.value) || is_enumeration_comma(c.value) || is_open(c.value) ||
                   is_close(c.value);
    i += c.size;
  }
  flush(clause.until);
  if (roles.first_leads && roles.lead.empty() && !roles.responsible.empty()) {
    roles.lead.push_back(roles.responsible.front());
    roles.responsible.erase(roles.responsible.begin());
  }
  return roles;
}

bool is_role_clause(std::string_view text, Span inside) {
  const auto words = inside.of(text);
  if (words.size() < 9 || words.size() > 3000) return false;
  if (!has_any(words, {"牵头", "负责", "责任", "配合", "主办", "协办", "落实", "参与", "参加",
                       "协助", "完成", "底前", "时限", "时间", "承办", "分工", "协同"}))
    return false;
  const Label label = read_label(text, inside.from, inside.until);
  if (label.colon)
    return is_role(label.kind) || label.kind == LabelKind::Deadline ||
           label.kind == LabelKind::Person;
  // Names with verbs: every clause must be a list of names up to the one with the verb.
  bool verb = false;
  std::size_t from = inside.from;
  for (std::size_t i = inside.from; i <= inside.until;) {
    const auto c = i < inside.until ? glyph(text, i) : base::CodePoint{';', 1};
    if (is_open(c.value) && i < inside.until) {
      const std::size_t close = find_close(text, i, inside.until);
      i = close == std::string_view::npos ? i + c.size : close + glyph(text, close).size;
      continue;
    }
    if (is_comma(c.value) || is_semicolon(c.value) || is_full_stop(c.value)) {
      Span part =
          base::trim(text, {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(i)});
      std::string_view part_words = part.of(text);
      if (!part.empty() && !verb) {
        // 由A会同B负责: the names stand before the verb and end like units.
        if (ends_with_verb(part_words)) {
          if (!mostly_units(text, part, LabelKind::None)) return false;
          verb = true;
        } else if (!mostly_units(text, part, LabelKind::Responsible) &&
                   !looks_like_time(part_words) && !says_first_leads(part_words)) {
          return false;
        }
      }
      from = i + c.size;
    }
    i += c.size;
  }
  return verb;
}

bool is_unit_list(std::string_view text, Span span) {
  span = base::trim(text, span);
  if (span.size() < 6 || span.size() > 3000) return false;
  if (has_any(span.of(text), {"。", "《", "“", "：", ":"})) return false;
  Roles roles;
  NameReader(text, roles, 90).read(span, LabelKind::Responsible);
  if (roles.responsible.empty() || !roles.lead.empty() || !roles.supporting.empty()) return false;
  std::size_t letters = 0;
  for (const auto& unit : roles.responsible) {
    const std::size_t length = count_letters(unit.text);
    if (!ends_like_unit(unit.text) || length > 22) return false;
    letters += unit.text.size();
  }
  // Something that was no name was left out: then it is a sentence.
  return letters * 10 >= letters_only(span.of(text)).size() * 7;
}

Roles read_roles_in_sentence(std::string_view text, Span span) {
  // 由司法局牵头,财政局配合: from 由 to a clause that ends in the verb.
  Roles roles;
  const auto words = span.of(text);
  for (std::size_t at = words.find("由"); at != std::string_view::npos;
       at = words.find("由", at + 3)) {
    const std::size_t from = span.from + at;
    std::size_t i = from + 3;
    std::size_t letters = 0;
    while (i < span.until && letters < 60) {
      const auto c = glyph(text, i);
      if (is_comma(c.value) || is_semicolon(c.value) || is_full_stop(c.value)) break;
      i += c.size;
      ++letters;
    }
    const Span clause{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(i)};
    if (!clause.of(text).ends_with("牵头") && !clause.of(text).ends_with("牵头负责")) continue;
    if (!is_role_clause(text, clause)) continue;
    roles.append(read_roles(text, clause, LabelKind::None, 75));
    // The next clause may name who supports.
    std::size_t j = i + glyph(text, i).size;
    if (!is_comma(glyph(text, i).value)) continue;
    const std::size_t next = j;
    letters = 0;
    while (j < span.until && letters < 60 && !is_clause_end(glyph(text, j).value)) {
      j += glyph(text, j).size;
      ++letters;
    }
    const Span second{static_cast<std::uint32_t>(next), static_cast<std::uint32_t>(j)};
    if (second.of(text).ends_with("配合") && is_role_clause(text, second))
      roles.append(read_roles(text, second, LabelKind::None, 75));
  }
  return roles;
}

} // namespace plumb::plan
