// SPDX-License-Identifier: Apache-2.0
#include "archive.hpp"
#include "index.hpp"
#include "papers.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/proof/checkpoint.hpp>

#include <algorithm>
#include <set>

namespace plumb::dossier {
namespace {

using base::ErrorKind;
using base::Result;
using View = std::string_view;

/// All of it is put together in memory.
constexpr std::uint64_t kBytesMax = 1ULL << 30;
constexpr std::size_t kEventsPage = 500;
constexpr int kAttempts = 5;

Result<std::vector<Json>> read_events(const records::Records& records, View authority_id,
                                      View record_id) {
  std::vector<Json> out;
  std::int64_t after = 0;
  for (;;) {
    PLUMB_TRY_ASSIGN(const auto page, records.events(authority_id, record_id, after, kEventsPage));
    PLUMB_TRY_ASSIGN(auto json, event::parse_json(page));
    for (const auto& event : json["events"].items())
      out.push_back(event);
    if (json["next_after"].integer() == nullptr) return out;
    after = *json["next_after"].integer();
  }
}

/// The rules that the record goes by, or the newest ones where those cannot be had any more.
Result<void> find_rules(const records::Records& records, View authority_id, Subject& subject) {
  for (const auto& on : {std::optional<base::Date>{}, std::optional(subject.record.opened_on)}) {
    PLUMB_TRY_ASSIGN(auto book, records.rules(authority_id, on));
    const auto* declared =
        book == nullptr ? nullptr : book->find_register(subject.record.register_id);
    if (declared == nullptr) continue;
    const bool own = book->version() == subject.record.rules;
    if (subject.declared != nullptr && !own) continue;
    subject.declared = declared;
    subject.book = std::move(book);
    if (own) break;
  }
  if (subject.declared == nullptr)
    return base::fail(ErrorKind::NotFound, "records.unknown_register",
                      {{"id", subject.record.register_id}});
  return {};
}

/// Entries, state and what is shown of it, all of one revision.
Result<Subject> read_subject(const records::Records& records, View authority_id, View record_id,
                             const records::Viewer& viewer) {
  PLUMB_TRY(records.check_visible(authority_id, record_id, viewer));
  for (int attempt = 1;; ++attempt) {
    Subject out;
    PLUMB_TRY_ASSIGN(const auto shown, records.record(authority_id, record_id, {}, viewer));
    PLUMB_TRY_ASSIGN(out.record, records.state(authority_id, record_id));
    PLUMB_TRY_ASSIGN(out.events, read_events(records, authority_id, record_id));
    const auto count = static_cast<std::int64_t>(out.events.size());
    if (attempt < kAttempts && (shown.revision != count || out.record.revision != count)) continue;
    PLUMB_TRY_ASSIGN(out.detail, event::parse_json(shown.body));
    // What somebody could do with it is no part of it.
    for (const char* member : {"possible", "may"})
      if (out.detail.object() != nullptr) out.detail.object()->erase(member);
    PLUMB_TRY(find_rules(records, authority_id, out));
    return out;
  }
}

base::Date today_of(const Subject& subject) {
  return base::parse_date(subject.detail["today"].text()).value_or(subject.record.opened_on);
}

/// One line an entry.
Result<std::string> proven_events(journal::Journal& journal, View authority_id,
                                  const std::vector<Json>& events, std::int64_t size) {
  std::string out;
  for (const auto& event : events) {
    const auto sequence = event["sequence"].integer_or(0);
    PLUMB_TRY_ASSIGN(const auto entry, journal.entry(authority_id, sequence));
    PLUMB_TRY_ASSIGN(const auto proof, journal.inclusion(authority_id, sequence, size));
    Json::Array path;
    for (const auto& hash : proof.path)
      path.emplace_back(proof::to_hex(hash));
    Json(Json::Object{{"canonical", entry.canonical},
                      {"hash", entry.hash},
                      {"path", std::move(path)},
                      {"previous_hash", entry.previous_hash},
                      {"sequence", sequence}})
        .dump_to(out);
    out += '\n';
  }
  return out;
}

/// Reads every paper once, and puts its true size into the list.
Result<void> add_papers(const records::Records& records, View authority_id,
                        std::vector<Entry>& entries, ArchiveWriter& archive,
                        std::vector<std::pair<std::string, std::string>>& digests) {
  std::uint64_t total = 0;
  std::set<std::string> done;
  for (const auto& entry : entries) {
    if (entry.sm3.empty() || !done.insert(entry.sm3).second) continue;
    PLUMB_TRY_ASSIGN(auto file, records.file(authority_id, entry.sm3));
    total += file.bytes.size();
    if (total > kBytesMax)
      return base::fail(ErrorKind::LimitExceeded, "dossier.too_large",
                        {{"max", std::to_string(kBytesMax)}});
    const auto size = static_cast<std::int64_t>(file.bytes.size());
    for (auto& same : entries)
      if (same.sm3 == entry.sm3) same.size = size;
    digests.emplace_back(entry.sm3, entry.path);
    archive.add(entry.path, std::move(file.bytes), false);
  }
  return {};
}

Heading heading_of(const Subject& subject, const proof::Note& note) {
  Heading out;
  out.title = subject.detail["title"].text();
  out.register_title = subject.detail["register_title"].text();
  out.state_title = subject.detail["state_title"].text();
  out.unit = subject.record.unit;
  out.opened_on = base::to_string(subject.record.opened_on);
  out.record_id = subject.record.record_id;
  out.rules = subject.record.rules;
  out.events = static_cast<std::int64_t>(subject.events.size());
  out.checkpoint =
      "plumbline/" + note.checkpoint.authority_id + " " + std::to_string(note.checkpoint.size);
  return out;
}

std::string name_of(const Subject& subject) {
  const auto& title = subject.detail["title"].text();
  const auto& id = subject.record.record_id;
  return safe_name((title.empty() ? subject.detail["register_title"].text() : title) + "-案卷-" +
                   id.substr(id.size() > 8 ? id.size() - 8 : 0)) +
         ".zip";
}

} // namespace

Result<Dossier> compile(const records::Records& records, journal::Journal& journal,
                        View authority_id, View record_id, const records::Viewer& viewer) {
  PLUMB_TRY_ASSIGN(const auto subject, read_subject(records, authority_id, record_id, viewer));
  if (journal.key() == nullptr) return base::fail(ErrorKind::NotFound, "journal.no_key");
  PLUMB_TRY_ASSIGN(const auto note, journal.checkpoint(authority_id));
  Dossier out;
  out.name = name_of(subject);
  out.entries = entries_of(subject, today_of(subject));
  out.complete = is_complete(out.entries);

  ArchiveWriter papers, archive;
  std::vector<std::pair<std::string, std::string>> of_papers;
  PLUMB_TRY(add_papers(records, authority_id, out.entries, papers, of_papers));
  PLUMB_TRY_ASSIGN(auto events, proven_events(journal, authority_id, subject.events,
                                              static_cast<std::int64_t>(note.checkpoint.size)));
  std::string digests;
  const auto add = [&](View path, std::string bytes) {
    digests += base::sm3_hex(bytes) + "  " + std::string(path) + "\n";
    archive.add(std::string(path), std::move(bytes), true);
  };
  add(kIndexHtml, index_html(heading_of(subject, note), out.entries));
  add(kIndexCsv, index_csv(out.entries));
  add(kRecordJson, subject.detail.dump());
  add(kEventsJsonl, std::move(events));
  add(kCheckpoint, proof::to_text(note));
  add(kKey, journal.key()->public_key().pem());
  for (const auto& [sm3, path] : of_papers)
    digests += sm3 + "  " + path + "\n";
  archive.append(std::move(papers));
  archive.add(std::string(kDigests), std::move(digests), true);
  PLUMB_TRY_ASSIGN(out.bytes, archive.finish());
  return out;
}

Result<std::string> index(const records::Records& records, View authority_id, View record_id,
                          const records::Viewer& viewer) {
  PLUMB_TRY_ASSIGN(const auto subject, read_subject(records, authority_id, record_id, viewer));
  return index_json(entries_of(subject, today_of(subject)));
}

} // namespace plumb::dossier
