// SPDX-License-Identifier: Apache-2.0
/// Where a row stands in the ledger, as one integer: authority (9 bits), document (22), rank (32).
#pragma once

#include <cstdint>

namespace plumb::projection {

inline constexpr std::int64_t kAuthoritiesMax = std::int64_t{1} << 9;
inline constexpr std::int64_t kDocumentsMax = std::int64_t{1} << 22;
inline constexpr std::int64_t kRankMax = (std::int64_t{1} << 32) - 1;
/// Distance between neighbours at import, so that a split task finds room.
inline constexpr std::int64_t kRankStep = 1024;

struct PositionRange {
  std::int64_t first, last;
};

[[nodiscard]] constexpr std::int64_t position(std::int64_t authority, std::int64_t document,
                                              std::int64_t rank) {
  return authority << 54 | document << 32 | rank;
}
[[nodiscard]] constexpr PositionRange of_authority(std::int64_t authority) {
  return {position(authority, 0, 0), position(authority, kDocumentsMax - 1, kRankMax)};
}
[[nodiscard]] constexpr PositionRange of_document(std::int64_t authority, std::int64_t document) {
  return {position(authority, document, 0), position(authority, document, kRankMax)};
}
[[nodiscard]] constexpr std::int64_t document_of(std::int64_t at) {
  return (at >> 32) & (kDocumentsMax - 1);
}

/// Days as integers that sort: 20261231; a task without a date comes last.
inline constexpr std::int64_t kNoDueDay = 99991231;

} // namespace plumb::projection
