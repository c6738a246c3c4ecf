// SPDX-License-Identifier: Apache-2.0
/// What entries refer to outside themselves: sealed personal data and kept files. Found in the text
/// of a payload without parsing it: canonical JSON writes a reference in one way only, and a quote
/// inside a string is escaped.
#pragma once

#include <plumb/event/event.hpp>
#include <plumb/journal/verify.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace plumb::journal {

struct SealedReference {
  std::string_view hash, item;
};
/// All of one payload, in order.
[[nodiscard]] std::vector<SealedReference> sealed_references(std::string_view payload);
/// The hashes under the names `file` and `sm3`.
[[nodiscard]] std::vector<std::string_view> file_references(std::string_view payload);

/// Checks them while the journal is read.
class References {
public:
  References(storage::Connection& reader, std::string_view authority_id)
      : reader_(reader), authority_id_(authority_id) {}
  /// Remembers those of an event; asks nothing, since a statement is running.
  void note(const event::Event& event);
  /// Checks what was remembered since the last call.
  [[nodiscard]] base::Result<std::optional<Fault>> check();
  /// After the last event.
  [[nodiscard]] base::Result<std::optional<Fault>> finish();

  [[nodiscard]] std::int64_t sealed() const { return present_; }
  [[nodiscard]] std::int64_t erased() const { return static_cast<std::int64_t>(erased_.size()); }

private:
  struct Pending {
    std::int64_t sequence = 0;
    enum class Kind { Sealed, Erased, File } kind = Kind::Sealed;
    std::string name, hash;
  };
  [[nodiscard]] base::Result<std::optional<Fault>> check_sealed(const Pending& pending);
  [[nodiscard]] base::Result<std::optional<Fault>> check_erased(const Pending& pending);
  [[nodiscard]] base::Result<std::optional<Fault>> check_file(const Pending& pending);

  storage::Connection& reader_;
  std::string authority_id_;
  std::vector<Pending> pending_;
  /// Hashes of names: journals with millions of items must fit.
  std::unordered_set<std::size_t> seen_, erased_, files_;
  std::map<std::string, std::int64_t> missing_;
  std::int64_t present_ = 0;
};

} // namespace plumb::journal
