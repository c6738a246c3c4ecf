# SPDX-License-Identifier: Apache-2.0
"""Word and Excel files from nothing but zipfile, with fixed dates, so that writing them again gives the same bytes."""
import zipfile
from xml.sax.saxutils import escape

from model import SAMPLES

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def package(path, parts):
    target = SAMPLES / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            out.writestr(info, HEAD + text)


# ── Word ─────────────────────────────────────────────────────────────────────────────────────────────────────────

def run(text, bold=False, size=None):
    props = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{size}"/>' if size else "")
    return f'<w:r>{f"<w:rPr>{props}</w:rPr>" if props else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(text="", level=None, centred=False, right=False, bold=False, size=None, style=None, list_id=1, split_at=None):
    """A paragraph; `level` makes it an item of an automatic list; `split_at` breaks it into two runs, as editing does."""
    props = (f'<w:pStyle w:val="{style}"/>' if style else "")
    if level is not None:
        props += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    if centred or right:
        props += f'<w:jc w:val="{"center" if centred else "right"}"/>'
    runs = [text] if not split_at else [text[:split_at], text[split_at:]]
    return f'<w:p><w:pPr>{props}</w:pPr>{"".join(run(r, bold, size) for r in runs if r)}</w:p>'


def cell(text, width, merge=None, span=1, bold=False):
    """`merge`: restart or continue for a cell that goes down over rows."""
    props = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if span > 1:
        props += f'<w:gridSpan w:val="{span}"/>'
    if merge:
        props += '<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>"
    paras = "".join(para(line, bold=bold) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{paras}</w:tc>"


def row(cells, header=False):
    return f'<w:tr>{"<w:trPr><w:tblHeader/></w:trPr>" if header else ""}{"".join(cells)}</w:tr>'


def table(widths, rows):
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    edges = "".join(f'<w:{e} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for e in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'


def docx(path, title, body, levels=None, header="", landscape=False):
    """`levels`: (format, text) of each level of the automatic list, for example ("chineseCounting", "%1、")."""
    types = ['<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
             '<Default Extension="xml" ContentType="application/xml"/>']
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    types.append(f'<Override PartName="/word/document.xml" ContentType="{base}document.main+xml"/>')
    types.append(f'<Override PartName="/word/styles.xml" ContentType="{base}styles+xml"/>')
    types.append(f'<Override PartName="/word/footer1.xml" ContentType="{base}footer+xml"/>')
    types.append('<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>')
    links = [("rId1", "styles", "styles.xml"), ("rId2", "footer", "footer1.xml")]
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {}
    if header:
        types.append(f'<Override PartName="/word/header1.xml" ContentType="{base}header+xml"/>')
        links.append(("rId4", "header", "header1.xml"))
        parts["word/header1.xml"] = f'<w:hdr {W}>{para(header, centred=True)}</w:hdr>'
    if levels:
        types.append(f'<Override PartName="/word/numbering.xml" ContentType="{base}numbering+xml"/>')
        links.append(("rId3", "numbering", "numbering.xml"))
    page = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if landscape else '<w:pgSz w:w="11906" w:h="16838"/>'
    above = '<w:headerReference w:type="default" r:id="rId4"/>' if header else ""
    section = f'<w:sectPr>{above}<w:footerReference w:type="default" r:id="rId2"/>{page}<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    parts["[Content_Types].xml"] = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{"".join(types)}</Types>'
    parts["_rels/.rels"] = (f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="word/document.xml"/>'
                            '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>')
    parts["docProps/core.xml"] = ('<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
                                  f"<dc:title>{escape(title)}</dc:title><dc:creator>县委依法治县办</dc:creator></cp:coreProperties>")
    parts["word/_rels/document.xml.rels"] = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + "".join(
        f'<Relationship Id="{i}" Type="{office}/{kind}" Target="{target}"/>' for i, kind, target in links) + "</Relationships>"
    parts["word/styles.xml"] = (f'<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
                                '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
                                '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
                                '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style></w:styles>')
    parts["word/footer1.xml"] = (f'<w:ftr {W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
                                 '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>')
    if levels:
        items = "".join(f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
                        for i, (fmt, text) in enumerate(levels))
        parts["word/numbering.xml"] = f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{items}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    parts["word/document.xml"] = f'<w:document {W} xmlns:r="{office}"><w:body>{body}{section}</w:body></w:document>'
    package(path, parts)


# ── Excel ────────────────────────────────────────────────────────────────────────────────────────────────────────

def column(n):
    return chr(ord("A") + n)


def xlsx(path, sheet, rows, merges, widths, header_row):
    """`rows`: lists of texts, numbers or None; `merges`: "A1:B2"; texts go to the shared strings as Excel writes them."""
    strings, index, lines, count = [], {}, [], 0
    for r, cells in enumerate(rows, 1):
        out = ""
        for c, value in enumerate(cells):
            at = f"{column(c)}{r}"
            if value is None:
                out += f'<c r="{at}" s="1"/>'
            elif isinstance(value, int):
                out += f'<c r="{at}" s="1"><v>{value}</v></c>'
            else:
                if value not in index:
                    index[value] = len(strings)
                    strings.append(value)
                count += 1
                out += f'<c r="{at}" t="s" s="1"><v>{index[value]}</v></c>'
        lines.append(f'<row r="{r}">{out}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    package(path, {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{base}sheet.main+xml"/>'
                               f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{base}worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{base}styles+xml"/>'
                               f'<Override PartName="/xl/sharedStrings.xml" ContentType="{base}sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
                                      f'<Relationship Id="rId2" Type="{office}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><fonts count="1"><font><sz val="11"/><name val="SimSun"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
                         '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
                         '<cellXfs count="2"><xf xfId="0"/><xf xfId="0" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}" count="{count}" uniqueCount="{len(strings)}">' + "".join(f'<si><t xml:space="preserve">{escape(s)}</t></si>' for s in strings) + "</sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="{header_row}" topLeftCell="A{header_row + 1}" state="frozen"/></sheetView></sheetViews>'
                                    "<cols>" + "".join(f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(widths, 1)) + "</cols>"
                                    f'<sheetData>{"".join(lines)}</sheetData><mergeCells count="{len(merges)}">' + "".join(f'<mergeCell ref="{m}"/>' for m in merges) + "</mergeCells></worksheet>",
    })
