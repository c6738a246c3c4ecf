// SPDX-License-Identifier: Apache-2.0
// Cutting one task into two and joining several: where each field goes.
#include "decide.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <optional>

namespace plumb::intake {

namespace {

using base::Result;
using base::Span;

base::Unexpected<base::Error> bad_split() {
  return base::fail(base::ErrorKind::InvalidInput, "intake.bad_split");
}

bool is_gap(char32_t c) {
  return base::is_blank(c) || c == '\n';
}

/// Code points of `text` that are not blank.
std::u32string dense(std::u32string_view text) {
  std::u32string out;
  for (const char32_t c : text)
    if (!is_gap(c)) out += c;
  return out;
}

/// Where in the task's own text the passage that begins at `at` of its source begins. The two
/// differ by line breaks and, after a correction, by anything; then the words behind the cut must
/// be found.
std::optional<std::size_t> place_in_own_text(std::u32string_view own, std::u32string_view source,
                                             std::size_t at) {
  const std::u32string before = dense(source.substr(0, at));
  const std::u32string after = dense(source.substr(at));
  const std::u32string own_dense = dense(own);
  std::size_t dense_at = 0;
  if (own_dense == before + after) {
    dense_at = before.size();
  } else {
    constexpr std::size_t kKeyMax = 12, kKeyMin = 4;
    std::size_t found = std::u32string::npos;
    for (std::size_t size = kKeyMax; size >= kKeyMin && found == std::u32string::npos; --size) {
      if (after.size() < size) continue;
      const auto key = after.substr(0, size);
      found = own_dense.find(key);
      if (found != std::u32string::npos && own_dense.find(key, found + 1) != std::u32string::npos)
        return {};
    }
    if (found == std::u32string::npos) return {};
    dense_at = found;
  }
  std::size_t seen = 0;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (is_gap(own[i])) continue;
    if (seen++ == dense_at) return i;
  }
  return {};
}

/// Deadlines and targets inside the cut text go with their place; those outside it (a line below)
/// hold for both parts; those without a place stay with the first.
template <class T>
void distribute(const std::vector<T>& all, const std::optional<Span>& text_span, std::uint32_t at,
                std::vector<T>& first, std::vector<T>& second) {
  first.clear();
  second.clear();
  for (const T& one : all) {
    if (!one.span || !text_span) {
      first.push_back(one);
    } else if (!text_span->contains(*one.span)) {
      first.push_back(one);
      second.push_back(one);
    } else {
      (one.span->from < at ? first : second).push_back(one);
    }
  }
}

void inherit(std::vector<TaskUnit>& units) {
  for (auto& unit : units)
    unit.inherited = true;
}

template <class T> void unite(std::vector<T>& into, const std::vector<T>& more) {
  for (const T& one : more)
    if (std::none_of(into.begin(), into.end(),
                     [&](const T& held) { return held.text == one.text; }))
      into.push_back(one);
}

void join(std::string& into, const std::string& more) {
  if (more.empty()) return;
  if (!into.empty()) into += '\n';
  into += more;
}

std::optional<Span> hull(const std::optional<Span>& a, const std::optional<Span>& b) {
  if (!a || !b) return a ? a : b;
  return Span{std::min(a->from, b->from), std::max(a->until, b->until)};
}

} // namespace

Result<std::pair<Task, Task>> split(const Task& task, std::string_view document_text,
                                    std::uint32_t at) {
  const std::u32string own = base::to_utf32(task.text);
  std::size_t own_at = at;
  const auto source_span = task.text_span ? task.text_span : task.span;
  if (source_span) {
    if (at <= source_span->from || at >= source_span->until) return bad_split();
    const base::CodePointIndex index(document_text);
    const Span bytes{index.bytes(source_span->from), index.bytes(source_span->until)};
    if (bytes.until > document_text.size()) return bad_split();
    const auto place =
        place_in_own_text(own, base::to_utf32(bytes.of(document_text)), at - source_span->from);
    if (!place) return bad_split();
    own_at = *place;
  }
  if (own_at == 0 || own_at >= own.size()) return bad_split();
  std::pair<Task, Task> parts{task, task};
  auto& [first, second] = parts;
  first.text = base::trim(base::to_utf8(std::u32string_view(own).substr(0, own_at)));
  second.text = base::trim(base::to_utf8(std::u32string_view(own).substr(own_at)));
  if (first.text.empty() || second.text.empty()) return bad_split();
  second.task_id.clear();
  second.number.clear();
  second.title.clear();
  second.title_span.reset();
  second.continues.clear();
  second.change = task.change.empty() ? "" : "added";
  second.notes = {};
  if (source_span) {
    if (task.span) {
      first.span = Span{task.span->from, at};
      second.span = Span{at, std::max(at, task.span->until)};
    }
    if (task.text_span) {
      first.text_span = Span{task.text_span->from, at};
      second.text_span = Span{at, task.text_span->until};
    }
  }
  inherit(second.lead);
  inherit(second.responsible);
  inherit(second.supporting);
  distribute(task.deadlines, source_span, at, first.deadlines, second.deadlines);
  distribute(task.targets, source_span, at, first.targets, second.targets);
  first.items.clear();
  second.items.clear();
  for (const auto& item : task.items)
    (first.text.find(item) == std::string::npos && second.text.find(item) != std::string::npos
         ? second
         : first)
        .items.push_back(item);
  first.corrected = second.corrected = true;
  return parts;
}

Task merge(const std::vector<const Task*>& tasks) {
  Task merged = *tasks.front();
  for (std::size_t i = 1; i < tasks.size(); ++i) {
    const Task& next = *tasks[i];
    // A heading that would otherwise be lost stays as a line of the text.
    if (next.text.find(next.title) == std::string::npos) join(merged.text, next.title);
    join(merged.text, next.text);
    merged.items.insert(merged.items.end(), next.items.begin(), next.items.end());
    unite(merged.lead, next.lead);
    unite(merged.responsible, next.responsible);
    unite(merged.supporting, next.supporting);
    unite(merged.deadlines, next.deadlines);
    merged.targets.insert(merged.targets.end(), next.targets.begin(), next.targets.end());
    merged.span = hull(merged.span, next.span);
    merged.text_span = hull(merged.text_span, next.text_span);
    merged.confidence = std::min(merged.confidence, next.confidence);
    join(merged.notes.progress, next.notes.progress);
    join(merged.notes.problems, next.notes.problems);
    join(merged.notes.evidence, next.notes.evidence);
    join(merged.notes.inspection, next.notes.inspection);
  }
  merged.corrected = true;
  return merged;
}

} // namespace plumb::intake
