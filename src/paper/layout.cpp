// SPDX-License-Identifier: Apache-2.0
#include "layout.hpp"

#include "xml.hpp"

#include <array>

namespace plumb::paper {
namespace {

constexpr int kEmuPerTwip = 635;

std::string part_of(std::string_view rest) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + std::string(rest);
}
constexpr std::string_view kWord =
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
constexpr std::string_view kOffice =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string fonts_of(const std::string& name) {
  const auto font = escaped(name);
  return "<w:rFonts w:ascii=\"" + font + "\" w:hAnsi=\"" + font + "\" w:eastAsia=\"" + font +
         "\" w:cs=\"" + font + "\"/>";
}

std::string size(int half_points) {
  const auto number = std::to_string(half_points);
  return "<w:sz w:val=\"" + number + "\"/><w:szCs w:val=\"" + number + "\"/>";
}

/// A paragraph style; `paragraph` and `run` hold what differs from the one it is based on.
std::string style(std::string_view id, std::string_view name, std::string_view paragraph,
                  std::string_view run = {}, std::string_view based_on = "Normal") {
  std::string out = "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"";
  out.append(id).append("\"><w:name w:val=\"").append(name).append("\"/><w:basedOn w:val=\"");
  out.append(based_on).append("\"/><w:qFormat/>");
  if (!paragraph.empty()) out.append("<w:pPr>").append(paragraph).append("</w:pPr>");
  if (!run.empty()) out.append("<w:rPr>").append(run).append("</w:rPr>");
  return out + "</w:style>";
}

/// Base of everything: spacing and line height belong to the style, so that editing keeps them.
std::string normal_style(const Fonts& fonts) {
  return "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
         "<w:name w:val=\"Normal\"/><w:qFormat/><w:pPr><w:widowControl w:val=\"0\"/>"
         "<w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/>"
         "<w:adjustRightInd w:val=\"0\"/><w:snapToGrid w:val=\"0\"/>"
         "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"579\" w:lineRule=\"exact\"/>"
         "<w:jc w:val=\"both\"/></w:pPr><w:rPr>" +
         fonts_of(fonts.body) + "<w:color w:val=\"000000\"/><w:spacing w:val=\"-5\"/>" + size(32) +
         "</w:rPr></w:style>";
}

constexpr std::string_view kIndented = "<w:ind w:firstLineChars=\"200\" w:firstLine=\"630\"/>";

std::string heading_styles(const Fonts& fonts) {
  const auto paragraph = [](std::string_view level) {
    return "<w:keepNext/>" + std::string(kIndented) + "<w:outlineLvl w:val=\"" +
           std::string(level) + "\"/>";
  };
  return style("Heading1", "一级标题", paragraph("0"), fonts_of(fonts.heading1)) +
         style("Heading2", "二级标题", paragraph("1"), fonts_of(fonts.heading2)) +
         // Whole paragraphs stand behind 1., so nothing keeps them with the next.
         style("Heading3", "三级标题", std::string(kIndented) + "<w:outlineLvl w:val=\"2\"/>") +
         "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"BodyText\">"
         "<w:name w:val=\"正文字体\"/><w:rPr>" +
         fonts_of(fonts.body) + "</w:rPr></w:style>";
}

std::string head_styles(const Fonts& fonts) {
  const auto centred = std::string("<w:jc w:val=\"center\"/>");
  const auto red = fonts_of(fonts.title) + "<w:color w:val=\"FF0000\"/><w:spacing w:val=\"0\"/>";
  return style("Title", "公文标题",
               "<w:keepNext/><w:keepLines/>" + centred + "<w:outlineLvl w:val=\"0\"/>",
               fonts_of(fonts.title) + "<w:spacing w:val=\"0\"/>" + size(44)) +
         // 上边缘 35 mm below the edge of the text.
         style("RedHead", "发文机关标志",
               "<w:spacing w:before=\"1984\" w:after=\"0\" w:line=\"1240\" w:lineRule=\"exact\"/>" +
                   centred,
               red) +
         style("Number", "发文字号", centred) +
         // The red line: 4 mm (11 pt) below the number, as wide as the text.
         style("NumberOnLine", "发文字号与红线",
               "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"11\" "
               "w:color=\"FF0000\"/></w:pBdr>" +
                   centred);
}

std::string table_styles(const Fonts& fonts) {
  const std::string line =
      "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"360\" w:lineRule=\"exact\"/>";
  const std::string small = "<w:spacing w:val=\"0\"/>" + size(24);
  return style("TableCaption", "表题", "<w:keepNext/><w:jc w:val=\"center\"/>",
               fonts_of(fonts.heading1) + size(28)) +
         style("TableHead", "表头", "<w:keepNext/>" + line + "<w:jc w:val=\"center\"/>",
               fonts_of(fonts.heading1) + small) +
         style("TableText", "表格文字", line + "<w:jc w:val=\"left\"/>", small) +
         style("TableCentred", "表格居中文字", line + "<w:jc w:val=\"center\"/>", small);
}

/// Four-size Song with the dashes of one character: —1—.
std::string page_number() {
  const std::string run = "<w:rPr><w:rFonts w:ascii=\"宋体\" w:hAnsi=\"宋体\" w:eastAsia=\"宋体\"/>"
                          "<w:spacing w:val=\"0\"/>" +
                          size(28) + "</w:rPr>";
  const auto field = [&](std::string_view type) {
    return "<w:r>" + run + "<w:fldChar w:fldCharType=\"" + std::string(type) + "\"/></w:r>";
  };
  const auto text = [&](std::string_view words) {
    return "<w:r>" + run + "<w:t>" + std::string(words) + "</w:t></w:r>";
  };
  return text("—") + field("begin") + "<w:r>" + run +
         "<w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>" + field("separate") +
         text("1") + field("end") + text("—");
}

std::string number_paragraph(bool even) {
  return std::string("<w:p><w:pPr><w:pStyle w:val=\"") +
         (even ? "PageNumberEven" : "PageNumberOdd") + "\"/></w:pPr>" + page_number() + "</w:p>";
}

std::string page_number_styles() {
  const std::string line =
      "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"280\" w:lineRule=\"exact\"/>";
  // One character (14 pt) in from the outer edge.
  return style("PageNumberOdd", "单页页码",
               line + "<w:ind w:rightChars=\"0\" w:right=\"280\"/><w:jc w:val=\"right\"/>") +
         style("PageNumberEven", "双页页码",
               line + "<w:ind w:leftChars=\"0\" w:left=\"280\"/><w:jc w:val=\"left\"/>");
}

struct Frame {
  std::string place; ///< positionH and positionV
  int width = 0, height = 0;
  std::string_view wrap;
  int id = 0;
  std::string_view name, direction;
};

/// A text frame without lines.
std::string frame_xml(const Frame& frame, std::string_view paragraphs) {
  const auto wide = std::to_string(frame.width * kEmuPerTwip);
  const auto high = std::to_string(frame.height * kEmuPerTwip);
  std::string out = "<mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor "
                    "distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\" simplePos=\"0\" "
                    "relativeHeight=\"1\" behindDoc=\"0\" locked=\"0\" layoutInCell=\"1\" "
                    "allowOverlap=\"1\"><wp:simplePos x=\"0\" y=\"0\"/>";
  out += frame.place + "<wp:extent cx=\"" + wide + "\" cy=\"" + high +
         "\"/><wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/>";
  out.append(frame.wrap).append("<wp:docPr id=\"").append(std::to_string(frame.id));
  out.append("\" name=\"").append(frame.name);
  out += "\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
         "uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp>"
         "<wps:cNvSpPr txBox=\"1\"/><wps:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"" +
         wide + "\" cy=\"" + high +
         "\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/>"
         "<a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>";
  out.append(paragraphs).append("</w:txbxContent></wps:txbx><wps:bodyPr vert=\"");
  out.append(frame.direction);
  return out + "\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"/></wps:wsp></a:graphicData>"
               "</a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>";
}

} // namespace

