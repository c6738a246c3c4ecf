// SPDX-License-Identifier: Apache-2.0
#include "outline.hpp"

#include "numerals.hpp"
#include "roles.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

namespace plumb::plan {
namespace {

constexpr std::size_t kLongestHeading = 60; // characters

int depth_of(Style style) {
  return static_cast<int>(style);
}

class Builder {
public:
  Builder(std::string_view text, Lines& lines, const Frame& frame, bool report)
      : text_(text), lines_(lines), frame_(frame), report_(report) {}

  Outline build() {
    order_styles();
    find_bare_headings();
    build_nodes();
    count_signals();
    classify_sections();
    choose_style();
    mark_tasks();
    return std::move(out_);
  }

private:
  std::string_view words(std::uint32_t line) const { return lines_.lines[line].span.of(text_); }
  const Line& line(std::uint32_t i) const { return lines_.lines[i]; }
  bool in_body(std::uint32_t i) const {
    return frame_.why[i] == Why::None && line(i).kind != LineKind::Cell;
  }

  int rank(Style style) const { return rank_[static_cast<std::size_t>(style)]; }

  /// By custom 一、(一) 1. (1); some documents nest two of them the other way round. Told by which
  /// style begins anew right under the other.
  void order_styles() {
    for (int s = 0; s < kStyles; ++s)
      rank_[static_cast<std::size_t>(s)] = s;
    std::array<std::array<int, kStyles>, kStyles> begins_under{};
    Style previous = Style::None;
    for (std::uint32_t i = frame_.body_from; i < frame_.body_until; ++i) {
      if (!in_body(i)) continue;
      const Marker& marker = line(i).marker;
      if (marker.style == Style::None) continue;
      if (marker.value == 1 && previous != Style::None && previous != marker.style)
        ++begins_under[static_cast<std::size_t>(previous)][static_cast<std::size_t>(marker.style)];
      previous = marker.style;
    }
    const auto swap = [&](Style outer, Style inner) {
      const auto o = static_cast<std::size_t>(outer);
      const auto n = static_cast<std::size_t>(inner);
      if (begins_under[n][o] >= 2 && begins_under[n][o] > 2 * begins_under[o][n])
        std::swap(rank_[o], rank_[n]);
    };
    swap(Style::HanParen, Style::Arabic);
    swap(Style::HanComma, Style::HanParen);
    swap(Style::Arabic, Style::ArabicParen);
  }

  /// 【优化营商环境】 and, where a document numbers no headings, short lines above longer text.
  void find_bare_headings() {
    std::size_t numbered = 0;
    bare_.assign(lines_.lines.size(), false);
    std::vector<std::uint32_t> brackets, plain;
    for (std::uint32_t i = frame_.body_from; i < frame_.body_until; ++i) {
      if (!in_body(i) || line(i).kind != LineKind::Text) continue;
      const Style style = line(i).marker.style;
      if (style == Style::HanComma || style == Style::HanParen || style == Style::Part ||
          style == Style::Chapter)
        ++numbered;
      if (style != Style::None) continue;
      if (const auto issue = read_issue(i)) {
        issues_.emplace(i, *issue);
        continue;
      }
      if (line(i).span.size() > 105) continue;
      const auto text = words(i);
      const auto first = glyph(text, 0).value;
      const auto last = glyph_before(text, text.size()).value;
      if ((first == U'【' && last == U'】') || (first == '[' && last == ']')) {
        brackets.push_back(i);
        continue;
      }
      const bool marks = is_full_stop(last) || is_comma(last) || is_semicolon(last) ||
                         is_colon(last) || is_close(last) || is_enumeration_comma(last);
      if (marks || count_letters(text) < 4 || has_any(text, {"。", ";", "；"})) continue;
      const bool text_follows =
          i + 1 < frame_.body_until && in_body(i + 1) &&
          (line(i + 1).span.size() > 90 || line(i + 1).marker.style != Style::None);
      if (text_follows && !is_unit_list(text_, line(i).span)) plain.push_back(i);
    }
    for (const auto i : brackets)
      bare_[i] = true;
    for (const auto& [i, issue] : issues_)
      bare_[i] = true;
    if (numbered == 0 && plain.size() >= 2)
      for (const auto i : plain)
        bare_[i] = true;
  }

  struct Issue {
    Span printed;
    std::uint32_t from = 0; ///< of what is wrong
  };

