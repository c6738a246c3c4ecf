// SPDX-License-Identifier: Apache-2.0
#include "explain.hpp"

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
      line(state.title + (state.final ? "（办结，不再变动）" : ""));
    if (declared_.retention_years > 0)
      out_ += "\n记录保存" + std::to_string(declared_.retention_years) + "年。\n";
    else
      out_ += "\n记录永久保存。\n";
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
    return joined(ids, "、", [](const auto& id) { return std::string(term(kRoles, id)); });
  }

  /// Titles for what an expression names; the rest (`.done`, `.due_on`) it puts into words itself.
  std::string name_in_words(std::string_view name) const {
    if (const auto equals = name.find('='); equals != std::string_view::npos)
      return choice_in_words(name.substr(0, equals), name.substr(equals + 1));
    const auto title_of = [](const auto* part) {
      return part == nullptr ? std::string() : part->title;
    };
    if (name.starts_with("steps.")) return title_of(declared_.step(name.substr(6)));
    if (name.starts_with("clocks.")) return title_of(declared_.clock(name.substr(7)));
    if (const auto* field = declared_.field(name)) return field->title;
    return title_of(rules_.find_parameter(name));
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

  void explain(const Step& step, int number) {
    out_ += "\n### " + std::to_string(number) + ". " + step.title + "\n\n";
    if (!step.hint.empty()) line(step.hint);
    line(step.by.empty() ? "由谁办：本单位的人都可以" : "由谁办：" + roles(step.by));
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
    line(step.repeatable ? "可以多次办理" : "只办一次");
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