std::string styles_xml(const Fonts& fonts) {
  std::string out = part_of("<w:styles ");
  out.append(kWord).append("><w:docDefaults><w:rPrDefault><w:rPr>");
  out += fonts_of(fonts.body) +
         "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
         "<w:pPrDefault/></w:docDefaults>";
  out += normal_style(fonts);
  out += head_styles(fonts);
  out += style("Addressee", "主送机关", "<w:jc w:val=\"left\"/>");
  out += style("Body", "公文正文", kIndented);
  out += heading_styles(fonts);
  out += style("Signature", "落款", "<w:keepLines/><w:jc w:val=\"right\"/>");
  out += style("AnnexList", "附件说明", "<w:jc w:val=\"left\"/>");
  out += style("AnnexMark", "附件序号", "<w:keepNext/><w:jc w:val=\"left\"/>",
               fonts_of(fonts.heading1));
  out += style("Imprint", "版记", "<w:ind w:left=\"280\" w:right=\"280\"/><w:jc w:val=\"left\"/>",
               "<w:spacing w:val=\"0\"/>" + size(28));
  out += style("ImprintLine", "版记分隔线",
               "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"40\" w:lineRule=\"exact\"/>",
               size(2));
  out += style("Gap", "间隔",
               "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"200\" w:lineRule=\"exact\"/>",
               size(10));
  return out + table_styles(fonts) + page_number_styles() + "</w:styles>";
}

std::string settings_xml() {
  return part_of("<w:settings ") + std::string(kWord) +
         "><w:evenAndOddHeaders/><w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>"
         "<w:compatSetting w:name=\"compatibilityMode\" "
         "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
         "</w:settings>";
}

