// SPDX-License-Identifier: Apache-2.0
/// Rules, registers and the calendar at work: keeps which packs apply since when, decides commands
/// on records against them, folds the facts into tables that lists, expressions and other programs
/// read, and computes clocks again when a notice arrives. Deciding itself is pure
/// (registers::decide); this loads the state, appends and answers, in one transaction. Reads are
/// const, thread-safe and answer ready JSON (schema/openapi.yaml).
///
/// Streams: `record:<id>` (registers.hpp), `rules` (rules_activated: version, packs [{id, version,
/// sm3}]; each archive is a kept file), `calendar` (calendar_notice_recorded: a notice).
///
/// Errors beside those of storage, journal, calendar and expression: registers.refused{refusals}
/// (JSON array, schema Refusal), records.unknown_record{record_id}, records.unknown_register{id},
/// records.unknown_rules{version}, records.unknown_parameter{id}, records.no_rules,
/// records.revision_conflict{revision} (the present one), records.bad_field{field},
/// records.bad_filter{field}, records.bad_where{faults}, records.bad_cursor,
/// records.unknown_file{sm3}, records.broken_rules{version,fault}.
///
/// More streams: `look:<record>` (personal_seen) and `digest:<account>` (digest_given).
#pragma once

#include <plumb/base/clock.hpp>
#include <plumb/base/result.hpp>
#include <plumb/calendar/calendar.hpp>
#include <plumb/calendar/period.hpp>
#include <plumb/intake/task_records.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/pack/pack.hpp>
#include <plumb/records/command.hpp>
#include <plumb/registers/registers.hpp>
#include <plumb/storage/storage.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::records {

inline constexpr std::string_view kRulesStream = "rules";
inline constexpr std::string_view kRulesActivated = "rules_activated";
inline constexpr std::string_view kCalendarStream = "calendar";
inline constexpr std::string_view kNoticeRecorded = "calendar_notice_recorded";

using RulebookPointer = std::shared_ptr<const pack::Rulebook>;

struct Answer {
  std::string body;          ///< JSON, as the operation's schema says
  std::int64_t revision = 0; ///< of the record, or of the rules
  std::string id = {};       ///< the record
};

/// Stands among the units of every viewer who is signed in: records of registers that all may see
/// (pack::Register::everyone) have it beside their parties.
inline constexpr std::string_view kEveryone = "*";

/// Whose records a reader sees; what it does not see does not exist for it.
struct Viewer {
  bool all = true;
  std::vector<std::string> units = {}; ///< else records in which one of these takes part
};

enum class Sort { Newest, Due };
enum class Due { Any, Overdue, Near };

/// Empty members do not filter.
struct Query {
  std::vector<std::string> states = {};
  std::string unit = {};
  Due due = Due::Any;
  std::optional<Date> due_from = {}, due_until = {};       ///< both inclusive
  std::optional<Date> opened_from = {}, opened_until = {}; ///< both inclusive
  std::optional<bool> breaches = {};
  std::string fields = {}; ///< JSON object: indexed field → value
  std::string where = {};  ///< expression
  std::string text = {};
  std::optional<Date> on = {}; ///< what overdue and near mean, and `today`; default: today
  Sort sort = Sort::Newest;
  std::string cursor = {};
  std::size_t limit = 50;
  Viewer viewer = {};
};

/// What a person has to do: records in which one of its roles is waited for, or which are late and
/// concern its unit.
struct WorkQuery {
  registers::Actor actor;
  Viewer viewer = {};
  std::string register_id = {}; ///< empty: all
  std::string cursor = {};
  std::size_t limit = 50;
};

/// Looking back: both empty is now.
struct Past {
  std::optional<Date> as_of = {};            ///< the state at the end of that day
  std::optional<std::int64_t> known_at = {}; ///< milliseconds: what was recorded by then
};

struct Attachment {
  std::string sm3, name, media_type;
  std::int64_t size = 0;
};

/// A ledger task with what its record also holds.
using intake::TaskFact;
struct OwnedTask {
  intake::Task task;
  TaskFact fact; ///< its pointer is set when it is used
};
/// The ledger as whoever projects it tells it.
struct LedgerSource {
  std::function<base::Result<std::vector<std::string>>()> task_ids;
  std::function<base::Result<OwnedTask>(std::string_view task_id)> task;
};

/// Told what becomes of records, in the transaction that makes it so: live, and while tables are
/// filled again from the journal. An error takes the whole command back.
class Observer {
public:
  virtual ~Observer() = default;
  /// All tables of records are about to be filled again from the first event on.
  [[nodiscard]] virtual base::Result<void> cleared(storage::Connection& writer) = 0;
  /// A record after `event`. `newest`: the newest rules recorded; null where there are none.
  [[nodiscard]] virtual base::Result<void> changed(storage::Connection& writer,
                                                   const event::Event& event,
                                                   const RulebookPointer& newest,
                                                   const registers::Record& record) = 0;
  /// Other rules are the newest now.
  [[nodiscard]] virtual base::Result<void> rules_changed(storage::Connection& writer,
                                                         std::string_view authority_id,
                                                         const RulebookPointer& newest) = 0;
  /// What was told is taken back: memory that mirrors the database must be forgotten.
  virtual void forget() {}
};

