// SPDX-License-Identifier: Apache-2.0
/// Checking a journal against itself and against what was published about it, by computing every
/// hash again from the content. Finds what was edited, deleted, inserted or reordered in the
/// database behind the program's back, and names the place.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/proof/key.hpp>
#include <plumb/storage/storage.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::journal {

/// Where a journal is broken. `what`:
///   gap                  an event is missing before this one
///   hash                 the event is not what was recorded (or its predecessor is not)
///   stream_revision      its place in its stream is wrong
///   tile                 a kept hash of 256^n events is wrong, missing or too many
///   sealed_value         personal data is not what was recorded
///   sealed_lost          personal data is gone though nobody erased it
///   sealed_not_erased    personal data is there though it was erased
///   sealed_extra         personal data that no event knows
///   file, file_missing   a kept file is not what was recorded, or is gone
///   checkpoint_note      a kept checkpoint is no checkpoint, or its columns tell something else
///   checkpoint_signature it was not signed by a key that was given
///   checkpoint_missing   checkpoints before it were deleted, or a published one is not kept
///   cut_off              a checkpoint knows more events than there are
///   rewritten            a checkpoint tells another history of the same length
struct Fault {
  std::int64_t sequence = 0; ///< of the event, or the size that a checkpoint tells; 0: none
  std::string what;
  std::string place =
      {}; ///< `file SM3`, `tile LEVEL/INDEX`, `checkpoint N`, `published N`, `item ID`
};

struct VerifyOptions {
  /// Keys whose signatures count. Empty: signatures are not checked.
  std::vector<proof::PublicKey> keys = {};
  /// Checkpoints kept elsewhere; those of other authorities are passed over.
  std::vector<proof::Note> published = {};
  /// Workers that hash while this thread reads.
  unsigned threads = 1;
  std::function<void(std::int64_t done, std::int64_t total)> progress = {};
};

struct Verification {
  std::int64_t events = 0; ///< good ones before the fault
  std::string last_hash;
  std::string root;              ///< of the tree, hex; empty where the chain is broken
  std::int64_t hashed_bytes = 0; ///< of events
  std::int64_t tiles = 0, files = 0;
  std::int64_t checkpoints = 0, published = 0, signatures = 0;
  std::int64_t sealed = 0, erased = 0; ///< values that are there; that were erased
  std::optional<Fault> fault;
};

/// On one snapshot. Errors are those of reading; a fault of the journal is a result.
[[nodiscard]] base::Result<Verification>
verify(storage::Connection& reader, std::string_view authority_id, const VerifyOptions& options);

} // namespace plumb::journal
