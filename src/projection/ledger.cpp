// SPDX-License-Identifier: Apache-2.0
// Pages, facets and exports of the ledger.
#include "ledger_fold.hpp"
#include "position.hpp"
#include "render.hpp"
#include "state.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <functional>
#include <map>
#include <span>

namespace plumb::projection {

namespace {

using base::Result;
using event::append_quoted;
using event::Json;
using storage::Connection;
using storage::Row;
using View = std::string_view;

/// A result of at most this many rows is sorted by day and remembered. Where there are more,
/// walking the days meets enough of them: no page needs to look at many rows.
constexpr std::int64_t kSortedMax = 4'096;
/// Rows whose filter values are read together.
constexpr std::size_t kCountedAtOnce = 4'096;

class Page {
public:
  Page(Sort sort, std::size_t limit) : sort_(sort), limit_(limit) { out_ = "{\"items\":["; }
  /// False when the page is full; the row then only proves that there is a next page.
  bool add(const Hit& hit, View row) {
    if (count_ == limit_) {
      more_ = true;
      return false;
    }
    if (count_++ > 0) out_ += ',';
    out_ += row;
    last_ = hit;
    return true;
  }
  /// Rows of a page and the one that proves the next.
  [[nodiscard]] std::size_t wants() const { return limit_ + 1; }
  std::string finish(std::int64_t total) && {
    out_ += "],\"total\":" + std::to_string(total) + ",\"next_cursor\":";
    if (more_)
      append_quoted(out_,
                    encode(sort_ == Sort::Due ? CursorKind::LedgerByDue : CursorKind::LedgerByPlan,
                           {last_.due_day, last_.position}));
    else
      out_ += "null";
    out_ += '}';
    return std::move(out_);
  }

private:
  Sort sort_;
  std::size_t limit_, count_ = 0;
  Hit last_;
  bool more_ = false;
  std::string out_;
};

/// Lengths of the lists that each_kept asks with: few, so that few statements are prepared. A page
/// of the usual length fits into one.
constexpr std::array<std::size_t, 3> kLengths = {1, 8, 52};

enum class Kept { Row, Keys };

/// The statement for each of kLengths.
const std::string& statement_of(Kept what, std::size_t length_at) {
  static const auto kAll = [] {
    std::array<std::array<std::string, kLengths.size()>, 2> all;
    for (const Kept kept : {Kept::Row, Kept::Keys})
      for (std::size_t at = 0; at < kLengths.size(); ++at) {
        std::string& sql = all[static_cast<std::size_t>(kept)][at];
        sql = kept == Kept::Row ? "select position, row from task"
                                : "select position, keys from task_keys";
        sql += " where authority_id = $1 and position in (";
        for (std::size_t i = 0; i < kLengths[at]; ++i)
          sql += (i > 0 ? ", $" : "$") + std::to_string(i + 2);
        sql += ')';
      }
    return all;
  }();
  return kAll[static_cast<std::size_t>(what)][length_at];
}

/// Gives rows in the order of `hits`, whichever way the engine finds them: those that come in
/// order, which is the usual case, are passed on as they stand.
class InOrder {
public:
  InOrder(std::span<const Hit> hits, const std::function<bool(const Hit&, View)>& visit)
      : hits_(hits), visit_(visit) {}
  bool add(const Row& row) {
    if (row.integer(0) == hits_[next_].position) {
      if (!visit_(hits_[next_++], row.text(1))) stopped_ = true;
      while (!stopped_ && next_ < hits_.size() && !early_.empty() && pass_early()) {
      }
    } else {
      early_.emplace(row.integer(0), row.text(1));
    }
    return !stopped_ && next_ < hits_.size();
  }
  [[nodiscard]] bool stopped() const { return stopped_; }
  [[nodiscard]] bool complete() const { return next_ == hits_.size(); }

private:
  bool pass_early() {
    const auto at = early_.find(hits_[next_].position);
    if (at == early_.end()) return false;
    if (!visit_(hits_[next_++], at->second)) stopped_ = true;
    return true;
  }
  std::span<const Hit> hits_;
  const std::function<bool(const Hit&, View)>& visit_;
  std::map<std::int64_t, std::string> early_;
  std::size_t next_ = 0;
  bool stopped_ = false;
};

/// What is kept of each of `hits`, in their order; one round trip for many rows. False from `visit`
/// stops.
Result<void> each_kept(Connection& connection, View authority_id, Kept what,
                       std::span<const Hit> hits,
                       const std::function<bool(const Hit&, View)>& visit) {
  while (!hits.empty()) {
    std::size_t length_at = 0;
    while (length_at + 1 < kLengths.size() && kLengths[length_at] < hits.size())
      ++length_at;
    const std::size_t length = kLengths[length_at];
    const auto part = hits.subspan(0, std::min(hits.size(), length));
    hits = hits.subspan(part.size());
    std::array<storage::Value, kLengths.back() + 1> values = {authority_id};
    // The last place is repeated where the list is longer.
    for (std::size_t i = 0; i < length; ++i)
      values[i + 1] = part[std::min(i, part.size() - 1)].position;
    InOrder rows(part, visit);
    PLUMB_TRY(connection.run(statement_of(what, length_at), std::span(values).first(length + 1),
                             [&](const Row& row) { return rows.add(row); }));
    if (rows.stopped()) return {};
    if (!rows.complete())
      return base::fail(base::ErrorKind::Corrupt, "storage.corrupt",
                        {{"reason", "a ledger row is missing"}});
  }
  return {};
}

Result<void> add_rows(Connection& connection, View authority_id, std::span<const Hit> hits,
                      Page& page) {
  return each_kept(connection, authority_id, Kept::Row, hits,
                   [&](const Hit& hit, View row) { return page.add(hit, row); });
}

/// Rows of a result that is sorted by day.
Result<void> add_sorted(Connection& connection, View authority_id, const std::vector<Hit>& hits,
                        const Cursor* after, Page& page) {
  auto at = hits.begin();
  if (after != nullptr)
    at = std::upper_bound(
        hits.begin(), hits.end(), *after, [](const Cursor& cursor, const Hit& hit) {
          return std::pair(cursor.due_day, cursor.position) < std::pair(hit.due_day, hit.position);
        });
  const auto left = static_cast<std::size_t>(hits.end() - at);
  return add_rows(connection, authority_id, std::span(at, std::min(left, page.wants())), page);
}

/// Rows in plan order, as lists meet.
Result<void> add_intersected(Connection& connection, View authority_id, const LedgerQuery& query,
                             const Cursor* after, Page& page) {
  std::vector<Hit> hits;
  query.intersect(after == nullptr ? -1 : after->position, [&](const Hit& hit) {
    hits.push_back(hit);
    return hits.size() < page.wants();
  });
  return add_rows(connection, authority_id, hits, page);
}

/// The same by day, for results with many rows.
Result<void> add_by_day(Connection& connection, View authority_id, const LedgerQuery& query,
                        const Cursor* after, Page& page) {
  std::vector<Hit> hits;
  const auto read = query.each_by_day(after, [&](const Hit& hit) {
    hits.push_back(hit);
    return hits.size() < page.wants();
  });
  PLUMB_TRY(read);
  return add_rows(connection, authority_id, hits, page);
}

/// "2026-11-22T09:30:00+08:00" as china_time() writes it.
std::int64_t parse_china_time(View text) {
  const auto date = base::parse_date(text.substr(0, std::min<std::size_t>(text.size(), 10)));
  if (!date || text.size() < 19) return 0;
  const auto number = [&](std::size_t at) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + 2, value);
    return value;
  };
  const std::int64_t days = std::chrono::sys_days{*date}.time_since_epoch().count();
  return ((days * 24 + number(11) - 8) * 3600 + number(14) * 60 + number(17)) * 1000;
}

