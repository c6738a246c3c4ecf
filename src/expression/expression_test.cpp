// SPDX-License-Identifier: Apache-2.0
#include <plumb/expression/expression.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>

namespace plumb::expression {
namespace {

using base::make_date;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::map<std::string, ParameterType, std::less<>> kParameters = {
    {"review.min_days", {Type::Number, 0}},
    {"rate.min", {Type::Number, 2}},
    {"review.required", {Type::Flag}},
    {"plan.by", {Type::Date}},
    {"level", {Type::Text}},
    {"offices", {Type::List}}};

const Scope& scope() {
  static const Scope kScope = [] {
    Scope out;
    out.columns = {{"kind", "kind", Type::Text, 0, {"market", "other"}},
                   {"title", "title", Type::Text},
                   {"amount", "amount", Type::Number, 2},
                   {"persons", "persons", Type::Number, 0},
                   {"adopted", "adopted", Type::Flag},
                   {"steps.review.done", "step_review_done", Type::Flag},
                   {"steps.review.on", "step_review_on", Type::Date},
                   {"clocks.review.running", "clock_review_running", Type::Flag},
                   {"clocks.review.due_on", "clock_review_due_on", Type::Date},
                   {"units", "units", Type::List},
                   {"tags", "tags", Type::List, 0, {"red", "green"}},
                   {"today", "", Type::Date},
                   {"opinions.count", "opinions_count", Type::Number, 0}};
    out.parameter = [](std::string_view id) -> const ParameterType* {
      const auto at = kParameters.find(id);
      return at == kParameters.end() ? nullptr : &at->second;
    };
    out.parameter_ids = [] {
      std::vector<std::string> ids;
      for (const auto& [id, type] : kParameters)
        ids.push_back(id);
      return ids;
    };
    return out;
  }();
  return kScope;
}

class MapRecord final : public Record {
public:
  std::map<std::string, Value, std::less<>> values, parameters;
  [[nodiscard]] Value column(std::size_t index) const override {
    const auto at = values.find(scope().columns.at(index).name);
    return at == values.end() ? Value{} : at->second;
  }
  [[nodiscard]] Value parameter(std::string_view id) const override {
    const auto at = parameters.find(id);
    return at == parameters.end() ? Value{} : at->second;
  }
};

/// Everything but adopted, title and opinions.count is filled.
MapRecord sample() {
  MapRecord record;
  record.values = {{"kind", "market"},
                   {"amount", Number{12345, 2}},
                   {"persons", Number{7, 0}},
                   {"steps.review.done", true},
                   {"steps.review.on", make_date(2024, 2, 28)},
                   {"clocks.review.due_on", make_date(2024, 3, 1)},
                   {"units", List{"u1", "u,2", "say \"no\"", "back\\"}},
                   {"tags", List{}},
                   {"today", make_date(2026, 1, 1)}};
  record.parameters = {{"review.min_days", Number{7, 0}},
                       {"rate.min", Number{905, 1}},
                       {"review.required", true},
                       {"plan.by", make_date(2026, 6, 30)},
                       {"level", "county"},
                       {"offices", List{"a", "b"}}};
  return record;
}

std::string ids_of(const std::vector<Fault>& faults) {
  std::string out;
  for (const Fault& fault : faults)
    out += (out.empty() ? "" : " ") + fault.error.id.substr(std::string("expression.").size());
  return out;
}

/// As tests write it: 12.5, text, 2026-01-01, true, a|b, empty.
std::string shown(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<Number>(&value))
    return std::to_string(number->units) + "/" + std::to_string(number->scale);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* date = std::get_if<base::Date>(&value)) return base::to_string(*date);
  if (const auto* list = std::get_if<List>(&value)) {
    std::string out;
    for (const std::string& text : *list)
      out += (out.empty() ? "" : "|") + text;
    return out;
  }
  return "empty";
}

std::string evaluated(std::string_view source, Type wanted) {
  const auto program = Program::parse(source, scope(), wanted);
  return program ? shown(program->evaluate(sample())) : "fault: " + ids_of(program.error());
}

