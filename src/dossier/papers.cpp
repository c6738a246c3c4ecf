// SPDX-License-Identifier: Apache-2.0
#include "papers.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace plumb::dossier {
namespace {

using pack::FieldType;
using View = std::string_view;

bool is_filled(const Json& value) {
  if (value.is_null()) return false;
  if (value.string() != nullptr) return !base::trim(value.text()).empty();
  if (const auto* list = value.array()) return !list->empty();
  return true;
}

bool holds_files(const pack::Field& field) {
  return field.type == FieldType::File || field.type == FieldType::Files ||
         (field.type == FieldType::Rows && std::ranges::any_of(field.columns, holds_files));
}

void add_file(const Json& value, std::vector<Paper>& out) {
  Paper paper;
  paper.sm3 = value.object() != nullptr ? value["sm3"].text() : value.text();
  if (paper.sm3.empty()) return;
  paper.name = value["name"].text().empty() ? paper.sm3 : value["name"].text();
  paper.size = value["size"].integer_or(0);
  out.push_back(std::move(paper));
}

/// Personal papers stand in an entry only as {"sealed": …}, so none of them is found.
void add_files(const pack::Field& field, const Json& value, std::vector<Paper>& out) {
  if (field.type == FieldType::File) add_file(value, out);
  if (field.type == FieldType::Files)
    for (const auto& one : value.items())
      add_file(one, out);
  if (field.type == FieldType::Rows)
    for (const auto& row : value.items())
      for (const auto& column : field.columns)
        add_files(column, row[column.id], out);
}

/// Follows the entries of a record.
class Story {
public:
  explicit Story(const pack::Register& declared) : declared_(declared) {}

  void tell(const Json& event) {
    const auto& type = event["type"].text();
    const Json& said = event["payload"];
    if (type == registers::kStepTaken) take(said);
    if (type == registers::kRecordCorrected) correct(said);
    if (type == registers::kStepAnnulled) annul(said);
  }
  std::vector<Paper> papers() const {
    std::vector<Paper> out;
    for (const auto& one : given_)
      out.push_back(one.paper);
    return out;
  }

private:
  struct Given {
    Paper paper;
    std::size_t step = 0; ///< which of the steps
  };

  void take(const Json& said) {
    steps_.push_back(said["step"].text());
    const std::string before = state_.empty() ? said["state"].text() : state_;
    state_ = said["state"].text();
    if (said["fields"].object() == nullptr) return;
    for (const auto& field : declared_.fields)
      add(field, said["fields"][field.id], steps_.size() - 1, before);
  }
  void add(const pack::Field& field, const Json& value, std::size_t step,
           const std::string& state) {
    if (!holds_files(field)) return;
    std::vector<Paper> found;
    add_files(field, value, found);
    for (auto& paper : found) {
      paper.field = field.id;
      paper.step = step < steps_.size() ? steps_[step] : std::string();
      paper.state = state;
      const bool known = std::ranges::any_of(given_, [&](const Given& one) {
        return one.paper.field == paper.field && one.paper.sm3 == paper.sm3;
      });
      if (!known) given_.push_back({std::move(paper), step});
    }
  }
  void correct(const Json& said) {
    if (said["fields"].object() == nullptr) return;
    for (const auto& field : declared_.fields) {
      if (!holds_files(field) || !said["fields"].has(field.id)) continue;
      std::vector<Paper> replaced;
      add_files(field, said["before"][field.id], replaced);
      // The true ones take the place of those that they replace.
      std::size_t step = steps_.empty() ? 0 : steps_.size() - 1;
      std::string state = state_;
      std::erase_if(given_, [&](const Given& one) {
        const bool gone = one.paper.field == field.id &&
                          std::ranges::find(replaced, one.paper.sm3, &Paper::sm3) != replaced.end();
        if (gone) {
          step = one.step;
          state = one.paper.state;
        }
        return gone;
      });
      add(field, said["fields"][field.id], step, state);
    }
  }
  void annul(const Json& said) {
    if (steps_.empty()) return;
    const auto newest = steps_.size() - 1;
    std::erase_if(given_, [&](const Given& one) { return one.step == newest; });
    steps_.pop_back();
    state_ = said["state"].text();
  }

  const pack::Register& declared_;
  std::vector<std::string> steps_;
  std::string state_;
  std::vector<Given> given_;
};

/// A record on a day, for the conditions of parts.
class RecordOnDay final : public expression::Record {
public:
  RecordOnDay(const Subject& subject, base::Date today)
      : book_(*subject.book), today_(today),
        values_(registers::values_of(*subject.declared, subject.record, today)) {}
  [[nodiscard]] expression::Value column(std::size_t index) const override {
    return index < values_.size() ? values_[index] : expression::Value{};
  }
  [[nodiscard]] expression::Value parameter(View id) const override {
    return book_.parameter_value(id, today_);
  }

private:
  const pack::Rulebook& book_;
  base::Date today_;
  std::vector<expression::Value> values_;
};

std::string two_digits(int number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string safe_part(View text, std::size_t characters_max) {
  constexpr View kSeparators = "/\\:*?\"<>|";
  std::string out;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size() && count < characters_max; ++count) {
    const auto c = base::decode_utf8(text, at);
    at += c.size;
    const bool bad = c.value < 0x20 || c.value == 0x7F || c.value == 0xFFFD ||
                     (c.value < 0x80 && kSeparators.find(static_cast<char>(c.value)) != View::npos);
    base::append_utf8(out, bad ? U'_' : c.value);
  }
  return out;
}

/// Puts papers under their paths, part by part.
class Filing {
public:
  Filing(const Subject& subject, base::Date today)
      : subject_(subject), today_(today), papers_(papers_of(*subject.declared, subject.events)) {}

