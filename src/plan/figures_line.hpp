// SPDX-License-Identifier: Apache-2.0
/// One line of a report as the reading of figures needs it: code points with their byte places, and
/// which of them cannot hold a figure (titles, slogans in quotes).
#pragma once

#include <plumb/base/span.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::plan::figures {

class Line {
public:
  /// `span` of `text`, without a line break.
  Line(std::string_view text, base::Span span);

  [[nodiscard]] std::size_t size() const { return points_.size(); }
  /// 0 outside the line, so that looking around needs no check.
  [[nodiscard]] char32_t at(std::size_t i) const { return i < points_.size() ? points_[i] : 0; }
  [[nodiscard]] char32_t before(std::size_t i) const { return i > 0 ? at(i - 1) : 0; }
  [[nodiscard]] bool masked(std::size_t i) const { return masked_[i]; }
  [[nodiscard]] std::u32string_view points(std::size_t from, std::size_t until) const {
    return std::u32string_view(points_).substr(from, until - from);
  }
  [[nodiscard]] bool holds(std::size_t i, std::u32string_view word) const {
    return i <= points_.size() && std::u32string_view(points_).substr(i).starts_with(word);
  }
  [[nodiscard]] bool ends_at(std::size_t i, std::u32string_view word) const {
    return i <= points_.size() && std::u32string_view(points_).substr(0, i).ends_with(word);
  }
  /// Bytes in the text.
  [[nodiscard]] base::Span bytes(std::size_t from, std::size_t until) const {
    return {offsets_[from], offsets_[until]};
  }
  [[nodiscard]] std::size_t skip_blanks(std::size_t i) const;

private:
  void mask_between(char32_t open, char32_t close, std::size_t length_max);

  std::u32string points_;
  std::vector<std::uint32_t> offsets_;
  std::vector<bool> masked_;
};

} // namespace plumb::plan::figures
