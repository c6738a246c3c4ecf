// SPDX-License-Identifier: Apache-2.0
// GBK text read one byte off. A program that knew no characters put something between the two bytes
// of one (a mark before what looked like 。！？ across two characters, or a reading behind what
// looked like a traditional character), and the text was then decoded: the orphaned lead byte and
// what followed it became '?', and from there on every character was made of the second byte of one
// and the first byte of the next:
//
//     　　（一）持續     A1A1 A1A1 A3A8 D2BB A3A9 B3D6 C06D
//     　?。ㄒ唬┏掷m    A1A1 A1 | A1A3 A8D2 BBA3 A9B3 D6C0 6D
//
// It ends where a second byte is an ASCII letter (6D above, shown as 'm') or where another mark or
// reading swallowed a second byte (`?。`, `?shí)`). Undoing it: encode what is seen in GBK, shift
// by one byte, decode. The result is taken only if it reads much better than what is seen. The two
// characters at the ends have lost one byte; they come back if a reading or the words around them
// leave one choice, else '?' stays and is marked.
#include "context.hpp"
#include "hanzi.hpp"
#include "lines.hpp"
#include "repairs.hpp"

#include <iterator>
#include <memory>
#include <unordered_map>

namespace plumb::text {

namespace {

using base::Span;

constexpr std::size_t kUnitsMax = 4000;      // characters of one run
constexpr std::size_t kTrial = 8;            // after so many it must look like something
constexpr std::size_t kStrong = 4;           // so many decoded characters are evidence alone
constexpr int kGoodMean = 15, kGainMean = 7; // tenths, see quality()
constexpr std::size_t kChoicesMax = 20'000;  // each takes some 0.2 ms
constexpr char32_t kLost = U'?';
constexpr int kAnyHan = -10; // what was read across two characters may be as rare as it likes

struct Reading {
  Syllable syllable;
  std::uint32_t size = 0; ///< bytes up to and with the closing bracket
};

/// `shù)` at `at`: a reading whose opening bracket was swallowed.
std::optional<Reading> reading_tail(std::string_view text, std::size_t at) {
  const std::size_t end = text.find(')', at);
  if (end == std::string_view::npos || end - at > 12) return std::nullopt;
  auto syllable = parse_syllable(text.substr(at, end - at));
  if (!syllable || syllable->tone == Syllable::Tone::None) return std::nullopt;
  return Reading{*std::move(syllable), static_cast<std::uint32_t>(end + 1 - at)};
}

/// A seen character as the two bytes it may have been decoded from; the first is its own code, the
/// others those of its simplified or traditional forms, since mirror sites convert what they
/// decoded.
struct Unit {
  char32_t seen = 0;
  std::vector<std::uint16_t> bytes;
  std::uint32_t end = 0; ///< place in the text behind it (and behind a reading)
};

enum class End { None, Letter, Reading, LostTrail, Cut };

struct Run {
  std::vector<Unit> units;
  End end = End::None;
  unsigned trail = 0; ///< for Letter
  Reading reading;    ///< for Reading
  std::uint32_t until = 0;
};

std::vector<std::uint16_t> encodings(char32_t c) {
  const Gbk& gbk = Gbk::get();
  std::vector<std::uint16_t> found;
  const auto add = [&](char32_t form) {
    const std::uint16_t bytes = gbk.encode(form);
    if (bytes != 0 && std::find(found.begin(), found.end(), bytes) == found.end() &&
        found.size() < 4)
      found.push_back(bytes);
  };
  switch (c) {
  // Sites also turn full-width punctuation into ASCII.
  case '(':
    add(U'（');
    break;
  case ')':
    add(U'）');
    break;
  case ',':
    add(U'，');
    break;
  case ':':
    add(U'：');
    break;
  case ';':
    add(U'；');
    break;
  case '!':
    add(U'！');
    break;
  case '?':
    add(U'？');
    break;
  case ' ':
    add(0x3000);
    break;
  default:
    if (c < 0x80) break;
    add(c);
    if (!base::is_han(c)) break;
    add(simplify(c));
    for (const char32_t form : traditional_forms(c))
      add(form);
  }
  return found;
}

class Shifted {
public:
  explicit Shifted(Draft& draft) : draft_(draft), text_(draft.text) {}
  void repair();

private:
  struct Found {
    Span span;
    std::uint32_t marker_size = 0;
    Run run;
    std::u32string middle; ///< the characters that lost nothing
    std::optional<Reading> head;
    bool strong = false;
  };

