// SPDX-License-Identifier: Apache-2.0
// Personal values as those see them who have not looked: enough to tell one from another, never a
// digit of a number, never a house.
#include "render.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace plumb::records {
namespace {

using View = std::string_view;

constexpr View kHidden = "＊＊＊";

/// Surnames of two characters (those still borne by many).
constexpr std::array<View, 40> kCompound = {
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "夏侯", "诸葛",
    "尉迟", "皇甫", "公孙", "慕容", "仲孙", "长孙", "宇文", "司徒", "鲜于", "司空",
    "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "壤驷", "公良", "漆雕", "乐正",
    "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "百里", "呼延", "东郭", "澹台"};

bool is_letter(char32_t c) {
  return base::is_han(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x00C0;
}

std::string masked_name(View name) {
  name = base::trim(name);
  const auto first = base::decode_utf8(name, 0);
  if (first.size == 0 || !is_letter(first.value)) return std::string(kHidden);
  std::size_t kept = first.size;
  const bool compound = std::ranges::any_of(
      kCompound, [&](View surname) { return name.starts_with(surname) && name != surname; });
  if (compound) kept = kCompound.front().size();
  return std::string(name.substr(0, kept)) + "＊";
}

/// As far as the county, the way addresses are shown in public lists.
std::string masked_address(View address) {
  address = base::trim(address);
  constexpr View kEnds = "县区旗", kWithin = "省州盟市", kNoDistrict = "小社园校厂景片";
  std::size_t kept = 0;
  char32_t before = 0;
  for (std::size_t at = 0; at < address.size();) {
    const auto point = base::decode_utf8(address, at);
    const View one = address.substr(at, point.size);
    if (!base::is_han(point.value)) break;
    at += point.size;
    std::string previous;
    if (before != 0) base::append_utf8(previous, before);
    const bool place = !previous.empty() && kNoDistrict.find(previous) == View::npos;
    if (place && kWithin.find(one) != View::npos) kept = at;
    if (place && kEnds.find(one) != View::npos) {
      kept = at;
      // 自治区 and 自治县 differ: behind a region its cities follow.
      if (!(one == "区" && previous == "治")) break;
    }
    before = point.value;
  }
  return std::string(address.substr(0, kept)) + std::string(kHidden);
}

Json masked_value(const pack::Field& field, const Json& value) {
  using pack::FieldType;
  if (field.type == FieldType::File || field.type == FieldType::Files ||
      field.type == FieldType::Rows || field.type == FieldType::Flag)
    return {};
  if (value.string() != nullptr && field.mask == "name") return masked_name(value.text());
  if (value.string() != nullptr && field.mask == "address") return masked_address(value.text());
  return kHidden;
}

void note(std::vector<std::string>& names, std::string name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
}

void mask_fields(const std::vector<pack::Field>& declared, Json& fields, const std::string& prefix,
                 std::vector<std::string>& names) {
  if (fields.object() == nullptr) return;
  for (const auto& field : declared) {
    const auto at = fields.object()->find(field.id);
    if (at == fields.object()->end() || at->second.is_null()) continue;
    if (field.personal) {
      at->second = masked_value(field, at->second);
      note(names, prefix + field.id);
    } else if (field.type == pack::FieldType::Rows && at->second.array() != nullptr) {
      for (auto& row : *at->second.array())
        mask_fields(field.columns, row, field.id + '.', names);
    }
  }
}

} // namespace

std::vector<std::string> mask_personal(const pack::Register& declared, Json& fields) {
  std::vector<std::string> names;
  mask_fields(declared.fields, fields, {}, names);
  return names;
}

} // namespace plumb::records
