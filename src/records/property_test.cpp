// SPDX-License-Identifier: Apache-2.0
// Any sequence of commands: what is stored is what a replay in memory gives, and what a rebuild of
// the tables gives.
#include "test_support.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plumb::records {
namespace {

using testing::day;
using testing::Store;

constexpr const char* kSteps[] = {"accept", "inspect", "announce", "decide"};

/// One random thing that somebody does; what is refused is refused.
void act(Store& store, std::vector<std::string>& ids) {
  const int kind = *rc::gen::inRange(0, 8);
  if (kind == 0 || ids.empty()) {
    const auto answer =
        store.apply_for({{"name", "第" + std::to_string(ids.size())},
                         {"kind", *rc::gen::element<std::string>("ferry", "fishing", "raft")},
                         {"owner", "某某"}});
    if (answer) ids.push_back(answer->id);
    return;
  }
  const auto& id =
      ids[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(ids.size())))];
  const int days = *rc::gen::inRange(0, 6);
  if (kind <= 4) {
    registers::TakeStep step{.register_id = {}, .step = kSteps[*rc::gen::inRange(0, 4)]};
    step.on = base::add_days(base::china_date(store.clock().now_ms()), -days);
    if (*rc::gen::arbitrary<bool>()) step.outside_reason = "外部办理";
    if (step.step == "inspect")
      step.fields = Json::Object{{"inspected", *rc::gen::arbitrary<bool>()}};
    (void)store.change(id, step);
  } else if (kind == 5) {
    registers::Correct correct{.fields = Json::Object{{"seats", *rc::gen::inRange(0, 90)}},
                               .reason = "更正"};
    if (*rc::gen::arbitrary<bool>())
      correct.steps[*rc::gen::inRange(0, 3)] =
          base::add_days(base::china_date(store.clock().now_ms()), -days);
    (void)store.change(id, correct);
  } else if (kind == 6) {
    (void)store.change(id, registers::Annul{"撤回"});
  } else {
    store.clock().advance_ms(86'400'000LL * days);
    (void)store->tick({}, base::china_date(store.clock().now_ms()));
  }
}

/// The records as their streams alone tell them.
std::map<std::string, registers::Record> replayed(Store& store) {
  std::map<std::string, registers::Record> out;
  const auto events = store.journal().read("default", 0, 1'000'000);
  RC_ASSERT(events.has_value());
  for (const auto& event : *events)
    if (const auto id = registers::record_of_stream(event.stream); !id.empty())
      RC_ASSERT(registers::apply(out[std::string(id)], event).has_value());
  return out;
}

RC_GTEST_PROP(RecordsProperty, StoredIsReplayedIsRebuilt, ()) {
  const auto database = storage::testing::fresh_database();
  Store store(*database);
  RC_ASSERT(store->activate({}, testing::rules()).has_value());
  std::vector<std::string> ids;
  const int count = *rc::gen::inRange(1, 40);
  for (int i = 0; i < count; ++i) {
    act(store, ids);
    if (i == count / 2) {
      const calendar::Notice notice{
          .id = "通知",
          .title = "放假",
          .notice_on = day("2026-03-02"),
          .days = {{day("2026-03-05"), calendar::DayKind::Holiday, "湖节"}}};
      RC_ASSERT(store->record_notice({}, notice, false).has_value());
    }
  }
  const auto records = replayed(store);
  RC_ASSERT(records.size() == ids.size());
  for (const auto& [id, record] : records) {
    auto stored = store->state("default", id);
    RC_ASSERT(stored.has_value());
    // The stream has personal data sealed; the state shows it.
    RC_ASSERT(stored->fields["owner"].text() == "某某");
    stored->fields.object()->insert_or_assign("owner", record.fields["owner"]);
    RC_ASSERT(*stored == record);
  }
  const auto before = testing::everything(*database);
  RC_ASSERT(store->rebuild().has_value());
  RC_ASSERT(testing::everything(*database) == before);
}

} // namespace
} // namespace plumb::records
