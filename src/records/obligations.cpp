// SPDX-License-Identifier: Apache-2.0
// Duties that come again: occurrences that are due to be opened become records.
#include "fold.hpp"
#include "lookup.hpp"
#include "state.hpp"
#include "undertaking.hpp"
#include "write.hpp"

#include <plumb/base/hash.hpp>

#include <algorithm>
#include <cstdio>
#include <set>
#include <span>

namespace plumb::records {
namespace {

using base::Result;
using journal::Transaction;
using pack::FieldType;
using pack::Obligation;
using storage::Row;
using View = std::string_view;

constexpr View kOrigin = "obligation";
/// Records that one command opens: bounds how long others wait.
constexpr std::size_t kBatch = 25;
/// What was not opened for so long is not asked for any more: a yearly duty and its report.
constexpr int kDaysBackMax = 500;

/// Who has a duty, and what its fields may name.
struct Holder {
  std::string key;             ///< unit, record, or record/unit
  std::string unit;            ///< whose the opened record is
  Json each;                   ///< `each`
  Json parts = Json::Object{}; ///< `each.<name>`: a schedule's row, else the record's fields
  const registers::Record* record = nullptr;
  std::string rule = {}; ///< of a schedule
};

/// An occurrence that is to be opened.
struct DueOccurrence {
  const Obligation* obligation = nullptr;
  std::string key;
  std::string unit;
  Date on{};
  Json::Object fields;
};

/// The day since which the newest rules and those just before them have had the duty.
Date in_use_since(const Standing& standing, const Obligation& obligation) {
  Date since{};
  for (std::size_t i = 0; i < standing.books.size(); ++i) {
    const auto& duties = standing.books[i]->obligations();
    if (std::ranges::find(duties, obligation.id, &Obligation::id) == duties.end()) break;
    since = base::china_date(standing.activations[i].activated_at);
  }
  return since;
}

std::string unquoted(View source) {
  std::string out;
  for (std::size_t i = 1; i + 1 < source.size(); ++i) {
    out += source[i];
    if (source[i] == '\'' && source[i + 1] == '\'') ++i;
  }
  return out;
}

Json value_of(const std::string& source, const Holder& holder, const registers::Occurrence& due,
              Date on) {
  if (source.starts_with('\'')) return unquoted(source);
  if (source == "period") return due.period;
  if (source == "due_on") return base::to_string(due.due_on);
  if (source == "on") return base::to_string(on);
  if (source == "each") return holder.each;
  if (source.starts_with("each.")) return holder.parts[source.substr(5)];
  if (holder.record == nullptr) return {};
  return source == "record_id" ? Json(holder.record->record_id) : holder.record->fields[source];
}

Json::Object fields_for(const pack::Register& opened, const Obligation& obligation,
                        const Holder& holder, const registers::Occurrence& due, Date on) {
  Json::Object out;
  for (const auto& [name, source] : obligation.fields) {
    Json value = value_of(source, holder, due, on);
    const auto* field = opened.field(name);
    const bool empty = value.is_null() || (value.string() != nullptr && value.text().empty()) ||
                       (value.array() != nullptr && value.items().empty());
    // What is sealed belongs to its own record.
    if (field == nullptr || empty || value.has("sealed")) continue;
    const bool list = field->type == FieldType::Units || field->type == FieldType::Choices;
    if (list && value.string() != nullptr) value = Json::Array{std::move(value)};
    out.insert_or_assign(name, std::move(value));
  }
  return out;
}

/// Finds what is to be opened; reads only.
class Finder {
public:
  Finder(Connection& connection, View authority_id, const Standing& standing,
         const organisation::Tree& tree, Date today)
      : connection_(connection), authority_id_(authority_id), standing_(standing), tree_(tree),
        today_(today), book_(*standing.newest()) {}

