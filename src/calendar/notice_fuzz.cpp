// SPDX-License-Identifier: Apache-2.0
// Whatever is pasted as a notice: what comes out is a notice that a calendar takes, once it has a
// name and a day, and dates can be counted with it.
#include <plumb/base/check.hpp>
#include <plumb/calendar/notice.hpp>
#include <plumb/calendar/period.hpp>

namespace {

void use(plumb::base::Result<plumb::calendar::NoticeProposal> proposal) {
  using namespace plumb::calendar;
  if (!proposal) return;
  Notice& notice = proposal->notice;
  PLUMB_CHECK(!notice.days.empty());
  if (notice.id.empty()) notice.id = "号";
  if (!notice.notice_on.ok()) notice.notice_on = notice.days.front().on;
  const Date day = notice.days.front().on;
  const auto calendar = Calendar::make({notice});
  PLUMB_CHECK(calendar.has_value());
  const View view = calendar->view(notice.jurisdiction, plumb::base::make_date(2149, 12, 31));
  const auto receipt = compute(view, {10, Unit::WorkingDay, Bound::Max}, day);
  PLUMB_CHECK(receipt.has_value() && view.is_working(receipt->last_day));
  PLUMB_CHECK(view.working_days(plumb::base::add_days(day, 1),
                                plumb::base::add_days(receipt->last_day, 1)) == 10);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  use(plumb::calendar::read_notice_text(text, 2026, "CN"));
  use(plumb::calendar::read_notice_table(text, "CN"));
  return 0;
}
