// SPDX-License-Identifier: Apache-2.0
// Every indicator with value, targets and lights.
#include "answers.hpp"

namespace plumb::indicators {

using View = std::string_view;

Result<std::string> Indicators::board(View authority_id, const organisation::Tree& tree,
                                      const Asked& asked) const {
  PLUMB_TRY_ASSIGN(const auto question, question_of(*state_, authority_id, tree, asked));
  PLUMB_TRY_ASSIGN(const auto answers, Answers::read(question, {}));
  PLUMB_TRY_ASSIGN(const auto rows, answers.rows(all_indicators(*question.book)));
  Json::Array items;
  for (const auto& row : rows)
    items.push_back(answers.row_json(row));
  return Json(Json::Object{{"on", base::to_string(question.on)},
                           {"known_on", date_json(asked.known_on)},
                           {"rules", question.book->version()},
                           {"unit", asked.units.size() == 1 ? asked.units.front() : std::string()},
                           {"items", std::move(items)}})
      .dump();
}

} // namespace plumb::indicators
