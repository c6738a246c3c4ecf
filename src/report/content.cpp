// SPDX-License-Identifier: Apache-2.0
#include "content.hpp"

#include <plumb/base/hash.hpp>

#include <variant>

namespace plumb::report {

using base::Result;

std::string name_of(const ListBlock& block) {
  if (!block.measure.empty()) return "records:" + block.measure;
  std::string out = "table:";
  for (std::size_t i = 0; i < block.indicators.size(); ++i)
    out += (i == 0 ? "" : " ") + block.indicators[i];
  return out;
}

std::string key_of(const FigureName& name) {
  std::string out = name.indicator;
  if (!name.unit.empty()) out += "|unit=" + name.unit;
  if (!name.period.empty()) out += "|period=" + name.period;
  if (!name.form.empty() && name.form != "value") out += "|form=" + name.form;
  return out;
}

std::string in_words(Date day) {
  return std::to_string(static_cast<int>(day.year())) + "年" +
         std::to_string(static_cast<unsigned>(day.month())) + "月" +
         std::to_string(static_cast<unsigned>(day.day())) + "日";
}

std::string print(const Word& word, const Content& content) {
  if (word.name == "year") return std::to_string(content.year);
  if (word.name == "last_year") return std::to_string(content.year - 1);
  if (word.name == "next_year") return std::to_string(content.year + 1);
  if (word.name == "authority") return content.authority;
  if (word.name == "unit") return content.unit_name;
  if (word.name == "today") return in_words(content.today);
  return {};
}

indicators::Period period_of(const FigureName& name, int year) {
  if (!name.period.empty())
    if (auto period = indicators::parse_period(name.period)) return *period;
  return {pack::PeriodKind::Year, base::make_date(year, 1, 1), base::make_date(year, 12, 31)};
}

std::optional<Date> day_of(const Json& json) {
  return base::parse_date(json.text());
}

// --- freezing ---

namespace {

constexpr int kFormat = 1;

base::Unexpected<base::Error> broken(std::string what) {
  return base::fail(base::ErrorKind::Corrupt, "report.broken", {{"what", std::move(what)}});
}

Json texts_json(const std::vector<std::string>& texts) {
  Json::Array out;
  for (const auto& text : texts)
    out.emplace_back(text);
  return out;
}

std::vector<std::string> texts_of(const Json& json) {
  std::vector<std::string> out;
  for (const auto& item : json.items())
    out.push_back(item.text());
  return out;
}

Json table_json(const ListTable& table) {
  Json::Array widths, rows;
  for (const int width : table.widths)
    widths.emplace_back(width);
  for (const auto& row : table.rows)
    rows.push_back(texts_json(row));
  return Json::Object{{"caption", table.caption},
                      {"header", texts_json(table.header)},
                      {"widths", std::move(widths)},
                      {"rows", std::move(rows)}};
}

ListTable table_of(const Json& json) {
  ListTable out{.caption = json["caption"].text(), .header = texts_of(json["header"])};
  for (const auto& width : json["widths"].items())
    out.widths.push_back(static_cast<int>(width.integer_or(1)));
  for (const auto& row : json["rows"].items())
    out.rows.push_back(texts_of(row));
  return out;
}

std::string decimal_text(const std::optional<base::Decimal>& value) {
  return value ? base::to_string(*value) : std::string();
}

Json figure_row(const Figure& figure) {
  const auto& value = figure.value;
  const bool entered = value.standing != indicators::Standing::NotEntered;
  return Json::Object{{"key", figure.name.key},
                      {"indicator", figure.name.indicator},
                      {"text", figure.text},
                      {"numerator", entered ? base::to_string(value.numerator) : std::string()},
                      {"denominator", decimal_text(value.denominator)},
                      {"value", decimal_text(value.value)}};
}

/// A figure as its row tells it: a value, nothing to divide by (a numerator alone), or nothing.
Result<Figure> figure_of(const Json& row, const Content& content) {
  const auto lines = parse_text("{{" + row["key"].text() + "}}");
  if (!lines || lines->size() != 1) return broken("figures." + row["key"].text());
  const auto* pieces = std::get_if<std::vector<Piece>>(&lines->front().content);
  const auto* name = pieces != nullptr && pieces->size() == 1
                         ? std::get_if<FigureName>(&pieces->front())
                         : nullptr;
  if (name == nullptr) return broken("figures." + row["key"].text());
  Figure out{.name = *name,
             .text = row["text"].text(),
             .as_of = content.as_of,
             .known_on = content.known_on,
             .rules = content.rules};
  out.name.key = row["key"].text();
  out.value.value = base::parse_decimal(row["value"].text());
  out.value.denominator = base::parse_decimal(row["denominator"].text());
  const auto numerator = base::parse_decimal(row["numerator"].text());
  out.value.numerator = numerator.value_or(base::Decimal{});
  out.value.standing = out.value.value ? indicators::Standing::Value
                       : numerator     ? indicators::Standing::NotApplicable
                                       : indicators::Standing::NotEntered;
  return out;
}

Json kept_json(const Content& content) {
  Json::Array chapters, annexes;
  for (const auto& chapter : content.chapters)
    chapters.emplace_back(Json::Object{{"chapter", chapter.id}, {"title", chapter.title}});
  for (const auto& annex : content.annexes)
    annexes.emplace_back(Json::Object{{"title", annex.title}, {"table", table_json(annex.table)}});
  Json::Object lists, titles;
  for (const auto& [name, table] : content.lists)
    lists.emplace(name, table_json(table));
  for (const auto& [id, title] : content.titles)
    titles.emplace(id, title);
  const std::vector<std::string> measures(content.measures.begin(), content.measures.end());
  return Json::Object{{"format", kFormat},
                      {"kind", content.kind},
                      {"authority", content.authority},
                      {"unit", content.unit},
                      {"unit_name", content.unit_name},
                      {"chapters", std::move(chapters)},
                      {"lists", std::move(lists)},
                      {"annexes", std::move(annexes)},
                      {"measures", texts_json(measures)},
                      {"titles", std::move(titles)}};
}

std::string text_of_chapter(const Json& fields, std::string_view id) {
  for (const auto& row : fields["chapters"].items())
    if (row["chapter"].text() == id) return row["text"].text();
  return {};
}

} // namespace

Frozen freeze(const Content& content) {
  Frozen out;
  out.kept = kept_json(content).dump();
  Json::Array figures;
  for (const auto& [key, figure] : content.figures)
    figures.push_back(figure_row(figure));
  const auto day = [](const std::optional<Date>& date) {
    return date ? Json(base::to_string(*date)) : Json();
  };
  out.fields = {{"figures", std::move(figures)},
                {"lists", Json(Json::Object{{"sm3", base::sm3_hex(out.kept)}}).dump()},
                {"as_of", base::to_string(content.as_of)},
                {"known_on", day(content.known_on)},
                {"counted_by", content.rules},
                {"signed_by", content.signed_by},
                {"signed_on", day(content.signed_on)}};
  return out;
}

std::string kept_file(const Json& fields) {
  const auto lists = event::parse_json(fields["lists"].text());
  return lists ? (*lists)["sm3"].text() : std::string();
}

Result<Content> thaw(const Json& fields, std::string_view kept) {
  const auto parsed = event::parse_json(kept);
  if (!parsed || (*parsed)["format"].integer_or(0) != kFormat) return broken("lists");
  const Json& json = *parsed;
  Content out{.title = fields["title"].text(),
              .number = fields["number"].text(),
              .addressee = fields["addressee"].text(),
              .kind = json["kind"].text(),
              .authority = json["authority"].text(),
              .unit_name = json["unit_name"].text(),
              .unit = json["unit"].text(),
              .year = static_cast<int>(fields["for_year"].integer_or(0)),
              .known_on = day_of(fields["known_on"]),
              .rules = fields["counted_by"].text(),
              .signed_by = fields["signed_by"].text(),
              .signed_on = day_of(fields["signed_on"])};
  const auto as_of = day_of(fields["as_of"]);
  if (!as_of) return broken("as_of");
  if (!out.signed_on) return broken("signed_on");
  out.as_of = *as_of;
  out.today = *out.signed_on;
  for (const auto& chapter : json["chapters"].items())
    out.chapters.push_back({chapter["chapter"].text(), chapter["title"].text(),
                            text_of_chapter(fields, chapter["chapter"].text())});
  for (const auto& row : fields["figures"].items()) {
    PLUMB_TRY_ASSIGN(auto figure, figure_of(row, out));
    std::string key = figure.name.key;
    out.figures.emplace(std::move(key), std::move(figure));
  }
  if (const auto* titles = json["titles"].object(); titles != nullptr)
    for (const auto& [id, title] : *titles)
      out.titles.emplace(id, title.text());
  for (const auto& id : json["measures"].items())
    out.measures.insert(id.text());
  if (const auto* lists = json["lists"].object(); lists != nullptr)
    for (const auto& [name, table] : *lists)
      out.lists.emplace(name, table_of(table));
  for (const auto& annex : json["annexes"].items())
    out.annexes.push_back({annex["title"].text(), table_of(annex["table"])});
  return out;
}

} // namespace plumb::report
