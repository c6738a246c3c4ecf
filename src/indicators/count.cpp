// SPDX-License-Identifier: Apache-2.0
#include "count.hpp"

#include "schema.hpp"

#include <algorithm>
#include <array>

namespace plumb::indicators {
namespace {

using storage::Row;
using Cells = std::span<storage::Value>;
using View = std::string_view;

/// Entries and cells held in memory before they are written.
constexpr std::size_t kEntriesMax = 20'000, kCellsMax = 400'000;
/// Records looked up at a time.
constexpr std::int64_t kPage = 1'024;
/// Records whose events are read with one statement.
constexpr std::size_t kStreams = 64;

using Measures = std::vector<const pack::Measure*>;

/// Counts the records of one register again, one after the other.
class Recount {
public:
  Recount(Connection& writer, View authority_id, const pack::Register& declared, Measures measures,
          std::int64_t until)
      : writer_(writer), authority_id_(authority_id), declared_(declared),
        measures_(std::move(measures)), until_(until), count_(writer, authority_id) {}

  Result<std::int64_t> run() {
    std::int64_t records = 0, after = 0;
    for (bool more = true; more;) {
      std::vector<std::string> page;
      PLUMB_TRY(writer_.run("select record_id, ordinal from record where authority_id = $1 and "
                            "register_id = $2 and ordinal > $3 order by ordinal limit $4",
                            {authority_id_, View(declared_.id), after, kPage}, [&](const Row& row) {
                              page.emplace_back(row.text(0));
                              after = row.integer(1);
                              return true;
                            }));
      for (std::size_t from = 0; from < page.size(); from += kStreams)
        PLUMB_TRY(replay(std::span(page).subspan(from, std::min(kStreams, page.size() - from))));
      records += static_cast<std::int64_t>(page.size());
      more = static_cast<std::int64_t>(page.size()) == kPage;
    }
    PLUMB_TRY(count_.write());
    return records;
  }

private:
  /// The events of several records in one statement, record by record. Read here because
  /// Journal::visit walks over every event behind the first to find those of one stream.
  Result<void> replay(std::span<const std::string> record_ids) {
    std::vector<std::string> streams;
    for (const auto& record_id : record_ids)
      streams.push_back(registers::record_stream(record_id));
    streams.resize(kStreams, streams.back()); // one statement for all
    std::string sql = "select stream, sequence, type, recorded_at, actor, payload from event where "
                      "authority_id = $1 and stream in (";
    std::vector<storage::Value> values{authority_id_};
    for (const auto& stream : streams) {
      values.emplace_back(View(stream));
      sql += (values.size() > 2 ? ", $" : "$") + std::to_string(values.size());
    }
    sql += ") order by stream, stream_revision";
    event::Event event;
    std::optional<base::Error> failed;
    PLUMB_TRY(writer_.run(sql, values, [&](const Row& row) {
      event.sequence = row.integer(1);
      if (event.sequence > until_) return true;
      if (row.text(0) != event.stream) {
        event.stream = row.text(0);
        record_ = {};
        held_.assign(measures_.size(), {});
      }
      event.type = row.text(2);
      event.recorded_at = row.integer(3);
      event.actor = row.text(4);
      event.payload = row.text(5);
      if (auto told = tell(event); !told) failed = std::move(told).error();
      return !failed;
    }));
    if (failed) return base::Unexpected{*std::move(failed)};
    return count_.relieve();
  }

  Result<void> tell(const event::Event& event) {
    PLUMB_TRY(registers::apply(record_, event));
    const auto values = registers::values_of(declared_, record_, record_.opened_on);
    for (std::size_t i = 0; i < measures_.size(); ++i) {
      auto now = contributions_of(*measures_[i], declared_, record_, values);
      if (now == held_[i]) continue;
      count_.add(*measures_[i], record_.record_id, event.sequence,
                 base::china_date(event.recorded_at), difference(held_[i], now));
      held_[i] = std::move(now);
    }
    return {};
  }

  Connection& writer_;
  View authority_id_;
  const pack::Register& declared_;
  Measures measures_;
  std::int64_t until_;
  Count count_;
  // The record whose events are being told, and what was counted of it.
  registers::Record record_ = {};
  std::vector<std::vector<Contribution>> held_ = {};
};

Result<void> remove_measure(Connection& writer, View authority_id, View measure) {
  const std::string parts = parts_name(measure);
  for (const View table : kTables)
    PLUMB_TRY(writer.run("delete from " + std::string(table) +
                             " where authority_id = $1 and measure in ($2, $3)",
                         {authority_id, measure, View(parts)}));
  return {};
}

} // namespace

// --- writing ---

void Count::add(const pack::Measure& measure, View record_id, std::int64_t sequence, Date known,
                std::vector<Contribution> differences) {
  for (auto& one : differences) {
    cells_.count(measure, one, known);
    entries_.push_back({&measure, std::string(record_id), sequence, known, std::move(one)});
  }
}

Result<void> Count::relieve() {
  if (entries_.size() >= kEntriesMax) PLUMB_TRY(write_entries());
  if (cells_.size() >= kCellsMax) PLUMB_TRY(write_cells());
  return {};
}

Result<void> Count::write() {
  PLUMB_TRY(write_entries());
  return write_cells();
}

Result<void> Count::write_entries() {
  if (entries_.empty()) return {};
  PLUMB_TRY(writer_.batch(
      "insert into measure_entry (authority_id, measure, record_id, sequence, unit_id, part, "
      "on_day, known_day, amount) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      9, entries_.size(), [&](std::size_t i, Cells values) {
        const auto& entry = entries_[i];
        values[0] = View(authority_id_);
        values[1] = View(entry.measure->id);
        values[2] = View(entry.record_id);
        values[3] = entry.sequence;
        values[4] = View(entry.contribution.unit);
        values[5] = View(entry.contribution.part);
        values[6] = bucket_of(entry.contribution.on, Level::Day);
        values[7] = bucket_of(entry.known, Level::Day);
        values[8] = entry.contribution.amount;
      }));
  entries_.clear();
  return {};
}

