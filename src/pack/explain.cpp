// SPDX-License-Identifier: Apache-2.0
#include "explain.hpp"

#include <plumb/pack/measures.hpp>

#include <algorithm>
#include <array>

namespace plumb::pack {
namespace {

struct Term {
  std::string_view name, words;
};
constexpr std::array<Term, 5> kRoles{{{"unit_clerk", "单位经办人"},
                                      {"unit_approver", "单位审批人"},
                                      {"coordinator", "法治统筹部门"},
                                      {"leader", "负责人"},
                                      {"inspector", "督察人员"}}};
constexpr std::array<Term, 14> kTypes{{{"text", "文字"},
                                       {"long_text", "长文字"},
                                       {"integer", "整数"},
                                       {"decimal", "小数"},
                                       {"date", "日期"},
                                       {"flag", "是或否"},
                                       {"choice", "单选"},
                                       {"choices", "多选"},
                                       {"unit", "单位"},
                                       {"units", "多个单位"},
                                       {"record", "关联记录"},
                                       {"file", "附件"},
                                       {"files", "多个附件"},
                                       {"rows", "表格"}}};
constexpr std::array<Term, 6> kBindings{{{"statutory", ""},
                                         {"party_rule", "党内法规"},
                                         {"policy", "政策要求"},
                                         {"local_rule", "地方规定"},
                                         {"local_target", "本地目标"},
                                         {"practice", "惯例"}}};

template <std::size_t N>
std::string_view term(const std::array<Term, N>& terms, std::string_view name) {
  for (const auto& each : terms)
    if (each.name == name && !name.empty()) return each.words;
  return {};
}

std::string quoted(std::string_view title) {
  return "“" + std::string(title) + "”";
}

template <class Each>
std::string joined(const std::vector<std::string>& all, std::string_view separator, Each each) {
  std::string out;
  for (const auto& item : all) {
    if (!out.empty()) out += separator;
    out += each(item);
  }
  return out;
}

class Explainer {
public:
  Explainer(const Rulebook& rules, const Register& declared, Date day)
      : rules_(rules), declared_(declared), day_(day) {}

  std::string run() {
    out_ += "# " + declared_.title + "\n\n" + declared_.gist + "\n\n";
    out_ += "按" + base::to_string(day_) + "有效的规定说明；规则版本 " + rules_.version() + "。\n";
    out_ += "\n## 办理步骤\n";
    int number = 0;
    for (const auto& step : declared_.steps)
      explain(step, ++number);
    if (!declared_.clocks.empty()) out_ += "\n## 期限\n";
    for (const auto& clock : declared_.clocks)
      explain(clock);
    explain_fields();
    out_ += "\n## 状态\n\n";
    for (const auto& state : declared_.states)
      explain(state);
    if (declared_.retention_years > 0)
      out_ += "\n记录保存" + std::to_string(declared_.retention_years) + "年。\n";
    else
      out_ += "\n记录永久保存。\n";
    explain_people();
    explain_dossier();
    explain_duties();
    explain_counts();
    return std::move(out_);
  }

  /// With the titles of what it names.
  [[nodiscard]] std::string condition(const expression::Program& program) const {
    return program.in_words([&](std::string_view name) { return name_in_words(name); });
  }

private:
  void line(const std::string& text) { out_ += "- " + text + "\n"; }
  void below(const std::string& text) { out_ += "  - " + text + "\n"; }

  std::string field_title(std::string_view id) const {
    const auto* field = declared_.field(id);
    return field == nullptr ? std::string(id) : field->title;
  }
  std::string clock_title(std::string_view id) const {
    const auto* clock = declared_.clock(id);
    return quoted(clock == nullptr ? id : clock->title);
  }
  std::string step_title(std::string_view id) const {
    const auto* step = declared_.step(id);
    return quoted(step == nullptr ? id : step->title);
  }
  std::string state_title(std::string_view id) const {
    const auto* state = declared_.state(id);
    return quoted(state == nullptr ? id : state->title);
  }
  std::string fields(const std::vector<std::string>& ids) const {
    return joined(ids, "、", [&](const auto& id) { return field_title(id); });
  }
  std::string clocks(const std::vector<std::string>& ids) const {
    return joined(ids, "、", [&](const auto& id) { return clock_title(id); });
  }
  std::string roles(const std::vector<std::string>& ids) const {
    return joined(ids, "、", [&](const auto& id) {
      const auto* role = rules_.find_role(id);
      return role != nullptr ? role->title : std::string(term(kRoles, id));
    });
  }
  std::string register_title(std::string_view id) const {
    const auto* other = rules_.find_register(id);
    return quoted(other == nullptr ? id : other->title);
  }
  static std::string title_in(const Register* declared, std::string_view id) {
    const auto* field = declared == nullptr ? nullptr : declared->field(id);
    return field == nullptr ? std::string(id) : field->title;
  }
  /// 走访中的接待单位, or 牵头单位.
  std::string path_title(std::string_view path) const {
    const auto dot = path.find('.');
    const auto* rows = declared_.field(path.substr(0, dot));
    if (dot == std::string_view::npos || rows == nullptr) return field_title(path);
    for (const auto& column : rows->columns)
      if (column.id == path.substr(dot + 1)) return rows->title + "中的" + column.title;
    return std::string(path);
  }
  std::string paths(const std::vector<std::string>& all) const {
    return joined(all, "、", [&](const auto& path) { return path_title(path); });
  }
  /// A condition over the records of another register.
  std::string condition_of(std::string_view id, const expression::Program& program) const {
    const auto* other = rules_.find_register(id);
    return other == nullptr ? program.source() : in_words(rules_, *other, program);
  }

