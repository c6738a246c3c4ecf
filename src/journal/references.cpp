// SPDX-License-Identifier: Apache-2.0
#include "references.hpp"

#include <plumb/event/json.hpp>
#include <plumb/journal/sealed.hpp>
#include <plumb/proof/hash.hpp>

#include <algorithm>

namespace plumb::journal {

namespace {

using base::Result;
using storage::Row;
using Finding = std::optional<Fault>;

constexpr std::size_t kHashDigits = 64;

std::size_t brief(std::string_view name) {
  return std::hash<std::string_view>()(name);
}

} // namespace

std::vector<SealedReference> sealed_references(std::string_view payload) {
  constexpr std::string_view kHead = R"({"sealed":{"hash":")", kMiddle = R"(","item":")",
                             kTail = R"("}})";
  std::vector<SealedReference> out;
  for (auto at = payload.find(kHead); at != std::string_view::npos; at = payload.find(kHead, at)) {
    at += kHead.size();
    const auto hash = payload.substr(at, kHashDigits);
    if (!proof::from_hex(hash)) continue;
    auto rest = payload.substr(at + kHashDigits);
    if (!rest.starts_with(kMiddle)) continue;
    rest.remove_prefix(kMiddle.size());
    const auto item = rest.substr(0, rest.find('"'));
    if (rest.substr(item.size()).starts_with(kTail)) out.push_back({hash, item});
  }
  return out;
}

std::vector<std::string_view> file_references(std::string_view payload) {
  std::vector<std::string_view> out;
  for (const std::string_view head : {R"("file":")", R"("sm3":")"})
    for (auto at = payload.find(head); at != std::string_view::npos; at = payload.find(head, at)) {
      at += head.size();
      const auto hash = payload.substr(at, kHashDigits);
      if (proof::from_hex(hash) && payload.substr(at + kHashDigits).starts_with('"'))
        out.push_back(hash);
    }
  return out;
}

void References::note(const event::Event& event) {
  for (const auto& [hash, item] : sealed_references(event.payload))
    pending_.push_back({.sequence = event.sequence,
                        .kind = Pending::Kind::Sealed,
                        .name = std::string(item),
                        .hash = std::string(hash)});
  for (const auto hash : file_references(event.payload))
    if (files_.insert(brief(hash)).second)
      pending_.push_back({.sequence = event.sequence,
                          .kind = Pending::Kind::File,
                          .name = std::string(hash),
                          .hash = {}});
  if (event.type != event::kPersonalDataErased) return;
  const auto payload = event::parse_json(event.payload);
  if (!payload) return;
  for (const auto& item : (*payload)["items"].items())
    pending_.push_back({.sequence = event.sequence,
                        .kind = Pending::Kind::Erased,
                        .name = item.text(),
                        .hash = {}});
}

Result<Finding> References::check() {
  for (const Pending& pending : pending_) {
    PLUMB_TRY_ASSIGN(const Finding fault,
                     pending.kind == Pending::Kind::Sealed   ? check_sealed(pending)
                     : pending.kind == Pending::Kind::Erased ? check_erased(pending)
                                                             : check_file(pending));
    if (fault) return fault;
  }
  pending_.clear();
  return Finding();
}

Result<Finding> References::check_sealed(const Pending& pending) {
  if (erased_.contains(brief(pending.name))) return Finding();
  bool present = false, good = false;
  PLUMB_TRY(reader_.run(
      "select salt, subject_id, value from private_value where authority_id = $1 and item_id = $2",
      {std::string_view(authority_id_), std::string_view(pending.name)}, [&](const Row& row) {
        const auto hash = sealed_hash(row.text(0), row.text(1), row.text(2));
        present = true;
        good = hash && *hash == pending.hash;
        return false;
      }));
  if (present && !good)
    return Finding(Fault{pending.sequence, "sealed_value", "item " + pending.name});
  if (!present)
    missing_.emplace(pending.name, pending.sequence);
  else if (seen_.insert(brief(pending.name)).second)
    ++present_;
  return Finding();
}

Result<Finding> References::check_erased(const Pending& pending) {
  PLUMB_TRY_ASSIGN(
      const auto kept,
      reader_.integer("select count(*) from private_value where authority_id = $1 and item_id = $2",
                      {std::string_view(authority_id_), std::string_view(pending.name)}));
  if (kept.value_or(0) > 0)
    return Finding(Fault{pending.sequence, "sealed_not_erased", "item " + pending.name});
  missing_.erase(pending.name);
  erased_.insert(brief(pending.name));
  return Finding();
}

Result<Finding> References::check_file(const Pending& pending) {
  PLUMB_TRY_ASSIGN(
      const auto kept,
      reader_.integer("select size from file where authority_id = $1 and sm3 = $2",
                      {std::string_view(authority_id_), std::string_view(pending.name)}));
  if (kept) return Finding();
  return Finding(Fault{pending.sequence, "file_missing", "file " + pending.name});
}

Result<Finding> References::finish() {
  if (!missing_.empty()) {
    const auto first =
        std::min_element(missing_.begin(), missing_.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return Finding(Fault{first->second, "sealed_lost", "item " + first->first});
  }
  PLUMB_TRY_ASSIGN(const auto count,
                   reader_.integer("select count(*) from private_value where authority_id = $1",
                                   {std::string_view(authority_id_)}));
  if (count.value_or(0) == present_) return Finding();
  Finding fault;
  PLUMB_TRY(reader_.run("select item_id from private_value where authority_id = $1 "
                        "order by item_id",
                        {std::string_view(authority_id_)}, [&](const Row& row) {
                          if (seen_.contains(brief(row.text(0)))) return true;
                          fault = Fault{0, "sealed_extra", "item " + std::string(row.text(0))};
                          return false;
                        }));
  return fault;
}

} // namespace plumb::journal
