// SPDX-License-Identifier: Apache-2.0
#include "rules_store.hpp"

#include <algorithm>

namespace plumb::records {
namespace {

using base::ErrorKind;
using base::Result;
using storage::Row;
using View = std::string_view;

bool in_force(const pack::Rulebook& book, Date day) {
  return std::ranges::all_of(book.packs(), [&](const pack::Pack& pack) {
    return pack.in_force_from <= day && (!pack.in_force_until || day < *pack.in_force_until);
  });
}

Result<std::vector<Activation>> activations_of(Connection& connection, View authority_id) {
  std::vector<Activation> found;
  std::optional<base::Error> failed;
  PLUMB_TRY(connection.run("select version, sequence, activated_at, packs from rules_version "
                           "where authority_id = $1 order by sequence desc",
                           {authority_id}, [&](const Row& row) {
                             auto packs = event::parse_json(row.text(3));
                             if (!packs) failed = packs.error();
                             found.push_back({std::string(row.text(0)), row.integer(1),
                                              row.integer(2), packs ? *packs : Json()});
                             return !failed;
                           }));
  if (failed) return base::Unexpected{*failed};
  return found;
}

Result<std::vector<calendar::Notice>> notices_of(Connection& connection, View authority_id) {
  std::vector<calendar::Notice> found;
  std::optional<base::Error> failed;
  PLUMB_TRY(connection.run(
      "select notice from calendar_notice where authority_id = $1 order by sequence",
      {authority_id}, [&](const Row& row) {
        const auto json = event::parse_json(row.text(0));
        auto notice = json ? notice_from_json(*json)
                           : Result<calendar::Notice>(base::Unexpected{json.error()});
        if (notice)
          found.push_back(*std::move(notice));
        else
          failed = notice.error();
        return !failed;
      }));
  if (failed) return base::Unexpected{*failed};
  return found;
}

} // namespace

Result<Progress> progress_of(Connection& connection, View authority_id) {
  Progress progress;
  PLUMB_TRY(connection.run("select sequence, rules_sequence, calendar_sequence from records_state "
                           "where authority_id = $1",
                           {authority_id}, [&](const Row& row) {
                             progress = {row.integer(0), row.integer(1), row.integer(2)};
                             return false;
                           }));
  return progress;
}

RulebookPointer Standing::in_force(Date day) const {
  const auto found =
      std::ranges::find_if(books, [&](const auto& book) { return records::in_force(*book, day); });
  return found == books.end() ? newest() : *found;
}

RulebookPointer Standing::version(View version) const {
  for (std::size_t i = 0; i < activations.size(); ++i)
    if (activations[i].version == version) return books[i];
  return nullptr;
}

const std::string& Standing::jurisdiction() const {
  static const std::string kCountry = "CN";
  return books.empty() ? kCountry : books.front()->jurisdiction();
}

Result<calendar::Calendar> merged_calendar(const pack::Rulebook* rules,
                                           const std::vector<calendar::Notice>& recorded) {
  calendar::Calendar calendar = rules == nullptr ? calendar::Calendar() : rules->calendar();
  for (const auto& notice : recorded) {
    const auto known = [&](const calendar::Notice& other) { return other.id == notice.id; };
    if (std::ranges::any_of(calendar.notices(), known)) continue;
    PLUMB_TRY_ASSIGN(calendar, calendar.with(notice));
  }
  return calendar;
}

Result<RulebookPointer> RulesStore::load(Connection& connection, View authority_id,
                                         const Activation& activation) {
  std::string key;
  for (const auto& pack : activation.packs.items())
    key += pack["sm3"].text() + ' ';
  if (const auto known = books_.find(key); known != books_.end()) return known->second;
  std::vector<pack::Source> sources;
  for (const auto& pack : activation.packs.items()) {
    PLUMB_TRY_ASSIGN(const auto file,
                     journal::Journal::file(connection, authority_id, pack["sm3"].text()));
    if (!file)
      return base::fail(ErrorKind::Corrupt, "records.broken_rules",
                        {{"version", activation.version}, {"fault", "missing archive"}});
    PLUMB_TRY_ASSIGN(auto source, pack::read_archive(file->bytes));
    sources.push_back(std::move(source));
  }
  std::vector<pack::Diagnostic> faults;
  auto book = pack::Rulebook::load(sources, faults);
  if (book == nullptr)
    return base::fail(ErrorKind::Corrupt, "records.broken_rules",
                      {{"version", activation.version},
                       {"fault", faults.empty() ? std::string() : faults.front().error.id}});
  books_.emplace(std::move(key), book);
  return book;
}

Result<StandingPointer> RulesStore::standing(Connection& connection, View authority_id) {
  PLUMB_TRY_ASSIGN(const auto progress, progress_of(connection, authority_id));
  const std::lock_guard lock(mutex_);
  const auto known = standing_.find(authority_id);
  if (known != standing_.end() &&
      known->second->progress.rules_sequence == progress.rules_sequence &&
      known->second->progress.calendar_sequence == progress.calendar_sequence)
    return known->second;
  auto fresh = std::make_shared<Standing>();
  fresh->progress = progress;
  PLUMB_TRY_ASSIGN(fresh->activations, activations_of(connection, authority_id));
  for (const auto& activation : fresh->activations) {
    PLUMB_TRY_ASSIGN(auto book, load(connection, authority_id, activation));
    fresh->books.push_back(std::move(book));
  }
  PLUMB_TRY_ASSIGN(const auto notices, notices_of(connection, authority_id));
  PLUMB_TRY_ASSIGN(fresh->calendar, merged_calendar(fresh->newest().get(), notices));
  for (const auto& notice : notices)
    fresh->recorded.push_back(notice.id);
  standing_.insert_or_assign(std::string(authority_id), fresh);
  return StandingPointer(fresh);
}

void RulesStore::forget() {
  const std::lock_guard lock(mutex_);
  standing_.clear();
}

} // namespace plumb::records
