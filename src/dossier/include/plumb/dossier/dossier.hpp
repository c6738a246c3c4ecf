// SPDX-License-Identifier: Apache-2.0
/// One record, one file (一案一档): everything of a record in one ordered zip that proves itself.
/// DA/T 85 and GB/T 42727 ask for a list, metadata and digests beside the papers.
///
/// Inside, in this order: 目录.html (index to read: parts in the order of the pack, each paper with
/// its number, path, SM3 and size, what is missing), 目录.csv (the same for machines), record.json
/// (the record with receipts; personal data masked), events.jsonl (its entries as they went into
/// their hashes, with inclusion proofs), checkpoint.txt, key.txt, NN-<part>/<MM>-<name> (papers),
/// and last 校验.sm3 (`<sm3>  <path>` for every file before it).
///
/// The digests tie the files to the list, the entries name the SM3 of every paper, the proofs tie
/// the entries to the checkpoint, and the checkpoint is signed: whoever has the key from elsewhere
/// can check all of it without this program's help. Papers marked as personal stay outside.
///
/// Errors beside those of records and journal: dossier.unreadable{reason}, dossier.too_large{max}.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/records/records.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::dossier {

struct Entry {
  int part = 0; ///< from 1
  std::string part_title, title;
  std::string path; ///< record.json for a value, events.jsonl for a step; empty where missing
  std::string sm3;  ///< of a paper
  std::int64_t size = 0;
  bool missing = false; ///< the pack wants it and it is not there
};
struct Dossier {
  std::string name; ///< of the zip
  std::string bytes;
  std::vector<Entry> entries;
  bool complete = false;
};
/// The parts of Register::dossier: each field and each step that a part names is there or missing
/// (unless the part is optional or its condition does not hold); papers that no part names come in
/// a last one. Without it one part for each stage of its states, with all files given there. Papers
/// of earlier steps stay; those that a correction replaced go. Same record, same bytes, on the same
/// day and for the same checkpoint. journal.no_key where the program does not sign.
[[nodiscard]] base::Result<Dossier>
compile(const records::Records& records, journal::Journal& journal, std::string_view authority_id,
        std::string_view record_id, const records::Viewer& viewer);
/// Schema DossierIndex: the entries without the zip.
[[nodiscard]] base::Result<std::string> index(const records::Records& records,
                                              std::string_view authority_id,
                                              std::string_view record_id,
                                              const records::Viewer& viewer);

struct Check {
  int files = 0, events = 0;
  std::vector<std::string> faults; ///< "<path>: changed", "<path>: missing", "event 12: not in the
                                   ///< journal", …; at most 100
  std::string checkpoint;          ///< origin and size that it was proven against
  [[nodiscard]] bool intact() const { return faults.empty(); }
};
/// Reads a zip as untrusted bytes and computes everything again: each digest, the order of files
/// and index, that an entry names each paper, each entry's hash, each inclusion proof, that the
/// entries lead to what record.json says, the checkpoint's signature by `key` (PEM; empty: the key
/// inside, which proves only that the file fits itself). proof.bad_key for a key that is none.
[[nodiscard]] base::Result<Check> check(std::string_view zip, std::string_view key = {});

} // namespace plumb::dossier
