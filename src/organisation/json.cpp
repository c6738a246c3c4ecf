// SPDX-License-Identifier: Apache-2.0
#include <plumb/organisation/organisation.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <set>

namespace plumb::organisation {

namespace {

using Json = nlohmann::ordered_json;
using base::Result;

auto bad(std::string field, std::string why) {
  return base::fail(base::ErrorKind::InvalidInput, "organisation.bad_json",
                    {{"field", field}, {"why", std::move(why)}}, field);
}

void put_date(Json& object, const char* key, const std::optional<base::Date>& day) {
  if (day) object[key] = base::to_string(*day);
}

Result<void> only_keys(const Json& object, std::initializer_list<std::string_view> keys,
                       const std::string& prefix) {
  for (const auto& item : object.items())
    if (std::find(keys.begin(), keys.end(), item.key()) == keys.end())
      return bad(prefix + item.key(), "unknown");
  return {};
}

Result<std::string> read_string(const Json& object, const char* key, const std::string& prefix,
                                bool required) {
  const auto found = object.find(key);
  if (found == object.end()) {
    if (required) return bad(prefix + key, "missing");
    return std::string();
  }
  if (!found->is_string()) return bad(prefix + key, "not_a_string");
  auto text = found->get<std::string>();
  if (required && text.empty()) return bad(prefix + key, "empty");
  return text;
}

Result<std::optional<base::Date>> read_date(const Json& object, const char* key,
                                            const std::string& prefix) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::optional<base::Date>();
  if (!found->is_string()) return bad(prefix + key, "not_a_date");
  const auto day = base::parse_date(found->get_ref<const std::string&>());
  if (!day) return bad(prefix + key, "not_a_date");
  return day;
}

Result<std::vector<std::string>> read_strings(const Json& object, const char* key) {
  std::vector<std::string> out;
  const auto found = object.find(key);
  if (found == object.end()) return out;
  if (!found->is_array()) return bad(key, "not_a_list");
  for (const Json& item : *found) {
    const std::string place = std::string(key) + "[" + std::to_string(out.size()) + "]";
    if (!item.is_string()) return bad(place, "not_a_string");
    out.push_back(item.get<std::string>());
    if (out.back().empty()) return bad(place, "empty");
  }
  return out;
}

Result<std::vector<DatedName>> read_names(const Json& object) {
  const auto found = object.find("names");
  if (found == object.end()) return bad("names", "missing");
  if (!found->is_array()) return bad("names", "not_a_list");
  if (found->empty()) return bad("names", "empty");
  std::vector<DatedName> names;
  for (const Json& item : *found) {
    const std::string place = "names[" + std::to_string(names.size()) + "]";
    if (!item.is_object()) return bad(place, "not_an_object");
    const std::string prefix = place + ".";
    PLUMB_TRY(only_keys(item, {"name", "from", "until"}, prefix));
    DatedName name;
    PLUMB_TRY_ASSIGN(name.name, read_string(item, "name", prefix, true));
    PLUMB_TRY_ASSIGN(name.from, read_date(item, "from", prefix));
    PLUMB_TRY_ASSIGN(name.until, read_date(item, "until", prefix));
    names.push_back(std::move(name));
  }
  return names;
}

Result<Unit> read_unit(const Json& object) {
  if (!object.is_object()) return bad("", "not_an_object");
  PLUMB_TRY(only_keys(
      object,
      {"id", "parent", "kind", "names", "aliases", "from", "until", "successors", "enforcement"},
      ""));
  Unit unit;
  PLUMB_TRY_ASSIGN(unit.id, read_string(object, "id", "", true));
  PLUMB_TRY_ASSIGN(unit.parent, read_string(object, "parent", "", false));
  PLUMB_TRY_ASSIGN(const std::string kind, read_string(object, "kind", "", true));
  const auto known = parse_unit_kind(kind);
  if (!known) return bad("kind", "unknown_kind");
  unit.kind = *known;
  PLUMB_TRY_ASSIGN(unit.names, read_names(object));
  PLUMB_TRY_ASSIGN(unit.aliases, read_strings(object, "aliases"));
  PLUMB_TRY_ASSIGN(unit.from, read_date(object, "from", ""));
  PLUMB_TRY_ASSIGN(unit.until, read_date(object, "until", ""));
  PLUMB_TRY_ASSIGN(unit.successors, read_strings(object, "successors"));
  if (const auto flag = object.find("enforcement"); flag != object.end()) {
    if (!flag->is_boolean()) return bad("enforcement", "not_a_boolean");
    unit.enforcement = flag->get<bool>();
  }
  return unit;
}

/// Watches for a key given twice, of which the library would silently keep one.
class TwiceWatch {
public:
  bool operator()(int, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::object_start) open_.emplace_back();
    if (event == Json::parse_event_t::object_end && !open_.empty()) open_.pop_back();
    if (event == Json::parse_event_t::key && !open_.empty() && twice.empty() &&
        !open_.back().insert(value.get<std::string>()).second)
      twice = value.get<std::string>();
    return true;
  }
  std::string twice;

private:
  std::vector<std::set<std::string>> open_;
};

} // namespace

std::string to_json(const Unit& unit) {
  Json object;
  object["id"] = unit.id;
  object["parent"] = unit.parent;
  object["kind"] = to_string(unit.kind);
  object["names"] = Json::array();
  for (const DatedName& name : unit.names) {
    Json item;
    item["name"] = name.name;
    put_date(item, "from", name.from);
    put_date(item, "until", name.until);
    object["names"].push_back(std::move(item));
  }
  object["aliases"] = unit.aliases;
  put_date(object, "from", unit.from);
  put_date(object, "until", unit.until);
  object["successors"] = unit.successors;
  object["enforcement"] = unit.enforcement;
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Result<Unit> unit_from_json(std::string_view json) {
  TwiceWatch watch;
  const Json object = Json::parse(
      json,
      [&](int depth, Json::parse_event_t event, Json& value) { return watch(depth, event, value); },
      false);
  if (object.is_discarded()) return bad("", "not_json");
  if (!watch.twice.empty()) return bad(watch.twice, "twice");
  return read_unit(object);
}

} // namespace plumb::organisation