  /// 问题一:… and 问题3、… of a rectification plan.
  std::optional<Issue> read_issue(std::uint32_t i) const {
    const Span span = line(i).span;
    if (span.size() > 400 || !starts(text_, span.from, "问题")) return std::nullopt;
    const std::size_t from = skip_spaces(text_, span.from + 6, span.until);
    const auto number = read_number(text_, from);
    if (!number || number->value <= 0) return std::nullopt;
    const std::size_t at = from + number->size;
    const auto mark = glyph(text_, at);
    if (!is_colon(mark.value) && !is_enumeration_comma(mark.value) && mark.value != '.' &&
        !is_space(mark.value))
      return std::nullopt;
    const std::size_t behind = skip_spaces(text_, at + mark.size, span.until);
    if (behind >= span.until) return std::nullopt;
    return Issue{{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(at)},
                 static_cast<std::uint32_t>(behind)};
  }

  void build_nodes() {
    std::vector<int> stack;
    bool effects = false;
    Style effects_style = Style::None;
    int effects_value = 0;
    for (std::uint32_t i = frame_.body_from; i < frame_.body_until; ++i) {
      if (!in_body(i)) continue;
      Line& at = lines_.lines[i];
      if (at.kind == LineKind::Effects) {
        effects = true;
        effects_style = Style::None;
        continue;
      }
      Style style = bare_[i] ? Style::Bare : at.marker.style;
      if (effects) {
        if (is_effect(at, effects_style, effects_value)) {
          at.kind = LineKind::EffectItem;
          effects_style = at.marker.style == Style::None ? effects_style : at.marker.style;
          effects_value = at.marker.value;
          out_.effects.push_back({i, stack.empty() ? -1 : stack.front()});
          effect_stack(stack, out_.effects.back());
          continue;
        }
        if (at.kind == LineKind::Role || at.kind == LineKind::Deadline || style != Style::None ||
            at.kind == LineKind::Goal || at.kind == LineKind::Measures)
          effects = false;
      }
      if (style == Style::None || at.kind == LineKind::Role || at.kind == LineKind::Deadline)
        continue;
      while (!stack.empty() &&
             rank(out_.nodes[static_cast<std::size_t>(stack.back())].style) >= rank(style))
        stack.pop_back();
      Node node;
      node.style = style;
      node.value = bare_[i] ? 0 : at.marker.value;
      node.parent = stack.empty() ? -1 : stack.back();
      node.line = i;
      node.printed = bare_[i] ? Span{at.span.from, at.span.from} : at.marker.printed;
      Span content{bare_[i] ? at.span.from : at.marker.end, at.span.until};
      if (bare_[i] && is_open(glyph(text_, content.from).value)) {
        content.from += glyph(text_, content.from).size;
        content.until -= glyph_before(text_, content.until).size;
      }
      if (const auto issue = issues_.find(i); issue != issues_.end()) {
        node.printed = issue->second.printed;
        content.from = issue->second.from;
      }
      split_heading_before_clause(i, content, node);
      const int index = static_cast<int>(out_.nodes.size());
      if (node.parent >= 0) out_.nodes[static_cast<std::size_t>(node.parent)].has_children = true;
      out_.nodes.push_back(node);
      stack.push_back(index);
    }
    finish_ranges();
  }

  bool is_effect(const Line& at, Style style, int value) const {
    if (at.kind != LineKind::Text) return false;
    const Style own = at.marker.style;
    if (own == Style::None)
      return style == Style::None ? at.span.size() > 18 && at.span.size() < 600 : false;
    if (style == Style::None)
      return own == Style::ArabicParen || own == Style::Circled || own == Style::HalfParen ||
             (own == Style::Arabic && at.marker.value == 1);
    return own == style && (at.marker.value == value + 1 || at.marker.value == 0 || value == 0);
  }

  /// The area of an effect indicator: the nearest node above that is no list item.
  void effect_stack(const std::vector<int>& stack, Effect& effect) const {
    int best = -1;
    for (const int node : stack) {
      const Style style = out_.nodes[static_cast<std::size_t>(node)].style;
      if (rank(style) < rank(Style::Arabic)) best = node;
    }
    if (best >= 0) effect.area = best;
  }

  void split_heading_before_clause(std::uint32_t i, Span content, Node& node) const {
    // A clause at the end of the line is no part of the heading.
    const auto [from, until] = lines_.clauses_of(i, i + 1);
    for (std::size_t c = from; c < until; ++c) {
      const Clause& clause = lines_.clauses[c];
      if (clause.kind == ClauseKind::Names || clause.whole.from <= content.from) continue;
      content.until = std::min(content.until, clause.whole.from);
      break;
    }
    content = base::trim(text_, content);
    split_heading(text_, content, node.title, node.rest);
  }