  [[nodiscard]] std::optional<Found> read(std::size_t marker, std::size_t marker_size) const;
  [[nodiscard]] Run collect(std::size_t at, bool head) const;
  [[nodiscard]] std::uint32_t skip_reading(std::uint32_t at) const;
  [[nodiscard]] static std::u32string decode(const Run& run, std::vector<std::uint16_t>& chosen);
  [[nodiscard]] bool accept(Found& found) const;
  void restore(const Found& found, Edits& edits);
  [[nodiscard]] std::optional<Found> lone(std::size_t marker) const;
  void restore_lone(const Found& found, Edits& edits);
  [[nodiscard]] static std::vector<char32_t> with_trail(unsigned trail);
  /// With a swallowed reading in front: what got it was made of the second byte of the character
  /// before and the lost byte, so the reading gives the lost byte away.
  [[nodiscard]] std::vector<unsigned> head_leads(const Found& found);
  [[nodiscard]] char32_t character_before(std::size_t at) const;
  void restore_single(const Found& found, Edits& edits);
  [[nodiscard]] static std::vector<char32_t> with_lead(unsigned lead, int quality_min = 5);
  [[nodiscard]] static std::vector<char32_t> with_reading(std::vector<char32_t> candidates,
                                                          const Syllable& wanted);
  [[nodiscard]] char32_t as_written(char32_t c);
  [[nodiscard]] bool swallows(const Run& run) const;
  [[nodiscard]] std::u32string left_of(std::size_t at) const;
  [[nodiscard]] std::u32string right_of(std::size_t at) const;
  /// Context::choose, as long as the document does not ask for it without end.
  std::optional<char32_t> choose(const std::vector<char32_t>& candidates, std::u32string_view left,
                                 std::u32string_view right) {
    if (candidates.empty() || ++choices_ > kChoicesMax) return std::nullopt;
    if (!context_) context_ = std::make_unique<Context>(text_);
    return context_->choose(candidates, left, right);
  }

