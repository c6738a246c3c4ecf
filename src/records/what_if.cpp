// SPDX-License-Identifier: Apache-2.0
// Recorded cases under a changed parameter.
#include "fold.hpp"
#include "render.hpp"
#include "state.hpp"

#include <map>

namespace plumb::records {
namespace {

using base::ErrorKind;
using base::Result;
using storage::Row;
using View = std::string_view;

/// Newest first, so many records are looked at and so many differences told.
constexpr std::int64_t kExaminedMax = 100'000;
constexpr std::size_t kItemsMax = 1'000;
constexpr std::int64_t kPage = 500;

struct Batch {
  std::vector<registers::Record> records;
  std::int64_t last = 0; ///< ordinal of the oldest
};

Result<Batch> older_than(Connection& connection, View authority_id, const WhatIfQuestion& question,
                         std::int64_t before) {
  const std::string from = question.from ? base::to_string(*question.from) : "0000-00-00";
  const std::string until = question.until ? base::to_string(*question.until) : "9999-99-99";
  Batch batch;
  std::optional<base::Error> failed;
  PLUMB_TRY(connection.run(
      "select ordinal, body from record where authority_id = $1 and register_id = $2 and ordinal < "
      "$3 and opened_on >= $4 and opened_on <= $5 order by ordinal desc limit $6",
      {authority_id, View(question.register_id), before, View(from), View(until), kPage},
      [&](const Row& row) {
        auto record = read_record(row.text(1));
        if (record)
          batch.records.push_back(*std::move(record));
        else
          failed = record.error();
        batch.last = row.integer(0);
        return !failed;
      }));
  if (failed) return base::Unexpected{*failed};
  return batch;
}

/// Versions of the rules with the value replaced, each made once.
class Replaced {
public:
  Replaced(const Standing& standing, const WhatIfQuestion& question, std::string unit)
      : standing_(standing), question_(question), unit_(std::move(unit)) {}

  struct Pair {
    RulebookPointer book, other;
  };
  Result<const Pair*> of(const std::string& version) {
    if (const auto known = pairs_.find(version); known != pairs_.end()) return &known->second;
    const auto book = standing_.version(version);
    if (book == nullptr)
      return base::fail(ErrorKind::NotFound, "records.unknown_rules", {{"version", version}});
    RulebookPointer other = book;
    // An older version that does not know the parameter stays as it was.
    if (book->find_parameter(question_.parameter_id) != nullptr) {
      PLUMB_TRY_ASSIGN(other, book->with(question_.parameter_id, question_.value, unit_));
    }
    return &pairs_.emplace(version, Pair{book, other}).first->second;
  }

private:
  const Standing& standing_;
  const WhatIfQuestion& question_;
  std::string unit_;
  std::map<std::string, Pair> pairs_;
};

Json breaches_json(const pack::Rulebook& book, const pack::Register* declared,
                   const std::vector<registers::Breach>& breaches) {
  Json::Array out;
  for (const auto& breach : breaches)
    out.push_back(breach_json(book, declared, breach));
  return out;
}

struct Totals {
  std::int64_t examined = 0, before = 0, after = 0;
  Json::Array items = {};
  bool truncated = false;
};

void note_difference(Totals& totals, const Replaced::Pair& rules, const registers::Record& record,
                     const registers::WhatIf& found) {
  totals.before += static_cast<std::int64_t>(found.before.size());
  totals.after += static_cast<std::int64_t>(found.after.size());
  if (totals.items.size() >= kItemsMax) {
    totals.truncated = true;
    return;
  }
  const auto* declared = rules.book->find_register(record.register_id);
  totals.items.emplace_back(
      Json::Object{{"record_id", record.record_id},
                   {"title", title_of(declared, record)},
                   {"opened_on", base::to_string(record.opened_on)},
                   {"state", record.state},
                   {"before", breaches_json(*rules.book, declared, found.before)},
                   {"after", breaches_json(*rules.other, declared, found.after)}});
}

Result<void> examine(Totals& totals, Replaced& replaced,
                     const std::vector<registers::Record>& records, const calendar::View& view,
                     Date today) {
  std::map<std::string, std::vector<registers::Record>> by_version;
  for (const auto& record : records)
    by_version[record.rules].push_back(record);
  for (const auto& [version, group] : by_version) {
    PLUMB_TRY_ASSIGN(const auto* rules, replaced.of(version));
    totals.examined += static_cast<std::int64_t>(group.size());
    for (const auto& found : registers::what_if(*rules->book, *rules->other, group, view, today))
      for (const auto& record : group)
        if (record.record_id == found.record_id) note_difference(totals, *rules, record, found);
  }
  return {};
}

Result<std::string> unit_of(const pack::Rulebook& book, const WhatIfQuestion& question,
                            Date today) {
  const auto* parameter = book.find_parameter(question.parameter_id);
  if (parameter == nullptr)
    return base::fail(ErrorKind::NotFound, "records.unknown_parameter",
                      {{"id", question.parameter_id}});
  if (!question.unit.empty()) return question.unit;
  const auto in_force = book.parameter(question.parameter_id, today);
  if (in_force.value != nullptr) return in_force.value->unit;
  return parameter->values.empty() ? std::string() : parameter->values.back().unit;
}

} // namespace

Result<std::string> Records::what_if(View authority_id, const WhatIfQuestion& question) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const Date today = state_->today();
  const auto newest = standing->in_force(today);
  PLUMB_TRY(find_register(newest.get(), question.register_id));
  PLUMB_TRY_ASSIGN(const auto unit, unit_of(*newest, question, today));
  // A value that no rules can have is told even where there is no record.
  if (const auto possible = newest->with(question.parameter_id, question.value, unit); !possible)
    return base::fail(base::ErrorKind::InvalidInput, "records.bad_supposition",
                      {{"value", base::to_string(question.value)}, {"unit", unit}});
  const auto view = standing->calendar.view(standing->jurisdiction(), today);
  Replaced replaced(*standing, question, unit);
  Totals totals;
  std::int64_t before = INT64_MAX;
  for (bool more = true; more;) {
    PLUMB_TRY_ASSIGN(const auto batch, older_than(*reader, authority_id, question, before));
    PLUMB_TRY(examine(totals, replaced, batch.records, view, today));
    before = batch.last;
    more = static_cast<std::int64_t>(batch.records.size()) == kPage;
    if (more && totals.examined >= kExaminedMax) {
      totals.truncated = true;
      more = false;
    }
  }
  return Json(Json::Object{{"register", question.register_id},
                           {"parameter", question.parameter_id},
                           {"value", question.value},
                           {"unit", unit},
                           {"examined", totals.examined},
                           {"truncated", totals.truncated},
                           {"breaches_before", totals.before},
                           {"breaches_after", totals.after},
                           {"items", std::move(totals.items)}})
      .dump();
}

} // namespace plumb::records