class Records final : public journal::Fold, public intake::TaskRecords {
public:
  /// Brings its tables up to date (from the journal where they are older than the program or
  /// behind) and registers itself as a fold. All must outlive it; `observer` may be null.
  [[nodiscard]] static base::Result<std::unique_ptr<Records>> open(storage::Database& database,
                                                                   journal::Journal& journal,
                                                                   const base::Clock& clock,
                                                                   Observer* observer = nullptr);
  ~Records() override;

  // --- rules ---
  /// Loads a chain of packs (national first) and records it where its version is not the newest
  /// yet; clocks are computed again where its calendar says otherwise. False: nothing to do.
  [[nodiscard]] base::Result<bool> activate(const journal::Context& context,
                                            const std::vector<pack::Source>& sources);
  /// The newest rules in force on a day; null where there are none.
  [[nodiscard]] base::Result<RulebookPointer> rules(std::string_view authority_id,
                                                    std::optional<Date> on = {}) const;
  /// Counts are those of records that the viewer sees.
  /// Schemas Rules, RegisterDeclaration and {on, items: Parameter}. `version` empty: newest.
  [[nodiscard]] base::Result<Answer> describe_rules(std::string_view authority_id,
                                                    const Viewer& viewer = {}) const;
  [[nodiscard]] base::Result<std::string> describe_register(std::string_view authority_id,
                                                            std::string_view register_id,
                                                            std::optional<Date> on,
                                                            std::string_view version) const;
  [[nodiscard]] base::Result<std::string> describe_parameters(std::string_view authority_id,
                                                              std::string_view register_id,
                                                              std::optional<Date> on,
                                                              std::string_view version) const;

  // --- records: writing. Body: schema RecordDetail. `dry_run`: only says what would happen ---
  [[nodiscard]] base::Result<Answer> open_record(const journal::Context& context,
                                                 const registers::TakeStep& opening,
                                                 const registers::Actor& actor, bool dry_run);
  [[nodiscard]] base::Result<Answer> change_record(const journal::Context& context,
                                                   std::string_view record_id, const Change& change,
                                                   const registers::Actor& actor, bool dry_run);
  /// Deletes the personal values of a record for ever, those of its earlier steps too; its entries
  /// and their proofs stay. Body: schema RecordDetail. records.no_reason.
  [[nodiscard]] base::Result<Answer> erase_personal(const journal::Context& context,
                                                    std::string_view record_id,
                                                    std::int64_t revision, std::string_view reason);

  // --- records: reading ---
  /// Schema RecordPage.
  [[nodiscard]] base::Result<std::string>
  list(std::string_view authority_id, std::string_view register_id, const Query& query) const;
  /// Schema RecordDetail.
  /// Personal values are masked as the pack says. `actor`: whose possible steps are told (empty
  /// roles: of everybody).
  [[nodiscard]] base::Result<Answer> record(std::string_view authority_id,
                                            std::string_view record_id, const Past& past = {},
                                            const Viewer& viewer = {},
                                            const registers::Actor& actor = {}) const;
  /// `{"record_id":…,"fields":{…}}`: the personal values as they are. That somebody looked is
  /// recorded first (stream `look:<record>`, personal_seen: fields, reason).
  [[nodiscard]] base::Result<std::string> look(const journal::Context& context,
                                               std::string_view record_id, const Viewer& viewer,
                                               std::string_view reason);
  /// Whether the viewer sees it; records.unknown_record where not (or where there is none).
  [[nodiscard]] base::Result<void> check_visible(std::string_view authority_id,
                                                 std::string_view record_id,
                                                 const Viewer& viewer) const;
  /// Whether the viewer sees a record that has this file. records.unknown_file{sm3}.
  [[nodiscard]] base::Result<void> check_file(std::string_view authority_id, std::string_view sm3,
                                              const Viewer& viewer) const;
  /// Schema WorkPage: most urgent first (overdue by days, near, then by last day, then the oldest).
  [[nodiscard]] base::Result<std::string> work(std::string_view authority_id,
                                               const WorkQuery& query) const;
  /// Schema DuePage: last days of running clocks within [from, until] of records that the viewer
  /// sees, ascending; at most `limit`.
  [[nodiscard]] base::Result<std::string> due_days(std::string_view authority_id,
                                                   const Viewer& viewer, Date from, Date until,
                                                   std::size_t limit) const;
  /// How many last days each day has, of the actor's own work: for calendars that must not tell
  /// more.
  [[nodiscard]] base::Result<std::vector<std::pair<Date, std::int64_t>>>
  due_counts(std::string_view authority_id, const WorkQuery& query, Date from, Date until) const;
  /// Schema NumberSeries: {items: [{series, year, last, gaps: [n…], records: [{number, record_id,
  /// title, state}]}]} of a register's numbered field.
  [[nodiscard]] base::Result<std::string>
  numbers(std::string_view authority_id, std::string_view register_id, const Viewer& viewer) const;
  /// The state as a value, personal data included.
  [[nodiscard]] base::Result<registers::Record>
  state(std::string_view authority_id, std::string_view record_id, const Past& past = {}) const;
  /// Calls `on_record` for every record of a list's query in its order, without its limit.
  [[nodiscard]] base::Result<void>
  visit(std::string_view authority_id, std::string_view register_id, const Query& query,
        const std::function<bool(const registers::Record&)>& on_record) const;
  /// The record that was opened for that origin, or the newest with these values of the register's
  /// key fields (in their order); empty: none.
  [[nodiscard]] base::Result<std::string> find_origin(std::string_view authority_id,
                                                      const registers::Origin& origin) const;
  [[nodiscard]] base::Result<std::string>
  find_key(std::string_view authority_id, std::string_view register_id, const Json& fields) const;
  /// `{"events":[…],"next_after":n|null}`.
  [[nodiscard]] base::Result<std::string> events(std::string_view authority_id,
                                                 std::string_view record_id, std::int64_t after,
                                                 std::size_t limit) const;
  /// Schema WhatIf.
  [[nodiscard]] base::Result<std::string> what_if(std::string_view authority_id,
                                                  const WhatIfQuestion& question) const;

