// SPDX-License-Identifier: Apache-2.0
#include "lookup.hpp"

#include "derived.hpp"
#include "fold.hpp"
#include "state.hpp"
#include "typed_table.hpp"

#include <plumb/proof/hash.hpp>

#include <algorithm>
#include <deque>
#include <set>

namespace plumb::records {
namespace {

using base::Result;
using storage::Row;
using storage::Value;
using View = std::string_view;

class Evaluated final : public expression::Record {
public:
  Evaluated(const pack::Rulebook& book, std::vector<expression::Value> values, Date on)
      : book_(book), values_(std::move(values)), on_(on) {}
  [[nodiscard]] expression::Value column(std::size_t index) const override {
    return index < values_.size() ? values_[index] : expression::Value();
  }
  [[nodiscard]] expression::Value parameter(View id) const override {
    return book_.parameter_value(id, on_);
  }

private:
  const pack::Rulebook& book_;
  std::vector<expression::Value> values_;
  Date on_;
};

/// Whether the table of the newest rules can answer a condition of `declared`.
bool answers(const TypedTable& table, const pack::Register& newest, const pack::Register& declared,
             const expression::Program& where) {
  const auto type_in = [](const pack::Register& in, const std::string& name) {
    const auto at = std::ranges::find(in.scope.columns, name, &expression::Column::name);
    return at == in.scope.columns.end() ? std::pair(expression::Type::Flag, -1)
                                        : std::pair(at->type, at->scale);
  };
  return std::ranges::all_of(where.names(), [&](const std::string& name) {
    return name == "today" ||
           (table.holds(name) && type_in(newest, name) == type_in(declared, name));
  });
}

} // namespace

bool holds(const expression::Program& where, const pack::Rulebook& book,
           const pack::Register& declared, const registers::Record& record, Date on) {
  return where.holds(Evaluated(book, registers::values_of(declared, record, on), on));
}

Result<void>
Looker::each_open(View register_id, const expression::Program* where,
                  const std::function<void(registers::Record record, View title)>& on_record) {
  const auto* declared = book_.find_register(register_id);
  if (declared == nullptr) return {};
  const auto newest_book = standing_.newest();
  const auto* newest = newest_book ? newest_book->find_register(register_id) : nullptr;
  std::string sql = "select r.title, r.body from record r where r.authority_id = $1 "
                    "and r.register_id = $2 and r.final = 0";
  std::vector<Value> values{authority_id_, register_id};
  std::deque<std::string> texts;
  bool by_table = where == nullptr;
  if (where != nullptr && newest != nullptr) {
    const TypedTable table(*newest);
    by_table = answers(table, *newest, *declared, *where);
    if (by_table) {
      sql += " and exists (select 1 from " + table.name() + " x where x.authority_id = $3 and " +
             "x.record_id = r.record_id and (";
      values.emplace_back(authority_id_);
      append_condition(sql, values, texts, *where, book_, today_);
      sql += "))";
    }
  }
  std::optional<base::Error> failed;
  PLUMB_TRY(connection_.run(sql + " order by r.record_id", values, [&](const Row& row) {
    auto record = read_record(row.text(1));
    if (!record) {
      failed = record.error();
      return false;
    }
    if (by_table || holds(*where, book_, *declared, *record, today_))
      on_record(*std::move(record), row.text(0));
    return true;
  }));
  if (failed) return base::Unexpected{*failed};
  return {};
}

Result<Looker::Candidates> Looker::candidates(View register_id, const expression::Program* where) {
  Candidates out;
  PLUMB_TRY(each_open(register_id, where, [&](registers::Record record, View title) {
    out.push_back({record.record_id, std::string(title), std::move(record.fields)});
  }));
  return out;
}

Result<std::int64_t> Looker::next_number(View register_id, const pack::Numbering& numbering,
                                         View series, int year) {
  // Patterns without a year number through all of them.
  const int counted_year = numbering.pattern.find("{year}") == std::string::npos ? 0 : year;
  std::set<std::int64_t> decided;
  if (overlay_ != nullptr)
    for (const auto& [id, record] : *overlay_) {
      if (record.register_id != register_id) continue;
      const auto number = read_number(numbering, record.fields);
      if (number && number->series == series && number->year == counted_year)
        decided.insert(number->number);
    }
  std::int64_t next = 1;
  const auto pass_decided = [&] {
    while (decided.contains(next))
      ++next;
  };
  PLUMB_TRY(connection_.run(
      "select number, record_id from record_number where authority_id = $1 and register_id = $2 "
      "and field = $3 and series = $4 and year = $5 and number > 0 order by number",
      {authority_id_, register_id, View(numbering.field), series, std::int64_t{counted_year}},
      [&](const Row& row) {
        if (overlay_ != nullptr && overlay_->contains(row.text(1))) return true;
        pass_decided();
        if (row.integer(0) > next) return false;
        if (row.integer(0) == next) ++next;
        return true;
      }));
  pass_decided();
  return next;
}

Result<std::string> Looker::taken_by(const pack::Register& declared, const Numbered& number,
                                     View record_id) {
  const auto numberings = numberings_of(declared);
  if (overlay_ != nullptr)
    for (const auto& [id, record] : *overlay_) {
      if (record.register_id != declared.id || id == record_id) continue;
      for (const auto& numbering : numberings)
        if (read_number(numbering, record.fields) == number) return id;
    }
  std::string found;
  PLUMB_TRY(connection_.run(
      "select record_id from record_number where authority_id = $1 and register_id = $2 and field "
      "= $3 and series = $4 and year = $5 and number = $6 order by record_id",
      {authority_id_, View(declared.id), View(number.field), View(number.series),
       std::int64_t{number.year}, number.number},
      [&](const Row& row) {
        const View id = row.text(0);
        if (id == record_id || (overlay_ != nullptr && overlay_->contains(id))) return true;
        found = id;
        return false;
      }));
  return found;
}

registers::Lookup Looker::functions() {
  const auto kept = [this](auto result, auto otherwise) {
    if (result) return *std::move(result);
    if (!failed_) failed_ = result.error();
    return otherwise;
  };
  return {
      .candidates =
          [this, kept](View register_id, const expression::Program* where) {
            return kept(candidates(register_id, where), Candidates());
          },
      .next_number =
          [this, kept](View register_id, const pack::Numbering& numbering, View series, int year) {
            return kept(next_number(register_id, numbering, series, year), std::int64_t{1});
          },
      .seed = [] { return proof::to_hex(proof::random_bytes()); }};
}

Result<std::string> Records::find_origin(View authority_id, const registers::Origin& origin) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto found,
                   reader->text("select record_id from record_origin where authority_id = $1 and "
                                "kind = $2 and key = $3 order by record_id limit 1",
                                {authority_id, View(origin.kind), View(origin.key)}));
  return found.value_or(std::string());
}

Result<std::string> Records::find_key(View authority_id, View register_id,
                                      const Json& fields) const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, authority_id));
  const auto book = standing->newest();
  PLUMB_TRY_ASSIGN(const auto* declared, find_register(book.get(), register_id));
  const auto hash = key_hash_of(*declared, fields);
  if (!hash) return std::string();
  PLUMB_TRY_ASSIGN(const auto found,
                   reader->text("select record_id from record_key where authority_id = $1 and "
                                "register_id = $2 and key_hash = $3 order by ordinal desc limit 1",
                                {authority_id, register_id, View(*hash)}));
  return found.value_or(std::string());
}

Result<void> Looker::done() const {
  if (failed_) return base::Unexpected{*failed_};
  return {};
}

} // namespace plumb::records
