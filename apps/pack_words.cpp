// SPDX-License-Identifier: Apache-2.0
#include "pack_words.hpp"

#include "console.hpp"

#include <plumb/api/problem.hpp>

#include <algorithm>
#include <iterator>

namespace plumb::app {
namespace {

struct Entry {
  std::string_view id, zh, en;
};

constexpr Entry kEntries[] = {
    {"calendar.bad_range", "通知“{id}”的起止日期颠倒",
     "the range of notice {id} is the wrong way round"},
    {"calendar.day_twice", "通知“{id}”两次提到{on}", "notice {id} names {on} twice"},
    {"calendar.duplicate_notice", "通知“{id}”重复", "notice {id} is there twice"},
    {"calendar.empty_notice", "通知“{id}”没有任何日期", "notice {id} names no day"},
    {"expression.overflow", "数值可能超出范围", "the number may become too large"},
    {"expression.syntax", "表达式写法有误，这里应是{wanted}，却是“{found}”",
     "syntax: {wanted} wanted, found “{found}”"},
    {"expression.too_deep", "表达式嵌套过深", "the expression is nested too deeply"},
    {"expression.too_long", "表达式过长", "the expression is too long"},
    {"expression.type", "类型不符：需要{wanted}，却是{found}",
     "wrong type: {wanted} wanted, found {found}"},
    {"expression.unknown_choice", "没有选项“{value}”", "unknown choice “{value}”"},
    {"expression.unknown_name", "没有名称“{name}”", "unknown name “{name}”"},
    {"expression.unknown_parameter", "没有参数“{id}”", "unknown parameter “{id}”"},
    {"pack.alias", "不能使用别名（*）", "aliases (*) are not allowed"},
    {"pack.anchor", "不能使用锚点（&）", "anchors (&) are not allowed"},
    {"pack.assigned_asked", "步骤“{step}”自己填写“{field}”，表单不能再问它",
     "the step {step} fills {field} itself; its form must not ask for it"},
    {"pack.bad_archive", "规则包的存档已损坏（{reason}）", "the stored pack is damaged ({reason})"},
    {"pack.bad_citation", "依据“{cite}”应写成 法律#条款",
     "write the citation “{cite}” as law#article"},
    {"pack.bad_encoding", "文件不是有效的 UTF-8 文字", "the file is not valid UTF-8 text"},
    {"pack.bad_key", "键只能是普通文字", "a key must be plain text"},
    {"pack.bad_pattern", "编号格式“{pattern}”不对，需要 {wanted}",
     "the pattern {pattern} is wrong: {wanted} wanted"},
    {"pack.bad_title_field", "字段“{field}”不是文字，不能作为名称",
     "{field} is no text and cannot be the title"},
    {"pack.bad_value", "“{key}”的值“{value}”不对，需要 {wanted}",
     "bad value “{value}” of {key}: {wanted} wanted"},
    {"pack.bad_yaml", "YAML 写法有误：{reason}", "bad YAML: {reason}"},
    {"pack.carries_opening", "步骤“{step}”是开始记录的，不能带动已有的记录",
     "the step {step} opens records and cannot be taken on those that are there"},
    {"pack.carry_refused", "在状态 {states} 时不能办“{step}”，带动它的步骤会一同被拒绝",
     "{step} is not possible in {states}; the step that carries it would be refused too"},
    {"pack.clock_never_extended", "期限“{clock}”可以延长，但没有步骤延长它",
     "no step extends the clock {clock}"},
    {"pack.clock_never_resumed", "期限“{clock}”会暂停，但没有步骤恢复它",
     "the clock {clock} is paused but never resumed"},
    {"pack.clock_never_started", "没有步骤启动期限“{clock}”", "no step starts the clock {clock}"},
    {"pack.clock_never_stopped", "没有步骤结束期限“{clock}”", "no step stops the clock {clock}"},
    {"pack.clock_without_extension", "期限“{clock}”没有写可以延长多久",
     "the clock {clock} has no extension"},
    {"pack.clock_without_minimum", "期限“{clock}”没有最短时间，不必等它",
     "the clock {clock} has no minimum to wait for"},
    {"pack.column_clash", "“{name}”与“{other}”会成为同一列",
     "{name} and {other} would be one column"},
    {"pack.dead_end", "状态“{state}”不是终点，却没有步骤离开它",
     "no step leads out of the state {state}, which is not final"},
    {"pack.does_not_apply", "这里不能写“{key}”", "{key} does not apply here"},
    {"pack.duplicate_id", "{what}“{id}”重复", "{what} {id} is there twice"},
    {"pack.duplicate_key", "键“{key}”重复，已写在第{first_line}行",
     "the key {key} is in line {first_line} already"},
    {"pack.duplicate_pack", "有两个规则包都叫“{id}”", "two packs are called {id}"},
    {"pack.empty_range", "起止日期颠倒：{from} 到 {until}",
     "the range ends before it begins: {from} to {until}"},
    {"pack.extends_itself", "规则包“{id}”绕回自己（extends）", "the pack {id} extends itself"},
    {"pack.extends_order", "extends 应从最近的上级写起", "extends names the nearest pack first"},
    {"pack.foreign_clock", "步骤“{step}”不能改变上级规则的期限“{clock}”",
     "the step {step} must not change the clock {clock} of an upper layer"},
    {"pack.foreign_jurisdiction", "地区“{jurisdiction}”不在上级“{upper}”之内",
     "{jurisdiction} does not lie within {upper}"},
    {"pack.foreign_step", "“{taken}”是上级规则只让别的角色办的，步骤“{step}”不能代办",
     "an upper layer gives {taken} to other roles; the step {step} must not take it for them"},
    {"pack.from_final", "步骤“{step}”从终点状态“{state}”开始，永远办不了",
     "the step {step} starts from the final state {state}"},
    {"pack.layer_order", "层级高于上一个规则包“{upper}”", "this layer is above that of {upper}"},
    {"pack.long_column", "名称“{name}”过长（最多{limit}字节）",
     "the name {name} is too long (at most {limit} bytes)"},
    {"pack.long_line", "这一行过长（最多{limit}字节），请分行写",
     "the line is too long (at most {limit} bytes)"},
    {"pack.loosened", "“{parameter}”不能放宽：上级自{since}起要求{upper}，这里是{value}",
     "{parameter} may not be loosened: {upper} since {since}, here {value}"},
    {"pack.loosened_role", "角色“{role}”不能放宽：上级是 {upper}，这里是 {value}",
     "the role {role} may not be widened: {upper} above, here {value}"},
    {"pack.loosened_step", "步骤“{step}”不能让更多单位来办（{field}）",
     "other units may not be let into the step {step} ({field})"},
    {"pack.loosened_target", "“{indicator}”的目标不能放宽：上级要求{upper}，这里是{value}",
     "the target of {indicator} may not be loosened: {upper} above, here {value}"},
    {"pack.missing_column", "“{field}”缺少列“{column}”（{type}）",
     "{field} lacks the column {column} ({type})"},
    {"pack.missing_key", "缺少“{key}”", "missing key {key}"},
    {"pack.mixed_units", "“{parameter}”前后的值不是同一类（{unit}）",
     "the values of {parameter} are of different kinds ({unit})"},
    {"pack.never_spawned", "没有步骤开出“{register}”的记录", "no step opens records of {register}"},
    {"pack.no_ceiling", "“{indicator}”是上限指标，却没有“不高于”（at_most）的目标",
     "{indicator} is a ceiling without a target at_most"},
    {"pack.no_citation", "前置条件“{gate}”没有依据：写 parameter 或 cite",
     "the gate {gate} cites nothing: write parameter or cite"},
    {"pack.no_opening_step", "登记“{register}”没有开始的步骤（opens: true）",
     "no step of {register} opens a record"},
    {"pack.no_pack_file", "没有 pack.yaml", "there is no pack.yaml"},
    {"pack.no_scenario", "参数“{parameter}”没有情景测试", "no scenario looks at {parameter}"},
    {"pack.no_target", "“{indicator}”没有目标，不能按是否达标计分",
     "{indicator} has no target that could be met"},
    {"pack.not_a_date", "字段“{field}”不是日期", "{field} is no date"},
    {"pack.not_a_party", "步骤“{step}”由“{field}”的单位办理，但它们看不到记录（parties）",
     "units of {field} act in the step {step}, but are no parties of the record"},
    {"pack.not_a_period", "参数“{parameter}”不是期间（{unit}）",
     "{parameter} is no period ({unit})"},
    {"pack.not_asked", "步骤“{step}”这里没有要求填写“{field}”",
     "the step {step} does not ask for {field}"},
    {"pack.not_assessed", "这套体系不考核“{name}”类单位",
     "units of the kind {name} are not assessed here"},
    {"pack.not_comparable",
     "“{parameter}”无法与上级比较：上级自{since}起是{upper}，这里是{value}；请用同样的单位",
     "{parameter} cannot be compared: {upper} since {since}, here {value}; use the same unit"},
    {"pack.not_given", "步骤“{step}”需要“{field}”，这里没有给出",
     "the step {step} needs {field}, which is not given here"},
    {"pack.not_opening", "步骤“{step}”不是“{register}”开始记录的步骤",
     "the step {step} does not open records of {register}"},
    {"pack.older_than_law", "“{parameter}”的值早于法律“{law}”的施行日{since}",
     "a value of {parameter} is older than the law {law} ({since})"},
    {"pack.overlap", "“{parameter}”的两个值在同一天有效（另见第{other_line}行）",
     "two values of {parameter} are in force on the same day (line {other_line})"},
    {"pack.parameter_in_measure", "计量里不能用参数“{name}”：它的值会变，计过的数不会",
     "a measure cannot use the parameter {name}: its value changes, what is counted does not"},
    {"pack.personal_indexed", "个人信息“{field}”不能用于筛选",
     "the personal field {field} cannot be indexed"},
    {"pack.personal_key", "个人信息“{field}”不能用来辨认记录",
     "the personal field {field} cannot tell records apart"},
    {"pack.personal_source", "个人信息“{name}”不能抄到别处，也不能计数",
     "the personal field {name} can neither be copied elsewhere nor counted"},
    {"pack.personal_title", "个人信息“{field}”不能作为名称",
     "the personal field {field} cannot be the title"},
    {"pack.personal_without_mask", "个人信息“{field}”没有写怎样遮盖（mask）",
     "the personal field {field} has no mask"},
    {"pack.reserved_name", "名称“{name}”已有别的含义", "the name {name} is reserved"},
    {"pack.second_document", "一个文件只能有一份内容（---）", "a file holds one document (---)"},
    {"pack.share_differs",
     "“{measure}”和“{over}”的 {what} 不同，一个不是另一个的一部分；请统一，或者用 ratio",
     "{measure} and {over} differ in {what}, so that one is no part of the other; make them alike, "
     "or use ratio"},
    {"pack.share_not_shown", "看不出“{measure}”都在“{over}”里：没有写 {condition}",
     "{measure} does not say {condition}, which {over} asks for"},
    {"pack.spawn_cycle", "步骤“{step}”开出的记录又会开出“{register}”，永远停不下来",
     "what the step {step} opens opens {register} again, without end"},
    {"pack.tag", "不能使用标签（{tag}）", "tags are not allowed ({tag})"},
    {"pack.target_looser", "“{parameter}”的本地目标{value}比自{since}起的规定{upper}宽松，不起作用",
     "the target {value} of {parameter} is looser than {upper} (since {since}) and never applies"},
    {"pack.today_in_measure", "计量里不能用 today：数不能因为过了一天就变，请用期限的日子",
     "a measure cannot use today: a number must not change because a day has passed; use the day "
     "of a clock"},
    {"pack.too_deep", "嵌套过深（最多{limit}层）", "nested too deeply (at most {limit})"},
    {"pack.too_large", "文件过大", "the file is too large"},
    {"pack.too_many", "内容过多（最多{limit}项）", "too many items (at most {limit})"},
    {"pack.unclosed_figure", "双花括号没有成对", "double braces that are not closed"},
    {"pack.unknown_article", "法律“{law}”没有登记条款“{article}”",
     "the law {law} has no article {article}"},
    {"pack.unknown_folder", "不认识“{path}”所在的文件夹", "{path} lies in no known folder"},
    {"pack.unknown_key", "不认识的键“{key}”", "unknown key {key}"},
    {"pack.unreachable_state", "没有步骤能到达状态“{state}”", "no step reaches the state {state}"},
    {"pack.unreadable", "读不了“{path}”：{reason}", "cannot read {path}: {reason}"},
    {"pack.unverified", "“{parameter}”的值尚待核对原文", "a value of {parameter} is not verified"},
    {"pack.usage_measured", "“{what}”计的是怎样使用系统，不能作为指标或考核项",
     "{what} counts how the program is used, which is never an indicator or an item"},
    {"pack.way_around", "步骤“{step}”绕过上级规则进入“{state}”",
     "the step {step} leads around the upper layer into {state}"},
    {"pack.wrong_choice", "字段“{field}”没有选项“{choice}”",
     "the field {field} has no choice {choice}"},
    {"pack.wrong_link", "“{field}”不是指向“{register}”的关联字段",
     "{field} is no record field that points to {register}"},
    {"pack.wrong_measure", "“{measure}”用在这里不对，需要{wanted}",
     "{measure} does not fit here: {wanted} wanted"},
    {"pack.wrong_operator", "期限“{clock}”的参数“{parameter}”是 {operator}，需要 {wanted}",
     "the parameter {parameter} of the clock {clock} is {operator}, {wanted} wanted"},
    {"pack.wrong_type", "“{name}”是 {type}，这里需要 {wanted}",
     "{name} is {type}, {wanted} wanted here"},
};

/// Names of what `pack.unknown_<what>` misses.
constexpr Entry kKinds[] = {
    {"better", "好坏方向", "direction"},
    {"binding", "约束力", "binding"},
    {"breach", "违反", "breach"},
    {"clock", "期限", "clock"},
    {"comparison", "比较方式", "comparison"},
    {"edition", "考核指标体系", "edition"},
    {"every", "频次", "frequency"},
    {"field", "字段", "field"},
    {"figure", "数据名", "figure"},
    {"gate", "前置条件", "gate"},
    {"indicator", "指标", "indicator"},
    {"indicator_kind", "指标种类", "kind of indicator"},
    {"item_kind", "考核项种类", "kind of item"},
    {"kind", "种类", "kind"},
    {"law", "法律", "law"},
    {"layer", "层级", "layer"},
    {"level", "效力级别", "level"},
    {"mask", "遮盖方式", "mask"},
    {"measure", "计量", "measure"},
    {"operator", "比较方式", "operator"},
    {"pack", "规则包", "pack"},
    {"parameter", "参数", "parameter"},
    {"period", "期间", "period"},
    {"reach", "范围", "reach"},
    {"refusal", "拒绝理由", "refusal"},
    {"register", "登记", "register"},
    {"report_kind", "报告种类", "kind of report"},
    {"right", "权限", "right"},
    {"role", "角色", "role"},
    {"rounding", "取整方式", "rounding"},
    {"source", "来源", "source"},
    {"state", "状态", "state"},
    {"step", "步骤", "step"},
    {"type", "类型", "type"},
    {"unit", "单位", "unit"},
    {"unit_kind", "单位类别", "kind of unit"},
};

template <std::size_t N> const Entry* find(const Entry (&entries)[N], std::string_view id) {
  const auto* found = std::find_if(std::begin(entries), std::end(entries),
                                   [&](const Entry& e) { return e.id == id; });
  return found == std::end(entries) ? nullptr : found;
}

std::string filled(std::string_view text, const base::Error& error) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    const auto name = text.substr(open + 1, close - open - 1);
    for (const auto& [key, value] : error.args)
      if (key == name) out += value;
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string sentence(const base::Error& error) {
  const bool english = in_english();
  if (const auto* entry = find(kEntries, error.id))
    return filled(english ? entry->en : entry->zh, error);
  constexpr std::string_view kUnknown = "pack.unknown_";
  if (error.id.starts_with(kUnknown))
    if (const auto* kind = find(kKinds, std::string_view(error.id).substr(kUnknown.size())))
      return english ? filled("unknown " + std::string(kind->en) + " {name}", error)
                     : filled("没有" + std::string(kind->zh) + "“{name}”", error);
  return api::words(error, english ? api::Language::English : api::Language::Chinese).detail;
}

std::string suggestion(const std::string& name) {
  return in_english() ? "; did you mean " + name + "?" : "；是否应为 " + name + "？";
}

} // namespace

std::string words_of(const base::Error& error) {
  std::string out = sentence(error);
  for (const auto& [name, value] : error.args)
    if (name == "suggestion" && !value.empty()) out += suggestion(value);
  return out;
}

std::string words_of(const pack::Diagnostic& fault) {
  return sentence(fault.error) + (fault.suggestion.empty() ? "" : suggestion(fault.suggestion));
}

} // namespace plumb::app
