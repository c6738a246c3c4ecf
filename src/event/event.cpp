// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/clock.hpp>
#include <plumb/base/hash.hpp>
#include <plumb/event/event.hpp>
#include <plumb/event/json.hpp>

#include <array>
#include <charconv>

namespace plumb::event {

namespace {

constexpr std::string_view kDocumentPrefix = "document:";

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += '"';
  out += name;
  out += "\":";
  append_quoted(out, value);
}

void append_number(std::string& out, std::string_view before, std::int64_t number) {
  std::array<char, 20> digits{};
  const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out += before;
  out.append(digits.data(), end);
}

} // namespace

std::string document_stream(std::string_view document_id) {
  return std::string(kDocumentPrefix) + std::string(document_id);
}

std::string_view document_of_stream(std::string_view stream) {
  return stream.starts_with(kDocumentPrefix) ? stream.substr(kDocumentPrefix.size())
                                             : std::string_view();
}

void append_canonical(std::string& out, const Event& event) {
  // Keys in canonical order; the payload is canonical JSON already.
  out += '{';
  append_member(out, "actor", event.actor);
  out += ',';
  append_member(out, "authority_id", event.authority_id);
  out += ",\"effective_on\":";
  if (event.effective_on)
    append_quoted(out, base::to_string(*event.effective_on));
  else
    out += "null";
  out += ',';
  append_member(out, "id", event.id);
  out += ",\"payload\":";
  out += event.payload;
  append_number(out, ",\"recorded_at\":", event.recorded_at);
  append_number(out, ",\"sequence\":", event.sequence);
  out += ',';
  append_member(out, "stream", event.stream);
  out += ',';
  append_member(out, "type", event.type);
  append_number(out, ",\"version\":", event.version);
  out += '}';
}

std::string hash_of(const Event& event, std::string_view previous_hash) {
  std::string text(previous_hash);
  text.reserve(text.size() + event.payload.size() + 512);
  append_canonical(text, event);
  return base::sm3_hex(text);
}

void append_json(std::string& out, const Event& event) {
  out += "{\"sequence\":" + std::to_string(event.sequence) + ',';
  append_member(out, "id", event.id);
  out += ',';
  append_member(out, "stream", event.stream);
  out += ',';
  append_member(out, "type", event.type);
  out += ",\"version\":" + std::to_string(event.version) + ',';
  append_member(out, "recorded_at", base::china_time(event.recorded_at));
  out += ",\"effective_on\":";
  if (event.effective_on)
    append_quoted(out, base::to_string(*event.effective_on));
  else
    out += "null";
  out += ',';
  append_member(out, "actor", event.actor);
  out += ",\"payload\":" + event.payload + ',';
  append_member(out, "hash", event.hash);
  out += '}';
}

} // namespace plumb::event