TEST(Expression, EvaluatesConditions) {
  struct Case {
    const char* source;
    bool want;
  };
  for (const Case& c :
       std::vector<Case>{{"true", true},
                         {"false or true and false", false},
                         {"(false or true) and true", true},
                         {"not false and true", true},
                         {"not (true and false)", true},
                         {"not not true", true},
                         {"kind == 'market'", true},
                         {"kind != 'market'", false},
                         {"kind in ('market', 'other')", true},
                         {"kind in ('other')", false},
                         {"not kind in ('other')", true},
                         {"kind in ('')", false},
                         {"persons in (6, 7.0, -1)", true},
                         {"amount in (123.45)", true},
                         {"persons in (7.5)", false},
                         {"steps.review.on in (2024-02-28)", true},
                         {"units has 'u1'", true},
                         {"units has 'u'", false},
                         {"units has 'u,2'", true},
                         {"units has 'say \"no\"'", true},
                         {"units has 'back\\'", true},
                         {"units has ','", false},
                         {"units has kind", false},
                         {"tags has 'red'", false},
                         {"title is empty", true},
                         {"title is not empty", false},
                         {"tags is empty", true},
                         {"units is not empty", true},
                         {"persons is empty", false},
                         {"adopted is empty", true},
                         {"(adopted == true) is empty", false},
                         // Comparisons with an empty value are false, whichever they are.
                         {"title == 'x'", false},
                         {"title != 'x'", false},
                         {"not title == 'x'", true},
                         {"title == ''", false},
                         {"opinions.count < 1", false},
                         {"opinions.count >= 1", false},
                         {"opinions.count + 1 > 0", false},
                         {"adopted == false", false},
                         {"adopted != true", false},
                         {"adopted", false},
                         {"not adopted", true},
                         {"steps.review.done", true},
                         {"steps.review.done == true", true},
                         {"parameter('review.required')", true},
                         {"persons >= parameter('review.min_days')", true},
                         {"today <= parameter('plan.by')", true},
                         {"parameter('level') == 'county'", true},
                         {"parameter('offices') has 'b'", true},
                         {"count(parameter('offices')) == 2", true},
                         {"amount * 100 >= persons * 90%", true},
                         {"amount > 123.44", true},
                         {"amount > 123.45", false},
                         {"amount == 123.450", true},
                         {"-amount < 0", true},
                         {"- -persons == 7", true},
                         {"persons - 3 - 2 == 2", true},
                         {"persons - (3 - 2) == 6", true},
                         {"2 + 3 * 4 == 14", true},
                         {"(2 + 3) * 4 == 20", true},
                         {"days(steps.review.on, clocks.review.due_on) == 2", true},
                         {"days(clocks.review.due_on, steps.review.on) == -2", true},
                         {"days(2023-02-28, 2023-03-01) == 1", true},
                         {"days(1900-02-28, 1900-03-01) == 1", true},
                         {"days(2000-02-28, 2000-03-01) == 2", true},
                         {"days(1900-01-01, 2200-12-31) == 109937", true},
                         {"year(today) == 2026 and month(today) == 1", true},
                         {"count(units) == 4", true},
                         {"count(tags) == 0", true},
                         {"if(title is empty, kind, title) == 'market'", true},
                         {"if(adopted, 1, 2.5) == 2.5", true},
                         {"if(adopted, steps.review.done, not steps.review.done)", false},
                         {"steps.review.on < 2024-02-29", true},
                         {"today\n  >=\t2026-01-01", true}}) {
    EXPECT_EQ(evaluated(c.source, Type::Flag), c.want ? "true" : "false") << c.source;
  }
}

TEST(Expression, EvaluatesValues) {
  struct Case {
    const char* source;
    Type type;
    const char* want;
  };
  for (const Case& c :
       std::vector<Case>{{"persons", Type::Number, "7/0"},
                         {"amount", Type::Number, "12345/2"},
                         {"amount + persons", Type::Number, "13045/2"},
                         {"amount * 0.5", Type::Number, "61725/3"},
                         {"parameter('rate.min')", Type::Number, "9050/2"},
                         {"90%", Type::Number, "90/0"},
                         {"if(true, 1, 0.25)", Type::Number, "100/2"},
                         {"opinions.count * 2", Type::Number, "empty"},
                         {"days(title_on, today)", Type::Number, "fault: unknown_name"},
                         {"if(adopted, today, steps.review.on)", Type::Date, "2024-02-28"},
                         {"'it''s'", Type::Text, "it's"},
                         {"''", Type::Text, "empty"},
                         {"title", Type::Text, "empty"},
                         {"units", Type::List, "u1|u,2|say \"no\"|back\\"},
                         {"tags", Type::List, "empty"}}) {
    EXPECT_EQ(evaluated(c.source, c.type), c.want) << c.source;
  }
}

