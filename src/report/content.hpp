// SPDX-License-Identifier: Apache-2.0
/// Everything that a report's papers are made of, as one value. Of a draft it is counted now; of a
/// signed report it is read from the fields that signing froze, and from nothing else. Both ways
/// lead through the same value, so that what was filed can be made again.
#pragma once

#include "plumb/report/report.hpp"

#include <plumb/event/json.hpp>
#include <plumb/registers/registers.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::report {

using event::Json;

struct ListTable {
  std::string caption = {};
  std::vector<std::string> header = {};
  std::vector<int> widths = {};
  std::vector<std::vector<std::string>> rows = {};
  friend bool operator==(const ListTable&, const ListTable&) = default;
};

struct Chapter {
  std::string id, title, text;
  friend bool operator==(const Chapter&, const Chapter&) = default;
};

struct Annex {
  std::string title;
  ListTable table;
  friend bool operator==(const Annex&, const Annex&) = default;
};

struct Content {
  std::string title = {}, number = {}, addressee = {};
  std::string kind = {};                      ///< of the template
  std::string authority = {}, unit_name = {}; ///< what {{authority}} and {{unit}} print
  std::string unit = {};                      ///< whose figures; empty: of everybody
  int year = 0;
  Date as_of{};
  std::optional<Date> known_on = {};
  std::string rules = {}; ///< version that counted
  std::string signed_by = {};
  std::optional<Date> signed_on = {}; ///< empty: a draft
  Date today{};                       ///< what {{today}} prints: of a signed report the day of it
  std::vector<Chapter> chapters = {};
  std::map<std::string, Figure, std::less<>> figures = {};     ///< by FigureName::key
  std::map<std::string, std::string, std::less<>> titles = {}; ///< of indicators and measures
  std::set<std::string, std::less<>> measures = {};            ///< ids that are no indicators
  std::map<std::string, ListTable, std::less<>> lists = {};    ///< by name_of(ListBlock)
  std::vector<Annex> annexes = {};
  friend bool operator==(const Content&, const Content&) = default;
};

/// `records:measure`, `table:indicator indicator`.
[[nodiscard]] std::string name_of(const ListBlock& block);
/// The key of a figure in canonical order: `id|unit=…|period=…|form=…`.
[[nodiscard]] std::string key_of(const FigureName& name);
/// `2026年11月22日`
[[nodiscard]] std::string in_words(Date day);
/// What a word ({{year}}, {{authority}}, …) stands for; empty where there is no such word.
[[nodiscard]] std::string print(const Word& word, const Content& content);
/// The period that a figure is of: the named one or the report's year.
[[nodiscard]] indicators::Period period_of(const FigureName& name, int year);

// --- freezing ---

/// What signing writes into fields of the record: figures, as_of, known_on, counted_by, signed_by,
/// signed_on and `lists` (the digest of `kept`, a file with the chapters' titles, the words, the
/// tables).
struct Frozen {
  Json::Object fields;
  std::string kept;
};
[[nodiscard]] Frozen freeze(const Content& content);
/// The value again, from the fields of a signed report and the kept file. report.broken{what}.
[[nodiscard]] base::Result<Content> thaw(const Json& fields, std::string_view kept);
/// The digest of the kept file; empty where there is none.
[[nodiscard]] std::string kept_file(const Json& fields);

/// Date, or nothing where the member is no date.
[[nodiscard]] std::optional<Date> day_of(const Json& json);

} // namespace plumb::report
