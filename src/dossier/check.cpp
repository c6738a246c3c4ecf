// SPDX-License-Identifier: Apache-2.0
// A dossier from outside: nothing in it is believed, everything is computed again.
#include "archive.hpp"
#include "index.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/event/event.hpp>
#include <plumb/journal/tree.hpp>
#include <plumb/proof/key.hpp>
#include <plumb/proof/tree.hpp>
#include <plumb/registers/registers.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

namespace plumb::dossier {
namespace {

using base::Result;
using View = std::string_view;

constexpr std::size_t kFaultsMax = 100;
constexpr std::size_t kPathMax = 64; ///< hashes: more than any journal needs
constexpr std::array kFixed = {kIndexHtml, kIndexCsv, kRecordJson, kEventsJsonl, kCheckpoint, kKey};

/// "changed", with the place in front.
class Faults {
public:
  explicit Faults(std::vector<std::string>& out) : out_(out) {}
  void add(View place, View what) {
    std::string text = std::string(place) + ": " + std::string(what);
    if (out_.size() < kFaultsMax && seen_.insert(text).second) out_.push_back(std::move(text));
  }
  void event(std::int64_t sequence, View what) { add("event " + std::to_string(sequence), what); }

private:
  std::vector<std::string>& out_;
  std::set<std::string> seen_;
};

struct Content {
  std::string path, sm3;
  bool damaged = false;
};

/// The next line, without its end.
View take_line(View& rest) {
  const auto end = std::min(rest.find('\n'), rest.size());
  const auto line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

class Checker {
public:
  Checker(const ArchiveReader& archive, Check& out)
      : archive_(archive), out_(out), faults_(out.faults) {}

  void run(const std::optional<proof::PublicKey>& key) {
    read_all();
    check_digests();
    check_index();
    check_checkpoint(key);
    check_events();
    check_record();
    check_papers();
  }

private:
  struct Digest {
    std::string path, sm3;
  };

  void read_all();
  [[nodiscard]] const std::string* text(View path) const {
    const auto found = texts_.find(path);
    return found == texts_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] std::vector<Digest> read_digests();
  void check_digests();
  void check_index();
  void check_index_html();
  void check_checkpoint(const std::optional<proof::PublicKey>& key);
  void check_events();
  void check_event(View line, int number);
  void check_entry(const Json& line, std::int64_t sequence);
  void tell(const Json& entry, std::int64_t sequence);
  void check_record();
  void check_papers();

  const ArchiveReader& archive_;
  Check& out_;
  Faults faults_;
  std::vector<Content> files_;
  std::vector<const Content*> papers_;
  std::map<std::string, std::string, std::less<>> texts_; ///< of the files that are read
  std::optional<proof::Checkpoint> checkpoint_;
  std::int64_t last_sequence_ = 0;
  std::string entries_; ///< one after the other
  registers::Record record_;
  bool told_ = true; ///< the entries could be followed
};

void Checker::read_all() {
  files_.reserve(archive_.files().size());
  for (std::size_t i = 0; i < archive_.files().size(); ++i) {
    const auto& path = archive_.files()[i].path;
    auto bytes = archive_.read(i);
    files_.push_back({path, bytes ? base::sm3_hex(*bytes) : std::string(), !bytes});
    if (!bytes) faults_.add(path, "damaged");
    const bool fixed = path == kDigests || std::ranges::find(kFixed, path) != kFixed.end();
    if (bytes && fixed) texts_.emplace(path, *std::move(bytes));
  }
  for (const auto& file : files_)
    if (file.path != kDigests && std::ranges::find(kFixed, file.path) == kFixed.end())
      papers_.push_back(&file);
  for (const auto& path : kFixed)
    if (std::ranges::find(files_, path, &Content::path) == files_.end())
      faults_.add(path, "missing");
  out_.files = static_cast<int>(files_.size());
}

std::vector<Checker::Digest> Checker::read_digests() {
  std::vector<Digest> out;
  constexpr std::size_t kHex = 64;
  View rest = *text(kDigests);
  for (int number = 1; !rest.empty(); ++number) {
    const auto line = take_line(rest);
    if (line.size() < kHex + 3 || line.substr(kHex, 2) != "  " ||
        !proof::from_hex(line.substr(0, kHex))) {
      faults_.add(kDigests, "line " + std::to_string(number) + " unreadable");
      continue;
    }
    out.push_back({std::string(line.substr(kHex + 2)), std::string(line.substr(0, kHex))});
  }
  return out;
}

void Checker::check_digests() {
  if (text(kDigests) == nullptr) {
    faults_.add(kDigests, "missing");
    return;
  }
  if (files_.back().path != kDigests) faults_.add(kDigests, "not the last file");
  const auto listed = read_digests();
  std::map<View, View> digests;
  for (const auto& one : listed)
    digests.emplace(one.path, one.sm3);
  std::vector<View> order;
  for (const auto& file : files_) {
    if (file.path == kDigests) continue;
    const auto found = digests.find(file.path);
    if (found == digests.end())
      faults_.add(file.path, "added");
    else if (!file.damaged && found->second != file.sm3)
      faults_.add(file.path, "changed");
    if (found != digests.end()) order.push_back(file.path);
  }
  std::size_t at = 0;
  for (const auto& one : listed) {
    if (std::ranges::find(files_, one.path, &Content::path) == files_.end())
      faults_.add(one.path, "missing");
    else if (at < order.size() && order[at++] != one.path)
      faults_.add(one.path, "not in its order");
  }
}

/// Both lists name the papers as they lie in the zip.
void Checker::check_index() {
  if (text(kIndexCsv) != nullptr) {
    const auto listed = read_index_csv(*text(kIndexCsv));
    if (!listed) faults_.add(kIndexCsv, "unreadable");
    std::set<std::string> seen;
    std::size_t at = 0;
    for (const auto& one : listed ? *listed : std::vector<Listed>{}) {
      if (!seen.insert(one.path).second) continue;
      const auto paper = std::ranges::find(papers_, one.path, &Content::path);
      if (paper == papers_.end()) {
        faults_.add(one.path, "missing");
        continue;
      }
      if (!(*paper)->damaged && (*paper)->sm3 != one.sm3)
        faults_.add(kIndexCsv, "another SM3 for " + one.path);
      if (at < papers_.size() && papers_[at]->path != one.path)
        faults_.add(kIndexCsv, "not in the order of the files at " + one.path);
      ++at;
    }
    for (const auto* paper : papers_)
      if (listed && !seen.contains(paper->path)) faults_.add(kIndexCsv, "without " + paper->path);
  }
  check_index_html();
}

void Checker::check_index_html() {
  const auto* html = text(kIndexHtml);
  if (html == nullptr) return;
  std::size_t from = 0;
  for (const auto* paper : papers_) {
    const auto found = paper->damaged ? from : html->find(paper->sm3, from);
    if (found == std::string::npos)
      faults_.add(kIndexHtml, "without " + paper->path + " in its place");
    else
      from = found;
  }
}

void Checker::check_checkpoint(const std::optional<proof::PublicKey>& key) {
  if (text(kCheckpoint) == nullptr) return;
  const auto note = proof::parse_note(*text(kCheckpoint));
  if (!note) {
    faults_.add(kCheckpoint, "unreadable");
    return;
  }
  checkpoint_ = note->checkpoint;
  out_.checkpoint =
      "plumbline/" + checkpoint_->authority_id + " " + std::to_string(checkpoint_->size);
  std::optional<proof::PublicKey> used = key;
  if (text(kKey) != nullptr) {
    auto inside = proof::PublicKey::from_pem(*text(kKey));
    if (!inside)
      faults_.add(kKey, "no key");
    else if (key && inside->id() != key->id())
      faults_.add(kKey, "another key than the one given");
    if (inside && !used) used = *std::move(inside);
  }
  if (used && !used->verifies(*note)) faults_.add(kCheckpoint, "not signed by this key");
}

void Checker::check_events() {
  if (text(kEventsJsonl) == nullptr) return;
  View rest = *text(kEventsJsonl);
  for (int number = 1; !rest.empty(); ++number)
    check_event(take_line(rest), number);
  if (out_.events == 0) faults_.add(kEventsJsonl, "empty");
}

void Checker::check_event(View line, int number) {
  ++out_.events;
  const auto json = event::parse_json(line);
  const auto* sequence = json ? (*json)["sequence"].integer() : nullptr;
  if (sequence == nullptr || *sequence < 1) {
    faults_.add(kEventsJsonl, "line " + std::to_string(number) + " unreadable");
    told_ = false;
    return;
  }
  if (*sequence <= last_sequence_) faults_.event(*sequence, "not in its order");
  last_sequence_ = *sequence;
  check_entry(*json, *sequence);
  const auto& canonical = (*json)["canonical"].text();
  entries_ += canonical;
  entries_ += '\n';
  const auto entry = event::parse_json(canonical);
  if (!entry || entry->dump() != canonical || (*entry)["sequence"].integer_or(0) != *sequence) {
    faults_.event(*sequence, "changed");
    told_ = false;
    return;
  }
  if (checkpoint_ && (*entry)["authority_id"].text() != checkpoint_->authority_id)
    faults_.event(*sequence, "of another authority than the checkpoint");
  tell(*entry, *sequence);
}

/// Its hash, and the way from there to the checkpoint's root.
void Checker::check_entry(const Json& line, std::int64_t sequence) {
  const auto& hash = line["hash"].text();
  const auto computed = base::sm3_hex(line["previous_hash"].text() + line["canonical"].text());
  if (computed != hash) {
    faults_.event(sequence, "changed");
    return;
  }
  if (!checkpoint_) return;
  std::vector<proof::Hash> path;
  bool good = line["path"].items().size() <= kPathMax;
  for (const auto& one : line["path"].items()) {
    const auto read = proof::from_hex(one.text());
    good = good && read.has_value();
    if (good) path.push_back(*read);
  }
  const auto leaf = journal::leaf_of(hash);
  const auto index = static_cast<std::uint64_t>(sequence - 1);
  if (!good || !leaf ||
      !proof::verify_inclusion(*leaf, index, checkpoint_->size, path, checkpoint_->root))
    faults_.event(sequence, "not in the journal");
}

/// Follows the record through its entries, as far as they can be followed.
void Checker::tell(const Json& entry, std::int64_t sequence) {
  event::Event event;
  event.authority_id = entry["authority_id"].text();
  event.sequence = sequence;
  event.id = entry["id"].text();
  event.stream = entry["stream"].text();
  event.type = entry["type"].text();
  event.version = static_cast<int>(std::clamp<std::int64_t>(entry["version"].integer_or(1), 0, 99));
  event.recorded_at = entry["recorded_at"].integer_or(0);
  event.effective_on = base::parse_date(entry["effective_on"].text());
  event.actor = entry["actor"].text();
  event.payload = entry["payload"].dump();
  const auto record_id = std::string(registers::record_of_stream(event.stream));
  if (record_id.empty() || (!record_.record_id.empty() && record_id != record_.record_id)) {
    faults_.event(sequence, "of another record");
    told_ = false;
    return;
  }
  if (told_ && !registers::apply(record_, event)) {
    faults_.event(sequence, "does not follow from those before it");
    told_ = false;
  }
}

/// What record.json tells is what the entries come to; personal values, which they do not hold, are
/// passed over.
void Checker::check_record() {
  if (text(kRecordJson) == nullptr) return;
  const auto detail = event::parse_json(*text(kRecordJson));
  if (!detail) {
    faults_.add(kRecordJson, "unreadable");
    return;
  }
  if (!told_ || text(kEventsJsonl) == nullptr) return;
  const auto differs = [&](View member) {
    faults_.add(kRecordJson, "another " + std::string(member) + " than the entries tell");
  };
  if ((*detail)["record_id"].text() != record_.record_id) differs("record_id");
  if ((*detail)["register"].text() != record_.register_id) differs("register");
  if ((*detail)["state"].text() != record_.state) differs("state");
  if ((*detail)["revision"].integer_or(0) != record_.revision) differs("revision");
  if ((*detail)["opened_on"].text() != base::to_string(record_.opened_on)) differs("opened_on");
  const Json& shown = (*detail)["fields"];
  for (const auto& field :
       record_.fields.object() != nullptr ? *record_.fields.object() : Json::Object{}) {
    if (field.second.dump().find("\"sealed\"") != std::string::npos) continue;
    if (!(shown[field.first] == field.second)) differs(field.first);
  }
  if (shown.object() != nullptr)
    for (const auto& [name, value] : *shown.object())
      if (!value.is_null() && !record_.fields.has(name)) differs(name);
}

void Checker::check_papers() {
  if (text(kEventsJsonl) == nullptr) return;
  for (const auto* paper : papers_)
    if (!paper->damaged && entries_.find(paper->sm3) == std::string::npos)
      faults_.add(paper->path, "no entry names it");
}

} // namespace

Result<Check> check(View zip, View key) {
  std::optional<proof::PublicKey> given;
  if (!key.empty()) {
    PLUMB_TRY_ASSIGN(given, proof::PublicKey::from_pem(key));
  }
  PLUMB_TRY_ASSIGN(const auto archive, ArchiveReader::open(zip));
  if (archive.files().empty()) return unreadable("empty");
  Check out;
  Checker(archive, out).run(given);
  return out;
}

} // namespace plumb::dossier
