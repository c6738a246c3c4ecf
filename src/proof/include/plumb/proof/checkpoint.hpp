// SPDX-License-Identifier: Apache-2.0
/// A signed statement about a journal: so many events, this root, at this time. It is one short
/// text that can be printed, mailed or published; whoever keeps a copy can prove later that nothing
/// before it was changed. The shape is that of a signed note (C2SP): text, blank line, signature.
///
///   plumbline/default                      origin: the program and the authority
///   4711                                   number of events
///   q83…=                                  root of the tree, base64
///   number 12                              checkpoints of this authority up to this one
///   previous 5fe…=                         SM3 of the text of the checkpoint before; of nothing
///   for
///                                          the first
///   time 2026-11-22T09:30:00+08:00
///   key 0123456789abcdef                   see PublicKey::id
///
///   — plumbline/default MEUC…              SM2 signature over everything before the blank line
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/proof/hash.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::proof {

struct Checkpoint {
  std::string authority_id = {};
  std::uint64_t size = 0;
  Hash root{};
  std::uint64_t number = 1;
  Hash previous{};            ///< text_hash of the one before
  std::int64_t signed_at = 0; ///< milliseconds since 1970 UTC; the text keeps whole seconds
  std::string key_id = {};

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// What is signed, its last line break included.
[[nodiscard]] std::string signed_text(const Checkpoint& checkpoint);
/// What the next checkpoint calls `previous`.
[[nodiscard]] Hash text_hash(const Checkpoint& checkpoint);

struct Note {
  Checkpoint checkpoint;
  std::string signature; ///< DER, not base64
};
[[nodiscard]] std::string to_text(const Note& note);
/// Only the one text that to_text gives; blanks around it and line ends of other systems are
/// forgiven, since people paste it. proof.bad_note{line}. Says nothing about the signature.
[[nodiscard]] base::Result<Note> parse_note(std::string_view text);

} // namespace plumb::proof
