// SPDX-License-Identifier: Apache-2.0
/// What belongs into a record's file: its papers, by the step that gave each, put into the parts
/// that the pack declares.
#pragma once

#include "plumb/dossier/dossier.hpp"

#include <plumb/event/json.hpp>
#include <plumb/pack/pack.hpp>
#include <plumb/registers/registers.hpp>

#include <string>
#include <vector>

namespace plumb::dossier {

using event::Json;

struct Paper {
  std::string field, step, state; ///< `state`: in which the record was when the step was taken
  std::string sm3, name;
  std::int64_t size = 0;
};

/// A record with everything that its file is made from.
struct Subject {
  records::RulebookPointer book;
  const pack::Register* declared = nullptr;
  registers::Record record;
  Json detail;              ///< schema RecordDetail, masked
  std::vector<Json> events; ///< as Records::events gives them
};

/// In the order in which they were given; what was corrected or taken back is not among them.
[[nodiscard]] std::vector<Paper> papers_of(const pack::Register& declared,
                                           const std::vector<Json>& events);
/// In the order of the file; equal papers have one path.
[[nodiscard]] std::vector<Entry> entries_of(const Subject& subject, base::Date today);
[[nodiscard]] bool is_complete(const std::vector<Entry>& entries);

/// A name that every system can keep: no separators, no control characters, not too long.
[[nodiscard]] std::string safe_name(std::string_view name);

} // namespace plumb::dossier
