// SPDX-License-Identifier: Apache-2.0
// What outsiders need to check the journal themselves.
#include "row.hpp"
#include "state.hpp"

#include <plumb/journal/journal.hpp>

namespace plumb::journal {

namespace {

using base::Result;
using storage::Row;

auto no_event(std::int64_t sequence) {
  return base::fail(base::ErrorKind::NotFound, "journal.no_event",
                    {{"sequence", std::to_string(sequence)}});
}

/// The size that was asked for, or the whole.
Result<std::int64_t> size_of(storage::Connection& reader, std::string_view authority_id,
                             std::int64_t asked) {
  PLUMB_TRY_ASSIGN(const Head newest, head(reader, authority_id));
  if (asked < 0 || asked > newest.sequence)
    return base::fail(base::ErrorKind::InvalidInput, "proof.bad_size",
                      {{"size", std::to_string(asked)}});
  return asked == 0 ? newest.sequence : asked;
}

} // namespace

Result<std::optional<proof::Note>> Journal::newest_checkpoint(std::string_view authority_id) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  return newest_checkpoint(*reader, authority_id);
}

Result<std::vector<std::string>> Journal::authorities() const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  return authorities(*reader);
}

Result<Journal::Entry> Journal::entry(std::string_view authority_id, std::int64_t sequence) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  Entry entry{
      .sequence = 0, .previous_hash = std::string(event::kFirstHash), .canonical = {}, .hash = {}};
  event::Event event;
  PLUMB_TRY(reader->run(std::string(kSelectEvents) +
                            "and sequence >= $2 and sequence <= $3 order by sequence",
                        {authority_id, sequence - 1, sequence}, [&](const Row& row) {
                          read_event(row, event);
                          if (event.sequence < sequence) {
                            entry.previous_hash = event.hash;
                            return true;
                          }
                          entry.sequence = sequence;
                          event::append_canonical(entry.canonical, event);
                          entry.hash = event.hash;
                          return false;
                        }));
  if (entry.sequence == 0) return no_event(sequence);
  return entry;
}

Result<Journal::Proof> Journal::inclusion(std::string_view authority_id, std::int64_t sequence,
                                          std::int64_t size) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const std::int64_t whole, size_of(*reader, authority_id, size));
  if (sequence < 1 || sequence > whole) return no_event(sequence);
  TreeSource source(*reader, authority_id);
  PLUMB_TRY_ASSIGN(auto path,
                   proof::inclusion_proof(source, static_cast<std::uint64_t>(sequence) - 1,
                                          static_cast<std::uint64_t>(whole)));
  return Proof{sequence, whole, std::move(path)};
}

Result<Journal::Proof> Journal::consistency(std::string_view authority_id, std::int64_t from,
                                            std::int64_t size) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const std::int64_t whole, size_of(*reader, authority_id, size));
  if (from < 0 || from > whole)
    return base::fail(base::ErrorKind::InvalidInput, "proof.bad_size",
                      {{"size", std::to_string(from)}});
  TreeSource source(*reader, authority_id);
  PLUMB_TRY_ASSIGN(auto path, proof::consistency_proof(source, static_cast<std::uint64_t>(from),
                                                       static_cast<std::uint64_t>(whole)));
  return Proof{from, whole, std::move(path)};
}

} // namespace plumb::journal
