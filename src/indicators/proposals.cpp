// SPDX-License-Identifier: Apache-2.0
// Targets of plans that nobody has matched to an indicator yet, and what written names may mean.
#include "answers.hpp"
#include "match.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <iterator>
#include <ranges>
#include <utility>

namespace plumb::indicators {
namespace {

using pack::Comparison;
using View = std::string_view;

/// What a plan wants to be reached, as it is written there.
struct Wish {
  std::string text, area, subject, unit;
  std::string sentence = {}; ///< that it stands in, where it is one of several there
  std::string context = {};  ///< the task and its words before the sentence
  std::optional<Comparison> comparison = {};
  std::optional<base::Decimal> value = {};
  std::string task = {}, task_title = {};
  std::string document_id = {}, document_title = {};
  std::optional<Date> due_on = {};
  std::vector<std::string> units = {};
};

std::optional<Comparison> comparison_of(View sign) {
  if (sign == "=") return Comparison::Equal;
  if (sign == ">=" || sign == ">") return Comparison::AtLeast;
  if (sign == "<=" || sign == "<") return Comparison::AtMost;
  return std::nullopt;
}

/// `comparison`: the member that holds the sign.
Wish wish_of(const Json& row, View comparison) {
  Wish out{.text = row["text"].text(),
           .area = row["area"].text(),
           .subject = row["subject"].text(),
           .unit = row["unit"].text(),
           .comparison = comparison_of(row[comparison].text()),
           .value = row["value"].number()};
  // 达到95% is met by 96% as well; only nothing at all is wanted exactly.
  if (out.comparison == Comparison::Equal && out.value && out.value->units > 0)
    out.comparison = Comparison::AtLeast;
  // 没有发生…: the number is not written.
  if (!out.value && forbids(out.text)) {
    out.comparison = Comparison::Equal;
    out.value = base::Decimal{};
  }
  return out;
}

/// A sentence that wants several things wants each of them: 审核率、公开率均达到100% is two wishes.
/// Each is told with its own name before the sentence, so that each can be confirmed by itself.
std::vector<Wish> each_by_itself(std::vector<Wish> wishes) {
  constexpr std::size_t kTitleMax = 500; // of the register, in characters
  std::vector<Wish> out;
  for (auto& wish : wishes)
    for (auto& subject : subjects_of(wish.subject)) {
      out.push_back(wish);
      out.back().subject = std::move(subject);
    }
  std::map<std::string, std::set<std::string>> subjects; // of a sentence
  for (const auto& wish : out)
    subjects[wish.text].insert(wish.subject);
  for (auto& wish : out) {
    if (wish.subject.empty() || subjects[wish.text].size() < 2) continue;
    const std::string title = wish.subject + "：" + wish.text;
    if (base::count_code_points(title) > kTitleMax) continue;
    wish.sentence = std::exchange(wish.text, title);
  }
  return out;
}

/// A document as its events tell it: title, the period it plans for, effect indicators of areas.
struct Plan {
  std::string title;
  std::optional<Date> until = {};
  std::vector<Wish> wishes = {};
  bool standing = true; ///< neither discarded nor superseded
};

Result<Plan> plan_of(const Question& question, const std::string& document_id) {
  Plan out;
  PLUMB_TRY_ASSIGN(const auto reader, question.source.database.reader());
  PLUMB_TRY(journal::Journal::visit(
      *reader, question.authority_id, 0, event::document_stream(document_id),
      [&](const event::Event& event) -> Result<bool> {
        if (event.type == event::kDocumentDiscarded || event.type == event::kDocumentSuperseded)
          out.standing = false;
        if (event.type == event::kDocumentRestored) out.standing = true;
        if (event.type != event::kDocumentImported) return true;
        PLUMB_TRY_ASSIGN(const auto payload, event::parse_json(event.payload));
        out.title = payload["title"].text();
        out.until = base::parse_date(payload["period_until"].text());
        for (const auto& row : payload["targets"].items()) {
          out.wishes.push_back(wish_of(row, "operator"));
          out.wishes.back().document_id = document_id;
          out.wishes.back().document_title = out.title;
          out.wishes.back().due_on = out.until;
        }
        return true;
      }));
  out.wishes = each_by_itself(std::move(out.wishes));
  return out;
}

/// What stands in a task before the sentence, as far as it may say what the sentence is about.
std::string context_of(const Json& fields, const std::string& sentence) {
  constexpr std::size_t kBefore = 180; // bytes: sixty characters
  std::string out = fields["title"].text() + "。";
  const auto& text = fields["text"].text();
  const auto at = sentence.empty() ? View::npos : View(text).find(sentence);
  if (at == View::npos) return out;
  auto from = at - std::min(at, kBefore);
  while (from < at && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U)
    ++from;
  return out + text.substr(from, at - from);
}

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> out;
  for (const auto& item : list.items())
    out.push_back(item.text());
  return out;
}

std::vector<Wish> wishes_of(const registers::Record& record) {
  std::vector<Wish> out;
  const Json& fields = record.fields;
  for (const auto& row : fields["targets"].items()) {
    Wish wish = wish_of(row, "comparison");
    if (wish.text.empty()) wish.text = wish.subject;
    if (wish.text.empty()) continue;
    if (wish.area.empty()) wish.area = fields["area"].text();
    wish.context = context_of(fields, wish.text);
    wish.task = record.record_id;
    wish.task_title = fields["title"].text();
    wish.document_id = fields["document_id"].text();
    wish.due_on = base::parse_date(fields["due_on"].text());
    wish.units = texts_of(fields["lead"]);
    out.push_back(std::move(wish));
  }
  return each_by_itself(std::move(out));
}

using Matched = std::set<std::pair<std::string, std::string>>; ///< task or document, text

Result<Matched> matched_of(const Question& question) {
  Matched out;
  PLUMB_TRY(known_records(question, kTargetRegister, [&](const registers::Record& record) {
    if (record.state != "withdrawn")
      for (const char* from : {"task", "document_id"})
        if (const auto& id = record.fields[from].text(); !id.empty()) {
          out.emplace(id, record.fields["title"].text());
          break; // of a task's target the task tells which it is
        }
    return false;
  }));
  return out;
}

Json candidates_json(const Matcher& matcher, const pack::Rulebook& book, const Wish& wish) {
  Json::Array out;
  for (const auto& [id, confidence] :
       matcher.match({.subject = wish.subject,
                      .text = wish.sentence.empty() ? wish.text : wish.sentence,
                      .unit = wish.unit,
                      .comparison = wish.comparison,
                      .number = wish.value.has_value() && wish.value->units != 0,
                      .context = wish.context,
                      .area = wish.area})) {
    const auto* indicator = book.find_indicator(id);
    out.emplace_back(Json::Object{{"indicator", id},
                                  {"title", indicator ? indicator->title : id},
                                  {"confidence", confidence}});
  }
  return out;
}

Json wish_json(const Matcher& matcher, const pack::Rulebook& book, const Wish& wish) {
  Json::Array units;
  for (const auto& unit : wish.units)
    units.emplace_back(unit);
  return Json::Object{{"key", (wish.task.empty() ? wish.document_id : wish.task) + '/' + wish.text},
                      {"text", wish.text},
                      {"area", wish.area},
                      {"task", wish.task},
                      {"task_title", wish.task_title},
                      {"document_id", wish.document_id},
                      {"document_title", wish.document_title},
                      {"comparison", wish.comparison ? pack::name_of(*wish.comparison) : View()},
                      {"value", decimal_json(wish.value)},
                      {"value_unit", wish.unit},
                      {"due_on", date_json(wish.due_on)},
                      {"units", std::move(units)},
                      {"candidates", candidates_json(matcher, book, wish)}};
}

/// Wishes of tasks that stand, of one document or all; and the documents that they come from.
Result<std::vector<Wish>> wishes_of(const Question& question, View document_id) {
  std::vector<std::vector<Wish>> by_task;
  std::set<std::string> documents;
  if (!document_id.empty()) documents.emplace(document_id);
  const auto* declared = question.book->find_register(kTaskRegister);
  PLUMB_TRY(known_records(question, kTaskRegister, [&](const registers::Record& record) {
    const auto* state = declared->state(record.state);
    const auto& from = record.fields["document_id"].text();
    if ((state != nullptr && state->final) || (!document_id.empty() && from != document_id))
      return false;
    if (!from.empty()) documents.insert(from);
    by_task.push_back(wishes_of(record));
    return false;
  }));
  std::map<std::string, std::string, std::less<>> titles;
  std::vector<Wish> out;
  for (const auto& id : documents) {
    PLUMB_TRY_ASSIGN(auto plan, plan_of(question, id));
    titles.emplace(id, plan.title);
    if (!plan.standing) continue;
    std::ranges::move(plan.wishes, std::back_inserter(out));
  }
  // In the order of the plan: the newest record came first.
  for (auto& some : std::views::reverse(by_task))
    for (auto& wish : some) {
      if (const auto title = titles.find(wish.document_id); title != titles.end())
        wish.document_title = title->second;
      out.push_back(std::move(wish));
    }
  return out;
}

} // namespace