  void finish_ranges() {
    const auto end = frame_.body_until;
    for (std::size_t n = 0; n < out_.nodes.size(); ++n)
      out_.nodes[n].own_until = n + 1 < out_.nodes.size() ? out_.nodes[n + 1].line : end;
    // Innermost first: a node ends where the next of its level or above begins.
    std::vector<std::size_t> open;
    for (std::size_t n = 0; n < out_.nodes.size(); ++n) {
      while (!open.empty() && rank(out_.nodes[open.back()].style) >= rank(out_.nodes[n].style)) {
        out_.nodes[open.back()].until = out_.nodes[n].line;
        open.pop_back();
      }
      open.push_back(n);
    }
    for (const auto n : open)
      out_.nodes[n].until = end;
  }

  // --- signals
  // -------------------------------------------------------------------------------------

  void count_signals() {
    signals_.assign(lines_.lines.size() + 1, 0);
    std::size_t clause = 0;
    for (std::uint32_t i = 0; i < lines_.lines.size(); ++i) {
      bool any = false;
      for (; clause < lines_.clauses.size() && lines_.clauses[clause].line <= i; ++clause)
        any = any || (lines_.clauses[clause].line == i &&
                      lines_.clauses[clause].kind != ClauseKind::Names);
      signals_[i + 1] = signals_[i] + (any && in_body(i) ? 1U : 0U);
    }
  }

  std::uint32_t signals(std::uint32_t from, std::uint32_t until) const {
    return until > from ? signals_[until] - signals_[from] : 0;
  }

  // --- sections
  // ------------------------------------------------------------------------------------

  void classify_sections() {
    auto& nodes = out_.nodes;
    bool generic = false;
    for (auto& node : nodes) {
      node.section = classify_section(node.title.of(text_));
      if (node.parent < 0 && node.section == Section::Tasks) generic = true;
    }
    if (report_) {
      activate_forward();
      return;
    }
    const auto tops =
        std::count_if(nodes.begin(), nodes.end(), [](const Node& node) { return node.parent < 0; });
    const bool any_signals = signals(frame_.body_from, frame_.body_until) > 0;
    std::uint32_t task_sections = 0;
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      Node& node = nodes[n];
      if (node.parent >= 0) {
        node.active = nodes[static_cast<std::size_t>(node.parent)].active;
        // 指导思想 and the like below a section that is otherwise task-like.
        if (node.active && node.section == Section::Preamble &&
            signals(node.line, node.until) == 0 && rank(node.style) < rank(Style::Arabic) &&
            task_sections <= 1 && first_child(n))
          node.active = false;
        continue;
      }
      const bool named = signals(node.line, node.until) > 0;
      switch (node.section) {
      case Section::Tasks:
        node.active = true;
        break;
      case Section::Preamble:
        node.active = named && roles_in(node) > 1;
        break;
      case Section::Steps:
        node.active = false;
        break;
      case Section::Closing:
        // The last sections close the plan; the same words earlier, or with roles, are an area.
        node.active = (named && roles_in(node) > 0 && any_signals) ||
                      (tops > 2 && n + 1 < nodes.size() && is_followed_by_area(n) && !generic);
        break;
      default:
        node.active = !generic || named;
      }
      if (node.active) ++task_sections;
    }
  }

  bool first_child(std::size_t n) const {
    const int parent = out_.nodes[n].parent;
    for (std::size_t k = n; k-- > 0;)
      if (out_.nodes[k].parent == parent)
        return !out_.nodes[k].active;
      else if (static_cast<int>(k) == parent)
        break;
    return true;
  }

  bool is_followed_by_area(std::size_t n) const {
    for (std::size_t k = n + 1; k < out_.nodes.size(); ++k)
      if (out_.nodes[k].parent < 0 && out_.nodes[k].section != Section::Closing &&
          out_.nodes[k].section != Section::Steps)
        return true;
    return false;
  }

  /// Clauses with roles (a bracket with only a date does not make a section an area).
  std::size_t roles_in(const Node& node) const {
    const auto [from, until] = lines_.clauses_of(node.line, node.until);
    std::size_t count = 0;
    for (std::size_t c = from; c < until; ++c)
      count += lines_.clauses[c].kind != ClauseKind::Names;
    return count;
  }

