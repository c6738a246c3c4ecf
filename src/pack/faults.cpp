// SPDX-License-Identifier: Apache-2.0
#include "faults.hpp"

#include <algorithm>
#include <span>
#include <tuple>

namespace plumb::pack {
namespace {

/// A broken file can have a fault in every line; nobody reads more than this.
constexpr std::size_t kFaultsMax = 1000;

/// Changes (insert, drop, replace, swap neighbours) from one name to the other, at most `limit`
/// + 1.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

} // namespace

Faults Faults::without_any() const {
  Faults out;
  out.files_ = files_;
  return out;
}

int Faults::add_file(int source, std::string path) {
  files_.push_back({source, std::move(path)});
  return static_cast<int>(files_.size()) - 1;
}

void Faults::error(std::string id, Args args, Place at, std::string suggestion) {
  add(Severity::Error, {base::ErrorKind::InvalidInput, std::move(id), std::move(args), {}}, at,
      std::move(suggestion));
}

void Faults::warning(std::string id, Args args, Place at, std::string suggestion) {
  add(Severity::Warning, {base::ErrorKind::InvalidInput, std::move(id), std::move(args), {}}, at,
      std::move(suggestion));
}

void Faults::add(Severity severity, base::Error error, Place at, std::string suggestion) {
  if (incomplete_ && (error.id.starts_with("pack.unknown_") ||
                      error.id == "expression.unknown_parameter" || error.id == "pack.no_scenario"))
    return;
  if (severity == Severity::Error) ++errors_;
  if (found_.size() >= kFaultsMax) return;
  Diagnostic told;
  told.severity = severity;
  told.error = std::move(error);
  if (at.file >= 0) {
    told.source = files_[static_cast<std::size_t>(at.file)].source;
    told.file = files_[static_cast<std::size_t>(at.file)].path;
  }
  told.line = at.line;
  told.column = at.column;
  told.suggestion = std::move(suggestion);
  found_.push_back(std::move(told));
}

std::vector<Diagnostic> Faults::sorted() const {
  // By index at last, so that faults of one place stay in the order in which they were found.
  std::vector<std::size_t> order(found_.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
    const auto &a = found_[x], &b = found_[y];
    return std::tie(a.source, a.file, a.line, a.column, x) <
           std::tie(b.source, b.file, b.line, b.column, y);
  });
  std::vector<Diagnostic> out;
  for (const auto index : order)
    out.push_back(found_[index]);
  return out;
}

std::string nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  // A third of the name may be wrong; a name of three letters may have one wrong.
  std::size_t best = std::max<std::size_t>(1, std::min<std::size_t>(name.size() / 3, 4)) + 1;
  std::string_view found;
  if (name.size() > 100 || name.size() < 3) return {};
  constexpr std::size_t kCandidatesMax = 1000; // a broken pack must not cost minutes
  for (const auto candidate :
       std::span(candidates).first(std::min(candidates.size(), kCandidatesMax))) {
    const auto changes = distance(name, candidate, best - 1);
    if (changes < best) {
      best = changes;
      found = candidate;
    }
  }
  return std::string(found);
}

} // namespace plumb::pack