  Result<std::vector<DueOccurrence>> all() {
    for (const auto& obligation : book_.obligations()) {
      const auto* opened = book_.find_register(obligation.register_id);
      if (opened == nullptr || opened->step(obligation.step) == nullptr) continue;
      PLUMB_TRY(read_known(obligation));
      since_ = std::max(in_use_since(standing_, obligation), obligation.in_force_from);
      if (obligation.of.empty())
        of_units(obligation, *opened);
      else
        PLUMB_TRY(of_records(obligation, *opened));
    }
    return std::move(found_);
  }

private:
  Result<void> read_known(const Obligation& obligation) {
    known_.clear();
    const std::string from = obligation.id + '/', until = obligation.id + '0'; // behind '/'
    PLUMB_TRY(connection_.run("select key from record_origin where authority_id = $1 and kind = $2 "
                              "and key >= $3 and key < $4",
                              {authority_id_, kOrigin, View(from), View(until)},
                              [&](const Row& row) {
                                known_.emplace(row.text(0));
                                return true;
                              }));
    return {};
  }
  void of_units(const Obligation& obligation, const pack::Register& opened) {
    const auto has = [](const auto& list, View one) {
      return std::ranges::find(list, one) != list.end();
    };
    for (const auto& unit : tree_.units())
      if (has(obligation.units, unit.id) ||
          has(obligation.unit_kinds, organisation::to_string(unit.kind)))
        add(obligation, opened, {.key = unit.id, .unit = unit.id, .each = unit.id}, Date{}, &unit);
  }
  Result<void> of_records(const Obligation& obligation, const pack::Register& opened) {
    Looker looker(connection_, authority_id_, standing_, book_, today_);
    return looker.each_open(obligation.of, obligation.where ? &*obligation.where : nullptr,
                            [&](const registers::Record& record, View) {
                              for (auto& holder : holders_of(obligation, record))
                                add_scheduled(obligation, opened, holder, record);
                            });
  }
  static std::vector<Holder> holders_of(const Obligation& obligation,
                                        const registers::Record& record) {
    if (obligation.for_each.empty())
      return {{.key = record.record_id,
               .unit = record.unit,
               .each = record.record_id,
               .parts = record.fields,
               .record = &record}};
    std::vector<std::string> units;
    const Json& value = record.fields[obligation.for_each];
    if (!value.text().empty()) units.push_back(value.text());
    for (const auto& one : value.items())
      if (!one.text().empty()) units.push_back(one.text());
    std::vector<Holder> out;
    for (const auto& unit : units)
      out.push_back({.key = record.record_id + '/' + unit,
                     .unit = unit,
                     .each = unit,
                     .parts = record.fields,
                     .record = &record});
    return out;
  }
  void add_scheduled(const Obligation& obligation, const pack::Register& opened, Holder& holder,
                     const registers::Record& record) {
    if (obligation.schedule.empty()) return add(obligation, opened, holder, record.opened_on);
    const auto dot = obligation.schedule.find('.');
    if (dot == std::string::npos) return;
    for (const auto& row : record.fields[obligation.schedule.substr(0, dot)].items()) {
      holder.rule = row[obligation.schedule.substr(dot + 1)].text();
      holder.parts = row;
      if (!holder.rule.empty()) add(obligation, opened, holder, record.opened_on);
    }
  }
  /// `start`: rules count from it; a day that is none where nothing does.
  void add(const Obligation& obligation, const pack::Register& opened, const Holder& holder,
           Date start, const organisation::Unit* unit = nullptr) {
    const Date back = base::add_days(today_, -kDaysBackMax);
    const bool counted = !holder.rule.empty();
    const Date first = start.ok() ? std::max(start, since_) : since_;
    const auto due = registers::occurrences(obligation, holder.rule, counted ? start : first,
                                            std::max(counted ? start : first, back), today_);
    for (const auto& one : due) {
      // What was over before anybody kept these rules is nobody's duty here.
      if (one.due_on < first) continue;
      const Date on = std::max(one.opens_on, first);
      if (unit != nullptr && !unit->exists_on(on)) continue;
      std::string key = obligation.id + '/' + holder.key + '/' + one.period;
      if (!known_.insert(key).second) continue;
      found_.push_back({.obligation = &obligation,
                        .key = std::move(key),
                        .unit = holder.unit,
                        .on = on,
                        .fields = fields_for(opened, obligation, holder, one, on)});
    }
  }