  /// Titles for what an expression names; the rest (`.done`, `.due_on`) it puts into words itself.
  std::string name_in_words(std::string_view name) const {
    if (const auto equals = name.find('='); equals != std::string_view::npos)
      return choice_in_words(name.substr(0, equals), name.substr(equals + 1));
    if (name.starts_with("children.")) return children_in_words(name.substr(9));
    if (auto counted = counted_in_words(name); !counted.empty()) return counted;
    const auto title_of = [](const auto* part) {
      return part == nullptr ? std::string() : part->title;
    };
    if (name.starts_with("steps.")) return title_of(declared_.step(name.substr(6)));
    if (name.starts_with("clocks.")) return title_of(declared_.clock(name.substr(7)));
    if (const auto* field = declared_.field(name)) return field->title;
    return title_of(rules_.find_parameter(name));
  }
  /// `part.count`, `part.done`
  std::string children_in_words(std::string_view rest) const {
    const auto dot = rest.rfind('.');
    if (dot == std::string_view::npos) return {};
    return "本件开出的" + register_title(rest.substr(0, dot)) +
           (rest.substr(dot + 1) == "done" ? "中已经办完的件数" : "的件数");
  }
  /// `visits.note.filled`, `.yes`, `.last`
  std::string counted_in_words(std::string_view name) const {
    const auto last = name.rfind('.');
    const auto first = name.find('.');
    if (first == last) return {};
    const auto* rows = declared_.field(name.substr(0, first));
    if (rows == nullptr) return {};
    const auto what = name.substr(last + 1);
    for (const auto& column : rows->columns) {
      if (column.id != name.substr(first + 1, last - first - 1)) continue;
      if (what == "last") return quoted(rows->title) + "最后一行的" + quoted(column.title);
      return quoted(rows->title) + "中" +
             (what == "yes" ? quoted(column.title) + "为“是”的行数"
                            : "填了" + quoted(column.title) + "的行数");
    }
    return {};
  }
  std::string choice_in_words(std::string_view field_id, std::string_view choice_id) const {
    if (field_id == "state") {
      const auto* state = declared_.state(choice_id);
      return state == nullptr ? std::string() : state->title;
    }
    const auto* field = declared_.field(field_id);
    if (field != nullptr)
      for (const auto& choice : field->choices)
        if (choice.id == choice_id) return choice.title;
    return {};
  }
  std::string value_with_basis(const DatedValue& value, const Parameter& parameter) const {
    std::string out = in_words(value) + "（" + rules_.words(value.cite);
    const auto binding = term(kBindings, name_of(parameter.binding));
    if (!binding.empty()) out += "，" + std::string(binding);
    if (value.in_force_until) out += "，适用到" + base::to_string(*value.in_force_until) + "前";
    if (!value.verified) out += "，尚待核对原文";
    return out + "）";
  }
  /// `不少于7个工作日（…）；本地目标10个工作日（…）`, or that nothing is in force.
  std::string parameter_in_words(std::string_view id, std::string_view before) const {
    const auto held = rules_.parameter(id, day_);
    std::string out;
    if (held.value != nullptr)
      out = std::string(before) + value_with_basis(*held.value, *held.parameter);
    if (held.target != nullptr) {
      if (!out.empty()) out += "；";
      out +=
          "本地目标" + std::string(before) + value_with_basis(*held.target, *held.target_parameter);
    }
    return out.empty() ? "这一天没有有效的规定" : out;
  }

