// SPDX-License-Identifier: Apache-2.0
#include "plumb/indicators/indicators.hpp"

#include "count.hpp"
#include "schema.hpp"
#include "state.hpp"

namespace plumb::indicators {
namespace {

using base::ErrorKind;
using storage::Row;
using View = std::string_view;

/// The last day that can be written: rules are looked up that are in force for good.
constexpr Date kForGood = base::make_date(9999, 12, 31);

/// What the newest rules recorded are made of: their version and the files of their archives.
struct Recorded {
  std::string version;
  std::vector<std::string> archives;
};

Result<std::optional<Recorded>> recorded_rules(Connection& connection, View authority_id) {
  std::optional<Recorded> found;
  std::string packs;
  PLUMB_TRY(connection.run("select version, packs from rules_version where authority_id = $1 order "
                           "by sequence desc limit 1",
                           {authority_id}, [&](const Row& row) {
                             found.emplace().version = row.text(0);
                             packs = row.text(1);
                             return false;
                           }));
  if (!found) return found;
  PLUMB_TRY_ASSIGN(const auto json, event::parse_json(packs));
  for (const auto& pack : json.items())
    found->archives.push_back(pack["sm3"].text());
  return found;
}

Result<records::RulebookPointer> load(Connection& connection, View authority_id,
                                      const Recorded& recorded) {
  std::vector<pack::Source> sources;
  for (const auto& sm3 : recorded.archives) {
    PLUMB_TRY_ASSIGN(const auto file, journal::Journal::file(connection, authority_id, sm3));
    if (!file) return base::fail(ErrorKind::Corrupt, "records.unknown_file", {{"sm3", sm3}});
    PLUMB_TRY_ASSIGN(auto source, pack::read_archive(file->bytes));
    sources.push_back(std::move(source));
  }
  std::vector<pack::Diagnostic> faults;
  auto book = pack::Rulebook::load(sources, faults);
  if (book == nullptr)
    return base::fail(ErrorKind::Corrupt, "records.unknown_rules", {{"version", recorded.version}});
  return book;
}

/// The rules that records tell as their newest; null where there are none.
Result<records::RulebookPointer> newest_rules(const records::Records& records,
                                              Connection& connection, View authority_id) {
  PLUMB_TRY_ASSIGN(const auto recorded, recorded_rules(connection, authority_id));
  if (!recorded) return records::RulebookPointer();
  PLUMB_TRY_ASSIGN(auto book, records.rules(authority_id, kForGood));
  if (book != nullptr && book->version() == recorded->version) return book;
  return load(connection, authority_id, *recorded); // they are not in force for good
}

} // namespace

Indicators::Indicators(std::unique_ptr<State> state) : state_(std::move(state)) {}
Indicators::~Indicators() = default;

Result<std::unique_ptr<Indicators>>
Indicators::open(storage::Database& database, journal::Journal& journal, const base::Clock& clock) {
  std::unique_ptr<Indicators> indicators(
      new Indicators(std::make_unique<State>(database, journal, clock)));
  const auto ready = journal.exclusively([&](Connection& writer) -> Result<void> {
    PLUMB_TRY_ASSIGN(const auto version, storage::schema_version(writer, kModule));
    return version == kVersion ? Result<void>() : create_again(writer);
  });
  PLUMB_TRY(ready);
  return indicators;
}

Result<void> Indicators::start(const records::Records& records) {
  state_->records = &records;
  forget();
  return state_->journal.exclusively([&](Connection& writer) -> Result<void> {
    PLUMB_TRY_ASSIGN(const auto authorities, journal::Journal::authorities(writer));
    for (const auto& authority_id : authorities) {
      PLUMB_TRY(writer.lock(authority_id));
      PLUMB_TRY_ASSIGN(const auto book, newest_rules(records, writer, authority_id));
      PLUMB_TRY(count_again(writer, authority_id, book.get()));
    }
    return {};
  });
}

Result<std::int64_t> Indicators::rebuild() {
  if (state_->records == nullptr) return base::fail(ErrorKind::NotFound, "indicators.no_rules");
  std::int64_t count = 0;
  forget();
  const auto done = state_->journal.exclusively([&](Connection& writer) -> Result<void> {
    PLUMB_TRY_ASSIGN(const auto authorities, journal::Journal::authorities(writer));
    for (const auto& authority_id : authorities)
      PLUMB_TRY(writer.lock(authority_id));
    PLUMB_TRY(create_again(writer));
    for (const auto& authority_id : authorities) {
      PLUMB_TRY_ASSIGN(const auto book, newest_rules(*state_->records, writer, authority_id));
      PLUMB_TRY_ASSIGN(const auto records, count_again(writer, authority_id, book.get()));
      count += records;
    }
    return {};
  });
  forget();
  PLUMB_TRY(done);
  return count;
}

Result<std::vector<std::pair<std::string, std::int64_t>>> Indicators::counts() const {
  PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
  std::vector<std::pair<std::string, std::int64_t>> out;
  PLUMB_TRY_ASSIGN(const auto measures, reader->integer("select count(*) from measure_shape"));
  out.emplace_back("measures", measures.value_or(0));
  return out;
}

} // namespace plumb::indicators
