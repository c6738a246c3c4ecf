// SPDX-License-Identifier: Apache-2.0
#include "render.hpp"

#include <gtest/gtest.h>

namespace plumb::records {
namespace {

pack::Register personal(const char* mask, pack::FieldType type = pack::FieldType::Text) {
  pack::Field field{.id = "who", .title = "人", .hint = {}};
  field.type = type;
  field.personal = true;
  field.mask = mask;
  pack::Field rows{.id = "people", .title = "名单", .hint = {}};
  rows.type = pack::FieldType::Rows;
  rows.columns = {field, {.id = "note", .title = "注", .hint = {}}};
  pack::Register out;
  out.fields = {field, rows, {.id = "open", .title = "公开", .hint = {}}};
  return out;
}

TEST(MaskTest, KeepsWhatThePublicRuleAllows) {
  struct Case {
    const char *mask, *value, *shown;
  };
  const Case cases[] = {
      {"name", "钱芦", "钱＊"},
      {"name", "钱芦花", "钱＊"},
      {"name", " 欧阳湖生", "欧阳＊"},
      {"name", "欧阳", "欧＊"},
      {"name", "诸葛", "诸＊"},
      {"name", "Li Hua", "L＊"},
      {"name", "13912340000", "＊＊＊"},
      {"name", "", "＊＊＊"},
      {"phone", "13912340000", "＊＊＊"},
      {"id_number", "640000190001010011", "＊＊＊"},
      {"address", "云泽市砚湖县芦花镇东街12号", "云泽市砚湖县＊＊＊"},
      {"address", "宁夏回族自治区云泽市南湖区东街3号", "宁夏回族自治区云泽市南湖区＊＊＊"},
      {"address", "云泽市阳光小区3栋", "云泽市＊＊＊"},
      {"address", "阳光小区3栋101", "＊＊＊"},
      {"address", "12号", "＊＊＊"},
      {"all", "什么都行", "＊＊＊"},
      {"", "什么都行", "＊＊＊"}};
  for (const auto& each : cases) {
    Json fields(Json::Object{{"who", each.value}, {"open", each.value}});
    EXPECT_EQ(mask_personal(personal(each.mask), fields), (std::vector<std::string>{"who"}));
    EXPECT_EQ(fields["who"].text(), each.shown) << each.mask << ' ' << each.value;
    EXPECT_EQ(fields["open"].text(), each.value);
  }
}

TEST(MaskTest, RowsAndWhatIsNoText) {
  Json fields(Json::Object{{"who", Json()},
                           {"people", Json::Array{Json::Object{{"who", "钱芦花"}, {"note", "代表"}},
                                                  Json::Object{{"who", "欧阳湖生"}}}}});
  EXPECT_EQ(mask_personal(personal("name"), fields), (std::vector<std::string>{"people.who"}));
  EXPECT_EQ(fields["people"].items()[0]["who"].text(), "钱＊");
  EXPECT_EQ(fields["people"].items()[0]["note"].text(), "代表");
  EXPECT_EQ(fields["people"].items()[1]["who"].text(), "欧阳＊");
  Json files(Json::Object{{"who", Json::Array{Json::Object{{"sm3", "ab"}}}}});
  mask_personal(personal("all", pack::FieldType::Files), files);
  EXPECT_TRUE(files["who"].is_null());
  Json number(Json::Object{{"who", std::int64_t{13'912'340'000}}});
  mask_personal(personal("phone", pack::FieldType::Integer), number);
  EXPECT_EQ(number["who"].text(), "＊＊＊");
}

} // namespace
} // namespace plumb::records
