// SPDX-License-Identifier: Apache-2.0
/// Items of an edition in plain Chinese.
#pragma once

#include <plumb/pack/editions.hpp>

#include <string>
#include <string_view>

namespace plumb::assessment {

/// 80%不得分，100%得6分，之间按比例计算. `unit`: of the indicator's value, may be empty.
[[nodiscard]] std::string scoring_in_words(const pack::AssessmentItem& item, std::string_view unit);
} // namespace plumb::assessment
