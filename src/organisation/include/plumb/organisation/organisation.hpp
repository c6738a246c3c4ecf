// SPDX-License-Identifier: Apache-2.0
/// The tree of units with dated names, and the reading of names in plans against it: 政办 is the
/// government office, 各镇(街) are all townships of the day. Pure: the tree is a value, loaded from
/// events or a spreadsheet elsewhere.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/result.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::organisation {

/// Kinds of bodies as local government orders them; used to resolve collective names.
enum class UnitKind {
  Authority,           ///< 人民政府 itself, or a party committee as the root of its side
  Party,               ///< 党委部门, 纪委监委
  Government,          ///< 政府工作部门
  Institution,         ///< 事业单位
  PeoplesOrganisation, ///< 人民团体
  Congress,            ///< 人大机关
  Consultative,        ///< 政协机关
  Judicial,            ///< 法院、检察院
  Township,            ///< 乡镇
  Subdistrict,         ///< 街道
  Vertical,            ///< 垂直管理单位 (tax, …分局)
  Enterprise,          ///< 国有企业
  Other
};
[[nodiscard]] std::string_view to_string(UnitKind kind); ///< snake_case, as in files and JSON
[[nodiscard]] std::optional<UnitKind> parse_unit_kind(std::string_view text);

/// A name with the days on which it was in use; open ends are nullopt; until is exclusive.
struct DatedName {
  std::string name;
  std::optional<base::Date> from, until;
  friend bool operator==(const DatedName&, const DatedName&) = default;
};

struct Unit {
  std::string id;     ///< stable, chosen by people or generated: "sfj"
  std::string parent; ///< id, empty for a root
  UnitKind kind = UnitKind::Other;
  std::vector<DatedName> names;          ///< official names over time, oldest first; never empty
  std::vector<std::string> aliases;      ///< short names people write: 政办, 区政府办
  std::optional<base::Date> from, until; ///< days on which the unit exists
  std::vector<std::string> successors;   ///< ids of the units that took over
  bool enforcement = false;              ///< has administrative enforcement power (各行政执法部门)
  friend bool operator==(const Unit&, const Unit&) = default;

  /// The official name on that day; the nearest one where none was in use (nullopt: the latest).
  [[nodiscard]] std::string_view name_on(std::optional<base::Date> day) const;
  /// nullopt: not dissolved.
  [[nodiscard]] bool exists_on(std::optional<base::Date> day) const;
};

/// How a written name became units: the reason is shown to the person who reviews.
enum class Reason {
  Name,       ///< an official name, on that day
  FormerName, ///< a name of another day, or a dissolved unit's; `units` are its successors then
  Alias,      ///< a listed alias
  Shortened,  ///< the same after place prefix and common endings are set aside: 区司法局 ~ 司法局
  Collective, ///< a group by kind: 各镇(街), 各行政执法部门
  Remainder,  ///< 其他部门: everybody of the kind who is not named in the task
  Everybody,  ///< 各有关部门 and the like: no fixed members, all candidates
  Unresolved
};
[[nodiscard]] std::string_view to_string(Reason reason);

struct Resolution {
  Reason reason = Reason::Unresolved;
  std::vector<std::string> units; ///< ids; for a group its members on that day
  /// For Unresolved: ids of units with similar names, best first, offered as "is this an alias
  /// of…?".
  std::vector<std::string> suggestions;
};

struct Index;

/// A value: copying is cheap, threads may read one tree at the same time.
class Tree {
public:
  Tree();
  /// Checks the list as a whole: organisation.bad_tree, with every fault at once in Error::args as
  /// ("row 12", "duplicate_id sfj"), rows counted from 1. Faults: empty_id, duplicate_id,
  /// unknown_parent, cycle, empty_name, unknown_successor, alias_taken, bad_period.
  [[nodiscard]] static base::Result<Tree> build(std::vector<Unit> units);

  [[nodiscard]] const std::vector<Unit>& units() const; ///< in the order given
  [[nodiscard]] const Unit* find(std::string_view id) const;
  /// Ids of the units that exist on a day, each parent right before its children.
  [[nodiscard]] std::vector<std::string> in_order(std::optional<base::Date> day) const;

  /// Resolves one written name on a day (nullopt: today's names). `named` are the ids already named
  /// in the same task, which 其他… leaves out. Units are in tree order and all exist on that day. A
  /// name that fits several units, or 三镇 where there are four, stays Unresolved with suggestions.
  [[nodiscard]] Resolution resolve(std::string_view written, std::optional<base::Date> day,
                                   const std::vector<std::string>& named = {}) const;

private:
  std::shared_ptr<const Index> index_;
};

/// JSON of one unit, as in events and the API.
[[nodiscard]] std::string to_json(const Unit& unit);
/// Strict: organisation.bad_json with the field in Error::where ("names[0].from") and why in args.
[[nodiscard]] base::Result<Unit> unit_from_json(std::string_view json);

} // namespace plumb::organisation