Result<LedgerTask> ledger_task_from(View row) {
  PLUMB_TRY_ASSIGN(const Json json, event::parse_json(row));
  LedgerTask out;
  PLUMB_TRY_ASSIGN(out.task, intake::task_from_json(json));
  out.task.notes = {json["progress"].text(), json["problems"].text(), json["evidence"].text(),
                    json["inspection"].text()};
  out.document_id = json["document_id"].text();
  out.document_title = json["document_title"].text();
  out.approved_at = parse_china_time(json["approved_at"].text());
  return out;
}

} // namespace

std::int64_t Projection::State::total_of(const LedgerQuery& query,
                                         const AuthorityState& authority) {
  const std::string& key = query.key();
  if (const auto known = totals.find(key, authority.ledger_revision)) return *known;
  std::int64_t total = 0;
  query.intersect(-1, [&](const Hit&) { return ++total > 0; });
  totals.put(key, authority.ledger_revision, std::make_shared<const std::int64_t>(total),
             sizeof total);
  return total;
}

std::shared_ptr<const std::vector<Hit>> Projection::State::by_day(const LedgerQuery& query,
                                                                  const AuthorityState& authority) {
  const std::string& key = query.key();
  if (auto known = sorted.find(key, authority.ledger_revision)) return known;
  auto hits = std::make_shared<std::vector<Hit>>();
  query.intersect(-1, [&](const Hit& hit) {
    hits->push_back(hit);
    return true;
  });
  std::sort(hits->begin(), hits->end(), [](const Hit& a, const Hit& b) {
    return std::pair(a.due_day, a.position) < std::pair(b.due_day, b.position);
  });
  sorted.put(key, authority.ledger_revision, hits, hits->size() * sizeof(Hit));
  return hits;
}