Result<std::string> Indicators::proposals(View authority_id, View document_id) const {
  const organisation::Tree nobody;
  PLUMB_TRY_ASSIGN(const auto question, question_of(*state_, authority_id, nobody, Asked{}));
  PLUMB_TRY_ASSIGN(const auto wishes, wishes_of(question, document_id));
  PLUMB_TRY_ASSIGN(auto matched, matched_of(question));
  const Matcher matcher(question.book->indicators());
  Json::Array items;
  for (const auto& wish : wishes) {
    const auto& from = wish.task.empty() ? wish.document_id : wish.task;
    // Who confirmed the whole sentence, as it was asked once, meant the first thing it wants.
    if (!wish.sentence.empty() && matched.erase({from, wish.sentence}) != 0) {
      matched.emplace(from, wish.text);
      continue;
    }
    // One sentence may stand twice in a task: it is asked once.
    if (matched.emplace(from, wish.text).second)
      items.push_back(wish_json(matcher, *question.book, wish));
  }
  return Json(Json::Object{{"items", std::move(items)}}).dump();
}

Result<std::vector<std::pair<std::string, int>>>
Indicators::indicators_named(View authority_id, View name, View unit) const {
  PLUMB_TRY_ASSIGN(const auto book, state_->rules(authority_id));
  return Matcher(book->indicators())
      .match({.subject = std::string(name), .unit = std::string(unit)});
}

} // namespace plumb::indicators
