// SPDX-License-Identifier: Apache-2.0
// An event with any members (as a damaged database may hold) is hashed and written without harm;
// where its texts are valid, what is hashed is JSON that tells exactly the members, so no two
// events share one text.
#include <plumb/base/check.hpp>
#include <plumb/base/utf8.hpp>
#include <plumb/event/event.hpp>
#include <plumb/event/json.hpp>

#include <algorithm>
#include <cstring>

namespace {

class Input {
public:
  Input(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}
  std::string text() {
    const std::size_t size = std::min<std::size_t>(number() & 31, rest_.size());
    const std::string out(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return out;
  }
  std::int64_t number() {
    std::int64_t out = 0;
    const auto size = std::min(sizeof out, rest_.size());
    std::memcpy(&out, rest_.data(), size);
    rest_.remove_prefix(size);
    return out;
  }
  [[nodiscard]] std::string rest() const { return std::string(rest_); }

private:
  std::string_view rest_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb;
  Input in(data, size);
  event::Event event;
  event.sequence = in.number();
  event.recorded_at = in.number() & 0xFF'FFFF'FFFF;
  event.version = static_cast<int>(in.number());
  if ((in.number() & 1) != 0) event.effective_on = base::make_date(2026, 3, 1);
  for (std::string* text :
       {&event.authority_id, &event.id, &event.stream, &event.type, &event.actor})
    *text = in.text();
  event.payload = in.rest();
  PLUMB_CHECK(event::hash_of(event, event::kFirstHash).size() == 64);
  std::string canonical, shown;
  event::append_canonical(canonical, event);
  event::append_json(shown, event);
  const auto payload = event::parse_json(event.payload);
  for (const std::string* text :
       {&event.authority_id, &event.id, &event.stream, &event.type, &event.actor})
    if (!base::is_valid_utf8(*text)) return 0;
  if (!payload || payload->dump() != event.payload) return 0;
  const auto read = event::parse_json(canonical);
  // Only a payload at the limit of nesting does not fit into an envelope.
  if (!read) return 0;
  PLUMB_CHECK(read->dump() == canonical);
  PLUMB_CHECK((*read)["payload"] == *payload);
  PLUMB_CHECK((*read)["actor"].text() == event.actor && (*read)["stream"].text() == event.stream);
  PLUMB_CHECK((*read)["authority_id"].text() == event.authority_id);
  PLUMB_CHECK((*read)["id"].text() == event.id && (*read)["type"].text() == event.type);
  PLUMB_CHECK((*read)["sequence"].integer_or(-1) == event.sequence);
  PLUMB_CHECK((*read)["version"].integer_or(0) == event.version);
  PLUMB_CHECK((*read)["recorded_at"].integer_or(-1) == event.recorded_at);
  PLUMB_CHECK(event::parse_json(shown).has_value());
  return 0;
}