  void activate_forward() {
    auto& nodes = out_.nodes;
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      Node& node = nodes[n];
      const bool inherits = node.parent >= 0 && nodes[static_cast<std::size_t>(node.parent)].active;
      const bool forward = looks_ahead(node.title.of(text_)) &&
                           !has_any(node.title.of(text_), {"不足", "问题", "成效"}) &&
                           rank(node.style) < rank(Style::ArabicParen) && node.title.size() < 200;
      const bool lacking =
          has_any(node.title.of(text_), {"下一步", "下步", "打算", "改进", "安排"}) &&
          looks_ahead(node.title.of(text_));
      node.active = inherits || forward || lacking;
      if (forward && !inherits) node.section = Section::Forward;
    }
  }

  // --- level of the tasks
  // --------------------------------------------------------------------------

  struct Level {
    std::size_t total = 0, covered = 0;       // nodes, and those with a role or deadline
    std::size_t inner = 0, inner_covered = 0; // those that are not the last of their parent
    std::size_t parents = 0, continued = 0, restarted = 0;
    std::size_t letters = 0;
    std::size_t heading_parents = 0;
  };

  bool generic(const Node& node) const {
    return (node.section == Section::Tasks && node.has_children) ||
           node.section == Section::Forward;
  }

  void choose_style() {
    std::array<Level, kStyles> levels{};
    std::array<int, kStyles> last_value{};
    const auto& nodes = out_.nodes;
    std::vector<bool> last_child(nodes.size(), false);
    {
      // Last of its siblings of the same style.
      std::vector<int> latest(nodes.size() + 1, -1);
      for (std::size_t n = nodes.size(); n-- > 0;) {
        const auto parent = static_cast<std::size_t>(nodes[n].parent + 1);
        if (latest[parent] < 0) {
          last_child[n] = true;
          latest[parent] = static_cast<int>(n);
        }
      }
    }
    std::vector<int> counted_parent(kStyles, -2);
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      const Node& node = nodes[n];
      if (!node.active || generic(node)) continue;
      Level& level = levels[static_cast<std::size_t>(node.style)];
      const bool covered = signals(node.line, node.until) > 0;
      ++level.total;
      level.covered += covered;
      level.letters += text_bytes(node) / 3;
      if (!last_child[n]) {
        ++level.inner;
        level.inner_covered += covered;
      }
      int& last = last_value[static_cast<std::size_t>(node.style)];
      if (counted_parent[static_cast<std::size_t>(node.style)] != node.parent) {
        counted_parent[static_cast<std::size_t>(node.style)] = node.parent;
        ++level.parents;
        if (level.parents > 1) {
          if (node.value == 1)
            ++level.restarted;
          else if (node.value == last + 1)
            ++level.continued;
        }
        if (node.parent >= 0 && nodes[static_cast<std::size_t>(node.parent)].rest.empty() &&
            own_text(nodes[static_cast<std::size_t>(node.parent)]) < 60)
          ++level.heading_parents;
      }
      last = node.value;
    }
    const std::uint32_t all = signals(frame_.body_from, frame_.body_until);
    out_.signals = all >= 2;
    if (out_.signals) {
      int best = -1;
      for (int r = kStyles - 1; r > 0 && best < 0; --r) {
        const int s = style_of_rank(r);
        const Level& level = levels[static_cast<std::size_t>(s)];
        if (level.total < 2 || level.covered * 2 < level.total) continue;
        const bool running = level.continued >= 1 && level.continued > level.restarted &&
                             s <= depth_of(Style::Dotted);
        if (level.inner > 0 && level.inner_covered * 5 < level.inner * 2 && !running) continue;
        best = s;
      }
      // Few roles: still the numbers that run through the whole document are the tasks.
      if (best < 0 && levels[static_cast<std::size_t>(Style::Arabic)].continued >= 2 &&
          levels[static_cast<std::size_t>(Style::Arabic)].continued >
              levels[static_cast<std::size_t>(Style::Arabic)].restarted)
        best = depth_of(Style::Arabic);
      if (best < 0) {
        std::size_t most = 0;
        for (int s = 1; s < kStyles; ++s) {
          const Level& level = levels[static_cast<std::size_t>(s)];
          if (level.total == 0 || level.covered * 3 < level.total || level.covered <= most)
            continue;
          most = level.covered;
          best = s;
        }
      }
      if (best >= 0) {
        out_.task_style = static_cast<Style>(best);
        const Level& level = levels[static_cast<std::size_t>(best)];
        out_.continuing = level.continued >= 1 && level.continued > level.restarted;
        return;
      }
    }
    for (int r = kStyles - 1; r > 0; --r) {
      const int s = style_of_rank(r);
      const Level& level = levels[static_cast<std::size_t>(s)];
      if (level.total < 2) continue;
      const bool item_style = s > depth_of(Style::Dotted);
      const std::size_t parents_above = parent_count(levels, r);
      const bool spread = level.parents * 5 >= parents_above * 2;
      const bool running = level.continued >= 1 && level.continued > level.restarted;
      const bool headings_above = level.heading_parents * 10 >= level.parents * 7;
      const bool substantial =
          level.letters >= level.total * 20 || (headings_above && level.letters >= level.total * 8);
      if (item_style && (level.heading_parents * 10 < level.parents * 7 || !substantial)) continue;
      if ((!spread && !running) || !substantial) continue;
      out_.task_style = static_cast<Style>(s);
      out_.continuing = running;
      return;
    }
    for (int r = 1; r < kStyles; ++r) {
      const int s = style_of_rank(r);
      if (levels[static_cast<std::size_t>(s)].total > 0) {
        out_.task_style = static_cast<Style>(s);
        return;
      }
    }
  }

  int style_of_rank(int r) const {
    for (int s = 0; s < kStyles; ++s)
      if (rank_[static_cast<std::size_t>(s)] == r) return s;
    return 0;
  }

  /// Nodes of the next style above that occurs.
  std::size_t parent_count(const std::array<Level, kStyles>& levels, int r) const {
    for (int above = r - 1; above > 0; --above) {
      const auto& level = levels[static_cast<std::size_t>(style_of_rank(above))];
      if (level.total > 0) return level.total;
    }
    return 1;
  }

  std::size_t text_bytes(const Node& node) const {
    if (node.until <= node.line) return 0;
    return lines_.lines[node.until - 1].span.until - lines_.lines[node.line].span.from;
  }

  std::size_t own_text(const Node& node) const {
    std::size_t bytes = node.rest.size();
    for (std::uint32_t i = node.line + 1; i < node.own_until && bytes < 4000; ++i)
      if (line(i).kind == LineKind::Text) bytes += line(i).span.size();
    return bytes;
  }

  // --- tasks
  // ---------------------------------------------------------------------------------------

  void mark_tasks() {
    auto& nodes = out_.nodes;
    const int task_rank = rank(out_.task_style);
    if (out_.task_style == Style::None) return;
    // Which nodes have one of the task style below.
    std::vector<bool> above(nodes.size(), false);
    for (std::size_t n = nodes.size(); n-- > 0;) {
      const bool holds = above[n] || (nodes[n].style == out_.task_style && nodes[n].active);
      if (holds && nodes[n].parent >= 0) above[static_cast<std::size_t>(nodes[n].parent)] = true;
    }
    std::vector<bool> inside(nodes.size(), false); // below a task
    std::vector<bool> opened(nodes.size(), false); // children are the tasks although deeper
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      Node& node = nodes[n];
      const bool below = node.parent >= 0 && (inside[static_cast<std::size_t>(node.parent)] ||
                                              nodes[static_cast<std::size_t>(node.parent)].task);
      inside[n] = below;
      if (!node.active || below) continue;
      const bool parent_open = node.parent >= 0 && opened[static_cast<std::size_t>(node.parent)];
      const int r = rank(node.style);
      if (parent_open) {
        node.task = true;
        continue;
      }
      if (above[n] && r < task_rank) {
        node.container = true;
        continue;
      }
      if (r > task_rank) continue;
      if (node.has_children && children_are_tasks(n)) {
        opened[n] = true;
        node.container = true;
        continue;
      }
      if (node.section == Section::Forward && node.has_children) continue;
      if (r < task_rank && generic(node) && !node.has_children && own_text(node) < 30) continue;
      if (node.style != out_.task_style && node.rest.empty() && own_text(node) < 12 &&
          signals(node.line, node.until) == 0 && !node.has_children)
        continue;
      node.task = true;
    }
  }

  /// Deeper nodes that each name their roles are tasks, not items, wherever the level is elsewhere.
  bool children_are_tasks(std::size_t n) {
    Node& node = out_.nodes[n];
    if (lists_rectification(node)) {
      node.shares_roles = true;
      return true;
    }
    std::size_t total = 0;
    std::size_t covered = 0;
    Style style = Style::None;
    std::size_t steps = 0;
    for (std::size_t k = n + 1;
         k < out_.nodes.size() && out_.nodes[k].line < node.until && steps < 400; ++k, ++steps) {
      if (out_.nodes[k].parent != static_cast<int>(n)) continue;
      if (style == Style::None) style = out_.nodes[k].style;
      ++total;
      covered += signals(out_.nodes[k].line, out_.nodes[k].until) > 0;
    }
    // Roles behind the heading itself are meant for each paragraph below it.
    const bool for_all = covered == 0 && node.rest.empty() &&
                         signals(node.line, node.own_until) > 0 && own_text(node) < 12 &&
                         rank(style) <= rank(Style::Dotted);
    if (out_.signals && for_all) return total >= 2 && text_bytes(node) >= total * 60;
    if (out_.signals)
      return total >= 2 && covered * 3 >= total * 2 && signals(node.line, node.own_until) == 0;
    // Without roles: a section that skips a level, heading only, with full paragraphs below.
    return total >= 2 && rank(node.style) < rank(out_.task_style) &&
           rank(style) <= rank(Style::ArabicParen) && own_text(node) < 60 &&
           text_bytes(node) > total * 90;
  }

  /// 整改措施: stands between the heading and the numbered measures.
  bool lists_rectification(const Node& node) const {
    const bool named = node.style == Style::Bare && issues_.contains(node.line);
    for (std::uint32_t i = node.line + 1; i < node.own_until && i < node.line + 12; ++i)
      if (line(i).kind == LineKind::Measures && (named || has(words(i), "整改"))) return true;
    return false;
  }

  std::string_view text_;
  Lines& lines_;
  const Frame& frame_;
  bool report_;
  Outline out_;
  std::unordered_map<std::uint32_t, Issue> issues_; ///< by line
  std::array<int, kStyles> rank_{};
  std::vector<bool> bare_;
  std::vector<std::uint32_t> signals_;
};

} // namespace

