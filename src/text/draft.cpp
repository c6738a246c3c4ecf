// SPDX-License-Identifier: Apache-2.0
#include "draft.hpp"

#include <plumb/base/check.hpp>

#include <algorithm>
#include <utility>

namespace plumb::text {

using base::Span;

void Edits::replace(Span span, std::string inserted, RepairKind kind, bool certain) {
  if (span.empty() && inserted.empty()) return;
  PLUMB_CHECK(span.from >= end() && span.from <= span.until);
  edits_.push_back({span, std::move(inserted), kind, certain});
}

std::string undo(std::string_view text, std::span<const Repair> repairs) {
  std::string out;
  out.reserve(text.size());
  std::uint32_t done = 0;
  for (const Repair& repair : repairs) {
    out += text.substr(done, repair.span.from - done);
    out += repair.before;
    done = repair.span.until;
  }
  out += text.substr(done);
  return out;
}

/// Where places of the text before the edits lie after them.
class Shift {
public:
  explicit Shift(const Edits& edits) {
    places_.reserve(edits.edits_.size());
    std::int64_t moved = 0;
    for (const auto& edit : edits.edits_) {
      const auto from = static_cast<std::uint32_t>(edit.span.from + moved);
      const auto size = static_cast<std::uint32_t>(edit.inserted.size());
      places_.push_back({edit.span, {from, from + size}});
      moved += static_cast<std::int64_t>(size) - edit.span.size();
    }
  }
  /// An edit that begins here belongs behind the place.
  [[nodiscard]] std::uint32_t begin(std::uint32_t at) const { return move(at, false); }
  /// An edit that begins and ends here belongs in front of the place.
  [[nodiscard]] std::uint32_t end(std::uint32_t at) const { return move(at, true); }
  /// Where the text of the edit with this index lies now.
  [[nodiscard]] Span of_edit(std::size_t index) const { return places_[index].now; }
  [[nodiscard]] Span widest(Span span) const {
    const std::uint32_t from = begin(span.from);
    return {from, std::max(from, end(span.until))};
  }

private:
  struct Place {
    Span was, now;
  };
  [[nodiscard]] std::uint32_t move(std::uint32_t at, bool as_end) const {
    // The last edit that begins before the place, or at it when seen as an end.
    auto next = std::partition_point(places_.begin(), places_.end(), [&](const Place& place) {
      return place.was.from < at || (as_end && place.was.from == at && place.was.empty());
    });
    if (next == places_.begin()) return at;
    const Place& place = *std::prev(next);
    if (at < place.was.until) return as_end ? place.now.until : place.now.from;
    return place.now.until + (at - place.was.until);
  }
  std::vector<Place> places_;
};

namespace {

/// True if the two touch the same characters, so that undoing one without the other is impossible.
bool overlaps(Span a, Span b) {
  if (a.empty()) return b.from < a.from && a.from < b.until;
  if (b.empty()) return a.from < b.from && b.from < a.until;
  return a.from < b.until && b.from < a.until;
}

} // namespace

/// One group: the edit at `e` and all edits and earlier repairs that it overlaps, transitively, as
/// one repair. Moves both indexes behind the group.
Repair Edits::merge_group(const Draft& draft, const Shift& shift, std::size_t& r,
                          std::size_t& e) const {
  const auto& old = draft.repairs;
  Span whole = edits_[e].span;
  const std::size_t first_repair = r, first_edit = e;
  ++e;
  for (bool grown = true; grown;) {
    grown = false;
    if (r < old.size() && overlaps(old[r].span, whole)) {
      whole = {std::min(whole.from, old[r].span.from), std::max(whole.until, old[r].span.until)};
      ++r;
      grown = true;
    }
    if (e < edits_.size() && overlaps(edits_[e].span, whole)) {
      whole.until = std::max(whole.until, edits_[e].span.until);
      ++e;
      grown = true;
    }
  }
  Repair made;
  made.kind = edits_[first_edit].kind;
  made.certain = true;
  for (std::size_t i = first_edit; i < e; ++i)
    made.certain = made.certain && edits_[i].certain;
  std::uint32_t done = whole.from;
  bool kind_known = false;
  for (std::size_t i = first_repair; i < r; ++i) {
    made.before += draft.text.substr(done, old[i].span.from - done);
    made.before += old[i].before;
    done = old[i].span.until;
    made.certain = made.certain && old[i].certain;
    if (!old[i].span.empty() && !std::exchange(kind_known, true)) made.kind = old[i].kind;
  }
  made.before += draft.text.substr(done, whole.until - done);
  const std::uint32_t from = edits_[first_edit].span.from == whole.from
                                 ? shift.of_edit(first_edit).from
                                 : shift.end(whole.from);
  const std::uint32_t until = edits_[e - 1].span.until == whole.until ? shift.of_edit(e - 1).until
                                                                      : shift.begin(whole.until);
  made.span = {from, std::max(from, until)};
  return made;
}

std::vector<Repair> Edits::merge_repairs(const Draft& draft, const Shift& shift) const {
  std::vector<Repair> merged;
  merged.reserve(draft.repairs.size() + edits_.size());
  std::size_t r = 0, e = 0;
  const auto& old = draft.repairs;
  while (r < old.size() || e < edits_.size()) {
    const bool repair_first =
        e == edits_.size() || (r < old.size() && old[r].span.until <= edits_[e].span.from);
    if (repair_first) {
      Repair kept = old[r++];
      // An earlier repair keeps exactly its characters: nothing at its borders joins it.
      const std::uint32_t from =
          kept.span.empty() ? shift.begin(kept.span.from) : shift.end(kept.span.from);
      const std::uint32_t until = kept.span.empty() ? from : shift.begin(kept.span.until);
      kept.span = {from, until};
      merged.push_back(std::move(kept));
      continue;
    }
    merged.push_back(merge_group(draft, shift, r, e));
  }
  return merged;
}

void Edits::apply(Draft& draft) const {
  if (edits_.empty()) return;
  PLUMB_CHECK(end() <= draft.text.size());
  const Shift shift(*this);
  std::vector<Repair> merged = merge_repairs(draft, shift);

  std::string text;
  text.reserve(draft.text.size());
  std::uint32_t done = 0;
  for (const Edit& edit : edits_) {
    text.append(draft.text, done, edit.span.from - done);
    text += edit.inserted;
    done = edit.span.until;
  }
  text.append(draft.text, done);
  draft.text = std::move(text);
  draft.repairs = std::move(merged);

  for (Warning& warning : draft.warnings)
    warning.span = shift.widest(warning.span);
  for (Hint& hint : draft.hints)
    hint.line = shift.widest(hint.line);
  for (Table& table : draft.tables) {
    table.span = shift.widest(table.span);
    for (Cell& cell : table.cells)
      cell.span = shift.widest(cell.span);
  }
  for (std::uint32_t& start : draft.page_starts)
    start = shift.begin(start);
}

} // namespace plumb::text
