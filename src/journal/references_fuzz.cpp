// SPDX-License-Identifier: Apache-2.0
// References are found in the text of a payload. For canonical JSON that must be exactly those that
// a walk over the parsed value finds; any other bytes are safe.
#include "references.hpp"

#include <plumb/base/check.hpp>
#include <plumb/event/json.hpp>
#include <plumb/proof/hash.hpp>

#include <algorithm>

namespace {

using plumb::event::Json;

struct Found {
  std::vector<std::string> sealed, files;
};

bool is_hash(const Json& json) {
  return json.string() != nullptr && plumb::proof::from_hex(*json.string()).has_value();
}

void walk(const Json& json, Found& found) {
  for (const auto& element : json.items())
    walk(element, found);
  if (json.object() == nullptr) return;
  const Json& sealed = json["sealed"];
  const bool alone = json.object()->size() == 1 && sealed.object() != nullptr &&
                     sealed.object()->size() == 2 && is_hash(sealed["hash"]) &&
                     sealed["item"].string() != nullptr;
  // Ids are plain: what would have to be escaped is none.
  if (alone && sealed["item"].dump() == '"' + sealed["item"].text() + '"')
    found.sealed.push_back(sealed["hash"].text() + sealed["item"].text());
  for (const auto& [name, member] : *json.object()) {
    if ((name == "file" || name == "sm3") && is_hash(member)) found.files.push_back(member.text());
    walk(member, found);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::journal;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)sealed_references(bytes);
  (void)file_references(bytes);
  const auto json = plumb::event::parse_json(bytes);
  if (!json) return 0;
  const std::string text = json->dump();
  Found expected, found;
  walk(*json, expected);
  for (const auto& [hash, item] : sealed_references(text))
    found.sealed.push_back(std::string(hash) + std::string(item));
  for (const auto hash : file_references(text))
    found.files.emplace_back(hash);
  for (auto* list : {&expected.sealed, &expected.files, &found.sealed, &found.files})
    std::sort(list->begin(), list->end());
  PLUMB_CHECK(expected.sealed == found.sealed);
  PLUMB_CHECK(expected.files == found.files);
  return 0;
}
