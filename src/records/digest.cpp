// SPDX-License-Identifier: Apache-2.0
// Reminders: one digest a working day for each person, told by the clock alone.
#include "state.hpp"
#include "work.hpp"

#include <algorithm>

namespace plumb::records {
namespace {

using base::Result;
using storage::Row;
using View = std::string_view;

constexpr View kDigestStream = "digest:";
constexpr View kDigestGiven = "digest_given";
/// In working hours only.
constexpr std::int64_t kHour = 3'600'000, kDay = 24 * kHour, kChina = 8 * kHour, kFrom = 9 * kHour,
                       kUntil = 17 * kHour;
/// Calendar days before the last day on which it is told again.
constexpr int kTold[] = {7, 3, 1, 0};
/// So much work is looked through, and so much of it named.
constexpr std::size_t kLookedThrough = 1'000, kNamed = 50;

bool in_working_hours(std::int64_t now_ms) {
  const std::int64_t time = (now_ms + kChina) % kDay;
  return time >= kFrom && time < kUntil;
}

Result<bool> has_digest(Connection& connection, View authority_id, View account_id, View day) {
  PLUMB_TRY_ASSIGN(const auto found,
                   connection.integer("select 1 from digest where authority_id = $1 and account_id "
                                      "= $2 and on_day = $3",
                                      {authority_id, account_id, day}));
  return found.has_value();
}

struct Told {
  std::int64_t overdue = 0, near = 0;
  Json::Array items = {};
};

/// What is to be told of the work today. Steps that only the record tells (Step::acts) are looked
/// up by the page of work itself, so its items are taken.
void note(Told& told, const Json& item, Date today) {
  const auto due = base::parse_date(item["due_on"].text());
  if (!due) return;
  const auto days = (std::chrono::sys_days{*due} - std::chrono::sys_days{today}).count();
  const bool late = days < 0;
  if (!late && std::ranges::find(kTold, days) == std::end(kTold)) return;
  ++(late ? told.overdue : told.near);
  if (told.items.size() >= kNamed) return;
  told.items.emplace_back(Json::Object{{"record_id", item["record_id"]},
                                       {"register", item["register"]},
                                       {"title", item["title"]},
                                       {"due_on", item["due_on"]},
                                       {"light", item["light"]}});
}

} // namespace

View account_of_digest(View stream) {
  return stream.starts_with(kDigestStream) ? stream.substr(kDigestStream.size()) : View();
}

Result<void> fold_digest(Connection& writer, const event::Event& event, View account_id) {
  if (event.type != kDigestGiven) return {};
  PLUMB_TRY_ASSIGN(const Json payload, event::parse_json(event.payload));
  PLUMB_TRY(writer.run("insert into digest (authority_id, account_id, on_day, given_at, digest) "
                       "values ($1, $2, $3, $4, $5) on conflict (authority_id, account_id, on_day) "
                       "do nothing",
                       {View(event.authority_id), account_id, View(payload["on"].text()),
                        event.recorded_at, View(event.payload)}));
  return {};
}

Result<bool> Records::remind(const journal::Context& context, View account_id,
                             const WorkQuery& work) {
  const std::int64_t now_ms = state_->clock.now_ms();
  const Date today = base::china_date(now_ms);
  const std::string day = base::to_string(today);
  if (account_id.empty() || !in_working_hours(now_ms)) return false;
  {
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, context.authority_id));
    if (!standing->calendar.view(standing->jurisdiction(), today).is_working(today)) return false;
    PLUMB_TRY_ASSIGN(const bool given, has_digest(*reader, context.authority_id, account_id, day));
    if (given) return false;
  }
  Told told;
  WorkQuery query = work;
  query.limit = 200;
  query.cursor.clear();
  for (std::size_t seen = 0; seen < kLookedThrough;) {
    PLUMB_TRY_ASSIGN(const auto text, this->work(context.authority_id, query));
    PLUMB_TRY_ASSIGN(const Json page, event::parse_json(text));
    const auto& items = page["items"].items();
    for (const auto& item : items)
      note(told, item, today);
    seen += items.size();
    query.cursor = page["next_cursor"].text();
    // Most urgent first: behind the first without a last day nothing is to be told.
    if (query.cursor.empty() || (!items.empty() && items.back()["due_on"].is_null())) break;
  }
  if (told.items.empty()) return false;
  const event::NewEvent event{.type = std::string(kDigestGiven),
                              .payload = Json(Json::Object{{"on", day},
                                                           {"overdue", told.overdue},
                                                           {"near", told.near},
                                                           {"items", std::move(told.items)}})
                                             .dump()};
  const std::string stream = std::string(kDigestStream) + std::string(account_id);
  bool written = false;
  const auto done = state_->journal.execute(
      context, "remind " + std::string(account_id) + ' ' + day,
      [&](journal::Transaction& transaction) -> Result<std::string> {
        // Two programs may remind at once.
        PLUMB_TRY_ASSIGN(const auto revision, transaction.revision(stream));
        PLUMB_TRY_ASSIGN(const bool given, has_digest(transaction.connection(),
                                                      context.authority_id, account_id, day));
        if (given) return std::string();
        PLUMB_TRY(transaction.append(stream, revision, {event}));
        written = true;
        return std::string();
      });
  if (!done) return base::Unexpected{done.error()};
  return written;
}

Result<std::string> Records::digests(View authority_id, View account_id, std::size_t limit) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  Json::Array items;
  std::optional<base::Error> failed;
  PLUMB_TRY(reader->run(
      "select given_at, digest from digest where authority_id = $1 and "
      "account_id = $2 order by on_day desc limit $3",
      {authority_id, account_id, static_cast<std::int64_t>(limit)}, [&](const Row& row) {
        auto digest = event::parse_json(row.text(1));
        if (digest) {
          digest->object()->insert_or_assign("given_at", base::china_time(row.integer(0)));
          items.push_back(*std::move(digest));
        } else {
          failed = digest.error();
        }
        return !failed;
      }));
  if (failed) return base::Unexpected{*failed};
  return Json(Json::Object{{"items", std::move(items)}}).dump();
}

} // namespace plumb::records
