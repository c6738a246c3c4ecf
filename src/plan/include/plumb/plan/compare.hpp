// SPDX-License-Identifier: Apache-2.0
/// Two lists of tasks side by side: what a later version added, dropped and changed, and which task
/// of a higher plan a lower unit's task carries out. Similarity is a proposal; a person confirms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plumb::plan {

/// The part of a task that comparing needs. Views must outlive the call.
struct Comparable {
  std::string_view area, title, text;
  /// Everything else that a version may change (roles, deadlines, targets) in one canonical string.
  std::string_view details;
};

/// 0–100: character bigrams shared by two texts (Dice), punctuation and spaces ignored.
[[nodiscard]] int similarity(std::string_view a, std::string_view b);

enum class Change { Same, Changed, Added, Dropped };

struct Match {
  Change change = Change::Same;
  int before = -1;  ///< index in `before`, -1 for Added
  int after = -1;   ///< index in `after`, -1 for Dropped
  int similarity = 0;
};

/// Each task at most once; ordered by `after`, dropped ones where they used to stand. Near-linear for
/// versions that share most of their tasks.
[[nodiscard]] std::vector<Match> compare_versions(const std::vector<Comparable>& before,
                                                  const std::vector<Comparable>& after);

struct Link {
  int lower = -1;
  int higher = -1;
  int similarity = 0;
};

/// The best counterpart in the higher plan of each lower task, where it reaches `threshold`. Several
/// lower tasks may carry out one higher task.
[[nodiscard]] std::vector<Link> propose_links(const std::vector<Comparable>& lower,
                                              const std::vector<Comparable>& higher,
                                              int threshold = 45);

}  // namespace plumb::plan
