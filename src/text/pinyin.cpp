// SPDX-License-Identifier: Apache-2.0
// Mirror sites write a reading behind the characters they converted: 區(qū), and after one more
// conversion 区(qū), 区（qū）, 区(qu1) or 区(qu). With a tone mark the reading speaks for itself,
// unless it explains a rare character of a name; without one it must be the reading of the
// character in front, and the document must do it again and again.
#include "hanzi.hpp"
#include "lines.hpp"
#include "repairs.hpp"

#include <map>

namespace plumb::text {

namespace {

using base::Span;

constexpr std::size_t kMany = 3;
constexpr std::string_view kWideOpen = "（", kWideClose = "）";

struct Annotation {
  Span span;
  char32_t character;
  Syllable syllable;
};

/// The annotation whose opening bracket of `open_size` bytes stands at `at`.
std::optional<Annotation> read(std::string_view text, std::size_t at, std::size_t open_size) {
  std::size_t end = at + open_size;
  const std::size_t limit = std::min(text.size(), end + 16);
  while (end < limit && text[end] != ')' && !text.substr(end).starts_with(kWideClose)) {
    if (static_cast<unsigned char>(text[end]) < '0') return std::nullopt;
    ++end;
  }
  if (end >= limit) return std::nullopt;
  const char32_t character = before(text, at);
  if (!base::is_han(character)) return std::nullopt;
  auto syllable = parse_syllable(text.substr(at + open_size, end - at - open_size));
  if (!syllable) return std::nullopt;
  const std::size_t close_size = text[end] == ')' ? 1 : kWideClose.size();
  return Annotation{{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end + close_size)},
                    character,
                    *std::move(syllable)};
}

std::vector<Annotation> find_all(std::string_view text) {
  std::vector<Annotation> found;
  const auto scan = [&](std::string_view open) {
    for (std::size_t at = find_text(text, open); at != std::string_view::npos;
         at = find_text(text, open, at + 1)) {
      const auto next =
          static_cast<unsigned char>(at + open.size() < text.size() ? text[at + open.size()] : 0);
      // A reading begins with a small letter or one of U+00E0–U+026F.
      if ((next >= 'a' && next <= 'z') || (next >= 0xC3 && next <= 0xC9))
        if (auto one = read(text, at, open.size())) found.push_back(*std::move(one));
    }
  };
  scan("(");
  scan(kWideOpen);
  std::sort(found.begin(), found.end(),
            [](const Annotation& a, const Annotation& b) { return a.span.from < b.span.from; });
  return found;
}

bool is_reading_of(char32_t c, const std::string& letters) {
  const auto usual = usual_reading(c), simplified = usual_reading(simplify(c));
  return (usual && usual->letters == letters) || (simplified && simplified->letters == letters);
}

} // namespace

std::size_t count_marked_readings(std::string_view text) {
  const auto found = find_all(text);
  return static_cast<std::size_t>(
      std::count_if(found.begin(), found.end(), [](const Annotation& one) {
        return one.syllable.tone == Syllable::Tone::Mark;
      }));
}

void repair_pinyin(Draft& draft) {
  const auto found = find_all(draft.text);
  if (found.empty()) return;
  const Gbk& gbk = Gbk::get();
  std::map<Syllable::Tone, std::size_t> count;
  for (const Annotation& one : found)
    ++count[one.syllable.tone];

  // Unmarked syllables may be English or a variable; ask for the reading, and for a habit.
  const bool marked_habit = count[Syllable::Tone::Mark] >= kMany;
  std::map<std::pair<char32_t, std::string>, bool> known;
  const auto reads = [&](const Annotation& one) {
    const auto key = std::pair(one.character, one.syllable.letters);
    const auto at = known.find(key);
    if (at != known.end()) return at->second;
    return known[key] = is_reading_of(one.character, one.syllable.letters);
  };
  std::size_t right = 0, unmarked = 0;
  for (const Annotation& one : found) {
    if (one.syllable.tone == Syllable::Tone::Mark) continue;
    ++unmarked;
    if (reads(one)) ++right;
  }
  const bool unmarked_habit = right >= kMany && right * 10 >= unmarked * 8;

  Edits edits;
  for (const Annotation& one : found) {
    if (one.span.from < edits.end()) continue;
    bool take = false;
    switch (one.syllable.tone) {
    case Syllable::Tone::Mark:
      // Who explains a reading explains that of a rare character.
      take =
          marked_habit || gbk.is_common(one.character) || simplify(one.character) != one.character;
      break;
    case Syllable::Tone::Digit:
      take = reads(one) && (one.syllable.letters.size() > 1 || unmarked_habit);
      break;
    case Syllable::Tone::None:
      take = one.syllable.letters.size() > 1 &&
             ((unmarked_habit || marked_habit) ? (reads(one) || one.syllable.letters.size() > 3)
                                               : false);
      break;
    }
    if (take) edits.remove(one.span, RepairKind::Pinyin);
  }
  edits.apply(draft);
}

} // namespace plumb::text