  // --- calendar ---
  /// Notices of the newest rules and those recorded here.
  [[nodiscard]] base::Result<calendar::Calendar> calendar(std::string_view authority_id) const;
  /// Schema CalendarYear. Empty arguments: of the rules, today.
  [[nodiscard]] base::Result<std::string> describe_year(std::string_view authority_id,
                                                        std::optional<int> year,
                                                        std::string_view jurisdiction,
                                                        std::optional<Date> known_on) const;
  /// Schema Receipt.
  [[nodiscard]] base::Result<std::string> compute_due(std::string_view authority_id,
                                                      const calendar::Period& period, Date start,
                                                      std::string_view jurisdiction,
                                                      std::optional<Date> known_on) const;
  [[nodiscard]] base::Result<calendar::NoticeProposal> read_notice(std::string_view authority_id,
                                                                   const NoticeText& text) const;
  /// Records a notice and computes every running clock again. Schema NoticeResult.
  [[nodiscard]] base::Result<std::string>
  record_notice(const journal::Context& context, const calendar::Notice& notice, bool dry_run);

  // --- keeping the time ---
  /// Takes the steps that the law takes because a maximum has passed; gives their number.
  [[nodiscard]] base::Result<std::int64_t> tick(const journal::Context& context, Date today);
  /// Opens the occurrences of obligations that are due to be opened by `today` (and were not yet:
  /// back to the day the rules came into use); gives their number. What the rules refuse is told
  /// on standard error and left out.
  [[nodiscard]] base::Result<std::int64_t>
  raise_obligations(const journal::Context& context, const organisation::Tree& tree, Date today);
  /// One digest for the person where today is a working day, it is between 9:00 and 17:00, it has
  /// none of today yet, and some of its work is late or ends in 7, 3, 1 or 0 days. True where one
  /// was given (stream `digest:<account>`, digest_given: on, overdue, near, items).
  [[nodiscard]] base::Result<bool> remind(const journal::Context& context,
                                          std::string_view account_id, const WorkQuery& work);
  /// Schema DigestPage: newest first.
  [[nodiscard]] base::Result<std::string>
  digests(std::string_view authority_id, std::string_view account_id, std::size_t limit) const;

  // --- files ---
  [[nodiscard]] base::Result<Attachment> put_file(const journal::Context& context,
                                                  std::string_view name, std::string_view bytes,
                                                  std::string_view media_type);
  [[nodiscard]] base::Result<journal::File> file(std::string_view authority_id,
                                                 std::string_view sm3) const;

  // --- tasks: see intake/task_records.hpp ---
  [[nodiscard]] base::Result<void> approved(journal::Transaction& transaction,
                                            const std::vector<TaskFact>& tasks) override;
  [[nodiscard]] base::Result<void> corrected(journal::Transaction& transaction,
                                             const TaskFact& task,
                                             std::string_view reason) override;
  [[nodiscard]] base::Result<void> withdrawn(journal::Transaction& transaction,
                                             const std::vector<std::string>& task_ids) override;
  /// Opens records for ledger tasks that have none: of journals from before registers. Gives the
  /// number of records opened; tasks that the rules refuse stay in the ledger alone.
  [[nodiscard]] base::Result<std::int64_t> adopt_tasks(const journal::Context& context,
                                                       const LedgerSource& ledger);

  // --- derived tables ---
  [[nodiscard]] base::Result<void> apply(storage::Connection& writer,
                                         const event::Event& event) override;
  void forget() override;
  /// Drops all its tables and folds the whole journal again, in one transaction.
  [[nodiscard]] base::Result<std::int64_t> rebuild();
  /// Counters for /metrics: {name, value}, for all authorities.
  [[nodiscard]] base::Result<std::vector<std::pair<std::string, std::int64_t>>> counts() const;

private:
  struct State;
  explicit Records(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace plumb::records
