// SPDX-License-Identifier: Apache-2.0
#include "dating.hpp"
#include "replay.hpp"

#include <algorithm>

namespace plumb::registers {
namespace {

bool same_breach(const Breach& a, const Breach& b) {
  return a.kind == b.kind && a.about == b.about && a.step == b.step && a.on == b.on;
}

// Running clocks whose end has passed by now: nobody has stopped them in time any more.
void note_overdue(Record& record, const calendar::View& view, Date today) {
  for (const auto& clock : record.clocks) {
    if (!clock.running()) continue;
    const auto now = as_of(clock, today, view);
    const auto note = [&](const std::optional<Date>& last, std::string_view key, const char* kind) {
      if (!last || today <= *last) return false;
      const auto& terms = now.receipts[key];
      record.breaches.push_back({.kind = kind,
                                 .about = clock.clock,
                                 .step = {},
                                 .on = base::add_days(*last, 1),
                                 .cite = read_cite(terms["cite"].text()),
                                 .binding = terms["binding"].text(),
                                 .words = terms["words"].text()});
      return true;
    };
    if (!note(now.due_on, "due", "overdue")) note(now.target_on, "target", "target_missed");
  }
}

// Only what the steps were and said: the dates are computed anew, so the old ones need no copies.
Record only_told(const Record& record) {
  Record lean = record;
  lean.clocks.clear();
  lean.breaches.clear();
  for (auto& done : lean.steps) {
    if (done.undo.object() == nullptr) continue;
    done.undo.object()->erase("clocks");
    done.undo.object()->erase("breaches");
  }
  return lean;
}

std::vector<Breach> breaches_under(const pack::Rulebook& rules, const pack::Register& declared,
                                   std::span<const Record> told, const calendar::View& calendar,
                                   Date today) {
  std::vector<Date> days;
  if (!told.empty())
    for (const auto& done : told.back().steps)
      days.push_back(done.on);
  auto then = replay({rules, declared, calendar, Mode::WhatIf}, told, days, {}).record;
  note_overdue(then, calendar, today);
  return std::move(then.breaches);
}

} // namespace

std::vector<WhatIf> what_if(const pack::Rulebook& rules, const pack::Rulebook& other,
                            std::span<const Record> records, const calendar::View& calendar,
                            Date today) {
  std::vector<WhatIf> different;
  for (const auto& record : records) {
    const auto* was = rules.find_register(record.register_id);
    const auto* would_be = other.find_register(record.register_id);
    if (was == nullptr || would_be == nullptr) continue;
    const auto told = life_of(only_told(record));
    WhatIf entry{.record_id = record.record_id,
                 .before = breaches_under(rules, *was, told, calendar, today),
                 .after = breaches_under(other, *would_be, told, calendar, today)};
    if (!std::ranges::equal(entry.before, entry.after, same_breach))
      different.push_back(std::move(entry));
  }
  return different;
}

} // namespace plumb::registers