Result<void> Count::write_cells() {
  PLUMB_TRY(add_cells(writer_, authority_id_, cells_));
  cells_.clear();
  return {};
}

Result<void> add_cells(Connection& writer, View authority_id, const CellSums& sums) {
  const auto cells = sums.cells();
  if (cells.empty()) return {};
  return writer.batch(
      "insert into measure_cell (authority_id, measure, happened_level, known_level, happened, "
      "known, unit_id, part, amount) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict "
      "(authority_id, measure, happened_level, known_level, happened, known, unit_id, part) do "
      "update set amount = measure_cell.amount + excluded.amount",
      9, cells.size(), [&](std::size_t i, Cells values) {
        const auto& [cell, amount] = cells[i];
        values[0] = authority_id;
        values[1] = cell.measure;
        values[2] = static_cast<std::int64_t>(cell.happened_level);
        values[3] = static_cast<std::int64_t>(cell.known_level);
        values[4] = cell.happened;
        values[5] = cell.known;
        values[6] = cell.unit;
        values[7] = cell.part;
        values[8] = amount;
      });
}

Date date_of(Bucket day) {
  return base::make_date(static_cast<int>(day / 10'000), static_cast<unsigned>(day / 100 % 100),
                         static_cast<unsigned>(day % 100));
}

// --- counting again ---

Result<std::map<std::string, std::string, std::less<>>> shapes_of(Connection& connection,
                                                                  View authority_id) {
  std::map<std::string, std::string, std::less<>> shapes;
  PLUMB_TRY(connection.run("select measure, shape from measure_shape where authority_id = $1",
                           {authority_id}, [&](const Row& row) {
                             shapes.emplace(row.text(0), row.text(1));
                             return true;
                           }));
  return shapes;
}

std::string shape_of(const pack::Measure& measure, const pack::Register& declared) {
  std::set<std::string> names{measure.unit_field, measure.by};
  for (const auto* program : {&measure.where, &measure.on, &measure.from, &measure.after,
                              &measure.until, &measure.through, &measure.sum})
    if (*program)
      for (auto& name : (*program)->names())
        names.insert(std::move(name));
  std::string shape = measure.shape();
  for (const auto& column : declared.scope.columns)
    if (names.contains(column.name))
      shape += '\n' + column.name + ' ' + std::string(expression::name_of(column.type)) + ' ' +
               std::to_string(column.scale);
  return shape;
}

Result<std::int64_t> count_again(Connection& writer, View authority_id,
                                 const pack::Rulebook* book) {
  PLUMB_TRY_ASSIGN(auto shapes, shapes_of(writer, authority_id));
  std::map<const pack::Register*, Measures> stale;
  std::vector<std::pair<View, std::string>> filled;
  if (book != nullptr)
    for (const auto& measure : book->measures()) {
      const auto* declared = book->find_register(measure.register_id);
      if (declared == nullptr) continue;
      std::string shape = shape_of(measure, *declared);
      const auto known = shapes.find(measure.id);
      const bool stands = known != shapes.end() && known->second == shape;
      if (known != shapes.end() && !stands)
        PLUMB_TRY(remove_measure(writer, authority_id, measure.id));
      if (known != shapes.end()) shapes.erase(known);
      if (stands) continue;
      stale[declared].push_back(&measure);
      filled.emplace_back(measure.id, std::move(shape));
    }
  for (const auto& [measure, shape] : shapes) // those that the rules no longer have
    PLUMB_TRY(remove_measure(writer, authority_id, measure));
  // While records are filled from the journal they have not come to its end.
  PLUMB_TRY_ASSIGN(
      const auto until,
      writer.integer("select sequence from records_state where authority_id = $1", {authority_id}));
  std::int64_t records = 0;
  for (auto& [declared, measures] : stale) {
    Recount recount(writer, authority_id, *declared, std::move(measures), until.value_or(0));
    PLUMB_TRY_ASSIGN(const auto count, recount.run());
    records += count;
  }
  PLUMB_TRY(writer.batch("insert into measure_shape (authority_id, measure, shape) values ($1, $2, "
                         "$3)",
                         3, filled.size(), [&](std::size_t i, Cells values) {
                           values[0] = authority_id;
                           values[1] = filled[i].first;
                           values[2] = View(filled[i].second);
                         }));
  return records;
}

Result<void> create_again(Connection& writer) {
  for (const View table : kTables)
    PLUMB_TRY(writer.script("drop table if exists " + std::string(table)));
  PLUMB_TRY(writer.script(kCreate));
  return storage::set_schema_version(writer, kModule, kVersion);
}

} // namespace plumb::indicators
