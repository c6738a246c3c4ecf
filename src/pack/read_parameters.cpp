// SPDX-License-Identifier: Apache-2.0
#include "ast.hpp"
#include "unit.hpp"

#include <algorithm>

namespace plumb::pack::ast {
namespace {

constexpr std::array<std::string_view, 15> kKinds{
    "deadline",   "min_period",  "lead_time", "fixed_date", "limitation",
    "validity",   "frequency",   "ratio",     "count",      "amount",
    "obligation", "prohibition", "ordering",  "deeming",    "calc_rule"};

/// Plain true and false are flags, plain digits numbers; everything else is text.
std::variant<bool, base::Decimal, std::string> scalar_of(const yaml::Node& node) {
  if (!node.quoted) {
    if (node.text == "true") return true;
    if (node.text == "false") return false;
    if (const auto number = plain_decimal(node.text)) return *number;
  }
  return node.text;
}

void read_value(const yaml::File& file, const yaml::Node& node, Faults& faults, Parameter& into) {
  Keys keys(file, node, faults,
            {"in_force_from", "in_force_until", "value", "unit", "cite", "verified", "note"});
  DatedValue value;
  value.in_force_from = keys.need_date("in_force_from");
  value.in_force_until = keys.date_after("in_force_until", value.in_force_from);
  value.verified = keys.flag("verified", true);
  value.note = keys.text_or("note");
  const Word unit = keys.word("unit");
  value.unit = unit.text;
  const Word cite = keys.word("cite");
  const auto* raw = keys.need("value");
  if (raw != nullptr && raw->kind == yaml::Node::Kind::Scalar) {
    value.value = scalar_of(*raw);
    if (!unit.empty()) {
      const auto kind = unit_kind(unit.text);
      if (!kind)
        faults.error("pack.unknown_unit", {{"name", unit.text}}, unit.at,
                     nearest(unit.text, unit_names()));
      else if (const auto wanted = misfit(value, into.value.op); !wanted.empty())
        keys.bad("value", *raw, wanted);
    }
  } else if (raw != nullptr) {
    keys.bad("value", *raw, "number");
  }
  if (!value.verified) faults.warning("pack.unverified", {{"parameter", into.value.id}}, keys.at());
  into.values.push_back({keys.at(), raw == nullptr ? keys.at() : raw->at, unit.at, cite});
  into.value.values.push_back(std::move(value));
}

/// Ascending by day; those that overlap are told at the later one.
void order(Faults& faults, Parameter& into) {
  std::vector<std::size_t> by_day(into.values.size());
  for (std::size_t i = 0; i < by_day.size(); ++i)
    by_day[i] = i;
  std::sort(by_day.begin(), by_day.end(), [&](std::size_t a, std::size_t b) {
    return std::pair{into.value.values[a].in_force_from, a} <
           std::pair{into.value.values[b].in_force_from, b};
  });
  std::vector<DatedValue> values;
  std::vector<Value> places;
  for (const auto i : by_day) {
    if (!values.empty() && (!values.back().in_force_until ||
                            *values.back().in_force_until > into.value.values[i].in_force_from))
      faults.error(
          "pack.overlap",
          {{"parameter", into.value.id}, {"other_line", std::to_string(places.back().at.line)}},
          into.values[i].at);
    values.push_back(std::move(into.value.values[i]));
    places.push_back(std::move(into.values[i]));
  }
  into.value.values = std::move(values);
  into.values = std::move(places);
}

} // namespace

const std::array<Name<Operator>, 8> kOperators{{{"max", Operator::Max},
                                                {"min", Operator::Min},
                                                {"before", Operator::Before},
                                                {"by", Operator::By},
                                                {"eq", Operator::Eq},
                                                {"range", Operator::Range},
                                                {"require", Operator::Require},
                                                {"forbid", Operator::Forbid}}};
const std::array<Name<Binding>, 6> kBindings{{{"statutory", Binding::Statutory},
                                              {"party_rule", Binding::PartyRule},
                                              {"policy", Binding::Policy},
                                              {"local_rule", Binding::LocalRule},
                                              {"local_target", Binding::LocalTarget},
                                              {"practice", Binding::Practice}}};

void read_parameters(const yaml::File& file, Faults& faults, Pack& into) {
  Keys root(file, file.root, faults, {"parameters"});
  root.need("parameters");
  for (const auto& node : root.list("parameters")) {
    Keys keys(file, node, faults,
              {"id", "title", "register", "kind", "operator", "binding", "start", "end",
               "extension", "consequence", "values"});
    Parameter read;
    const Word id = keys.word("id");
    read.at = id.at;
    read.value.id = id.text;
    if (!id.empty() && !is_dotted(id.text))
      keys.bad("id", *keys.find("id"), "snake_case.snake_case");
    read.value.title = keys.text("title");
    read.value.register_id = keys.identifier("register").text;
    const Word kind = keys.word("kind");
    read.value.kind = kind.text;
    if (!kind.empty() && std::find(kKinds.begin(), kKinds.end(), kind.text) == kKinds.end())
      faults.error("pack.unknown_kind", {{"name", kind.text}}, kind.at,
                   nearest(kind.text, {kKinds.begin(), kKinds.end()}));
    read.value.op = keys.choice<Operator>("operator", "operator", kOperators);
    read.value.binding = keys.choice<Binding>("binding", "binding", kBindings);
    read.value.start = keys.text_or("start");
    read.value.end = keys.text_or("end");
    read.value.extension = keys.text_or("extension");
    read.value.consequence = keys.text_or("consequence");
    keys.need("values");
    for (const auto& value : keys.list("values"))
      read_value(file, value, faults, read);
    order(faults, read);
    into.parameters.push_back(std::move(read));
  }
}

} // namespace plumb::pack::ast