Result<Versioned> Projection::ledger(View authority_id, const Filter& filter, Sort sort,
                                     View cursor, std::size_t limit) const {
  std::optional<Cursor> after;
  if (!cursor.empty()) {
    PLUMB_TRY_ASSIGN(
        after,
        decode(sort == Sort::Due ? CursorKind::LedgerByDue : CursorKind::LedgerByPlan, cursor));
  }
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto authority, State::authority(*reader, authority_id));
  PLUMB_TRY_ASSIGN(auto query, LedgerQuery::prepare(*reader, authority_id, authority, filter));
  Page page(sort, limit);
  const Cursor* from = after ? &*after : nullptr;
  const auto walked = [&] {
    return query.each_row(sort, from, [&](const Hit& hit, View row) { return page.add(hit, row); });
  };
  std::int64_t total = 0;
  if (const auto known = query.known_total()) {
    total = *known;
    PLUMB_TRY(walked());
    return Versioned{std::move(page).finish(total), authority.ledger_revision};
  }
  PLUMB_TRY_ASSIGN(const bool listed, query.load(state_->lists, false));
  if (listed) total = state_->total_of(query, authority);
  if (listed && sort == Sort::Due && total > kSortedMax) {
    PLUMB_TRY(add_by_day(*reader, authority_id, query, from, page));
  } else if (listed && sort == Sort::Due) {
    // Sorting needs the days, which a text search alone does not know.
    PLUMB_TRY_ASSIGN(const bool dated, query.load(state_->lists, true));
    if (!dated)
      return base::fail(base::ErrorKind::LimitExceeded, "projection.too_many_rows_to_sort",
                        {{"limit", std::to_string(kRowListMax)}});
    PLUMB_TRY(add_sorted(*reader, authority_id, *state_->by_day(query, authority), from, page));
  } else if (listed) {
    PLUMB_TRY(add_intersected(*reader, authority_id, query, from, page));
  } else if (query.has_text() && sort == Sort::Due) {
    return base::fail(base::ErrorKind::LimitExceeded, "projection.too_many_rows_to_sort",
                      {{"limit", std::to_string(kRowListMax)}});
  } else {
    const std::string& key = query.key();
    const auto known = state_->totals.find(key, authority.ledger_revision);
    if (known != nullptr) {
      total = *known;
    } else {
      PLUMB_TRY(query.each_hit([&](const Hit&) { return ++total > 0; }));
      state_->totals.put(key, authority.ledger_revision,
                         std::make_shared<const std::int64_t>(total), sizeof total);
    }
    PLUMB_TRY(walked());
  }
  return Versioned{std::move(page).finish(total), authority.ledger_revision};
}

