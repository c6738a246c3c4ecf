// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/utf8.hpp>
#include <plumb/plan/plan.hpp>

#include <fmt/format.h>

#include <iterator>

namespace plumb::plan {
namespace {

/// Writes JSON straight into one string; strings that are not UTF-8 get U+FFFD for what is not.
class Writer {
public:
  explicit Writer(std::string_view text) : index_(text) {}

  void key(std::string_view name) {
    comma();
    string(name);
    out_.push_back(':');
    first_ = true;
  }
  void open(char bracket) {
    comma();
    out_.push_back(bracket);
    first_ = true;
  }
  void close(char bracket) {
    out_.push_back(bracket);
    first_ = false;
  }
  void value(std::string_view text) {
    comma();
    string(text);
  }
  void raw(std::string_view json) {
    comma();
    out_.append(json);
  }
  void text_or_null(std::string_view text) { text.empty() ? raw("null") : value(text); }
  void date_or_null(const std::optional<base::Date>& date) {
    date ? value(base::to_string(*date)) : raw("null");
  }
  void span(base::Span at) {
    comma();
    const auto points = index_.code_points(at);
    fmt::format_to(std::back_inserter(out_), "[{},{}]", points.from, points.until);
  }
  void confidence(Confidence percent) {
    comma();
    if (percent >= 100)
      out_.push_back('1');
    else
      fmt::format_to(std::back_inserter(out_), "0.{:02}", percent);
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

private:
  void comma() {
    if (!first_) out_.push_back(',');
    first_ = false;
  }
  void string(std::string_view text) {
    out_.push_back('"');
    std::size_t from = 0;
    const auto flush = [&](std::size_t until) { out_.append(text.substr(from, until - from)); };
    for (std::size_t i = 0; i < text.size();) {
      const auto b = static_cast<unsigned char>(text[i]);
      if (b >= 0x80) {
        const auto c = base::decode_utf8(text, i);
        if (c.value == 0xFFFD && c.size == 1) {
          flush(i);
          out_.append("\xEF\xBF\xBD");
          from = i + 1;
        }
        i += c.size;
        continue;
      }
      if (b >= 0x20 && b != '"' && b != '\\') {
        ++i;
        continue;
      }
      flush(i);
      switch (b) {
      case '"':
        out_.append("\\\"");
        break;
      case '\\':
        out_.append("\\\\");
        break;
      case '\n':
        out_.append("\\n");
        break;
      case '\t':
        out_.append("\\t");
        break;
      default:
        fmt::format_to(std::back_inserter(out_), "\\u{:04x}", b);
      }
      from = ++i;
    }
    flush(text.size());
    out_.push_back('"');
  }

  base::CodePointIndex index_;
  std::string out_;
  bool first_ = true;
};

void write(Writer& json, std::string_view name, const std::vector<Unit>& units) {
  json.key(name);
  json.open('[');
  for (const auto& unit : units) {
    json.open('{');
    json.key("text");
    json.value(unit.text);
    json.key("group");
    json.raw(unit.group ? "true" : "false");
    json.key("inherited");
    json.raw(unit.inherited ? "true" : "false");
    json.key("span");
    json.span(unit.span);
    json.key("confidence");
    json.confidence(unit.confidence);
    json.close('}');
  }
  json.close(']');
}

void write(Writer& json, const std::vector<Deadline>& deadlines) {
  json.key("deadlines");
  json.open('[');
  for (const auto& deadline : deadlines) {
    json.open('{');
    json.key("text");
    json.value(deadline.text);
    json.key("kind");
    json.value(to_string(deadline.kind));
    json.key("on");
    json.date_or_null(deadline.on);
    json.key("rule");
    json.text_or_null(deadline.rule);
    json.key("span");
    json.span(deadline.span);
    json.key("confidence");
    json.confidence(deadline.confidence);
    json.close('}');
  }
  json.close(']');
}

void write(Writer& json, const std::vector<Target>& targets) {
  json.key("targets");
  json.open('[');
  for (const auto& target : targets) {
    json.open('{');
    json.key("text");
    json.value(target.text);
    json.key("area");
    json.text_or_null(target.area);
    json.key("subject");
    json.text_or_null(target.subject);
    json.key("operator");
    json.text_or_null(to_string(target.op));
    json.key("value");
    json.raw(target.value ? base::to_string(*target.value) : "null");
    json.key("unit");
    json.text_or_null(target.unit);
    json.key("span");
    json.span(target.span);
    json.key("confidence");
    json.confidence(target.confidence);
    json.close('}');
  }
  json.close(']');
}

void write(Writer& json, const Task& task) {
  json.open('{');
  json.key("number");
  json.text_or_null(task.number);
  json.key("area");
  json.text_or_null(task.area);
  json.key("objective");
  json.text_or_null(task.objective);
  json.key("title");
  json.text_or_null(task.title);
  json.key("text");
  json.value(task.text);
  json.key("items");
  json.open('[');
  for (const auto& item : task.items)
    json.value(item);
  json.close(']');
  write(json, "lead", task.lead);
  write(json, "responsible", task.responsible);
  write(json, "supporting", task.supporting);
  write(json, task.deadlines);
  write(json, task.targets);
  json.key("span");
  json.span(task.span);
  json.key("confidence");
  json.confidence(task.confidence);
  json.close('}');
}

} // namespace

std::string_view to_string(Kind kind) {
  switch (kind) {
  case Kind::Plan:
    return "plan";
  case Kind::Ledger:
    return "ledger";
  case Kind::Report:
    return "report";
  case Kind::Other:
    break;
  }
  return "other";
}

std::string_view to_string(DeadlineKind kind) {
  switch (kind) {
  case DeadlineKind::Date:
    return "date";
  case DeadlineKind::Period:
    return "period";
  case DeadlineKind::Recurring:
    return "recurring";
  case DeadlineKind::Standing:
    return "standing";
  case DeadlineKind::Relative:
    break;
  }
  return "relative";
}

std::string_view to_string(Operator op) {
  switch (op) {
  case Operator::None:
    return "";
  case Operator::Equal:
    return "=";
  case Operator::AtLeast:
    return ">=";
  case Operator::AtMost:
    return "<=";
  case Operator::MoreThan:
    return ">";
  case Operator::LessThan:
    return "<";
  }
  return "";
}

std::string to_json(const Plan& plan) {
  Writer json(plan.source.text);
  json.open('{');
  json.key("title");
  json.text_or_null(plan.title);
  json.key("document_number");
  json.text_or_null(plan.document_number);
  json.key("issuer");
  json.text_or_null(plan.issuer);
  json.key("issued_on");
  json.date_or_null(plan.issued_on);
  json.key("period");
  if (plan.period_from && plan.period_until) {
    json.open('{');
    json.key("from");
    json.date_or_null(plan.period_from);
    json.key("until");
    json.date_or_null(plan.period_until);
    json.close('}');
  } else {
    json.raw("null");
  }
  json.key("kind");
  json.value(to_string(plan.kind));
  json.key("text");
  json.value(plan.source.text);
  json.key("repairs");
  json.open('[');
  for (const auto& repair : plan.source.repairs) {
    json.open('{');
    json.key("kind");
    json.value(text::to_string(repair.kind));
    json.key("span");
    json.span(repair.span);
    json.key("before");
    json.value(repair.before);
    json.key("certain");
    json.raw(repair.certain ? "true" : "false");
    json.close('}');
  }
  json.close(']');
  json.key("areas");
  json.open('[');
  for (const auto& area : plan.areas) {
    json.open('{');
    json.key("number");
    json.text_or_null(area.number);
    json.key("title");
    json.value(area.title);
    json.key("goal");
    json.text_or_null(area.goal);
    json.key("span");
    json.span(area.span);
    json.close('}');
  }
  json.close(']');
  json.key("tasks");
  json.open('[');
  for (const auto& task : plan.tasks)
    write(json, task);
  json.close(']');
  write(json, plan.targets);
  json.key("unassigned");
  json.open('[');
  for (const auto& leftover : plan.unassigned) {
    json.open('{');
    json.key("span");
    json.span(leftover.span);
    json.key("why");
    json.value(leftover.why);
    json.close('}');
  }
  json.close(']');
  json.key("warnings");
  json.open('[');
  for (const auto& warning : plan.warnings) {
    json.open('{');
    json.key("id");
    json.value(warning.id);
    json.key("span");
    json.span(warning.span);
    json.close('}');
  }
  json.close(']');
  json.close('}');
  return json.take();
}

} // namespace plumb::plan
