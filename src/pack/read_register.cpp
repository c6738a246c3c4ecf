// SPDX-License-Identifier: Apache-2.0
#include "ast.hpp"

#include <algorithm>

namespace plumb::pack::ast {
namespace {

/// Of each kind in one file.
constexpr std::size_t kPartsMax = 300;
constexpr std::array<std::string_view, 5> kMasks{"name", "phone", "id_number", "address", "all"};

void read_choices(Keys& keys, Field& into) {
  keys.need("choices");
  for (const auto& node : keys.list("choices")) {
    Keys choice(keys.file(), node, keys.faults(), {"id", "title"});
    const Word id = choice.identifier("id");
    const auto& seen = into.value.choices;
    if (std::any_of(seen.begin(), seen.end(), [&](const Choice& c) { return c.id == id.text; }))
      keys.faults().error("pack.duplicate_id", {{"what", "choice"}, {"id", id.text}}, id.at);
    into.value.choices.push_back({id.text, choice.text("title")});
  }
}

/// A bound of a number, in units of the field's scale.
std::optional<std::int64_t> read_bound(Keys& keys, std::string_view key, int scale) {
  const auto* node = keys.find(key);
  if (node == nullptr) return {};
  const auto number = node->quoted ? std::nullopt : plain_decimal(node->text);
  if (number && number->scale <= scale)
    if (const auto shifted = base::shift(*number, scale); shifted && shifted->scale == 0)
      return shifted->units;
  keys.bad(key, *node, scale == 0 ? "integer" : "decimal");
  return {};
}

void read_mask(Keys& keys, Field& into) {
  pack::Field& value = into.value;
  value.personal = keys.flag("personal", false);
  const Word mask = keys.word_or("mask");
  value.mask = mask.text;
  if (!mask.empty() && std::find(kMasks.begin(), kMasks.end(), mask.text) == kMasks.end())
    keys.faults().error("pack.unknown_mask", {{"name", mask.text}}, mask.at,
                        nearest(mask.text, {kMasks.begin(), kMasks.end()}));
  if (value.personal && mask.empty())
    keys.faults().error("pack.personal_without_mask", {{"field", value.id}}, into.at);
  if (!value.personal && !mask.empty())
    keys.faults().error("pack.does_not_apply", {{"key", "mask"}}, mask.at);
  if (value.personal && value.indexed)
    keys.faults().error("pack.personal_indexed", {{"field", value.id}}, into.at);
}

Field read_field(const yaml::File& file, const yaml::Node& node, Faults& faults, bool column) {
  Keys keys(file, node, faults,
            {"id", "title", "hint", "type", "choices", "scale", "minimum", "maximum", "length_max",
             "of", "columns", "personal", "mask", "indexed", "counted"});
  Field out;
  const Word id = keys.identifier("id");
  out.at = id.at;
  out.value.id = id.text;
  out.value.title = keys.text("title");
  out.value.hint = keys.text_or("hint");
  const auto type = out.value.type = keys.choice<FieldType>("type", "type", kFieldTypes);
  const bool text = type == FieldType::Text || type == FieldType::LongText;
  const bool number = type == FieldType::Integer || type == FieldType::Decimal;
  const bool choice = type == FieldType::Choice || type == FieldType::Choices;
  if (choice) read_choices(keys, out);
  keys.check_applies("choices", choice);
  keys.check_applies("scale", type == FieldType::Decimal);
  keys.check_applies("minimum", number);
  keys.check_applies("maximum", number);
  keys.check_applies("length_max", text);
  keys.check_applies("of", type == FieldType::Record);
  keys.check_applies("columns", type == FieldType::Rows);
  out.value.scale = static_cast<int>(keys.integer("scale", 0, 0, 6));
  if (number) {
    out.value.minimum = read_bound(keys, "minimum", out.value.scale);
    out.value.maximum = read_bound(keys, "maximum", out.value.scale);
    if (out.value.minimum && out.value.maximum && *out.value.minimum > *out.value.maximum)
      keys.bad("maximum", *keys.find("maximum"), "minimum..");
  }
  out.value.length_max = static_cast<int>(keys.integer("length_max", 0, 1, 100'000));
  if (type == FieldType::Record) out.of = keys.word("of");
  out.value.of = out.of.text;
  out.value.indexed = keys.flag("indexed", false);
  out.value.counted = keys.flag("counted", false);
  keys.check_applies("counted", column);
  read_mask(keys, out);
  if (type == FieldType::Rows) {
    keys.need("columns");
    for (const auto& inner : keys.list("columns"))
      out.columns.push_back(read_field(file, inner, faults, true));
  }
  // A row lies in one value; lists and rows inside it would need tables of their own.
  if (column && (type == FieldType::Rows || type == FieldType::Files))
    keys.bad("type", *keys.find("type"), "a type of one value");
  return out;
}

Gate read_gate(const yaml::File& file, const yaml::Node& node, Faults& faults) {
  Keys keys(file, node, faults,
            {"id", "title", "require", "when", "parameter", "cite", "advice", "binding"});
  Gate out;
  out.id = keys.identifier("id");
  out.title = keys.text("title");
  keys.need("require");
  out.require = keys.passage("require");
  out.when = keys.passage("when");
  out.parameter = keys.word_or("parameter");
  out.cite = keys.word_or("cite");
  if (out.parameter.empty() && out.cite.empty())
    faults.error("pack.no_citation", {{"gate", out.id.text}}, keys.at());
  out.advice = keys.text_or("advice");
  if (keys.find("binding") != nullptr)
    out.binding = keys.choice<Binding>("binding", "binding", kBindings);
  return out;
}

void read_lists(Keys& keys, Step& into) {
  for (std::size_t i = 0; i < kLists.size(); ++i)
    into.lists[i] = keys.words(kLists[i]);
}

void read_gates(Keys& keys, Step& into) {
  for (const auto& gate : keys.list("gates"))
    into.gates.push_back(read_gate(keys.file(), gate, keys.faults()));
}

Step read_step(const yaml::File& file, const yaml::Node& node, Faults& faults) {
  Keys keys(file, node, faults,
            {"id",       "title",    "hint",     "opens",   "from",       "to",     "by",
             "required", "optional", "needs",    "gates",   "after",      "starts", "stops",
             "pauses",   "resumes",  "restarts", "extends", "repeatable", "dated",  "publishes",
             "acts",     "aside",    "spawns",   "carries", "assigns",    "draws",  "computed"});
  Step out;
  out.id = keys.identifier("id");
  out.title = keys.text("title");
  out.hint = keys.text_or("hint");
  out.opens = keys.flag("opens", false);
  out.to = keys.word_or("to");
  out.repeatable = keys.flag("repeatable", false);
  out.dated = keys.flag("dated", true);
  out.publishes = keys.text_or("publishes");
  out.acts = keys.words("acts");
  out.aside = keys.flag("aside", false);
  out.computed = keys.flag("computed", false);
  read_lists(keys, out);
  read_gates(keys, out);
  read_links(keys, out);
  if (out.opens && out.to.empty()) faults.error("pack.missing_key", {{"key", "to"}}, out.id.at);
  if (out.opens && !out[List::From].empty())
    faults.error("pack.does_not_apply", {{"key", "from"}}, out[List::From].front().at);
  return out;
}

/// A clock ends by parameters, or by a date field with a basis of its own.
void read_ending(Keys& keys, Clock& into) {
  const bool by_field = !into.until_field.empty();
  if (!by_field && into.minimum.empty() && into.maximum.empty())
    keys.faults().error("pack.missing_key", {{"key", "maximum"}}, into.id.at);
  into.binding =
      keys.choice<Binding>("binding", "binding", kBindings, std::optional(Binding::LocalTarget));
  into.cite = keys.word_or("cite");
  for (const std::string_view key : {"binding", "cite"})
    keys.check_applies(key, by_field);
  for (const std::string_view key : {"minimum", "maximum", "before_field", "extension"})
    keys.check_applies(key, !by_field);
}

Clock read_clock(const yaml::File& file, const yaml::Node& node, Faults& faults) {
  Keys keys(file, node, faults,
            {"id", "title", "minimum", "maximum", "when", "before_field", "until_field", "binding",
             "cite", "extension", "extensions_max", "extension_by", "deems", "warn_days"});
  Clock out;
  out.id = keys.identifier("id");
  out.title = keys.text("title");
  out.minimum = keys.word_or("minimum");
  out.maximum = keys.word_or("maximum");
  out.until_field = keys.word_or("until_field");
  read_ending(keys, out);
  out.when = keys.passage("when");
  out.before_field = keys.word_or("before_field");
  out.extension = keys.word_or("extension");
  out.extension_by = keys.words("extension_by");
  out.extensions_max = static_cast<int>(keys.integer("extensions_max", 1, 1, 100));
  out.deems = keys.word_or("deems");
  out.warn_days = static_cast<int>(keys.integer("warn_days", 3, 0, 365));
  if (!out.deems.empty() && out.maximum.empty() && out.until_field.empty())
    faults.error("pack.does_not_apply", {{"key", "deems"}}, out.deems.at);
  if (out.extension.empty() && !out.extension_by.empty())
    faults.error("pack.does_not_apply", {{"key", "extension_by"}}, out.extension_by.front().at);
  return out;
}

void read_additions(Keys& keys, Register& into) {
  const auto* all = keys.find("add_to_steps");
  if (all == nullptr) return;
  if (all->kind != yaml::Node::Kind::Mapping) {
    keys.bad("add_to_steps", *all, "mapping");
    return;
  }
  for (std::size_t i = 0; i < all->keys.size(); ++i) {
    Keys step(keys.file(), all->items[i], keys.faults(),
              {"gates", "needs", "required", "optional", "after", "starts", "stops", "restarts",
               "acts", "spawns", "carries", "assigns"});
    Step out;
    out.id = {all->keys[i].text, all->keys[i].at};
    out.acts = step.words("acts");
    read_lists(step, out);
    read_gates(step, out);
    read_links(step, out);
    into.additions.push_back(std::move(out));
  }
}

/// The keys that only a register of its own has, or only an addition.
Register read_head(Keys& keys) {
  Register out;
  out.addition = keys.find("extends_register") != nullptr;
  if (out.addition) {
    out.id = keys.identifier("extends_register");
    for (const std::string_view key :
         {"register", "title", "gist", "title_field", "retention_years", "everyone", "key"})
      keys.check_applies(key);
    return out;
  }
  out.id = keys.identifier("register");
  out.title = keys.text("title");
  out.gist = keys.text("gist");
  out.title_field = keys.word("title_field");
  out.everyone = keys.flag("everyone", false);
  out.retention_years = static_cast<int>(keys.integer("retention_years", 0, 0, 1000));
  keys.check_applies("add_to_steps");
  for (const std::string_view key : {"fields", "states", "steps"})
    keys.need(key);
  return out;
}

} // namespace

const std::array<Name<FieldType>, 14> kFieldTypes{{{"text", FieldType::Text},
                                                   {"long_text", FieldType::LongText},
                                                   {"integer", FieldType::Integer},
                                                   {"decimal", FieldType::Decimal},
                                                   {"date", FieldType::CivilDate},
                                                   {"flag", FieldType::Flag},
                                                   {"choice", FieldType::Choice},
                                                   {"choices", FieldType::Choices},
                                                   {"unit", FieldType::Unit},
                                                   {"units", FieldType::Units},
                                                   {"record", FieldType::Record},
                                                   {"file", FieldType::File},
                                                   {"files", FieldType::Files},
                                                   {"rows", FieldType::Rows}}};

void read_register(const yaml::File& file, Faults& faults, Pack& into) {
  Keys keys(file, file.root, faults,
            {"register", "extends_register", "title", "gist", "title_field", "retention_years",
             "list", "fields", "states", "steps", "add_to_steps", "clocks", "parties", "everyone",
             "key", "dossier"});
  Register out = read_head(keys);
  out.list = keys.words("list");
  out.parties = keys.words("parties");
  if (const auto* parties = keys.find("parties"); parties != nullptr && out.parties.empty())
    keys.bad("parties", *parties, "unit|units|rows.column");
  out.key = keys.words("key");
  out.dossier = read_dossier(keys);
  for (const auto& node : keys.list("fields"))
    out.fields.push_back(read_field(file, node, faults, false));
  for (const auto& node : keys.list("states")) {
    Keys state(file, node, faults, {"id", "title", "final", "done", "stage"});
    const Word id = state.identifier("id");
    out.states.push_back({{id.text, state.text("title"), state.flag("final", false),
                           state.flag("done", false), state.text_or("stage")},
                          id.at});
  }
  for (const auto& node : keys.list("steps"))
    out.steps.push_back(read_step(file, node, faults));
  for (const auto& node : keys.list("clocks"))
    out.clocks.push_back(read_clock(file, node, faults));
  read_additions(keys, out);
  for (const std::string_view key : {"fields", "states", "steps", "clocks"})
    if (keys.list(key).size() > kPartsMax)
      faults.error("pack.too_many", {{"limit", std::to_string(kPartsMax)}}, keys.find(key)->at);
  into.registers.push_back(std::move(out));
}

} // namespace plumb::pack::ast
