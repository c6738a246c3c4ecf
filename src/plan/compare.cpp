// SPDX-License-Identifier: Apache-2.0
#include "compare_bigrams.hpp"

#include <plumb/plan/compare.hpp>

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>

namespace plumb::plan {

namespace {

using namespace compare;

// Below this a task is another task; between the same neighbours a rewritten one is still itself.
constexpr int kSamePercentMin = 50, kNeighbourPercentMin = 30;
constexpr std::size_t kCandidates = 8, kGapMax = 8;

struct Prepared {
  std::string all;   ///< area, title, text and details, normalised: equal means nothing changed
  std::string words; ///< title and text only
  std::string title;
  Bigrams bigrams; ///< of title and text
};

std::string key_of(const std::vector<std::u32string>& parts) {
  std::string key;
  for (const auto& part : parts) {
    key.append(reinterpret_cast<const char*>(part.data()), part.size() * sizeof(char32_t));
    key.append(sizeof(char32_t), '\0');
  }
  return key;
}

Prepared prepare(const Comparable& task) {
  const std::u32string area = plain_unnumbered(task.area), title = plain_unnumbered(task.title),
                       text = plain_unnumbered(task.text);
  Prepared prepared;
  // Details are canonical already, and in 2025-06-30 the punctuation counts.
  prepared.all = key_of({area, title, text}) + std::string(task.details);
  prepared.words = key_of({title, text});
  prepared.title = title.size() >= 4 ? key_of({title}) : std::string();
  prepared.bigrams = bigrams_of(title + text);
  return prepared;
}

std::vector<Prepared> prepare_all(const std::vector<Comparable>& tasks) {
  std::vector<Prepared> all;
  all.reserve(tasks.size());
  for (const Comparable& task : tasks)
    all.push_back(prepare(task));
  return all;
}

class Versions {
public:
  Versions(const std::vector<Comparable>& before, const std::vector<Comparable>& after)
      : before_(prepare_all(before)), after_(prepare_all(after)),
        partner_of_before_(before.size(), -1), partner_of_after_(after.size(), -1) {}

  std::vector<Match> run() {
    pair_equal(&Prepared::all);
    pair_equal(&Prepared::words);
    pair_similar();
    pair_neighbours();
    return in_order();
  }

private:
  /// Tasks with the same key, first to first. Equal texts that repeat keep their order.
  void pair_equal(std::string Prepared::* key) {
    std::unordered_map<std::string_view, std::deque<std::size_t>> open;
    for (std::size_t i = 0; i < before_.size(); ++i)
      if (partner_of_before_[i] < 0) open[before_[i].*key].push_back(i);
    for (std::size_t j = 0; j < after_.size(); ++j) {
      if (partner_of_after_[j] >= 0) continue;
      const auto found = open.find(after_[j].*key);
      if (found == open.end() || found->second.empty()) continue;
      pair(found->second.front(), j);
      found->second.pop_front();
    }
  }

  /// Where a task of the later version would stand in the earlier one, from its last paired
  /// predecessor.
  std::vector<std::uint32_t> expected_places() const {
    std::vector<std::uint32_t> places(after_.size(), 0);
    std::uint32_t place = 0;
    for (std::size_t j = 0; j < after_.size(); ++j) {
      if (partner_of_after_[j] >= 0) place = static_cast<std::uint32_t>(partner_of_after_[j]);
      places[j] = place;
      ++place;
    }
    return places;
  }

  /// Best similarity first; of equally similar tasks those that stand closest.
  void pair_similar() {
    BigramIndex index;
    for (std::size_t i = 0; i < before_.size(); ++i)
      if (partner_of_before_[i] < 0) index.add(static_cast<std::uint32_t>(i), before_[i].bigrams);
    const auto places = expected_places();
    struct Candidate {
      int percent;
      std::uint32_t distance;
      std::size_t before, after;
    };
    std::vector<Candidate> candidates;
    for (std::size_t j = 0; j < after_.size(); ++j) {
      if (partner_of_after_[j] >= 0) continue;
      for (const std::uint32_t i : index.find(after_[j].bigrams, kCandidates, places[j])) {
        const int percent = likeness(before_[i], after_[j]);
        const std::uint32_t distance = i > places[j] ? i - places[j] : places[j] - i;
        if (percent >= kSamePercentMin) candidates.push_back({percent, distance, i, j});
      }
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
      if (a.percent != b.percent) return a.percent > b.percent;
      if (a.distance != b.distance) return a.distance < b.distance;
      return a.after != b.after ? a.after < b.after : a.before < b.before;
    });
    for (const Candidate& c : candidates)
      if (partner_of_before_[c.before] < 0 && partner_of_after_[c.after] < 0)
        pair(c.before, c.after);
  }

