// SPDX-License-Identifier: Apache-2.0
/// Where the fields of an opened record come from (`fields:` of spawns and obligations): each
/// source has a type that the field must be able to hold.
#pragma once

#include "link.hpp"

namespace plumb::pack {

/// What stands on the right-hand side of `fields`.
class Sources {
public:
  /// `own`: the record whose fields may be named, null where there is none.
  Sources(const Register* own, Faults& faults) : own_(own), faults_(faults) {}
  /// `each` is a value of this type; of a record: of that register.
  void set_each(Field value) { each_ = std::move(value); }
  /// `each.<part>` is one of these.
  void set_parts(const std::vector<Field>& parts) { parts_ = &parts; }
  /// A word of the language (`on`, `period`) and its type.
  void add_word(std::string name, FieldType type);

  /// Whether the opening step gets what it asks for, of the right types. `link` (may be empty) is
  /// filled with the record that opens. pack.unknown_field{name}, pack.unknown_source{name},
  /// pack.wrong_type{name,type,wanted}, pack.wrong_choice{field,choice},
  /// pack.personal_source{name}, pack.not_asked{field,step}, pack.not_given{field,step}.
  void check(const Register& target, const Step& step, const Word& step_word, const Word& link,
             const std::vector<ast::Pair>& fields) const;

private:
  [[nodiscard]] const Field* find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> names() const;
  void check_pair(const Field& target, const ast::Pair& pair) const;

  const Register* own_;
  Faults& faults_;
  std::optional<Field> each_;
  const std::vector<Field>* parts_ = nullptr;
  std::vector<Field> words_;
  mutable std::vector<std::string> part_names_;
};

/// Its type, with what tells it from others of that type.
[[nodiscard]] std::string shape_of(const Field& field);
/// Whether a value of the one field can stand in the other as it is.
[[nodiscard]] bool fits(const Field& target, const Field& source);

} // namespace plumb::pack
