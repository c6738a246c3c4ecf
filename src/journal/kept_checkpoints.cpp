// SPDX-License-Identifier: Apache-2.0
#include "kept_checkpoints.hpp"

#include <algorithm>
#include <tuple>

namespace plumb::journal {

namespace {

std::string kept_place(std::int64_t number) {
  return "checkpoint " + std::to_string(number);
}
std::string published_place(std::size_t given) {
  return "published " + std::to_string(given + 1);
}

} // namespace

KeptCheckpoints::KeptCheckpoints(std::string_view authority_id, const VerifyOptions& options)
    : authority_id_(authority_id), keys_(options.keys) {
  for (std::size_t i = 0; i < options.published.size(); ++i) {
    if (options.published[i].checkpoint.authority_id != authority_id) continue;
    published_.push_back(options.published[i]);
    places_.push_back(i);
  }
}

base::Result<void> KeptCheckpoints::load(storage::Connection& reader) {
  PLUMB_TRY(reader.run("select number, size, root, signed_at, key_id, note from checkpoint "
                       "where authority_id = $1 order by number",
                       {std::string_view(authority_id_)}, [&](const storage::Row& row) {
                         kept_.push_back({.number = row.integer(0),
                                          .size = row.integer(1),
                                          .signed_at = row.integer(3),
                                          .root = std::string(row.text(2)),
                                          .key_id = std::string(row.text(4)),
                                          .text = std::string(row.text(5))});
                         return true;
                       }));
  for (Row& row : kept_) {
    if (auto note = proof::parse_note(row.text)) row.note = *std::move(note);
    if (row.note)
      marks_.push_back({row.note->checkpoint.size, row.note->checkpoint.root,
                        kept_place(row.number), marks_.size()});
  }
  for (std::size_t i = 0; i < published_.size(); ++i)
    marks_.push_back({published_[i].checkpoint.size, published_[i].checkpoint.root,
                      published_place(places_[i]), marks_.size()});
  // Of one size, those of the database first: the standard's stable_sort would do, but its memory
  // is deprecated in our library.
  std::sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) {
    return std::tie(a.size, a.given) < std::tie(b.size, b.given);
  });
  return {};
}

std::optional<Fault> KeptCheckpoints::compare(const proof::Accumulator& tree) {
  for (; next_mark_ < marks_.size() && marks_[next_mark_].size <= tree.size(); ++next_mark_) {
    const Mark& mark = marks_[next_mark_];
    if (mark.size == tree.size() && mark.root != tree.root())
      return Fault{static_cast<std::int64_t>(mark.size), "rewritten", mark.place};
  }
  return std::nullopt;
}

std::optional<Fault> KeptCheckpoints::check(std::int64_t events) {
  if (auto fault = check_kept()) return fault;
  // Those that are left in the order of size know more events than there are.
  if (next_mark_ < marks_.size()) return Fault{events, "cut_off", marks_[next_mark_].place};
  return check_published();
}

bool KeptCheckpoints::sane(const Row& row) const {
  if (!row.note) return false;
  const auto& told = row.note->checkpoint;
  return told.authority_id == authority_id_ &&
         told.number == static_cast<std::uint64_t>(row.number) &&
         told.size == static_cast<std::uint64_t>(row.size) && told.size > 0 &&
         told.signed_at == row.signed_at && told.key_id == row.key_id &&
         proof::to_hex(told.root) == row.root;
}

bool KeptCheckpoints::signature_holds(const proof::Note& note) {
  if (keys_.empty()) return true;
  const bool good = std::any_of(keys_.begin(), keys_.end(),
                                [&](const proof::PublicKey& key) { return key.verifies(note); });
  if (good) ++signatures_;
  return good;
}

std::optional<Fault> KeptCheckpoints::check_kept() {
  proof::Hash previous{};
  std::int64_t number = 0, size = 0;
  for (const Row& row : kept_) {
    const auto fault = [&](const char* what) {
      return Fault{row.size, what, kept_place(row.number)};
    };
    if (!sane(row)) return fault("checkpoint_note");
    if (!signature_holds(*row.note)) return fault("checkpoint_signature");
    if (row.number != ++number || row.note->checkpoint.previous != previous || row.size <= size)
      return fault("checkpoint_missing");
    previous = proof::text_hash(row.note->checkpoint);
    size = row.size;
  }
  return std::nullopt;
}

std::optional<Fault> KeptCheckpoints::check_published() {
  for (std::size_t i = 0; i < published_.size(); ++i) {
    const proof::Note& note = published_[i];
    const auto fault = [&](const char* what) {
      return Fault{static_cast<std::int64_t>(note.checkpoint.size), what,
                   published_place(places_[i])};
    };
    if (!signature_holds(note)) return fault("checkpoint_signature");
    const bool kept = std::any_of(kept_.begin(), kept_.end(), [&](const Row& row) {
      return row.note->checkpoint == note.checkpoint;
    });
    if (!kept) return fault("checkpoint_missing");
  }
  return std::nullopt;
}

} // namespace plumb::journal
