// SPDX-License-Identifier: Apache-2.0
/// Checkpoints, those of the database and those kept elsewhere, against the journal as it is.
#pragma once

#include <plumb/journal/verify.hpp>
#include <plumb/proof/tree.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::journal {

class KeptCheckpoints {
public:
  KeptCheckpoints(std::string_view authority_id, const VerifyOptions& options);
  [[nodiscard]] base::Result<void> load(storage::Connection& reader);
  /// After each event: whether a checkpoint of this size tells another history.
  [[nodiscard]] std::optional<Fault> compare(const proof::Accumulator& tree);
  /// At the end: what is wrong with the checkpoints themselves.
  [[nodiscard]] std::optional<Fault> check(std::int64_t events);

  [[nodiscard]] std::int64_t kept() const { return static_cast<std::int64_t>(kept_.size()); }
  [[nodiscard]] std::int64_t published() const {
    return static_cast<std::int64_t>(published_.size());
  }
  [[nodiscard]] std::int64_t signatures() const { return signatures_; }

private:
  struct Row {
    std::int64_t number = 0, size = 0, signed_at = 0;
    std::string root, key_id, text;
    std::optional<proof::Note> note = {};
  };
  struct Mark {
    std::uint64_t size = 0;
    proof::Hash root{};
    std::string place;
    std::size_t given = 0; ///< order in which they came
  };
  [[nodiscard]] bool sane(const Row& row) const;
  [[nodiscard]] bool signature_holds(const proof::Note& note);
  [[nodiscard]] std::optional<Fault> check_kept();
  [[nodiscard]] std::optional<Fault> check_published();

  std::string authority_id_;
  const std::vector<proof::PublicKey>& keys_;
  std::vector<Row> kept_;
  std::vector<proof::Note> published_;
  std::vector<std::size_t> places_; ///< of the published ones, in the order they were given
  std::vector<Mark> marks_;         ///< by size
  std::size_t next_mark_ = 0;
  std::int64_t signatures_ = 0;
};

} // namespace plumb::journal
