# SPDX-License-Identifier: Apache-2.0
"""The Word, Excel and PDF samples."""
import pathlib
import subprocess
import tempfile
from itertools import groupby

from model import SAMPLES, full, gold, load, numeral
from office import cell, column, docx, para, row, table, xlsx

SEPARATOR = "、"


def names(units):
    return SEPARATOR.join(units)


# ── 03: a ledger as a Word table with merged cells ───────────────────────────────────────────────────────────────

def plan_03():
    content = load("03")
    title = content.data["title"]
    widths = [1300, 1500, 700, 5200, 2900, 1700]
    heads = ["一级指标", "二级指标", "序号", "主要任务", "牵头、责任单位", "完成时限"]
    header = row([cell(h, w, bold=True) for h, w in zip(heads, widths)], header=True)
    rows = [header]
    for a, tasks in groupby(content.tasks, key=lambda t: t.area):
        first_of_area = True
        if a.startswith("四"):
            rows.append(header)  # a header somebody pasted again where a page began
        for o, group in groupby(tasks, key=lambda t: t.objective):
            first = True
            for t in group:
                roles = f"牵头单位:{names(t.lead)}\n责任单位:{names(t.resp)}"
                rows.append(row([
                    cell(full(a) if first_of_area else "", widths[0], "restart" if first_of_area else "continue"),
                    cell(full(o) if first else "", widths[1], "restart" if first else "continue"),
                    cell(t.no, widths[2]), cell(full(t.text), widths[3]),
                    cell(full(roles) if first else "", widths[4], "restart" if first else "continue"),
                    cell(t.deadline, widths[5])]))
                first = first_of_area = False
    body = [para("附件"), para(title, centred=True, bold=True, size=36), para("(2026年2月)".translate({40: 0xff08, 41: 0xff09}), centred=True), table(widths, rows),
            para(full("注:完成时限为“长期坚持”的任务,每年12月底前报送当年进展情况。"))]
    docx("plans/03-ledger-table.docx", title, "".join(body), landscape=True)
    gold("03-ledger-table", "03-ledger-table.docx", content)


# ── 04: a ledger as a spreadsheet with merged cells ──────────────────────────────────────────────────────────────

def plan_04():
    content = load("04")
    rows = [[content.data["title"]] + [None] * 6, [full("填报单位:县发改局(县政务诚信建设联席会议办公室)")] + [None] * 6,
            ["序号", "重点任务", "具体措施", "牵头单位", "责任单位", "完成时限", "备注"]]
    merges = ["A1:G1", "A2:G2"]
    start = {"area": 4, "roles": 4}

    def close(kind, columns, until):
        if until > start[kind]:
            merges.extend(f"{column(c)}{start[kind]}:{column(c)}{until}" for c in columns)

    area = roles = None
    for t in content.tasks:
        at = len(rows) + 1
        if t.area != area:
            close("area", [1], at - 1)
            start["area"] = at
        if (t.area, t.lead, t.resp) != roles:
            close("roles", [3, 4], at - 1)
            start["roles"] = at
        new_roles = (t.area, t.lead, t.resp) != roles
        note = {"5": "县政府专项督查事项", "14": "已完成专窗设置"}.get(t.no)
        rows.append([int(t.no), full(t.area) if t.area != area else None, full(t.text), "\n".join(t.lead) if new_roles else None,
                     names(t.resp) if new_roles else None, t.deadline, note])
        rows[-1][4] = full(rows[-1][4]) if rows[-1][4] else None
        area, roles = t.area, (t.area, t.lead, t.resp)
    close("area", [1], len(rows))
    close("roles", [3, 4], len(rows))
    xlsx("plans/04-ledger.xlsx", "任务清单", rows, merges, [6, 16, 60, 20, 30, 18, 18], 3)
    gold("04-ledger", "04-ledger.xlsx", content)


# ── 07: narrative without roles, numbered by Word ────────────────────────────────────────────────────────────────

