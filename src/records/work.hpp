// SPDX-License-Identifier: Apache-2.0
/// How urgent a record is, as one text that indexes sort by, and whose work it is.
#pragma once

#include "rules_store.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::records {

/// What tables keep of a record for lists of work. Sorts: the earliest last day first, on one day
/// what a law says before what people set themselves; records without a last day behind all others,
/// the oldest first. `2026-03-05` `0` (pack::Binding) `03` (warn_days), or `~2026-01-15` (opened).
[[nodiscard]] std::string urgency_of(const pack::Register* declared,
                                     const registers::Record& record);
/// The first text that no urgency with a last day before `day` reaches.
[[nodiscard]] std::string urgency_from(Date day);
/// Behind every last day, before every record without one.
inline constexpr std::string_view kUrgencyStanding = "~";
inline constexpr std::string_view kUrgencyEnd = "\x7f";

enum class Light { Overdue, Near, Normal, Standing };
[[nodiscard]] std::string_view name_of(Light light);

struct Urgency {
  std::optional<Date> on = {}; ///< last day
  pack::Binding binding = pack::Binding::Statutory;
  int warn_days = 3;
};
[[nodiscard]] Urgency read_urgency(std::string_view text);

/// Tells lights on one day; remembers what the calendar said.
class Lights {
public:
  Lights(calendar::View calendar, Date today) : calendar_(std::move(calendar)), today_(today) {}
  [[nodiscard]] Light of(const Urgency& urgency);
  [[nodiscard]] Light of(std::string_view urgency) { return of(read_urgency(urgency)); }
  [[nodiscard]] Date today() const { return today_; }
  /// The last day that is near for a clock that warns so many working days before.
  [[nodiscard]] Date near_until(int warn_days);

private:
  calendar::View calendar_;
  Date today_;
  std::map<int, Date> near_until_ = {};
};

/// One record that may be somebody's work.
struct WorkKey {
  std::string urgency, record_id, register_id, state;
};

/// Whether a gate or a minimum can stand against the step: only the record tells.
[[nodiscard]] bool may_be_held_back(const pack::Step& step);

/// The open records of a person's work in the order of their urgency, read as far as they are
/// asked for. Over-inclusive where only the record itself tells (Step::acts): check with
/// `steps_for`.
class WorkReader {
public:
  WorkReader(Connection& connection, std::string_view authority_id, const Standing& standing,
             const WorkQuery& query, Date today);

  /// Those in [from, until) behind `after` (urgency, record id) until `on_key` says false.
  [[nodiscard]] base::Result<void> visit(std::string_view from, std::string_view until,
                                         const std::pair<std::string, std::string>& after,
                                         const std::function<bool(const WorkKey&)>& on_key);
  /// Whether only the record itself tells whether it is work.
  [[nodiscard]] bool needs_look(const WorkKey& key) const;

private:
  /// Register and state → whether every step there asks for the record itself.
  using Pairs = std::map<std::pair<std::string, std::string>, bool>;
  struct Source {
    std::string unit = {};                    ///< of record_party …
    std::string register_id = {}, state = {}; ///< … or of record
    const Pairs* pairs = nullptr;
    bool overdue = false; ///< takes every late record
    std::vector<WorkKey> keys = {};
    std::size_t at = 0;
    bool more = true;
  };
  void add_pairs(const std::vector<std::string>& roles, bool any_role, bool bound,
                 Pairs& into) const;
  void add_sources();
  [[nodiscard]] bool accepts(const Source& source, const WorkKey& key) const;
  void append_query(std::string& sql, std::vector<storage::Value>& values, std::size_t index,
                    std::string_view after_urgency, std::string_view after_id,
                    std::string_view until, std::int64_t limit) const;
  [[nodiscard]] base::Result<void> fill_all(std::string_view from, std::string_view until,
                                            const std::pair<std::string, std::string>& after);
  [[nodiscard]] base::Result<void> refill(std::size_t index, std::string_view until);
  /// `first`: the column of the urgency.
  void take(std::size_t index, const storage::Row& row, int first);

  Connection& connection_;
  std::string_view authority_id_;
  const Standing& standing_;
  const WorkQuery& query_;
  std::string today_key_;
  Pairs all_, own_, below_;
  std::vector<Source> sources_;
  std::vector<WorkKey> last_ = {}; ///< of each source: where it was read to
};

/// Whose reminders a stream holds; empty for other streams.
[[nodiscard]] std::string_view account_of_digest(std::string_view stream);
[[nodiscard]] base::Result<void> fold_digest(Connection& writer, const event::Event& event,
                                             std::string_view account_id);

} // namespace plumb::records
