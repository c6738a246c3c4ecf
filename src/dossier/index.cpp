// SPDX-License-Identifier: Apache-2.0
#include "index.hpp"

#include "archive.hpp"

#include <array>

namespace plumb::dossier {
namespace {

using base::Result;
using View = std::string_view;

constexpr View kCsvHeading = "\xEF\xBB\xBF部分,部分名称,件号,材料,路径,SM3,字节数,状态\r\n";
constexpr std::size_t kCsvColumns = 8;

constexpr View kStyle =
    "body{font-family:\"Noto Serif CJK SC\",\"SimSun\",serif;margin:2em auto;max-width:60em;"
    "color:#222;line-height:1.6}h1{font-size:1.4em;text-align:center}"
    "table{border-collapse:collapse;width:100%;margin:.6em 0 1.4em}"
    "th,td{border:1px solid #888;padding:.3em .5em;text-align:left;vertical-align:top}"
    "th{background:#f0f0f0}code{font-size:.75em;word-break:break-all}"
    ".missing{color:#b00000;font-weight:bold}dl{display:grid;grid-template-columns:8em 1fr}"
    "dd{margin:0}@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}";

std::string escaped(View text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n')
      out += c;
  }
  return out;
}

std::string csv_cell(View text) {
  std::string out;
  // A spreadsheet must not run it.
  if (!text.empty() && View("=+-@\t\r'").find(text.front()) != View::npos) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return '"' + out + '"';
}

/// "2-1": part and number within it; only papers are counted.
class Numbers {
public:
  std::string of(const Entry& entry) {
    if (entry.part != part_) count_ = 0;
    part_ = entry.part;
    if (entry.sm3.empty()) return {};
    return std::to_string(entry.part) + "-" + std::to_string(++count_);
  }

private:
  int part_ = 0, count_ = 0;
};

View state_of(const Entry& entry) {
  if (entry.missing) return "缺";
  return entry.sm3.empty() ? "见所列文件" : "有";
}

void add_row(std::string& out, const Entry& entry, const std::string& number) {
  out += "<tr><td>" + number + "</td><td>" + escaped(entry.title) + "</td><td>";
  if (!entry.path.empty()) out += escaped(entry.path);
  if (!entry.sm3.empty()) out += "<br><code>SM3 " + escaped(entry.sm3) + "</code>";
  out += "</td><td>" + (entry.sm3.empty() ? std::string() : std::to_string(entry.size)) + "</td>";
  out += entry.missing ? "<td class=\"missing\">" : "<td>";
  out += std::string(state_of(entry)) + "</td></tr>\n";
}

} // namespace

std::string index_html(const Heading& heading, const std::vector<Entry>& entries) {
  const std::string title = heading.title.empty() ? heading.record_id : heading.title;
  std::string out = "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
                    "<title>" +
                    escaped(title) + " 案卷目录</title><style>" + std::string(kStyle) +
                    "</style></head><body>\n<h1>" + escaped(title) + "<br>案卷目录</h1>\n<dl>";
  const std::array<std::pair<View, std::string>, 8> facts = {{
      {"登记簿", heading.register_title},
      {"状态", heading.state_title},
      {"所属单位", heading.unit},
      {"开始日期", heading.opened_on},
      {"记录编号", heading.record_id},
      {"适用规则", heading.rules},
      {"留痕", std::to_string(heading.events) + " 条，见 " + std::string(kEventsJsonl)},
      {"检查点", heading.checkpoint},
  }};
  for (const auto& [name, value] : facts)
    if (!value.empty())
      out += "<dt>" + std::string(name) + "</dt><dd>" + escaped(value) + "</dd>\n";
  out += "</dl>\n<p>" +
         std::string(is_complete(entries) ? "材料齐全。" : "材料不全，缺少的已标出。") + "</p>\n";
  int part = 0;
  Numbers numbers;
  for (const auto& entry : entries) {
    if (entry.part != part) {
      if (part != 0) out += "</table>\n";
      part = entry.part;
      out += "<h2>" + std::to_string(part) + ". " + escaped(entry.part_title) +
             "</h2>\n<table><tr><th>件号</th><th>材料</th><th>路径与摘要</th><th>字节数</th>"
             "<th>状态</th></tr>\n";
    }
    add_row(out, entry, numbers.of(entry));
  }
  if (part != 0) out += "</table>\n";
  out += "<h2>如何核对</h2>\n<p>" + std::string(kDigests) + " 列出每个文件的 SM3 摘要；" +
         std::string(kEventsJsonl) + " 的每一行都能算出自己的摘要，并按所附路径算到 " +
         std::string(kCheckpoint) + " 中的根；检查点由 " + std::string(kKey) +
         " 的密钥签名，请与另行公布的公钥比对。也可以运行 "
         "<code>plumbline dossier check 文件.zip --key 公钥.pem</code>。</p>\n</body></html>\n";
  return out;
}

std::string index_csv(const std::vector<Entry>& entries) {
  std::string out(kCsvHeading);
  Numbers numbers;
  for (const auto& entry : entries) {
    out += std::to_string(entry.part) + ',' + csv_cell(entry.part_title) + ',' +
           csv_cell(numbers.of(entry)) + ',' + csv_cell(entry.title) + ',' + csv_cell(entry.path) +
           ',' + entry.sm3 + ',' + std::to_string(entry.size) + ',' + std::string(state_of(entry)) +
           "\r\n";
  }
  return out;
}

std::string index_json(const std::vector<Entry>& entries) {
  Json::Array items;
  for (const auto& entry : entries)
    items.emplace_back(Json::Object{{"missing", entry.missing},
                                    {"part", entry.part},
                                    {"part_title", entry.part_title},
                                    {"path", entry.path},
                                    {"size", entry.size},
                                    {"sm3", entry.sm3},
                                    {"title", entry.title}});
  return Json(Json::Object{{"complete", is_complete(entries)}, {"items", std::move(items)}}).dump();
}

namespace {

/// Takes one record off, by RFC 4180.
std::vector<std::string> take_record(View& rest) {
  std::vector<std::string> out(1);
  bool quoted = false;
  std::size_t at = 0;
  for (; at < rest.size(); ++at) {
    const char c = rest[at];
    if (c == '"') {
      // A doubled quote is one; opening and closing ones are none.
      if (quoted && at + 1 < rest.size() && rest[at + 1] == '"')
        out.back() += rest[++at];
      else
        quoted = !quoted;
    } else if (!quoted && c == ',') {
      out.emplace_back();
    } else if (!quoted && c == '\n') {
      break;
    } else if (quoted || c != '\r') {
      out.back() += c;
    }
  }
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return out;
}

} // namespace

Result<std::vector<Listed>> read_index_csv(View csv) {
  if (!csv.starts_with(kCsvHeading)) return unreadable(std::string(kIndexCsv));
  csv.remove_prefix(kCsvHeading.size());
  std::vector<Listed> out;
  while (!csv.empty()) {
    auto record = take_record(csv);
    if (record.size() != kCsvColumns) return unreadable(std::string(kIndexCsv));
    if (!record[5].empty()) out.push_back({std::move(record[4]), std::move(record[5])});
  }
  return out;
}

} // namespace plumb::dossier