  void explain(const Gate& gate) {
    Citation cite = gate.cite;
    if (!gate.parameter.empty()) {
      const auto held = rules_.parameter(gate.parameter, day_);
      if (held.value == nullptr && held.target == nullptr) {
        below(gate.title + "：这一天还没有或者不再有这项要求。");
        return;
      }
      if (cite.law.empty()) cite = held.value != nullptr ? held.value->cite : held.target->cite;
    }
    std::string text = gate.title + "：";
    if (gate.when) text += "在" + condition(*gate.when) + "时，";
    text += "须" + condition(gate.require) + "。依据：" + rules_.words(cite);
    const auto binding = term(kBindings, name_of(gate.binding));
    if (!binding.empty()) text += "（" + std::string(binding) + "）";
    text += "。";
    if (!gate.advice.empty()) text += "没有做到的：" + gate.advice + "。";
    below(text);
  }

  /// Who may where no role is named.
  std::string_view everybody(const Step& step) const {
    if (rules_.roles().empty()) return "本单位的人都可以";
    return step.opens ? "每个人都可以" : "看得到这件记录的人都可以";
  }

  void explain(const Step& step, int number) {
    out_ += "\n### " + std::to_string(number) + ". " + step.title + "\n\n";
    if (!step.hint.empty()) line(step.hint);
    if (step.by.empty())
      line("由谁办：" + std::string(everybody(step)));
    else
      line("由谁办：" + roles(step.by));
    if (!step.acts.empty()) line("只管本单位的人，只有这些单位的可以办：" + paths(step.acts));
    if (step.aside) line("可以办，但不等着谁办，不列入待办");
    if (step.opens)
      line("由这一步开始一件新的记录");
    else if (step.from.empty())
      line("什么时候可以办：没有办结的任何时候");
    else
      line("什么时候可以办：" +
           joined(step.from, "、", [&](const auto& id) { return state_title(id); }) + "时");
    if (!step.to.empty()) line("办完以后：" + state_title(step.to));
    if (!step.required.empty()) line("必须填写：" + fields(step.required));
    if (!step.optional.empty()) line("可以填写：" + fields(step.optional));
    if (!step.needs.empty()) line("此前必须已经填写：" + fields(step.needs));
    if (!step.gates.empty()) line("前置条件：");
    for (const auto& gate : step.gates)
      explain(gate);
    for (const auto& id : step.after)
      if (const auto* clock = declared_.clock(id))
        line((clock->when ? "已经起算的，要等" : "要等") + clock_title(id) + "满：" +
             parameter_in_words(clock->minimum, "不少于") + "；期满次日起可以办");
    if (!step.starts.empty()) line("从这一天的次日起计算：" + clocks(step.starts));
    if (!step.restarts.empty()) line("重新计算：" + clocks(step.restarts));
    if (!step.pauses.empty()) line("暂停计算：" + clocks(step.pauses));
    if (!step.resumes.empty()) line("恢复计算：" + clocks(step.resumes));
    if (!step.extends.empty()) line("延长：" + clocks(step.extends));
    if (!step.stops.empty()) line("期限到此为止：" + clocks(step.stops));
    if (!step.publishes.empty()) line("要公开：" + step.publishes);
    explain_links(step);
    line(step.repeatable ? "可以多次办理" : "只办一次");
  }

  void explain_links(const Step& step) {
    for (const auto& spawn : step.spawns)
      explain(spawn);
    for (const auto& carry : step.carries) {
      const auto* other = rules_.find_register(carry.register_id);
      const auto* taken = other == nullptr ? nullptr : other->step(carry.step);
      line("同时，由本件开出、还没有办结的" + register_title(carry.register_id) + "都办理" +
           quoted(taken == nullptr ? carry.step : taken->title));
    }
    for (const auto& number : step.assigns)
      line("自动给号：" + quoted(field_title(number.field)) + "，格式为" +
           quoted(pattern_in_words(number)) + "，每个" + quoted(field_title(number.series)) +
           "每年从1起连续编号，取最小的空号，不留空号");
    if (step.draws) explain(*step.draws);
  }

  std::string pattern_in_words(const Numbering& number) const {
    std::string out = number.pattern;
    const auto put = [&](std::string_view part, const std::string& words) {
      const auto at = out.find(part);
      if (at != std::string::npos) out.replace(at, part.size(), words);
    };
    put("{year}", "年份");
    put("{number}", "序号");
    put("{series}", field_title(number.series));
    return out;
  }

