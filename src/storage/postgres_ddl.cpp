// SPDX-License-Identifier: Apache-2.0
#include "postgres_ddl.hpp"

#include "sql_words.hpp"

#include <array>
#include <utility>

namespace plumb::storage {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kTypes = {
    {{"integer", "bigint"}, {"int", "bigint"}, {"text", "text collate \"C\""}, {"blob", "bytea"}}};
/// What may stand where a column's name does.
constexpr std::array<std::string_view, 5> kConstraints = {"primary", "unique", "check", "foreign",
                                                          "constraint"};

class Rewriter {
public:
  std::string run(std::string_view script) {
    for (std::size_t at = 0; at < script.size();) {
      const SqlWord word = next_word(script, at);
      at += word.text.size();
      if (word.kind == SqlWord::Kind::Space)
        out_ += word.text;
      else
        take(word);
    }
    return std::move(out_);
  }

private:
  enum class Place {
    Start,   ///< of a statement
    Created, ///< behind `create`
    Altered, ///< behind `alter`
    Table,   ///< behind `create table`, before its bracket
    Column,  ///< a column's name comes, or a constraint
    Type,    ///< the column's type comes
    Rest,    ///< of a column or constraint
    Options, ///< behind the closing bracket
    Adding,  ///< behind `alter table`, before `add`
    Other,   ///< a statement that is left alone
  };

  void take(const SqlWord& word) {
    if (word.kind == SqlWord::Kind::Symbol) return take_symbol(word.text[0]);
    if (place_ == Place::Type) return take_type(word);
    if (place_ == Place::Options) {
      if (word.is("strict") || word.is("without") || word.is("rowid")) return;
      place_ = Place::Other;
    }
    out_ += word.text;
    switch (place_) {
    case Place::Start:
      place_ = word.is("create")  ? Place::Created
               : word.is("alter") ? Place::Altered
                                  : Place::Other;
      break;
    case Place::Created:
      if (word.is("table"))
        place_ = Place::Table;
      else if (!word.is("temp") && !word.is("temporary"))
        place_ = Place::Other;
      break;
    case Place::Altered:
      place_ = word.is("table") ? Place::Adding : Place::Other;
      break;
    case Place::Adding:
      if (word.is("add")) place_ = Place::Column;
      break;
    case Place::Column:
      if (word.is("column")) break;
      place_ = Place::Type;
      for (const auto name : kConstraints)
        if (word.is(name)) place_ = Place::Rest;
      break;
    default:
      break;
    }
  }

  void take_type(const SqlWord& word) {
    place_ = Place::Rest;
    for (const auto& [ours, theirs] : kTypes)
      if (word.is(ours)) {
        out_ += theirs;
        return;
      }
    out_ += word.text;
  }

  void take_symbol(char symbol) {
    if (symbol == '(' && depth_++ == 0 && place_ == Place::Table) place_ = Place::Column;
    if (symbol == ')' && --depth_ == 0 &&
        (place_ == Place::Rest || place_ == Place::Column || place_ == Place::Type))
      place_ = Place::Options;
    else if (symbol == ',' && place_ == Place::Options)
      return;
    else if (symbol == ',' && depth_ == 1 && place_ == Place::Rest)
      place_ = Place::Column;
    if (symbol == ';') {
      place_ = Place::Start;
      depth_ = 0;
    }
    out_ += symbol;
  }

  std::string out_;
  Place place_ = Place::Start;
  int depth_ = 0;
};

} // namespace

std::string to_postgres(std::string_view script) {
  return Rewriter().run(script);
}

} // namespace plumb::storage
