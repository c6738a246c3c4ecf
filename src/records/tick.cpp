// SPDX-License-Identifier: Apache-2.0
// Steps that the law takes because a maximum has passed.
#include "state.hpp"
#include "undertaking.hpp"
#include "write.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

namespace plumb::records {
namespace {

using base::Result;
using journal::Transaction;
using storage::Row;
using View = std::string_view;

/// Records that one command looks at: bounds how long others wait.
constexpr std::size_t kBatch = 200;
/// One deemed step can start a clock that has passed too; so often at most.
constexpr int kChainMax = 16;

std::set<std::string> deeming_registers(const Standing& standing) {
  std::set<std::string> out;
  for (const auto& book : standing.books)
    for (const auto& declared : book->registers())
      if (std::ranges::any_of(declared.clocks,
                              [](const auto& clock) { return !clock.deems.empty(); }))
        out.insert(declared.id);
  return out;
}

Result<std::vector<std::string>> passed(Connection& connection, View authority_id,
                                        const Standing& standing, Date today) {
  std::vector<std::string> out;
  const std::string day = base::to_string(today);
  for (const auto& register_id : deeming_registers(standing))
    PLUMB_TRY(connection.run("select record_id from record where authority_id = $1 and register_id "
                             "= $2 and next_due_on < $3 and next_due_on is not null and running > "
                             "0 order by next_due_on, ordinal",
                             {authority_id, View(register_id), View(day)}, [&](const Row& row) {
                               out.emplace_back(row.text(0));
                               return true;
                             }));
  return out;
}

Result<std::int64_t> take_deemed(Transaction& transaction, const StandingPointer& standing,
                                 const registers::Environment& environment,
                                 const std::string& record_id) {
  std::int64_t taken = 0;
  Undertaking undertaking(transaction.connection(), &transaction, transaction.authority_id(),
                          standing, environment);
  for (int i = 0; i < kChainMax; ++i) {
    PLUMB_TRY_ASSIGN(const auto* record, undertaking.find(record_id));
    if (record == nullptr) return unknown_record(record_id);
    PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing, *record));
    const auto events = registers::deemed(*rules.book, *record, environment);
    if (events.empty()) break;
    PLUMB_TRY(undertaking.add(record_id, events));
    taken += static_cast<std::int64_t>(events.size());
  }
  PLUMB_TRY(undertaking.record());
  return taken;
}

void tell_refused(const std::string& record_id, const base::Error& error) {
  const auto why = error.args.empty() ? std::string() : error.args.front().second;
  std::fprintf(stderr, "plumbline: what follows from a passed maximum of %s was refused: %s\n",
               record_id.c_str(), why.c_str());
}

} // namespace

Result<std::int64_t> Records::tick(const journal::Context& context, Date today) {
  std::vector<std::string> due;
  {
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, context.authority_id));
    PLUMB_TRY_ASSIGN(due, passed(*reader, context.authority_id, *standing, today));
  }
  std::int64_t taken = 0;
  for (std::size_t from = 0; from < due.size(); from += kBatch) {
    const std::size_t until = std::min(due.size(), from + kBatch);
    const auto batch = [&](Transaction& transaction) -> Result<std::string> {
      PLUMB_TRY_ASSIGN(const auto standing,
                       state_->rules.standing(transaction.connection(), context.authority_id));
      auto environment =
          environment_of(*standing, transaction.now_ms(), {.id = context.actor, .roles = {}});
      environment.today = today;
      environment.calendar = standing->calendar.view(standing->jurisdiction(), today);
      std::int64_t count = 0;
      for (std::size_t i = from; i < until; ++i) {
        const auto one = take_deemed(transaction, standing, environment, due[i]);
        // One record that its rules do not let go on must not hold up the others.
        if (!one && one.error().id != "registers.refused") return base::Unexpected{one.error()};
        if (!one) tell_refused(due[i], one.error());
        count += one ? *one : 0;
      }
      return std::to_string(count);
    };
    PLUMB_TRY_ASSIGN(const auto count, state_->journal.execute(context, "tick", batch));
    taken += std::stoll(count);
  }
  return taken;
}

} // namespace plumb::records