  Draft& draft_;
  std::string_view text_;
  std::unique_ptr<Context> context_;
  std::size_t choices_ = 0;
  std::unordered_map<char32_t, char32_t> punctuation_;
  std::vector<Span> doubtful_;
};

std::uint32_t Shifted::skip_reading(std::uint32_t at) const {
  if (at < text_.size() && text_[at] == '(')
    if (const auto reading = reading_tail(text_, at + 1)) return at + 1 + reading->size;
  return at;
}

/// The characters from `at` on, up to where the bytes may fall into step again.
Run Shifted::collect(std::size_t at, bool head) const {
  Run run;
  while (run.units.size() < kUnitsMax) {
    const base::CodePoint c = base::decode_utf8(text_, at);
    run.until = static_cast<std::uint32_t>(at);
    if (c.size == 0 || c.value == '\n') break;
    if ((c.value >= 0x40 && c.value <= 0x7E) || c.value == U'€') {
      // 0x80 is no lead byte either; code page 936 shows it as €.
      run.end = End::Letter;
      run.trail = c.value == U'€' ? 0x80 : static_cast<unsigned>(c.value);
      run.until = static_cast<std::uint32_t>(at + c.size);
      return run;
    }
    if (c.value == '?' || c.value == 0xFFFD) {
      if (const auto reading = reading_tail(text_, at + c.size);
          reading && (head || !run.units.empty())) {
        run.end = End::Reading;
        run.reading = *reading;
        run.until = static_cast<std::uint32_t>(at + c.size + reading->size);
        return run;
      }
      // At the beginning of a run it may also be A3BF, half of two characters: `??h` is 。縣.
      if (head || !run.units.empty()) {
        run.end = End::LostTrail;
        run.until = static_cast<std::uint32_t>(at + c.size);
        return run;
      }
    }
    Unit unit;
    unit.seen = c.value;
    unit.bytes = encodings(c.value);
    if (unit.bytes.empty()) break;
    at = skip_reading(static_cast<std::uint32_t>(at + c.size));
    unit.end = static_cast<std::uint32_t>(at);
    run.units.push_back(std::move(unit));
  }
  run.end = End::Cut;
  return run;
}

/// The best reading of the middle: for every seam between two seen characters the character made of
/// the second byte of one and the first byte of the next (Viterbi over the possible encodings).
std::u32string Shifted::decode(const Run& run, std::vector<std::uint16_t>& chosen) {
  const Gbk& gbk = Gbk::get();
  const auto& units = run.units;
  constexpr int kOtherForm = -3;
  struct State {
    int points;
    std::size_t from;
  };
  std::vector<std::vector<State>> states(units.size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    for (std::size_t v = 0; v < units[i].bytes.size(); ++v) {
      State best{i == 0 ? 0 : -1'000'000'000, 0};
      for (std::size_t u = 0; i > 0 && u < units[i - 1].bytes.size(); ++u) {
        const char32_t c = gbk.decode(units[i - 1].bytes[u] & 0xFFU, units[i].bytes[v] >> 8U);
        const int points = states[i - 1][u].points + (c == 0 ? -60 : quality(c));
        if (points > best.points) best = {points, u};
      }
      if (v > 0) best.points += kOtherForm;
      if (i + 1 == units.size() && run.end == End::Letter) {
        const char32_t c = gbk.decode(units[i].bytes[v] & 0xFFU, run.trail);
        best.points += c == 0 ? -60 : quality(c);
      }
      states[i].push_back(best);
    }
  }
  std::size_t v = 0;
  for (std::size_t u = 1; u < states.back().size(); ++u)
    if (states.back()[u].points > states.back()[v].points) v = u;
  chosen.assign(units.size(), 0);
  for (std::size_t i = units.size(); i-- > 0; v = states[i][v].from)
    chosen[i] = units[i].bytes[v];
  std::u32string out;
  for (std::size_t i = 1; i < units.size(); ++i)
    out.push_back(gbk.decode(chosen[i - 1] & 0xFFU, chosen[i] >> 8U));
  if (run.end == End::Letter) out.push_back(gbk.decode(chosen.back() & 0xFFU, run.trail));
  return out;
}

/// Does it read better than what is seen? Sets `strong` if it needs no other evidence.
bool Shifted::accept(Found& found) const {
  const Run& run = found.run;
  if (found.middle.empty()) {
    // One seen character between two marks proves nothing, unless readings frame it or it ends a
    // paragraph as half a full stop (A1A3).
    const bool stop = run.end == End::LostTrail &&
                      (run.units.front().bytes.front() & 0xFFU) == 0xA1 &&
                      (run.until >= text_.size() || text_[run.until] == '\n');
    return stop || (found.head && run.end != End::Cut);
  }
  int decoded = 0, seen = 0;
  for (const char32_t c : found.middle) {
    if (c == 0 || c == kLost) return false;
    decoded += quality(c);
  }
  bool odd = false;
  for (const Unit& unit : run.units) {
    seen += quality(unit.seen);
    odd = odd || quality(unit.seen) < 10 || unit.seen == '?' || unit.seen == U'？';
  }
  const int count = static_cast<int>(found.middle.size());
  const int mean = decoded / count;
  const int seen_mean = seen / static_cast<int>(run.units.size());
  const bool framed = run.end == End::Letter || run.end == End::Reading || found.head.has_value();
  found.strong =
      found.middle.size() >= kStrong && mean >= kGoodMean && mean - seen_mean >= kGainMean;
  if (found.strong) return true;
  if (!framed && run.end != End::LostTrail) return false;
  const bool all_good = std::all_of(found.middle.begin(), found.middle.end(),
                                    [](char32_t c) { return quality(c) >= 15; });
  // An ASCII letter between ideographs that completes a traditional character.
  if (run.end == End::Letter && simplify(found.middle.back()) != found.middle.back()) {
    const char32_t next = after(text_, run.until);
    odd = odd || base::is_han(next) || (next == '(' && skip_reading(run.until) != run.until);
  }
  // Between a swallowed reading and a known end even everyday characters are wrong ones.
  const bool closed = found.head && (run.end == End::Letter || run.end == End::Reading);
  return all_good && (odd || closed);
}

std::optional<Shifted::Found> Shifted::read(std::size_t marker, std::size_t marker_size) const {
  Found found;
  found.marker_size = static_cast<std::uint32_t>(marker_size);
  std::size_t at = marker + marker_size;
  if (auto head = reading_tail(text_, at)) {
    at += head->size;
    found.head = std::move(head);
  }
  // Reject quickly: a trial over the first characters.
  Run run = collect(at, found.head.has_value());
  if (run.units.empty()) {
    // `?hòng)?qiáng)`, `?duò)C`: one character of which both ends are known.
    if (!found.head || run.end == End::Cut) return std::nullopt;
    found.span = {static_cast<std::uint32_t>(marker), run.until};
    found.run = std::move(run);
    return found;
  }
  std::vector<std::uint16_t> chosen;
  if (run.units.size() > kTrial) {
    Run trial;
    trial.end = End::Cut;
    trial.units.assign(run.units.begin(), run.units.begin() + kTrial);
    int points = 0, seen = 0;
    for (const char32_t c : decode(trial, chosen))
      points += c == 0 ? -60 : quality(c);
    for (const Unit& unit : trial.units)
      seen += quality(unit.seen);
    if (points < static_cast<int>(kTrial - 1) * 10 || points <= seen) return std::nullopt;
  }
  found.middle = decode(run, chosen);
  for (std::size_t i = 0; i < chosen.size(); ++i)
    run.units[i].bytes = {chosen[i]};
  if (run.end == End::Letter && quality(found.middle.empty() ? 0 : found.middle.back()) < 5) {
    // The letter is itself: the run was cut off before it.
    if (!found.middle.empty()) found.middle.pop_back();
    run.end = End::Cut;
    run.until = run.units.back().end;
  }
  if (run.end == End::Cut) {
    // Nothing marks the end: stop where what is seen begins to read better again.
    int gain = 0, best = 0;
    std::size_t keep = 0;
    for (std::size_t i = 0; i < found.middle.size(); ++i) {
      gain += (found.middle[i] == 0 ? -60 : quality(found.middle[i])) - quality(run.units[i].seen);
      if (gain >= best) {
        best = gain;
        keep = i + 1;
      }
    }
    found.middle.resize(keep);
    run.units.resize(std::min(run.units.size(), keep + 1));
    if (run.units.empty()) return std::nullopt;
    run.until = run.units.back().end;
  }
  found.span = {static_cast<std::uint32_t>(marker), run.until};
  found.run = std::move(run);
  return accept(found) ? std::optional(std::move(found)) : std::nullopt;
}

std::vector<char32_t> Shifted::with_lead(unsigned lead, int quality_min) {
  std::vector<char32_t> found;
  for (unsigned trail = 0x40; trail <= 0xFE; ++trail)
    if (const char32_t c = Gbk::get().decode(lead, trail); c != 0 && quality(c) >= quality_min)
      found.push_back(c);
  return found;
}

/// Those with the reading, with the tone as well if there are any; of these those that are
/// traditional, again if there are any, because only converted characters got a reading.
std::vector<char32_t> Shifted::with_reading(std::vector<char32_t> candidates,
                                            const Syllable& wanted) {
  const auto keep_if_any = [&](auto good) {
    std::vector<char32_t> kept;
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(kept), good);
    if (!kept.empty()) candidates = std::move(kept);
  };
  const auto reads = [&](char32_t c, bool tone) {
    for (const char32_t form : {c, simplify(c)})
      if (const auto usual = usual_reading(form);
          usual && usual->letters == wanted.letters && (!tone || usual->number == wanted.number))
        return true;
    return false;
  };
  std::erase_if(candidates, [&](char32_t c) { return !base::is_han(c) || !reads(c, false); });
  keep_if_any([&](char32_t c) { return reads(c, true); });
  keep_if_any([](char32_t c) { return simplify(c) != c; });
  return candidates;
}

std::vector<char32_t> Shifted::with_trail(unsigned trail) {
  std::vector<char32_t> found;
  for (unsigned lead = 0x81; lead <= 0xFE; ++lead)
    if (const char32_t c = Gbk::get().decode(lead, trail); c != 0 && quality(c) >= 15)
      found.push_back(c);
  return found;
}

/// With a swallowed reading in front: what got it was made of the second byte of the character
/// before and the lost byte, so the reading gives the lost byte away.
/// The character in front, a reading of its own left out.
char32_t Shifted::character_before(std::size_t at) const {
  if (at > 0 && text_[at - 1] == ')') {
    const std::size_t open = text_.rfind('(', at - 1);
    if (open != std::string_view::npos && at - open <= 14 &&
        skip_reading(static_cast<std::uint32_t>(open)) == at)
      at = open;
  }
  return before(text_, at);
}

std::vector<unsigned> Shifted::head_leads(const Found& found) {
  std::vector<unsigned> leads;
  if (!found.head) return leads;
  for (const std::uint16_t previous : encodings(character_before(found.span.from)))
    for (const char32_t seen :
         with_reading(with_lead(previous & 0xFFU, kAnyHan), found.head->syllable)) {
      const unsigned lead = Gbk::get().encode(seen) & 0xFFU;
      if (lead > 0x80 && std::find(leads.begin(), leads.end(), lead) == leads.end())
        leads.push_back(lead);
    }
  return leads;
}

std::u32string Shifted::left_of(std::size_t at) const {
  const std::size_t line = at == 0 ? 0 : text_.rfind('\n', at - 1) + 1;
  // Enough for brackets of the sentence; a longer line is cut at a character.
  std::size_t from = at - std::min<std::size_t>(at - line, 600);
  while (from < at && (static_cast<unsigned char>(text_[from]) & 0xC0U) == 0x80U)
    ++from;
  return bare(text_.substr(from, at - from));
}

std::u32string Shifted::right_of(std::size_t at) const {
  at = skip_reading(static_cast<std::uint32_t>(at));
  const std::size_t end = std::min(text_.find('\n', at), std::min(text_.size(), at + 600));
  std::size_t until = std::min(end, text_.size());
  while (until > at && until < text_.size() &&
         (static_cast<unsigned char>(text_[until]) & 0xC0U) == 0x80U)
    --until;
  return bare(text_.substr(at, until - at));
}

/// Punctuation as the rest of the text has it: a site that writes all brackets in ASCII would have
/// written these so too.
char32_t Shifted::as_written(char32_t c) {
  constexpr std::u32string_view kWide = U"（），：；";
  if (kWide.find(c) == std::u32string_view::npos) return c;
  const auto known = punctuation_.find(c);
  if (known != punctuation_.end()) return known->second;
  const char32_t narrow = c - 0xFEE0;
  const bool wide_used =
      find_text(text_, base::to_utf8(std::u32string(1, c))) != std::string_view::npos;
  const bool narrow_used = text_.find(static_cast<char>(narrow)) != std::string_view::npos;
  return punctuation_[c] = !wide_used && narrow_used ? narrow : c;
}

/// Two bytes in a row would have made a character: behind a lost trail byte stood the mark of a
/// full stop, the end, or an ASCII character that is lost as well (`?00%` for 果100%).
bool Shifted::swallows(const Run& run) const {
  constexpr std::u32string_view kMarked = U"。！？!?\n";
  const char32_t behind = after(text_, run.until);
  return run.end == End::LostTrail && behind != 0 &&
         kMarked.find(behind) == std::u32string_view::npos;
}

void Shifted::restore(const Found& found, Edits& edits) {
  const Run& run = found.run;
  const std::uint32_t from = found.span.from;
  bool certain = true;
  const std::u32string left = left_of(from);
  std::u32string middle;
  for (const char32_t c : found.middle)
    middle.push_back(simplify(c));

  // The character at the beginning: its second byte is known.
  const unsigned first_trail = run.units.front().bytes.front() >> 8U;
  const bool line_start =
      std::all_of(left.begin(), left.end(), [](char32_t c) { return base::is_blank(c); });
  char32_t first = kLost;
  std::vector<char32_t> candidates;
  for (const unsigned lead : head_leads(found))
    if (const char32_t c = Gbk::get().decode(lead, first_trail); c != 0 && quality(c) >= 5)
      candidates.push_back(c);
  if (candidates.size() == 1) {
    first = candidates.front();
  } else if (line_start && first_trail == 0xA1 &&
             (!left.empty() || run.units.front().seen == U'。')) {
    // Half of the indentation. Without the other half it is likely, no more.
    first = 0x3000;
    certain = !left.empty();
  } else {
    certain = false;
    if (candidates.empty()) candidates = with_trail(first_trail);
    std::u32string right = middle;
    if (run.end == End::Letter) right += right_of(run.until);
    first = choose(candidates, left, right).value_or(kLost);
  }

  // The character at the end: its first byte is known.
  char32_t last = 0;
  const unsigned last_lead = run.units.back().bytes.front() & 0xFFU;
  if (run.end == End::Reading || run.end == End::LostTrail || run.end == End::Cut) {
    candidates = with_lead(last_lead);
    if (run.end == End::Reading) candidates = with_reading(candidates, run.reading.syllable);
    if (run.end == End::Reading && candidates.size() == 1) {
      last = candidates.front();
    } else {
      certain = false;
      const std::u32string before_last = left + (first == kLost ? U' ' : simplify(first)) + middle;
      const std::u32string behind = right_of(run.until);
      const bool clean = behind.find(U'?') > 2; // the next run has not been repaired yet
      last = choose(candidates, before_last, clean ? behind : U" ").value_or(kLost);
    }
  }

  std::u32string repaired;
  repaired.push_back(first);
  repaired += found.middle;
  if (last != 0) repaired.push_back(last);
  const bool swallowed = swallows(run);
  if (swallowed) {
    if (last != kLost) repaired.push_back(kLost);
    doubtful_.push_back({run.units.back().end, run.until});
  }
  if (first == kLost) doubtful_.push_back({from, from + found.marker_size});
  if (last == kLost && !swallowed) doubtful_.push_back({run.units.back().end, run.until});
  for (char32_t& c : repaired)
    c = as_written(c);
  edits.replace(found.span, base::to_utf8(repaired), RepairKind::ShiftedBytes, certain);
}

/// `有?P部`: one character whose second byte is an ASCII letter has lost the first.
std::optional<Shifted::Found> Shifted::lone(std::size_t marker) const {
  const char32_t trail = after(text_, marker + 1);
  const char32_t next = after(text_, marker + 2), previous = before(text_, marker);
  if (trail < 0x40 || trail > 0x7E || quality(next) < 15) return std::nullopt;
  if (previous < 0x80 && previous != 0 && is_letter(static_cast<char>(previous)))
    return std::nullopt;
  Found found;
  found.marker_size = 1;
  found.span = {static_cast<std::uint32_t>(marker), static_cast<std::uint32_t>(marker + 2)};
  found.run.trail = static_cast<unsigned>(trail);
  return found;
}

/// A character between a swallowed reading and a known end: `加?hòng)?qiáng)` is 加強(qiáng).
void Shifted::restore_single(const Found& found, Edits& edits) {
  std::vector<char32_t> candidates;
  for (const unsigned lead : head_leads(found)) {
    if (found.run.end == End::Letter) {
      const char32_t c = Gbk::get().decode(lead, found.run.trail);
      if (c != 0 && quality(c) >= 5) candidates.push_back(c);
      continue;
    }
    std::vector<char32_t> all = with_lead(lead);
    if (found.run.end == End::Reading)
      all = with_reading(std::move(all), found.run.reading.syllable);
    candidates.insert(candidates.end(), all.begin(), all.end());
  }
  const bool certain = candidates.size() == 1 && !swallows(found.run);
  const auto chosen = candidates.size() == 1 ? std::optional(candidates.front())
                                             : choose(candidates, left_of(found.span.from),
                                                      right_of(found.span.until));
  if (!chosen) {
    doubtful_.push_back(found.span);
    return;
  }
  std::u32string repaired(1, *chosen);
  if (swallows(found.run)) {
    repaired.push_back(kLost);
    doubtful_.push_back(found.span);
  }
  edits.replace(found.span, base::to_utf8(repaired), RepairKind::ShiftedBytes, certain);
}

void Shifted::restore_lone(const Found& found, Edits& edits) {
  const auto chosen =
      choose(with_trail(found.run.trail), left_of(found.span.from), right_of(found.span.until));
  if (!chosen) return;
  edits.replace(found.span, base::to_utf8(std::u32string(1, *chosen)), RepairKind::ShiftedBytes,
                false);
}

void Shifted::repair() {
  std::vector<Found> found;
  bool evidence = false;
  const auto next_marker = [&](std::size_t at) {
    const std::size_t ascii = text_.find('?', at);
    return ascii;
  };
  std::vector<std::size_t> left_over;
  for (std::size_t at = next_marker(0); at != std::string_view::npos;) {
    auto one = read(at, 1);
    if (one) {
      evidence = evidence || one->strong;
      const std::uint32_t until = one->span.until;
      found.push_back(*std::move(one));
      at = next_marker(until);
    } else {
      left_over.push_back(at);
      at = next_marker(at + 1);
    }
  }
  if (!evidence && count_marked_readings(text_) >= 3) evidence = true;
  if (!evidence) return;
  // Lost lead bytes in front of an ASCII trail byte, `有?P部`, stand between the runs.
  for (const std::size_t at : left_over)
    if (auto one = lone(at)) found.push_back(*std::move(one));
  std::sort(found.begin(), found.end(),
            [](const Found& a, const Found& b) { return a.span < b.span; });
  Edits edits;
  for (const Found& one : found) {
    if (one.span.from < edits.end()) continue;
    if (one.run.units.empty() && one.head)
      restore_single(one, edits);
    else if (one.run.units.empty())
      restore_lone(one, edits);
    else
      restore(one, edits);
  }
  // In a text with such damage a '?' between characters is rarely a question.
  for (const std::size_t at : left_over) {
    const bool glued = base::is_han(before(text_, at)) &&
                       (base::is_han(after(text_, at + 1)) || reading_tail(text_, at + 1));
    const bool odd = after(text_, at + 1) == U'。';
    if (glued || odd)
      doubtful_.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)});
  }
  for (const Span span : doubtful_)
    draft_.warn("text.suspicious_token", span);
  edits.apply(draft_);
}

} // namespace

void repair_shifted_bytes(Draft& draft) {
  if (draft.text.find('?') == std::string::npos) return;
  Shifted(draft).repair();
}

} // namespace plumb::text
