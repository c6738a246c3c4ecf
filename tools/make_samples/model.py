# SPDX-License-Identifier: Apache-2.0
"""Reads the hand-written contents (content/*.txt) and writes their labels.

A content file says what a document asks for, apart from how it is laid out, so that the labels are the author's
own and not a parser's. Lines: `@key value`, `A area`, `G goal of the area`, `O objective|L=…`, `T number|text|…`,
`I sub-item`, `E effect indicator|P=…`, `X closing measure`. Fields of a task: L lead, R responsible and
S supporting units (separated by /), F the role sentence where it is written out, D deadline line (`text=>ISO days`),
I days named inside the text, Y days that may be read or not, P percentages, C title of the task of a lower plan.
"""
import json
import pathlib
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent / "samples"


@dataclass
class Task:
    no: str
    text: str
    area: str = ""
    objective: str = ""
    lead: list = field(default_factory=list)
    resp: list = field(default_factory=list)
    supp: list = field(default_factory=list)
    roles: str = ""
    deadline: str = ""
    on: list = field(default_factory=list)
    optional_on: list = field(default_factory=list)
    percent: list = field(default_factory=list)
    items: list = field(default_factory=list)
    lower: str | None = None

    @property
    def title(self):
        return self.text.split("。")[0]


@dataclass
class Area:
    title: str
    goal: str = ""
    tasks: list = field(default_factory=list)
    effects: list = field(default_factory=list)  # (text, percentages)


@dataclass
class Content:
    data: dict
    areas: list
    closing: list  # texts

    @property
    def tasks(self):
        return [t for a in self.areas for t in a.tasks]


def split(text, mark="/"):
    return [p for p in text.split(mark) if p]


def load(name):
    data, areas, closing = {}, [], []
    objective, shared = "", {}
    for line in (HERE / "content" / f"{name}.txt").read_text("utf-8").splitlines():
        if not line.strip():
            continue
        if line.startswith("@"):
            key, value = line[1:].split(" ", 1)
            data[key] = value
            continue
        if line[:2] not in {"A ", "G ", "O ", "T ", "I ", "E ", "X "}:  # a second paragraph of the task
            areas[-1].tasks[-1].text += "\n" + line
            continue
        kind, rest = line[0], line[2:]
        head, *parts = rest.split("|")
        if kind == "T":
            text, *parts = parts
        fields = dict(p.split("=", 1) for p in parts)
        if kind == "A":
            areas.append(Area(head))
            objective, shared = "", {}
        elif kind == "G":
            areas[-1].goal = head
        elif kind == "O":
            objective, shared = head, fields
        elif kind == "T":
            fields = {**shared, **fields}
            due, _, on = fields.get("D", "").partition("=>")
            areas[-1].tasks.append(Task(
                head, text, areas[-1].title, objective, split(fields.get("L", "")), split(fields.get("R", "")),
                split(fields.get("S", "")), fields.get("F", ""), due,
                split(on, ",") + split(fields.get("I", ""), ","), split(fields.get("Y", ""), ","),
                split(fields.get("P", ""), ","), lower=fields.get("C")))
        elif kind == "I":
            areas[-1].tasks[-1].items.append(head)
        elif kind == "E":
            areas[-1].effects.append((head, split(fields.get("P", ""), ",")))
        elif kind == "X":
            closing.append(head)
    return Content(data, areas, closing)


def bare(heading):
    """A heading without its number."""
    if heading.startswith("(") and ")" in heading[:5]:
        return heading.partition(")")[2]
    head, mark, rest = heading.partition("、")
    if mark and all(c in "一二三四五六七八九十" for c in head):
        return rest
    head, mark, rest = heading.partition(".")
    return rest if mark and head.isdigit() else heading


def gold(name, file, content, dated=True, extra=None):
    """Writes samples/gold/<name>.json."""
    tasks = []
    for t in content.tasks:
        row = {"no": t.no}
        if t.area:
            row["area"] = bare(t.area)
        if t.objective:
            row["objective"] = bare(t.objective)
        row |= {"prefix": t.text[:10], "lead": t.lead, "responsible": t.resp + t.supp, "deadline": t.deadline or None,
                "percent": t.percent}
        if dated:
            row["due"] = sorted(set(t.on))
            if t.optional_on:
                row["due_optional"] = t.optional_on
            row["long_term"] = t.deadline == "长期坚持"
        tasks.append(row)
    areas = [bare(a.title) for a in content.areas if a.title]
    out = {"file": file, "title": content.data.get("title"), "document_number": content.data.get("number"), "areas": areas}
    objectives = list(dict.fromkeys(bare(t.objective) for t in content.tasks if t.objective))
    if objectives:
        out["objectives"] = objectives
    out |= {
        "tasks": tasks,
        "targets": [{"prefix": e[:10], "percent": p} for a in content.areas for e, p in a.effects],
        "optional": [x.split("。")[0] for x in content.closing],
    }
    out |= extra or {}
    path = SAMPLES / "gold" / f"{name}.json"
    path.write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n", "utf-8")


FULL = str.maketrans({",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "(": "\uff08", ")": "\uff09", "?": "\uff1f"})


def full(text):
    """Chinese punctuation instead of ASCII."""
    return text.translate(FULL)


NUMERALS = "〇一二三四五六七八九十"


def numeral(n):
    if n <= 10:
        return NUMERALS[n]
    tens, ones = divmod(n, 10)
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def write(path, text, encoding="utf-8"):
    (SAMPLES / path).parent.mkdir(parents=True, exist_ok=True)
    (SAMPLES / path).write_bytes(text.encode(encoding))