TEST(Expression, TakesOddValuesOfARecordForEmpty) {
  const auto program = Program::parse("amount", scope(), Type::Number);
  ASSERT_TRUE(program);
  struct Case {
    const char* name;
    Value value;
    const char* want;
  };
  for (const Case& c :
       std::vector<Case>{{"shorter scale", Number{5, 0}, "500/2"},
                         {"longer scale that fits", Number{12300, 4}, "123/2"},
                         {"longer scale that does not", Number{12301, 4}, "empty"},
                         {"largest", Number{1'000'000'000'000'000, 2}, "1000000000000000/2"},
                         {"too large", Number{1'000'000'000'000'001, 2}, "empty"},
                         {"too large once aligned", Number{INT64_MAX, 0}, "empty"},
                         {"another type", std::string("5"), "empty"}}) {
    MapRecord record;
    record.values["amount"] = c.value;
    EXPECT_EQ(shown(program->evaluate(record)), c.want) << c.name;
  }
  const auto date = Program::parse("today is empty", scope());
  ASSERT_TRUE(date);
  MapRecord record;
  record.values["today"] = make_date(2026, 2, 30);
  EXPECT_TRUE(date->holds(record));
}

struct FaultCase {
  const char* source;
  const char* ids;
  std::size_t from, until; ///< of the first
};

void expect_faults(const std::vector<FaultCase>& cases, Type wanted = Type::Flag) {
  for (const FaultCase& c : cases) {
    const auto program = Program::parse(c.source, scope(), wanted);
    ASSERT_FALSE(program) << c.source;
    EXPECT_EQ(ids_of(program.error()), c.ids) << c.source;
    EXPECT_EQ(program.error().front().from, c.from) << c.source;
    EXPECT_EQ(program.error().front().until, c.until) << c.source;
  }
}

TEST(Expression, ReportsBadSyntax) {
  expect_faults({{"", "syntax", 0, 0},
                 {"   ", "syntax", 3, 3},
                 {"kind ==", "syntax", 7, 7},
                 {"(adopted", "syntax", 8, 8},
                 {"adopted)", "syntax", 7, 8},
                 {"adopted adopted", "syntax", 8, 15},
                 {"kind = 'market'", "syntax", 5, 6},
                 {"kind <> 'market'", "syntax", 5, 7},
                 {"adopted && adopted", "syntax", 8, 10},
                 {"!adopted", "syntax", 0, 1},
                 {"kind == \"market\"", "syntax", 8, 16},
                 {"kind == “market”", "syntax", 8, 20},
                 {"kind == 'market", "syntax", 8, 15},
                 {"kind == 'mar\nket'", "syntax unknown_choice", 8, 17},
                 {"类别 == 'x'", "syntax syntax", 0, 6},
                 {"persons < 3 < 4", "syntax", 12, 13},
                 {"kind in 'market'", "syntax syntax", 8, 16},
                 {"kind in (kind)", "syntax", 9, 13},
                 {"kind in ()", "syntax", 9, 10},
                 {"title is", "syntax", 8, 8},
                 {"title is null", "syntax", 9, 13},
                 {"year() == 1", "syntax", 0, 6},
                 {"days(today) == 1", "syntax", 0, 11},
                 {"if(adopted, 1) == 1", "syntax", 0, 14},
                 {"today > 2026-02-30", "syntax", 8, 18},
                 {"today > 1899-12-31", "syntax", 8, 18},
                 {"persons > 1.0000001", "syntax", 10, 19},
                 {"persons > 1000000000000001", "syntax", 10, 26},
                 {"parameter(level) == 'x'", "syntax", 10, 15},
                 {"and", "syntax syntax", 0, 3},
                 {"true or", "syntax", 7, 7},
                 {"\xff", "syntax", 0, 1},
                 {"title == 'ab\xe4'", "syntax", 12, 13}});
}

TEST(Expression, ReportsWhatDoesNotFit) {
  expect_faults({{"persons", "type", 0, 7},
                 {"kind", "type", 0, 4},
                 {"kind and adopted", "type", 0, 4},
                 {"not kind", "type", 4, 8},
                 {"kind == 3", "type", 8, 9},
                 {"kind < 'market'", "type", 0, 4},
                 {"units == units", "type", 0, 5},
                 {"adopted < adopted", "type", 0, 7},
                 {"persons + today > 1", "type", 10, 15},
                 {"-title == 1", "type", 1, 6},
                 {"today == '2026-01-01'", "type", 9, 21},
                 {"kind in (1, 'market', 2026-01-01)", "type type", 9, 10},
                 {"adopted in (true)", "type syntax", 0, 7},
                 {"kind has 'a'", "type", 0, 4},
                 {"units has 3", "type", 10, 11},
                 {"count(kind) > 1", "type", 6, 10},
                 {"year(kind) > 1", "type", 5, 9},
                 {"if(kind, 1, 2) > 1", "type", 3, 7},
                 {"if(adopted, 1, 'a') == 1", "type", 15, 18},
                 {"if(adopted, units, units) has 'u1'", "type", 12, 17},
                 {"parameter('review.min_days')", "type", 0, 28},
                 {"kind == 'markt'", "unknown_choice", 8, 15},
                 {"'markt' != kind", "unknown_choice", 0, 7},
                 {"kind in ('market', 'othr')", "unknown_choice", 19, 25},
                 {"tags has 'rad'", "unknown_choice", 9, 14},
                 {"knd == 'market'", "unknown_name", 0, 3},
                 {"coun(units) > 1", "unknown_name", 0, 4},
                 {"parameter('review.min_day') > 1", "unknown_parameter", 10, 26},
                 {"amount * amount > 1", "overflow", 0, 15},
                 {"persons * 1000000 > 1", "overflow", 0, 17},
                 {"amount + 0.00001 * persons * 100000 > 0", "overflow", 9, 35},
                 {"persons in (1, 0.000001)", "overflow", 0, 7},
                 {"persons > 0.000001", "overflow", 0, 7},
                 {"knd == 'x' and persons == kind and count(unit) > 'a'",
                  "unknown_name type unknown_name type", 0, 3}});
  expect_faults({{"persons > 1", "type", 0, 11}, {"kind", "type", 0, 4}}, Type::Number);
}

TEST(Expression, SuggestsWhatWasMeant) {
  const auto suggestion = [](std::string_view source) {
    const auto program = Program::parse(source, scope());
    if (program) return std::string("no fault");
    for (const auto& [name, value] : program.error().front().error.args)
      if (name == "suggestion" || name == "wanted") return value;
    return std::string("none");
  };
  EXPECT_EQ(suggestion("knid == 'market'"), "kind");
  EXPECT_EQ(suggestion("steps.reveiw.done"), "steps.review.done");
  EXPECT_EQ(suggestion("something_else"), "");
  EXPECT_EQ(suggestion("kind == 'markets'"), "market");
  EXPECT_EQ(suggestion("kind == 'zzzzzz'"), "");
  EXPECT_EQ(suggestion("parameter('plan.bye') > today"), "plan.by");
  EXPECT_EQ(suggestion("yaer(today) > 1"), "year");
  EXPECT_EQ(suggestion("kind = 'market'"), "==");
  EXPECT_EQ(suggestion("adopted || adopted"), "or");
  EXPECT_EQ(suggestion("kind == “market”"), "'market'");
}

TEST(Expression, KeepsItsLimits) {
  const auto repeated = [](std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i)
      out += text;
    return out;
  };
  const auto faults = [](const std::string& source) {
    const auto program = Program::parse(source, scope());
    return program ? std::string("good") : ids_of(program.error());
  };
  EXPECT_EQ(faults("true" + std::string(3'996, ' ')), "good");
  EXPECT_EQ(faults("true" + std::string(3'997, ' ')), "too_long");
  EXPECT_EQ(faults(repeated("(", 64) + "true" + repeated(")", 64)), "good");
  EXPECT_EQ(faults(repeated("(", 65) + "true" + repeated(")", 65)), "too_deep");
  EXPECT_EQ(faults(repeated("not ", 20) + "true"), "good");
  EXPECT_EQ(faults(repeated("not ", 65) + "true"), "too_deep");
  EXPECT_EQ(faults(repeated("-", 999) + "persons > 1"), "too_deep");
  EXPECT_EQ(faults(repeated("true or ", 490) + "true"), "good");
  EXPECT_EQ(faults(repeated("1 + ", 40) + "persons > 1"), "good");
  EXPECT_THAT(faults(repeated("1 + ", 900) + "persons > 1"), HasSubstr("too_deep"));
  EXPECT_EQ(faults(repeated("if(adopted, true, ", 4) + "true" + repeated(")", 4)), "good");
  EXPECT_EQ(faults(repeated("if(adopted, true, ", 30) + "true" + repeated(")", 30)), "too_deep");
  // However much is wrong, the list stays short enough to read.
  const auto many = Program::parse(repeated("§ ", 1'000), scope());
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().size(), 20U);
}

TEST(Expression, TellsWhatOccurs) {
  const auto program =
      Program::parse("kind == 'market' and persons > parameter('review.min_days') and kind != "
                     "'other' and today < parameter('plan.by')",
                     scope());
  ASSERT_TRUE(program);
  EXPECT_THAT(program->names(), ElementsAre("kind", "persons", "today"));
  EXPECT_THAT(program->parameters(), ElementsAre("review.min_days", "plan.by"));
  EXPECT_EQ(program->type(), Type::Flag);
  EXPECT_THAT(program->source(), HasSubstr("kind != 'other'"));
}

TEST(Expression, PrintsInOneForm) {
  struct Case {
    const char *source, *want;
  };
  for (const Case& c : std::vector<Case>{
           {"((kind=='market'))", "kind == 'market'"},
           {"true or (true and false)", "true or true and false"},
           {"(true or true) and false", "(true or true) and false"},
           {"true or (true or false)", "true or (true or false)"},
           {"not (true)", "not true"},
           {"not (kind == 'market')", "not kind == 'market'"},
           {"not (adopted and true)", "not (adopted and true)"},
           {"(1+2)*3-(4-5)==0", "(1 + 2) * 3 - (4 - 5) == 0"},
           {"1-2-3==0", "1 - 2 - 3 == 0"},
           {"-(1 + 2) == - -3", "-(1 + 2) == --3"},
           {"(adopted and true) == true", "(adopted and true) == true"},
           {"title=='it''s'", "title == 'it''s'"},
           {"persons in(1,-2,90%,0.50)", "persons in (1, -2, 90, 0.5)"},
           {"kind in ('')", "kind in ('')"},
           {"days(2026-01-01,today)>3", "days(2026-01-01, today) > 3"},
           {"units has 'u1' or title is  not empty", "units has 'u1' or title is not empty"},
           {"if(adopted,parameter('level'),title)==''",
            "if(adopted, parameter('level'), title) == ''"}}) {
    const auto program = Program::parse(c.source, scope());
    ASSERT_TRUE(program) << c.source << ids_of(program.error());
    EXPECT_EQ(program->print(), c.want);
    const auto again = Program::parse(c.want, scope());
    ASSERT_TRUE(again) << c.want;
    EXPECT_EQ(again->print(), c.want);
  }
}

TEST(Expression, ExplainsEachPart) {
  const auto program =
      Program::parse("(kind == 'market' or adopted) and persons * 2 > title_count(1)", scope());
  EXPECT_FALSE(program);
  const auto good = Program::parse("(kind == 'market' or adopted) and persons * 2 > 20", scope());
  ASSERT_TRUE(good);
  std::vector<std::string> lines;
  for (const Explained& part : good->explain(sample()))
    lines.push_back(std::to_string(part.depth) + " " + part.source + " = " + shown(part.value));
  EXPECT_THAT(lines,
              ElementsAre("0 (kind == 'market' or adopted) and persons * 2 > 20 = false",
                          "1 (kind == 'market' or adopted) = true", "2 kind == 'market' = true",
                          "3 kind = market", "2 adopted = empty", "1 persons * 2 > 20 = false",
                          "2 persons * 2 = 14/0", "3 persons = 7/0"));
}

TEST(Expression, CompilesToOneTextWithValues) {
  struct Case {
    const char *source, *text;
    std::vector<std::string> values;
  };
  const auto parameter = [](std::string_view id) -> Value {
    return id == "today" ? Value{make_date(2026, 1, 1)} : sample().parameter(id);
  };
  for (const Case& c : std::vector<Case>{
           {"kind == 'market'",
            R"(("kind" = cast($3 as text) and "kind" is not null))",
            {"market"}},
           {"kind != 'market'",
            R"(("kind" <> cast($3 as text) and "kind" is not null and "kind" <> ''))",
            {"market"}},
           {"clocks.review.due_on < today",
            R"(("clock_review_due_on" < cast($3 as text) and "clock_review_due_on" is not null))",
            {"2026-01-01"}},
           {"persons >= parameter('review.min_days')",
            R"(("persons" >= cast($3 as bigint) and "persons" is not null))",
            {"7/0"}},
           {"amount > persons",
            R"(("amount" > ("persons" * 100) and "amount" is not null and "persons" is not null))",
            {}},
           {"steps.review.done and not adopted",
            R"(((coalesce("step_review_done", 0) <> 0) and (not (coalesce("adopted", 0) <> 0))))",
            {}},
           {"kind in ('market', 'other')",
            R"(("kind" in (cast($3 as text), cast($4 as text)) and "kind" is not null))",
            {"market", "other"}},
           {"title is empty", R"((nullif("title", '') is null))", {}},
           {"parameter('review.required') and amount * 2 > 12.5",
            R"(((coalesce(cast($3 as bigint), 0) <> 0) and )"
            R"(coalesce(("amount" * cast($4 as bigint)) > cast($5 as bigint), false)))",
            {"1/0", "2/0", "1250/0"}},
           {"units has 'a\"b'",
            R"(coalesce(replace(replace(replace("units", '\\', '\s'), '\"', '\q'), )"
            R"(cast($3 as text), '') <> replace(replace("units", '\\', '\s'), '\"', '\q'), false))",
            {"\"a\\qb\""}}}) {
    const auto program = Program::parse(c.source, scope());
    ASSERT_TRUE(program) << c.source;
    const Sql sql = program->compile(3, parameter);
    EXPECT_EQ(sql.text, c.text) << c.source;
    std::vector<std::string> values;
    for (const Value& value : sql.values)
      values.push_back(shown(value));
    EXPECT_EQ(values, c.values) << c.source;
  }
}

TEST(Expression, SpeaksPlainChinese) {
  const std::map<std::string, std::string, std::less<>> titles = {
      {"kind", "类别"},
      {"kind=market", "涉及市场主体"},
      {"steps.review", "合法性审核"},
      {"clocks.review", "审核期"},
      {"opinions", "收到的意见"},
      {"review.min_days", "《审核的最短时间》"},
      {"clocks.review.running", "“审核期”在走"},
      {"today", "today"}};
  const auto title = [&](std::string_view name) {
    const auto at = titles.find(name);
    return at == titles.end() ? std::string() : at->second;
  };
  struct Case {
    const char *source, *want;
  };
  for (const Case& c : std::vector<Case>{
           {"kind == 'market'", "类别是“涉及市场主体”"},
           {"not kind in ('market', 'other')", "类别不是“涉及市场主体”、“other”之一"},
           {"steps.review.done", "已办理“合法性审核”"},
           {"not steps.review.done", "未办理“合法性审核”"},
           {"clocks.review.running", "“审核期”在走"},
           {"not clocks.review.running", "并非“审核期”在走"},
           {"today > clocks.review.due_on", "当日晚于“审核期”的截止日"},
           {"opinions.count >= 3 or adopted", "“收到的意见”的条数不少于3，或者adopted为“是”"},
           {"title is empty and units has 'u1'", "title未填写，并且units包含“u1”"},
           {"steps.review.on is not empty", "“合法性审核”的日期不为空"},
           {"days(steps.review.on, 2026-03-01) >= parameter('review.min_days')",
            "从“合法性审核”的日期到2026年3月1日的天数不少于规定的《审核的最短时间》"},
           {"not (adopted and persons * 2 == 3)",
            "并非（adopted为“是”，并且（persons乘以2）等于3）"}}) {
    const auto program = Program::parse(c.source, scope());
    ASSERT_TRUE(program) << c.source;
    EXPECT_EQ(program->in_words(title), c.want) << c.source;
  }
}

} // namespace
} // namespace plumb::expression
