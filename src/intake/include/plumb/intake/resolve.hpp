// SPDX-License-Identifier: Apache-2.0
/// Which units the names in a task mean on the plan's day. The same for the draft that is shown and
/// for the approval that is recorded.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/intake/task.hpp>
#include <plumb/organisation/organisation.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace plumb::intake {

/// Remembers names it has seen: a plan writes the same few dozen hundreds of times. For one thread.
class UnitResolver {
public:
  /// `tree` must outlive it.
  UnitResolver(const organisation::Tree& tree, std::optional<base::Date> day)
      : tree_(tree), day_(day) {}

  /// Fills unit_ids, reason and suggestions of every unit that no person chose. Names first, then
  /// collective names, because 其他部门 leaves out who is named.
  void resolve(Task& task);
  void resolve(std::vector<TaskUnit>& units);
  [[nodiscard]] const organisation::Resolution& resolve(const std::string& written);

private:
  void fill(TaskUnit& unit, const std::vector<std::string>& named);

  const organisation::Tree& tree_;
  std::optional<base::Date> day_;
  std::map<std::string, organisation::Resolution, std::less<>> seen_;
};

} // namespace plumb::intake
