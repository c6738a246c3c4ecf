// SPDX-License-Identifier: Apache-2.0
// The calendar at work: rules and notices that arrive, and the clocks they move.
#include "fold.hpp"
#include "recompute.hpp"
#include "render.hpp"
#include "state.hpp"

#include <plumb/base/hash.hpp>

#include <algorithm>

namespace plumb::records {
namespace {

using base::ErrorKind;
using base::Result;
using journal::Transaction;
using storage::Row;
using View = std::string_view;

/// Records read at a time.
constexpr std::int64_t kPage = 500;

Result<std::vector<registers::Record>> running_after(Connection& connection, View authority_id,
                                                     View after) {
  std::vector<registers::Record> page;
  std::optional<base::Error> failed;
  PLUMB_TRY(connection.run("select body from record where authority_id = $1 and record_id > $2 and "
                           "running > 0 order by record_id limit $3",
                           {authority_id, after, kPage}, [&](const Row& row) {
                             auto record = read_record(row.text(0));
                             if (record)
                               page.push_back(*std::move(record));
                             else
                               failed = record.error();
                             return !failed;
                           }));
  if (failed) return base::Unexpected{*failed};
  return page;
}

void note_changes(Recomputation& out, const pack::Register& declared,
                  const registers::Record& record,
                  const std::vector<registers::ClockChange>& changes) {
  ++out.records_total;
  for (const auto& change : changes) {
    ++out.changes_total;
    if (out.changes.size() >= kChangesShown) continue;
    const auto* clock = declared.clock(change.clock);
    out.changes.emplace_back(Json::Object{{"record_id", record.record_id},
                                          {"register", record.register_id},
                                          {"title", title_of(&declared, record)},
                                          {"clock", change.clock},
                                          {"clock_title", clock ? clock->title : change.clock},
                                          {"which", change.which},
                                          {"before", date_or_null(change.before)},
                                          {"after", date_or_null(change.after)}});
  }
}

} // namespace

Result<Recomputation> recompute_all(Connection& connection, Transaction* transaction,
                                    View authority_id, const Standing& standing,
                                    const calendar::View& calendar, View cause) {
  Recomputation out;
  std::string after;
  for (;;) {
    PLUMB_TRY_ASSIGN(const auto page, running_after(connection, authority_id, after));
    for (const auto& record : page) {
      PLUMB_TRY_ASSIGN(const auto rules, applicable(standing, record));
      const auto found = registers::recompute(*rules.book, record, calendar, cause);
      if (!found.changes.empty()) note_changes(out, *rules.declared, record, found.changes);
      if (found.event && transaction != nullptr)
        PLUMB_TRY(transaction->append(registers::record_stream(record.record_id), record.revision,
                                      {*found.event}));
      after = record.record_id;
    }
    if (static_cast<std::int64_t>(page.size()) < kPage) return out;
  }
}

// --- rules ---

namespace {

Result<RulebookPointer> loaded(const std::vector<pack::Source>& sources) {
  std::vector<pack::Diagnostic> faults;
  auto book = pack::Rulebook::load(sources, faults);
  if (book != nullptr) return book;
  for (const auto& fault : faults)
    if (fault.severity == pack::Severity::Error)
      return base::fail(ErrorKind::InvalidInput, "records.broken_rules",
                        {{"version", ""}, {"fault", fault.error.id}},
                        fault.file + ":" + std::to_string(fault.line));
  return base::fail(ErrorKind::InvalidInput, "records.broken_rules",
                    {{"version", ""}, {"fault", ""}});
}

Result<Json> keep_archives(Transaction& transaction, const pack::Rulebook& book,
                           const std::vector<pack::Source>& sources) {
  Json::Array packs;
  for (std::size_t i = 0; i < sources.size() && i < book.packs().size(); ++i) {
    PLUMB_TRY_ASSIGN(auto sm3,
                     transaction.put_file(sources[i].archive(), "application/x-plumbline-pack"));
    packs.emplace_back(Json::Object{
        {"id", book.packs()[i].id}, {"version", book.packs()[i].version}, {"sm3", std::move(sm3)}});
  }
  return Json(std::move(packs));
}

} // namespace

namespace {

/// Whether exactly these sources are in use already: then nothing needs to be loaded.
Result<bool> in_use(Connection& connection, View authority_id,
                    const std::vector<pack::Source>& sources) {
  PLUMB_TRY_ASSIGN(const auto packs,
                   connection.text("select packs from rules_version where authority_id = $1 order "
                                   "by sequence desc limit 1",
                                   {authority_id}));
  if (!packs) return false;
  PLUMB_TRY_ASSIGN(const Json known, event::parse_json(*packs));
  return std::ranges::equal(known.items(), sources,
                            [](const Json& one, const pack::Source& source) {
                              return one["sm3"].text() == base::sm3_hex(source.archive());
                            });
}

} // namespace

Result<bool> Records::activate(const journal::Context& context,
                               const std::vector<pack::Source>& sources) {
  {
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    PLUMB_TRY_ASSIGN(const bool known, in_use(*reader, context.authority_id, sources));
    if (known) return false;
  }
  PLUMB_TRY_ASSIGN(const auto book, loaded(sources));
  const auto activate_in = [&](Transaction& transaction) -> Result<std::string> {
    PLUMB_TRY_ASSIGN(const auto standing,
                     state_->rules.standing(transaction.connection(), context.authority_id));
    PLUMB_TRY_ASSIGN(const Json packs, keep_archives(transaction, *book, sources));
    for (const auto& known : standing->activations) {
      if (known.version != book->version()) continue;
      if (known.packs != packs)
        return base::fail(ErrorKind::Conflict, "records.version_reused",
                          {{"version", book->version()}});
      if (&known == &standing->activations.front()) return std::string();
    }
    PLUMB_TRY_ASSIGN(const auto revision, transaction.revision(kRulesStream));
    const Json payload(Json::Object{{"version", book->version()}, {"packs", packs}});
    PLUMB_TRY(
        transaction.append(kRulesStream, revision,
                           {{.type = std::string(kRulesActivated), .payload = payload.dump()}}));
    PLUMB_TRY_ASSIGN(const auto fresh,
                     state_->rules.standing(transaction.connection(), context.authority_id));
    const Date today = base::china_date(transaction.now_ms());
    const auto before = standing->calendar.view(standing->jurisdiction(), today);
    const auto after = fresh->calendar.view(fresh->jurisdiction(), today);
    if (before.version() != after.version())
      PLUMB_TRY(recompute_all(transaction.connection(), &transaction, context.authority_id, *fresh,
                              after, book->version()));
    return std::string("activated");
  };
  PLUMB_TRY_ASSIGN(const auto done,
                   state_->journal.execute(context, "activate\n" + book->version(), activate_in));
  return !done.empty();
}

// --- notices ---

namespace {

Json day_changes(const calendar::View& before, const calendar::View& after,
                 const calendar::Notice& notice) {
  Json::Array out;
  std::optional<Date> from = notice.settles_from, until = notice.settles_until;
  for (const auto& day : notice.days) {
    if (!from || day.on < *from) from = day.on;
    const Date next = base::add_days(day.on, 1);
    if (!until || *until < next) until = next;
  }
  if (!from || !until) return out;
  for (const auto& change : calendar::compare(before, after, *from, *until))
    out.emplace_back(Json::Object{{"on", base::to_string(change.on)},
                                  {"was_working", change.was_working},
                                  {"is_working", change.is_working},
                                  {"name", change.name}});
  return out;
}

std::string result_json(bool recorded, Json days, Recomputation found) {
  return Json(Json::Object{{"recorded", recorded},
                           {"days", std::move(days)},
                           {"changes", std::move(found.changes)},
                           {"changes_total", found.changes_total},
                           {"records_total", found.records_total}})
      .dump();
}

} // namespace

Result<std::string> Records::record_notice(const journal::Context& context,
                                           const calendar::Notice& notice, bool dry_run) {
  const auto act = [&](Connection& connection, Transaction* transaction,
                       std::int64_t now_ms) -> Result<std::string> {
    PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(connection, context.authority_id));
    const Date today = base::china_date(now_ms);
    // A notice counts from its day on; one of tomorrow would change dates unseen.
    if (notice.notice_on > today)
      return base::fail(ErrorKind::InvalidInput, "records.bad_field",
                        {{"field", "notice.notice_on"}});
    PLUMB_TRY_ASSIGN(const auto calendar, standing->calendar.with(notice));
    const auto& jurisdiction = standing->jurisdiction();
    const auto before = standing->calendar.view(jurisdiction, today);
    const auto after = calendar.view(jurisdiction, today);
    if (transaction != nullptr) {
      PLUMB_TRY_ASSIGN(const auto revision, transaction->revision(kCalendarStream));
      PLUMB_TRY(transaction->append(kCalendarStream, revision,
                                    {{.type = std::string(kNoticeRecorded),
                                      .payload = to_json(notice).dump(),
                                      .effective_on = notice.notice_on}}));
    }
    PLUMB_TRY_ASSIGN(auto found, recompute_all(connection, transaction, context.authority_id,
                                               *standing, after, notice.id));
    return result_json(transaction != nullptr, day_changes(before, after, notice),
                       std::move(found));
  };
  if (dry_run) {
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    return act(*reader, nullptr, state_->clock.now_ms());
  }
  return state_->journal.execute(
      context, "notice\n" + to_json(notice).dump(), [&](Transaction& transaction) {
        return act(transaction.connection(), &transaction, transaction.now_ms());
      });
}

