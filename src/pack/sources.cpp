// SPDX-License-Identifier: Apache-2.0
#include "sources.hpp"

#include <algorithm>

namespace plumb::pack {
namespace {

bool is_text(FieldType type) {
  return type == FieldType::Text || type == FieldType::LongText;
}
bool is_number(FieldType type) {
  return type == FieldType::Integer || type == FieldType::Decimal;
}

const Field* field_of(const std::vector<Field>& fields, std::string_view id) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.id == id; });
  return found == fields.end() ? nullptr : &*found;
}

const Choice* choice_of(const Field& field, std::string_view id) {
  const auto found = std::find_if(field.choices.begin(), field.choices.end(),
                                  [&](const Choice& c) { return c.id == id; });
  return found == field.choices.end() ? nullptr : &*found;
}

/// Of two choice fields: what the source may say and the target may not.
const Choice* lacking_choice(const Field& target, const Field& source) {
  const bool single = target.type == FieldType::Choices && source.type == FieldType::Choice;
  if (target.type != source.type && !single) return nullptr;
  for (const auto& choice : source.choices)
    if (choice_of(target, choice.id) == nullptr) return &choice;
  return nullptr;
}

/// Everything between two single quotes; '' inside stands for one.
bool is_literal(std::string_view source) {
  return source.size() >= 2 && source.front() == '\'' && source.back() == '\'';
}

std::string literal_text(std::string_view source) {
  std::string out;
  source = source.substr(1, source.size() - 2);
  for (std::size_t i = 0; i < source.size(); ++i) {
    out += source[i];
    if (source[i] == '\'' && i + 1 < source.size() && source[i + 1] == '\'') ++i;
  }
  return out;
}

bool contains(const std::vector<std::string>& all, std::string_view name) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

} // namespace

std::string shape_of(const Field& field) {
  std::string out(name_of(field.type));
  if (field.type == FieldType::Record) out += " of " + field.of;
  if (field.type == FieldType::Decimal) out += " of scale " + std::to_string(field.scale);
  return out;
}

bool fits(const Field& target, const Field& source) {
  if (is_text(target.type)) return is_text(source.type);
  if (is_number(target.type)) return is_number(source.type) && source.scale <= target.scale;
  // One value is a list of one where the field takes a list.
  if (target.type == FieldType::Units && source.type == FieldType::Unit) return true;
  if (target.type == FieldType::Choices && source.type == FieldType::Choice)
    return lacking_choice(target, source) == nullptr;
  if (target.type != source.type) return false;
  switch (target.type) {
  case FieldType::Choice:
  case FieldType::Choices:
    return lacking_choice(target, source) == nullptr;
  case FieldType::Record:
    return target.of == source.of;
  case FieldType::Rows:
    return std::all_of(source.columns.begin(), source.columns.end(), [&](const Field& column) {
      const auto* into = field_of(target.columns, column.id);
      return into != nullptr && fits(*into, column) && !column.personal;
    });
  default:
    return true;
  }
}

void Sources::add_word(std::string name, FieldType type) {
  Field word;
  word.id = std::move(name);
  word.type = type;
  if (type == FieldType::Record && own_ != nullptr) word.of = own_->id;
  words_.push_back(std::move(word));
}

const Field* Sources::find(std::string_view name) const {
  if (name == "each" && each_) return &*each_;
  if (name.starts_with("each.") && parts_ != nullptr) return field_of(*parts_, name.substr(5));
  if (const auto* word = field_of(words_, name)) return word;
  return own_ == nullptr ? nullptr : own_->field(name);
}

std::vector<std::string_view> Sources::names() const {
  std::vector<std::string_view> out;
  if (each_) out.emplace_back("each");
  for (const auto& word : words_)
    out.push_back(word.id);
  if (own_ != nullptr)
    for (const auto& field : own_->fields)
      out.push_back(field.id);
  part_names_.clear();
  if (parts_ != nullptr)
    for (const auto& part : *parts_)
      part_names_.push_back("each." + part.id);
  out.insert(out.end(), part_names_.begin(), part_names_.end());
  return out;
}

void Sources::check_pair(const Field& target, const ast::Pair& pair) const {
  const auto& name = pair.value.text;
  const auto wrong_type = [&](std::string_view type) {
    faults_.error("pack.wrong_type",
                  {{"name", name}, {"type", std::string(type)}, {"wanted", shape_of(target)}},
                  pair.value.at);
  };
  if (is_literal(name)) {
    const auto text = literal_text(name);
    if (target.type == FieldType::Choice || target.type == FieldType::Choices) {
      std::vector<std::string_view> known;
      for (const auto& choice : target.choices)
        known.push_back(choice.id);
      if (choice_of(target, text) == nullptr)
        faults_.error("pack.wrong_choice", {{"field", target.id}, {"choice", text}}, pair.value.at,
                      nearest(text, known));
    } else if (!is_text(target.type) && target.type != FieldType::Unit &&
               target.type != FieldType::Units &&
               !(target.type == FieldType::CivilDate && base::parse_date(text))) {
      wrong_type("text");
    }
    return;
  }
  const auto* source = find(name);
  if (source == nullptr) {
    faults_.error("pack.unknown_source", {{"name", name}}, pair.value.at, nearest(name, names()));
    return;
  }
  if (const auto* lacking = lacking_choice(target, *source))
    faults_.error("pack.wrong_choice", {{"field", target.id}, {"choice", lacking->id}},
                  pair.value.at);
  else if (!fits(target, *source))
    wrong_type(shape_of(*source));
  if (source->personal) // sealed for its own record alone
    faults_.error("pack.personal_source", {{"name", name}}, pair.value.at);
}

void Sources::check(const Register& target, const Step& step, const Word& step_word,
                    const Word& link, const std::vector<ast::Pair>& fields) const {
  const auto asked = [&](const std::string& id) {
    return contains(step.required, id) || contains(step.optional, id) || contains(step.needs, id);
  };
  const auto check_asked = [&](const Word& name) {
    if (!asked(name.text))
      faults_.error("pack.not_asked", {{"field", name.text}, {"step", step.id}}, name.at);
  };
  std::vector<std::string> given;
  for (const auto& pair : fields) {
    const auto* field = target.field(pair.name.text);
    if (field == nullptr) {
      std::vector<std::string_view> known;
      for (const auto& each : target.fields)
        known.push_back(each.id);
      faults_.error("pack.unknown_field", {{"name", pair.name.text}}, pair.name.at,
                    nearest(pair.name.text, known));
      continue;
    }
    given.push_back(field->id);
    check_asked(pair.name);
    check_pair(*field, pair);
  }
  if (!link.empty()) {
    if (contains(given, link.text))
      faults_.error("pack.duplicate_id", {{"what", "field"}, {"id", link.text}}, link.at);
    given.push_back(link.text);
    if (target.field(link.text) != nullptr) check_asked(link);
  }
  for (const auto* list : {&step.required, &step.needs})
    for (const auto& id : *list)
      if (!contains(given, id))
        faults_.error("pack.not_given", {{"field", id}, {"step", step.id}}, step_word.at);
}

} // namespace plumb::pack
