# SPDX-License-Identifier: Apache-2.0
"""The annual report with its figures, and the news item that is no plan."""
import json
import re

from model import HERE, SAMPLES, full, write
from office import docx, para

MARK = re.compile(r"\{([^|{}]*)\|([^|{}]*)\|([^|{}]*)\|([^|{}]*)\}")


def printed(m):
    """The name is printed with the figure unless the words before it name it already."""
    before = m.string[:m.start()]
    return m[4] if re.sub(r"\{[^{}]*\}", "", before).endswith(m[1]) or m[1] in SILENT else m[1] + m[4]


# Names whose words stand in the sentence already, a little before the figure.
SILENT = {"热线诉求", "个别单位审核人员", "清理文件"}


def report_14():
    lines = (HERE / "content" / "14.txt").read_text("utf-8").splitlines()
    title, figures, tasks, out = lines[0], [], [], []
    out += [para(title, style="a3"), para(full("(2026年2月28日)"), centred=True), para()]
    area = None
    for line in lines[1:]:
        for m in MARK.finditer(line):
            figures.append({"name": m[1], "value": float(m[2]), "unit": m[3]})
        text = full(MARK.sub(printed, line))
        if line.startswith("##"):
            out.append(para(text[2:], style="2"))
        elif line.startswith("#"):
            out.append(para(text[1:], style="1"))
            area = text[1:].partition("、")[2]
        elif line.startswith("="):
            out.append(para(text[1:]))
        elif line.startswith("!"):
            body, _, rest = line[1:].partition("|")
            _, due, *percent = (rest + "|").split("|")[:3]
            out.append(para(full(body)))
            no, _, prefix = body.partition(".")
            tasks.append({"no": no, "area": area, "prefix": prefix[:10], "lead": [], "responsible": [], "deadline": None,
                          "percent": [p for p in "".join(percent).split(",") if p], "due": [due] if due else [],
                          "due_optional": ["2026-12-31"]})
        else:
            out.append(para(text))
    out += [para(), para("砚湖县人民政府", right=True), para("2026年2月28日", right=True)]
    docx("plans/14-annual-report.docx", title, "".join(out))
    # Names are searched in the text around a figure; what the text does not print is not a name.
    for f in figures:
        f["name"] = {"热线诉求": "12345热线", "个别单位审核人员": "仅有", "清理文件": "以来文件"}.get(f["name"], f["name"])
    (SAMPLES / "gold/figures/14-annual-report.json").write_text(
        json.dumps({"file": "14-annual-report.docx", "figures": figures}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (SAMPLES / "gold/14-annual-report.json").write_text(json.dumps(
        {"file": "14-annual-report.docx", "title": title, "document_number": None, "kind": "report", "areas": [tasks[0]["area"]],
         "tasks": tasks, "targets": [], "optional": []}, ensure_ascii=False, indent=1) + "\n", "utf-8")


def news_13():
    write("plans/13-news-item.txt", full((HERE / "content" / "13.txt").read_text("utf-8")))
    (SAMPLES / "gold/13-news-item.json").write_text(json.dumps(
        {"file": "13-news-item.txt", "title": "我县召开法治政府建设推进会 部署下半年重点任务", "document_number": None, "kind": "other",
         "areas": [], "tasks": [], "targets": [], "optional": []}, ensure_ascii=False, indent=1) + "\n", "utf-8")


FIRST = [news_13, report_14]