def plan_07():
    content = load("07")
    title = content.data["title"]
    levels = [("chineseCounting", "%1、"), ("chineseCounting", "\uff08%2\uff09"), ("decimal", "%3.")]
    out = [para("砚湖县人民政府文件", centred=True, bold=True, size=52), para(content.data["number"], centred=True), para(),
           para("砚湖县人民政府", style="a3"), para(title, style="a3"), para(),
           para(full("各乡镇人民政府,各街道办事处,县政府各部门:")),
           para(full("为深入推进基层治理体系和治理能力现代化,提高乡镇(街道)依法行政水平,根据有关法律、法规和上级文件精神,结合我县实际,"
                     "提出如下实施意见。")),
           para("工作目标", level=0, style="1"),
           para(full("到2026年底,全县乡镇(街道)依法履职能力显著增强,决策、执法、服务、调解各环节有章可循,基层干部运用法治思维和法治方式"
                     "解决问题的本领明显提高,群众对基层依法行政的满意程度稳步上升。")),
           para("主要措施", level=0, style="1")]
    for area in content.areas:
        out.append(para(full(area.title + "。"), level=1, style="2"))
        for i, t in enumerate(area.tasks):
            if t.no.startswith("("):  # a section that is one task, without numbered parts
                out.append(para(full(t.text.partition("。")[2])))
            else:
                out.append(para(full(t.text), level=2, split_at=9 if i % 2 else None))
    out.append(para("工作保障", level=0, style="1"))
    out += [para(full(x), level=1) for x in content.closing]
    out += [para(), para("砚湖县人民政府", right=True), para("2025年9月5日", right=True), para(full("(此件公开发布)"))]
    docx("plans/07-narrative-numbered-by-word.docx", title, "".join(out), levels)
    gold("07-narrative-numbered-by-word", "07-narrative-numbered-by-word.docx", content)


# ── 12: a pdf; the first unit of each task leads, which is said once ─────────────────────────────────────────────

def plan_12():
    content = load("12")
    title = content.data["title"]
    for t in content.tasks:
        t.lead, t.resp = t.resp[:1], t.resp[1:]
    indent = "\u3000\u3000"
    out = [para("中共砚湖县委全面依法治县委员会办公室文件", centred=True, bold=True, size=36), para(content.data["number"], centred=True), para(),
           para(title, centred=True, bold=True, size=40), para(),
           para(indent + full("为充分发挥法治督察的监督推动作用,以示范创建带动整体提升,确保年度法治政府建设任务落地见效,制定本方案。"), size=28),
           para(indent + "一、总体要求", size=28),
           para(indent + full("坚持问题导向和目标导向相统一,突出重点领域和关键环节,力戒形式主义,做到督察一个单位、解决一批问题、形成一套机制。"), size=28),
           para(indent + full("二、重点任务(各项任务列在首位的单位为牵头单位,其他单位为责任单位,下同)"), size=28)]
    for i, area in enumerate(content.areas, 1):
        out.append(para(indent + full(f"({numeral(i)}){area.title}"), bold=True, size=28))
        out += [para(indent + full(f"{t.no}.{t.text}({names(t.lead + t.resp)})"), size=28) for t in area.tasks]
    out.append(para(indent + "三、工作保障", size=28))
    out += [para(indent + full(f"({numeral(i)}){x}"), size=28) for i, x in enumerate(content.closing, 1)]
    out += [para(), para("中共砚湖县委全面依法治县委员会办公室", right=True, size=28), para("2026年3月16日", right=True, size=28)]
    target = SAMPLES / "plans/12-inspection-plan.pdf"
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "12-inspection-plan.docx"
        docx(source, title, "".join(out), header="砚湖县法治督察工作材料")
        # Office puts the time and an id into a pdf, so the file is made again only where it is missing.
        if not target.exists():
            subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir",
                            str(target.parent), str(source)], check=True, capture_output=True)
    gold("12-inspection-plan", "12-inspection-plan.pdf", content)


FIRST = [plan_03, plan_04, plan_07, plan_12]