Result<calendar::NoticeProposal> Records::read_notice(View authority_id,
                                                      const NoticeText& text) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const auto& jurisdiction =
      text.jurisdiction.empty() ? standing->jurisdiction() : text.jurisdiction;
  if (text.table) return calendar::read_notice_table(text.text, jurisdiction);
  const int year = text.year.value_or(static_cast<int>(state_->today().year()));
  return calendar::read_notice_text(text.text, year, jurisdiction);
}

// --- reading ---

namespace {

Json notices_json(const Standing& standing, const std::string& jurisdiction, int year,
                  Date known_on) {
  Json::Array out;
  const auto speaks_of = [&](const calendar::Notice& notice) {
    return std::ranges::any_of(notice.days, [&](const calendar::NoticeDay& day) {
      return static_cast<int>(day.on.year()) == year;
    });
  };
  for (const auto& notice : standing.calendar.notices()) {
    const bool above =
        jurisdiction == notice.jurisdiction || jurisdiction.starts_with(notice.jurisdiction + '-');
    if (!above || notice.notice_on > known_on || !speaks_of(notice)) continue;
    const bool recorded =
        std::ranges::find(standing.recorded, notice.id) != standing.recorded.end();
    out.emplace_back(Json::Object{{"id", notice.id},
                                  {"title", notice.title},
                                  {"jurisdiction", notice.jurisdiction},
                                  {"notice_on", base::to_string(notice.notice_on)},
                                  {"provisional", notice.provisional},
                                  {"recorded", recorded}});
  }
  return out;
}

} // namespace