  Connection& connection_;
  View authority_id_;
  const Standing& standing_;
  const organisation::Tree& tree_;
  Date today_;
  const pack::Rulebook& book_;
  Date since_{};
  std::set<std::string> known_; ///< keys that were opened
  std::vector<DueOccurrence> found_;
};

Result<bool> is_known(Connection& connection, View authority_id, const std::string& key) {
  PLUMB_TRY_ASSIGN(const auto found,
                   connection.integer("select 1 from record_origin where authority_id = $1 and "
                                      "kind = $2 and key = $3",
                                      {authority_id, kOrigin, View(key)}));
  return found.has_value();
}

Result<void> open_due(Transaction& transaction, const StandingPointer& standing,
                      const DueOccurrence& due, const registers::Environment& environment) {
  const auto book = standing->newest();
  PLUMB_TRY_ASSIGN(const auto* declared, find_register(book.get(), due.obligation->register_id));
  registers::Environment own = environment;
  own.actor.unit = due.unit;
  Undertaking undertaking(transaction.connection(), &transaction, transaction.authority_id(),
                          standing, own);
  PLUMB_TRY(undertaking.decide(*book, *declared, base::new_id(own.now_ms),
                               registers::TakeStep{.register_id = declared->id,
                                                   .step = due.obligation->step,
                                                   .on = due.on,
                                                   .fields = due.fields,
                                                   .origin = {std::string(kOrigin), due.key}}));
  return undertaking.record();
}

using Refused = std::pair<const DueOccurrence*, std::string>;

/// One command: opens those of a batch that nobody has opened since; gives their number.
Result<std::string> open_batch(Transaction& transaction, RulesStore& rules, const Standing& seen,
                               std::span<const DueOccurrence> batch, Date today,
                               std::vector<Refused>& refusals) {
  refusals.clear();
  auto& connection = transaction.connection();
  PLUMB_TRY_ASSIGN(const auto standing, rules.standing(connection, transaction.authority_id()));
  // Found under rules that are the newest no longer: the next call finds them again.
  if (standing->newest() != seen.newest()) return std::string("0");
  auto environment = environment_of(*standing, transaction.now_ms(), {});
  environment.today = today;
  environment.calendar = standing->calendar.view(standing->jurisdiction(), today);
  std::int64_t count = 0;
  for (const auto& due : batch) {
    PLUMB_TRY_ASSIGN(const bool known, is_known(connection, transaction.authority_id(), due.key));
    if (known) continue;
    const auto done = open_due(transaction, standing, due, environment);
    if (done) {
      ++count;
      continue;
    }
    const auto& error = done.error();
    if (error.id != "registers.refused") return base::Unexpected{error};
    refusals.emplace_back(&due, error.args.empty() ? std::string() : error.args.front().second);
  }
  return std::to_string(count);
}

} // namespace

Result<std::int64_t> Records::raise_obligations(const journal::Context& context,
                                                const organisation::Tree& tree, Date today) {
  StandingPointer seen;
  std::vector<DueOccurrence> due;
  {
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    PLUMB_TRY_ASSIGN(seen, state_->rules.standing(*reader, context.authority_id));
    if (seen->newest() == nullptr) return 0;
    PLUMB_TRY_ASSIGN(due, Finder(*reader, context.authority_id, *seen, tree, today).all());
  }
  // A refusal does not change by itself from one hour to the next.
  const std::string moment = base::to_string(today) + ' ' + seen->newest()->version();
  const auto refused_key = [&](const DueOccurrence& one) {
    return context.authority_id + '/' + one.key;
  };
  {
    const std::lock_guard lock(state_->refused_mutex);
    std::erase_if(due, [&](const DueOccurrence& one) {
      const auto at = state_->refused_occurrences.find(refused_key(one));
      return at != state_->refused_occurrences.end() && at->second == moment;
    });
  }
  std::int64_t opened = 0;
  for (std::size_t from = 0; from < due.size(); from += kBatch) {
    const std::span<const DueOccurrence> batch =
        std::span(due).subspan(from, std::min(kBatch, due.size() - from));
    std::vector<Refused> refusals;
    const auto open_all = [&](Transaction& transaction) {
      return open_batch(transaction, state_->rules, *seen, batch, today, refusals);
    };
    PLUMB_TRY_ASSIGN(const auto count, state_->journal.execute(context, "raise", open_all));
    opened += std::stoll(count);
    const std::lock_guard lock(state_->refused_mutex);
    for (const auto& [one, why] : refusals) {
      const bool told = state_->refused_occurrences.contains(refused_key(*one));
      state_->refused_occurrences.insert_or_assign(refused_key(*one), moment);
      if (!told)
        std::fprintf(stderr, "plumbline: obligation %s was refused: %s\n", one->key.c_str(),
                     why.c_str());
    }
  }
  return opened;
}

} // namespace plumb::records
