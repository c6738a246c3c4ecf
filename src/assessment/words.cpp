// SPDX-License-Identifier: Apache-2.0
#include "words.hpp"

#include <plumb/indicators/words.hpp>

namespace plumb::assessment {

using Kind = pack::AssessmentItem::Kind;
using Form = pack::AutomaticScore::Form;

std::string scoring_in_words(const pack::AssessmentItem& item, std::string_view unit) {
  if (!item.automatic) return item.evidence ? "由人评定，须附佐证材料" : "由人评定";
  const auto& score = *item.automatic;
  const bool deduction = item.kind == Kind::Deduction;
  const std::string each = base::to_string(score.each) + "分",
                    most = base::to_string(item.marks) + "分";
  const std::string all = deduction ? "扣" + most : "得" + most;
  const std::string none = deduction ? "不扣分" : "不得分";
  switch (score.form) {
  case Form::Linear:
    return indicators::with_unit(score.none_at, unit) + none + "，" +
           indicators::with_unit(score.full_at, unit) + all + "，之间按比例计算";
  case Form::DeductEach:
    return deduction ? "每一个扣" + each + "，最多扣" + most
                     : "满分" + most + "，每一个扣" + each + "，扣完为止";
  case Form::AddEach:
    return "每一个" + std::string(deduction ? "扣" : "加") + each + "，最多" + most;
  case Form::Met:
    return deduction ? "达到目标不扣分，否则扣" + most : "达到目标得" + most + "，否则不得分";
  }
  return {};
}

} // namespace plumb::assessment
