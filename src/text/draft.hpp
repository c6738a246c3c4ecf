// SPDX-License-Identifier: Apache-2.0
/// The text while it is being repaired. Each idea of damage is one pass that lists its edits of the
/// text as it now stands; applying them moves every place already recorded, so that in the end all
/// spans point into the final text. Putting the `before` of every repair back gives the text as it
/// came in: that is what makes a repair checkable, and the property test rests on it.
#pragma once

#include <plumb/text/text.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::text {

class Shift;

struct Draft {
  std::string text;            ///< valid UTF-8, lines end in '\n'
  std::vector<Repair> repairs; ///< in order of place, disjoint
  std::vector<Warning> warnings;
  std::vector<Table> tables;
  std::vector<Hint> hints;
  /// Where each page after the first begins; empty when the format has no pages.
  std::vector<std::uint32_t> page_starts;
  /// Lines are lines of a file (text, PDF) and not paragraphs.
  bool lines_of_file = false;

  void warn(std::string_view id, base::Span span) { warnings.push_back({std::string(id), span}); }
  [[nodiscard]] std::string_view of(base::Span span) const { return span.of(text); }
};

/// The edits of one pass, ascending and disjoint, in places of the draft before the pass.
class Edits {
public:
  void replace(base::Span span, std::string inserted, RepairKind kind, bool certain = true);
  void remove(base::Span span, RepairKind kind, bool certain = true) {
    replace(span, {}, kind, certain);
  }
  void insert(std::uint32_t at, std::string inserted, RepairKind kind, bool certain = true) {
    replace({at, at}, std::move(inserted), kind, certain);
  }
  [[nodiscard]] bool empty() const { return edits_.empty(); }
  [[nodiscard]] std::size_t size() const { return edits_.size(); }
  /// End of the last edit; the next one must not begin before it.
  [[nodiscard]] std::uint32_t end() const { return edits_.empty() ? 0 : edits_.back().span.until; }
  /// Changes the text, adds the repairs and moves all places. A repair that touches the place of an
  /// earlier one is merged with it: kind and `before` of the earlier one stay true.
  void apply(Draft& draft) const;

private:
  struct Edit {
    base::Span span;
    std::string inserted;
    RepairKind kind;
    bool certain;
  };
  friend class Shift;
  [[nodiscard]] std::vector<Repair> merge_repairs(const Draft& draft, const Shift& shift) const;
  [[nodiscard]] Repair merge_group(const Draft& draft, const Shift& shift, std::size_t& repair,
                                   std::size_t& edit) const;
  std::vector<Edit> edits_;
};

/// The text with the `before` of all repairs put back.
[[nodiscard]] std::string undo(std::string_view text, std::span<const Repair> repairs);

} // namespace plumb::text
