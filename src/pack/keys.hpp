// SPDX-License-Identifier: Apache-2.0
/// A mapping read against a closed list of keys: what is missing, unknown or of the wrong shape is
/// told with its place, and reading goes on with an empty value.
#pragma once

#include "yaml.hpp"

#include <initializer_list>
#include <span>

namespace plumb::pack {

/// One name of an enumeration as packs write it.
template <class T> struct Name {
  std::string_view text;
  T value;
};

class Keys {
public:
  /// pack.unknown_key{key}, pack.bad_value{key,wanted: mapping}.
  Keys(const yaml::File& file, const yaml::Node& mapping, Faults& faults,
       std::initializer_list<std::string_view> allowed);

  /// The value, or null where it is absent or empty.
  [[nodiscard]] const yaml::Node* find(std::string_view key) const;
  /// The same; pack.missing_key{key} where there is none.
  const yaml::Node* need(std::string_view key);

  std::string text(std::string_view key);    ///< must be there
  std::string text_or(std::string_view key); ///< "" where absent
  Word word(std::string_view key);           ///< must be there
  Word word_or(std::string_view key);
  Word identifier(std::string_view key); ///< snake_case, at most 40 letters; must be there
  std::vector<Word> words(std::string_view key);
  std::vector<Word> some_words(std::string_view key); ///< the same; not empty where it is there
  yaml::Passage passage(std::string_view key);        ///< "" where absent
  bool flag(std::string_view key, bool otherwise);
  std::int64_t integer(std::string_view key, std::int64_t otherwise, std::int64_t minimum,
                       std::int64_t maximum);
  std::optional<base::Decimal> decimal(std::string_view key); ///< empty where absent
  std::optional<Date> date(std::string_view key);             ///< empty where absent
  Date need_date(std::string_view key);
  /// The same as date(); pack.empty_range{from,until} where it is not after `from`.
  std::optional<Date> date_after(std::string_view key, std::optional<Date> from);
  /// The elements of a list; none where it is absent.
  std::span<const yaml::Node> list(std::string_view key);
  /// pack.unknown_<what>{name} with the nearest name.
  template <class T>
  T choice(std::string_view key, std::string_view what, std::span<const Name<T>> names,
           std::optional<T> otherwise = {});

  void bad(std::string_view key, const yaml::Node& value, std::string_view wanted);
  /// pack.does_not_apply{key} where the key is there and does not apply.
  void check_applies(std::string_view key, bool applies = false);
  [[nodiscard]] const Place& at() const { return mapping_.at; }
  [[nodiscard]] const yaml::File& file() const { return file_; }
  [[nodiscard]] Faults& faults() { return faults_; }

private:
  const yaml::Node* scalar(std::string_view key, std::string_view wanted);

  const yaml::File& file_;
  const yaml::Node& mapping_;
  Faults& faults_;
};

/// A file of one list under `key`, each element read by `read`.
template <class T>
void read_list(const yaml::File& file, Faults& faults, std::string_view key,
               T (*read)(const yaml::File&, const yaml::Node&, Faults&), std::vector<T>& into) {
  Keys root(file, file.root, faults, {key});
  root.need(key);
  for (const auto& node : root.list(key))
    into.push_back(read(file, node, faults));
}

/// Lower-case words joined by _.
[[nodiscard]] bool is_identifier(std::string_view text);
/// Identifiers joined by dots.
[[nodiscard]] bool is_dotted(std::string_view text);
/// Digits with an optional sign and point, without superfluous zeros in front.
[[nodiscard]] std::optional<base::Decimal> plain_decimal(std::string_view text);

template <class T>
T Keys::choice(std::string_view key, std::string_view what, std::span<const Name<T>> names,
               std::optional<T> otherwise) {
  const yaml::Node* value = otherwise ? find(key) : need(key);
  if (value == nullptr) return otherwise.value_or(names.front().value);
  std::vector<std::string_view> known;
  for (const auto& name : names) {
    if (value->kind == yaml::Node::Kind::Scalar && name.text == value->text) return name.value;
    known.push_back(name.text);
  }
  faults_.error("pack.unknown_" + std::string(what), {{"name", value->text}}, value->at,
                nearest(value->text, known));
  return names.front().value;
}

} // namespace plumb::pack