  /// A task between the same two neighbours in both versions may have been rewritten thoroughly.
  void pair_neighbours() {
    int last_before = -1;
    for (std::size_t j = 0; j < after_.size();) {
      if (partner_of_after_[j] >= 0) {
        last_before = partner_of_after_[j++];
        continue;
      }
      std::size_t gap_until = j;
      while (gap_until < after_.size() && partner_of_after_[gap_until] < 0)
        ++gap_until;
      std::size_t i = static_cast<std::size_t>(last_before + 1);
      for (std::size_t k = j; k < gap_until && k < j + kGapMax; ++k)
        for (std::size_t tried = i;
             tried < before_.size() && tried < i + kGapMax && partner_of_before_[tried] < 0;
             ++tried)
          if (likeness(before_[tried], after_[k]) >= kNeighbourPercentMin) {
            pair(tried, k);
            i = tried + 1;
            break;
          }
      j = gap_until;
    }
  }

  static int likeness(const Prepared& a, const Prepared& b) {
    const int percent = dice(a.bigrams, b.bigrams);
    // The same heading over a rewritten task: still the same task.
    return !a.title.empty() && a.title == b.title ? std::max(percent, kSamePercentMin) : percent;
  }

  void pair(std::size_t i, std::size_t j) {
    partner_of_before_[i] = static_cast<int>(j);
    partner_of_after_[j] = static_cast<int>(i);
  }

  std::vector<Match> in_order() const {
    // A dropped task stands behind the last kept task before it.
    std::map<int, std::vector<int>> dropped_behind;
    int last = -1;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (partner_of_before_[i] >= 0)
        last = static_cast<int>(i);
      else
        dropped_behind[last].push_back(static_cast<int>(i));
    }
    std::vector<Match> matches;
    const auto put_dropped = [&](int anchor) {
      if (const auto found = dropped_behind.find(anchor); found != dropped_behind.end())
        for (const int i : found->second)
          matches.push_back({Change::Dropped, i, -1, 0});
    };
    put_dropped(-1);
    for (std::size_t j = 0; j < after_.size(); ++j) {
      const int i = partner_of_after_[j];
      if (i < 0) {
        matches.push_back({Change::Added, -1, static_cast<int>(j), 0});
        continue;
      }
      const Prepared &a = before_[static_cast<std::size_t>(i)], &b = after_[j];
      const bool same = a.all == b.all;
      matches.push_back({same ? Change::Same : Change::Changed, i, static_cast<int>(j),
                         same ? 100 : dice(a.bigrams, b.bigrams)});
      put_dropped(i);
    }
    return matches;
  }

  std::vector<Prepared> before_, after_;
  std::vector<int> partner_of_before_, partner_of_after_;
};

} // namespace

int similarity(std::string_view a, std::string_view b) {
  return dice(bigrams_of(plain(a)), bigrams_of(plain(b)));
}

std::vector<Match> compare_versions(const std::vector<Comparable>& before,
                                    const std::vector<Comparable>& after) {
  return Versions(before, after).run();
}

std::vector<Link> propose_links(const std::vector<Comparable>& lower,
                                const std::vector<Comparable>& higher, int threshold) {
  struct Words {
    Bigrams all, title, text;
  };
  const auto words_of = [](const Comparable& task) {
    const std::u32string title = plain_unnumbered(task.title), text = plain_unnumbered(task.text);
    return Words{bigrams_of(title + text), bigrams_of(title), bigrams_of(text)};
  };
  std::vector<Words> targets;
  BigramIndex index;
  for (const Comparable& task : higher) {
    targets.push_back(words_of(task));
    index.add(static_cast<std::uint32_t>(targets.size() - 1), targets.back().all);
  }
  std::vector<Link> links;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const Words mine = words_of(lower[i]);
    if (mine.all.empty()) continue;
    Link best{static_cast<int>(i), -1, 0};
    for (const std::uint32_t id :
         index.find(mine.all, 2 * kCandidates, static_cast<std::uint32_t>(i))) {
      int percent = dice(mine.all, targets[id].all);
      // One side may have no heading, or spell out what the other only names.
      if (!mine.text.empty() && !targets[id].text.empty())
        percent = std::max(percent, dice(mine.text, targets[id].text));
      if (mine.title.size() >= 4 && targets[id].title.size() >= 4)
        percent = std::max(percent, dice(mine.title, targets[id].title) * 9 / 10);
      if (percent > best.similarity) best = {best.lower, static_cast<int>(id), percent};
    }
    if (best.higher >= 0 && best.similarity >= threshold) links.push_back(best);
  }
  return links;
}

} // namespace plumb::plan
