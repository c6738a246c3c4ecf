// SPDX-License-Identifier: Apache-2.0
/// What a step says about other records (spawns, carries, assigns, draws), and the parts of a
/// record's file.
#include "ast.hpp"

namespace plumb::pack::ast {
namespace {

/// Of each kind in one step.
constexpr std::size_t kLinksMax = 50;

Spawn read_spawn(const yaml::File& file, const yaml::Node& node, Faults& faults) {
  Keys keys(file, node, faults, {"register", "step", "for_each", "of", "where", "link", "fields"});
  Spawn out;
  out.at = keys.at();
  out.register_id = keys.word("register");
  out.step = keys.word("step");
  out.for_each = keys.word_or("for_each");
  out.of = keys.word_or("of");
  out.where = keys.passage("where");
  out.link = keys.word("link");
  out.fields = read_pairs(keys, "fields");
  if (!out.of.empty() && !out.for_each.empty())
    faults.error("pack.does_not_apply", {{"key", "for_each"}}, out.for_each.at);
  if (out.of.empty() && !out.where.empty())
    faults.error("pack.does_not_apply", {{"key", "where"}}, out.where.word.at);
  return out;
}

Draw read_draw(const yaml::File& file, const yaml::Node& node, Faults& faults) {
  Keys keys(file, node, faults,
            {"register", "where", "match", "exclude", "count", "into", "receipt"});
  Draw out;
  out.register_id = keys.word("register");
  out.where = keys.passage("where");
  out.match = read_pairs(keys, "match");
  out.exclude = read_pairs(keys, "exclude");
  out.count = keys.word("count");
  out.into = keys.word("into");
  out.receipt = keys.word("receipt");
  return out;
}

} // namespace

std::vector<Pair> read_pairs(Keys& keys, std::string_view key) {
  std::vector<Pair> out;
  const auto* node = keys.find(key);
  if (node == nullptr) return out;
  if (node->kind != yaml::Node::Kind::Mapping) {
    keys.bad(key, *node, "mapping");
    return out;
  }
  for (std::size_t i = 0; i < node->keys.size(); ++i) {
    const auto& value = node->items[i];
    if (value.kind == yaml::Node::Kind::Scalar && !value.text.empty())
      out.push_back({{node->keys[i].text, node->keys[i].at}, {value.text, value.at}});
    else if (value.is_null())
      keys.faults().error("pack.missing_key", {{"key", node->keys[i].text}}, node->keys[i].at);
    else
      keys.bad(node->keys[i].text, value, "field");
  }
  return out;
}

void read_links(Keys& keys, Step& into) {
  const auto& file = keys.file();
  Faults& faults = keys.faults();
  for (const auto& node : keys.list("spawns"))
    into.spawns.push_back(read_spawn(file, node, faults));
  for (const auto& node : keys.list("carries")) {
    Keys carry(file, node, faults, {"register", "step"});
    into.carries.push_back({carry.word("register"), carry.word("step"), 0});
  }
  for (const auto& node : keys.list("assigns")) {
    Keys number(file, node, faults, {"field", "series", "pattern"});
    into.assigns.push_back({number.word("field"), number.word("series"), number.word("pattern")});
  }
  if (const auto* draw = keys.find("draws"); draw != nullptr)
    into.draws = read_draw(file, *draw, faults);
  for (const std::string_view key : {"spawns", "carries", "assigns"})
    if (keys.list(key).size() > kLinksMax)
      faults.error("pack.too_many", {{"limit", std::to_string(kLinksMax)}}, keys.find(key)->at);
}

std::vector<DossierPart> read_dossier(Keys& keys) {
  std::vector<DossierPart> out;
  for (const auto& node : keys.list("dossier")) {
    Keys part(keys.file(), node, keys.faults(),
              {"title", "fields", "steps", "required", "optional"});
    DossierPart read;
    read.title = part.word("title");
    read.fields = part.words("fields");
    read.steps = part.words("steps");
    read.required = part.passage("required");
    read.optional = part.flag("optional", false);
    if (read.fields.empty() && read.steps.empty())
      keys.faults().error("pack.missing_key", {{"key", "fields"}}, part.at());
    if (read.optional && !read.required.empty())
      keys.faults().error("pack.does_not_apply", {{"key", "required"}}, read.required.word.at);
    out.push_back(std::move(read));
  }
  return out;
}

} // namespace plumb::pack::ast
