// SPDX-License-Identifier: Apache-2.0
#include "plumb/records/command.hpp"

#include <algorithm>
#include <initializer_list>

namespace plumb::records {
namespace {

using base::ErrorKind;
using base::Result;
using View = std::string_view;

constexpr std::size_t kReasonMax = 2'000;
constexpr std::size_t kNameMax = 200;
constexpr std::size_t kDaysMax = 2'000;

/// Reads the members of one object; the first bad one is remembered.
class Members {
public:
  explicit Members(const Json& from, std::string prefix = {})
      : from_(from), prefix_(std::move(prefix)) {
    if (from.object() == nullptr) blame("");
  }
  void only(std::initializer_list<View> known) {
    if (from_.object() == nullptr) return;
    for (const auto& [name, value] : *from_.object())
      if (std::ranges::find(known, name) == known.end()) blame(name);
  }
  std::string text(View name, bool needed, std::size_t bytes_max) {
    const Json& value = from_[name];
    if (value.is_null() && !needed) return {};
    if (value.string() == nullptr || (needed && value.text().empty()) ||
        value.text().size() > bytes_max)
      blame(name);
    return value.text();
  }
  std::optional<Date> date(View name, bool needed = false) {
    const Json& value = from_[name];
    if (value.is_null() && !needed) return std::nullopt;
    const auto day = value.string() == nullptr ? std::nullopt : base::parse_date(value.text());
    if (!day) blame(name);
    return day;
  }
  std::int64_t integer(View name, std::int64_t min, std::int64_t max) {
    const auto* value = from_[name].integer();
    if (value == nullptr || *value < min || *value > max) {
      blame(name);
      return min;
    }
    return *value;
  }
  bool flag(View name) {
    const Json& value = from_[name];
    if (!value.is_null() && value.boolean() == nullptr) blame(name);
    return value.boolean_or(false);
  }
  Json object(View name, bool needed) {
    const Json& value = from_[name];
    if (value.is_null() && !needed) return Json::Object{};
    if (value.object() == nullptr) {
      blame(name);
      return Json::Object{};
    }
    return value;
  }
  const Json::Array& list(View name, std::size_t items_max) {
    const Json& value = from_[name];
    if ((!value.is_null() && value.array() == nullptr) || value.items().size() > items_max)
      blame(name);
    return value.items();
  }
  void blame(View name) {
    if (!bad_) bad_ = prefix_ + std::string(name);
  }
  void blame(const Members& inner) {
    if (!bad_) bad_ = inner.bad_;
  }
  [[nodiscard]] Result<void> done() const {
    if (bad_) return base::fail(ErrorKind::InvalidInput, "records.bad_field", {{"field", *bad_}});
    return {};
  }

private:
  const Json& from_;
  std::string prefix_;
  std::optional<std::string> bad_;
};

Result<Json> parsed(View text) {
  auto json = event::parse_json(text);
  if (!json) return base::fail(ErrorKind::InvalidInput, "records.bad_field", {{"field", ""}});
  return *std::move(json);
}

registers::TakeStep read_step(Members& in) {
  registers::TakeStep step;
  step.step = in.text("step", true, kNameMax);
  step.on = in.date("on");
  step.fields = in.object("fields", false);
  if (auto reason = in.text("outside_reason", false, kReasonMax); !reason.empty())
    step.outside_reason = std::move(reason);
  return step;
}

std::int64_t read_revision(Members& in) {
  return in.integer("revision", 0, INT64_MAX);
}

View name_of(calendar::DayKind kind) {
  switch (kind) {
  case calendar::DayKind::Holiday:
    return "holiday";
  case calendar::DayKind::MakeupDay:
    return "makeup_day";
  case calendar::DayKind::Ordinary:
    return "ordinary";
  }
  return "";
}

std::optional<calendar::DayKind> parse_kind(View name) {
  for (const auto kind :
       {calendar::DayKind::Holiday, calendar::DayKind::MakeupDay, calendar::DayKind::Ordinary})
    if (name_of(kind) == name) return kind;
  return std::nullopt;
}

Json date_json(const std::optional<Date>& day) {
  return day ? Json(base::to_string(*day)) : Json();
}

bool is_jurisdiction(View text) {
  return !text.empty() && text.size() <= 100 && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

} // namespace

Result<Opening> open_from_json(View register_id, View text) {
  PLUMB_TRY_ASSIGN(const Json json, parsed(text));
  Members in(json);
  in.only({"step", "on", "fields", "outside_reason", "unit"});
  Opening opening;
  opening.step = read_step(in);
  opening.step.register_id = register_id;
  opening.unit = in.text("unit", false, kNameMax);
  PLUMB_TRY(in.done());
  return opening;
}

Result<Change> step_from_json(View text) {
  PLUMB_TRY_ASSIGN(const Json json, parsed(text));
  Members in(json);
  in.only({"revision", "step", "on", "fields", "outside_reason"});
  Change change;
  change.revision = read_revision(in);
  change.command = read_step(in);
  PLUMB_TRY(in.done());
  return change;
}

Result<Change> correction_from_json(View text) {
  PLUMB_TRY_ASSIGN(const Json json, parsed(text));
  Members in(json);
  in.only({"revision", "fields", "steps", "reason"});
  Change change;
  change.revision = read_revision(in);
  registers::Correct correct;
  correct.fields = in.object("fields", false);
  correct.reason = in.text("reason", false, kReasonMax);
  for (const auto& item : in.list("steps", 1'000)) {
    Members step(item, "steps.");
    step.only({"index", "on"});
    const auto index = static_cast<int>(step.integer("index", 0, 100'000));
    if (const auto on = step.date("on", true)) correct.steps[index] = *on;
    in.blame(step);
  }
  change.command = std::move(correct);
  PLUMB_TRY(in.done());
  return change;
}

Result<Change> annulment_from_json(View text) {
  PLUMB_TRY_ASSIGN(const Json json, parsed(text));
  Members in(json);
  in.only({"revision", "reason"});
  Change change;
  change.revision = read_revision(in);
  change.command = registers::Annul{in.text("reason", false, kReasonMax)};
  PLUMB_TRY(in.done());
  return change;
}

Result<Change> move_from_json(View text) {
  PLUMB_TRY_ASSIGN(const Json json, parsed(text));
  Members in(json);
  in.only({"revision", "reason", "rules"});
  Change change;
  change.revision = read_revision(in);
  change.command = registers::Move{in.text("reason", false, kReasonMax)};
  change.rules = in.text("rules", false, 1'000);
  PLUMB_TRY(in.done());
  return change;
}

Result<WhatIfQuestion> what_if_from_json(View text) {
  PLUMB_TRY_ASSIGN(const Json json, parsed(text));
  Members in(json);
  in.only({"register", "parameter", "value", "unit", "from", "until"});
  WhatIfQuestion question;
  question.register_id = in.text("register", true, kNameMax);
  question.parameter_id = in.text("parameter", true, kNameMax);
  const Json& value = json["value"];
  const auto number =
      value.string() != nullptr ? base::parse_decimal(value.text()) : value.number();
  if (number)
    question.value = *number;
  else
    in.blame("value");
  question.unit = in.text("unit", false, kNameMax);
  question.from = in.date("from");
  question.until = in.date("until");
  PLUMB_TRY(in.done());
  return question;
}

Json to_json(const calendar::Notice& notice) {
  Json::Array days;
  for (const auto& day : notice.days)
    days.emplace_back(Json::Object{
        {"on", base::to_string(day.on)}, {"kind", name_of(day.kind)}, {"name", day.name}});
  return Json::Object{{"id", notice.id},
                      {"title", notice.title},
                      {"jurisdiction", notice.jurisdiction},
                      {"notice_on", base::to_string(notice.notice_on)},
                      {"settles_from", date_json(notice.settles_from)},
                      {"settles_until", date_json(notice.settles_until)},
                      {"provisional", notice.provisional},
                      {"days", std::move(days)}};
}

Result<calendar::Notice> notice_from_json(const Json& json) {
  Members in(json, "notice.");
  in.only({"id", "title", "jurisdiction", "notice_on", "settles_from", "settles_until",
           "provisional", "days"});
  calendar::Notice notice;
  notice.id = in.text("id", true, kNameMax);
  notice.title = in.text("title", false, kReasonMax);
  if (!json["jurisdiction"].is_null())
    notice.jurisdiction = in.text("jurisdiction", true, kNameMax);
  if (!is_jurisdiction(notice.jurisdiction)) in.blame("jurisdiction");
  if (const auto on = in.date("notice_on", true)) notice.notice_on = *on;
  notice.settles_from = in.date("settles_from");
  notice.settles_until = in.date("settles_until");
  notice.provisional = in.flag("provisional");
  for (const auto& item : in.list("days", kDaysMax)) {
    Members day(item, "notice.days.");
    day.only({"on", "kind", "name"});
    const auto on = day.date("on", true);
    const auto kind = parse_kind(day.text("kind", true, kNameMax));
    if (!kind) day.blame("kind");
    auto name = day.text("name", false, kNameMax);
    in.blame(day);
    if (on && kind) notice.days.push_back({*on, *kind, std::move(name)});
  }
  PLUMB_TRY(in.done());
  return notice;
}

Result<calendar::Notice> notice_command_from_json(View text) {
  PLUMB_TRY_ASSIGN(const Json json, parsed(text));
  Members in(json);
  in.only({"notice"});
  PLUMB_TRY(in.done());
  return notice_from_json(json["notice"]);
}

Result<NoticeText> notice_text_from_json(View text) {
  PLUMB_TRY_ASSIGN(const Json json, parsed(text));
  Members in(json);
  in.only({"text", "kind", "year", "jurisdiction"});
  NoticeText out;
  out.text = in.text("text", true, 200'000);
  const auto kind = in.text("kind", false, 10);
  if (!kind.empty() && kind != "text" && kind != "table") in.blame("kind");
  out.table = kind == "table";
  if (!json["year"].is_null()) out.year = static_cast<int>(in.integer("year", 1949, 2149));
  out.jurisdiction = in.text("jurisdiction", false, 100);
  if (!out.jurisdiction.empty() && !is_jurisdiction(out.jurisdiction)) in.blame("jurisdiction");
  PLUMB_TRY(in.done());
  return out;
}

} // namespace plumb::records
