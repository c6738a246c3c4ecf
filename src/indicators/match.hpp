// SPDX-License-Identifier: Apache-2.0
/// What a written target or a figure of a report may mean: names of indicators by the pairs of
/// characters that they share with it, rare pairs weighing more. Pure; proposes, never decides.
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
  bool number = false; ///< says how much
};

class Matcher {
public:
  explicit Matcher(std::span<const pack::Indicator> indicators);
  /// {id, confidence 30–100}, best first, at most five.
  [[nodiscard]] std::vector<std::pair<std::string, int>> match(const Written& written) const;

private:
  struct Name {
    std::vector<std::u32string> pairs; ///< ascending, each once
    std::int64_t weight = 0;
  };
  struct Candidate {
    std::string id, unit;
    pack::IndicatorKind kind;
    pack::Indicator::Better better;
    std::vector<Name> names;
  };
  [[nodiscard]] std::int64_t weight(const std::u32string& pair) const;
  [[nodiscard]] int best(const Candidate& candidate, const std::vector<std::u32string>& subject,
                         const std::vector<std::vector<std::u32string>>& clauses) const;
  [[nodiscard]] int alike(const Name& name, const std::vector<std::u32string>& pairs) const;

  std::vector<Candidate> candidates_;
  std::vector<std::pair<std::u32string, std::int64_t>> weights_; ///< ascending by pair
  std::int64_t unknown_ = 1;
};

/// Whether the sentence wants that something does not happen at all: 没有发生, 杜绝, 零.
[[nodiscard]] bool forbids(std::string_view text);

} // namespace plumb::indicators