std::string fonts_xml(const Fonts& fonts) {
  // What may stand in for a font that is not installed, by name; nothing is embedded.
  constexpr std::array<std::array<std::string_view, 2>, 3> kOthers{
      {{"仿宋_GB2312", "仿宋"}, {"楷体_GB2312", "楷体"}, {"方正小标宋简体", "方正小标宋_GBK"}}};
  std::string out = part_of("<w:fonts ");
  out.append(kWord).append(">");
  std::string seen;
  for (const auto* name : {&fonts.title, &fonts.body, &fonts.heading1, &fonts.heading2}) {
    const auto entry = "<w:font w:name=\"" + escaped(*name) + "\">";
    if (seen.find(entry) != std::string::npos) continue;
    seen += entry;
    out += entry;
    for (const auto& other : kOthers)
      if (*name == other[0]) out += "<w:altName w:val=\"" + std::string(other[1]) + "\"/>";
    out += "<w:charset w:val=\"86\"/></w:font>";
  }
  return out + "</w:fonts>";
}

std::string footer_xml(bool even) {
  return part_of("<w:ftr ") + std::string(kWord) + ">" + number_paragraph(even) + "</w:ftr>";
}
std::string empty_footer_xml() {
  return part_of("<w:ftr ") + std::string(kWord) + "><w:p/></w:ftr>";
}
std::string empty_header_xml() {
  return part_of("<w:hdr ") + std::string(kWord) + "><w:p/></w:hdr>";
}

std::string foot_frame_xml(std::string_view paragraphs, int height) {
  return frame_xml({"<wp:positionH relativeFrom=\"margin\"><wp:align>center</wp:align>"
                    "</wp:positionH><wp:positionV relativeFrom=\"margin\"><wp:align>bottom"
                    "</wp:align></wp:positionV>",
                    kTextWidth, height, "<wp:wrapTopAndBottom/>", 3, "版记", "horz"},
                   paragraphs);
}

std::string across_header_xml(bool even) {
  // The frame is a line of the upright page: 7 mm outside of the text's edge, at its outer side.
  constexpr int kThick = 400, kLong = 2000;
  // The first line of a turned frame lies at its right; its middle is 140 in.
  const int from_left = kBottom - 397 - kThick + 140;
  const int from_top = even ? kLeft : kPageWidth - kRight - kLong;
  const auto number = [](int twips) { return std::to_string(twips * kEmuPerTwip); };
  return part_of("<w:hdr ") + std::string(kWord) + std::string(kFrameNamespaces) +
         "><w:p><w:pPr><w:pStyle w:val=\"Gap\"/></w:pPr><w:r>" +
         frame_xml({"<wp:positionH relativeFrom=\"page\"><wp:posOffset>" + number(from_left) +
                        "</wp:posOffset></wp:positionH><wp:positionV relativeFrom=\"page\">"
                        "<wp:posOffset>" +
                        number(from_top) + "</wp:posOffset></wp:positionV>",
                    kThick, kLong, "<wp:wrapNone/>", even ? 2 : 1, "页码", "vert"},
                   number_paragraph(even)) +
         "</w:r></w:p></w:hdr>";
}

std::string content_types_xml() {
  std::string out =
      part_of("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
              "<Default Extension=\"rels\" "
              "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
              "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
  const auto part = [&](std::string_view path, std::string_view type) {
    out.append("<Override PartName=\"/word/").append(path).append(".xml\" ContentType=\"");
    out.append("application/vnd.openxmlformats-officedocument.wordprocessingml.");
    out.append(type).append("+xml\"/>");
  };
  part("document", "document.main");
  part("styles", "styles");
  part("settings", "settings");
  part("fontTable", "fontTable");
  for (const auto* footer : {"footer1", "footer2", "footer3"})
    part(footer, "footer");
  for (const auto* header : {"header1", "header2", "header3"})
    part(header, "header");
  return out + "<Override PartName=\"/docProps/core.xml\" "
               "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
               "</Types>";
}

std::string package_relations_xml() {
  return part_of("<Relationships "
                 "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                 "<Relationship Id=\"rId1\" Type=\"") +
         std::string(kOffice) +
         "/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" "
         "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
         "core-properties\" Target=\"docProps/core.xml\"/></Relationships>";
}

std::string document_relations_xml() {
  std::string out = part_of(
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
  const auto part = [&](std::string_view id, std::string_view type, std::string_view target) {
    out.append("<Relationship Id=\"").append(id).append("\" Type=\"").append(kOffice).append("/");
    out.append(type).append("\" Target=\"").append(target).append(".xml\"/>");
  };
  part("rId1", "styles", "styles");
  part("rId2", "settings", "settings");
  part("rId3", "fontTable", "fontTable");
  part("footerOdd", "footer", "footer1");
  part("footerEven", "footer", "footer2");
  part("footerNone", "footer", "footer3");
  part("headerOddAcross", "header", "header1");
  part("headerEvenAcross", "header", "header2");
  part("headerNone", "header", "header3");
  return out + "</Relationships>";
}

std::string core_xml(const Paper& paper) {
  return part_of(
             "<cp:coreProperties "
             "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
             "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>") +
         escaped(paper.title) + "</dc:title><dc:creator>" + escaped(paper.signed_by) +
         "</dc:creator></cp:coreProperties>";
}

} // namespace plumb::paper
