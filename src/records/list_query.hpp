// SPDX-License-Identifier: Apache-2.0
/// One question to a list, checked and turned into SQL that answers in the same time whatever the
/// number of records: a page walks one index in the page's own order, or a small set that another
/// index gives; it looks at no more than ListBounds::examined records and then says where to go on.
#pragma once

#include "rules_store.hpp"
#include "typed_table.hpp"

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace plumb::records {

/// How much a list looks at. Tests make it small.
struct ListBounds {
  std::int64_t counted = 1'000;  ///< matching records are counted up to this number
  std::int64_t examined = 8'000; ///< so many records of one index are looked at for a page
  std::int64_t looked = 4'000;   ///< and so many for counting
  std::int64_t small = 1'500;    ///< a set of up to so many is looked at as a whole
  /// Full text is looked for among the newest so many records first, then among so many, then
  /// everywhere: what is frequent is found soon, what is rare is quickly listed.
  std::array<std::int64_t, 2> windows = {4'096, 65'536};
};
[[nodiscard]] ListBounds& list_bounds();

/// A statement that grows with its values: places ascend, as SQLite wants it.
struct Statement {
  std::string sql = {};
  std::vector<storage::Value> values = {};
  std::deque<std::string> texts = {}; ///< what views in `values` point to

  Statement& add(std::string_view text) {
    sql += text;
    return *this;
  }
  Statement& place(storage::Value value) {
    values.push_back(value);
    sql += '$' + std::to_string(values.size());
    return *this;
  }
  Statement& text(std::string text) {
    return place(std::string_view(texts.emplace_back(std::move(text))));
  }
  Statement& day(Date day) { return text(base::to_string(day)); }
};

/// Where a page ended.
struct ListPlace {
  std::int64_t ordinal = 0;
  std::string due = {}; ///< with Sort::Due
};

class ListQuery {
public:
  /// records.bad_filter{field}, records.bad_where{faults}, records.bad_cursor. All arguments must
  /// outlive it.
  [[nodiscard]] static base::Result<ListQuery>
  make(Connection& connection, std::string_view authority_id, const pack::Rulebook& book,
       const pack::Register& declared, const Query& query, Date on, const calendar::View& calendar);

  struct Page {
    std::size_t count = 0;
    std::optional<ListPlace> next = {}; ///< more may be there
  };
  /// Calls `on_row` (row, body of the record) for at most `limit` records behind `after`. `column`:
  /// row or body.
  [[nodiscard]] base::Result<Page> page(std::string_view column, std::size_t limit,
                                        const std::optional<ListPlace>& after,
                                        const std::function<bool(std::string_view)>& on_row);
  struct Counts {
    std::map<std::string, std::int64_t> by_state = {};
    std::int64_t total = 0;
    bool capped = false;
  };
  [[nodiscard]] base::Result<Counts> count();

  [[nodiscard]] const std::optional<ListPlace>& cursor() const { return cursor_; }
  [[nodiscard]] std::string cursor_text(const ListPlace& place) const;

private:
  /// What gives the records to look at.
  enum class Lead { Record, Party, Table, Text, Opened, Due };
  struct Leader {
    Lead lead = Lead::Record;
    std::string value = {}; ///< Record: a state; Party: a unit
    std::size_t field = 0;  ///< Table: of fields_, which the index serves
    bool by_field = false;  ///< Table
    bool small = false;     ///< all of it is looked at
  };
  /// An indexed field and the value it must have, as its column holds it.
  struct FieldFilter {
    const expression::Column* column = nullptr;
    std::variant<std::int64_t, std::string> value;
  };
  struct Window { ///< of positions in the text index
    std::int64_t first = 1, last = 0;
  };

  ListQuery(Connection& connection, std::string_view authority_id, const pack::Rulebook& book,
            const pack::Register& declared, const Query& query, Date on)
      : connection_(connection), authority_id_(authority_id), book_(book), declared_(declared),
        query_(query), on_(on), table_(declared) {}

  base::Result<void> read_fields();
  base::Result<void> read_where();
  base::Result<void> read_cursor();
  void read_units();

  [[nodiscard]] bool by_due() const { return query_.sort == Sort::Due; }
  [[nodiscard]] bool due_asked() const;
  [[nodiscard]] bool opened_asked() const { return query_.opened_from || query_.opened_until; }
  [[nodiscard]] bool record_asked() const {
    return due_asked() || opened_asked() || query_.breaches.has_value();
  }
  [[nodiscard]] bool typed_asked() const { return !fields_.empty() || where_.has_value(); }
  /// Kept counts by state tell the numbers.
  [[nodiscard]] bool plain() const;
  /// Whether there are conditions that the leaders' own index does not answer.
  [[nodiscard]] bool has_rest(const Leader& leader) const;

  [[nodiscard]] base::Result<std::vector<Leader>> choose();
  [[nodiscard]] base::Result<std::int64_t> size_of(const std::vector<Leader>& leaders);
  [[nodiscard]] std::vector<Leader> parties(bool small) const;

  void append_from(Statement& out, const Leader& leader, const Window& window) const;
  void append_field(Statement& out, const FieldFilter& filter) const;
  void append_typed(Statement& out, const Leader* leader) const;
  void append_due(Statement& out, std::string_view name) const;
  void append_record(Statement& out, std::string_view name) const;
  void append_rest(Statement& out, const Leader& leader) const;
  [[nodiscard]] std::string ordinal_of(const Leader& leader) const;
  [[nodiscard]] std::string state_of(const Leader& leader) const;
  void append_after(Statement& out, const Leader& leader, const ListPlace& after) const;
  void append_not_behind(Statement& out, const Leader& leader, const ListPlace& last) const;
  void append_part(Statement& out, const Leader& leader, const Window& window,
                   const std::optional<ListPlace>& after, const std::optional<ListPlace>& last,
                   std::int64_t limit, bool counting) const;
  [[nodiscard]] base::Result<std::optional<ListPlace>>
  end_of_look(const std::vector<Leader>& leaders, const Window& window,
              const std::optional<ListPlace>& after, std::int64_t examined);
  [[nodiscard]] base::Result<Page> look(std::string_view column, std::size_t limit,
                                        const std::optional<ListPlace>& after,
                                        const std::vector<Leader>& leaders, const Window& window,
                                        std::vector<std::string>& rows);
  [[nodiscard]] base::Result<Counts> count_among(const std::vector<Leader>& leaders,
                                                 const Window& window);
  [[nodiscard]] base::Result<std::vector<Window>> windows(const std::optional<ListPlace>& after);

  Connection& connection_;
  std::string_view authority_id_;
  const pack::Rulebook& book_;
  const pack::Register& declared_;
  const Query& query_;
  Date on_, near_until_{};
  TypedTable table_;
  std::int64_t text_base_ = 0;
  std::string match_ = {};
  bool nothing_ = false; ///< nothing can match
  std::vector<FieldFilter> fields_ = {};
  std::optional<expression::Program> where_ = {};
  std::optional<ListPlace> cursor_ = {};
  std::vector<std::string> units_ = {}; ///< one of them takes part; empty: does not matter
  bool check_viewer_ = false;           ///< … and the viewer must see it besides
  std::optional<std::vector<Leader>> leaders_ = {};
};

} // namespace plumb::records
