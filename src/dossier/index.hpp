// SPDX-License-Identifier: Apache-2.0
/// The list of a record's file, for people, for machines and for the page.
#pragma once

#include "papers.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace plumb::dossier {

inline constexpr std::string_view kIndexHtml = "目录.html", kIndexCsv = "目录.csv",
                                  kRecordJson = "record.json", kEventsJsonl = "events.jsonl",
                                  kCheckpoint = "checkpoint.txt", kKey = "key.txt",
                                  kDigests = "校验.sm3";

/// What stands above the list.
struct Heading {
  std::string title, register_title, state_title, unit, opened_on, record_id, rules;
  std::int64_t events = 0;
  std::string checkpoint; ///< origin and size
};
/// A page to read and print; no scripts, nothing from elsewhere.
[[nodiscard]] std::string index_html(const Heading& heading, const std::vector<Entry>& entries);
[[nodiscard]] std::string index_csv(const std::vector<Entry>& entries);
/// Schema DossierIndex.
[[nodiscard]] std::string index_json(const std::vector<Entry>& entries);

/// The path and the SM3 of a row of index_csv that names a paper, in their order;
/// dossier.unreadable.
struct Listed {
  std::string path, sm3;
};
[[nodiscard]] base::Result<std::vector<Listed>> read_index_csv(std::string_view csv);

} // namespace plumb::dossier
