// SPDX-License-Identifier: Apache-2.0
/// Papers that several tests look at, and looking into a docx.
#pragma once

#include <plumb/paper/paper.hpp>

#include <zip.h>

#include <map>
#include <string>
#include <vector>

namespace plumb::paper {

inline Paragraph paragraph(Paragraph::Kind kind, std::string words) {
  return {kind, {Run{std::move(words)}}};
}

/// Everything that a paper can have, about an invented county.
inline Paper example() {
  using enum Paragraph::Kind;
  Paper out;
  out.red_head = "砚湖县人民政府文件";
  out.number = "砚政发〔2027〕6号";
  out.title = "砚湖县2026年\n法治政府建设情况报告";
  out.addressee = "云泽市人民政府";
  out.blocks = {
      Paragraph{Body, {{"全年公布规范性文件"}, {"12件", "/api/figures/f1?known=a&b"}, {"。"}}},
      paragraph(Heading1, "一、主要举措和成效"),
      paragraph(Heading2, "（一）完善制度体系。清理文件三件。"),
      paragraph(Heading2, "（二）规范重大决策"),
      paragraph(Heading3, "1.目录管理"),
      Table{"主要指标", {"指标", "实际"}, {3, 1}, {{{"合法性审核率"}, {"93.33%", "#r1"}}}}};
  out.signed_by = "砚湖县人民政府";
  out.signed_on = "2027年3月20日";
  out.annexes = {{"指标说明", false, {paragraph(Body, "说明。")}},
                 {"逾期任务", true, {Table{"", {"序号", "任务"}, {}, {{{"1"}, {"修订目录"}}}}}}};
  out.copies_to = "县委办公室";
  out.printed_by = "砚湖县人民政府办公室\t2027年3月20日印发";
  return out;
}

/// Path → content; empty where it is no zip.
inline std::map<std::string, std::string> unzip(const std::string& bytes) {
  std::map<std::string, std::string> out;
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (archive == nullptr) {
    zip_source_free(source);
    return out;
  }
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &stat);
    std::string content(stat.size, '\0');
    zip_file_t* file = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
    if (file == nullptr) continue;
    const auto got = zip_fread(file, content.data(), content.size());
    // Reading on to the end makes the library check the sum.
    char more = 0;
    const bool whole = got == static_cast<zip_int64_t>(content.size()) &&
                       zip_fread(file, &more, 1) == 0 && zip_fclose(file) == 0;
    out[stat.name] = whole ? content : "damaged";
  }
  zip_discard(archive);
  return out;
}

} // namespace plumb::paper
