// SPDX-License-Identifier: Apache-2.0
/// Where faults of a pack are gathered: reading goes on after each, so that a person sees all of
/// them at once. A Place is small and is kept beside everything that a later check may complain of.
#pragma once

#include <plumb/pack/pack.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::pack {

struct Place {
  int file = -1; ///< index into Faults; −1: nowhere in particular
  int line = 0, column = 0;
};

/// A name with the place where it stands.
struct Word {
  std::string text;
  Place at;
  [[nodiscard]] bool empty() const { return text.empty(); }
};

using Args = std::vector<std::pair<std::string, std::string>>;

class Faults {
public:
  /// None yet, but with the files that places speak of.
  [[nodiscard]] Faults without_any() const;
  /// Gives the number that places of this file carry.
  int add_file(int source, std::string path);
  void error(std::string id, Args args, Place at, std::string suggestion = {});
  void warning(std::string id, Args args, Place at, std::string suggestion = {});
  void add(Severity severity, base::Error error, Place at, std::string suggestion);
  [[nodiscard]] int errors() const { return errors_; }
  /// A file could not be read at all: names that nothing declares are no longer told, because it
  /// may have declared them.
  void set_incomplete() { incomplete_ = true; }
  /// Everything so far, ascending by source, file, line and column.
  [[nodiscard]] std::vector<Diagnostic> sorted() const;

private:
  struct File {
    int source;
    std::string path;
  };
  std::vector<File> files_;
  std::vector<Diagnostic> found_;
  int errors_ = 0;
  bool incomplete_ = false;
};

/// The candidate that a person most likely meant by `name`; empty where none is near.
[[nodiscard]] std::string nearest(std::string_view name,
                                  const std::vector<std::string_view>& candidates);

} // namespace plumb::pack