  /// For whom records are opened.
  std::string each_in_words(const Spawn& spawn) const {
    if (!spawn.of.empty()) {
      std::string out = "为每一件还没有办结";
      if (spawn.where) out += "、并且" + condition_of(spawn.of, *spawn.where);
      return out + "的" + register_title(spawn.of);
    }
    const auto* field = declared_.field(spawn.for_each);
    if (field == nullptr) return {};
    switch (field->type) {
    case FieldType::Rows:
      return "为" + quoted(field->title) + "的每一行";
    case FieldType::Units:
      return "为" + quoted(field->title) + "里的每个单位";
    default:
      return "为" + quoted(field->title);
    }
  }

  void explain(const Spawn& spawn) {
    const auto* other = rules_.find_register(spawn.register_id);
    const auto* opening = other == nullptr ? nullptr : other->step(spawn.step);
    const auto each = each_in_words(spawn);
    std::string text = "同时" + each + "开出一件" + register_title(spawn.register_id) + "（由" +
                       quoted(opening == nullptr ? spawn.step : opening->title) + "开始）";
    if (!each.empty()) text += "，同一个不会开两次";
    if (!spawn.fields.empty()) text += "；" + filled_in_words(other, spawn.fields);
    line(text);
  }

  static std::string filled_in_words(const Register* target,
                                     const std::vector<std::pair<std::string, std::string>>& all) {
    std::string out;
    for (const auto& [field, source] : all)
      out += (out.empty() ? "自动填好：" : "、") + title_in(target, field);
    return out;
  }

  void explain(const Draw& draw) {
    const auto* pool = rules_.find_register(draw.register_id);
    std::string text = "从" + register_title(draw.register_id) + "中随机抽取，数目按" +
                       quoted(field_title(draw.count));
    if (draw.where) text += "；只抽" + condition_of(draw.register_id, *draw.where) + "的";
    for (const auto& [theirs, ours] : draw.match)
      text +=
          "；其" + quoted(title_in(pool, theirs)) + "要与本件" + quoted(field_title(ours)) + "相同";
    for (const auto& [theirs, ours] : draw.exclude)
      text += "；其" + quoted(title_in(pool, theirs)) + "与本件" + quoted(field_title(ours)) +
              "相同的回避";
    line(text);
    line("抽取结果记入" + quoted(field_title(draw.into)) + "，凭据记入" +
         quoted(field_title(draw.receipt)) + "，谁都可以照着重新算一遍");
  }

  /// Who sees a record: by unit, and by role.
  void explain_people() {
    out_ += "\n## 谁看得到\n\n";
    std::vector<std::string> units = declared_.parties;
    if (units.empty())
      for (const auto& field : declared_.fields)
        if (field.type == FieldType::Unit || field.type == FieldType::Units)
          units.push_back(field.id);
    if (declared_.everyone) line("登录的人都看得到这个登记簿的全部记录。");
    line(units.empty() ? "参与的单位：开始这件记录的单位"
                       : "参与的单位：开始这件记录的单位，以及填在这里的单位：" + paths(units));
    struct Group {
      Reach reach;
      std::string_view words;
    };
    static constexpr std::array<Group, 4> kGroups{
        {{Reach::All, "看得到全部记录的角色："},
         {Reach::UnitAndBelow, "看得到本单位和下级单位参与的记录的角色："},
         {Reach::Unit, "看得到本单位参与的记录的角色："},
         {Reach::None, "看不到记录的角色："}}};
    for (const auto& group : kGroups) {
      std::vector<std::string> ids;
      for (const auto& role : rules_.roles())
        if (role.reach == group.reach) ids.push_back(role.id);
      if (!ids.empty()) line(std::string(group.words) + roles(ids));
    }
    if (!declared_.key.empty()) line("导入表格时，“" + fields(declared_.key) + "”都相同的是同一件");
  }

  void explain_dossier() {
    if (declared_.dossier.empty()) return;
    out_ += "\n## 案卷目录\n\n";
    int number = 0;
    for (const auto& part : declared_.dossier) {
      std::string text = std::to_string(++number) + ". " + part.title + "：";
      text += fields(part.fields);
      if (!part.steps.empty())
        text += (part.fields.empty() ? "" : "；") +
                joined(part.steps, "、", [&](const auto& id) { return step_title(id); }) + "的记载";
      if (part.required)
        text += "（" + condition(*part.required) + "时必须有）";
      else
        text += part.optional ? "（可以没有）" : "（必须有）";
      out_ += text + "\n";
    }
  }

