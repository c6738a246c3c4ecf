// SPDX-License-Identifier: Apache-2.0
// Lists of records: a page with its counts, or every record one after another.
#include "fold.hpp"
#include "list_query.hpp"
#include "state.hpp"

namespace plumb::records {

using base::Result;
using View = std::string_view;

Result<std::string> Records::list(View authority_id, View register_id, const Query& query) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const auto book = standing->newest();
  PLUMB_TRY_ASSIGN(const auto* declared, find_register(book.get(), register_id));
  const Date today = state_->today(), on = query.on.value_or(today);
  const auto calendar = standing->calendar.view(standing->jurisdiction(), today);
  PLUMB_TRY_ASSIGN(auto asked,
                   ListQuery::make(*reader, authority_id, *book, *declared, query, on, calendar));
  std::string items;
  PLUMB_TRY_ASSIGN(const auto page, asked.page("row", query.limit, asked.cursor(), [&](View row) {
    if (!items.empty()) items += ',';
    items += row;
    return true;
  }));
  PLUMB_TRY_ASSIGN(const auto counts, asked.count());
  Json::Object by_state;
  for (const auto& [state, count] : counts.by_state)
    by_state.emplace(state, count);
  std::string out = "{\"today\":\"" + base::to_string(on) + "\",\"items\":[" + items + "],";
  out += "\"next_cursor\":" + (page.next ? '"' + asked.cursor_text(*page.next) + '"' : "null");
  out += ",\"total\":" + std::to_string(counts.total);
  out += ",\"counts\":" + Json(std::move(by_state)).dump();
  out += std::string(",\"counts_capped\":") + (counts.capped ? "true}" : "false}");
  return out;
}

Result<void> Records::visit(View authority_id, View register_id, const Query& query,
                            const std::function<bool(const registers::Record&)>& on_record) const {
  constexpr std::size_t kAtOnce = 200;
  // One reader for all pages: what is written meanwhile is not seen.
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const auto book = standing->newest();
  PLUMB_TRY_ASSIGN(const auto* declared, find_register(book.get(), register_id));
  const Date today = state_->today(), on = query.on.value_or(today);
  const auto calendar = standing->calendar.view(standing->jurisdiction(), today);
  PLUMB_TRY_ASSIGN(auto asked,
                   ListQuery::make(*reader, authority_id, *book, *declared, query, on, calendar));
  auto after = asked.cursor();
  for (bool more = true; more;) {
    std::optional<base::Error> failed;
    PLUMB_TRY_ASSIGN(const auto page, asked.page("body", kAtOnce, after, [&](View body) {
      const auto record = read_record(body);
      if (!record) {
        failed = record.error();
        return false;
      }
      more = on_record(*record);
      return more;
    }));
    if (failed) return base::Unexpected{*failed};
    after = page.next;
    more = more && after.has_value();
  }
  return {};
}

} // namespace plumb::records
