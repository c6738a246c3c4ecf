// SPDX-License-Identifier: Apache-2.0
/// What a written target or a figure of a report may mean: names of indicators by the pairs of
/// characters that they share with it, rare pairs weighing more. Pure; proposes, never decides. A
/// wrong proposal costs more than none: what is about something else as well is not told.
#pragma once

#include <plumb/pack/measures.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::indicators {

/// Something written that wants a number.
struct Written {
  std::string subject = {}; ///< what is measured, where that is known
  std::string text = {};    ///< the whole sentence
  std::string unit = {};    ///< %, 件, 人 …; empty: not said
  std::optional<pack::Comparison> comparison = {};
  bool number = false;      ///< says how much
  std::string context = {}; ///< what stands before it: the task, its words before the sentence
  std::string area = {};    ///< of the plan that it stands in
};

class Matcher {
public:
  explicit Matcher(std::span<const pack::Indicator> indicators);
  /// {id, confidence 50–100}, best first, at most five.
  [[nodiscard]] std::vector<std::pair<std::string, int>> match(const Written& written) const;

private:
  using Pairs = std::vector<std::u32string>; ///< ascending, each once
  struct Name {
    Pairs pairs;
    std::int64_t weight = 0;
    bool brief = false; ///< short, and nothing in it that no other indicator is called
  };
  struct Candidate {
    std::string id, unit;
    pack::IndicatorKind kind;
    pack::Indicator::Better better;
    std::vector<Name> names;
    Pairs pairs;        ///< of all names
    std::string joined; ///< all names, for words that decide
  };
  /// What is written, taken apart: what is measured, the rest of the sentence, what stands around.
  struct Parts {
    Pairs subject, sentence, context, area;
    bool counted = false; ///< says a number that is no rate
  };
  [[nodiscard]] std::int64_t weight(const std::u32string& pair) const;
  [[nodiscard]] int best(const Candidate& candidate, const Parts& parts) const;
  [[nodiscard]] std::int64_t weight(const Pairs& pairs) const;
  /// Weight of those of `some` that are among `others`.
  [[nodiscard]] std::int64_t shared(const Pairs& some, const Pairs& others) const;
  [[nodiscard]] int found(const Name& name, const Parts& parts, bool told_apart) const;
  [[nodiscard]] bool is_told_apart(const Candidate& candidate, const Parts& parts) const;
  [[nodiscard]] int belonging(const Candidate& candidate, const Parts& parts) const;

  std::vector<Candidate> candidates_;
  std::vector<std::pair<std::u32string, std::int64_t>> weights_; ///< ascending by pair
  std::int64_t unknown_ = 1, rare_ = 1;                          ///< weights
};

/// Whether the sentence wants that something does not happen at all: 没有发生, 杜绝, 数量为零.
[[nodiscard]] bool forbids(std::string_view text);

/// The rates that one subject lists, each by itself: 审核率、公开率和备案率 → three. What lists
/// nothing comes back as it is.
[[nodiscard]] std::vector<std::string> subjects_of(std::string_view subject);

} // namespace plumb::indicators
