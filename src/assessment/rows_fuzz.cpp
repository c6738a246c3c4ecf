// SPDX-License-Identifier: Apache-2.0
// Rows and records of any content: they are refused or shown, and what is shown adds up.
#include "exact.hpp"
#include "samples.hpp"
#include "sheet.hpp"

#include <cstdint>

namespace {

using namespace plumb::assessment;

const plumb::pack::Edition& sample() {
  using namespace plumb::assessment::testing;
  static const auto kEdition =
      edition({{automatic("share", "6", linear("50", "100")), judged("chief", "5"),
                judged("minutes", "3", Kind::Scored, {"government"})},
               {judged("fault", "2", Kind::Deduction), judged("praise", "2", Kind::Bonus)}});
  return kEdition;
}

void check_frozen(const plumb::pack::Edition* edition, const SheetRecord& sheet) {
  const auto state = frozen_state(edition, sheet);
  const auto json = sheet_json(nullptr, plumb::organisation::Tree(), sheet, state);
  PLUMB_CHECK(plumb::event::parse_json(json.dump()).has_value());
  const auto areas = areas_json(state.edition, sheet.text("unit_kind"), state.scores);
  PLUMB_CHECK(areas.size() == state.edition.areas.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json =
      plumb::event::parse_json(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!json) return 0;
  for (const auto step : {kSelfScore, kVerify, kAppeal, kDecideAppeal}) {
    const Json& rows = (*json)["rows"];
    for (const auto& fault : faults_of(sample(), "government", step, (*json)["fields"], rows)) {
      PLUMB_CHECK(!fault.reason.empty());
      PLUMB_CHECK(fault.row < static_cast<int>(rows.items().size()));
    }
  }
  auto sheet = sheet_record(*json);
  sheet.state = kSettled;
  check_frozen(&sample(), sheet);
  check_frozen(nullptr, sheet);

  std::vector<ItemScore> scores;
  for (const auto& row : (*json)["rows"].items()) {
    ItemScore score;
    score.item = row["item"].text();
    score.marks = score.verified = row["marks"].number();
    scores.push_back(score);
  }
  const auto total = total_of(sample(), "government", scores);
  PLUMB_CHECK(compare(total.scored, total.full) <= 0);
  return 0;
}
