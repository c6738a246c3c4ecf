// SPDX-License-Identifier: Apache-2.0
// Any sequence of commands on records that belong together: what is stored is what a replay gives
// and what a rebuild gives; parents know how their children stand; numbers have no holes.
#include "linked_rules.hpp"
#include "numbering.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

namespace plumb::records {
namespace {

using testing::Store;

constexpr const char* kUnits[] = {"lake", "hill", "law"};

Json some_units() {
  Json::Array out;
  for (const auto* unit : kUnits)
    if (*rc::gen::arbitrary<bool>()) out.emplace_back(unit);
  return Json(std::move(out));
}

std::vector<std::string> ids_of(storage::Database& database) {
  std::vector<std::string> out;
  const auto reader = database.reader();
  RC_ASSERT(reader.has_value());
  RC_ASSERT((*reader)
                ->run("select record_id from record order by ordinal, record_id", {},
                      [&](const storage::Row& row) {
                        out.emplace_back(row.text(0));
                        return true;
                      })
                .has_value());
  return out;
}

void open(Store& store) {
  registers::TakeStep step{.register_id = "order", .step = "draft"};
  step.fields = Json::Object{{"title", "修渠"},
                             {"lead", some_units()},
                             {"support", some_units()},
                             {"series", *rc::gen::element<std::string>("office", "bureau")}};
  if (*rc::gen::inRange(0, 4) == 0)
    step.fields.object()->emplace("number",
                                  "砚办〔2026〕" + std::to_string(*rc::gen::inRange(1, 5)) + "号");
  (void)store->open_record({}, step, {}, *rc::gen::inRange(0, 5) == 0);
}

/// One random thing that somebody does; what is refused is refused.
void act(Store& store, storage::Database& database) {
  const auto ids = ids_of(database);
  const int kind = *rc::gen::inRange(0, 12);
  if (kind < 2 || ids.empty()) return open(store);
  const auto& id =
      ids[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(ids.size())))];
  if (kind < 8) {
    registers::TakeStep step{.register_id = {}, .step = {}};
    step.step = *rc::gen::element<std::string>("issue", "issue", "number", "number", "sign",
                                               "report", "close", "withdraw", "stop");
    (void)store.change(id, step);
  } else if (kind == 8) {
    (void)store.change(id, registers::Correct{.fields = Json::Object{{"support", some_units()}},
                                              .reason = "更正"});
  } else if (kind == 9) {
    (void)store.change(id, registers::Annul{"撤回"});
  } else {
    store.clock().advance_ms(86'400'000LL * *rc::gen::inRange(1, 5));
    const auto today = base::china_date(store.clock().now_ms());
    RC_ASSERT(store->tick({}, today).has_value());
    RC_ASSERT(store->raise_obligations({}, testing::linked_tree(), today).has_value());
  }
}

void check_children(const std::map<std::string, registers::Record>& records) {
  std::map<std::string, std::map<std::string, std::string>> children;
  for (const auto& [id, record] : records)
    if (!record.parent.empty()) children[record.parent].emplace(id, record.state);
  for (const auto& [id, record] : records) {
    std::map<std::string, std::string> known;
    std::set<std::string> keys;
    for (const auto& child : record.children) {
      known.emplace(child.record_id, child.state);
      RC_ASSERT(keys.insert(child.key).second);
    }
    RC_ASSERT(known == children[id]);
  }
}

/// A number that the program gave left no free one below it; what is typed or given up since can.
void check_numbers(const std::map<std::string, registers::Record>& records) {
  std::set<std::string> seen;
  for (const auto& [id, record] : records)
    if (const auto& number = record.fields["number"].text(); !number.empty())
      RC_ASSERT(seen.insert(number).second);
}

RC_GTEST_PROP(LinkedProperty, StoredIsReplayedIsRebuilt, ()) {
  const auto database = storage::testing::fresh_database();
  Store store(*database);
  RC_ASSERT(store->activate({}, testing::linked_rules()).has_value());
  const int count = *rc::gen::inRange(1, 40);
  for (int i = 0; i < count; ++i)
    act(store, *database);
  std::map<std::string, registers::Record> records;
  const auto events = store.journal().read("default", 0, 1'000'000);
  RC_ASSERT(events.has_value());
  for (const auto& event : *events)
    if (const auto id = registers::record_of_stream(event.stream); !id.empty())
      RC_ASSERT(registers::apply(records[std::string(id)], event).has_value());
  for (const auto& [id, record] : records) {
    const auto stored = store->state("default", id);
    RC_ASSERT(stored.has_value());
    RC_ASSERT(*stored == record);
  }
  check_children(records);
  check_numbers(records);
  const auto before = testing::everything(*database);
  RC_ASSERT(store->rebuild().has_value());
  RC_ASSERT(testing::everything(*database) == before);
}

} // namespace
} // namespace plumb::records