Result<void> Projection::visit_json(View authority_id, const Filter& filter,
                                    const std::function<bool(View)>& visitor) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto authority, State::authority(*reader, authority_id));
  PLUMB_TRY_ASSIGN(const auto query,
                   LedgerQuery::prepare(*reader, authority_id, authority, filter));
  return query.each_row(Sort::Plan, nullptr, [&](const Hit&, View row) { return visitor(row); });
}

Result<void> Projection::visit(View authority_id, const Filter& filter,
                               const std::function<bool(const LedgerTask&)>& visitor) const {
  std::optional<base::Error> failed;
  PLUMB_TRY(visit_json(authority_id, filter, [&](View row) {
    auto task = ledger_task_from(row);
    if (!task) failed = task.error();
    return task && visitor(*task);
  }));
  if (failed) return base::Unexpected{*failed};
  return {};
}

Result<LedgerTask> Projection::ledger_task(View authority_id, View task_id,
                                           const std::vector<std::string>& units) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const bool seen, concerns(*reader, authority_id, task_id, units));
  PLUMB_TRY_ASSIGN(const auto row,
                   reader->text("select row from task where authority_id = $1 and task_id = $2",
                                {authority_id, task_id}));
  if (!row || !seen)
    return base::fail(base::ErrorKind::NotFound, "intake.unknown_task",
                      {{"task_id", std::string(task_id)}});
  return ledger_task_from(*row);
}

