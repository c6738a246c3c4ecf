// SPDX-License-Identifier: Apache-2.0
/// A paper as a whole html page.
#include "xml.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/paper/paper.hpp>

#include <algorithm>

namespace plumb::paper {
namespace {

using View = std::string_view;

struct Words {
  View language, annex, copies, colon;
};
constexpr Words kChinese{"zh-CN", "附件", "抄送", "："},
    kEnglish{"en", "Annex ", "Copies to", ": "};

constexpr View kStyle = R"(
:root{color-scheme:light}
body{margin:0;background:#f2f2f2;color:#000;
font:16pt/1.8 FangSong,仿宋_GB2312,仿宋,STFangsong,serif}
main{box-sizing:border-box;max-width:210mm;margin:0 auto;padding:20mm 26mm 20mm 28mm;
background:#fff}
p,h2,h3,h4{margin:0;text-indent:2em;font-size:1em;text-align:justify;overflow-wrap:anywhere}
h1,.annex>h2{font:normal 22pt/1.4 方正小标宋简体,STSong,SimSun,serif;text-align:center;text-indent:0;
margin:1em 0;white-space:pre-line}
h2{font-weight:normal;font-family:SimHei,黑体,sans-serif}
h3{font-weight:normal;font-family:KaiTi,楷体_GB2312,楷体,serif}
h4{font-weight:normal}
a{color:#003a8c}
.red{color:#c00;font:normal 40pt/1.3 方正小标宋简体,STSong,SimSun,serif;text-align:center;
text-indent:0}
.number{text-align:center;text-indent:0}
.line{border:0;border-top:2px solid #c00;margin:4mm 0 1em}
.plain,.mark,.imprint p{text-indent:0}
.right{text-align:right;text-indent:0;padding-right:4em}
.mark{font-family:SimHei,黑体,sans-serif}
.list{list-style:none;margin:1em 0 0;padding:0 0 0 2em}
.signature{margin-top:2em}
.annex{margin-top:3em;padding-top:1em;border-top:1px dashed #767676}
.scroll{overflow-x:auto}
table{width:100%;margin:.5em 0;border-collapse:collapse;font-size:12pt;line-height:1.5}
caption{font-family:SimHei,黑体,sans-serif;padding:.3em}
th,td{border:1px solid #000;padding:.2em .4em;text-align:left;font-weight:normal;
white-space:pre-line;overflow-wrap:break-word}
th{font-family:SimHei,黑体,sans-serif;text-align:center}
.imprint{margin-top:3em;border-top:2px solid #000;border-bottom:2px solid #000;font-size:14pt}
.imprint p+p{border-top:1px solid #000}
@media (max-width:600px){main{padding:1em}}
@page{size:A4;margin:37mm 26mm 35mm 28mm}
@page across{size:A4 landscape;margin:28mm 37mm 26mm 35mm}
@media print{body{background:none;font-size:16pt}main{max-width:none;padding:0}a{color:inherit;
text-decoration:none}.annex{border:0;margin:0;padding:0;break-before:page}.across{page:across}
thead{display:table-header-group}tr,h2,h3,.signature{break-inside:avoid}h2,h3{break-after:avoid}
.scroll{overflow:visible}}
)";

/// Addresses that lead within this program or to a web page; nothing that runs.
bool is_address(View link) {
  if (link.empty() || link.size() > 2'000) return false;
  if (std::ranges::any_of(link, [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == '\\' || c == '\x7F';
      }))
    return false;
  if (link.starts_with("https://") || link.starts_with("http://")) return true;
  if (link[0] == '#' || link[0] == '?') return true;
  return link[0] == '/' && !link.starts_with("//");
}

std::string run(View text, View link) {
  std::string words;
  for (const char c : escaped(text))
    words += c == '\n' ? std::string("<br>") : std::string(1, c);
  if (words.empty() || !is_address(link)) return words;
  return "<a href=\"" + escaped(link) + "\">" + words + "</a>";
}

std::string runs(const std::vector<Run>& all) {
  std::string out;
  for (const auto& one : all)
    out += run(one.text, one.link);
  return out;
}

std::string element(View name, View content, View kind = {}) {
  std::string out = "<";
  out.append(name);
  if (!kind.empty()) out.append(" class=\"").append(kind).append("\"");
  out.append(">").append(content).append("</").append(name).append(">\n");
  return out;
}

/// The heading sentence as a heading, the text behind it as a paragraph.
std::string heading(const std::vector<Run>& all, View name) {
  std::string joined;
  for (const auto& one : all)
    joined += one.text;
  const auto sentence = first_sentence(joined);
  if (sentence.rest.empty()) return element(name, runs(all));
  std::string first, rest;
  std::size_t left = sentence.first.size();
  for (const auto& one : all) {
    const auto part = std::min(left, one.text.size());
    left -= part;
    first += run(View(one.text).substr(0, part), one.link);
    rest += run(View(one.text).substr(part), one.link);
  }
  return element(name, first) + element("p", rest);
}

/// `below`: headings of an annex stand below its own.
std::string paragraph(const Paragraph& one, bool below) {
  switch (one.kind) {
  case Paragraph::Kind::Heading1:
    return element(below ? "h3" : "h2", runs(one.runs));
  case Paragraph::Kind::Heading2:
    return heading(one.runs, below ? "h4" : "h3");
  case Paragraph::Kind::Heading3: {
    // Behind 1. there is often a whole paragraph; only a short line is a heading.
    std::string joined;
    for (const auto& piece : one.runs)
      joined += piece.text;
    constexpr std::size_t kHeadingMax = 30;
    const bool is_heading =
        joined.find("。") == std::string::npos && base::count_code_points(joined) <= kHeadingMax;
    return element(is_heading ? (below ? "h5" : "h4") : "p", runs(one.runs));
  }
  case Paragraph::Kind::Plain:
    return element("p", runs(one.runs), "plain");
  case Paragraph::Kind::Right:
    return element("p", runs(one.runs), "right");
  case Paragraph::Kind::Body:
    break;
  }
  return element("p", runs(one.runs));
}

std::string table(const Table& one) {
  std::size_t columns = one.header.size();
  for (const auto& row : one.rows)
    columns = std::max(columns, row.size());
  std::string out = "<div class=\"scroll\" tabindex=\"0\"><table>\n";
  if (!one.caption.empty()) out += element("caption", run(one.caption, {}));
  if (!one.header.empty()) {
    out += "<thead><tr>";
    for (std::size_t i = 0; i < columns; ++i)
      out += "<th scope=\"col\">" +
             (i < one.header.size() ? run(one.header[i], {}) : std::string()) + "</th>";
    out += "</tr></thead>\n";
  }
  out += "<tbody>\n";
  for (const auto& row : one.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < columns; ++i)
      out += "<td>" + (i < row.size() ? run(row[i].text, row[i].link) : std::string()) + "</td>";
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string blocks(const std::vector<Block>& all, bool below) {
  std::string out;
  for (const auto& block : all)
    out += std::holds_alternative<Table>(block) ? table(std::get<Table>(block))
                                                : paragraph(std::get<Paragraph>(block), below);
  return out;
}

std::string mark(const Words& words, std::size_t index, std::size_t count) {
  if (count == 1) return std::string(base::trim(words.annex));
  return std::string(words.annex) + std::to_string(index + 1);
}

std::string annex_list(const Paper& paper, const Words& words) {
  if (paper.annexes.empty()) return {};
  std::string out = "<ul class=\"list\">\n";
  for (std::size_t i = 0; i < paper.annexes.size(); ++i)
    out += "<li><a href=\"#annex-" + std::to_string(i + 1) + "\">" +
           mark(words, i, paper.annexes.size()) + std::string(words.colon) +
           escaped(paper.annexes[i].title) + "</a></li>\n";
  return out + "</ul>\n";
}

std::string head(const Paper& paper, const Words& words) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"" + std::string(words.language) +
                    "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv="
                    "\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                    "'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, "
                    "initial-scale=1\">\n<title>";
  auto title = clean(paper.title);
  std::ranges::replace(title, '\n', ' ');
  out += escaped(title) + "</title>\n<style>" + std::string(kStyle) +
         "</style>\n</head>\n<body>\n<main>\n<header>\n";
  if (!paper.red_head.empty()) out += element("p", run(paper.red_head, {}), "red");
  if (!paper.number.empty()) out += element("p", run(paper.number, {}), "number");
  if (!paper.red_head.empty()) out += "<hr class=\"line\">\n";
  out += element("h1", run(paper.title, {}));
  if (!paper.addressee.empty()) {
    const bool open = !paper.addressee.ends_with("：") && !paper.addressee.ends_with(":");
    out += element("p", run(paper.addressee + (open ? std::string(words.colon) : ""), {}), "plain");
  }
  return out + "</header>\n";
}

std::string imprint(const Paper& paper, const Words& words) {
  if (paper.copies_to.empty() && paper.printed_by.empty()) return {};
  std::string out = "<footer class=\"imprint\">\n";
  if (!paper.copies_to.empty())
    out += element("p",
                   std::string(words.copies) + std::string(words.colon) + run(paper.copies_to, {}));
  if (!paper.printed_by.empty()) {
    auto line = paper.printed_by;
    if (const auto tab = line.find('\t'); tab != std::string::npos) line.replace(tab, 1, "　　");
    out += element("p", run(line, {}));
  }
  return out + "</footer>\n";
}

} // namespace

std::string html(const Paper& paper, View language) {
  const Words& words = language == "en" ? kEnglish : kChinese;
  auto out = head(paper, words) + blocks(paper.blocks, false) + annex_list(paper, words);
  if (!paper.signed_by.empty() || !paper.signed_on.empty()) {
    out += "<div class=\"signature\">\n";
    for (const auto* line : {&paper.signed_by, &paper.signed_on})
      if (!line->empty()) out += element("p", run(*line, {}), "right");
    out += "</div>\n";
  }
  for (std::size_t i = 0; i < paper.annexes.size(); ++i) {
    const auto& annex = paper.annexes[i];
    out += "<section class=\"annex" + std::string(annex.landscape ? " across" : "") +
           "\" id=\"annex-" + std::to_string(i + 1) + "\">\n" +
           element("p", mark(words, i, paper.annexes.size()), "mark") +
           element("h2", run(annex.title, {})) + blocks(annex.blocks, true) + "</section>\n";
  }
  return out + imprint(paper, words) + "</main>\n</body>\n</html>\n";
}

} // namespace plumb::paper
