// SPDX-License-Identifier: Apache-2.0
#include "figures_line.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::plan::figures {

namespace {

// A longer quotation is a sentence and may state figures; a longer title is a lost bracket.
constexpr std::size_t kQuoteMax = 24, kTitleMax = 80;

} // namespace

Line::Line(std::string_view text, base::Span span) {
  for (std::uint32_t at = span.from; at < span.until;) {
    auto [value, size] = base::decode_utf8(text, at);
    // Full-width digits and signs; the span still covers what stands in the text. The comma stays:
    // no thousands are separated by a full-width one.
    if (value >= 0xFF01 && value <= 0xFF5E && value != U'，') value -= 0xFEE0;
    points_.push_back(value);
    offsets_.push_back(at);
    at += size;
  }
  offsets_.push_back(span.until);
  masked_.assign(points_.size(), false);
  mask_between(U'《', U'》', kTitleMax);
  mask_between(U'〈', U'〉', kTitleMax);
  mask_between(U'“', U'”', kQuoteMax);
  mask_between(U'‘', U'’', kQuoteMax);
  mask_between(U'「', U'」', kQuoteMax);
  mask_between(U'"', U'"', kQuoteMax);
  mask_between(U'〔', U'〕', kQuoteMax);
}

void Line::mask_between(char32_t open, char32_t close, std::size_t length_max) {
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (points_[i] != open) continue;
    const std::size_t until = std::min(points_.size(), i + 1 + length_max);
    for (std::size_t j = i + 1; j < until; ++j) {
      if (points_[j] != close) continue;
      std::fill(masked_.begin() + static_cast<std::ptrdiff_t>(i),
                masked_.begin() + static_cast<std::ptrdiff_t>(j) + 1, true);
      i = j;
      break;
    }
  }
}

std::size_t Line::skip_blanks(std::size_t i) const {
  while (base::is_blank(at(i)))
    ++i;
  return i;
}

} // namespace plumb::plan::figures
