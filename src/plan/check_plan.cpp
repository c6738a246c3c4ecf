// SPDX-License-Identifier: Apache-2.0
#include "check_plan.hpp"

#include <algorithm>

namespace plumb::plan {
namespace {

class Checker {
public:
  explicit Checker(const Plan& plan) : plan_(plan), text_(plan.source.text) {}

  std::string run() {
    covered_.assign(text_.size(), false);
    field("title", plan_.title_span, plan_.title);
    field("document_number", plan_.document_number_span, plan_.document_number);
    field("issuer", plan_.issuer_span, plan_.issuer);
    span("issued_on", plan_.issued_on_span);
    for (const auto& area : plan_.areas)
      span("area", area.span);
    for (const auto& task : plan_.tasks)
      check(task);
    for (const auto& target : plan_.targets)
      field("target", target.span, target.text);
    for (const auto& leftover : plan_.unassigned) {
      span("unassigned", leftover.span);
      if (leftover.why.empty()) fail("unassigned without a reason");
    }
    if (plan_.kind == Kind::Other && !plan_.tasks.empty()) fail("tasks in a text that is no plan");
    for (std::size_t i = 0; i < text_.size();) {
      const auto c = glyph(text_, i);
      if (!covered_[i] && !is_space(c.value)) {
        fail("nothing tells of the text at " + std::to_string(i) + ": " +
             std::string(text_.substr(i, 60)));
        break;
      }
      i += c.size;
    }
    return fault_;
  }

private:
  void fail(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }

  bool in_bounds(const char* what, Span at) {
    const auto boundary = [&](std::uint32_t i) {
      return i == text_.size() || (static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80;
    };
    if (at.from > at.until || at.until > text_.size()) {
      fail(std::string(what) + ": span out of bounds");
      return false;
    }
    if (base::is_valid_utf8(text_) && (!boundary(at.from) || !boundary(at.until)))
      fail(std::string(what) + ": span cuts a character");
    return true;
  }

  void span(const char* what, Span at) {
    if (!in_bounds(what, at)) return;
    for (std::uint32_t i = at.from; i < at.until; ++i)
      covered_[i] = true;
  }

  void field(const char* what, Span at, std::string_view value) {
    span(what, at);
    if (!fault_.empty() || at.empty()) return;
    if (squeeze(at.of(text_)) != squeeze(value))
      fail(std::string(what) + ": the span does not say " + std::string(value));
  }

  void inner(const char* what, const Task& task, Span at, std::string_view value, bool inherited) {
    if (!in_bounds(what, at) || !fault_.empty()) return;
    if (!inherited && !task.span.contains(at))
      fail(std::string(what) + " outside its task: " + std::string(value));
    if (squeeze(at.of(text_)) != squeeze(value))
      fail(std::string(what) + ": the span does not say " + std::string(value));
  }

  static bool percent(Confidence confidence) { return confidence >= 0 && confidence <= 100; }

  void check(const Task& task) {
    span("task", task.span);
    if (task.text.empty()) fail("task without text");
    if (!percent(task.confidence)) fail("confidence of a task");
    if (!task.title_span.empty()) inner("title", task, task.title_span, task.title, false);
    if (!task.span.contains(task.text_span)) fail("text outside its task");
    // The text stands in its span in this order; clauses taken out of it stand between.
    const auto whole = task.text_span.of(text_);
    std::size_t at = 0;
    for (const char byte : task.text) {
      if (byte == '\n' || byte == ' ') continue;
      at = whole.find(byte, at);
      if (at == std::string_view::npos) {
        fail("text of a task is not in its span: " + task.text.substr(0, 60));
        break;
      }
      ++at;
    }
    for (const auto* units : {&task.lead, &task.responsible, &task.supporting})
      for (const auto& unit : *units) {
        inner("unit", task, unit.span, unit.text, unit.inherited);
        if (!percent(unit.confidence)) fail("confidence of a unit");
      }
    for (const auto& deadline : task.deadlines) {
      inner("deadline", task, deadline.span, deadline.text, true);
      if (deadline.kind == DeadlineKind::Recurring && deadline.rule.empty())
        fail("recurring without a rule");
      if (deadline.on && !deadline.on->ok()) fail("a day that does not exist");
    }
    for (const auto& target : task.targets)
      inner("target", task, target.span, target.text, true);
  }

  const Plan& plan_;
  std::string_view text_;
  std::vector<bool> covered_;
  std::string fault_;
};

} // namespace

std::string find_fault(const Plan& plan) {
  return Checker(plan).run();
}

} // namespace plumb::plan