Result<std::string> Records::describe_year(View authority_id, std::optional<int> asked_year,
                                           View jurisdiction, std::optional<Date> known_on) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const Date today = state_->today(), known = known_on.value_or(today);
  const int year = asked_year.value_or(static_cast<int>(today.year()));
  const std::string place =
      jurisdiction.empty() ? standing->jurisdiction() : std::string(jurisdiction);
  const auto view = standing->calendar.view(place, known);
  const Date from = base::make_date(year, 1, 1), until = base::make_date(year + 1, 1, 1);
  Json::Array days;
  for (Date day = from; day < until; day = base::add_days(day, 1)) {
    const auto status = view.day(day);
    if (status.notice_id.empty()) continue;
    days.emplace_back(Json::Object{{"on", base::to_string(day)},
                                   {"working", status.working},
                                   {"name", status.name},
                                   {"notice_id", status.notice_id},
                                   {"estimate", status.estimate}});
  }
  return Json(Json::Object{{"year", year},
                           {"jurisdiction", place},
                           {"known_on", base::to_string(known)},
                           {"version", view.version()},
                           {"working_days", view.working_days(from, until)},
                           {"estimate", !view.is_settled(from, until)},
                           {"days", std::move(days)},
                           {"notices", notices_json(*standing, place, year, known)}})
      .dump();
}

Result<std::string> Records::compute_due(View authority_id, const calendar::Period& period,
                                         Date start, View jurisdiction,
                                         std::optional<Date> known_on) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const auto view =
      standing->calendar.view(jurisdiction.empty() ? View(standing->jurisdiction()) : jurisdiction,
                              known_on.value_or(state_->today()));
  PLUMB_TRY_ASSIGN(const auto receipt, calendar::compute(view, period, start));
  return registers::to_json(receipt).dump();
}

} // namespace plumb::records