  std::vector<Entry> file() {
    if (subject_.declared->dossier.empty()) {
      by_stage();
    } else {
      for (const auto& part : subject_.declared->dossier)
        declared_part(part);
    }
    rest();
    return std::move(out_);
  }

private:
  void begin(const std::string& title) {
    ++part_;
    part_title_ = title;
    in_part_ = 0;
  }
  void add(Entry entry) {
    entry.part = part_;
    entry.part_title = part_title_;
    out_.push_back(std::move(entry));
  }
  void add(const Paper& paper) {
    auto& path = paths_[paper.sm3];
    if (path.empty())
      path = two_digits(part_) + "-" + safe_name(part_title_) + "/" + two_digits(++in_part_) + "-" +
             safe_name(paper.name);
    const auto* field = subject_.declared->field(paper.field);
    filed_.insert(paper.field + '\n' + paper.sm3);
    Entry entry;
    entry.title = (field == nullptr ? paper.field : field->title) + "：" + paper.name;
    entry.path = path;
    entry.sm3 = paper.sm3;
    entry.size = paper.size;
    add(std::move(entry));
  }

  bool is_wanted(const pack::DossierPart& part) const {
    if (part.optional) return false;
    if (!part.required) return true;
    const auto holds = part.required->evaluate(RecordOnDay(subject_, today_));
    const auto* flag = std::get_if<bool>(&holds);
    return flag != nullptr && *flag;
  }
  void add_missing(const std::string& title) {
    Entry entry;
    entry.title = title;
    entry.missing = true;
    add(std::move(entry));
  }
  void declared_part(const pack::DossierPart& part) {
    begin(part.title);
    const bool wanted = is_wanted(part);
    for (const auto& id : part.fields)
      if (const auto* field = subject_.declared->field(id)) add_field(*field, wanted);
    for (const auto& id : part.steps)
      if (const auto* step = subject_.declared->step(id)) add_step(*step, wanted);
  }
  void add_field(const pack::Field& field, bool wanted) {
    bool any = false;
    for (const auto& paper : papers_)
      if (paper.field == field.id) {
        add(paper);
        any = true;
      }
    if (any) return;
    if (!is_filled(subject_.record.fields[field.id])) {
      if (wanted) add_missing(field.title);
      return;
    }
    Entry entry;
    entry.title = field.title + (field.personal ? "（个人信息，遮盖）" : "");
    entry.path = "record.json";
    add(std::move(entry));
  }
  void add_step(const pack::Step& step, bool wanted) {
    bool any = false;
    for (const auto& done : subject_.record.steps) {
      if (done.step != step.id) continue;
      any = true;
      Entry entry;
      entry.title = step.title + "（" + base::to_string(done.on) + "）";
      entry.path = "events.jsonl";
      add(std::move(entry));
    }
    if (!any && wanted) add_missing(step.title);
    for (const auto& paper : papers_)
      if (paper.step == step.id && !is_named(paper.field) && !is_filed(paper)) add(paper);
  }
  bool is_filed(const Paper& paper) const {
    return filed_.contains(paper.field + '\n' + paper.sm3);
  }
  /// Whether any part asks for the field: its papers go there and nowhere else.
  bool is_named(View field) const {
    return std::ranges::any_of(subject_.declared->dossier, [&](const pack::DossierPart& part) {
      return std::ranges::find(part.fields, field) != part.fields.end();
    });
  }

  void by_stage() {
    std::vector<std::string> stages;
    for (const auto& state : subject_.declared->states)
      if (!state.stage.empty() && std::ranges::find(stages, state.stage) == stages.end())
        stages.push_back(state.stage);
    for (const auto& stage : stages) {
      begin(stage);
      for (const auto& paper : papers_) {
        const auto* state = subject_.declared->state(paper.state);
        if (state != nullptr && state->stage == stage && !is_filed(paper)) add(paper);
      }
    }
  }
  void rest() {
    bool begun = false;
    for (const auto& paper : papers_) {
      if (is_filed(paper)) continue;
      if (!begun) begin(part_ == 0 ? "材料" : "其他材料");
      begun = true;
      add(paper);
    }
  }

  const Subject& subject_;
  base::Date today_;
  std::vector<Paper> papers_;
  std::vector<Entry> out_;
  std::map<std::string, std::string> paths_; ///< by SM3
  std::set<std::string> filed_;
  int part_ = 0, in_part_ = 0;
  std::string part_title_;
};

} // namespace

std::vector<Paper> papers_of(const pack::Register& declared, const std::vector<Json>& events) {
  Story story(declared);
  for (const auto& event : events)
    story.tell(event);
  return story.papers();
}

std::vector<Entry> entries_of(const Subject& subject, base::Date today) {
  return Filing(subject, today).file();
}

bool is_complete(const std::vector<Entry>& entries) {
  return std::ranges::none_of(entries, &Entry::missing);
}

std::string safe_name(View name) {
  constexpr std::size_t kStemMax = 60, kEndingMax = 8;
  // The ending stays: people and programs go by it.
  const auto dot = name.rfind('.');
  const bool has_ending = dot != View::npos && name.size() - dot <= kEndingMax;
  std::string out = safe_part(name.substr(0, has_ending ? dot : name.size()), kStemMax);
  if (has_ending) out += safe_part(name.substr(dot), kEndingMax);
  while (!out.empty() && (out.front() == '.' || out.front() == ' '))
    out.erase(0, 1);
  while (!out.empty() && (out.back() == '.' || out.back() == ' '))
    out.pop_back();
  return out.empty() ? "_" : out;
}

} // namespace plumb::dossier
