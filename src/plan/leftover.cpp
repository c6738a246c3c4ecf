// SPDX-License-Identifier: Apache-2.0
#include "leftover.hpp"

#include <algorithm>

namespace plumb::plan {
namespace {

/// Why each line of the body is no field, where it is none.
std::vector<Why> reasons(const Context& context, const Outline& outline, const Plan& plan) {
  const auto& lines = context.lines.lines;
  std::vector<Why> why = context.frame.why;
  if (plan.kind == Kind::Other) {
    for (auto& reason : why)
      if (reason == Why::None) reason = Why::NotPlan;
    return why;
  }
  const bool report = plan.kind == Kind::Report;
  const auto first = outline.nodes.empty() ? context.frame.body_until : outline.nodes.front().line;
  for (std::uint32_t i = context.frame.body_from; i < context.frame.body_until; ++i)
    if (why[i] == Why::None) why[i] = i < first ? Why::Preamble : Why::Other;
  for (const auto& node : outline.nodes) {
    Why reason = Why::None;
    if (node.section == Section::Preamble) reason = Why::Preamble;
    if (node.section == Section::Closing) reason = Why::Closing;
    if (node.section == Section::Steps) reason = Why::Steps;
    if (node.parent >= 0 && !node.active) {
      // As the section it stands in.
      if (why[node.line] != Why::Other) continue;
    }
    if (node.active) {
      if (why[node.line] == Why::Other) why[node.line] = Why::Heading;
      continue;
    }
    if (reason == Why::None && report) reason = Why::ReportBody;
    if (reason == Why::None) continue;
    // Each section is filled once: inner nodes were reached above.
    for (std::uint32_t i = node.line; i < node.until; ++i)
      if (why[i] == Why::Other || why[i] == Why::Heading) why[i] = reason;
  }
  for (std::uint32_t i = 0; i < lines.size(); ++i) {
    if (lines[i].kind == LineKind::Effects || lines[i].kind == LineKind::Measures)
      why[i] = Why::Label;
    else if (lines[i].kind == LineKind::Person)
      why[i] = Why::ResponsiblePerson;
  }
  return why;
}

} // namespace

std::vector<Leftover> find_leftovers(const Context& context, const Outline& outline,
                                     const Plan& plan, const std::vector<Span>& table_headers) {
  std::vector<Span> taken;
  const auto take = [&](Span span) {
    if (!span.empty()) taken.push_back(span);
  };
  take(plan.title_span);
  take(plan.document_number_span);
  take(plan.issuer_span);
  take(plan.issued_on_span);
  for (const auto& area : plan.areas)
    take(area.span);
  for (const auto& task : plan.tasks)
    take(task.span);
  for (const auto& target : plan.targets)
    take(target.span);
  std::sort(taken.begin(), taken.end());
  std::vector<Span> headers = table_headers;
  std::sort(headers.begin(), headers.end());

  const auto why = reasons(context, outline, plan);
  std::vector<Leftover> left;
  const auto& lines = context.lines.lines;
  std::size_t next = 0;
  std::size_t header = 0;
  const auto keep = [&](std::uint32_t from, std::uint32_t until, Why reason) {
    const Span span = base::trim(context.text, {from, until});
    if (span.empty()) return;
    const auto name = to_string(reason);
    // Neighbours with one reason are one piece, unless a field stands between.
    if (!left.empty() && left.back().why == name &&
        base::trim(context.text.substr(left.back().span.until, span.from - left.back().span.until))
            .empty()) {
      left.back().span.until = span.until;
      return;
    }
    left.push_back({span, std::string(name)});
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::uint32_t at = lines[i].span.from;
    const std::uint32_t until = lines[i].span.until;
    while (header < headers.size() && headers[header].until <= at)
      ++header;
    const bool in_header =
        header < headers.size() && headers[header].from <= at && plan.kind != Kind::Other;
    const Why reason = in_header ? Why::TableHeader : why[i];
    while (next < taken.size() && taken[next].until <= at)
      ++next;
    for (std::size_t t = next; at < until && t < taken.size() && taken[t].from < until; ++t) {
      if (taken[t].until <= at) continue;
      if (taken[t].from > at) keep(at, taken[t].from, reason);
      at = std::max(at, taken[t].until);
    }
    if (at < until) keep(at, until, reason);
  }
  return left;
}

} // namespace plumb::plan
