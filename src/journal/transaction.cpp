// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/hash.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/proof/hash.hpp>

#include <array>
#include <variant>

namespace plumb::journal {

namespace {

using base::Result;
using storage::Value;

constexpr std::string_view kInsert =
    "insert into event (authority_id, sequence, id, stream, stream_revision, type, version, "
    "recorded_at, effective_on, actor, payload, hash) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
constexpr std::size_t kColumns = 12;

void fill(std::span<Value> values, const event::Event& event, std::int64_t stream_revision,
          std::string_view effective_on) {
  values[0] = std::string_view(event.authority_id);
  values[1] = event.sequence;
  values[2] = std::string_view(event.id);
  values[3] = std::string_view(event.stream);
  values[4] = stream_revision;
  values[5] = std::string_view(event.type);
  values[6] = std::int64_t{event.version};
  values[7] = event.recorded_at;
  values[8] = effective_on.empty() ? Value(std::monostate{}) : Value(effective_on);
  values[9] = std::string_view(event.actor);
  values[10] = std::string_view(event.payload);
  values[11] = std::string_view(event.hash);
}

/// `first_revision`: of the first event in its stream.
Result<void> insert(storage::Connection& connection, const std::vector<event::Event>& events,
                    std::int64_t first_revision) {
  std::vector<std::string> days(events.size());
  for (std::size_t i = 0; i < events.size(); ++i)
    if (events[i].effective_on) days[i] = base::to_string(*events[i].effective_on);
  const auto fill_row = [&](std::size_t i, std::span<Value> values) {
    fill(values, events[i], first_revision + static_cast<std::int64_t>(i), days[i]);
  };
  if (events.size() != 1) return connection.batch(kInsert, kColumns, events.size(), fill_row);
  std::array<Value, kColumns> values;
  fill_row(0, values);
  PLUMB_TRY(connection.run(kInsert, std::span<const Value>(values)));
  return {};
}

} // namespace

Result<std::int64_t> Transaction::revision(std::string_view stream) {
  const auto known = tail_.revisions.find(std::string(stream));
  if (known != tail_.revisions.end()) return known->second;
  PLUMB_TRY_ASSIGN(
      const auto found,
      connection_.integer(
          "select max(stream_revision) from event where authority_id = $1 and stream = $2",
          {std::string_view(authority_id_), stream}));
  tail_.revisions.emplace(stream, found.value_or(0));
  return found.value_or(0);
}

Result<std::vector<event::Event>> Transaction::append(std::string_view stream,
                                                      std::int64_t expected,
                                                      const std::vector<event::NewEvent>& events) {
  PLUMB_TRY_ASSIGN(const std::int64_t actual, revision(stream));
  if (actual != expected)
    return base::fail(base::ErrorKind::Conflict, "journal.conflict",
                      {{"stream", std::string(stream)},
                       {"expected", std::to_string(expected)},
                       {"actual", std::to_string(actual)}});
  std::vector<event::Event> appended;
  if (events.empty()) return appended;
  appended.reserve(events.size());
  std::string canonical;
  for (const auto& fresh : events) {
    appended.push_back({.authority_id = authority_id_,
                        .sequence = ++tail_.head.sequence,
                        .id = base::new_id(now_ms_),
                        .stream = std::string(stream),
                        .type = fresh.type,
                        .version = fresh.version,
                        .recorded_at = now_ms_,
                        .effective_on = fresh.effective_on,
                        .actor = actor_,
                        .payload = fresh.payload,
                        .hash = {}});
    event::Event& recorded = appended.back();
    canonical.clear();
    event::append_canonical(canonical, recorded);
    recorded.hash = proof::to_hex(proof::sm3(tail_.head.hash, canonical));
    tail_.head.hash = recorded.hash;
  }
  if (const auto done = record(appended, actual + 1); !done) {
    tail_.failed = done.error();
    return base::Unexpected{done.error()};
  }
  tail_.revisions[std::string(stream)] = actual + static_cast<std::int64_t>(events.size());
  return appended;
}

Result<void> Transaction::record(const std::vector<event::Event>& events,
                                 std::int64_t first_revision) {
  PLUMB_TRY(insert(connection_, events, first_revision));
  for (const auto& recorded : events)
    for (Fold* fold : folds_)
      PLUMB_TRY(fold->apply(connection_, recorded));
  return {};
}

Result<std::string> Transaction::put_file(std::string_view bytes, std::string_view media_type) {
  std::string sm3 = proof::to_hex(proof::sm3(bytes));
  PLUMB_TRY(connection_.run("insert into file (authority_id, sm3, media_type, size, bytes) "
                            "values ($1, $2, $3, $4, $5) on conflict do nothing",
                            {std::string_view(authority_id_), std::string_view(sm3), media_type,
                             static_cast<std::int64_t>(bytes.size()), storage::Blob{bytes}}));
  return sm3;
}

} // namespace plumb::journal