namespace {

struct Counted {
  std::string name;
  std::int64_t count;
};

/// Adds a row's keys ("3 17 20 ") to the counts.
void count_row(View keys, std::vector<std::int64_t>& counts) {
  const char* at = keys.data();
  const char* const end = at + keys.size();
  while (at < end) {
    std::size_t id = 0;
    at = std::from_chars(at, end, id).ptr + 1;
    if (id >= counts.size()) counts.resize(id + 1);
    ++counts[id];
  }
}

/// How many matching tasks each filter value has, in the order in which values first appeared.
Result<std::vector<Counted>> count_keys(Connection& connection, View authority_id,
                                        LedgerQuery& query, Cache<RowList>& lists) {
  std::vector<std::int64_t> counts;
  if (!query.everything()) {
    std::vector<Hit> hits;
    Result<void> read;
    const auto count = [&] {
      read = each_kept(connection, authority_id, Kept::Keys, hits, [&](const Hit&, View keys) {
        count_row(keys, counts);
        return true;
      });
      hits.clear();
      return read.has_value();
    };
    const auto one = [&](const Hit& hit) {
      hits.push_back(hit);
      return hits.size() < kCountedAtOnce || count();
    };
    PLUMB_TRY_ASSIGN(const bool listed, query.load(lists, false));
    if (listed) {
      query.intersect(-1, one);
    } else {
      PLUMB_TRY(query.each_hit(one));
    }
    PLUMB_TRY(read);
    count();
    PLUMB_TRY(read);
  }
  std::vector<Counted> out;
  PLUMB_TRY(connection.run(
      "select key_id, name, count from filter_key where authority_id = $1 order by key_id",
      {authority_id}, [&](const Row& row) {
        const auto id = static_cast<std::size_t>(row.integer(0));
        const std::int64_t count = query.everything()   ? row.integer(2)
                                   : id < counts.size() ? counts[id]
                                                        : 0;
        if (count > 0) out.push_back({std::string(row.text(1)), count});
        return true;
      }));
  return out;
}

class FacetWriter {
public:
  void begin(const char* name, char bracket) {
    out_ += ",\"";
    out_ += name;
    out_ += "\":";
    out_ += bracket;
    first_ = true;
  }
  void separate() {
    if (!std::exchange(first_, false)) out_ += ',';
  }
  void counted(std::int64_t count) { out_ += ",\"count\":" + std::to_string(count); }
  std::string out_;

private:
  bool first_ = true;
};

Result<std::string> render_facets(Connection& connection, View authority_id,
                                  const std::vector<Counted>& keys) {
  FacetWriter writer;
  std::string& out = writer.out_;
  std::int64_t total = 0;
  for (const auto& key : keys)
    if (key.name == kEveryTask) total = key.count;
  out = "{\"total\":" + std::to_string(total);
  const auto with = [&](View prefix, const auto& visit) {
    for (const auto& key : keys)
      if (View(key.name).starts_with(prefix))
        visit(View(key.name).substr(prefix.size()), key.count);
  };
  std::map<std::string, std::string, std::less<>> titles;
  PLUMB_TRY(connection.run("select document_id, title from document where authority_id = $1",
                           {authority_id}, [&](const Row& row) {
                             titles.emplace(row.text(0), row.text(1));
                             return true;
                           }));
  writer.begin("documents", '[');
  with("d:", [&](View id, std::int64_t count) {
    writer.separate();
    out += "{\"document_id\":";
    append_quoted(out, id);
    out += ",\"title\":";
    const auto title = titles.find(id);
    append_quoted(out, title == titles.end() ? View() : View(title->second));
    writer.counted(count);
    out += '}';
  });
  out += ']';
  std::map<std::string, std::vector<Counted>, std::less<>> nested;
  with("n:", [&](View pair, std::int64_t count) {
    const auto line = pair.find('\n');
    if (line + 1 < pair.size())
      nested[std::string(pair.substr(0, line))].push_back(
          {std::string(pair.substr(line + 1)), count});
  });
  writer.begin("areas", '[');
  with("a:", [&](View title, std::int64_t count) {
    writer.separate();
    out += "{\"title\":";
    append_quoted(out, title);
    writer.counted(count);
    out += ",\"objectives\":[";
    const auto objectives = nested.find(title);
    for (std::size_t i = 0; objectives != nested.end() && i < objectives->second.size(); ++i) {
      out += i > 0 ? ",{\"title\":" : "{\"title\":";
      append_quoted(out, objectives->second[i].name);
      writer.counted(objectives->second[i].count);
      out += '}';
    }
    out += "]}";
  });
  out += ']';
  writer.begin("units", '[');
  with("u:", [&](View id, std::int64_t count) {
    writer.separate();
    out += "{\"unit_id\":";
    append_quoted(out, id);
    writer.counted(count);
    out += '}';
  });
  out += ']';
  writer.begin("deadline_kinds", '{');
  with("k:", [&](View kind, std::int64_t count) {
    writer.separate();
    append_quoted(out, kind);
    out += ':' + std::to_string(count);
  });
  out += "}}";
  return std::move(out);
}

} // namespace

Result<Versioned> Projection::facets(View authority_id, const Filter& filter) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto authority, State::authority(*reader, authority_id));
  PLUMB_TRY_ASSIGN(auto query, LedgerQuery::prepare(*reader, authority_id, authority, filter));
  const std::string& key = query.key();
  if (const auto known = state_->facets.find(key, authority.ledger_revision))
    return Versioned{*known, authority.ledger_revision};
  PLUMB_TRY_ASSIGN(const auto counted, count_keys(*reader, authority_id, query, state_->lists));
  PLUMB_TRY_ASSIGN(auto json, render_facets(*reader, authority_id, counted));
  state_->facets.put(key, authority.ledger_revision, std::make_shared<const std::string>(json),
                     json.size());
  return Versioned{std::move(json), authority.ledger_revision};
}

} // namespace plumb::projection