void split_heading(std::string_view text, Span line, Span& title, Span& rest) {
  title = {line.from, line.from};
  rest = line;
  std::size_t letters = 0;
  bool marks = false;
  int depth = 0;
  int quotes = 0;
  for (std::size_t i = line.from; i < line.until;) {
    const auto c = glyph(text, i);
    if (is_open(c.value) || c.value == U'《') ++depth;
    if (is_close(c.value) || c.value == U'》') --depth;
    if (c.value == U'“') ++quotes;
    if (c.value == U'”') --quotes;
    const bool inside = depth > 0 || quotes > 0;
    if (is_full_stop(c.value) && !inside) {
      title = {line.from, static_cast<std::uint32_t>(i)};
      std::uint32_t from = static_cast<std::uint32_t>(i + c.size);
      while (from < line.until && text[from] == '*')
        ++from;
      rest = base::trim(text, {from, line.until});
      return;
    }
    if (is_semicolon(c.value) && !inside) return;
    if (is_colon(c.value) && !inside && letters >= 3 && letters <= 30) {
      title = {line.from, static_cast<std::uint32_t>(i)};
      rest = base::trim(text, {static_cast<std::uint32_t>(i + c.size), line.until});
      return;
    }
    if (is_space(c.value)) {
      const std::size_t next = skip_spaces(text, i, line.until);
      const bool han =
          base::is_han(glyph(text, next).value) && base::is_han(glyph_before(text, i).value);
      if (!marks && letters >= 4 && letters <= 30 && han && line.until - next > 60) {
        title = {line.from, static_cast<std::uint32_t>(i)};
        rest = {static_cast<std::uint32_t>(next), line.until};
        return;
      }
      i = next;
      continue;
    }
    marks = marks || is_comma(c.value) || is_clause_end(c.value);
    if (++letters > kLongestHeading) return;
    i += c.size;
  }
  // The whole line is the heading, without a mark at its end.
  title = line;
  while (!title.empty()) {
    const auto c = glyph_before(text, title.until);
    if (!is_colon(c.value) && !is_comma(c.value) && !is_enumeration_comma(c.value) &&
        c.value != '*')
      break;
    title.until -= c.size;
  }
  rest = {line.until, line.until};
}

Outline read_outline(std::string_view text, Lines& lines, const Frame& frame, bool report) {
  return Builder(text, lines, frame, report).build();
}

} // namespace plumb::plan
