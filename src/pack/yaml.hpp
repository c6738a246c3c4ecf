// SPDX-License-Identifier: Apache-2.0
/// One YAML file → a tree in which every node knows its place. Strict: duplicate keys, anchors,
/// aliases, tags, several documents and keys that are not plain words are faults, so that what a
/// person sees is what is there. The only file that names yaml-cpp.
#pragma once

#include "faults.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::pack::yaml {

struct Node {
  enum class Kind { Null, Scalar, Sequence, Mapping };
  Kind kind = Kind::Null;
  std::string text;    ///< Scalar
  bool quoted = false; ///< Scalar: in quotes or a block, so never a number or a flag
  Place at;
  std::size_t offset = 0;  ///< Scalar: byte in the file where it begins
  std::vector<Node> items; ///< Sequence; Mapping: the values
  std::vector<Node> keys;  ///< Mapping: scalars, beside `items`

  [[nodiscard]] bool is_null() const { return kind == Kind::Null; }
  [[nodiscard]] const Node* find(std::string_view key) const;
};

struct File {
  std::string path;
  int number = -1; ///< of Faults
  std::string_view bytes;
  Node root;
  bool good = false; ///< a tree came about
};

/// pack.too_large{limit_bytes}, pack.long_line{limit}, pack.bad_encoding, pack.bad_yaml{reason},
/// pack.too_deep{limit}, pack.too_many{limit}, pack.duplicate_key{key,first_line}, pack.alias,
/// pack.anchor, pack.tag{tag}, pack.second_document, pack.bad_key.
[[nodiscard]] File read(int source, const SourceFile& file, Faults& faults);

/// A text whose parts can be complained of: an expression. `raw` is how it stands in the file, with
/// quotes, folding and indentation.
struct Passage {
  Word word;
  std::string raw;
  bool quoted = false;
  [[nodiscard]] bool empty() const { return word.empty(); }
};
[[nodiscard]] Passage passage(const File& file, const Node& scalar);
/// The place of byte `at` of the passage's text.
[[nodiscard]] Place place_inside(const Passage& passage, std::size_t at);

} // namespace plumb::pack::yaml