  /// Duties whose occurrences are records here, and those that records here carry.
  void explain_duties() {
    bool any = false;
    for (const auto& duty : rules_.obligations()) {
      if (duty.register_id != declared_.id && duty.of != declared_.id) continue;
      if (!any) out_ += "\n## 定期产生的事项\n\n";
      any = true;
      line(duty.title + "：" + duty_in_words(rules_, duty));
    }
  }

  void explain_counts() {
    bool any = false;
    for (const auto& measure : rules_.measures()) {
      if (measure.register_id != declared_.id) continue;
      if (!any) out_ += "\n## 计入的数\n\n";
      any = true;
      line(measure.title + "：" + in_words(rules_, measure));
    }
  }

  std::string steps_with(std::string_view clock, std::vector<std::string> Step::* list) const {
    std::string out;
    for (const auto& step : declared_.steps) {
      const auto& ids = step.*list;
      if (std::find(ids.begin(), ids.end(), clock) == ids.end()) continue;
      if (!out.empty()) out += "、";
      out += quoted(step.title);
    }
    return out;
  }

  void explain(const Clock& clock) {
    out_ += "\n### " + clock.title + "\n\n";
    if (clock.when) line("只在" + condition(*clock.when) + "时计算");
    const auto begins = steps_with(clock.id, &Step::starts);
    const auto ends = steps_with(clock.id, &Step::stops);
    if (!clock.until_field.empty()) {
      std::string text =
          "最后一天就是" + quoted(field_title(clock.until_field)) + "，它改了也跟着改";
      std::string basis = rules_.words(clock.cite);
      const auto binding = term(kBindings, name_of(clock.binding));
      if (!binding.empty()) basis += (basis.empty() ? "" : "，") + std::string(binding);
      line(basis.empty() ? text : text + "（" + basis + "）");
    }
    if (!clock.before_field.empty()) line("从“" + field_title(clock.before_field) + "”往前倒算");
    if (!begins.empty()) line("起算：" + begins + "的次日");
    if (!ends.empty()) line("截止：" + ends);
    const bool back = !clock.before_field.empty();
    if (!clock.minimum.empty())
      line((back ? "至少提前：" : "最短：") +
           parameter_in_words(clock.minimum, back ? "" : "不少于"));
    if (!clock.maximum.empty())
      line((back ? "至少提前：" : "最长：") +
           parameter_in_words(clock.maximum, back ? "" : "不超过"));
    if (!clock.extension.empty()) {
      std::string text = "可以延长" + std::to_string(clock.extensions_max) + "次：" +
                         parameter_in_words(clock.extension, "");
      if (!clock.extension_by.empty()) text += "；由" + roles(clock.extension_by) + "决定";
      line(text);
    }
    if (!clock.deems.empty()) line("期满没有办的，依法视为已经办了" + step_title(clock.deems));
    line("最后一天前" + std::to_string(clock.warn_days) + "个工作日起提示");
  }

  void explain(const pack::State& state) {
    std::string text = state.title;
    if (state.final)
      text += "（办结，不再变动）";
    else if (state.done)
      text += "（单位已经办完）";
    if (!state.stage.empty()) text += "；属于" + quoted(state.stage) + "阶段";
    line(text);
  }

  std::string type_in_words(const Field& field) const {
    std::string out(term(kTypes, name_of(field.type)));
    for (std::size_t i = 0; i < field.choices.size(); ++i)
      out += (i == 0 ? "：" : "、") + field.choices[i].title;
    for (std::size_t i = 0; i < field.columns.size(); ++i)
      out += (i == 0 ? "：" : "、") + field.columns[i].title;
    return out;
  }

  void explain_fields() {
    out_ += "\n## 填写内容\n\n| 名称 | 填什么 | 说明 |\n|---|---|---|\n";
    const auto cell = [](std::string text) {
      // A bar would end the cell, a break the row.
      std::replace(text.begin(), text.end(), '\n', ' ');
      for (auto at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
        text.insert(at, "\\");
      return text;
    };
    for (const auto& field : declared_.fields) {
      std::string note = field.hint;
      if (field.personal) note += note.empty() ? "个人信息，遮盖后显示" : "；个人信息，遮盖后显示";
      out_ += "| " + cell(field.title) + " | " + cell(type_in_words(field)) + " | " + cell(note) +
              " |\n";
    }
  }

  const Rulebook& rules_;
  const Register& declared_;
  Date day_;
  std::string out_;
};

} // namespace

std::string in_words(const Rulebook& rules, const Register& declared,
                     const expression::Program& condition) {
  return Explainer(rules, declared, {}).condition(condition);
}

std::string explain_register(const Rulebook& rules, const Register& declared, Date day) {
  return Explainer(rules, declared, day).run();
}

} // namespace plumb::pack
