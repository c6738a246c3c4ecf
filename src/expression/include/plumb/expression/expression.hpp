// SPDX-License-Identifier: Apache-2.0
/// The small language of gates, conditions, measures and masks: typed, total, without side effects.
/// An expression is parsed against the columns of a register, evaluated on one record or compiled
/// to a SQL condition over the register's table; both give the same answer for every record. The
/// language is described in docs/reference/pack_language.md.
///
/// Two-valued logic: a comparison with an empty value is false (`!=` too), arithmetic with one is
/// empty, `not`, `and`, `or` see only true and false (an empty flag counts as false). An empty text
/// ('') and an empty list ([]) are empty values; `count` of an empty list is 0. `has` finds no text
/// that is a lone comma or holds control characters. Numbers are whole multiples of a power of ten
/// (`scale` digits after the point, 0–6) of at most 10^15 units; the checker refuses what could
/// leave 64 bits. There is no division: write a ratio as `a * 100 >= b * 90`.
///
/// A source has at most 4,000 bytes and is nested at most 64 deep; what would be too deep for an
/// SQL engine is refused as well.
#pragma once

#include <plumb/base/date.hpp>
#include <plumb/base/error.hpp>
#include <plumb/base/result.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace plumb::expression {

enum class Type { Flag, Number, Text, Date, List };
[[nodiscard]] std::string_view name_of(Type type);

struct Number {
  std::int64_t units = 0;
  int scale = 0;
  friend bool operator==(const Number&, const Number&) = default;
};
using List = std::vector<std::string>;
/// monostate: empty.
using Value = std::variant<std::monostate, bool, Number, std::string, base::Date, List>;

/// One thing that an expression can name.
struct Column {
  std::string name; ///< as written: `kind`, `steps.review.on`, `clocks.consultation.due_on`
  /// In SQL: `kind`, `step_review_on`. Empty: no column; compile() asks its `parameter` function
  /// for the value under `name` (`today`).
  std::string column;
  Type type = Type::Text;
  int scale = 0; ///< Number: digits after the point of the stored whole number
  /// Text and List: the only possible values, for catching a mistyped one. Empty: any.
  std::vector<std::string> choices = {};
};

/// What `parameter('id')` stands for; asked while parsing for its type and while evaluating or
/// compiling for its value on the day (monostate where it is not in force).
struct ParameterType {
  Type type = Type::Number;
  int scale = 0;
};

/// What can be named. Looked up once, while parsing.
struct Scope {
  std::vector<Column> columns;
  /// Null: there is no such parameter.
  std::function<const ParameterType*(std::string_view id)> parameter = {};
  /// All ids; asked only to suggest one for an unknown id.
  std::function<std::vector<std::string>()> parameter_ids = {};
};

/// A place in the source, for messages: bytes.
struct Fault {
  base::Error error; ///< expression.syntax{wanted,found}, .unknown_name{name,suggestion}
                     ///< (names and functions), .type{wanted,found},
                     ///< .unknown_choice{value,suggestion}, .too_long, .too_deep, .overflow,
                     ///< .unknown_parameter{id,suggestion}
  std::size_t from = 0, until = 0;
};

/// The record under evaluation.
class Record {
public:
  virtual ~Record() = default;
  /// The value of scope.columns[index]; of its type, or empty. A value of another type or beyond
  /// the limits counts as empty.
  [[nodiscard]] virtual Value column(std::size_t index) const = 0;
  /// The value in force on the record's day; empty where none is.
  [[nodiscard]] virtual Value parameter(std::string_view id) const = 0;
};

/// Why an expression is what it is: each part with its value, outermost first, for receipts.
struct Explained {
  std::string source; ///< the part as written
  Value value;
  int depth = 0;
};

/// A SQL condition or value with `$n` placeholders that continue after `first` − 1.
struct Sql {
  std::string text;
  /// In the order of the placeholders, each an empty value, a Number (bind its units: a Flag is 0
  /// or 1) or a text (a Date is YYYY-MM-DD, a List its JSON).
  std::vector<Value> values;
};

/// A checked expression; immutable, cheap to copy, thread-safe.
class Program {
public:
  struct Tree; ///< private to the module
  /// All faults at once; `wanted` is the type the whole must have.
  [[nodiscard]] static base::Result<Program, std::vector<Fault>>
  parse(std::string_view source, const Scope& scope, Type wanted = Type::Flag);

  [[nodiscard]] Value evaluate(const Record& record) const;
  [[nodiscard]] bool holds(const Record& record) const; ///< for Type::Flag
  [[nodiscard]] std::vector<Explained> explain(const Record& record) const;
  /// The same on both engines: for Type::Flag a condition that is never null, else a value. Columns
  /// are flags as integers 0/1, dates text YYYY-MM-DD, lists canonical JSON arrays of strings as
  /// text, numbers whole units (bigint). `parameter` gives the values of parameters on the asked
  /// day, and those of names without a column under their name. The text depends on nothing but the
  /// arguments; it grows linearly with the source.
  [[nodiscard]] Sql compile(int first,
                            const std::function<Value(std::string_view)>& parameter) const;
  [[nodiscard]] const std::string& source() const;
  [[nodiscard]] Type type() const;
  /// Number: digits after the point of what it gives.
  [[nodiscard]] int scale() const;
  /// The source in one canonical form, which parses to the same program.
  [[nodiscard]] std::string print() const;
  /// Names and parameters that occur.
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] std::vector<std::string> parameters() const;
  /// In plain Chinese for `pack explain`. `title` is asked for the title of a name (`kind`), a
  /// parameter's id and a choice (`kind=market`); where it gives "" for `steps.review.done` it is
  /// asked for `steps.review` and the rest is put in words; last, the word itself stands.
  [[nodiscard]] std::string
  in_words(const std::function<std::string(std::string_view)>& title) const;

private:
  explicit Program(std::shared_ptr<const Tree> tree);
  std::shared_ptr<const Tree> tree_;
};

} // namespace plumb::expression
