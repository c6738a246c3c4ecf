// SPDX-License-Identifier: Apache-2.0
#include "indicators_filling.hpp"

#include "measuring.hpp"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string_view>

namespace plumb::bench {

const pack::Indicator& largest(const Board& board, const pack::Rulebook& rules) {
  constexpr std::int64_t kEnough = 2'000;
  std::unordered_map<std::int64_t, Shape> shapes;
  std::vector<std::int64_t> records(board.measures.size() + 1);
  must(history::lives(plan_of(kEnough), rules, [&](const history::Life& life) {
    auto found = shapes.find(life.like);
    if (found == shapes.end())
      found = shapes.emplace(life.like, shape_of(board, rules, life)).first;
    for (const auto& part : found->second.parts) {
      const auto& measure = *board.measures[part.measure];
      if (!measure.sum && (measure.stock() || part.contribution.on >= kYear))
        records[part.measure] += part.contribution.amount;
    }
    return true;
  }));
  return **std::ranges::max_element(board.indicators, {}, [&](const pack::Indicator* one) {
    return records[board.place(one->measure)];
  });
}

Filling::Filling(const pack::Rulebook& rules, const Board& board, std::vector<Place>& places,
                 const std::string& csv, std::string listed)
    : rules_(rules), board_(board), places_(places), csv_(std::fopen(csv.c_str(), "wb")),
      flat_(*places.front().flat, board), listed_(board.place(listed)) {
  if (csv_ == nullptr) give_up("cannot write " + csv);
}

void Filling::run(std::int64_t records) {
  const auto plan = plan_of(records);
  const auto units = history::county(plan);
  for (std::size_t i = 0; i < units.size(); ++i)
    unit_numbers_.emplace(units[i].id, static_cast<std::int64_t>(i));
  const auto start = Clock::now();
  const auto before = places_spent();
  must(history::lives(plan, rules_, [&](const history::Life& life) {
    add(life);
    return true;
  }));
  count_all();
  write_cells();
  write_entries();
  const auto begun = Clock::now();
  flat_.write();
  places_.front().flat_s += seconds_since(begun);
  std::fclose(csv_);
  lives_s = seconds_since(start) - (places_spent() - before);
  const auto writer = must(places_.front().store->database->writer());
  must(writer->script("analyze"));
}

double Filling::places_spent() const {
  double sum = 0;
  for (const auto& place : places_)
    sum += place.cells_s + place.flat_s + place.entries_s;
  return sum;
}

void Filling::add(const history::Life& life) {
  ++lives;
  auto found = shapes_.find(life.like);
  if (found == shapes_.end())
    found = shapes_.emplace(life.like, shape_of(board_, rules_, life)).first;
  const auto& unit = life.states.back().second.unit;
  const auto number = unit_numbers_.at(unit);
  std::fputs(fmt::format_int(number).c_str(), csv_);
  std::fputs(found->second.csv.c_str(), csv_);
  const auto start = Clock::now();
  flat_.add(number, found->second);
  places_.front().flat_s += seconds_since(start);
  keep_entries(life, unit, found->second);
  ++waiting_[{life.like, unit}];
  if (waiting_.size() > 5'000) count_all();
}

// Equal lives in one unit are added as one: cells are sums.
void Filling::count_all() {
  for (const auto& [key, count] : waiting_)
    for (const auto& part : shapes_.at(key.first).parts) {
      auto contribution = part.contribution;
      if (!contribution.unit.empty()) contribution.unit = key.second;
      contribution.amount *= count;
      sums_.count(*board_.measures[part.measure], contribution, part.known);
    }
  waiting_.clear();
  if (sums_.size() > 4'000'000) write_cells();
}

void Filling::write_cells() {
  for (auto& place : places_) {
    const auto start = Clock::now();
    const auto writer = must(place.store->database->writer());
    must(writer->transaction([&] { return indicators::add_cells(*writer, kAuthority, sums_); }));
    place.cells_s += seconds_since(start);
  }
  sums_.clear();
}

void Filling::keep_entries(const history::Life& life, const std::string& unit, const Shape& shape) {
  std::int64_t sequence = 0;
  for (const auto& part : shape.parts) {
    ++sequence;
    if (part.measure != listed_) continue;
    // Behind the records that really are there: those fill the first page.
    entries_.push_back(
        {'~' + life.record_id, part.contribution.unit.empty() ? "" : unit, &part, sequence});
  }
  constexpr std::size_t kAtOnce = 20'000;
  if (entries_.size() >= kAtOnce) write_entries();
}

void Filling::write_entries() {
  constexpr std::size_t kColumns = 9;
  const auto day = [](base::Date on) { return storage::Value(number_of(on)); };
  for (auto& place : places_) {
    const auto start = Clock::now();
    const auto writer = must(place.store->database->writer());
    must(writer->transaction([&] {
      return writer->batch(
          "insert into measure_entry (authority_id, measure, record_id, sequence, unit_id, part, "
          "on_day, known_day, amount) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
          kColumns, entries_.size(), [&](std::size_t at, std::span<storage::Value> values) {
            using View = std::string_view;
            const auto& [record_id, unit, part, sequence] = entries_[at];
            const auto& counted = part->contribution;
            std::ranges::copy(
                std::initializer_list<storage::Value>{
                    View(kAuthority), View(board_.measures[listed_]->id), View(record_id), sequence,
                    View(unit), View(counted.part), day(counted.on), day(part->known),
                    counted.amount},
                values.begin());
          });
    }));
    place.entries_s += seconds_since(start);
  }
  entries_.clear();
}

} // namespace plumb::bench
